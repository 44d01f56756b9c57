"""Write the chapters as plain notebooks, which read as text in JupyterLab, Colab and anything else.

The notebooks in `book/` are written for the website: folds, boxes, exercises and citations are MyST directives and
roles, which Jupyter shows as they stand.  Here folds become `<details>`, boxes quotes, citations authors and year with
a link, labels anchors; code and outputs stay as they are.

A notebook that was changed since it was written here is kept, and named.

Usage: python tools/plain.py [folder, default notebooks/]
"""

import hashlib
import json
import re
import sys
from pathlib import Path

import nbformat
from normalise import ROOT
from pybtex.database import parse_file

BOOK = ROOT / "book"
DIRECTIVE = re.compile(r"^(:{3,})\{([\w-]+)\}[ ]*(.*)\n((?::[\w-]+:.*\n)*)(?s:(.*?))^\1[ ]*$", re.MULTILINE)
OPENED = re.compile(r"^:{3,}\{.*$", re.MULTILINE)
OPTION = re.compile(r"^:([\w-]+):[ ]*(.*)$", re.MULTILINE)
LABEL = re.compile(r"^\(([\w-]+)\)=\s*$", re.MULTILINE)
# Where a text gives a name: before a heading, behind a formula, in an exercise, in another box.
GIVEN = re.compile(
    r"^\((?P<place>[\w-]+)\)=(?:\s*^#+ (?P<heading>.*))?|^\$\$[ ]*\((?P<formula>[\w-]+)\)"
    r"|\{exercise\}[ ]*(?P<title>.*)\n:label: (?P<exercise>\S+)|^:(?:label|name): (?P<box>\S+)",
    re.MULTILINE,
)
COMMENT = re.compile(r"[ ]*<!--.*?-->", re.DOTALL)
ROLE = re.compile(r"\{([\w:]+)\}`([^`]+)`")
TARGET = re.compile(r"^(.*?)\s*<([^>]+)>$", re.DOTALL)
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
LIVE = re.compile(r"<live-(\w+)\b[^>]*>\s*</live-\1>")
CLASSES = re.compile(r"(\]\([^)]*\))\{[^}]*\}")
MOVES = re.compile(r'<button[^>]*class="live-link"[^>]*>(.*?)</button>', re.DOTALL)  # a figure of the website
LIVE_TEXT = "*(On the website a live figure stands here.)*"
DETAILS = "<details>\n<summary>{title}</summary>\n\n{body}\n\n</details>"
HIDDEN = {"hide-input", "hide-cell"}
NEEDED = """> **This notebook needs the library orbitronics.**
>
> The next cell installs it from the package index where it is missing.
> If the index does not have it, run `pip install ".[notebooks]"` in a copy of the book's repository,
> and open the notebook again.
"""


def given(cells):
    """Yield each name that cells give, and what a link to it says."""
    for cell in cells:
        for found in GIVEN.finditer(cell.source if cell.cell_type == "markdown" else ""):
            name = found["place"] or found["formula"] or found["exercise"] or found["box"]
            yield name, f"Exercise: {found['title']}" if found["exercise"] else found["heading"] or name
        if name := cell.metadata.get("mystnb", {}).get("figure", {}).get("name"):
            yield name, "the figure"


