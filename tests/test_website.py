"""What the website's extension makes of a page's text."""

import pytest
import website
from docutils import nodes


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("from 2 to 10 nm of F", "from 2 to 10~nm of F"),
        ("below 3 % of 1 A/m", "below 3~% of 1~A/m"),
        ("0.973 −\xa00.020i", "0.973~−~0.020i"),
        ("is 0.5 + 0.003i at", "is 0.5~+~0.003i at"),
        ("off by (%)", "off by~(%)"),
        ("5 metals, 2 to 4 names, 10 nmol, 3 − 1", "5 metals, 2 to 4 names, 10 nmol, 3 − 1"),
    ],
)
def test_a_number_keeps_to_its_line(text, kept):
    page = nodes.paragraph("", "", nodes.Text(text), nodes.literal("", text), nodes.math("", text))
    website.join_numbers(None, page, "")
    assert [one.astext().replace("\xa0", "~") for one in page] == [kept, *[text.replace("\xa0", "~")] * 2]
