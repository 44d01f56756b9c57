"""Your stack, live: what a reader does with it, in a browser, compared with the library in Python."""

import base64
import csv
import io
import json
import re
from contextlib import redirect_stdout
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import website
from browser import Handler, serving
from PIL import Image, ImageColor
from scipy.optimize import curve_fit
from test_live import CUT, swipe

import orbitronics as ob
from orbitronics import nm
from orbitronics.book import LiveStack
from orbitronics.figures import design
from orbitronics.paper import values as bilayer
from orbitronics.samples import sample
from orbitronics.web import own_stack

ROOT = Path(__file__).parents[2]
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
PAGE = """<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>Stack</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="live/live.css"><link rel="stylesheet" href="live/stack.css">
<script defer src="live/live.js"></script>
<script defer src="live/stack.js"></script><script defer src="live/prose.js"></script>
<script defer src="live/missing.js"></script>
</head><body><main><h1>Stack</h1><live-stack></live-stack></main></body></html>"""


SPECIAL = sample("OHE").stack.replace({"N.sigma_OHE": 2e5, "F.P_os": 0.3, "F.lambda_J": 0.7 * nm})
IN_A_CHAPTER = LiveStack(SPECIAL, "What it shows", "sweep", y="torque absorbed F", x="F.lambda_J", predict="?")
"""What a chapter opens with: a stack of its own, and a prediction to make."""
SEVERAL = [LiveStack(SPECIAL.replace({"N.thickness": d * nm}), "One of three", "sweep", predict="?") for d in (3, 4, 5)]

ANSWERS = """() => {
  const { Asked, answers } = orbitronics;
  const { sample, options } = document.querySelector("live-stack").now;
  const asked = new Asked(sample, options);
  const all = answers.catalogue(sample, options).map((one) => [one.key, one.parts.map((part) => part.of(asked))]);
  return [all, asked.solution.budget()];
}"""


class Strict(Handler):
    """Serve under a strict policy."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Serve a page with nothing but the element."""
    out = tmp_path_factory.mktemp("stack")
    website.write_live(out / "live")
    (out / "index.html").write_text(PAGE, encoding="utf-8")
    chapter = PAGE.replace("<live-stack></live-stack>", IN_A_CHAPTER._repr_html_())
    (out / "chapter.html").write_text(chapter, encoding="utf-8")
    several = "".join(one._repr_html_() for one in SEVERAL)
    (out / "several.html").write_text(PAGE.replace("<live-stack></live-stack>", several), encoding="utf-8")
    with serving(out, Strict) as address:
        yield address


@pytest.fixture
def show(browser, address, watch):
    """Return a function that opens the page and waits until the stack is live and drawn for the first time."""

    def show(fragment="", file="index.html", **options):
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "accept_downloads": True} | options
        )
        page = watch(context.new_page(), address)
        page.set_default_timeout(30000)
        page.goto(f"{address}{file}{fragment}")
        page.wait_for_selector("live-stack[state=live] .own-panel[data-tab]", state="attached")
        return page

    return show


def plain(page):
    return page.evaluate("document.querySelector('live-stack').stack")


def said(page):
    return page.locator(".own-said").inner_text()


def tab(page, name):
    page.click(f"[data-tab={name}]")
    page.wait_for_selector(f".own-panel[data-tab={name}]")
    drawn(page)


