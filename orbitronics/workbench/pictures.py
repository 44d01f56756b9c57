"""Pictures of a stack, of its profiles and of a fit; needs the extra `plot`."""

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from .. import checks
from ..quantities import display, named
from ..solution import Solution
from ..stack import Stack
from . import need
from .answers import PARTS, single

THEMES = {"light": ("#ffffff", "#1a1a1a", "#00000014"), "dark": ("#121212", "#ececec", "#ffffff1f")}
"""Ground, ink, and the shade of magnets."""

_LINES = {"s": ("#0072b2", "-"), "o": ("#d55e00", "--")}  # differ in dash as well as in colour
_LIGHTER = {"#0072b2": "#56b4e9", "#d55e00": "#e69f00"}


@contextlib.contextmanager
def drawing(theme: str, *grid: int, **options: Any) -> Iterator[Any]:
    """Draw in the book's style and a theme; yields figure and axes as `matplotlib.pyplot.subplots` returns them."""
    checks.option("theme", theme, THEMES)
    plt = need("matplotlib.pyplot", "plot")
    from ..figures.plot import style

    ground, ink, _ = THEMES[theme]
    colours = dict.fromkeys(("figure.facecolor", "axes.facecolor", "savefig.facecolor", "legend.facecolor"), ground)
    colours |= dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), ink)
    with style(), plt.rc_context(colours):
        figure, axes = plt.subplots(*grid, **options)
        plt.close(figure)
        yield figure, axes


def colour(code: str, theme: str) -> str:
    """Return a colour that stands out on the ground of a theme."""
    return code if theme == "light" else _LIGHTER.get(code, code)


def of_fit(fit: Any, theme: str = "light") -> Any:
    """Return a figure of the data with the fit above, and of what is left below, for each series."""
    series, models = fit._problem.series, fit.models
    size = 1.2 + 3.6 * len(series), 4.2
    shared: dict[str, Any] = {"squeeze": False, "sharex": "col", "height_ratios": (3, 1)}
    with drawing(theme, 2, len(series), figsize=size, **shared) as (figure, axes):
        for one, model, (above, below) in zip(series, models, axes.T, strict=True):
            address, x = next(iter(one.x.items()))
            place, _, name = address.rpartition(".")
            factor, unit = display(name)
            order = np.argsort(x) if np.ndim(x) else ...
            words = PARTS.values() if np.iscomplexobj(one.y) else [""]
            for end, pick, (code, dash) in zip(words, (np.real, np.imag), _LINES.values(), strict=False):
                yerr = None if one.yerr is None else pick(one.yerr)
                tone, fitted = colour(code, theme), pick(model)
                kind = {"color": tone, "capsize": 2, "ls": "", "marker": "o" if dash == "-" else "s"}
                above.errorbar(x / factor, pick(one.y), yerr, ms=4, label=f"{end} measured".strip(), **kind)
                above.plot(np.sort(x) / factor, fitted[order], dash, color=tone, label=f"{end} fit".strip())
                below.errorbar(x / factor, pick(one.y) - fitted, yerr, ms=3, **kind)
            below.axhline(0, color=THEMES[theme][1], lw=0.8)
            above.set_ylabel("\n".join(one.meaning.split(", ")) + f" ({one.unit})" * bool(one.unit))
            below.set(ylabel="measured − fit", xlabel=f"${named(name).latex}$ of {place}" + f" ({unit})" * bool(unit))
            above.legend()
    return figure


