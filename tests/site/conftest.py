"""A server for the built website and a browser to look at it.

`visit(path)` opens a page and fails the test if anything went wrong in it: a console error or warning, an
exception, a missing file, a request to another host. A test that provokes such a thing takes it out of
`page.problems` itself.
"""

from pathlib import Path
from urllib.parse import urljoin

import pytest
from browser import MISSING, Handler, find, serving
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
UNDER = "/some/sub/path"


@pytest.fixture(scope="session")
def html():
    """Return the directory of the built website."""
    if not (HTML / "index.html").exists():
        pytest.fail("there is no website in _build/html: run `make book`", pytrace=False)
    return HTML


class Below(Handler):
    """Serve the website below a path, as it is published, and nothing beside it."""

    def translate_path(self, path):
        return super().translate_path(path.removeprefix(UNDER) if path.startswith(f"{UNDER}/") else "/nothing")


@pytest.fixture(scope="session")
def site_url(html):
    """Return the address, ending in a slash, at which the website is served; `visit` refuses what lies outside it."""
    with serving(html, Below) as address:
        yield f"{address.rstrip('/')}{UNDER}/"


@pytest.fixture(scope="session")
def browser():
    """Start Chromium; no browser is a failure, never a skip."""
    path = find()
    if path is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def watch():
    """Return a function that notes what goes wrong in a page of a test's own site, and asks for its own files only."""
    pages = []

    def watch(page, address):
        page.problems = []
        page.on("console", lambda m: m.type in ("error", "warning") and page.problems.append(m.text))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("request", lambda r: r.url.startswith((address, "data:", "blob:")) or page.problems.append(r.url))
        pages.append(page)
        return page

    yield watch
    problems = [problem for page in pages for problem in page.problems]
    for page in pages:
        page.context.close()
    assert problems == []


@pytest.fixture
def visit(browser, site_url):
    """Return a function that opens a page, `visit(path, **options of the browser context)`."""
    pages = []

    def visit(path="index.html", until="networkidle", **options):
        page = browser.new_context(**options).new_page()
        page.problems = []
        page.on("console", lambda message: note(page, message.type in ("error", "warning"), message.text))
        page.on("pageerror", lambda error: note(page, True, str(error)))
        page.on("response", lambda answer: note(page, answer.status >= 400, f"{answer.status} {answer.url}"))
        page.on("request", lambda request: note(page, foreign(request.url), f"foreign {request.url}"))
        pages.append(page)
        page.goto(urljoin(site_url, path), wait_until=until)
        page.wait_for_load_state("load")  # on a slow machine the network is idle before the scripts have run
        page.wait_for_selector("html:not(.late)", state="attached")  # all of it is laid out
        return page

    def note(page, wrong, text):
        if wrong:
            page.problems.append(text)

    def foreign(url):
        return url.startswith(("http:", "https:", "ws:", "wss:")) and not url.startswith(site_url)

    yield visit
    problems = [f"{page.url}: {problem}" for page in pages for problem in page.problems]
    for page in pages:
        page.context.close()
    assert not problems
