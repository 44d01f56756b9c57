"""Bring notebooks into the one form that is kept: no images, no widget state, no counters.

Outputs stay only where nbval compares them: the printed text and the value, as text, of cells that hold
`NBVAL_CHECK_OUTPUT`. With `--check` nothing is written, and notebooks in another form are named.

Usage: python tools/normalise.py [--check] [notebook ...]
"""

import argparse
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
NOTEBOOK_METADATA = {"mystnb", "substitutions", "html_meta", "tags"}
TEXT = ("text/plain", "text/markdown", "text/html")  # nbval wants every form of text that a value has
CELL_METADATA = {"mystnb", "tags", "slideshow", "editable"}


def lines(text):
    """Return text as a notebook stores it, a list of lines."""
    return ("".join(text) if isinstance(text, list) else text).splitlines(keepends=True)


def kept_outputs(cell):
    """Return the outputs that nbval compares, as text."""
    if "NBVAL_CHECK_OUTPUT" not in "".join(cell["source"]):
        return []
    kept = []
    for output in cell["outputs"]:
        if output["output_type"] == "stream" and output["name"] == "stdout":
            if kept and kept[-1]["output_type"] == "stream":
                kept[-1]["text"] = lines("".join(kept[-1]["text"]) + "".join(output["text"]))
            else:
                kept.append({"name": "stdout", "output_type": "stream", "text": lines(output["text"])})
        elif "text/plain" in output.get("data", {}):
            data = {kind: lines(output["data"][kind]) for kind in TEXT if kind in output["data"]}
            value = {"data": data, "metadata": {}}
            value["output_type"] = output["output_type"]
            if output["output_type"] == "execute_result":
                value["execution_count"] = 1
            kept.append(value)
    return kept


def normalised(text):
    """Return the text of a notebook in the form that is kept."""
    notebook = json.loads(text)
    metadata = {key: value for key, value in notebook["metadata"].items() if key in NOTEBOOK_METADATA}
    cells, seen = [], set()
    for number, old in enumerate(notebook["cells"]):
        cell = {"cell_type": old["cell_type"], "source": lines(old["source"])}
        cell["metadata"] = {key: value for key, value in old["metadata"].items() if key in CELL_METADATA and value}
        name = str(old.get("id", ""))
        cell["id"] = name if re.fullmatch(r"[\w-]{1,64}", name) and name not in seen else f"cell-{number}"
        seen.add(cell["id"])
        if "attachments" in old:
            cell["attachments"] = old["attachments"]
        if cell["cell_type"] == "code":
            outputs = kept_outputs(old)
            # nbval takes a cell without a count for one that never ran, and refuses its outputs.
            cell |= {"execution_count": 1 if outputs else None, "outputs": outputs}
        cells.append(cell)
    notebook = {"cells": cells, "metadata": metadata | KERNEL, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, name what would change")
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all in book/")
    arguments = parser.parse_args()
    wrong = []
    for path in arguments.notebooks or sorted((ROOT / "book").glob("*.ipynb")):
        old = path.read_text(encoding="utf-8")
        new = normalised(old)
        if new != old:
            wrong.append(path)
            if not arguments.check:
                path.write_text(new, encoding="utf-8", newline="\n")
    if arguments.check and wrong:
        names = "\n  ".join(str(path) for path in wrong)
        sys.exit(f"not normalised (python tools/normalise.py mends them):\n  {names}")


if __name__ == "__main__":
    main()
