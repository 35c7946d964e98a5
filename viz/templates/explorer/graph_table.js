/* The list of what is drawn: nodes or edges, the same selection as in the drawing. */
const ROWS = 200;
const later = (act) => { if (!later.queue.includes(act)) later.queue.push(act); if (later.queue.length === 1) setTimeout(() => { const acts = later.queue; later.queue = []; for (const one of acts) one(); }, 0); };
later.queue = [];
let rowsShown = ROWS;
const KIND_ORDER = ["district", "year", "group", "unit", "collective", "theme", "document", "task"];

function nodeRows() {
  const ties = new Map();
  for (const id of seen.edges) { const edge = known.edges.get(id); for (const end of [edge.source, edge.target]) ties.set(end, (ties.get(end) || 0) + 1); }
  const nodes = [...seen.nodes].map((id) => known.nodes.get(id)).filter((node) => node.kind !== "more");
  nodes.sort((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || (b.n || 0) - (a.n || 0) || (a.label < b.label ? -1 : 1));
  return nodes.map((node) => ({ id: node.id, at: `${node.x},${node.y}`, cells: [say(`node_${node.kind}`), [node.role ? [roleMark(node.role, node.reach), " "] : null, node.label], node.town || node.district || "", node.year || "", node.n ?? "", ties.get(node.id) || 0] }));
}
function edgeRows() {
  const edges = seen.edges.map((id) => known.edges.get(id));
  edges.sort((a, b) => (a.role ? ROLES.indexOf(a.role) : 5) - (b.role ? ROLES.indexOf(b.role) : 5) || (b.n || 0) - (a.n || 0) || (name(a.source) < name(b.source) ? -1 : 1));
  return edges.map((edge) => ({ id: edge.source, cells: [edge.role ? roleMark(edge.role, edge.reach) : say(`edge_${edge.kind}`), name(edge.source), name(edge.target), edge.n || "", edge.quote || ""] }));
}
const HEADS = { nodes: ["kind", "name", "district", "year", "tasks", "links"], edges: ["relation", "from", "to", "tasks", "quote"] };
const NUMBERS = ["tasks", "links"];
function paintRows() {
  const rows = state.list === "nodes" ? nodeRows() : edgeRows();
  $("tab-nodes").querySelector("i").textContent = String(seen.nodes.size);
  $("tab-edges").querySelector("i").textContent = String(seen.edges.length);
  for (const one of ["nodes", "edges"]) { $(`tab-${one}`).setAttribute("aria-selected", String(state.list === one)); $(`tab-${one}`).tabIndex = state.list === one ? 0 : -1; }
  $("rows").dataset.change = String(changes); // rows follow the drawing a moment later: this says that they have
  $("rows").setAttribute("aria-labelledby", `tab-${state.list}`);
  const heads = HEADS[state.list];
  const line = (row, index) => el("tr", { data: { node: row.id, at: row.at || "" }, tabindex: index ? "-1" : "0", "aria-selected": String(row.id === state.chosen) }, row.cells.map((cell, at) => el("td", { class: NUMBERS.includes(heads[at]) ? "num" : `col-${heads[at]}`, "data-label": say(`col_${heads[at]}`) }, cell === "" ? "" : typeof cell === "number" ? String(cell) : cell)));
  fill($("rows"), el("table", { class: "rows-table" }, el("thead", {}, el("tr", {}, heads.map((one) => el("th", { scope: "col", class: NUMBERS.includes(one) ? "num" : null }, say(`col_${one}`))))), el("tbody", {}, rows.slice(0, rowsShown).map(line))),
    rows.length > rowsShown && el("button", { type: "button", class: "btn more-rows", on: { click: () => { rowsShown += 2000; paintRows(); } } }, say("graph_rows_left", { n: rows.length - rowsShown })));
}
function markRow() {
  for (const line of $("rows").querySelectorAll("tr[data-node]")) line.setAttribute("aria-selected", String(line.dataset.node === state.chosen));
}
$("rows").addEventListener("click", (event) => { const line = event.target.closest("tr[data-node]"); if (line) choose(line.dataset.node, "table"); });
$("rows").addEventListener("dblclick", (event) => { const line = event.target.closest("tr[data-node]"); if (line) openNode(line.dataset.node); });
for (const one of ["nodes", "edges"]) $(`tab-${one}`).addEventListener("click", () => { state.list = one; rowsShown = ROWS; paintRows(); writeAddress(); });
painters.push(() => { $("canvas").dataset.change = String(changes); later(paintRows); });
followers.push(markRow);
