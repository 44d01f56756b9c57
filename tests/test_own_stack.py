"""The stack of the page, without a browser: its plain form is the library's, and it takes what the library takes."""

import warnings

import numpy as np
import pytest
from javascript import page, run

import orbitronics as ob
from orbitronics import nm
from orbitronics.web import markup, own_stack

MODEL = page()
TRY = "const { model } = orbitronics; const attempt = (f) => { try { return f(); } catch (e) { return String(e); } };\n"


def stacks(rng, count):
    """Return random stacks, with each kind of part in some of them."""
    for n in range(count):
        items = []
        layers = int(rng.integers(1, 6))
        for i in range(layers):
            sigma = rng.uniform(1e5, 1e7, 3)
            length = rng.uniform(0.5, 20, 4) * nm
            named = {"name": f"M{rng.integers(3)}", "sigma": float(sigma[2]) if rng.integers(2) else None}
            named |= {"P_os": float(rng.uniform(-0.3, 0.3)), "sigma_SHE": float(rng.normal(0, 1e5))}
            if rng.integers(2):
                one = ob.NormalMetal(
                    sigma_s=sigma[0], sigma_o=sigma[1], lambda_s=length[0], lambda_o=length[1], **named
                )
            else:
                one = ob.Ferromagnet(
                    sigma_s=sigma[0], sigma_o=sigma[1], lambda_sf=np.inf if n % 3 == 0 else length[0],
                    lambda_J=length[1], lambda_phi=length[2], lambda_o=length[3], m=-1 if n % 2 else 1,
                    M_s=1e6 if n % 4 else None, **named,
                )  # fmt: skip
            items.append(one(rng.uniform(0, 9) * nm))
            if i + 1 < layers and n % 3:
                items.append(
                    ob.Interface(G_s=1e15, G_o=2e14, G_os=1e12, sigma_OREE_above=3e3)
                    if n % 3 == 1
                    else ob.Interface.transparent(sigma_SREE_below=2e3)
                )
        if n % 4 == 1:
            items.insert(0, ob.Surface(G_mix=3e14 + 1e13j, G_long=1e12))
        if n % 4 > 1:
            items.append(ob.Surface(sigma_OREE=1e4, G_o=2e13))
        yield ob.Stack(items)


def test_plain_form_there_and_back(tmp_path):
    """What Python writes the page reads, and what the page writes, in full or short, Python reads as the same stack."""
    given = [one.to_dict() for one in stacks(np.random.default_rng(5), 60)]
    script = (
        MODEL + TRY + "return given.map((one) => [false, true].map((short) => model.plain(model.read(one), short)));"
    )
    for plain, (full, short) in zip(given, run(script, given, tmp_path), strict=True):
        assert full == plain
        assert ob.Stack.from_dict(short) == ob.Stack.from_dict(plain)


def test_addresses_and_the_lines_of_python(tmp_path):
    """Numbers have the library's addresses, and the lines of Python make the stack."""
    rng = np.random.default_rng(6)
    whole = list(stacks(rng, 25))
    script = MODEL + TRY + (
        "return given.map((one) => { const s = model.read(one);"
        "return [model.numbers(s).map(({ address, value }) => [address, value]), model.code(s)]; });"
    )  # fmt: skip
    for stack, (numbers, code) in zip(whole, run(script, [one.to_dict() for one in whole], tmp_path), strict=True):
        wanted = {a: x for a, x in stack.numbers().items() if not a.endswith(".m") and "G_mix" not in a}
        found = {address: float(value) for address, value in numbers if "G_mix" not in address}
        explicit = {a: x for a, x in wanted.items() if a in found}
        assert found == explicit
        assert all("/" in a for a in set(wanted) - set(found))  # of interfaces that were not given
        names = {}
        exec(code, names)
        assert names["stack"].numbers() == stack.numbers()  # exactly


@pytest.mark.parametrize(("value", "said"), [(3 * nm, "3*nm"), (2e-7, "200e-9"), (1.7878445935133536e-9, None)])
def test_python_has_the_very_length(tmp_path, value, said):
    """As nanometres, also where their product is another number in the last digit."""
    stack = ob.Stack([ob.NormalMetal(sigma_s=1e6, sigma_o=1e6, lambda_s=value, lambda_o=5 * nm, name="N")(4 * nm)])
    (code,) = run(MODEL + TRY + "return [model.code(model.read(given))];", stack.to_dict(), tmp_path)
    names = {}
    exec(code, names)
    assert names["stack"] == stack
    assert said is None or f"lambda_s={said}," in code


