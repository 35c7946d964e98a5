/* The drawing: places come with the data, vis-network draws edges, nodes are the marks of the table. */
const graphData = JSON.parse(document.getElementById("graph").textContent);
const G = {
  net: null, nodes: null, edges: null, byId: new Map(graphData.nodes.map((node) => [node.id, node])),
  hover: null, // id of the node under the pointer
  near: null, // ids that stay bright while something is hovered
  seen: new Set(), arcs: new Set(), labelled: [], drawnAt: 1,
};
const graphYear = () => (state.year === null ? data.year : state.year);
const nodeOf = (kind, id) => G.byId.get(`${graphYear()}|${kind === "theme" ? "s:" : ""}${id}`);
/* What is to be seen: rows that pass, and what hangs on them. */
function visible() {
  const year = graphYear();
  const rows = allRows.filter((row) => row.year === year && passes(row, { ...state, year }));
  const shown = new Set([`${year}|focus`]);
  G.arcs = new Set(); // sectors with a task in sight
  const opened = new Set(state.opened);
  const revealed = (row, duty) => opened.has(`${year}|${duty.u}`) || opened.has(`${year}|${row.t}`) || opened.has(`${year}|s:${sectorOf(row)}`);
  for (const row of rows) {
    const node = G.byId.get(`${year}|${row.t}`);
    if (!node) continue;
    shown.add(`${year}|s:${sectorOf(row)}`);
    let open = !node.deep || opened.has(`${year}|s:${sectorOf(row)}`) || isSelected("task", row.t);
    for (const duty of row.who) {
      if (!wanted(duty)) continue;
      shown.add(`${year}|${duty.u}`);
      open = open || revealed(row, duty);
    }
    if (open) { shown.add(node.id); G.arcs.add(`${year}|s:${sectorOf(row)}`); }
  }
  for (const id of [...shown]) if (!G.byId.has(id)) shown.delete(id);
  return shown;
}
const sectorOf = (row) => (data.view === "theme" ? row.task.document : row.theme);
function wanted(duty) {
  const unit = units.get(duty.u);
  if (data.view !== "unit") return dutyPasses(duty);
  return !isFocus(unit) && (!state.facets.kind.size || state.facets.kind.has(unit.kind));
}

function chosenNode() {
  const chosen = state.selection;
  if (!chosen || chosen.kind === "cell") return null;
  const node = nodeOf(chosen.kind === "task" || chosen.kind === "unit" ? chosen.kind : "theme", chosen.id);
  return node ? node.id : null;
}

function edgeShown(edge, held) {
  if (!G.seen.has(edge.from) || !G.seen.has(edge.to)) return false;
  const ends = [edge.from, edge.to];
  const touched = (id) => ends.includes(id);
  if (edge.kind === "spoke") return true;
  const sector = `${graphYear()}|s:${edge.kind === "duty" ? sectorOf(rowOf.get(G.byId.get(edge.to).ref)) : ""}`;
  const active = [...state.opened, ...held];
  // The page of a theme has few tasks and no partner to stand between: its duties are drawn as they are.
  if (data.view === "theme") return edge.kind === "duty";
  if (edge.kind === "duty") return active.some((id) => touched(id)) || state.opened.includes(sector);
  if (state.opened.includes(edge.from) || held.includes(edge.from) && data.view !== "district") return false;
  return edge.kind === "main" || active.some((id) => touched(id));
}
function edgeLook(edge, dim) {
  const far = edge.reach && edge.reach !== "direct";
  const plain = edge.kind === "main" || edge.kind === "minor" || data.view === "theme";
  const base = far ? ink.via : edge.role ? ink[edge.role] : ink.ink3;
  const opacity = dim ? 0.06 : plain ? 0.45 : edge.kind === "spoke" ? (far ? 0.55 : 0.6) : 0.75;
  const dashes = edge.reach === "collective" ? [6, 4] : edge.reach === "possible" || edge.reach === "inferred" ? [1.5, 4] : false;
  const width = Math.min(1.2 + (edge.n - 1) * 1.1, 12) * Math.min(Math.max(1 / zoom(), 1), 2.2);
  return { color: { color: base, highlight: base, hover: base, inherit: false, opacity }, width, dashes };
}

function countEdges() {
  const year = graphYear();
  const counts = new Map();
  for (const row of allRows) {
    if (!G.byId.has(`${year}|${row.t}`) || !passes(row, { ...state, year })) continue;
    for (const duty of row.who) if (wanted(duty)) {
      const key = `${year}|${duty.u}>s:${sectorOf(row)}>${duty.role}`;
      counts.set(key, (counts.get(key) || 0) + 1);
    }
  }
  return counts;
}

