"""The book's reference part is complete and agrees with the library and the chapters."""

import ast
import doctest
import importlib
import json
import re
from html import unescape
from pathlib import Path

import pytest

import orbitronics
from orbitronics import Stack
from orbitronics.book import EQUATIONS, Lines, LiveStack, Table, equations, formulas, notation, number, symbols_in
from orbitronics.quantities import QUANTITIES
from orbitronics.samples import sample

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "book"


def markdown_of(path):
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def pages():
    return {path.stem: markdown_of(path) for path in BOOK.iterdir() if path.suffix in {".md", ".ipynb"}}


def test_equation_index_is_complete():
    assert [e.number for e in EQUATIONS] == list(range(1, 24))
    assert len(equations().rows) == 23


@pytest.mark.parametrize("equation", EQUATIONS, ids=lambda e: f"Eq. ({e.number})")
def test_equation_functions_exist(equation):
    for name in equation.functions:
        value = orbitronics
        for part in name.split("."):
            if isinstance(value, type(orbitronics)) and not hasattr(value, part):
                importlib.import_module(f"{value.__name__}.{part}")
            value = getattr(value, part)
        assert callable(value), name


def test_what_is_public_stands_on_the_api_page():
    """Every public name, and every public method of what is public, is listed, and nothing else."""
    text = (BOOK / "api.md").read_text(encoding="utf-8")
    named = set(
        re.findall(r"^\.\. auto(?:class|function|exception|data):: (?:orbitronics\.)?(\w+)$", text, re.MULTILINE)
    )
    public = {name for name in orbitronics.__all__ if name != "nm"}
    assert named == public, f"missing {sorted(public - named)}, not public {sorted(named - public)}"
    for name, members in re.findall(r"^\.\. autoclass:: (\w+)\n   :members: (.+)$", text, re.MULTILINE):
        listed = {one.strip() for one in members.split(",")}
        known = {one for one in vars(getattr(orbitronics, name)) if not one.startswith("_")}
        methods = {one for one in known if callable(getattr(getattr(orbitronics, name), one))}
        assert methods <= listed, f"{name}: {sorted(methods - listed)} stand in no list of book/api.md"
        for one in listed:
            assert hasattr(getattr(orbitronics, name), one), f"{name}.{one} is listed and does not exist"


def test_equation_tests_exist():
    tree = ast.parse((ROOT / "tests" / "test_equations.py").read_text(encoding="utf-8"))
    tests = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    assert tests == [f"test_eq_{e.number}" for e in EQUATIONS]


@pytest.mark.parametrize("equation", EQUATIONS, ids=lambda e: f"Eq. ({e.number})")
def test_equation_stands_in_its_chapter(equation):
    here = [name for name, text in pages().items() if re.search(rf"^\(eq-{equation.number}\)=\s*$", text, re.MULTILINE)]
    assert here == [equation.chapter]
    assert rf"\tag{{{equation.number}}}" in pages()[equation.chapter]


def test_lines_are_written_for_people():
    lines = Lines(f"G_s = {2.04e15:.3g}, P = {0.5532 - 0.05118j:.3f}", f"lambda_o_F = {-1e-9:.0e} m, `mu_j`, 3j")
    assert repr(lines) == "G_s = 2.04e+15, P = 0.553-0.051i\nlambda_o_F = -1e-09 m, `mu_j`, 3i"
    assert lines._repr_markdown_() == (
        "$G_s$ = 2.04×10¹⁵, P = 0.553 −\u00a00.051i\\\n$\\lambda_o^\\mathrm{F}$ = −10⁻⁹ m, `mu_j`, 3i"
    )


def test_the_formula_sheet_says_what_the_chapters_say():
    """Each formula of a row stands, sign by sign, in a chapter that the row links to."""

    def signs(text):
        return re.sub(r"<!--.*?-->|\\tag\{\d+\}|\\displaystyle|[\s&]", "", text, flags=re.DOTALL)

    written = {name: signs(text) for name, text in pages().items()}
    home = {f"#eq-{e.number}": e.chapter for e in EQUATIONS}
    rows = [row for row in pages()["formulas"].splitlines() if row.startswith("| **")]
    assert len(rows) > 20
    for row in rows:
        links = [home.get(link, link.removesuffix(".ipynb")) for link in re.findall(r"\]\(([^)]+)\)", row)]
        for formula in re.findall(r"\$([^$]+)\$", row.split(" | ")[1]):
            assert any(signs(formula) in written[page] for page in links if page in written), (formula, links)


