"""The live figures: what a reader does with them, in a browser, on a small site that holds nothing else."""

import csv
import importlib.util
import io
import json
import random
import re
import struct
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest
from server import Handler, serving

from orbitronics import bilayer, design, figures, live, nm, plot
from orbitronics.symbols import display

ROOT = Path(__file__).parents[2]
WEB = ROOT / "orbitronics" / "web"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("fig2", "fig3", "fig4", "bilayer")
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; worker-src 'self'"
)
PAGE = """<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>Live</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="live/live.css"><link rel="stylesheet" href="page.css">
<script defer src="live/live.js"></script></head><body><main><h1>Live</h1><p>before</p>{}<p>after</p></main></body>
</html>"""
STYLE = "body {max-width: 760px; margin: auto} [data-theme=dark] {background: #121417; color: #ddd}"
BARE = (
    '<live-figure figure="fig4"></live-figure><live-figure figure="sweep" quantity="eta" source="SHE" x="d_N"'
    ' family="lambda_s_N=1nm,3e-9" controls="d_F, P_os" options="closure" values="interface=finite"></live-figure>'
)
SWEEP = figures.sweep("torque", "OHE", "d_F", family=("lambda_o_F", (1 * nm, 3 * nm)), controls=("d_N", "P_os"))


def website():
    """Return the book's extension, which knows what a live figure needs."""
    spec = importlib.util.spec_from_file_location("website", ROOT / "book" / "_ext" / "website.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Strict(Handler):
    """Serve under a strict policy."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with one page for each live figure."""
    out = tmp_path_factory.mktemp("live")
    extension = website()
    extension.copy_live(out)
    for name in ("micropython.mjs", "micropython.wasm"):
        extension.copy(extension.MODULES / extension.VENDOR[name], out / "vendor" / name)
    (out / "page.css").write_text(STYLE, encoding="utf-8")
    pages = {name: live.html(name) for name in NAMES} | {"sweep": live.html(SWEEP), "bare": BARE}
    pages["start"] = live.html("fig3", {"d_N": 3 * nm, "closure": "conserving"})
    pages["all"] = "".join(pages[name] for name in (*NAMES, "sweep"))
    for name, inner in pages.items():
        (out / f"{name}.html").write_text(PAGE.format(inner), encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def address(folder):
    with serving(folder, Strict) as address:
        yield address


@pytest.fixture
def show(browser, address):
    """Return a function that opens a page and waits until its figures are live, or in another state."""
    pages = []

    def show(name, state="live", query="", before=None, **options):
        page = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options).new_page()
        page.problems = []
        page.on("console", lambda m: m.type in ("error", "warning") and page.problems.append(m.text))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("request", lambda r: r.url.startswith((address, "data:", "blob:")) or page.problems.append(r.url))
        pages.append(page)
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

    yield show
    problems = [problem for page in pages for problem in page.problems]
    for page in pages:
        page.context.close()
    assert problems == []


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
    """Return values from the sliders' ranges; an interface that delivers power would have poles to lose digits at."""
    declared = figures.FIGURES[name]
    found = {}
    for one in declared.controls:
        low, high, scale = bilayer.RANGES[one]
        found[one] = low * (high / low) ** rng.random() if scale == "log" else rng.uniform(low, high)
    for one in ("G_os", "G_so"):
        if "G_o" in found:
            found[one] = min(bilayer.RANGES[one][1], 0.9 * rng.random() * (found["G_s"] * found["G_o"]) ** 0.5)
    return found | {one: rng.choice(bilayer.OPTIONS[one]) for one in declared.options}


# -- numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_curves_are_those_of_numpy(show, name):
    page = show(name)
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
    assert_same(page.evaluate(f"{second}.curves()"), numpy_curves(figures.sweep(**spec), {}))
    assert_same(figure(page, "f.curves()"), numpy_curves("fig4", {}))
    assert page.locator("live-figure").nth(1).locator(".live-control").count() == 2


def test_bare_elements_are_filled_when_the_book_is_built():
    context = {"body": f"<p>{BARE}</p>"}
    loaded = []

    class App:
        def add_js_file(self, name, **_):
            loaded.append(name)

        add_css_file = add_js_file

    website().add_live(App(), "page", "page.html", context, None)
    assert context["body"].count('class="live-static"') == 2
    assert len(loaded) == 2


def test_own_start(show):
    """A figure may start from values of its own; resetting goes to the paper's."""
    page = show("start")
    start = {"d_N": 3 * nm, "closure": "conserving"}
    assert values(page).items() >= start.items()
    assert_same(figure(page, "f.curves()"), numpy_curves("fig3", start))
    assert control(page, "d_N").locator(".live-entry").input_value() == "3"
    page.get_by_role("button", name="Reset all").click()
    assert values(page)["d_N"] == 5 * nm and values(page)["closure"] == "paper"


def test_remarks_on_a_design(show):
    page = show("bilayer")
    figure(page, "f.set({sigma_SHE: 0, d_N: 2e-9, interface: 'finite'})")
    expected = design.remarks(design.VALUES | {"sigma_SHE": 0.0, "d_N": 2e-9, "interface": "finite"})
    page.wait_for_function(
        "text => document.querySelector('.live-remarks').textContent.includes(text)", arg=expected[1][1]
    )
    said = page.locator(".live-remarks dt, .live-remarks dd").all_text_contents()
    assert said == [text for pair in expected for text in pair]


# -- controls ---------------------------------------------------------------------------------


def test_slider_by_mouse(show):
    page = show("fig3")
    slider = control(page, "d_N").locator(".live-slider")
    box = box_of(slider)
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2, steps=10)
    page.mouse.up()
    settled(page)
    moved = values(page)["d_N"]
    assert 9e-9 < moved < 11e-9
    assert float(control(page, "d_N").locator(".live-entry").input_value()) * nm == pytest.approx(moved)
    assert_same(figure(page, "f.curves()"), numpy_curves("fig3", {"d_N": moved}))