def plot_profiles(solution: Solution, z: Any = None, theme: str = "light") -> Any:
    """Return a figure of currents and potentials against the height; needs the extra `plot`.

    Real parts are drawn full in colour, imaginary parts thin; spin and orbital differ in dash as well as in colour.

    Parameters
    ----------
    solution : Solution
        Of a single stack.
    z : array, optional
        Heights, m; by default 100 in each layer.
    theme : {"light", "dark"}

    Returns
    -------
    matplotlib.figure.Figure
    """
    from .profiles import to_xarray

    ds = to_xarray(solution, z)
    if solution.shape:
        raise ValueError(f"plot_profiles: the solution has shape {solution.shape}; draw one stack at a time.")
    height, ink = ds["z"].values * 1e9, THEMES[checks.option("theme", theme, THEMES)][1]
    with drawing(theme, 1, 2, figsize=(8.4, 3.2), sharex=True) as (figure, axes):
        for ax, what, unit in zip(axes, ("J", "mu"), ("A m⁻²", "V"), strict=True):
            for moment, (code, dash) in _LINES.items():
                values = ds[f"{what}_{moment}"].values
                for end, pick, width in (("", np.real, 1.8), ("imaginary part of ", np.imag, 0.9)):
                    if end and not np.any(pick(values)):
                        continue
                    ax.plot(height, pick(values), dash, color=colour(code, theme), lw=width,
                            label=f"{end}${named(f'{what}_{moment}').latex}$")  # fmt: skip
            shade(ax, solution.stack, theme)
            ax.axhline(0, color=ink, lw=0.6)
            ax.set(xlabel="z (nm)", ylabel={"J": f"current density ({unit})", "mu": f"potential ({unit})"}[what])
            ax.legend(loc="best")
    return figure


def shade(ax: Any, stack: Stack, theme: str) -> None:
    """Shade the magnets of an axis in nm, and write the names above."""
    faces = [float(face) * 1e9 for face in stack.heights]
    for i, layer in enumerate(stack.layers):
        if faces[i + 1] == faces[i]:
            continue
        if layer.magnetic:
            ax.axvspan(faces[i], faces[i + 1], color=THEMES[theme][2], lw=0)
        middle = (faces[i] + faces[i + 1]) / 2
        ax.text(middle, 1.02, stack.place(i), transform=ax.get_xaxis_transform(), ha="center", fontsize=8)
        ax.axvline(faces[i + 1], color=THEMES[theme][1], lw=0.5, alpha=0.4)


def plot_stack(stack: Stack, theme: str = "light") -> Any:
    """Return a drawing of a stack, thicknesses to scale, with the names of its places; needs the extra `plot`.

    Magnets are hatched; interfaces and surfaces that are not transparent or emit are thick lines.

    Parameters
    ----------
    stack : Stack
        With single numbers.
    theme : {"light", "dark"}

    Returns
    -------
    matplotlib.figure.Figure
    """
    stack = single("plot_stack", stack)
    ground, ink, _ = THEMES[checks.option("theme", theme, THEMES)]
    faces = [float(face) * 1e9 for face in stack.heights]
    with drawing(theme, figsize=(4.2, 0.9 + 0.75 * len(stack))) as (figure, ax):
        for i, layer in enumerate(stack.layers):
            height = faces[i + 1] - faces[i]
            ax.bar(0.5, height, 1, faces[i], color=ground, edgecolor=ink, hatch="//" if layer.magnetic else "", lw=0.8)
            arrow = f", m = {stack[f'{stack.place(i)}.m']:+d}".replace("-", "−") if layer.magnetic else ""
            label = f"{stack.place(i)}, {height:.4g} nm{arrow}"
            ax.text(1.05, faces[i] + height / 2, label, va="center")
        lines = [(stack.between(i), faces[i + 1], one) for i, one in enumerate(stack.interfaces)]
        lines += [(end, faces[0 if end == "bottom" else -1], getattr(stack, end)) for end in ("bottom", "top")]
        for name, z, one in lines:
            if one is None or (getattr(one, "is_transparent", False) and not one.emits):
                continue
            ax.plot([0, 1], [z, z], color=colour("#d55e00", theme), lw=3, clip_on=False)
            ax.text(-0.05, z, name, va="center", ha="right", color=colour("#d55e00", theme))
        ax.set(xlim=(-0.7, 2.2), ylabel="z (nm)", xticks=[])
        ax.spines["bottom"].set_visible(False)
    return figure
