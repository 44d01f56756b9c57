"""The HTML of a live figure: templates that Python fills for the pages of the book, and the page's script elsewhere."""

import html
import json
import re

from ..quantities import powers

PINNED = 2  # controls that stay in sight on a small screen
FIRST = 3  # controls above the fold
CAPTION = '<p class="live-caption"><b class="live-number">Live figure.</b> {caption}</p>'
SENTENCE = "This is the static figure; where JavaScript runs it becomes live."
TOOLS = (
    ("real", "real", "show or hide real parts"),
    ("imag", "imaginary", "show or hide imaginary parts"),
    ("freeze", "Freeze", "keep the present curves to compare with"),
    ("unzoom", "Reset zoom", "show the whole range again"),
)
SHARE = (
    ("reset", "This page’s values", "every value as this page shows it first"),
    ("paper", "The paper’s values", "every value as in the paper"),
    ("link", "Copy link", "copy a link that opens this page with this figure as it is"),
    ("png", "PNG", "download the chart as a PNG image"),
    ("svg", "SVG", "download the chart as an SVG drawing"),
    ("csv", "CSV", "download the numbers as a CSV table"),
)


def _buttons(buttons):
    return "".join(_button(*button) for button in buttons)


def _button(action, text, title):
    line = f'<span class="live-line live-{action}"></span>' if action in ("real", "imag") else ""
    pressed = ' aria-pressed="false"' if action in ("real", "imag", "freeze") else ""
    return (
        f'<button type="button" class="live-button" data-do="{action}" title="{title}"{pressed}>{line}{text}</button>'
    )


TEMPLATES = {
    "figure": (
        '<script type="application/json" class="live-declaration">{declaration}</script><div class="live-body{both}">'
        '<div class="live-stage">{image}<div class="live-bar live-picker" role="toolbar" aria-label="Panels"></div>'
        '<div class="live-panels live-columns-{columns}">{panels}</div>'
        f'<div class="live-bar live-tools" role="toolbar" aria-label="Curves">{_buttons(TOOLS)}</div>'
        '<p class="live-frozen"></p>'
        f'<p class="live-status" role="status">{SENTENCE}</p></div><div class="live-room">'
        '<div class="live-pins"><label class="live-pick">Pin here <select></select></label>{pinned}</div>'
        '<div class="live-controls">{controls}</div><div class="live-choices">{choices}</div>'
        f'<div class="live-bar live-share" role="toolbar" aria-label="Values and exports">{_buttons(SHARE)}</div>'
        '<dl class="live-remarks"></dl></div></div>'
        f"{CAPTION}"
        '<div class="live-more"><details class="live-data"><summary>Lay your data over this figure</summary>'
        "<p>Paste or drop columns onto the figure, or write them here: x, y and, if you have it, the error of y, in "
        "the units of the axes. Nothing leaves this page.</p>"
        "<p><label>Curve <select></select></label></p>"
        '<textarea rows="5" spellcheck="false" aria-label="data: x, y and the error of y in columns"></textarea>'
        '<p class="live-rest" role="status"></p><fieldset><legend>Numbers to fit</legend><div class="live-fits"></div>'
        '<button type="button" class="live-button" data-do="fit">Fit</button></fieldset>'
        '<div class="live-found" tabindex="0" role="region" aria-label="result of the fit"></div></details>'
        '<details class="live-code"><summary>Show the code</summary>'
        "<p>These lines of Python, with the library <code>orbitronics</code>, give what is on screen.</p>"
        '<pre class="live-recipe" tabindex="0"></pre>'
        '<button type="button" class="live-button" data-do="copy">Copy the lines</button>'
        '<details class="live-source"><summary>The solver: what this page runs, and the Python it came from</summary>'
        '<p><label>Piece of the solver <select class="live-piece"></select></label></p>'
        '<p class="live-told"></p><div class="live-pair"><pre class="live-python" tabindex="0"></pre>'
        '<pre class="live-compiled" tabindex="0"></pre></div></details></details></div>'
    ),
    "control": (
        '<div class="live-control" data-name="{name}">'
        '<span class="live-symbol" title="paper: {value}{unit}">{words} {math}</span>'
        '<button type="button" class="live-reset" aria-label="Reset: {words}" title="this page’s value">↺</button>'
        '<span class="live-track"><span class="live-paper" title="paper: {value}{unit}"></span>'
        '<input type="range" class="live-slider" aria-label="{words}"></span>'
        '<input type="text" class="live-entry" inputmode="text" autocomplete="off" value="{value}"'
        ' aria-label="{words}{in}{unit}"><span class="live-unit">{unit}</span>'
        '<span class="live-message" role="alert"></span></div>'
    ),
    "fold": '<details class="live-fold"><summary>More values ({count})</summary>{controls}</details>',
    "elsewhere": " Here it starts elsewhere: {values}.",
    "option": ('<label class="live-choice"><span>{words}</span> <select data-name="{name}">{choices}</select></label>'),
    "choice": '<option value="{choice}">{choice}</option>',
    "panel": (
        '<div class="live-panel" data-panel="{key}" role="group" aria-label="panel {key}">'
        '<div class="live-heading"><span>({key}) {heading}</span><span class="live-x"></span></div>'
        '<div class="live-plot" tabindex="0" role="slider" aria-roledescription="chart" aria-valuenow="0"'
        ' aria-label="panel {key}: arrow keys read the curves, plus and minus zoom"></div>'
        '<div class="live-legend">{curves}</div></div>'
    ),
    "curve": (
        '<button type="button" class="live-curve" data-curve="{name}" aria-pressed="true" aria-label="{said}">'
        '<span class="live-line live-real" data-colour="{colour}"></span>'
        '<span class="live-label">{math}</span><span class="live-value"></span></button>'
    ),
}
"""The parts of a live figure; what stands in braces is filled in."""


