// The grid of ARIA: one cell stands in the order of tabs, arrows go from cell to cell, Enter goes into one, Escape comes out again.
// A row may name what Enter does where its cell has nothing of its own: data-edit (an address) or data-opens (the id of a details).
const CELLS = "[role=gridcell], [role=rowheader]";
const INSIDE = "a[href], button:not([disabled]), input:not([type=hidden]):not([disabled]), select, textarea, summary";
let last = null; // where the reader was, so that a fragment that comes anew takes nobody away

const rowsOf = (grid) => [...grid.querySelectorAll("[role=row]")].filter((row) => row.querySelector(CELLS));
const cellsOf = (row) => [...row.querySelectorAll(CELLS)];
const placeOf = (cell) => ({ grid: cell.closest("[role=grid]").id, row: cell.closest("[role=row]").dataset.row ?? "", at: cellsOf(cell.closest("[role=row]")).indexOf(cell) });

function settle(grid, wanted) {
  const cells = rowsOf(grid).flatMap(cellsOf);
  const chosen = wanted ?? cells.find((cell) => cell.tabIndex === 0) ?? cells[0];
  for (const cell of cells) {
    cell.tabIndex = cell === chosen ? 0 : -1;
    for (const one of cell.querySelectorAll(INSIDE)) one.tabIndex = -1;
  }
}

function enter(cell) {
  settle(cell.closest("[role=grid]"), cell);
  cell.focus();
  cell.scrollIntoView({ block: "nearest" });
}

function step(cell, event) {
  const rows = rowsOf(cell.closest("[role=grid]"));
  const row = rows.indexOf(cell.closest("[role=row]"));
  const cells = cellsOf(rows[row]);
  const at = cells.indexOf(cell);
  const ends = event.ctrlKey || event.metaKey;
  const near = (index) => { const there = cellsOf(rows[Math.max(0, Math.min(rows.length - 1, index))]); return there[Math.min(at, there.length - 1)]; };
  switch (event.key) {
    case "ArrowRight": return cells[at + 1] ?? cell;
    case "ArrowLeft": return cells[at - 1] ?? cell;
    case "ArrowDown": return near(row + 1);
    case "ArrowUp": return near(row - 1);
    case "PageDown": return near(row + 10);
    case "PageUp": return near(row - 10);
    case "Home": return ends ? cellsOf(rows[0])[0] : cells[0];
    case "End": return ends ? cellsOf(rows.at(-1)).at(-1) : cells.at(-1);
    default: return null;
  }
}

function open(cell) {
  const inside = [...cell.querySelectorAll(INSIDE)];
  if (inside.length) {
    if (inside.length === 1 && inside[0].matches("a[href]")) inside[0].click();
    else inside[0].focus();
    return true;
  }
  const row = cell.closest("[role=row]");
  const details = row.dataset.opens && document.getElementById(row.dataset.opens);
  if (details) {
    details.open = true;
    details.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    details.scrollIntoView({ block: "nearest" });
    return true;
  }
  if (row.dataset.edit) { location.assign(row.dataset.edit); return true; }
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const target = event.target;
  if (event.key === "Escape") {
    const cell = target.closest?.(CELLS);
    const details = target.closest?.("details[open]");
    const row = details?.id && document.querySelector(`[data-opens="${CSS.escape(details.id)}"]`);
    if (cell && cell !== target) enter(cell);
    else if (row) { details.open = false; enter(cellsOf(row)[0]); }
    else return;
    event.preventDefault();
    return;
  }
  if (!target.matches?.(CELLS) || !target.closest("[role=grid]")) return;
  const next = step(target, event);
  if (next) { event.preventDefault(); enter(next); }
  else if ((event.key === "Enter" || event.key === "F2") && !event.ctrlKey && !event.metaKey && open(target)) event.preventDefault();
}, true);

document.addEventListener("focusin", (event) => {
  const cell = event.target.closest?.(CELLS);
  const grid = cell?.closest("[role=grid]");
  if (grid) settle(grid, cell);
  last = grid ? { ...placeOf(cell), inside: cell === event.target ? -1 : [...cell.querySelectorAll(INSIDE)].indexOf(event.target) } : null;
});

function again() {
  const was = last;
  for (const grid of document.querySelectorAll("[role=grid]")) {
    settle(grid);
    if (!was || was.grid !== grid.id || grid.contains(document.activeElement)) continue;
    const row = rowsOf(grid).find((one) => (one.dataset.row ?? "") === was.row);
    const cell = row && cellsOf(row)[was.at];
    if (!cell) continue;
    const inner = was.inside < 0 ? null : [...cell.querySelectorAll(INSIDE)][was.inside];
    settle(grid, cell);
    (inner ?? cell).focus({ preventScroll: true });
  }
}

document.addEventListener("htmx:afterSettle", again);
again();
const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
if (named?.matches(CELLS)) enter(named);
