// Small comforts; every page works without them.
document.addEventListener("submit", (event) => {
  // A second press must not send the form twice.
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
// On a phone the menu is one row: the page we are on is in sight.
document.querySelector(".menu a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});
