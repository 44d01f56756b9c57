"""A book of two pages with the real book's settings and extensions, to build again and again."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOC = "format: jb-book\nroot: book/intro\nchapters:\n  - file: book/chapter\n"
INTRO = """# A small book

This is the first paragraph, which says in a sentence what a reader of the small book finds in it.

$$ a = b \\tag{1} $$ (one)
"""
CHAPTER = [
    ("markdown", "# A chapter\n\nThis one shows a live figure, a formula $x^2$, and the equation {eq}`one`.\n\n"
     "Another one is $k\\sin\\mathbf m$.\n\n"
     "```{admonition} Fold\n:class: dropdown\nInside.\n```\n\n"
     "## Questions\n\n**Question 1.** How much?\n\n:::{dropdown} A number between 1 and 2\nRight: 1.5.\n:::"),
    ("code", "from orbitronics import explore\n\nexplore.fig3()"),
]  # fmt: skip
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


def write(folder):
    """Write the sources of the small book into `folder`, and return it."""
    for name in ("book/_ext", "book/_static", "book/_templates", "orbitronics"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tools").mkdir()
    kept = ("_config.yml", "CITATION.cff", "requirements.lock", "book/matplotlibrc", "book/references.bib")
    for name in (*kept, "tools/metadata.py"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    (folder / "_toc.yml").write_text(TOC, encoding="utf-8")
    (folder / "book/intro.md").write_text(INTRO, encoding="utf-8")
    cells = [
        {"cell_type": kind, "id": f"cell-{i}", "metadata": {}, "source": text}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for i, (kind, text) in enumerate(CHAPTER)
    ]
    notebook = {"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
    (folder / "book/chapter.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def build(folder, **variables):
    """Build the small book where `write` put it, under these environment variables; return its pages' folder."""
    known = ("GITHUB_", "SITE_URL", "REPOSITORY_URL", "SOURCE_DATE_EPOCH")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(known)}
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(folder),
    }
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "-W", "--keep-going"]
    done = subprocess.run(
        command, cwd=folder, env=environment | variables, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return folder / "_build" / "html"
