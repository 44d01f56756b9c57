// Letters of formulas in view when the page opens, else the words around them move; from a disk (file:) it is not allowed.
if (location.protocol !== "file:") {
  const href = new URL("../vendor/temml/FONT", document.currentScript.src);
  const given = { rel: "preload", as: "font", type: "font/woff", crossOrigin: "", href };
  document.head.append(Object.assign(document.createElement("link"), given));
}
