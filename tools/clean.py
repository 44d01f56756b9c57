"""Remove everything that the other scripts make."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]

for name in (".venv", "node_modules", "_build", "figures", "dist", ".pytest_cache", ".ruff_cache", ".mypy_cache"):
    shutil.rmtree(ROOT / name, ignore_errors=True)
