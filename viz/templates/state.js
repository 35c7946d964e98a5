/* The one state of the page. `change` alters it and redraws what depends on it; `select` only moves the selection. */
const state = {
  year: data.year, text: "", tab: data.tabs[0],
  facets: Object.fromEntries(FACET_NAMES.map((name) => [name, new Set()])),
  sort: { key: "due", down: false },
  selection: null, // {kind: "task" | "unit" | "theme" | "cell" | "document", id}
  opened: [], // ids of graph nodes that were expanded, in order
};
const painters = []; // functions called after a change
const followers = []; // functions called after a selection

function change(patch) {
  Object.assign(state, patch || {});
  for (const paint of painters) paint();
}
function select(selection, from) {
  state.selection = selection;
  for (const follow of followers) follow(from || "");
}
const shownRows = () => allRows.filter((row) => passes(row, state));
const isSelected = (kind, id) => state.selection !== null && state.selection.kind === kind && state.selection.id === id;

function toggleFacet(name, value, alone) {
  const wanted = state.facets[name];
  if (alone) {
    const was = wanted.size === 1 && wanted.has(value);
    wanted.clear();
    if (!was) wanted.add(value);
  } else if (!wanted.delete(value)) wanted.add(value);
  change();
}
/* Show exactly these rows: one facet value, nothing else. */
function showOnly(wanted, tab) {
  for (const set of Object.values(state.facets)) set.clear();
  for (const [name, values] of Object.entries(wanted)) for (const value of values) state.facets[name].add(value);
  change({ text: "", tab: tab || "list" });
}
const isFiltered = () => Boolean(state.text) || Object.values(state.facets).some((set) => set.size);

/* Rows of the year that is looked at, whatever else is filtered. */
const yearRows = () => allRows.filter((row) => state.year === null || row.year === state.year);
