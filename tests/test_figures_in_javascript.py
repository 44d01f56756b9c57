"""The curves of the figures, as the page computes them, are those of the library."""

import random

import numpy as np
import pytest
from javascript import COUNTED, run, solver

from orbitronics import figures
from orbitronics.figures import design
from orbitronics.figures.panels import drive
from orbitronics.paper import values as bilayer
from orbitronics.web import bundle, live, pieces

SOLVER = solver()
WALK = bundle.joined(("network", "solution", "curves"))
SCRIPTS = SOLVER + WALK
NAMES = ("fig2", "fig3", "fig4", "bilayer")
DECLARED = {name: live.declaration(name) for name in NAMES}


def random_values(name, rng):
    found = {}
    for one in figures.FIGURES[name].controls:
        low, high, scale = bilayer.AXES[one]
        found[one] = low * (high / low) ** rng.random() if scale == "log" else rng.uniform(low, high)
    for one in ("G_os", "G_so"):  # an interface that delivers power would have poles to lose digits at
        if "G_o" in found:
            found[one] = min(bilayer.RANGES[one][1], 0.9 * rng.random() * (found["G_s"] * found["G_o"]) ** 0.5)
    return found | {one: rng.choice(bilayer.OPTIONS[one]) for one in figures.FIGURES[name].options}


COMPUTE = """
return given.map(([declared, values]) => orbitronics.compute(declared.pieces,
  {...declared.values, ...declared.constants, ...values}, declared.points, []));
"""


def assert_same_curves(figure, changes, found):
    panels = {panel.key: panel for panel in figures.declared(figure).panels}
    expected = figures.compute(figure, changes)
    assert [(c["panel"], c["curve"]) for c in found] == [(c.panel, c.name) for c in expected]
    for c, one in zip(found, expected, strict=True):
        factor = live.display(panels[one.panel].x)[0]
        np.testing.assert_allclose(c["x"], np.array(one.x) / factor, rtol=1e-14, atol=1e-14)
        y = np.array(c["real"]) + 1j * np.array(c["imag"])
        assert np.abs(y - one.y).max() <= 1e-12 * np.abs(one.y).max(), (one.panel, one.name, changes)


@pytest.mark.parametrize("name", NAMES)
def test_figures(name, tmp_path):
    rng = random.Random(name)
    changes = [{}, *(random_values(name, rng) for _ in range(30))]
    found = run(SCRIPTS + COMPUTE, [[DECLARED[name], one] for one in changes], tmp_path)
    for one, answer in zip(changes, found, strict=True):
        assert_same_curves(name, one, answer)


@pytest.mark.parametrize("name", NAMES)
def test_figures_while_sliders_move(name, tmp_path):
    """What is kept from one frame to the next changes no digit: one slider several times, another, a choice."""
    rng = random.Random(f"{name} moves")
    changes, values = [], random_values(name, rng)
    for one in figures.FIGURES[name].controls:
        for _ in range(rng.randint(1, 3)):
            values = values | {one: random_values(name, rng)[one]}
            changes.append(values)
        values = values | rng.choice(
            [{}, *({n: rng.choice(bilayer.OPTIONS[n])} for n in figures.FIGURES[name].options)]
        )
    changes += rng.sample(changes, 5)
    script = """
    const [d, changes] = given, made = [], now = {};
    return changes.map((changes) => {
      const values = {...d.values, ...d.constants, ...changes};
      for (const one of orbitronics.compute(d.pieces, values, d.points, made)) now[one.panel + one.curve] = one;
      const fresh = orbitronics.compute(d.pieces, values, d.points, []);
      return fresh.filter((one) => JSON.stringify(one) !== JSON.stringify(now[one.panel + one.curve])).length;
    });"""
    assert run(SCRIPTS + script, [DECLARED[name], changes], tmp_path) == [0] * len(changes)


