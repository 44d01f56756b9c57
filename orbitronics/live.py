"""The live figure of the page: its declaration as plain data, and its HTML.

The HTML holds the static figure, the controls and the declaration; scripts of the page bring it to
life with this package on MicroPython.  All but the static figure is also made there, for a bare
``<live-figure figure="fig3">``; so like the kernel, this file runs where there is no NumPy.
"""

import json

from . import bilayer, design, figures
from .mathematics import all_runs, escape, mathml
from .mathematics import html as formula
from .panels import COLOURS, FORMULAS, HEIGHTS, OF_QUANTITY, Profiles
from .symbols import SYMBOLS, display, nm

MODULES = ["symbols", "kernel", "bilayer", "closed_forms", "panels", "design", "sweep", "figures"]
MODULES += ["mathematics", "recipe", "live"]
"""The modules of the library that the page runs."""

FIRST = 8  # controls above the fold
SENTENCE = "This is the static figure; where JavaScript and WebAssembly run it becomes live."
BUTTONS = (
    ("reset", "Reset all", "every value as in the paper"),
    ("freeze", "Freeze", "keep the present curves to compare with"),
    ("unzoom", "Reset zoom", "show the whole range again"),
    ("real", "real", "show or hide real parts"),
    ("imag", "imaginary", "show or hide imaginary parts"),
    ("png", "PNG", "download the chart as a PNG image"),
    ("svg", "SVG", "download the chart as an SVG drawing"),
    ("csv", "CSV", "download the numbers as a CSV table"),
    ("link", "Copy link", "copy a link that opens this page with these values"),
)
MEANING = {
    "closure": "how a current relaxes in F",
    "wavenumber": "Eq. (6) as it solves Eq. (5), or as printed",
    "interface": "of N and F",
}


def declaration(figure):
    """Return all that the page needs to know of a figure, as data for JSON.

    Parameters
    ----------
    figure : str or Figure
        A name in `figures.FIGURES`, or a declaration such as `figures.sweep` returns.
    """
    figure = figures.declared(figure)
    curves = figures.compute(figure, None, 2)
    return {
        "name": figure.name,
        "spec": figure.spec,
        "title": figure.title,
        "columns": figure.columns,
        "points": figures.POINTS,
        "colours": list(COLOURS),
        "values": {name: figure.values[name] for name in figure.controls + figure.options},
        "constants": {n: v for n, v in figure.values.items() if n not in figure.controls + figure.options},
        "pieces": [_piece(figure, piece) for piece in figure.pieces],
        "controls": [_control(figure, name) for name in figure.controls],
        "options": [{"name": name, "choices": list(bilayer.OPTIONS[name])} for name in figure.options],
        "panels": [_panel(panel, [c for c in curves if c.panel == panel.key]) for panel in figure.panels],
    }


def _piece(figure, piece):
    """Return one of a figure's pieces, with all that its curves need of what stands elsewhere."""
    factors = {panel.key: display(panel.x)[0] for panel in figure.panels}
    if isinstance(piece, Profiles):
        curves = [
            {"panel": key, "name": name, "source": source, "index": HEIGHTS.index(quantity), "scale": scale}
            | {"factor": factors[key]}
            for key, name, _, source, quantity, scale in piece.curves
        ]
        return {"sources": [list(bilayer.SOURCES.get(one, one)) for one in piece.sources], "curves": curves}
    low, high, scale = bilayer.RANGES[piece.x]
    return {
        "panel": piece.panel,
        "name": piece.name,
        "formula": piece.formula,
        "walks": FORMULAS[piece.formula][0],
        "x": piece.x,
        "range": [low, high, scale == "log"],
        "factor": factors[piece.panel],
        "source": list(bilayer.SOURCES.get(piece.source, piece.source)),
        "fixed": piece.fixed,
    }


def facts():
    """Return what the page needs to find the facts about a bilayer."""
    values = figures.FIGURES["bilayer"].values
    names = list(design.facts(values, 1.0 + 0j, 1.0 + 0j))
    return {"names": names, "sources": [list(design.SPIN), list(design.ORBITAL)]}


def _control(figure, name):
    low, high, scale = bilayer.RANGES[name]
    factor, unit = display(name)
    symbol = SYMBOLS[name]
    return {
        "name": name,
        "latex": symbol.latex,
        "meaning": symbol.meaning,
        "unit": unit,
        "factor": factor,
        "low": low,
        "high": high,
        "scale": scale,
        "step": 0.02 if scale == "log" else _step((high - low) / factor / 200),
        "paper": figure.values[name],
    }


def _step(about):
    """Return 1, 2 or 5 times a power of ten, the nearest."""
    power = 1e-3
    while power * 10 <= about * 1.001:
        power *= 10
    for times in (1, 2, 5, 10):
        if about < times * power * 1.4:
            return float(f"{times * power:.6g}")
    return about


