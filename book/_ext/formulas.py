"""Sphinx extension: KaTeX sets the formulas when the book is built, as HTML to look at and MathML to listen to.

A page needs no script for them.  A formula that KaTeX cannot read fails the build.  Half of a chapter would be KaTeX's
elements: those that only hold a place become boxes of the stylesheet, and classes have names of one or two letters.
"""

import html
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from string import ascii_uppercase
from xml.etree import ElementTree

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util import logging

KATEX = Path(__file__).resolve().parents[2] / "node_modules" / "katex"
STYLE = "vendor/katex/katex.css"
SCRIPT = """
const katex = require(process.argv[1]);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { tex, ...options } = JSON.parse(line);
  let answer;
  try { answer = { html: katex.renderToString(tex, { ...options, strict: "error" }) }; }
  catch (error) { answer = { error: error.message }; }
  console.log(JSON.stringify(answer));
});
"""
# For XML alone, and what no browser shows or reads.
IDLE = re.compile(r' xmlns="[^"]*"|<semantics>(?:<mrow>)?|(?:</mrow>)?<annotation.*?</semantics>', re.DOTALL)
CLASS = re.compile(r"(?<=\.)(?!katex(?:-display|-html|-mathml)?(?![\w-]))[a-z][\w-]*(?=[^{}]*\{)")
SIZE = re.compile(r"katex-sizing\.reset-(size\d+)\.(size\d+)\{font-size:([\d.]+)em")
SIZED = re.compile(r"katex-sizing reset-(size\d+) (size\d+)")
LENGTH = re.compile(r"([\w-]+):(-?[\d.]+)em")
# Places that KaTeX holds by elements: the height that a row stands on, a row for what hangs below, a line for Safari.
REPLACED = {
    ".vlist>span>.pstrut{": '.vlist>span:before{content:"";display:inline-block;',
    ".vlist-s{": '.vlist-t2:after{content:"";display:table-cell}.katex .vlist-t2>.vlist-r:after{content:"\u200b";',
    ",.katex .katex-strut{": ',.katex .katex-base:before{content:"";',
    ".msupsub{": ".msupsub>i{grid-area:1/1}.katex .msupsub{align-items:baseline;display:inline-grid;",
    ">span": ">i",  # the shortest element that says nothing, and is not read
    "font-display:block": "font-display:swap",
    ".katex .textbf{": ".katex i{font-style:inherit}.katex .textbf{",
}
# Their rows have the numbers that the source gives them; KaTeX would count them, too.
COUNTED = re.compile(r"\\(begin|end)\{(align|equation|gather|alignat)\}")
ROWS = re.compile(r"(\\begin\{)(?!aligned)|(\\end\{)(?!aligned)|(\\\\)(?!\s*\[)")


@cache
def setter():
    """Return a Node that waits for formulas."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if not (node and KATEX.exists()):
        raise ExtensionError("Node.js or node_modules is missing: `make book` installs both")
    return subprocess.Popen(
        [node, "-e", SCRIPT, str(KATEX)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


@cache
def formula(tex, display):
    """Return the HTML of a formula; raise ValueError where KaTeX cannot read it."""
    node = setter()
    node.stdin.write(json.dumps({"tex": tex, "displayMode": display}) + "\n")
    node.stdin.flush()
    answer = json.loads(node.stdout.readline())
    if "error" in answer:
        raise ValueError(answer["error"])
    heard, shown = IDLE.sub("", answer["html"]).split('<span class="katex-html"')
    end = "</span></span>" if display else "</span>"
    shown = ElementTree.fromstring(f'<span class="katex-html"{shown.removesuffix(end)}')
    if not display and len(shown) == 1:
        shown[0].attrib.update(shown.attrib, **{"class": "katex-html katex-base"})
        shown = shown[0]
    return f"{heard}{light(shown)}{end}"


@cache
def stylesheet():
    """Return KaTeX's style for what `light` leaves, and the short names of its classes."""
    text = (KATEX / "dist" / "katex.min.css").read_text(encoding="utf-8")
    text = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("[a-z]*"\)', "", text)
    for given, ours in REPLACED.items():
        text = text.replace(given, ours)
    names = {}
    return CLASS.sub(lambda match: names.setdefault(match[0], short(len(names))), text), names


@cache
def sizes():
    """Return the ratios of KaTeX's sizes of letters."""
    return {(a, b): float(ratio) for a, b, ratio in SIZE.findall((KATEX / "dist" / "katex.min.css").read_text())}


def short(number):
    """Return the name of a class by its number."""
    return f"{ascii_uppercase[number % 26]}{number // 26 or ''}"


styles = {}  # of the parts of formulas: few, and each some thousand times on a page


