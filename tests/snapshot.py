"""What pictures hold and what the page is told, so that two states can be compared; run alone, it keeps that of now.

Run it after a picture, a range or a preset was changed on purpose and looked at:

    python tests/snapshot.py
"""

import importlib
import inspect
import json
import pkgutil
import re
import struct
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from ipywidgets import Image
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex
from matplotlib.text import Annotation, Text

import orbitronics as ob
from orbitronics import explore, nm
from orbitronics.figures import motion, pictures, plot, sweeping
from orbitronics.web import bundle, landing, own_stack
from orbitronics.workbench import pictures as of_stacks

KEPT = Path(__file__).parent / "data" / "snapshot.json"
NUMBER = re.compile(r"-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b")
AGAIN = "If it is meant, look at it and run python tests/snapshot.py."

N = ob.NormalMetal(sigma_s=2e6, sigma_o=5e5, lambda_s=2 * nm, lambda_o=7 * nm, sigma_OHE=3e5, sigma_SHE=-2e4, name="N")
F = ob.Ferromagnet(
    sigma_s=8e5, sigma_o=3e5, lambda_sf=4 * nm, lambda_J=0.7 * nm, lambda_phi=1.3 * nm, lambda_o=3 * nm,
    P_os=0.2, P_so=0.2 * 3 / 8, name="F",
)  # fmt: skip
STACK = N(6 * nm) | ob.Interface(G_s=4e14, G_o=2e14, sigma_SREE_above=2e4) | F(3 * nm) | ob.Surface(sigma_OREE=1e4)
METAL = N.replace(name="M", sigma_OHE=0.0)
EMITTING = ob.Interface.transparent().replace(sigma_OREE_below=2e4)
ENDS = ob.Surface(G_mix=1e14, sigma_SREE=5e3) | N(4 * nm) | F(0) | EMITTING | METAL(2 * nm) | ob.Surface()


def drawn():
    """Yield name and figure of each picture."""
    yield "fig1", plot.fig1()
    for draw in (plot.fig2, plot.fig3, plot.fig4):
        yield draw.__name__, draw(lambda_J=0.7 * nm)
    solution = ob.solve(STACK, closure="reciprocal")
    for part in ("real", "imag"):
        yield f"budget, {part}", pictures.budget({"reciprocal": solution}, part=part)
    coupled = ob.solve(STACK.replace({"F": F.coupled(0.3), "top": None}) | METAL(2 * nm), closure="reciprocal")
    yield "budgets", pictures.budget({"one": solution, "other": coupled}, "mA")
    yield "design", plot.Drawing("bilayer", {"d_F": 3 * nm}, 30).figure
    lengths = [n * nm for n in (1, 2, 3, 4, 5, 7, 9)]  # more than there are colours
    yield "family", plot.Drawing(sweeping.dependence(family=("lambda_phi", lengths)), None, 30, ("imag",)).figure
    yield "fit", of_stacks.of_fit(_fitted())
    yield "ends", ob.plot_stack(ENDS)
    yield "profiles, a layer of no thickness", ob.plot_profiles(ob.solve(ENDS))
    yield "motion", motion.draw(b_FL=0.02)
    for theme in ("light", "dark"):
        yield f"stack, {theme}", ob.plot_stack(STACK, theme)
        yield f"profiles, {theme}", ob.plot_profiles(solution, theme=theme)


def _fitted():
    """Return what a picture of a fit asks of it: two series, one complex and not in order, one without errors."""
    x, y = np.array([4.0, 1.0, 2.0]), np.array([1.0 + 2j, 3.0 - 1j, -2.0 + 0.5j])
    first = SimpleNamespace(x={"F.thickness": x * nm}, y=y, yerr=0.1 + 0.3j * x, meaning="torque, absorbed", unit="A")
    second = SimpleNamespace(x={"N.P_os": x / 5}, y=y.real, yerr=None, meaning="share", unit="")
    return SimpleNamespace(_problem=SimpleNamespace(series=[first, second]), models=[1.1 * y, y.real + x / 9])


