// Shows the equation, figure, exercise, term or reference a link points to while the pointer or focus rests on it,
// and what the symbols of a formula mean while the pointer rests there.
(() => {
  const TARGETS = "div.math, figure, .admonition, .citation, .table-wrapper, table, dl.citation dt, dl.py dt, dl.glossary dt";
  const SYMBOL = "symbol-"; // classes of a formula, see _ext/website.py
  const NOTATION = new URL("../book/notation.html", document.currentScript.src);
  const DELAY = 200; // ms, so that a pointer passing by opens nothing
  const LONGER = 500; // over a formula, where a reader's pointer may rest
  const pages = new Map(); // address without fragment -> promise of its document
  let box, timer;

  const documentOf = (url) => {
    const key = url.href.split("#")[0];
    if (key === location.href.split("#")[0]) return Promise.resolve(document);
    if (location.protocol === "file:") return Promise.reject(new Error("other pages cannot be read from file:"));
    if (!pages.has(key)) {
      pages.set(key, fetch(key).then((answer) => answer.text())
        .then((text) => new DOMParser().parseFromString(text, "text/html")));
    }
    return pages.get(key);
  };

  const hide = () => {
    clearTimeout(timer);
    box?.remove();
    box = undefined;
  };

  const pointedAt = async (link) => {
    const url = new URL(link.href);
    const page = await documentOf(url);
    const target = page.getElementById(decodeURIComponent(url.hash.slice(1)))?.closest(TARGETS);
    if (!target || target.contains(link)) return [];
    return target.matches(".glossary dt") ? [target, target.nextElementSibling] : [target];
  };

  // The rows of the notation page for the symbols of a formula.
  const meaning = async (formula) => {
    const names = [...formula.classList].filter((name) => name.startsWith(SYMBOL)).map((name) => name.slice(SYMBOL.length));
    const rows = [...(await documentOf(NOTATION)).querySelectorAll("tr")];
    return names.flatMap((name) => rows.find((row) => row.querySelector("code")?.textContent === name) ?? []);
  };

  const show = async (at, find) => {
    const parts = await find(at);
    if (!parts.length) return;
    hide();
    box = document.createElement("div");
    box.className = "preview";
    box.setAttribute("role", "tooltip");
    const inside = parts[0].matches("tr") ? box.appendChild(document.createElement("table")) : box;
    for (const part of parts) {
      const copy = document.importNode(part, true);
      copy.removeAttribute("id");
      for (const image of copy.querySelectorAll("img")) image.src = new URL(image.getAttribute("src"), part.baseURI).href;
      inside.append(copy);
    }
    document.body.append(box);
    const from = at.getBoundingClientRect();
    const left = Math.min(from.left, document.documentElement.clientWidth - box.offsetWidth - 8);
    const above = from.top > box.offsetHeight + 8;
    box.style.left = `${Math.max(8, left) + scrollX}px`;
    box.style.top = `${scrollY + (above ? from.top - box.offsetHeight - 2 : from.bottom + 2)}px`;
    box.addEventListener("mouseenter", () => clearTimeout(timer));
    box.addEventListener("mouseleave", leave);
  };

  const enter = (event, find, delay) => {
    clearTimeout(timer);
    const at = event.currentTarget;
    timer = setTimeout(() => show(at, find).catch(() => {}), delay);
  };

  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(hide, DELAY);
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll("article a.reference.internal[href*='#']")) {
      for (const kind of ["mouseenter", "focus"]) link.addEventListener(kind, (event) => enter(event, pointedAt, DELAY));
      link.addEventListener("mouseleave", leave);
      link.addEventListener("blur", leave);
    }
    for (const formula of document.querySelectorAll(`article span.math[class*=${SYMBOL}]`)) {
      formula.addEventListener("mouseenter", (event) => enter(event, meaning, LONGER));
      formula.addEventListener("mouseleave", leave);
    }
    document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  });
})();
