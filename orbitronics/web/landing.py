"""The picture on the landing page: a light metal, a magnet, two sliders, and an arrow as long as the torque."""

import json

from ..paper import values
from ..quantities import QUANTITIES, display
from .markup import filled, templates
from .mathematics import mathml

PARTS = templates("landing")

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
    now, sliders = stack(), []
    for name, (words, low, step) in SLIDERS.items():
        address = values.ADDRESSES[name]
        size, unit = display(name)
        numbers = {"low": low / size, "high": HIGHEST[name] / size, "value": now[address] / size, "size": size}
        told = {"words": words, "math": mathml(QUANTITIES[name].latex), "step": step, "address": address, "unit": unit}
        numbers = {key: f"{number:g}" for key, number in numbers.items()}
        sliders.append(filled(PARTS["slider"], numbers | told | {"shown": f" {unit}".rstrip()}))
    most, found = share(*HIGHEST.values()), share(values.PAPER["d_N"], values.PAPER["P_os"])
    inside = {
        "most": f"{most:.3g}",
        "stack": json.dumps(now.to_dict()),
        "d_N": f"{values.PAPER['d_N'] * 1e9:g}",
        "part": f"{found / most:.3f}",
        "found": f"{found:.2g}",
        "orbits": "".join(filled(PARTS["orbit"], {"i": i, "x": 70 + 90 * i}) for i in range(5)),
        "sliders": "".join(sliders),
    }
    return filled(PARTS["torque"], inside)
