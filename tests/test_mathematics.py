"""Formulas of controls, legends and charts: what stands below and what above, in MathML and in runs of text."""

import pytest

from orbitronics.web import mathematics

LAMBDA = r"\lambda_o^\mathrm{F}"


@pytest.mark.parametrize("tex", [LAMBDA, r"\lambda^\mathrm{F}_o"])
def test_below_is_below_and_above_is_above(tex):
    expected = '<msubsup><mi>λ</mi><mi>o</mi><mi mathvariant="normal">F</mi></msubsup>'
    assert mathematics.mathml(tex) == f"<math>{expected}</math>"
    assert mathematics.runs(tex) == [["λ", True, 0, 0], ["o", True, -1, 0], ["F", False, 1, 1]]


def test_one_of_both_and_more_than_a_letter():
    assert mathematics.mathml("P_{os}") == "<math><msub><mi>P</mi><mrow><mi>o</mi><mi>s</mi></mrow></msub></math>"
    assert mathematics.mathml("10^{15}") == "<math><msup><mn>10</mn><mn>15</mn></msup></math>"
    assert mathematics.runs("P_{os}") == [["P", True, 0, 0], ["os", True, -1, 0]]
    assert mathematics.runs("G_{os}^m") == [["G", True, 0, 0], ["os", True, -1, 0], ["m", True, 1, 2]]


def test_signs_words_and_accents():
    assert mathematics.mathml(r"\tilde{n}_s / E") == (
        "<math><mrow><msub><mi>n\u0303</mi><mi>s</mi></msub><mo>/</mo><mi>E</mi></mrow></math>"
    )
    assert mathematics.mathml(r"5\,\mathrm{nm}") == (
        "<math><mrow><mn>5</mn><mtext>\u2009</mtext><mtext>nm</mtext></mrow></math>"
    )
    assert mathematics.mathml("J_s(0)").endswith(
        '<mo stretchy="false">(</mo><mn>0</mn><mo stretchy="false">)</mo></mrow></math>'
    )
    assert mathematics.runs("a = b") == [["a", True, 0, 0], [" = ", False, 0, 0], ["b", True, 0, 0]]
    assert mathematics.runs(r"G^\uparrow") == [["G", True, 0, 0], ["↑", False, 1, 0]]


def test_an_index_of_nothing_stands_at_upright_nothing():
    assert mathematics.mathml("_o") == "<math><msub><mtext></mtext><mi>o</mi></msub></math>"
    assert mathematics.runs("^2") == [["", False, 0, 0], ["2", False, 1, 0]]


def test_text_with_formulas_in_it():
    assert mathematics.html("a < b & $x$") == "a &lt; b &amp; <math><mi>x</mi></math>"
    assert mathematics.all_runs("SHE: $J_s$") == [["SHE: ", False, 0, 0], ["J", True, 0, 0], ["s", True, -1, 0]]


@pytest.mark.parametrize(("tex", "said"), [("x}", "a brace too many"), (r"\nope", "not known here")])
def test_what_cannot_be_read_is_an_error(tex, said):
    with pytest.raises(ValueError, match=said):
        mathematics.parse(tex)
