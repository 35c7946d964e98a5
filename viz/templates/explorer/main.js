/* The keyboard and the buttons of the explorer's own pages. */
function toggleKeys() {
  if ($("keys").open) $("keys").close();
  else $("keys").showModal();
}
/* What a row is about: its unit or task rather than its district. */
function openRow(row) {
  const link = ["unit", "content", "title", "name", "number"].map((name) => row.querySelector(`.col-${name} a[href]`)).find(Boolean) || row.querySelector("a[href]");
  if (link) location.assign(link.href);
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && $("keys").open) { $("keys").close(); return; }
  if (typing) return;
  const row = event.target.closest("[data-sheet] tbody tr");
  if (event.key === "/") { event.preventDefault(); $("search").focus(); $("search").select(); }
  else if (event.key === "?") { event.preventDefault(); toggleKeys(); }
  else if (row && (event.key === "ArrowDown" || event.key === "ArrowUp")) { event.preventDefault(); moveSheetRow(row, event.key === "ArrowDown" ? 1 : -1); }
  else if (row && event.target === row && event.key === "Enter") { openRow(row); }
});
$("help").addEventListener("click", toggleKeys);
$("keys").addEventListener("click", (event) => { if (event.target === $("keys")) $("keys").close(); });
for (const button of document.querySelectorAll("[data-act='print']")) button.addEventListener("click", () => print());
/* What is left empty is no part of the address. */
for (const form of document.querySelectorAll("form")) form.addEventListener("submit", () => {
  for (const field of form.elements) if (field.name && field.type !== "file" && !field.value) field.disabled = true;
});
addEventListener("pageshow", () => { for (const field of document.querySelectorAll("form :disabled")) field.disabled = false; });
/* On a narrow screen the menu runs over the edge: the page that is open is in sight. */
const openPage = document.querySelector("nav.menu [aria-current]");
if (openPage) openPage.parentElement.scrollLeft = openPage.offsetLeft - openPage.parentElement.offsetLeft - 12;
/* What is folded away on the screen to save room is said in full on paper. */
const folded = () => document.querySelectorAll(".said details:not([open]), .doubts details:not([open])");
let unfolded = [];
addEventListener("beforeprint", () => { unfolded = [...folded()]; for (const one of unfolded) one.open = true; });
addEventListener("afterprint", () => { for (const one of unfolded) one.open = false; });
document.documentElement.classList.add("ready");