def drawn(page):
    """Wait until what was changed is drawn."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def enter(page, label, text):
    """Type a number beside its name."""
    entry = page.get_by_role("textbox", name=label)
    entry.fill(text)
    entry.press("Enter")
    drawn(page)


def expected():
    """Return Pt(5)|Co(1)|CuOx with an emitting surface, with the numbers of which the two paths begin."""
    stack = ob.Stack.from_dict(own_stack.presets()["paper"]["stack"])
    N, F = (layer.material for layer in stack.layers)
    Pt = N.replace(
        name="Pt", sigma_s=4e6, sigma_o=2e6, lambda_s=1.5 * nm, lambda_o=2 * nm, sigma_SHE=3e5, sigma_OHE=0.0, sigma=5e6
    )
    Co = F.replace(name="Co", sigma_s=3e6, lambda_J=1.2 * nm, P_os=0.2, P_so=0.2 / 3, sigma=4e6, M_s=1.4e6)
    return ob.Stack([Pt(5 * nm), Co(1 * nm), ob.Surface(sigma_OREE=2e4, G_o=1e14)])


def choose(page, name, keyboard):
    """Choose a part of the drawing."""
    if not keyboard:
        page.locator(f".own-part[data-place='{name}']").click()
        return
    page.locator(".own-part[aria-pressed=true]").focus()
    page.keyboard.press("End")
    for _ in range(10):
        if page.evaluate("document.activeElement.dataset.place") == name:
            return
        page.keyboard.press("ArrowUp")
    pytest.fail(f"{name} cannot be reached with the arrow keys")


def pick(page, label, text, keyboard):
    """Choose in a list of words."""
    box = page.get_by_label(label)
    if not keyboard:
        box.select_option(text)
        return
    box.focus()
    for _ in range(5):
        if box.evaluate("one => one.value") == text:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{text} cannot be reached with the arrow keys")


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_sample_from_start_to_end(show, keyboard):
    """Build Pt(5)|Co(1)|CuOx, and read torque, budget and sheet conductance as Python gives them."""
    page = show()
    pick(page, "closure", "reciprocal", keyboard)
    choose(page, "N", keyboard)
    enter(page, "name", "Pt")
    for label, text in (
        ("thickness of a layer", "5 nm"), ("spin conductivity", "4e6"), ("orbital conductivity", "2 000 000"),
        ("spin relaxation length", "1,5"), ("orbital relaxation length", "2nm"), ("spin Hall conductivity", "300000"),
        ("orbital Hall conductivity", "0"), ("charge conductivity", "5e6"),
    ):  # fmt: skip
        enter(page, label, text)
    choose(page, "F", keyboard)
    enter(page, "name", "Co")
    for label, text in (
        ("thickness of a layer", "1"), ("spin conductivity", "3e6"), ("spin precession length", "1.2"),
        ("orbit-to-spin polarisation", "0.2"), ("spin-to-orbit polarisation", f"{0.2 / 3}"),
        ("charge conductivity", "4e6"), ("saturation magnetisation", "1.4e6"),
    ):  # fmt: skip
        enter(page, label, text)
    choose(page, "top", keyboard)
    pick(page, "kind", "Surface", keyboard)
    enter(page, "orbital emission", "20000")
    enter(page, "interfacial orbital conductance", "1e14")
    assert said(page) == ""
    stack = expected()
    assert ob.Stack.from_dict(plain(page)) == stack

    answers = page.evaluate(ANSWERS)
    compare(stack, dict(answers[0]), answers[1], "reciprocal")
    tab(page, "laboratory")
    assert page.locator(".live-warning").count() == 0
    row = page.locator(".live-table tr", has_text="Sheet conductance along the current, m along x").inner_text()
    assert float(row.split("\t")[1]) == pytest.approx(ob.sheet(stack).conductance((1, 0, 0))[0, 0], rel=1e-5)


def test_cr_gd_co_by_touch(show):
    """On a phone: what is reported of a material stands beside its numbers, and a tap takes it; a swipe scrolls."""
    page = show(viewport={"width": 360, "height": 740}, has_touch=True)

    def fill(label, text):
        entry = page.get_by_role("textbox", name=label)
        entry.tap()
        entry.fill(text)
        entry.blur()

    def name(place, text):
        page.locator(place).tap()
        entry = page.locator(".own-name")
        entry.fill(text)
        entry.blur()

    def take(text):
        page.locator("ul.own-books button", has_text=text).tap()

    slider = page.locator(".own-row .own-slider").nth(1)
    slider.scroll_into_view_if_needed()
    box, before, top = slider.bounding_box(), plain(page), page.evaluate("scrollY")
    swipe(page, (box["x"] + 20, box["y"] + 9), (box["x"] + 40, box["y"] - 250))
    assert page.evaluate("scrollY") > top + 100 and plain(page) == before

    page.get_by_label("closure").select_option("reciprocal")
    name(".own-part[data-place=N]", "Cr")
    fill("thickness of a layer", "8")
    take("Cr: 6.6 ± ")
    take("Cr: 4×10⁵")
    name(".own-part[data-place=F]", "Gd")
    fill("thickness of a layer", "3")
    fill("orbit-to-spin polarisation", "0.3")
    fill("spin-to-orbit polarisation", "0.3")
    name("[data-act=F]", "Co")
    fill("spin precession length", "1.2")
    fill("orbit-to-spin polarisation", "0")
    fill("spin-to-orbit polarisation", "0")
    page.locator("[data-tab=laboratory]").tap()
    drawn(page)
    found = ob.Stack.from_dict(plain(page))
    N, F = ob.Stack.from_dict(own_stack.presets()["paper"]["stack"]).layers
    Cr = N.material.replace(name="Cr", lambda_o=6.6 * nm, sigma_OHE=4e5)
    Gd = F.material.replace(name="Gd", P_os=0.3, P_so=0.3)
    added = ob.Stack.from_dict({"schema": 1, "items": [{"kind": "Layer", "thickness": 5 * nm,
                                "material": own_stack.parts()["Ferromagnet"]}]}).layers[0].material  # fmt: skip
    Co = added.replace(name="Co", lambda_J=1.2 * nm, P_os=0.0, P_so=0.0)
    assert found == ob.Stack([Cr(8 * nm), Gd(3 * nm), Co(5 * nm)])
    row = page.locator(".live-table tr", has_text="Torque on Co per field").first.inner_text()
    assert float(row.split("\t")[1].split()[0].replace("−", "-")) == pytest.approx(
        ob.solve(found, closure="reciprocal").torque("exchange", layer="Co").real, rel=1e-3
    )


def test_ti_ni_and_a_cap_from_number_to_number(show):
    """With the keyboard: Enter takes a number and goes on to the next; one that is refused keeps the reader there."""
    page = show()
    choose(page, "N", keyboard=True)
    page.locator(".own-name").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Ti")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.classList.contains('own-entry')")
    for text in ("12", "1.5e6", "8e5", "6", "7.3", "2e3", "1e6", "none"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert "none" in page.locator(".own-message:not(:empty)").inner_text()
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    choose(page, "F", keyboard=True)
    page.locator(".own-name").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Ni")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.classList.contains('own-entry')")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.locator("[data-act=N]").focus()
    page.keyboard.press("Enter")
    page.locator(".own-name").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("cap")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.classList.contains('own-entry')")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    drawn(page)
    found = ob.Stack.from_dict(plain(page))
    assert [(one.name, round(one.thickness / nm, 9)) for one in found.layers] == [("Ti", 12), ("Ni", 4), ("cap", 2)]
    numbers = {
        "sigma_s": 1.5e6,
        "sigma_o": 8e5,
        "lambda_s": 6 * nm,
        "lambda_o": 7.3 * nm,
        "sigma_SHE": 2e3,
        "sigma_OHE": 1e6,
    }
    assert {name: found[f"Ti.{name}"] for name in numbers} == pytest.approx(numbers)
    assert found["Ti.P_so"] == 0


def test_the_designed_bilayer_has_its_shares_and_what_is_said_of_it(show):
    """The first preset shows what the designer shows: both Hall effects, their shares against a number, and remarks."""
    page = show()
    page.locator(".own-preset").select_option(index=1)
    tab(page, "sweep")
    page.locator(".own-panel [data-set=y]").select_option("shares F")
    drawn(page)
    stack = ob.Stack.from_dict(plain(page))
    assert (stack["N.sigma_SHE"], stack["N.sigma_OHE"]) == (1e5, 5e5)
    curves = page.evaluate("document.querySelector('live-stack').tab.plots[0].what.curves")
    assert [one["name"] for one in curves] == ["N: spin Hall conductivity", "N: orbital Hall conductivity"]
    d = np.array(curves[0]["x"]) * nm
    shares = ob.solve(stack.replace({"N.thickness": d})).by_source(lambda one: one.torque("absorbed"))
    for one, name in zip(curves, bilayer.HALL, strict=True):
        np.testing.assert_allclose(one["y"], np.real(shares[f"N.{name}"]), rtol=1e-9)
    v = {name: stack[a] for name, a in bilayer.ADDRESSES.items() if a in stack.numbers()}
    v |= {"closure": "paper", "wavenumber": "exact", "interface": "transparent"}
    facts = design.facts(
        v, *[ob.solve(stack).by_source(lambda one: one.torque())[f"N.{name}"] for name in bilayer.HALL]
    )
    remarks = page.locator(".live-remarks").inner_text()
    assert f"Spin Hall effect {100 * facts['spin share']:.3g} %" in remarks
    assert ("backflow) limits" in remarks) == bool(facts["backflow limits"])
    choose(page, "F", keyboard=False)
    enter(page, "spin Hall conductivity", "1e4")
    assert page.locator(".live-remarks").count() == 0  # of a bilayer that the remarks do not know
    page.locator("[data-name=closure]").select_option("reciprocal")


def compare(stack, answers, budget, closure):
    """Compare all answers of the page with the library."""
    solution = ob.solve(stack, closure=closure)
    sheet, pumped = ob.sheet(stack, closure=closure), ob.pump(stack, closure=closure)
    kind = "exchange" if closure == "reciprocal" else "absorbed"
    wanted = {
        "torque exchange Co": solution.torque("exchange"),
        "torque absorbed Co": solution.torque("absorbed"),
        "xi_j Co": ob.observables.xi_j(solution, kind=kind),
        "power Co": solution.torque(kind)
        / np.sqrt(sum(one.thickness * one.material.sigma for one in expected().layers)),
        "field Co": ob.observables.in_mT_per_1e11(ob.observables.field_per_current(solution)),
        "damping Co": pumped.damping().alpha,
        "pumped Co": np.real(pumped.open_circuit_field()),
        **{f"sheet {axis}": sheet.conductance(np.eye(3)[i])[0, 0] for i, axis in enumerate("xyz")},
        "smr": sheet.smr,
        "shares Co": complex(*[one.real for one in solution.by_source(lambda one: one.torque(kind)).values()]),
    }
    assert set(answers) == set(wanted)
    for key, value in wanted.items():
        found = complex(*answers[key])
        assert abs(found - value) <= 1e-10 * abs(value), (key, found, value)
    for place, moments in solution.budget().items():
        for moment, rows in moments.items():
            size = max(map(abs, rows.values()))
            for name, value in rows.items():
                assert abs(complex(*budget[place][moment][name]) - value) <= 1e-10 * size, (place, moment, name)


def test_shares_and_profiles_of_each_preset(show):
    """What is drawn across the stack, and the share of each source, as Python gives them."""
    page = show()
    for key, preset in own_stack.presets().items():
        page.locator(".own-preset").select_option(key)
        drawn(page)
        assert plain(page) == json.loads(json.dumps(preset["stack"])) == ob.Stack.from_dict(plain(page)).to_dict()
        stack = ob.Stack.from_dict(preset["stack"])
        solution = ob.solve(stack, closure=preset["closure"])
        found = page.evaluate("document.querySelector('live-stack').tab.plots.map((one) => one.what.curves)")
        for curves, name, scale in zip(found, ("J_s", "J_o", "mu_s", "mu_o"), (1, 1, 1e9, 1e9), strict=True):
            z = np.array(curves[0]["x"]) * nm
            inside = np.min(np.abs(z[:, None] - np.array(stack.heights)), axis=1) > 1e-13
            expected = getattr(solution, name)(z[inside]) * scale
            got = (np.array(curves[0]["y"]) + 1j * np.array(curves[1]["y"]))[inside]
            np.testing.assert_allclose(got, expected, rtol=0, atol=1e-10 * np.abs(expected).max())
        magnets = [stack.place(i) for i, one in enumerate(stack.layers) if one.magnetic] or ["bottom"]
        kind = "absorbed" if preset["closure"] == "paper" or magnets == ["bottom"] else "exchange"
        shares = page.evaluate(
            """([places, kind]) => { const stack = document.querySelector("live-stack").now;
            const { solution } = new orbitronics.Asked(stack.sample, stack.options);
            return places.map((place) => solution.bySource((one) => one.torque(place, kind))); }""",
            [magnets, kind],
        )
        for place, rows in zip(magnets, shares, strict=True):
            wanted = solution.by_source(lambda one, place=place, kind=kind: one.torque(kind, layer=place))
            assert {name: complex(*one) for name, one in rows.items()} == pytest.approx(wanted, rel=1e-9)


def test_link_json_and_python(show, tmp_path):
    """A link, a file and the lines of Python each bring back the same stack; Undo and Redo lead there and back."""
    page = show()
    page.locator(".own-preset").select_option("valve")
    page.click("[data-tab=budget]")
    enter(page, "thickness of a layer", "7.25")
    stack = ob.Stack.from_dict(plain(page))
    assert stack["fixed.thickness"] == pytest.approx(7.25 * nm)
    assert stack["free.m"] == -1
    page.click("[data-do=undo]")
    assert ob.Stack.from_dict(plain(page))["fixed.thickness"] == 6 * nm
    page.click("[data-do=redo]")
    assert ob.Stack.from_dict(plain(page)) == stack

    link = page.evaluate("document.querySelector('live-stack').link()")
    other = show(f"#{link.partition('#')[2]}")
    assert ob.Stack.from_dict(plain(other)) == stack
    other.wait_for_selector(".own-panel[data-tab=budget]")
    assert other.locator("[data-name=closure]").input_value() == "reciprocal"
    other.locator("[data-name=closure]").select_option("paper")
    tab(other, "laboratory")  # where the library warns, the page does
    assert "Onsager" in other.locator(".live-warning").first.inner_text()
    assert "from nowhere" in other.locator(".live-warning").last.inner_text()
    page.wait_for_function("() => location.hash.includes('stack=')")  # the address follows: a reload keeps it
    page.reload()
    page.wait_for_selector("live-stack[state=live]")
    assert ob.Stack.from_dict(plain(page)) == stack

    with page.expect_download() as download:
        page.click("[data-do=save]")
    saved = tmp_path / "stack.json"
    download.value.save_as(saved)
    assert ob.Stack.from_dict(json.loads(saved.read_text(encoding="utf-8"))) == stack
    page.click("[data-do=python]")
    lines = page.locator(".own-code pre").inner_text()
    names, said_there = {}, io.StringIO()
    with redirect_stdout(said_there):
        exec(lines, names)
    assert names["stack"] == stack
    assert names["solution"].closure == "reciprocal"

    mine = expected()
    other.set_input_files("input[type=file]", {"name": "mine.json", "mimeType": "application/json",
                                               "buffer": json.dumps(mine.to_dict()).encode()})  # fmt: skip
    other.wait_for_function("() => document.querySelector('live-stack').stack.items.length === 3")
    assert ob.Stack.from_dict(plain(other)) == mine


def kept(page, action, folder):
    """Return the file that a button gives."""
    with page.expect_download() as download:
        page.click(f"[data-do={action}]")
    download.value.save_as(folder / download.value.suggested_filename)
    return folder / download.value.suggested_filename


def table(page, folder):
    """Return the rows of the CSV of what is shown, below its head."""
    with kept(page, "csv", folder).open(encoding="utf-8", newline="") as text:
        head, *rows = csv.reader(line for line in text if not line.startswith("# "))
    assert all(len(row) == len(head) for row in rows)
    return head, rows


def drawing(page, folder):
    """Return the SVG of what is shown, which needs nothing of the page."""
    text = kept(page, "svg", folder).read_text(encoding="utf-8")
    assert "var(" not in text and "currentColor" not in text
    return ElementTree.fromstring(text)


SVG = "{http://www.w3.org/2000/svg}"


def curve_of(svg, colour):
    """Return the places of the first curve in a colour, in pixels."""
    path = next(one for one in svg.iter(f"{SVG}path") if one.get("stroke") == colour and one.get("d").count("L") > 9)
    return np.array([[float(x) for x in pair.split(",")] for pair in path.get("d").lstrip("M").split("L")])


def test_exports_hold_the_librarys_numbers(show, tmp_path):
    """CSV, SVG and PNG of each tab: the numbers in them are those of Python."""
    page = show()
    page.locator(".own-preset").select_option("converter")
    stack = ob.Stack.from_dict(plain(page))
    solution = ob.solve(stack, closure="reciprocal")

    drawn(page)
    head, rows = table(page, tmp_path)
    assert head == ["chart", "curve", "x", "unit of x", "y", "unit of y"]
    found = {
        (c, n): np.array([[float(x), float(y)] for *one, x, _, y, _ in rows if one == [c, n]]) for c, n, *_ in rows
    }
    assert {(row[3], row[5]) for row in rows} == {("nm", "Ω⁻¹ m⁻¹"), ("nm", "nm")}
    assert len(found) == 8
    for title, name, scale in (("Spin current", "J_s", 1), ("Orbital potential", "mu_o", 1e9)):
        for part, take in (("real", np.real), ("imaginary", np.imag)):
            z, y = found[f"{title} per field", part].T
            inside = np.min(np.abs(z[:, None] - np.array(stack.heights) / nm), axis=1) > 1e-4
            wanted = take(getattr(solution, name)(z[inside] * nm)) * scale
            np.testing.assert_allclose(y[inside], wanted, atol=1e-9 * np.abs(y).max())

    tab(page, "sweep")
    _, rows = table(page, tmp_path)
    d, tau = np.array([[float(row[2]), float(row[4])] for row in rows if row[1] == "damping-like"]).T
    wanted = ob.solve(stack.replace({"N.thickness": d * nm}), closure="reciprocal").torque("exchange").real
    np.testing.assert_allclose(tau, wanted, rtol=1e-9)
    svg = drawing(page, tmp_path)
    x, y = curve_of(svg, own_stack.COLOURS[0]).T
    there = np.interp(np.interp(x, [x[0], x[-1]], np.log([d[0], d[-1]])), np.log(d), wanted)  # the axis is logarithmic
    slope, shift = np.polyfit(there, y, 1)
    assert slope < 0 and np.abs(slope * there + shift - y).max() < 1  # pixel
    shot = Image.open(kept(page, "png", tmp_path)).convert("RGB")
    lines = [one for one in svg.iter(f"{SVG}text") if one.get("font-size") == "10.5"]
    assert shot.size == (2 * (640 + 16), 2 * (20 + 400 + 2 * 16 + 14 + 8 + 16 * len(lines)))
    assert ImageColor.getrgb(own_stack.COLOURS[0]) in {colour for _, colour in shot.getcolors(1 << 20)}

    tab(page, "budget")
    _, rows = table(page, tmp_path)
    values = [x for moments in solution.budget().values() for row in moments.values() for x in row.values()]
    got = [complex(float(re), float(im)) for *_, re, im in rows]
    np.testing.assert_allclose(got, values, atol=1e-9 * np.abs(values).max())
    assert {row[0] for row in rows} == set(solution.budget())
    assert len(list(drawing(page, tmp_path).iter(f"{SVG}text"))) > 10

    tab(page, "laboratory")
    _, rows = table(page, tmp_path)
    value = {what: float(x) for what, x, *_ in rows}
    assert value["Torque efficiency of F per current density"] == pytest.approx(
        ob.observables.xi_j(solution, kind="exchange").real
    )
    assert value["Damping that F gains by pumping"] == pytest.approx(ob.pump(stack).damping().alpha)
    page.click("[data-do=svg]")
    assert "nothing to draw" in said(page)

    tab(page, "map")
    page.locator("[data-set=x2]").select_option("F.lambda_J")
    head, rows = table(page, tmp_path)  # whole, though the page has just begun to work it out
    assert head[:2] == ["N.thickness (nm)", "F.lambda_J (nm)"] and head[2].endswith("(Ω⁻¹ m⁻¹)")
    x, y, tau = np.array(rows, float).T
    wanted = (
        ob.solve(stack.replace({"N.thickness": x * nm, "F.lambda_J": y * nm}), closure="reciprocal")
        .torque("exchange")
        .real
    )
    np.testing.assert_allclose(tau, wanted, rtol=1e-9)
    [image] = drawing(page, tmp_path).iter(f"{SVG}image")
    pixels = np.array(Image.open(io.BytesIO(base64.b64decode(image.get("href").split(",")[1]))).convert("RGB"))
    low, high = (
        (-np.abs(wanted).max(), np.abs(wanted).max())
        if wanted.min() < 0 < wanted.max()
        else (wanted.min(), wanted.max())
    )
    stops = np.array(own_stack.WORDS["scales"]["signed" if low == -high else "plain"])
    at = (wanted.reshape(200, 200)[::-1] - low) / (high - low) * (len(stops) - 1)
    expected = np.stack([np.interp(at, range(len(stops)), column) for column in stops.T], -1)
    assert np.abs(pixels - expected).max() < 3  # of 255

    tab(page, "matters")
    _, rows = table(page, tmp_path)
    slope = {address: float(x) for address, x, _ in rows if x}
    ends = [
        ob.solve(stack.replace({"N.sigma_OHE": h * 1e5}), closure="reciprocal").torque("exchange").real
        for h in (0.999, 1.001)
    ]
    assert slope["N.sigma_OHE"] == pytest.approx(np.log(ends[1] / ends[0]) / 2e-3, abs=1e-4)
    assert {row[2] for row in rows} == {"10"}

    tab(page, "data")
    page.locator(".own-panel textarea").fill("2 -100 5\n7 -300 6")
    drawn(page)
    _, rows = table(page, tmp_path)
    at = ob.solve(stack.replace({"N.thickness": np.array([2, 7]) * nm}), closure="reciprocal").torque("exchange").real
    np.testing.assert_allclose(np.array(rows, float), [[2, -100, 5, at[0]], [7, -300, 6, at[1]]], rtol=1e-9)

    text = ElementTree.parse(kept(page, "drawing", tmp_path)).getroot()
    said_there = " ".join("".join(one.itertext()) for one in text.iter(f"{SVG}text"))
    for place, layer in zip(("N", "converter", "F"), stack.layers, strict=True):
        assert f"{place}, {layer.thickness / nm:g} nm" in said_there


HOSTILE = (
    ("{", "is no JSON"),
    ("[1, 2]", "The plain form of a stack is"),
    ('{"schema": 2, "items": []}', "this page reads schema 1"),
    ('{"schema": 1, "items": []}', "at least one layer"),
    ('{"schema": 1, "items": [], "code": "alert(1)"}', "is not known"),
    ('{"schema": 1, "items": [{"kind": "constructor"}]}', "is not known; there are"),
    ('{"schema": 1, "items": [{"kind": "Layer", "thickness": 1e-9, "material": {"kind": "NormalMetal"}}]}', "lacks"),
    ('{"schema": 1, "items": [{"kind": "Interface", "G_s": 1, "G_o": 1}]}', "needs a layer on both sides"),
)


def test_hostile_input_is_refused_with_a_sentence_and_nothing_is_lost(show):
    page = show()
    choose(page, "N", keyboard=False)
    enter(page, "name", "Ti")
    before = plain(page)

    def paste(text):
        page.evaluate(
            """(text) => { const data = new DataTransfer(); data.setData("text", text);
            document.querySelector("live-stack").dispatchEvent(new DragEvent("drop", { dataTransfer: data })); }""",
            text,
        )

    good = json.dumps(before)
    broken = [
        (good.replace("1000000.0", "-1", 1).replace("1000000", "-1", 1), "must be positive and finite"),
        (good.replace('"Ti"', '"<img src=x onerror=alert(1)>/"'), "cannot be a name"),
        (good.replace('"Ti"', '"T" , "__proto__": {"a": 1}'), "has no number"),
        (good.replace('"lambda_s": 3', '"lambda_s": [3], "x": 3', 1), "has no number"),
        ('{"schema": 1, "items": [' + "1," * 150000 + "1]}", "has at most"),
    ]
    for text, sentence in (*HOSTILE, *broken):
        paste(text)
        assert "Nothing was changed" in said(page), text[:80]
        assert sentence in said(page), (text[:80], said(page))
        assert plain(page) == before
    entry = page.get_by_role("textbox", name="orbital relaxation length")
    for text in ("abc", "", "-5", "0", "1e400", "5 kg", "1,234", "<b>", "0x10", "nan"):
        entry.fill(text)
        entry.press("Enter")
        assert entry.get_attribute("aria-invalid") == "true", text
        assert plain(page) == before, text
    entry.fill("1 234,5 nm")
    entry.press("Enter")
    assert ob.Stack.from_dict(plain(page))["Ti.lambda_o"] == pytest.approx(1234.5 * nm)
    assert entry.get_attribute("aria-invalid") == "false"

    packed = base64.urlsafe_b64encode(b'[{"schema":1,"items":[]},{"closure":"evil"},null]').decode().strip("=")
    for fragment in ("#stack=", "#stack=%%%", "#stack=AAAA", f"#stack={packed}", "#stack=" + "A" * 300000):
        other = show(fragment)
        assert "is refused" in said(other)
        assert ob.Stack.from_dict(plain(other)) == ob.Stack.from_dict(own_stack.presets()["paper"]["stack"])


def test_layers_and_parts(show):
    """Adding, copying, moving and removing layers, and each kind of interface and surface, as Python knows them."""
    page = show()
    choose(page, "F", keyboard=False)
    page.click("[data-act=N]")
    page.keyboard.press("Alt+ArrowDown")
    page.click("[data-act=copy]")
    names = [one["material"]["name"] for one in plain(page)["items"] if one["kind"] == "Layer"]
    assert names == ["N", "N2", "N2", "F"]
    assert page.locator(".own-layer[aria-pressed=true]").get_attribute("data-place") == "N2[1]"
    choose(page, "N2[1]/F", keyboard=True)
    pick(page, "kind", "Interface", keyboard=True)
    enter(page, "interfacial spin conductance", "2e15")
    enter(page, "orbital emission of an interface per field, into the layer above", "3e4")
    choose(page, "bottom", keyboard=True)
    pick(page, "kind", "Surface", keyboard=True)
    enter(page, "spin-mixing conductance, Eq. (19), real part", "4e14")
    enter(page, "spin-mixing conductance, Eq. (19), imaginary part", "-1e13")
    stack = ob.Stack.from_dict(plain(page))
    assert stack["N2[1]/F.G_s"] == 2e15
    assert stack["N2[1]/F.sigma_OREE_above"] == 3e4
    assert stack["bottom.G_mix"] == 4e14 - 1e13j
    choose(page, "N", keyboard=True)
    page.keyboard.press("Delete")
    assert [one["material"]["name"] for one in plain(page)["items"] if one["kind"] == "Layer"] == names[1:]
    for _ in range(2):
        page.click("[data-act=remove]")
    page.click("[data-act=remove]")
    assert "at least one layer" in said(page)
    assert len(ob.Stack.from_dict(plain(page))) == 1


def test_map_and_sensitivities(show):
    """The map holds what Python gives, the bars are its derivatives, and a click on the map moves the sample."""
    page = show()
    page.locator(".own-preset").select_option("converter")
    tab(page, "map")
    page.locator("[data-set=x2]").select_option("F.lambda_J")
    page.locator("[data-set=limit]").select_option("printed")
    drawn(page)
    page.wait_for_function("() => document.querySelector('live-stack').tab.points === 200")
    stack = ob.Stack.from_dict(plain(page))
    assert "is good to 10 %" in page.locator(".own-panel .own-note").inner_text()
    rows = page.evaluate("""() => { const { along, up, values } = document.querySelector("live-stack").tab;
      return [0, 7777, 20123, 39999].map((n) => [along.grid[n % 200], up.grid[Math.floor(n / 200)], values[n]]); }""")
    for d, lambda_J, value in rows:
        other = stack.replace({"N.thickness": d, "F.lambda_J": lambda_J})
        assert value == pytest.approx(ob.solve(other, closure="reciprocal").torque("exchange").real, rel=1e-9)
    told = page.locator(".own-at").inner_text().replace("−", "-")  # at the stack itself, which is no point of the grid
    torque = ob.solve(stack, closure="reciprocal").torque("exchange").real
    assert float(re.search(r": (\S+)", told)[1]) == pytest.approx(torque, rel=2e-4), told
    page.locator(".own-field").click(position={"x": 400, "y": 100})
    drawn(page)
    moved = ob.Stack.from_dict(plain(page))
    assert moved["N.thickness"] != stack["N.thickness"]
    assert moved["F.lambda_J"] != stack["F.lambda_J"]

    tab(page, "matters")
    found = dict(page.evaluate("document.querySelector('live-stack').tab.rows.map((one) => [one.address, one.slope])"))
    for address, slope in found.items():
        p = moved[address]
        ends = [ob.solve(moved.replace({address: p * (1 + h)}), closure="reciprocal").torque("exchange").real
                for h in (-1e-4, 1e-4)]  # fmt: skip
        assert slope == pytest.approx(np.log(ends[1] / ends[0]) / 2e-4, abs=2e-6), address
    said_there = page.locator(".own-panel .own-note")
    page.wait_for_function("() => document.querySelector('.own-panel .own-note').textContent.includes('68 %')")
    numbers = [
        float(word.replace("−", "-").rstrip(",."))
        for word in said_there.inner_text().split()
        if word[0] in "−0123456789"
    ]
    rng = np.random.default_rng(1)
    drawn_numbers, known = {}, own_stack.data()["quantities"]
    for address in found:
        width = np.log1p(0.01)
        p = moved[address]
        positive = known[address.split(".")[-1]]["positive"]
        drawn_numbers[address] = (
            rng.lognormal(np.log(p) - width / 2, np.sqrt(width), 40000)
            if positive
            else rng.normal(p, 0.1 * abs(p), 40000)
        )
    samples = ob.solve(moved.replace(drawn_numbers), closure="reciprocal").torque("exchange").real
    assert numbers[1] == pytest.approx(samples.mean(), abs=0.1 * samples.std())
    assert numbers[2] == pytest.approx(samples.std(), rel=0.08)
    assert numbers[4:6] == pytest.approx(list(np.percentile(samples, (16, 84))), abs=0.1 * samples.std())


def first_order(solve, stack):
    """Return what is of zeroth and first order in the conversion, by a central difference of the library's answers."""
    changed = {a: x for a, x in stack.numbers().items() if a.split(".")[1] in ("P_os", "P_so", "G_os", "G_so")}
    none, *near = [stack.replace({a: h * x for a, x in changed.items()}) for h in (0.0, -1e-3, 1e-3)]
    return solve(none) + (solve(near[1]) - solve(near[0])) / 2e-3


