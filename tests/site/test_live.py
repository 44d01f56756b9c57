"""The live figures: what a reader does with them, in a browser, on a small site that holds nothing else."""

import csv
import gzip
import inspect
import io
import json
import random
import re
import struct
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import assets
import numpy as np
import pytest
import website
from browser import Handler, serving
from lxml import html
from scipy.optimize import curve_fit

from orbitronics import figures, nm, plot
from orbitronics.core import ladder
from orbitronics.figures import design
from orbitronics.figures.panels import drive
from orbitronics.paper import closed_forms
from orbitronics.paper import values as bilayer
from orbitronics.quantities import display
from orbitronics.web import live, pieces

ROOT = Path(__file__).parents[2]
WEB = ROOT / "orbitronics" / "web"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
NAMES = ("fig2", "fig3", "fig4", "bilayer")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
PAGE = """<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>Live</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="live/live.css"><link rel="stylesheet" href="page.css">
<script defer src="live/live.js"></script><script defer src="live/missing.js"></script></head>
<body><main><h1>Live</h1><p>before</p>{}<p>after</p></main></body>
</html>"""
STYLE = "main {max-width: 1320px; margin: auto; padding: 0 16px} "
STYLE += "[data-theme=dark] {background: #121417; color: #ddd}"
BARE = (
    '<live-figure figure="fig4" ranges="lambda_J=0.1nm:2nm, G_s=1e12:1e18" values="lambda_sf=2nm, wavenumber=printed">'
    "</live-figure>"
    '<live-figure figure="sweep" quantity="eta" source="SHE" x="d_N" family="lambda_s_N=1nm,3e-9" controls="d_F, P_os"'
    ' options="closure" values="interface=finite" ranges="d_F=0.2nm:300nm"></live-figure>'
)
BARE_START = {"lambda_sf": 2 * nm, "wavenumber": "printed"}  # of the first
SWEEP = figures.dependence("torque", "OHE", "d_F", family=("lambda_o_F", (1 * nm, 3 * nm)), controls=("d_N", "P_os"))


class Strict(Handler):
    """Serve under a strict policy."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with one page for each live figure."""
    out = tmp_path_factory.mktemp("live")
    website.write_live(out / "live")
    (out / "page.css").write_text(STYLE, encoding="utf-8")
    pages = {name: live.html(name) for name in NAMES} | {"sweep": live.html(SWEEP), "bare": BARE}
    pages["start"] = live.html("fig3", {"d_N": 3 * nm, "closure": "reciprocal"})
    pages["all"] = "".join(pages[name] for name in (*NAMES, "sweep"))
    for name, inner in pages.items():
        (out / f"{name}.html").write_text(PAGE.format(inner), encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def address(folder):
    with serving(folder, Strict) as address:
        yield address


@pytest.fixture
def show(browser, address, watch):
    """Return a function that opens a page and waits until its figures are live, or in another state."""

    def show(name, state="live", query="", before=None, **options):
        page = watch(browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options).new_page(), address)
        if before:
            before(page)
        page.goto(f"{address}{name}.html{query}")
        if state:
            page.wait_for_function(
                "state => [...document.querySelectorAll('live-figure')].every(f => f.getAttribute('state') === state)",
                arg=state,
            )
        if state == "live":
            page.evaluate("Promise.all([...document.querySelectorAll('live-figure')].map(f => f.ready))")
        return page

    return show


AGAIN = """async () => {
  const figure = document.querySelector("live-figure");
  figure.querySelectorAll("details").forEach((one) => (one.open = false));
  document.activeElement.blur();
  figure.chart.look({});
  await figure.set(figure.controls.start);
  document.documentElement.dataset.theme = "light";
  scrollTo(0, 0);
}"""


@pytest.fixture(scope="module")
def visited(browser, address):
    """Return a function that opens the page of a figure once for many tests."""
    pages = {}

    def visit(name):
        if name not in pages:
            page = browser.new_context(viewport={"width": 1280, "height": 900}, **CLIPBOARD).new_page()
            page.problems = []
            page.on("console", lambda m: m.type in ("error", "warning") and page.problems.append(m.text))
            page.on("pageerror", lambda error: page.problems.append(str(error)))
            page.goto(f"{address}{name}.html")
            page.wait_for_function("() => document.querySelector('live-figure').state === 'live'")
            pages[name] = page
        return pages[name]

    yield visit
    for page in pages.values():
        page.context.close()


@pytest.fixture
def look(visited):
    """Return a function that gives the page of a figure, with the figure as it was at first."""
    given = []

    def look(name):
        page = visited(name)
        page.mouse.move(0, 0)
        page.evaluate(AGAIN)
        given.append(page)
        return page

    yield look
    for page in given:
        assert page.problems == []


def figure(page, what, argument=None):
    """Evaluate an expression of `f`, the page's live figure, and `a`."""
    return page.evaluate(f"a => {{ const f = document.querySelector('live-figure'); return {what}; }}", argument)


def values(page):
    return figure(page, "f.values")


def settled(page):
    """Wait until the full grid of the newest values is drawn."""
    figure(page, "f.set({})")


def control(page, name):
    return page.locator(f'.live-control[data-name="{name}"]')


def box_of(locator):
    """Return where an element is on the screen, once it is there."""
    locator.scroll_into_view_if_needed()
    return locator.bounding_box()


def numpy_curves(name, changes):
    """Return the curves by NumPy as the page gives them: {(panel, curve): (x, y)}."""
    panels = {panel.key: panel for panel in figures.declared(name).panels}
    return {
        (c.panel, c.name): (np.asarray(c.x) / display(panels[c.panel].x)[0], np.asarray(c.y))
        for c in figures.compute(name, changes)
    }


def assert_same(found, expected):
    assert {(c["panel"], c["curve"]) for c in found} == set(expected)
    for c in found:
        x, y = expected[c["panel"], c["curve"]]
        np.testing.assert_allclose(c["x"], x, rtol=1e-12, atol=1e-12)
        assert np.abs(np.array(c["real"]) + 1j * np.array(c["imag"]) - y).max() <= 1e-12 * np.abs(y).max()


def random_values(name, rng):
    """Return values from the axes' ranges; an interface that delivers power would have poles to lose digits at."""
    declared = figures.FIGURES[name]
    found = {}
    for one in declared.controls:
        low, high, scale = bilayer.AXES[one]
        found[one] = low * (high / low) ** rng.random() if scale == "log" else rng.uniform(low, high)
    for one in ("G_os", "G_so"):
        if "G_o" in found:
            found[one] = min(bilayer.RANGES[one][1], 0.9 * rng.random() * (found["G_s"] * found["G_o"]) ** 0.5)
    return found | {one: rng.choice(bilayer.OPTIONS[one]) for one in declared.options}


# -- numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_curves_are_those_of_numpy(look, name):
    page = look(name)
    rng = random.Random(name)
    for changes in [{}, *(random_values(name, rng) for _ in range(20))]:
        figure(page, "f.set(a)", changes)
        assert_same(figure(page, "f.curves()"), numpy_curves(name, changes))


def test_sweep_and_bare_elements(show):
    assert_same(figure(show("sweep"), "f.curves()"), numpy_curves(SWEEP, {}))
    page = show("bare")
    second = "document.querySelectorAll('live-figure')[1]"
    spec = {"quantity": "eta", "source": "SHE", "x": "d_N", "family": ("lambda_s_N", (1e-9, 3e-9))}
    spec["values"] = {"interface": "finite"}
    assert_same(page.evaluate(f"{second}.curves()"), numpy_curves(figures.dependence(**spec), {}))
    assert_same(figure(page, "f.curves()"), numpy_curves("fig4", BARE_START))
    assert page.locator("live-figure").nth(1).locator(".live-control").count() == 2
    ends = page.evaluate(f"[...{second}.querySelectorAll('.live-slider')].map((one) => [one.min, one.max])")
    assert [float(one) for one in ends[0]] == pytest.approx(np.log10([0.2, 300])) and ends[1] == ["-0.95", "0.95"]


