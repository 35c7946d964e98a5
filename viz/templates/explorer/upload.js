/* Files to read in: dropped or chosen, sent one after the other, each with its progress and then what was found in it. */
const drop = $("drop");
const waiting = [];
let sending = false;

function uploadLine(name) {
  const bar = el("progress", { max: 1, "aria-label": name }), says = el("small", {}, say("upload_waiting"));
  const line = el("li", {}, el("b", {}, name), bar, says);
  bar.value = 0;
  $("queue").append(line);
  return { line, bar, says };
}
function uploadDone(row, name, answer) {
  const documents = (answer.documents || []).map((one) => [
    el("p", {}, el("a", { href: one.href }, one.title), "　", say(`upload_${one.state}`), "　",
      el("small", {}, say("upload_says", { tasks: one.tasks, units: one.units, share: `${Math.round(one.coverage * 100)}%`, doubts: one.doubts }))),
    one.notes.map((text) => el("p", {}, el("small", {}, text))),
    one.findings.length ? el("details", {}, el("summary", {}, say("m_doubts")), el("ul", {}, one.findings.map((text) => el("li", {}, text)))) : null,
  ]);
  const refused = (answer.refused || []).map((one) => el("p", { class: "bad" }, say("upload_line", one)));
  row.line.replaceChildren(el("b", {}, name), ...documents.flat(Infinity).filter(Boolean), ...refused);
}
function sendNext() {
  const next = waiting.shift();
  if (!next) { sending = false; return; }
  sending = true;
  const { file, row } = next;
  const request = new XMLHttpRequest(), body = new FormData();
  const failed = (message, hint) => { uploadDone(row, file.name, { refused: [{ message, hint }] }); sendNext(); };
  body.append("file", file, file.name);
  request.open("POST", drop.action);
  request.setRequestHeader("accept", "application/json");
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) row.bar.value = event.loaded / event.total; });
  request.upload.addEventListener("load", () => { row.bar.removeAttribute("value"); row.says.textContent = say("upload_reading"); });
  request.addEventListener("error", () => failed(say("upload_lost"), say("upload_lost_next")));
  request.addEventListener("load", () => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* the guard answers in plain text */ }
    if (request.status === 200 && answer.files) { uploadDone(row, file.name, answer.files[0]); sendNext(); }
    else failed(answer.error || request.responseText.slice(0, 200) || say("upload_lost"), answer.hint || "");
  });
  row.says.textContent = say("upload_sending");
  request.send(body);
}
function queueFiles(files) {
  for (const file of files) {
    const row = uploadLine(file.name);
    if (file.size > +drop.dataset.largest) uploadDone(row, file.name, { refused: [{ message: say("upload_large", { n: Math.round(drop.dataset.largest / 1048576) }), hint: say("upload_large_next") }] });
    else waiting.push({ file, row });
  }
  if (!sending) sendNext();
}
if (drop) {
  const input = drop.querySelector("input[type='file']");
  drop.classList.add("scripted");
  drop.querySelector("button").hidden = true; // with script a file is sent as soon as it is chosen
  input.addEventListener("change", () => { queueFiles(input.files); input.value = ""; });
  drop.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); queueFiles(event.dataTransfer.files); });
}