/* Bring the drawing in line with the state. */
function applyGraph() {
  if (!G.net || state.tab !== "graph") return;
  G.seen = visible();
  const chosen = chosenNode();
  const held = [chosen, G.hover].filter(Boolean);
  const counts = countEdges();
  const links = new Map();
  const edges = graphData.edges.map((edge) => {
    const sum = edge.kind === "main" || edge.kind === "minor";
    const n = sum ? counts.get(edge.id) || 0 : 1;
    const shown = n > 0 && edgeShown(edge, held);
    if (shown || (edge.kind !== "duty" && G.seen.has(edge.from) && G.seen.has(edge.to))) {
      for (const [a, b] of [[edge.from, edge.to], [edge.to, edge.from]]) links.set(a, (links.get(a) || new Set()).add(b));
    }
    return { edge: { ...edge, n }, shown };
  });
  G.near = G.hover ? new Set([G.hover, ...(links.get(G.hover) || []), ...taskThemes(G.hover)]) : null;
  G.edges.update(edges.map(({ edge, shown }) => {
    const dim = G.hover !== null && edge.from !== G.hover && edge.to !== G.hover && !(G.near.has(edge.from) && G.near.has(edge.to) && edge.kind === "spoke");
    return { id: edge.id, hidden: !shown, ...edgeLook(edge, dim) };
  }));
  G.nodes.update(graphData.nodes.map((node) => ({ id: node.id, hidden: !G.seen.has(node.id) })));
  G.net.unselectAll();
  if (chosen && G.seen.has(chosen)) G.net.selectNodes([chosen], false);
  G.drawnAt = zoom();
  $("canvas").dataset.nodes = String(G.seen.size);
  $("canvas").dataset.edges = String(edges.filter((item) => item.shown).length);
  paintCrumbs();
  G.net.redraw();
}
function taskThemes(id) {
  const node = G.byId.get(id);
  const year = graphYear();
  if (node.kind === "task") return [`${year}|s:${sectorOf(rowOf.get(node.ref))}`, ...rowOf.get(node.ref).who.map((duty) => `${year}|${duty.u}`)];
  if (node.kind === "theme") return allRows.filter((row) => row.year === year && sectorOf(row) === node.ref).map((row) => `${year}|${row.t}`);
  if (node.kind === "unit") {
    const own = allRows.filter((row) => row.year === year && row.who.some((duty) => duty.u === node.ref));
    return own.flatMap((row) => [`${year}|${row.t}`, `${year}|s:${sectorOf(row)}`]);
  }
  return [...G.seen];
}

/* One node: the role mark of the table, a unit as a dot, the middle as a disc. */
function paintNode({ ctx, id, x, y }) {
  const node = G.byId.get(id);
  const r = radius(node);
  return { drawNode: () => drawNode(ctx, node, x, y, r), nodeDimensions: { width: 2 * r, height: 2 * r } };
}
const zoom = () => (G.net ? G.net.getScale() : 1);
function radius(node) {
  const far = Math.max(1 / zoom(), 1), grow = Math.min(far, 1.65);
  if (node.kind === "focus") return Math.min(Math.max(36, Math.min(7.5 * node.label.length, 66)) * far, 165);
  if (node.kind === "unit") return Math.max(Math.min(node.size, 20) * grow, 4.5 * far);
  return node.kind === "task" ? (data.view === "unit" ? 10.5 : 7) * grow : 9 * grow;
}
function drawNode(pen, node, x, y, r) {
  const dim = G.near !== null && !G.near.has(node.id);
  const chosen = chosenNode() === node.id;
  pen.save();
  const thin = Math.min(Math.max(1 / zoom(), 1), 3); // lines of nodes, like those between them, stay as wide as they are on the screen
  pen.globalAlpha = dim ? 0.14 : 1;
  pen.lineWidth = 1.4 * thin;
  if (node.kind === "focus") disc(pen, x, y, r, ink.soft, ink.accent);
  else if (node.kind === "unit") {
    if (node.group_of === "collective") pen.setLineDash([4 * thin, 3 * thin]);
    disc(pen, x, y, r, ink.card, node.group_of === "collective" ? ink.via : ink.ink3);
    pen.setLineDash([]);
    if (state.opened.includes(node.id)) disc(pen, x, y, Math.max(r - 4, 2), ink.ink3, ink.ink3);
  } else if (node.kind === "task") taskMark(pen, node, x, y, r);
  else if (!G.labelled.includes(node.id)) disc(pen, x, y, 3.5 / zoom(), ink.ink3, ink.ink3); // a name that waits for room leaves a point
  if (chosen) {
    pen.globalAlpha = 1;
    pen.lineWidth = 2.4 * thin;
    pen.strokeStyle = ink.accent;
    pen.beginPath();
    pen.arc(x, y, r + 4 * thin, 0, 2 * Math.PI);
    if (node.kind !== "theme") pen.stroke();
  }
  pen.restore();
}
function taskMark(pen, node, x, y, r) {
  const open = !node.role && rowOf.get(node.ref).reach === "none";
  if (node.role) roleShape(pen, node, { x, y, r, scale: zoom() });
  else disc(pen, x, y, r, open ? ink.card : ink.ink3, open ? ink.warn : ink.ink3);
}

