"""What the pages load: one stylesheet, one script and few icons, pictures in files, nothing that a page does not need.

The theme and its extensions bring a dozen stylesheets, two dozen scripts and 2 MB of icons to every page.  When the
site is built, those of a page become one file each, in their order, and inline scripts go into it, so that a policy
may forbid them.  The scripts of the live figures stay by themselves, and so do those of the search, on its own page.
That of the figures runs where the first figure ends, if that is in view when the page opens: deferred, it would wait
until all of a long chapter is read and laid out.
"""

import base64
import hashlib
import html
import posixpath
import re
import struct
from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path

STYLESHEET = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"?]*)[^>]*>\n?')
SCRIPT = re.compile(r'[ \t]*<script(?![^>]*\btype="(?!module|text/javascript))([^>]*)>(.*?)</script>\n?', re.DOTALL)
PRELOAD = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="preload")[^>]*>\n?')
SOURCE = re.compile(r'\bsrc="([^"?]*)')
PICTURE = re.compile(r"<img\b[^>]*>")
DATA = re.compile(r'src="data:image/(png|svg\+xml);base64,([^"]{2000,})"')
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
OWN = {path.name for path in (Path(__file__).parents[1] / "_static").iterdir()}
CODE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
KIND = re.compile(r'<span class="(\w+)">([^<]*)</span>|<span></span>')
LOOK = re.compile(r"\.highlight \.(\w+) (\{[^}]*\})")
SAME = re.compile(r'<span class="(\w+)">[^<]*</span>(?:\s*<span class="\1">[^<]*</span>)+')
# What says nothing: contents for a print that ours leaves out, places for advertisements and banners, remarks, the
# title that a fold has when it is open, which is that of the closed one, indents, and lines between blocks.
IDLE = re.compile(
    r'<div id="jb-print-docs-body".*?(?=<div id="searchbox")|<div id="ethical-ad-placement".*?</div>|<!--.*?-->'
    r'|<div class="pst-async-banner-revealer.*?</div>|<p class="expanded admonition-title">.*?</p>'
    r'|(?<=<p class=")collapsed (?=admonition-title)|(?<=<tr) class="row-(?:odd|even)"|(?<=\n)[ \t\n]+'
    r"|(?<=>)\n(?=</?(?:div|dl|dd|dt|li|p|section|table|tbody|td|th|thead|tr|ul)\b)",
    re.DOTALL,
)
CHEVRON = re.compile(r"(<svg [^>]*sd-octicon-chevron[^>]*>)<path ([^>]*)></path>")
SEARCH = {"_static/searchtools.js", "_static/language_data.js", "searchindex.js"}
LIVE = "live/live.js"
LETTERS = {"Main-Regular", "Math-Italic"}  # of any formula
FACE = re.compile(r"([^{}]+)\{font-family:KaTeX_(\w+)([^}]*)\}")  # a rule of formulas: what has which letters
FONT = '<link rel="preload" as="font" type="font/woff2" crossorigin href="{}" />\n'
SETTING = re.compile(r"\s*(?:const|let|var)\s")  # an inline script that sets a value
EARLY = 50_000  # characters before what is not in view when the page opens
# Not needed: icons as scripts beside the icon font, tabs that the book has not, a name for a choice of versions.
DROPPED = {"_static/scripts/fontawesome.js", "_static/design-tabs.js"}
# Before anything is shown, so that nothing of the other theme is.
THEME = """    if (document.documentElement.dataset.theme === "auto") {
      document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    }
    if (performance.getEntriesByType("navigation")[0]?.type === "navigate"
        && window.requestIdleCallback && CSS.supports("overflow-anchor", "auto")) {
      document.documentElement.classList.add("late");
    }
"""
NAMED = "DOCUMENTATION_OPTIONS.pagename"
# What the theme's buttons do by inline handlers, which the policy forbids; `_static/buttons.js` does it.
HANDLER = re.compile(r'\sonclick="(window\.print|toggleFullScreen)\(\)"')