def fill(template, values):
    """Return a template filled in."""
    return re.sub(r"\{(\w+)\}", lambda match: str(values[match[1]]), TEMPLATES[template])


def captioned(text):
    """Return the caption of something live, as HTML; the page counts it with the others."""
    return CAPTION.format(caption=text)


def shown(control, value):
    """Return a value in its display unit, as its entry shows it."""
    number = value / control["factor"]
    if number == 0 or 1e-4 <= abs(number) < 99999.95:
        return f"{number:.6g}".replace("-", "−")
    digits, _, power = f"{number:.5e}".partition("e")
    return powers(f"{digits.rstrip('0').rstrip('.')}e{power}").replace("-", "−")


def _control(one):
    unit = f" {one['unit']}".rstrip()
    shown_as = {"value": shown(one, one["paper"]), "unit": unit, "in": " in" * bool(unit)}
    return fill("control", one | {"words": html.escape(one["words"])} | shown_as)


def _option(one):
    return fill("option", one | {"choices": "".join(fill("choice", {"choice": choice}) for choice in one["choices"])})


def _curve(one):
    label = "".join(text for text, *_ in one["label"])  # as plain text
    return fill("curve", one | {"said": html.escape(label)})


def _elsewhere(declared):
    """Return where a figure starts that does not start from its own values, as a sentence of its caption."""
    changed = {name: value for name, value in declared["changed"].items() if value != declared["values"][name]}
    said = []
    for one in declared["controls"] + declared["options"]:
        if one["name"] in changed:
            value = changed[one["name"]] if "choices" in one else shown(one, changed[one["name"]])
            said.append(f"{one['words'][0].lower()}{one['words'][1:]} {value} {one.get('unit', '')}".rstrip())
    return fill("elsewhere", {"values": ", ".join(said)}) if said else ""


def _panel(one):
    return fill("panel", one | {"curves": "".join(map(_curve, one["curves"]))})


def inside(declared, image=""):
    """Return what stands between the tags of a live figure with this declaration (see `live.declaration`)."""
    rows = list(map(_control, declared["controls"]))
    pinned, rows = "".join(rows[:PINNED]), rows[PINNED:]
    count = len(rows) - (FIRST - PINNED)
    if count > 2:
        rows[-count:] = [fill("fold", {"count": count, "controls": "".join(rows[-count:])})]
    parts = {part for panel in declared["panels"] for part in panel["parts"]}
    inner = {
        "both": " live-both" * (len(parts) > 1),
        "declaration": json.dumps(declared, ensure_ascii=False).replace("</", "<\\/"),
        "image": image,
        "caption": html.escape(declared["caption"] + _elsewhere(declared)),
        "panels": "".join(map(_panel, declared["panels"])),
        "choices": "".join(map(_option, declared["options"])),
        "pinned": pinned,
        "controls": "".join(rows),
    }
    return fill("figure", declared | inner)
