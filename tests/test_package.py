"""The package as it is published: built, installed in an environment of its own, and used from there."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import orbitronics

ROOT = Path(__file__).parents[1]
EPOCH = {"SOURCE_DATE_EPOCH": "1700000000"}
USE = """
import importlib.resources
import sys
import orbitronics as ob
from orbitronics import nm
N = ob.NormalMetal(sigma_s=1e6, sigma_o=1e6, lambda_s=3 * nm, lambda_o=5 * nm, sigma_OHE=1.0)
F = ob.Ferromagnet(sigma_s=1e6, sigma_o=1e6, lambda_sf=3 * nm, lambda_J=nm, lambda_phi=nm, lambda_o=5 * nm, P_os=0.5)
print(ob.__file__)
print(ob.solve(N(5 * nm) | F(5 * nm)).torque())
assert not {"matplotlib", "IPython", "scipy"} & set(sys.modules)
for name in ("py.typed", "kernel.py", "figures.py", "web/live.js", "web/worker.js", "web/live.css", "web/page.py"):
    assert importlib.resources.files(ob).joinpath(name).is_file(), name
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build sdist and wheel, the wheel from the sdist, with the hatchling that the lock file names."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | EPOCH)
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
    where, torque = run(python, "-c", USE).splitlines()
    assert Path(where).is_relative_to(python.parents[1])
    assert complex(torque) != 0


def test_command_line(python):
    assert run(python, "-m", "orbitronics", "--version").strip() == f"orbitronics {orbitronics.__version__}"


def test_contents_and_metadata(built):
    sdist, wheel = built
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("METADATA"))).decode()
    top = {name.split("/")[0] for name in names}
    assert top == {"orbitronics", f"orbitronics-{orbitronics.__version__}.dist-info"}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    for field in ("Requires-Python: >=3.11", "License-Expression: BSD-3-Clause", "Requires-Dist: numpy", "Keywords: "):
        assert field in metadata
    assert "://" not in "".join(line for line in metadata.splitlines() if line.startswith(("Home-page", "Project-URL")))
    with tarfile.open(sdist) as archive:
        inside = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "orbitronics/py.typed"} <= inside


def test_the_same_source_gives_the_same_wheel(built, tmp_path):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | EPOCH)
    assert next(tmp_path.glob("*.whl")).read_bytes() == built[1].read_bytes()
