"""The one pass over the built pages: what stands in them is completed, and what they load becomes few files.

The theme and its extensions bring a dozen stylesheets, two dozen scripts and 2 MB of icons to every page.  When the
site is built, those of a page become one file each, in their order, and inline scripts go into it, so that a policy
may forbid them.  The scripts of the live figures stay by themselves, and so do those of the search, on its own page.
That of the figures runs where the first figure ends, if that is in view when the page opens: deferred, it would wait
until all of a long chapter is read and laid out.
"""

import base64
import hashlib
import posixpath
import re
from collections import defaultdict
from functools import cache
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

import decks
import formulas
from lxml import etree, html
from sphinx.util.images import get_image_size

HERE = Path(__file__).parent
DATA = re.compile(r"data:image/(png|svg)[^,]*;base64,(.{2000,})", re.DOTALL)
ADDRESS = re.compile(r"url\(\s*[\"']?((?!data:|#)[^\"')]+)[\"']?\s*\)")
RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
WITHIN = re.compile(r"\([^()]*\)|\[[^\]]*\]")
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)
NOTICE = re.compile(r"/\*!.*?\*/", re.DOTALL)
GLYPH = re.compile(r'"(?:\\([ef][0-9a-f]{3})|([\ue000-\uf8ff]))"')  # a sign of an icon font, as its number or itself
ICON_FONT = re.compile(r"@font-face\{[^}]*Font ?Awesome[^}]*\}")
FONTS = "_static/vendor/fontawesome/webfonts"
ICONS = "_static/icons.woff"
EMPTY = re.compile(r"@(?:media|supports)[^{}]*\{\s*\}")
OWN = {path.name for path in (HERE.parent / "_static").iterdir()}
# What says nothing: contents for a print that ours leaves out, places for advertisements and banners, what only a
# widget manager reads, the title that a fold has when it is open, which is that of the closed one.
IDLE = (
    "//*[@id='jb-print-docs-body' or @id='ethical-ad-placement'] | //script[contains(@type, 'widget-state')]"
    " | //*[contains(@class, 'pst-async-banner-revealer') or contains(@class, 'expanded admonition-title')]"
)
COLOUR = re.compile(r"\.highlight \.(\w+) \{([^}]*)\}")  # of a kind of word in code, in one of the themes
# What the theme calls otherwise than it shows, and a list whose entries have another role.
MISNAMED = {
    "aria-label": "//button[contains(@class, 'search-button-field')] | //summary[@aria-label='Toggle hidden content']",
    "title": "//i[contains(@class, 'theme-switch')]",
    "role": "//*[@class='citation-list']",
}
FIGURES = "//live-figure | //live-stack | //live-torque"
# The scripts of live/ that a page needs where it holds such parts, in their order; a style has the same name.
LIVE = {
    "live": FIGURES,
    "missing": f"{FIGURES} | //live-macrospin",
    "macrospin": "//live-macrospin",
    "prose": "//*[contains(@class, 'live-link')]",
    "stack": "//live-stack",
}
SWITCH = '<button type="button" class="code-switch pst-js-only" aria-pressed="false">Show the code</button>'
SEARCH = {"_static/searchtools.js", "_static/language_data.js", "searchindex.js"}
SETTING = re.compile(r"\s*(?:const|let|var)\s")  # an inline script that sets a value
EARLY = 1200  # elements before what is not in view when the page opens
# Not needed: what other hosts serve, icons as scripts beside the icon font, tabs that the book has not, a name
# for a choice of versions.
DROPPED = re.compile("://|thebe|fontawesome.js|design-tabs.js|DOCUMENTATION_OPTIONS.pagename")


