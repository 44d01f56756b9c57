"""What a figure is declared with, and how its curves are sampled.

Like the kernel, this file runs where there is no NumPy.
"""

from collections import namedtuple

from . import bilayer

try:
    from numpy import array, broadcast_to

    def along(f, xs):
        """Return f at all `xs`, a list of arrays; f returns a tuple."""
        xs = array(xs)
        return [broadcast_to(y, xs.shape) for y in f(xs)]

except ImportError:

    def along(f, xs):
        """Return f at all `xs`, a list of lists; f returns a tuple."""
        return list(zip(*[f(x) for x in xs]))


Curve = namedtuple("Curve", ("panel", "name", "label", "x", "y"))
# One computed curve: its panel's key, its name (CSV), its label (LaTeX), x in SI, y complex.

Panel = namedtuple("Panel", ("key", "title", "x", "y_label", "y_unit", "x_log", "parts", "y_limits"))
# One panel: key, title, name of x (see `symbols`), label and unit of y, log x, and which parts
# ("real", "imag") the static figure draws; y_limits where a curve may leave the frame, else None.

Figure = namedtuple(
    "Figure",
    ("name", "title", "alt", "values", "controls", "options", "panels", "columns", "pieces", "remarks", "spec"),
)
# One figure: paper's values, the values and options a reader may change, panels, the functions of
# (values, points) that give the curves piece by piece; None or a function of the values that gives
# what is to be said about them, as (what, text) in plain words; None or the arguments of `sweep`.


COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
"""Okabe and Ito's colour-blind-safe colours, in the order of the curves."""

OF_QUANTITY = {"J_s": COLOURS[1], "mu_s": COLOURS[1], "J_o": COLOURS[0], "mu_o": COLOURS[0]}
OF_QUANTITY.update({"SHE": COLOURS[1], "OHE": COLOURS[0], "both": COLOURS[2]})
"""Spin is vermilion and the orbital moment blue wherever both are told apart."""


def grid(low, high, points, log=False):
    """Return `points` numbers from `low` to `high`, evenly spaced or evenly spaced in the logarithm."""
    steps = [i / (points - 1) for i in range(points)]
    if log:
        inner = [low * (high / low) ** t for t in steps[1:-1]]
    else:
        inner = [low + (high - low) * t for t in steps[1:-1]]
    return [low] + inner + [high]


def profiles(values, sources, points):
    """Return heights z and, for each of the `sources`, J_s, J_o, mu_s and mu_o there.

    The faces of both layers are among the heights, the interface twice.
    """
    n = max(points // 2, 2)
    z, columns = [], [[[] for _ in range(4)] for _ in sources]
    layers = bilayer.profiles(values, sources)
    for (faces, inside), bottom, d in zip(layers, (-values["d_N"], 0.0), (values["d_N"], values["d_F"])):
        steps = [d * j / n for j in range(1, n)]
        rows = along(lambda h: [y for one in inside(h) for y in one], steps)  # noqa: B023  (used at once)
        z += [bottom] + [bottom + h for h in steps] + [bottom + d]
        for s in range(len(sources)):
            for c in range(4):
                lower, upper = faces[s]
                columns[s][c] += [lower[c]] + list(rows[4 * s + c]) + [upper[c]]
    return z, columns