def test_bare_elements_are_filled_when_the_book_is_built():
    page = html.document_fromstring(f"<div>{BARE}</div>")
    assets.complete(page)
    assert len(page.find_class("live-static")) == 2
    assert [label.text for label in page.find_class("live-number")] == ["Live figure 1.", "Live figure 2."]
    assert [name for name, parts in assets.LIVE.items() if page.xpath(parts)] == ["live", "missing"]


def test_own_start(look):
    """A figure may start from values of its own: there are two ways back, to those and to the paper's."""
    page = look("start")
    start = {"d_N": 3 * nm, "closure": "reciprocal"}
    assert values(page).items() >= start.items()
    assert_same(figure(page, "f.curves()"), numpy_curves("fig3", start))
    assert control(page, "d_N").locator(".live-entry").input_value() == "3"
    told = page.locator(".live-caption").inner_text()
    assert told.endswith("Here it starts elsewhere: thickness of N 3 nm, relaxation in F (closure) reciprocal.")
    figure(page, "f.set({ P_os: 0.1 })")
    page.get_by_role("button", name="The paper’s values").click()
    assert values(page) == figures.FIGURES["fig3"].values
    page.get_by_role("button", name="This page’s values").click()
    assert values(page) == figures.FIGURES["fig3"].values | start
    assert control(page, "d_N").locator(".live-reset").is_hidden()


@pytest.mark.parametrize("name", ["fig3", "fig4"])
def test_what_is_read_leaves_the_legend_its_room(look, name):
    """Complex numbers stand below the names of their curves: nothing overlaps, and nothing moves when they come."""
    page = look(name)
    before = page.locator(".live-legend").first.bounding_box()
    assert page.locator(".live-panel").first.locator(".live-curve").count() > 1
    page.evaluate("""() => document.querySelectorAll("[data-do=real], [data-do=imag]").forEach((one) =>
        one.getAttribute("aria-pressed") === "true" || one.click())""")
    page.locator(".live-plot").first.hover()
    assert "\u00a0i" in page.locator(".live-value").first.text_content()
    boxes = (
        page.locator(".live-panel")
        .first.locator(".live-label, .live-value")
        .evaluate_all(
            "(all) => all.map((one) => { const r = document.createRange(); r.selectNodeContents(one);"
            " const { left, right, top, bottom } = r.getBoundingClientRect(); return [left, right, top, bottom]; })"
        )
    )
    over = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if min(a[1], b[1]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[2], b[2]) > 6
    ]
    assert over == []
    assert page.locator(".live-legend").first.bounding_box() == before


@pytest.mark.parametrize("name", ["bilayer", "fig2"])
def test_each_of_several_curves_is_named_below_its_panel(look, name):
    """Where a panel has one curve alone, its title names it."""
    sizes = look(name).evaluate("""() => [...document.querySelectorAll("live-figure .live-legend")].flatMap((one) => {
        const labels = [...one.querySelectorAll(".live-label")];
        return labels.map((label) => [labels.length > 1, label.getBoundingClientRect().height]);
    })""")
    assert sizes
    assert all((height > 8) is several for several, height in sizes), sizes


@pytest.mark.filterwarnings("ignore:nothing in this stack drives")  # the share of the spin Hall effect
def test_remarks_on_a_design(look):
    page = look("bilayer")
    figure(page, "f.set({sigma_SHE: 0, d_N: 2e-9, interface: 'finite'})")
    v = design.VALUES | {"sigma_SHE": 0.0, "d_N": 2e-9, "interface": "finite"}
    spin, orbital = (bilayer.solved(v, drive(v, one)).torque() for one in (design.SPIN, design.ORBITAL))
    facts, limits = design.facts(v, spin, orbital), design.limits(v)
    shares = "Spin Hall effect 0 %, orbital Hall effect 100 %"
    page.wait_for_function("text => document.querySelector('.live-remarks').textContent.includes(text)", arg=shares)
    said = page.locator(".live-remarks dt, .live-remarks dd").all_text_contents()
    tau = complex(said[1].removesuffix(" Ω⁻¹ m⁻¹").replace(" ", "").replace("i", "j").replace("−", "-"))
    assert tau == pytest.approx(complex(facts["tau"]), abs=6e-4 * abs(facts["tau"]))
    assert said[3] == shares and said[4] == "Spin Hall effect"
    assert f" {limits['spin injection']:.2g} of what" in said[5]
    limit = "injection of the" if limits["injection"] <= limits["backflow"] else "supply of spin from"
    assert said[7].startswith(
        f"Orbital injection {limits['injection']:.2g}, spin supply {limits['backflow']:.2g}: the {limit}"
    )
    assert len(said) == 8


# -- controls ---------------------------------------------------------------------------------


def test_slider_by_mouse(look):
    page = look("fig3")
    slider = control(page, "d_N").locator(".live-slider")
    box = box_of(slider)
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2, steps=10)
    page.mouse.up()
    settled(page)
    moved = values(page)["d_N"]
    assert 3e-9 < moved < 3.4e-9  # the middle of 0.1 to 100 nm
    assert float(control(page, "d_N").locator(".live-entry").input_value()) * nm == pytest.approx(moved)
    assert_same(figure(page, "f.curves()"), numpy_curves("fig3", {"d_N": moved}))


def test_slider_by_keyboard(look):
    page = look("fig4")
    slider = control(page, "lambda_J").locator(".live-slider")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "0.56 nm"
    assert values(page)["lambda_J"] == pytest.approx(0.56e-9)
    control(page, "G_s").locator(".live-slider").focus()
    page.keyboard.press("Home")
    assert values(page)["G_s"] == pytest.approx(1e13)
    assert control(page, "G_s").locator(".live-slider").get_attribute("aria-valuetext") == "10¹³ Ω⁻¹ m⁻²"
    settled(page)
    assert_same(figure(page, "f.curves()"), numpy_curves("fig4", {"lambda_J": 0.56e-9, "G_s": 1e13}))


def test_typed_value(look):
    page = look("fig2")
    page.locator(".live-fold summary").click()
    entry = control(page, "lambda_o_F").locator(".live-entry")
    entry.fill("7.25")
    entry.press("Enter")
    assert values(page)["lambda_o_F"] == pytest.approx(7.25e-9)
    settled(page)
    assert_same(figure(page, "f.curves()"), numpy_curves("fig2", {"lambda_o_F": 7.25 * nm}))


def test_options(look):
    page = look("fig3")
    page.locator("select[data-name=closure]").select_option("reciprocal")
    page.locator("select[data-name=interface]").select_option("finite")
    settled(page)
    chosen = {"closure": "reciprocal", "interface": "finite"}
    assert_same(figure(page, "f.curves()"), numpy_curves("fig3", chosen))
    assert values(page).items() >= chosen.items()


def test_values_without_effect_are_told(look):
    page = look("fig3")
    page.locator(".live-fold summary").click()
    idle = page.locator('.live-idle[data-name="G_s"]')
    idle.wait_for()
    page.locator("select[data-name=interface]").select_option("finite")
    idle.wait_for(state="detached")


