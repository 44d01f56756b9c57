"""Run notebooks in place, so that the outputs nbval compares are fresh, and normalise them.

Usage: python tools/execute.py [notebook ...]
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from normalise import ROOT, normalised

for path in map(Path, sys.argv[1:] or sorted((ROOT / "book").glob("*.ipynb"))):
    print(path, flush=True)
    notebook = nbformat.reads(normalised(path.read_text(encoding="utf-8")), as_version=4)
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    path.write_text(normalised(nbformat.writes(notebook)), encoding="utf-8", newline="\n")
