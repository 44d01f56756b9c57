"""Sphinx extension: slides for each session of the course, cut out of the built chapters.

Nothing is written twice: the sessions are those of the table in `start.md`, and a slide holds pieces of a
chapter's page as built, with its formulas, figures and live figures.  A chapter marks what is shown:

- ``<!-- slide -->`` begins a slide, under the heading that it stands below;
- ``<!-- off -->`` leaves out what follows, ``<!-- on -->`` goes on; a heading leaves out, too.

A marker stands on a line of its own between paragraphs, or at the end of a line within one.  What a code cell shows
has its slide by the cell's tag ``slide``, or stands on the one before by ``slide-on``.  Not marked, for they are in
every chapter: its goals, its summary, each question with its answers folded, the list of exercises.
"""

import copy
import html
import posixpath
import re
import shutil
from pathlib import Path

from bs4 import BeautifulSoup, Comment, Tag

HERE = Path(__file__).parent
FOLDER = "slides"
START, TABLE = "book/start", "the-full-course"
# what is shown whole or not at all; in anything else we look further
WHOLE = {"a", "code", "em", "figure", "img", "live-figure", "live-macrospin", "pre", "strong", "table"}
LIVE = ["live-figure", "live-macrospin"]
# what a page with this mark in it needs of the folder live/
SCRIPTS = (("<live-macrospin", "macrospin"), ("<live-figure", "live"), ('"live-link"', "prose"), ("<live-", "missing"))
SKIPPED = ".headerlink, details.hide, .cell_input, script:not([type]), .solution, .sd-summary-state-marker"
PRINTED = ".cell:has(img, table, live-figure) .output.stream"  # beside what is shown, it is for those who run the cell
KEPT_AROUND = {"p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"}
HEADINGS = {"h1", "h2", "h3", "h4"}
LICENCES = ' · <a href="../licences.html">licences</a>'
PAGE = (HERE / "slides.html").read_text(encoding="utf-8")
SPAN, CODE = re.compile(r"<(/?)span\b[^>]*>"), re.compile(r"(?s)(?<=<pre>).*?(?=</pre>)")
HOLE = '<i data-aside="{}"></i>'


def set_aside(text, aside):
    """Return a page with holes in place of its formulas and code, which are most of its elements."""
    pieces, end = [], 0
    while (start := text.find('<span class="katex', end)) >= 0:
        pieces += [text[end:start], HOLE.format(len(aside))]
        depth, end = 0, start
        for span in SPAN.finditer(text, start):
            depth += -1 if span[1] else 1
            end = span.end()
            if depth == 0:
                break
        aside.append(text[start:end])

    def hole(code):
        aside.append(code[0])
        return HOLE.format(len(aside) - 1)

    return CODE.sub(hole, "".join([*pieces, text[end:]]))


def put_back(text, aside):
    """Return a text with what was set aside back in its holes."""
    return re.sub(HOLE.format(r"(\d+)"), lambda hole: aside[int(hole[1])], text)


class Chapter:
    """The slides of one chapter: each a title, the address it is from, and a body."""

    def __init__(self, page, text, aside):
        self.page, self.soup = page, BeautifulSoup(set_aside(text, aside), "html.parser")
        self.slides, self.show, self.copies = [], False, {}
        self.article = self.soup.select_one("article.bd-article")
        for node in self.article.select(f"{SKIPPED}, {PRINTED}"):
            node.decompose()
        for node in self.article.find_all(True):
            for name in ("href", "src"):
                if name in node.attrs and not node[name].startswith("data:"):
                    node[name] = self.seen_from_slides(node[name])
        self.name = self.article.h1.get_text(strip=True)
        self.exercises = self.article.select(".exercise.admonition")
        self.heading = self.article.h1
        self.walk(self.article, [])

    def seen_from_slides(self, address):
        """Return an address of the chapter's page as it is from the slides."""
        if "://" in address or address.startswith("mailto:"):
            return address
        path, mark, anchor = address.partition("#")
        target = posixpath.join(posixpath.dirname(self.page), path) if path else self.page
        return posixpath.relpath(target, FOLDER) + mark + anchor

    def begin(self, title=None, kind=""):
        """Begin a slide below the present heading."""
        section = self.heading.find_parent("section")
        source = self.seen_from_slides(f"#{section['id']}" if section and section.get("id") else "")
        body = self.soup.new_tag("div", attrs={"class": "body"})
        self.slides.append((title or self.heading.decode_contents().strip(), kind, source, body))
        self.show, self.copies = True, {}

    def put(self, node, around):
        """Put a copy of a node on the slide, in copies of the lists and paragraphs around it."""
        where = self.slides[-1][-1]
        for outer in around:
            if id(outer) not in self.copies:
                self.copies[id(outer)] = self.soup.new_tag(outer.name)
                where.append(self.copies[id(outer)])
            where = self.copies[id(outer)]
        where.append(copy.copy(node))

    def walk(self, parent, around):
        for node in list(parent.children):
            classes = node.get("class", ()) if isinstance(node, Tag) else ()
            if isinstance(node, Comment):
                if node.strip() == "slide":
                    self.begin()
                elif node.strip() in ("on", "off"):
                    self.show = node.strip() == "on"
            elif not isinstance(node, Tag):
                if self.show and (node.strip() or (around and id(around[-1]) in self.copies)):
                    self.put(node, around)
            elif node.name in HEADINGS:
                self.heading, self.show = node, False
                if (name := node.get_text(strip=True)) == "Summary":
                    self.begin(kind="summary")
                elif name == "Exercises":
                    self.list_exercises()
            elif "exercise" in classes:
                continue
            elif "tag_slide" in classes or "tag_slide-on" in classes:
                if "tag_slide" in classes:
                    self.begin()
                self.show = True
                self.walk(node, [])
                self.show = False
            elif "admonition" in classes:
                self.admonition(node)
            elif node.name == "details":
                if self.slides and self.slides[-1][1] == "question":
                    self.put(node, around)
            elif node.name == "p" and node.strong and node.get_text().startswith("Question "):
                self.begin(node.strong.extract().get_text().rstrip(". "), "question")
                self.walk(node, [*around, node])
            elif node.name in WHOLE or "math" in classes:
                if self.show:
                    self.put(node, around)
            else:
                self.walk(node, [*around, node] if node.name in KEPT_AROUND else around)

    def admonition(self, node):
        """Show the goals, a summary that stands in a box, and a box in the midst of what is shown."""
        title = node.select_one(".admonition-title").get_text(strip=True)
        kind = "goals" if "you can" in title and not self.slides else "summary" if title == "Summary" else ""
        if kind:
            self.begin(self.name if kind == "goals" else title, kind)
        if self.show:
            inner = copy.copy(node)
            if kind == "summary":
                inner.select_one(".admonition-title").decompose()
            inner["class"] = "box"
            self.put(inner, [])
        if kind:
            self.show = False

    def list_exercises(self):
        """List the exercises by their titles, which lead to the chapter."""
        rows = "".join(
            f'<li><a href="{self.seen_from_slides("#" + node["id"])}">{title.decode_contents()}</a></li>'
            for node in self.exercises
            for title in node.select(".admonition-title")
        )
        self.begin(kind="exercises")
        self.slides[-1][-1].append(BeautifulSoup(f"<ul>{rows}</ul>", "html.parser"))
        self.show = False


