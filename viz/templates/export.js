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
  return [task.district, row.year, unit, duty ? (duty.role ? say(duty.role) : "") + sign : "", reachText, duty ? duty.via : "", task.number, task.title, task.content,
    row.days.map((one) => one.due).join("；") || row.due, row.dueText, task.themes.join("；"), documentTitle(task.document), say(task.part === "annex" ? "annex" : "body"), (duty && duty.page) || task.page,
    duty ? duty.mention : "", duty ? duty.quote : ""];
}
function csvText() {
  const lines = [CSV_COLUMNS.map((name) => say(`csv_${name}`)), ...csvLines()];
  return "\ufeff" + lines.map((line) => line.map(csvCell).join(",")).join("\r\n") + "\r\n";
}
const saveCsv = () => saveBlob(new Blob([csvText()], { type: "text/csv;charset=utf-8" }), data.title, "csv");

function savePng() {
  if (state.tab !== "graph") change({ tab: "graph" });
  savePicture($("canvas").querySelector("canvas"), data.title, legendWords());
}
