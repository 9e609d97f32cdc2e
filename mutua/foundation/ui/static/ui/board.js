// Boards: drag a card to another lane, or move it with [ and ]. The server decides; a refused card goes back and the reason is shown.
const board = document.querySelector("[data-board]");
if (board) start();

async function start() {
  const script = document.createElement("script");
  script.src = document.getElementById("board-script").dataset.sortable;
  script.addEventListener("load", () => { for (const lane of lanes()) sortable(lane); });
  document.head.append(script);
  board.addEventListener("keydown", (event) => {
    const card = event.target.closest("[data-card]");
    if (!card || !["[", "]"].includes(event.key) || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    const from = card.closest("[data-lane]");
    const to = lanes()[lanes().indexOf(from) + (event.key === "]" ? 1 : -1)];
    if (to) { const after = card.nextElementSibling; to.prepend(card); move(card, from, after); }
  });
}

function lanes() { return [...board.querySelectorAll("[data-lane]")]; }

function sortable(lane) {
  let after = null;
  window.Sortable.create(lane, {
    group: "board", animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120, draggable: "[data-card]", delay: 120, delayOnTouchOnly: true,
    ghostClass: "is-ghost", filter: "a, button, input, select", preventOnFilter: false,
    onStart: (event) => { after = event.item.nextElementSibling; },
    onEnd: (event) => { if (event.to !== event.from) move(event.item, event.from, after); },
  });
}

async function move(card, from, after) {
  const lane = card.closest("[data-lane]");
  const body = new URLSearchParams({ card: card.dataset.card, version: card.dataset.version, to: lane.dataset.lane, position: String([...lane.children].indexOf(card)) });
  card.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(board.dataset.boardUrl, { method: "POST", body, headers: { "X-CSRFToken": document.body.dataset.csrf, "HX-Request": "true" } });
    const html = await response.text();
    if (response.status === 409 && html.includes("data-card=")) { anew(card, from, after, html); tell(response.headers.get("HX-Trigger")); return; }
    if (!response.ok) { back(card, from, after); say(words(html)); return; }
    const hadFocus = card.contains(document.activeElement);
    const fresh = replace(card, html);
    if (hadFocus) (fresh.querySelector("a") || fresh).focus();
    tell(response.headers.get("HX-Trigger"));
  } catch { back(card, from, after); say(document.body.dataset.lost); }
  finally { card.removeAttribute("aria-busy"); }
}

function replace(card, html) {
  const shape = document.createElement("template");
  shape.innerHTML = html.trim();
  const fresh = shape.content.querySelector(`[data-card="${CSS.escape(card.dataset.card)}"]`) || card;
  if (fresh !== card) card.replaceWith(fresh);
  for (const part of shape.content.querySelectorAll("[hx-swap-oob][id], [data-instead][id]")) document.getElementById(part.id)?.replaceWith(part);
  window.htmx?.process(fresh);
  return fresh;
}

// Somebody else was quicker: the card comes as it is now, in the lane where it stands now.
function anew(card, from, after, html) {
  from.insertBefore(card, after);
  const fresh = replace(card, html);
  const its = lanes().find((lane) => lane.dataset.lane === fresh.dataset.stage);
  if (its && its !== from) its.prepend(fresh);
  (fresh.querySelector("a") || fresh).focus();
}

function back(card, from, after) { from.insertBefore(card, after); card.querySelector("a")?.focus(); }

function words(html) {
  const shape = document.createElement("template");
  shape.innerHTML = html;
  return (shape.content.querySelector("[data-sentence]") || shape.content).textContent.trim().slice(0, 400);
}

function say(text) { document.dispatchEvent(new CustomEvent("mutua:toast", { detail: { text, problem: true } })); }

function tell(header) {
  if (!header) return;
  try { const told = JSON.parse(header)["mutua:toast"]; if (told) document.dispatchEvent(new CustomEvent("mutua:toast", { detail: told })); } catch { /* Other triggers are plain words and not for us. */ }
}