def test_chi_sets_both_Gamma(tmp_path):
    """As `coupled` does, and is read back from them; it is refused where the library refuses it."""
    stack = ob.Stack.from_dict(own_stack.presets()["converter"]["stack"])
    script = MODEL + TRY + (
        "const s = model.read(given[0]);"
        "return given[1].map(([a, v]) => attempt(() => { const t = model.replaced(s, { [`${a}.chi`]: v });"
        "return [model.plain(t), model.chi(model.places(t).find(({ place }) => place === a).part)]; }));"
    )  # fmt: skip
    asked = [("N", 0.3), ("F", -0.7), ("converter", 1), ("F", 0), ("N", 1.5)]
    found = run(script, [stack.to_dict(), asked], tmp_path)
    for (place, chi), (plain, back) in zip(asked[:-1], found[:-1], strict=True):
        made = ob.Stack.from_dict(plain)
        wanted = stack.replace({f"{place}.chi": chi})
        for name in ("Gamma_os", "Gamma_so"):
            assert made[f"{place}.{name}"] == pytest.approx(wanted[f"{place}.{name}"], rel=1e-15)
        assert back == pytest.approx(chi, rel=1e-12)
    assert "between -1 and 1" in found[-1]


TYPED = {
    "5": 5 * nm, "5nm": 5 * nm, "5 nm": 5 * nm, "0,5": 0.5 * nm, "1e-3": 1e-3 * nm, "2 µm": 2e-6, "7 Å": 7e-10,
    "10⁶": 1e6 * nm, "−10^-2 nm": -0.01 * nm, "10": 10 * nm, "105": 105 * nm, "3.25×10¹⁶": 3.25e16 * nm,
    "−3": -3 * nm, "1 234,5": 1234.5 * nm, "1,234,567": 1234567 * nm, "inf": np.inf,
}  # fmt: skip


def test_numbers_as_people_type_them(tmp_path):
    refused = ["1,234", "abc", "5 kg", "0x10", "1..2", "--3", "５５x", "1e", "<b>"]
    script = MODEL + TRY + "return given.map((text) => attempt(() => model.typed('lambda_o', text)));"
    found = run(script, [*TYPED, *refused], tmp_path)
    for (text, value), got in zip(TYPED.items(), found, strict=False):
        assert float(got) == pytest.approx(value, rel=1e-12), text
    for text, got in zip(refused, found[len(TYPED) :], strict=True):
        assert str(got).startswith("RangeError"), (text, got)
    script = MODEL + TRY + "return given.map(([name, text]) => attempt(() => model.typed(name, text)));"
    asked = [("sigma_OHE", "500,000"), ("sigma_OHE", "-1,500"), ("P_os", "0,5"), ("P_os", "x"), ("sigma_SHE", "x")]
    *numbers, polarisation, conductivity = run(script, asked, tmp_path)
    assert numbers == [5e5, -1500, 0.5]  # a comma is of thousands where the sliders hold that number
    assert "such as 0.3." in polarisation
    assert "such as 2e6." in conductivity


def test_numbers_that_are_read_out_have_their_power_of_ten(tmp_path):
    said = {
        1e17: "10¹⁷",
        3.25e16: "3.25×10¹⁶",
        -1e-9: "−10⁻⁹",
        99999.0: "10⁵",
        12345.6: "12350",
        0.5: "0.5",
        0.0: "0",
    }
    assert run(MODEL + "return given.map((x) => orbitronics.read(x));", list(said), tmp_path) == list(said.values())


CURVES = """
const grid = Array.from({ length: 401 }, (_, i) => i / 20);
grid.splice(200, 0, 10); // a face between layers
const curves = { smooth: (x) => Math.exp(-x / 3) * Math.sin(x), straight: (x) => 2 * x - 3,
  steep: (x) => 1 / (0.01 + x), corner: (x) => Math.abs(x - 7.3),
  face: (x, i) => (i > 200 ? 1 : -1), still: () => 0.25 };
return Object.entries(curves).flatMap(([name, of]) => [[0, 20], [4.02, 13.1]].map((ends) => {
  const y = grid.map(of);
  const range = [Math.min(...y) - 1, Math.max(...y) + 1];
  const { sx, sy } = orbitronics.axes({ x_label: [], y_label: [] }, 340, 220, ends, range);
  return { name, ends: ends.map(sx), points: grid.map((x, i) => [sx(x), sy(y[i])]),
    path: orbitronics.path(grid, y, sx, sy), marks: orbitronics.marks(grid, y, sx, sy, 1, "h1") };
}));
"""


