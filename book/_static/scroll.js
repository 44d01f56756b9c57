// A formula that is wider than its column scrolls, so that the keyboard is to reach it too: looked at when it is laid out.
addEventListener("DOMContentLoaded", () => document.fonts.ready.then(() => {
  const seen = new ResizeObserver((entries) => {
    for (const { target: one } of entries) if (one.scrollWidth > one.clientWidth && one.clientWidth) one.tabIndex = 0;
  });
  for (const one of document.querySelectorAll("article :is(span.math, div.math, div.math > math)")) seen.observe(one);
}));
