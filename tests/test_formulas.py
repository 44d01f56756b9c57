"""The formulas of the website: MathML that Temml writes when the book is built, in Node and without a browser."""

import re

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


@pytest.mark.parametrize(
    "before", [r"\frac a\lambda", r"(a/\lambda)", r"\left(\frac a\lambda\right)", "a", r"\sigma_s"]
)
@pytest.mark.parametrize("display", [False, True])
def test_a_function_stands_apart_from_what_it_is_multiplied_with(before, display):
    text = formulas.formula(rf"{before}\tanh x", display)
    assert re.search(f"{formulas.SPACE}<mi>tanh</mi>", text) and text.count(formulas.SPACE) == 2


def test_a_function_that_ends_a_formula_ends_without_a_space():
    assert formulas.SPACE not in formulas.formula(r"\tanh", False)
    assert formulas.formula(r"1/\cosh", False).count(formulas.SPACE) == 1


def test_a_sign_after_a_bracket_stays_with_it():
    """A sign alone in a part of its own would have no space around it."""
    text = formulas.formula(r"|\psi\rangle=|r\rangle+c\,|t\rangle", False)
    assert "<mrow><mo>" not in text and text.count("<mrow>") == 3


def test_what_cannot_be_read_is_an_error():
    with pytest.raises(ValueError, match="nope"):
        formulas.formula(r"\nope", True)
    assert "<mi>x</mi>" in formulas.formula("x", True)  # and the next one is set


def test_rows_are_not_counted():
    assert formulas.COUNTED.sub(r"\\\1{\2*}", r"\begin{align} a \tag{5} \end{align}") == (
        r"\begin{align*} a \tag{5} \end{align*}"
    )
