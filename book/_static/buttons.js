// What the theme's buttons do by handlers in the page, which its policy forbids.
document.addEventListener("DOMContentLoaded", () => {
  const does = { "window.print": () => print(), toggleFullScreen: () => toggleFullScreen() };
  for (const button of document.querySelectorAll("[data-press]")) {
    button.addEventListener("click", does[button.dataset.press]);
  }
});
