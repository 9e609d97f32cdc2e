// The keyboard: one letter acts, g and a letter goes, j and k move. Never while somebody types.
let going = false;
let goTimer;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if ((event.metaKey || event.ctrlKey) && event.key === "Enter") { submitHere(event); return; }
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "Escape") { typing(event.target) ? event.target.blur() : press("[data-escape]"); return; }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (act(event)) event.preventDefault();
});

function typing(element) {
  return element.isContentEditable || (element.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select") ?? false);
}

function submitHere(event) {
  const form = event.target.closest?.("form");
  if (form) { event.preventDefault(); form.requestSubmit(form.querySelector("[type=submit]:not([name])") || undefined); }
}

function act(event) {
  const key = event.key;
  if (going) { going = false; clearTimeout(goTimer); return press(`[data-go="${CSS.escape(key)}"]`); }
  if (key === "g" && document.querySelector("[data-go]")) { going = true; goTimer = setTimeout(() => { going = false; }, 1500); return true; }
  if (key === "?") { document.getElementById("keys")?.showModal(); return true; }
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  const row = current();
  if (row) {
    if (key === "Enter" && !event.target.closest("a, button, summary, input:not([data-select])")) return press(row.querySelector("a[href]"));
    if (key === "x") { const box = row.querySelector("[data-select]"); if (box) { box.click(); return true; } }
    const inRow = row.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
    if (inRow) return press(inRow);
  }
  if (key === "z") return press([...document.querySelectorAll("[data-undo]")].pop());
  if (key === "/") { const field = document.querySelector("[data-slash]"); if (field) { field.matches("input") ? (field.focus(), field.select()) : field.click(); return true; } }
  return key.length === 1 && (press(`[data-key="${CSS.escape(key)}"]`) || press(`[data-key-else="${CSS.escape(key)}"]`));
}

function press(target) {
  const element = typeof target === "string" ? document.querySelector(target) : target;
  if (!element || element.disabled) return false;
  element.click();
  // What a key opened is where the next key belongs.
  if (element.matches("summary") && element.parentElement.open) element.parentElement.querySelector("select, input:not([type=hidden]), summary ~ * button, summary ~ * a[href]")?.focus();
  return true;
}

// A card of a board is a row, too: j and k go down one lane after the other.
const ROW = ":is([data-row], [data-card])";
function rows() { return [...document.querySelectorAll(ROW)].filter((row) => row.offsetParent !== null); }
function current() { return document.querySelector(`${ROW}[aria-current=true]`); }

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(current());
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
  for (const row of all) row.removeAttribute("aria-current");
  next.setAttribute("aria-current", "true");
  // The link before the box that stands in front of it: Enter opens the row, and in a box it would send the form of the bulk acts.
  const inside = next.querySelector("a[href]") || next.querySelector("button, [data-select]");
  (inside || next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(ROW);
  if (!row || row.hasAttribute("aria-current")) return;
  for (const other of document.querySelectorAll(`${ROW}[aria-current]`)) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
});