class Book:
    """What a page needs to know of the others: where a label stands, what it is called, and the sources."""

    def __init__(self, folder=BOOK):
        self.sources = parse_file(str(folder / "references.bib")).entries
        self.pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
        self.notebooks = {path.stem: nbformat.read(path, as_version=4) for path in sorted(folder.glob("*.ipynb"))}
        cells = {page: [nbformat.v4.new_markdown_cell(text)] for page, text in self.pages.items()}
        cells |= {page: book.cells for page, book in self.notebooks.items()}
        self.labels = {name: (page, said) for page, some in cells.items() for name, said in given(some)}

    def cited(self, key):
        """Return authors and year of a source, with a link where it has a DOI."""
        entry = self.sources[key]
        names = [" ".join(person.last_names) for person in entry.persons.get("author", entry.persons.get("editor", []))]
        who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
        text = re.sub(r"[{}]", "", who or entry.fields["title"]), entry.fields["year"]
        address = entry.fields.get("doi")
        return text, f"https://doi.org/{address}" if address else entry.fields.get("url")

    def role(self, name, text, page):
        """Return what stands in the place of a role."""
        if name.startswith("cite"):
            found = []
            for key in text.split(","):
                (who, year), address = self.cited(key.strip())
                shown = f"{who} ({year})" if name == "cite:t" else f"{who}, {year}"
                found.append(f"[{shown}]({address})" if address else shown)
            return "; ".join(found) if name == "cite:t" else f"({'; '.join(found)})"
        named = TARGET.match(text)
        if name == "term":
            return named[1] if named else text
        if name in ("ref", "numref", "eq"):
            label = named[2] if named else text
            if label not in self.labels:
                raise ValueError(f"{page}: {{{name}}}`{text}` points to no label of the book")
            where, title = self.labels[label]
            return f"[{named[1] if named else title}]({'' if where == page else where + '.ipynb'}#{label})"
        raise ValueError(f"{page}: the role {{{name}}} is not known to tools/plain.py")

    def plain(self, text, page):
        """Return Markdown without directives, roles and labels."""
        text = MOVES.sub(r"\1", LIVE.sub(LIVE_TEXT, COMMENT.sub("", FRONT.sub("", text))))
        text = self._boxes(CLASSES.sub(r"\1", text), page)
        text = LABEL.sub(r'<a id="\1"></a>', text)
        text = re.sub(
            r"^\$\$((?:(?!\$\$).)*)\$\$[ ]*\(([\w-]+)\)[ ]*$", r'<a id="\2"></a>\n\n$$\1$$', text, flags=re.M | re.S
        )
        text = ROLE.sub(lambda match: self.role(match[1], match[2], page), text)

        def other_page(match):
            label = match[1]
            where = self.labels.get(label, (page,))[0]
            return match[0] if where == page else f"]({where}.ipynb#{label})"

        return re.sub(r"\]\(#([\w-]+)\)", other_page, text)

    def _boxes(self, text, page):
        """Return a text with each directive turned into plain Markdown, from the inside out."""

        def box(match):
            _, name, title, options, body = match.groups()
            return f"\n{self._box(name, title, dict(OPTION.findall(options)), self._boxes(body, page).strip(), page)}\n"

        text = DIRECTIVE.sub(box, text)
        if left := OPENED.search(text):
            raise ValueError(f"{page}: {left[0]!r} is never closed")
        return text

    def _box(self, name, title, options, body, page):
        anchor = f'<a id="{options["label"]}"></a>\n\n' if "label" in options else ""
        if name == "dropdown":
            return anchor + DETAILS.format(title=title, body=body)
        if name == "solution":
            exercise = self.labels[title][1].removeprefix("Exercise: ")
            return anchor + DETAILS.format(title=f"Solution: {exercise}", body=body)
        if name not in ("admonition", "exercise", "note", "warning", "tip", "important"):
            raise ValueError(f"{page}: the directive {{{name}}} is not known to tools/plain.py")
        heading = f"Exercise: {title}" if name == "exercise" else title or name.capitalize()
        return anchor + quoted(f"**{heading}**\n\n{body}")

    def notebook(self, page):
        """Return a chapter as a plain notebook."""
        book, cells, first = self.notebooks[page], [], True

        def say(name, text):
            cells.append(nbformat.v4.new_markdown_cell(text, id=name))

        for old in book.cells:
            metadata = {key: value for key, value in old.metadata.items() if key in ("tags", "editable")}
            cell = nbformat.from_dict(old | {"metadata": metadata})
            if cell.cell_type == "markdown":
                cells.append(cell | {"source": self.plain(cell.source, page)})
                continue
            if first and "import orbitronics" in cell.source:
                say("needed", NEEDED)
            first = False
            if HIDDEN.intersection(metadata.get("tags", ())):
                cell.metadata.jupyter = {"source_hidden": True}
            cells.append(cell)
            figure = old.metadata.get("mystnb", {}).get("figure", {})
            if caption := figure.get("caption"):
                anchor = f'<a id="{figure["name"]}"></a>\n\n' if "name" in figure else ""
                say(f"{cell.id}-caption", anchor + quoted(self.plain(caption, page).strip()))
        metadata = {key: book.metadata[key] for key in ("kernelspec", "language_info")}
        return nbformat.from_dict(book | {"cells": cells, "metadata": metadata})


def quoted(text):
    return "\n".join(f"> {row}".rstrip() for row in text.split("\n"))


def state(notebook):
    """Return a digest of what a reader may have changed: all but outputs and counters."""
    cells = [[cell.cell_type, cell.source] for cell in notebook.cells]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()[:16]


def write(folder):
    """Write all chapters and pages to a folder; return the names of those that were changed there and are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    book, kept = Book(), []
    for page, text in book.pages.items():
        (folder / f"{page}.md").write_text(book.plain(text, page), encoding="utf-8", newline="\n")
    for page in book.notebooks:
        path, notebook = folder / f"{page}.ipynb", book.notebook(page)
        if path.exists():
            there = nbformat.read(path, as_version=4)
            if there.metadata.get("plain") != state(there):
                kept.append(path.name)
                continue
        notebook.metadata.plain = state(notebook)
        nbformat.write(notebook, path)
    return kept


if __name__ == "__main__":
    target = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "notebooks"
    for name in write(target):
        print(f"kept, because it was changed there: {name} (move it away to have the book's)")
    print(f"The chapters stand in {target}")
