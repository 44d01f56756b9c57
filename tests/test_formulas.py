"""The formulas of the website: MathML that Temml writes when the book is built, in Node and without a browser."""

import formulas
import pytest


def test_a_formula_says_what_it_is():
    text = formulas.formula(r"\lambda_o^\mathrm{F}", False)
    assert text.startswith("<math>") and "<msubsup><mi>λ</mi><mi>o</mi>" in text
    assert text.index("<mi>o</mi>") < text.index("F</mi>")
    assert {ord("λ"), ord("o"), ord("F")} <= formulas.signs


def test_a_formula_in_the_text_may_break_after_a_sign():
    text = "a+b=c"
    assert formulas.formula(text, False).count("<mrow>") == 3
    assert "mrow" not in formulas.formula(text, True).replace("<mrow>", "", 1).replace("</mrow>", "", 1)


def test_what_cannot_be_read_is_an_error():
    with pytest.raises(ValueError, match="nope"):
        formulas.formula(r"\nope", True)
    assert "<mi>x</mi>" in formulas.formula("x", True)  # and the next one is set


def test_rows_are_not_counted():
    assert formulas.COUNTED.sub(r"\\\1{\2*}", r"\begin{align} a \tag{5} \end{align}") == (
        r"\begin{align*} a \tag{5} \end{align*}"
    )
