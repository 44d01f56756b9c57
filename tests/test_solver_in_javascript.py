"""The solver as the page runs it gives what NumPy gives, and the stored answers to 60 digits."""

import random
import warnings

import numpy as np
import pytest
from data import make_cases
from javascript import WEB, complex_of, run
from reference import CASES, STORED, kernel_bilayer

from orbitronics import figures, kernel
from orbitronics.figures import design
from orbitronics.figures.panels import drive
from orbitronics.paper import values as bilayer
from orbitronics.web import live, pieces

SOLVER, WALK = pieces.javascript(), (WEB / "stack.js").read_text(encoding="utf-8")
SCRIPTS = SOLVER + WALK
BOUND = 1e-13  # of the largest value of its kind
NAMES = ("fig2", "fig3", "fig4", "bilayer")

# the observables of a stored case, in their order
OBSERVABLES = """
return given.map(([N, F, G, conserving]) => {
  const o = orbitronics, layers = [N, F].map((block) => o.layer(block, conserving));
  const [n, f] = o.ports(layers, [G]).map((at) => o.inside([at]));
  const [N_at, F_at] = [n.faces[0], f.faces[0]];
  const mu = [N_at[1], F_at[0], N_at[0], F_at[1]].flatMap((one) => one.slice(4));
  const middle = [n, f].map(({ at }, i) => at(layers[i].d / 2)[0].slice(0, 4));
  return [...F_at[0].slice(0, 4), ...mu, ...middle.flat()];
});
"""
KIND = np.array([0, 1, 2, 3, 2, 3, 2, 3, 2, 3, 0, 1, 0, 1])  # J_s, J_o, mu_s, mu_o


def block(*numbers):
    return [part for x in numbers for part in (complex(x).real, complex(x).imag)]


def matrix(G):
    return None if G is None else block(*kernel.interface_matrix(*G))


def observables(rows, closure, tmp_path):
    given = [[block(*N), block(*F), matrix(G), closure == "conserving"] for N, F, G in rows]
    return complex_of(run(SCRIPTS + OBSERVABLES, given, tmp_path))


def by_numpy(N, F, G, conserving):
    """The observables by the kernel, currents in the middle as the figures find them."""
    layers, between = [kernel.Layer(*N), kernel.Layer(*F)], None if G is None else kernel.interface_matrix(*G)
    answers = list(kernel_bilayer(*layers, between, conserving)[:10])
    below, above = kernel.ports_below(layers, [between], conserving), kernel.ports_above(layers, [between], conserving)
    for i, one in enumerate(layers):
        half = kernel.pi_circuit(one, one.d / 2, conserving)
        answers += kernel.currents_inside(below[i], one, above[i], half, half)
    return np.array(answers, complex)


def largest(answers):
    """The largest of each kind, beside each answer."""
    size = np.abs(answers)
    return np.stack([size[..., kind == KIND].max(-1) for kind in range(4)], -1)[..., KIND]


def stored(closure):
    rows, true = [], []
    for case in CASES:
        for source in ("SHE", "OHE"):
            layers, interfaces = make_cases.bilayer(case["params"], source)
            names = ("q", "d", "sigma_s", "sigma_o", "P_os", "P_so", "j_s", "j_o")
            N, F = ([complex(one["k"]), *(float(one[name]) for name in names)] for one in layers)
            N[0] = N[0].real
            G = interfaces[0]
            rows.append((N, F, None if G is None else [float(x) for x in (G[0][0], G[1][1], G[0][1], G[1][0])]))
            answers = case["results"][f"{closure}/{source}"].values()
            true.append([complex(float(re), float(im)) for re, im, _ in answers])
    return rows, np.array(true)


def moved(rows, conserving):
    """How far the answers by NumPy move, at most, when one input changes by one unit in the last place."""
    most = 0.0
    for which in range(2):
        for i in range(9):
            other = [[list(N), list(F), G] for N, F, G in rows]
            for row in other:
                row[which][i] *= 1 + 2**-52
            most = np.maximum(most, np.abs(all_by_numpy(other, conserving) - all_by_numpy(rows, conserving)))
    for i in range(4):
        other = [
            [N, F, None if G is None else [g * (1 + 2**-52 * (i == j)) for j, g in enumerate(G)]] for N, F, G in rows
        ]
        most = np.maximum(most, np.abs(all_by_numpy(other, conserving) - all_by_numpy(rows, conserving)))
    return most


def all_by_numpy(rows, conserving):
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.array([by_numpy(N, F, G, conserving) for N, F, G in rows])


def assert_close(found, expected, rows, conserving):
    """To 1e-13 of the largest of a kind, or ten times what one unit in the last place of an input moves."""
    error, allowed = np.abs(found - expected), BOUND * largest(expected)
    far = ~(error <= allowed).all(axis=1)
    if far.any():
        allowed[far] = np.maximum(
            allowed[far], 10 * moved([row for row, one in zip(rows, far, strict=True) if one], conserving)
        )
    worst = np.unravel_index(np.nanargmax(error / (allowed + 1e-300)), error.shape)
    assert (error <= allowed + 1e-300).all(), (worst, found[worst], expected[worst], rows[worst[0]])


@pytest.mark.parametrize("closure", STORED.values())
def test_stored_cases(closure, tmp_path):
    rows, true = stored(closure)
    found, expected = observables(rows, closure, tmp_path), all_by_numpy(rows, closure == "conserving")
    assert np.isfinite(found).all()
    nearer = np.abs(found - true) <= np.abs(expected - true)  # than NumPy is to 60 digits
    assert nearer.mean() < 0.9
    assert_close(np.where(nearer, expected, found), expected, rows, closure == "conserving")


