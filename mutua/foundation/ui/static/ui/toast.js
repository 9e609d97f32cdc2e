// Messages at the bottom: ten seconds, longer while the pointer or the focus is on one; z takes the last act back.
const TEN_SECONDS = 10_000;
const place = document.getElementById("toasts");

for (const toast of place.querySelectorAll("[data-toast]")) watch(toast);
document.addEventListener("mutua:toast", (event) => {
  const { text, undo, problem } = event.detail;
  const toast = build(text, undo, problem);
  place.append(toast);
  watch(toast);
});

// What a fragment puts here is a message like the others; one that offers a choice stays longer.
document.addEventListener("htmx:oobAfterSwap", (event) => { if (event.detail.target === place) for (const toast of place.querySelectorAll("[data-toast]:not([data-watched])")) watch(toast); });

function watch(toast) {
  toast.dataset.watched = "yes";
  let left = Number(toast.dataset.seconds) * 1000 || TEN_SECONDS;
  let since = performance.now();
  let timer = setTimeout(() => toast.remove(), left);
  const hold = () => { clearTimeout(timer); left -= performance.now() - since; toast.classList.add("is-held"); };
  const go = () => { since = performance.now(); timer = setTimeout(() => toast.remove(), Math.max(1000, left)); toast.classList.remove("is-held"); };
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("pointerleave", go);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", go);
  toast.querySelector("[data-dismiss]").addEventListener("click", () => toast.remove());
}

function build(text, undo, problem) {
  const toast = document.importNode(document.getElementById("toast-shape").content, true).firstElementChild;
  toast.querySelector("[data-words]").textContent = text;
  const form = toast.querySelector("form");
  if (undo && undo.startsWith("/") && !undo.startsWith("//")) form.action = undo;
  else { form.remove(); toast.querySelector(".ring").remove(); }
  if (problem) toast.setAttribute("role", "alert");
  return toast;
}