class Site:
    """The files of one built site."""

    def __init__(self, out):
        self.out = out
        names = [path.relative_to(out).as_posix() for path in sorted(out.rglob("*.html"))]
        self.pages = {}
        self.read(name for name in names if not name.startswith("_static/"))
        self.classes, self.glyphs = set(), set()
        self.joined_style, self.joined_script = cache(self.joined_style), cache(self.joined_script)
        self.colours = cache(self.colours)

    def rewrite(self, fill):
        """Rewrite every page; with `fill`, which writes a template, make the slides of them."""
        for name, page in self.pages.items():
            complete(page)
            self.colour_code(page)
            self.place_pictures(name, page)
        self.read(decks.write(self.pages, fill))
        scripts = "".join(path.read_text(encoding="utf-8") for path in self.out.rglob("*.js"))
        self.classes.update(re.findall(r"[\w-]+", scripts))
        for page in self.pages.values():
            self.classes.update(name for names in page.xpath("//@class") for name in names.split())
        for name, page in self.pages.items():
            self.load(name, page)
            etree.strip_tags(page, etree.Comment)
            text = html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")
            (self.out / name).write_text(text + "\n", encoding="utf-8", newline="\n")
        if self.glyphs:
            self.write_icons()

    def read(self, names):
        for name in names:
            self.pages[name] = html.document_fromstring(self.text(name), parser=html.HTMLParser(huge_tree=True))

    def text(self, name):
        return (self.out / name).read_text(encoding="utf-8")

    def write(self, folder, name, data):
        """Write a file named by what it holds, and return its path in the site."""
        name = f"{folder}/{hashlib.sha256(data).hexdigest()[:12]}{name}"
        (self.out / folder).mkdir(parents=True, exist_ok=True)
        (self.out / name).write_bytes(data)
        return name

    def load(self, name, page):
        """Let a page load the joined files."""
        folder = posixpath.dirname(name)

        def here(path):
            return posixpath.relpath(path, folder or ".")

        def there(address):
            return posixpath.normpath(posixpath.join(folder, address.partition("?")[0]))

        def add(tag, **attributes):
            return etree.SubElement(page.head, tag, {name.rstrip("_"): value for name, value in attributes.items()})

        styles, scripts, own = [], [], []
        for link in page.xpath("//link[@rel='stylesheet' or @rel='preload']"):
            if link.get("rel") == "stylesheet" and not DROPPED.search(link.get("href")):
                styles.append(there(link.get("href")))
            link.drop_tree()
        begin = list(islice(page.iter("*"), EARLY))
        early = ""
        for script in page.xpath("//script[not(@type) or @type='module' or @type='text/javascript']"):
            source, text = script.get("src"), script.text or ""
            script.drop_tree()
            if not source and "dataset.theme" in text:
                early = text.rstrip() + "\n" + (HERE / "early.js").read_text(encoding="utf-8")
            elif source and there(source) in SEARCH:
                own += [there(source)] if name == "search.html" else []
            elif not DROPPED.search(source or text):
                scripts.append(there(source) if source else f"\n{text}")
        if page.find(".//math") is not None:
            early += (HERE / "ahead.js").read_text(encoding="utf-8").replace("FONT", formulas.FONT.name)
        if early:
            add("script", src=here(self.write("_static", ".js", early.encode())))
        scripts.sort(key=lambda one: not SETTING.match(one))  # deferred, a script starts at once and reads them
        needed = [one for one, parts in LIVE.items() if page.xpath(parts)]
        styles += [style for one in needed if (self.out / (style := f"live/{one}.css")).exists()]
        if scripts:
            own.insert(0, self.joined_script(tuple(dict.fromkeys(scripts))))
        own += [f"live/{one}.js" for one in needed]
        for figure in [one for one in begin if one.tag == "live-figure"][:1]:
            own.remove("live/live.js")
            add("link", rel="preload", as_="script", href=here("live/live.js"))
            figure.addnext(html.Element("script", src=here("live/live.js")))
        if styles:
            add("link", rel="stylesheet", href=here(self.joined_style(tuple(dict.fromkeys(styles)))))
        for source in own:
            add("script", defer="", src=here(source))

    def colours(self):
        """Return the first of the kinds of words in code that look alike, by each of them."""
        looks, first = defaultdict(str), {}
        for kind, look in COLOUR.findall(self.text("_static/pygments.css")):
            looks[kind] += look
        return {kind: first.setdefault(look, kind) for kind, look in looks.items()}

    def colour_code(self, page):
        """Mark the words in code that are not of the colour of all code, neighbours of one colour together."""
        alike = self.colours()
        for span in page.xpath("//pre//span"):
            kind, before = alike.get(span.get("class"), span.get("class")), span.getprevious()
            if kind in (None, alike.get("n", "n")) or span.text == ".":
                span.drop_tag()
                continue
            span.set("class", kind)
            if before is not None and before.get("class") == kind and not (before.tail or len(before) or len(span)):
                before.text, before.tail = before.text + span.text, span.tail
                span.tail = None
                span.getparent().remove(span)

    def place_pictures(self, name, page):
        """Put the pictures of a page into files and tell their sizes; they are loaded when they come near."""
        folder = posixpath.dirname(name)
        for image in page.iter("img"):
            if inside := DATA.match(image.get("src", "")):
                path = self.write("_images", f".{inside[1]}", base64.b64decode(inside[2]))
                image.set("src", posixpath.relpath(path, folder or "."))
            path = self.out / folder / unquote(image.get("src", ""))
            if "width" not in image.attrib and path.is_file() and (size := get_image_size(str(path))):
                for side, length in zip(("width", "height"), size, strict=True):
                    image.set(side, str(length))
            if "loading" not in image.attrib and not any("logo" in one for one in image.classes):
                image.set("loading", "lazy")

    def joined_style(self, names):
        """Write the stylesheets as one and return its name; those of others without rules for what no page has."""
        parts = []
        for name in names:
            text = self.text(name).replace('@import "../basic.css";', self.text("_static/basic.css"))
            if posixpath.basename(name) not in OWN and not name.startswith("live/"):
                text = self.pruned(text)
            parts.append(ADDRESS.sub(lambda m, f=name: f"url({from_static(posixpath.dirname(f), m[1])})", text))
        self.glyphs.update(int(code, 16) if code else ord(sign) for code, sign in GLYPH.findall("".join(parts)))
        if self.glyphs:
            face = f"font-family:'Font Awesome 6 Free';font-weight:900;src:url({from_static('', ICONS)}) format('woff')"
            parts.append(f"@font-face{{{face}}}")
        return self.write("_static", ".css", "\n".join(parts).encode())

    def pruned(self, text):
        """Return a stylesheet without the rules for classes that are in no page and no script."""
        notices, text = "".join(NOTICE.findall(text)), ICON_FONT.sub("", NOTICE.sub("", COMMENT.sub("", text)))

        def used(selector):
            while (inner := WITHIN.sub("", selector)) != selector:
                selector = inner
            return "\\" in selector or self.classes.issuperset(CLASS.findall(selector))

        def rule(match):
            kept = ",".join(one for one in re.split(r",(?![^()]*\))", match[1]) if used(one))
            return f"{kept}{{{match[2]}}}" if kept else ""

        return notices + EMPTY.sub("", RULE.sub(rule, text))

    def joined_script(self, names):
        """Write the scripts as one and return its name; a name that begins a line is a script itself."""
        parts = [name if name.startswith("\n") else self.text(name) for name in names]
        return self.write("_static", ".js", ";\n".join(re.sub(r"//# source.*", "", part) for part in parts).encode())

    def write_icons(self):
        """Write the icon font with the icons that the pages have."""
        from fontTools import subset

        font = min((self.out / FONTS).glob("fa-solid-900.*"))
        signs = ",".join(f"{sign:x}" for sign in sorted(self.glyphs))
        options = ["--layout-features=", "--notdef-outline", "--flavor=woff", f"--output-file={self.out / ICONS}"]
        subset.main([str(font), f"--unicodes={signs}", *options])


