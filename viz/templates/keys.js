/* The keyboard: / search, arrows, Enter opens, Esc closes, ? lists the keys. */
function moveRow(step) {
  const lines = [...document.querySelectorAll("#view tbody tr[data-t], #view tbody tr[data-u]")];
  if (!lines.length) return;
  const now = lines.indexOf(document.activeElement.closest ? document.activeElement.closest("tr") : null);
  const next = lines[Math.min(Math.max(now < 0 ? 0 : now + step, 0), lines.length - 1)];
  if (next.dataset.t) select({ kind: "task", id: next.dataset.t }, "table");
  else if (next.dataset.u) select({ kind: "unit", id: next.dataset.u }, "table");
  for (const line of lines) line.tabIndex = line === next ? 0 : -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
function moveNode(dx, dy) {
  const from = G.byId.get(chosenNode() || `${graphYear()}|focus`);
  const best = nearest(from, graphData.nodes.filter((node) => G.seen.has(node.id)), dx, dy);
  if (best) pickNode(best.id);
}
function moveTab(step, target) {
  const tabs = data.tabs;
  const next = tabs[(tabs.indexOf(state.tab) + step + tabs.length) % tabs.length];
  change({ tab: next });
  if (target) $(`tab-${next}`).focus();
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "/" && !typing) { event.preventDefault(); $("search").focus(); $("search").select(); return; }
  if (event.key === "?" && !typing) { event.preventDefault(); toggleKeys(); return; }
  if (event.key === "Escape") { escape(); return; }
  if (typing) return;
  if (event.key in ARROWS) arrow(event);
  else if (event.key === "Enter") enter(event);
});
function arrow(event) {
  const [dx, dy] = ARROWS[event.key];
  if (event.target.getAttribute("role") === "tab" && dx) { event.preventDefault(); moveTab(dx, true); return; }
  if (event.target.id === "canvas") { event.preventDefault(); moveNode(dx, dy); return; }
  const inTable = event.target.closest("#view tbody tr[data-t], #view tbody tr[data-u]") || event.target === document.body;
  if (dy && inTable && (state.tab === "list" || state.tab === "units" || state.tab === "loads")) { event.preventDefault(); moveRow(dy); }
}
function enter(event) {
  if (event.target.id === "canvas") { event.preventDefault(); openNode(chosenNode()); return; }
  const line = event.target.closest && event.target === event.target.closest("tr");
  if (!line) return;
  event.preventDefault();
  if (event.target.dataset.t) select({ kind: "task", id: event.target.dataset.t }, "table");
  else if (event.target.dataset.u) select({ kind: "unit", id: event.target.dataset.u }, "table");
  $("panel").focus();
}
function escape() {
  const menu = document.querySelector("details[open]");
  if ($("keys").open) $("keys").close();
  else if (menu) menu.open = false;
  else if (state.opened.length && state.tab === "graph") { state.opened = []; applyGraph(); }
  else if (state.selection) select(null, "escape");
  else if (isFiltered()) clearFilters();
}
function toggleKeys() {
  if ($("keys").open) $("keys").close();
  else $("keys").showModal();
}
$("help").addEventListener("click", toggleKeys);
$("keys").addEventListener("click", (event) => { if (event.target === $("keys")) $("keys").close(); });
