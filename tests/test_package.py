"""The package as it is published: built, installed in an environment of its own, and used from there."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

import orbitronics

ROOT = Path(__file__).parents[1]
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "REPOSITORY_URL"))}
PLAIN |= {"SOURCE_DATE_EPOCH": "1700000000"}
USE = """
import importlib.resources
import sys
import orbitronics as ob
from orbitronics import nm
N = ob.NormalMetal(sigma_s=1e6, sigma_o=1e6, lambda_s=3 * nm, lambda_o=5 * nm, sigma_OHE=1.0)
F = ob.Ferromagnet(sigma_s=1e6, sigma_o=1e6, lambda_sf=3 * nm, lambda_J=nm, lambda_phi=nm, lambda_o=5 * nm, P_os=0.5)
print(ob.__file__)
print(ob.solve(N(5 * nm) | F(5 * nm)).torque())
assert not {"matplotlib", "IPython", "scipy", "concurrent.futures", "html", "logging"} & set(sys.modules)
print(ob.literature("Cr", "lambda_o")[0].value)
for name in ("py.typed", "core/ladder.py", "paper/figures.py", "web/live.js", "web/live.css", "web/pieces.py"):
    assert importlib.resources.files(ob).joinpath(name).is_file(), name
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build sdist and wheel, the wheel from the sdist, with the hatchling that the lock file names."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, env=PLAIN)
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return sdist, wheel


@pytest.fixture(scope="module")
def python(built, tmp_path_factory):
    """Install the wheel and NumPy, and nothing else, in a new environment; return its Python."""
    place = tmp_path_factory.mktemp("clean") / "env"
    scripts = "Scripts" if os.name == "nt" else "bin"
    subprocess.run([sys.executable, "-m", "uv", "venv", "--quiet", "--python", sys.executable, place], check=True)
    python = place / scripts / ("python.exe" if os.name == "nt" else "python")
    pin = re.search(r"^numpy==\S+", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M)[0]
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", python, built[1], pin]
    subprocess.run(install, check=True)
    return python


def run(python, *arguments):
    done = subprocess.run([python, "-I", *arguments], cwd=python.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_installed_package_is_complete(python):
    where, torque, length = run(python, "-c", USE).splitlines()
    assert Path(where).is_relative_to(python.parents[1])
    assert complex(torque) != 0
    assert float(length) == 6.6e-9


def test_command_line(python):
    assert run(python, "-m", "orbitronics", "--version").strip() == f"orbitronics {orbitronics.__version__}"


def test_figures_without_matplotlib_say_what_to_install(python, tmp_path):
    command = [python, "-I", "-m", "orbitronics", "figures", "--out", tmp_path]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert 'pip install "orbitronics[plot]"' in done.stderr
    assert "Traceback" not in done.stderr


def metadata_of(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return message_from_bytes(archive.read(f"orbitronics-{orbitronics.__version__}.dist-info/METADATA"))


def test_wheel_holds_the_package_and_its_licence(built):
    with zipfile.ZipFile(built[1]) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"orbitronics", f"orbitronics-{orbitronics.__version__}.dist-info"}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_metadata(built):
    metadata = metadata_of(built[1])
    assert {field: metadata[field] for field in ("Requires-Python", "License-Expression", "Author")} == {
        "Requires-Python": ">=3.11",
        "License-Expression": "BSD-3-Clause",
        "Author": "The orbitronics developers",
    }
    assert all(metadata[field] for field in ("Summary", "Keywords", "Classifier"))
    assert [text for text in metadata.get_all("Requires-Dist") if "extra" not in text] == ["numpy>=2.0"]
    # no address is known, so none is said, and the text has no link that would lead nowhere
    assert not metadata["Home-page"] and not metadata["Project-URL"]
    assert re.findall(r"\]\((?!https?:)[^)]*\)", metadata.get_payload()) == []


def test_metadata_of_a_known_repository(tmp_path):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, env=PLAIN | {"GITHUB_REPOSITORY": "someone/something"})
    metadata = metadata_of(next(tmp_path.glob("*.whl")))
    assert "Source, https://github.com/someone/something" in metadata.get_all("Project-URL")
    text = metadata.get_payload()
    assert "](https://github.com/someone/something/raw/HEAD/book/_static/readme.svg)" in text
    assert "[CHANGELOG.md](https://github.com/someone/something/blob/HEAD/CHANGELOG.md)" in text


def test_sdist_holds_all_that_its_tests_and_its_book_need(built):
    with tarfile.open(built[0]) as archive:
        inside = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    needed = {path for name in ("orbitronics", "tests", "tools", "book") for path in (ROOT / name).rglob("*")}
    needed |= {ROOT / name for name in ("CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md", "pyproject.toml")}
    needed |= {ROOT / name for name in ("environment.yml", "package-lock.json", "requirements.lock", "_config.yml")}
    passing = {"__pycache__", ".ipynb_checkpoints", "_build", "jupyter_execute"}
    files = {path.relative_to(ROOT) for path in needed if path.is_file()}
    kept = [path for path in files if not passing.intersection(path.parts)]
    kept = [path for path in kept if not any(part.startswith(".") for part in path.parts[:-1])]  # caches of tools
    assert {path.as_posix() for path in kept} - inside == set()


def test_the_same_source_gives_the_same_wheel(built, tmp_path):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, env=PLAIN)
    assert next(tmp_path.glob("*.whl")).read_bytes() == built[1].read_bytes()