function drawUnder(pen) {
  for (const arc of graphData.arcs) {
    if (arc.year !== graphYear() || !G.seen.has(arc.id) || !G.arcs.has(arc.id)) continue;
    pen.globalAlpha = G.near !== null && !G.near.has(arc.id) ? 0.2 : 1;
    pen.beginPath();
    pen.ellipse(0, 0, arc.rx, arc.ry, 0, arc.start, arc.end < arc.start ? arc.end + 2 * Math.PI : arc.end);
    pen.lineWidth = (chosenNode() === arc.id ? 4 : 2) * Math.min(Math.max(1 / zoom(), 1), 2);
    pen.strokeStyle = chosenNode() === arc.id ? ink.accent : ink.arc;
    pen.stroke();
  }
  pen.globalAlpha = 1;
}
const WEIGHT = { focus: 4, theme: 3, unit: 2, task: 1 };
function drawOver(pen) {
  const chosen = chosenNode();
  const must = (node) => node.kind === "focus" || node.id === chosen || node.id === G.hover;
  const shown = graphData.nodes.filter((node) => G.seen.has(node.id)), greatest = greatestUnits(shown, zoom());
  const beside = new Set(chosen ? graphData.edges.filter((edge) => edge.from === chosen || edge.to === chosen).flatMap((edge) => [edge.from, edge.to]) : []);
  const near = (node) => ((G.near || beside).has(node.id) ? 1 : 0);
  const weight = (node) => (greatest.has(node.id) ? 3.5 : WEIGHT[node.kind]);
  const nodes = shown.map((node) => ({
    ...node, r: node.kind === "theme" ? 4 / zoom() : radius(node), must: must(node), strong: node.id === chosen || node.id === G.hover,
    dim: G.near !== null && !G.near.has(node.id),
  }));
  nodes.sort((a, b) => b.must - a.must || near(b) - near(a) || weight(b) - weight(a) || (b.n || 0) - (a.n || 0));
  const corner = G.net.DOMtoCanvas({ x: 4, y: 4 }), end = G.net.DOMtoCanvas({ x: $("canvas").clientWidth - 6, y: $("canvas").clientHeight - 6 });
  const { drawn, free } = drawLabels(pen, nodes, { scale: zoom(), ink, sheet: { x: corner.x, y: corner.y, w: end.x - corner.x, h: end.y - corner.y } });
  G.labelled = drawn;
  edgeWords(pen, chosen, free);
}
/* Edge labels only where something is selected: the role, and the number of duties where there are several. */
function edgeWords(pen, chosen, free) {
  if (!chosen) return;
  const lines = graphData.edges.filter((edge) => (edge.from === chosen || edge.to === chosen) && edge.role && !G.edges.get(edge.id).hidden);
  if (lines.length > 24) return;
  pen.font = `${11 / zoom()}px ${ink.face}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const edge of lines) {
    const words = say(edge.role) + (edge.n > 1 && edge.kind !== "spoke" ? ` ${edge.n}` : "");
    const w = pen.measureText(words).width, h = 14 / zoom();
    const places = [0.5, 0.62, 0.38, 0.74].map((part) => G.net.body.edges[edge.id].edgeType.getPoint(part));
    const at = places.find((one) => !free.hit({ x: one.x - w / 2, y: one.y - h / 2, w, h }, edge.id));
    if (!at) continue;
    free.add({ x: at.x - w / 2, y: at.y - h / 2, w, h, owner: edge.id });
    pen.lineWidth = 4 / zoom();
    pen.strokeStyle = ink.card;
    pen.strokeText(words, at.x, at.y);
    pen.fillStyle = edge.reach !== "direct" ? ink.via : ink[edge.role];
    pen.fillText(words, at.x, at.y);
  }
}

function startGraph() {
  readInk();
  stretchToFill(graphData.nodes, graphData.arcs, $("canvas"));
  const parallel = counted(graphData.edges, (edge) => `${edge.from}>${edge.to}`);
  const place = new Map();
  G.nodes = new vis.DataSet(graphData.nodes.map((node) => ({ id: node.id, x: node.x, y: node.y, shape: "custom", ctxRenderer: paintNode, fixed: true, hidden: true })));
  G.edges = new vis.DataSet(graphData.edges.map((edge) => {
    const key = `${edge.from}>${edge.to}`;
    const index = place.get(key) || 0;
    place.set(key, index + 1);
    const bend = (index - (parallel.get(key) - 1) / 2) * 0.18;
    const smooth = bend === 0 ? false : { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) };
    return { id: edge.id, from: edge.from, to: edge.to, hidden: true, smooth, arrows: "", chosen: false };
  }));
  G.net = new vis.Network($("canvas"), { nodes: G.nodes, edges: G.edges }, {
    physics: false, layout: { randomSeed: 1 }, autoResize: true, nodes: { chosen: false }, edges: { selectionWidth: 0, hoverWidth: 0 },
    interaction: {
      hover: true, keyboard: false, dragNodes: false, tooltipDelay: 1e9, selectConnectedEdges: false, hoverConnectedEdges: false, multiselect: false, zoomSpeed: 0.6,
    },
  });
  // Lines keep their width on the screen; a new width is worth a redraw only when the zoom has changed noticeably.
  G.net.on("zoom", () => { if (Math.abs(Math.log(zoom() / G.drawnAt)) > 0.25) applyGraph(); });
  G.net.on("beforeDrawing", drawUnder);
  G.net.on("afterDrawing", drawOver);
  G.net.on("click", (event) => pickNode(event.nodes[0] || nodeAt(event.pointer.canvas)));
  G.net.on("doubleClick", (event) => openNode(event.nodes[0] || nodeAt(event.pointer.canvas)));
  G.net.on("hoverNode", (event) => hoverNode(event.node));
  G.net.on("blurNode", () => hoverNode(null));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readInk(); applyGraph(); });
}
/* The name of a sector is wider than its node, and a node is smaller than a fingertip: a click beside them counts too. */
function nodeAt(point) {
  const beside = nodeBeside(point, graphData.nodes.filter((node) => G.seen.has(node.id)), radius, zoom());
  if (beside) return beside.id;
  const wide = 52 / zoom(), high = 18 / zoom();
  const node = graphData.nodes.find((one) => one.kind === "theme" && G.seen.has(one.id) && Math.abs(one.x - point.x) < wide && Math.abs(one.y - point.y) < high);
  return node ? node.id : null;
}
function hoverNode(id) {
  if (G.hover === id) return;
  G.hover = id && G.byId.get(id).kind === "focus" ? null : id;
  $("canvas").classList.toggle("hand", Boolean(id));
  applyGraph();
}
function pickNode(id) {
  const node = id ? G.byId.get(id) : null;
  if (!node || node.kind === "focus") select(null, "graph");
  else select({ kind: node.kind, id: node.ref }, "graph");
}
/* Open or close what hangs on a node: its duties, and for a hidden task the task itself. */
function openNode(id) {
  const node = id ? G.byId.get(id) : null;
  if (!node || node.kind === "focus") return;
  state.opened = state.opened.includes(id) ? state.opened.filter((one) => one !== id) : [...state.opened, id];
  pickNode(id);
}
function paintCrumbs() {
  const items = state.opened.map((id) => G.byId.get(id)).filter(Boolean);
  const close = (id) => { state.opened = state.opened.filter((one) => one !== id); applyGraph(); };
  const crumb = (node) => el("button", { type: "button", class: "link", title: say("close_node"), on: { click: () => close(node.id) } }, `${node.label} ×`);
  fill($("trail"), el("span", {}, data.focus.name), items.map((node) => [el("i", {}, "›"), crumb(node)]), items.length > 1 && el("button", {
    type: "button", class: "link", on: { click: () => { state.opened = []; applyGraph(); } },
  }, say("close_all")));
}
function fitGraph() {
  if (!G.net) return;
  G.net.fit({ nodes: [...G.seen], animation: false, maxZoomLevel: 1.15 });
  // Labels stand outside of the outer nodes, and `fit` knows nothing of them.
  G.net.moveTo({ scale: zoom() * 0.88, animation: false });
  applyGraph();
}
function zoomBy(factor) {
  G.net.moveTo({ scale: Math.min(Math.max(zoom() * factor, 0.1), 4), animation: still() ? false : { duration: 120, easingFunction: "easeOutQuad" } });
}
let graphShown = "";
function paintGraph() {
  const shown = state.tab === "graph";
  $("drawing").hidden = !shown;
  $("view").hidden = shown;
  if (!shown) return;
  if (!G.net) startGraph();
  applyGraph();
  const now = String(graphYear());
  if (graphShown !== now) { G.net.setSize("100%", "100%"); fitGraph(); graphShown = now; }
}
painters.push(paintGraph);
followers.push((from) => {
  applyGraph();
  const id = chosenNode();
  if (from === "search" && G.net && id && state.tab === "graph") G.net.moveTo({ position: G.net.getPosition(id), scale: Math.max(zoom(), 0.9), animation: false });
});
