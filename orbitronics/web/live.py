"""The live figure of the page: its declaration as plain data, and its HTML with the static figure inside."""

import json
import re
import zlib
from math import inf

from .. import checks, entries, figures
from ..figures import design
from ..figures.panels import COLOURS, FORMULAS, HEIGHTS, OF_QUANTITY, Profiles, labelled, unit_with_formulas
from ..figures.ranges import ranges as sliders
from ..paper import values as bilayer
from ..quantities import NEVER_NEGATIVE, QUANTITIES, display, nm, words
from .markup import inside
from .mathematics import all_runs, escape, mathml
from .mathematics import html as formula

__all__ = ["asked", "declaration", "html", "inside"]


def declaration(figure, changed=None, ranges=None):
    """Return all that the page needs to know of a figure, as data for JSON.

    Parameters
    ----------
    figure : str or Figure
        A name in `figures.FIGURES`, or a declaration such as `figures.dependence` returns.
    changed : dict, optional
        Values with which it starts, where they are not the paper's.
    ranges : dict, optional
        Where sliders go, ``{name: (low, high)}`` in SI, in place of the usual.
    """
    figure = figures.declared(figure)
    curves = figures.compute(figure, None, 2)
    return {
        "name": figure.name,
        "spec": figure.spec,
        "title": figure.title,
        "caption": caption(figure),
        "columns": figure.columns,
        "points": figures.POINTS,
        "colours": list(COLOURS),
        "values": {name: figure.values[name] for name in figure.controls + figure.options},
        "constants": {n: v for n, v in figure.values.items() if n not in figure.controls + figure.options},
        "pieces": [_piece(figure, piece) for piece in figure.pieces],
        "controls": [
            control(name, *ends) | {"paper": figure.values[name]}
            for name, ends in sliders(figure, ranges, changed).items()
        ],
        "options": [option(name) for name in figure.options],
        "panels": [_panel(panel, [c for c in curves if c.panel == panel.key]) for panel in figure.panels],
        "remarks": [list(one) for one in figure.remarks],
        "changed": changed or {},
    }


def caption(figure):
    """Return what stands below a figure: what it shows, and which of the paper's it is."""
    if figure.spec:
        return figure.alt
    paper = re.fullmatch(r"fig(\d)", figure.name)
    which = f": Fig. {paper[1]} of the paper, from its equations and its caption" if paper else ""
    return f"{figure.title}{which}. {figure.alt}"


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
    return {
        "panel": piece.panel,
        "name": piece.name,
        "formula": piece.formula,
        "walks": FORMULAS[piece.formula].walks,
        "x": piece.x,
        "range": list(bilayer.AXES[piece.x]),
        "factor": factors[piece.panel],
        "source": list(bilayer.SOURCES.get(piece.source, piece.source)),
        "fixed": piece.fixed,
    }


def facts():
    """Return what the page needs to find the facts about a bilayer."""
    values = figures.FIGURES["bilayer"].values
    names = list(design.facts(values, 1.0 + 0j, 1.0 + 0j))
    return {"names": names, "sources": [list(design.SPIN), list(design.ORBITAL)]}


def option(name):
    """Return what the page needs to know of an option."""
    choices = list(bilayer.OPTIONS[name])
    return {"name": name, "words": bilayer.OPTION_WORDS[name], "choices": choices, "former": checks.FORMER}


def control(name, low, high, scale):
    """Return what the page needs to know of a value, but for its number; its slider goes from `low` to `high`."""
    factor, unit = display(name)
    symbol = QUANTITIES[name]
    return {
        "name": name,
        "math": mathml(symbol.latex),
        "words": words(symbol.meaning),
        "unit": unit,
        "factor": factor,
        "low": low,
        "high": high,
        "scale": scale,
        "positive": symbol.domain in NEVER_NEGATIVE,
    }


def _panel(panel, curves):
    lines = [
        {"name": c.name, "label": all_runs(f"${c.label}$"), "math": mathml(c.label), "colour": colour(c.name, i)}
        for i, c in enumerate(curves)
    ]
    words = {"title": all_runs(panel.title), "heading": formula(panel.title), "curves": lines}
    words |= {"parts": list(panel.parts), "y_limits": panel.y_limits and list(panel.y_limits)}
    words["y_label"] = all_runs(labelled(panel.y_label, panel.y_unit))
    return panel._asdict() | words | axis(panel.x) | unit(panel.y_unit)


def axis(x):
    """Return what is said along an axis with the quantity `x`."""
    factor, unit = display(x)
    return {"x": x, "x_label": all_runs(labelled(QUANTITIES[x].latex, unit)), "x_unit": unit, "x_factor": factor}


def unit(text):
    """Return the unit of a panel as text and as HTML."""
    return {"y_unit": text, "unit": formula(unit_with_formulas(text))}


def colour(name, i):
    """Return which of the colours a curve has."""
    return COLOURS.index(OF_QUANTITY[name]) if name in OF_QUANTITY else i % len(COLOURS)


