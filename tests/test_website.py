"""What the website's extension makes of a page's text."""

import pytest
import website
from docutils import nodes


def test_a_link_that_moves_a_figure_wraps_as_text_and_leads_to_it():
    button = '<button type="button" class="live-link" data-set="P_os=0">set <i>it</i>\nto zero</button>'
    made = website.link_figures(f'<section id="first">{button}<live-figure class="live" id="fig2">{button}</section>')
    link = 'data-set="P_os=0">set <i>it</i>\nto zero</a>'
    assert made.count(f'<a class="live-link" href="#first" {link}') == 1  # no figure before it
    assert made.count(f'<a class="live-link" href="#fig2" {link}') == 1
    # a stack has no name, and then its section has one
    made = website.link_figures(f'<live-figure id="a"><section class="b" id="c"><live-stack><section id="d">{button}')
    assert f'href="#c" {link}' in made and "button" not in made


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
