"""The whole family of closures, sources and observables against a second solver and against laws.

Random stacks have Hall currents, conversion and emission in every place, N and F different in everything, and
thicknesses spread evenly in the logarithm, from 1e-13 m to 1e-6 m.
"""

import warnings

import mpmath as mp
import network
import numpy as np
import pytest
import reference

import orbitronics as ob
from orbitronics import nm

SEEDS = range(16)


def draw(rng, kinds="NFN", closure="reciprocal", symmetric=True, chi=True, thin=-13, thick=-6):
    """A random stack; with `symmetric` every matrix is, so that it is reciprocal in the reciprocal closure."""

    def split(size):
        a = rng.uniform(-0.6, 0.6) * size
        return (a, a) if symmetric else (a, rng.uniform(-0.6, 0.6) * size)

    spin = complex(10 ** rng.uniform(13, 15), -1e14)
    loss = {"G_long": 10 ** rng.uniform(12, 14), "G_o": 10 ** rng.uniform(12, 14)}
    items = [ob.Surface(sigma_SREE=rng.normal(), sigma_OREE=rng.normal(), G_mix=spin, **loss)]
    for i, kind in enumerate(kinds):
        sigma_s, sigma_o = 10 ** rng.uniform(5, 7, 2)
        off = split(np.sqrt(sigma_s * sigma_o))
        common = {
            **{"sigma_s": sigma_s, "sigma_o": sigma_o, "P_os": off[0] / sigma_o, "P_so": off[1] / sigma_s},
            **{"lambda_o": 10 ** rng.uniform(-9.3, -8), "sigma_SHE": rng.normal(), "sigma_OHE": rng.normal()},
            **{"sigma": 10 ** rng.uniform(5, 7), "name": f"{kind}{i}"},
        }
        lengths = 10 ** rng.uniform(-9.5, -8, 3)
        if kind == "N":
            material = ob.NormalMetal(lambda_s=lengths[0], **common)
        else:
            names = ("lambda_sf", "lambda_J", "lambda_phi")
            material = ob.Ferromagnet(**dict(zip(names, lengths, strict=True)), m=int(rng.choice([-1, 1])), **common)
        if closure == "reciprocal" and chi:
            material = material.coupled(rng.uniform(-1, 1))
        if i:
            q = dict(zip(network.EMISSION, rng.normal(size=4), strict=True))
            if rng.random() < 0.3:
                items.append(ob.Interface.transparent(**q))
            else:
                G_s, G_o = 10 ** rng.uniform(13, 16, 2)
                G_os, G_so = split(np.sqrt(G_s * G_o))
                items.append(ob.Interface(G_s=G_s, G_o=G_o, G_os=G_os, G_so=G_so, **q))
        items.append(material(10 ** rng.uniform(thin, thick)))
    items.append(ob.Surface(sigma_SREE=rng.normal(), sigma_OREE=rng.normal(), G_o=10 ** rng.uniform(12, 14)))
    return ob.Stack(items)


def quiet(function, *args, **kwargs):
    """Call without the library's own warnings, which these random stacks call for."""
    with warnings.catch_warnings():
        for kind in (ob.NotPassiveWarning, ob.NotReciprocalWarning, ob.TorqueWarning):
            warnings.simplefilter("ignore", kind)
        return function(*args, **kwargs)


def close(got, expected, scale, rel, what):
    error = np.max(np.abs(np.asarray(got) - np.asarray(expected))) / scale
    assert error <= rel, f"{what}: off by {error:.2g} of the largest of its kind, allowed are {rel:.0e}"


@pytest.mark.parametrize("channel", ["transverse", "longitudinal"])
@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
@pytest.mark.parametrize("seed", SEEDS)
def test_faces_agree_with_the_dense_mode_solver(seed, closure, channel):
    rng = np.random.default_rng([seed, 1])
    stack = draw(rng, rng.choice(["NF", "FN", "NFN", "FNF"]), closure, symmetric=False, thin=-11, thick=-7)
    sol = quiet(ob.solve, stack, E=2.0, closure=closure, channel=channel)
    found = network.solve(stack, closure, channel, 2.0)
    expected = np.array([[[complex(v) for v in (*mu, *J)] for mu, J in one[:2]] for one in found])
    got = np.empty_like(expected)
    for i in range(len(stack)):
        for face, side in ((0, "right"), (1, "left")):
            z = stack.heights[i + face]
            got[i, face, :2] = [getattr(sol, n)(z, side) for n in ("mu_s", "mu_o")]
            got[i, face, 2:] = [getattr(sol, n)(z, side) for n in ("J_s", "J_o")]
    close(got[..., :2], expected[..., :2], abs(expected[..., :2]).max(), 1e-11, "potentials")
    close(got[..., 2:], expected[..., 2:], abs(expected[..., 2:]).max(), 1e-11, "currents")


def magnets(stack):
    return [i for i, layer in enumerate(stack.layers) if layer.magnetic]


def own(stack, i, tau):
    return tau if stack.layers[i].material.m == 1 else np.conj(tau)


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
@pytest.mark.parametrize("seed", SEEDS)
def test_torques_and_charge_current_agree_with_the_mode_solver(seed, closure):
    rng = np.random.default_rng([seed, 2])
    stack = draw(rng, rng.choice(["NF", "FN", "NFN", "FNF"]), closure, symmetric=False)
    sol = quiet(ob.solve, stack, closure=closure)
    found = network.solve(stack, closure)
    size = max(abs(complex(v)) for one in found for _, J in one[:2] for v in J)
    for i in magnets(stack):
        (_, low), (_, up), one, c = found[i]
        absorbed = own(stack, i, complex(low[0] - up[0]))
        exchange = own(stack, i, complex(one.sigma_s * one.X * one.integral(c)[0]))
        close(quiet(sol.torque, "absorbed", i), absorbed, size, 1e-11, f"absorbed by {stack.place(i)}")
        close(
            quiet(sol.torque, "exchange", i), exchange, max(size, abs(exchange)), 1e-11, f"exchange of {stack.place(i)}"
        )
    collected = network.charge_current(stack, found)
    close(sol.charge_current(), collected, abs(collected), 1e-10, "charge current")