def sessions(out):
    """Return the rows of the table of sessions: number, pages and, as HTML, what one can do afterwards."""
    soup = BeautifulSoup((out / f"{START}.html").read_text(encoding="utf-8"), "html.parser")
    for row in soup.select(f"#{TABLE} tbody tr"):
        number, pages, able = row.find_all("td")
        yield int(number.get_text()), [a["href"].partition("#")[0] for a in pages.find_all("a")], able.p


def deck(out, number, pages, able):
    """Return title and HTML of one session's slides."""
    aside: list[str] = []
    chapters = [Chapter(f"book/{page}", (out / "book" / page).read_text(encoding="utf-8"), aside) for page in pages]
    names = "; ".join(chapter.name for chapter in chapters)
    picture = next(filter(None, (chapter.article.select_one("figure img") for chapter in chapters)), None)
    first = (
        f'<h1>Session {number}</h1><div class="body"><ul class="chapters">'
        + "".join(f'<li><a href="../book/{page}">{c.name}</a></li>' for page, c in zip(pages, chapters, strict=True))
        + f"</ul><p>Afterwards you can {able.decode_contents()}.</p>{picture or ''}</div>"
        '<footer><a href="../book/instructor.html">for instructors</a> · <a href="index.html">all sessions</a>'
        f"{LICENCES}</footer>"
    )
    slides = [f'<section class="slide title" id="s1">{first}</section>']
    for chapter in chapters:
        for title, kind, source, body in chapter.slides:
            for node in body.find_all(id=True):
                if node.name not in LIVE and not node.find_parent(LIVE):
                    del node["id"]
            slides.append(
                f'<section class="slide {kind}" id="s{len(slides) + 1}"><h2>{title}</h2>{body}'
                f'<footer><a href="{source}">{chapter.name}</a></footer></section>'
            )
    needs = [
        f'<script defer src="../live/{name}.js"></script>'
        for mark, name in SCRIPTS
        if any(mark in slide for slide in slides)
    ]
    title = f"Session {number}: {names}"
    return title, put_back(page(title, f"Slides of session {number} of the course: {names}.", needs, slides), aside)


def page(title, about, needs, slides):
    texts = {"title": html.escape(title), "about": html.escape(about)}
    return PAGE.format(**texts, scripts="\n".join(needs), slides="\n".join(slides))


def write(app, error):
    """Write the slides of each session, and a page that lists them; a book without the course has none."""
    out = Path(app.outdir)
    if error or app.builder.format != "html" or not (out / f"{START}.html").exists():
        return
    folder, rows = out / FOLDER, []
    folder.mkdir(exist_ok=True)
    for name in ("slides.css", "slides.js"):
        shutil.copy(HERE / name, folder / name)
    for number, pages, able in sessions(out):
        title, text = deck(out, number, pages, able)
        (folder / f"session-{number}.html").write_text(text, encoding="utf-8", newline="\n")
        rows.append(f'<li><a href="session-{number}.html">{html.escape(title)}</a></li>')
    listed = (
        f'<section class="slide list"><h1>Slides of the course</h1><div class="body"><ul>{"".join(rows)}</ul></div>'
        f'<footer><a href="../book/instructor.html">for instructors</a>{LICENCES}</footer></section>'
    )
    about = "Slides for each session of the course, cut out of its chapters."
    text = page("Slides of the course", about, [], [listed])
    (folder / "index.html").write_text(text, encoding="utf-8", newline="\n")


def setup(app):
    app.connect("build-finished", write, priority=850)  # before publish puts the pages under the policy
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
