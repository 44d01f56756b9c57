// A formula that is wider than its column scrolls, so that the keyboard is to reach it too.
{
  const mark = () => {
    const formulas = document.querySelectorAll("article :is(span.math, div.math, .katex-display)");
    const wide = [...formulas].filter((one) => one.scrollWidth > one.clientWidth && one.clientWidth);
    for (const one of wide) one.tabIndex = 0;
  };
  addEventListener("DOMContentLoaded", () => document.fonts.ready.then(mark));
  addEventListener("resize", mark);
  document.addEventListener("toggle", mark, true);
}
