// Says in place which file did not come; one of its own, because it speaks of others' absence.
const FILES = { "live-figure": "live.js", "live-torque": "live.js", "live-stack": "stack.js", "live-macrospin": "macrospin.js" };
const STYLES = { "live.css": [".live", "--live-text"], "stack.css": ["live-stack", "--own-text"] }; // a property that it gives
addEventListener("load", () => {
  for (const [name, file] of Object.entries(FILES)) {
    const [what, without] = name === "live-stack" ? ["stack", "no live stack"] : ["figure", "the static figure"];
    const gone = customElements.get(name) ? "" : file === "stack.js" && !customElements.get("live-figure") ? "live.js" : file;
    for (const one of document.querySelectorAll(name)) {
      const bare = Object.keys(STYLES).find((style) => one.matches(STYLES[style][0]) && !getComputedStyle(one).getPropertyValue(STYLES[style][1]));
      if (!gone && !bare) continue;
      const said = one.querySelector(".live-status, .own-said") ?? one.appendChild(Object.assign(document.createElement("p"), { className: "live-status" }));
      said.textContent = gone ? `The file ${gone} did not arrive, so this is ${without}. Reload the page to try again.`
        : `The file ${bare} is missing from the site: the ${what} works, but has lost its form.`;
      if (gone && what === "stack") one.setAttribute("state", "failed");
    }
  }
  const links = document.documentElement.dataset.links ? [] : document.querySelectorAll(".live-link");
  const said = " (The file prose.js did not arrive, so the links here move nothing. Reload the page to try again.)";
  for (const text of new Set(Array.from(links, (one) => one.parentElement))) text.append(said);
});
