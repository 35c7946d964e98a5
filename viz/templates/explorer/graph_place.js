/* Where new nodes stand: around the node that they come from, on the side that faces away from what was there, in free places only.
   Nothing that stands is moved, and the same steps give the same places. Lengths are pixels at zoom 1. */
const GROW = Math.min(picture.grow || 1, 2.2); // a picture that is shown smaller needs more room for its labels
const WIDE = 92 * GROW, HIGH = 34 * GROW; // room that a node and its label need
const NEAREST_RING = 130 * GROW, NEXT_RING = 58 * GROW, FAN = 2.3, ALONG = 14;

class Taken {
  constructor() { this.cells = new Map(); }
  key(x, y) { return Math.floor(x / WIDE) * 1e6 + Math.floor(y / HIGH); }
  add(x, y) { const key = this.key(x, y); this.cells.set(key, [...(this.cells.get(key) || []), [x, y]]); }
  free(x, y) {
    for (const dx of [-WIDE, 0, WIDE]) for (const dy of [-HIGH, 0, HIGH])
      for (const [ox, oy] of this.cells.get(this.key(x + dx, y + dy)) || []) if (Math.abs(ox - x) < WIDE && Math.abs(oy - y) < HIGH) return false;
    return true;
  }
}
const taken = new Taken();
for (const node of picture.nodes) taken.add(node.x, node.y);

/* The direction that faces away from where a node came from. null: it stands in a middle and all sides are open. */
function outward(node) {
  const from = node.from ? known.nodes.get(node.from) : nearestMiddle(node);
  return !from || from === node || (from.x === node.x && from.y === node.y) ? null : Math.atan2(node.y - from.y, node.x - from.x);
}
function nearestMiddle(node) {
  let best = null, least = Infinity;
  for (const id of first.nodes) {
    const one = known.nodes.get(id);
    const far = (one.x - node.x) ** 2 + (one.y - node.y) ** 2;
    if (one.middle && far < least) { least = far; best = one; }
  }
  return best;
}
/* Free places around a point, nearest ring first: [x, y, angle]. */
function places(at, count, towards) {
  const found = [];
  for (let r = NEAREST_RING; found.length < count && r < 20000; r += NEXT_RING) {
    const half = towards === null || r > 900 ? Math.PI : FAN / 2;
    const turns = Math.floor((half * r) / ALONG);
    for (let turn = 0; turn <= turns && found.length < count; turn++) for (const side of turn ? [1, -1] : [1]) {
      const angle = (towards === null ? -Math.PI / 2 : towards) + (side * turn * ALONG) / r;
      const x = Math.round(at.x + r * Math.cos(angle)), y = Math.round(at.y + r * Math.sin(angle));
      if (found.length < count && taken.free(x, y)) { taken.add(x, y); found.push([x, y, angle]); }
    }
  }
  return found;
}
/* Give places to those of `ids` that have none; kinds stay together. */
function placeAround(parent, ids, towards = outward(parent)) {
  const fresh = ids.map((id) => known.nodes.get(id)).filter((node) => !node.placed);
  const start = towards === null ? -Math.PI / 2 : towards;
  const turn = (angle) => Math.atan2(Math.sin(angle - start), Math.cos(angle - start));
  const free = places(parent, fresh.length, towards).sort((a, b) => turn(a[2]) - turn(b[2]));
  fresh.forEach((node, index) => Object.assign(node, { x: free[index][0], y: free[index][1], angle: free[index][2], placed: true, from: parent.id }));
}
/* A place for a node that hangs on nothing in sight: right of everything. */
function placeAside(id) {
  const node = known.nodes.get(id);
  if (node.placed) return;
  const all = [...known.nodes.values()].filter((one) => one.placed);
  const right = Math.max(0, ...all.map((one) => one.x)), ys = all.map((one) => one.y);
  const x = right + (all.length ? 320 : 0), y = ys.length ? Math.round((Math.min(...ys) + Math.max(...ys)) / 2) : 0;
  Object.assign(node, { x, y, angle: 0, placed: true });
  taken.add(x, y);
}
