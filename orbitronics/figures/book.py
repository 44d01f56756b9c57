"""What the chapters of the book share: tables that read well in Jupyter, on the page and in print, and live stacks."""

import json
import re
from collections.abc import Callable
from html import escape
from math import floor, isfinite, log10

from ..paper.registry import all_equations
from ..quantities import QUANTITIES, powers
from ..web.markup import captioned

_NUMERIC = re.compile(r"[-+]?(?:[\d.]+(?:[-+][\d.]+i)?|\(.*i\))(?:e[-+]\d+)?(?: ?%)?|[-+]?inf|")
_SECOND_SIGN = re.compile(r"(?<=\d)([-+−])(?=[\d.]+i)")
_ZERO = re.compile(r"(?<![\w.])[-+](?=0(\.0+)?(?![\d.ei]))")  # has no sign
_UNIT = re.compile(r"(?<=\d)j\b")  # Python's imaginary unit
_MINUS = re.compile(r"(?<![\w)\]}`-])-(?=[\d.∞A-Z ]|$)")
_EQUATION = re.compile(r"\((\d+)\)")
# A quantity's name among words, and what holds no such words: code, formulas, roles, the targets of links.
_KEPT = r"\{\w+\}`[^`]*`|`[^`]*`|\$[^$]*\$|\]\([^)]*\)"
_NAME = re.compile(
    rf"{_KEPT}|\b([A-Z]\w*)\.(thickness|sigma|\w+_\w+)\b|\b(?:[A-Za-z]+_\w+|alpha|beta|gamma|tau|xi|chi|k)\b"
)
_SHORTHAND = {name: name for name in ("n_s", "n_o", "g_s", "g_o", "G_0")} | {
    "sigma_HE": r"\sigma_\mathrm{HE}", "lambda_N": r"\lambda^\mathrm{N}", "gamma": r"\gamma",
    "xi": r"\xi", "xi_E": r"\xi_E", "xi_j": r"\xi_j",
    "xi_DL": r"\xi_\mathrm{DL}", "xi_FL": r"\xi_\mathrm{FL}", "b_DL": r"b_\mathrm{DL}", "b_FL": r"b_\mathrm{FL}",
    "tau_ex": r"\tau_\mathrm{ex}", "f_ex": r"f_\mathrm{ex}", "tau_abs": r"\tau_\mathrm{abs}",
    "lambda_LS": r"\lambda_{LS}", "m_y": "m_y", "m_z": "m_z", "J_c": "J_c",
    "L_ms": r"\mathcal L_{ms}", "L_sm": r"\mathcal L_{sm}", "L_mo": r"\mathcal L_{mo}", "L_om": r"\mathcal L_{om}",
    "F_m": r"\mathbf F_\mathbf{m}", "L_y": "L_y", "Y_so": "Y_{so}", "Y_os": "Y_{os}",
    "Gamma_ss": r"\Gamma_{ss}", "Gamma_oo": r"\Gamma_{oo}", "d_Pt": r"d_\mathrm{Pt}", "d_X": r"d_\mathrm{X}",
}  # fmt: skip
_LATEX = {name: symbol.latex for name, symbol in QUANTITIES.items()} | _SHORTHAND

_TOKEN = re.compile(r"\\(?:mathrm|mathbf|text|operatorname)\s*(?:\{[^{}]*\}|[^\s\\])|\\[A-Za-z]+|\\.|[^\s{}]")


def _tokens(tex):
    """Return a formula in pieces with spaces between; what is set upright is one of them."""
    return " ".join(re.sub(r"[\s{}]", "", token) for token in _TOKEN.findall(tex))


_BY_SYMBOL = {_tokens(symbol.latex): name for name, symbol in QUANTITIES.items()}
# The longest first: lambda_sf before lambda_s.  An index or a sign above makes another symbol, but not a power.
_ANY = "|".join(map(re.escape, sorted(_BY_SYMBOL, key=len, reverse=True)))
_SYMBOL = re.compile(rf"(?<![^ ])(?<![_^] )((?>{_ANY})(?![^ ]))(?! _| \^ (?!\d))")

