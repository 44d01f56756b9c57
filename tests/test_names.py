"""Where modules are found: short names, former names, and what they may be called."""

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import orbitronics as ob
from orbitronics import deprecated


@pytest.mark.parametrize(("short", "long"), deprecated.SHORT.items())
def test_short_names_are_the_modules_themselves(short, long):
    module = importlib.import_module(f"orbitronics.{long}")
    assert getattr(ob, short) is module
    assert importlib.import_module(f"orbitronics.{short}") is module
    assert module.__name__ == module.__spec__.name == f"orbitronics.{long}"
    assert short in dir(ob)


@pytest.mark.parametrize(("former", "now"), deprecated.FORMER.items())
def test_former_names_warn_and_say_what_to_use(former, now):
    sys.modules.pop(f"orbitronics.{former}", None)
    with pytest.warns(DeprecationWarning, match=f"orbitronics.{now}") as caught:
        module = importlib.import_module(f"orbitronics.{former}")
    assert module is importlib.import_module(f"orbitronics.{now}")
    assert len(caught) == 1
    vars(ob).pop(former)


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="plots"):
        _ = ob.plots
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("orbitronics.plots")


def test_importing_the_library_loads_numpy_alone():
    code = (
        "import sys, numpy; before = set(sys.modules); import orbitronics;"
        "print(*{m.split('.')[0] for m in set(sys.modules) - before if sys.modules[m].__spec__})"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "orbitronics" in loaded
    assert set(loaded) <= {"orbitronics", *sys.stdlib_module_names}
    code = "import sys, orbitronics; print(*[m for m in sys.modules if m.startswith('orbitronics')])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not [name for name in loaded if name.startswith(("orbitronics.figures", "orbitronics.web"))]


def modules():
    return [importlib.import_module(one.name) for one in pkgutil.walk_packages(ob.__path__, "orbitronics.")
            if not one.name.endswith("__main__")]  # fmt: skip


def test_no_module_bears_the_name_of_a_public_function():
    page = (Path(__file__).parents[1] / "book" / "api.md").read_text(encoding="utf-8")
    public = set(re.findall(r"^\.\. autofunction:: (?:\w+\.)*(\w+)$", page, re.MULTILINE))
    for listed in re.findall(r"^\.\. automodule:: .*\n(?:   :no-value:\n)?   :members: (.+)$", page, re.MULTILINE):
        public |= {name.strip() for name in listed.split(",")}
    assert public >= {"solve", "sheet", "pump", "xi_E", "sweep", "fig3", "alpha_beta"}
    assert not {module.__name__.rpartition(".")[2] for module in modules()} & public
