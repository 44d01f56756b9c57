// Links in the text that move a live figure or a stack to other values, and leave the old curves behind to compare with:
// <button class="live-link" data-set="lambda_J=5nm; P_os=0" data-for="its id">, by default for the last one before the link.
// A stack takes what is looked at, too: data-set="y=torque absorbed F; x=F.thickness; x2=F.P_os; limit=closed".
const LASTS = 700; // ms

function target(link) {
  if (link.dataset.for) return document.getElementById(link.dataset.for);
  const all = [...document.querySelectorAll("live-figure, live-stack, live-macrospin")];
  return all.findLast((one) => one.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING) ?? all[0];
}

const value = (text) => {
  const [, digits, nm] = text.trim().match(/^([+-]?[\d.]+(?:e[+-]?\d+)?)\s*(nm)?$/i) ?? [];
  return digits === undefined ? text.trim() : Number(digits) * (nm ? 1e-9 : 1);
};
const wanted = (text) => Object.fromEntries(text.split(";").map((one) => one.split("=")).map(([name, to]) => [name.trim(), value(to)]));

async function move(one, goal) {
  await one.ready;
  one.checked?.(goal);
  const from = Object.fromEntries(Object.keys(goal).map((name) => [name, one.values[name]]));
  if (one.keep) one.keep();
  else if (!one.chart.frozen) one.chart.freeze(one.values);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const begin = performance.now();
  for (let part = still ? 1 : 0; ; part = Math.min(1, (performance.now() - begin) / LASTS)) {
    const ease = part * part * (3 - 2 * part);
    await one.set(Object.fromEntries(Object.entries(goal).map(([name, to]) => [name, part === 1 || typeof to !== "number" || from[name] === undefined ? to
      : from[name] > 0 && to > 0 ? from[name] * (to / from[name]) ** ease : from[name] + (to - from[name]) * ease])), "prose");
    if (part === 1) return;
    await new Promise((done) => requestAnimationFrame(done));
  }
}

document.documentElement.dataset.links = "live"; // see missing.js
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("[data-set].live-link");
  if (!link) return;
  event.preventDefault();
  link.why ??= Object.assign(document.createElement("span"), { className: "live-why", role: "alert" });
  link.why.remove();
  try {
    const one = target(link);
    if (!one?.set) throw new RangeError("there is no live figure for it.");
    one.scrollIntoView({ block: "nearest" });
    await move(one, wanted(link.dataset.set));
  } catch (error) {
    link.why.textContent = ` (This link moves nothing now: ${error.message})`;
    link.after(link.why);
    link.why.scrollIntoView({ block: "nearest" });
  }
});
