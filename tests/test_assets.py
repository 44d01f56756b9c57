"""What the pages of the website load, made from a small site of two pages."""

import re
from pathlib import Path

import assets
import pytest

KATEX = Path(__file__).parents[1] / "node_modules" / "katex"
PAGE = """<html data-theme="auto"><head><script>document.documentElement.dataset.theme = "auto"</script>
<link rel="stylesheet" href="../_static/styles/theme.css?v=1" /><link rel="stylesheet" href="../live/live.css" />
<link rel="preload" as="script" href="../_static/a.js" /><script src="../_static/a.js"></script>
<script>let setting = 1;</script><script>told.inline = 1;</script>
<script src="../_static/scripts/fontawesome.js"></script>
<script defer src="../live/live.js"></script><script src="../_static/searchtools.js"></script></head>
<body><script type="application/json">{"a": 1}</script><button onclick="window.print()" class="on fa-x">p</button>
<pre><span></span><span class="n">x</span>
  <span class="o">=</span> <span class="mi">1</span><span class="p">;</span>
<span class="mi">2</span> <span class="mf">3</span></pre>
  <!-- slide --><p class="collapsed admonition-title">Code</p>
<p class="expanded admonition-title">Code</p>
<svg class="sd-octicon sd-octicon-chevron-right"><path d="M1"></path></svg>
<svg class="sd-octicon sd-octicon-chevron-right"><path d="M1"></path></svg>
<img alt="a" src="data:image/png;base64,%s"></body></html>"""
CODE = """.highlight .mi { color: red } .highlight .mf { color: red } .highlight .n { color: black }
.highlight .o { color: red } .highlight .p { color: black } .dark .highlight .mi { color: blue }
.dark .highlight .mf { color: blue } .dark .highlight .o { color: green }"""
FIGURES = "<p>a</p>%s<live-figure>1</live-figure><live-figure>2</live-figure></body>"
STYLE = """@import "../basic.css";@font-face{font-family:"Font Awesome 6 Free";src:url(x.woff2)}/*! kept */
.on .fa-x:not(.gone),.gone{color:red}.gone{a:b}@media print{.gone{c:d}}.fa-x:before{content:"\\f019"}
.fa-y:before{content:"\\f01a"}.made{e:f}.on{background:url(../p.png)}"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    files = {
        "_static/styles/theme.css": STYLE,
        "_static/basic.css": "body{top:0}",
        "_static/pygments.css": CODE,
        "_static/a.js": 'add("made")',
        "_static/scripts/fontawesome.js": "icons",
        "_static/searchtools.js": "search",
        "live/live.css": ".anything{g:h}",
        "live/live.js": "live",
    }
    png = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAAC" + "A" * 2400
    for name in ("book/one.html", "book/early.html", "book/late.html", "search.html"):
        page = PAGE % png
        if name in ("book/early.html", "book/late.html"):
            page = page.replace("</body>", FIGURES % ("" if "early" in name else "text " * 20_000))
        files[name] = page if "/" in name else page.replace("../", "")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(assets.Assets, "write_icons", lambda self: None)
    made = assets.Assets(tmp_path)
    made.rewrite()
    return tmp_path, made


def loaded(path):
    """Return the texts of the stylesheets and scripts of a page, in order."""
    names = re.findall(r'<(?:link rel="stylesheet" href|script(?: defer)? src)="([^"]*)"', path.read_text("utf-8"))
    return [(path.parent / name).read_text(encoding="utf-8") for name in names]


def test_a_page_loads_one_stylesheet_and_one_script(site):
    theme, style, script, live = loaded(site[0] / "book" / "one.html")
    assert "matchMedia" in theme
    # a script that starts at once, as a deferred one does, has to find its settings
    assert script.index("setting") < script.index("made") < script.index("inline") and "icons" not in script
    assert live == "live"
    assert style.index("body{top:0}") < style.index(".on .fa-x") < style.index(".anything")


def test_the_script_of_a_figure_in_view_runs_where_it_ends(site):
    early, late = ((site[0] / "book" / f"{name}.html").read_text(encoding="utf-8") for name in ("early", "late"))
    assert '1</live-figure><script src="../live/live.js"></script><live-figure>2</live-figure></body>' in early
    assert early.count("live.js") == 2
    assert 0 < early.index('<link rel="preload" as="script" href="../live/live.js" />') < early.index("<script")
    assert late.count("live.js") == 1 and 0 < late.index('<script defer src="../live/live.js">') < late.index("</head>")


def test_rules_that_no_page_needs_are_left_out(site):
    style = loaded(site[0] / "book" / "one.html")[1]
    assert "/*! kept */" in style and ".on .fa-x:not(.gone){color:red}" in style and ".made{e:f}" in style
    assert "gone{" not in style and "@media" not in style and "x.woff2" not in style and "fa-y" not in style
    assert "url(p.png)" in style  # as seen from where the stylesheet is now
    assert site[1].glyphs == {0xF019}


def test_code_has_marks_only_where_it_has_another_colour(site):
    text = (site[0] / "book" / "one.html").read_text(encoding="utf-8")
    assert '<pre>x\n  <span class="o">=</span> <span class="mi">1</span>;\n<span class="mi">2 3</span></pre>' in text


def test_a_page_holds_nothing_that_says_nothing(site):
    text = (site[0] / "book" / "one.html").read_text(encoding="utf-8")
    assert '</pre>\n<p class="admonition-title">Code</p>\n' in text and text.count(">Code<") == 1
    assert "slide" not in text
    first, second = re.findall(r"<svg.*?</svg>", text)
    assert 'id="chevron" d="M1"' in first and second.endswith('><use href="#chevron"/></svg>')


def test_the_search_is_loaded_where_one_searches(site):
    assert "search" in loaded(site[0] / "search.html")
    assert "search" not in loaded(site[0] / "book" / "one.html")


def test_the_letters_of_formulas_come_with_the_page(site):
    """Those of any formula, and those of the formulas with which the page begins."""
    style = ".katex .A.B,.katex .C{font-family:KaTeX_Size1}.katex .D{font-family:KaTeX_Main;font-weight:700}"
    fonts = site[0] / "vendor" / "katex" / "fonts"
    fonts.mkdir(parents=True)
    fonts.with_name("katex.css").write_text(style, encoding="utf-8")
    for name in ("Size1-Regular", "Main-Bold"):
        (fonts / f"KaTeX_{name}.woff2").touch()

    def asked(inner):
        text = site[1].light(
            f'<html><head></head><article><b class="katex">{inner}</b></article></html>', "book/new.html"
        )
        assert text.index("preload") < text.index("</head>")
        return re.findall(r'as="font" [^>]*crossorigin href="\.\./vendor/katex/fonts/KaTeX_([^"]*).woff2" />', text)

    both = ["Main-Regular", "Math-Italic"]
    assert asked('<i class="A"></i><i class="B"></i>') == both
    assert asked('<i class="B A"></i>') == [*both, "Size1-Regular"]
    assert asked('<i class="D"></i>') == ["Main-Bold", *both]
    for name in both:
        assert (KATEX / "dist" / "fonts" / f"KaTeX_{name}.woff2").is_file()
    assert "preload" not in (site[0] / "book" / "late.html").read_text(encoding="utf-8")


def test_pictures_are_files_with_a_size_and_buttons_have_no_handler(site):
    text = (site[0] / "book" / "one.html").read_text(encoding="utf-8")
    tag = re.search(r"<img[^>]*>", text)[0]
    assert 'width="3" height="2"' in tag and 'loading="lazy"' in tag
    assert (site[0] / "book" / re.search(r'src="([^"]*)"', tag)[1]).read_bytes()[:4] == b"\x89PNG"
    assert 'data-press="window.print"' in text and "onclick" not in text
    assert '<script type="application/json">{"a": 1}</script>' in text
