// A file dropped anywhere on the form is the chosen one; the page works without this, by the file field alone.
const form = document.querySelector("form.upload");
if (form) {
  const field = form.querySelector("input[type=file]");
  const progress = form.querySelector("[data-progress]");
  const over = (is) => form.classList.toggle("over", is);
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      over(true);
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) over(false);
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
  });
  // Beside the drop zone the browser would open the file in place of the page.
  for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
  form.addEventListener("submit", () => {
    progress.hidden = false;
  });
}
