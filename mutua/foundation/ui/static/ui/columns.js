// The menu of columns: the hidden field carries their order.
document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-column]");
  if (!box) return;
  const form = box.form;
  const field = form.querySelector("[data-columns]");
  const chosen = [...form.querySelectorAll("[data-column]:checked")].map((one) => one.value);
  field.value = [field.dataset.columns, ...chosen].join(",");
});
