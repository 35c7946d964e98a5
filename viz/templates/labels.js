/* Labels of the drawing. The library would draw all of them over each other; here the greater ones come first, each at
   the place outside of its node that is free, and a lesser one that finds no place waits until there is more room. */
const GREATEST = 8; // units of most tasks whose labels come before those of themes where a small sheet has no room for all
const FINGER = 22, POINTER = 6; // pixels around a node in which a tap or click still means it
const LABEL = { focus: 14, theme: 13, unit: 12, task: 12 };

function labelLines(node) {
  const text = node.label;
  if (text.length <= (node.kind === "theme" ? 6 : node.kind === "focus" ? 9 : 8) || node.kind === "task") return [text.length > 16 ? `${text.slice(0, 15)}…` : text];
  const joint = [text.search(/ (?=\d)/), ...[..."与和及、—（"].map((sign) => text.indexOf(sign, 2))].filter((place) => place > 1 && place < text.length - 2).sort((a, b) => a - b)[0];
  const cut = whole(text, joint && Math.abs(joint - text.length / 2) <= 3 ? joint : Math.min(Math.ceil(text.length / 2), node.kind === "focus" ? 8 : 10));
  const rest = text.slice(cut).trim();
  return [text.slice(0, cut), rest.length > 9 ? `${rest.slice(0, 8)}…` : rest];
}

/* A cut that leaves numbers and Latin words whole. */
function whole(text, cut) {
  let at = cut;
  while (at > 1 && /[0-9A-Za-z]{2}/.test(text.slice(at - 1, at + 1))) at--;
  return at > 1 ? at : cut;
}

/* Places to try for a box of w × h beside a node with radius r: outwards first. */
function labelPlaces(node, w, h, r) {
  const gap = 5;
  const right = [node.x + r + gap, node.y - h / 2], left = [node.x - r - gap - w, node.y - h / 2];
  const below = [node.x - w / 2, node.y + r + gap - 1], above = [node.x - w / 2, node.y - r - gap - h + 1];
  if (node.kind === "focus") return [[node.x - w / 2, node.y - h / 2]];
  if (node.kind === "theme") return themePlaces(node, w, h);
  const across = Math.abs(Math.cos(node.angle)) > 0.45;
  const side = Math.cos(node.angle) >= 0 ? [right, left] : [left, right];
  const end = Math.sin(node.angle) >= 0 ? [below, above] : [above, below];
  return across ? [side[0], end[0], end[1], side[1]] : [end[0], side[0], side[1], end[1]];
}

/* The name of a sector stands on its place, else a little further out, aside, or inside where nothing is drawn. */
function themePlaces(node, w, h) {
  const x = node.x - w / 2, y = node.y - h / 2, out = Math.cos(node.angle), down = Math.sin(node.angle);
  return [[x, y], [x + out * w * 0.3, y + down * h * 0.6], [x + out * w * 0.5, y + down * h], [x, y + h], [x, y - h], [x + out * w * 0.5, y + h], [x + out * w * 0.5, y - h],
    [x - out * w * 0.6, y - down * h * 0.2], [x - out * w * 0.4, y - down * h], [x - out * w * 0.6, y - down * h * 1.6]];
}

class Free {
  constructor(size, sheet) { this.size = size; this.sheet = sheet; this.cells = new Map(); }
  keys(box) {
    const found = [];
    for (let x = Math.floor(box.x / this.size); x <= Math.floor((box.x + box.w) / this.size); x++)
      for (let y = Math.floor(box.y / this.size); y <= Math.floor((box.y + box.h) / this.size); y++) found.push(x * 1e6 + y);
    return found;
  }
  outside(box) {
    const { x, y, w, h } = this.sheet;
    return box.x < x || box.y < y || box.x + box.w > x + w || box.y + box.h > y + h;
  }
  hit(box, owner) {
    const meets = (other) => box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h;
    return this.outside(box) || this.keys(box).some((key) => (this.cells.get(key) || []).some((other) => other.owner !== owner && meets(other)));
  }
  add(box) { for (const key of this.keys(box)) this.cells.set(key, [...(this.cells.get(key) || []), box]); }
}

