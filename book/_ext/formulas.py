"""Sphinx extension: Temml writes the formulas as MathML when the book is built: for eyes, ears and without a script.

They are set in STIX Two Math, of which the site serves what its formulas need.  A formula that Temml cannot read fails
the build.
"""

import atexit
import html
import json
import re
import subprocess
import unicodedata
from functools import cache
from pathlib import Path

from docutils import nodes
from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.util import logging
from website import MODULES, node

TEMML = MODULES / "temml" / "dist"
FONT = MODULES / "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff"
STYLE = "vendor/temml/temml.css"
SCRIPT = Path(__file__).with_name("temml.js")
# What is set besides the signs in formulas: roots, slanted letters of one-letter names, and symbols of live figures.
LETTERS = [sign for sign in range(0x1D400, 0x1D800) if "MATHEMATICAL ITALIC" in unicodedata.name(chr(sign), "")]
LETTERS += [0x210E, 0x221A, *range(0x20, 0x7F), *range(0x391, 0x3CA)]
SPACE = '<mspace width="0.1667em"></mspace>'
# What Temml leaves otherwise than TeX: before a function the space after a fraction, an index or a bracket, none after
# a function that ends the formula, and in the text the space around a sign that a bracket precedes.
MENDED = {
    r"(</m(?:frac|su[bp]|subsup|row)>|[)\]]</mo>)<mrow>(?=<mi>[a-z]+</mi><mo>\u2061)": rf"\1<mrow>{SPACE}",
    rf"(<mo>\u2061</mo>){SPACE}(?=(?:</mrow>)+</math>)": r"\1",
    r"</mrow><mrow>(?=<mo>[=+−]</mo></mrow>)": "",
}
# Their rows have the numbers that the source gives them; Temml would count them, too.
COUNTED = re.compile(r"\\(begin|end)\{(align|equation|gather|alignat)\}")


@cache
def setter():
    """Return a Node that waits for formulas."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "utf-8"}
    waiting = subprocess.Popen([node(), SCRIPT, TEMML / "temml.cjs"], **pipes)
    atexit.register(waiting.__exit__, None, None, None)  # closes its pipes, at which it ends
    return waiting


signs = set(LETTERS)  # in all formulas


@cache
def formula(tex, display):
    """Return a formula as MathML, in the text with places to break; raise ValueError if it cannot be read."""
    waiting = setter()
    waiting.stdin.write(json.dumps({"tex": tex, "displayMode": display, "wrap": "tex"}) + "\n")
    waiting.stdin.flush()
    answer = json.loads(waiting.stdout.readline())
    if "error" in answer:
        raise ValueError(answer["error"])
    math = answer["math"]
    for found, right in MENDED.items():
        math = re.sub(found, right, math)
    signs.update(map(ord, html.unescape(re.sub(r"<[^>]*>", "", math))))
    return math


def put(translator, node, tex, display):
    try:
        translator.body.append(formula(tex, display))
    except ValueError as error:
        logging.getLogger(__name__).warning("%s in %s", error, tex, location=node)
        translator.body.append(f"<code>{html.escape(tex)}</code>")


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
        tex = rf"\begin{{split}}{tex}\end{{split}}"
    put(translator, node, tex, display=True)
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def write_style(app):
    """Serve Temml's style for the font."""
    target = Path(app.outdir) / STYLE
    target.parent.mkdir(parents=True, exist_ok=True)
    text = (TEMML / "Temml-STIX2.css").read_text(encoding="utf-8")
    text = re.sub(r"src: local[^;]*", f"src: url({FONT.name}); font-display: swap", text)
    # only a formula in the text may break, and only one of several parts
    text = re.sub(r"math(?= \{\s*display: inline)", "span.math > math:has(> mrow + mrow)", text)
    # beside a fraction TeX leaves room, and the font has no prime that is made for the place of an exponent
    text += "mfrac { padding-inline: 0.12em } mo.tml-prime { transform: translateY(0.25em) scale(1.3) }\n"
    target.write_text(text, encoding="utf-8")


def write_font(app, error):
    """Serve the signs of the font that the formulas have."""
    if (folder := (Path(app.outdir) / STYLE).parent).exists():
        font = TTFont(FONT, recalcTimestamp=False)
        # a browser knows no single sign, under which TeX lowers an index no more than under another
        font["MATH"].table.MathConstants.SubscriptBaselineDropMin.Value = 0
        cut = subset.Subsetter(subset.Options(layout_features=[]))
        cut.populate(unicodes=signs)
        cut.subset(font)
        font.save(folder / FONT.name)


def setup(app):
    app.add_html_math_renderer("temml", (inline, None), (block, None))
    app.connect("builder-inited", write_style)
    app.connect("build-finished", write_font, priority=840)
    app.add_css_file(f"../{STYLE}", priority=300)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