def from_static(folder, address):
    return posixpath.relpath(posixpath.normpath(posixpath.join(folder, address)), "_static")


def complete(page):
    """Fill the live figures that stand bare in the text, put the switch for code, leave out what says nothing."""
    from orbitronics.web import landing, live

    for part in page.xpath(IDLE):
        part.drop_tree()
    for title in page.find_class("collapsed"):
        title.classes.discard("collapsed")
    for name, parts in MISNAMED.items():
        for part in page.xpath(parts):
            part.attrib.pop(name, None)
    for part in page.xpath("//*[@onclick]"):  # by an inline handler, which the policy forbids; buttons.js does it
        part.set("data-press", part.attrib.pop("onclick").removesuffix("()"))
    for figure in [one for one in page.iter("live-figure") if not len(one)]:
        replace(figure, live.html(*live.asked(dict(figure.attrib))))
    for figure in page.xpath("//p[live-torque[not(*)]] | //*[not(self::p)]/live-torque[not(*)]"):
        replace(figure, landing.html())  # no paragraph may hold it
    for count, label in enumerate(page.find_class("live-number"), 1):
        label.text = f"Live figure {count}."
    link_figures(page)
    if page.xpath("//details[contains(@class, 'above-input')]"):  # below the title, so that nothing moves later
        page.find(".//h1").addnext(html.fragment_fromstring(SWITCH))


def replace(part, text):
    new = html.fragment_fromstring(text)
    new.tail = part.tail
    part.getparent().replace(part, new)


def link_figures(page):
    """Make the buttons in the text that move a figure links to it: a button does not wrap as the words around it."""
    for button in page.xpath("//button[@class='live-link']"):
        figures = "[self::live-figure[@id] or self::live-stack or self::live-macrospin]"
        before = button.xpath(f"(ancestor::*{figures} | preceding::*{figures})[last()]")
        place = before[0].get("id") if before and before[0].tag == "live-figure" else None
        sections = (before[0] if before else button).xpath("(ancestor::section/@id | preceding::section/@id)[last()]")
        button.tag = "a"
        button.set("href", f"#{place or sections[0]}")
        del button.attrib["type"]


def write(app, error):
    if not error:
        Site(Path(app.outdir)).rewrite(app.builder.handle_page)


def setup(app):
    app.connect("build-finished", write, priority=880)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