@pytest.mark.parametrize("closure", STORED.values())
def test_random_bilayers(closure, tmp_path):
    """5000 with each closure: thin and thick, with and without conversion, all kinds of interfaces."""
    rng = np.random.default_rng(7)
    rows = []
    for i in range(5000):
        lengths = 1e-9 * 10 ** rng.uniform(-1.5, 1.5, 6)
        sigma = 10 ** rng.uniform(4, 8, 4)
        P = rng.uniform(-0.95, 0.95, 2) * (i % 5 > 0)
        k = np.sqrt(lengths[2] ** -2.0 - 1j * rng.choice([-1, 1]) * lengths[3] ** -2.0)
        j = rng.normal(size=2) * (rng.random(2) < 0.8)
        N = (
            1 / lengths[0],
            1 / lengths[1],
            1e-9 * 10 ** rng.uniform(-4, 2.5),
            *sigma[:2],
            0.0,
            0.0,
            *(j if j.any() else (1.0, 0.0)),
        )
        F = (complex(k), 1 / lengths[4], 1e-9 * 10 ** rng.uniform(-4, 2.5), *sigma[2:], *P, 0.0, 0.0)
        G = (10 ** rng.uniform(12, 18, 2)).tolist()
        mixed = (rng.uniform(-0.9, 0.9) * (G[0] * G[1]) ** 0.5, rng.uniform(-0.9, 0.9) * (G[0] * G[1]) ** 0.5)
        rows.append((N, F, (None, (*G, 0.0, 0.0), (*G, *mixed))[i % 3]))
    found = observables(rows, closure, tmp_path)
    assert_close(found, all_by_numpy(rows, closure == "conserving"), rows, closure == "conserving")


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
    found = run(SCRIPTS + COMPUTE, [[live.declaration(name), one] for one in changes], tmp_path)
    for one, answer in zip(changes, found, strict=True):
        assert_same_curves(name, one, answer)


@pytest.mark.parametrize("quantity", sorted(figures.sweep.__globals__["QUANTITIES"]))
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
        cases.append(figures.sweep(quantity, ("SHE", "OHE")[i % 2], x, (family, members), values=values))
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


def test_the_same_source_gives_the_same_script():
    assert pieces.javascript() == pieces.javascript()


# counts how often each condition held and failed; `at` is its place among those of its piece
THIN = {"d_F": 1e-10, "lambda_J": 5e-9, "lambda_phi": 5e-9, "lambda_sf": 20e-9}  # beside all its lengths
DESIGNS = ({}, {"P_os": 0.0, "G_os": 0.0}, {"G_os": 2e15, "G_so": 2e15, "G_s": 1e13}, {"sigma_s_N": 1e7}, THIN)
DESIGNS += ({"sigma_SHE": 0.0, "sigma_OHE": 0.0},)
SIDES = ("held", "failed")
COUNTED = """
const asked = {}, { pieces } = orbitronics;
for (const [name, conditions] of Object.entries(orbitronics.conditions)) {
  const piece = pieces[name], seen = (asked[name] = { calls: 0, held: [], failed: [] });
  pieces[name] = (...all) => {
    seen.calls += 1;
    conditions(...all).filter((_, i) => i % 2 === 0).forEach((here, at) => {
      seen[here ? "held" : "failed"][at] = true;
      seen[here ? "failed" : "held"][at] ??= false;
    });
    return piece(...all);
  };
}
"""


def test_every_piece_is_asked_for_and_every_condition_holds_and_fails(tmp_path):
    """In the figures and in the stacks that are tested here: nothing that is compiled goes untried."""
    rng = random.Random(5)
    sweeps = [figures.sweep(q, s) for q in figures.sweep.__globals__["QUANTITIES"] for s in ("SHE", "OHE")]
    given = [[live.declaration(name), random_values(name, rng)] for name in NAMES for _ in range(40)]
    given += [[live.declaration(one), {"wavenumber": w}] for one in sweeps for w in bilayer.OPTIONS["wavenumber"]]
    given += [[live.declaration(one), {"P_os": 0.0, "P_so": 0.0}] for one in ("fig2", "fig3")]
    stacks = [[block(*N), block(*F), matrix(G), c == "conserving"] for c in STORED.values() for N, F, G in stored(c)[0]]
    facts = [
        design.VALUES | random_values("bilayer", rng) | {"wavenumber": w, "interface": i} | more
        for w in bilayer.OPTIONS["wavenumber"]
        for i in bilayer.OPTIONS["interface"]
        for more in DESIGNS
    ]
    given += [[live.declaration("fig2"), THIN | {"P_os": 0.0, "P_so": 0.0}]]
    body = "orbitronics.compute(d.pieces, {...d.values, ...d.constants, ...values}, d.points, [])"
    script = f"""
    given[0].forEach(([d, values]) => {body});
    given[1].forEach((values) => orbitronics.facts(given[3], values));
    given[2].forEach(([N, F, G, conserving]) => {{
      const layers = [N, F].map((one) => orbitronics.layer(one, conserving));
      orbitronics.ports(layers, [G]).forEach((at) => orbitronics.inside([at]).at(at.layer.d / 3));
    }});
    return asked;"""
    solver = pieces.javascript() + pieces.javascript(conditions=True)
    seen = run(solver + COUNTED + WALK + script, [given, facts, stacks, live.facts()], tmp_path)
    assert [name for name, one in seen.items() if not one["calls"]] == []
    never = [
        f"{name} {side} {i}" for name, one in seen.items() for side in SIDES for i, x in enumerate(one[side]) if not x
    ]
    assert not never, "; ".join(sorted(never))
