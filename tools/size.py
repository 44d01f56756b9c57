"""Count the library's lines of code: without docstrings, comments and blank lines.

Usage: python tools/size.py
"""

import ast
import io
import tokenize
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[1] / "orbitronics"
APART = ("workbench",)  # tools for people with samples: each is thin, and their number may grow


def code_lines(text):
    """Return how many lines of a Python source hold code."""
    found = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.string.strip() and token.type != tokenize.COMMENT:
            found.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):  # docstrings, also those of constants
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found.difference_update(range(node.lineno, node.end_lineno + 1))
    return len(found)


def counted():
    """Return the lines of code of each file of the library, by its path within it."""
    return {
        path.relative_to(LIBRARY).as_posix(): code_lines(path.read_text(encoding="utf-8"))
        for path in sorted(LIBRARY.rglob("*.py"))
    }


if __name__ == "__main__":
    files = counted()
    for name, lines in files.items():
        print(f"{lines:6}  {name}")
    print(f"{sum(lines for name, lines in files.items() if not name.startswith(APART)):6}  without {', '.join(APART)}")
    print(f"{sum(files.values()):6}  in all")
