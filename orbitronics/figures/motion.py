"""The picture of a macrospin in motion: what can be changed in it, its drawing, and its HTML for the page."""

import json
from typing import NamedTuple

import numpy as np

from ..constants import HBAR, MU_B
from ..macrospin import trajectory
from ..web.markup import captioned, filled, templates
from ..web.mathematics import mathml
from .panels import COLOURS

mT, ns, degree = 1e-3, 1e-9, np.pi / 180
G = 2.0  # gamma = G mu_B/hbar


class Control(NamedTuple):
    """A value of the picture: symbol, words, meaning, unit and its size in SI; range, start and step in that unit."""

    latex: str
    words: str
    meaning: str
    unit: str
    factor: float
    low: float
    high: float
    value: float
    step: float


CONTROLS = {
    "b_DL": Control(r"b_\mathrm{DL}", "damping-like", "field of the damping-like torque", "mT", mT, -100, 100, -40, 1),
    "b_FL": Control(r"b_\mathrm{FL}", "field-like", "field of the field-like torque", "mT", mT, -100, 100, 0, 1),
    "B_x": Control("B_x", "field along x", "applied field along the current", "mT", mT, -200, 200, 20, 1),
    "B_y": Control("B_y", "field along y", "applied field across the current, in the plane", "mT", mT, -200, 200, 0, 1),
    "B_z": Control("B_z", "field along z", "applied field along the normal", "mT", mT, -200, 200, 0, 1),
    "B_K": Control("B_K", "easy axis z", "anisotropy field along the normal; negative in a film that lies in its plane",
                   "mT", mT, -1000, 1000, 100, 10),
    "B_K_y": Control("B_K^y", "easy axis y", "anisotropy field along y, in the plane", "mT", mT, 0, 100, 0, 1),
    "alpha": Control(r"\alpha", "damping", "Gilbert damping", "", 1.0, 0.0, 0.5, 0.1, 0.005),
    "theta": Control(r"\theta", "start, from z", "angle of m from the normal at the start", "°", degree,
                     0, 180, 2, 1),
    "phi": Control(r"\varphi", "start, from x", "angle of m from the current at the start, in the plane", "°", degree,
                   0, 360, 0, 1),
    "duration": Control("t", "time shown", "time shown", "ns", ns, 0.5, 20, 5, 0.5),
}  # fmt: skip

REST = dict.fromkeys(("b_DL", "b_FL", "B_x", "B_y", "B_z", "B_K", "B_K_y", "phi"), 0.0)
PRESETS = {
    "precession": REST | {"B_z": 100, "alpha": 0.01, "theta": 60, "duration": 2},
    "damping": REST | {"B_z": 100, "alpha": 0.1, "theta": 120, "duration": 4},
    "damping-like torque": REST | {"b_DL": 20, "alpha": 0.02, "theta": 20, "duration": 2},
    "field-like torque": REST | {"b_FL": 20, "alpha": 0.02, "theta": 20, "duration": 5},
    "switching, normal": {name: one.value for name, one in CONTROLS.items()},
    "switching, in plane": REST
    | {"b_DL": -12, "B_K": -800, "B_K_y": 20, "alpha": 0.02, "theta": 90, "phi": 88, "duration": 12},
}
"""Sets of values, in the units of the controls."""

_ELEVATION, _AZIMUTH = 22 * degree, -58 * degree
VIEW = np.array(
    [
        [-np.sin(_AZIMUTH), np.cos(_AZIMUTH), 0],
        [-np.sin(_ELEVATION) * np.cos(_AZIMUTH), -np.sin(_ELEVATION) * np.sin(_AZIMUTH), np.cos(_ELEVATION)],
        [np.cos(_ELEVATION) * np.cos(_AZIMUTH), np.cos(_ELEVATION) * np.sin(_AZIMUTH), np.sin(_ELEVATION)],
    ]
)
"""Rows: to the right and upwards on the picture, and towards the eye."""

PARTS = {"m_x": ("m_x", COLOURS[0], "-"), "m_y": ("m_y", COLOURS[1], "--"), "m_z": ("m_z", COLOURS[2], "-.")}


def values(**changed):
    """Return all values in SI, from some in SI by name; one that is not known raises."""
    for name in changed:
        if name not in CONTROLS:
            raise TypeError(f"the picture has no value {name!r}; there are {', '.join(CONTROLS)}.")
    return {name: one.value * one.factor for name, one in CONTROLS.items()} | changed


def preset(name):
    """Return the values of a preset, in SI."""
    return {key: value * CONTROLS[key].factor for key, value in PRESETS[name].items()}


