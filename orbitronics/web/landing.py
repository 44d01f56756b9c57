"""The picture on the landing page: a light metal, a magnet, two sliders, and an arrow as long as the torque."""

import json

from ..paper import values
from ..quantities import QUANTITIES, display
from .mathematics import mathml

SLIDERS = {
    "d_N": ("thickness of the light metal", 1e-9, 0.1),
    "P_os": ("conversion in the magnet: spin current per orbital current", 0.0, 0.01),
}
"""What each slider changes: its words, the lowest value in SI units, and the step in the unit shown."""

HIGHEST = {"d_N": 20e-9, "P_os": 0.9}


def stack():
    """Return the paper's bilayer, driven by the orbital Hall effect."""
    return values.bilayer(values.PAPER, values.SOURCES["OHE"])


def share(d_N, P_os):
    """Return the torque in per cent of the orbital Hall current, what the picture tells."""
    from ..solution import solve

    changed = stack().replace({"N.thickness": d_N, "F.P_os": P_os})
    return 100 * solve(changed).torque().real


def html():
    """Return the element; where no script runs it is a picture at the starting values."""
    now, rows = stack(), []
    for name, (words, low, step) in SLIDERS.items():
        address = values.ADDRESSES[name]
        size, unit = display(name)
        value = now[address] / size
        rows.append(
            f"<label><span>{words} {mathml(QUANTITIES[name].latex)}</span>"
            f'<input type="range" min="{low / size:g}" max="{HIGHEST[name] / size:g}" step="{step}" value="{value:g}"'
            f' data-address="{address}" data-size="{size:g}" data-unit="{unit}">'
            f"<output>{value:g}{' ' + unit if unit else ''}</output></label>"
        )
    most, found = share(*HIGHEST.values()), share(values.PAPER["d_N"], values.PAPER["P_os"])
    return (
        f'<live-torque class="live-torque" data-most="{most:.3g}">'
        f'<script type="application/json">{json.dumps(now.to_dict())}</script>'
        f"{drawing(values.PAPER['d_N'] * 1e9, found / most)}"
        f'<p class="live-torque-said" role="status">{said(found)}</p>'
        f'<div class="live-torque-sliders">{"".join(rows)}</div></live-torque>'
    )


def said(per_cent):
    """Return the sentence below the picture."""
    return f"The torque on the magnet is <b>{per_cent:.2g} %</b> of the orbital current that the metal drives."


def drawing(d_N, part):
    """Return the picture; the script moves what carries a class that begins with `move-`."""
    orbits = "".join(
        f'<g class="move-orbit" style="--start:{i}" transform="translate({70 + 90 * i} 176)">'
        '<ellipse rx="17" ry="7" class="orbit"/><circle cx="17" r="4" class="electron"/>'
        '<path d="M0-12v-26m-5 8 5-9 5 9" class="flow"/></g>'
        for i in range(5)
    )
    return (
        '<svg viewBox="0 0 640 290" role="img" aria-label="A light metal below a magnet. A current in the metal'
        " drives electrons that circle upwards into the magnet, where they turn its magnetisation;"
        " an arrow shows the torque."
        f'" style="--d-N:{d_N:g};--torque:{part:.3f}">'
        '<rect x="20" y="60" width="500" height="90" class="magnet"/><rect x="20" y="150" width="500" height="90"'
        ' class="metal move-metal"/><text x="32" y="82">magnet</text><text x="32" y="230">light metal</text>'
        f"{orbits}"
        '<path d="M40 258h440m-12-6 12 6-12 6" class="current"/><text x="488" y="263">current</text>'
        '<g transform="translate(270 128)"><path d="M0 0v-88m-9 16 9-17 9 17" class="moment move-moment"/></g>'
        '<g transform="translate(545 150)"><path d="M0 0v-100m-16 26 16-28 16 28" class="torque move-torque"/></g>'
        '<text x="575" y="145" class="torque-word">torque</text></svg>'
    )
