// Light, dark or as the system has it; roomy or compact. The server reads the same cookies, so the first paint is right.
const root = document.documentElement;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-look] button, button[data-look-name]");
  if (!button) return;
  event.preventDefault();
  choose(button.name || button.dataset.lookName, button.value);
  for (const other of button.parentElement.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
});

function choose(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `mutua-${name}=${value}; path=/; max-age=31536000; SameSite=Lax${secure}`;
}

// What is ⌘ on a Mac is Ctrl elsewhere, also in what comes later.
if (!/Mac|iPhone|iPad/.test(navigator.platform)) {
  const name = (root) => {
    for (const key of root.querySelectorAll("kbd")) {
      if (key.textContent.includes("⌘")) key.textContent = key.textContent.replace("⌘", "Ctrl ");
    }
  };
  name(document);
  document.addEventListener("htmx:load", (event) => name(event.detail.elt));
}
