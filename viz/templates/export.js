/* Files for others: the rows that are shown as CSV, the drawing as PNG. Made here, nothing is sent anywhere. */
const CSV_COLUMNS = ["district", "year", "unit", "role", "reach", "via", "number", "title", "content", "due", "due_text", "themes", "document", "part", "page", "mention", "quote"];

/* A cell that a spreadsheet takes for text, whatever it begins with. */
function csvCell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (/^[\s\u00a0]*[=+\-@＝＋－＠]/.test(text) || /^[\t\r\n]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
/* One line for each duty; what is possible or inferred carries its mark in the role itself. */
function csvLines() {
  const lines = [];
  for (const row of shownRows()) {
    const duties = data.view === "unit" ? (row.own ? [{ ...row.own, name: data.focus.name }] : row.who) : row.who.filter(dutyPasses);
    if (!duties.length) lines.push(csvLine(row, null));
    for (const duty of duties) lines.push(csvLine(row, duty));
  }
  return lines;
}
function csvLine(row, duty) {
  const { task } = row;
  const reach = duty ? (row.own ? row.reach : duty.reach || "direct") : "none";
  const sign = reach === "possible" || reach === "inferred" ? say(`sign_${reach}`) : "";
  const unit = duty ? duty.name || units.get(duty.u).name : "";
  const reachText = data.view === "unit" && !row.own ? say("reach_none") : duty ? say(`reach_${reach}`) : say("unassigned");
  return [task.district, row.year, unit, duty ? say(duty.role) + sign : "", reachText, duty ? duty.via : "", task.number, task.title, task.content,
    row.due, row.dueText, task.themes.join("；"), documentTitle(task.document), say(task.part === "annex" ? "annex" : "body"), (duty && duty.page) || task.page,
    duty ? duty.mention : "", duty ? duty.quote : ""];
}
function csvText() {
  const lines = [CSV_COLUMNS.map((name) => say(`csv_${name}`)), ...csvLines()];
  return "\ufeff" + lines.map((line) => line.map(csvCell).join(",")).join("\r\n") + "\r\n";
}
function saveBlob(blob, ending) {
  const link = el("a", { href: URL.createObjectURL(blob), download: `${data.title.replace(/[\\/:*?"<>|\s]+/g, "-")}.${ending}` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
const saveCsv = () => saveBlob(new Blob([csvText()], { type: "text/csv;charset=utf-8" }), "csv");

/* The drawing with its title and legend on one sheet. */
function savePng() {
  if (state.tab !== "graph") change({ tab: "graph" });
  const source = $("canvas").querySelector("canvas");
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
  pen.fillText(data.title, 20, 34, source.clientWidth - 40);
  pen.font = `12px ${style.fontFamily}`;
  pen.fillStyle = style.getPropertyValue("--ink-2");
  pen.fillText([...$("legend").querySelectorAll("[data-word]")].map((item) => item.dataset.word).join("　　"), 20, source.clientHeight + 76, source.clientWidth - 40);
  sheet.toBlob((blob) => saveBlob(blob, "png"), "image/png");
}
