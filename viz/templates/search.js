/* Search by name, other names, pinyin initials and printed words. */
const entries = [
  ...data.units.filter((unit) => !isFocus(unit)).map((unit) => ({ kind: "unit", id: unit.i, label: unit.name,
    sub: [data.manyDistricts ? unit.district : "", unit.aliases.join(say("joined"))].filter(Boolean).join("　"), names: [unit.name, ...unit.aliases], py: unit.py })),
  ...data.themes.map((theme) => ({ kind: "theme", id: theme.name, label: theme.name, sub: "", names: [theme.name], py: theme.py })),
  ...allRows.filter((row) => data.view !== "unit" || row.own).map((row) => ({ kind: "task", id: row.t, label: row.task.title || row.task.content.slice(0, 24),
    sub: [say("item", { n: row.task.number || "—" }), data.years.length > 1 ? row.year : ""].filter(Boolean).join("　"), names: [row.task.title || ""], py: row.task.py, text: row.text })),
];
const MOST = 6;

function hits(asked) {
  const letters = /^[a-z0-9]+$/.test(asked);
  const found = entries.map((entry, index) => ({ entry, index, rank: rank(entry, asked, letters) })).filter((hit) => hit.rank !== null);
  found.sort((a, b) => a.rank - b.rank || a.index - b.index);
  const kept = counted([], String);
  return found.filter((hit) => {
    kept.set(hit.entry.kind, (kept.get(hit.entry.kind) || 0) + 1);
    return kept.get(hit.entry.kind) <= MOST;
  }).map((hit) => hit.entry);
}
finder.local = (asked) => [...hits(asked), ...allThatSay(asked)];
finder.clear = () => { if (state.text) change({ text: "" }); };
function allThatSay(asked) {
  const texts = allRows.filter((row) => passes(row, { ...state, text: asked })).length;
  return texts ? [{ kind: "all", id: asked, label: say("search_all", { q: $("search").value.trim(), n: texts }), sub: "" }] : [];
}
finder.take = (entry) => {
  if (entry.kind === "all") change({ text: entry.id, tab: state.tab === "graph" ? "graph" : "list" });
  else if (entry.kind === "task") {
    const row = rowOf.get(entry.id);
    if (!passes(row, state)) { for (const set of Object.values(state.facets)) set.clear(); change({ text: "", year: state.year === null ? null : row.year }); }
    if (state.tab !== "graph" && state.tab !== "list") change({ tab: "list" });
    select({ kind: "task", id: entry.id }, "search");
  } else if (entry.kind === "unit") {
    select({ kind: "unit", id: entry.id }, "search");
    if (state.tab !== "graph") { state.facets.unit.clear(); state.facets.unit.add(entry.id); change({ tab: "list" }); }
  } else showOnly({ theme: [entry.id] }, state.tab === "graph" ? "graph" : "list");
};