@pytest.mark.parametrize("channel", ["transverse", "longitudinal"])
@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
@pytest.mark.parametrize("seed", SEEDS)
def test_each_row_of_the_budget_is_the_integral_it_names_and_the_rows_close(seed, closure, channel):
    rng = np.random.default_rng([seed, 3])
    stack = draw(rng, rng.choice(["NF", "FN", "NFN"]), closure, symmetric=False)
    budget = quiet(ob.solve, stack, E=3.0, closure=closure, channel=channel).budget()
    found = network.solve(stack, closure, channel, 3.0)
    for i, layer in enumerate(stack.layers):
        (_, low), (_, up), one, c = found[i]
        m, (I_s, I_o) = layer.material, (complex(x) for x in one.integral(c))
        relax = m.sigma_o / m.lambda_o**2
        flip, X = m.sigma_s * complex(one.flip), m.sigma_s * complex(one.X)
        expected = {
            "spin": {
                **{"in": complex(low[0]), "out": complex(up[0]), "exchange": X * I_s},
                **{"spin_flip": (flip + m.Gamma_so) * I_s, "to_orbital": m.Gamma_os * I_o - m.Gamma_so * I_s},
                "cross_s": m.P_os * relax * I_o if closure == "paper" else 0,
            },
            "orbital": {
                **{"in": complex(low[1]), "out": complex(up[1]), "lattice": (relax + m.Gamma_os) * I_o},
                "to_orbital": m.Gamma_os * I_o - m.Gamma_so * I_s,
                "cross_o": m.P_so * (X + flip) * I_s if closure == "paper" else 0,
            },
        }
        rows = budget[stack.place(i)]
        for moment, terms in expected.items():
            assert rows[moment].keys() == terms.keys()
            largest = max(abs(v) for rows_of in expected.values() for v in rows_of.values())
            for name, value in terms.items():
                close(rows[moment][name], value, largest, 1e-10, f"{moment} {name} of {stack.place(i)}")
        s, o = rows["spin"], rows["orbital"]
        left = s["in"] - s["out"] - s["exchange"] - s["spin_flip"] - s["to_orbital"] - s["cross_s"]
        close(left, 0, largest, 1e-11, "spin row")
        left = o["in"] - o["out"] - o["lattice"] + o["to_orbital"] - o["cross_o"]
        close(left, 0, largest, 1e-11, "orbital row")


def test_the_budget_of_the_paper_s_bilayer_tells_where_its_torque_comes_from():
    """Reciprocal closure: all the orbital current that enters F goes to the lattice, none to the spin."""
    N = ob.NormalMetal(sigma_s=1e6, sigma_o=1e6, lambda_s=3 * nm, lambda_o=5 * nm, sigma_OHE=1.0)
    F = ob.Ferromagnet(sigma_s=1e6, sigma_o=1e6, lambda_sf=3 * nm, lambda_J=0.5 * nm, lambda_phi=nm, lambda_o=5 * nm)
    rows = ob.solve(N(5 * nm) | F.replace(P_os=0.5, P_so=0.5)(5 * nm), closure="reciprocal").budget()["F"]
    assert rows["orbital"]["in"].real == pytest.approx(0.174662, abs=1e-6)
    assert rows["orbital"]["lattice"].real == pytest.approx(0.174662, abs=1e-6)
    assert rows["spin"]["to_orbital"] == 0
    # 6 % of the relaxing orbital moment handed to the spin, without polarisation
    chi = 0.062 * 1e6 / (5 * nm) ** 2 / (1e6 / (3 * nm * 5 * nm))
    coupled = ob.solve(N(5 * nm) | F.coupled(chi)(5 * nm), closure="reciprocal")
    assert coupled.torque("exchange").real == pytest.approx(0.0108, abs=1e-4)
    with pytest.warns(ob.TorqueWarning, match="Gamma_os turns orbital moment into spin"):
        assert abs(coupled.torque("absorbed")) < 0.001


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
@pytest.mark.parametrize("seed", SEEDS)
def test_pumping_agrees_with_the_mode_solver(seed, closure):
    rng = np.random.default_rng([seed, 4])
    stack = draw(rng, rng.choice(["NF", "FN", "FNF"]), closure, symmetric=False)
    for i in magnets(stack):
        sol = quiet(ob.pump, stack, layer=i, closure=closure)
        found = network.solve(stack, closure, E=0.0, pumped=i)
        (_, low), (_, up), one, c = found[i]
        whole = complex(one.sigma_s * one.X * (one.integral(c)[0] + one.d))
        bulk = complex(one.sigma_s * one.X * (1 - one.shift[0]) * one.d)
        size = abs(complex(one.sigma_s * one.X * one.d))
        close(sol.torque("own"), whole, size, 1e-11, "own")
        close(sol.torque("bulk"), bulk, size, 1e-11, "bulk")
        close(sol.torque("added"), whole - bulk, size, 1e-11, "added")
        close(sol.torque("absorbed"), complex(low[0] - up[0]), size, 1e-11, "absorbed")
        collected = network.charge_current(stack, found)
        close(sol.charge_current(), collected, abs(collected), 1e-9, "charge current")


@pytest.mark.parametrize("seed", SEEDS)
def test_one_reciprocity_for_torque_and_pumping(seed):
    """The pumped charge current is minus the exchange torque per field, as complex numbers, for every magnet."""
    stack = draw(np.random.default_rng([seed, 5]), "NFNF", thin=-10, thick=-7.5)
    driven = ob.solve(stack, closure="reciprocal")
    for i in magnets(stack):
        there = own(stack, i, driven.torque("exchange", i))
        back = ob.pump(stack, layer=i).charge_current()
        close(back, -there, abs(there), 1e-10, f"{stack.place(i)}: I/V against -tau/E")


@pytest.mark.parametrize(("apart", "warns"), [(0.0, False), (0.95e-9, False), (1.05e-9, True), (-1.05e-9, True)])
def test_what_differs_by_rounding_alone_is_reciprocal(apart, warns):
    G = 2e14
    stack = reference.normal()(5 * nm) | ob.Interface(G_s=1e15, G_o=1e15, G_os=G * (1 + apart), G_so=G)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ob.sheet(stack | reference.magnet(P_os=0.0, P_so=0.0)(3 * nm))
    assert any(one.category is ob.NotReciprocalWarning for one in caught) is warns


@pytest.mark.parametrize("names", [("near", "far"), ("far", "near")])
def test_the_layer_that_is_least_reciprocal_is_named(names):
    """P_so sigma_s is 1.01 times P_os sigma_o in one magnet and 3 times in the other."""
    magnets = {name: reference.magnet(P_os=0.1, P_so=0.1 * x, name=name) for name, x in (("near", 1.01), ("far", 3))}
    one, other = (magnets[name](2 * nm) for name in names)
    with pytest.warns(ob.NotReciprocalWarning, match="in far Y_so/Y_os = 3[+-]") as caught:
        ob.sheet(reference.normal()(5 * nm) | one | reference.normal()(5 * nm) | other)
    assert caught[0].filename == __file__, "the warning points at the caller's line"


