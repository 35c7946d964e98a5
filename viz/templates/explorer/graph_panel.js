/* The panel beside the drawing: what is printed about the selected node, where that stands, and what can be done from here. */
const words = (names) => names.filter(Boolean).join(say("joined"));
const jump = (id, label) => el("button", { type: "button", class: "link", on: { click: () => (known.nodes.has(id) && seen.nodes.has(id) ? choose(id, "panel") : take({ do: "add", id })) } }, label);
function knownIn(details) {
  return [...details.who.map((duty) => [duty.mention, ROLE_MARK[duty.role] + (duty.reach !== "direct" ? ` ${duty.reach}` : "") + (duty.kind === "collective" ? " group" : "")]), [details.due_text, "d"]];
}
function quoted(details) {
  const mentions = knownIn(details);
  const ends = details.title && /[。：:；;，,！？!?]$/.test(details.title);
  const said = [...new Set(details.who.map((duty) => duty.quote).filter((quote) => quote && !(details.content || "").includes(quote)))];
  return el("blockquote", {}, el("p", {}, details.number ? `${details.number}．` : "", details.title || "", details.title && details.content && !ends ? "。" : "", underlined(details.content || "", mentions)),
    said.map((quote) => el("p", { class: "said" }, underlined(quote, mentions))));
}
function whoIn(details) {
  if (!details.who.length) return el("span", { class: "open" }, say("unassigned"));
  return ROLES.map((role) => {
    const duties = details.who.filter((duty) => duty.role === role);
    return duties.length ? el("div", { class: "who" }, roleMark(role), el("span", {}, duties.map((duty, index) => [index ? say("joined") : "", jump(duty.id, duty.unit + (duty.reach === "inferred" ? say("sign_inferred") : ""))]))) : null;
  });
}
function aboutNode(node, details) {
  if (node.kind === "task") {
    const place = [say(details.part === "annex" ? "annex" : "body"), details.page ? say("page", { n: details.page }) : "", details.number ? say("item", { n: details.number }) : "", details.completeness === "annex" ? say("bracketed", { text: say("annex_only") }) : ""];
    const due = details.due && details.due_text ? `“${details.due_text}” → ${details.due}` : details.due || (details.due_text ? `“${details.due_text}”` : say("group_none"));
    return [quoted(details), factList([[say("f_who"), whoIn(details)], [say("f_due"), due], [say("f_document"), linked(details.document_href, details.document_title)],
      [say("f_doc_no"), details.doc_no], [say("f_place"), place.filter(Boolean).join(" ")], [say("f_section"), details.section.join(" › ")], [say("f_theme"), details.themes.map((theme) => el("span", { class: "tag" }, theme))]])];
  }
  if (node.kind === "document") return [factList([[say("f_doc_no"), details.doc_no], [say("f_issuer"), details.issuer], [say("f_date"), details.date], [say("col_tasks"), String(details.tasks)]])];
  if (node.kind === "theme") return [el("p", { class: "hint" }, details.description), factList([[say("col_tasks"), String(details.tasks)], [say("f_synonyms"), words(details.synonyms || [])]])];
  if (node.kind === "unit" || node.kind === "collective") return [factList([[say("f_full_name"), details.full_name], [say("f_kind"), say(`kind_${node.unit_kind || "other"}`)], [say("col_district"), [node.district, node.town].filter(Boolean).join(" ")],
    [say("f_aliases"), words(details.aliases)], [say("f_functions"), words(details.functions)], [say("col_tasks"), String(details.tasks)]])];
  return [factList([[say("col_district"), node.district], [say("col_tasks"), node.n === undefined ? null : String(node.n)]])];
}
/* What hangs on the node in the drawing, with the printed words of each duty. */
function tiesOf(node) {
  const ties = [...known.links.get(node.id)].map((id) => known.edges.get(id)).filter((edge) => seen.nodes.has(edge.source) && seen.nodes.has(edge.target));
  const other = (edge) => known.nodes.get(edge.source === node.id ? edge.target : edge.source);
  const order = (edge) => (edge.role ? ROLES.indexOf(edge.role) : 5);
  ties.sort((a, b) => order(a) - order(b) || (b.n || 0) - (a.n || 0) || (other(a).label < other(b).label ? -1 : 1));
  return el("ul", { class: "rows" }, ties.slice(0, TIES).map((edge) => el("li", {}, edge.role ? roleMark(edge.role, edge.reach) : el("span", { class: "what" }, say(`node_${other(edge).kind}`)),
    jump(other(edge).id, other(edge).label), edge.n > 1 ? el("span", { class: "when" }, say("n_tasks", { n: edge.n })) : null)), ties.length > TIES && el("li", { class: "hint" }, say("graph_ties_left", { n: ties.length - TIES })));
}
const TIES = 40;
function actionsOf(node) {
  const act = (label, does, cls) => el("button", { type: "button", class: cls || "btn", on: { click: does } }, label);
  const way = ["unit"].includes(node.kind) ? [act(say("graph_way_from"), () => setWay("from", node)), act(say("graph_way_to"), () => setWay("to", node))] : [];
  return el("div", { class: "acts" }, expands(node) && act(opened(node.id).length ? say("close_node") : say("graph_expand"), () => openNode(node.id), "btn primary"), way,
    node.href && el("a", { class: "btn", href: node.href }, say("open_page")));
}
/* What of its neighbours still waits, once a node is opened. */
function waiting(node) {
  const left = KINDS.map((kind) => known.nodes.get(`more:${node.id}|${kind}`)).filter((more) => more && opened(node.id).length && leftOf(more.id));
  return left.length ? el("div", { class: "acts" }, left.map((more) => el("button", { type: "button", class: "btn more", on: { click: () => openNode(more.id) } }, moreText(more)))) : null;
}
function head(node) { return el("h2", {}, node.label, el("span", { class: "pos" }, [say(`node_${node.kind}`), node.year].filter(Boolean).join(" "))); }
async function paintPanel() {
  const node = state.chosen ? known.nodes.get(state.chosen) : null;
  if (!node && shownPath() && shownPath().answer) { fill($("panel"), pathPanel(shownPath())); return; }
  if (!node) { fill($("panel"), el("h2", {}, say("source")), el("p", { class: "hint" }, say("graph_panel_empty"))); return; }
  if (node.kind === "more") { fill($("panel"), el("h2", {}, moreText(node)), el("div", { class: "acts" }, el("button", { type: "button", class: "btn primary", on: { click: () => openNode(node.id) } }, say("graph_load")))); return; }
  if (node.leaf) { fill($("panel"), head(node), tiesOf(node)); return; }
  if ($("panel").dataset.of !== node.id) fill($("panel"), head(node), actionsOf(node), el("div", { class: "bone" }), el("div", { class: "bone" }));
  $("panel").dataset.of = node.id;
  try {
    const answer = await askNear(node.id);
    if (state.chosen !== node.id) return;
    fill($("panel"), head(node), aboutNode(answer.node, answer.details), actionsOf(node), waiting(node), el("h3", { class: "ties" }, say("graph_ties")), tiesOf(node));
  } catch (error) { if (state.chosen === node.id) fill($("panel"), head(node), el("p", { class: "open" }, error.message)); }
}
let panelTimer = 0;
/* Arrow keys run over many nodes: only the one that is stayed on is asked for. */
function followPanel(from) {
  clearTimeout(panelTimer);
  if (from === "keys") panelTimer = setTimeout(paintPanel, 90);
  else paintPanel();
  $("side").classList.toggle("up", Boolean(state.chosen) && from !== "start" && from !== "step");
}
followers.push(followPanel);
painters.push(() => paintPanel());
$("sheet-close").addEventListener("click", () => choose(null, "sheet"));
