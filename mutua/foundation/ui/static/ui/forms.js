// Forms keep what was typed: through a reload, a lost session and the way back. Passwords and hidden fields are never kept.
const PREFIX = "mutua-kept:";
const A_DAY = 86_400_000;

for (const form of document.querySelectorAll("form[data-keep]")) keep(form);
// A form that comes in a fragment: what was sent in its place before either came back with what is wrong, or is done.
document.addEventListener("htmx:load", (event) => {
  for (const form of [event.detail.elt, ...event.detail.elt.querySelectorAll("form")].filter((one) => one.matches("form[data-keep]:not([data-watched])"))) keep(form, true);
});
document.querySelector("[data-focus]")?.focus();
(document.querySelector(".is-wrong :is(input, select, textarea)") || document.querySelector("[data-autofocus]"))?.focus();

function keep(form, arrived = false) {
  form.dataset.watched = "yes";
  const name = PREFIX + form.dataset.keep;
  const before = read(name);
  // What the server sends back after a refusal is newer than what was kept.
  if (before?.sent && (arrived || document.referrer === location.href)) sessionStorage.removeItem(name); // it was sent from here and led back here: done
  else if (before && Date.now() - before.at < A_DAY && !form.querySelector("[aria-invalid]")) restore(form, before.values);
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => write(name, form), 300); });
  form.addEventListener("submit", () => { clearTimeout(timer); write(name, form, true); });
  if (form.dataset.kept === "no") sessionStorage.removeItem(name);
}

function keepable(field) { return field.name && !["password", "hidden", "file", "submit", "button"].includes(field.type); }

function write(name, form, sent = false) {
  const values = {};
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    if (field.type === "checkbox" || field.type === "radio") { if (field.checked) (values[field.name] ??= []).push(field.value); }
    else if (field.multiple) values[field.name] = [...field.selectedOptions].map((option) => option.value);
    else values[field.name] = [field.value];
  }
  try { sessionStorage.setItem(name, JSON.stringify({ at: Date.now(), sent, from: location.pathname, values })); } catch { /* A full store only means that nothing is kept. */ }
}

function restore(form, values) {
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    const kept = values[field.name];
    if (field.type === "checkbox" || field.type === "radio") { if (kept) field.checked = kept.includes(field.value); }
    else if (field.multiple && kept) for (const option of field.options) option.selected = kept.includes(option.value);
    else if (kept?.length) field.value = kept[0];
  }
}

function read(name) {
  try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; }
}

// A form that was sent and led to another page is done: forget what it kept.
for (const name of Object.keys(sessionStorage)) {
  if (name.startsWith(PREFIX)) { const kept = read(name); if (kept?.sent && kept.from !== location.pathname && !location.pathname.startsWith("/sign-in/")) sessionStorage.removeItem(name); }
}

// Two clicks on one button send one form.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) { event.preventDefault(); return; }
  form.dataset.sending = "yes";
  setTimeout(() => { delete form.dataset.sending; }, 4000);
});
// Selects that are a form's only control send it at once.
document.addEventListener("change", (event) => { if (event.target.matches("[data-send]")) event.target.form.requestSubmit(); });

// A form that is drawn anew by its choices: one made while the answer to another is on its way is newer than that answer, which is
// therefore not drawn; htmx asks again with both.
const outdated = new WeakSet();
document.addEventListener("change", (event) => {
  const redrawn = event.target.closest("[data-redrawn]");
  if (redrawn?.classList.contains("htmx-request") && event.target.matches("[data-redraws]")) outdated.add(redrawn);
}, true);
document.addEventListener("htmx:beforeSwap", (event) => { if (outdated.delete(event.detail.target)) event.detail.shouldSwap = false; });
