/* Tables of the explorer: a click on a head sorts, the box filters, arrows move, Enter opens. The state stands in the address. */
const sheets = [...document.querySelectorAll("[data-sheet]")].map((box) => ({
  box, table: box.querySelector("table"), heads: [...box.querySelectorAll("thead th")], body: box.querySelector("tbody"),
  rows: [...box.querySelectorAll("tbody tr")], filter: box.querySelector(".sheet-filter"), count: box.querySelector(".sheet-count"), sort: { at: -1, down: false },
}));
const collator = new Intl.Collator("zh-CN", { numeric: true });
const sortText = (row, at) => { const cell = row.cells[at]; return cell.dataset.sort || cell.textContent.trim(); };

/* What is empty stays last, whichever way a column is sorted. */
function sortSheet(sheet) {
  const { at, down } = sheet.sort;
  const keyed = sheet.rows.map((row, index) => [at < 0 ? "" : sortText(row, at), index, row]);
  if (at >= 0) keyed.sort((a, b) => (!a[0] - !b[0]) || (down ? -1 : 1) * collator.compare(a[0], b[0]) || a[1] - b[1]);
  sheet.body.replaceChildren(...keyed.map((one) => one[2]));
  sheet.heads.forEach((head, index) => (index === at ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
}
function filterSheet(sheet) {
  const words = sheet.filter.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of sheet.rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    shown += !row.hidden;
  }
  sheet.count.textContent = words.length ? (shown ? say("shown_rows", { n: shown, all: sheet.rows.length }) : say("filter_none")) : sheet.count.dataset.all;
}
function keepSheets() {
  const parts = new URLSearchParams();
  sheets.forEach((sheet, index) => {
    const mark = index || "";
    if (sheet.sort.at >= 0) parts.set(`sort${mark}`, (sheet.sort.down ? "-" : "") + sheet.sort.at);
    if (sheet.filter.value) parts.set(`q${mark}`, sheet.filter.value);
  });
  const wanted = parts.toString();
  history.replaceState(null, "", wanted ? `#${wanted}` : location.pathname + location.search);
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
  const lines = [...row.parentElement.rows].filter((line) => !line.hidden);
  const next = lines[lines.indexOf(row) + step];
  if (!next) return;
  row.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
