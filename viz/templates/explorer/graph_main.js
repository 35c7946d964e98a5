/* The way taken, the keyboard, the buttons, the first painting. */
function paintTrail() {
  const label = (step) => (step.do === "path" ? `${name(step.id)} → ${name(step.to)}` : step.do === "add" ? `＋ ${name(step.id)}` : name(step.id));
  const live = state.steps.filter((step) => !step.shut && step.do !== "more");
  const crumb = (step) => el("button", { type: "button", class: "link", title: say("close_node"), on: { click: () => close(step) } }, `${label(step).slice(0, 24)} ×`);
  const closeAll = () => { forget(); change(); };
  fill($("trail"), live.length ? el("span", {}, picture.title) : el("span", { class: "tip" }, say("canvas_tip")), live.map((step) => [el("i", {}, "›"), crumb(step)]), live.length > 1 && el("button", { type: "button", class: "link", on: { click: closeAll } }, say("close_all")));
}
painters.push(paintTrail, writeAddress);
followers.push(writeAddress);

function moveNode(dx, dy) {
  const nodes = [...seen.nodes].map((id) => known.nodes.get(id));
  const from = state.chosen ? known.nodes.get(state.chosen) : nodes.find((node) => node.middle) || nodes[0];
  const best = from && nearest(from, nodes, dx, dy);
  if (best) choose(best.id, "keys");
}
function moveRow(line, step) {
  const next = step > 0 ? line.nextElementSibling : line.previousElementSibling;
  if (!next) return;
  line.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  choose(next.dataset.node, "keys");
}
function escape() {
  const steps = state.chosen ? opened(state.chosen) : [];
  if (steps.length) steps.forEach(close);
  else if (state.chosen) choose(null, "escape");
  else if (shownPath()) close(shownPath());
  else if (isFiltered()) clearFilters();
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("keys").open) return;
  const line = event.target.closest("#rows tr[data-node]");
  const own = (act) => { event.preventDefault(); event.stopPropagation(); act(); };
  if (event.key === "/" && !typing) own(() => { $("add").focus(); $("add").select(); });
  else if (typing) return;
  else if (event.key === "Escape") own(escape);
  else if (event.target.id === "canvas" && event.key in ARROWS) own(() => moveNode(...ARROWS[event.key]));
  else if (event.target.id === "canvas" && event.key === "Enter") own(() => openNode(state.chosen));
  else if (line && (event.key === "ArrowDown" || event.key === "ArrowUp")) own(() => moveRow(line, event.key === "ArrowDown" ? 1 : -1));
  else if (line && event.key === "Enter") own(() => { choose(line.dataset.node, "table"); openNode(line.dataset.node); });
}, true);
for (const [id, act] of [["zoom-in", () => zoomBy(1.3)], ["zoom-out", () => zoomBy(1 / 1.3)], ["zoom-fit", fitGraph],
  ["png", () => savePicture($("canvas").querySelector("canvas"), picture.title, legendWords())]]) $(id).addEventListener("click", act);
addEventListener("hashchange", () => { if (addressNow() !== location.hash.slice(1)) location.reload(); });

async function begin() {
  const asked = readAddress();
  if (asked.steps.length) { busy(true); await replay(asked.steps); }
  Object.assign(seen, shown());
  startGraph();
  if (asked.at && seen.nodes.has(asked.at)) state.chosen = asked.at;
  change();
  choose(state.chosen, "start");
  busy(false);
}
begin();
