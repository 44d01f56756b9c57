// Slides: arrow keys, Page up and down, Space, Home and End; the number in the address; light and dark as in the book.
const slides = [...document.querySelectorAll(".slide")];
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const chosen = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
const known = chosen();
root.dataset.theme = known === "light" || known === "dark" ? known : dark.matches ? "dark" : "light";

const place = () => slides.findLastIndex((slide) => slide.getBoundingClientRect().top < innerHeight / 2);

function go(to) {
  const slide = slides[Math.max(0, Math.min(to, slides.length - 1))];
  slide?.scrollIntoView({ behavior: "instant" });
}

function button(text, name, act) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", textContent: text, title: name, onclick: act });
  element.setAttribute("aria-label", name);
  return element;
}

const count = document.createElement("span");
document.querySelector("nav").append(
  button("◀", "Previous slide", () => go(place() - 1)), count, button("▶", "Next slide", () => go(place() + 1)),
  button("◐", "Light or dark", () => { root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark"; }));

function tell() {
  count.textContent = `${place() + 1} / ${slides.length}`;
  if (slides[0]?.id) history.replaceState(null, "", `#${slides[Math.max(0, place())].id}`);
}

// A slide that holds more than the screen is shown smaller, down to two thirds.
function fit() {
  for (const slide of slides) {
    const body = slide.querySelector(".body");
    const tall = () => slide.offsetHeight > innerHeight + 1 || body.scrollHeight > body.clientHeight + 1;
    body.style.zoom = 1;
    for (let size = 0.96; tall() && size > 0.66; size -= 0.04) body.style.zoom = size;
  }
}
document.fonts.ready.then(fit);
for (const one of document.querySelectorAll("live-figure, live-macrospin")) one.addEventListener("drawn", fit, { once: true });
if (innerWidth > 800) addEventListener("resize", fit);

let timer;
addEventListener("scroll", () => { clearTimeout(timer); timer = setTimeout(tell, 100); }, { passive: true });
tell();

const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, select, textarea, pre, .live-plot")) return; // they have a use for these keys
  if (event.key === " " && event.target.closest("button, summary, a")) return;
  const here = place();
  const tall = slides[here]?.offsetHeight > innerHeight + 2;
  if (tall && ["ArrowDown", "ArrowUp", "PageDown", "PageUp", " "].includes(event.key)) return; // to be scrolled
  const to = { Home: 0, End: slides.length - 1 }[event.key] ?? here + (STEPS[event.key] ?? 0) * (event.shiftKey ? -1 : 1);
  if (!(event.key in STEPS) && event.key !== "Home" && event.key !== "End") return;
  event.preventDefault();
  go(to);
});
