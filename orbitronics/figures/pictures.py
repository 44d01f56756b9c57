"""Draw where the angular momentum of a solved stack comes from and goes to."""

import matplotlib.pyplot as plt
import numpy as np

from .panels import OF_QUANTITY
from .plot import style

_WIDTH, _GAP, _HALF, _NODE, _BAR = 4.0, 2.6, 0.32, 1.0, 2.75  # of a layer, between layers; heights of what is in it
_THICKEST, _HEAD = 14.0, 7.0  # points
_COLOURS = {"spin": OF_QUANTITY["J_s"], "orbital": OF_QUANTITY["J_o"]}
_NAMES = {
    "exchange": r"magnet ($\mathbf{m}$)", "spin_flip": "lattice", "lattice": "lattice",
    "cross_s": "no process", "cross_o": "no process",
}  # fmt: skip


def budget(solutions, unit="", part="real"):
    """Draw `Solution.budget` as arrows: lattice, orbital moment, spin and magnetisation of each layer.

    An arrow is as thick as its current is large, one scale for all panels, and points where the angular momentum
    goes; a dotted line is a process that is there and carries nothing.

    Parameters
    ----------
    solutions : Solution or dict
        One solution without a sweep, or several by the title of their panels, drawn one below the other.
    unit : str
        Unit of the numbers, as matplotlib text.
    part : {"real", "imag"}
        The damping-like or the field-like part.

    Returns
    -------
    matplotlib.figure.Figure
    """
    solutions = solutions if isinstance(solutions, dict) else {"": solutions}
    budgets = {title: _rows(solution, part) for title, solution in solutions.items()}
    largest = max(abs(x) for rows in budgets.values() for row in rows.values() for x in row.values())
    layers = max(len(solution.stack) for solution in solutions.values())
    with style():
        size = (1.2 + 2.9 * layers, 3.1 * len(solutions))
        figure, axes = plt.subplots(len(solutions), 1, figsize=size, squeeze=False)
        plt.close(figure)
        for ax, (title, solution) in zip(axes[:, 0], solutions.items(), strict=True):
            ax.set_title(title + (f" ({unit})" if unit else ""))
            _panel(ax, solution, budgets[title], largest)
            ax.set_xlim(-0.4, layers * _WIDTH + (layers - 1) * _GAP + 0.4)
            ax.set_ylim(-_BAR - 1.0, _BAR + 0.4)
            ax.axis("off")
    return figure


def _rows(solution, part):
    """Return the numbers of a budget by (place, moment), then by name."""
    if solution.shape:
        raise ValueError(f"budget draws one stack; this solution is a sweep of shape {solution.shape}.")
    return {
        (place, moment): {name: float(getattr(np.asarray(x), part)) for name, x in row.items()}
        for place, rows in solution.budget().items()
        for moment, row in rows.items()
    }


def _panel(ax, solution, rows, largest):
    stack = solution.stack
    for i, layer in enumerate(stack.layers):
        left, here = i * (_WIDTH + _GAP), stack.place(i)
        colour = "#f6ebdf" if layer.magnetic else "#e8eef4"
        ax.add_patch(plt.Rectangle((left, -_BAR), _WIDTH, 2 * _BAR, facecolor=colour, edgecolor="none"))
        ax.text(left + _WIDTH / 2, -_BAR - 0.95, here, ha="center", weight="bold")
        for moment, up in (("orbital", 1), ("spin", -1)):
            row = rows[here, moment]
            _box(ax, left, left + _WIDTH, up * _NODE, moment, _COLOURS[moment])
            ends = [n for n in ("exchange", "spin_flip", "lattice") if n in row]
            ends = [n for n in ends if n != "exchange" or layer.magnetic]
            ends += [n for n in ("cross_s", "cross_o") if row.get(n)]
            for j, name in enumerate(ends):
                x0, x1 = (left + _WIDTH * k / len(ends) for k in (j, j + 1))
                _box(ax, x0 + 0.04, x1 - 0.04, up * _BAR, _NAMES[name], "0.35", name.startswith("cross"))
                x = (x0 + x1) / 2
                _arrow(ax, (x, up * (_NODE + _HALF)), (x, up * (_BAR - _HALF)), row[name], largest, _COLOURS[moment])
        handed = -rows[here, "spin"]["to_orbital"]
        x = left + _WIDTH / 2
        _arrow(ax, (x, _NODE - _HALF), (x, _HALF - _NODE), handed, largest, "0.2")
        for moment, up in (("orbital", 1), ("spin", -1)):
            if i + 1 < len(stack):
                out, into = rows[here, moment]["out"], rows[stack.place(i + 1), moment]["in"]
                a, b, y = left + _WIDTH, left + _WIDTH + _GAP, up * _NODE
                if (stack.between(i), moment) in rows:
                    middle = (a + b) / 2
                    ax.plot([middle, middle], [y - 0.7, y + 0.7], color="0.35", lw=2)
                    _arrow(ax, (a, y), (middle - 0.05, y), out, largest, _COLOURS[moment])
                    _arrow(ax, (middle + 0.05, y), (b, y), into, largest, _COLOURS[moment])
                else:
                    _arrow(ax, (a, y), (b, y), out, largest, _COLOURS[moment])


def _box(ax, x0, x1, y, text, colour, hatched=False):
    look = {"facecolor": "white", "edgecolor": colour, "lw": 1.2, "hatch": "////" if hatched else None}
    ax.add_patch(plt.Rectangle((x0, y - _HALF), x1 - x0, 2 * _HALF, **look))
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    ax.text((x0 + x1) / 2, y, text, ha="center", va="center", fontsize=8, color="0.1", bbox=ground)


def _arrow(ax, start, end, value, largest, colour):
    """Draw an arrow from start to end, or back where the value is negative, with the number beside it."""
    upright = start[0] == end[0]
    at = {"xytext": (5 if upright else 0, 0 if upright else 5), "textcoords": "offset points", "fontsize": 8}
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    if abs(value) <= 1e-12 * largest:
        ax.plot(*zip(start, end, strict=True), color="0.5", lw=1, ls=":")
        ax.annotate("0", middle, va="center" if upright else "bottom", ha="left" if upright else "center", **at)
        return
    width = max(0.8, _THICKEST * abs(value) / largest)
    if value < 0:
        start, end = end, start
    look = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "mutation_scale": _HEAD + 0.8 * width, "color": colour}
    ax.annotate("", end, start, arrowprops=look | {"lw": width, "joinstyle": "miter", "capstyle": "butt"})
    at["xytext"] = (5 + 0.9 * width, 0) if upright else (0, 4 + 0.8 * width)  # beside the head
    digits = 3 if abs(value) > 0.02 * largest else 2
    text = (
        f"{abs(value):.{digits}g}"
        if abs(value) >= 1e4
        else np.format_float_positional(abs(value), digits, fractional=False, trim="-")
    )
    ax.annotate(text, middle, va="center" if upright else "bottom", ha="left" if upright else "center", **at)
