/* What every other file uses: the data, the words, elements made of text nodes only, days. */
const data = JSON.parse(document.getElementById("data").textContent);
// In a folder of pages, what many of them have in common stands in scripts beside them.
for (const [name, key] of Object.entries(data.shared || {})) data[name] = window.zerenShared[key];
const W = data.words;
const ROLES = ["LEAD", "RESPONSIBLE", "COOPERATE"];
const REACHES = ["direct", "inferred", "collective", "possible", "none"];
const $ = (id) => document.getElementById(id);

/* The word for a key with its blanks filled. */
function say(key, fields) {
  const text = W[key] === undefined ? key : W[key];
  return fields ? text.replace(/\{(\w+)\}/g, (all, name) => (name in fields ? String(fields[name]) : all)) : text;
}

/* An element. `on` holds listeners, `data` data attributes, the rest are attributes; children are nodes or text.
   Nothing is ever parsed as HTML, so a name stays a name whatever it contains. */
function make(space, tag, attributes, children) {
  const node = space ? document.createElementNS(space, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}
const el = (tag, attributes, ...children) => make("", tag, attributes, children);
const svg = (tag, attributes, ...children) => make("http://www.w3.org/2000/svg", tag, attributes, children);
const fill = (node, ...children) => node.replaceChildren(...children.flat(Infinity).filter((child) => child));

/* Days are ISO text (2025-08-20) and are compared as text. */
function isoDay(day) {
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
const TODAY = data.today || isoDay(new Date());
const dayNumber = (iso) => Date.UTC(+iso.slice(0, 4), +iso.slice(5, 7) - 1, +iso.slice(8, 10)) / 864e5;
const daysAhead = (iso) => dayNumber(iso) - dayNumber(TODAY);

/* 8 月 20 日; with the year where it is not the one of the document. */
function dayText(iso, year) {
  const fields = { y: iso.slice(0, 4), m: +iso.slice(5, 7), d: +iso.slice(8, 10) };
  return say(String(year) === fields.y ? "day" : "day_of_year", fields);
}
const monthText = (number) => say("month", { m: +number });

function counted(items, key) {
  const found = new Map();
  for (const item of items) for (const one of [key(item)].flat()) found.set(one, (found.get(one) || 0) + 1);
  return found;
}
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const narrow = () => matchMedia("(max-width: 760px)").matches;
