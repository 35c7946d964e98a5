/* A search box with a list under it: what the page itself knows (`finder.local`) and what the whole graph knows (`ask`, an
   address; `hit` makes a line of one of its rows, null drops it). A line with `href` is followed, any other goes to `finder.take`. */
const WAIT = 140; // milliseconds without a key before the graph is asked
const farHit = (row) => (row.href ? { kind: row.hit, label: row.name, sub: row.sub, href: row.href } : null);

async function askServer(ask, asked, hit) {
  const address = new URL(ask, location.href);
  address.searchParams.set("words", asked);
  address.searchParams.set("each", "5");
  const answer = await (await fetch(address)).json();
  return (answer.rows || []).map(hit).filter(Boolean);
}
function combobox({ input, list, finder, ask, hit = farHit }) {
  let offered = [], at = -1, far = { asked: "", hits: [] }, timer = 0;
  const askedNow = () => input.value.trim().toLowerCase();

  function close() {
    offered = []; at = -1;
    clearTimeout(timer);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  /* What lies on other pages. An answer that comes after the next key is dropped. */
  async function askGraph(asked) {
    try {
      far = { asked, hits: ask === data.index ? await askIndex(asked) : await askServer(ask, asked, hit) };
    } catch { far = { asked, hits: [] }; } // what the page knows itself is shown all the same
    if (askedNow() === asked) offer(asked);
  }
  function line(entry, index) {
    return el("li", { id: `${list.id}-${index}`, role: "option", "aria-selected": String(index === at), class: entry.href ? "far" : null,
      on: { mousedown: (event) => { event.preventDefault(); take(entry); } } },
    el("span", { class: "what" }, say(`hit_${entry.kind}`)), el("span", { class: "label" }, entry.label), el("small", {}, entry.sub));
  }
  function offer(asked) {
    const here = finder.local(asked);
    offered = far.asked === asked ? [...here, ...far.hits] : here;
    const waiting = ask && far.asked !== asked;
    at = Math.min(Math.max(at, 0), offered.length - 1);
    fill(list, offered.length ? offered.map(line) : el("li", { class: "nothing" }, say(waiting ? "search_wait" : "search_nothing")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    move(0);
  }
  function paint() {
    const asked = askedNow();
    if (!asked) { close(); finder.clear(); return; }
    at = 0;
    offer(asked);
    clearTimeout(timer);
    if (ask && far.asked !== asked) timer = setTimeout(() => askGraph(asked), WAIT);
  }
  function take(entry) {
    close();
    if (entry.href) location.assign(entry.href);
    else finder.take(entry);
  }
  function move(step) {
    if (!offered.length) return;
    at = (at + step + offered.length) % offered.length;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  }
  input.addEventListener("input", paint);
  input.addEventListener("focus", () => { if (input.value) paint(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the input method still owns the keys
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Enter" && at >= 0 && offered[at]) { event.preventDefault(); take(offered[at]); input.blur(); }
    else if (event.key === "Escape") { event.stopPropagation(); input.value = ""; close(); finder.clear(); input.blur(); }
  });
}
/* The box in the head of every page. */
const finder = { local: () => [], take: () => {}, clear: () => {} };
combobox({ input: $("search"), list: $("hits"), finder, ask: data.ask || data.index });
