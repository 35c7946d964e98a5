/* Rows: one for each task, as the page sees it. Filters, counts and time groups work on rows only. */
const tasks = new Map(data.tasks.map((task) => [task.i, task]));
const units = new Map(data.units.map((unit) => [unit.i, unit]));
const whoOf = new Map(data.tasks.map((task) => [task.i, []]));
for (const duty of data.who) whoOf.get(duty.t).push(duty);
const focusNames = new Set(data.focus.names || []); // one body may have two plates
const isFocus = (unit) => focusNames.has(unit.name);

/* The deadlines with a day of their own, by day: {due, due_text}. */
function daysOf(row, told) {
  const days = told ? told.filter((one) => one.due_kind !== "year")
    : row.due && ["point", "window", "", null, undefined].includes(row.kind) ? [{ due: row.due, due_text: row.dueText }] : [];
  return days.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}
/* The months in which a row has a day; else the one other time at which it stands. */
function timesOf(row, told) {
  if (row.days.length) return [...new Set(row.days.map((one) => one.due.slice(5, 7)))];
  if (["recurring", "trigger"].includes(row.kind)) return [row.kind];
  return [row.kind === "year" || (told || []).length ? "year" : "none"];
}

function makeRow(task, own) {
  const who = whoOf.get(task.i);
  const row = {
    t: task.i, task, who, year: task.year, district: task.district,
    role: own ? own.role : null, reach: own ? own.reach : "none", via: own ? own.via : null, own: own || null,
    due: own ? own.due : task.due, dueText: own ? own.due_text : task.due_text, kind: own ? own.due_kind : task.due_kind,
    theme: task.themes[0] || "",
  };
  if (data.view !== "unit" && who.length) row.reach = who.every((duty) => duty.reach === "inferred") ? "inferred" : "direct";
  // What is inferred from the field of a task has no role; elsewhere than on the page of its unit what is inferred does not count.
  row.roles = own ? (own.role ? [own.role] : []) : data.view === "unit" ? [] : [...new Set(who.filter((duty) => duty.reach !== "inferred").map((duty) => duty.role))];
  const told = (own || task).days;
  row.days = daysOf(row, told);
  row.times = timesOf(row, told);
  // A row stands where its next day is, or where its last one was; its words are those of the column and of all its days.
  const next = row.days.find((one) => one.due >= TODAY) || row.days.at(-1);
  if (next) row.due = next.due;
  row.dueText = [...new Set([row.dueText, ...(told || []).map((one) => one.due_text)].filter(Boolean))].join(say("semicolon"));
  row.text = [task.number, task.title, task.content, row.dueText, ...task.themes, ...who.map((duty) => duty.mention)]
    .filter(Boolean).join("\n").toLowerCase();
  return row;
}

const ownOf = new Map(data.mine.map((duty) => [duty.t, duty]));
const allRows = data.tasks.map((task) => makeRow(task, ownOf.get(task.i)));
const rowOf = new Map(allRows.map((row) => [row.t, row]));

/* Tasks for which no unit is printed: what is inferred is not printed either. */
const UNNAMED = ["none", "inferred"];
const isNamed = (row) => !UNNAMED.includes(row.reach);

/* The rows of an item: what is counted in items is counted by them. */
const rowsOfEntry = new Map();
for (const row of allRows) rowsOfEntry.set(row.task.entry, [...(rowsOfEntry.get(row.task.entry) || []), row]);

/* What can be filtered by: the values of a row. A facet that has one value only is not shown. */
const FACETS = {
  role: (row) => row.roles,
  reach: (row) => [row.reach],
  theme: (row) => (data.view === "theme" ? [] : row.task.themes.length ? row.task.themes : [""]),
  month: (row) => row.times,
  kind: (row) => [...new Set(row.who.map((duty) => units.get(duty.u)).filter((unit) => !isFocus(unit)).map((unit) => unit.kind))],
  unit: (row) => row.who.map((duty) => duty.u),
  district: (row) => [row.district || ""],
  document: (row) => [row.task.document],
};
const FACET_NAMES = Object.keys(FACETS);