def motion(points=600, **changed):
    """Return the trajectory that the picture shows."""
    v = values(**changed)
    sin, cos = np.sin(v["theta"]), np.cos(v["theta"])
    start = (sin * np.cos(v["phi"]), sin * np.sin(v["phi"]), cos)
    return trajectory(
        start,
        np.linspace(0, v["duration"], points),
        B=(v["B_x"], v["B_y"], v["B_z"]),
        B_K=v["B_K"],
        B_K_y=v["B_K_y"],
        b=complex(v["b_DL"], v["b_FL"]),
        alpha=v["alpha"],
        g=G,
        tolerance=1e-7,
    )


def draw(**changed):
    """Return a figure of the motion: the path of m on the sphere, and its components against time."""
    import matplotlib.pyplot as plt

    from .plot import style

    t, m = motion(**changed)
    with style():
        figure, (ball, chart) = plt.subplots(1, 2, figsize=(7.4, 3.1), width_ratios=(1, 1.35))
        plt.close(figure)
        on_sphere(ball, m)
        for row, (latex, colour, dash) in zip(m, PARTS.values(), strict=True):
            chart.plot(t / ns, row, dash, color=colour, label=f"${latex}$")
        chart.set(xlabel="$t$ (ns)", ylim=(-1.05, 1.4), xlim=(0, t[-1] / ns))
        chart.legend(loc="upper right", ncols=3)
    return figure


def on_sphere(ax, m, colour=COLOURS[3], label=None):
    """Draw the path of m on the unit sphere; what lies behind it is faint."""
    from matplotlib.patheffects import withStroke

    ground = [withStroke(linewidth=2.5, foreground="w")]  # the names of the axes stay legible on a path
    turn = np.linspace(0, 2 * np.pi, 121)
    circle = np.array([np.cos(turn), np.sin(turn), 0 * turn])
    x, y, near = VIEW @ circle
    ax.plot(np.cos(turn), np.sin(turn), color="0.6", lw=1)
    for side, width in ((near >= 0, 0.9), (near < 0, 0.4)):
        ax.plot(np.where(side, x, np.nan), np.where(side, y, np.nan), color="0.6", lw=width)
    for axis, name in zip(np.eye(3), "xyz", strict=True):
        x, y, _ = VIEW @ axis
        ax.annotate("", (1.22 * x, 1.22 * y), (0, 0), arrowprops={"arrowstyle": "->", "color": "0.45", "lw": 0.9})
        ax.text(1.32 * x, 1.32 * y, f"${name}$", ha="center", va="center", color="0.35", path_effects=ground)
    x, y, near = VIEW @ m
    front = near >= 0
    ax.plot(np.where(front, x, np.nan), np.where(front, y, np.nan), color=colour, lw=1.5, label=label)
    ax.plot(np.where(front, np.nan, x), np.where(front, np.nan, y), color=colour, lw=1, alpha=0.35)
    ax.plot(x[0], y[0], "o", mfc="w", mec=colour, ms=6)
    ax.plot(x[-1], y[-1], "o", color=colour, ms=6)
    ax.set(xlim=(-1.4, 1.4), ylim=(-1.4, 1.4), aspect="equal")
    ax.axis("off")


# -- the page -----------------------------------------------------------------------------------

CAPTION = (
    "The magnetisation in motion: its path on the unit sphere, from the open circle to the filled one, and its three "
    "components against time."
)


def declaration(**changed):
    """Return all that the page needs, as data for JSON."""
    return {
        "controls": {name: {"factor": one.factor, "unit": one.unit} for name, one in CONTROLS.items()},
        "presets": PRESETS,
        "start": {name: v / CONTROLS[name].factor for name, v in values(**changed).items()},
        "gamma": G * MU_B / HBAR,
        "view": VIEW.tolist(),
        "parts": {name: colour for name, (_, colour, _) in PARTS.items()},
    }


def html(**changed):
    """Return the HTML of the live picture, with the static one inside."""
    from .plot import embedded

    parts, given = templates("macrospin"), declaration(**changed)
    inside = {
        "data": json.dumps(given).replace("<", "\\u003c"),
        "image": embedded(lambda: draw(**changed)),
        "presets": "".join(filled(parts["preset"], {"name": name}) for name in PRESETS),
        "controls": "".join(
            filled(parts["control"], _row(name, one, given["start"][name])) for name, one in CONTROLS.items()
        ),
    }
    return filled(parts["picture"], inside) + captioned(CAPTION)


def _row(name, one, start):
    unit = one.unit and f" {one.unit}"
    numbers = {"low": one.low, "high": one.high, "step": one.step, "start": start}
    return one._asdict() | {
        "name": name,
        "math": mathml(one.latex),
        "unit": unit,
        "label": f"{one.meaning}, {name}" + (" in" + unit if unit else ""),
        **{key: f"{number:g}" for key, number in numbers.items()},
    }
