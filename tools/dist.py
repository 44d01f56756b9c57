"""Build the sdist and, from it, the wheel into `dist/`; for a tag, check that it names this version.

What else a release holds goes to `_build/release`: its notes, from CHANGELOG.md, and codemeta.json.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib

from env import ROOT, commit_time
from metadata import codemeta

VERSION = re.search(r'__version__ = "(.*)"', (ROOT / "orbitronics/__init__.py").read_text(encoding="utf-8"))[1]


def main():
    tag = os.environ.get("GITHUB_REF_NAME") if os.environ.get("GITHUB_REF_TYPE") == "tag" else None
    if tag and tag != f"v{VERSION}":
        sys.exit(f"the tag is {tag} and the version {VERSION}; tag v{VERSION}, or change orbitronics/__init__.py")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = re.search(rf"^## \[{re.escape(VERSION)}\] - \d{{4}}.*\n((?:(?!## ).*\n)*)", changes, re.M)
    if tag and not dated:
        sys.exit(f"CHANGELOG.md has no dated section for version {VERSION}")
    release = ROOT / "_build" / "release"
    release.mkdir(parents=True, exist_ok=True)
    (release / "notes.md").write_text(dated[1].strip() + "\n" if dated else "Not released yet.\n", encoding="utf-8")
    about = codemeta(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])
    (release / "codemeta.json").write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    date = commit_time()
    environment = os.environ | ({"SOURCE_DATE_EPOCH": date} if date else {})
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist"]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment).returncode)


if __name__ == "__main__":
    main()
