"""Slides for each session of the course, cut out of the built chapters.

Nothing is written twice: the sessions are those of the table in `start.md`, and a slide holds pieces of a
chapter's page as built, with its formulas, figures and live figures.  A chapter marks what is shown:

- ``<!-- slide -->`` begins a slide, under the heading that it stands below;
- ``<!-- off -->`` leaves out what follows, ``<!-- on -->`` goes on; a heading leaves out, too.

A marker stands on a line of its own between paragraphs, or at the end of a line within one.  What a code cell shows
has its slide by the cell's tag ``slide``, or stands on the one before by ``slide-on``.  Not marked, for they are in
every chapter: its goals, its summary, each question with its answers folded, the list of exercises.
"""

import copy
import posixpath

from lxml import etree, html

FOLDER = "slides"
START, TABLE = "book/start.html", "the-full-course"
# what is shown whole or not at all; in anything else we look further
WHOLE = {"a", "code", "em", "figure", "img", "live-figure", "live-macrospin", "pre", "strong", "table"}
CLASSES = ("headerlink", "hide", "cell_input", "solution", "sd-summary-state-marker")
SKIPPED = " or ".join(f"contains(concat(' ', @class, ' '), ' {name} ')" for name in CLASSES)
# beside what is shown, what a cell prints is for those who run it
SHOWN = "ancestor::div[starts-with(@class, 'cell ')][.//img or .//table or .//live-figure]"
PRINTED = f".//div[starts-with(@class, 'output stream')][{SHOWN}]"
KEPT_AROUND = {"p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote"}
HEADINGS = {"h1", "h2", "h3", "h4"}
NAMED = ".//*[@id][not(ancestor-or-self::live-figure or ancestor-or-self::live-macrospin)]"


