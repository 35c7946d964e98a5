/* Filters with counts on the left: how many nodes (for a role: duties) each value would leave, given the others. */
function facetCounts(name) {
  const { nodes, edges } = shown(name);
  if (name === "role") return counted(edges.map((id) => known.edges.get(id)).filter((edge) => edge.role), (edge) => edge.role);
  const drawn = [...nodes].map((id) => known.nodes.get(id));
  // Where no task is drawn, a theme stands for those that it has.
  if (name === "theme" && !drawn.some((node) => node.kind === "task")) return new Map(drawn.filter((node) => node.kind === "theme" && !node.leaf).map((node) => [node.label, node.n]));
  const values = (node) => {
    if (name === "theme") return node.kind === "task" ? themesOf(node) : [];
    if (name === "unit_kind") return ["unit", "collective"].includes(node.kind) ? [node.unit_kind] : [];
    if (name === "year") return node.kind === "task" || node.kind === "document" || node.kind === "year" ? [node.year].filter(Boolean) : [];
    return node.kind === "task" || node.kind === "unit" || node.kind === "collective" || node.kind === "document" ? [node.district].filter(Boolean) : [];
  };
  return counted(drawn, values);
}
const valueLabel = (name, value) => (name === "role" ? say(value) : name === "unit_kind" ? say(`kind_${value || "other"}`) : name === "theme" ? value || say("no_theme") : String(value));
function facetValues(name) {
  const counts = new Map([...facetCounts(name)].map(([value, count]) => [String(value), count]));
  for (const value of state.filters[name]) if (!counts.has(value)) counts.set(value, 0);
  const list = [...counts];
  if (name === "role") list.sort((a, b) => ROLES.indexOf(a[0]) - ROLES.indexOf(b[0]));
  else if (name === "year") list.sort((a, b) => b[0] - a[0]);
  else list.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return list;
}
function toggle(name, value) {
  const wanted = state.filters[name];
  if (!wanted.delete(value)) wanted.add(value);
  change();
}
function clearFilters() {
  for (const name of FACETS) state.filters[name].clear();
  change();
}
function paintFilters() {
  const sections = FACETS.map((name) => {
    const values = facetValues(name);
    if (values.length < 2 && !state.filters[name].size) return null;
    const options = values.map(([value, count]) => el("button", {
      type: "button", class: count ? "option" : "option nil", "aria-pressed": String(state.filters[name].has(value)), data: { facet: name, value }, on: { click: () => toggle(name, value) },
    }, name === "role" ? roleMark(value) : null, el("span", {}, valueLabel(name, value)), el("i", {}, count)));
    return el("section", { class: "facet" }, el("h3", {}, say(`facet_${name === "unit_kind" ? "kind" : name === "year" ? "years" : name}`)), el("div", { class: "options" }, options));
  });
  const chosen = FACETS.reduce((sum, name) => sum + state.filters[name].size, 0);
  $("sieve-n").textContent = chosen ? String(chosen) : "";
  fill($("filters"), isFiltered() && el("button", { type: "button", class: "chip clear", on: { click: clearFilters } }, say("clear")), sections,
    sections.every((one) => !one) && el("p", { class: "hint" }, say("graph_no_filters")));
}
painters.push(() => later(paintFilters));
const NARROW = matchMedia("(max-width: 1240px)");
const foldFilters = () => { $("sieve").open = !NARROW.matches; };
NARROW.addEventListener("change", foldFilters);
foldFilters();