def test_the_paper_s_closure_breaks_reciprocity_and_says_by_how_much():
    N = ob.NormalMetal(sigma_s=1e6, sigma_o=1e6, lambda_s=3 * nm, lambda_o=5 * nm, sigma_OHE=1.0, sigma=5e6)
    F = ob.Ferromagnet(
        sigma_s=1e6, sigma_o=1e6, lambda_sf=3 * nm, lambda_J=0.5 * nm, lambda_phi=nm, lambda_o=5 * nm,
        P_os=0.5, P_so=0.5, sigma=3e6, M_s=1.4e6,
    )  # fmt: skip
    stack = N(5 * nm) | F(5 * nm)
    with pytest.warns(ob.NotReciprocalWarning, match=r"in F Y_so/Y_os = 10.6-8.09j"):
        paper = ob.pump(stack, closure="paper")
    one_way = stack.replace({"F.P_os": 0.0})
    with pytest.warns(ob.NotReciprocalWarning, match="in F Y_so/Y_os = infinite"):
        ob.pump(one_way, closure="paper")
    assert -paper.charge_current() == pytest.approx(0.1767 - 0.0210j, abs=1e-4)
    mine = ob.pump(stack)
    assert -mine.charge_current() == pytest.approx(0.01093 + 0.00540j, abs=1e-5)
    assert mine.damping().alpha == pytest.approx(7.21e-4, rel=1e-3)
    I = mine.charge_current()  # noqa: E741  (a current)
    assert mine.open_circuit_field() == pytest.approx(-I / (4e-2 + np.real(ob.sheet(stack).Z_t)), rel=1e-12)
    with pytest.warns(ob.TorqueWarning, match="orbital relaxation feeds spin") as caught:
        ob.solve(stack).torque("exchange")
    assert caught[0].filename == __file__, "the warning points at the caller's line"


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_magnetoresistance_has_no_cancellation(seed, closure):
    rng = np.random.default_rng([seed, 6])
    stack = draw(rng, "NFN", closure, symmetric=bool(seed % 2), thin=-10, thick=-8)
    sheet = quiet(ob.sheet, stack, closure=closure)
    t = network.solve(stack, closure, "transverse", 1.0)
    u = network.solve(stack, closure, "longitudinal", 1.0)
    with mp.workdps(60):
        Z_t, Z_l = network.charge_current(stack, t), network.charge_current(stack, u)
    close(sheet.Z_t, Z_t, abs(Z_t), 1e-11, "Z_t")
    close(sheet.Z_l, Z_l, abs(Z_l), 1e-11, "Z_l")
    expected = Z_l.real - Z_t.real
    close(sheet.smr, expected, abs(expected), 1e-14 * abs(Z_t) / abs(expected) + 1e-10, "smr")


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_add_up_and_a_layer_may_be_cut(seed):
    stack = draw(np.random.default_rng([seed, 7]), "NF", symmetric=False, thin=-10, thick=-7)
    sol = quiet(ob.solve, stack, closure="reciprocal")
    for ask in (lambda one: quiet(one.torque, "exchange"), lambda one: one.charge_current()):
        shares = sol.by_source(ask)
        assert {"N0.sigma_OHE", "N0/F1.sigma_OREE_above", "top.sigma_SREE"} <= shares.keys()
        close(sum(shares.values()), ask(sol), max(map(abs, shares.values())), 1e-13, "sum of shares")
    layers = [i for i, item in enumerate(stack.items) if isinstance(item, ob.Layer)]
    i = layers[1]
    one = stack.items[i]
    cut = (one.material(0.37 * one.thickness), one.material(0.63 * one.thickness))
    again = quiet(ob.solve, ob.Stack((*stack.items[:i], *cut, *stack.items[i + 1 :])), closure="reciprocal")
    both = sum(quiet(again.torque, "exchange", j) for j in (1, 2))
    close(both, quiet(sol.torque, "exchange"), abs(both), 1e-11, "torque of the halves")
    close(again.charge_current(), sol.charge_current(), abs(sol.charge_current()), 1e-11, "charge current")


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
def test_a_layer_of_thickness_zero_is_not_there(closure):
    rng = np.random.default_rng(8)
    stack = draw(rng, "NF", closure, symmetric=False, thin=-9, thick=-8)
    spacer = draw(rng, "FN", closure, symmetric=False).layers[0].material
    i = next(i for i, item in enumerate(stack.items) if isinstance(item, ob.Interface))
    d = np.array([0.0, 1e-9])
    with_it = quiet(ob.solve, ob.Stack((*stack.items[:i], spacer(d), *stack.items[i:])), closure=closure)
    without = quiet(ob.solve, stack, closure=closure)
    expected = quiet(without.torque, "exchange")
    assert quiet(with_it.torque, "exchange", "F1")[0] == pytest.approx(expected, rel=1e-13)
    assert quiet(with_it.torque, "exchange", "F1")[1] != pytest.approx(expected, rel=1e-3)
    for kind in ("absorbed", "exchange"):
        assert quiet(with_it.torque, kind, 1)[0] == 0
    assert with_it.charge_current()[0] == pytest.approx(without.charge_current(), rel=1e-13)


def test_an_insulating_magnet_is_a_surface():
    """Chen et al. 2013: N alone, spin mixing conductance at its top."""
    theta, sigma, lam, d, G = 0.1, 5e6, 1.5 * nm, 4 * nm, 6e14 - 1e14j
    N = ob.NormalMetal(sigma_s=sigma, sigma_o=1e6, lambda_s=lam, lambda_o=nm, sigma_SHE=theta * sigma, sigma=sigma)
    stack = N(d) | ob.Surface(G_mix=G)
    sheet = ob.sheet(stack)
    f = lam * G * np.tanh(d / 2 / lam) ** 2 / (sigma + lam * G / np.tanh(d / lam))
    assert sheet.smr / sheet.joule == pytest.approx(theta**2 * (lam / d) * f.real, rel=1e-12)
    assert np.imag(sheet.Z_t) / sheet.joule == pytest.approx(-(theta**2) * (lam / d) * f.imag, rel=1e-12)
    driven, pumped = ob.solve(stack, closure="reciprocal"), ob.pump(stack, layer="top")
    assert pumped.charge_current() == pytest.approx(-driven.torque("absorbed", "top"), rel=1e-12)
    G_xx = sheet.conductance((0, 2, 0))
    assert G_xx[0, 0] - sheet.conductance((0, 0, 1))[0, 0] == pytest.approx(sheet.smr, rel=1e-6)
    np.testing.assert_allclose(sheet.resistance((0, 2, 0)) @ G_xx, np.eye(2), atol=1e-15)


