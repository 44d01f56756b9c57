// Says in each live figure that its script did not come; a file of its own, because it speaks of another's absence.
addEventListener("load", () => {
  if (customElements.get("live-figure")) return;
  for (const said of document.querySelectorAll("live-figure .live-status")) {
    said.textContent = "The file live.js did not arrive, so this is the static figure. Reload the page to try again.";
  }
});