def test_slider_by_keyboard(show):
    page = show("fig4")
    slider = control(page, "lambda_J").locator(".live-slider")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "0.56 nm"
    assert values(page)["lambda_J"] == pytest.approx(0.56e-9)
    control(page, "G_s").locator(".live-slider").focus()
    page.keyboard.press("Home")
    assert values(page)["G_s"] == pytest.approx(1e13)
    assert control(page, "G_s").locator(".live-slider").get_attribute("aria-valuetext") == "1e13 Ω⁻¹ m⁻²"
    settled(page)
    assert_same(figure(page, "f.curves()"), numpy_curves("fig4", {"lambda_J": 0.56e-9, "G_s": 1e13}))


def test_typed_value(show):
    page = show("fig2")
    entry = control(page, "lambda_o_F").locator(".live-entry")
    entry.fill("7.25")
    entry.press("Enter")
    assert values(page)["lambda_o_F"] == pytest.approx(7.25e-9)
    settled(page)
    assert_same(figure(page, "f.curves()"), numpy_curves("fig2", {"lambda_o_F": 7.25 * nm}))


def test_options(show):
    page = show("fig3")
    page.locator("select[data-name=closure]").select_option("conserving")
    page.locator("select[data-name=interface]").select_option("finite")
    settled(page)
    chosen = {"closure": "conserving", "interface": "finite"}
    assert_same(figure(page, "f.curves()"), numpy_curves("fig3", chosen))
    assert values(page).items() >= chosen.items()


def test_values_without_effect_are_told(show):
    page = show("fig3")
    page.locator(".live-more summary").click()
    idle = page.locator('.live-idle[data-name="G_s"]')
    idle.wait_for()
    page.locator("select[data-name=interface]").select_option("finite")
    idle.wait_for(state="detached")


@pytest.mark.parametrize(("text", "why"), [("-1", "between 0.1 and 20 nm"), ("x", "is no number"), ("", "is no")])
def test_impossible_value_says_why(show, text, why):
    page = show("fig3")
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


def test_set_before_the_figure_is_live(show):
    page = show("fig4", state=None)
    figure(page, "f.set({lambda_phi: 2e-9})")
    assert_same(figure(page, "f.curves()"), numpy_curves("fig4", {"lambda_phi": 2e-9}))


def test_set_refuses(show):
    page = show("fig3")
    for wrong in ({"d_F": -1e-9}, {"nothing": 1}, {"closure": "x"}, {"d_F": "x"}):
        assert "RangeError" in figure(page, "f.set(a).then(() => 'accepted', String)", wrong)
    assert values(page) == pytest.approx(live.declaration("fig3")["values"])


