/* The panel that is always in sight: the printed words of what is selected, and where they stand. */
function knownWords(row) {
  const far = (duty) => (duty.reach && duty.reach !== "direct" ? ` ${duty.reach}` : "");
  const group = (duty) => (units.get(duty.u).kind === "collective" ? " group" : "");
  const words = row.who.map((duty) => [duty.mention, ROLE_MARK[duty.role] + far(duty) + group(duty)]);
  const days = new Set([row.task.due_text, row.own && row.own.due_text, ...row.days.map((one) => one.due_text)].filter(Boolean));
  return [...words, ...[...days].map((text) => [text, "d"])];
}

/* The statements of a task beside its own text, each once, in printed order. */
function statements(row) {
  const said = new Set();
  const found = [];
  for (const duty of row.who) {
    const list = duty.sources && duty.sources.length ? duty.sources : [duty];
    for (const source of list) {
      const quote = source.quote;
      const key = `${source.part}|${source.number}|${quote}`;
      if (!quote || said.has(key) || (row.task.content.includes(quote) && source.part === row.task.part)) continue;
      said.add(key);
      found.push({ quote, part: source.part, number: source.number, page: source.page });
    }
  }
  return found;
}

function quoteBox(row) {
  const known = knownWords(row);
  const { number, title, content } = row.task;
  const ends = title && /[。：:；;，,！？!?]$/.test(title);
  const first = [number ? `${number}．` : "", title || "", title && content && !ends ? "。" : "", ...underlined(content || "", known)];
  const rest = statements(row);
  return el("blockquote", {}, el("p", {}, first), rest.map((one) => el("p", { class: "said" },
    one.part !== row.task.part || one.number !== row.task.number ? el("span", { class: "from" }, `${say(one.part === "annex" ? "annex" : "body")} ${say("item", { n: one.number })}`) : null,
    underlined(one.quote, known))));
}

const themeTag = (name) => el("span", { class: "tag" }, linked((data.themes.find((theme) => theme.name === name) || {}).href, name));

function taskPanel(row) {
  const task = row.task;
  const doc = data.documents[task.document] || {};
  const page = (row.own && row.own.page) || task.page;
  const dated = row.days.map((one) => (one.due_text ? `“${one.due_text}” → ${one.due}` : one.due));
  const others = row.dueText.split("；").filter((text) => text && !row.days.some((one) => one.due_text === text)).map((text) => `“${text}”`);
  const due = [...others, ...dated].join("；") || say("group_none");
  const reach = data.view === "unit" && row.own
    ? [row.role ? say(row.role) : "", row.role ? "　" : "", say(`reach_${row.reach}`), viaText(row) ? `　${viaText(row)}` : ""] : null;
  return [
    el("h2", {}, say("source"), el("span", { class: "pos" }, say("item", { n: task.number || "—" }))),
    quoteBox(row),
    factList([
      [say("f_role"), reach],
      [say("f_who"), whoList(row)],
      [say("f_due"), due],
      [say("f_document"), linked(doc.href, doc.title || task.document)],
      [say("f_doc_no"), doc.doc_no],
      [say("f_place"), [sourceText(task, page), task.number ? `　${say("item", { n: task.number })}` : "", doc.completeness === "annex" ? say("bracketed", { text: say("annex_only") }) : ""]],
      [say("f_section"), (task.section || []).join(" › ")],
      [say("f_theme"), task.themes.map(themeTag)],
      [say("f_doubts"), (task.doubts || []).map((line) => el("p", { class: "doubt" }, line))],
    ]),
    opens(task.href),
  ];
}
function whoList(row) {
  if (!row.who.length) return el("span", { class: "open" }, say("unassigned"));
  return ROLES.map((role) => {
    const duties = row.who.filter((duty) => duty.role === role);
    if (!duties.length) return null;
    return el("div", { class: "who" }, roleMark(role), el("span", {}, duties.map((duty, index) => [index ? say("joined") : "",
      isFocus(units.get(duty.u)) ? el("b", {}, unitName(duty))
        : el("button", { type: "button", class: "link", on: { click: () => select({ kind: "unit", id: duty.u }, "panel") } }, unitName(duty))])));
  });
}

