"""Draw the figures with matplotlib, in colours that differ in dash or marker as well."""

import base64
import contextlib
import csv
import io
import json
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np

from .. import __version__, entries, figures
from ..paper import values as bilayer
from ..quantities import QUANTITIES, display
from .panels import COLOURS, OF_QUANTITY, labelled

DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 2)))
MARKERS = ("o", "s", "^", "D", "v", "P")

_RC: Any = {
    "svg.hashsalt": "orbitronics",
    "figure.dpi": 110,
    "savefig.dpi": 200,
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.formatter.use_mathtext": True,
    "legend.edgecolor": "none",  # a white ground hides the lines behind the text
    "legend.fontsize": 8,
    "legend.handletextpad": 0.5,
    "legend.columnspacing": 0.8,
    "legend.borderaxespad": 0.2,
    "lines.linewidth": 1.8,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.08,
    "mathtext.fontset": "dejavuserif",  # as tall as the text
}


@contextlib.contextmanager
def style():
    """Draw in the book's style within this context."""
    with mpl.rc_context(_RC):
        yield


def embedded(draw):
    """Return what ``draw()`` draws as the address of an image that needs no other file."""
    out = io.BytesIO()
    with style():
        draw().savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


class Drawing:
    """A drawn figure whose curves can be renewed without building the axes again.

    Parameters
    ----------
    name : str
        Name of the figure in `figures.FIGURES`, or a declaration.
    values : dict, optional
        Values that differ from the paper's.
    points : int
        Points along x.
    parts : tuple, optional
        Which of "real", "imag" to draw; by default what the panel declares.
    """

    def __init__(self, name, values=None, points=figures.POINTS, parts=None):
        self.declaration = figures.declared(name)
        self.name = name
        self.points = points
        panels, columns = self.declaration.panels, self.declaration.columns
        rows = -(-len(panels) // columns)
        size = (1.4 + 2.8 * columns, 0.5 + 2.3 * rows)
        with style():
            self.figure, axes = plt.subplots(rows, columns, figsize=size, squeeze=False)
            plt.close(self.figure)  # kept out of pyplot's list, so that a notebook shows it once
            self.axes = dict(zip([p.key for p in panels], axes.flat, strict=False))
            self.lines = {}
            self._build(figures.compute(name, check_values(name, values), points), parts)

    def _build(self, curves, parts):
        first_of = {}
        for panel in self.declaration.panels:
            ax = self.axes[panel.key]
            mine = [c for c in curves if c.panel == panel.key]
            shown = parts or panel.parts
            factor, unit = display(panel.x)
            both = len(shown) > 1
            for i, curve in enumerate(mine):
                look: dict[str, Any] = {"color": OF_QUANTITY.get(curve.name) or COLOURS[i % len(COLOURS)]}
                if both and len(mine) > 1:
                    look |= {"marker": MARKERS[i % len(MARKERS)], "markevery": 0.12, "markersize": 4}
                for part in shown:
                    dash = ("-" if part == "real" else "--") if both else DASHES[i % len(DASHES)]
                    label = f"${curve.label}$" if len(mine) > 1 else f"{part[:2].capitalize()} ${curve.label}$"
                    told = label if part == shown[0] or len(mine) == 1 else None
                    x, y = np.asarray(curve.x) / factor, getattr(np.asarray(curve.y), part)
                    (self.lines[panel.key, curve.name, part],) = ax.plot(x, y, ls=dash, label=told, **look)
            if panel.x_log:
                ax.set_xscale("log")
            ax.set_title(f"({panel.key}) {panel.title}")
            ax.set_xlabel(f"${QUANTITIES[panel.x].latex}$ ({unit})")
            ax.set_ylabel(labelled(panel.y_label, panel.y_unit))
            ax.axhline(0, color="0.7", lw=0.6, zorder=0)
            ax.margins(x=0, y=0.1)
            if len(mine) > 3 and not panel.y_limits:
                low, high = ax.get_ylim()
                ax.set_ylim(low, high + 0.35 * (high - low))  # room for the legend
            if panel.y_limits:
                ax.set_ylim(*panel.y_limits)
            if panel.x == "z":
                ax.axvline(0, color="0.5", lw=0.8, ls=":", zorder=0)
            # equal legends stand once
            texts = tuple(t for t in ax.get_legend_handles_labels()[1])
            if texts and texts not in first_of:
                first_of[texts] = ax.legend(loc="best", ncols=2 if len(texts) > 3 else 1)

    def update(self, values):
        """Draw the curves at `values` (names to numbers) into the same axes; returns the curves."""
        curves = figures.compute(self.name, check_values(self.name, values), self.points)
        panels = {p.key: p for p in self.declaration.panels}
        for curve in curves:
            factor, _ = display(panels[curve.panel].x)
            for part in ("real", "imag"):
                line = self.lines.get((curve.panel, curve.name, part))
                if line is not None:
                    line.set_data(np.asarray(curve.x) / factor, getattr(np.asarray(curve.y), part))
        return curves

    def rescale(self):
        """Fit the axes that no longer suit their curves, with room to spare; return those changed."""
        changed = []
        for panel in self.declaration.panels:
            ax = self.axes[panel.key]
            ax.relim()
            x, y = ax.dataLim.intervalx, ax.dataLim.intervaly
            new_x = _fitted(ax.get_xlim(), x, 0.0) if not panel.x_log else None
            new_y = _fitted(ax.get_ylim(), y, 0.15) if not panel.y_limits else None
            if new_x:
                ax.set_xlim(*new_x)
            if new_y:
                ax.set_ylim(*new_y)
            if new_x or new_y:
                changed.append(ax)
        return changed


def _fitted(limits, data, room):
    """Return new limits where `data` leaves the old ones or fills less than half of them, else None."""
    low, high = limits
    span = data[1] - data[0]
    slack = 1e-9 * (high - low)
    if low - slack <= data[0] and data[1] <= high + slack and span > 0.5 * (high - low):
        return None
    return (data[0] - room * span, data[1] + room * span) if span > 0 else None


def check_values(name, values):
    """Return `values` checked against what figure `name` takes, as SI numbers and options."""
    declaration = figures.declared(name)
    known = declaration.controls + declaration.options
    return entries.values(declaration.name, values, known, bilayer.OPTIONS, declaration.values, single=True)


def fig1():
    """Draw Fig. 1: where spin and orbital currents flow when SHE or OHE in N drives them."""
    with style():
        figure, axes = plt.subplots(1, 2, figsize=(8, 2.7))
        plt.close(figure)
        for ax, source in zip(axes, ("SHE", "OHE"), strict=True):
            _sketch(ax, source)
    return figure


def _sketch(ax, source):
    """Draw the currents as arrows: where each goes, thick where it is strong.

    What flows back into N is moment of the opposite sign, so its current counts positive along +z.
    """
    ax.add_patch(plt.Rectangle((-1, 0), 1, 2, facecolor="#e8eef4", edgecolor="0.4"))
    ax.add_patch(plt.Rectangle((0, 0), 1, 2, facecolor="#f6ebdf", edgecolor="0.4"))
    spin, orbital = COLOURS[1], COLOURS[0]
    ax.text(-0.95, 1.85, "N", weight="bold", va="center")
    ax.text(0.92, 1.85, "F", weight="bold", va="center", ha="right")
    main, other = (spin, orbital) if source == "SHE" else (orbital, spin)
    names = ("spin", "orbital") if source == "SHE" else ("orbital", "spin")

    def arrow(x0, x1, y, colour, width, dash="-"):
        look = {"arrowstyle": "-|>", "color": colour, "lw": width, "ls": dash, "mutation_scale": 10 + 3 * width}
        ax.annotate("", (x1, y), (x0, y), arrowprops=look)

    arrow(-0.85, 0.12, 1.35, main, 4)
    arrow(0.16, 0.45 if source == "SHE" else 0.9, 1.35, main, 2)
    ax.text(-0.85, 1.5, f"{names[0]} current ({source})", color=main, fontsize=9)
    arrow(0.1, 0.75, 0.8, other, 1.5, "--")
    ax.text(0.08, 0.92, f"converted to {names[1]}", color=other, fontsize=8)
    arrow(0.08, -0.55, 0.45, other, 1.5, "--")
    ax.text(-0.93, 0.56, f"opposite {names[1]} flows back", color=other, fontsize=8)
    ax.annotate("", (0.55, 0.12), (0.3, 0.12), arrowprops={"arrowstyle": "-|>", "color": "k", "lw": 1.5})
    ax.text(0.6, 0.12, r"$\mathbf{m}$", va="center")
    ax.set_title(f"({'a' if source == 'SHE' else 'b'}) {source} in N drives")
    ax.set_xlim(-1.05, 1.05)
    ax.set_ylim(-0.25, 2.05)
    ax.text(1.02, -0.17, r"$z$", ha="right")
    ax.annotate("", (0.95, -0.12), (-1, -0.12), arrowprops={"arrowstyle": "->", "color": "0.3"})
    ax.axis("off")


def fig2(**values):
    """Draw Fig. 2, profiles; `values` by name differ from the paper's."""
    return Drawing("fig2", values).figure


def fig3(**values):
    """Draw Fig. 3, torque against thickness; `values` by name differ from the paper's."""
    return Drawing("fig3", values).figure


def fig4(**values):
    """Draw Fig. 4, mixing conductances; `values` by name differ from the paper's."""
    return Drawing("fig4", values).figure


COLUMNS = ("figure", "panel", "curve", "x", "x_unit", "real", "imag", "y_unit")
"""Columns of the CSV."""


def table(name, values=None, points=figures.POINTS):
    """Return the curves of a figure as CSV text with the columns `COLUMNS`."""
    panels = {p.key: p for p in figures.declared(name).panels}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for curve in figures.compute(name, check_values(name, values), points):
        panel = panels[curve.panel]
        factor, unit = display(panel.x)
        for x, y in zip(curve.x, curve.y, strict=True):
            y = complex(y)
            row = (name, curve.panel, curve.name, f"{x / factor:.12g}", unit, f"{y.real:.15g}", f"{y.imag:.15g}")
            writer.writerow((*row, panel.y_unit))
    return text.getvalue()


def save(name, out, values=None):
    """Write figure `name` as .svg, .png and .csv into the folder `out`; return the paths.

    Each file says the version and all parameters: the pictures as their description, the table in a line after "#".
    The same input gives the same bytes.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    drawing = Drawing(name, values)
    parameters = figures.declared(name).values | dict(check_values(name, values))
    made = f"{name} of orbitronics {__version__}: {json.dumps(parameters)}"
    paths = [out / f"{name}.{kind}" for kind in ("svg", "png", "csv")]
    with style():
        drawing.figure.savefig(paths[0], metadata={"Date": None, "Creator": None, "Description": made})
        drawing.figure.savefig(paths[1], metadata={"Software": None, "Description": made})
    paths[2].write_text(f"# {made}\n{table(name, values)}", encoding="utf-8", newline="\n")
    return paths