def _panel(panel, curves):
    factor, unit = display(panel.x)
    return {
        "key": panel.key,
        "title": all_runs(panel.title),
        "x": panel.x,
        "x_label": all_runs(f"${SYMBOLS[panel.x].latex}$ ({unit})" if unit else f"${SYMBOLS[panel.x].latex}$"),
        "x_unit": unit,
        "x_factor": factor,
        "x_log": panel.x_log,
        "y_label": all_runs(f"${panel.y_label}$" + (f" ({in_formula(panel.y_unit)})" if panel.y_unit else "")),
        "y_unit": panel.y_unit,
        "parts": list(panel.parts),
        "y_limits": list(panel.y_limits) if panel.y_limits else None,
        "curves": [
            {"name": c.name, "label": all_runs(f"${c.label}$"), "colour": colour(c.name, i)}
            for i, c in enumerate(curves)
        ],
    }


def colour(name, i):
    """Return which of the colours a curve has."""
    return COLOURS.index(OF_QUANTITY[name]) if name in OF_QUANTITY else i % len(COLOURS)


def in_formula(unit):
    """Return a unit as text with formulas between $, e.g. for σ_SHE E."""
    for source in ("SHE", "OHE"):
        unit = unit.replace(f"σ_{source} E", f"$\\sigma_\\mathrm{{{source}}}E$")
    return unit


def shown(control, value):
    """Return a value in its display unit, as its entry shows it."""
    number = value / control["factor"]
    if abs(number) < 1e5:
        return f"{number:.6g}"
    digits, _, power = f"{number:.5e}".partition("e")
    return f"{digits.rstrip('0').rstrip('.')}e{int(power)}"


def html(figure, values=None):
    """Return the HTML of a live figure, with the static one inside, starting from `values`.

    Parameters
    ----------
    figure : str or Figure
        A name in `figures.FIGURES`, or a declaration such as `figures.sweep` returns.
    values : dict, optional
        Values in SI units and options that differ from the paper's.
    """
    figure = figures.declared(figure)
    changed = dict([(n, v) for n, v in (values or {}).items() if figure.values[n] != v])
    return (
        f'<live-figure class="live" figure="{figure.name}" state="static" id="{identity(figure, changed)}"'
        f' role="group" aria-label="{escape(figure.title)}">'
        f"{inside(figure, changed, static(figure, changed))}</live-figure>"
    )


def asked(attributes):
    """Return the figure and the values that the attributes of a bare element ask for.

    ``<live-figure figure="fig3" values="d_N=3nm, closure=conserving">`` or
    ``<live-figure figure="sweep" quantity="torque" source="OHE" x="d_F" family="lambda_o_F=1nm,3nm"
    controls="d_N, P_os">``, with the arguments of `figures.sweep` as texts.
    """

    def words(text):
        return [word.strip() for word in text.split(",") if word.strip()]

    name = attributes.get("figure", "")
    values = {}
    for pair in words(attributes.get("values", "")):
        key, _, text = pair.partition("=")
        values[key.strip()] = text.strip() if key.strip() in bilayer.OPTIONS else _number(text)
    if name != "sweep":
        if name not in figures.FIGURES:
            raise ValueError(f"figure = {name!r} is not known; there are {', '.join(sorted(figures.FIGURES))}, sweep.")
        return figures.FIGURES[name], values
    spec = dict([(key, attributes[key]) for key in ("quantity", "source", "x") if key in attributes])
    for key in ("controls", "options", "parts"):
        if key in attributes:
            spec[key] = words(attributes[key])
    if "family" in attributes:
        varied, _, members = attributes["family"].partition("=")
        spec["family"] = (varied.strip(), [_number(text) for text in words(members)])
    return figures.sweep(values=values, **spec), {}


def _number(text):
    text = text.strip()
    return float(text[:-2]) * nm if text.endswith("nm") else float(text)


def identity(figure, changed):
    """Return an identifier that tells one figure of a page from the others."""
    if not changed and not figure.spec:
        return figure.name
    number = 0
    for char in json.dumps(
        [figure.spec and [[k, figure.spec[k]] for k in sorted(figure.spec)], sorted(changed.items())]
    ):
        number = (number * 31 + ord(char)) % 1000003
    return f"{figure.name}-{number}"


def static(figure, changed):
    """Return the static figure as an image that needs no other file."""
    import base64
    import io

    from . import plot

    out = io.BytesIO()
    with plot.style():
        plot.Drawing(figure, changed, 100).figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    data = base64.b64encode(out.getvalue()).decode()
    return f'<img class="live-static" alt="{escape(figure.alt)}" src="data:image/svg+xml;base64,{data}">'


