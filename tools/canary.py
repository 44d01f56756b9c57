"""Build the book with the newest Sphinx and extensions, without Jupyter Book, which is in maintenance.

It has an environment of its own and leaves the website alone.  Warnings are told and counted; an error fails it.
"""

import os
import re
import subprocess
import sys

from env import BIN, ROOT, must

VENV = ROOT / "_build" / "canary-venv"
OUT = ROOT / "_build" / "canary"  # beside the website, whose kept results of chapters it takes
WARNINGS = OUT.with_name("canary-warnings.txt")
CONF = ROOT / "conf.py"  # Sphinx takes the paths in it as they are from its folder
NEEDED = "sphinx myst-nb sphinx-book-theme sphinx-external-toc sphinx-design sphinx-copybutton sphinx-togglebutton"
NEEDED += " sphinx-exercise sphinxcontrib-bibtex beautifulsoup4 brotli pyyaml"
WRAPPER = r"'(jupyter_book|sphinx_thebe|sphinx_comments|sphinx_jupyterbook_latex|sphinx_multitoc_numbering)',? ?"


def main():
    uv, python = BIN / "uv", VENV / BIN.name / "python"
    must(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    must(uv, "pip", "install", "--quiet", "--upgrade", "--python", python, *NEEDED.split(), "-e", f"{ROOT}[notebooks]")
    must(BIN / "jupyter-book", "config", "sphinx", ROOT)
    try:
        CONF.write_text(re.sub(WRAPPER, "", CONF.read_text(encoding="utf-8")), encoding="utf-8")
        command = [python, "-m", "sphinx", "-E", "-b", "html", "-w", WARNINGS, ".", OUT]
        path = {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT / "book" / "_ext")}
        done = subprocess.run([str(one) for one in command], cwd=ROOT, env=os.environ | path)
    finally:
        CONF.unlink()
    print(subprocess.run([uv, "pip", "list", "--python", python], capture_output=True, text=True).stdout)
    print(f"{len(re.findall(r'WARNING:|ERROR:', WARNINGS.read_text(encoding='utf-8')))} warnings")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
