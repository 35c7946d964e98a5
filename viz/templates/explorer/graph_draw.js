/* The drawing: vis-network holds the nodes, moves the sheet and says what is under the pointer; lines, marks and labels are painted
   here in a few strokes, so that thousands of them take milliseconds. */
const G = { net: null, nodes: null, near: null, labels: new Set(), still: 0, moving: false };
const MANY = 600; // nodes in sight from which labels and letters rest while the sheet moves
const LABELS = 320; // labels that are tried at once
const LOOK = { theme: "theme", task: "task" };
const zoom = () => (G.net ? G.net.getScale() : 1);
const look = (node) => (node.middle ? "focus" : LOOK[node.kind] || "unit");
const far = () => Math.max(1 / zoom(), 1);

function radius(node) {
  const grow = Math.min(far(), 1.65);
  if (node.middle) return Math.max(36, 7.4 * Math.min(node.label.length, 9)) * Math.min(far(), 2.2);
  if (node.kind === "unit" || node.kind === "collective") return Math.max(Math.min(5 + 2.2 * Math.sqrt(node.n || 0), 18) * grow, 4 * Math.min(far(), 4));
  if (node.kind === "year" || node.kind === "group") return Math.min(9 + 1.3 * Math.sqrt(node.n || 0), 26) * grow;
  if (node.kind === "district") return 22 * grow;
  if (node.kind === "task") return (node.role ? 10.5 : 6.5) * grow;
  return 9 * grow;
}
function nodeOf({ id, x, y }) {
  const node = known.nodes.get(id);
  const r = radius(node);
  return { drawNode: () => {}, nodeDimensions: { width: 2 * r, height: 2 * r } };
}
/* Lines: gathered by how they look, each look is one stroke. */
function edgeShown(edge, held) { return !edge.quiet || held.has(edge.source) || held.has(edge.target); }
function heldNow() {
  const held = new Set([state.chosen, state.hover].filter(Boolean));
  for (const step of state.steps) if (!step.shut && step.do === "open") held.add(step.id);
  return held;
}
function paintLines(pen) {
  const strokes = new Map(), near = heldNow(), thin = Math.min(far(), 2.2);
  const add = (key, edge, shift) => {
    if (!strokes.has(key)) strokes.set(key, []);
    strokes.get(key).push([known.nodes.get(edge.source), known.nodes.get(edge.target), shift]);
  };
  G.lines = [];
  for (const id of seen.edges) {
    const edge = known.edges.get(id);
    if (!edgeShown(edge, near) && !(G.way && G.way.has(id))) continue;
    const lit = G.way ? G.way.has(id) : !G.near || (G.near.has(edge.source) && G.near.has(edge.target) && touches(edge, state.hover));
    const away = edge.reach && edge.reach !== "direct";
    const color = edge.role && !away ? ink[edge.role] : away ? ink.via : ink.arc;
    const dash = edge.reach === "collective" ? 1 : edge.reach === "possible" || edge.reach === "inferred" || edge.kind === "derives" ? 2 : 0;
    const held = touches(edge, state.chosen);
    const width = (edge.role ? Math.min(1.2 + 1.3 * Math.sqrt((edge.n || 1) - 1), 7) : Math.min(1 + Math.sqrt(edge.n || 0) * 0.22, 4)) + (G.way && lit ? 1.6 : held ? 0.5 : 0);
    const strong = held ? 0.95 : edge.kind === "duty" || edge.kind === "member" ? 0.65 : edge.role ? 0.42 : 0.8;
    add(`${color}|${dash}|${width.toFixed(1)}|${lit ? strong : 0.07}`, edge, shiftOf(edge));
    if (lit) G.lines.push(edge);
  }
  for (const [key, lines] of [...strokes].sort((a, b) => a[0].split("|")[3] - b[0].split("|")[3])) {
    const [color, dash, width, opacity] = key.split("|");
    pen.beginPath();
    for (const [from, to, shift] of lines) line(pen, from, to, shift * thin);
    pen.strokeStyle = color;
    pen.globalAlpha = +opacity;
    pen.lineWidth = +width * thin;
    pen.setLineDash(dash === "1" ? [6 * thin, 4 * thin] : dash === "2" ? [1.6 * thin, 4 * thin] : []);
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}
const touches = (edge, id) => edge.source === id || edge.target === id;
/* Several roles between the same two run side by side. */
function shiftOf(edge) {
  if (edge.kind !== "share") return 0;
  const at = ROLES.indexOf(edge.role);
  const beside = ROLES.filter((role) => known.edges.has(`${edge.source}>${edge.target}>share>${role}`));
  return beside.length > 1 ? (beside.indexOf(ROLES[at]) - (beside.length - 1) / 2) * 5 : 0;
}
function line(pen, from, to, shift) {
  if (!shift) { pen.moveTo(from.x, from.y); pen.lineTo(to.x, to.y); return; }
  const dx = to.x - from.x, dy = to.y - from.y, length = Math.hypot(dx, dy) || 1;
  const x = (-dy / length) * shift, y = (dx / length) * shift;
  pen.moveTo(from.x + x, from.y + y);
  pen.lineTo(to.x + x, to.y + y);
}
function paintArcs(pen) {
  for (const arc of picture.arcs) {
    if (!seen.nodes.has(arc.id)) continue;
    pen.beginPath();
    pen.ellipse(0, 0, arc.rx, arc.ry, 0, arc.start, arc.end < arc.start ? arc.end + 2 * Math.PI : arc.end);
    pen.globalAlpha = G.near && !G.near.has(arc.id) ? 0.2 : 1;
    pen.lineWidth = (state.chosen === arc.id ? 4 : 2) * Math.min(far(), 2);
    pen.strokeStyle = state.chosen === arc.id ? ink.accent : ink.arc;
    pen.stroke();
  }
  pen.globalAlpha = 1;
}
/* What of the drawing can be seen, in its own lengths. */
function sheetNow() {
  const corner = G.net.DOMtoCanvas({ x: 4, y: 4 }), end = G.net.DOMtoCanvas({ x: $("canvas").clientWidth - 6, y: $("canvas").clientHeight - 6 });
  return { x: corner.x, y: corner.y, w: end.x - corner.x, h: end.y - corner.y };
}
const within = (node, sheet, edge) => node.x > sheet.x - edge && node.y > sheet.y - edge && node.x < sheet.x + sheet.w + edge && node.y < sheet.y + sheet.h + edge;

function paintUnder(pen) {
  const { x, y } = G.net.canvasToDOM({ x: 0, y: 0 });
  $("canvas").dataset.view = `${zoom()},${x},${y}`; // where the drawing's middle lies on the sheet: for programs that look at it
  paintArcs(pen);
  paintLines(pen);
}
function paintOver(pen) {
  const sheet = sheetNow();
  const nodes = [...seen.nodes].map((id) => known.nodes.get(id)).filter((node) => within(node, sheet, 80));
  for (const node of nodes) paintNode(pen, node);
  if (G.moving && nodes.length > MANY) return;
  const must = (node) => Boolean(node.middle || node.id === state.chosen || node.id === state.hover);
  const beside = state.chosen ? neighbours(state.chosen) : new Set();
  const close = (node) => (G.way ? G.wayNodes.has(node.id) : (G.near || beside).has(node.id)) ? 1 : 0;
  const greatest = greatestUnits(nodes, zoom());
  const WEIGHT = { district: 5, year: 4, group: 4, theme: 3, document: 3, more: 2, unit: 2, collective: 2, task: 1 };
  const labelled = nodes.map((node) => ({
    id: node.id, kind: look(node), label: node.kind === "more" ? moreText(node) : node.label, x: node.x, y: node.y, angle: node.angle || 0, n: node.n || 0,
    r: node.kind === "theme" && !node.middle ? 4 / zoom() : radius(node), must: must(node), strong: node.id === state.chosen || node.id === state.hover,
    dim: dimmed(node), near: close(node), weight: greatest.has(node.id) ? 3.5 : WEIGHT[node.kind],
  }));
  labelled.sort((a, b) => b.must - a.must || b.near - a.near || b.weight - a.weight || b.n - a.n);
  const { drawn, moved, free } = drawLabels(pen, labelled, { scale: zoom(), ink, sheet, most: LABELS });
  $("canvas").dataset.named = drawn.join("\n"); // for programs that look at it, as above
  G.labels = new Set(drawn.filter((id) => !moved.includes(id)));
  edgeWords(pen, free);
}
const moreText = (node) => say("graph_more", { n: leftOf(node.id), kind: say(`node_${node.of_kind}`) });
const dimmed = (node) => (G.way ? !G.wayNodes.has(node.id) : G.near !== null && !G.near.has(node.id));

function paintNode(pen, node) {
  const r = radius(node), thin = Math.min(far(), 3);
  pen.globalAlpha = dimmed(node) ? 0.16 : 1;
  pen.lineWidth = 1.4 * thin;
  if (node.middle) disc(pen, node.x, node.y, r, ink.soft, ink.accent);
  else if (node.kind === "unit") disc(pen, node.x, node.y, r, opened(node.id).length ? ink.soft : ink.card, ink.ink3);
  else if (node.kind === "collective") { pen.setLineDash([4 * thin, 3 * thin]); disc(pen, node.x, node.y, r, ink.card, ink.via); pen.setLineDash([]); }
  else if (node.kind === "task") paintTask(pen, node, r);
  else if (node.kind === "theme") { if (!G.labels.has(node.id)) disc(pen, node.x, node.y, 2.4 / zoom(), ink.ink3, ink.ink3); }
  else if (node.kind === "document") paper(pen, node.x, node.y, r);
  else if (node.kind === "more") { pen.setLineDash([1.5 * thin, 3 * thin]); disc(pen, node.x, node.y, r, ink.card, ink.accent); pen.setLineDash([]); plus(pen, node.x, node.y, r * 0.5, ink.accent); }
  else if (node.kind === "group") { disc(pen, node.x + r * 0.22, node.y - r * 0.22, r, ink.card, ink.arc); disc(pen, node.x, node.y, r, ink.card, ink.ink3); }
  else disc(pen, node.x, node.y, r, ink.soft, ink.ink3);
  pen.globalAlpha = 1;
  if (node.id === state.chosen) {
    pen.lineWidth = 2.4 * thin;
    pen.strokeStyle = ink.accent;
    pen.beginPath();
    if (node.kind === "theme" && !node.middle) pen.roundRect(node.x - 52 / zoom(), node.y - 20 / zoom(), 104 / zoom(), 40 / zoom(), 6 / zoom());
    else pen.arc(node.x, node.y, r + 4 * thin, 0, 2 * Math.PI);
    pen.stroke();
  }
}
function paintTask(pen, node, r) {
  if (node.role) roleShape(pen, node, { x: node.x, y: node.y, r, scale: G.moving && seen.nodes.size > MANY ? 0 : zoom() });
  else {
    pen.beginPath();
    pen.roundRect(node.x - r, node.y - r, 2 * r, 2 * r, r * 0.35);
    pen.fillStyle = ink.card;
    pen.fill();
    pen.strokeStyle = ink.ink3;
    pen.stroke();
  }
}
function paper(pen, x, y, r) {
  const w = r * 0.8, fold = r * 0.6;
  pen.beginPath();
  for (const [px, py] of [[x - w, y - r], [x + w - fold, y - r], [x + w, y - r + fold], [x + w, y + r], [x - w, y + r], [x - w, y - r]]) pen.lineTo(px, py);
  pen.fillStyle = ink.card;
  pen.fill();
  pen.strokeStyle = ink.ink2;
  pen.stroke();
  pen.beginPath();
  for (const part of [0.1, 0.5]) { pen.moveTo(x - w * 0.5, y + r * part); pen.lineTo(x + w * 0.5, y + r * part); }
  pen.stroke();
}
function plus(pen, x, y, r, color) {
  pen.beginPath();
  pen.moveTo(x - r, y); pen.lineTo(x + r, y); pen.moveTo(x, y - r); pen.lineTo(x, y + r);
  pen.strokeStyle = color;
  pen.stroke();
}
/* Words on lines only where something is selected: the role, and the number of duties where there are several. */
const LINE_WORDS = 24;
function edgeWords(pen, free) {
  const lines = G.lines.filter((edge) => edge.role && (touches(edge, state.chosen) || (G.way && G.way.has(edge.id))));
  if (!lines.length || lines.length > LINE_WORDS) return;
  pen.font = `${11 / zoom()}px ${ink.face}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const edge of lines) {
    const words = say(edge.role) + (edge.n > 1 ? ` ${edge.n}` : "");
    const w = pen.measureText(words).width, h = 14 / zoom();
    const from = known.nodes.get(edge.source), to = known.nodes.get(edge.target);
    const spots = [0.5, 0.62, 0.38, 0.74].map((part) => ({ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }));
    const at = spots.find((one) => !free.hit({ x: one.x - w / 2, y: one.y - h / 2, w, h }, edge.id));
    if (!at) continue;
    free.add({ x: at.x - w / 2, y: at.y - h / 2, w, h, owner: edge.id });
    pen.lineWidth = 4 / zoom();
    pen.strokeStyle = ink.card;
    pen.strokeText(words, at.x, at.y);
    pen.fillStyle = edge.reach && edge.reach !== "direct" ? ink.via : ink[edge.role];
    pen.fillText(words, at.x, at.y);
  }
}

/* Bring the sheet in line with what is shown: vis-network gets what came and what went. */
function syncNodes() {
  if (!G.net) return;
  const gone = G.nodes.getIds().filter((id) => !seen.nodes.has(id));
  const come = [...seen.nodes].filter((id) => !G.nodes.get(id));
  if (gone.length) G.nodes.remove(gone);
  if (come.length) G.nodes.add(come.map(visNode));
  $("canvas").dataset.nodes = String(seen.nodes.size);
  $("canvas").dataset.edges = String(seen.edges.length);
  litUp();
}
const visNode = (id) => { const node = known.nodes.get(id); return { id, x: node.x, y: node.y, shape: "custom", ctxRenderer: nodeOf, fixed: true }; };
/* A node and what hangs on it in sight. */
function neighbours(id) {
  const found = new Set([id]);
  for (const link of known.links.get(id) || []) { const edge = known.edges.get(link); if (edge && seen.nodes.has(edge.source) && seen.nodes.has(edge.target)) { found.add(edge.source); found.add(edge.target); } }
  return found;
}
/* What stays bright: what hangs on the hovered node, or the way between two units. */
function litUp() {
  G.near = null;
  if (state.hover) G.near = neighbours(state.hover);
  const way = state.hover ? null : state.steps.filter((step) => step.do === "path" && !step.shut).pop();
  G.way = way && way.lit ? new Set(way.lit) : null;
  G.wayNodes = way && way.lit ? new Set(way.lit.flatMap((id) => [known.edges.get(id).source, known.edges.get(id).target])) : null;
  if (G.net) G.net.redraw();
}
function startGraph() {
  readInk();
  G.nodes = new vis.DataSet([...seen.nodes].map(visNode));
  G.net = new vis.Network($("canvas"), { nodes: G.nodes, edges: new vis.DataSet([]) }, {
    physics: false, layout: { randomSeed: 1, improvedLayout: false }, autoResize: true, nodes: { chosen: false },
    interaction: { hover: true, keyboard: false, dragNodes: false, tooltipDelay: 1e9, selectConnectedEdges: false, hoverConnectedEdges: false, multiselect: false, zoomSpeed: 0.6 },
  });
  G.net.on("beforeDrawing", paintUnder);
  G.net.on("afterDrawing", paintOver);
  G.net.on("click", (event) => choose(event.nodes[0] || nodeAt(event.pointer.canvas), "graph"));
  G.net.on("doubleClick", (event) => openNode(event.nodes[0] || nodeAt(event.pointer.canvas)));
  G.net.on("hoverNode", (event) => hover(event.node));
  G.net.on("blurNode", () => hover(null));
  for (const event of ["dragStart", "zoom"]) G.net.on(event, rest);
  G.net.on("dragEnd", rest);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readInk(); G.net.redraw(); });
  $("canvas").dataset.nodes = String(seen.nodes.size);
  $("canvas").dataset.edges = String(seen.edges.length);
  fitGraph();
}
/* While the sheet moves, labels of a great graph rest; they come back a moment after it stands. */
function rest() {
  G.moving = true;
  clearTimeout(G.still);
  G.still = setTimeout(() => { G.moving = false; G.net.redraw(); }, 120);
}
/* The words of a theme are wider than its node, and a node is smaller than a fingertip: a click beside them counts too. */
function nodeAt(point) {
  const beside = nodeBeside(point, [...seen.nodes].map((id) => known.nodes.get(id)), radius, zoom());
  if (beside) return beside.id;
  const wide = 52 / zoom(), high = 18 / zoom();
  for (const id of seen.nodes) { const node = known.nodes.get(id); if (node.kind === "theme" && Math.abs(node.x - point.x) < wide && Math.abs(node.y - point.y) < high) return id; }
  return null;
}
function hover(id) {
  if (state.hover === id) return;
  state.hover = id && known.nodes.get(id).middle && known.links.get(id).size > 40 ? null : id;
  $("canvas").classList.toggle("hand", Boolean(id));
  litUp();
}
function fitGraph() {
  if (!G.net || !seen.nodes.size) return;
  const all = [...seen.nodes].map((id) => known.nodes.get(id));
  const xs = all.map((node) => node.x), ys = all.map((node) => node.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const { clientWidth: w, clientHeight: h } = $("canvas");
  // Labels stand outside of the outer nodes, and keep their size on the screen.
  const scale = Math.max(Math.min((w - Math.min(190, w * 0.3)) / Math.max(right - left, 1), (h - 90) / Math.max(bottom - top, 1), 1.15), Math.min(0.02, w / 40000));
  G.net.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
}
function zoomBy(factor) {
  G.net.moveTo({ scale: Math.min(Math.max(zoom() * factor, 0.02), 4), animation: still() ? false : { duration: 120, easingFunction: "easeOutQuad" } });
}
/* After a step everything that came is in sight; what stood keeps its place in the drawing. */
function bringIntoSight(ids) {
  if (!G.net) return;
  const sheet = sheetNow();
  if (ids.some((id) => seen.nodes.has(id) && !within(known.nodes.get(id), sheet, -20 / zoom()))) fitGraph();
  G.net.redraw();
}
painters.push(syncNodes);
followers.push((from) => {
  if (!G.net) return;
  if (state.chosen && from !== "graph") { const node = known.nodes.get(state.chosen); if (!within(node, sheetNow(), 0)) G.net.moveTo({ position: { x: node.x, y: node.y }, animation: false }); }
  G.net.redraw();
});
