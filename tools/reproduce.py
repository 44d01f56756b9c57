"""Build the website twice from the committed files, at two places and from clean, and compare every file.

What may differ are dates, and only in the files that DATED lists; under one SOURCE_DATE_EPOCH not even those.
"""

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATED = {"sitemap.xml"}  # the dates of the sources, and only where SITE_URL is set


def build(place):
    """Check the last commit out at `place`, build the website there, and return its folder."""
    place.mkdir(parents=True)
    archive = place.with_suffix(".tar")
    subprocess.run(["git", "archive", "HEAD", "-o", archive], cwd=ROOT, check=True)
    shutil.unpack_archive(archive, place, filter="data")
    (place / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    command = [sys.executable, place / "tools" / "book.py"]
    subprocess.run(command, cwd=place, check=True, env=os.environ | {"PYTHONPATH": str(place)})
    return place / "_build" / "html"


def different(first, second):
    """Return the names of the files that only one of two folders has, or that differ."""
    files = {path.relative_to(top).as_posix() for top in (first, second) for path in top.rglob("*") if path.is_file()}
    _, other, missing = filecmp.cmpfiles(first, second, files, shallow=False)
    return sorted(other + missing)


def main():
    place = ROOT / "_build" / "reproduce"
    shutil.rmtree(place, ignore_errors=True)
    one, other = (build(place / name) for name in ("here/book", "elsewhere/far/away/book"))
    wrong = [name for name in different(one, other) if name not in DATED]
    print(*(f"differs: {name}" for name in wrong), f"{len(wrong)} files differ: see {place}", sep="\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
