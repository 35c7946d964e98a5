/* The graph as far as it is known, the steps by which it grew, and what of it is shown.
   A step is {do: add | open | more | path, id, kind, to, shut, nodes, edges, left}. One that was closed again keeps its place in
   the list (`shut`), so that what came after it stands where it stood: the same address gives the same picture. */
const picture = JSON.parse($("picture").textContent);
const known = { nodes: new Map(), edges: new Map(), links: new Map() };
const FACETS = ["role", "unit_kind", "theme", "year", "district"];
const state = { steps: [], chosen: null, hover: null, list: "nodes", filters: Object.fromEntries(FACETS.map((name) => [name, new Set()])) };
const painters = []; // called after what is shown has changed
const followers = []; // called after the selection has changed
const first = { nodes: [], edges: [] }; // ids of the first picture

function knowNode(node) {
  if (!known.nodes.has(node.id)) { known.nodes.set(node.id, { ...node, placed: "x" in node }); known.links.set(node.id, new Set()); }
  return node.id;
}
function knowEdge(edge) {
  if (!known.edges.has(edge.id)) known.edges.set(edge.id, edge);
  for (const end of [edge.source, edge.target]) if (known.links.has(end)) known.links.get(end).add(edge.id);
  return edge.id;
}
stretchToFill(picture.nodes, picture.arcs, $("canvas"));
first.nodes = picture.nodes.map(knowNode);
/* Edges come packed (viz/explorer/graph.py) and have the ids of Picture.join. */
first.edges = picture.edges.map(([from, to, kind, role, reach, n, quiet]) => {
  const source = picture.nodes[from].id, target = picture.nodes[to].id;
  return knowEdge({ id: `${source}>${target}>${kind}${role ? `>${role}` : ""}`, source, target, kind, role: role || undefined, reach: reach || undefined, n: n || undefined, quiet: Boolean(quiet) });
});

/* What was asked of the explorer once is not asked again. */
const answers = new Map();
function fetched(base, params) {
  const address = new URL(base, location.href);
  for (const [name, value] of params) address.searchParams.append(name, value);
  const key = address.pathname + address.search;
  if (!answers.has(key)) answers.set(key, fetch(address).then((answer) => (answer.ok ? answer.json() : answer.json().then((problem) => { throw new Error(`${problem.error}　${problem.hint}`); }))));
  return answers.get(key);
}
const askNear = (id, kind, skip) => fetched(picture.links.near, [["node", id], ...(kind ? [["kind", kind], ["skip", skip]] : [])]);

/* What the steps that are not closed have brought, as far as they hang on something that is there. */
function alive() {
  const nodes = new Set(first.nodes), edges = new Set(first.edges);
  let grew = true;
  const done = new Set();
  while (grew) {
    grew = false;
    for (const step of state.steps) {
      if (step.shut || done.has(step) || !step.nodes || (step.do !== "add" && step.do !== "path" && !nodes.has(step.id))) continue;
      done.add(step);
      grew = true;
      for (const id of step.nodes) nodes.add(id);
    }
  }
  for (const edge of known.edges.values()) if (nodes.has(edge.source) && nodes.has(edge.target)) edges.add(edge.id);
  for (const id of [...nodes]) if (known.nodes.get(id).kind === "more" && !leftOf(id)) nodes.delete(id);
  return { nodes, edges };
}
/* How many neighbours of a kind wait behind a node (`more:ID|KIND`). */
function leftOf(more) {
  const node = known.nodes.get(more);
  const opened = state.steps.filter((step) => !step.shut && step.nodes && step.id === node.of && (step.do === "open" || (step.do === "more" && step.kind === node.of_kind)));
  return opened.length ? Math.min(...opened.map((step) => step.left[node.of_kind] ?? Infinity)) : 0;
}

