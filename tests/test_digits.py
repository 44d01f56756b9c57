"""Each special case of `core/digits.py`: with it the digits are there, and without it they are not.

The reference is a function of a 2x2 matrix in 60 digits, or the dense mode solver of `network`.
"""

import mpmath as mp
import network
import numpy as np
import pytest

import orbitronics as ob
from orbitronics import nm
from orbitronics.core import digits, ladder
from orbitronics.core import layer as core

DIGITS = 3e-12


def regular(here, special, usual, *args):
    """What `choose` would be without special cases."""
    return usual(*args)


def matrices(one, d):
    """Shunt, series, integral and excess of a layer, in 60 digits."""
    with mp.workdps(60):
        number = lambda x: mp.mpmathify(complex(x))  # noqa: E731
        Sigma = mp.matrix([[one.sigma_s, one.P_os * one.sigma_o], [one.P_so * one.sigma_s, one.sigma_o]])
        Sigma = Sigma.apply(number)
        Gamma = mp.matrix([[number(x) for x in one.Gamma[:2]], [number(x) for x in one.Gamma[2:]]])
        values, vectors = mp.eig(Sigma**-1 * Gamma)

        def of(f):
            return vectors * mp.diag([f(mp.sqrt(v)) for v in values]) * vectors**-1

        d = mp.mpf(float(d))
        return (
            Sigma * of(lambda k: k * mp.tanh(k * d / 2)),
            Sigma * of(lambda k: k * mp.csch(k * d)),
            of(lambda k: mp.tanh(k * d / 2) / k),
            of(lambda k: 2 * mp.tanh(k * d / 2) / k - d),
        )


def mixed(k, q, d, sigma_s=1.3e6, sigma_o=0.6e6, P_os=0.4, P_so=0.25, Gamma_os=0.0, Gamma_so=0.0):
    """A layer in the reciprocal closure."""
    Gamma = (sigma_s * k * k, Gamma_os, Gamma_so, sigma_o * q * q)
    return core.layer(k, q, d, sigma_s, sigma_o, P_os, P_so, Gamma)


def worst(one):
    """The largest relative error of any element of shunt, series, integral and excess."""
    rules = core.kind(one)
    arrays = one._replace(k=np.array([one.k]), q=np.array([one.q]), d=np.array([one.d]))
    arrays = arrays._replace(Gamma=tuple(np.array([x]) for x in one.Gamma))
    with np.errstate(all="ignore"):
        modes = rules.modes(arrays, arrays.d)
        found = [f(arrays, arrays.d, modes) for f in (rules.shunt, rules.series, rules.integral, rules.excess)]
    errors = [
        abs(complex(np.ravel(got)[0]) - complex(true)) / abs(complex(true))
        for parts, expected in zip(found, matrices(one, one.d), strict=True)
        for got, true in zip(parts, expected, strict=False)
        if true != 0
    ]
    return max(errors)


CASES = {
    "fade_small": mixed(1.6e9 - 1.2e9j, 1 / (5 * nm), 1e-17),
    "excess_small": mixed(1.6e9 - 1.2e9j, 1 / (5 * nm), 1e-12, Gamma_os=1e22, Gamma_so=2e22),
    "dif_series": mixed(1 / (3 * nm), 1 / (3 * nm), 4 * nm, P_os=1e-13, P_so=1e-13),
    "cross_thin": mixed(1.6e9 - 1.2e9j, 1 / (5 * nm), 2e-12),
    "series_thin": mixed(1.6e9 - 1.2e9j, 1 / (5 * nm), 1e-13, P_os=0.0, P_so=0.0, Gamma_os=1e22, Gamma_so=2e22),
}


@pytest.mark.parametrize("name", CASES)
def test_a_special_case_of_a_layer_is_needed(name, monkeypatch):
    one = CASES[name]
    assert worst(one) < DIGITS
    special = getattr(digits, name)
    uses = {"cross_thin": (core._cross_shunt, core._cross_integral)}.get(name, (special,))
    choose = core.choose
    monkeypatch.setattr(core, "choose", lambda here, f, g, *a: g(*a) if f in uses else choose(here, f, g, *a))
    assert not worst(one) < 10 * DIGITS, f"{name} is not needed: without it the error is {worst(one):.1g}"


def test_what_a_precessing_film_takes_up_of_a_moment_that_is_not_driven():
    """Shunt times shift, from Gamma shift: of the orbital moment little is left of large terms."""
    one = mixed(1.6e9 - 1.2e9j, 1 / (5 * nm), 1e-13, Gamma_os=1e22, Gamma_so=2e22)
    ss, os, so, oo = one.Gamma
    shift = oo / (ss * oo - os * so) * 1e24, -so / (ss * oo - os * so) * 1e24
    with mp.workdps(60):
        precise = mp.matrix([[mp.mpmathify(ss), os], [so, oo]]) ** -1 * mp.matrix([1e24, 0])
        expected = complex((matrices(one, one.d)[0] * precise)[1])
    for rate, holds in (((1e24, 0.0), True), (None, False)):
        *_, pull = core.circuit(one._replace(shift=shift, rate=rate), one.d)
        assert (abs(pull[1] - expected) < DIGITS * abs(expected)) == holds


def test_where_the_modes_lie_far_apart_their_gap_is_used():
    """lambda_o = 1 cm: the divided difference by S(u) would lose half of the digits."""
    assert worst(mixed(1.6e9 - 1.2e9j, 1 / 1e-2, 5 * nm)) < DIGITS