/* Whether a row is shown. `state` holds a set of wanted values per facet (empty: any), a year (null: all) and a text. */
function passes(row, state, except) {
  if (except !== "year" && state.year !== null && row.year !== state.year) return false;
  if (state.text && !row.text.includes(state.text)) return false;
  for (const name of FACET_NAMES) {
    const wanted = state.facets[name];
    if (name === except) continue;
    // What does not concern the unit is listed only when asked for, but it is always counted.
    if (name === "reach" && !wanted.size && data.view === "unit") {
      if (row.reach === "none") return false;
    } else if (wanted.size && !FACETS[name](row).some((value) => wanted.has(value))) return false;
  }
  return true;
}

/* How many rows each value of a facet would show, given all other filters. */
const facetCounts = (name, state) => counted(allRows.filter((row) => passes(row, state, name)), FACETS[name]);

/* The time groups, in the order in which they are worked on: {id, title, late, rows}. */
const NEAR_DAYS = 30;
const MONTHS_APART = 3;
function timeGroups(rows) {
  const groups = new Map();
  const put = (order, id, title, mark, row) => {
    if (!groups.has(id)) groups.set(id, { id, order, title, mark, rows: [] });
    groups.get(id).rows.push(row);
  };
  const dated = rows.filter((row) => row.days.length);
  const ahead = dated.some((row) => row.due >= TODAY);
  for (const row of rows) {
    const [time] = row.times;
    if (!row.days.length) put({ year: "5", recurring: "6", trigger: "6", none: "7" }[time],
      time === "recurring" ? "trigger" : time, say(`group_${time === "recurring" ? "trigger" : time}`), "", row);
    else placeDated(row, ahead, put);
  }
  const sorted = [...groups.values()].sort((a, b) => (a.order < b.order ? -1 : 1));
  for (const group of sorted) group.rows.sort((a, b) => (a.due || "") < (b.due || "") ? -1 : (a.due || "") > (b.due || "") ? 1 : 0);
  return sorted;
}
function placeDated(row, ahead, put) {
  const printed = (data.documents[row.task.document] || {}).date;
  const month = row.due.slice(0, 7);
  const title = say("group_month", { y: month.slice(0, 4), m: +month.slice(5) });
  // Without anything ahead the year is over: its months come first. Otherwise what is over comes last.
  const past = ahead ? "8" : "1";
  if (printed && row.due < printed) put("9", "before", say("group_before"), "past", row);
  else if (row.due < TODAY) put(past + month, month, `${title}　${say("group_past")}`, "past", row);
  else if (daysAhead(row.due) <= NEAR_DAYS) put("2", "near", say("group_near", { n: NEAR_DAYS }), "near", row);
  else if (daysAhead(row.due) <= NEAR_DAYS * (MONTHS_APART + 1)) put("3" + month, month, title, "", row);
  else put("4", "later", say("group_later"), "", row);
}

const SORTS = {
  due: null,
  role: (row) => String(row.roles.length ? Math.min(...row.roles.map((role) => ROLES.indexOf(role))) : 9) + REACHES.indexOf(row.reach),
  number: (row) => (row.task.number || "").split(".").map((part) => part.padStart(5, "0")).join("."),
  title: (row) => row.task.py || row.task.title || "",
  theme: (row) => row.theme,
  source: (row) => `${row.task.document} ${String(row.task.page || 0).padStart(5, "0")}`,
};
function sortedGroups(rows, sort) {
  if (sort.key === "due") {
    const groups = timeGroups(rows);
    if (sort.down) groups.reverse().forEach((group) => group.rows.reverse());
    return groups;
  }
  const key = SORTS[sort.key];
  const keyed = rows.map((row, index) => [key(row), index, row]);
  keyed.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]));
  if (sort.down) keyed.reverse();
  return [{ id: "all", title: "", mark: "", rows: keyed.map((item) => item[2]) }];
}
