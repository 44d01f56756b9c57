// Before anything is shown, so that nothing of the other theme is.
if (document.documentElement.dataset.theme === "auto") {
  document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
if (performance.getEntriesByType("navigation")[0]?.type === "navigate"
    && window.requestIdleCallback && CSS.supports("overflow-anchor", "auto")) {
  document.documentElement.classList.add("late");
}