def limits_in_python(stacks):
    """Return the torque of a bilayer in each limit, by its key in the page."""

    def solve(one, **options):
        return ob.solve(one, 1.0, "paper", **options).torque("absorbed").real

    v = {name: stacks[a] for name, a in bilayer.ADDRESSES.items() if a in stacks.numbers()}
    v |= {"wavenumber": "exact", "interface": "finite" if "G_s" in v else "transparent"}
    none = {a: 0.0 for a in stacks.numbers() if a.split(".")[1] in ("P_os", "P_so", "G_os", "G_so")}
    return {
        "printed": solve(stacks, wavenumber="printed"),
        "closed": design.printed(v).real,
        "none": solve(stacks.replace(none)),
        "first": first_order(solve, stacks),
        "transparent": solve(ob.Stack([stacks.layers[0], stacks.layers[1]])),
        "thick N": solve(stacks.replace({"N.thickness": 1e-6})),
        "thick F": solve(stacks.replace({"F.thickness": 1e-6})),
    }


def test_limits_that_a_map_compares_with(show):
    """Each limit is what the library gives for it: closed forms as printed, changed stacks, first order."""
    page = show()
    finite = ob.Stack.from_dict(own_stack.presets()["paper"]["stack"]).replace({"N.sigma_SHE": 3e4, "F.P_so": 0.2})
    contact = ob.Interface(G_s=2e15, G_o=6e14, G_os=1e14, G_so=5e13)
    at_interface = ob.Stack([finite.layers[0], contact, finite.layers[1]]).replace({"F.P_os": 0.0, "F.P_so": 0.0})
    for stack in (finite, at_interface):
        page.evaluate("(data) => { document.querySelector('live-stack').stack = data; }", stack.to_dict())
        tab(page, "map")
        found = page.evaluate("""() => {
          const { now } = document.querySelector("live-stack"), { answers } = orbitronics;
          const group = answers.catalogue(now.sample, now.options).find(({ key }) => key === "torque absorbed F");
          const [along, up] = ["N.thickness", "F.lambda_J"].map((address) => answers.axis(now.sample, address));
          [along.grid, up.grid] = [[2e-9, 7e-9], [0.4e-9, 3e-9]];
          return answers.limits(now.sample, group, group.parts[0]).filter(({ terms }) => terms).map((limit) =>
            [limit.key, [...answers.limited(now.sample, now.options, along, up, group.parts[0], 2, limit)]]);
        }""")
        assert len(found) == (7 if stack is at_interface else 6)
        grid = {"N.thickness": np.array([2, 7, 2, 7]) * nm, "F.lambda_J": np.array([0.4, 0.4, 3, 3]) * nm}
        wanted = limits_in_python(stack.replace(grid))
        for key, values in found:
            np.testing.assert_allclose(values, wanted[key], rtol=1e-4, err_msg=key)


