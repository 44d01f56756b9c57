"""The chapters as plain notebooks, and a chapter's variant for a course."""

import json
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import new_chapter  # noqa: E402
import plain  # noqa: E402


@pytest.fixture(scope="module")
def book():
    return plain.Book()


def text_of(notebook):
    return "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")


def code_of(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def texts(book):
    return {page: text_of(book.notebook(page)) for page in book.notebooks}


@pytest.mark.parametrize("page", sorted(path.stem for path in (ROOT / "book").glob("*.ipynb")))
def test_plain_notebook_holds_no_markup_of_the_website(page, book, texts):
    made = book.notebook(page)
    nbformat.validate(made)
    assert code_of(made) == code_of(book.notebooks[page])
    text = texts[page]
    assert (
        re.findall(r":::|\{[\w:]+\}`|^\([\w-]+\)=|<live-figure|live-link|<!--|^\$\$[^$]*\$\$ *\(\w", text, re.MULTILINE)
        == []
    )
    folds = len(re.findall(r"\{dropdown\}|\{solution\}", text_of(book.notebooks[page])))
    assert text.count("<details>") == text.count("</details>") == folds
    # each link to a label finds its anchor, here or in the notebook named
    for where, label in re.findall(r"\]\((\w+\.ipynb)?#([\w-]+)\)", text):
        there = texts[where.removesuffix(".ipynb")] if where else text
        title = {
            re.sub(r"[^\w]+", "-", one.lower()).strip("-") for one in re.findall(r"^#+ (.*)$", there, re.MULTILINE)
        }
        assert f'id="{label}"' in there or label in title, f"{page}: {where}#{label} leads nowhere"


def test_plain_text(book):
    text = (
        "See {cite}`Ning2024`, {cite:t}`Gambardella2011`, {term}`OHE <orbital Hall effect>`, [Eq. (5)](#eq-5)."
        ' <!-- on --> Now <button type="button" class="live-link" data-set="P_os=0">set it to zero</button>.'
        "\n\n:::{dropdown} A. Yes\nRight.\n:::\n\n"
        "::::{admonition} Box\n:class: tip\nText\n\n:::{dropdown} Why?\nSo.\n:::\n::::\n"
    )
    assert [line for line in book.plain(text, "profiles").split("\n") if line] == [
        "See (Ning et al., 2024), Gambardella and Miron (2011), OHE, [Eq. (5)](theory.ipynb#eq-5). Now set it to zero.",
        "<details>",
        "<summary>A. Yes</summary>",
        "Right.",
        "</details>",
        "> **Box**",
        ">",
        "> Text",
        ">",
        ">",
        "> <details>",
        "> <summary>Why?</summary>",
        ">",
        "> So.",
        ">",
        "> </details>",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (":::{dropdown} A\nnever closed", "never closed"),
        (":::{tabs}\n:::", "directive {tabs} is not known"),
        ("{sub}`x`", "role {sub} is not known"),
        ("{ref}`no-such-label`", "points to no label"),
    ],
)
def test_unknown_markup_is_refused(book, text, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        book.plain(text, "profiles")


def test_a_changed_notebook_is_kept(tmp_path):
    assert plain.write(tmp_path) == []
    path = tmp_path / "thickness.ipynb"
    mine = json.loads(path.read_text(encoding="utf-8"))
    mine["cells"][2]["source"] = ["my own = 1"]
    path.write_text(json.dumps(mine), encoding="utf-8")
    assert plain.write(tmp_path) == ["thickness.ipynb"]
    assert "my own = 1" in path.read_text(encoding="utf-8")


@pytest.fixture
def copy(tmp_path):
    """A book of its own, in which a chapter may be added."""
    (tmp_path / "book").mkdir()
    for name in ("thickness.ipynb", "theory.ipynb"):
        shutil.copy(ROOT / "book" / name, tmp_path / "book")
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("source", ["thickness", "theory"])
def test_new_chapter(copy, source):
    new_chapter.make(source, "my_variant", copy)
    old, new = (nbformat.read(copy / "book" / f"{name}.ipynb", as_version=4) for name in (source, "my_variant"))
    was, now = ([label for label, _ in plain.given(one.cells)] for one in (old, new))
    assert now == [f"{label}-my-variant" for label in was] != []
    assert "\\tag{" not in text_of(new)
    assert code_of(new) == code_of(old)
    toc = (copy / "_toc.yml").read_text(encoding="utf-8")
    assert f"- file: book/{source}\n      - file: book/my_variant\n" in toc


@pytest.mark.parametrize(
    ("source", "name", "said"),
    [
        ("thick", "a", "there is no chapter"),
        ("thickness", "../a", "no name for a chapter"),
        ("thickness", "theory", "exists already"),
    ],
)
def test_new_chapter_refuses(copy, source, name, said):
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    with pytest.raises(ValueError, match=said):
        new_chapter.make(source, name, copy)
    assert before == {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