@pytest.mark.parametrize("quantity", sorted(figures.dependence.__globals__["QUANTITIES"]))
def test_sweeps(quantity, tmp_path):
    """Against every value, with a family, both sources, both closures."""
    cases = []
    for i, x in enumerate(bilayer.NUMBERS):
        family = bilayer.NUMBERS[(i + 5) % len(bilayer.NUMBERS)]
        low, high, _ = bilayer.AXES[family]
        values = {
            "interface": ("finite", "transparent")[i % 2],
            "closure": ("reciprocal", "paper")[i // 2 % 2],
            "P_os": -0.3,
        }
        members = [0.7 * low + 0.3 * high, 0.4 * low + 0.6 * high]
        cases.append(figures.dependence(quantity, ("SHE", "OHE")[i % 2], x, (family, members), values=values))
    found = run(SCRIPTS + COMPUTE, [[live.declaration(one), {}] for one in cases], tmp_path)
    for one, answer in zip(cases, found, strict=True):
        assert_same_curves(one, {}, answer)


def test_facts(tmp_path):
    """What is said about a design: the numbers to 1e-12, and the same things hold."""
    rng = random.Random(3)
    cases = [design.VALUES | random_values("bilayer", rng) for _ in range(60)]
    cases += [design.VALUES | {"P_os": 0.0}, design.VALUES | {"interface": "finite", "G_os": 2e15, "G_so": 2e15}]
    script = "return given[0].map((values) => orbitronics.facts(given[1], values));"
    found = run(SCRIPTS + script, [cases, live.facts()], tmp_path)
    said = set()
    for values, answer in zip(cases, found, strict=True):
        spin, orbital = (bilayer.solved(values, drive(values, s)).torque() for s in (design.SPIN, design.ORBITAL))
        expected = design.facts(values, spin, orbital)
        assert list(answer) == list(expected)
        for name, value in expected.items():
            assert complex(*answer[name]) == pytest.approx(complex(value), rel=1e-11), name
        said |= {name for name, value in expected.items() if value is True or value == 1}
    assert {one for one, _, _ in design.REMARKS if one} <= said


THIN = {"d_F": 1e-10, "lambda_J": 5e-9, "lambda_phi": 5e-9, "lambda_sf": 20e-9}  # beside all its lengths
DESIGNS = ({}, {"P_os": 0.0, "G_os": 0.0}, {"G_os": 2e15, "G_so": 2e15, "G_s": 1e13}, {"sigma_s_N": 1e7}, THIN)
DESIGNS += ({"sigma_SHE": 0.0, "sigma_OHE": 0.0},)
SIDES = ("held", "failed")


def test_every_piece_is_asked_for_and_every_condition_holds_and_fails(tmp_path):
    """In the figures that are tested here: none of their formulas goes untried."""
    rng = random.Random(5)
    sweeps = [figures.dependence(q, s) for q in figures.dependence.__globals__["QUANTITIES"] for s in ("SHE", "OHE")]
    given = [[DECLARED[name], random_values(name, rng)] for name in NAMES for _ in range(40)]
    given += [[one, {"wavenumber": w}] for one in map(live.declaration, sweeps) for w in bilayer.OPTIONS["wavenumber"]]
    given += [[DECLARED[one], {"P_os": 0.0, "P_so": 0.0}] for one in ("fig2", "fig3")]
    facts = [
        design.VALUES | random_values("bilayer", rng) | {"wavenumber": w, "interface": i} | more
        for w in bilayer.OPTIONS["wavenumber"]
        for i in bilayer.OPTIONS["interface"]
        for more in DESIGNS
    ]
    given += [[DECLARED["fig2"], THIN | {"P_os": 0.0, "P_so": 0.0}]]
    body = "orbitronics.compute(d.pieces, {...d.values, ...d.constants, ...values}, d.points, [])"
    script = f"""
    given[0].forEach(([d, values]) => {body});
    given[1].forEach((values) => [orbitronics.facts(given[2], values),
      ...["printed", "bulk_os_printed"].map((name) => orbitronics.formed(name, values))]);
    return asked;"""
    scripts = SOLVER + pieces.javascript(conditions=True)
    seen = run(scripts + COUNTED + WALK + script, [given, facts, live.facts()], tmp_path)
    seen = {one.name: seen[one.name] for one in pieces.formulas()}
    assert [name for name, one in seen.items() if not one["calls"]] == []
    never = [
        f"{name} {side} {i}" for name, one in seen.items() for side in SIDES for i, x in enumerate(one[side]) if not x
    ]
    assert not never, "; ".join(sorted(never))
