"""The HTML of a live figure: templates that Python fills for the pages of the book, and the page's script elsewhere."""

import html
import json
import re
from pathlib import Path

from ..quantities import powers

PINNED = 2  # controls that stay in sight on a small screen
FIRST = 3  # controls above the fold
CAPTION = '<p class="live-caption"><b class="live-number">Live figure.</b> {caption}</p>'


def templates(name):
    """Return the templates in a file of HTML by their ids; its line breaks and indents say nothing beside a tag."""
    text = (Path(__file__).parent / f"{name}.html").read_text(encoding="utf-8")
    found = re.findall(r'<template id="(\w+)">\s*(.*?)\s*</template>', text, re.S)
    return {key: re.sub(r"\n *", " ", re.sub(r"(?<=>)\n *|\n *(?=</)", "", inner)) for key, inner in found}


TEMPLATES = templates("live") | {"elsewhere": " Here it starts elsewhere: {values}."}
"""The parts of a live figure; what stands in braces is filled in."""


def filled(template, values):
    """Return a template with its braces filled in."""
    return re.sub(r"\{(\w+)\}", lambda match: str(values[match[1]]), template)


def fill(name, values):
    """Return one of `TEMPLATES` filled in."""
    return filled(TEMPLATES[name], values)


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
    shown_as["range"] = f"{shown(one, one['low'])} to {shown(one, one['high'])}{unit}"
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
    inner = {
        "declaration": json.dumps(declared, ensure_ascii=False).replace("</", "<\\/"),
        "image": image,
        "caption": html.escape(declared["caption"] + _elsewhere(declared)),
        "panels": "".join(map(_panel, declared["panels"])),
        "choices": "".join(map(_option, declared["options"])),
        "pinned": pinned,
        "controls": "".join(rows),
    }
    return fill("figure", declared | inner)