def test_impossible_value_says_why(look):
    text, why = "-1", "between 0.1 and 100 nm"
    page = look("fig3")
    row = control(page, "d_F")
    entry = row.locator(".live-entry")
    entry.fill(text)
    entry.press("Enter")
    message = row.locator(".live-message")
    assert why in message.text_content()
    assert entry.get_attribute("aria-invalid") == "true"
    assert entry.get_attribute("aria-describedby") == message.get_attribute("id")
    assert values(page)["d_F"] == 5 * nm
    entry.fill("4")
    entry.press("Enter")
    assert message.text_content() == ""
    assert values(page)["d_F"] == 4 * nm


def test_numbers_as_people_type_them(look):
    """What a text means, {field: {text: value in SI, or what is asked back}}."""
    page = look("bilayer")
    asked = {
        "d_N": {
            "5nm": 5e-9,
            " 5 nm": 5e-9,
            "7,5": 7.5e-9,
            "0,5": 0.5e-9,
            "0,125": 0.125e-9,
            "50 Å": 5e-9,
            "5000 pm": 5e-9,
            "0.005 µm": 5e-9,
            "５": 5e-9,
            "5e0": 5e-9,
            "1,000": "can be read as 1000 and as 1",
            "12,500": "can be read as 12500 and as 12.5",
            "0x10": "is no number here; write one such as 5 nm",
            "5 cm": "is no number",
            "5 5": "is no number",
            "": "Write a number such as 5 nm.",
            "500": "Thickness of N dN must lie between 0.1 and 100 nm; 500 nm was asked for.",
        },
        "sigma_OHE": {
            "500,000": 5e5,
            "500 000": 5e5,
            "400\u202f000": 4e5,
            "−1,234.5": -1234.5,
            "1.234,5": 1234.5,
            "1e-3": 1e-3,
            "3×10⁵": 3e5,
            "10⁵": 1e5,
            "3*10^5": 3e5,
            "3E5": 3e5,
            "2e5 Ω⁻¹ m⁻¹": 2e5,
            "5 nm": "is no number",
        },
        "P_os": {"-,5": -0.5, ".25": 0.25, "50 %": 0.5},
    }
    page.locator(".live-fold summary").click()
    for name, texts in asked.items():
        row = control(page, name)
        for text, means in texts.items():
            figure(page, "f.set(f.controls.start)")
            row.locator(".live-entry").fill(text)
            row.locator(".live-entry").press("Enter")
            said = row.locator(".live-message").text_content()
            if isinstance(means, float):
                assert (said, values(page)[name]) == ("", pytest.approx(means)), text
            else:
                assert means in said, text
                assert values(page) == figure(page, "f.controls.start")


def test_set_before_the_figure_is_live(show):
    page = show("fig4", state=None)
    figure(page, "f.set({lambda_phi: 2e-9})")
    assert_same(figure(page, "f.curves()"), numpy_curves("fig4", {"lambda_phi": 2e-9}))


def test_set_refuses(look):
    page = look("fig3")
    for wrong in ({"d_F": -1e-9}, {"d_N": 3e-9, "d_F": -1e-9}, {"nothing": 1}, {"closure": "x"}, {"d_F": "x"}):
        assert "RangeError" in figure(page, "f.set(a).then(() => 'accepted', String)", wrong)
    assert values(page) == pytest.approx(live.declaration("fig3")["values"])


def test_reset(look):
    page = look("fig4")
    start = values(page)
    figure(page, "f.set({G_s: 3e15, lambda_J: 1e-9, wavenumber: 'printed'})")
    shown = page.locator(".live-reset:not([hidden])")
    assert shown.count() == 2  # where something changed, and nowhere else
    button = control(page, "G_s").locator(".live-reset")
    button.click()
    assert values(page) == start | {"lambda_J": 1e-9, "wavenumber": "printed"}
    assert button.is_hidden() and shown.count() == 1
    assert page.get_by_role("button", name="The paper’s values").is_hidden()  # they are this page's
    page.get_by_role("button", name="This page’s values").click()
    assert values(page) == start and shown.count() == 0
    settled(page)
    assert_same(figure(page, "f.curves()"), numpy_curves("fig4", {}))


def test_paper_value_is_marked_and_symbols_are_mathematics(look):
    page = look("fig3")
    for one in figures.FIGURES["fig3"].controls:
        row = control(page, one)
        assert row.locator(".live-symbol math mi").count() > 0
        assert "paper" in row.locator(".live-paper").get_attribute("title")
        known = page.evaluate(
            "(name) => { const { low, high, factor } = document.querySelector('live-figure').declaration.controls"
            ".find((one) => one.name === name); return [low / factor, high / factor]; }",
            one,
        )
        said = row.locator(".live-range").text_content().replace("−", "-")
        if max(map(abs, known)) < 1e4:  # else in powers of ten
            assert [float(re.match(r"[-.\d]+", end)[0]) for end in said.split(" to ")] == pytest.approx(known)
        assert row.locator(".live-slider").get_attribute("aria-label")


# -- a long drag ------------------------------------------------------------------------------


def test_every_frame_of_a_drag_has_the_full_grid_and_nothing_queues(look):
    """Only the newest value is computed, once a frame."""
    page = look("fig3")
    drawn, frames = page.evaluate(
        """async () => {
          const figure = document.querySelector("live-figure"), drawn = [];
          let frames = 0, on = true;
          const count = () => { frames += 1; if (on) requestAnimationFrame(count); };
          figure.addEventListener("drawn", ({ detail }) =>
            drawn.push({ ...detail, length: figure.curves()[0].x.length, at: figure.values.lambda_phi }));
          const slider = figure.querySelector("[data-name=lambda_phi] .live-slider");
          count();
          for (let i = 0; i < 120; i++) {
            slider.value = 0.5 + 0.01 * i;
            slider.dispatchEvent(new Event("input"));
            await new Promise((resolve) => setTimeout(resolve, 4));
          }
          await figure.set({});
          on = false;
          return [drawn, frames];
        }"""
    )
    assert 5 < len(drawn) <= frames + 2
    assert all(one["full"] and one["points"] == one["length"] == figures.POINTS for one in drawn)
    assert drawn[-1]["at"] == values(page)["lambda_phi"] == pytest.approx(1.69e-9, abs=0.02e-9)
    assert_same(figure(page, "f.curves()"), numpy_curves("fig3", {"lambda_phi": values(page)["lambda_phi"]}))


def test_set_promises_the_words_too(look):
    """The code, the remarks and the address are those of the values when the promise is kept."""
    page = look("bilayer")
    for d_N in (2, 8):
        words = "[f.querySelector('.live-recipe'), f.querySelector('.live-remarks')].map((one) => one.textContent)"
        code, remarks, address = figure(page, f"f.set({{d_N: a}}).then(() => [...{words}, location.search])", d_N * nm)
        v = figures.FIGURES["bilayer"].values | {"d_N": d_N * nm}
        injected = design.limits(v)["spin injection"]
        assert f"    d_N={d_N}*nm," in code and f" F is {injected:.2g} of what" in remarks
        assert address == f"?bilayer.d_N={d_N}e-9"


def test_set_in_the_midst_of_a_drag(look):
    """What `set` promises is there, however the slider moves meanwhile."""
    page = look("fig4")
    for sent, drawn in page.evaluate(
        """async () => {
          const figure = document.querySelector("live-figure"), found = [];
          const slider = figure.querySelector("[data-name=lambda_phi] .live-slider");
          for (let i = 0; i < 10; i++) {
            slider.value = 1 + 0.1 * i;
            slider.dispatchEvent(new Event("input"));
            const value = 1e15 * (1 + i);
            await figure.set({ G_s: value });
            found.push([figure.values, figure.curves().filter(({ panel }) => panel === "b")]);
          }
          return found;
        }"""
    ):
        expected = numpy_curves("fig4", sent)
        assert_same(drawn, {key: one for key, one in expected.items() if key[0] == "b"})


