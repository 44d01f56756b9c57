"""What the pages of the website load, made from a small site of two pages."""

import re

import assets
import formulas
import pytest
from lxml import html

PAGE = """<html data-theme="auto"><head><script>document.documentElement.dataset.theme = "auto"</script>
<link rel="stylesheet" href="../_static/styles/theme.css?v=1" />
<link rel="preload" as="script" href="../_static/a.js" /><script src="../_static/a.js"></script>
<script>let setting = 1;</script><script>told.inline = 1;</script>
<script src="../_static/scripts/fontawesome.js"></script>
<script src="../_static/searchtools.js"></script></head>
<body><script type="application/json">{"a": 1}</script>
<button onclick="window.print()" class="on fa-x">p</button>
<pre><span></span><span class="n">x</span><span class="w"> </span><span class="o">=</span> <span class="n">y</span><span
class="o">.</span><span class="n">z</span>(<span class="sa">f</span><span class="s2">"a"</span>)
<span class="c">#</span></pre>
<div id="jb-print-docs-body"><h1>once more</h1></div><h1>A page</h1>
<!-- slide --><p class="collapsed admonition-title">Code</p><p class="expanded admonition-title">Code</p>
<details class="hide above-input"><summary aria-label="Toggle hidden content">Code</summary></details>
<img alt="a" src="data:image/png;base64,%s"></body></html>"""
FIGURES = "<p>a</p>%s<live-figure><i>1</i></live-figure><live-figure><i>2</i></live-figure></body>"
STYLE = """@import "../basic.css";@font-face{font-family:"Font Awesome 6 Free";src:url(x.woff2)}/*! kept */
.on .fa-x:not(.gone),.gone{color:red}.gone{a:b}@media print{.gone{c:d}}.fa-x:before{content:"\\f019"}
.fa-y:before{content:"\\f01a"}.made{e:f}.on{background:url(../p.png)}"""

COLOURS = "".join(
    f"html .highlight .{kind} {{ color: {theme}{colour} }}\n"
    for theme in ("light", "dark")
    for kind, colour in {"n": 1, "w": 1, "o": 2, "sa": 3, "s2": 3, "c": 3 if theme == "light" else 4}.items()
)


@pytest.fixture
def site(tmp_path, monkeypatch):
    files = {
        "_static/styles/theme.css": STYLE,
        "_static/basic.css": "body{top:0}",
        "_static/pygments.css": COLOURS,
        "_static/a.js": 'add("made")',
        "_static/scripts/fontawesome.js": "icons",
        "_static/searchtools.js": "search",
        "live/live.css": ".anything{g:h}",
        "live/live.js": "live",
        "live/missing.js": "missing",
    }
    png = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAAC" + "A" * 2400
    for name in ("book/one.html", "book/early.html", "book/late.html", "search.html"):
        page = PAGE % png
        if name in ("book/early.html", "book/late.html"):
            page = page.replace("</body>", FIGURES % ("" if "early" in name else "<b>text</b>" * 1200))
        files[name] = page if "/" in name else page.replace("../", "")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(assets.Site, "write_icons", lambda self: None)
    made = assets.Site(tmp_path)
    made.rewrite(None)
    return tmp_path, made


def loaded(path):
    """Return the texts of the stylesheets and scripts of a page, in order."""
    names = re.findall(r'<(?:link rel="stylesheet" href|script(?: defer)? src)="([^"]*)"', path.read_text("utf-8"))
    return [(path.parent / name).read_text(encoding="utf-8") for name in names]


def test_a_page_loads_one_stylesheet_and_one_script(site):
    theme, style, script = loaded(site[0] / "book" / "one.html")
    assert "matchMedia" in theme
    # a script that starts at once, as a deferred one does, has to find its settings
    assert script.index("setting") < script.index("made") < script.index("inline") and "icons" not in script
    assert style.index("body{top:0}") < style.index(".on .fa-x") and ".anything" not in style
    style, *scripts = loaded(site[0] / "book" / "late.html")[1:]
    assert style.index(".on .fa-x") < style.index(".anything")
    assert scripts == [script, "live", "missing"]


