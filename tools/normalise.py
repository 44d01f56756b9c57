"""Bring notebooks into the one form that is kept: no images, no widget state, no counters.

Outputs stay only where nbval compares them: the printed text and the value, as text, of cells that hold
`NBVAL_CHECK_OUTPUT`. With `--check` nothing is written, and notebooks in another form are named.

Usage: python tools/normalise.py [--check]
"""

import re
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
NOTEBOOK_METADATA = {"mystnb", "substitutions", "html_meta", "tags"}
TEXT = ("text/plain", "text/markdown", "text/html")  # nbval wants every form of text that a value has
CELL_METADATA = {"mystnb", "tags", "slideshow", "editable"}


def kept_outputs(cell):
    """Return the outputs that nbval compares, as text."""
    kept = []
    for output in cell.outputs if "NBVAL_CHECK_OUTPUT" in cell.source else []:
        if output.get("name") == "stdout":
            if kept and kept[-1].output_type == "stream":
                kept[-1].text += output.text
            else:
                kept.append(output)
        elif "text/plain" in output.get("data", {}):
            data = {kind: text for kind, text in output.data.items() if kind in TEXT}
            count = {"execution_count": 1} if output.output_type == "execute_result" else {}
            kept.append(nbformat.v4.new_output(output.output_type, data, **count))
    return kept


def normalised(text):
    """Return the text of a notebook in the form that is kept."""
    notebook, seen = nbformat.reads(text, as_version=4), set()
    for number, cell in enumerate(notebook.cells):
        cell.metadata = {key: value for key, value in cell.metadata.items() if key in CELL_METADATA and value}
        name = cell.get("id", "")
        cell.id = name if re.fullmatch(r"[\w-]{1,64}", name) and name not in seen else f"cell-{number}"
        seen.add(cell.id)
        if cell.cell_type == "code":
            cell.outputs = kept_outputs(cell)
            # nbval takes a cell without a count for one that never ran, and refuses its outputs.
            cell.execution_count = 1 if cell.outputs else None
    notebook.metadata = {key: value for key, value in notebook.metadata.items() if key in NOTEBOOK_METADATA} | KERNEL
    notebook.nbformat_minor = 5
    return nbformat.writes(notebook) + "\n"


if __name__ == "__main__":
    wrong = []
    for path in sorted((ROOT / "book").glob("*.ipynb")):
        old = path.read_text(encoding="utf-8")
        if (new := normalised(old)) != old:
            wrong.append(path.name)
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8", newline="\n")
    if "--check" in sys.argv and wrong:
        sys.exit(f"not normalised (`make format` mends them): {', '.join(wrong)}")