def test_only_what_a_value_touches_is_solved(show):
    """In Fig. 3 d_N is the axis of panels c and d: they stay as they are."""
    page = show("fig3")
    got = page.evaluate(
        """async () => {
          const figure = document.querySelector("live-figure"), got = [];
          figure.chart.update = (curves) => got.push(...curves.map((c) => c.panel));
          await figure.set({ d_N: 3e-9 });
          return got;
        }"""
    )
    assert set(got) == {"a", "b"} and len(got) == 8


# -- charts -----------------------------------------------------------------------------------


def plot_of(page, key):
    return page.locator(f'.live-panel[data-panel="{key}"] .live-plot')


def test_hover_reads_all_panels_on_the_same_axis(look):
    page = look("fig3")
    box = box_of(plot_of(page, "a"))
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    for key, there in (("a", True), ("b", True), ("c", False), ("d", False)):
        texts = page.locator(f'.live-panel[data-panel="{key}"] .live-value').all_text_contents()
        assert len(texts) == 4 and all(bool(text) == there for text in texts)
    at = page.locator('.live-panel[data-panel="a"] .live-x').text_content()
    assert "σ" in at
    x = float(re.search(r"at ([\d.]+) nm", at)[1])
    xs, y = numpy_curves("fig3", {})["b", "lambda_o_F=3nm"]
    expected = y[np.abs(xs - x).argmin()].real
    row = page.locator('.live-curve[data-curve="lambda_o_F=3nm"] .live-value')
    assert float(row.text_content().split()[0]) == pytest.approx(expected, rel=1e-3)
    page.mouse.move(5, 5)
    assert not "".join(page.locator(".live-value").all_text_contents())


def test_reading_by_keyboard(look):
    """The chart in focus says what stands at its cursor, in words; the others show it."""
    page = look("fig2")
    plot_of(page, "a").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    said = plot_of(page, "a").get_attribute("aria-valuetext")
    assert re.match(r"z \(nm\) −4\.\d+ nm; Js: [\d.×⁻⁰¹²³⁴-⁹]+ [+−]\xa0[\d.×⁻⁰¹²³⁴-⁹]+\xa0i, in σ SHE E", said), said
    assert page.locator('.live-panel[data-panel="d"] .live-value').text_content()
    page = look("fig3")
    plot_of(page, "b").focus()
    page.keyboard.press("End")
    said = plot_of(page, "b").get_attribute("aria-valuetext")
    assert said.startswith("Thickness of F 20 nm; λoF = 1\u2009nm: 0.0")


def drawn_curves(page, key):
    return page.locator(f'.live-panel[data-panel="{key}"] .live-lines path[d^="M"]').count()


def test_legend_and_parts_switch_curves(look):
    page = look("fig3")
    assert drawn_curves(page, "b") == 4
    entry = page.locator('.live-panel[data-panel="b"] .live-curve').first
    entry.click()
    assert entry.get_attribute("aria-pressed") == "false"
    assert drawn_curves(page, "b") == 3
    page.get_by_role("button", name="imaginary").click()
    assert drawn_curves(page, "b") == 6
    dashes = page.locator('.live-panel[data-panel="c"] .live-lines path[d^="M"]').evaluate_all(
        "paths => paths.map(p => [p.getAttribute('stroke'), p.getAttribute('stroke-dasharray')])"
    )
    assert len({tuple(one) for one in dashes}) == 8


def test_zoom_and_reset(look):
    page = look("fig3")
    whole = figure(page, "f.chart.panels.map(p => p.range)")
    box = box_of(plot_of(page, "a"))
    page.mouse.move(box["x"] + 80, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 90, steps=4)
    page.mouse.up()
    zoomed = figure(page, "f.chart.panels.map(p => p.range)")
    assert zoomed[0] == zoomed[1] != whole[0]
    assert zoomed[2:] == whole[2:]
    page.get_by_role("button", name="Reset zoom").click()
    assert figure(page, "f.chart.panels.map(p => p.range)") == whole
    plot_of(page, "c").focus()
    page.keyboard.press("+")
    assert figure(page, "f.chart.panels[3].range") != whole[3]
    page.keyboard.press("0")
    assert figure(page, "f.chart.panels.map(p => p.range)") == whole


def test_freeze_and_compare(look):
    page = look("fig4")
    before = page.locator('.live-lines path[d^="M"]').evaluate_all("all => all.map(p => p.getAttribute('d'))")
    page.get_by_role("button", name="Freeze").click()
    page.get_by_role("button", name="Release").wait_for()
    figure(page, "f.set({lambda_phi: 2e-9})")
    frozen = page.locator('.live-lines path[opacity][d^="M"]').evaluate_all("all => all.map(p => p.getAttribute('d'))")
    assert sorted(frozen) == sorted(before)
    assert page.locator('.live-lines path[d^="M"]').count() == 2 * len(before)
    page.get_by_role("button", name="Release").click()
    page.get_by_role("button", name="Freeze").wait_for()
    assert page.locator('.live-lines path[d^="M"]').count() == len(before)


def test_frozen_curves_follow_the_axes(look):
    """Where a thicker F stretches the axis, the frozen profile still ends at its own surface."""
    page = look("fig2")
    page.get_by_role("button", name="Freeze").click()
    page.get_by_role("button", name="Release").wait_for()
    figure(page, "f.set({d_F: 10e-9})")
    end = page.locator('.live-panel[data-panel="a"] .live-lines path[opacity][d^="M"]').first.evaluate(
        "path => path.getPointAtLength(path.getTotalLength()).x"
    )
    assert end == pytest.approx(figure(page, "f.chart.panels[0].sx(5)"), abs=0.2)


# -- to take along ----------------------------------------------------------------------------


def download(page, name):
    with page.expect_download() as found:
        page.get_by_role("button", name=name, exact=True).click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def test_csv(look):
    page = look("fig3")
    figure(page, "f.set({d_F: 3e-9, P_so: -0.25})")
    name, data = download(page, "CSV")
    expected = plot.table("fig3", {"d_F": 3e-9, "P_so": -0.25})
    assert name == "fig3.csv"
    lines = data.decode().splitlines(keepends=True)
    notes = [line for line in lines if line.startswith("# ")]
    assert "Thickness of F 3 nm" in notes[1] and "−0.25" in notes[1] and "Manchon" in notes[2]
    assert parse_qs(urlsplit(notes[3].removeprefix("# ")).query) == {"fig3.d_F": ["3e-9"], "fig3.P_so": ["-0.25"]}
    found, wanted = (list(csv.DictReader(text)) for text in (lines[len(notes) :], io.StringIO(expected)))
    assert len(found) == len(wanted) and found[0].keys() == wanted[0].keys()
    for a, b in zip(found, wanted, strict=True):
        for column in a:
            if column in ("x", "real", "imag"):
                assert float(a[column]) == pytest.approx(float(b[column]), rel=1e-11, abs=1e-13)
            else:
                assert a[column] == b[column]