def fit(page):
    page.click("[data-do=fit]")
    page.evaluate("document.querySelector('live-stack').tab.fitted")


def series(stack, rng, errors):
    """Return a synthetic series: thickness of N in nm, torque per field, its error."""
    d = np.linspace(1, 18, 14)
    tau = ob.solve(stack.replace({"N.thickness": d * nm}), closure="reciprocal").torque("exchange").real
    error = 0.02 * np.abs(tau).max() * (1 + d / 20)
    lines = zip(d, tau + rng.normal(0, error), error, strict=True)
    return "thickness\ttorque\terror\n" * errors + "\n".join(
        "\t".join(f"{number:.12g}" for number in row[: 2 + errors]) for row in lines
    )


def test_a_long_name_stays_within_its_place(show):
    """Also one without a blank: in the drawing, the tables and the choice of numbers; a budget has its beginning."""
    for width in (1280, 360):
        page = show(viewport={"width": width, "height": 740})
        page.locator(".own-part[data-place=F]").click()
        enter(page, "name", "W" * 40)
        for name in ("profiles", "sweep", "budget", "laboratory", "map", "data", "matters"):
            tab(page, name)
            over = page.evaluate("""() => [...document.querySelectorAll(".own-part, .own-panel, fieldset, label, html")]
              .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 80))""")
            assert over == [], (width, name)
        tab(page, "budget")
        assert page.locator(".own-budget tspan", has_text="…").count() == 1


def test_a_chart_is_whole_on_paper(show):
    """Where nothing draws it anew for the size that it has there."""
    page = show()
    tab(page, "sweep")
    low = page.evaluate("""() => {
      const canvas = document.querySelector(".own-canvas");
      canvas.style.cssText = "width: 300px; height: 120px"; // and what is measured now comes before it is drawn again
      const box = canvas.getBoundingClientRect();
      const said = [...canvas.querySelectorAll("text")].map((one) => one.getBoundingClientRect());
      return ["bottom", "right"].map((end) => Math.max(...said.map((one) => one[end])) - box[end]);
    }""")
    assert max(low) <= 1
    page.emulate_media(media="print")
    assert page.locator(".own-bar:visible").count() == 0


def test_names_of_layers_are_read_over_the_curves(show):
    """They stand after the curves in the drawing, with the colour of the ground around their letters."""
    page = show()
    found = page.locator(".own-canvas").evaluate_all("""(all) => all.flatMap((one) =>
      [...one.querySelectorAll("text")].filter((text) => ["N", "F"].includes(text.textContent)).map((text) => [
        Boolean(one.querySelector(".live-lines").compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING),
        getComputedStyle(text).paintOrder, text.getAttribute("stroke")]))""")
    assert found == 8 * [[True, "stroke", "var(--live-ground)"]]


def test_your_stack_is_read_over_the_line_of_zero(show, tmp_path):
    """Where a torque is negative, the line passes through these words: they stand before it, on paper too."""
    page = show()
    page.locator(".own-preset").select_option("valve")
    tab(page, "sweep")
    style = page.locator(".own-canvas text", has_text="your stack").evaluate("""(one) => {
      const { paintOrder, stroke } = getComputedStyle(one);
      const ground = Object.assign(document.createElement("i"), { style: "color: var(--live-ground)" });
      return [paintOrder, stroke, getComputedStyle(one.closest(".own-canvas").appendChild(ground)).color];
    }""")
    assert style == ["stroke", style[2], style[2]]
    said = next(one for one in drawing(page, tmp_path).iter(f"{SVG}text") if one.text == "your stack")
    assert (said.get("stroke"), said.get("paint-order")) == ("#ffffff", "stroke")


