"""The project's own files agree with each other."""

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import env
import metadata
import mutate
import numpy as np
import publish
import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from radon.raw import analyze

import book
import orbitronics

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
LOCK = [
    Requirement(line)
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith((" ", "#"))
]


def requirements():
    extras = [*PROJECT["optional-dependencies"].values(), *PYPROJECT["dependency-groups"].values()]
    declared = [
        Requirement(text)
        for text in PROJECT["dependencies"] + [text for extra in extras for text in extra if isinstance(text, str)]
    ]
    return [requirement for requirement in declared if requirement.name != PROJECT["name"]]


@pytest.mark.parametrize("python", ["3.11.9", "3.12.8", "3.13.1", "3.14.0", "3.15.0"])
def test_lock_holds_every_requirement(python):
    version = ".".join(python.split(".")[:2])
    environment = default_environment() | {"python_full_version": python, "python_version": version}
    pins = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in LOCK
        if pin.marker is None or pin.marker.evaluate(environment)
    }
    for requirement in requirements():
        assert pins.get(canonicalize_name(requirement.name)) in requirement.specifier, f"{requirement}: run `make lock`"


def test_small_numbers_are_compared_by_their_size():
    assert 2e-34 != pytest.approx(1e-34) and [1e-9] != pytest.approx([2e-9]) and 1e-9 == pytest.approx(1e-9 + 1e-16)


def test_versions_are_tried_without_the_book():
    """Modules of tests that need what only the book's dependencies hold are left out, and no others but two."""
    book_only = re.compile(
        r"^(?:import|from) (?:docutils|sphinx|pybtex|myst_nb|jupyter_book|sphinxcontrib)\b", re.MULTILINE
    )
    ours = {path.stem: path for folder in ("tools", "book/_ext", "tests") for path in (ROOT / folder).glob("*.py")}

    def needs_book(path, seen=()):
        text = path.read_text(encoding="utf-8")
        used = set(re.findall(r"^(?:import|from) (\w+)", text, re.MULTILINE)) & set(ours) - {path.stem, *seen}
        return bool(book_only.search(text)) or any(needs_book(ours[name], (*seen, path.stem)) for name in used)

    command, *_ = PYPROJECT["tool"]["tox"]["env_run_base"]["commands"]
    ignored = {one.removeprefix("--ignore=") for one in command if one.startswith("--ignore=")} - {"tests/site"}
    needing = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").glob("test_*.py") if needs_book(path)}
    assert ignored - {"tests/test_package.py", "tests/test_project.py"} == needing - {"tests/test_project.py"}


def test_lock_is_exact_and_names_no_registry():
    assert all(re.fullmatch(r"==[^,*]+", str(pin.specifier)) and not pin.url for pin in LOCK)
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_conda_environment_is_the_lock():
    python, _, pip = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(python.removeprefix("python="))
    assert pip["pip"] == ["-r requirements.lock", "-e ."]


def test_one_version():
    for name in ("CITATION.cff", "CHANGELOG.md"):
        assert re.search(rf"\b{re.escape(orbitronics.__version__)}\b", (ROOT / name).read_text(encoding="utf-8")), name


def written(name):
    return (ROOT / name).read_text(encoding="utf-8")


def front():
    return yaml.safe_load(written("paper.md").split("---")[1])


def test_who_made_this_stands_in_one_place():
    """Every text that names the authors names those of CITATION.cff (the package's: test_package)."""
    names = metadata.names()
    assert names
    assert yaml.safe_load(written("_config.yml"))["author"] == ", ".join(names)
    assert [author["name"] for author in front()["authors"]] == names
    assert f"author  = {{{{{'} and {'.join(names)}}}}}" in written("book/cite.md")
    for licence in ("LICENSE", "LICENSE-text"):
        assert re.search(rf"Copyright \(c\) \S+, {re.escape(', '.join(names))}\n", written(licence)), licence


OWNED = """
cff-version: 1.2.0
title: orbitronics
version: 0.1.0
license: BSD-3-Clause
repository-code: https://code.example/one/two
url: https://book.example/
doi: 10.0000/example
authors:
  - {family-names: Doe, given-names: Jo, orcid: https://orcid.example/1, affiliation: A Place}
preferred-citation: {title: A paper, year: 2024, month: 12, authors: [{family-names: Roe, given-names: Al}]}
"""


