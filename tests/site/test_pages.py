"""One visit to each page: it loads cleanly, can be read with assistive technology, and nothing on it is cut off.

A page is opened once and asked everything; what is wrong is told for all questions together.
"""

from pathlib import Path

import pytest
from test_site import HTML, PAGES, slow_but_for

AXE = (HTML.parents[1] / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
LAPTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# Pages that hold every kind of part; the rest is asked by `make test-slow`.
STEMS = {"intro", "theory", "claims", "profiles", "motion", "stack", "sample", "api", "cite", "session-1", "search"}
QUICK = {page for page in PAGES if Path(page).stem in STEMS}
LIVE = [page for page in PAGES if "<live-figure" in (HTML / page).read_text("utf-8")]

# Colours pass from one theme to the other in a moment, which is to be over.
DRESS = """async theme => {
  document.documentElement.dataset.theme = theme;
  await new Promise(requestAnimationFrame);
  const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(ending.map((one) => one.finished));
}"""
# A theme changes colours, so that the second one is asked about colours only.
RULES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}
SERIOUS = """async rules => (await axe.run(document,
    {resultTypes: ["violations"], preload: false, ancestry: false, ...(rules && {runOnly: rules})})).violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => `${id}, ${nodes.length} times, first ${nodes[0].html.slice(0, 200)}`)"""

OPEN_ALL = """() => {
  document.querySelectorAll("details").forEach(fold => { fold.open = true; });
  document.querySelectorAll(".toggle-hidden").forEach(fold => fold.classList.remove("toggle-hidden"));
}"""

# Each formula of the text is set, and says in MathML what it is.
FORMULAS = """() => [...document.querySelectorAll(".math")]
  .filter(formula => !formula.querySelector("math :is(mi, mn, mo, mtext)"))
  .map(formula => formula.textContent.slice(0, 80))"""

# Formulas are most of a page's elements; FORMULAS has asked for them, and the rest is asked without waiting for them.
AS_LETTERS = """() => {
  window.kept = [...document.querySelectorAll(".math > math")].map(formula => [formula, document.createTextNode("x")]);
  window.kept.forEach(([formula, letter]) => formula.replaceWith(letter));
}"""
AS_THEY_WERE = "() => window.kept.forEach(([formula, letter]) => letter.replaceWith(formula))"

LONG_LINES = """() => [...document.querySelectorAll("article div.highlight pre")]
  .filter(code => code.scrollWidth > code.clientWidth + 1)
  .map(code => code.innerText.split("\\n").reduce((a, b) => a.length > b.length ? a : b, ""))"""

# What is drawn beyond the edge of the first box around it that does not scroll.
CUT_OFF = """() => {
  const cut = [...document.querySelectorAll(
      "article table, article .math, article img, article pre, .prev-next-area i")]
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

# Numbers parted from their unit, and complex ones that go over two lines.
BROKEN = """() => {
  const broken = [], texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest("pre, code, script, style, math, live-figure, live-stack")) continue;
    for (const found of text.data.matchAll(/\\d[\\d.]*\\s(%|nm\\b|[+−]\\s[\\d.]+i)/g)) {
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      if (new Set([...range.getClientRects()].map(line => Math.round(line.top))).size > 1) broken.push(found[0]);
    }
  }
  return broken;
}"""

# Pictures whose width shrank and whose height did not.
SQUEEZED = """() => [...document.querySelectorAll("article img[width][height]")].filter(image => {
  const [width, height] = ["width", "height"].map(name => image.getAttribute(name));
  return image.clientWidth && Math.abs((image.clientHeight * width) / (image.clientWidth * height) - 1) > 0.05;
}).map(image => image.alt.slice(0, 80))"""

STATES = """() => [...document.querySelectorAll("live-figure")].filter(figure => !figure.curves().length)
  .map(figure => `${figure.id}: ${figure.getAttribute("state")}, no curve`)"""


def come_alive(page):
    """Bring each live figure into sight and wait until it is live."""
    for figure in page.locator("live-figure").all():
        figure.scroll_into_view_if_needed()
        page.wait_for_function("figure => figure.getAttribute('state') === 'live'", arg=figure.element_handle())


def fits(page, name, found):
    """Ask whether all is within its column on a laptop and, code apart, on a phone."""
    page.evaluate(OPEN_ALL)
    found["lines of code longer than the column"] = page.evaluate(LONG_LINES)
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)
        page.wait_for_timeout(100)
        found[f"cut off at {size['width']}"] = page.evaluate(CUT_OFF)
        found[f"squeezed at {size['width']}"] = page.evaluate(SQUEEZED)
        found[f"parted from its punctuation at {size['width']}"] = page.evaluate(PARTED)
        found[f"numbers over two lines at {size['width']}"] = page.evaluate(BROKEN)


@pytest.mark.parametrize("page", slow_but_for(QUICK, PAGES))
def test_page(visit, page):
    opened = visit(page, viewport=LAPTOP)
    assert opened.title()
    come_alive(opened)
    found = {"formulas not set": opened.evaluate(FORMULAS), "live figures": opened.evaluate(STATES)}
    opened.evaluate(AXE)
    opened.evaluate(AS_LETTERS)
    for theme, rules in RULES.items():
        opened.evaluate(DRESS, theme)
        found[f"assistive technology, {theme}"] = opened.evaluate(SERIOUS, rules)
    opened.evaluate(AS_THEY_WERE)
    if page.startswith("book/"):
        fits(opened, page, found)
    assert opened.context.cookies() == []
    assert {question: wrong for question, wrong in found.items() if wrong} == {}


def test_there_are_live_figures(html):
    assert len(LIVE) >= 4


def test_checks_find_what_is_wrong(visit):
    """A long line, a wide table in a box that hides it, a page that scrolls sideways, bad pictures."""
    shown = visit("book/cite.html", viewport=PHONE)
    shown.evaluate(
        """() => document.querySelector("article").insertAdjacentHTML("beforeend",
          `<div class="highlight"><pre style="overflow:auto">${"x".repeat(200)}</pre></div>
           <div style="overflow:hidden"><table><tr><td style="min-width:900px">wide</td></tr></table></div>
           <div style="width:500px">w</div><img src="data:,"><img alt="picture" width="90" height="30" src="data:,"
             style="width:30px;height:30px"><p style="color:#fff;background:#eee">pale</p>`)"""
    )
    assert "x" * 200 in shown.evaluate(LONG_LINES)
    found = shown.evaluate(CUT_OFF)
    assert any(text.startswith("TABLE") for text in found)
    assert any(text.startswith("the page is") for text in found)
    assert shown.evaluate(SQUEEZED) == ["picture"]
    shown.evaluate(AXE)
    for theme, kinds in {"light": {"image-alt", "color-contrast"}, "dark": {"color-contrast"}}.items():
        shown.evaluate(DRESS, theme)
        assert kinds <= {text.split(",")[0] for text in shown.evaluate(SERIOUS, RULES[theme])}, theme