const roots = () => new Set([...first.nodes.filter((id) => known.nodes.get(id).middle), ...state.steps.filter((step) => !step.shut && (step.do === "add")).map((step) => step.id)]);
const chosenIn = (name, value) => !state.filters[name].size || state.filters[name].has(String(value));
const isFiltered = () => FACETS.some((name) => state.filters[name].size);
const themesOf = (node) => (node.themes && node.themes.length ? node.themes : [""]);
function nodePasses(node, except) {
  const on = (name, test) => name === except || !state.filters[name].size || test();
  if (node.district && !on("district", () => chosenIn("district", node.district))) return false;
  if (node.year && !on("year", () => chosenIn("year", node.year))) return false;
  if (node.unit_kind !== undefined && !on("unit_kind", () => chosenIn("unit_kind", node.unit_kind))) return false;
  if (node.kind === "theme" && !on("theme", () => chosenIn("theme", node.id === "theme:" ? "" : node.label))) return false;
  return node.kind !== "task" || on("theme", () => themesOf(node).some((theme) => chosenIn("theme", theme)));
}
const edgePasses = (edge, except) => except === "role" || !edge.role || chosenIn("role", edge.role);

/* {nodes, edges}: ids in sight. A unit or task that the filters leave without any tie goes, unless the picture began with it. */
function shown(except) {
  const live = alive();
  const kept = roots();
  const nodes = new Set([...live.nodes].filter((id) => kept.has(id) || nodePasses(known.nodes.get(id), except)));
  const edges = [...live.edges].filter((id) => { const edge = known.edges.get(id); return nodes.has(edge.source) && nodes.has(edge.target) && edgePasses(edge, except); });
  if (isFiltered()) {
    const tied = new Set();
    for (const id of edges) { const edge = known.edges.get(id); if (edge.kind !== "in" || edge.n) { tied.add(edge.source); tied.add(edge.target); } }
    for (const id of [...nodes]) if (!tied.has(id) && !kept.has(id) && known.nodes.get(id).kind !== "more") nodes.delete(id);
  }
  return { nodes, edges: edges.filter((id) => { const edge = known.edges.get(id); return nodes.has(edge.source) && nodes.has(edge.target); }) };
}
const seen = { nodes: new Set(), edges: [] };
let changes = 0;
function change() {
  changes += 1;
  Object.assign(seen, shown());
  if (state.chosen && !seen.nodes.has(state.chosen)) state.chosen = null;
  for (const paint of painters) paint();
}
function choose(id, from) {
  state.chosen = id;
  for (const follow of followers) follow(from || "");
}
const opened = (id) => state.steps.filter((step) => !step.shut && step.do === "open" && step.id === id);
const name = (id) => (known.nodes.has(id) ? known.nodes.get(id).label : id);

/* The state behind the # of the address. */
function addressNow() {
  const parts = new URLSearchParams();
  for (const step of state.steps) {
    const words = { add: [step.id], open: [step.id], more: [step.id, step.kind], path: [step.id, step.to] }[step.do];
    parts.append(step.shut ? `${step.do}.shut` : step.do, words.join("~"));
  }
  for (const facet of FACETS) for (const value of state.filters[facet]) parts.append(facet, value);
  if (state.chosen) parts.set("at", state.chosen);
  if (state.list !== "nodes") parts.set("list", state.list);
  return parts.toString();
}
function writeAddress() {
  const wanted = addressNow();
  if (wanted !== location.hash.slice(1)) history.replaceState(null, "", wanted ? `#${wanted}` : location.pathname + location.search);
}
function readAddress() {
  const steps = [];
  const parts = new URLSearchParams(location.hash.slice(1));
  for (const [key, value] of parts) {
    const [act, shut] = key.split(".");
    const cut = act === "more" || act === "path" ? value.lastIndexOf("~") : value.length;
    const [id, more] = [value.slice(0, cut), value.slice(cut + 1)];
    if (["add", "open", "more", "path"].includes(act) && id) steps.push({ do: act, id, shut: shut === "shut", kind: act === "more" ? more : undefined, to: act === "path" ? more : undefined });
    else if (FACETS.includes(key)) state.filters[key].add(value);
  }
  if (parts.get("list") === "edges") state.list = "edges";
  return { steps, at: parts.get("at") };
}
