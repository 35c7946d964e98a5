/* The other tables: partners, owners, themes by month, units by theme, workload, years. */
const TIMES = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "year", "trigger", "none"];
/* A task stands in each month in which it has a day. */
const timeColumns = (row) => row.times.map((time) => (time === "recurring" ? "trigger" : time));
const timeLabel = (time) => (/^\d\d$/.test(time) ? monthText(time) : say(`time_${time}`));
const inYear = () => allRows.filter((row) => passes(row, state));

/* A table of counts. `lines` are {id, label, cls, group}; `columns` {id, label}; `cell(line, column)` gives rows. */
function countTable(options) {
  const { lines, columns, rows, corner, open } = options;
  const most = Math.max(5, ...lines.flatMap((line) => columns.map((column) => rows(line, column).length)));
  const headCellOf = (column) => el("th", { scope: "col", class: options.upright ? "upright" : "num" }, el("span", {}, column.label));
  const head = el("tr", {}, el("th", { scope: "col" }, corner), columns.map(headCellOf), el("th", { scope: "col", class: "num" }, say("sum")));
  let group = "";
  const body = lines.flatMap((line) => {
    const total = options.all(line);
    const cells = columns.map((column) => countCell(rows(line, column), most, line, column, open));
    const made = el("tr", { class: line.cls || "" }, el("th", { scope: "row" }, el("button", { type: "button", on: { click: () => line.act() } }, line.label)),
      cells, el("td", { class: "num total" }, total));
    const title = line.group && line.group !== group ? el("tr", { class: "group" }, el("th", { colspan: columns.length + 2, scope: "rowgroup" }, line.group)) : null;
    group = line.group || group;
    return [title, made];
  });
  return el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": corner }, el("table", { class: "count" }, el("thead", {}, head), el("tbody", {}, body)));
}
function countCell(found, most, line, column, open) {
  if (!found.length) return el("td", { class: "num zero" }, "");
  const lead = found.some((row) => (line.unit ? row.who.some((duty) => line.units.has(duty.u) && duty.role === "LEAD") : row.roles.includes("LEAD")));
  const shade = Math.min(5, Math.ceil((5 * found.length) / most));
  const title = `${line.label}　${column.label}　${say("n_tasks", { n: found.length })}${lead ? `　${say("with_lead")}` : ""}`;
  const id = `${line.id}|${column.id}`;
  return el("td", { class: `num h${shade}${lead ? " lead" : ""}` }, el("button", {
    type: "button", title, "aria-label": title, "aria-pressed": String(isSelected("cell", id)), data: { cell: id },
    on: { click: () => open(line, column, found, id) },
  }, found.length));
}
function openCell(line, column, found, id) {
  select({ kind: "cell", id, title: `${line.label}　${column.label}`, rows: found }, "cell");
}

