"""Sphinx extension: KaTeX sets the formulas when the book is built, as HTML to look at and MathML to listen to.

A page needs no script for them, and an EPUB gets the MathML alone.  A formula that KaTeX cannot read fails the build.
"""

import html
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

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
STYLED = re.compile(r'<(\w+)(?: class="([^"]*)")? style="([^"]*)"')
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
def formula(tex, display, output):
    """Return the HTML of a formula; raise ValueError where KaTeX cannot read it."""
    node = setter()
    node.stdin.write(json.dumps({"tex": tex, "displayMode": display, "output": output}) + "\n")
    node.stdin.flush()
    answer = json.loads(node.stdout.readline())
    if "error" in answer:
        raise ValueError(answer["error"])
    return STYLED.sub(named, answer["html"])


styles = {}  # of the parts of formulas: few, and each some thousand times on a page


def named(tag):
    """Return the tag with its style as a class."""
    name = styles.setdefault(tag[3], f"k{len(styles)}")
    return f'<{tag[1]} class="{tag[2]} {name}"' if tag[2] else f'<{tag[1]} class="{name}"'


def put(translator, node, tex, display):
    output = "mathml" if translator.builder.name == "epub" else "htmlAndMathml"
    try:
        translator.body.append(formula(tex, display, output))
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
    translator.body.append(translator.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    put(translator, node, node.astext(), display=False)
    translator.body.append("</span>")
    raise nodes.SkipNode


def block(translator, node):
    translator.body.append(translator.starttag(node, "div", CLASS="math notranslate nohighlight"))
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
    if app.builder.format != "html":
        return
    target = Path(app.outdir) / STYLE
    shutil.copytree(
        KATEX / "dist" / "fonts",
        target.parent / "fonts",
        ignore=lambda _, names: {n for n in names if not n.endswith(".woff2")},
        dirs_exist_ok=True,
    )
    style = (KATEX / "dist" / "katex.min.css").read_text(encoding="utf-8")
    style = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("[a-z]*"\)', "", style)
    target.write_text(style.replace("font-display:block", "font-display:swap"), encoding="utf-8")


def finish(app, error):
    """Add the styles that the formulas have, and let Node go."""
    if (path := Path(app.outdir) / STYLE).exists():
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f".katex .{name}{{{style}}}\n" for style, name in styles.items())
    if setter.cache_info().currsize:
        setter().stdin.close()
        setter().wait()


def setup(app):
    app.add_html_math_renderer("katex", (inline, None), (block, None))
    app.connect("config-inited", lambda app, config: setattr(config, "html_math_renderer", "katex"))
    app.connect("builder-inited", copy_style)
    app.connect("build-finished", finish, priority=840)
    app.add_css_file(f"../{STYLE}", priority=300)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