def test_the_conductance_for_any_direction_of_the_magnetisation():
    """A field along e drives moment along z x e: what of it lies along m answers with Z_l, the rest with Z_t."""
    N = ob.NormalMetal(
        sigma_s=3e6, sigma_o=1e6, lambda_s=2 * nm, lambda_o=5 * nm, sigma_SHE=4e5, sigma_OHE=-7e5, sigma=500.0
    )
    F = ob.Ferromagnet(sigma_s=1e6, sigma_o=2e6, lambda_sf=6 * nm, lambda_J=2 * nm, lambda_phi=3 * nm, lambda_o=4 * nm,
                       P_os=0.3, P_so=0.6, sigma=200.0)  # fmt: skip
    sheet = ob.sheet(N(3 * nm) | ob.Interface(G_s=2e15, G_o=1e15) | F(2 * nm))
    assert min(abs(sheet.Z_l), abs(sheet.Z_t.imag), abs(sheet.Z_t.real), abs(sheet.smr)) > 1e-3 * sheet.joule
    across, turned = np.real(sheet.Z_t), np.imag(sheet.Z_t)
    for m in np.array([(1, 0, 0), (0, 1, 0), (0, 0, -1), (0.36, 0.48, 0.8), (-0.6, 0.64, 0.48)]):
        moments = np.array([(0, 1, 0), (-1, 0, 0)])  # z x e for e along x and y
        expected = sheet.joule * np.eye(2)
        for i, one in enumerate(moments):
            for j, other in enumerate(moments):
                along = (one @ m) * (other @ m)
                expected[i, j] += sheet.Z_l * along + across * (one @ other - along) - turned * np.cross(one, other) @ m
        np.testing.assert_allclose(sheet.conductance(m), expected, rtol=1e-9, atol=1e-9 * sheet.joule)


def test_what_a_surface_takes_up_with_closed_faces_is_nothing():
    """Its accumulation follows V: all that a pumped surface takes up is added."""
    N = ob.NormalMetal(sigma_s=3e6, sigma_o=1e6, lambda_s=2 * nm, lambda_o=5 * nm)
    stack = N(np.array([1, 30]) * nm) | ob.Surface(G_mix=3e14 - 1e14j)
    pumped = ob.pump(stack, "top", V=2.0)
    bulk, added = pumped.torque("bulk"), pumped.torque("added")
    assert bulk.shape == added.shape == (2,) and bulk.dtype == added.dtype
    assert not np.any(bulk) and np.all(added)
    np.testing.assert_array_equal(pumped.torque("own"), bulk + added)
    one = ob.pump(N(nm) | ob.Surface(G_mix=3e14 - 1e14j), "top")
    assert type(one.torque("bulk")) is type(one.torque("own"))
    both = ob.pump(ob.Surface(G_mix=1e14) | stack, "top")
    for kind in ("own", "bulk", "added"):
        with pytest.raises(ValueError, match=f"kind = '{kind}' is of the magnet that precesses, top"):
            both.torque(kind, layer="bottom")
    assert np.all(both.torque("exchange", layer="bottom"))


def test_only_the_precessing_magnet_has_a_torque_of_its_own():
    N = ob.NormalMetal(sigma_s=3e6, sigma_o=1e6, lambda_s=2 * nm, lambda_o=5 * nm)
    F = ob.Ferromagnet(sigma_s=1e6, sigma_o=2e6, lambda_sf=6 * nm, lambda_J=2 * nm, lambda_phi=3 * nm, lambda_o=4 * nm)
    pumped = ob.pump(F(2 * nm) | N(3 * nm) | F.replace(name="Co")(nm), layer="Co", V=0.5)
    for kind in ("own", "bulk", "added"):
        with pytest.raises(ValueError, match=f"kind = '{kind}' is of the magnet that precesses, Co"):
            pumped.torque(kind, layer="F")
    assert pumped.torque("exchange", layer="F") != 0
    assert "Co precesses with V = 0.5 V" in repr(pumped) and "E = " not in repr(pumped)


def test_a_magnet_of_thickness_0_has_no_damping():
    N = ob.NormalMetal(sigma_s=3e6, sigma_o=1e6, lambda_s=2 * nm, lambda_o=5 * nm)
    F = ob.Ferromagnet(sigma_s=1e6, sigma_o=2e6, lambda_sf=6 * nm, lambda_J=2 * nm, lambda_phi=3 * nm, lambda_o=4 * nm)
    for d, there in ((0.0, False), (np.array([0, 1]) * nm, np.array([False, True]))):
        pumped = ob.pump(N(5 * nm) | F(d))
        np.testing.assert_array_equal(pumped.torque("added") != 0, there)
        with pytest.raises(ValueError, match=r"F\.thickness = 0, .*give F\.thickness different from 0"):
            pumped.damping(8e5)


def test_directions_of_any_length():
    N = ob.NormalMetal(sigma_s=3e6, sigma_o=1e6, lambda_s=2 * nm, lambda_o=5 * nm, sigma_SHE=4e5, sigma=1e6)
    sheet = ob.sheet(N(3 * nm) | ob.Surface(G_mix=1e15 - 3e14j))
    for length in (1e-200, 1e200):
        np.testing.assert_array_equal(sheet.conductance((0, 0, length)), sheet.conductance((0, 0, 1)))


