// Dialogs, menus and questions before an act.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) { event.preventDefault(); document.getElementById(opener.dataset.open)?.showModal(); return; }
  if (event.target.closest("[data-close]")) { event.target.closest("dialog")?.close(); return; }
  // A click on the backdrop is a click on the dialog itself.
  if (event.target instanceof HTMLDialogElement) event.target.close();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details[data-menu][open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

document.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm || event.target.dataset.confirm;
  if (asked && !window.confirm(asked)) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);

// A dialog that came in a fragment opens itself and leaves when it is closed.
document.addEventListener("htmx:afterSettle", (event) => {
  const dialog = event.target.querySelector?.("dialog[data-now]");
  if (dialog && !dialog.open) { dialog.showModal(); dialog.addEventListener("close", () => dialog.remove(), { once: true }); }
});
