"""The project's own files agree with each other."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
import size
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import book
import orbitronics

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCK = [
    Requirement(line)
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith((" ", "#"))
]


def requirements():
    extras = PROJECT["optional-dependencies"].values()
    declared = [Requirement(text) for text in PROJECT["dependencies"] + [text for extra in extras for text in extra]]
    return [requirement for requirement in declared if requirement.name != PROJECT["name"]]


@pytest.mark.parametrize("python", ["3.11.9", "3.12.8", "3.13.1", "3.14.0"])
def test_lock_holds_every_requirement(python):
    version = ".".join(python.split(".")[:2])
    environment = default_environment() | {"python_full_version": python, "python_version": version}
    pins = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in LOCK
        if pin.marker is None or pin.marker.evaluate(environment)
    }
    for requirement in requirements():
        assert pins.get(canonicalize_name(requirement.name)) in requirement.specifier, f"{requirement}: run `make lock`"


def test_lock_is_exact_and_names_no_registry():
    assert all(re.fullmatch(r"==[^,*]+", str(pin.specifier)) and not pin.url for pin in LOCK)
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_conda_environment_is_the_lock():
    python, _, pip = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(python.removeprefix("python="))
    assert pip["pip"] == ["-r requirements.lock", "-e ."]


def test_one_version():
    for name in ("CITATION.cff", "CHANGELOG.md"):
        assert re.search(rf"\b{re.escape(orbitronics.__version__)}\b", (ROOT / name).read_text(encoding="utf-8")), name


def test_readme_example(capsys):
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    names = {}
    exec(code, names)
    assert names["torque"].shape == (5,)
    assert np.all(np.isfinite(names["torque"]))
    assert capsys.readouterr().out


def test_readme_example_of_a_sample(capsys):
    pytest.importorskip("lmfit")
    code = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    exec(code, {})
    assert re.match(r"Ti.lambda_o = 6\.\d+ ± \S+ nm\.\nTi.sigma_OHE = ", capsys.readouterr().out)


def test_readme_links():
    for link in re.findall(r"\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert "://" in link or (ROOT / link).exists(), link


def test_notebooks_are_normalised():
    script = ROOT / "tools" / "normalise.py"
    assert subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True).stderr == ""


def test_the_website_is_built_anew_when_a_file_in_it_changes():
    """What chapters take from outside book/ is among the files whose change makes `make book` build."""
    pages = [*(ROOT / "book").glob("*.md"), *(ROOT / "book").glob("*.ipynb")]
    taken = [name for page in pages for name in re.findall(r"include\} \.\./(\S+?)[\\\"\s]", page.read_text("utf-8"))]
    assert taken
    assert set(taken) <= set(book.INPUTS)


def test_the_library_stays_small():
    """Lines of code without docstrings, comments and blank lines; a larger one has to be argued for here."""
    lines = size.counted()
    assert sum(count for name, count in lines.items() if not name.startswith(size.APART)) <= 7500
    for path in size.LIBRARY.rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 450, path.name


def test_lines_of_code_are_counted_without_words():
    text = '"""Words."""\n\n# words\nA = 1  # words\n"""Words\nand words."""\n\n'
    text += 'def f(\n    x,\n):\n    """Words."""\n    return x\n'
    assert size.code_lines(text) == 5


def test_the_tools_for_people_with_samples_stay_thin():
    files = {name: lines for name, lines in size.counted().items() if name.startswith("workbench/")}
    assert "workbench/fitting.py" in files and sum(files.values()) < 1500
