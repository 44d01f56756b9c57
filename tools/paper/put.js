// Put all pages into the one that is open, with their styles.
async ([bodies, styles]) => {
  const present = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href));
  await Promise.all(styles.filter((href) => !present.has(href)).map((href) => new Promise((done, failed) =>
    document.head.append(Object.assign(document.createElement("link"),
      {rel: "stylesheet", href, onload: done, onerror: failed})))));
  document.documentElement.dataset.theme = "light";
  document.querySelector(".bd-article").outerHTML = bodies;
  await Promise.all([...document.images].map((image) => image.decode()));
}