def test_reset(show):
    page = show("fig4")
    start = values(page)
    figure(page, "f.set({G_s: 3e15, lambda_J: 1e-9, wavenumber: 'printed'})")
    button = control(page, "G_s").locator(".live-reset")
    button.click()
    assert values(page) == start | {"lambda_J": 1e-9, "wavenumber": "printed"}
    assert button.is_disabled()
    page.get_by_role("button", name="Reset all").click()
    assert values(page) == start
    settled(page)
    assert_same(figure(page, "f.curves()"), numpy_curves("fig4", {}))


def test_paper_value_is_marked_and_symbols_are_mathematics(show):
    page = show("fig3")
    for one in figures.FIGURES["fig3"].controls:
        row = control(page, one)
        assert row.locator(".live-symbol math mi").count() > 0
        assert "paper" in row.locator(".live-paper").get_attribute("title")
        assert row.locator(".live-slider").get_attribute("aria-label")


# -- a long drag ------------------------------------------------------------------------------


def test_drag_is_coarse_and_queues_nothing(show):
    """Only the newest value is computed; the full grid follows soon after the slider rests."""
    page = show("fig3")
    drawn = page.evaluate(
        """async () => {
          const figure = document.querySelector("live-figure"), drawn = [];
          figure.addEventListener("drawn", ({ detail }) => drawn.push({ ...detail, at: performance.now() }));
          const slider = figure.querySelector("[data-name=lambda_phi] .live-slider");
          let last;
          for (let i = 0; i < 120; i++) {
            slider.value = 0.5 + 0.01 * i;
            slider.dispatchEvent(new Event("input"));
            last = performance.now();
            await new Promise((resolve) => setTimeout(resolve, 4));
          }
          const done = () => drawn.at(-1)?.full && drawn.at(-1).at > last;
          while (!done()) await new Promise((resolve) => setTimeout(resolve, 10));
          return drawn.map((one) => ({ ...one, after: one.at - last }));
        }"""
    )
    moving = [one for one in drawn if not one["full"]]
    assert 1 < len(moving) < 120
    assert drawn[-1]["full"] and drawn[-1]["points"] == figures.POINTS
    assert sum(one["full"] and one["after"] > 0 for one in drawn) == 1
    assert sum(one["after"] > 0 for one in moving) <= 3  # one being solved, one waiting for its paint, the newest
    assert_same(figure(page, "f.curves()"), numpy_curves("fig3", {"lambda_phi": values(page)["lambda_phi"]}))


def test_set_gives_the_full_grid_in_the_midst_of_a_drag(show):
    """However the coarse grids of a drag and the full one of `set` overtake each other; and the slider works on."""
    page = show("fig4")
    points, last = page.evaluate(
        """async () => {
          const figure = document.querySelector("live-figure"), points = [];
          const slider = figure.querySelector("[data-name=lambda_phi] .live-slider");
          const move = (to) => {
            slider.value = to;
            slider.dispatchEvent(new Event("input"));
          };
          for (let i = 0; i < 40; i++) {
            for (let j = 0; j <= i % 4; j++) {
              move(1 + 0.1 * i + 0.01 * j);
              if (i % 3) await new Promise((resolve) => setTimeout(resolve, i % 5));
            }
            await figure.set({});
            points.push(figure.curves()[0].x.length);
          }
          const drawn = new Promise((resolve) =>
            figure.addEventListener("drawn", ({ detail }) => detail.full && resolve()));
          move(1.5);
          await drawn;
          return [points, figure.values.lambda_phi];
        }"""
    )
    assert set(points) == {figures.POINTS}
    assert_same(figure(page, "f.curves()"), numpy_curves("fig4", {"lambda_phi": last}))


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


def test_hover_reads_all_panels_on_the_same_axis(show):
    page = show("fig3")
    box = box_of(plot_of(page, "a"))
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    for key, there in (("a", True), ("b", True), ("c", False), ("d", False)):
        texts = page.locator(f'.live-panel[data-panel="{key}"] .live-value').all_text_contents()
        assert len(texts) == 4 and all(bool(text) == there for text in texts)
    at = page.locator('.live-panel[data-panel="a"] .live-x').text_content()
    x = float(re.search(r"at ([\d.]+) nm", at)[1])
    xs, y = numpy_curves("fig3", {})["b", "lambda_o_F=3nm"]
    expected = y[np.abs(xs - x).argmin()].real
    row = page.locator('.live-curve[data-curve="lambda_o_F=3nm"] .live-value')
    assert float(row.text_content().split()[0]) == pytest.approx(expected, rel=1e-3)
    assert "σ" in row.text_content()
    page.mouse.move(5, 5)
    assert not "".join(page.locator(".live-value").all_text_contents())