def test_a_drawn_curve_passes_through_all_its_points(tmp_path):
    """It leaves out those that lie on a line between others: to a tenth of a pixel, as its numbers are written."""
    for one in run(MODEL + CURVES, None, tmp_path):
        points, (low, high) = np.array(one["points"]), one["ends"]
        drawn = np.array([[float(x) for x in pair.split(",")] for pair in one["path"].removeprefix("M").split("L")])
        shown = points[(points[:, 0] >= low - 1e-9) & (points[:, 0] <= high + 1e-9)]
        assert drawn[0, 0] <= low + 0.051 and drawn[-1, 0] >= high - 0.051, one["name"]
        a, b = drawn[:-1, None], drawn[1:, None]
        along = np.clip(np.sum((shown - a) * (b - a), 2) / np.maximum(np.sum((b - a) ** 2, 2), 1e-12), 0, 1)
        away = np.min(np.hypot(*np.moveaxis(a + along[..., None] * (b - a) - shown, 2, 0)), axis=0)
        assert away.max() < 0.13, (one["name"], away.max())
        assert len(drawn) < len(shown) / 2, one["name"]
        marks = [mark.removesuffix("h1").split(",") for mark in one["marks"].split("M")[1:]]
        assert len(marks) == 5
        for mark in np.array(marks, float):
            assert np.hypot(*(shown - mark).T).min() < 0.08, one["name"]


def test_what_an_entry_shows_is_read_back(tmp_path):
    """It is written as in the figures, and is the same number when it is taken as it stands."""
    numbers = [1e6, -1e6, 2.5e17, 123456.7, 1e-5, -3.5e-7, 0.25, 99999.0, 0.0, np.inf]
    script = """return given.map((x) => {
      const shown = model.shown("sigma_OHE", Number(x));
      return [shown, model.typed("sigma_OHE", shown)];
    });"""
    found = run(MODEL + TRY + script, [str(x).replace("inf", "Infinity") for x in numbers], tmp_path)
    shown = ["10⁶", "−10⁶", "2.5×10¹⁷", "1.23457×10⁵", "10⁻⁵", "−3.5×10⁻⁷", "0.25", "99999", "0", "∞"]
    assert [text for text, _ in found] == shown
    assert [float(x) for _, x in found] == pytest.approx(numbers, rel=4e-6)
    one = {"factor": 1.0}
    assert [markup.shown(one, x) for x in numbers[:-1]] == shown[:-1]


def test_every_number_of_every_part_is_checked_as_python_checks_it(tmp_path):
    """The page refuses what the library refuses, and takes what it takes."""
    stack = ob.Stack.from_dict(own_stack.presets()["valve"]["stack"])
    stack = stack.replace({"bottom": ob.Surface(G_mix=1e14), "top": ob.Surface(G_o=1e14)})
    values = (-1.0, 0.0, 0.3, 1e-9, 1e-120, 2e6, np.inf)
    tried = [(address, value) for address in stack.addresses() if not address.endswith(".m") for value in values]
    script = MODEL + TRY + (
        "const s = model.read(given[0]); const x = (v) => (v === 'inf' ? Infinity : v);"
        "return given[1].map(([a, v]) => attempt(() => { model.replaced(s, { [a]: x(v) }); return ''; }));"
    )  # fmt: skip
    found = run(script, [stack.to_dict(), [(a, "inf" if v == np.inf else v) for a, v in tried]], tmp_path)
    differ = []
    for (address, value), refusal in zip(tried, found, strict=True):
        assert refusal == "" or refusal.startswith("RangeError"), (address, value, refusal)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", ob.UnitsWarning)
                stack.replace({address: value})
            taken = True
        except (ValueError, TypeError):
            taken = False
        except ob.UnitsWarning:
            continue  # the library doubts, the page may refuse
        if taken != (refusal == ""):
            differ.append((address, value, refusal))
    assert not differ


def test_presets_answer_every_question():
    """Each preset can be solved, without a warning where its closure is the reciprocal one."""
    for preset in own_stack.presets().values():
        stack = ob.Stack.from_dict(preset["stack"])
        with warnings.catch_warnings():
            warnings.simplefilter("error" if preset["closure"] == "reciprocal" else "ignore")
            assert ob.sheet(stack, closure=preset["closure"]).joule > 0
            for i, layer in enumerate(stack.layers):
                if layer.magnetic:
                    assert np.isfinite(ob.pump(stack, i, closure=preset["closure"]).damping().alpha)


def test_a_cap_that_takes_up_both_moments_turns_the_torque():
    """As the title of the preset says, and the chapter on design finds."""
    stack = ob.Stack.from_dict(own_stack.presets()["cap"]["stack"])
    bare = ob.Stack(stack.layers[:2])
    capped, open_ = (ob.solve(one, closure="reciprocal").torque("exchange", layer="F").real for one in (stack, bare))
    assert capped < 0 < open_


def test_literature_has_a_source_for_each_value():
    found = own_stack.literature()
    assert len(found) > 20
    known = {field["name"] for kind in own_stack.data()["kinds"].values() for field in kind["fields"]}
    for one in found:
        assert one["name"] in known
        assert len(one["about"]) > 20
    several = [one["value"] for one in found if (one["material"], one["name"]) == ("V", "sigma_OHE")]
    assert len(several) == 3
    assert min(several) < 0 < max(several)  # they contradict each other, and all are shown