def test_four_charts_lie_two_by_two_on_paper(show):
    page = show(viewport={"width": 700, "height": 900})
    page.emulate_media(media="print")
    boxes = [plot.bounding_box() for plot in page.locator(".own-four > .own-plot").all()]
    assert len(boxes) == 4
    assert [len({round(box[side]) for box in boxes}) for side in "xy"] == [2, 2]
    assert max(box["x"] + box["width"] for box in boxes) <= 700


def test_all_the_data_that_the_page_takes_are_in_its_link(show):
    page = show()
    tab(page, "data")
    text = "# µ of an instrument\n" + "\n".join(f"{2 + i / 100:<60.2f}\t{300 + i:<30}" for i in range(1999))
    assert own_stack.TEXT - 20000 < len(text) < own_stack.TEXT
    put = "(one, text) => { one.value = text; one.dispatchEvent(new Event('input')); }"  # typing it takes a minute
    page.locator(".own-data textarea").evaluate(put, text)
    drawn(page)
    link = page.evaluate("document.querySelector('live-stack').link()")
    other = show(f"#{link.partition('#')[2]}")
    assert said(other) == ""
    other.wait_for_selector(".own-panel[data-tab=data]")
    assert other.locator(".own-rest").inner_text().startswith("1999 points")


def test_a_change_in_a_hurry_is_in_the_address(show, address):
    """A reader who leaves at once and comes back finds it."""
    page = show()
    enter(page, "thickness of a layer", "7")
    page.evaluate("document.querySelector('live-stack').dataset.here = 'yes'")
    page.goto(f"{address}chapter.html")
    page.go_back()
    page.wait_for_selector("live-stack[state=live]:not([data-here])")
    assert ob.Stack.from_dict(plain(page))["N.thickness"] == pytest.approx(7 * nm)


def test_the_scale_of_a_map_is_seen_in_forced_colours(show):
    page = show(forced_colors="active")
    tab(page, "map")
    assert "gradient" in page.locator(".own-scale").evaluate("one => getComputedStyle(one).backgroundImage")
    assert page.locator(".own-scale").evaluate("one => getComputedStyle(one).forcedColorAdjust") == "none"


@pytest.mark.parametrize("errors", [True, False], ids=["with errors", "without"])
def test_fit_agrees_with_scipy(show, errors):
    """Pasted columns, fitted in the page: values, standard deviations, correlation and chi squared."""
    page = show()
    page.locator(".own-preset").select_option("converter")
    stack = ob.Stack.from_dict(plain(page))
    text = series(stack.replace({"N.lambda_o": 7.3 * nm, "N.sigma_OHE": 1.4e5}), np.random.default_rng(3), errors)
    tab(page, "data")
    page.locator(".own-panel textarea").fill(text)
    for address in ("N.lambda_o", "N.sigma_OHE"):
        page.locator(f"[name=fit][value='{address}']").check()
    fit(page)
    found = page.evaluate("document.querySelector('live-stack').tab.found")
    rows = np.loadtxt(io.StringIO(text), skiprows=int(errors))

    def model(d, lambda_o, sigma_OHE):
        changes = {"N.thickness": d * nm, "N.lambda_o": lambda_o, "N.sigma_OHE": sigma_OHE}
        return ob.solve(stack.replace(changes), closure="reciprocal").torque("exchange").real

    scaled = curve_fit(
        lambda d, a, b: model(d, a * nm, b * 1e5), rows[:, 0], rows[:, 1], p0=(5, 1),
        sigma=rows[:, 2] if errors else None, absolute_sigma=errors, xtol=1e-13, ftol=1e-13,
    )  # fmt: skip
    values, covariance = scaled
    sigma = np.sqrt(np.diag(covariance))
    assert found["names"] == ["N.lambda_o", "N.sigma_OHE"]
    assert found["values"] == pytest.approx(values * [nm, 1e5], rel=1e-5)
    assert found["sigma"] == pytest.approx(sigma * [nm, 1e5], rel=1e-4)
    assert found["correlation"][0][1] == pytest.approx(covariance[0, 1] / sigma[0] / sigma[1], rel=1e-4)
    assert found["loose"] is False
    if errors:
        chi2 = np.sum(((model(rows[:, 0], *values * [nm, 1e5]) - rows[:, 1]) / rows[:, 2]) ** 2)
        assert found["chi2"] == pytest.approx(chi2, rel=1e-6)
        assert "for 12 degrees of freedom" in page.locator(".own-found").inner_text()
    fitted = ob.Stack.from_dict(plain(page))
    assert fitted["N.lambda_o"] == found["values"][0]
    page.click("[data-do=undo]")
    assert ob.Stack.from_dict(plain(page)) == stack


def test_a_fit_that_determines_only_a_product_says_so(show):
    page = show()
    choose(page, "F", keyboard=False)
    enter(page, "spin-to-orbit polarisation", "0")
    stack = ob.Stack.from_dict(plain(page))
    d = np.linspace(1, 18, 12)
    tau = ob.solve(stack.replace({"N.thickness": d * nm})).torque().real
    tab(page, "data")
    page.locator(".own-panel textarea").fill(
        "\n".join(f"{a} {b * (1 + 0.01 * (-1) ** i)}" for i, (a, b) in enumerate(zip(d, tau, strict=True)))
    )
    for address in ("N.sigma_OHE", "N.sigma"):
        page.locator(f"[name=fit][value='{address}']").check()
    fit(page)
    assert "do not determine “N: charge conductivity”:" in page.locator(".live-warning").inner_text()
    page.click("[data-do=undo]")
    page.locator("[name=fit][value='N.sigma']").uncheck()
    page.locator("[name=fit][value='F.P_os']").check()
    fit(page)
    warning = page.locator(".live-warning").inner_text()
    assert "the product of “N: orbital Hall conductivity” and “F: orbit-to-spin polarisation”" in warning

    before = plain(page)
    field = page.locator(".own-panel textarea")
    for text, sentence in (
        ("1 2\n3 x", "Line 2"), ("1 2 0\n2 3 1", "must be positive"), ("1 2 3 4\n", "two or three numbers"),
        ("1 2\n2 3 1", "in every line"), ("1 2\n" * 3000, "up to 2000"), ("<script>\n<b>", "Line 1"),
    ):  # fmt: skip
        field.evaluate("(one, text) => { one.value = text; one.dispatchEvent(new Event('input')); }", text)
        assert sentence in said(page), (text, said(page))
        assert plain(page) == before
    fit(page)
    assert page.evaluate("document.querySelector('live-stack').now.view.data").startswith("1.0 ")


@pytest.mark.parametrize("width", [320, 360, 740, 1280, 1920])
def test_numbers_are_whole_and_sliders_long(show, width):
    page = show(viewport={"width": width, "height": 800})
    for slider in page.locator(".own-slider:visible").all():
        assert slider.bounding_box()["width"] >= 200
    assert page.evaluate(CUT, "-3.71679") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_refused_stays_with_the_reason(show):
    """Data and numbers that cannot be read are not lost when another number moves, and data are in the address."""
    page = show()
    tab(page, "data")
    field = page.locator(".own-panel textarea")
    field.fill("1 100\n2 200")
    drawn(page)
    field.fill("1 100\n2 200\n3 3oo")
    assert "Line 3" in said(page)
    entry = page.get_by_label("orbital Hall conductivity, Ω⁻¹ m⁻¹")
    entry.fill("abc")
    entry.press("Tab")
    page.locator(".own-slider").first.press("ArrowRight")
    drawn(page)
    assert field.input_value().endswith("3 3oo")
    assert "Line 3" in said(page)
    assert (entry.input_value(), entry.get_attribute("aria-invalid")) == ("abc", "true")
    assert "no number" in page.locator(".own-row", has=entry).locator(".own-message").inner_text()
    entry.fill("2e5")
    entry.press("Tab")
    field.fill("1 100\n2 300")
    drawn(page)
    assert (entry.get_attribute("aria-invalid"), said(page)) == ("false", "")


def test_prediction_and_links_in_the_text(show):
    """A reader says what a curve will do and is told; a link in the text moves the stack and keeps the old curve."""
    page = show()
    tab(page, "sweep")
    page.click("[data-do=predict]")
    drawn(page)
    curves = ".own-canvas path[stroke^='var(--live-c']"
    assert page.locator(curves).count() == 0
    box = page.locator(".own-canvas").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 80, steps=8)
    page.mouse.up()
    assert page.evaluate("document.querySelector('live-stack').tab.plot.sketched.length") > 4
    page.get_by_label("rises and falls again").first.check()
    page.click("[data-do=reveal]")
    drawn(page)
    assert page.locator(curves).count() == 2
    assert page.locator(".own-verdict").inner_text().startswith("You said that it rises and falls again; the damping-")
    assert page.locator(".own-verdict").inner_text().endswith("curve rises.")

    page.evaluate("""() => document.querySelector("main").insertAdjacentHTML("beforeend",
      '<p><button class="live-link" data-set="F.P_os=0; F.P_so=0; closure=reciprocal">no conversion</button></p>')""")
    page.click(".live-link")
    page.wait_for_function("() => document.querySelector('live-stack').values['F.P_os'] === 0")
    drawn(page)
    stack = ob.Stack.from_dict(plain(page))
    assert stack["F.P_so"] == 0
    assert page.locator("[data-name=closure]").input_value() == "reciprocal"
    assert ob.solve(stack, closure="reciprocal").torque("exchange") == pytest.approx(0, abs=1e-12)
    assert page.locator(".own-canvas .live-lines path[opacity]").count() == 2  # the old curves
    assert page.locator(".own-panel .own-note").text_content() == "Thin lines: F: Pso = 0.5, F: Pos = 0.5."
    page.click("[data-do=undo]")
    assert ob.Stack.from_dict(plain(page))["F.P_os"] == 0.5  # the whole way is one step

    looked = "tab=map; y=torque exchange F; x=F.thickness; x2=F.lambda_o; part=1; limit=thick F"
    page.evaluate("(to) => { document.querySelector('.live-link').dataset.set = to; }", f"{looked}; F.P_os=0.4")
    page.click(".live-link")
    page.wait_for_function("() => document.querySelector('live-stack').values['F.P_os'] === 0.4")
    drawn(page)
    assert page.locator(".own-panel").get_attribute("data-tab") == "map"
    names = ("y", "x", "x2", "part", "limit")
    chosen = [page.locator(f".own-panel [data-set={name}]").input_value() for name in names]
    assert chosen == ["torque exchange F", "F.thickness", "F.lambda_o", "1", "thick F"]


