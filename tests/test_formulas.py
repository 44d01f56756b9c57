"""The formulas of the website: set by KaTeX when the book is built, in Node and without a browser."""

import re

import formulas
import pytest


def test_a_formula_is_shown_and_says_what_it_is():
    text = formulas.formula(r"\lambda_o^\mathrm{F}", False, "htmlAndMathml")
    assert 'aria-hidden="true"' in text
    shape = re.sub(r"<annotation.*?</annotation>", "", re.search(r"<math.*?</math>", text)[0])
    assert "<msubsup><mi>λ</mi><mi>o</mi>" in shape and shape.index("<mi>o</mi>") < shape.index("F</mi>")
    assert "katex-html" not in formulas.formula("x", False, "mathml")


def test_what_cannot_be_read_is_an_error():
    with pytest.raises(ValueError, match="nope"):
        formulas.formula(r"\nope", True, "htmlAndMathml")
    assert "<mi>x</mi>" in formulas.formula("x", True, "mathml")  # and the next one is set


def test_rows_have_room_but_not_those_of_a_matrix():
    given = r"\begin{aligned} a &= b \\ c &= \begin{pmatrix} 1 \\ 2 \end{pmatrix} \\[1em] d \\ e\end{aligned}"
    assert formulas.spaced(given) == (
        r"\begin{aligned} a &= b \\[0.4em] c &= \begin{pmatrix} 1 \\ 2 \end{pmatrix} \\[1em] d \\[0.4em] e\end{aligned}"
    )


def test_rows_are_not_counted():
    assert formulas.COUNTED.sub(r"\\\1{\2*}", r"\begin{align} a \tag{5} \end{align}") == (
        r"\begin{align*} a \tag{5} \end{align*}"
    )