/* Draw on `pen` (canvas units at `scale`, `sheet` is what can be seen; `most` labels are tried): `nodes` in order of weight with {id, kind, label, x, y, angle, r, must, dim, strong}. */
function drawLabels(pen, nodes, { scale, ink, sheet, most = Infinity }) {
  const free = new Free(80 / scale, sheet);
  for (const node of nodes) if (node.r) free.add({ x: node.x - node.r, y: node.y - node.r, w: 2 * node.r, h: 2 * node.r, owner: node.id });
  const drawn = [], moved = [];
  for (const node of nodes.slice(0, most)) {
    const size = LABEL[node.kind] / scale;
    const weight = node.kind === "focus" || node.strong ? 650 : node.kind === "theme" ? 600 : 400;
    pen.font = `${weight} ${size}px ${ink.face}`;
    const lines = labelLines(node);
    const w = Math.max(...lines.map((line) => pen.measureText(line).width)), h = lines.length * size * 1.25;
    const pad = 2 / scale;
    const boxes = labelPlaces(node, w, h, node.r).map(([x, y]) => ({ x: x - pad, y: y - pad, w: w + 2 * pad, h: h + 2 * pad, owner: node.id }));
    const box = boxes.find((one) => !free.hit(one, node.id)) || (node.must ? boxes.find((one) => !free.outside(one)) || boxes[0] : null);
    if (!box) continue;
    free.add({ ...box, owner: `${node.id}#` });
    drawn.push(node.id);
    if (box !== boxes[0]) moved.push(node.id);
    pen.globalAlpha = node.dim ? 0.25 : 1;
    const aside = node.kind === "theme" || node.kind === "focus" ? 0 : box.x + box.w / 2 - node.x;
    pen.textAlign = aside > node.r ? "left" : aside < -node.r ? "right" : "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5 / scale;
    pen.strokeStyle = ink.card;
    pen.fillStyle = node.kind === "focus" || node.strong ? ink.ink : node.kind === "theme" ? ink.ink2 : node.kind === "task" ? ink.ink2 : ink.ink;
    const x = pen.textAlign === "left" ? box.x + pad : pen.textAlign === "right" ? box.x + box.w - pad : box.x + box.w / 2;
    lines.forEach((line, index) => {
      const y = box.y + pad + size * 1.25 * (index + 0.5);
      if (node.kind !== "focus") pen.strokeText(line, x, y);
      pen.fillText(line, x, y);
    });
  }
  pen.globalAlpha = 1;
  return { drawn, moved, free };
}

/* A picture is laid out wider than high. On a sheet that is higher than wide, as that of a telephone, it is stretched to fill it, so
   that there is room for the labels; the picture keeps what it was given when it opened. */
function stretchToFill(nodes, arcs, { clientWidth: w, clientHeight: h }) {
  const span = (name) => Math.max(...nodes.map((node) => node[name])) - Math.min(...nodes.map((node) => node[name]));
  if (h <= w || nodes.length < 3 || !span("x") || !span("y")) return;
  const tall = Math.min(Math.max((h - 90) / (w * 0.7) / (span("y") / span("x")), 1), 2.4);
  for (const node of nodes) node.y *= tall;
  for (const arc of arcs) arc.ry *= tall;
}
/* The units of most tasks among these where the picture is shown small; the ids. */
function greatestUnits(nodes, scale) {
  const units = scale < 0.85 ? nodes.filter((node) => node.kind === "unit" || node.kind === "collective") : [];
  return new Set(units.sort((a, b) => (b.n || b.size || 0) - (a.n || a.size || 0)).slice(0, GREATEST).map((node) => node.id));
}
/* The node that a tap beside it means: a node is smaller than a fingertip. */
function nodeBeside(point, nodes, radiusOf, scale) {
  const reach = (matchMedia("(pointer: coarse)").matches ? FINGER : POINTER) / scale;
  const away = (node) => Math.hypot(node.x - point.x, node.y - point.y) - radiusOf(node);
  return nodes.filter((node) => away(node) < reach).sort((a, b) => away(a) - away(b))[0];
}