def test_stack_of_a_chapter(show):
    """A chapter brings its stack and what is asked of it, and hides the curve until a reader has said what it does."""
    page = show(file="chapter.html")
    assert ob.Stack.from_dict(plain(page)) == SPECIAL
    assert page.locator(".own-panel").get_attribute("data-tab") == "sweep"
    assert page.locator("[data-name=closure]").input_value() == "reciprocal"
    chosen = [page.locator(f".own-panel [data-set={name}]").input_value() for name in "yx"]
    assert chosen == ["torque absorbed F", "F.lambda_J"]
    curves = ".own-canvas path[stroke^='var(--live-c']"
    assert page.locator(curves).count() == 0
    page.get_by_label("falls", exact=True).check()
    page.click("[data-do=reveal]")
    drawn(page)
    assert page.locator(curves).count() == 2


def test_shape_of_a_curve_that_settles(show):
    """Rounding at the end of a curve that has settled is no turn."""
    page = show()
    tab(page, "sweep")
    page.locator("[data-name=closure]").select_option("reciprocal")
    page.locator(".own-panel [data-set=x]").select_option("F.thickness")
    page.click("[data-do=predict]")
    page.get_by_label("rises", exact=True).check()
    page.click("[data-do=reveal]")
    drawn(page)
    assert page.locator(".own-verdict").inner_text() == "Right: the damping-like curve rises."


def missing(page):
    return page.locator(".own-panel .own-missing").inner_text()


def test_what_is_not_there_is_said_where_it_was_asked_for(show):
    """A quantity, a number, a line or a tab that this stack does not have: what was asked, why not, what is shown."""
    page = show()
    ask = "(changes) => document.querySelector('live-stack').set(changes)"
    page.evaluate(ask, {"tab": "sweep", "y": "torque absorbed F", "x": "F.thickness"})
    drawn(page)
    assert missing(page) == "" and page.locator(".own-panel [data-set=x]").input_value() == "F.thickness"
    page.evaluate(ask, {"y": "torque absorbed Co", "x": "Co.thickness"})
    drawn(page)
    assert missing(page) == (
        "This stack cannot be asked for “torque absorbed Co”; “Torque on F per field” is shown. "
        "This stack has no number “Co.thickness”; “N: thickness of a layer” is shown."
    )
    choose(page, "F", keyboard=False)
    page.locator(".own-more summary").click()
    enter(page, "saturation magnetisation", "")
    page.evaluate(ask, {"y": "damping F", "x": "F.lambda_o"})
    drawn(page)
    assert missing(page) == (
        "“Damping that F gains by pumping” needs the magnetisation of F; “Torque on F per field” is shown."
    )
    page.evaluate(ask, {"tab": "map", "y": "smr", "x2": "F.thickness", "limit": "closed"})
    drawn(page)
    assert "line that was asked for" in missing(page)
    page.evaluate(ask, {"limit": "none"})
    drawn(page)
    assert missing(page) == ""
    page.evaluate(ask, {"tab": "sweeep"})
    drawn(page)
    assert said(page) == "There is no tab “sweeep”; this is “Profiles”."
    before = plain(page)
    for wrong in ({"closure": "recipocal"}, {"closure": "recipocal", "N.thickness": 3e-9}):
        text = page.evaluate(
            "(wrong) => { try { document.querySelector('live-stack').set(wrong); } catch (e) { return e.message; } }",
            wrong,
        )
        assert text == "closure can be paper or reciprocal, not recipocal."
    assert plain(page) == before


def test_a_chart_is_read_out_to_those_who_do_not_see_it(show):
    page = show()
    chart = page.get_by_role("slider", name="Spin current: arrow keys read out the curves")
    chart.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    said_there = chart.get_attribute("aria-valuetext")
    z, real, imaginary = page.evaluate(
        "(() => { const { curves: [a, b] } = document.querySelector('live-stack').tab.plots[0].what;"
        "const i = a.x.length - 2; return [a.x[i], a.y[i], b.y[i]]; })()"
    )
    words = said_there.replace("−", "-").replace(",", "").split()
    assert said_there.startswith("z (nm): ") and "real: " in said_there and "imaginary: " in said_there
    for value, before in ((z, "(nm):"), (real, "real:"), (imaginary, "imaginary:")):
        assert float(words[words.index(before) + 1].rstrip(";")) == pytest.approx(value, rel=2e-3)
    assert int(chart.get_attribute("aria-valuenow")) == int(chart.get_attribute("aria-valuemax")) - 1
    page.keyboard.press("Escape")
    assert chart.get_attribute("aria-valuetext") == ""


def test_the_open_tab_is_in_sight_on_a_phone(show):
    """Also when a link opens the page with a tab at the far end of the row."""
    page = show(viewport={"width": 360, "height": 740})
    packed = page.evaluate("document.querySelector('live-stack').set({ tab: 'matters' }); ''")
    assert packed == ""
    drawn(page)
    link = page.evaluate("document.querySelector('live-stack').link()")
    for one in (page, show(f"#{link.partition('#')[2]}", viewport={"width": 360, "height": 740})):
        drawn(one)
        row, mine = (one.locator(name).bounding_box() for name in (".own-tabs", ".own-tab[aria-selected=true]"))
        assert row["x"] <= mine["x"] and mine["x"] + mine["width"] <= row["x"] + row["width"] + 1
        assert one.evaluate("scrollY") == 0


