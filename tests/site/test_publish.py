"""The website as it is published: under its policy, from any address, with the buttons that are known."""

import base64
import hashlib
import html
import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import urlsplit

import mini
import pikepdf
import publish
import pytest
import website
from nbformat import NotebookNode
from test_site import PAGES, each_page, read

ROOT = Path(__file__).parents[2]
REPOSITORY = {"GITHUB_REPOSITORY": "someone/something", "GITHUB_REF_NAME": "trunk"}
ADDRESS = {"SITE_URL": "https://someone.example/something"}
BOOK = [page for page in PAGES if "/" in page or page in ("intro.html", "theory.html")]


@each_page
def test_page_is_under_the_policy(page):
    text = read(page).text
    policy = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert len(policy) == 1
    rules = dict(rule.split(" ", 1) for rule in policy[0].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["connect-src"] == "'self'"
    assert text.index("Content-Security-Policy") < min(
        text.find(tag) % len(text) for tag in ("<script", "<link", "<style")
    )


@each_page
def test_no_inline_script_or_handler(page):
    text = read(page).text
    for attributes in re.findall(r"<script(?![^>]*\ssrc=)([^>]*)>", text):
        assert re.search(r'type="(application/json|text/plain)', attributes), attributes
    assert not re.search(r"<[a-zA-Z][^<>]*\son[a-z]+=", text)
    assert "javascript:" not in "".join(read(page).links)


@each_page
def test_page_has_title_and_card(page):
    text = read(page).text
    assert re.search(r"<title>\S.*</title>", text, re.DOTALL)
    assert 'property="og:title"' in text
    assert text.count('name="description"') == text.count('property="og:description"') <= 1


@pytest.mark.parametrize("page", BOOK)
def test_chapter_says_what_it_is_about(page):
    text = read(page).text
    (description,) = re.findall(r'<meta name="description" content="([^"]*)"|"([^"]*)" name="description"', text)
    about = "".join(description)
    assert len(about) > 40
    assert re.match(r"[A-Z].*[.!?…]$", html.unescape(about)), about
    assert f'property="og:description" content="{about}"' in text


def test_card_is_a_picture_of_the_right_size(html):
    data = (html / "card.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)


def test_the_browser_keeps_only_what_the_book_says(visit):
    page = visit("search.html?q=orbital")
    page.locator("ul.search li a").first.wait_for()
    page.locator("button.theme-switch-button").first.click()
    page.goto(page.url.split("search.html")[0] + BOOK[0], wait_until="networkidle")
    page.goto(page.url.split("book/")[0] + "book/theory.html", wait_until="networkidle")
    kept = set(page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"))
    assert {"mode"} < kept <= {"theme", "mode", "sphinx_highlight_terms", "sidebar-scroll-top"}
    assert page.context.cookies() == []


def test_policy_stops_what_it_forbids(visit):
    page = visit("404.html")
    page.problems.clear()
    outcome = page.evaluate("""async () => {
        const element = document.body.appendChild(document.createElement("script"));
        element.textContent = "window.ran = true";
        const asked = await fetch("https://other.example/").then(() => "answered", () => "refused");
        return [window.ran ?? "stopped", asked];
    }""")
    assert outcome == ["stopped", "refused"]
    assert all("Content Security Policy" in problem for problem in page.problems)
    page.problems.clear()


def test_buttons_without_inline_handlers(visit):
    page = visit(BOOK[0], until="load")
    page.evaluate("window.print = () => { window.printed = true }")
    page.locator("[title='Print to PDF'], .btn-download-pdf-button").first.dispatch_event("click")
    assert page.evaluate("window.printed")


def test_pages_open_as_files(browser, html):
    """From file: all but the live figures and the search's excerpts works: text, formulas, static figures."""
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    wrong = []
    page.on("console", lambda said: said.type in ("error", "warning") and wrong.append(said.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((html / "index.html").as_uri(), wait_until="networkidle")
    page.locator("article").first.wait_for()
    chapter = next(name for name in PAGES if "<live-figure" in read(name).text)
    page.goto((html / chapter).as_uri(), wait_until="networkidle")
    page.locator(".math > math").first.wait_for()
    loaded = "[...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family)"
    assert "STIX2" in page.evaluate(f"document.fonts.ready.then(() => {loaded})")
    page.locator('live-figure[state="live"] .live-lines path[d^="M"]').first.wait_for()
    page.locator(".live-code > summary").first.click()
    page.locator(".live-source > summary").first.click()
    page.wait_for_function("() => document.querySelector('.live-python').textContent.includes('def currents(')")
    page.goto((html / "slides" / "session-1.html").as_uri(), wait_until="networkidle")
    page.goto((html / "search.html").as_uri() + "?q=orbital", wait_until="networkidle")
    page.locator("ul.search li a").first.wait_for()
    assert wrong == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in asked)
    page.close()


def test_every_served_file_of_others_is_of_a_project_on_the_page_of_licences(html):
    text = (html / "licences.html").read_text(encoding="utf-8")
    known, named = set(), set()
    for project in publish.SERVED:
        assert f"<h2>{project} " in text
        for line in (distribution(project).read_text("RECORD") or "").splitlines():
            path, digest, _ = line.rsplit(",", 2)
            known.add(digest)
            named.add(re.sub(r"(_t|\.jinja)$", "", path.rsplit("/", 1)[-1]))
    own = {path.name for path in (ROOT / "book" / "_static").iterdir()} | {"icons.woff", "pygments.css"}
    for path in (html / "_static").rglob("*"):
        if path.is_file() and path.name not in own and not re.fullmatch(r"[0-9a-f]{12}\.(js|css)", path.name):
            digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
            assert f"sha256={digest}" in known or path.name in named, path
    assert {path.name for path in (html / "vendor").iterdir()} == {"temml"}
    assert text.count("<details>") > len(publish.SERVED)


@pytest.mark.parametrize("part", ["Bootstrap", "Font Awesome Free", "clipboard.js", "Temml", "STIX Two Math"])
def test_what_is_bundled_in_files_of_others_is_named_too(part):
    assert part.lower() in read("licences.html").text.lower()


def test_licences_can_be_reached_from_every_page():
    for page in set(PAGES) - {"index.html", "licences.html"}:
        assert any(link.endswith("licences.html") for link in read(page).links), page


@pytest.fixture(scope="module")
def unpublished(tmp_path_factory):
    """Return the pages of a small book, built where nothing is known of an address."""
    return mini.build(mini.write(tmp_path_factory.mktemp("unpublished") / "book"))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Return the pages of that book, built where its repository and its address are known."""
    place = mini.write(tmp_path_factory.mktemp("published") / "book")
    return mini.build(place, **REPOSITORY, **ADDRESS, SOURCE_DATE_EPOCH="1700000000")


def links(page):
    return {html.unescape(link) for link in re.findall(r'href="([^"]*)"', page.read_text(encoding="utf-8"))}


@pytest.mark.slow
@pytest.mark.xdist_group("unpublished")
def test_a_build_at_another_place_is_the_same(unpublished, tmp_path):
    """Two clean builds of the small book: every file is the same (`make reproduce` compares the whole site)."""
    other = mini.build(mini.write(tmp_path / "far" / "away" / "book"))
    assert len(list(other.rglob("*.html"))) > 2
    here, there = (
        {path.relative_to(top): path.read_bytes() for path in top.rglob("*") if path.is_file()}
        for top in (unpublished, other)
    )
    assert [name for name in here.keys() | there.keys() if here.get(name) != there.get(name)] == []


def written(kind, website):
    """Run a tool on the small book, in a process of its own: one process drives one browser."""
    command = [sys.executable, ROOT / "tools" / f"{kind}.py", website, website.parents[1]]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.slow
@pytest.mark.xdist_group("unpublished")
def test_the_book_as_epub(unpublished):
    """With formulas in MathML alone, figures as pictures, answers behind the questions; epubcheck finds no fault."""
    written("epub", unpublished)
    target = unpublished.parent / "orbitronics.epub"
    first = target.read_bytes()
    with zipfile.ZipFile(target) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert next(iter(held)) == "mimetype"
    page = held["book/chapter.xhtml"].decode()
    assert re.search(r'<math [^>]*alttext="x\^2"', page)
    assert not re.search("<(script|details|button|input|select|textarea|fieldset|live-)", page)
    # a vector is bold by its own sign, and a function stands by itself, in every reader
    room = '<mspace width="0.1667em"[^>]*/>'
    said = re.sub("</?mrow>", "", page)
    assert re.search(f"<mi>k</mi>{room}<mi>sin</mi><mo>\u2061</mo>{room}<mi>\U0001d426</mi>", said)
    pictures = re.findall(r'<img [^>]*src="([^"]+)"', page)
    assert pictures and all(f"book/{name}" in held for name in pictures)
    (font,) = re.findall(r"url\(([^)]+)\)", held["book/epub.css"].decode())
    assert f"book/{font}" in held
    assert (
        'href="intro.xhtml#intro--equation-one"' in page
        and 'id="intro--equation-one"' in held["book/intro.xhtml"].decode()
    )
    assert page.index("A number:") < page.index(">Answers<") < page.index("Right: 1.5.")
    written("epub", unpublished)
    assert target.read_bytes() == first


@pytest.mark.slow
@pytest.mark.xdist_group("unpublished")
def test_the_book_as_pdf(unpublished):
    written("pdf", unpublished)
    with pikepdf.open(unpublished.parent / "orbitronics.pdf") as document, document.open_outline() as outline:
        assert len(document.pages) == 4  # cover, contents, two pages
        titles = [entry.title for entry in outline.root]
        assert titles[-2:] == ["A small book", "A chapter"]
        assert [entry.title for entry in outline.root[-1].children] == ["Questions", "Answers"]


@pytest.mark.xdist_group("unpublished")
def test_no_address_is_invented(unpublished):
    assert not (unpublished / "sitemap.xml").exists()
    for page in unpublished.rglob("*.html"):
        found = re.search(r'rel="canonical"|og:url|og:image|mybinder|colab\.research', page.read_text(encoding="utf-8"))
        assert not found or "_static" in page.parts, page


@pytest.mark.xdist_group("published")
def test_buttons_of_a_known_repository(published):
    found = links(published / "book" / "chapter.html")
    repository = "https://github.com/someone/something"
    assert f"{repository}/edit/trunk/book/chapter.ipynb" in found
    assert any(link.startswith(f"{repository}/issues/new?") for link in found)
    assert f"{repository}/releases/latest" in found
    assert "https://mybinder.org/v2/gh/someone/something/notebooks?urlpath=lab/tree/book/chapter.ipynb" in found
    assert "https://colab.research.google.com/github/someone/something/blob/notebooks/book/chapter.ipynb" in found
    download = next(link for link in found if link.endswith(".ipynb") and "://" not in link)
    notebook = json.loads((published / "book" / download).resolve().read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4
    intro = links(published / "book" / "intro.html")
    assert f"{repository}/edit/trunk/book/intro.md" in intro
    assert not any("mybinder" in link for link in intro)


@pytest.mark.xdist_group("published")
def test_addresses_of_a_known_site(published):
    site = ADDRESS["SITE_URL"]
    text = (published / "book" / "chapter.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{site}/book/chapter.html"' in text
    assert f'property="og:url" content="{site}/book/chapter.html"' in text
    assert f'property="og:image" content="{site}/card.png"' in text
    sitemap = (published / "sitemap.xml").read_text(encoding="utf-8")
    assert re.findall(r"<loc>(.*?)</loc><lastmod>(.*?)</lastmod>", sitemap) == [
        (f"{site}/book/chapter.html", "2023-11-14"),
        (f"{site}/book/intro.html", "2023-11-14"),
    ]
    missing = (published / "404.html").read_text(encoding="utf-8")
    assert f'<base href="{urlsplit(site).path}/"' in missing
    assert 'rel="canonical"' not in missing


def test_prints_in_the_light_theme(visit, tmp_path):
    page = visit(BOOK[0], color_scheme="dark")
    theme = "document.documentElement.dataset.theme"
    page.evaluate(f"addEventListener('beforeprint', () => {{ window.seen = {theme} }})")
    page.pdf(path=tmp_path / "page.pdf")
    assert (page.evaluate("window.seen"), page.evaluate(theme)) == ("light", "dark")
    page.emulate_media(media="print")
    assert not page.locator(".bd-sidebar-primary, .bd-header-article, .bd-footer-content").filter(visible=True).count()


def test_what_a_cell_prints_is_one_output():
    """However its kernel cut it into messages: here before the end of a line."""
    pieces = [("stdout", "one"), ("stderr", "no"), ("stdout", "\ntwo\n")]
    outputs = [NotebookNode(output_type="stream", name=name, text=text) for name, text in pieces]
    outputs.insert(1, NotebookNode(output_type="display_data", data={}))
    for _ in range(2):  # and what it is given stays as it was
        joined = website.join_streams(outputs)
        assert [one.get("text") for one in joined] == ["one\ntwo\n", None, "no"]
