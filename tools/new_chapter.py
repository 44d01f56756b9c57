"""Copy a chapter under a new name, so that a lecturer can change it: labels renamed, table of contents extended.

Usage: python tools/new_chapter.py thickness my_variant
"""

import json
import re
import sys

from normalise import ROOT, lines, normalised

NAME = re.compile(r"[a-z][a-z0-9_]*")
# Where a chapter gives a name that other places may point to.
GIVEN = re.compile(r"^\(([\w-]+)\)=|^\$\$[ ]*\(([\w-]+)\)|^:label: (\S+)|^:name: (\S+)", re.MULTILINE)


def labels(notebook):
    """Return the labels that a notebook gives, in their order."""
    found = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            found += ["".join(groups) for groups in GIVEN.findall("".join(cell["source"]))]
        elif name := cell["metadata"].get("mystnb", {}).get("figure", {}).get("name"):
            found.append(name)
    return found


def variant(notebook, name):
    """Return a copy whose labels end with the new name, so that each stands once in the book; and its labels."""
    mine = labels(notebook)
    # The paper's number of an equation stands once in the book: the copy's equations have none.
    word = re.compile(
        "|".join(rf"(?<![\w-]){re.escape(one)}(?![\w-])" for one in sorted(mine, key=len, reverse=True)) or "$^"
    )
    text = json.dumps(notebook)
    copy = json.loads(word.sub(lambda match: f"{match[0]}-{name.replace('_', '-')}", text))
    for cell in copy["cells"]:
        if cell["cell_type"] == "markdown":
            source = re.sub(r"[ ]*\\tag\{\d+\}", "", "".join(cell["source"]))
            cell["source"] = lines(source)
    return copy


def make(source, name, root=ROOT):
    """Write book/NAME.ipynb from book/SOURCE.ipynb, and its line into _toc.yml below the source's."""
    path, new, toc = root / "book" / f"{source}.ipynb", root / "book" / f"{name}.ipynb", root / "_toc.yml"
    if not path.exists():
        known = ", ".join(sorted(one.stem for one in (root / "book").glob("*.ipynb")))
        raise ValueError(f"there is no chapter {source!r}; there are {known}")
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a chapter: small letters, digits and _, such as thickness_course")
    if new.exists() or list((root / "book").glob(f"{name}.*")):
        raise ValueError(f"book/{name} exists already; choose another name")
    text = toc.read_text(encoding="utf-8")
    entry = re.search(rf"^( *- file: )book/{source}$", text, re.MULTILINE)
    if not entry:
        raise ValueError(f"book/{source} does not stand in _toc.yml: add it there first")
    copy = variant(json.loads(path.read_text(encoding="utf-8")), name)
    new.write_text(normalised(json.dumps(copy)), encoding="utf-8", newline="\n")
    toc.write_text(
        text[: entry.end()] + f"\n{entry[1]}book/{name}" + text[entry.end() :], encoding="utf-8", newline="\n"
    )
    return new


def doubled(folder):
    """Return the labels that stand more than once in the book, with the places."""
    places = {}
    for path in [*sorted(folder.glob("*.ipynb")), *sorted(folder.glob("*.md"))]:
        text = path.read_text(encoding="utf-8")
        page = {"cells": [{"cell_type": "markdown", "source": [text]}]} if path.suffix == ".md" else json.loads(text)
        for label in labels(page):
            places.setdefault(label, []).append(path.name)
    return {label: where for label, where in places.items() if len(where) > 1}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        made = make(sys.argv[1], sys.argv[2])
    except ValueError as error:
        sys.exit(f"nothing was written: {error}")
    print(f"Wrote {made.relative_to(ROOT)} and its line in _toc.yml. Next:")
    print("  change its title and text, then")
    print(f"  python tools/execute.py {made.relative_to(ROOT).as_posix()}   # refresh what it prints")
    print("  make book")
