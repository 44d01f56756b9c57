"""The figures: `compute` gives the curves of one from any values.

Each is declared once, in `orbitronics.paper.figures`, `design` or by `dependence`; the static figure, the CSV, the
widget and the page follow.
"""

from .. import checks, deprecated, entries
from ..paper import figures as _  # noqa: F401 - Figs. 2 to 4 enter themselves
from ..paper.values import OPTIONS
from . import design, panels  # - and so does the designer
from .panels import FIGURES, Curve, Figure, Panel
from .sweeping import dependence

__all__ = ["FIGURES", "POINTS", "Curve", "Figure", "Panel", "compute", "declared", "dependence", "design"]

POINTS = 200
"""Points along x in the static figures."""


__getattr__ = deprecated.renamed(__name__, sweep="dependence")


def declared(figure):
    """Return the declaration of a figure given as "fig2", as 2 or as a declaration itself."""
    if isinstance(figure, Figure):
        return figure
    name = f"fig{figure}" if isinstance(figure, int) else figure
    if name not in FIGURES:
        raise checks.unknown("the library", "figure", figure, FIGURES, ValueError)
    return FIGURES[name]


def compute(name, values=None, points=POINTS):
    """Return the curves of figure `name`, a list of `Curve`, at `values` (the paper's by default).

    `values` may hold some of the figure's values only; the rest are the paper's.  A declaration,
    such as `dependence` returns, may stand in place of the name.
    """
    figure = declared(name)
    all_values = figure.values | entries.values(figure.name, values, figure.values, OPTIONS, figure.values)
    return [curve for piece in figure.pieces for curve in panels.curves(piece, all_values, points)]