@pytest.mark.parametrize(
    ("call", "error", "parts"),
    [
        (
            lambda N, F: ob.pump(N(nm) | F(nm), V=[1, 0]).damping(8e5),
            ValueError,
            ["damping: V = 0", "different from 0"],
        ),
        (
            lambda N, F: ob.pump(N(np.ones(3) * nm) | F(nm)).damping([8e5, 9e5]),
            ValueError,
            ["stack has shape (3,) and M_s has shape (2,)"],
        ),
        (
            lambda N, F: ob.sheet(N.replace(sigma=0)(nm) | F.replace(sigma=0)(nm)).resistance((0, 0, 1)),
            ValueError,
            ["resistance: the stack conducts nothing", "positive sigma"],
        ),
        (
            lambda N, F: ob.sheet(N.replace(sigma=[1e6, 0])(nm)).resistance((0, 0, 1)),
            ValueError,
            ["conducts nothing"],
        ),
        (
            lambda N, F: ob.pump(N.replace(sigma=[1e6, 0])(nm) | F.replace(sigma=0)(nm)).open_circuit_field(),
            ValueError,
            ["open_circuit_field: the stack conducts nothing"],
        ),
        (lambda N, F: ob.solve(N(nm) | F.coupled(0.3)(nm)), ValueError, ["Gamma_os", "closure='reciprocal'"]),
        (lambda N, F: F.coupled(1.1), ValueError, ["chi = 1.1", "between -1 and 1"]),
        (lambda N, F: F.replace(lambda_sf=np.inf).coupled(0.1), ValueError, ["lambda_sf = inf"]),
        (lambda N, F: ob.sheet(N(nm) | F(nm)).joule, ValueError, ["N.sigma is not given"]),
        (lambda N, F: ob.pump(N(nm) | F(nm)).damping(), ValueError, ["F.M_s is not given"]),
        (lambda N, F: ob.Surface(G_mix=-1.0), ValueError, ["G_mix", "positive or 0"]),
        (lambda N, F: N(nm) | ob.Surface() | F(nm), ValueError, ["Surface()", "first or its last"]),
        (lambda N, F: ob.Interface.transparent(G_s=1.0), TypeError, ["'G_s'", "sigma_OREE_above"]),
        (lambda N, F: ob.solve(N(nm) | F(nm)).torque(layer="top"), ValueError, ["'top'"]),
        (lambda N, F: ob.sheet(N(nm) | F(nm)).conductance((0, 0, 0)), ValueError, ["three finite numbers"]),
    ],
)
def test_bad_input_is_told(call, error, parts):
    N = ob.NormalMetal(sigma_s=1e6, sigma_o=2e6, lambda_s=nm, lambda_o=2 * nm)
    F = ob.Ferromagnet(sigma_s=3e6, sigma_o=4e6, lambda_sf=nm, lambda_J=2 * nm, lambda_phi=3 * nm, lambda_o=4 * nm)
    with pytest.raises(error) as caught:
        call(N, F)
    for part in parts:
        assert part in str(caught.value)


def test_the_old_name_of_the_closure_is_deprecated():
    N = ob.NormalMetal(sigma_s=1e6, sigma_o=2e6, lambda_s=nm, lambda_o=2 * nm, sigma_OHE=1.0)
    with pytest.warns(DeprecationWarning, match="reciprocal"):
        assert ob.solve(N(nm), closure="conserving").closure == "reciprocal"


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
def test_many_layers_are_solved_as_few(closure):
    """Layers alike are solved together; one of them swept is solved by itself, with the same answer."""
    stack = draw(np.random.default_rng(11), "NFNFNFNFNF", closure, symmetric=False, thin=-9, thick=-8)
    place = stack.place(3)
    d = stack[f"{place}.thickness"] * np.array([0.5, 1.0])
    z = np.linspace(0, 0.5 * stack.heights[-1], 7)
    one = quiet(ob.solve, stack, closure=closure)
    both = quiet(ob.solve, stack.replace({f"{place}.thickness": d}), closure=closure)
    for name in ("J_s", "J_o", "mu_s", "mu_o"):
        np.testing.assert_allclose(getattr(both, name)(z)[1], getattr(one, name)(z), rtol=1e-11)
    found = network.solve(stack, closure)
    for i in (0, 4, 9):
        expected = np.array([complex(v) for v in found[i][0][1]])
        got = np.array([one.J_s(stack.heights[i], "right"), one.J_o(stack.heights[i], "right")])
        close(got, expected, abs(expected).max(), 1e-11, f"currents at the foot of layer {i}")


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
@pytest.mark.filterwarnings("ignore::orbitronics.NotReciprocalWarning", "ignore::orbitronics.TorqueWarning")
def test_the_printed_wavenumber_is_that_of_longer_lengths(closure):
    """With it exchange, spin flip and pumping act at the rates that make its k, and the budget closes."""
    N = ob.NormalMetal(sigma_s=2e6, sigma_o=1e6, lambda_s=3 * nm, lambda_o=5 * nm, sigma_SHE=1e5, sigma_OHE=2e5)
    lengths = {"lambda_sf": 4 * nm, "lambda_J": 0.6 * nm, "lambda_phi": 1.2 * nm}
    others = {"sigma_s": 1e6, "sigma_o": 3e6, "lambda_o": 2 * nm, "P_os": 0.3, "P_so": 0.2, "m": -1, "M_s": 1e6}
    short, long = (
        N(5 * nm) | ob.Ferromagnet(**{name: x * factor for name, x in lengths.items()}, **others)(3 * nm)
        for factor in (1, np.sqrt(2))
    )
    printed, exact = ob.solve(short, closure=closure, wavenumber="printed"), ob.solve(long, closure=closure)
    assert printed.torque("exchange") == pytest.approx(exact.torque("exchange"), rel=1e-12)
    for moment, rows in printed.budget()["F"].items():
        assert rows == pytest.approx(exact.budget()["F"][moment], rel=1e-11)
    spin = printed.budget()["F"]["spin"]
    taken = sum(spin[name] for name in ("exchange", "spin_flip", "to_orbital", "cross_s"))
    assert spin["in"] - spin["out"] == pytest.approx(taken, rel=1e-12)
    printed, exact = ob.pump(short, closure=closure, wavenumber="printed"), ob.pump(long, closure=closure)
    for kind in ("own", "bulk", "added", "absorbed"):
        assert printed.torque(kind) == pytest.approx(exact.torque(kind), rel=1e-11)
    assert printed.charge_current() == pytest.approx(exact.charge_current(), rel=1e-12)
    d = np.linspace(1, 9, 100_000) * nm  # in several blocks
    many = ob.solve(short.replace({"F.thickness": d}), closure=closure, wavenumber="printed").torque("exchange")
    some = slice(None, None, 7919)
    few = ob.solve(long.replace({"F.thickness": d[some]}), closure=closure).torque("exchange")
    np.testing.assert_allclose(many[some], few, rtol=1e-12)


def film(material, closure, real):
    """Spin and orbital potential at the top of a film in a field: (K d/2)^-1 tanh(K d/2) Sigma^-1 h d/2."""
    m, d = material, 5 * nm
    Sigma = np.array([[m.sigma_s, m.P_os * m.sigma_o], [m.P_so * m.sigma_s, m.sigma_o]])
    k2 = 1 / m.lambda_s**2 if real else 0.0
    losses = np.diag([m.sigma_s * k2, m.sigma_o / m.lambda_o**2])
    K2 = np.diag([k2, 1 / m.lambda_o**2])
    if closure == "reciprocal":
        K2 = np.linalg.solve(Sigma, losses + np.array([[0, m.Gamma_os], [m.Gamma_so, 0]]))
    values, vectors = np.linalg.eig(K2 * d**2 / 4)
    shares = [np.tanh(x) / x if x > 1e-6 else 1.0 for x in np.sqrt(np.maximum(values, 0))]
    return (vectors * shares) @ np.linalg.solve(vectors, np.linalg.solve(Sigma, [m.sigma_SHE, m.sigma_OHE])) * d / 2