def test_the_script_of_a_figure_in_view_runs_where_it_ends(site):
    early, late = ((site[0] / "book" / f"{name}.html").read_text(encoding="utf-8") for name in ("early", "late"))
    assert '<i>1</i></live-figure><script src="../live/live.js"></script><live-figure><i>2</i></live-figure>' in early
    assert early.count("live.js") == 2
    assert 0 < early.index('<link rel="preload" as="script" href="../live/live.js">') < early.index("</head>")
    assert late.count("live.js") == 1 and 0 < late.index('<script defer src="../live/live.js">') < late.index("</head>")


def test_rules_that_no_page_needs_are_left_out(site):
    style = loaded(site[0] / "book" / "one.html")[1]
    assert "/*! kept */" in style and ".on .fa-x:not(.gone){color:red}" in style and ".made{e:f}" in style
    assert "gone{" not in style and "@media" not in style and "x.woff2" not in style and "fa-y" not in style
    assert "url(p.png)" in style  # as seen from where the stylesheet is now
    assert site[1].glyphs == {0xF019}


def test_a_page_holds_nothing_that_says_nothing(site):
    text = (site[0] / "book" / "one.html").read_text(encoding="utf-8")
    assert '<p class="admonition-title">Code</p>\n<details class="hide above-input"><summary>Code' in text
    assert "slide" not in text and "once more" not in text
    assert f"<h1>A page</h1>\n{assets.SWITCH}" in text


def test_code_is_marked_by_its_colours(site):
    """Not what has the colour of all code; neighbours that look alike in both themes are one."""
    text = (site[0] / "book" / "one.html").read_text(encoding="utf-8")
    code = '<pre>x <span class="o">=</span> y.z(<span class="sa">f"a"</span>)\n<span class="c">#</span></pre>'
    assert code in text


def test_the_search_is_loaded_where_one_searches(site):
    assert "search" in loaded(site[0] / "search.html")
    assert "search" not in loaded(site[0] / "book" / "one.html")


def test_the_letters_of_formulas_come_with_a_page_that_has_some(site):
    def asked(inner):
        page = html.document_fromstring(f"<html><head></head><article>{inner}</article></html>")
        site[1].load("book/new.html", page)
        return [site[1].text(one[3:]) for one in page.xpath("//head/script/@src")]

    (early,) = asked("<b><math><mi>x</mi></math></b>")
    assert f"../vendor/temml/{formulas.FONT.name}" in early and formulas.FONT.is_file()
    assert asked("<b>x</b>") == []


def test_a_link_that_moves_a_figure_wraps_as_text_and_leads_to_it():
    def made(text):
        page = html.document_fromstring(text)
        assets.link_figures(page)
        return html.tostring(page, encoding="unicode")

    button = '<button type="button" class="live-link" data-set="P_os=0">set <i>it</i>\nto zero</button>'
    text = made(f'<section id="first">{button}<live-figure class="live" id="fig2">{button}</live-figure></section>')
    link = '<a class="live-link" data-set="P_os=0" href="#{}">set <i>it</i>\nto zero</a>'
    assert text.count(link.format("first")) == 1  # no figure before it
    assert text.count(link.format("fig2")) == 1
    # a stack has no name, and then its section has one
    text = made(
        f'<live-figure id="a"></live-figure><section id="c"><live-stack></live-stack></section><p id="d">{button}'
    )
    assert link.format("c") in text and "button" not in text


def test_pictures_are_files_with_a_size_and_buttons_have_no_handler(site):
    text = (site[0] / "book" / "one.html").read_text(encoding="utf-8")
    tag = re.search(r"<img[^>]*>", text)[0]
    assert 'width="3" height="2"' in tag and 'loading="lazy"' in tag
    assert (site[0] / "book" / re.search(r'src="([^"]*)"', tag)[1]).read_bytes()[:4] == b"\x89PNG"
    assert 'data-press="window.print"' in text and "onclick" not in text
    assert '<script type="application/json">{"a": 1}</script>' in text