def light(node, free=False):
    """Return a part of a formula as HTML: without what has no rule and the places that the stylesheet holds.

    A part that has nothing left is only its content, if it is `free` of the part around it.
    """
    own = node.get("class", "")
    if own in ("pstrut", "katex-strut", "vlist-s"):
        return ""
    if own == "msupsub":
        node[:] = [script(item) for item in node[0][0][0]]
        if len(node) == 1:
            return light(node[0])
    parts, style, held = list(node), node.get("style", ""), ("", "")
    if size := SIZED.match(own):
        own, style = own.removeprefix(size[0]), f"font-size:{sizes()[size.groups()]}em;{style}"
        if len(parts) == 1 and not len(parts[0]):  # one sign
            own, style = f"{own} {parts[0].get('class')}", summed(style, parts[0].get("style", ""))
            node.text, parts = parts[0].text, []
    if own == "mspace":  # of many widths
        own, style = "", f"display:inline-block;{style}"
    if "vlist-t2" in own:
        held = ":after", parts.pop()[0].get("style")
    elif parts and parts[0].get("class") in ("pstrut", "katex-strut"):
        held = ":before", parts[0].get("style")
    known = stylesheet()[1]
    names = [known.get(name, name) for name in own.split() if name in known or name == "katex-html"]
    if style or held[0]:
        names.append(styles.setdefault((style, *held), short(len(known) + len(styles))))
    content = html.escape(node.text or "", quote=False)
    loose = "katex-base" in own or size or not names
    content += "".join(light(part, loose) for part in parts)
    told = f' class="{" ".join(names)}"' if names else ""
    told += "".join(f' {name}="{value}"' for name, value in node.items() if name not in ("class", "style"))
    if free and not told:
        return content
    tag = "i" if node.tag == "span" else node.tag
    return f"<{tag}{told}>{content}</{tag}>"


def script(item):
    """Return what is raised or lowered at the end of a sign, shifted by itself: KaTeX makes a table of it."""
    strut, part = item
    size = SIZED.match(part.get("class"))
    size = sizes()[size.groups()] if size else 1
    lengths = dict(LENGTH.findall(item.get("style")))
    lengths["top"] = float(lengths["top"]) + float(LENGTH.search(strut.get("style"))[2])
    style = "".join(f"{name}:{round(float(one) / size, 4)}em;" for name, one in lengths.items() if float(one))
    part.set("style", f"position:relative;{style}{part.get('style', '')}")
    return part


def summed(style, inner):
    """Return the style of an element that takes in its only part."""
    lengths = dict(LENGTH.findall(inner))
    style = LENGTH.sub(lambda m: f"{m[1]}:{round(float(m[2]) + float(lengths.pop(m[1], 0)), 4)}em", style)
    return style + "".join(f"{name}:{one}em;" for name, one in lengths.items())


def put(translator, node, tex, display):
    try:
        translator.body.append(formula(tex, display))
    except ValueError as error:
        logging.getLogger(__name__).warning("%s in %s", error, tex, location=node)
        translator.body.append(f"<code>{html.escape(tex)}</code>")


def spaced(tex):
    """Return the formula with more room between its rows, where fractions would touch, but not in a matrix."""
    depth = 0

    def row(match):
        nonlocal depth
        depth += bool(match[1]) - bool(match[2])
        return r"\\[0.4em]" if match[3] and depth == 0 else match[0]

    return ROWS.sub(row, tex)


def inline(translator, node):
    translator.body.append(translator.starttag(node, "span", "", CLASS="math notranslate"))
    put(translator, node, node.astext(), display=False)
    translator.body.append("</span>")
    raise nodes.SkipNode


def block(translator, node):
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate"))
    if node["number"]:
        translator.body.append(f'<span class="eqno">({node["number"]})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    tex = node.astext().strip()
    if node["nowrap"]:
        tex = COUNTED.sub(r"\\\1{\2*}", tex)
    elif r"\\" in tex:
        tex = rf"\begin{{split}}{spaced(tex)}\end{{split}}"
    put(translator, node, tex, display=True)
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def copy_style(app):
    """Serve KaTeX's style and, in the one format that every browser reads, its fonts."""
    target = Path(app.outdir) / STYLE
    (target.parent / "fonts").mkdir(parents=True, exist_ok=True)
    for font in (KATEX / "dist" / "fonts").glob("*.woff2"):
        shutil.copy(font, target.parent / "fonts")
    target.write_text(stylesheet()[0], encoding="utf-8")


def finish(app, error):
    """Add the styles that the formulas have, and let Node go."""
    if (path := Path(app.outdir) / STYLE).exists():
        with path.open("a", encoding="utf-8") as file:
            for (own, place, held), name in styles.items():
                file.write(f".katex .{name}{{{own}}}\n" if own else "")
                file.write(f".katex .{name}{place}{{{held}}}\n" if held else "")
    if setter.cache_info().currsize:
        setter().stdin.close()
        setter().wait()


def setup(app):
    app.add_html_math_renderer("katex", (inline, None), (block, None))
    app.connect("builder-inited", copy_style)
    app.connect("build-finished", finish, priority=840)
    app.add_css_file(f"../{STYLE}", priority=300)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
