"""The formulas of the website: set by KaTeX when the book is built, in Node and without a browser."""

import re

import formulas
import pytest


def test_a_formula_is_shown_and_says_what_it_is():
    text = formulas.formula(r"\lambda_o^\mathrm{F}", False)
    assert re.search(r'<i class="katex-html [A-Z ]+\d*" aria-hidden="true">', text)
    shape = re.search(r"<math>.*?</math>", text)[0]
    assert "<msubsup><mi>λ</mi><mi>o</mi>" in shape and shape.index("<mi>o</mi>") < shape.index("F</mi>")


def test_what_cannot_be_read_is_an_error():
    with pytest.raises(ValueError, match="nope"):
        formulas.formula(r"\nope", True)
    assert "<mi>x</mi>" in formulas.formula("x", True)  # and the next one is set


def test_a_formula_holds_no_more_than_is_shown():
    """The height on which a row stands and the depth below it are the stylesheet's, and so is each style."""
    style, names = formulas.stylesheet()
    text = formulas.formula(r"\frac{1}{2}\,b", False)
    shown = text.partition("</math></span>")[2]
    assert "style=" not in shown and "mord" not in shown and "\u200b" not in shown
    assert "pstrut" not in style and "vlist" not in style and f".{names['vlist-t2']}>.{names['vlist-r']}:after" in style
    told = {name: (own, place, held) for (own, place, held), name in formulas.styles.items()}
    found = [
        told[name] for name in re.findall(r"[A-Z]\d*", " ".join(re.findall('class="([^"]*)"', shown))) if name in told
    ]
    assert ("", ":after", "height:0.345em;") in found  # KaTeX's depth of what stands below
    assert [one for one in found if one[0].startswith("top:") and one[1] == ":before" and one[2].startswith("height:")]
    assert shown.endswith(f'<i class="{names["mathnormal"]}">b</i></i></span>')


def indices(tex):
    """Return signs and styles of all that is set in another size."""
    shown = formulas.formula(tex, False).partition("</math></span>")[2]
    told = {name: own for (own, *_), name in formulas.styles.items()}
    found = re.findall(r'<i class="([^"]*)">(\w)', shown)
    return [(sign, one) for names, sign in found for one in map(told.get, names.split()) if one and "font-size" in one]


def test_an_index_is_one_element():
    """It is moved by itself, in units of its own size, 0.7 of that around it: down 0.15, and then 0.05 of room."""
    assert indices("a_1") == [("1", "font-size:0.7em;position:relative;top:0.2143em;margin-right:0.0714em;")]
    (sign, style), *_ = indices("a_k")  # with the room behind a slanted sign, 0.0315 of its size
    assert sign == "k" and style.endswith("margin-right:0.1029em;")
    (below, _), (above, style) = indices("a_1^2")
    assert (below, above) == ("1", "2") and "top:-" in style


def test_rows_have_room_but_not_those_of_a_matrix():
    given = r"\begin{aligned} a &= b \\ c &= \begin{pmatrix} 1 \\ 2 \end{pmatrix} \\[1em] d \\ e\end{aligned}"
    assert formulas.spaced(given) == (
        r"\begin{aligned} a &= b \\[0.4em] c &= \begin{pmatrix} 1 \\ 2 \end{pmatrix} \\[1em] d \\[0.4em] e\end{aligned}"
    )


def test_rows_are_not_counted():
    assert formulas.COUNTED.sub(r"\\\1{\2*}", r"\begin{align} a \tag{5} \end{align}") == (
        r"\begin{align*} a \tag{5} \end{align*}"
    )
