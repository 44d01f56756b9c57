"""What the chapters of the book share: tables that read well in Jupyter, on the page and in print."""

from .symbols import SYMBOLS


class Table:
    """A small table, shown as Markdown on the page and as plain text where there is nothing else.

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
        lines = [self.header, ("---",) * len(self.header), *self.rows]
        return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)

    def __repr__(self):
        lines = [self.header, *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(len(self.header))]
        return "\n".join(
            "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines
        )


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
    rows = [(f"${s.latex}$", s.meaning, s.unit or "1", f"`{s.name}`") for s in SYMBOLS.values()]
    return Table(("symbol", "meaning", "unit", "name in the library"), rows)
