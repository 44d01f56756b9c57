// One switch a page for its folded code; what a reader chose holds for all pages.
addEventListener("DOMContentLoaded", () => {
  const folds = [...document.querySelectorAll("article .cell > details.hide.above-input")];
  const heading = document.querySelector("article h1");
  if (!folds.length || !heading) return;
  const KEY = "orbitronics-code";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "code-switch";
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
    } catch {}
    show(open);
  });
  show(kept());
  heading.after(button);
});
