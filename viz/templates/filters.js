/* Filters with counts: chips above the list, a column beside the drawing. */
const WIDE = matchMedia("(min-width: 1241px)");
WIDE.addEventListener("change", () => paintFilters());
const CHIPS = { unit: ["reach", "role"], theme: ["role", "reach"], district: ["role", "reach"] }[data.view];
const MENUS = { unit: ["theme", "month"], theme: ["district", "month", "kind"], district: ["theme", "month", "kind"] }[data.view];

function valueLabel(name, value) {
  if (name === "role") return say(value);
  if (name === "reach") return data.view === "unit" ? say(`reach_${value}`) : say(value === "none" ? "unassigned" : value === "direct" ? "named" : `reach_${value}`);
  if (name === "month") return timeLabel(value);
  if (name === "kind") return say(`kind_${value || "other"}`);
  if (name === "unit") return units.get(value).name;
  if (name === "document") return documentTitle(value);
  return value || say("no_theme");
}
function facetValues(name) {
  const counts = facetCounts(name, state);
  // A value that the other filters leave nothing of keeps its place, so that nothing jumps under the pointer.
  const every = counted(yearRows(), FACETS[name]);
  for (const value of [...every.keys(), ...state.facets[name]]) if (!counts.has(value)) counts.set(value, 0);
  const order = { role: ROLES, reach: REACHES, month: [...TIMES, "recurring"], kind: KIND_ORDER }[name];
  const list = [...counts];
  if (order) list.sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]));
  else list.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return list;
}
function valueButton(name, value, count, cls) {
  const mark = name === "role" ? roleMark(value) : null;
  const classes = [cls, name === "reach" && value, !count && "nil"].filter(Boolean).join(" ");
  return el("button", {
    type: "button", class: classes, "aria-pressed": String(state.facets[name].has(value)), data: { facet: name, value }, on: { click: () => toggleFacet(name, value) },
  }, mark, el("span", {}, valueLabel(name, value)), el("i", {}, count));
}
function menu(name, open) {
  const values = facetValues(name);
  if (values.length < 2 && !state.facets[name].size) return null;
  const chosen = [...state.facets[name]];
  const label = chosen.length === 0 ? say("any") : chosen.length === 1 ? valueLabel(name, chosen[0]) : say("n_chosen", { n: chosen.length });
  const list = el("div", { class: "options" }, values.map(([value, count]) => valueButton(name, value, count, "option")));
  if (open) return el("section", { class: "facet" }, el("h3", {}, say(`facet_${name}`)), list);
  return el("details", { class: chosen.length ? "menu set" : "menu", data: { menu: name } },
    el("summary", {}, say(`facet_${name}`), say("colon"), el("b", {}, label)), list);
}
function yearChips() {
  if (data.years.length < 2) return null;
  const values = [...data.years.map((year) => [year, say("year", { y: year })]), [null, say("every_year")]];
  return el("span", { class: "years", role: "group", "aria-label": say("col_year") }, values.map(([year, label]) => el("button", { type: "button", class: "chip year",
    "aria-pressed": String(state.year === year), data: { year: String(year) }, on: { click: () => change({ year, opened: [] }) } }, label)));
}
function heldChips() {
  const held = ["unit", "document"].flatMap((name) => [...state.facets[name]].map((value) => [name, value]));
  const one = (label, drop) => el("button", { type: "button", class: "chip held", "aria-label": say("drop", { name: label }), on: { click: drop } }, `${label} ×`);
  return [...held.map(([name, value]) => one(valueLabel(name, value), () => toggleFacet(name, value))),
    state.text && one(`“${state.text}”`, () => change({ text: "" }))];
}
function paintFilters() {
  const box = $("filters");
  const open = [...box.querySelectorAll("details[open]")].map((menu) => menu.dataset.menu);
  const hidden = state.tab === "loads" || state.tab === "years";
  box.hidden = hidden;
  if (hidden) return;
  const column = state.tab === "graph" && WIDE.matches; // beside the drawing where there is room, else above it
  const chips = CHIPS.map((name) => {
    const values = facetValues(name);
    if (values.length < 2 && !state.facets[name].size) return null;
    const buttons = values.map(([value, count]) => valueButton(name, value, count, column ? "option" : "chip"));
    if (column) return el("section", { class: "facet" }, el("h3", {}, say(`facet_${name}`)), el("div", { class: "options" }, buttons));
    return el("span", { class: "set", role: "group", "aria-label": say(`facet_${name}`) }, buttons);
  });
  const clear = isFiltered() && el("button", { type: "button", class: "chip clear", on: { click: clearFilters } }, say("clear"));
  fill(box, yearChips(), chips, [...MENUS, ...(column && !MENUS.includes("kind") ? ["kind"] : [])].map((name) => menu(name, column)), heldChips(), clear);
  for (const one of box.querySelectorAll("details")) {
    one.open = open.includes(one.dataset.menu);
    one.addEventListener("toggle", () => { if (one.open) for (const other of box.querySelectorAll("details[open]")) if (other !== one) other.open = false; });
  }
}
painters.push(paintFilters);
document.addEventListener("click", (event) => {
  for (const one of document.querySelectorAll("details.menu[open], details.how[open]")) if (!one.contains(event.target)) one.open = false;
});