def test_what_stays_in_sight_are_charts(show):
    """A long table scrolls with the page, or its end could not be reached."""
    page = show()
    place = "getComputedStyle(document.querySelector('.own-answers')).position"
    for name, wanted in (("profiles", "sticky"), ("sweep", "sticky"), ("laboratory", "static"), ("matters", "static")):
        tab(page, name)
        assert page.evaluate(place) == wanted, name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_middle_of_a_map_with_both_signs_is_the_colour_of_the_page(show, theme, tmp_path):
    page = show()
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    tab(page, "map")
    page.evaluate(
        "() => document.querySelector('live-stack').set({ x: 'N.sigma_SHE', x2: 'F.lambda_J','N.sigma_OHE': 0 })"
    )
    page.wait_for_function("() => document.querySelector('live-stack').tab.points === 200")
    drawn(page)
    scale = Image.open(io.BytesIO(page.locator(".own-scale").screenshot())).convert("L")
    assert page.locator(".own-map.own-signed").count() == 1
    middle, ends = scale.getpixel((scale.width // 2, 7)), [scale.getpixel((x, 7)) for x in (2, scale.width - 3)]
    assert middle > 235 and max(ends) < 110 if theme == "light" else middle < 40 and min(ends) > 140
    filters = page.evaluate(
        "['canvas', '.own-scale'].map((one) => getComputedStyle(document.querySelector(one)).filter)"
    )
    assert filters[0] == filters[1]
    svg = drawing(page, tmp_path)  # to keep, it is in light colours
    [image] = svg.iter(f"{SVG}image")
    pixels = np.array(Image.open(io.BytesIO(base64.b64decode(image.get("href").split(",")[1]))).convert("L"))
    assert pixels.max() > 235


def test_numbers_have_words_and_symbols(show):
    """No table, list or title says an address as Python does, and a layer may be called as one likes."""
    page = show()
    page.locator(".own-preset").select_option("converter")
    choose(page, "converter", keyboard=False)
    enter(page, "name", "<b>Pt & Au")
    for name in ("profiles", "sweep", "budget", "laboratory", "map", "data", "matters"):
        tab(page, name)
        text = page.locator(".own-answers").inner_text()
        assert not re.search(r"\w\.\w+_\w|\.thickness|sigma_|lambda_", text), name
        assert page.locator(".own-answers b").count() == 0, name
    assert "<b>Pt & Au: P" in page.locator(".own-matters table").text_content()
    page.locator("[data-name=closure]").select_option("paper")
    tab(page, "laboratory")
    assert page.locator(".live-warning").count() == 0  # equal lengths: this closure, too, obeys Onsager's relations
    enter(page, "spin relaxation length", "3")
    assert page.locator(".live-warning math").count() > 0


def stacks(page):
    return [ob.Stack.from_dict(one) for one in page.evaluate("all('live-stack').map((one) => one.stack)")]


def alive(page):
    page.wait_for_function(
        "() => [...document.querySelectorAll('live-stack')].every((one) => one.matches('[state=live]'))"
    )
    page.evaluate("globalThis.all = (what) => [...document.querySelectorAll(what)]")
    drawn(page)


def move(page, n, **numbers):
    """Set numbers of the n-th stack on the page, and wait until the address has them."""
    changes = {name.replace("_", ".", 1): value for name, value in numbers.items()}
    page.evaluate("([n, changes]) => all('live-stack')[n].set(changes)", [n, changes])
    page.wait_for_function("(n) => location.href === document.querySelectorAll('live-stack')[n].link()", arg=n)


def test_several_stacks_on_a_page(show):
    """Each keeps what a reader made of it, has names of its own, and goes back to what the page brought."""
    page = show(file="several.html")
    alive(page)
    for n in range(3):
        page.locator("live-stack").nth(n).get_by_label("rises", exact=True).check()
    move(page, 2, N_thickness=7e-9)
    move(page, 0, N_thickness=9e-9)
    ids = page.evaluate("all('[id]').map(({ id }) => id)")
    assert len(ids) == len(set(ids))
    elsewhere = """all("[aria-labelledby], [aria-controls], [aria-describedby]").filter((one) =>
      ["labelledby", "controls", "describedby"].map((name) => one.getAttribute(`aria-${name}`)).some((id) =>
        id && document.getElementById(id).closest("live-stack") !== one.closest("live-stack"))).length"""
    assert page.evaluate(elsewhere) == 0
    for _ in range(2):
        assert [one["N.thickness"] for one in stacks(page)] == pytest.approx([9 * nm, 4 * nm, 7 * nm], rel=1e-12)
        assert page.locator(".own-predict input:checked").count() == 3  # the three questions are apart
        page.reload()
        alive(page)
    link = page.evaluate("all('live-stack')[2].link()")
    fragment = link.partition("#")[2]
    assert fragment.startswith("stack3=")
    page = show(f"#{fragment}", file="several.html")  # the link of one opens at that one
    alive(page)
    assert page.locator("live-stack").nth(2).evaluate("(one) => one.getBoundingClientRect().top < innerHeight")
    third = page.locator("live-stack").nth(2)
    assert not third.locator("[data-do=reset]").is_disabled()
    third.locator("[data-do=reset]").click()
    page.wait_for_function("() => all('[data-do=reset]')[2].disabled")
    assert [one["N.thickness"] for one in stacks(page)] == pytest.approx([9 * nm, 4 * nm, 5 * nm], rel=1e-12)
    third.locator("[data-do=undo]").click()
    assert stacks(page)[2]["N.thickness"] == pytest.approx(7 * nm)


def test_a_link_that_comes_later_is_one_more_step(show):
    """Undo leads back to what stood there, also where the stack had been changed before."""
    page, other = show(), show()
    for one in (page, other):
        alive(one)
    move(page, 0, N_thickness=7e-9)
    move(other, 0, N_thickness=2e-9)
    page.evaluate("(hash) => { location.hash = hash; }", other.evaluate("location.hash"))
    page.wait_for_function("() => document.querySelector('live-stack').stack.items[0].thickness === 2e-9")
    page.click("[data-do=undo]")
    assert stacks(page)[0]["N.thickness"] == pytest.approx(7 * nm)


def test_exports_lead_back_to_the_stack(show, tmp_path):
    """Each has the numbers, the closure, the model and a whole link, however long it is."""
    page = show()
    mine, picture = expected(), page.context.new_page()
    page.evaluate("(data) => { document.querySelector('live-stack').stack = data; }", mine.to_dict())
    layers = ElementTree.parse(kept(page, "drawing", tmp_path)).getroot()
    texts = {"layers.svg": " ".join("".join(one.itertext()) for one in layers.iter(f"{SVG}text"))}
    for name in ("profiles", "sweep", "budget", "laboratory", "map", "data", "matters"):
        tab(page, name)
        if name == "map":
            page.wait_for_function("() => document.querySelector('live-stack').tab.points === 200")
        texts[name] = kept(page, "csv", tmp_path).read_text(encoding="utf-8").replace("# ", "")
        if name != "laboratory":
            svg = drawing(page, tmp_path)
            lines = [one for one in svg.iter(f"{SVG}text") if one.get("font-size") == "10.5"]
            assert max(float(one.get("y")) for one in lines) < float(svg.get("height"))
            texts[f"{name}.svg"] = " ".join("".join(one.itertext()) for one in lines)
            picture.set_content((tmp_path / "stack.svg").read_text(encoding="utf-8"))
            ends = "all.map((one) => one.getBBox().x + one.getBBox().width)"
            right = picture.locator("[font-size='10.5']").evaluate_all(f"(all) => {ends}")
            assert max(right) <= float(svg.get("width")), name  # nothing is cut off
    for name, text in texts.items():
        link = text[text.index("#stack=") :] if name.endswith("svg") else re.search("#stack=.*", text)[0]
        packed = "".join(link.split()).removeprefix("#stack=")
        stack, *_ = json.loads(base64.urlsafe_b64decode(packed + "=="))
        assert ob.Stack.from_dict(stack) == mine, name
        assert "closure: paper" in text.lower() and "recomputed by orbitronics" in text, name
        assert re.search(r"spin relaxation length[^,]* 1\.5 nm", text.replace("\n", " ")), name


@pytest.mark.parametrize("file", ["live.js", "stack.js", "stack.css", "prose.js"])
def test_a_file_that_does_not_come_is_told_in_place(browser, address, file):
    """Where the stack, or the links about it, would be."""
    page = browser.new_page()
    page.route(f"**/{file}", lambda route: route.fulfill(status=404))
    link = '<p>Now <a href="#" class="live-link" data-set="F.P_os=0">set it to zero</a>.</p>'
    page.route(
        "**/told.html",
        lambda route: route.fulfill(body=PAGE.replace("</main>", f"{link}</main>"), content_type="text/html"),
    )
    page.goto(f"{address}told.html")
    page.wait_for_load_state()
    if file == "prose.js":
        said = page.locator("p:has(.live-link)").inner_text()
        assert said.startswith("Now set it to zero") and "The file prose.js did not arrive" in said
    elif file == "stack.css":
        assert page.locator(".own-said").inner_text() == (
            "The file stack.css is missing from the site: the stack works, but has lost its form."
        )
    else:
        said = page.locator("live-stack")
        assert said.inner_text() == (
            f"The file {file} did not arrive, so this is no live stack. Reload the page to try again."
        )
        assert said.bounding_box()["height"] < 200
        page.click(".live-link")  # which can do nothing either
        assert "This link moves nothing now" in page.locator("[role=alert]").inner_text()
    page.close()


def test_every_number_has_its_name_unit_and_range_in_sight(show):
    page = show()
    data = own_stack.data()["quantities"]
    rows = page.locator(".own-row:visible").evaluate_all(
        "(all) => all.map((one) => [one.textContent, one.querySelector('input').ariaLabel])"
    )
    assert len(rows) > 5
    for text, name in rows:
        one = next(one for one in data.values() if one["meaning"] == name)
        low, high = (
            page.evaluate("([one, x]) => orbitronics.shown(one, x)", [one, one[end]]) for end in ("low", "high")
        )
        assert name in text and f"{low} to {high} {one['unit']}".strip() in text


@pytest.mark.parametrize("name", ["constructor", "__proto__", "toString", "length"])
def test_words_of_the_language_are_no_names(show, name):
    """In a link they are as unknown as any other word."""
    page = show()
    view = json.dumps({"tab": name, "y": name, "x": name, "part": name, "limit": name, "predict": name})

    def opened(options, view):
        stack = json.dumps(plain(page))
        packed = base64.urlsafe_b64encode(f"[{stack},{options},{view}]".encode()).decode().strip("=")
        return show(f"#stack={packed}")

    other = opened('{"closure":"reciprocal"}', view)
    assert said(other) == f"There is no tab “{name}”; this is “Profiles”."
    for one in ("sweep", "map", "data", "matters"):
        tab(other, one)
        assert f"“{name}”" in missing(other), one
    tab(other, "sweep")
    other.click("[data-do=predict]")
    other.evaluate("(name) => document.querySelector('live-stack').view({ predict: name })", name)
    drawn(other)
    other.click("[data-do=reveal]")
    drawn(other)
    assert other.locator(".own-verdict").inner_text() == "The damping-like curve: it rises."
    assert said(opened(f'{{"{name}":"paper"}}', "{}")).endswith(f"{name} can be nothing here, not paper.")


def test_toolbars_are_one_tab_stop_each(show):
    """Arrow keys go from button to button; the keys for Undo work while a slider is held, not in a field of text."""
    page = show()
    page.locator(".own-preset").focus()
    stops = []
    while page.evaluate("document.activeElement.type") != "range" and len(stops) < 30:
        stops.append(page.evaluate("document.activeElement.outerHTML.slice(0, 60)"))
        page.keyboard.press("Tab")
    assert len(stops) <= 12, stops
    slider = page.locator(".own-slider").first
    before = plain(page)
    slider.press("ArrowRight")
    drawn(page)
    assert plain(page) != before
    slider.press("Control+z")
    drawn(page)
    assert plain(page) == before
    page.keyboard.press("Control+y")
    drawn(page)
    assert plain(page) != before
    entry = page.locator(".own-entry").first
    entry.press("Control+z")
    assert plain(page) != before
    page.wait_for_selector("[data-do=reset]:enabled")
    for first, key, then in (
        ("undo", "ArrowRight", "reset"),
        ("reset", "ArrowRight", "link"),
        ("csv", "End", "png"),
        ("png", "ArrowRight", "csv"),
    ):
        page.locator(f"[data-do={first}]").focus()
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.do") == then
    page.locator("[data-act=F]").focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.act") == "N"
    for bar in page.locator("[role=toolbar]").all():
        assert bar.locator("button[tabindex='0']").count() == 1


def test_a_link_in_the_text_that_cannot_says_why(show):
    """Beside it, and nothing is frozen; once it can, it says nothing more."""
    page = show()
    tab(page, "sweep")
    link = '<p><a href="#" class="live-link" data-set="F.P_os=0; F.P_so=0">no conversion</a>.</p>'
    page.evaluate("(link) => document.querySelector('main').insertAdjacentHTML('beforeend', link)", link)
    choose(page, "F", keyboard=False)
    enter(page, "name", "Co")
    before = plain(page)
    page.click(".live-link")
    why = page.locator("[role=alert]:not(.own-message)")
    assert "There is no place “F” in this stack" in why.inner_text()
    assert plain(page) == before
    assert page.locator("[data-do=keep]").get_attribute("aria-pressed") == "false"
    choose(page, "Co", keyboard=False)
    enter(page, "name", "F")
    page.click(".live-link")
    page.wait_for_function("() => document.querySelector('live-stack').values['F.P_os'] === 0")
    assert why.count() == 0
    page.evaluate("() => { document.querySelector('.live-link').dataset.set = 'F.M_s=1e6'; }")
    choose(page, "F", keyboard=False)
    page.locator(".own-more summary").click()
    enter(page, "saturation magnetisation", "")
    page.click(".live-link")  # a number that was not given
    page.wait_for_function("() => document.querySelector('live-stack').values['F.M_s'] === 1e6")


def test_a_map_takes_two_numbers_of_itself(show):
    """Whatever number was swept before, so that nobody begins with an empty map."""
    page = show()
    for x in ("F.thickness", "N.lambda_o"):
        page.evaluate("(x) => document.querySelector('live-stack').set({ tab: 'sweep', x })", x)
        tab(page, "map")
        chosen = [page.locator(f".own-panel [data-set={name}]").input_value() for name in ("x", "x2")]
        assert chosen[0] == x and chosen[1] != x
        assert said(page) == "" and "your stack" in page.locator(".own-map .own-note").inner_text()
    page.locator(".own-panel [data-set=x2]").select_option(x)
    drawn(page)
    assert said(page) == "Choose two different numbers for the map."
    assert page.locator(".own-map .own-choices").evaluate("one => getComputedStyle(one).opacity") == "1"
    assert page.locator(".own-map .own-field").evaluate("one => getComputedStyle(one).opacity") == "0.4"


def test_an_insulating_magnet_pumps(show):
    """What stops it is a field, as of any other magnet; it gains no damping here, as it has no thickness."""
    page = show()
    page.locator(".own-preset").select_option("insulator")
    drawn(page)
    stack = ob.Stack.from_dict(plain(page))
    answers = dict(page.evaluate(ANSWERS)[0])
    wanted = np.real(ob.pump(stack, layer="bottom").open_circuit_field())
    assert answers["pumped bottom"][0] == pytest.approx(wanted, rel=1e-10) and wanted != 0
    assert "damping bottom" not in answers


def test_presets_are_reached_with_arrow_keys(show):
    """Each is named while it is on screen; looking through them is one step to take back."""
    page = show()
    before, box = plain(page), page.locator(".own-preset")
    assert box.input_value() == "paper"
    enter(page, "thickness of a layer", "7")
    assert box.input_value() == ""  # the reader's own
    mine = plain(page)
    box.focus()
    seen = []
    for _ in own_stack.presets():
        page.keyboard.press("ArrowDown")
        drawn(page)
        seen.append(box.input_value())
        assert ob.Stack.from_dict(plain(page)) == ob.Stack.from_dict(own_stack.presets()[seen[-1]]["stack"])
    assert len(set(seen)) >= len(own_stack.presets()) - 1
    page.click("[data-do=undo]")
    assert plain(page) == mine and box.input_value() == ""
    page.click("[data-do=undo]")
    assert plain(page) == before and box.input_value() == "paper"
    assert show(file="chapter.html").locator(".own-preset").input_value() == ""  # the chapter's own


def test_data_have_the_chart_for_themselves(show):
    """Also a sample without the layer; what cannot be a thickness is refused."""
    page = show()
    tab(page, "data")
    for text, log, low, high in (
        ("2 1\n5 2\n30 3", True, 2 / 1.5, 45),
        ("0 1\n5 2\n30 3", False, 0, 30),
        ("500 1", True, 500 / 1.5, 750),
    ):
        page.locator(".own-data textarea").fill(text)
        drawn(page)
        what = page.evaluate("""() => {
          const { x, curves: [{ x: those }] } = document.querySelector("live-stack").tab.plots[0].what;
          return [x.log, those[0], those.at(-1)];
        }""")
        assert what == [log, pytest.approx(low), pytest.approx(high)], text
        assert said(page) == ""
    assert page.locator(".own-rest").inner_text().startswith("1 point; it lies ")
    page.locator(".own-data textarea").fill("-5 1\n5 2")
    drawn(page)
    assert said(page) == "N: thickness of a layer: −5 nm cannot be; it must be positive and finite, or 0."


def test_numbers_to_fit_have_words_in_sight(show):
    page = show(viewport={"width": 360, "height": 740})
    tab(page, "data")
    data = own_stack.data()["quantities"]
    labels = page.locator(".own-data .live-fits label").all()
    assert len(labels) > 15
    for one in labels:
        name = one.locator("input").get_attribute("value").split(".")[1]
        assert data[name]["meaning"] in one.inner_text()


@pytest.mark.parametrize("preset", ["paper", "valve"])
def test_a_budget_fits_a_phone(show, preset):
    """The layers lie on each other, as in the drawing; no value lies on another or outside."""
    page = show(viewport={"width": 360, "height": 740})
    page.locator(".own-preset").select_option(preset)
    tab(page, "budget")
    drawing = page.locator(".own-budget > .own-scroll")
    assert drawing.evaluate("one => one.scrollWidth <= one.clientWidth")
    outer = drawing.locator("svg").bounding_box()
    boxes = [one.bounding_box() | {"said": one.text_content()} for one in drawing.locator("text").all()]
    names = [layer.name for layer in ob.Stack.from_dict(plain(page)).layers]
    places = [next(one["y"] for one in boxes if one["said"] == name) for name in names]
    assert places == sorted(places, reverse=True)  # the bottom one below
    for i, one in enumerate(boxes):
        assert one["x"] >= outer["x"] - 1 and one["x"] + one["width"] <= outer["x"] + outer["width"] + 1, one
        for other in boxes[:i]:
            apart = [
                abs(2 * (one[a] - other[a]) + one[b] - other[b]) / (one[b] + other[b])
                for a, b in ("x width".split(), "y height".split())
            ]
            assert max(apart) > 0.8, (one, other)


def test_one_key_leads_back_and_one_click_writes_over(show):
    """Escape goes from a number to the drawing and takes nothing of what was typed; from an answer to its tab."""
    page = show()
    before, entry = plain(page), page.locator(".own-entry").first
    entry.click()
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    drawn(page)
    assert plain(page) != before and ob.Stack.from_dict(plain(page))["N.thickness"] == pytest.approx(8 * nm)
    now = plain(page)
    for text, wrong in (("9", None), ("none", "true")):
        entry.click()
        page.keyboard.type(text)
        if wrong:
            page.keyboard.press("Enter")
            assert entry.get_attribute("aria-invalid") == wrong
        page.keyboard.press("Escape")
        drawn(page)
        assert plain(page) == now and entry.input_value() == "8" and entry.get_attribute("aria-invalid") != "true"
        assert page.evaluate("document.activeElement.dataset.place") == "N"
    tab(page, "data")
    page.locator(".own-data [data-do=fit]").focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.tab") == "data"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('[role=toolbar]').ariaLabel") == "The stack"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.place") == "N"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.tab") == "data"
    page.locator("[data-do=csv]").focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.tab") == "data"