function rowList(rows, unit) {
  return el("ul", { class: "rows" }, rows.map((row) => {
    const other = unit ? row.who.find((duty) => duty.u === unit) : null;
    const strongest = data.view === "unit" ? row.role : ROLES.find((role) => row.roles.includes(role)) || null;
    return el("li", {}, other ? roleMark(other.role, other.reach) : roleMark(strongest, row.reach), el("button", { type: "button", class: "link", on: { click: () => select({ kind: "task", id: row.t }, "panel") } },
      el("i", {}, row.task.number || ""), row.task.title || row.task.content.slice(0, 24)),
    el("span", { class: "when" }, row.days.length ? dayText(row.due, row.year) : ""));
  }));
}
function onlyButton(wanted) {
  return el("button", { type: "button", class: "btn", on: { click: () => showOnly(wanted, state.tab === "graph" ? "graph" : "list") } }, say("only_these"));
}
function unitPanel(id) {
  const unit = units.get(id);
  const parts = data.view === "unit" ? sharedWith(unit)
    : [["unit_rows", yearRows().filter((row) => row.who.some((duty) => duty.u === id && duty.reach !== "inferred"))]];
  return [
    el("h2", {}, unit.name, el("span", { class: "pos" }, say(`kind_${unit.kind || "other"}`))),
    unit.aliases.length ? el("p", { class: "aka" }, say("aka", { names: unit.aliases.join(say("joined")) })) : null,
    parts.map(([word, rows]) => [el("p", {}, say(word, { n: rows.length })), rowList(rows, id)]),
    parts.some((part) => part[1].length) ? onlyButton({ unit: [id] }) : null,
    opens(unit.href),
  ];
}
/* What a unit and the one of the page are named for together, in items, and apart from it what only reaches that one otherwise. */
function sharedWith(unit) {
  const rows = (id) => shared(yearRows()).filter((group) => (id === "through") === (group.id === "through"))
    .flatMap((group) => group.lines).filter((line) => line.unit.i === unit.body).flatMap((line) => line.rows);
  return [["shared_rows", rows("partners")], ["shared_via", rows("through")]].filter(([word, found]) => word === "shared_rows" || found.length);
}
function sectorPanel(name) {
  const inside = (row) => (data.view === "theme" ? row.task.document === name : (name ? row.task.themes.includes(name) : !row.theme) && (data.view !== "unit" || row.own));
  const rows = yearRows().filter(inside);
  const title = data.view === "theme" ? documentTitle(name) : name || say("no_theme");
  const only = data.view === "theme" ? { document: [name] } : { theme: [name] };
  return [el("h2", {}, title, el("span", { class: "pos" }, say("n_tasks", { n: rows.length }))), rowList(rows), onlyButton(only)];
}

/* A cell of a table of counts: its rows, with the role of the line's unit where a line is a unit. */
function cellPanel(chosen) {
  const [line] = chosen.id.split("|");
  return [el("h2", {}, chosen.title, el("span", { class: "pos" }, say("n_tasks", { n: chosen.rows.length }))), rowList(chosen.rows, units.has(line) ? line : null)];
}

function paintPanel() {
  const chosen = state.selection;
  const panel = $("panel");
  if (!chosen) fill(panel, el("h2", {}, say("source")), el("p", { class: "hint" }, say("panel_empty")));
  else if (chosen.kind === "task") fill(panel, taskPanel(rowOf.get(chosen.id)));
  else if (chosen.kind === "unit") fill(panel, unitPanel(chosen.id));
  else if (chosen.kind === "theme") fill(panel, sectorPanel(chosen.id));
  else fill(panel, cellPanel(chosen));
  panel.parentElement.classList.toggle("held", Boolean(chosen));
}
followers.push((from) => {
  paintPanel();
  // On a narrow screen the panel is a sheet over the rows; it opens when something is picked, not when the page does.
  $("side").classList.toggle("up", Boolean(state.selection) && from !== "start");
});
painters.push(paintPanel);
