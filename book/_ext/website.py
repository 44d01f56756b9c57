r"""Sphinx extension: what this site needs beyond Jupyter Book's settings.

- The live figures' files are served by the site.
- The results of notebooks are kept only while the library that computed them is unchanged.
- A formula in the text is not parted from its punctuation.
- An equation that holds the paper's number as ``\tag{5}`` is numbered so; the others are (B1), (B2), ...
- The bibliography has the labels by which the text cites, author and year, with a letter where both are the same.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from string import ascii_lowercase

from docutils import nodes
from myst_nb.core import render
from pybtex.backends import plaintext
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style as UnsrtStyle
from pybtex.style.labels import BaseLabelStyle
from sphinx.errors import ExtensionError
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
LIBRARY = ROOT / "orbitronics"
MARK = "# NBVAL_CHECK_OUTPUT\n"
TAG = re.compile(r"\\tag\{([^}]*)\}")
# The packages in live/libraries.js, and the script that takes from them.
BUNDLED = ("d3-array", "d3-random", "is-any-array")
BUNDLED += ("ml-array-max", "ml-array-min", "ml-array-rescale", "ml-levenberg-marquardt", "ml-matrix")
LIBRARIES = Path(__file__).with_name("libraries.js")


def configure(app, config):
    """Keep results per state of the library."""
    cache = kept_results(Path(app.outdir).parent)
    for old in cache.parent.glob("*"):
        if old != cache:
            shutil.rmtree(old, ignore_errors=True)
    config.nb_execution_cache_path = str(cache)
    # Thebe would start a kernel elsewhere.
    for listeners in app.events.listeners.values():
        listeners[:] = [entry for entry in listeners if not entry.handler.__module__.startswith("sphinx_thebe")]


def library_state():
    """Return a digest of everything besides a notebook that decides its results."""
    digest = hashlib.sha256()
    files = [path for path in LIBRARY.rglob("*.*") if path.suffix not in (".pyc", ".js", ".css")]
    for path in [*sorted(files), ROOT / "requirements.lock", ROOT / "book" / "matplotlibrc"]:
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def kept_results(build):
    """Return the folder, below that of the build, of the results of chapters with the library as it is."""
    return build / ".jupyter_cache" / library_state()


def write_live(folder):
    """Write the live figures' scripts and styles, without what only their authors read, and the libraries."""
    from orbitronics.web import bundle

    bundle.write(folder, small=lambda text, kind: esbuild(text, f"--loader={kind}"))
    parts = "--alias:ml-matrix=./node_modules/ml-matrix/src/index.js"  # of which what is not used is left out
    taken = esbuild(LIBRARIES.read_text(encoding="utf-8"), "--bundle", "--format=iife", parts)
    (folder / "libraries.js").write_text(taken, encoding="utf-8", newline="\n")


def node():
    """Return Node.js, the machine's or else that of this environment."""
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if not (found and MODULES.exists()):
        raise ExtensionError("Node.js or node_modules is missing: `make book` installs both")
    return found


def esbuild(text, *options):
    """Return what the bundler makes of a script or a style."""
    path = os.pathsep.join([os.environ["PATH"], str(Path(node()).parent)])  # it may be a script of Node
    options = [*"--minify --log-level=warning --charset=utf8".split(), *options]
    given = {"input": text, "cwd": MODULES.parent, "env": os.environ | {"PATH": path}, "encoding": "utf-8"}
    made = subprocess.run([shutil.which("esbuild", path=MODULES / ".bin"), *options], capture_output=True, **given)
    if made.returncode:
        raise ExtensionError(f"the live figures' files were not made: {made.stderr}")
    return made.stdout


def join_streams(outputs):
    """Return the outputs of a cell with all that it printed in one, as printed.

    A kernel sends it in pieces cut anywhere, even before the end of a line, where myst-nb would put another.
    """
    joined, streams = [], {}
    for output in outputs:
        if output.get("name") in streams:
            streams[output["name"]]["text"] += output["text"]
            continue
        joined.append(output.copy())
        if output["output_type"] == "stream":
            streams[output["name"]] = joined[-1]
    return joined


def find_tags(app, doctree):
    """Take the paper's numbers out of the formulas of one page."""
    equations = app.env.get_domain("math").equations
    for node in doctree.findall(nodes.math_block):
        label = node.get("label")
        match = TAG.search(node.astext())
        if "amsmath" in node["classes"]:
            # Each row of such an environment may have its tag, which Temml shows; the label is a random one.
            equations.pop(label, None)
            node["ids"], node["label"], node["number"] = [], None, None
        elif match:
            node["number"] = match[1]
            node[:] = [nodes.Text(TAG.sub("", node.astext()))]
            if label:
                equations[label] = (equations[label][0], match[1])


def drop_marks(app, doctree):
    """Leave out the comment by which a test knows that a cell's printed numbers are to be compared."""
    for node in doctree.findall(nodes.literal_block):
        text = node.astext()
        if text.startswith(MARK):
            node.rawsource = text.removeprefix(MARK)
            node[:] = [nodes.Text(node.rawsource)]