@pytest.mark.parametrize("name", NAMES)
def test_svg_and_png(look, name):
    page = look(name)
    file, data = download(page, "SVG")
    root = ElementTree.fromstring(data)
    width, height = int(root.get("width")), int(root.get("height"))
    curves = [one for one in root.iter("{http://www.w3.org/2000/svg}path") if one.get("stroke-width") == "2"]
    parts = {panel.key: len(panel.parts) for panel in figures.FIGURES[name].panels}
    shown = sum(parts[c.panel] for c in figures.compute(name, None, 2)) + len(figures.compute(name, None, 2))
    assert file == f"{name}.svg" and len(curves) == shown and b"var(" not in data
    words = "".join(root.itertext())
    assert "Values: all as in the paper" in words and "Manchon" in words and f"{name}.html#{name}" in words
    file, data = download(page, "PNG")
    assert file == f"{name}.png" and data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (2 * width, 2 * height)


def test_link(show):
    allowed = {"permissions": ["clipboard-read", "clipboard-write"]}
    page = show("fig3", **allowed)
    chosen = {"d_F": 2.5e-9, "G_s": 3e14, "closure": "reciprocal"}
    figure(page, "f.set(a)", chosen)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    assert link.fragment == "fig3" and len(parse_qs(link.query)) == 3
    again = show("fig3", query=f"?{link.query}#{link.fragment}")
    assert values(again) == pytest.approx(values(page)) and values(again)["d_F"] == 2.5e-9
    assert_same(figure(again, "f.curves()"), numpy_curves("fig3", chosen))


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("d_F=1", "d_F", "Thickness of F dF must lie between 0.1 and 100 nm; 10⁹ nm was asked for."),
        ("P_os=nonsense", "P_os", "Orbit-to-spin polarisation Pos must be a number."),
        ("closure=x", None, "Relaxation in F (closure) can be paper or reciprocal, not x."),
        ("evil=<b>", None, "There is no value “evil” here."),
        ("frozen=d_F*1", "d_F", "Thickness of F dF must lie between"),
        ("zoom=d_F*3*2", None, "its “zoom” is not known."),
        ("hidden=a9", None, "its “hidden” is not known."),
    ],
)
def test_wrong_link_is_refused_as_a_whole(show, query, name, said):
    page = show("fig3", query=f"?fig3.d_N=3e-9&fig3.{query}")
    assert values(page) == pytest.approx(live.declaration("fig3")["values"])
    place = control(page, name).locator(".live-message") if name else page.locator(".live-status")
    message = place.text_content()
    assert message.startswith("The link is refused here:") and said in message


def test_the_address_follows_and_survives_reload_and_back(look):
    """Values against the figure's own start, zoom, frozen and hidden curves, parts: one state in the address."""
    page = look("start")
    figure(page, "f.set({ d_N: 8e-9, closure: 'paper' })")
    plot_of(page, "a").focus()
    page.keyboard.press("+")
    page.get_by_role("button", name="Freeze").click()
    figure(page, "f.set({ d_N: 4e-9, P_os: 0.5 })")
    page.locator('.live-panel[data-panel="b"] .live-curve').nth(2).click()
    page.get_by_role("button", name="imaginary").click()
    name = figure(page, "f.id")
    page.wait_for_function("name => new URL(location).searchParams.get(name + '.parts') === 'real*imag'", arg=name)
    found = {key.removeprefix(f"{name}."): one[0] for key, one in parse_qs(urlsplit(page.url).query).items()}
    zoomed = found.pop("zoom").split("*")
    assert found == {"d_N": "4e-9", "closure": "paper", "frozen": "d_N*8e-9*closure*paper", "hidden": "b2"} | {
        "parts": "real*imag"
    }
    state = "[f.values, f.chart.panels.map((p) => p.range), f.chart.frozen, f.curves().length, f.chart.on]"
    lines = """() => [...document.querySelectorAll(".live-lines path")].map((one) => one.getAttribute("d"))"""
    before = figure(page, state), page.evaluate(lines)
    assert zoomed[0] == "d_F" and [float(one) for one in zoomed[1:]] == pytest.approx(before[0][1][0], rel=1e-5)
    assert "8 nm" in page.locator(".live-frozen").text_content()
    page.reload()
    page.wait_for_function("() => document.querySelector('live-figure').state === 'live'")
    again = figure(page, state), page.evaluate(lines)
    assert again[0][0] == before[0][0] and again[0][2:] == before[0][2:]
    assert [bool(one) for one in again[1]] == [bool(one) for one in before[1]]
    page.goto(page.url.split("?")[0].replace("start", "fig4"))
    page.go_back()
    page.wait_for_function("() => document.querySelector('live-figure').state === 'live'")
    assert figure(page, state)[0] == before[0][0]
    page.evaluate(AGAIN)
    page.wait_for_function("() => !location.search")


def test_back_within_the_page_undoes(look):
    page = look("fig3")
    figure(page, "f.set({ d_N: 8e-9 })")
    page.evaluate("location.hash = 'elsewhere'")
    figure(page, "f.set({ d_N: 2e-9 })")
    page.go_back()
    page.wait_for_function("() => document.querySelector('live-figure').values.d_N === 8e-9")
    settled(page)
    assert_same(figure(page, "f.curves()"), numpy_curves("fig3", {"d_N": 8e-9}))


def test_code_reproduces_the_screen(look):
    for name in ("fig3", "sweep", "fig4"):
        page = look(name)
        changes = {"G_os": 3e14} if name == "fig4" else {"d_N": 3.3e-9, "P_os": 0.3}
        figure(page, "f.set(a)", changes)
        page.wait_for_function(
            "n => document.querySelector('.live-recipe').textContent.includes(n)", arg=f"    {next(iter(changes))}="
        )
        code = page.locator(".live-recipe").text_content()
        space = {}
        exec(compile(code, "pasted", "exec"), space)
        found = {(c.panel, c.name): c for c in space["curves"]}
        for c in figure(page, "f.curves()"):
            y = np.asarray(found[c["panel"], c["curve"]].y)
            assert np.abs(np.array(c["real"]) + 1j * np.array(c["imag"]) - y).max() <= 1e-12 * np.abs(y).max()
        if name != "fig4":
            v = figures.declared(SWEEP if name == "sweep" else name).values | changes
            assert space["sol"].torque() == pytest.approx(bilayer.solved(v, (0.0, 1.0)).torque(), rel=1e-11)


def test_solver_shown_is_the_one_that_runs(look):
    page = look("fig3")
    page.locator(".live-code > summary").click()
    page.locator(".live-source > summary").click()
    page.locator(".live-piece option").first.wait_for(state="attached")
    assert page.locator(".live-piece option").all_text_contents() == list(pieces.sources()["pieces"])
    for name, python in (("through_circuit", ladder.through_piece), ("G_mix", closed_forms.mixing_matrix)):
        page.locator(".live-piece").select_option(name)
        page.wait_for_function(f"() => document.querySelector('.live-told').textContent.includes('{python.__name__},')")
        assert page.locator(".live-python").text_content() == inspect.getsource(python)
        shown = page.locator(".live-compiled").text_content()
        runs = page.evaluate("(name) => `${orbitronics.solver.pieces[name]}`", name)
        assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", runs)
        assert shown.count("\n") > 10
        assert max(map(len, shown.splitlines())) < 300


def test_a_missing_source_is_told_beside_it(show):
    def missing(page):
        page.route("**/live/source.js", lambda route: route.fulfill(status=404))

    page = show("fig3", before=missing)
    page.locator(".live-code > summary").click()
    page.locator(".live-source > summary").click()
    page.wait_for_function("() => document.querySelector('.live-told').textContent")
    assert page.locator(".live-told").text_content() == "The file source.js is missing from the site."
    assert page.locator(".live-compiled").text_content()
    page.problems.clear()  # the browser's own words about the missing file