def told(figure):
    """Return what a figure holds: its size and layout, and of each axes the limits and what is drawn."""
    layout = {name: value for name, value in figure.get_layout_engine().get().items() if value is not None}
    held = [f"size {_short(figure.get_size_inches())} {figure.dpi:g} {to_hex(figure.get_facecolor())} {layout}"]
    for ax in figure.axes:
        held.append(f"axes {_short((*ax.get_xlim(), *ax.get_ylim()))} {ax.get_xscale()} {ax.get_yscale()} {ax.axison}")
        legend = ax.get_legend()
        spines = "".join(name[0] for name, one in ax.spines.items() if one.get_visible())
        shares = len(ax.get_shared_x_axes().get_siblings(ax))
        held.append(f"ground {to_hex(ax.get_facecolor())} {spines} {ax.get_aspect()} {shares}")
        formatters = [axis.get_major_formatter() for axis in (ax.xaxis, ax.yaxis)]
        held.append(f"ticks {[one.get_useMathText() for one in formatters if hasattr(one, 'get_useMathText')]}")
        grid = ax.get_subplotspec().get_gridspec()
        held.append(f"grid {grid.nrows} x {grid.ncols}, {grid.get_width_ratios()} {grid.get_height_ratios()}")
        texts = [ax.xaxis.label, ax.yaxis.label, *(one for one in ax.get_children() if isinstance(one, Text))]
        held += [_text(one) for one in texts if one.get_text() or hasattr(one, "arrow_patch")]
        held += [_line(one) for one in ax.lines] + [_patch(one) for one in ax.patches]
        held += [_segments(one) for one in ax.collections if isinstance(one, LineCollection)]
        held += [_legend(legend)] if legend else []
    return held


def _short(values):
    return [float(f"{value:.5g}") for value in np.ravel(values)]


def _text(one):
    arrow = getattr(one, "arrow_patch", None)
    ground, halo = one.get_bbox_patch(), one.get_path_effects()
    more = "" if ground is None else f", on {ground.get_boxstyle().pad:.4g} {_patch(ground, path=False)}"
    more += f", halo {halo[0]._gc}" if halo else ""
    more += f", to {_short(one.xy)}" if isinstance(one, Annotation) else ""
    if arrow is not None:
        more += f" {arrow.get_mutation_scale():g} {arrow.shrinkA:g} {arrow.shrinkB:g}"
        more += f" {arrow.get_arrowstyle().__class__.__name__} {_patch(arrow, path=False)}"
    look = f"{one.get_fontsize():g} {one.get_weight()} {one.get_ha()} {one.get_va()} {one.get_rotation():g}"
    return f"text {one.get_text()!r} at {_short(one.get_position())} {look} {to_hex(one.get_color())}{more}"


def _line(one):
    data = [_short((np.size(v), v[0], v[-1], np.nanmean(np.abs(v)))) for v in map(np.ravel, one.get_data())]
    colours = [
        to_hex(colour, True) for colour in (one.get_color(), one.get_markerfacecolor(), one.get_markeredgecolor())
    ]
    look = (
        f"{' '.join(colours)} {one.get_linewidth():g} {one.get_linestyle()} {one.get_marker()} {one.get_markersize():g}"
    )
    more = f"{one.get_markevery()} {one.get_zorder():g} {one.get_alpha()} {one.get_clip_on()}"
    return f"line {data} {look} {more}"


def _segments(one):
    ends = [_short(segment) for segment in one.get_segments()]
    return f"bars {ends} {[to_hex(colour, True) for colour in one.get_colors()]} {_short(one.get_linewidths())}"


def _legend(one):
    room = f"{one.handletextpad:g} {one.columnspacing:g} {one.borderaxespad:g}"
    texts, edge = one.get_texts(), to_hex(one.get_frame().get_edgecolor())
    return f"legend {[text.get_text() for text in texts]} {one._ncols} {texts[0].get_fontsize():g} {room} {edge}"


def _patch(one, path=True):
    box = _short(one.get_path().get_extents(one.get_patch_transform()).extents) if path else ""
    look = f"{to_hex(one.get_facecolor(), True)} {to_hex(one.get_edgecolor(), True)} {one.get_linewidth():g}"
    return f"patch {box} {look} {one.get_linestyle()} {one.get_hatch()}"