def test_reading_by_keyboard(show):
    page = show("fig2")
    plot_of(page, "a").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    said = page.locator(".live-status").text_content()
    assert said.startswith("panel a, z = −4.95 nm: J_s:") and "panel h" in said


def drawn_curves(page, key):
    return page.locator(f'.live-panel[data-panel="{key}"] .live-lines path[d^="M"]').count()


def test_legend_and_parts_switch_curves(show):
    page = show("fig3")
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


def test_zoom_and_reset(show):
    page = show("fig3")
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


def test_freeze_and_compare(show):
    page = show("fig4")
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


def test_frozen_curves_follow_the_axes(show):
    """Where a thicker F stretches the axis, the frozen profile still ends at its own surface."""
    page = show("fig2")
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


def test_csv(show):
    page = show("fig3")
    figure(page, "f.set({d_F: 3e-9, P_so: -0.25})")
    name, data = download(page, "CSV")
    expected = plot.table("fig3", {"d_F": 3e-9, "P_so": -0.25})
    assert name == "fig3.csv"
    found, wanted = (list(csv.DictReader(io.StringIO(text))) for text in (data.decode(), expected))
    assert len(found) == len(wanted) and found[0].keys() == wanted[0].keys()
    for a, b in zip(found, wanted, strict=True):
        for column in a:
            if column in ("x", "real", "imag"):
                assert float(a[column]) == pytest.approx(float(b[column]), rel=1e-11, abs=1e-13)
            else:
                assert a[column] == b[column]


@pytest.mark.parametrize("name", NAMES)
def test_svg_and_png(show, name):
    page = show(name)
    file, data = download(page, "SVG")
    root = ElementTree.fromstring(data)
    width, height = int(root.get("width")), int(root.get("height"))
    curves = [one for one in root.iter("{http://www.w3.org/2000/svg}path") if one.get("stroke-width") == "2"]
    parts = {panel.key: len(panel.parts) for panel in figures.FIGURES[name].panels}
    shown = sum(parts[c.panel] for c in figures.compute(name, None, 2)) + len(figures.compute(name, None, 2))
    assert file == f"{name}.svg" and len(curves) == shown and b"var(" not in data
    file, data = download(page, "PNG")
    assert file == f"{name}.png" and data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (2 * width, 2 * height)


def test_link(show):
    allowed = {"permissions": ["clipboard-read", "clipboard-write"]}
    page = show("fig3", **allowed)
    chosen = {"d_F": 2.5e-9, "G_s": 3e14, "closure": "conserving"}
    figure(page, "f.set(a)", chosen)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    link = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    assert link.fragment == "fig3" and len(parse_qs(link.query)) == 3
    again = show("fig3", query=f"?{link.query}#{link.fragment}")
    assert values(again) == pytest.approx(values(page)) and values(again)["d_F"] == 2.5e-9
    assert_same(figure(again, "f.curves()"), numpy_curves("fig3", chosen))


def test_wrong_link_is_refused(show):
    page = show("fig3", query="?fig3.d_F=1&fig3.closure=x&fig3.P_os=nonsense&fig3.d_N=3e-9&fig3.evil=<b>")
    assert values(page) == pytest.approx(live.declaration("fig3")["values"] | {"d_N": 3e-9})
    for name in ("d_F", "P_os"):
        message = control(page, name).locator(".live-message").text_content()
        assert message.startswith("The link is refused here:") and name in message