class Chapter:
    """The slides of one chapter: each a title, its kind, the address it is from, and a body."""

    def __init__(self, name, page):
        self.file, self.slides, self.show, self.copies = name, [], False, {}
        (article,) = copy.deepcopy(page.find_class("bd-article"))
        for node in article.xpath(f".//*[{SKIPPED}] | {PRINTED}"):
            if node.getparent() is not None:
                node.drop_tree()
        article.rewrite_links(self.seen_from_slides)
        self.heading = article.find(".//h1")
        self.name = self.heading.text_content().strip()
        self.exercises = [node for node in article.find_class("exercise") if "admonition" in node.classes]
        self.walk(article, [])
        for *_, body in self.slides:
            for node in body.xpath(NAMED):
                del node.attrib["id"]
        self.picture = next(map(outer, article.xpath(".//figure//img")), "")
        self.slides = [(*said, outer(body)) for *said, body in self.slides]

    def seen_from_slides(self, address):
        """Return an address of the chapter's page as it is from the slides."""
        path, mark, anchor = address.partition("#")
        if ":" in path:  # of another host, or no file
            return address
        target = posixpath.join(posixpath.dirname(self.file), path) if path else self.file
        return posixpath.relpath(target, FOLDER) + mark + anchor

    def begin(self, title=None, kind=""):
        """Begin a slide below the present heading."""
        section = next((one.get("id") for one in self.heading.iterancestors("section")), "")
        body = html.Element("div", {"class": "body"})
        self.slides.append((title or inner(self.heading), kind, self.seen_from_slides(f"#{section}"), body))
        self.show, self.copies = True, {}

    def put(self, node, around):
        """Put a copy of a node on the slide, in copies of the lists and paragraphs around it."""
        where = self.slides[-1][-1]
        for outer in around:
            if outer not in self.copies:
                self.copies[outer] = etree.SubElement(where, outer.tag)
            where = self.copies[outer]
        if not isinstance(node, str):
            where.append(copy.deepcopy(node))
            where[-1].tail = None
        elif len(where):
            where[-1].tail = (where[-1].tail or "") + node
        else:
            where.text = (where.text or "") + node

    def walk(self, parent, around):
        for node in parent.xpath("node()"):
            if isinstance(node, html.HtmlComment):
                if node.text.strip() == "slide":
                    self.begin()
                elif node.text.strip() in ("on", "off"):
                    self.show = node.text.strip() == "on"
            elif isinstance(node, str):
                if self.show and (node.strip() or (around and around[-1] in self.copies)):
                    self.put(node, around)
            elif node.tag in HEADINGS:
                self.heading, self.show = node, False
                if (name := node.text_content().strip()) == "Summary":
                    self.begin(kind="summary")
                elif name == "Exercises":
                    self.list_exercises()
            elif "exercise" in node.classes:
                continue
            elif "tag_slide" in node.classes or "tag_slide-on" in node.classes:
                if "tag_slide" in node.classes:
                    self.begin()
                self.show = True
                self.walk(node, [])
                self.show = False
            elif "admonition" in node.classes:
                self.admonition(node)
            elif node.tag == "details":
                if self.slides and self.slides[-1][1] == "question":
                    self.put(node, around)
            elif node.tag == "p" and node.text_content().startswith("Question "):
                title = node.find("strong")
                self.begin(title.text_content().rstrip(". "), "question")
                title.drop_tree()
                self.walk(node, [*around, node])
            elif node.tag in WHOLE or "math" in node.classes:
                if self.show:
                    self.put(node, around)
            else:
                self.walk(node, [*around, node] if node.tag in KEPT_AROUND else around)

    def admonition(self, node):
        """Show the goals, a summary that stands in a box, and a box in the midst of what is shown."""
        heading = node.find_class("admonition-title")[0]
        title = heading.text_content().strip()
        kind = "goals" if "you can" in title and not self.slides else "summary" if title == "Summary" else ""
        if kind:
            self.begin(self.name if kind == "goals" else title, kind)
        if self.show:
            if kind == "summary":
                heading.drop_tree()
            node.set("class", "box")
            self.put(node, [])
        if kind:
            self.show = False

    def list_exercises(self):
        """List the exercises by their titles, which lead to the chapter."""
        self.begin(kind="exercises")
        rows = etree.SubElement(self.slides[-1][-1], "ul")
        for node in self.exercises:
            address = self.seen_from_slides(f"#{node.get('id')}")
            title = inner(node.find_class("admonition-title")[0])
            rows.append(html.fragment_fromstring(f'<li><a href="{address}">{title}</a></li>'))
        self.show = False


def outer(node):
    return html.tostring(node, encoding="unicode", with_tail=False)


def inner(node):
    return outer(node).partition(">")[2].rpartition("</")[0].strip()


def sessions(start):
    """Return the rows of the table of sessions: number, pages and, as HTML, what one can do afterwards."""
    for row in start.xpath(f"//*[@id='{TABLE}']//tbody/tr"):
        number, pages, able = row.findall("td")
        yield number.text_content(), [a.get("href").partition("#")[0] for a in pages.iter("a")], inner(able.find("p"))


def write(pages, fill):
    """Write the slides of each session, and a page that lists them, with `fill`, and yield their names."""

    def filled(name, **context):
        fill(f"{FOLDER}/{name}", context, "slides.html")
        return f"{FOLDER}/{name}.html"

    titles = {}
    for number, names, able in sessions(pages[START]) if START in pages else ():
        chapters = [Chapter(f"book/{name}", pages[f"book/{name}"]) for name in names]
        covered = "; ".join(chapter.name for chapter in chapters)
        titles[number] = f"Session {number}: {covered}"
        about = f"Slides of session {number} of the course: {covered}."
        yield filled(
            f"session-{number}", title=titles[number], about=about, number=number, able=able, chapters=chapters
        )
    if titles:
        about = "Slides for each session of the course, cut out of its chapters."
        yield filled("index", title="Slides of the course", about=about, sessions=titles)