TRAITS = ("description", "tooltip", "min", "max", "step", "readout", "options", "selected_index", "value")


def controls(widget, depth=0):
    """Return what a widget and all in it show, a line for each; of an image its width and height."""
    said = {name: getattr(widget, name) for name in TRAITS if widget.has_trait(name)}
    said |= {name: getattr(widget.layout, name) for name in ("width", "max_width", "visibility")}
    if isinstance(widget, Image):
        said["value"] = struct.unpack(">II", bytes(widget.value)[16:24])  # as a PNG begins
    shown = " ".join(f"{name} {one!r}" for name, one in said.items() if one not in (None, ""))
    within = [line for one in getattr(widget, "children", ()) for line in controls(one, depth + 1)]
    return [f"{'>' * depth}{type(widget).__name__} {shown}", *within]


def opened():
    """Yield name and controls of each explorer as it opens."""
    for name in ("fig2", "fig3", "fig4"):
        yield name, controls(getattr(explore, name)().widget)
    yield "macrospin", controls(explore.macrospin(b_DL=-0.02).widget)


def defaults():
    """Return each number and truth value that a public function or class takes where none is given, by its place."""
    found = {}
    for module in pkgutil.walk_packages(ob.__path__, "orbitronics."):
        if module.name.rpartition(".")[2].startswith("_"):
            continue
        for name, one in vars(importlib.import_module(module.name)).items():
            if name.startswith("_") or getattr(one, "__module__", "") != module.name or not callable(one):
                continue
            methods = {f"{name}.{m}": f for m, f in vars(one).items() if inspect.isclass(one) and inspect.isfunction(f)}
            for place, function in {name: one, **methods}.items():
                if not place.rpartition(".")[2].startswith("_"):
                    found[f"{module.name[12:]}.{place}"] = _defaults(function)
    return found


def _defaults(function):
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:  # a class of the language
        return {}
    return {one.name: one.default for one in parameters if isinstance(one.default, int | float | complex)}


def declared():
    """Yield name and numbers, by their place, of what the page is told; the literature has a file of its own."""
    yield "defaults", dict(_numbers(defaults()))
    stack = own_stack.data()
    del stack["literature"]
    spin = motion.declaration() | {"controls": {name: one._asdict() for name, one in motion.CONTROLS.items()}}
    start = {"sliders": landing.SLIDERS, "highest": landing.HIGHEST}
    looks = {"dashes": plot.DASHES}
    for name, one in {
        "looks": looks,
        "stack": stack,
        "figures": bundle.data(),
        "motion": spin,
        "landing": start,
    }.items():
        yield name, dict(_numbers(one))


def kept(kind):
    """Return what was kept of "drawn" pictures, "opened" explorers or "declared" numbers, by name."""
    return json.loads(KEPT.read_text(encoding="utf-8"))[kind]


def check(name, now, then):
    """Compare lines with those that were kept: words exactly, numbers to 0.05 %."""
    assert len(now) == len(then), f"{name} holds {len(now)} things, and {len(then)} before. {AGAIN}"
    for here, there in zip(now, then, strict=True):
        said = f"{name}: {here}\nbefore: {there}\n{AGAIN}"
        assert NUMBER.sub("#", here) == NUMBER.sub("#", there), said
        numbers = [np.array(NUMBER.findall(one), float) for one in (here, there)]
        assert np.allclose(*numbers, rtol=5e-4, atol=1e-6), f"{said} Numbers may differ by 0.05 %."


def _numbers(one, place=""):
    if isinstance(one, (dict, list, tuple)):
        for key, value in one.items() if isinstance(one, dict) else enumerate(one):
            yield from _numbers(value, f"{place}.{key}")
    elif isinstance(one, (int, float)):
        yield place[1:], one


if __name__ == "__main__":
    numbers = {name: list(one.values()) for name, one in declared()}
    pictures_ = {name: told(figure) for name, figure in drawn()}
    kept = {"declared": numbers, "drawn": pictures_, "opened": dict(opened())}
    KEPT.write_text(json.dumps(kept, ensure_ascii=False) + "\n", encoding="utf-8")
