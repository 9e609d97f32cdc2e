// What goes over the wire by htmx: a thin line while it takes long, and clear words when it fails.
const root = document.documentElement;
let running = 0;

document.addEventListener("htmx:beforeRequest", () => { running += 1; root.classList.add("is-busy"); });
document.addEventListener("htmx:afterRequest", () => { running = Math.max(0, running - 1); if (!running) root.classList.remove("is-busy"); });

// A session that ended answers a fragment with the sign-in page: go there instead of putting it into the middle of this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const address = event.detail.xhr.responseURL;
  if (address && new URL(address).pathname.startsWith("/sign-in/")) {
    event.detail.shouldSwap = false;
    location.assign(`/sign-in/?next=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  // An error fragment may name another place for itself, so that a list row or a card stays where it is.
  const place = event.detail.xhr.getResponseHeader("X-Problem-Target");
  if (event.detail.isError && place) event.detail.target = document.querySelector(place) || event.detail.target;
});

for (const lost of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(lost, () => say(document.body.dataset.lost));
}

function say(text) {
  document.dispatchEvent(new CustomEvent("mutua:toast", { detail: { text, problem: true } }));
}
