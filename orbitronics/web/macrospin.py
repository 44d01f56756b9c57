"""The script and the style of the live macrospin: its right-hand side compiled, and what draws it."""

from pathlib import Path

from .. import macrospin
from .compiler import PRELUDE, REAL, compile_function

HERE = Path(__file__).parent
ARGUMENTS = ("m_x", "m_y", "m_z", "B_x", "B_y", "B_z", "B_K", "B_K_y", "b_DL", "b_FL", "alpha", "gamma")


def _rate(m_x, m_y, m_z, B_x, B_y, B_z, B_K, B_K_y, b_DL, b_FL, alpha, gamma):
    m = (m_x, m_y, m_z)
    return macrospin.rate(m, macrospin.field(m, (B_x, B_y, B_z), B_K, B_K_y), b_DL, b_FL, alpha, gamma)


def files():
    """Return the text of each file by its name."""
    compiled = compile_function("rate", _rate, dict.fromkeys(ARGUMENTS, REAL)).text
    script, style = ((HERE / f"macrospin.{kind}").read_text(encoding="utf-8") for kind in ("js", "css"))
    return {
        "macrospin.js": "// The right-hand side is compiled from Python when the book is built.\n(() => {\n"
        f"{PRELUDE}\n{compiled}\n{script}}})();\n",
        "macrospin.css": style,
    }