class Assets:
    """The files of one built site."""

    def __init__(self, out):
        self.out = out
        self.pages = [path for path in sorted(out.rglob("*.html")) if "_static" not in path.relative_to(out).parts]
        texts = "".join(path.read_text(encoding="utf-8") for path in self.pages)
        scripts = "".join(path.read_text(encoding="utf-8") for path in out.rglob("*.js"))
        self.classes = {name for text in re.findall(r'\bclass="([^"]*)"', texts) for name in text.split()}
        self.classes.update(re.findall(r"[\w-]+", scripts))
        self.glyphs = set()
        self.looks = alike(self.text("_static/pygments.css"))
        self.joined_style, self.joined_script = cache(self.joined_style), cache(self.joined_script)
        self.faces = cache(self.faces)

    def rewrite(self):
        """Rewrite every page; what it loads is written as it is first needed."""
        for path in self.pages:
            place = path.relative_to(self.out).as_posix()
            text = self.light(path.read_text(encoding="utf-8"), place)
            path.write_text(text, encoding="utf-8", newline="\n")
        if self.glyphs:
            self.write_icons()

    def write(self, folder, name, data):
        """Write a file named by what it holds, and return its path in the site."""
        name = f"{folder}/{hashlib.sha256(data).hexdigest()[:12]}{name}"
        (self.out / folder).mkdir(parents=True, exist_ok=True)
        (self.out / name).write_bytes(data)
        return name

    def light(self, text, page):
        """Return a page that loads the joined files."""
        folder = posixpath.dirname(page)

        def here(name):
            return posixpath.relpath(name, folder or ".")

        def there(address):
            return posixpath.normpath(posixpath.join(folder, address))

        styles = [there(match[1]) for match in STYLESHEET.finditer(text)]
        links = f'<link rel="stylesheet" href="{here(self.joined_style(tuple(styles)))}" />\n' if styles else ""
        scripts, first, own = [], None, []
        for match in SCRIPT.finditer(text):
            source = SOURCE.search(match[1])
            name = there(source[1]) if source else None
            if first is None and not source and "dataset.theme" in match[2]:
                first = self.write("_static", ".js", f"{match[2].rstrip()}\n{THEME}".encode())
            elif name in SEARCH or (name or "").startswith("live/"):
                own += [name] if name not in SEARCH or page == "search.html" else []
            elif name not in DROPPED and (name or match[2].strip()) and NAMED not in match[2]:
                scripts.append(name or f"\n{match[2]}")
        scripts.sort(key=lambda one: not SETTING.match(one))  # deferred, a script starts at once and reads them
        text = PRELOAD.sub("", SCRIPT.sub("", STYLESHEET.sub("", text)))
        names = ([self.joined_script(tuple(dict.fromkeys(scripts)))] if scripts else []) + own
        head = f'<script src="{here(first)}"></script>\n' if first else ""
        if 'class="katex"' in text:  # else the words around formulas move when their letters come
            fonts = sorted(LETTERS | self.letters(text[text.find("<article") :][:EARLY]))
            head = "".join(FONT.format(here(f"vendor/katex/fonts/KaTeX_{name}.woff2")) for name in fonts) + head
        if LIVE in own and 0 < text.find("<live-figure") < EARLY:
            names.remove(LIVE)
            head = f'<link rel="preload" as="script" href="{here(LIVE)}" />\n{head}'
            text = text.replace("</live-figure>", f'</live-figure><script src="{here(LIVE)}"></script>', 1)
        head += links + "".join(f'<script defer src="{here(name)}"></script>\n' for name in names)
        text = text.replace("</head>", f"{head}</head>", 1)
        text = HANDLER.sub(r' data-press="\1"', text)
        text = PICTURE.sub(lambda match: self.picture(match[0], here, there), text)
        drawn = count()
        text = CHEVRON.sub(
            lambda m: f'{m[1]}<use href="#chevron"/>' if next(drawn) else f'{m[1]}<path id="chevron" {m[2]}></path>',
            text,
        )
        return "".join(self.code(part) if part.startswith("<pre>") else IDLE.sub("", part) for part in CODE.split(text))

    def faces(self):
        """Return the fonts of formulas: each with the classes of what is set in it."""
        found = []
        for selectors, family, look in FACE.findall(self.text("vendor/katex/katex.css")):
            style = "Bold" * ("weight:700" in look) + "Italic" * ("style:italic" in look)
            font = f"{family}-{style or 'Regular'}"
            if (self.out / f"vendor/katex/fonts/KaTeX_{font}.woff2").exists():
                found += [(font, set(re.findall(r"\.([\w-]+)", one.split()[-1]))) for one in selectors.split(",")]
        return [(font, classes) for font, classes in found if classes - {"katex"}]

    def letters(self, text):
        """Return the names of the fonts in which formulas of this text are set, but for those of any formula."""
        used = {frozenset(own.split()) for own in re.findall(r'\bclass="([^"]*)"', text)}
        return {font for font, classes in self.faces() if any(classes <= own for own in used)}

    def code(self, text):
        """Return code with marks where its colour changes, and one name for a colour."""
        text = KIND.sub(lambda match: marked(self.looks.get(match[1], match[1]), match[2]), text)
        return SAME.sub(lambda match: re.sub(rf'</span>(\s*)<span class="{match[1]}">', r"\1", match[0]), text)

    def picture(self, tag, here, there):
        """Return the tag of a picture in a file, with its size, loaded when it comes near."""
        if inside := DATA.search(tag):
            kind = {"png": ".png", "svg+xml": ".svg"}[inside[1]]
            tag = tag.replace(inside[0], f'src="{here(self.write("_images", kind, base64.b64decode(inside[2])))}"')
        source = SOURCE.search(tag)
        path = self.out / there(html.unescape(source[1])) if source else self.out
        if "width=" not in tag and path.is_file() and (size := size_of(path)):
            tag = tag.replace("<img", f'<img width="{size[0]}" height="{size[1]}"', 1)
        return tag if "loading=" in tag or "logo" in tag else tag.replace("<img", '<img loading="lazy"', 1)

    def joined_style(self, names):
        """Write the stylesheets as one and return its name; those of others without rules for what no page has."""
        parts = []
        for name in names:
            folder = posixpath.dirname(name)
            text = self.text(name)
            text = text.replace('@import "../basic.css";', self.text("_static/basic.css"))
            if (self.out / name).name not in OWN and not name.startswith(("live/", "slides/")):
                text = self.pruned(text)
            parts.append(ADDRESS.sub(lambda m, f=folder: f"url({from_static(posixpath.join(f, m[1]))})", text))
        self.glyphs.update(int(code, 16) if code else ord(sign) for code, sign in GLYPH.findall("".join(parts)))
        if self.glyphs:
            face = f"font-family:'Font Awesome 6 Free';font-weight:900;src:url({from_static(ICONS)}) format('woff')"
            parts.append(f"@font-face{{{face}}}")
        return self.write("_static", ".css", "\n".join(parts).encode())

    def text(self, name):
        return (self.out / name).read_text(encoding="utf-8")

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
        from fontTools.ttLib import TTFont

        font = TTFont(min((self.out / FONTS).glob("fa-solid-900.*")), recalcTimestamp=False)
        chosen = subset.Subsetter(subset.Options(layout_features=[], notdef_outline=True))
        chosen.populate(unicodes=self.glyphs)
        chosen.subset(font)
        font.flavor = "woff"
        written = BytesIO()
        font.save(written)
        (self.out / ICONS).write_bytes(written.getvalue())


