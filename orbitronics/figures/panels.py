"""What a figure is declared with, and how its curves are sampled.

A figure is data: the page walks the same declaration with the solver as it was compiled.
"""

from collections import namedtuple

import numpy as np

from ..core import ladder
from ..paper import closed_forms
from ..paper import values as bilayer

Curve = namedtuple("Curve", ("panel", "name", "label", "x", "y"))
# One computed curve: its panel's key, its name (CSV), its label (LaTeX), x in SI, y complex.

BOTH = ("real", "imag")

Panel = namedtuple(
    "Panel", ("key", "title", "x", "y_label", "y_unit", "x_log", "parts", "y_limits"), defaults=(False, BOTH, None)
)
# One panel: key, title, name of x (see `symbols`), label and unit of y, log x, and which parts
# ("real", "imag") the static figure draws; y_limits where a curve may leave the frame, else None.

Line = namedtuple("Line", ("panel", "name", "label", "formula", "x", "source", "fixed"), defaults=({},))
# One curve against a value: the name of what is drawn in `FORMULAS`, the name of x in `bilayer.AXES`, what drives
# it (see `drive`), and the values that it has for itself.

Profiles = namedtuple("Profiles", ("sources", "curves"))
# Curves against height: what drives them, and (panel, name, label, which source, quantity, scale) of each; the
# quantities are those of `HEIGHTS`.

HEIGHTS = ("J_s", "J_o", "mu_s", "mu_o")
"""What a profile gives, in this order."""

Figure = namedtuple(
    "Figure",
    ("name", "title", "alt", "values", "controls", "options", "panels", "pieces", "columns", "remarks", "spec"),
    defaults=(2, (), None),
)
# One figure: paper's values, the values and options a reader may change, panels, its `Line`s and `Profiles`, how many
# columns; what is to be said about the values, as (name of a fact or "", what, text with {fact:format}); None or the
# arguments of `dependence`.

FIGURES: dict[str, Figure] = {}
"""Every declared figure by its name."""


def declare(name, *fields, **more):
    """Enter a figure, given by the fields of `Figure`, among those that are known by their names."""
    FIGURES[name] = Figure(name, *fields, **more)


def unit_with_formulas(unit):
    """Return a unit as text with formulas between $, e.g. for σ_SHE E."""
    for source in bilayer.SOURCES:
        unit = unit.replace(f"σ_{source} E", rf"$\sigma_\mathrm{{{source}}}E$")
    return unit


def labelled(latex, unit):
    """Return what stands along an axis, a symbol and its unit, as text with formulas between $."""
    return f"${latex}$" + (f" ({unit_with_formulas(unit)})" if unit else "")


COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
"""Okabe and Ito's colour-blind-safe colours, in the order of the curves."""

OF_QUANTITY = {"J_s": COLOURS[1], "mu_s": COLOURS[1], "J_o": COLOURS[0], "mu_o": COLOURS[0]} | {
    "SHE": COLOURS[1], "OHE": COLOURS[0], "both": COLOURS[2]
}  # fmt: skip
"""Spin is vermilion and the orbital moment blue wherever both are told apart."""


# -- what is drawn -----------------------------------------------------------------------------------------------


Formula = namedtuple("Formula", ("walks", "of", "source"))
# What gives a curve: whether it needs the currents J at the interface, a function of the values and J, and the
# function of the library in it.


def _efficiency(length):
    return Formula(True, lambda v, J: J[0] / closed_forms.accumulation(v["d_N"], v[length]), closed_forms.accumulation)


def _conductance(v):
    return v["sigma_s_F"] * bilayer.wavenumber(v)


def _mixing(i):
    def element(v, J):
        conductances = [v[name] for name in ("G_s", "G_o", "G_os", "G_so")]
        return closed_forms.mixing_matrix(*conductances, _conductance(v), v["P_os"], v["P_so"])[i]

    return Formula(False, element, closed_forms.mixing_matrix)


def _interface_os(form):
    def conductance(v, J):
        return closed_forms.G_os_m_interface(v["G_s"], v["G_os"], _conductance(v), form=form)

    return Formula(False, conductance, closed_forms.G_os_m_interface)


MIXING = ("G_mix", "G_os_m", "G_so_m", "G_o_m")

FORMULAS = {
    "J_s": Formula(True, lambda v, J: J[0], ladder.currents),
    "J_o": Formula(True, lambda v, J: J[1], ladder.currents),
    "eta_SHE": _efficiency("lambda_s_N"),
    "eta_OHE": _efficiency("lambda_o_N"),
    "interface_mix": Formula(False, lambda v, J: closed_forms.G_mix(v["G_s"], _conductance(v)), closed_forms.G_mix),
    **{name: _mixing(i) for i, name in enumerate(MIXING)},
    **{f"interface_os_{form}": _interface_os(form) for form in ("printed", "exact")},
}
"""What a `Line` can draw, by name."""


def drive(values, source):
    """Return the Hall currents (spin, orbital) of `source`: "SHE", "OHE", or a pair of numbers or names of values."""
    pair = bilayer.SOURCES.get(source, source)
    return tuple(values[one] if isinstance(one, str) else one for one in pair)


# -- how it is sampled -------------------------------------------------------------------------------------------


def curves(piece, values, points):
    """Return the curves of a `Line` or of `Profiles` at these values, `points` along x."""
    if isinstance(piece, Profiles):
        z, columns = profiles(values, [drive(values, source) for source in piece.sources], points)
        return [
            Curve(panel, name, label, z, [y * scale for y in columns[source][HEIGHTS.index(quantity)]])
            for panel, name, label, source, quantity, scale in piece.curves
        ]
    v = values | piece.fixed
    low, high, scale = bilayer.AXES[piece.x]
    xs = grid(low, high, scale, points)
    v |= {piece.x: np.array(xs)}
    formula, J = FORMULAS[piece.formula], None
    if formula.walks:
        here = bilayer.solved(v, drive(v, piece.source)).interface(0)
        J = here["J_s"], here["J_o"]
    y = formula.of(v, J)
    return [Curve(piece.panel, piece.name, piece.label, xs, np.broadcast_to(y, len(xs)))]


DENSE = 20.0
"""How much wider the last step of a dense grid is than the first."""


def grid(low, high, scale, points):
    """Return `points` numbers from `low` to `high`.

    They are evenly spaced ("linear"), evenly spaced in the logarithm ("log"), or ("dense") each step is wider than the
    one before by the same factor, because curves against a thickness or a length bend most where it is small.
    """
    steps = [i / (points - 1) for i in range(1, points - 1)]
    if scale == "log":
        inner = [low * (high / low) ** t for t in steps]
    elif scale == "dense":
        inner = [low + (high - low) * (DENSE**t - 1) / (DENSE - 1) for t in steps]
    else:
        inner = [low + (high - low) * t for t in steps]
    return [low, *inner, high]


def profiles(values, sources, points):
    """Return heights z and, for each of the `sources`, J_s, J_o, mu_s and mu_o there.

    The faces of both layers are among the heights, the interface twice.
    """
    n = max(points // 2, 2)
    d_N, d_F = values["d_N"], values["d_F"]
    steps = (1 - np.cos(np.pi * np.arange(n + 1) / n)) / 2  # densest at the faces, where profiles bend
    z = [*(d_N * steps - d_N), *(d_F * steps)]
    columns = []
    for source in sources:
        sol = bilayer.solved(values, source)
        sides = ((d_N * steps, "left"), (d_N + d_F * steps, "right"))
        columns.append([np.concatenate([getattr(sol, name)(*side) for side in sides]) for name in HEIGHTS])
    return z, columns