@pytest.mark.parametrize("case", ["chi = 1", "chi = -1", "spin does not relax", "neither does in a magnet"])
def test_a_film_in_which_a_moment_does_not_relax(case):
    """Nothing but the film takes up moment, and what the field drives through it excites none that stays."""
    lengths = {"sigma_s": 1e6, "sigma_o": 3e6, "lambda_o": 5 * nm, "sigma_SHE": 1e5, "sigma_OHE": 2e5, "sigma": 1e6}
    N = ob.NormalMetal(**lengths, lambda_s=3 * nm, P_os=0.2, P_so=0.6)
    if case.startswith("chi"):
        one, closure = N.coupled(float(case[-2:])), "reciprocal"
        expected = film(one, closure, True)
        sol = ob.solve(one(5 * nm), closure=closure)
    else:
        closure = "paper" if case.startswith("spin") else "reciprocal"
        F = ob.Ferromagnet(**lengths, P_os=0.2, P_so=0.6, lambda_sf=np.inf, lambda_J=nm, lambda_phi=nm)
        expected = film(F, closure, False)
        sol = ob.solve(F(5 * nm), closure=closure, channel="longitudinal")
        h = quiet(ob.sheet, F(5 * nm), closure=closure)
        close(h.Z_l - np.real(h.Z_t), h.smr, abs(h.Z_l), 1e-12, "magnetoresistance")
    for z, sign in ((0.0, -1), (5 * nm, 1)):
        close(np.array([sol.mu_s(z), sol.mu_o(z)]), sign * expected, np.abs(expected).max(), 1e-12, "mu")
    close(sol.charge_current(), 2e5 * expected[0] + 4e5 * expected[1], abs(sol.charge_current()), 1e-12, "charge")
    below, above = (np.array([sol.J_s(z), sol.J_o(z)]) for z in (1.2 * nm, 3.8 * nm))
    close(below, above, 1e5, 1e-12, "J above and below the middle")
    with_step = [getattr(sol, f"mu_{c}")(np.array([1.9999, 2.0001]) * nm) for c in "so"]
    J = np.array([1e5, 2e5]) - np.array([[1e6, 0.6e6], [0.6e6, 3e6]]) @ (np.diff(with_step)[:, 0] / 2e-13)
    close(J, np.array([sol.J_s(2 * nm), sol.J_o(2 * nm)]), 1e5, 1e-6, "J = h - Sigma mu'")


SAME = {"sigma_s": 1e6, "sigma_o": 3e6, "lambda_s": 3 * nm, "lambda_o": 5 * nm}
OTHER = {
    "sigma_s": 8e6,
    "sigma_o": 1.5e6,
    "lambda_s": 6 * nm,
    "lambda_o": 2.5 * nm,
}  # twice both rates, to the last bit


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
def test_a_magnet_that_is_not_there_has_no_part_in_a_magnetoresistance(closure):
    """Two surfaces in contact: what the lower one emits, the upper one takes, by G_mix or by G_long."""
    below, above = ob.Surface(sigma_SREE=7e4, sigma_OREE=-7e4), ob.Surface(G_mix=5e14 - 1e13j, G_long=1e14, G_o=5e12)
    rng = np.random.default_rng(3)
    lengths = {"lambda_sf": 4 * nm, "lambda_J": 1.2 * nm, "lambda_phi": 0.5 * nm, "lambda_o": 1.8 * nm}
    many = {"sigma_s": 10 ** rng.uniform(5, 7, 200), "sigma_o": 10 ** rng.uniform(5, 7, 200)}
    many |= {"P_so": rng.uniform(-0.9, 0.9, 200), "P_os": rng.uniform(-0.9, 0.9, 200)}
    F = ob.Ferromagnet(**many, **lengths, m=-1, sigma_SHE=1e4, sigma_OHE=1e5)
    h = quiet(ob.sheet, below | F(0.0) | above, closure=closure)
    along, across = 7e4**2 / 1e14, 7e4**2 / (5e14 - 1e13j)
    close(h.smr, along - across.real, along, 1e-13, "magnetoresistance")


@pytest.mark.parametrize("chi", [1.0, -1.0])
@pytest.mark.parametrize("kinds", ["AA", "AAA", "AB", "A B", "BAB", "A0", "0A", "A0B", "A B0"])
def test_a_stack_in_which_a_moment_does_not_relax(kinds, chi):
    """None of its layers takes up the same moment, and those of thickness 0 are not there."""
    materials = {
        "A": ob.NormalMetal(**SAME, P_os=0.2, P_so=0.5, sigma_SHE=1e5, sigma_OHE=2e5, sigma=1e6, name="A").coupled(chi),
        "B": ob.NormalMetal(**OTHER, P_os=-0.3, P_so=0.4, sigma_SHE=-4e4, sigma_OHE=3e5, name="B").coupled(chi),
        "0": reference.magnet(name="absent"),
        " ": ob.Interface(G_s=1e15, G_o=7e14, G_os=2e14, G_so=1e14, sigma_SREE_below=5e4, sigma_SREE_above=-5e4),
    }
    thick = iter((1.7 * nm, 3.1 * nm, 0.9 * nm))
    items = [
        one if kind == " " else one(0.0 if kind == "0" else next(thick)) for kind in kinds for one in [materials[kind]]
    ]
    sol = ob.solve(ob.Stack(items), closure="reciprocal", channel="longitudinal")
    there = ob.Stack([one for one in items if not isinstance(one, ob.Layer) or one.thickness])
    found = network.solve(there, "reciprocal", "longitudinal")
    size = max(abs(float(x)) for one in found for mu, _ in one[:2] for x in mu)
    for i in range(len(there)):
        z, d = there.heights[i], there.layers[i].thickness
        with mp.workdps(60):
            mu, J = found[i][2].at(mp.mpf(d) / 3, found[i][3])
        for name, expected, scale in (
            ("mu_s", mu[0], size),
            ("mu_o", mu[1], size),
            ("J_s", J[0], 1e5),
            ("J_o", J[1], 1e5),
        ):
            close(getattr(sol, name)(z + d / 3), float(expected), scale, 1e-11, f"{name} in layer {i}")
    charge = float(network.collected(there, found))
    close(sol.charge_current(), charge, abs(charge), 1e-11, "charge current")
    with pytest.raises(ArithmeticError, match="takes up what is emitted"):
        ob.solve(ob.Surface(sigma_SREE=1e5) | ob.Stack(items), closure="reciprocal", channel="longitudinal").mu_s(nm)


