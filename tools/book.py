"""Build the website to `_build/html`, unless it is there and nothing it is made from changed.

Every build is a clean one (a page left over from an earlier build can hide an error), and every warning
fails it. Only the results of unchanged notebooks are kept, see `book/_ext/website.py`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from env import ROOT, kernel_variables

sys.path.insert(0, str(ROOT / "book" / "_ext"))
BUILD = ROOT / "_build"
HTML = BUILD / "html"
STAMP = BUILD / "made-from"
INPUTS = ["_config.yml", "_toc.yml", "book", "orbitronics"]
INPUTS += [f"tools/{name}.py" for name in ("book", "env", "metadata", "normalise", "plain")]
INPUTS += ["requirements.lock", "package-lock.json", "pyproject.toml", "LICENSE", "CHANGELOG.md", "CITATION.cff"]
VARIABLES = ["SITE_URL", "REPOSITORY_URL", "SOURCE_DATE_EPOCH"]
VARIABLES += [f"GITHUB_{name}" for name in ("SERVER_URL", "REPOSITORY", "BASE_REF", "REF_NAME")]
PASSING = {"__pycache__", ".ipynb_checkpoints", "_build", "jupyter_execute"}


def key():
    """Return a digest of all that the site is made from."""
    digest = hashlib.sha256(repr([sys.version, *map(os.environ.get, VARIABLES)]).encode())
    for name in INPUTS:
        top = ROOT / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not PASSING.intersection(path.relative_to(ROOT).parts):
                digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def execute():
    """Run the chapters whose results are not kept yet, as many at a time as there are cores.

    The build takes the results from the cache; a chapter that fails is run again by it, and reported.
    """
    from jupyter_cache import get_cache
    from jupyter_cache.executors import load_executor
    from website import kept_results

    cache = get_cache(kept_results(BUILD))
    for chapter in sorted((ROOT / "book").glob("*.ipynb")):
        cache.add_nb_to_project(str(chapter))
    load_executor("local-parallel", cache).run_and_cache(timeout=300)


def plain_sources():
    """Let the download button give notebooks that read as text in Jupyter."""
    import nbformat
    import plain

    book = plain.Book()
    for path in (HTML / "_sources" / "book").glob("*.ipynb"):
        nbformat.write(book.notebook(path.stem), path)


def build():
    """Build from clean; on failure leave nothing that looks like a site."""
    for old in (HTML, BUILD / ".doctrees", BUILD / "jupyter_execute"):
        shutil.rmtree(old, ignore_errors=True)
    STAMP.unlink(missing_ok=True)
    # Kernels are to see this environment's commands, and to give the same results wherever they run.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    os.environ |= kernel_variables()
    execute()
    if subprocess.run(["jupyter-book", "build", ".", "-n", "-W", "--keep-going"], cwd=ROOT).returncode:
        for report in HTML.glob("reports/**/*.log"):
            print(report.name, report.read_text(encoding="utf-8"), sep="\n", file=sys.stderr)
        shutil.rmtree(HTML, ignore_errors=True)
        sys.exit("The book was not built: see the warnings and errors above.")
    plain_sources()


def main():
    now = key()
    if not (STAMP.exists() and STAMP.read_text() == now and (HTML / "index.html").exists()):
        start = time.monotonic()
        build()
        STAMP.write_text(now)
        print(f"Built in {time.monotonic() - start:.0f} s")
    print(f"Open {(HTML / 'index.html').as_uri()} or, for the live figures, run `make serve`.")


if __name__ == "__main__":
    main()