function paintMatrix() {
  if (state.tab !== "matrix") return;
  const rows = inYear();
  if (!rows.length) return fill($("view"), emptyBox());
  if (data.view === "district") return fill($("view"), el("p", { class: "lead-in" }, say("matrix_district", { n: new Set(rows.map((row) => row.theme).filter(Boolean)).size })), unitMatrix(rows));
  // What is inferred is counted only for one who asks for it.
  const kept = state.facets.reach.size ? rows : rows.filter((row) => row.reach !== "inferred");
  const by = counted(kept, (row) => row.reach);
  const parts = REACHES.filter((reach) => by.get(reach)).map((reach) => `${say(`reach_${reach}`)} ${by.get(reach)}`).join(say("joined"));
  return fill($("view"), el("p", { class: "lead-in" }, say("matrix_unit", { n: kept.length, parts })), monthMatrix(kept));
}
function monthMatrix(rows) {
  const used = new Set(rows.flatMap(timeColumns));
  const months = [...used].filter((time) => /^\d\d$/.test(time)).sort();
  // From the first month with a deadline to the last, the empty ones between included: a gap says something too.
  const shown = (time) => (/^\d\d$/.test(time) ? months.length && time >= months[0] && time <= months.at(-1) : used.has(time));
  const columns = TIMES.filter(shown).map((time) => ({ id: time, label: timeLabel(time) }));
  const themesOf = (row) => (row.task.themes.length ? row.task.themes : [""]);
  const names = [...counted(rows, themesOf)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const lines = names.map(([name]) => ({ id: name, label: name || say("no_theme"), act: () => showOnly({ theme: [name] }, "list") }));
  return countTable({ lines, columns, corner: say("col_theme"), open: openCell, all: (line) => rows.filter((row) => themesOf(row).includes(line.id)).length,
    rows: (line, column) => rows.filter((row) => themesOf(row).includes(line.id) && timeColumns(row).includes(column.id)) });
}
const KIND_ORDER = ["department", "office", "party", "center", "enterprise", "street", "town", "park", "", "collective"];
const kindRank = (unit) => (KIND_ORDER.indexOf(unit.kind) < 0 ? 8.5 : KIND_ORDER.indexOf(unit.kind));
function unitMatrix(rows) {
  const themes = [...counted(rows, (row) => row.theme)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map((item) => item[0]);
  const of = new Map();
  for (const row of rows) for (const duty of row.who) if (dutyPasses(duty) && duty.reach !== "inferred") of.set(duty.u, [...(of.get(duty.u) || []), row]);
  const order = [...of].sort((a, b) => kindRank(units.get(a[0])) - kindRank(units.get(b[0])) || b[1].length - a[1].length || (units.get(a[0]).py < units.get(b[0]).py ? -1 : 1));
  const lines = order.map(([u]) => {
    const unit = units.get(u);
    return { id: u, unit: true, units: new Set([u]), label: unit.name, group: say(`kind_${unit.kind || "other"}`), cls: unit.kind === "collective" ? "grp" : "",
      act: () => select({ kind: "unit", id: u }, "cell") };
  });
  return countTable({ lines, columns: themes.map((name) => ({ id: name, label: name || say("no_theme") })), corner: say("col_unit"), upright: true, open: openCell,
    all: (line) => of.get(line.id).length, rows: (line, column) => of.get(line.id).filter((row) => row.theme === column.id) });
}
/* A duty counts in tables of units when its own role and unit are wanted. */
function dutyPasses(duty) {
  const { role, unit, kind } = state.facets;
  return (!role.size || role.has(duty.role)) && (!unit.size || unit.has(duty.u)) && (!kind.size || kind.has(units.get(duty.u).kind));
}

/* With whom a unit is named, counted in items as the question `partners` counts them: units that are named for an item that
   names this unit too. Collectives are no partners, and what reaches this unit only through collectives or possibly stands
   apart. Groups of lines {unit, rows, LEAD, …}, a row for each item. */
function shared(rows) {
  const how = new Map(); // item -> whether this unit is named for it
  for (const row of rows) if (row.own && row.reach !== "inferred") how.set(row.task.entry, how.get(row.task.entry) || row.reach === "direct");
  const groups = { partners: new Map(), collectives: new Map(), through: new Map() };
  for (const [entry, direct] of how) {
    const strongest = new Map(); // name under which a body counts -> [role, row] of this item
    for (const row of rowsOfEntry.get(entry)) for (const duty of row.who) {
      const unit = units.get(units.get(duty.u).body);
      if (isFocus(units.get(duty.u)) || duty.reach === "inferred") continue;
      const old = strongest.get(unit);
      if (!old || ROLES.indexOf(duty.role) < ROLES.indexOf(old[0])) strongest.set(unit, [duty.role, row]);
    }
    for (const [unit, [role, row]] of strongest) addLine(groups[!direct ? "through" : unit.kind === "collective" ? "collectives" : "partners"], unit, role, row);
  }
  return Object.entries(groups).map(([id, found]) => ({ id, lines: [...found.values()].sort(byShared) }));
}
function addLine(found, unit, role, row) {
  if (!found.has(unit)) found.set(unit, { unit, rows: [], LEAD: [], RESPONSIBLE: [], COOPERATE: [] });
  const line = found.get(unit);
  line.rows.push(row);
  line[role].push(row);
}
const byShared = (a, b) => b.rows.length - a.rows.length || (a.unit.py < b.unit.py ? -1 : 1);

/* The groups of the table of units: partners of a unit and who stands beside them; owners of a theme. */
function unitTotals() {
  if (data.view === "unit") return shared(inYear());
  const found = new Map();
  for (const row of inYear()) for (const duty of row.who) if (dutyPasses(duty) && duty.reach !== "inferred") addLine(found, units.get(duty.u), duty.role, row);
  return [{ id: "owners", lines: [...found.values()].sort((a, b) => b.LEAD.length - a.LEAD.length || byShared(a, b)) }];
}
function paintUnits() {
  if (state.tab !== "units") return;
  const groups = unitTotals();
  const most = Math.max(1, ...groups.flatMap((group) => group.lines.map((one) => one.rows.length)));
  const line = (one) => {
    const chosen = isSelected("unit", one.unit.i);
    const bar = svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", class: "bar small", "aria-hidden": "true" });
    let at = 0;
    for (const role of ROLES) {
      const wide = (100 * one[role].length) / most;
      if (wide) bar.append(svg("rect", { x: at, y: 0, width: Math.max(wide - 1, 0.5), height: 8, class: roleClass[role] }));
      at += wide;
    }
    return el("tr", { data: { u: one.unit.i }, "aria-selected": String(chosen), tabindex: chosen ? 0 : -1, class: one.unit.kind === "collective" ? "grp" : "",
      on: { click: () => select({ kind: "unit", id: one.unit.i }, "table") } },
      el("td", { class: "name" }, el("span", { class: "ttl" }, one.unit.name), data.manyDistricts && el("span", { class: "tag" }, one.unit.district),
        el("span", { class: "kind" }, say(`kind_${one.unit.kind || "other"}`))),
      el("td", { class: "num" }, one.rows.length), el("td", { class: "long" }, bar),
      ROLES.map((role) => el("td", { class: "marks" }, one[role].length ? [roleMark(role), el("b", {}, one[role].length)] : null)),
      el("td", { class: "numbers" }, one.rows.slice(0, 8).map((row) => chip(row)), one.rows.length > 8 ? el("span", { class: "more" }, `+${one.rows.length - 8}`) : null));
  };
  const titled = (group) => data.view === "unit" && el("tr", { class: "group" }, el("th", { colspan: 7, scope: "rowgroup" }, say(`shared_${group.id}`), el("i", {}, group.lines.length)));
  const lines = groups.filter((group) => group.lines.length).flatMap((group) => [titled(group), ...group.lines.map(line)]);
  const names = ["unit", data.view === "unit" ? "shared" : "tasks", "", ...ROLES, "numbers"];
  const heads = names.map((name) => el("th", { scope: "col" }, name ? say(ROLES.includes(name) ? name : `col_${name}`) : ""));
  const table = el("table", { class: "units", id: "units" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, lines));
  const first = table.querySelector("tbody tr[data-u]");
  if (first && !table.querySelector("tbody tr[tabindex='0']")) first.tabIndex = 0;
  fill($("view"), lines.length ? table : emptyBox());
}
/* The number of a task as a small button that selects it. */
function chip(row) {
  return el("button", { type: "button", class: "chipno", title: row.task.title || row.task.content.slice(0, 40), data: { t: row.t }, "aria-pressed": String(isSelected("task", row.t)),
    on: { click: (event) => { event.stopPropagation(); select({ kind: "task", id: row.t }, "chip"); } } }, row.task.number || "·");
}
function followUnits() {
  for (const line of document.querySelectorAll("#units tr[data-u]")) {
    const chosen = isSelected("unit", line.dataset.u);
    line.setAttribute("aria-selected", String(chosen));
  }
  for (const one of document.querySelectorAll("#units .chipno")) one.setAttribute("aria-pressed", String(isSelected("task", one.dataset.t)));
  for (const cell of document.querySelectorAll("[data-cell]")) cell.setAttribute("aria-pressed", String(isSelected("cell", cell.dataset.cell)));
}
painters.push(paintMatrix, paintUnits);
followers.push(followUnits);

/* Years side by side: how many tasks of which reach. */
function paintYears() {
  if (state.tab !== "years") return;
  const parts = data.view === "unit" ? REACHES : ["direct", "inferred", "none"];
  const lines = data.years.map((year) => {
    const rows = allRows.filter((row) => row.year === year);
    const counts = counted(rows, (row) => row.reach);
    return el("tr", {}, el("th", { scope: "row" }, el("button", { type: "button", on: { click: () => change({ year, tab: "list" }) } }, say("year", { y: year }))),
      parts.map((part) => el("td", { class: "num" }, counts.get(part) || "")), el("td", { class: "num total" }, rows.length));
  });
  const name = (part) => say(data.view === "unit" || part !== "direct" ? (part === "none" && data.view !== "unit" ? "unassigned" : `reach_${part}`) : "named");
  fill($("view"), el("div", { class: "scroll" }, el("table", { class: "count years" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("col_year")),
    parts.map((part) => el("th", { scope: "col", class: "num" }, name(part))), el("th", { scope: "col", class: "num" }, say("sum")))), el("tbody", {}, lines))));
}
painters.push(paintYears);
