/* The same marks everywhere: role squares and circles, reach, days, bars. */
const roleClass = { LEAD: "l", RESPONSIBLE: "r", COOPERATE: "c" };

function roleMark(role, reach) {
  if (!role && reach === "inferred") return el("span", { class: "role inferred", title: say("reach_inferred"), "aria-label": say("reach_inferred"), role: "img" }, say("mark_inferred"));
  if (!role) return el("span", { class: "role none", title: say("reach_none") }, "—");
  const far = reach && reach !== "direct";
  const title = far ? say(role) + say("bracketed", { text: say(`reach_${reach}`) }) : say(role);
  return el("span", { class: `role ${roleClass[role]} ${far ? reach : ""}`, title, "aria-label": title, role: "img" }, say(`mark_${role}`));
}

/* Who is printed for a task, by role: 牵 A、B  责 C. */
function whoMarks(row, most) {
  const parts = ROLES.map((role) => [role, row.who.filter((duty) => duty.role === role)]).filter((part) => part[1].length);
  if (!parts.length) return [el("span", { class: "open" }, say("unassigned"))];
  return parts.map(([role, duties]) => {
    const names = duties.slice(0, most).map((duty, index) => [index ? say("joined") : "", unitName(duty)]);
    return el("span", { class: "who" }, roleMark(role), el("span", {}, names, duties.length > most ? ` +${duties.length - most}` : ""));
  });
}
function unitName(duty) {
  const unit = units.get(duty.u);
  const far = duty.reach === "possible" || duty.reach === "inferred";
  return el("span", { class: unit.kind === "collective" ? "grp" : "" }, unit.name + (far ? say(`sign_${duty.reach}`) : ""));
}

function dueCell(row) {
  if (row.days.length) {
    const ahead = daysAhead(row.due);
    const near = ahead >= 0 && ahead <= NEAR_DAYS;
    const words = ahead < 0 ? "" : ahead === 0 ? say("due_today") : near ? say("due_in", { n: ahead }) : "";
    return el("div", { class: near ? "due soon" : "due" }, row.days.map((one, index) => [index ? "、" : "", el("time", { datetime: one.due }, dayText(one.due, row.year))]),
      words && el("small", {}, words), row.dueText && el("small", { class: "printed", title: say("printed") }, `“${row.dueText}”`));
  }
  if (!row.dueText) return el("div", { class: "due none" }, "—");
  return el("div", { class: "due" }, el("span", { class: "printed" }, row.dueText));
}

function sourceText(task, page) {
  const at = page || task.page;
  return [say(task.part === "annex" ? "annex" : "body"), at ? say("page", { n: at }) : ""].join(" ");
}
const documentTitle = (stem) => (data.documents[stem] && data.documents[stem].title) || stem || "—";

/* Dots on a line, one for each unit of a kind, piled where figures are equal; the median dashed, our unit larger. */
function strip(rows, mine, width) {
  const height = 46, base = 29, left = 16, right = width - 12;
  const most = Math.max(...rows.map((row) => row.direct), 1);
  const x = (value) => left + ((right - left) * value) / most;
  const piles = new Map();
  for (const row of [...rows].sort((a, b) => a.direct - b.direct || (a.unit < b.unit ? -1 : 1))) {
    const place = Math.round(x(row.direct) / 7);
    piles.set(place, [...(piles.get(place) || []), row]);
  }
  const dots = [];
  for (const pile of piles.values()) {
    // At most four on top of each other; more stand side by side, so that each unit stays a dot of its own.
    const columns = Math.ceil(pile.length / 4);
    pile.forEach((row, index) => dots.push(svg("circle", { class: `dot${row.flag ? " flag" : ""}`, r: 3.2,
      cx: (x(row.direct) + (Math.floor(index / 4) - (columns - 1) / 2) * 6.6).toFixed(1), cy: (base - (index % 4) * 6.6).toFixed(1) },
      svg("title", {}, `${row.unit}　${row.direct}`))));
  }
  const median = rows[0].peer_median;
  const own = rows.find((row) => row.unit === mine);
  const near = own && Math.abs(x(own.direct) - x(median)) < 74;
  const put = (value, shift) => Math.min(Math.max(x(value) + shift, 30), width - 34);
  const side = near ? (own.direct >= median ? 1 : -1) : 0;
  const medianText = svg("text", { x: put(median, -38 * side), y: 43 }, say("median", { n: median }));
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "strip", role: "img", "aria-label": say("strip", { n: rows[0].peers, m: median }) },
    svg("line", { x1: left - 4, x2: right + 4, y1: base, y2: base, class: "axis" }), dots,
    svg("line", { x1: x(median), x2: x(median), y1: 4, y2: base + 5, class: "median" }), medianText,
    own && svg("circle", { cx: x(own.direct), cy: base, r: 5.5, class: "own" }, svg("title", {}, `${own.unit}　${own.direct}`)),
    own && svg("text", { x: put(own.direct, 38 * side), y: 43, class: "own" }, say("own", { n: own.direct })));
}