def test_metadata_follow_the_owners(tmp_path, monkeypatch):
    for name in ("GITHUB_REPOSITORY", "REPOSITORY_URL", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    now = metadata.codemeta(PROJECT)
    assert not {"codeRepository", "url", "identifier"} & set(now)
    assert now["author"] == [{"@type": "Organization", "name": name} for name in metadata.names()]
    assert now["version"] == orbitronics.__version__
    assert now["license"] == f"https://spdx.org/licenses/{PROJECT['license']}"
    assert publish.site_url() == ""
    (tmp_path / "CITATION.cff").write_text(OWNED, encoding="utf-8")
    monkeypatch.setattr(metadata, "ROOT", tmp_path)
    then = metadata.codemeta(PROJECT)
    who = {"@type": "Person", "givenName": "Jo", "familyName": "Doe", "@id": "https://orcid.example/1"}
    assert then["author"] == [who | {"affiliation": {"@type": "Organization", "name": "A Place"}}]
    assert then["codeRepository"] == metadata.repository() == "https://code.example/one/two"
    assert (then["url"], then["identifier"]) == ("https://book.example/", "10.0000/example")
    assert publish.site_url() == "https://book.example/"
    (tmp_path / "README.md").write_text("[a](b.md)", encoding="utf-8")
    package = {}
    metadata.Hook.update(None, package)
    assert package["authors"] == [{"name": "Jo Doe"}]
    assert package["urls"]["Documentation"] == "https://book.example/"
    assert package["readme"]["text"] == "[a](https://code.example/one/two/blob/HEAD/b.md)"
    monkeypatch.setenv("REPOSITORY_URL", "https://other.example/fork/")
    assert metadata.repository() == "https://other.example/fork"


def test_the_paper_for_the_journal():
    """Its sources are those of the book, and what only the owners can say is marked."""
    text = written("paper.md").split("---", 2)[2]
    cited = set(re.findall(r"@([A-Z][A-Za-z]+\d{4}[a-z]?)", text))
    assert front()["bibliography"] == "book/references.bib"
    assert {"Ning2024", "Sinova2015"} < cited <= set(re.findall(r"^@\w+\{(\w+),", written("book/references.bib"), re.M))
    assert 250 <= len(text.split()) <= 1000, "the journal's length"
    headings = re.findall(r"^# (.*)$", text, re.M)
    assert {"Summary", "Statement of need", "How a course adopts it", "References"} <= set(headings)
    assert text.count("eft to the owners") == 2


def test_license_texts_are_whole():
    """The legal code stands in the file from its first section to its last."""
    text = " ".join(written("LICENSE-text").split())
    assert "Section 1 – Definitions." in text and "Section 8 – Interpretation." in text


def test_env_leaves_an_environment_of_others_alone(tmp_path, monkeypatch):
    mine = tmp_path / ".venv" / "mine"
    mine.parent.mkdir()
    mine.touch()
    monkeypatch.setattr(env, "VENV", mine.parent)
    monkeypatch.setattr(env, "STAMP", mine.with_name("made-from"))
    with pytest.raises(SystemExit, match=r"\.venv was not made by this script and stays as it is: rename or remove"):
        env.make_venv()
    assert mine.exists()


def test_readme_example(capsys):
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    names = {}
    exec(code, names)
    assert names["torque"].shape == (5,)
    assert np.all(np.isfinite(names["torque"]))
    assert capsys.readouterr().out


def test_readme_example_of_a_sample(capsys):
    pytest.importorskip("lmfit")
    code = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)[1]
    exec(code, {})
    assert re.match(r"Ti.lambda_o = 6\.\d+ ± \S+ nm\.\nTi.sigma_OHE = ", capsys.readouterr().out)


def test_readme_links():
    for link in re.findall(r"\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8")):
        assert "://" in link or (ROOT / link).exists(), link


def test_notebooks_are_normalised():
    script = ROOT / "tools" / "normalise.py"
    assert subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True).stderr == ""


def test_the_website_is_built_anew_when_a_file_in_it_changes():
    """What chapters take from outside book/ is among the files whose change makes `make book` build."""
    pages = [*(ROOT / "book").glob("*.md"), *(ROOT / "book").glob("*.ipynb")]
    taken = [name for page in pages for name in re.findall(r"include\} \.\./(\S+?)[\\\"\s]", page.read_text("utf-8"))]
    assert taken
    assert set(taken) <= set(book.INPUTS)


@cache
def code_lines(folder):
    """Return the lines of each file of a folder that hold code: no docstrings, comments and blank lines (radon)."""
    paths = sorted((ROOT / folder).rglob("*.py"))
    return {path.relative_to(ROOT / folder).as_posix(): analyze(path.read_text("utf-8")).sloc for path in paths}


def test_the_library_stays_small():
    """Lines of code without docstrings, comments and blank lines; a larger one has to be argued for here."""
    assert sum(count for name, count in code_lines("orbitronics").items() if not name.startswith("workbench/")) <= 6760
    for path in (ROOT / "orbitronics").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 450, path.name


def test_the_tools_for_people_with_samples_stay_thin():
    files = code_lines("orbitronics/workbench")
    assert "fitting.py" in files and sum(files.values()) < 1500


def test_what_surrounds_the_book_stays_small():
    assert sum(code_lines("tools").values()) + sum(code_lines("book/_ext").values()) <= 1574


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("y = a - b * c", {"y = (a + b * c)", "y = a - (b / c)"}),
        ("if a < b <= c: pass", {"if (not (a < b <= c)): pass", "if (a <= b <= c): pass"}),
        ("y = not a and b not in c", {"y = (not a or b not in c)", "y = (a) and b not in c", "y = not a and (b in c)"}),
        ("y = -2.0", {"y = (2.0)", "y = -(2.2)"}),
        ("y = f'{a + 1}' if é else 3", {"y = f'{a + 1}' if (not (é)) else 3", "y = f'{a + 1}' if é else (4)"}),
        ("def f(a: int | None = 0): pass", {"def f(a: int | None = (1)): pass"}),
    ],
)  # fmt: skip
def test_what_a_line_is_changed_into(line, becomes):
    """Each operator, comparison, constant and branch by itself; no annotation, nothing within a formatted text."""
    source = line.encode()
    assert {(source[:a] + new.encode() + source[b:]).decode() for _, a, b, new in mutate.changes(line)} == becomes