def html(figure, values=None, ranges=None):
    """Return the HTML of a live figure, with the static one inside, starting from `values`.

    Parameters
    ----------
    figure : str or Figure
        A name in `figures.FIGURES`, or a declaration such as `figures.dependence` returns.
    values : dict, optional
        Values in SI units and options that differ from the paper's.
    ranges : dict, optional
        Where sliders go, ``{name: (low, high)}`` in SI, in place of the usual.
    """
    figure = figures.declared(figure)
    changed = {n: v for n, v in (values or {}).items() if figure.values[n] != v}
    return (
        f'<live-figure class="live full-width" figure="{figure.name}" state="static" id="{identity(figure, changed)}"'
        f' role="figure" aria-label="{escape(figure.title)}">'
        f"{inside(declaration(figure, changed, ranges), static(figure, changed))}</live-figure>"
    )


ATTRIBUTES = ("figure", "values", "quantity", "source", "x", "family", "controls", "options", "parts", "ranges")
"""What the element <live-figure> may be told, beside what every element may."""


def asked(attributes):
    """Return the figure, the values and the ranges that the attributes of a bare element ask for.

    ``<live-figure figure="fig3" values="d_N=3nm, closure=reciprocal" ranges="d_N=0.1nm:100nm">`` or
    ``<live-figure figure="sweep" quantity="torque" source="OHE" x="d_F" family="lambda_o_F=1nm,3nm"
    controls="d_N, P_os">``, with the arguments of `figures.dependence` as texts.
    """
    for one in attributes:
        if one not in ATTRIBUTES and not one.startswith(("aria-", "data-")) and one not in ("class", "id", "title"):
            raise ValueError(f"a live figure has no attribute {one!r}; there are {', '.join(ATTRIBUTES)}.")
    name = attributes.get("figure", "")
    values, ranges = {}, {}
    for key, text in _pairs(attributes.get("ranges", "")):
        if text.count(":") != 1:
            raise ValueError(f"ranges: {key} = {text!r}; write its two ends, as in 0.1nm:100nm.")
        ranges[key] = tuple(_number(key, end.strip(), (-inf, inf)) for end in text.split(":"))
    for key, text in _pairs(attributes.get("values", "")):
        allowed = bilayer.OPTIONS.get(key)
        values[key] = checks.option(key, text, allowed) if allowed else _number(key, text, ranges.get(key))
    if name != "sweep":
        if name not in figures.FIGURES:
            raise ValueError(f"figure = {name!r} is not known; there are {', '.join(sorted(figures.FIGURES))}, sweep.")
        figure = figures.FIGURES[name]
        for key in values:
            if key not in figure.controls + figure.options:
                names = ", ".join(figure.controls + figure.options)
                raise ValueError(f"{name} has no value {key!r}; there are {names}.")
        return figure, values, ranges
    spec = {key: attributes[key] for key in ("quantity", "source", "x") if key in attributes}
    for key in ("controls", "options", "parts"):
        if key in attributes:
            spec[key] = _words(attributes[key])
    if "family" in attributes:
        varied, _, members = (part.strip() for part in attributes["family"].partition("="))
        spec["family"] = (varied, [_number(varied, text) for text in _words(members)])
    return figures.dependence(values=values, **spec), {}, ranges


def _words(text):
    return [word.strip() for word in text.split(",") if word.strip()]


def _pairs(text):
    return [tuple(part.strip() for part in pair.partition("=")[::2]) for pair in _words(text)]


def _number(name, text, ends=None):
    """Return a number in SI, as `entries.parse` reads it, within `ends`, by default of its slider."""
    if name not in bilayer.RANGES:
        raise ValueError(f"there is no value {name!r}; there are {', '.join(bilayer.RANGES)}.")
    factor, unit = display(name)
    value = entries.parse(name, text)
    low, high = ends or bilayer.RANGES[name][:2]
    slack = 1e-9 * (high - low) if high - low < inf else 0
    if not low - slack <= value <= high + slack:
        hint = " Lengths are in metres: write 3nm for 3 nm." if factor == nm else ""
        between = f"must lie between {low / factor:g} and {high / factor:g} {unit}".rstrip()
        raise ValueError(f"{name} = {text} {between}.{hint}")
    return value


def identity(figure, changed):
    """Return an identifier that tells one figure of a page from the others."""
    if not changed and not figure.spec:
        return figure.name
    spec = figure.spec and sorted(figure.spec.items())
    return f"{figure.name}-{zlib.crc32(json.dumps([spec, sorted(changed.items())]).encode()) % 1000003}"


def static(figure, changed):
    """Return the static figure as an image that needs no other file."""
    from ..figures import plot

    image = plot.embedded(lambda: plot.Drawing(figure, changed, 100).figure)
    return f'<img class="live-static" alt="{escape(figure.alt)}" src="{image}">'
