// The theme of the Airflow UI around us; before the first paint, so that nothing flashes.
(() => {
  const root = document.documentElement;
  const outside = () => {
    try {
      return window.parent === window ? null : window.parent.document.documentElement;
    } catch {
      return null; // another origin: its theme is not ours to see
    }
  };
  const isDark = () => {
    const frame = outside();
    if (frame) return frame.classList.contains("dark");
    const kept = window.localStorage.getItem("theme");
    if (kept === "dark" || kept === "light") return kept === "dark";
    return window.matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const put = () => root.classList.toggle("dark", isDark());
  put();
  const frame = outside();
  if (frame) new MutationObserver(put).observe(frame, { attributes: true, attributeFilter: ["class"] });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", put);
})();
