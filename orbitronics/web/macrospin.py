"""The script and the style of the live macrospin: a step of its motion compiled, and what draws it."""

from pathlib import Path

import numpy as np

from .. import macrospin
from .compiler import PRELUDE, REAL, Block, Values, compile_function

HERE = Path(__file__).parent
NUMBERS = ("B_x", "B_y", "B_z", "B_K", "B_K_y", "b_DL", "b_FL", "alpha")
ARGUMENTS = {
    "m": Block(dict.fromkeys("xyz", REAL)),
    "v": Values(dict.fromkeys(NUMBERS, REAL)),
    "gamma": REAL,
    "h": REAL,
}


def _step(m, v, gamma, h):
    """Return m after a time h, by the classical Runge-Kutta method."""

    def slope(at):
        B = macrospin.field(at, (v["B_x"], v["B_y"], v["B_z"]), v["B_K"], v["B_K_y"])
        return macrospin.rate(at, B, v["b_DL"], v["b_FL"], v["alpha"], gamma)

    def moved(part, k):
        return tuple(x + part * h * y for x, y in zip(m, k, strict=True))

    a = slope(m)
    b = slope(moved(0.5, a))
    c = slope(moved(0.5, b))
    d = slope(moved(1.0, c))
    m = [x + h / 6 * (p + 2 * q + 2 * r + s) for x, p, q, r, s in zip(m, a, b, c, d, strict=True)]
    length = np.sqrt(m[0] * m[0] + m[1] * m[1] + m[2] * m[2])
    return tuple(x / length for x in m)


def files():
    """Return the text of each file by its name."""
    compiled = compile_function("step", _step, ARGUMENTS).text
    script, style = ((HERE / f"macrospin.{kind}").read_text(encoding="utf-8") for kind in ("js", "css"))
    return {
        "macrospin.js": "// A step of the motion is compiled from Python when the book is built.\n(() => {\n"
        f"{PRELUDE}\n{compiled}\n{script}}})();\n",
        "macrospin.css": style,
    }
