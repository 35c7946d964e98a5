/* The steps: each asks the explorer first and is then applied at once, so that steps from an address can be asked for together
   and still be applied in their order. */
const KINDS = ["district", "year", "group", "unit", "collective", "task", "theme", "document"];

async function askStep(step, skip) {
  if (step.do === "path") return askPath(step);
  if (step.do === "more") return askNear(step.id, step.kind, skip);
  return askNear(step.id);
}
/* How many of a kind were there before this step. */
const skipOf = (step, before) => before.filter((one) => one.do === "more" && one.id === step.id && one.kind === step.kind).length * 12 + 12;

function applyStep(step, answer) {
  if (step.do === "path") { applyPath(step, answer); return; }
  if (step.do === "add") { applyAdd(step, answer); return; }
  const fresh = answer.nodes.map(knowNode);
  step.left = {};
  const mores = [];
  for (const kind of KINDS) {
    if (!(kind in answer.counts) || (step.do === "more" && kind !== step.kind)) continue;
    step.left[kind] = Math.max(answer.counts[kind] - answer.skip - answer.page, 0);
    const more = `more:${step.id}|${kind}`;
    if (step.left[kind] || known.nodes.has(more)) mores.push(knowNode({ id: more, kind: "more", label: "", of: step.id, of_kind: kind }));
  }
  const parent = known.nodes.get(step.id);
  const order = (id) => { const node = known.nodes.get(id); return KINDS.indexOf(node.kind === "more" ? node.of_kind : node.kind) * 2 + (node.kind === "more" ? 1 : 0); };
  step.nodes = [...fresh, ...mores].sort((a, b) => order(a) - order(b));
  placeAround(parent, step.nodes);
  step.edges = answer.edges.map(knowEdge);
}
function applyAdd(step, answer) {
  knowNode(answer.node);
  const near = answer.nodes.find((node) => known.nodes.has(node.id) && known.nodes.get(node.id).placed);
  if (near) placeAround(known.nodes.get(near.id), [step.id]);
  else placeAside(step.id);
  step.nodes = [step.id];
  step.edges = answer.edges.filter((edge) => known.nodes.has(edge.source) && known.nodes.has(edge.target)).map(knowEdge);
  step.left = {};
}

/* Steps follow each other: one that is still being asked for is applied before the next. */
let working = Promise.resolve();
function take(step) {
  working = working.then(async () => {
    busy(true);
    try {
      const same = state.steps.find((one) => one.shut && one.do === step.do && one.id === step.id && one.to === step.to && one.kind === step.kind);
      if (same) same.shut = false;
      else {
        applyStep(step, await askStep(step, skipOf(step, state.steps)));
        state.steps.push(step);
      }
      change();
      if (step.do === "add" || step.do === "path") { choose(step.do === "add" ? step.id : null, "step"); }
      bringIntoSight((same || step).nodes);
    } catch (error) { tell([el("p", { class: "open" }, error.message)]); }
    busy(false);
  });
  return working;
}
async function replay(steps) {
  const skips = steps.map((step, index) => (step.do === "more" ? skipOf(step, steps.slice(0, index)) : 0));
  const asked = await Promise.all(steps.map((step, index) => askStep(step, skips[index]).catch(() => null)));
  steps.forEach((step, index) => {
    const there = step.do === "add" || step.do === "path" || known.nodes.has(step.id);
    if (!asked[index] || !there) return; // what the graph no longer has is passed over
    applyStep(step, asked[index]);
    state.steps.push(step);
  });
}
function close(step) {
  step.shut = true;
  for (const one of state.steps) if (one.do === "more" && one.id === step.id) one.shut = true;
  if (state.steps.every((one) => one.shut)) forget();
  change();
}
/* Back to the first picture: where nothing else is in sight, nothing has to keep its place. */
function forget() {
  state.steps = [];
  const began = new Set(first.nodes);
  for (const id of [...known.nodes.keys()]) if (!began.has(id)) { known.nodes.delete(id); known.links.delete(id); }
  for (const [id, edge] of [...known.edges]) if (!known.nodes.has(edge.source) || !known.nodes.has(edge.target)) known.edges.delete(id);
  taken.cells.clear();
  for (const node of picture.nodes) taken.add(node.x, node.y);
  if (!known.nodes.has(state.chosen)) state.chosen = null;
  if (!known.nodes.has(state.hover)) state.hover = null;
}
const expands = (node) => node.kind !== "more" && !node.leaf;
function openNode(id) {
  const node = id ? known.nodes.get(id) : null;
  if (!node) return null;
  if (node.kind === "more") return take({ do: "more", id: node.of, kind: node.of_kind });
  const now = opened(id);
  if (now.length) { now.forEach(close); return null; }
  return expands(node) ? take({ do: "open", id }) : null;
}
function busy(on) { document.body.dataset.graph = on ? "busy" : "ready"; }