# -- appearance -------------------------------------------------------------------------------


def test_theme_is_followed(look):
    page = look("fig3")
    colours = []
    for theme in ("light", "dark"):
        page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
        curve = page.locator(".live-lines path").last.evaluate("p => getComputedStyle(p).stroke")
        colours.append((curve, page.locator(".live-heading").first.evaluate("t => getComputedStyle(t).color")))
    assert colours[0][0] != colours[1][0] and colours[0][1] != colours[1][1]


PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def swipe(page, start, end):
    """Move a finger over the screen, as the browser sees it, and wait until the page has come to rest."""
    session = page.context.new_cdp_session(page)
    for kind, n in (("touchStart", 0), *[("touchMove", n) for n in range(1, 11)], ("touchEnd", 10)):
        x, y = (a + (b - a) * n / 10 for a, b in zip(start, end, strict=True))
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_timeout(300)


def test_phone(show):
    """One panel at a time, two sliders in sight, nothing wider than the screen; a swipe scrolls, a drag moves."""
    page = show("all", **PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not page.evaluate(
        "[...document.querySelectorAll('live-figure *')].filter((one) => one.scrollHeight > one.clientHeight + 2 &&"
        " ['auto', 'scroll'].includes(getComputedStyle(one).overflowY)).length"
    )
    for one in page.locator("live-figure").all():
        assert sum(panel.is_visible() for panel in one.locator(".live-panel").all()) == 1
        assert one.locator(".live-pins .live-slider").count() == 2
        plot = one.locator(".live-plot:visible")
        plot.scroll_into_view_if_needed()
        plot.tap()
        assert one.locator(".live-panel:visible .live-value").first.text_content()
    one = page.locator("live-figure").nth(1)
    one.get_by_role("button", name="(c)").tap()
    assert one.locator('.live-panel[data-panel="c"]').is_visible()
    start = page.evaluate("document.querySelectorAll('live-figure')[1].values")
    row = one.locator(".live-pins .live-control").first
    name = row.get_attribute("data-name")
    box = box_of(row.locator(".live-track"))
    assert box["width"] >= 200
    middle = (box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2)
    top = page.evaluate("scrollY")
    swipe(page, middle, (middle[0] + 30, middle[1] - 250))
    assert page.evaluate("scrollY") > top + 100
    assert page.evaluate("document.querySelectorAll('live-figure')[1].values") == start
    box = box_of(row.locator(".live-track"))
    middle = (box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)  # the thumb
    swipe(page, middle, (middle[0] + 60, middle[1] + 5))
    moved = page.evaluate("document.querySelectorAll('live-figure')[1].values")
    assert moved.pop(name) > start.pop(name) and moved == start
    one.locator(".live-pick select").select_option(index=3)
    assert one.locator(".live-pins .live-control").count() == 2
    assert row.get_attribute("data-name") != name
    assert one.locator(".live-control").count() == len(figures.FIGURES["fig3"].controls)


CUT = """(digits) => [...document.querySelectorAll('.live-entry, .own-entry')].filter((one) => {
  one.value = `${digits}×10⁻¹⁶`;
  return one.offsetParent && one.scrollWidth > one.clientWidth;
}).map((one) => one.ariaLabel)"""
"""The fields that show less than their number."""


@pytest.mark.parametrize(("width", "height", "shown"), [(1160, 800, 4), (1920, 1080, 8), (820, 900, 4), (740, 360, 1)])
def test_layout(look, width, height, shown):
    """Controls beside the charts where there is room, one panel at a time where there is none."""
    page = look("fig2")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(
        "n => [...document.querySelectorAll('.live-panel')].filter((one) => one.offsetParent).length === n", arg=shown
    )
    stage, pins = (page.locator(one).bounding_box() for one in (".live-stage", ".live-pins"))
    beside = pins["x"] >= stage["x"] + stage["width"]
    assert beside == (width > 760 or height < 500)
    visible = [plot.bounding_box() for plot in page.locator(".live-plot:visible").all()]
    assert max(b["y"] + b["height"] for b in visible) - min(b["y"] for b in visible) < height - 60
    for slider in page.locator(".live-slider:visible").all():
        assert slider.bounding_box()["width"] >= 200
    assert page.evaluate(CUT, "-3.71679") == []
    picker = page.locator(".live-picker button")
    assert picker.count() == 8 / shown
    if picker.count() > 1:
        picker.last.click()
        assert page.locator('.live-panel[data-panel="h"]').is_visible()
        assert page.locator('.live-panel[data-panel="h"] path[d^="M"]').count()
        assert page.locator('.live-panel[data-panel="a"]').is_hidden()
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_jumps(show, width):
    def watch(page):
        page.add_init_script(
            """window.jumps = [];
            const note = (one) => [one.value, ...one.sources.map(({ node }) => node?.outerHTML?.slice(0, 80))];
            new PerformanceObserver((list) => window.jumps.push(...list.getEntries().map(note)))
              .observe({ type: "layout-shift", buffered: true });"""
        )

    page = show("all", before=watch, viewport={"width": width, "height": 900})
    page.evaluate("scrollTo(0, 400)")
    jumps = page.evaluate("window.jumps")
    assert sum(one[0] for one in jumps) < 0.01, jumps


def test_print_shows_the_static_figure(show):
    page = show("fig2")
    assert not page.locator(".live-static").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".live-static").is_visible()
    assert not page.locator(".live-panels").is_visible()
    assert not page.locator(".live-pins").is_visible()
    page.set_viewport_size({"width": 700, "height": 900})  # of a sheet of paper
    assert not page.locator(".live-slider").first.is_visible()
    assert page.locator(".live-caption").is_visible()


def test_keyboard(look):
    """Few stops on the way to the first slider; arrow keys go on inside a toolbar."""
    for name in ("fig2", "fig3", "fig4", "bilayer"):
        page = look(name)
        page.evaluate("document.querySelector('p').tabIndex = -1; document.querySelector('p').focus()")
        stops = 0
        while not page.evaluate("document.activeElement.matches('.live-slider')"):
            page.keyboard.press("Tab")
            stops += 1
            assert stops <= 13
    first = page.get_by_role("button", name="real")
    first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.do") == "imag"
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.do") == "real"
    page.keyboard.press("Enter")
    assert first.get_attribute("aria-pressed") == "false"


def test_forced_colours(look):
    page = look("fig3")
    page.emulate_media(forced_colors="active")
    found = page.locator(".live-panel").first.evaluate(
        "panel => [...panel.querySelectorAll('.live-line')].map((one) => getComputedStyle(one).borderTopColor)"
    )
    assert len(set(found)) == 4
    page.emulate_media(forced_colors="none")


def test_axes_are_held_in_a_drag_and_move_afterwards(look):
    page = look("fig3")
    for motion, steps in (("no-preference", 3), ("reduce", 1)):
        page.emulate_media(reduced_motion=motion)
        page.evaluate(AGAIN)
        held, seen = page.evaluate(
            """async () => {
              const figure = document.querySelector("live-figure"), panel = figure.chart.panels[1];
              const held = [], seen = [];
              const frame = () => new Promise(requestAnimationFrame);
              const slider = figure.querySelector("[data-name=d_N] .live-slider");
              for (const value of [0.6, 0.48, 0.3, 0, -0.3]) { // log10 of nm
                slider.value = value;
                slider.dispatchEvent(new Event("input"));
                await frame();
                await frame();
                held.push(panel.y[1]);
              }
              slider.dispatchEvent(new Event("change"));
              for (const begin = performance.now(); performance.now() - begin < 800;) {
                await frame();
                seen.push(panel.y[1]);
              }
              return [held, seen];
            }"""
        )
        assert len(set(held)) == 1 and seen[-1] < 0.5 * held[0]
        between = {one for one in seen if seen[-1] * 1.0001 < one < held[0] * 0.9999}
        assert len(between) >= 1 if steps > 1 else not between
    page.emulate_media(reduced_motion="no-preference")


