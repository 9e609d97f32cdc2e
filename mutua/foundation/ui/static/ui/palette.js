// The palette: a modal dialog with a combobox; the list comes from the server, so that it shows only what one may see.
const palette = document.getElementById("palette");
const field = palette.querySelector("input");
const hits = palette.querySelector("[role=listbox]");
const count = palette.querySelector("[data-palette-count]");
let asked = 0;
let timer;

document.addEventListener("click", (event) => { if (event.target.closest("[data-palette]")) open(); });
document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") { event.preventDefault(); palette.open ? palette.close() : open(); }
});
field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 90); });
field.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); choose(event.key === "ArrowDown" ? 1 : -1); }
  else if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); follow(selected(), event.metaKey || event.ctrlKey); }
});
hits.addEventListener("click", (event) => follow(event.target.closest("[role=option]"), event.metaKey || event.ctrlKey));
hits.addEventListener("pointermove", (event) => { const option = event.target.closest("[role=option]"); if (option) mark(option); });

function open() {
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  palette.showModal();
  field.value = "";
  field.focus();
  ask();
}

async function ask() {
  const number = ++asked;
  try {
    const response = await fetch(`${palette.dataset.url}?q=${encodeURIComponent(field.value)}`, { headers: { "HX-Request": "true" } });
    if (response.redirected) { location.reload(); return; }
    const html = await response.text();
    // An answer that was overtaken by a later question is thrown away.
    if (number !== asked) return;
    hits.innerHTML = html;
    count.textContent = String(options().length);
    mark(options()[0]);
  } catch {
    if (number === asked) document.dispatchEvent(new CustomEvent("mutua:toast", { detail: { text: document.body.dataset.lost, problem: true } }));
  }
}

function options() { return [...hits.querySelectorAll("[role=option]")]; }
function selected() { return hits.querySelector("[role=option][aria-selected=true]"); }

function choose(step) {
  const all = options();
  if (all.length) mark(all[(all.indexOf(selected()) + step + all.length) % all.length], true);
}

function mark(option, scroll = false) {
  for (const other of options()) other.setAttribute("aria-selected", String(other === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  if (option && scroll) option.scrollIntoView({ block: "nearest" });
}

function follow(option, inNewTab) {
  if (!option) return;
  if (option.dataset.method === "here") { palette.close(); window.htmx.ajax("GET", option.dataset.href, "#over"); return; }
  if (option.dataset.method === "post") { post(option.dataset.href); return; }
  if (inNewTab) window.open(option.dataset.href, "_blank", "noopener");
  else location.assign(option.dataset.href);
}

function post(address) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.createElement("input");
  token.type = "hidden"; token.name = "csrfmiddlewaretoken"; token.value = document.body.dataset.csrf;
  form.append(token);
  document.body.append(form);
  form.submit();
}