def test_the_root_that_adds_is_chosen():
    """lambda_J = 0.01 nm, and lambda_o = 0.2 nm: the other root is the difference of two large numbers."""
    assert worst(mixed(np.sqrt(1 / (3 * nm) ** 2 - 1j / (0.01 * nm) ** 2), 1 / (5 * nm), 0.3 * nm)) < DIGITS
    assert worst(mixed((0.125 - 0.05j) / nm, 1 / (0.2 * nm), 0.3 * nm, P_os=1e-3, P_so=5e-4)) < DIGITS


@pytest.mark.parametrize("chi", [1.0, -1.0])
def test_a_singular_relaxation(chi):
    """|chi| = 1 without exchange: one mode does not decay, and det Gamma is rounding."""
    N = ob.NormalMetal(sigma_s=1.3e6, sigma_o=0.6e6, lambda_s=2 * nm, lambda_o=5 * nm, sigma_OHE=1.0, sigma_SHE=0.3)
    F = ob.Ferromagnet(
        sigma_s=0.8e6, sigma_o=2e6, lambda_sf=4 * nm, lambda_J=nm, lambda_phi=2 * nm, lambda_o=3 * nm
    )  # fmt: skip
    stack = N.coupled(chi)(6 * nm) | F(2.5 * nm)
    found = network.solve(stack, "reciprocal")
    expected = np.array([complex(v) for v in (*found[1][0][0], *found[1][0][1])])
    at = ob.solve(stack, closure="reciprocal").interface(0)
    got = np.array([at[name] for name in ("mu_s_right", "mu_o_right", "J_s", "J_o")])
    assert (abs(got - expected) / abs(expected)).max() < 1e-7  # rounding of Gamma itself moves it by 1e-8


def relative(stack, closure, ask):
    """The largest relative error of what `ask` gets of a solution and of the mode solver."""
    found = network.solve(stack, closure)
    expected, got = ask(ob.solve(stack, closure=closure), found)
    return max(abs(a - complex(b)) / abs(complex(b)) for a, b in zip(got, expected, strict=True))


def bilayer(d_F, G=None, **others):
    N = ob.NormalMetal(sigma_s=1.7e6, sigma_o=0.9e6, lambda_s=2 * nm, lambda_o=6 * nm, sigma_OHE=1.0, sigma_SHE=0.4)
    values = {"sigma_s": 0.8e6, "sigma_o": 2e6, "lambda_sf": 4 * nm, "lambda_J": nm, "lambda_phi": 2 * nm}
    F = ob.Ferromagnet(**(values | {"lambda_o": 3 * nm, "P_os": 0.3, "P_so": 0.2} | others))
    between = ob.Interface.transparent() if G is None else ob.Interface(G_s=G, G_o=2 * G, G_os=0.1 * G, G_so=0.2 * G)
    return N(4 * nm) | between | F(d_F)


def test_potentials_behind_an_interface(monkeypatch):
    """In a thin magnet behind an interface that converts: the open circuit less a small drop."""
    N = ob.NormalMetal(sigma_s=2.5e5, sigma_o=7.2e6, lambda_s=4 * nm, lambda_o=7 * nm, sigma_OHE=1.0)
    values = {"sigma_s": 2.5e5, "sigma_o": 1.3e6, "lambda_sf": 2.9 * nm, "lambda_J": 1.7 * nm, "lambda_phi": 1.7 * nm}
    F = bilayer(1e-14, **values, lambda_o=9 * nm).layers[1]
    stack = N(5.15 * nm) | ob.Interface(G_s=3.83e15, G_o=3.64e16, G_os=1.18e15, G_so=1.18e15) | F

    def ask(sol, found):
        at = sol.interface(0)
        return (*found[0][1][0], *found[1][0][0]), [
            at[name] for name in ("mu_s_left", "mu_o_left", "mu_s_right", "mu_o_right")
        ]

    assert relative(stack, "reciprocal", ask) < 1e-11
    monkeypatch.setattr(digits, "better", lambda terms, excluded, value, size: (value, size))
    assert relative(stack, "reciprocal", ask) > 1e-10


@pytest.mark.parametrize(("closure", "d_F"), [("paper", 60 * nm), ("reciprocal", 1e-12)])
def test_potentials_at_an_outer_face(closure, d_F, monkeypatch):
    """Deep in a thick magnet, where they are tiny, and in a thin one, where they hardly change."""
    stack = bilayer(d_F)

    def ask(sol, found):
        z = stack.heights[-1]
        return found[1][1][0], (sol.mu_s(z), sol.mu_o(z))

    assert relative(stack, closure, ask) < 1e-10
    if closure == "paper":
        monkeypatch.setattr(ladder, "at_surface", lambda one, inner, outer, up: outer)
        assert relative(stack, closure, ask) > 1e-8


def test_currents_before_an_outer_face():
    """Next to a face where nothing flows, the small current keeps its digits."""
    stack = bilayer(1e-12)
    with mp.workdps(60):
        z = 1e-12 - 1e-16
        one, c = network.solve(stack, "reciprocal")[1][2:]
        expected = one.at(mp.mpf(stack.heights[1] + z) - mp.mpf(stack.heights[1]), c)[1]
    sol = ob.solve(stack, closure="reciprocal")
    height = stack.heights[1] + z
    assert abs(sol.J_o(height) / complex(expected[1]) - 1) < 1e-6  # the height itself is rounded to 1e-8 of the rest
