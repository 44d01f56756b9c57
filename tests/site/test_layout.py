"""Nothing on a page is cut off: code fits its column on a laptop, all else the screen of a phone too."""

import pytest
from test_site import PAGES

CHAPTERS = [page for page in PAGES if page.startswith("book/")]

OPEN_ALL = """() => {
  document.querySelectorAll("details").forEach(fold => { fold.open = true; });
  document.querySelectorAll(".toggle-hidden").forEach(fold => fold.classList.remove("toggle-hidden"));
  return window.MathJax ? MathJax.startup.promise.then(() => null) : null;
}"""

LONG_LINES = """() => [...document.querySelectorAll("article div.highlight pre")]
  .filter(code => code.scrollWidth > code.clientWidth + 1)
  .map(code => code.innerText.split("\\n").reduce((a, b) => a.length > b.length ? a : b, ""))"""

# What is drawn beyond the edge of the first box around it that does not scroll.
CUT_OFF = """() => {
  const cut = [...document.querySelectorAll("article table, article mjx-container svg, article img, article pre")]
    .filter(part => {
      const right = part.getBoundingClientRect().right;
      for (let box = part.parentElement; box.tagName !== "BODY"; box = box.parentElement) {
        const overflow = getComputedStyle(box).overflowX;
        if (overflow === "auto" || overflow === "scroll") return false;
        if (overflow === "hidden" && right > box.getBoundingClientRect().right + 1.5) return true;
      }
      return right > innerWidth + 1;
    })
    .map(part => `${part.tagName}: ${(part.closest("p, div").innerText || "").slice(0, 80)}`);
  const width = document.scrollingElement.scrollWidth;
  return width > innerWidth ? [`the page is ${width} wide`, ...cut] : cut;
}"""


# Punctuation that stands on another line than the formula before it.
PARTED = """() => [...document.querySelectorAll("article span.math")].filter(formula => {
  const next = formula.nextSibling;
  if (next?.nodeType !== Node.TEXT_NODE || !/^[.,;:?!)\\]]/.test(next.data)) return false;
  const mark = document.createRange();
  mark.setStart(next, 0);
  mark.setEnd(next, 1);
  return mark.getBoundingClientRect().top > formula.getBoundingClientRect().bottom;
}).map(formula => formula.parentElement.innerText.slice(0, 80))"""


@pytest.mark.parametrize("page", CHAPTERS)
def test_nothing_is_cut_off(visit, page):
    shown = visit(page, viewport={"width": 1280, "height": 900})
    shown.evaluate(OPEN_ALL)
    assert shown.evaluate(LONG_LINES) == []
    assert shown.evaluate(CUT_OFF) == []
    assert shown.evaluate(PARTED) == []
    shown.set_viewport_size({"width": 360, "height": 740})
    shown.wait_for_timeout(100)
    assert shown.evaluate(CUT_OFF) == []
    assert shown.evaluate(PARTED) == []


def test_checks_find_what_is_wrong(visit):
    """A long line, a wide table in a box that hides it, a page that scrolls sideways."""
    shown = visit("book/cite.html", viewport={"width": 360, "height": 740})
    shown.evaluate(
        """() => document.querySelector("article").insertAdjacentHTML("beforeend",
          `<div class="highlight"><pre style="overflow:auto">${"x".repeat(200)}</pre></div>
           <div style="overflow:hidden"><table><tr><td style="min-width:900px">wide</td></tr></table></div>
           <div style="width:500px">w</div>`)"""
    )
    assert "x" * 200 in shown.evaluate(LONG_LINES)
    found = shown.evaluate(CUT_OFF)
    assert any(text.startswith("TABLE") for text in found)
    assert any(text.startswith("the page is") for text in found)
