// Small comforts; every page works without them.
document.addEventListener("submit", (event) => {
  // A second press must not send the form twice.
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
// On a phone a menu is one row: the page we are on is in sight. Only the row moves, never the page opened at an anchor.
for (const current of document.querySelectorAll(".menu a[aria-current]")) {
  const row = current.closest(".menu");
  row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