def number_others(app, env):
    """Count the labelled equations that have no number of the paper, in the order of the book."""
    equations = env.get_domain("math").equations
    pages = list(env.collect_relations())
    ours = [
        (pages.index(page), number, label) for label, (page, number) in equations.items() if isinstance(number, int)
    ]
    for count, (page, _, label) in enumerate(sorted(ours), start=1):
        equations[label] = (pages[page], f"B{count}")


def write_numbers(app, doctree, page):
    """Give the equations of a page the numbers that references to them show."""
    equations = app.env.get_domain("math").equations
    for node in doctree.findall(nodes.math_block):
        if node.get("label") in equations:
            node["number"] = equations[node["label"]][1]


def name_symbols(app, doctree, page):
    """Give the formulas in the text the names of their symbols as classes, for the previews."""
    from orbitronics.book import symbols_in

    for node in doctree.findall(nodes.math):
        node["classes"] += [f"symbol-{name}" for name in symbols_in(node.astext())]


def join_punctuation(app, doctree, page):
    """Keep a formula on one line with the bracket before and the punctuation after it: a browser would part them."""
    for formula in list(doctree.findall(nodes.math)):
        parent, joined = formula.parent, [formula]
        place = parent.index(formula)
        before, after = parent[place - 1] if place else "", parent[place + 1] if place + 1 < len(parent) else ""
        opening = re.search(r"[(\[“‘]*$", before)[0] if isinstance(before, nodes.Text) else ""
        closing = re.match(r"[.,;:?!)\]”’]*", after)[0] if isinstance(after, nodes.Text) else ""
        if closing:
            parent[place + 1] = nodes.Text(after.removeprefix(closing))
            joined.append(nodes.Text(closing))
        if opening:
            parent[place - 1] = nodes.Text(before.removesuffix(opening))
            joined.insert(0, nodes.Text(opening))
        if len(joined) > 1:
            parent[place] = nodes.inline("", "", *joined, classes=["unbroken"])


# The space between a number and its unit, those within a complex number, that after a verdict's sign, and in "Fig. 2".
WITHIN = re.compile(
    r"(?<=\d) (?=(?:%|[mkµnG]?(?:m|T|A|V|eV|K|s|Hz|Ω))(?!\w)|[+−]\s[\d.]+i)|(?<=\d\s[+−]) (?=[\d.]+i)| (?=\(%\))"
    r"|(?<=[✓✗◐]) |(?<=\bFig\.) (?=\d)"
)


def join_numbers(app, doctree, page):
    """Keep a number on one line with its unit, and a complex one with itself."""
    for text in list(doctree.findall(nodes.Text)):
        if not isinstance(text.parent, nodes.literal | nodes.math | nodes.FixedTextElement) and WITHIN.search(text):
            text.parent.replace(text, nodes.Text(WITHIN.sub("\xa0", text)))


CITATION = AuthorYearReferenceStyle()


def authors(entry):
    """Return the authors of a source as the text cites them."""
    names = CITATION.person.author_or_editor_or_title(full=False)
    return str(names.format_data({"entry": entry, "style": CITATION}))


class AuthorYearLabels(BaseLabelStyle):
    """Labels of the bibliography that are the citations of the text."""

    def format_labels(self, entries):
        return [f"{authors(entry)}, {entry.fields['year']}" for entry in entries]


class AuthorYearStyle(UnsrtStyle):
    """The bibliography in the order of authors and years, with these labels."""

    default_sorting_style = "author_year_title"
    default_label_style = AuthorYearLabels


def letter_years(app, env):
    """Add a letter to the years of sources that have authors and year in common."""
    same = defaultdict(list)
    for entry in env.get_domain("cite").bibdata.data.entries.values():
        year = entry.fields["year"].rstrip(ascii_lowercase)  # of an earlier build
        same[authors(entry), year].append(entry)
    for (_, year), entries in same.items():
        for entry, letter in zip(entries, ascii_lowercase if len(entries) > 1 else [""], strict=False):
            entry.fields["year"] = year + letter


def trim_links(app, page, template, context, doctree):
    """Let a link to an exercise begin with its words, not with the space before them."""
    context["body"] = re.sub(r"Solution to(<a [^>]*>) ", r"Solution to \1", context.get("body", ""))


def setup(app):
    # else it is looked for among all installed packages, once for each name of an author
    register_plugin("pybtex.backends", "plaintext", plaintext.Backend, force=True)
    register_plugin("pybtex.style.formatting", "author_year", AuthorYearStyle)
    render.coalesce_streams = join_streams
    app.connect("config-inited", configure, priority=100)
    app.connect("builder-inited", lambda app: write_live(Path(app.outdir) / "live"))
    app.connect("doctree-read", find_tags)
    app.connect("doctree-read", drop_marks)
    app.connect("env-updated", number_others)
    app.connect("env-updated", letter_years, priority=400)  # before the labels are made
    app.connect("doctree-resolved", write_numbers)
    app.connect("doctree-resolved", name_symbols)
    app.connect("doctree-resolved", join_punctuation)
    app.connect("doctree-resolved", join_numbers)
    app.connect("html-page-context", trim_links)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
