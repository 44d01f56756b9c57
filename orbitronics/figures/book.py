"""What the chapters of the book share: tables that read well in Jupyter, on the page and in print."""

import re
from collections.abc import Callable

from ..paper.registry import all_equations
from ..quantities import QUANTITIES

_NUMBER = re.compile(r"[-+\d.e]+i?")
_SECOND_SIGN = re.compile(r"(?<=[\d.])(?=[-+][\d.e+-]*i)")
_EQUATION = re.compile(r"\((\d+)\)")
# A quantity's name among words, and what holds no such words: code, formulas, roles, the targets of links.
_NAME = re.compile(r"\{\w+\}`[^`]*`|`[^`]*`|\$[^$]*\$|\]\([^)]*\)|\b(?:[A-Za-z]+_\w+|alpha|beta|tau|xi|k)\b")
_SHORTHAND = {name: name for name in ("n_s", "n_o", "g_s", "g_o", "G_0")} | {
    "sigma_HE": r"\sigma_\mathrm{HE}", "lambda_N": r"\lambda^\mathrm{N}", "xi": r"\xi", "xi_E": r"\xi_E",
    "L_ms": r"\mathcal L_{ms}", "L_sm": r"\mathcal L_{sm}", "L_mo": r"\mathcal L_{mo}", "L_om": r"\mathcal L_{om}",
    "F_m": r"\mathbf F_\mathbf{m}", "L_y": "L_y", "Y_so": "Y_{so}", "Y_os": "Y_{os}",
    "Gamma_ss": r"\Gamma_{ss}", "Gamma_oo": r"\Gamma_{oo}", "d_Pt": r"d_\mathrm{Pt}", "d_X": r"d_\mathrm{X}",
}  # fmt: skip
_LATEX = {name: symbol.latex for name, symbol in QUANTITIES.items()} | _SHORTHAND

# A formula in pieces that can be compared: what is set upright is one of them.
_TOKEN = re.compile(r"\\(?:mathrm|mathbf|text|operatorname)\s*(?:\{[^{}]*\}|[^\s\\])|\\[A-Za-z]+|\\.|[^\s{}]")

NO_BREAK = "\u00a0"

EQUATIONS = all_equations()
"""The paper's equations (1) to (23): where each is derived, computed and tested, and what is found."""


class Table:
    """A small table, shown as Markdown on the page and as plain text where there is nothing else.

    The Markdown writes the names of quantities, such as `lambda_o_F`, as formulas.

    Parameters
    ----------
    header : sequence of str
        Column titles.
    rows : iterable of sequences
        Cells; numbers are shown with four significant digits, complex ones with an explicit sign.
    """

    def __init__(self, header, rows):
        self.header = tuple(header)
        self.rows = [tuple(number(cell) for cell in row) for row in rows]
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"a row has {len(row)} cells, the header {len(self.header)}: {row}")

    def _repr_markdown_(self):
        # A minus sign keeps a number on one line, where a hyphen would let it break. A complex one may break before
        # its second sign, where a narrow page would hide the last columns.
        rows = [
            [_SECOND_SIGN.sub("\u200b", cell).replace("-", "−") if _NUMBER.fullmatch(cell) else cell for cell in row]
            for row in self.rows
        ]
        lines = [formulas(self.header), ("---",) * len(self.header), *map(formulas, rows)]
        return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)

    def __repr__(self):
        lines = [self.header, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.header))]
        return "\n".join(
            "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines
        )


class Tabled:
    """What is shown as the table that its method `table` returns."""

    table: Callable[[], Table]

    def __repr__(self):
        return repr(self.table())

    def _repr_markdown_(self):
        return self.table()._repr_markdown_()


def formulas(cells):
    """Return the cells of a line with the names of quantities as formulas; code, formulas and links stay."""

    def formula(match):
        return f"${_LATEX[match[0]]}$" if match[0] in _LATEX else match[0]

    return [_NAME.sub(formula, cell) for cell in cells]


def symbols_in(tex):
    """Return the names of the quantities whose symbols stand in a formula, in their order, each once."""
    known = [(_tokens(symbol.latex), name) for name, symbol in QUANTITIES.items()]
    known.sort(key=lambda pair: -len(pair[0]))  # lambda_sf before lambda_s
    tokens, names, i = _tokens(tex), [], 0
    while i < len(tokens):
        here = [(mine, name) for mine, name in known if tokens[i : i + len(mine)] == mine]
        if not here or (i and tokens[i - 1] in ("_", "^")):
            i += 1
            continue
        mine, name = here[0]
        i += len(mine)
        after = "".join(tokens[i : i + 2])
        another = after.startswith("_") or (after.startswith("^") and not after[1:].isdigit())  # a power is the same
        if not another and name not in names:
            names.append(name)
    return names


def _tokens(tex):
    return [re.sub(r"[\s{}]", "", token) for token in _TOKEN.findall(tex)]


def number(value, digits=4):
    """Return a number as text with `digits` significant digits; other things as they are."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, complex) or getattr(value, "imag", 0) != 0:
        return f"{value.real:.{digits}g}{value.imag:+.{digits}g}i"
    return f"{value:.{digits}g}"


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
