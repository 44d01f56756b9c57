"""Run the unit tests and notebooks with the oldest and the newest dependencies, on every Python that is here.

Each row has its own environment under `_build/matrix`, with the library installed as a package. The oldest
dependencies are the lower bounds of `pyproject.toml`; they are tried where they ship wheels.

Usage: python tools/matrix.py [--python 3.12 ...] [--oldest | --newest] [--unit] [pytest argument ...]
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from env import ROOT, VENV, run

BUILD = ROOT / "_build" / "matrix"
FIRST = (3, 11)
OLDEST_UP_TO = (3, 12)  # NumPy 2.0 ships no wheels for later ones
TESTS = [["tests", "--ignore=tests/site"], ["--nbval-lax", "book", "--dist=loadfile"]]
PACKAGING = "test_package or test_project"  # what is about this checkout, not about the dependencies


def uv():
    """Return the uv of `.venv`, or one installed from the lock file for this alone."""
    scripts = "Scripts" if os.name == "nt" else "bin"
    for place in (VENV, BUILD / "uv"):
        for name in ("uv", "uv.exe"):
            if (place / scripts / name).exists():
                return place / scripts / name
    pin = re.search(r"^uv==\S+", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.M)[0]
    subprocess.run([sys.executable, "-m", "venv", BUILD / "uv"], check=True)
    python = BUILD / "uv" / scripts / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", pin], check=True)
    return uv()


def pythons():
    """Return the path of each CPython from the first supported version on, by version; pyenv's count."""
    places = [sys.executable, *(shutil.which(f"python{name}") for name in ("", 3, *(f"3.{n}" for n in range(11, 30))))]
    places += Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3.*/bin/python")
    found = {}
    for place in filter(None, places):
        ask = [place, "-c", "import sys; print(*sys.version_info[:2])"]
        told = subprocess.run(ask, capture_output=True, text=True).stdout.split()
        if len(told) == 2 and tuple(map(int, told)) >= FIRST:
            found.setdefault(".".join(told), place)
    return dict(sorted(found.items(), key=lambda item: tuple(map(int, item[0].split(".")))))


def row(python, path, resolution, tests, arguments):
    """Make one environment, run the tests in it, and return whether they passed and with what."""
    place = BUILD / f"{python}-{resolution}"
    interpreter = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pins = BUILD / f"{python}-{resolution}.txt"
    BUILD.mkdir(parents=True, exist_ok=True)
    made = (
        run(uv(), "venv", "--quiet", "--clear", "--no-python-downloads", "--python", path, place)
        and run(
            *(uv(), "pip", "compile", "--quiet", "--python", interpreter, "--resolution", resolution),
            *("--extra", "test", "--upgrade", "pyproject.toml", "-o", pins),
        )
        and run(uv(), "pip", "sync", "--quiet", "--python", interpreter, pins)
        and run(uv(), "pip", "install", "--quiet", "--python", interpreter, "--no-deps", ROOT)
    )
    versions = "no environment"
    if made:
        text = pins.read_text(encoding="utf-8")
        names = ("numpy", "scipy", "matplotlib", "ipywidgets")
        versions = ", ".join(re.search(rf"^{name}==\S+", text, re.M)[0] for name in names)
    print(f"\n== Python {python}, {resolution}: {versions}", flush=True)
    pytest = interpreter.with_name("pytest.exe" if os.name == "nt" else "pytest")
    # The notebooks' kernels are to be those of this environment.
    os.environ["PATH"] = f"{pytest.parent}{os.pathsep}{os.environ['PATH']}"
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    if resolution == "lowest-direct":  # an old Matplotlib on a new pyparsing is deprecated through and through
        arguments = ["-W", "ignore::DeprecationWarning", *arguments]
    passed = made and all(
        run(pytest, "-q", "-n", "auto", "-k", f"not ({PACKAGING})", *where, *arguments) for where in tests
    )
    return passed, f"Python {python}, {resolution}: {versions}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", nargs="+", help="versions, default: all on this machine")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--oldest", action="store_true", help="only the oldest dependencies")
    which.add_argument("--newest", action="store_true", help="only the newest dependencies")
    parser.add_argument("--unit", action="store_true", help="only the unit tests, not the notebooks")
    options, arguments = parser.parse_known_args()
    tests = TESTS[:1] if options.unit else TESTS
    results = []
    here = pythons()
    if missing := set(options.python or ()) - set(here):
        sys.exit(f"no Python {', '.join(missing)} on this machine, only {', '.join(here)}")
    for python, path in here.items():
        if options.python and python not in options.python:
            continue
        if not options.newest and tuple(map(int, python.split("."))) <= OLDEST_UP_TO:
            results.append(row(python, path, "lowest-direct", tests, arguments))
        if not options.oldest:
            results.append(row(python, path, "highest", tests, arguments))
    print()
    for passed, what in results:
        print("passed" if passed else "FAILED", what)
    if not results or not all(passed for passed, _ in results):
        sys.exit(1)


if __name__ == "__main__":
    main()