NO_BREAK = "\u00a0"

EQUATIONS = all_equations()
"""The paper's equations (1) to (23): where each is derived, computed and tested, and what is found."""


class Table:
    """A small table, shown as Markdown on the page and as plain text where there is nothing else.

    The Markdown writes the names of quantities, such as `lambda_o_F`, as formulas, and 1e5 as a power of ten.

    Parameters
    ----------
    header : sequence of str
        Column titles.
    rows : iterable of sequences
        Cells; the numbers of a column have their last decimal place in common where that leaves each of them
        two digits at least and none more than one beyond `digits`, or else `digits` significant digits each.
    digits : int, optional
        Significant digits.
    """

    def __init__(self, header, rows, digits=3):
        self.header = tuple(header)
        rows = [tuple(row) for row in rows]
        for row in rows:
            if len(row) != len(self.header):
                raise ValueError(f"a row has {len(row)} cells, the header {len(self.header)}: {row}")
        self.rows = list(zip(*(_column(cells, digits) for cells in zip(*rows, strict=True)), strict=True))

    def _repr_markdown_(self):
        numeric = [all(map(_NUMERIC.fullmatch, cells)) for cells in zip(*self.rows, strict=True)]
        rule = ["---:" if right else "---" for right in numeric or [False] * len(self.header)]
        lines = [formulas(self.header), rule, *map(formulas, self.rows)]
        return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)

    def __repr__(self):
        lines = [self.header, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.header))]
        return "\n".join(
            "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines
        )


class Lines:
    """Results in words, one a line, written on the page as the cells of a `Table` are.

    Parameters
    ----------
    *lines : str
        With numbers as Python formats them.
    """

    def __init__(self, *lines):
        self.lines = [_UNIT.sub("i", line) for line in lines]

    def _repr_markdown_(self):
        return "\\\n".join(formulas(self.lines))

    def __repr__(self):
        return "\n".join(self.lines)


class Tabled:
    """What is shown as the table that its method `table` returns."""

    table: Callable[[], Table]

    def __repr__(self):
        return repr(self.table())

    def _repr_markdown_(self):
        return self.table()._repr_markdown_()


class LiveStack:
    """A stack that a reader of the website changes and asks; elsewhere its drawing.

    Parameters
    ----------
    stack : Stack
        With single numbers.
    caption : str
        What it shows, as HTML.
    tab : str
        What is asked of it, a tab of the page "Your stack, live": "sweep", "budget", "map", "data", ...
    closure : str, optional
    **choices
        What is chosen in the tab, such as ``x="F.thickness"`` or ``predict="?"``.
    """

    def __init__(self, stack, caption, tab, closure="reciprocal", **choices):
        self.stack, self.caption = stack, caption
        self.data = {"stack": json.dumps(stack.to_dict()), "closure": closure, "tab": tab} | choices

    def _repr_html_(self):
        data = " ".join(f'data-{key}="{escape(value)}"' for key, value in self.data.items())
        inside = f"{self.stack._repr_html_()}<p>On the website this stack is live.</p>"
        return f'<live-stack class="full-width" {data}>{inside}</live-stack>{captioned(self.caption)}'

    def __repr__(self):
        return f"<{self.stack}, live on the website>"


def formulas(cells):
    """Return the cells of a line with names of quantities and numbers as people write them; code and links stay."""

    def formula(match):
        if match[1]:  # the address of a number in a stack
            name = {"thickness": "thickness", "sigma": r"$\sigma$"}.get(match[2])
            return f"{name or formula(_NAME.fullmatch(match[2]))} of {match[1]}"
        return f"${_LATEX[match[0]]}$" if match[0] in _LATEX else match[0]

    return [_numbers(_NAME.sub(formula, cell)) for cell in cells]


