/* The order of the units under other weights, and the form of 分工调整测算. What is chosen stands in the address. */
const weighing = document.querySelector("[data-weights]");
if (weighing && sheets.length) {
  const sheet = sheets[0], inputs = [...weighing.querySelectorAll("input[data-weight]")];
  const columns = new Map(sheet.heads.map((head, at) => [head.dataset.name, at]));
  const usable = inputs.filter((input) => columns.has(input.dataset.weight));
  const numberIn = (row, name) => parseFloat(row.cells[columns.get(name)].textContent) || 0;
  const sums = (value) => new Map(sheet.rows.map((row) => [row, usable.reduce((sum, input) => sum + numberIn(row, input.dataset.weight) * value(input), 0)]));
  // Units of one kind under one head are ranked among themselves; the coordinating office stands aside.
  const groups = [[]];
  for (const line of sheet.lines) { if (line.classList.contains("group")) groups.push([line]); else groups[groups.length - 1].push(line); }
  const members = (group) => group.filter((line) => !line.classList.contains("group"));
  const kindOf = (row) => (columns.has("kind") ? row.cells[columns.get("kind")].textContent.trim() : "");
  const ranked = (sum) => new Map(groups.flatMap((group) => members(group).map((row) => [row, 1 + members(group).filter((other) =>
    !other.classList.contains("apart") && kindOf(other) === kindOf(row) && sum.get(other) > sum.get(row) + 1e-9).length])));
  const first = ranked(sums((input) => +input.dataset.start));
  const changed = () => usable.some((input) => input.value !== input.dataset.start && +input.value !== +input.dataset.start);
  const weigh = () => {
    const sum = sums((input) => +input.value), place = ranked(sum);
    for (const input of inputs) input.nextElementSibling.textContent = input.value;
    for (const row of sheet.rows) {
      const cell = row.cells[columns.get("unit")], old = cell.querySelector(".moved"), by = first.get(row) - place.get(row);
      if (old) old.remove();
      if (changed() && !row.classList.contains("apart")) cell.querySelector("a, span").after(el("i", { class: `moved ${by > 0 ? "up" : by < 0 ? "down" : ""}` }, ` ${place.get(row)}${by ? ` ${by > 0 ? "↑" : "↓"}${Math.abs(by)}` : ""}`));
    }
    const ordered = (group) => [...group.filter((line) => line.classList.contains("group")), ...members(group).sort((a, b) => b.classList.contains("apart") - a.classList.contains("apart") || sum.get(b) - sum.get(a))];
    if (changed()) sheet.body.replaceChildren(...groups.flatMap(ordered));
    else sortSheet(sheet);
    weighing.querySelector("[data-weigh-back]").hidden = !changed();
  };
  const keep = () => keepInAddress({ w: changed() ? inputs.map((input) => input.value).join(",") : "" });
  for (const input of inputs) input.addEventListener("input", () => { weigh(); keep(); });
  weighing.querySelector("[data-weigh-back]").addEventListener("click", () => { for (const input of inputs) input.value = input.dataset.start; weigh(); keep(); });
  const held = (new URLSearchParams(location.hash.slice(1)).get("w") || "").split(",");
  if (held.length === inputs.length) { inputs.forEach((input, at) => { input.value = held[at]; }); weighing.open = true; }
  weighing.hidden = usable.length < 2;
  weigh();
}
const supposing = document.querySelector("[data-suppose]");
if (supposing) supposing.addEventListener("submit", () => {
  const part = (name) => supposing.querySelector(`[data-part="${name}"]`);
  part("whole").value = `${part("paper").value} ${part("number").value.trim()}=${part("from").value.trim()}>${part("to").value.trim()}`;
});
const typed = document.querySelector("[data-console] textarea");
if (typed) typed.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); typed.form.requestSubmit(); } });
