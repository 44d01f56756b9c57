"""The scripts of the live figures, as the site serves them: classic scripts, and data as scripts."""

import inspect
import json
import re
from pathlib import Path

from .. import __version__, entries
from ..figures import recipe, sweeping
from ..figures.panels import COLOURS, FORMULAS, MIXING
from ..figures.ranges import DECADES
from ..paper import values as bilayer
from ..quantities import QUANTITIES, display
from . import live, macrospin, markup, own_stack, pieces
from .mathematics import all_runs, html, mathml

HERE = Path(__file__).parent
SCRIPTS = ("network", "curves", "axes", "typing", "controls", "chart", "share", "element", "live", "prose", "torque")
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
        "figures": {name: _short(live.declaration(name)) for name in live.figures.FIGURES},
        "facts": live.facts(),
        "recipe": recipe.TEMPLATE,
        "units": entries.LENGTHS,
        "decades": DECADES,
        "source": f"{PAPER}; recomputed by orbitronics {__version__}",
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
            "walks": FORMULAS[key][0],
        }
        found[source] |= live.unit(y_unit) | {"label": all_runs(f"${latex}$"), "math": mathml(latex)}
        y_label = f"${latex}$" + (f" ({live.in_formula(y_unit)})" if y_unit else "")
        found[source]["y_label"] = all_runs(y_label)
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


def _lean(text):
    """Return a script or style without what only its authors read: indentation and comments."""
    text = re.sub(r"^[ \t]+", "", text, flags=re.M)
    text = re.sub(r"^//.*\n|^/\*[^*]*\*/\n| // [^\"'`\n]*$", "", text, flags=re.M)
    return re.sub(r"\n\n+", "\n", text)


def _known(name, value):
    return f"orbitronics.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def files():
    """Return the text of each file by its name: scripts, styles, and the source that is shown on demand."""
    names = (*[f"{one}.js" for one in (*SCRIPTS, *OWN)], *ALONE)
    own = {name: (HERE / name).read_text(encoding="utf-8") for name in names}
    own = {name: _lean(text) for name, text in own.items()}
    solver = re.sub(r"^ +", "", pieces.javascript(), flags=re.M)
    return (
        {
            "live.js": "".join([solver, _known("data", data()), *[own[f"{name}.js"] for name in SCRIPTS]]),
            "stack.js": "".join([_known("own", own_stack.data()), *[own[f"{name}.js"] for name in OWN]]),
            "source.js": _known("source", pieces.sources()),
        }
        | {name: own[name] for name in ALONE}
        | {name: _lean(text) for name, text in macrospin.files().items()}
    )


def write(folder):
    """Write these files to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