def _numbers(text):
    """Return a text with minus signs, powers of ten and spaced complex numbers outside of code, formulas and links."""

    def typeset(part):
        part = _SECOND_SIGN.sub(f" \\1{NO_BREAK}", part)  # may break before its second sign, on a narrow page
        part = re.sub(r"\binf\b", "∞", powers(part))
        return _MINUS.sub("−", _ZERO.sub("", part)).replace(f" -{NO_BREAK}", f" −{NO_BREAK}")

    kept = re.split(f"({_KEPT})", text)
    return "".join(part if i % 2 else typeset(part) for i, part in enumerate(kept))


def symbols_in(tex):
    """Return the names of the quantities whose symbols stand in a formula, in their order, each once."""
    return list(dict.fromkeys(_BY_SYMBOL[found] for found in _SYMBOL.findall(_tokens(tex))))


def number(value, digits=3, decimals=None):
    """Return a number as text with `digits` significant digits, or `decimals` places; other things as they are.

    Real and imaginary part end at the same place.
    """
    if isinstance(value, str):
        return value
    if type(value).__name__.startswith("bool"):
        return "yes" if value else "no"
    if not value:
        return "0"
    if not (_is_complex(value) or decimals is not None):
        whole = type(value).__name__.startswith("int") or (abs(value) < 1e5 and float(value).is_integer())
        return f"{value:.0f}" if whole else f"{value:.{digits}g}"
    if decimals is None:
        power = _exponent(value)
        if not -4 <= power < 5:
            return f"({number(value / 10.0**power, digits)})e{power:+03d}"
        decimals = max(digits - 1 - power, 0)
    if not _is_complex(value):
        return f"{value:.{decimals}f}"
    real, imag = (f"{round(x, decimals) + 0.0:.{decimals}f}" for x in (value.real, value.imag))
    return f"{real}{'' if imag.startswith('-') else '+'}{imag}i"


def _column(cells, digits):
    """Return the cells of a column as text."""
    found = [x for x in cells if _measured(x)]
    shared = None
    if any(_is_complex(x) or float(f"{x:.{digits - 1}g}") != float(f"{x:.9g}") for x in found):
        sizes = [_exponent(x) for x in found]
        high, low = max(sizes), min(sizes)
        places = max(digits - 1 - high, 1 - low, 0)
        shared = places if places <= max(digits - high, 0) and -3 <= high < 5 else None
    return [number(x, digits, shared if _measured(x) else None) for x in cells]


def _measured(x):
    """Whether it is a number that is rounded: no text, no count, not zero."""
    return not type(x).__name__.startswith(("str", "bool", "int")) and isfinite(abs(x)) and x != 0


def _is_complex(x):
    return isinstance(x, complex) or x.imag != 0


def _exponent(x):
    """Return the power of ten of the first digit of a number's modulus."""
    return floor(log10(abs(x)) + 1e-9)


def notation():
    """Return the table of all symbols: symbol, meaning, SI unit, name in the library."""
    rows = [
        (
            f"${s.latex}$",
            _EQUATION.sub(r"[(\1)](#eq-\1)", s.meaning),
            s.unit.replace(" ", NO_BREAK) or "1",
            f"`{s.name}`",
        )
        for s in QUANTITIES.values()
    ]
    return Table(("symbol", "meaning", "unit", "name in the library"), rows)


def equations():
    """Return the index of the paper's equations: number, chapter, library, test, finding.

    The numbers are links that a page of the book follows.
    """
    rows = [
        (
            f"[({e.number})](#eq-{e.number})",
            e.says,
            f"[{e.chapter}]({e.chapter}.ipynb)",
            ", ".join(f"`{name}`" for name in e.functions),
            f"`test_eq_{e.number}`",
            e.finding,
        )
        for e in EQUATIONS
    ]
    return Table(("Eq.", "what it says", "chapter", "in the library", "test", "finding"), rows)