def test_accessible(show):
    page = show("all", bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")
    page.add_script_tag(path=AXE)
    for theme in ("light", "dark"):
        page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        serious = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
        assert [(v["id"], [n["html"][:150] for n in v["nodes"]]) for v in serious] == [], theme


# -- failure ----------------------------------------------------------------------------------


def assert_static(page):
    """The static figure and one plain sentence are all there is to see."""
    assert page.locator(".live-static").is_visible()
    assert page.locator(".live-static").evaluate("i => i.complete && i.naturalWidth > 0")
    assert page.locator(".live-status").is_visible()
    said = page.locator(".live-status").text_content()
    assert said.count(".") >= 1 and "undefined" not in said
    return said


def test_without_javascript(show):
    page = show("fig3", state=None, java_script_enabled=False)
    assert (
        page.locator(".live-status").inner_text() == "This is the static figure; where JavaScript runs it becomes live."
    )
    assert page.locator(".live-static").is_visible()
    assert not page.locator(".live-room").is_visible()


def test_missing_script(show):
    """All of the solver and the scripts is one file; without it the figure is what it is on paper, and says so."""
    page = show("fig3", "static", before=lambda page: page.route("**/live.js", lambda route: route.fulfill(status=404)))
    said = "The file live.js did not arrive, so this is the static figure. Reload the page to try again."
    assert assert_static(page) == said
    page.problems.clear()


def test_style_is_no_condition(show):
    page = show("fig3", before=lambda page: page.route("**/live.css", lambda route: route.fulfill(status=404)))
    assert figure(page, "f.set({d_N: 2e-9}).then(() => f.curves().length)") == 16
    said = page.locator(".live-status").text_content()
    assert said == "The file live.css is missing from the site: the figure works, but has lost its form."
    page.problems.clear()


def test_a_figure_that_cannot_be_made_says_why(show):
    """In place, in a sentence that stays; nothing else of the figure is touched."""

    def broken(page):
        page.route(
            "**/fig3.html",
            lambda route: route.fulfill(
                body=route.fetch()
                .text()
                .replace('\\"formula\\": \\"J_s\\"', "")
                .replace('"formula": "J_s"', '"formula": "K"')
            ),
        )

    page = show("fig3", "failed", before=broken)
    said = assert_static(page)
    assert said == "This figure could not be made live: its script met an error."
    assert not page.locator(".live-room").is_visible()
    assert figure(page, "f.ready.then(() => 'live', () => 'failed')") == "failed"
    assert figure(page, "f.set({d_N: 1e-9}).then(() => 'drawn', () => 'refused')") == "refused"
    assert figure(page, "f.curves()") == []


REFUSED = {
    'figure="fig9"': "“fig9”",
    'figure="fig3" range="1"': "The attribute “range”",
    'figure="fig3" values="d_N=3"': "Lengths are in metres: write 3nm",
    'figure="fig3" values="d_N=-3nm"': "must lie between",
    'figure="fig3" values="dN=3nm"': "“dN”",
    'figure="fig3" values="d_N=3 cm"': "is no number",
    'figure="fig3" values="d_N"': "is no number",
    'figure="fig3" values="P_os=0.5nm"': "is no number",
    'figure="fig3" values="closure=x"': "(closure) can be paper or reciprocal, not x",
    'figure="fig4" values="d_N=3nm"': "“d_N”",
    'figure="fig3" ranges="d_N=3nm"': "must go from a lower to a higher number",
    'figure="fig3" ranges="d_N=9nm:3nm"': "must go from a lower to a higher number",
    'figure="fig3" ranges="d_N=6nm:9nm"': "must go from a lower to a higher number",
    'figure="fig3" ranges="d_N=-1nm:9nm"': "must go from a lower to a higher number",
    'figure="fig3" ranges="z=1nm:9nm"': "The slider “z”",
    'figure="fig3" ranges="d_N=0.1nm:300nm" values="d_N=400nm"': "between 0.1 and 300 nm",
    'figure="sweep" quantity="heat"': "“heat”",
    'figure="sweep" source="AHE"': "“AHE”",
    'figure="sweep" x="E"': "“E”",
    'figure="sweep" family="d_F=1nm"': "The family “d_F”",
    'figure="sweep" family="lambda_o_F=1,3"': "Lengths are in metres",
    'figure="sweep" controls="d_N, d_F"': "The control “d_F”",
    'figure="sweep" options="form"': "“form”",
    'figure="sweep" parts="Re"': "“Re”",
}


def test_what_an_element_cannot_be_is_refused_in_the_page_and_in_the_build(show, folder):
    elements = "".join(f"<live-figure {text}></live-figure>" for text in REFUSED)
    (folder / "refused.html").write_text(PAGE.format(elements), encoding="utf-8")
    page = show("refused", "failed")
    said = page.locator("live-figure .live-status").all_text_contents()
    for text, sentence, (attributes, why) in zip(elements.split("</live-figure>"), said, REFUSED.items(), strict=False):
        assert why in sentence and sentence.endswith("."), (text, sentence)
        with pytest.raises(ValueError):
            live.html(*live.asked(dict(html.fragment_fromstring(f"<b {attributes}></b>").attrib)))


def test_a_bare_element_is_what_the_build_makes_of_it(show):
    """The page's own declaration and HTML are those that Python gives for the same attributes."""
    page = show("bare")
    script = re.compile(r"<script.*?</script>", re.DOTALL)
    for i, element in enumerate(html.fragments_fromstring(BARE)):
        found, inner = page.evaluate(
            "i => [document.querySelectorAll('live-figure')[i].declaration].map(d => [d, orbitronics.inside(d)])[0]", i
        )
        expected = live.declaration(*live.asked(dict(element.attrib)))
        assert found.keys() == expected.keys()
        for name in expected:
            assert found[name] == json.loads(json.dumps(expected[name])), name
        assert script.sub("", inner) == script.sub("", live.inside(expected))


def test_from_a_disk(browser, folder):
    """A page opened as a file, with no server."""
    page = browser.new_context().new_page()
    problems = []
    page.on("console", lambda m: m.type in ("error", "warning") and problems.append(m.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto((folder / "bare.html").as_uri())
    page.wait_for_function("() => [...document.querySelectorAll('live-figure')].every(f => f.state === 'live')")
    figure(page, "f.set({G_s: 3e15})")
    assert_same(figure(page, "f.curves()"), numpy_curves("fig4", BARE_START | {"G_s": 3e15}))
    assert problems == []
    page.context.close()


def test_script_in_the_middle_of_a_page(folder, show):
    """As the book has it: the first figure is drawn before the rest is read, the others when all is."""
    before = '<script defer src="live/live.js"></script>'
    text = (folder / "all.html").read_text(encoding="utf-8")
    text = text.replace(before, "").replace("</live-figure>", '</live-figure><script src="live/live.js"></script>', 1)
    asks = '<script src="page.js"></script>'
    (folder / "middle.html").write_text(text.replace("<p>after</p>", f"{asks}<p>after</p>"), encoding="utf-8")
    (folder / "page.js").write_text(
        "window.read = [...document.querySelectorAll('live-figure')].map((f) => f.state)", encoding="utf-8"
    )
    page = show("middle", query="?fig2.d_N=3e-9")
    assert page.evaluate("window.read") == ["live", *["static"] * len(NAMES)]
    assert page.evaluate("[...document.querySelectorAll('live-figure')].every((f) => f.curves().length)")
    assert figure(page, "f.values.d_N") == 3e-9


def test_solver_that_fails_is_told(show):
    """An exception while a figure is live leaves the page usable."""
    page = show("fig3")
    start = values(page)
    told = page.evaluate(
        """async () => {
          const figure = document.querySelector("live-figure"), { update } = figure.chart;
          figure.chart.update = () => { throw new Error("no"); };
          const first = await figure.set({ d_N: 2e-9 }).then(() => "drawn", (error) => error.message);
          figure.chart.update = update;
          return [first, figure.state];
        }"""
    )
    assert told == ["no", "live"]
    assert values(page) == start  # nothing of it holds
    assert control(page, "d_N").locator(".live-entry").input_value() == "5"
    settled(page)


# -- a reader's data ------------------------------------------------------------------------------


def test_data_over_a_figure(show):
    """Pasted points appear, their residuals are told, and a fit gives what scipy gives; hostile text is refused."""
    page = show("fig3")
    start = figures.FIGURES["fig3"].values
    x = np.linspace(1, 18, 12)

    def curve(x, lambda_J, lambda_o_F):
        v = start | {"lambda_J": lambda_J * nm, "lambda_o_F": lambda_o_F * nm, "lambda_sf": 3 * nm, "d_F": x * nm}
        return bilayer.solved(v, (1.0, 0.0)).torque("absorbed").real

    at = figure(page, "f.curves()[1]")
    assert (at["panel"], at["curve"]) == ("a", "lambda_sf=3nm")
    near = [int(np.argmin(np.abs(np.array(at["x"]) - one))) for one in x]
    x = np.array(at["x"])[near]
    assert np.array(at["real"])[near] == pytest.approx(
        curve(x, *(start[n] / nm for n in ("lambda_J", "lambda_o_F"))), rel=1e-9
    )
    rng = np.random.default_rng(4)
    error = np.full_like(x, 0.004)
    y = curve(x, 0.8, start["lambda_o_F"] / nm) + rng.normal(0, error)
    text = "\n".join(f"{a:.12g};{b:.12g};{c}" for a, b, c in zip(x, y, error, strict=True))
    page.evaluate(
        """(text) => { const data = new DataTransfer(); data.setData("text", text);
        document.querySelector("live-figure").dispatchEvent(new DragEvent("drop", { dataTransfer: data })); }""",
        text,
    )
    assert "12 points; they lie" in page.locator(".live-rest").inner_text()
    page.locator(".live-data select").select_option("a real lambda_sf=3nm")
    assert page.locator("[data-panel=a] circle").count() == 12
    assert page.locator("[data-panel=b] circle").count() == 0
    page.locator(".live-fits [value=lambda_J]").check()
    page.locator(".live-data [data-do=fit]").click()
    found = figure(page, "f.laid.fitted.then(() => f.laid.result)")
    (value,), covariance = curve_fit(
        lambda x, a: curve(x, a, start["lambda_o_F"] / nm),
        x,
        y,
        p0=(0.5,),
        sigma=error,
        absolute_sigma=True,
        xtol=1e-13,
        ftol=1e-13,
    )
    assert found["values"] == pytest.approx([value * nm], rel=1e-5)
    assert found["sigma"] == pytest.approx([np.sqrt(covariance[0, 0]) * nm], rel=1e-3)
    assert figure(page, "f.values.lambda_J") == found["values"][0]
    assert "Spin precession length" in page.locator(".live-found").inner_text()
    chi2 = np.sum(((curve(x, value, start["lambda_o_F"] / nm) - y) / error) ** 2)
    assert found["chi2"] == pytest.approx(chi2, rel=1e-6)

    page.locator(".live-fits [value=P_os]").check()  # what the spin Hall torque does not show
    page.locator(".live-fits [value=lambda_o_F]").check()
    page.locator(".live-data [data-do=fit]").click()
    figure(page, "f.laid.fitted")
    assert "determine only" in page.locator(".live-found .live-warning").inner_text()

    before = figure(page, "[f.values, f.laid.rows.length]")
    field = page.locator(".live-data textarea")
    for wrong, sentence in (
        ("1 2\n3 x", "Line 2"),
        ("<img src=x onerror=alert(1)>\n<b>", "Line 1"),
        ("1 2\n" * 3000, "up to 2000"),
    ):
        field.evaluate("(one, text) => { one.value = text; one.dispatchEvent(new Event('input')); }", wrong)
        assert "Nothing was laid over" in page.locator(".live-rest").inner_text()
        assert sentence in page.locator(".live-rest").inner_text()
        assert figure(page, "[f.values, f.laid.rows.length]") == before
    field.fill("")
    assert page.locator("[data-panel=a] circle").count() == 0
    with page.expect_download() as download:
        field.fill(text)
        page.click("[data-do=svg]")
    assert Path(download.value.path()).read_text(encoding="utf-8").count("<circle") == 12


def test_data_over_a_profile(show):
    """The curve at the points of a profile is what the library gives at their heights."""
    page = show("fig2")
    z = [-4.2, -0.3, 0.7, 3.3]
    v = figures.FIGURES["fig2"].values
    found = figure(
        page, "orbitronics.curveAt(f.declaration.pieces, {...f.declaration.constants, ...f.values}, 'a', 'J_s', a)", z
    )
    wanted = bilayer.solved(v, (1.0, 0.0)).J_s((np.array(z) + v["d_N"] / nm) * nm)
    np.testing.assert_allclose(np.array(found["real"]) + 1j * np.array(found["imag"]), wanted, rtol=1e-9)


# -- size -------------------------------------------------------------------------------------


FIGURES_PAGE = ("live.js", "live.css", "missing.js", "prose.js")
"""What a page with live figures loads; a reader's own stack adds the rest.

The code that is shown, and the figures of elements that stand bare in a page, come on demand.
"""


def test_budgets(folder):
    sizes = {
        path.name: (len(data := path.read_bytes()), len(gzip.compress(data))) for path in (folder / "live").iterdir()
    }
    page = [sizes[name] for name in FIGURES_PAGE]
    for parts, raw, packed in ((page, 300e3, 90e3), (sizes.values(), 450e3, 140e3)):
        assert sum(size for size, _ in parts) <= raw, sizes
        assert sum(size for _, size in parts) <= packed, sizes
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in WEB.glob("*.js")}
    assert sum(lines.values()) <= 4438, lines


def test_no_physics_in_javascript():
    """Names of the model's values appear in no script."""
    names = {*bilayer.PAPER, "sigma_SHE", "sigma_OHE", "tanh", "cosh"} - {*bilayer.OPTIONS}
    for path in WEB.glob("*.js"):
        text = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
        # the walk and the editor of a stack name the numbers that they hand on, and links in the prose what they set
        wanted = {"tanh", "cosh"} if path.name.startswith(("network", "solution", "own_", "prose")) else names
        assert [name for name in wanted if re.search(rf"\b{name}\b", text)] == [], path.name


def test_declarations_are_json():
    for name in NAMES:
        data = live.declaration(name)
        assert json.loads(json.dumps(data)) == data
        assert [c["name"] for c in data["controls"]] == list(figures.FIGURES[name].controls)
