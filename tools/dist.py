"""Build the sdist and, from it, the wheel into `dist/`; for a tag, check that it names this version."""

import os
import re
import shutil
import subprocess
import sys

from env import ROOT, commit_time

VERSION = re.search(r'__version__ = "(.*)"', (ROOT / "orbitronics/__init__.py").read_text(encoding="utf-8"))[1]


def main():
    tag = os.environ.get("GITHUB_REF_NAME") if os.environ.get("GITHUB_REF_TYPE") == "tag" else None
    if tag and tag != f"v{VERSION}":
        sys.exit(f"the tag is {tag} and the version {VERSION}; tag v{VERSION}, or change orbitronics/__init__.py")
    if tag and not re.search(
        rf"^## \[{re.escape(VERSION)}\] - \d{{4}}", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M
    ):
        sys.exit(f"CHANGELOG.md has no dated section for version {VERSION}")
    date = commit_time()
    environment = os.environ | ({"SOURCE_DATE_EPOCH": date} if date else {})
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist"]
    sys.exit(subprocess.run(command, cwd=ROOT, env=environment).returncode)


if __name__ == "__main__":
    main()
