/* What the drawings share: the colours of the page, the marks of roles, the nearest node, a picture to keep. */
let ink = {};

function readInk() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  ink = {
    ink: of("--ink"), ink2: of("--ink-2"), ink3: of("--ink-3"), arc: of("--arc"), card: of("--card"), accent: of("--accent"), soft: of("--accent-soft"),
    via: of("--via"), warn: of("--warn"), LEAD: of("--lead"), RESPONSIBLE: of("--resp"), COOPERATE: of("--coop"), face: style.fontFamily,
  };
}

function disc(pen, x, y, r, inside, line) {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.fillStyle = inside;
  pen.fill();
  pen.strokeStyle = line;
  pen.stroke();
}
/* The mark of a role, as in the tables; what is not direct is grey, dashed or dotted. The letter waits until it can be read. */
function roleShape(pen, { role, reach }, { x, y, r, scale }) {
  const far = reach && reach !== "direct";
  const color = far ? ink.via : ink[role];
  if (reach === "collective") pen.setLineDash([3.5, 2.5]);
  else if (far) pen.setLineDash([1.2, 3]);
  const filled = role === "LEAD" && !far;
  if (role === "COOPERATE") disc(pen, x, y, r, ink.card, color);
  else {
    pen.beginPath();
    pen.roundRect(x - r, y - r, 2 * r, 2 * r, 4);
    pen.fillStyle = filled ? color : ink.card;
    pen.fill();
    pen.strokeStyle = color;
    pen.stroke();
  }
  pen.setLineDash([]);
  if (r * scale < 6.3) return;
  pen.fillStyle = filled ? ink.card : color;
  pen.font = `650 ${r * 1.15}px ${ink.face}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(say(`mark_${role}`), x, y + r * 0.06);
}
/* The nearest of some nodes in a direction; null where there is none. */
function nearest(from, nodes, dx, dy) {
  let best = null, least = Infinity;
  for (const node of nodes) {
    if (node.id === from.id) continue;
    const x = node.x - from.x, y = node.y - from.y;
    const along = x * dx + y * dy, aside = Math.abs(x * dy - y * dx);
    if (along <= 1 || aside > along * 1.5) continue;
    const far = along + 2 * aside;
    if (far < least) { least = far; best = node; }
  }
  return best;
}
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function saveBlob(blob, title, ending) {
  const link = el("a", { href: URL.createObjectURL(blob), download: `${title.replace(/[\\/:*?"<>|\s]+/g, "-")}.${ending}` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
/* A drawing with its title and the words of its legend on one sheet. */
function savePicture(source, title, words) {
  const ratio = source.width / source.clientWidth;
  const sheet = el("canvas", { width: source.width, height: source.height + Math.round(92 * ratio) });
  const pen = sheet.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  pen.scale(ratio, ratio);
  pen.fillStyle = style.getPropertyValue("--card");
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.drawImage(source, 0, 52, source.clientWidth, source.clientHeight);
  pen.fillStyle = style.getPropertyValue("--ink");
  pen.font = `650 17px ${style.fontFamily}`;
  pen.fillText(title, 20, 34, source.clientWidth - 40);
  pen.font = `12px ${style.fontFamily}`;
  pen.fillStyle = style.getPropertyValue("--ink-2");
  pen.fillText(words.join("　　"), 20, source.clientHeight + 76, source.clientWidth - 40);
  sheet.toBlob((blob) => saveBlob(blob, title, "png"), "image/png");
}
const legendWords = () => [...$("legend").querySelectorAll("[data-word]")].map((item) => item.dataset.word);