@pytest.mark.parametrize("apart", [1e-4, 1e-7, 1e-10, 1e-12])
def test_a_film_that_hardly_relaxes_may_be_cut(apart):
    """Currents keep their digits up to the bound, and in a sweep each sample is what it is by itself."""
    A = ob.NormalMetal(**SAME, P_os=0.2, P_so=0.5, sigma_SHE=1e5, sigma_OHE=2e5, sigma=1e6, name="A")
    B = ob.NormalMetal(**OTHER, P_os=-0.3, P_so=0.4, sigma_SHE=-4e4, sigma_OHE=3e5, name="B")

    def solved(chi):
        return ob.solve(A.coupled(chi)(1.7 * nm) | B.coupled(chi)(3.1 * nm), closure="reciprocal")

    one, chi = solved(1 - apart), np.array([0.3, 1 - apart, 1.0, -1.0])
    found = network.solve(one.stack, "reciprocal")
    for name, J in zip(("J_s", "J_o"), found[0][1][1], strict=True):
        close(one.interface(0)[name], complex(J), abs(complex(J)), 1e-11, name)
    charge = network.charge_current(one.stack, found)
    close(one.charge_current(), charge, abs(charge), 1e-11, "charge current")
    z = np.array([0.4, 1.7, 3.9]) * nm
    for name in ("J_s", "J_o", "mu_s", "mu_o"):
        each = np.array([getattr(solved(float(x)), name)(z) for x in chi])
        close(getattr(solved(chi), name)(z), each, abs(each).max(), 1e-12, f"{name} of a sweep")


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
@pytest.mark.parametrize("d", [1e-10, 1e-11, 1e-12])
def test_pumping_through_a_thin_layer(d, closure):
    """The charge current of a thin film keeps its digits, and the rows of the magnet's budget close."""
    N = ob.NormalMetal(sigma_s=1e6, sigma_o=2e6, lambda_s=3 * nm, lambda_o=5 * nm, sigma_SHE=1e5, sigma=1e6)
    joint = ob.Interface(G_s=1e15, G_o=2e15, G_os=1e14, G_so=1e14)
    F = ob.Ferromagnet(
        sigma_s=2e6, sigma_o=1e6, lambda_sf=3 * nm, lambda_J=0.5 * nm, lambda_phi=nm, lambda_o=4 * nm,
        P_os=0.4, P_so=0.2, sigma=1e6,
    )  # fmt: skip
    for stack in (N(d) | joint | F(5 * nm), F(5 * nm) | joint | N(d)):
        p = quiet(ob.pump, stack, closure=closure)
        if closure == "reciprocal":
            tau = ob.solve(stack, closure=closure).torque("exchange")
            close(p.charge_current(), -tau, abs(tau), 1e-13, "I/V against -tau/E")
        for place in ("N", "F"):
            for rows in p.budget()[place].values():
                terms = [rows["in"], -rows["out"], *(-v for k, v in rows.items() if k not in ("in", "out"))]
                assert abs(sum(terms)) <= 1e-12 * max(map(abs, terms)), (place, rows)


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
@pytest.mark.parametrize("between", ["transparent", "interface"])
@pytest.mark.parametrize("d", [(1e-14, 8e-9), (3e-13, 1e-7), (1e-14, 1.5e-11), (2e-7, 1e-9)])
def test_pumping_into_a_film_that_takes_up_little(d, between, closure):
    """Where mu is nearly the shift of the magnet, what is left of their difference keeps its digits."""
    N = ob.NormalMetal(
        sigma_s=3.2e5, sigma_o=2.7e5, lambda_s=2.4e-8, lambda_o=3.5e-10, P_so=0.2, P_os=0.24, sigma_SHE=5e4, sigma=1e6
    )
    F = ob.Ferromagnet(
        sigma_s=7.3e6, sigma_o=8.6e6, lambda_sf=3.2e-10, lambda_J=1.4e-10, lambda_phi=3e-10, lambda_o=1.5e-8,
        P_so=0.76, P_os=0.65, sigma=1e6,
    )  # fmt: skip
    G = ob.Interface(G_s=3e15, G_o=8e14, G_os=5e14, G_so=2e14) if between == "interface" else ob.Interface.transparent()
    stack = ob.Stack((N(d[0]), G, F(d[1])))
    p = quiet(ob.pump, stack, closure=closure)
    found = network.solve(stack, closure, "transverse", 0.0, pumped=1)
    (mu, J), (_, _), one, c = found[1]
    at = p.interface(0)
    for name, expected in zip(("J_s", "J_o", "mu_s_right", "mu_o_right"), (*J, *mu), strict=True):
        close(at[name], complex(expected), abs(complex(expected)), 1e-12, name)
    for name, expected in zip(("J_s", "J_o", "mu_s", "mu_o"), (*J, *mu), strict=True):
        close(getattr(p, name)(d[0], "right"), complex(expected), abs(complex(expected)), 1e-12, f"{name}(z)")
    with mp.workdps(60):
        inner = one.at(one.d / 3, c)
        nu = one.integral(c) + one.shift * one.d
    for name, expected in zip(("mu_s", "mu_o"), inner[0], strict=True):
        z = d[0] + d[1] / 3
        close(getattr(p, name)(z), complex(expected), abs(complex(expected)), 1e-11, f"{name} inside")
    close(p.torque("added"), complex(one.sigma_s * one.X * nu[0]), abs(p.torque("added")), 1e-12, "added")
    collected = network.charge_current(stack, found)
    close(p.charge_current(), collected, abs(collected), 1e-11, "charge current")
    for place in ("N", "F"):
        for rows in p.budget()[place].values():
            terms = [rows["in"], -rows["out"], *(-v for k, v in rows.items() if k not in ("in", "out"))]
            terms = [-t if k == "to_orbital" and "lattice" in rows else t for t, k in zip(terms, rows, strict=True)]
            assert abs(sum(terms)) <= 1e-12 * max(map(abs, terms)), (place, rows)