def alike(style):
    """Return for each kind of code the first that looks the same in both themes; names look as code without a mark."""
    looks = {}
    for kind, rule in LOOK.findall(style):
        looks[kind] = looks.get(kind, "") + rule
    first = {look: kind for kind, look in reversed(looks.items())} | {looks["n"]: ""}
    return {kind: first[look] for kind, look in looks.items()}


def marked(kind, text):
    return f'<span class="{kind}">{text}</span>' if kind else text or ""


def from_static(name):
    return posixpath.relpath(posixpath.normpath(name), "_static")


def size_of(path):
    """Return width and height of a picture in the pixels of a style sheet, or nothing."""
    if path.suffix == ".png":
        return struct.unpack(">II", path.read_bytes()[16:24])
    if path.suffix == ".svg":
        begin = path.read_text(encoding="utf-8", errors="replace")[:2000]
        if found := re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', begin):
            pixel = 3 / 4 if re.search(r'<svg [^>]*width="[\d.]+pt"', begin) else 1  # in points
            return tuple(round(float(number) / pixel) for number in found.groups())
    return None


def write(app, error):
    if not error and app.builder.format == "html":
        Assets(Path(app.outdir)).rewrite()


def setup(app):
    app.connect("build-finished", write, priority=880)  # behind the slides, before the policy
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