def inside(figure, changed=None, image=""):
    """Return what stands between the tags of a live figure."""
    data = declaration(figure)
    data["changed"] = changed or {}
    rows = [_row(control) for control in data["controls"]]
    if len(rows) > FIRST + 2:
        more = "".join(rows[FIRST:])
        rows[FIRST:] = [f'<details class="live-more"><summary>More parameters</summary><div>{more}</div></details>']
    choices = "".join([_choice(option) for option in data["options"]])
    panels = "".join([_frame(figure, panel) for panel in figure.panels])
    buttons = "".join([_button(*button) for button in BUTTONS])
    text = json.dumps(data).replace("<", "\\u003c")
    return "".join(
        (
            f'<script type="application/json" class="live-declaration">{text}</script>',
            f'<div class="live-stage">{image}<div class="live-panels live-columns-{figure.columns}">{panels}</div>',
            "</div>",
            f'<p class="live-status" role="status">{SENTENCE}</p>',
            '<div class="live-room">',
            f'<div class="live-bar" role="toolbar" aria-label="{escape(figure.title)}: tools">{buttons}</div>',
            f'<div class="live-choices">{choices}</div><div class="live-controls">{"".join(rows)}</div>',
            _remarks(figure),
            '<details class="live-code"><summary>Show the code</summary>'
            "<p>These lines of Python, with the library <code>orbitronics</code>, give what is on screen.</p>"
            '<pre class="live-recipe" tabindex="0"></pre>'
            '<button type="button" class="live-button" data-do="copy">Copy the lines</button>'
            '<details class="live-source"><summary>The solver as it runs in this page: <code>kernel.py</code></summary>'
            '<pre class="live-kernel" tabindex="0"></pre></details></details>',
            "</div>",
        )
    )


def _row(control):
    name, value = control["name"], shown(control, control["paper"])
    unit = f" {control['unit']}" if control["unit"] else ""
    about = escape(f"{control['meaning']}; paper: {value}{unit}")
    spoken = escape(f"{control['meaning']}, {name}")
    return (
        f'<div class="live-control" data-name="{name}">'
        f'<span class="live-symbol" title="{about}">{mathml(control["latex"])}</span>'
        f'<span class="live-track"><span class="live-paper" title="paper: {value}{unit}"></span>'
        f'<input type="range" class="live-slider" aria-label="{spoken}"></span>'
        f'<input type="text" class="live-entry" inputmode="decimal" autocomplete="off" value="{value}"'
        f' aria-label="{spoken}{" in" if unit else ""}{unit}"><span class="live-unit">{unit.strip()}</span>'
        f'<button type="button" class="live-reset" aria-label="Reset {name} to {value}{unit}"'
        f' title="paper: {value}{unit}">↺</button>'
        '<span class="live-message" role="alert"></span></div>'
    )


def _choice(option):
    name = option["name"]
    choices = "".join([f'<option value="{choice}">{choice}</option>' for choice in option["choices"]])
    return (
        f'<label class="live-choice" title="{escape(MEANING[name])}">{name} '
        f'<select data-name="{name}">{choices}</select></label>'
    )


def _button(action, text, title):
    line = f'<span class="live-line live-{action}"></span>' if action in ("real", "imag") else ""
    pressed = ' aria-pressed="false"' if action in ("real", "imag", "freeze") else ""
    return (
        f'<button type="button" class="live-button" data-do="{action}" title="{title}"{pressed}>{line}{text}</button>'
    )


def _frame(figure, panel):
    curves = [c for c in figures.compute(figure, None, 2) if c.panel == panel.key]
    rows = "".join(
        [
            f'<button type="button" class="live-curve" data-curve="{escape(c.name)}" aria-pressed="true">'
            f'<span class="live-line live-real" data-colour="{colour(c.name, i)}"></span>'
            f'<span class="live-label" aria-hidden="true">{mathml(c.label)}</span>'
            f'<span class="live-hidden">{escape(c.name)}</span><span class="live-value"></span></button>'
            for i, c in enumerate(curves)
        ]
    )
    unit = formula(in_formula(panel.y_unit))
    return (
        f'<div class="live-panel" data-panel="{panel.key}" role="group" aria-label="panel {panel.key}">'
        f'<div class="live-heading"><span>({panel.key}) {formula(panel.title)}</span><span class="live-x"></span></div>'
        f'<div class="live-plot" tabindex="0" role="img"'
        f' aria-label="panel {panel.key}: arrow keys read out the curves, plus and minus zoom"></div>'
        f'<div class="live-legend">{rows}<span class="live-y-unit" hidden>{unit}</span></div></div>'
    )


def _remarks(figure):
    if figure.remarks is None:
        return ""
    return f'<dl class="live-remarks">{remarks(figure, figure.values)}</dl>'


def remarks(figure, values):
    """Return what is to be said about these values as the inside of a description list."""
    said = figure.remarks(values)
    return "".join([f"<dt>{escape(what)}</dt><dd>{escape(text)}</dd>" for what, text in said])
