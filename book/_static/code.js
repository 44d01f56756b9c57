// One switch a page for its folded code; what a reader chose holds for all pages.
addEventListener("DOMContentLoaded", () => {
  const folds = [...document.querySelectorAll("article .cell > details.hide.above-input")];
  const button = document.querySelector("article .code-switch");
  if (!button) return;
  const KEY = "orbitronics-code";
  const show = (open) => {
    for (const fold of folds) fold.open = open;
    button.setAttribute("aria-pressed", open);
    button.textContent = open ? "Fold the code" : "Show the code";
  };
  // A browser may refuse to keep anything (privacy settings); the switch works all the same.
  const kept = () => {
    try {
      return localStorage.getItem(KEY) === "open";
    } catch {
      return false;
    }
  };
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-pressed") !== "true";
    try {
      localStorage.setItem(KEY, open ? "open" : "folded");
    } catch {
      // not kept
    }
    show(open);
  });
  show(kept());
});