ON = """() => { const one = document.activeElement;
  const last = one.value === undefined || one.selectionEnd === one.value.length && !one.selectionStart;
  return [one.getAttribute("aria-label") ?? one.textContent, last]; }"""


def test_no_key_loses_the_place(show):
    """Behind the last number, a value of the literature taken by a key, and a tick, the keyboard goes on from there."""
    page = show()
    page.evaluate("document.querySelector('live-stack').set({ 'N.name': 'Pt' })")
    drawn(page)
    entries = page.locator(".own-entry:visible")
    last = entries.count() - 1
    entries.nth(last).focus()
    page.keyboard.press("Enter")
    assert page.evaluate(ON) == ["More numbers", True]
    entries.nth(last).focus()
    page.keyboard.press("Shift+Enter")
    assert page.evaluate(ON) == [entries.nth(last - 1).get_attribute("aria-label"), True]
    length = page.get_by_role("textbox", name="spin relaxation length of a normal metal")
    row = page.locator(".own-row").filter(has=length)
    near = row.locator(".live-button:visible")
    assert "1.4 ± 0.3 nm" in near.first.inner_text(), near.all_inner_texts()
    near.first.press("Enter")
    drawn(page)
    assert length.input_value() == "1.4"
    assert page.evaluate(ON) == [length.get_attribute("aria-label"), True]
    page.keyboard.press("Enter")
    assert "orbital relaxation length" in page.evaluate(ON)[0]
    tab(page, "data")
    page.fill("textarea", "2\t3\t1\n5\t6\t1\n9\t7\t1")
    drawn(page)
    ticks = page.locator("[name=fit]")
    ticks.nth(1).press("Space")
    drawn(page)
    assert ticks.nth(1).is_checked() and page.evaluate(ON)[0] == ticks.nth(1).get_attribute("aria-label")
    page.keyboard.press("Enter")
    page.wait_for_selector(".own-found table")
    assert ticks.nth(1).is_checked() and page.evaluate(ON)[0] == ticks.nth(1).get_attribute("aria-label")


def test_a_tab_opens_in_the_next_frame(show):
    """However busy the page is: only what nobody has asked for yet waits until there is nothing else to do."""
    page = show()
    page.evaluate("globalThis.requestIdleCallback = () => {}")
    for name in ("budget", "laboratory", "matters"):
        tab(page, name)
    page.evaluate("document.querySelector('live-stack').set({ tab: 'nowhere' })")
    drawn(page)
    assert said(page) == "There is no tab “nowhere”; this is “Profiles”."


def test_a_click_on_what_a_key_has_chosen_still_writes_over(show):
    """Enter in the name leads to the first number; a second click is for a single digit."""
    page = show()
    page.locator(".own-name").click()
    page.keyboard.type("Ti")
    page.keyboard.press("Enter")
    entry = page.locator(".own-entry").first
    page.wait_for_function("() => document.activeElement.classList.contains('own-entry')")
    entry.click()
    page.keyboard.type("10")
    assert entry.input_value() == "10"
    entry.click(position={"x": entry.bounding_box()["width"] - 6, "y": 15})
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    drawn(page)
    assert ob.Stack.from_dict(plain(page))["Ti.thickness"] == pytest.approx(105 * nm)


def test_the_laboratory_says_which_torque(show):
    """That of exchange is in a magnet of the stack; one outside takes up what reaches its interface."""
    page = show()
    tab(page, "laboratory")
    for preset, inside in (("valve", True), ("insulator", False)):
        page.locator(".own-preset").select_option(preset)
        drawn(page)
        note = page.locator(".own-laboratory .own-note").inner_text()
        assert ("that of exchange" in note) == inside
        assert ("a magnet outside the stack" in note) != inside


def test_units_and_complex_numbers_do_not_fall_apart_on_a_phone(show):
    """In the laboratory's table a line ends before a sign or in words, and the page is not wider than the window."""
    page = show(viewport={"width": 360, "height": 740})
    tab(page, "laboratory")
    broken = page.locator(".own-laboratory td").evaluate_all(
        """(all) => all.map((one) => { const lines = {}, text = one.firstChild;
        for (let i = 0; i < (text?.length ?? 0); i++) {
          const r = document.createRange(); r.setStart(text, i); r.setEnd(text, i + 1);
          const { bottom } = r.getBoundingClientRect();
          (lines[Math.round(bottom)] ??= []).push(text.data[i]); }
        return Object.values(lines).map((line) => line.join("").trim()); })"""
    )
    lines = [line for cell in broken if len(cell) > 1 for line in cell]
    assert {"−", "+"} & {line[:1] for line in lines} and "mT per" in lines
    assert not [line for line in lines if re.search(r"[−+]$|^i$|Ω⁻¹$|^m⁻|^A m|^√", line)], lines
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
