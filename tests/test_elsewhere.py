"""Every chapter runs elsewhere by itself: its first cell installs what is missing, and is silent otherwise."""

import builtins
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
from IPython.core.inputtransformer2 import TransformerManager
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "book"
# What Google Colab runs on; a newer one under a running kernel breaks it, and its page knows no other widgets.
COLAB = {"ipython": "7.34.0", "ipywidgets": "7.7.1", "numpy": "2.0.2", "matplotlib": "3.10.0"}
NOTEBOOKS = sorted(BOOK.glob("*.ipynb"))
BROUGHT = {"IPython", "ipywidgets", "matplotlib", "numpy", "orbitronics"}  # by orbitronics[widgets]
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def run(text, monkeypatch, missing=()):
    """Run a cell where the first import of what is missing fails; return the magics that it called."""
    called, missing, real = [], set(missing), builtins.__import__

    def import_(name, *arguments, **options):
        if name in missing:
            missing.remove(name)
            raise ImportError(name)
        return real(name, *arguments, **options)

    class Shell:
        def run_line_magic(self, name, line):
            called.append(f"{name} {line}")

    with monkeypatch.context() as patch:
        patch.setattr(builtins, "__import__", import_)
        exec(TransformerManager().transform_cell(text), {"get_ipython": Shell})
    return called


@each_notebook
def test_first_cell_is_silent_where_all_is_there(path, monkeypatch, capsys):
    assert run(code(path)[0], monkeypatch) == []
    assert capsys.readouterr() == ("", "")


@each_notebook
def test_first_cell_installs_what_is_missing(path, monkeypatch):
    (install,) = run(code(path)[0], monkeypatch, missing={"orbitronics"})
    assert install.startswith('pip install --quiet "orbitronics[widgets]"')
    imported = {name for text in code(path) for name in re.findall(r"^\s*(?:import|from) (\w+)", text, re.MULTILINE)}
    assert imported - BROUGHT - set(sys.stdlib_module_names) <= set(install.split())


def test_colab_keeps_what_it_runs_on():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    bounds = {one.name: one for one in map(Requirement, project["dependencies"] + extras["plot"] + extras["widgets"])}
    assert [name for name, version in COLAB.items() if version not in bounds[name].specifier] == []
