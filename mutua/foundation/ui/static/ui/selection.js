// Rows of a list: choose one, a run with Shift, all of the page; the bar at the bottom says how many and what to do with them.
const bar = document.querySelector("[data-bulk]");
const all = document.querySelector("[data-select-all]");
const fitting = document.querySelector("[data-select-fitting]");
const which = document.querySelector("[data-which]");
let last = null;

if (bar) {
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-select]");
    if (box) { run(box, event.shiftKey); every(false); show(); }
    if (event.target.closest?.("[data-select-none]")) { for (const other of boxes()) other.checked = false; every(false); show(); }
    if (fitting && event.target.closest?.("[data-select-fitting]")) { every(which.value !== "all"); show(); }
  });
  all?.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; every(false); show(); });
  addEventListener("pageshow", show);
}

// Every row that fits, on whatever page; the server finds them again by the filter in the address.
function every(on) {
  if (which) which.value = on ? "all" : "";
  fitting?.setAttribute("aria-pressed", String(on));
}

function boxes() { return [...document.querySelectorAll("[data-select]")]; }

function run(box, withShift) {
  const list = boxes();
  if (withShift && last && list.includes(last)) {
    const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
    for (const between of list.slice(from, to + 1)) between.checked = box.checked;
  }
  last = box;
}

function show() {
  const list = boxes();
  const chosen = list.filter((box) => box.checked);
  for (const box of list) box.closest("tr, li")?.setAttribute("aria-selected", String(box.checked));
  bar.hidden = chosen.length === 0;
  bar.querySelector("[data-chosen]").textContent = which?.value === "all" ? fitting.dataset.count : String(chosen.length);
  if (fitting) fitting.hidden = chosen.length !== list.length || which.value === "all";
  if (all) { all.checked = chosen.length > 0 && chosen.length === list.length; all.indeterminate = chosen.length > 0 && chosen.length < list.length; }
}
