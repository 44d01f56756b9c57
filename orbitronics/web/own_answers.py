"""What the page of a reader's own stack can be asked, in words; `own_answers.js` says how each answer is found."""

from ..figures import sweeping
from ..figures.panels import MIXING, labelled
from .mathematics import all_runs

XI = ("Ω⁻¹ m⁻¹", "ξ_E (Ω⁻¹ m⁻¹)")
PAIR = ("damping-like", "field-like")
PAYS = ("sigma",)

ANSWERS = (
    ("torque {kind} {place}", "Torque on {said} per field", *XI, PAIR, ()),
    ("other {other} {place}", "Torque on {said} per field, {other}", *XI, PAIR, ()),
    ("shares {place}", "Torque on {said} per field by source, damping-like", *XI, (), ()),
    ("xi_j {place}", "Torque efficiency of {said} per current density", "", "ξ_j", PAIR, PAYS),
    (
        *("power {place}", "Torque on {said} for a given power, per root of it"),
        *("A/(m √W)", "torque per root of power, A/(m √W)", PAIR, PAYS),
    ),
    (
        *("field {place}", "Field on {said} per current density"),
        *("mT per 10¹¹ A m⁻²", "b/j (mT per 10¹¹ A m⁻²)", PAIR, ("sigma", "M_s")),
    ),
    ("damping {place}", "Damping that {said} gains by pumping", "", "added damping", ("added damping",), ("M_s",)),
    ("pumped {place}", "Field that stops what {said} pumps, per V", "m⁻¹", "E/V (m⁻¹)", ("field",), PAYS),
    *[
        (
            *(f"sheet {axis}", f"Sheet conductance along the current, m along {axis}"),
            *("Ω⁻¹", "sheet conductance (Ω⁻¹)", (f"m along {axis}",), PAYS),
        )
        for axis in "xyz"
    ],
    (
        *("smr", "Magnetoresistance: conductance for m along y less that for m along x"),
        *("Ω⁻¹", "conductance (Ω⁻¹)", ("magnetoresistance",), ()),
    ),
)
"""Each answer but the mixing conductances: its key, words, unit, axis, parts, and which numbers it needs that a stack
may lack. What stands in braces is filled in for each magnet: its place and what it is called, the torque that moves it,
and the other one."""


def answers():
    """Return the answers as data for JSON."""
    names = ("key", "title", "unit", "label", "parts", "needs")
    made = [(*one[:3], _runs(one[3]), *one[4:]) for one in ANSWERS]
    for name in MIXING:
        latex, unit, _ = sweeping.QUANTITIES[name]
        title, label = f"{sweeping.WORDS[name]}, thick F", all_runs(labelled(latex, unit))
        made.append((name, title, unit, label, ("real part", "imaginary part"), ("paper",)))
    return [dict(zip(names, one, strict=True)) for one in made]


def _runs(label):
    """Return the runs of a label, which may begin with a letter and its index."""
    letter, _, rest = label.partition(" ")
    if "_" not in letter:
        return all_runs(label)
    letter, index = letter.split("_")
    return [[letter, True, 0, 0], [index, True, -1, 0], *all_runs(f" {rest}" if rest else "")]
