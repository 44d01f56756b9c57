"""The built website: complete, self-contained, without errors."""

import gzip
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

HTML = Path(__file__).parents[2] / "_build" / "html"
PAGES = sorted(
    path.relative_to(HTML).as_posix()
    for path in HTML.rglob("*.html")
    if not path.relative_to(HTML).parts[0].startswith("_")
)
FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest"}

each_page = pytest.mark.parametrize("page", PAGES)


def slow_but_for(quick, names):
    """Return the parameters of a test, all slow but those of `quick`."""
    return [name if name in quick else pytest.param(name, marks=pytest.mark.slow) for name in names]


class Page(HTMLParser):
    """Collect a page's anchors, its links, and what a browser fetches to show it."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.fetched = set(), [], []
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.ids.update(filter(None, (found.get("id"), found.get("name"))))
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if tag == "link" and FETCHED_LINKS.intersection(found.get("rel", "").split()):
            self.fetched.append(found["href"])
        self.fetched += [found[name] for name in ("src", "poster", "data") if found.get(name)]
        self.fetched += [part.split()[0] for part in found.get("srcset", "").split(",") if part.strip()]
        self.fetched += css_addresses(found.get("style") or "")

    def handle_data(self, data):
        if self.cdata_elem == "style":
            self.fetched += css_addresses(data)


def css_addresses(text):
    return re.findall(r"""url\(\s*["']?([^"')]+)""", text) + re.findall(r"""@import\s+["']([^"']+)""", text)


@cache
def read(page):
    return Page((HTML / page).read_text(encoding="utf-8"))


def is_foreign(address):
    return bool(urlsplit(address).netloc)


def test_there_are_pages(html):
    assert {"index.html", "book/intro.html", "book/theory.html", "book/bibliography.html"} <= set(PAGES)


@each_page
def test_no_traceback(page):
    shown = re.sub(r"<[^>]+>", "", read(page).text)
    assert not re.search(r"Traceback \(most recent call last\)|^\w*Error: ", shown, re.MULTILINE)


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("book/")])
def test_a_chapter_is_light(page):
    packed = len(gzip.compress(read(page).text.encode(), 9)) / 1e3
    assert packed <= 50, f"{page} is {packed:.1f} kB gzipped, at most 50 are wanted"


@each_page
def test_no_mark_of_a_test(page):
    assert "NBVAL_CHECK_OUTPUT" not in read(page).text


@each_page
def test_no_dead_widget(page):
    assert "application/vnd.jupyter.widget" not in read(page).text
    assert not re.search(r"\b(interactive|VBox|HBox|Output|FloatSlider)\((children|value)=", read(page).text)


@each_page
def test_pictures_are_described_in_words(page):
    named = re.findall(r'<img [^>]*alt="([^"]*\.(?:png|svg))"', read(page).text)
    assert named == []


@each_page
def test_links_that_move_a_figure_have_their_script_once(page):
    fetched = [address for address in read(page).fetched if address.endswith("live/prose.js")]
    assert len(fetched) == int('class="live-link"' in (HTML / page).read_text(encoding="utf-8"))


def test_the_reference_is_whole(html):
    """No docstring is torn into a type and a rest, or is what Python says of a tuple's field."""
    text = (html / "book" / "api.html").read_text(encoding="utf-8")
    assert [torn for torn in ("Alias for field", "Type<", "Variables<", "inherited") if torn in text] == []


@each_page
def test_asks_nothing_of_other_hosts(page):
    assert [address for address in read(page).fetched if is_foreign(address)] == []


def test_styles_ask_nothing_of_other_hosts(html):
    for path in html.rglob("*.css"):
        assert [url for url in css_addresses(path.read_text(encoding="utf-8")) if is_foreign(url)] == [], path.name


@each_page
def test_links_and_files_exist(page):
    missing = []
    for address in {*read(page).links, *read(page).fetched}:
        parts = urlsplit(urljoin(f"site:///{page}", address))
        if parts.scheme != "site" or is_foreign(address):
            continue
        target = unquote(parts.path).lstrip("/")
        target = f"{target}index.html" if target == "" or target.endswith("/") else target
        known = (HTML / target).is_file()
        anchor = unquote(parts.fragment)
        if not known or (anchor and target.endswith(".html") and anchor not in read(target).ids):
            missing.append(address)
    assert missing == []


def test_search_finds_a_chapter(visit):
    page = visit("search.html?q=orbital")
    page.locator("ul.search li a").first.wait_for()


@pytest.mark.parametrize(("asked", "page", "said"), [("Eq.+17", "Anatomy of", "17"), ("lambda_J", "Chemical", "Ohm")])
def test_search_shows_the_sentence_with_most_of_the_words(visit, asked, page, said):
    """Or what the page is about, where the words are in its code alone."""
    found = visit(f"search.html?q={asked}").locator("ul.search li").filter(has_text=page).locator(".context").first
    found.wait_for()
    assert said in found.inner_text()


def test_preview_of_a_reference(visit):
    """Hovering over a link to an equation, figure or reference shows it, and Escape hides it."""
    targets = "div.math, figure, .admonition, .citation"
    for name in PAGES:
        if not any(link.startswith("#") for link in read(name).links):
            continue
        page = visit(name)
        link = page.evaluate_handle(
            """targets => [...document.querySelectorAll("article a.reference.internal[href^='#']")].find(
                 link => document.getElementById(link.hash.slice(1))?.closest(targets))""",
            targets,
        ).as_element()
        if link:
            link.hover()
            page.locator(".preview").wait_for()
            page.keyboard.press("Escape")
            assert page.locator(".preview").count() == 0
            return
    pytest.fail("no page refers to an equation, figure or reference")


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        ("a.reference.internal[href*='#term-']", "dd"),
        ("span.math.symbol-lambda_o_F", "tr:has(math)"),
    ],
)
def test_preview_of_a_term_and_of_a_symbol(visit, what, shown):
    """A term shows its definition, a symbol in a formula its row of the notation, with the name in the library."""
    page = visit("book/thickness.html" if "symbol" in what else "book/theory.html")
    page.locator(f"article {what}").first.hover()
    page.locator(f".preview {shown}").first.wait_for()
    if "symbol" in what:
        assert "lambda_o_F" in page.locator(".preview tr").all_text_contents()[0]


def test_the_font_of_formulas_has_each_of_their_signs(html):
    from fontTools.ttLib import TTFont
    from lxml.html import parse

    (font,) = (html / "vendor" / "temml").glob("*.woff")
    held = {chr(sign) for sign in TTFont(font).getBestCmap()} | set("\u2061\u200b\u2009\n\xa0")  # without form
    for name in PAGES:
        signs = set("".join(formula.text_content() for formula in parse(html / name).iter("math")))
        assert signs <= held, (name, signs - held)


def test_every_icon_that_a_stylesheet_names_is_in_the_font(html):
    from fontTools.ttLib import TTFont

    drawn = set(TTFont(html / "_static" / "icons.woff").getBestCmap())
    styles = "".join(path.read_text(encoding="utf-8") for path in (html / "_static").glob("*.css"))
    named = {int(code, 16) for code in re.findall(r'content: ?"\\([ef][0-9a-f]{3})"', styles)}
    named |= {ord(sign) for sign in re.findall("[\ue000-\uf8ff]", styles)}
    of_companies = {0xF09B, 0xF296}  # GitHub and GitLab: of another font, and on no page
    assert named and named - of_companies <= drawn, {hex(code) for code in named - drawn}