def test_api_examples():
    """The examples of the library reference print what the page says."""
    blocks = re.findall(r"^```python\n(.*?)^```", markdown_of(BOOK / "api.md"), re.DOTALL | re.MULTILINE)
    assert len(blocks) > 10
    example = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "api.md", "api.md", 0)
    said = []
    doctest.DocTestRunner().run(example, out=said.append)
    assert not said, "".join(said)


def test_all_references_of_the_paper():
    bib = (BOOK / "references.bib").read_text(encoding="utf-8")
    entries = re.findall(r"^@\w+\{(\w+),\n(.*?)^\}", bib, re.DOTALL | re.MULTILINE)
    keys = [key for key, _ in entries]
    assert len(set(keys)) == len(keys)
    numbered = {int(found[1]): key for key, text in entries if (found := re.search(r"paper_ref = \{(\d+)\}", text))}
    assert sorted(numbered) == list(range(1, 50))
    listed = re.findall(r"^- \[(\d+)\] \{cite:t\}`(\w+)`$", markdown_of(BOOK / "bibliography.md"), re.MULTILINE)
    assert [(int(n), key) for n, key in listed] == sorted(numbered.items())


def test_notation_lists_every_symbol():
    rows = notation().rows
    assert [row[-1] for row in rows] == [f"`{name}`" for name in QUANTITIES]
    units = {row[-1]: row[2] for row in rows}
    assert (units["`lambda_o`"], units["`P_os`"], units["`E`"]) == ("m", "1", "V\N{NO-BREAK SPACE}m⁻¹")


def test_table():
    table = Table(("a", "b"), [(1.23456789, "x"), (1e-30 - 2j, True)])
    assert table.rows == [("1.23", "x"), ("0.00-2.00i", "yes")]
    assert table._repr_markdown_().splitlines()[1:] == [
        "| ---: | --- |",
        "| 1.23 | x |",
        "| 0.00 \N{MINUS SIGN}\N{NO-BREAK SPACE}2.00i | yes |",
    ]
    assert len(repr(table).splitlines()) == 3
    with pytest.raises(ValueError, match="a row has 1 cells"):
        Table(("a", "b"), [(1,)])
    assert number(0.5 + 0.25j) == "0.500+0.250i"


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ([0.62619 - 0.0743j, -0.08673 + 0.0103j, 0j], ["0.626-0.074i", "-0.087+0.010i", "0"]),  # one last place
        ([0.97274, 0.2, 0.0137], ["0.973", "0.200", "0.014"]),
        ([0.5, 1.0, 20.0], ["0.5", "1", "20"]),  # given, not found
        ([0.4512, 4.512e-4], ["0.451", "0.000451"]),  # too far apart for it
        ([-4.577e-5 + 4.425e-6j, 6.821e14], ["(-4.58+0.44i)e-05", "6.82e+14"]),
        ([16384, 25431.0, float("inf"), 0.0, "1e5"], ["16384", "25431", "inf", "0", "1e5"]),
        ([99999.0, 1e5], ["99999", "1e+05"]),
        ([123.4, 1.234], ["123.4", "1.2"]),
        ([1.234e-4, 4.512e-5], ["0.000123", "4.51e-05"]),
    ],
)
def test_digits_in_a_column(cells, shown):
    assert [row[0] for row in Table(("x",), [(cell,) for cell in cells]).rows] == shown


def test_numbers_as_people_write_them():
    cells = (
        "G = 1e15",
        "(-4.58+0.44i)e-05",
        "-0.5 to -3",
        "7.5e+03",
        "inf",
        "`1e5`",
        "a-1",
        "x^{-2e3}",
        "$1e5$",
        "J2e5",
        "-I/V of post-Kubo",
    )
    shown = (
        "G = 10¹⁵",
        "(−4.58 +\u00a00.44i)×10⁻⁵",
        "−0.5 to −3",
        "7.5×10³",
        "∞",
        *cells[5:7],
        "x^{−2×10³}",
        *cells[8:10],
        "−I/V of post-Kubo",
    )
    assert tuple(formulas(cells)) == shown
    assert formulas(["Ti.lambda_s", "Ni.thickness", "F.sigma"]) == [
        "$\\lambda_s$ of Ti",
        "thickness of Ni",
        "$\\sigma$ of F",
    ]
    aligned = Table(("name", "number"), [("a", "-1.0"), ("b", 2.5)])._repr_markdown_().splitlines()[1]
    assert aligned == "| --- | ---: |"


