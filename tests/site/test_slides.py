"""The slides of the sessions: from the chapters, complete, one screen each, moved by the keyboard, printed."""

import re
import sys

import pikepdf
import pytest
from bs4 import BeautifulSoup
from test_site import HTML, slow_but_for

sys.path.insert(0, str(HTML.parents[1] / "tools"))
SESSIONS = range(1, 11)
OF_ITSELF = {"title", "goals", "summary", "question", "exercises"}
each_session = pytest.mark.parametrize("number", SESSIONS)

MEASURE = """() => [...document.querySelectorAll('.slide')].map((slide) => {
    const body = slide.querySelector('.body'), stage = slide.querySelector('.live-stage');
    const apart = 'svg, math, .live-room, .live-declaration';
    const inside = [...body.querySelectorAll('*')].filter((e) => !e.closest(apart));
    return [slide.id, slide.offsetHeight > innerHeight + 1, body.scrollHeight > body.clientHeight + 1,
            Boolean(stage) && stage.scrollHeight > stage.clientHeight + 1,
            inside.some((e) => e.getBoundingClientRect().right > innerWidth + 1)];
}).filter(([, ...wrong]) => wrong.some(Boolean))"""
READY = "async () => { await document.fonts.ready }"
ALIVE = """() => [...document.querySelectorAll('live-figure')].every((f) => f.getAttribute('state') === 'live')
  && [...document.querySelectorAll('live-macrospin')].every((f) => f.querySelector('.spin-arrow'))"""


def soup(path):
    return BeautifulSoup((HTML / path).read_text(encoding="utf-8"), "html.parser")


def pages_of(number):
    """Return the pages of a session as the table of `start.md` has them."""
    rows = soup("book/start.html").select("#the-full-course tbody tr")
    assert [row.td.get_text() for row in rows] == [str(n) for n in SESSIONS]
    return [link["href"] for link in rows[number - 1].find_all("a")]


@each_session
def test_slides_hold_each_page_of_the_session(number):
    slides = soup(f"slides/session-{number}.html").select(".slide")
    for page in pages_of(number):
        mine = [s for s in slides if s.select_one("footer a")["href"].startswith(f"../book/{page}")]
        kinds = [kind for s in mine for kind in s["class"] if kind != "slide"]
        assert {"goals", "summary", "question", "exercises"} <= set(kinds), page
        chosen = [s for s in mine if not OF_ITSELF.intersection(s["class"])]
        assert len(chosen) >= 5, page
        assert sum(bool(s.select("figure, live-figure, div.math, table")) for s in chosen) >= len(chosen) / 2, page


@each_session
def test_slides_are_slides(number):
    """Each has a heading and something on it, and none is a wall of words."""
    for slide in soup(f"slides/session-{number}.html").select(".slide"):
        assert slide.select_one("h1, h2").get_text(strip=True)
        body = slide.select_one(".body")
        assert body.get_text(strip=True) or body.find("img"), slide["id"]
        for rest in body.select("table, live-figure, details, figure"):
            rest.decompose()
        assert len(body.get_text().split()) < 190, slide["id"]


@each_session
def test_no_source_is_left(number):
    shown = soup(f"slides/session-{number}.html").main.get_text()
    assert not re.search(r":::|\{(cite|ref|term|numref)\}|\$\$|<!--|\[\w[^]]*\]\(", shown)


@pytest.mark.parametrize("number", slow_but_for((4, 8), SESSIONS))
def test_slides_fit_the_screen(visit, number):
    page = visit(f"slides/session-{number}.html", viewport={"width": 1280, "height": 720})
    page.evaluate(READY)
    page.wait_for_function(ALIVE)
    assert page.evaluate(MEASURE) == []
    page.emulate_media(media="print")
    assert page.evaluate(MEASURE) == []


def test_slides_on_a_phone(visit):
    page = visit("slides/session-5.html", viewport={"width": 390, "height": 844})
    page.evaluate(READY)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_keyboard(visit):
    page = visit("slides/session-4.html", viewport={"width": 1280, "height": 720})
    page.evaluate(READY)
    count = page.locator(".slide").count()

    def shown_after(key):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
        return int(page.evaluate("location.hash.slice(2)"))

    assert [shown_after(key) for key in ("ArrowRight", "PageDown", " ", "ArrowLeft")] == [2, 3, 4, 3]
    assert [shown_after(key) for key in ("End", "ArrowRight", "Home", "ArrowLeft")] == [count, count, 1, 1]
    slider = page.locator(".live-slider").first
    slider.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    slider.focus()
    here = page.evaluate("location.hash")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert page.evaluate("location.hash") == here


def test_slides_print_one_a_page(browser, site_url, tmp_path):
    from slides import printed

    printed(browser, f"{site_url}slides/session-3.html", tmp_path / "slides.pdf")
    titles = [
        slide.select_one("h1, h2").get_text().split()[0] for slide in soup("slides/session-3.html").select(".slide")
    ]
    with pikepdf.open(tmp_path / "slides.pdf") as pdf, pdf.open_outline() as outline:
        items = [outline.root[0], *outline.root[0].children]  # the other headings are below the first
        marks = [(pdf.pages.index(item.destination[0]), item.title.split()[0]) for item in items]
        assert len(pdf.pages) == len(titles)
        assert marks == list(enumerate(titles))
        assert [round(float(x)) for x in pdf.pages[0].mediabox[2:]] == [960, 540]  # 1280 by 720 pixels, in points


def test_a_figure_of_many_panels_fills_a_printed_slide(visit):
    page = visit("slides/session-5.html", viewport={"width": 1280, "height": 720})
    page.wait_for_function(ALIVE)
    page.emulate_media(media="print")
    figure = page.locator("live-figure").first
    boxes = [panel.bounding_box() for panel in figure.locator(".live-panel").all()]
    assert len(boxes) == 8 and len({round(box["y"]) for box in boxes}) == 2
    assert sum(box["width"] for box in boxes[:4]) > 1000
    shown = figure.locator(".live-tools button:visible").all_inner_texts()
    assert [text.strip() for text in shown] == ["real", "imaginary"]
    assert not figure.locator(".live-static").is_visible()


def test_instructors_page_leads_to_the_slides():
    links = {link["href"] for link in soup("book/instructor.html").find_all("a") if link.get("href")}
    assert {f"../slides/session-{number}.html" for number in SESSIONS} <= links
