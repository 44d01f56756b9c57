// Shows the equation, figure, exercise or reference a link points to while the pointer or focus rests on it.
(() => {
  const TARGETS = "div.math, figure, .admonition, .citation, .table-wrapper, table, dl.citation dt, dl.py dt";
  const DELAY = 200; // ms, so that a pointer passing by opens nothing
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

  const show = async (link) => {
    const url = new URL(link.href);
    const page = await documentOf(url);
    const target = page.getElementById(decodeURIComponent(url.hash.slice(1)))?.closest(TARGETS);
    if (!target || target.contains(link)) return;
    hide();
    box = document.createElement("div");
    box.className = "preview";
    box.setAttribute("role", "tooltip");
    const copy = document.importNode(target, true);
    copy.removeAttribute("id");
    for (const image of copy.querySelectorAll("img")) image.src = new URL(image.getAttribute("src"), url).href;
    box.append(copy);
    document.body.append(box);
    if (page !== document) await window.MathJax?.typesetPromise?.([box]);
    if (!box) return;
    const at = link.getBoundingClientRect();
    const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8);
    const above = at.top > box.offsetHeight + 8;
    box.style.left = `${Math.max(8, left) + scrollX}px`;
    box.style.top = `${scrollY + (above ? at.top - box.offsetHeight - 2 : at.bottom + 2)}px`;
    box.addEventListener("mouseenter", () => clearTimeout(timer));
    box.addEventListener("mouseleave", leave);
  };

  const enter = (event) => {
    clearTimeout(timer);
    const link = event.currentTarget;
    timer = setTimeout(() => show(link).catch(() => {}), DELAY);
  };

  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(hide, DELAY);
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll("article a.reference.internal[href*='#']")) {
      link.addEventListener("mouseenter", enter);
      link.addEventListener("focus", enter);
      link.addEventListener("mouseleave", leave);
      link.addEventListener("blur", leave);
    }
    document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  });
})();
