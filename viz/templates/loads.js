/* Workload of a district: one strip of dots per kind, the units with their reason, and how the order depends on the weights. */
const WEIGHTS = [["lead", "LEAD", 1], ["responsible", "RESPONSIBLE", 1], ["cooperate", "COOPERATE", 1], ["inherited", "col_inherited", 0]];
const weights = Object.fromEntries(WEIGHTS.map(([name, , start]) => [name, start]));
const weighed = () => WEIGHTS.some(([name, , start]) => weights[name] !== start);
const loadRows = () => data.loads[state.year === null ? data.year : state.year] || [];

/* Rows with the greatest sum first, each with its place; equal sums share the better place. */
function rankedLoads(by) {
  const rows = loadRows().map((row) => ({ row, sum: WEIGHTS.reduce((sum, [name, , start]) => sum + row[name] * (by ? by[name] : start), 0) }));
  rows.sort((a, b) => b.sum - a.sum || b.row.inherited - a.row.inherited || (a.row.unit < b.row.unit ? -1 : 1));
  for (const one of rows) one.place = 1 + rows.filter((other) => other.sum > one.sum + 1e-9).length;
  return rows;
}
function loadLine({ row, sum, place }, was, place_of) {
  const id = place_of.get(row.unit) || "";
  const moved = was - place;
  return el("tr", { data: { u: id }, tabindex: -1, "aria-selected": String(isSelected("unit", id)), on: { click: () => id && select({ kind: "unit", id }, "table") } },
    el("td", { class: "num place" }, place, weighed() && moved ? el("i", { class: moved > 0 ? "up" : "down" }, `${moved > 0 ? "↑" : "↓"}${Math.abs(moved)}`) : null),
    el("td", { class: "name" }, el("span", { class: "ttl" }, row.unit), el("span", { class: "kind" }, say(`kind_${row.kind || "other"}`))),
    el("td", { class: "num" }, weighed() ? +sum.toFixed(1) : row.direct || ""),
    ["lead", "responsible", "cooperate", "inherited"].map((name) => el("td", { class: "num" }, row[name] || "")),
    el("td", { class: "num" }, row.ratio === null || row.ratio === undefined ? "" : row.ratio),
    el("td", { class: "reason" }, row.flag && el("b", { class: "flag" }, say("flag")), row.reason || ""));
}
function loadBody() {
  const before = new Map(rankedLoads(null).map((one) => [one.row.unit, one.place]));
  const place = new Map(data.units.map((unit) => [unit.name, unit.i]));
  return rankedLoads(weights).map((one) => loadLine(one, before.get(one.row.unit), place));
}
function loadTable() {
  const names = ["place", "unit", weighed() ? "weighed" : "direct", "LEAD", "RESPONSIBLE", "COOPERATE", "inherited", "ratio", "reason"];
  const heads = names.map((name, index) => el("th", {
    scope: "col", class: name === "unit" || name === "reason" ? "" : "num", "aria-sort": index === 2 ? "descending" : null,
  }, say(ROLES.includes(name) ? name : `col_${name}`)));
  return el("table", { class: "units loads", id: "units" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, loadBody()));
}
/* Moving a slider redraws the table only, so that the slider stays under the pointer. */
function weightSliders() {
  const again = () => { $("units").replaceWith(loadTable()); $("weigh-back").hidden = !weighed(); };
  const sliders = WEIGHTS.map(([name, word, start]) => {
    const shown = el("output", {}, weights[name]);
    const input = el("input", { type: "range", min: 0, max: 3, step: 0.5, value: weights[name], data: { weight: name, start },
      on: { input: () => { weights[name] = +input.value; shown.textContent = input.value; again(); } } });
    return el("label", {}, say(word), input, shown);
  });
  const back = el("button", { type: "button", class: "link", id: "weigh-back", on: { click: () => {
    for (const [name, , start] of WEIGHTS) weights[name] = start;
    paintLoads();
  } } }, say("weigh_back"));
  back.hidden = !weighed();
  return el("details", { class: "weights", open: weighed() }, el("summary", {}, say("weigh")), el("p", {}, say("weigh_note")), el("div", { class: "sliders" }, sliders, back));
}
function paintLoads() {
  if (state.tab !== "loads") return;
  const rows = loadRows();
  if (!rows.length) { fill($("view"), emptyBox()); return; }
  const kinds = [...counted(rows, (row) => row.kind)].filter((item) => item[1] > 2).map((item) => item[0]);
  kinds.sort((a, b) => KIND_ORDER.indexOf(a) - KIND_ORDER.indexOf(b));
  const strips = el("div", { class: "strips" }, kinds.map((kind) => {
    const peers = rows.filter((row) => row.kind === kind);
    return el("figure", {}, el("figcaption", {}, say(`kind_${kind || "other"}`), el("i", {}, peers[0].peers)), strip(peers, null, 420));
  }));
  fill($("view"), strips, weightSliders(), loadTable());
}
painters.push(paintLoads);
