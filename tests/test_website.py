"""What the website's extension makes of a page's text."""

import re
from pathlib import Path

import pytest
import website
from docutils import nodes

STATIC = Path(__file__).parents[1] / "book" / "_static"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("from 2 to 10 nm of F", "from 2 to 10~nm of F"),
        ("below 3 % of 1 A/m", "below 3~% of 1~A/m"),
        ("0.973 −\xa00.020i", "0.973~−~0.020i"),
        ("What changes in Fig. 2", "What changes in Fig.~2"),
        ("is 0.5 + 0.003i at", "is 0.5~+~0.003i at"),
        ("off by (%)", "off by~(%)"),
        ("5 metals, 2 to 4 names, 10 nmol, 3 − 1", "5 metals, 2 to 4 names, 10 nmol, 3 − 1"),
    ],
)
def test_a_number_keeps_to_its_line(text, kept):
    page = nodes.paragraph("", "", nodes.Text(text), nodes.literal("", text), nodes.math("", text))
    website.join_numbers(None, page, "")
    assert [one.astext().replace("\xa0", "~") for one in page] == [kept, *[text.replace("\xa0", "~")] * 2]


def test_the_place_of_the_logo_is_kept():
    """The style has the shape of the drawing: nothing below it moves when it comes."""
    drawing = (STATIC / "logo.svg").read_text(encoding="utf-8")
    width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', drawing).groups())
    style = (STATIC / "site.css").read_text(encoding="utf-8")
    a, b = map(int, re.search(r"\.logo__image \{[^}]*aspect-ratio: (\d+) / (\d+);", style).groups())
    assert a / b == width / height
