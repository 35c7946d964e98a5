/* Tabs, buttons, the first painting. */
function paintTabs() {
  for (const name of data.tabs) {
    const tab = $(`tab-${name}`);
    const chosen = state.tab === name;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    const count = { list: () => shownRows().length, units: () => unitTotals()[0].lines.length }[name];
    if (count) tab.querySelector("i").textContent = String(count());
  }
  $("work").className = `work tab-${state.tab}`;
  $("view").setAttribute("aria-labelledby", `tab-${state.tab}`);
}
painters.unshift(paintTabs); // first: the drawing measures its place
for (const name of data.tabs) $(`tab-${name}`).addEventListener("click", () => {
  change({ tab: name });
  // The drawing needs the whole height.
  if (name === "graph" && !narrow()) scrollTo(0, $("work").previousElementSibling.offsetTop - 60);
});

for (const [id, act] of [["csv", saveCsv], ["png", savePng], ["print", () => print()], ["zoom-in", () => zoomBy(1.3)], ["zoom-out", () => zoomBy(1 / 1.3)], ["zoom-fit", fitGraph],
  ["sheet-close", () => select(null, "sheet")]]) $(id).addEventListener("click", act);
for (const button of document.querySelectorAll("button[data-tab]")) button.addEventListener("click", () => change({ tab: button.dataset.tab }));

const asked = readAddress();
change();
if (asked) select({ kind: "task", id: asked.i }, "address");
const firstRow = document.querySelector(data.view === "theme" ? "#units [data-t]" : "#list tr[data-t]");
if (firstRow && !asked) select({ kind: "task", id: firstRow.dataset.t }, "start");
document.documentElement.classList.add("ready");
