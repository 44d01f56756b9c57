"""Copy a chapter under a new name, so that a lecturer can change it: labels renamed, table of contents extended.

Usage: python tools/new_chapter.py thickness my_variant
"""

import re
import sys

import nbformat
from normalise import ROOT, normalised
from plain import given

NAME = re.compile(r"[a-z][a-z0-9_]*")


def variant(text, name):
    """Return the copy of a notebook, given as text, whose labels end with the new name: each is there once."""
    mine = sorted((one for one, _ in given(nbformat.reads(text, as_version=4).cells)), key=len, reverse=True)
    word = re.compile("|".join(rf"(?<![\w-]){re.escape(one)}(?![\w-])" for one in mine) or "$^")
    copy = nbformat.reads(word.sub(lambda match: f"{match[0]}-{name.replace('_', '-')}", text), as_version=4)
    # The paper's number of an equation stands once in the book: the copy's equations have none.
    for cell in copy.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(r"[ ]*\\tag\{\d+\}", "", cell.source)
    return nbformat.writes(copy)


def make(source, name, root=ROOT):
    """Write book/NAME.ipynb from book/SOURCE.ipynb, and its line into _toc.yml below the source's."""
    book, toc = root / "book", root / "_toc.yml"
    known, text = sorted(one.stem for one in book.glob("*.ipynb")), toc.read_text(encoding="utf-8")
    if source not in known:
        raise ValueError(f"there is no chapter {source!r}; there are {', '.join(known)}")
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a chapter: small letters, digits and _, such as thickness_course")
    if list(book.glob(f"{name}.*")):
        raise ValueError(f"book/{name} exists already; choose another name")
    entry = re.compile(rf"^( *- file: )book/{source}$", re.MULTILINE)
    if not entry.search(text):
        raise ValueError(f"book/{source} does not stand in _toc.yml: add it there first")
    copy = normalised(variant((book / f"{source}.ipynb").read_text(encoding="utf-8"), name))
    new = book / f"{name}.ipynb"
    new.write_text(copy, encoding="utf-8", newline="\n")
    toc.write_text(entry.sub(rf"\g<0>\n\1book/{name}", text), encoding="utf-8", newline="\n")
    return new


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        name = make(*sys.argv[1:]).relative_to(ROOT).as_posix()
    except ValueError as error:
        sys.exit(f"nothing was written: {error}")
    print(f"""Wrote {name} and its line in _toc.yml. Next: change its title and text, then
  .venv/bin/jupyter execute --inplace {name} && make format   # refresh what it prints
  make book""")
