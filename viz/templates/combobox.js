/* The search box: what the page itself knows (`finder.local`) and, in the explorer, what the whole graph knows (`data.ask`). */
const finder = { local: () => [], take: () => {}, clear: () => {} };
const WAIT = 140; // milliseconds without a key before the graph is asked
const asksBeyond = Boolean(data.ask || data.index);
let offered = [], at = -1, far = { asked: "", hits: [] }, timer = 0;

function closeHits() {
  offered = []; at = -1;
  clearTimeout(timer);
  $("hits").hidden = true;
  $("search").setAttribute("aria-expanded", "false");
  $("search").removeAttribute("aria-activedescendant");
}
const askedNow = () => $("search").value.trim().toLowerCase();

/* What lies on other pages. An answer that comes after the next key is dropped. */
async function askGraph(asked) {
  if (data.index) {
    loadIndex(() => {
      const found = searchIndex(asked);
      far = { asked, hits: Object.values(found).flatMap((list) => list.slice(0, 5).map(({ entry }) => entry)) };
      if (askedNow() === asked) offer(asked);
    });
    return;
  }
  try {
    const address = new URL(data.ask, location.href);
    address.searchParams.set("words", asked);
    address.searchParams.set("each", "5");
    const answer = await (await fetch(address)).json();
    far = { asked, hits: (answer.rows || []).map((row) => ({ kind: row.hit, label: row.name, sub: row.sub, href: row.href })).filter((hit) => hit.href) };
  } catch { far = { asked, hits: [] }; } // what the page knows itself is shown all the same
  if (askedNow() === asked) offer(asked);
}
function hitLine(entry, index) {
  return el("li", { id: `hit${index}`, role: "option", "aria-selected": String(index === at), class: entry.href ? "far" : null,
    on: { mousedown: (event) => { event.preventDefault(); takeHit(entry); } } },
  el("span", { class: "what" }, say(`hit_${entry.kind}`)), el("span", { class: "label" }, entry.label), el("small", {}, entry.sub));
}
function offer(asked) {
  const here = finder.local(asked);
  offered = far.asked === asked ? [...here, ...far.hits] : here;
  const waiting = asksBeyond && far.asked !== asked;
  at = Math.min(Math.max(at, 0), offered.length - 1);
  fill($("hits"), offered.length ? offered.map(hitLine) : el("li", { class: "nothing" }, say(waiting ? "search_wait" : "search_nothing")));
  $("hits").hidden = false;
  $("search").setAttribute("aria-expanded", "true");
  moveHit(0);
}
function paintHits() {
  const asked = askedNow();
  if (!asked) { closeHits(); finder.clear(); return; }
  at = 0;
  offer(asked);
  clearTimeout(timer);
  if (asksBeyond && far.asked !== asked) timer = setTimeout(() => askGraph(asked), WAIT);
}
function takeHit(entry) {
  closeHits();
  if (entry.href) location.assign(entry.href);
  else finder.take(entry);
}
function moveHit(step) {
  if (!offered.length) return;
  at = (at + step + offered.length) % offered.length;
  [...$("hits").children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
  $("search").setAttribute("aria-activedescendant", `hit${at}`);
  $("hits").children[at].scrollIntoView({ block: "nearest" });
}
$("search").addEventListener("input", paintHits);
$("search").addEventListener("focus", () => { if ($("search").value) paintHits(); });
$("search").addEventListener("blur", closeHits);
$("search").addEventListener("keydown", (event) => {
  if (event.isComposing) return; // the input method still owns the keys
  if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); moveHit(event.key === "ArrowDown" ? 1 : -1); }
  else if (event.key === "Enter" && at >= 0 && offered[at]) { event.preventDefault(); takeHit(offered[at]); $("search").blur(); }
  else if (event.key === "Escape") { event.stopPropagation(); $("search").value = ""; closeHits(); finder.clear(); $("search").blur(); }
});
