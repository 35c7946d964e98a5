/* Search without a server: how well a name fits what was typed, and the index of a folder of pages (`data.index`). */
/* 0 is the best; null does not match. */
function rank(entry, asked, letters) {
  const names = entry.names.map((name) => name.toLowerCase());
  if (names.some((name) => name === asked)) return 0;
  if (names.some((name) => name.startsWith(asked))) return 1;
  if (names.some((name) => name.includes(asked))) return 2;
  if (letters) {
    const initials = entry.py.split(/\s+/);
    // 区教育局 is asked for as jyj as often as qjyj.
    if (initials.some((one) => one === asked || one.slice(1) === asked)) return 0;
    if (initials.some((one) => one.startsWith(asked) || one.slice(1).startsWith(asked))) return 3;
    if (asked.length > 1 && initials.some((one) => one.includes(asked))) return 4;
  }
  return entry.text && entry.text.includes(asked) ? 5 : null;
}

/* An entry of the index is [kind, name, what tells it from others, file, other names, initials, printed words, tasks]. */
const offline = { entries: null, asked: null };
function loadIndex(then) {
  if (offline.entries) { then(); return; }
  if (offline.asked) { offline.asked.push(then); return; }
  offline.asked = [then];
  const script = el("script", { src: data.index });
  script.addEventListener("load", () => {
    offline.entries = window.zerenIndex.map(([kind, label, sub, href, names, py, text, tasks]) => ({
      kind, label, sub, href: data.root + href, names: [label, ...names], py, text: text && text.toLowerCase(), tasks: tasks || 0 }));
    for (const one of offline.asked) one();
  });
  document.head.append(script);
}
/* What was found by kind, best first; of a task every word must be printed in it. */
function searchIndex(asked) {
  const letters = /^[a-z0-9]+$/.test(asked), words = asked.split(/\s+/).filter(Boolean), found = {};
  for (const entry of words.length ? offline.entries : []) {
    let fit = rank({ ...entry, text: "" }, asked, letters);
    if (fit === null && entry.text && words.every((word) => entry.text.includes(word))) fit = 5;
    if (fit !== null) (found[entry.kind] = found[entry.kind] || []).push({ entry, fit });
  }
  // A body with many tasks is meant more often than one with none.
  for (const list of Object.values(found)) list.sort((a, b) => a.fit - b.fit || b.entry.tasks - a.entry.tasks);
  return found;
}
/* The first few of each kind, for the box in the head of a page. */
const askIndex = (asked) => new Promise((give) => {
  loadIndex(() => give(Object.values(searchIndex(asked)).flatMap((list) => list.slice(0, 5).map(({ entry }) => entry))));
});
/* The page of a search: search.html?words=… */
function showFound() {
  const asked = (new URLSearchParams(location.search).get("words") || "").trim(), most = 200;
  $("search").value = asked;
  const found = searchIndex(asked.toLowerCase());
  const kinds = ["district", "unit", "theme", "document", "task"].filter((kind) => found[kind]);
  fill($("found"), kinds.length ? kinds.map((kind) => el("section", { class: "hitlist" }, el("h2", {}, say(`hit_${kind}`), " ", el("i", {}, found[kind].length)),
    el("ul", {}, found[kind].slice(0, most).map(({ entry }) => el("li", {}, el("a", { href: entry.href }, entry.label), el("span", { class: "sub" }, entry.sub))))))
    : el("div", { class: "empty" }, el("p", {}, el("b", {}, say(asked ? "search_nothing" : "site_search")))));
}
if ($("found")) loadIndex(showFound);
