"""The scripts of the live figures, as the site serves them: classic scripts, and data as scripts."""

import inspect
import json
import re
from pathlib import Path

from .. import __version__, entries
from ..figures import recipe, sweeping
from ..figures.panels import COLOURS, FORMULAS, MIXING, labelled
from ..figures.ranges import DECADES
from ..paper import values as bilayer
from ..quantities import QUANTITIES, display
from . import live, macrospin, markup, own_stack, pieces
from .mathematics import all_runs, html, mathml

HERE = Path(__file__).parent
SCRIPTS = tuple("network solution sheet curves axes plot typing controls chart data share element live torque".split())
"""The page's own scripts, in the order in which they run after the solver and the data."""

OWN = ("own_model", "own_plots", "own_editor", "own_answers", "own_tabs", "own_maps", "own_fit", "own_stack")
"""The scripts of a reader's own stack, which run after those."""

PAPER = (
    "Ning, Jaffrès, Zhao, Manchon, Phenomenology of orbital torque, pumping and mixing conductance in metallic "
    "bilayers (2024)"
)
"""What an export names as its source."""

ALONE = ("missing.js", "live.css", "stack.css")
"""What is served beside them."""

MEMBER = "8"  # stands for the number in the label of one curve of a family


def data():
    """Return what the page needs to know to make any figure of its own from a few words."""
    arguments = inspect.signature(sweeping.dependence).parameters
    return {
        "templates": markup.TEMPLATES,
        "pinned": markup.PINNED,
        "first": markup.FIRST,
        "colours": list(COLOURS),
        "facts": live.facts(),
        "recipe": recipe.TEMPLATE,
        "units": entries.LENGTHS,
        "decades": DECADES,
        "source": f"{PAPER}; recomputed by orbitronics {__version__}",
        "fit": own_stack.FIT,
        "lengths": recipe.lengths(),
        "attributes": live.ATTRIBUTES,
        "sources": {name: list(pair) for name, pair in bilayer.SOURCES.items()},
        "quantities": {name: _quantity(name) for name in sweeping.QUANTITIES},
        "defaults": {n: one.default for n, one in arguments.items() if one.default},
        "values": bilayer.PAPER,
        "controls": {name: live.control(name, *ends) | _along(name) for name, ends in bilayer.RANGES.items()},
        "numbers": bilayer.NUMBERS,
        "options": {name: live.option(name) for name in bilayer.OPTIONS},
    }


def figures():
    """Return the declarations of all figures, of which an element needs one that does not bring its own."""
    return {name: _short(live.declaration(name)) for name in live.figures.FIGURES}


def _short(declared):
    """Return a declaration with the names of what stands among the controls and options."""
    papers = {one["name"]: one["paper"] for one in declared["controls"]}
    return declared | {"controls": papers, "options": [one["name"] for one in declared["options"]]}


def _quantity(name):
    """Return the words about a quantity of `dependence`, for each source."""
    latex, unit, formula = sweeping.QUANTITIES[name]
    found = {}
    for source in bilayer.SOURCES:
        before = f"${latex}$ against " if name in MIXING else f"{source}: ${latex}$ against "
        y_unit = unit.replace("{}", source)
        key = formula.replace("{}", source)
        found[source] = {
            "words": sweeping.WORDS[name],
            "title": all_runs(before),
            "heading": html(before),
            "formula": key,
            "walks": FORMULAS[key].walks,
            **live.unit(y_unit),
            "label": all_runs(f"${latex}$"),
            "math": mathml(latex),
            "y_label": all_runs(labelled(latex, y_unit)),
        }
    return found


def _along(name):
    """Return the words about a value along an axis, and as what tells the curves of a family apart."""
    _, unit = display(name)
    latex = QUANTITIES[name].latex
    member = f"{latex} = {MEMBER}\\,\\mathrm{{{unit}}}"
    return {
        "meaning": QUANTITIES[name].meaning,
        "range": list(bilayer.AXES[name]),
        "axis": live.axis(name),
        "runs": all_runs(f"${latex}$"),
        "member": {"name": f"{name}={MEMBER}{unit}", "label": all_runs(f"${member}$"), "math": mathml(member)},
    }


def _known(name, value):
    return f"orbitronics.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def joined(names):
    """Return these scripts as one, each within a function of its own."""
    return "".join([f"(() => {{\n{(HERE / f'{name}.js').read_text(encoding='utf-8')}}})();\n" for name in names])


def files(small=lambda text, kind: text):
    """Return the text of each file by its name: scripts, styles, and the source that is shown on demand.

    `small(text, kind)` may make a text smaller that is not shown in a page; its kind is ``"js"`` or ``"css"``.
    """
    solver = re.sub(r"^ +", "", pieces.javascript(), flags=re.M)
    alone = {name: (HERE / name).read_text(encoding="utf-8") for name in ALONE} | macrospin.files()
    return {
        "live.js": small(solver, "js") + _known("data", data()) + small(joined(SCRIPTS), "js"),
        "stack.js": small(_known("own", own_stack.data()) + joined(OWN), "js"),
        "figures.js": _known("data.figures", figures()),
        "prose.js": small(joined(["prose"]), "js"),
        "source.js": _known("source", pieces.sources()),
    } | {name: small(text, name.rpartition(".")[2]) for name, text in alone.items()}


def write(folder, **options):
    """Write these files to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files(**options).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