def test_names_in_a_table_are_formulas():
    header = ("lambda_o_F (nm)", "J_s/J_o", "`d_F`", "$d_F$", "[k](#k_J_s)", "{cite}`J_s`", "mu_o_left", "look")
    found = Table(header, [("P_os = 0.5", "-1", *["x"] * 6)])._repr_markdown_().splitlines()
    shown = (r"$\lambda_o^\mathrm{F}$ (nm)", "$J_s$/$J_o$", *header[2:4], "[$k$](#k_J_s)", *header[5:])
    assert found[0] == "| " + " | ".join(shown) + " |"
    assert found[2].startswith("| $P_{os}$ = 0.5 | \N{MINUS SIGN}1 |")
    assert "lambda_o_F" in repr(Table(header, []))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 - exp, paper", "1 − exp, paper"),
        ("-f_ex (1/eta_s - 1)", r"−$f_\mathrm{ex}$ (1/$\eta_s$ − 1)"),
        ("damping-like, spin-orbit", "damping-like, spin-orbit"),
        ("10.6−8.09i", "10.6 −\N{NO-BREAK SPACE}8.09i"),
        ("-0.000", "0.000"),
        ("+0", "0"),
        ("0.999-0.000i", "0.999 −\N{NO-BREAK SPACE}0.000i"),
        ("-0.003, +0.02, -0.5", "−0.003, +0.02, −0.5"),
    ],
)
def test_signs_in_a_table(text, shown):
    """Minus is no hyphen, stands apart in a complex number, and zero has no sign."""
    assert formulas([text]) == [shown]


def test_live_stack():
    stack = sample("OHE").stack
    live = LiveStack(stack, "The <em>caption</em>", "data", closure="paper", x="F.thickness", data='1 2\n3 "4"')
    page = live._repr_html_()
    given = {key: unescape(value) for key, value in re.findall(r'data-(\w+)="([^"]*)"', page)}
    assert Stack.from_dict(json.loads(given.pop("stack"))) == stack
    assert given == {"closure": "paper", "tab": "data", "x": "F.thickness", "data": '1 2\n3 "4"'}
    assert page.endswith("The <em>caption</em></p>")
    assert stack._repr_html_() in page  # what stands there without a script
    assert repr(stack) in repr(live)


@pytest.mark.parametrize(
    ("tex", "names"),
    [
        (r"d_\mathrm N = 5\lambda_o^\mathrm{N}", ["d_N", "lambda_o_N"]),
        (r"k^2 = 1/\lambda_{sf}^2 + 1/\lambda_\phi^2", ["k", "lambda_sf", "lambda_phi"]),
        (r"\mathrm dJ_s/\mathrm dz", ["J_s", "z"]),
        (r"2\lambda_o", ["lambda_o"]),
        (r"G_s^{\uparrow\downarrow} G_{os}^m/G_s", ["G_mix", "G_os_m", "G_s"]),
        (r"E_n, \sigma_s^*, g_s, \text{thick}, \kappa_+", []),
    ],
)
def test_symbols_in_a_formula(tex, names):
    assert symbols_in(tex) == names


def test_every_symbol_is_found_in_itself():
    assert [symbols_in(symbol.latex) for symbol in QUANTITIES.values()] == [[name] for name in QUANTITIES]


QUESTION = re.compile(r"^\*\*Question (\d+)\.\*\*", re.MULTILINE)
ANSWER = re.compile(r"^:::\{dropdown\} (.*)\n((?:(?!^:::).*\n)*):::", re.MULTILINE)
NUMBER_ASKED = re.compile(r"A number between (\S+) and (\S+?)( .*)?$")


@pytest.mark.parametrize("chapter", sorted(name for name, text in pages().items() if QUESTION.search(text)))
def test_questions(chapter):
    """Questions are counted, have one right answer each, and a number that is asked for stands in its explanation."""
    text = pages()[chapter]
    parts = QUESTION.split(text[: text.find("## Exercises")])[1:]
    assert [int(number) for number in parts[::2]] == list(range(1, len(parts) // 2 + 1))
    for count, part in zip(parts[::2], parts[1::2], strict=True):
        answers = ANSWER.findall(part)
        right = [why for _, why in answers if why.startswith("Right")]
        assert len(right) == 1, f"{chapter}, question {count}: {len(right)} right answers"
        if asked := NUMBER_ASKED.match(answers[0][0]):
            low, high = float(asked[1]), float(asked[2])
            said = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", right[0])]
            factors = (1, 100) if (asked[3] or "").strip() == "%" else (1,)
            assert any(low <= one <= high or low <= factor * (one - 1) <= high for one in said for factor in factors)
        else:
            assert len(answers) >= 3
            assert all(why.startswith(("Right", "Wrong")) for _, why in answers)
            assert [label[:3] for label, _ in answers] == [f"{'ABCDE'[i]}. " for i in range(len(answers))]