def test_code_reproduces_the_screen(show):
    for name in ("fig3", "sweep", "fig4"):
        page = show(name)
        changes = {"G_os": 3e14} if name == "fig4" else {"d_N": 3.3e-9, "P_os": 0.3}
        figure(page, "f.set(a)", changes)
        page.wait_for_function(
            "n => document.querySelector('.live-recipe').textContent.includes(n)", arg=next(iter(changes))
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
            assert space["sol"].torque() == pytest.approx(bilayer.torque(v, "OHE", "d_F")(v["d_F"]), rel=1e-11)


def test_kernel_shown_is_the_library(show):
    page = show("fig3")
    page.locator(".live-code > summary").click()
    page.locator(".live-source > summary").click()
    page.wait_for_function("() => document.querySelector('.live-kernel').textContent")
    shown = page.locator(".live-kernel").text_content()
    assert shown == (ROOT / "orbitronics" / "kernel.py").read_text(encoding="utf-8")


# -- appearance -------------------------------------------------------------------------------


def test_theme_is_followed(show):
    page = show("fig3")
    colours = []
    for theme in ("light", "dark"):
        page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
        curve = page.locator(".live-lines path").last.evaluate("p => getComputedStyle(p).stroke")
        colours.append((curve, page.locator(".live-heading").first.evaluate("t => getComputedStyle(t).color")))
    assert colours[0][0] != colours[1][0] and colours[0][1] != colours[1][1]


@pytest.mark.parametrize("name", [*NAMES, "sweep"])
def test_phone(show, name):
    page = show(name, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    row = page.locator(".live-control").first
    row.locator(".live-slider").scroll_into_view_if_needed()
    row.locator(".live-slider").tap()
    plot = page.locator(".live-plot").first
    plot.tap()
    assert page.locator(".live-value").first.text_content()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_jumps(show, name, width):
    def watch(page):
        page.add_init_script(
            "window.jumps = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.jumps += e.value))"
            ".observe({type: 'layout-shift', buffered: true})"
        )

    page = show(name, before=watch, viewport={"width": width, "height": 900})
    page.evaluate("scrollTo(0, 400)")
    assert page.evaluate("window.jumps") < 0.01


def test_print_shows_the_static_figure(show):
    page = show("fig2")
    assert not page.locator(".live-static").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".live-static").is_visible()
    assert not page.locator(".live-panels").is_visible()
    assert not page.locator(".live-room").is_visible()


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
    assert page.locator(".live-status").inner_text() == live.SENTENCE
    assert page.locator(".live-static").is_visible()
    assert not page.locator(".live-room").is_visible()


def test_without_webassembly(show):
    page = show("fig3", "failed", before=lambda page: page.add_init_script("delete window.WebAssembly"))
    assert "WebAssembly" in assert_static(page)
    assert not page.locator(".live-room").is_visible()


MISSING = ["vendor/micropython.wasm", "vendor/micropython.mjs", "live/worker.js", "live/chart.js", "live/library.json"]


@pytest.mark.parametrize("file", MISSING)
def test_missing_file(show, file):
    page = show("fig3", "failed", before=lambda page: page.route(f"**/{file}", lambda route: route.fulfill(status=404)))
    assert_static(page)
    assert not page.locator(".live-room").is_visible()
    assert figure(page, "f.ready.then(() => 'live', () => 'failed')") == "failed"
    page.problems.clear()  # the browser's own words about the missing file
    assert figure(page, "f.set({d_N: 1e-9}).then(() => 'drawn', () => 'refused')") == "refused"
    assert figure(page, "f.curves()") == []


def test_missing_script(show):
    page = show("fig3", "static", before=lambda page: page.route("**/live.js", lambda route: route.fulfill(status=404)))
    assert assert_static(page) == live.SENTENCE
    page.problems.clear()


def test_solver_that_fails_is_told(show):
    """An exception inside the worker leaves the page usable."""
    page = show("fig3")
    told = page.evaluate(
        """async () => {
          const figure = document.querySelector("live-figure");
          figure.hear({ id: 1, key: figure.key, failed: "ZeroDivisionError: no", curves: [] });
          return figure.state;
        }"""
    )
    assert told == "live"
    settled(page)


# -- size -------------------------------------------------------------------------------------


def test_budgets(folder):
    files = [path for part in ("live", "vendor") for path in (folder / part).rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    assert size <= 800e3
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in WEB.glob("*.js")) <= 900


def test_no_physics_in_javascript():
    """Names of the model's values appear in no script."""
    names = {*bilayer.PAPER, "sigma_SHE", "sigma_OHE", "tanh", "cosh"} - {"interface"}
    for path in WEB.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert [name for name in names if re.search(rf"\b{name}\b", text)] == [], path.name


def test_declarations_are_json():
    for name in NAMES:
        data = live.declaration(name)
        assert json.loads(json.dumps(data)) == data
        assert [c["name"] for c in data["controls"]] == list(figures.FIGURES[name].controls)
