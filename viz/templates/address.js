/* What is looked at stands behind the # of the address, so that a page can be sent on as it is seen and the way back works. */
function addressNow() {
  const parts = new URLSearchParams();
  if (state.tab !== data.tabs[0]) parts.set("tab", state.tab);
  if (state.year !== data.year) parts.set("year", state.year === null ? "all" : state.year);
  if (state.text) parts.set("q", state.text);
  if (state.sort.key !== "due" || state.sort.down) parts.set("sort", (state.sort.down ? "-" : "") + state.sort.key);
  for (const name of FACET_NAMES) for (const value of state.facets[name]) parts.append(name, facetOut(name, value));
  for (const id of state.opened) parts.append("open", id);
  const chosen = state.selection;
  if (chosen && chosen.picked && chosen.kind === "task" && tasks.has(chosen.id)) parts.set("task", tasks.get(chosen.id).id);
  return parts.toString();
}
/* Places on the page (u3) differ from one reading of the documents to the next; names do not. */
const facetOut = (name, value) => (name === "unit" ? units.get(value).name : value);
function facetIn(name, value) {
  return name === "unit" ? (data.units.find((unit) => unit.name === value) || {}).i : value;
}
function writeAddress() {
  const wanted = addressNow();
  if (wanted !== location.hash.slice(1)) history.replaceState(null, "", wanted ? `#${wanted}` : location.pathname + location.search);
}
/* The state that the address asks for; what it names and the page does not have is passed over. */
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const tab = parts.get("tab"), year = parts.get("year"), sort = parts.get("sort") || "";
  if (data.tabs.includes(tab)) state.tab = tab;
  if (year === "all") state.year = null;
  else if (data.years.includes(+year)) state.year = +year;
  state.text = parts.get("q") || "";
  if (sort.replace("-", "") in SORTS) state.sort = { key: sort.replace("-", ""), down: sort.startsWith("-") };
  for (const name of FACET_NAMES) for (const value of parts.getAll(name)) {
    const known = facetIn(name, value);
    if (known !== undefined) state.facets[name].add(known);
  }
  state.opened = parts.getAll("open").filter((id) => G.byId.has(id));
  return data.tasks.find((task) => task.id === parts.get("task"));
}
painters.push(writeAddress);
followers.push((from) => {
  if (state.selection) state.selection.picked = from !== "start";
  writeAddress();
});
