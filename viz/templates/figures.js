/* The sentence, the figures that open their rows, and the account whose parts add up to all tasks of the documents. */
function figureList() {
  const rows = yearRows();
  const own = rows.filter((row) => row.own);
  const themes = (list) => new Set(list.flatMap((row) => row.task.themes)).size;
  if (data.view === "unit") {
    const direct = own.filter((row) => row.reach === "direct");
    const by = (role) => direct.filter((row) => row.role === role).length;
    const reach = (name) => own.filter((row) => row.reach === name).length;
    return [
      ...ROLES.map((role) => ({ n: by(role), label: say(role), cls: roleClass[role], only: { role: [role], reach: ["direct"] } })),
      { n: reach("inferred"), label: say("reach_inferred"), cls: "g", only: { reach: ["inferred"] }, spare: true },
      { n: reach("collective"), label: say("fig_collective"), cls: "g", only: { reach: ["collective"] } },
      { n: reach("possible"), label: say("reach_possible"), cls: "p", only: { reach: ["possible"] }, spare: true },
      { n: themes(direct), label: say("fig_themes_unit"), cls: "", only: { reach: ["direct"] }, tab: "matrix" },
    ].filter((figure) => figure.n || !figure.spare);
  }
  // A district's sentence tells its units from collectives: these figures are of units.
  const counts = (duty) => duty.reach !== "inferred" && (data.view !== "district" || units.get(duty.u).kind !== "collective");
  const printed = (role) => new Set(rows.flatMap((row) => row.who.filter((duty) => duty.role === role && counts(duty)).map((duty) => duty.u))).size;
  return [
    { n: rows.length, label: say("fig_tasks"), cls: "", only: {} },
    ...ROLES.map((role) => ({ n: printed(role), label: say(`fig_${role}`), cls: roleClass[role], only: { role: [role] } })),
    data.view === "district" && { n: themes(rows), label: say("fig_themes"), cls: "", tab: "matrix" },
    { n: rows.filter((row) => !isNamed(row)).length, label: say("unassigned"), cls: "p", only: { reach: UNNAMED } },
  ].filter(Boolean);
}

function paintFigures() {
  fill($("figures"), figureList().map((figure) => el("button", {
    type: "button", class: `fig ${figure.cls}`, title: say("open_rows"),
    on: { click: () => (figure.only ? showOnly(figure.only, figure.tab || "list") : change({ tab: figure.tab })) },
  }, el("b", {}, figure.n), el("span", {}, figure.label))));
  const sentence = data.sentences[state.year === null ? "all" : state.year];
  const box = $("sentence");
  fill(box, sentence ? sentenceParts(sentence) : el("p", {}, say("all_years")));
  const peers = sentence && sentence.peers ? (data.loads[state.year] || []).filter((row) => row.kind === sentence.kind) : [];
  fill($("strip"), peers.length > 1 ? strip(peers, data.focus.name, 320) : null);
  $("facts").classList.toggle("plain", peers.length < 2);
  paintAccount();
}

function sentenceParts(sentence) {
  const how = sentence.how.length
    ? el("details", { class: "how" }, el("summary", {}, say("how")), el("div", { class: "pop" }, sentence.how.map((line) => el("p", {}, line))))
    : null;
  return [el("p", {}, sentence.flag && el("b", { class: "flag" }, sentence.flag), sentence.text), how];
}

/* The parts of the account: every task of the year is in exactly one of them. */
function accountParts() {
  const rows = yearRows();
  if (data.view === "unit") {
    const counts = counted(rows, (row) => row.reach);
    return REACHES.map((reach) => ({ id: reach, n: counts.get(reach) || 0, label: say(`reach_${reach}`), only: { reach: [reach] } }));
  }
  const strongest = (row) => ROLES.find((role) => row.roles.includes(role)) || "open";
  const counts = counted(rows, strongest);
  return [...ROLES, "open"].map((part) => ({ id: part === "open" ? "none" : roleClass[part], n: counts.get(part) || 0, label: say(`has_${part}`),
    only: part === "open" ? { reach: UNNAMED } : { role: [part] } }));
}
function paintAccount() {
  const parts = accountParts().filter((part) => part.n);
  const all = parts.reduce((sum, part) => sum + part.n, 0);
  const documents = new Set(yearRows().map((row) => row.task.document));
  const bar = svg("svg", { viewBox: "0 0 1000 10", preserveAspectRatio: "none", class: "bar", "aria-hidden": "true" });
  let at = 0;
  for (const part of parts) {
    const wide = (1000 * part.n) / (all || 1);
    bar.append(svg("rect", { x: at.toFixed(1), y: 0, width: Math.max(wide - 3, 1).toFixed(1), height: 10, class: part.id }));
    at += wide;
  }
  fill($("account"), el("span", { class: "sum" }, say("account", { n: all, d: documents.size })), bar,
    el("span", { class: "parts" }, parts.map((part, index) => [index ? el("i", {}, "+") : el("i", {}, "="),
      el("button", { type: "button", class: `part ${part.id}`, on: { click: () => showOnly(part.only, "list") } }, `${part.label} `, el("b", {}, part.n))])),
    el("ul", { class: "papers" }, [...documents].sort().map((stem) => el("li", {}, paperLine(stem)))));
}
/* A document as a sheet of paper names it: title, number, issuer’s day. */
function paperLine(stem) {
  const { title, doc_no: number, date } = data.documents[stem] || {};
  return [title || stem, number, date].filter(Boolean).join("　");
}
painters.push(paintFigures);