@pytest.mark.parametrize("d", [1e-14, 3e-12, 4e-10, 5e-9])
@pytest.mark.parametrize("chi", [-0.6, 0.3, 0.97])
def test_a_film_that_turns_orbital_moment_into_spin_pumps(chi, d):
    """Where mu is next to nothing of the shift, and where it nearly undoes it, the budget keeps its digits."""
    N = ob.NormalMetal(sigma_s=2e6, sigma_o=1e6, lambda_s=4 * nm, lambda_o=2 * nm, P_os=0.2, P_so=0.1, name="N")
    F = ob.Ferromagnet(
        sigma_s=3e5, sigma_o=1.5e6, lambda_sf=17 * nm, lambda_J=5 * nm, lambda_phi=9 * nm, lambda_o=30 * nm, name="F"
    ).coupled(chi)
    sink, leak = ob.Surface(G_mix=3e14 - 5e14j, G_o=2e13), ob.Surface(G_mix=1e3 - 2e3j, G_o=1e5)
    for items in ((N(7 * nm), F(d)), (sink, F(d)), (leak, F(d)), (F(d), ob.Interface(G_s=1e14, G_o=3e14), N(9 * nm))):
        stack = ob.Stack(items)
        p, i = ob.pump(stack), [one.name for one in stack.layers].index("F")
        (_, low), (_, up), one, c = network.solve(stack, "reciprocal", "transverse", 0.0, pumped=i)[i]
        m, budget = stack.layers[i].material, p.budget()["F"]
        with mp.workdps(60):
            I_s, I_o = one.integral(c)
            relax, flip = m.sigma_o / mp.mpf(m.lambda_o) ** 2, m.sigma_s * one.flip
            to_orbital = m.Gamma_os * I_o - m.Gamma_so * I_s
            exchange = m.sigma_s * one.X * (I_s + one.d)
            expected = {
                "spin": (low[0], up[0], exchange, (flip + m.Gamma_so) * I_s, to_orbital),
                "orbital": (low[1], up[1], (relax + m.Gamma_os) * I_o, to_orbital),
            }
        for moment, values in expected.items():
            rows = budget[moment]
            for name, value in zip(rows, values, strict=False):
                if abs(value) > 1e-30:
                    close(rows[name], complex(value), abs(complex(value)), 1e-11, f"{moment} {name}")
            signs = (1, -1, -1, -1, -1) if moment == "spin" else (1, -1, -1, 1)
            left = sum(sign * x for sign, x in zip(signs, rows.values(), strict=False))
            assert abs(left) <= 1e-12 * max(map(abs, rows.values())), (moment, rows)


@pytest.mark.parametrize("P", [0.0, 0.3])
def test_pumping_by_a_magnet_without_spin_flip(P):
    """Closed faces then let nothing out: all that exchange takes up is what leaves."""
    F = reference.magnet(P_os=P, P_so=P, lambda_sf=np.inf)
    closure = "paper" if P else "reciprocal"
    p, far = (
        quiet(ob.pump, reference.normal()(5 * nm) | one(4 * nm), closure=closure)
        for one in (F, F.replace(lambda_sf=9e-4))
    )
    assert p.torque("bulk") == 0
    close(p.torque("own"), far.torque("own"), abs(p.torque("own")), 1e-10, "own")
    assert p.budget()["F"]["spin"]["spin_flip"] == 0


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
def test_an_absent_layer_has_no_height(closure):
    """Just below an interface is the layer below, whatever of thickness 0 lies on it."""
    emitting = ob.Interface(G_s=1e15, G_o=8e14, sigma_SREE_above=5e4, sigma_OREE_below=7e4)
    N, F = reference.normal(sigma_SHE=1e5), reference.magnet()
    for items in (
        (N(5 * nm), emitting, reference.normal(name="M")(0.0), F(3 * nm)),
        (N(5 * nm), emitting, reference.normal(name="M")(0.0), emitting, F(3 * nm)),
        (N(5 * nm), emitting, F(0.0)),
    ):
        sol = ob.solve(ob.Stack(items), closure=closure)
        at = sol.interface(0)
        for name in ("J_s", "J_o", "mu_s", "mu_o"):
            found = getattr(sol, name)(5 * nm, "left")
            assert found == pytest.approx(at[f"{name}_left"], rel=1e-12), (name, len(items))


def test_what_nothing_takes_up_has_no_solution():
    F, N = reference.magnet(lambda_sf=np.inf), reference.normal()
    emitting = ob.Interface(G_s=1e15, G_o=2e15, sigma_SREE_below=1e5, sigma_OREE_above=3e4)
    for stack in (ob.Surface(sigma_SREE=1e5) | F(5 * nm), ob.Stack((N(0.0), emitting, F(0.0)))):
        with pytest.raises(ArithmeticError, match="the equations are singular"):
            ob.sheet(stack)
    sol = ob.solve(ob.Stack((N(0.0), emitting, F(0.0))), closure="reciprocal")
    assert sol.torque("exchange") == 0
    with pytest.raises(ArithmeticError, match="takes up what is emitted"):
        sol.interface(0)
    # two surfaces that touch share what one of them emits
    ends = ob.Surface(sigma_SREE=1e5, G_mix=1e15), ob.Surface(G_mix=3e15)
    assert ob.solve(ends[0] | N(0.0) | ends[1]).mu_s(0.0) == pytest.approx(1e5 / 4e15, rel=1e-12)


def test_the_warning_names_what_is_not_reciprocal():
    N, F = reference.normal, reference.magnet(P_os=0.0, P_so=0.0)
    joint = ob.Interface(G_s=1e15, G_o=1e15, G_os=1e14, G_so=3e14)
    with pytest.warns(ob.NotReciprocalWarning, match="in N/F G_so/G_os = 3, which should be 1"):
        ob.pump(N()(5 * nm) | joint | F(3 * nm))
    equal = N(sigma_o=2e6, lambda_s=4 * nm, lambda_o=4 * nm, P_os=0.2, P_so=0.4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ob.pump(equal(5 * nm) | F(3 * nm), closure="paper")  # k = q: symmetric in this closure as well
        ob.sheet(N()(5 * nm) | reference.magnet()(0.0), closure="paper")  # what is not there
        still = reference.magnet(**{f"lambda_{x}": np.inf for x in ("J", "phi")}, lambda_sf=3 * nm, lambda_o=3 * nm)
        ob.sheet(equal(5 * nm) | still(3 * nm), closure="paper")  # so it is in a magnet without exchange
    nearly = still.replace(lambda_J=np.array([np.inf, 300 * nm]))
    with pytest.warns(ob.NotReciprocalWarning, match=r"in F Y_so/Y_os = 1 \+ \(\S+e-05\S*j\), which should be 1"):
        ob.sheet(equal(5 * nm) | nearly(3 * nm), closure="paper")
    with pytest.warns(ob.NotReciprocalWarning, match="in N Y_so/Y_os"):
        ob.pump(equal.replace(lambda_s=5 * nm)(5 * nm) | F(3 * nm), closure="paper")
