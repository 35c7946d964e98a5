/* Tables of the explorer: a click on a head sorts, the box filters, arrows move, Enter opens. The state stands in the address. */
const sheets = [...document.querySelectorAll("[data-sheet]")].map((box) => ({
  box, table: box.querySelector("table"), heads: [...box.querySelectorAll("thead th")], body: box.querySelector("tbody"),
  rows: [...box.querySelectorAll("tbody tr:not(.group)")], lines: [...box.querySelectorAll("tbody tr")], filter: box.querySelector(".sheet-filter"), count: box.querySelector(".sheet-count"), sort: { at: -1, down: false },
}));
/* The words over a row are found too. */
for (const sheet of sheets) {
  let group = "";
  sheet.over = new Map(sheet.lines.map((line) => { if (line.classList.contains("group")) group = line.textContent; return [line, group]; }));
}
const collator = new Intl.Collator("zh-CN", { numeric: true });
const sortText = (row, at) => { const cell = row.cells[at]; return cell.dataset.sort || cell.textContent.trim(); };

/* What is empty stays last, whichever way a column is sorted. */
function sortSheet(sheet) {
  const { at, down } = sheet.sort;
  const keyed = sheet.rows.map((row, index) => [at < 0 ? "" : sortText(row, at), index, row]);
  if (at >= 0) keyed.sort((a, b) => (!a[0] - !b[0]) || (down ? -1 : 1) * collator.compare(a[0], b[0]) || a[1] - b[1]);
  // Groups hold in the order in which the page has them; a sorted table has none.
  sheet.body.replaceChildren(...(at < 0 ? sheet.lines : keyed.map((one) => one[2])));
  sheet.heads.forEach((head, index) => (index === at ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
}
/* The words over rows of which none is shown are not shown either. */
function hideEmptyGroups(sheet) {
  let group = null;
  for (const line of sheet.lines) {
    if (line.classList.contains("group")) { group = line; group.hidden = true; }
    else if (group && !line.hidden) group.hidden = false;
  }
}
/* 街道 is looked for in the whole row, 单位:街道 in the column of this name (or one that begins so). */
function wanted(sheet) {
  return sheet.filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean).map((word) => {
    const [, name, text] = word.match(/^([^:：]+)[:：](.*)$/) || [];
    const at = name ? sheet.heads.findIndex((head) => head.textContent.trim().toLowerCase().startsWith(name)) : -1;
    return at < 0 ? { at, text: word } : { at, text };
  });
}
function filterSheet(sheet) {
  const words = wanted(sheet);
  let shown = 0;
  for (const row of sheet.rows) {
    const text = (row.textContent + (sheet.over.get(row) || "")).toLowerCase();
    row.hidden = !words.every((word) => (word.at < 0 ? text : row.cells[word.at].textContent.toLowerCase()).includes(word.text));
    shown += !row.hidden;
  }
  hideEmptyGroups(sheet);
  sheet.count.textContent = words.length ? (shown ? say("shown_rows", { n: shown, all: sheet.rows.length }) : say("filter_none")) : sheet.count.dataset.all;
}
/* Puts names into the part of the address behind #; what is empty leaves it, what others have put there stays. */
function keepInAddress(wanted) {
  const parts = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(wanted)) { if (value) parts.set(name, value); else parts.delete(name); }
  const text = parts.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}
function keepSheets() {
  const wanted = {};
  sheets.forEach((sheet, index) => {
    const mark = index || "";
    wanted[`sort${mark}`] = sheet.sort.at >= 0 ? (sheet.sort.down ? "-" : "") + sheet.sort.at : "";
    wanted[`q${mark}`] = sheet.filter.value;
  });
  keepInAddress(wanted);
}
function readSheets() {
  const parts = new URLSearchParams(location.hash.slice(1));
  sheets.forEach((sheet, index) => {
    const mark = index || "", sort = parts.get(`sort${mark}`), at = Math.abs(parseInt(sort, 10));
    sheet.count.dataset.all = sheet.count.textContent;
    if (sort && at < sheet.heads.length) { sheet.sort = { at, down: sort.startsWith("-") }; sortSheet(sheet); }
    if (parts.get(`q${mark}`)) { sheet.filter.value = parts.get(`q${mark}`); filterSheet(sheet); }
    sheet.rows.forEach((row, place) => { row.tabIndex = place ? -1 : 0; });
  });
}
for (const sheet of sheets) {
  sheet.heads.forEach((head, at) => head.querySelector("button").addEventListener("click", () => {
    // Numbers are looked at from the greatest down.
    const first = head.classList.contains("num");
    sheet.sort = sheet.sort.at === at ? (sheet.sort.down === first ? { at, down: !first } : { at: -1, down: false }) : { at, down: first };
    sortSheet(sheet);
    keepSheets();
  }));
  sheet.filter.addEventListener("input", () => { filterSheet(sheet); keepSheets(); });
  sheet.filter.addEventListener("keydown", (event) => { if (event.key === "Escape" && sheet.filter.value) { event.stopPropagation(); sheet.filter.value = ""; filterSheet(sheet); keepSheets(); } });
}
readSheets();

function moveSheetRow(row, step) {
  const lines = [...row.parentElement.rows].filter((line) => !line.hidden && !line.classList.contains("group"));
  const next = lines[lines.indexOf(row) + step];
  if (!next) return;
  row.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
/* A head stays in sight while the page scrolls, where the table fits; one that is wider scrolls sideways instead. */
function fitSheets() {
  for (const { table } of sheets) {
    const box = table.parentElement;
    box.classList.remove("wide");
    box.classList.toggle("wide", table.scrollWidth > box.clientWidth + 1);
  }
}
fitSheets();
addEventListener("resize", fitSheets);
