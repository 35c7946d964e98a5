/* Printed words with what was recognised underlined, lists of facts, links: what every panel shows in the same way. */
const ROLE_MARK = { LEAD: "l", RESPONSIBLE: "r", COOPERATE: "c" };

/* Text with the known words underlined; `known` is a list of [words, class], the longest win. */
function underlined(text, known) {
  const wanted = known.filter((item) => item[0]).sort((a, b) => b[0].length - a[0].length);
  const parts = [];
  let at = 0;
  while (at < text.length) {
    let next = null;
    for (const [words, cls] of wanted) {
      const found = text.indexOf(words, at);
      if (found >= 0 && (next === null || found < next.found)) next = { found, words, cls };
    }
    if (next === null) break;
    parts.push(text.slice(at, next.found), el("mark", { class: next.cls }, next.words));
    at = next.found + next.words.length;
  }
  parts.push(text.slice(at));
  return parts;
}

function factList(pairs) {
  return el("dl", {}, pairs.filter((pair) => pair[1] && pair[1].length !== 0).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

/* In the explorer what the panel names leads to its page; in a file of its own it is only named. */
const linked = (href, ...label) => (href ? el("a", { href }, ...label) : label);
const opens = (href) => (href ? el("p", { class: "opens" }, el("a", { class: "btn", href }, say("open_page"))) : null);
