"""Every page of the website can be read with assistive technology, in the light and in the dark."""

from pathlib import Path

import pytest
from test_site import PAGES, each_page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LIVE = [
    page for page in PAGES if "<live-figure" in (Path(__file__).parents[2] / "_build/html" / page).read_text("utf-8")
]


# colours pass from one theme to the other in a moment, which is to be over
DRESS = """async theme => {
  document.documentElement.dataset.theme = theme;
  await new Promise(requestAnimationFrame);
  const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity);
  await Promise.allSettled(ending.map((one) => one.finished));
}"""


def serious(page, theme):
    """Return the serious findings of axe-core in one theme: what is wrong, and where first."""
    page.evaluate(DRESS, theme)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]


@each_page
def test_no_serious_finding(visit, page):
    opened = visit(page, bypass_csp=True)
    opened.add_script_tag(path=AXE)
    assert {theme: serious(opened, theme) for theme in ("light", "dark")} == {"light": [], "dark": []}


def test_there_are_live_figures(html):
    assert len(LIVE) >= 4


@pytest.mark.parametrize("page", LIVE)
def test_live_figures_of_the_book(visit, page):
    """All of a page's figures come alive under the site's own policy."""
    opened = visit(page)
    opened.wait_for_function(
        "() => [...document.querySelectorAll('live-figure')].every(f => f.getAttribute('state') === 'live')"
    )
    assert opened.evaluate("[...document.querySelectorAll('live-figure')].every(f => f.curves().length > 0)")
