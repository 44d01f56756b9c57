"""Refresh `requirements.lock` (all extras, the group dev, every platform and Python) and `package-lock.json`.

With `--keep` the versions that are locked stay, and only what is new in `pyproject.toml` is added.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

os.environ["PATH"] = f"{os.environ['PATH']}{os.pathsep}{BIN}"
COMPILE = "uv pip compile pyproject.toml --all-extras --group dev --universal --quiet --python-version 3.11"
UPGRADE = [] if "--keep" in sys.argv[1:] else ["--upgrade"]
OUTPUT = "-o requirements.lock --custom-compile-command".split()
subprocess.run([sys.executable, "-m", *COMPILE.split(), *UPGRADE, *OUTPUT, "make lock"], cwd=ROOT, check=True)
# Without addresses, so that the file serves whatever registry a machine uses.
subprocess.run(
    [shutil.which("npm"), "install", "--package-lock-only", "--omit-lockfile-registry-resolved", "--no-audit"],
    cwd=ROOT,
    check=True,
)
