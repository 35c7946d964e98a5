/* The list of tasks: grouped by time, one row selected, the same selection as in the drawing. */
const COLUMNS = {
  unit: ["role", "number", "title", "theme", "due", "source"],
  theme: ["number", "title", "who", "due", "source"],
  district: ["number", "title", "who", "theme", "due", "source"],
}[data.view];

/* What the reader has to know where the unit is not named itself. */
function viaText(row) {
  if (row.reach === "inferred") return (row.own && row.own.why) || say("hint_inferred");
  if (!row.via) return "";
  return say(row.reach === "possible" ? "hint_possible" : "via", { name: row.via });
}

const CELLS = {
  role: (row) => roleMark(row.role, row.reach),
  number: (row) => row.task.number || "",
  title: (row) => [
    row.task.title ? el("div", { class: "ttl" }, row.task.title) : null,
    row.task.content ? el("div", { class: row.task.title ? "txt" : "txt only" }, row.task.content) : null,
    viaText(row) && el("div", { class: `via ${row.reach}` }, viaText(row)),
    data.view === "unit" && row.reach === "none" ? el("div", { class: "line" }, whoMarks(row, 3)) : null,
    el("div", { class: "tags" }, row.task.themes.slice(0, 1).map((name) => el("span", { class: "tag" }, name))),
  ],
  who: (row) => el("div", { class: "line" }, whoMarks(row, 4)),
  theme: (row) => row.task.themes.slice(0, 2).map((name, index) => el("span", { class: index ? "tag more" : "tag" }, name)),
  due: dueCell,
  source: (row) => [
    data.manyDistricts ? el("div", { class: "doc" }, `${row.district || ""} ${row.year || ""}`) : null,
    !data.manyDistricts && manyDocuments() ? el("div", { class: "doc" }, documentTitle(row.task.document)) : null,
    el("span", { class: "where" }, sourceText(row.task, row.own && row.own.page)),
  ],
};

const manyDocuments = () => new Set(yearRows().map((row) => row.task.document)).size > 1;

function headCell(name) {
  if (!(name in SORTS)) return el("th", { scope: "col", class: name }, say(`col_${name}`));
  const sorted = state.sort.key === name ? (state.sort.down ? "descending" : "ascending") : null;
  return el("th", { scope: "col", class: name, "aria-sort": sorted }, el("button", {
    type: "button", on: { click: () => change({ sort: { key: name, down: state.sort.key === name && !state.sort.down } }) },
  }, say(`col_${name}`)));
}

function listRow(row) {
  const chosen = isSelected("task", row.t);
  return el("tr", {
    data: { t: row.t }, class: row.reach, "aria-selected": String(chosen), tabindex: chosen ? 0 : -1,
    on: { click: () => select({ kind: "task", id: row.t }, "table") },
  }, COLUMNS.map((name) => el("td", { class: name }, CELLS[name](row))));
}

function paintList() {
  if (state.tab !== "list") return;
  const rows = shownRows();
  const groups = sortedGroups(rows, state.sort);
  const body = groups.map((group) => [
    group.title && el("tr", { class: `group ${group.mark}` }, el("th", { colspan: COLUMNS.length, scope: "rowgroup" }, group.title, el("i", {}, group.rows.length))),
    group.rows.map(listRow),
  ]);
  const table = el("table", { class: `list ${data.view}`, id: "list" }, el("caption", {}, say("caption", { n: rows.length })),
    el("thead", {}, el("tr", {}, COLUMNS.map(headCell))), el("tbody", {}, body));
  fill($("view"), rows.length ? table : emptyBox());
  if (rows.length && !table.querySelector("[tabindex='0']")) table.querySelector("tr[data-t]").tabIndex = 0;
}

function emptyBox() {
  const asked = allRows.length === 0 ? "empty_page" : "empty_filter";
  return el("div", { class: "empty" }, el("p", {}, el("b", {}, say(asked))), el("p", {}, say(`${asked}_next`)),
    isFiltered() && el("button", { type: "button", class: "btn", on: { click: clearFilters } }, say("clear")));
}
function clearFilters() {
  for (const set of Object.values(state.facets)) set.clear();
  change({ text: "" });
}

/* Only the marks move: the rows stay where they are, so the reader keeps the place. */
function followList(from) {
  const table = $("list");
  if (!table) return;
  let found = null;
  for (const line of table.querySelectorAll("tr[data-t]")) {
    const chosen = isSelected("task", line.dataset.t);
    line.setAttribute("aria-selected", String(chosen));
    line.tabIndex = chosen ? 0 : -1;
    if (chosen) found = line;
  }
  if (!found) {
    const first = table.querySelector("tr[data-t]");
    if (first) first.tabIndex = 0;
  } else if (from !== "table" && from !== "start") found.scrollIntoView({ block: "center" });
}
painters.push(paintList);
followers.push(followList);
