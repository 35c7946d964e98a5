/* The way between two units: asked as `zeren path` is, drawn, and told as a sentence with its tasks and sources. */
const way = { from: null, to: null };
const CHOICE = 3; // further ways that are drawn beside the first

async function askPath(step) {
  const [from, to] = (await fetched(picture.links.nodes, [["id", step.id], ["id", step.to]])).nodes;
  if (!from || !to) throw new Error(say("graph_way_none"));
  const answer = await fetched(picture.links.path, [["unit", from.label], ["other", to.label], ["district", from.district]]);
  const ids = answer.paths.slice(0, 1 + CHOICE).flatMap((one) => one.units);
  const tasks = drawnRows(answer).map((row) => row.task);
  const more = ids.length ? (await fetched(picture.links.nodes, [...new Set([...ids, ...tasks])].map((id) => ["id", id]))).nodes : [];
  return { answer, nodes: [from, to, ...more] };
}
/* All tasks of the first way, and the first task of each step of the others. */
function drawnRows(answer) {
  const had = new Set();
  return answer.rows.filter((row) => {
    const key = `${row.path}>${row.step}`;
    if (row.path > 1 + CHOICE || (row.path > 1 && had.has(key))) return false;
    had.add(key);
    return true;
  });
}
function applyPath(step, { answer, nodes }) {
  for (const node of nodes) knowNode(node);
  const rows = drawnRows(answer);
  step.left = {};
  step.nodes = [...new Set([...nodes.map((node) => node.id)])];
  const ends = [step.id, step.to].map((id) => known.nodes.get(id));
  if (!ends[0].placed) placeAside(step.id);
  for (const row of rows) {
    const [from, to] = [known.nodes.get(row.unit_id), known.nodes.get(row.partner_id)];
    const towards = ends[1].placed ? Math.atan2(ends[1].y - from.y, ends[1].x - from.x) : 0;
    placeAround(from, [row.task], towards);
    placeAround(known.nodes.get(row.task), [to.id], ends[1].placed ? Math.atan2(ends[1].y - known.nodes.get(row.task).y, ends[1].x - known.nodes.get(row.task).x) : 0);
  }
  if (!ends[1].placed) placeAside(step.to);
  const duty = (unit, task, role, quote, page) => knowEdge({ id: `${unit}>${task}>duty>${role}`, source: unit, target: task, kind: "duty", role, reach: "direct", quote, page });
  const made = rows.map((row) => [row.path, duty(row.unit_id, row.task, row.role, row.quote, row.page), duty(row.partner_id, row.task, row.partner_role, row.partner_quote, row.page)]);
  step.edges = made.flatMap((one) => one.slice(1));
  step.lit = made.filter((one) => one[0] === 1).flatMap((one) => one.slice(1));
  step.answer = answer;
}
function rowLine(row) {
  const label = `${row.number || ""} ${row.title || row.content}`.trim();
  return el("li", {}, el("div", { class: "who" }, roleMark(row.role), jump(row.unit_id, row.unit), roleMark(row.partner_role), jump(row.partner_id, row.partner)),
    jump(row.task, label.length > 60 ? `${label.slice(0, 59)}…` : label), el("small", {}, ` ${row.document}${row.page ? ` ${say("page", { n: row.page })}` : ""}`));
}
function tell(children) {
  fill($("told"), children, children.length ? el("button", { type: "button", class: "btn quiet shut", "aria-label": say("close"), on: { click: () => { const step = shownPath(); if (step) close(step); else tell([]); } } }, "×") : null);
  $("told").hidden = !children.length;
}
const shownPath = () => state.steps.filter((step) => step.do === "path" && !step.shut).pop();
function tellPath() {
  const step = shownPath();
  if (!step) { if ($("told").dataset.path) { tell([]); delete $("told").dataset.path; } return; }
  const { answer } = step;
  const [best] = answer.paths;
  tell([el("p", { class: "sentence" }, answer.notes[0], best && best.units.length > 2 ? [" ", say("graph_way_first", { way: best.names.join(" → ") })] : null)]);
  $("told").dataset.path = "1";
}
/* The tasks of the first way with their sources, for the panel. */
function pathPanel({ answer }) {
  const firstRows = answer.rows.filter((row) => row.path === 1);
  const all = new URL(picture.links.pathPage, location.href);
  all.searchParams.set("unit", answer.params.unit);
  all.searchParams.set("other", answer.params.other);
  all.searchParams.set("district", answer.params.district);
  return [el("h2", {}, say("graph_way_rows")), el("ol", { class: "way-rows" }, firstRows.slice(0, 30).map(rowLine)),
    answer.rows.length ? el("p", {}, el("a", { href: all.pathname + all.search }, say("graph_way_all", { n: answer.rows.length }))) : null];
}
function setWay(end, node) {
  way[end] = node.id;
  $(`way-${end}`).value = [node.district, node.label].filter(Boolean).join(" ");
  if (way.from && way.to && way.from !== way.to) findWay();
}
function findWay() {
  if (!way.from || !way.to || way.from === way.to) { tell([el("p", { class: "open" }, say("graph_way_two"))]); return null; }
  for (const step of state.steps) if (step.do === "path") step.shut = true;
  return take({ do: "path", id: way.from, to: way.to });
}
painters.push(tellPath);
$("way").addEventListener("submit", (event) => { event.preventDefault(); findWay(); });
const nodeHit = (kinds) => (row) => (row.id && kinds.includes(row.hit) ? { kind: row.hit, label: row.name, sub: [row.district, row.year, row.sub].filter((text, index, all) => text && all.indexOf(text) === index).join("　").slice(0, 40), id: row.id, district: row.district } : null);
for (const end of ["from", "to"]) combobox({ input: $(`way-${end}`), list: $(`way-${end}-hits`), ask: data.ask, hit: nodeHit(["unit"]),
  finder: { local: () => [], take: (entry) => setWay(end, { id: entry.id, label: entry.label, district: entry.district }), clear: () => { way[end] = null; } } });
combobox({ input: $("add"), list: $("add-hits"), ask: data.ask, hit: nodeHit(["unit", "task", "theme", "document", "district"]),
  finder: { local: () => [], take: (entry) => { $("add").value = ""; if (seen.nodes.has(entry.id)) choose(entry.id, "search"); else take({ do: "add", id: entry.id }); $("canvas").focus({ preventScroll: true }); }, clear: () => {} } });
