"""Laboratory observables: against a macrospin integrated in time, in numbers, in limits, in signs, with bad input."""

import inspect
import itertools
import re
import warnings

import numpy as np
import pytest
from reference import magnet, normal

import orbitronics as ob
from orbitronics import nm, observables

# typed here, not taken from the library
E_CHARGE, HBAR, MU_0, MU_B = 1.602176634e-19, 1.0545718176461565e-34, 1.25663706127e-6, 9.2740100657e-24
NAN, INF = float("nan"), float("inf")


def with_numbers(material, **numbers):
    """The material with numbers for the laboratory, as if it had been made with them."""
    try:
        return material.replace(**numbers)
    except TypeError:
        for name, value in numbers.items():
            object.__setattr__(material, name, value)
        return material


def ti(sigma=2e6, d=8 * nm):
    return with_numbers(normal(2e6, 0.8e6, 2 * nm, 4 * nm, sigma_SHE=4e3, sigma_OHE=9e4, name="Ti"), sigma=sigma)(d)


def ni(sigma=5e6, M_s=4.9e5, d=3 * nm, **others):
    values = {"sigma_s": 1.3e6, "lambda_J": 0.8 * nm, "lambda_o": 2 * nm, "P_os": 0.4, "P_so": 0.2, "name": "Ni"}
    return with_numbers(magnet(**values | others), sigma=sigma, M_s=M_s)(d)


def cap(sigma=1e5, d=2 * nm):
    return with_numbers(normal(1e6, 1e6, 1 * nm, 1 * nm, name="Cap"), sigma=sigma)(d)


def solved(E=2e4, closure="paper", **others):
    return ob.solve(ti() | ni(**others) | cap(), E=E, closure=closure)


# -- efficiencies and currents ------------------------------------------------------------------


def test_efficiency_per_field_in_numbers():
    assert observables.xi_E(3e9 - 1e9j, 2e4) == pytest.approx(1.5e5 - 5e4j)
    sol = solved()
    assert observables.xi_E(sol) == pytest.approx(sol.torque() / 2e4, rel=1e-14)


def test_without_kind_the_torque_is_that_of_the_closure():
    sol = solved()
    assert observables.xi_E(sol) == pytest.approx(sol.torque("absorbed") / 2e4)
    with pytest.warns(ob.TorqueWarning):
        assert observables.xi_E(sol, kind="absorbed") != pytest.approx(observables.xi_E(sol, kind="exchange"))
    sol.closure = "reciprocal"  # whatever its name: every other closure has an exchange torque
    sol.torque = lambda kind, layer=None: {"exchange": 5.0, "absorbed": 7.0}[kind]
    assert observables.xi_E(sol) == 5.0 / 2e4
    assert observables.xi_E(sol, kind="absorbed") == 7.0 / 2e4


def test_efficiency_per_current_density_is_per_field_times_resistivity():
    sol = solved()
    for layer, sigma in (("Ti", 2e6), ("Ni", 5e6), ("Cap", 1e5), (0, 2e6)):
        assert observables.current_density(sol, layer) == pytest.approx(sigma * 2e4)
        assert observables.xi_j(sol, layer=layer) == pytest.approx(sol.torque() / (sigma * 2e4), rel=1e-14)
    assert observables.xi_j(3e9 - 1e9j, 1e11) == pytest.approx(0.03 - 0.01j)


def test_the_average_counts_the_layers_that_conduct():
    E, carried = 2e4, 2e6 * 8e-9 + 5e6 * 3e-9 + 1e5 * 2e-9
    assert observables.current_density(solved()) == pytest.approx(E * carried / 13e-9)
    assert observables.xi_j(solved()) == pytest.approx(solved().torque() / (E * carried / 13e-9))
    insulating = ob.solve(ti() | ni() | cap(sigma=0.0), E=E)
    assert observables.current_density(insulating) == pytest.approx(E * (2e6 * 8e-9 + 5e6 * 3e-9) / 11e-9)


def test_shunting_divides_the_current():
    current = 30.0  # A/m
    stack = ti() | ni() | cap()
    E, share, j = observables.shunting(stack, sheet_current=current)
    d = np.array([8e-9, 3e-9, 2e-9])
    assert np.dot(j, d) == pytest.approx(current)
    assert sum(share) == pytest.approx(1)
    assert j[1] / j[0] == pytest.approx(5e6 / 2e6)
    assert share[0] == pytest.approx(j[0] * 8e-9 / current)
    for found, plain in zip(
        (E, share, j), observables.shunting([2e6, 5e6, 1e5], d, sheet_current=current), strict=True
    ):
        assert found == pytest.approx(plain)
    # the field it gives drives the solution: all current counted, the torque per current is that of the average
    sol = ob.solve(stack, E=E)
    assert observables.xi_j(sol) * current / 13e-9 == pytest.approx(sol.torque())
    assert observables.shunting(sol, sheet_current=current).E == pytest.approx(E)


def test_sweeps_go_through():
    sol = ob.solve(ti(d=np.array([2.0, 5.0, 9.0]) * nm) | ni() | cap(), E=2e4)
    for value in (observables.xi_E(sol), observables.xi_j(sol), observables.xi_j(sol, layer="Ti")):
        assert value.shape == (3,)
    assert observables.oersted_field(sol).shape == (3,)
    found = observables.st_fmr(sol, B_0=0.1, B_k=0.6, layer="Ti")
    assert found.xi_FMR.shape == (3,)
    one = observables.st_fmr(ob.solve(ti(d=5 * nm) | ni() | cap(), E=2e4), B_0=0.1, B_k=0.6, layer="Ti")
    assert (found.S_over_A[1], found.xi_FMR[1]) == pytest.approx(tuple(one))


# -- fields -------------------------------------------------------------------------------------


def test_field_in_millitesla():
    """xi = 0.1 on 1 nm of 1.4e6 A/m: 2.35 mT per 1e11 A/m^2."""
    b = observables.field_per_current(0.1 - 0.05j, 1.4e6, 1 * nm)
    assert observables.in_mT_per_1e11(b) == pytest.approx(2.3507570 - 1.1753785j, rel=1e-7)
    assert observables.torque_field(1e10, 1.4e6, 1 * nm) == pytest.approx(HBAR * 1e10 / (2 * E_CHARGE * 1.4e-3))


def test_field_of_a_solution():
    sol = solved()
    b = HBAR * sol.torque() / (2 * E_CHARGE * 4.9e5 * 3e-9)
    assert observables.torque_field(sol) == pytest.approx(b, rel=1e-12)
    assert observables.torque_field(sol, M_s=4e5, d_F=2.5 * nm) == pytest.approx(b * (4.9 * 3) / (4 * 2.5), rel=1e-12)
    assert observables.field_per_current(sol, layer="Ti") == pytest.approx(b / (2e6 * 2e4), rel=1e-12)
    assert observables.field_per_current(sol) == pytest.approx(b / observables.current_density(sol), rel=1e-12)


def test_oersted_field_is_that_of_current_sheets():
    """A sheet K along x at height z' gives B_y = -(mu_0/2) K sign(z - z'): summed over thin slices."""
    sol = solved()
    slices = []
    for (low, high), sigma in (((0, 8), 2e6), ((8, 11), 5e6), ((11, 13), 1e5)):
        edges = np.linspace(low, high, 101) * nm
        slices += [((a + b) / 2, sigma * 2e4 * (b - a)) for a, b in itertools.pairwise(edges)]
    inside = 8 * nm + 3 * nm * (np.arange(100) + 0.5) / 100
    B_y = [-MU_0 / 2 * sum(K * np.sign(round((z - at) / nm, 9)) for at, K in slices) for z in inside]
    assert observables.oersted_field(sol) == pytest.approx(-np.mean(B_y), rel=1e-9)
    assert observables.oersted_field(3.0, 1.0) == pytest.approx(MU_0)
    assert observables.oersted_field(3.0) == pytest.approx(1.5 * MU_0)


def test_two_magnets_each_have_their_own_field():
    top = with_numbers(magnet(name="Co", lambda_o=3 * nm), sigma=4e6, M_s=1.1e6)(2 * nm)
    sol = ob.solve(ni() | ti() | top, E=1e4)
    assert observables.oersted_field(sol, magnet="Ni") == pytest.approx(-MU_0 / 2 * 1e4 * (2e6 * 8e-9 + 4e6 * 2e-9))
    assert observables.oersted_field(sol, magnet="Co") == pytest.approx(MU_0 / 2 * 1e4 * (2e6 * 8e-9 + 5e6 * 3e-9))
    ratio = observables.torque_field(sol, magnet="Co") / sol.torque(layer="Co")
    assert ratio == pytest.approx(HBAR / (2 * E_CHARGE * 1.1e6 * 2e-9), rel=1e-12)
    with pytest.raises(ValueError, match="fits more than one"):
        observables.xi_E(sol)


def test_an_insulating_magnet_lies_in_the_field_of_the_whole_film():
    """As a layer without current there does; on the other side the field is the opposite one."""
    surface, layer = ob.Surface(G_mix=1e14), with_numbers(magnet(name="YIG"), sigma=0.0)(2 * nm)
    film = ti() | with_numbers(magnet(name="Co"), sigma=4e6)(3 * nm)
    for on_top, magnets in ((True, (film | surface, film | layer)), (False, (surface | film, layer | film))):
        at_surface, in_layer = (
            observables.oersted_field(ob.solve(stack, E=1e4), magnet=name)
            for stack, name in zip(magnets, ("top" if on_top else "bottom", "YIG"), strict=True)
        )
        assert at_surface == pytest.approx(in_layer, rel=1e-14)
        assert at_surface == pytest.approx((1 if on_top else -1) * MU_0 / 2 * 1e4 * (2e6 * 8e-9 + 4e6 * 3e-9))
    with pytest.raises(ValueError, match="no surface with G_mix"):
        observables.oersted_field(ob.solve(film), magnet="top")


def test_a_stack_turned_over_has_the_opposite_fields():
    """Turned about x the sample is the same, with y and z reversed: b_DL and b_Oe change sign, S/A does not."""
    up, down = ob.solve(ti() | ni(), E=2e4), ob.solve(ni() | ti(), E=2e4)
    assert observables.torque_field(down) == pytest.approx(-observables.torque_field(up), rel=1e-10)
    assert observables.oersted_field(down) == pytest.approx(-observables.oersted_field(up))
    kwargs = dict(B_0=0.1, B_k=0.5, layer="Ti")
    assert tuple(observables.st_fmr(up, **kwargs)) == pytest.approx(tuple(observables.st_fmr(down, **kwargs)))


# -- harmonic Hall voltages ---------------------------------------------------------------------


def test_harmonic_hall_of_a_solution_takes_its_own_fields():
    sol = solved()
    given = dict(B_k=0.5, R_A=0.8, R_P=0.3)
    by_hand = observables.harmonic_hall(
        observables.torque_field(sol), 0.4, 0.1, b_Oe=observables.oersted_field(sol), **given
    )
    assert observables.harmonic_hall(sol, 0.4, 0.1, **given) == pytest.approx(by_hand)
    plain = observables.harmonic_hall(sol, 0.4, 0.1, b_Oe=0.0, **given)
    assert plain == pytest.approx(observables.harmonic_hall(observables.torque_field(sol), 0.4, 0.1, **given))
    assert plain != pytest.approx(by_hand)


# -- resonance ----------------------------------------------------------------------------------


def test_xi_FMR_is_xi_where_the_torque_is_damping_like_only():
    j, M_s, d_F, d_N, xi = 1e11, 8e5, 2 * nm, 6 * nm, 0.07
    b = HBAR * xi * j / (2 * E_CHARGE * M_s * d_F)
    found = observables.st_fmr(b, B_0=0.08, B_k=0.7, b_Oe=MU_0 * j * d_N / 2, M_s=M_s, d_F=d_F, d_N=d_N)
    assert found.xi_FMR == pytest.approx(xi, rel=1e-12)
    # and in general 1/xi_FMR = (1/xi_DL)[1 + (hbar/e) xi_FL/(mu_0 M_s d_F d_N)]
    xi_FL = -0.02
    b = HBAR * (xi + 1j * xi_FL) * j / (2 * E_CHARGE * M_s * d_F)
    found = observables.st_fmr(b, B_0=0.08, B_k=0.7, b_Oe=MU_0 * j * d_N / 2, M_s=M_s, d_F=d_F, d_N=d_N)
    assert 1 / found.xi_FMR == pytest.approx((1 + HBAR / E_CHARGE * xi_FL / (MU_0 * M_s * d_F * d_N)) / xi, rel=1e-12)


def test_resonance_of_a_solution():
    sol = solved()
    b, b_Oe = observables.torque_field(sol), observables.oersted_field(sol)
    numbers = dict(M_s=4.9e5, d_F=3 * nm, d_N=8 * nm)
    by_hand = observables.st_fmr(b, B_0=0.1, B_k=0.6, b_Oe=b_Oe, **numbers)
    assert tuple(observables.st_fmr(sol, B_0=0.1, B_k=0.6, layer="Ti")) == pytest.approx(tuple(by_hand))


# -- switching ----------------------------------------------------------------------------------


def test_critical_current_of_a_solution():
    sol = solved()
    b = observables.field_per_current(sol, layer="Ti").real
    assert observables.critical_current(sol, layer="Ti", B_K=0.3) == pytest.approx(0.15 / abs(b))
    assert observables.critical_current(0.1, 1e6, 1 * nm, B_K=0.3) == pytest.approx(
        2 * E_CHARGE / HBAR * 1e6 * 1e-9 / 0.1 * 0.15
    )


def test_loop_shift_is_the_mean_over_a_wall():
    """The work of the damping-like field on a wall that moves, against that of a field along z."""
    theta = np.linspace(0, np.pi, 20001)
    m = np.array([np.sin(theta), 0 * theta, np.cos(theta)])
    turned = np.array([np.cos(theta), 0 * theta, -np.sin(theta)])
    b_DL = observables.field_per_current(-0.12, 8e5, 1 * nm)
    field = b_DL * np.cross(m, [0.0, 1.0, 0.0], axis=0)
    work = np.trapezoid(np.sum(field * turned, axis=0), theta)
    per_field = np.trapezoid(turned[2], theta)
    chi = observables.loop_shift(-0.12 + 0.3j, 8e5, 1 * nm)
    assert chi == pytest.approx(work / per_field, rel=1e-7)
    assert observables.xi_of_loop_shift(chi, 8e5, 1 * nm) == pytest.approx(-0.12)
    sol = solved()
    b = observables.field_per_current(sol, layer="Ti").real
    assert observables.loop_shift(sol, layer="Ti") == pytest.approx(1.5707963267948966 * b)


# -- direct current -----------------------------------------------------------------------------


def test_pumped_current_of_a_five_degree_cone():
    """The stack of Fig. 2 with P = 0.5 at 10 GHz: 4.2e7 A/m^2 of spin, 1.2e7 of orbital moment (paper's closure)."""
    motion = dict(omega=2e10 * np.pi, theta=np.radians(5))
    assert observables.dc_pumping(1.0, **motion) == pytest.approx(0.157e-6, rel=1e-3)
    assert observables.dc_pumping(2.67695e14 - 3.18e13j, **motion) == pytest.approx(4.2e7, rel=5e-3)
    assert observables.dc_pumping(7.64843e13 - 9.08e12j, **motion) == pytest.approx(1.2e7, rel=5e-3)


def test_a_slow_relaxation_is_told():
    omega = 2e10 * np.pi
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        observables.dc_pumping(1.0, omega, theta=0.1, relaxation_time=0.049 / omega)
        observables.dc_pumping(1.0, omega, theta=0.1)
    with pytest.warns(observables.NotAdiabaticWarning, match=r"omega times the relaxation time is 0\.13") as caught:
        observables.dc_pumping(1.0, omega, theta=0.1, relaxation_time=2e-12)
    assert caught[0].filename == __file__
    with pytest.warns(observables.NotAdiabaticWarning):
        observables.dc_pumping(1.0, omega, theta=0.1, relaxation_time=0.051 / omega)


# -- bad input ----------------------------------------------------------------------------------


def test_missing_charge_conductivity_names_the_address():
    sol = ob.solve(ti(sigma=None) | ni() | cap())
    for ask in (
        lambda: observables.xi_j(sol, layer="Ti"),
        lambda: observables.xi_j(sol),
        lambda: observables.field_per_current(sol),
        lambda: observables.oersted_field(sol),
        lambda: observables.shunting(sol),
    ):
        with pytest.raises(ValueError, match=r"Ti\.sigma is not given"):
            ask()
    observables.xi_E(sol), observables.torque_field(sol), observables.xi_j(sol, layer="Ni")
    twice = ob.solve(ti() | ni() | ti(sigma=None))
    with pytest.raises(ValueError, match=r"Ti\[1\]\.sigma is not given"):
        observables.oersted_field(twice)


def test_missing_magnetisation_names_the_address():
    sol = solved(M_s=None)
    for ask in (observables.torque_field, observables.field_per_current, observables.loop_shift):
        with pytest.raises(ValueError, match=r"Ni\.M_s is not given.*or pass M_s="):
            ask(sol)
    assert observables.torque_field(sol, M_s=4.9e5) == pytest.approx(observables.torque_field(solved()))


GOOD = {
    observables.xi_E: dict(tau=1e9 + 1e8j, E=2e4),
    observables.xi_j: dict(tau=1e9 + 1e8j, j=1e11),
    observables.torque_field: dict(tau=1e9 + 1e8j, M_s=8e5, d_F=2e-9),
    observables.field_per_current: dict(xi=0.1, M_s=8e5, d_F=2e-9),
    observables.oersted_field: dict(below=3.0, above=1.0),
    observables.in_mT_per_1e11: dict(field=2e-14),
    observables.harmonic_hall: dict(b=1e-4, phi=0.3, B=0.1, B_k=0.5, R_A=0.8, R_P=0.3, b_Oe=1e-5, R_thermal=1e-6),
    observables.harmonic_hall_perpendicular: dict(X=1e-4, Y=1e-4, r=0.3),
    observables.st_fmr: dict(b=1e-4 + 1e-5j, B_0=0.1, B_k=0.5, b_Oe=1e-5, M_s=8e5, d_F=2e-9, d_N=4e-9),
    observables.damping_by_current: dict(b=1e-4, B=0.1, B_k=0.5, m_y=0.3),
    observables.critical_current: dict(xi=0.1, M_s=8e5, d_F=2e-9, B_K=0.3, B_x=0.01),
    observables.loop_shift: dict(xi=0.1, M_s=8e5, d_F=2e-9),
    observables.xi_of_loop_shift: dict(chi=1e-14, M_s=8e5, d_F=2e-9),
    observables.dc_pumping: dict(response=1e14, omega=6e10, h=1e-4, B_k=0.5, alpha=0.01, g=2.1, relaxation_time=1e-14),
}
NAMED = [pytest.param(f, name, id=f"{f.__name__}-{name}") for f, values in GOOD.items() for name in values]
MAY_BE_COMPLEX = {"tau", "xi", "b", "field", "response"}


@pytest.mark.parametrize(("function", "name"), NAMED)
def test_every_number_is_checked(function, name):
    assert np.isfinite(np.sum(function(**GOOD[function])))
    for value, error in ((NAN, ValueError), (INF, ValueError), ("3", TypeError), (True, TypeError), ([], ValueError)):
        with pytest.raises(error, match=rf"\b{name}\b"):
            function(**GOOD[function] | {name: value})
    if name in MAY_BE_COMPLEX:
        with pytest.raises(ValueError, match=f"imaginary part of {name}"):
            function(**GOOD[function] | {name: complex(1.0, NAN)})
    else:
        with pytest.raises(TypeError, match=f"{name} = .*complex"):
            function(**GOOD[function] | {name: 1j})


@pytest.mark.parametrize(("function", "name"), [p for p in NAMED if p.values[1] in ("M_s", "d_F", "d_N", "B_K", "B_0")])
@pytest.mark.parametrize("value", [0.0, -1e-9])
def test_lengths_magnetisations_and_anisotropies_are_positive(function, name, value):
    with pytest.raises(ValueError, match=rf"{name} = {value:g}.*positive"):
        function(**GOOD[function] | {name: value})


@pytest.mark.parametrize("function", [f for f, values in GOOD.items() if len(values) > 1], ids=lambda f: f.__name__)
def test_unlike_shapes_are_told(function):
    first, second = list(GOOD[function])[:2]
    given = GOOD[function] | {first: np.full(3, GOOD[function][first]), second: np.full(2, GOOD[function][second])}
    with pytest.raises(ValueError, match=rf"{first} has shape \(3,\) and {second} has shape \(2,\)"):
        function(**given)
    given[second] = np.full((2, 1), GOOD[function][second])
    assert np.shape(np.add(*function(**given)) if function is observables.st_fmr else function(**given)) in (
        (2, 3),
        (3,),
    )


@pytest.mark.parametrize(("ask", "message"), [
    (lambda: observables.harmonic_hall([1e-3] * 3, [0, 0.1], 0.2, B_k=0.9, R_A=1, R_P=0.2), "b has shape (3,) and phi"),
    (lambda: observables.field_per_current([0.1, 0.2], (1e6,) * 3, 1e-9), "xi has shape (2,) and M_s has shape (3,)"),
    (lambda: observables.shunting([[1e6, 2e6], 1e6], [1e-9, [1e-9] * 3]), "sigma[0] has shape (2,) and d[1] has"),
    (lambda: observables.shunting([[1e6, 2e6]], [1e-9], sheet_current=[1, 2, 3]), "(2,) and sheet_current has"),
    (lambda: observables.dc_pumping(1.0, [1e10] * 3, axes=([0.1, 0.2], 0.3)), "omega has shape (3,) and axes[0] has"),
])  # fmt: skip
def test_unlike_lists_are_told(ask, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        ask()


def test_axes_are_a_pair_whatever_else_is_swept():
    omega = np.array([1e10, 2e10, 3e10])
    for pair in ((0.1, 0.2), [0.1, 0.2], np.array([0.1, 0.2])):
        assert observables.dc_pumping(1e14, omega, axes=pair) == pytest.approx(
            1e14 * HBAR / 2 / E_CHARGE * omega * 0.02
        )


@pytest.mark.parametrize("ask", [
    lambda one: observables.oersted_field(one),
    lambda one: observables.xi_E(one),
    lambda one: observables.field_per_current(one, 8e5, nm),
    lambda one: observables.harmonic_hall(one, 0.1, 0.1, B_k=1.0, R_A=1.0, R_P=1.0),
    lambda one: observables.current_density(one),
])  # fmt: skip
def test_a_stack_is_to_be_solved_first(ask):
    for one in (ti() | ni(), ti()):
        with pytest.raises(TypeError, match=r"is a stack; solve it first, solve\(stack\)"):
            ask(one)


def test_a_surface_is_a_magnet_too():
    G = ob.Surface(G_mix=3e14 - 1e14j)
    sol = ob.solve(ti() | cap() | G, E=2e4, closure="reciprocal")
    xi = observables.xi_j(sol, layer="Ti", magnet="top")
    per_current = observables.field_per_current(sol, 1e5, 2 * nm, magnet="top", layer="Ti")
    assert per_current == pytest.approx(observables.field_per_current(xi, 1e5, 2 * nm), rel=1e-14) and per_current
    with pytest.raises(TypeError, match="d_F is missing"):
        observables.torque_field(sol, M_s=1e5, magnet="top")
    with pytest.raises(ValueError, match="there is no surface with G_mix"):
        observables.torque_field(sol, 1e5, 2 * nm, magnet="bottom")


@pytest.mark.parametrize("ask", [
    lambda: observables.xi_E(1e9, 0.0),
    lambda: observables.xi_j(1e9, 0.0),
    lambda: observables.st_fmr(1e-4 + 1e-5j, B_0=0.1, B_k=0.5, b_Oe=-1e-5, M_s=8e5, d_F=2e-9, d_N=4e-9),
    lambda: observables.critical_current(0.1j, 8e5, 2e-9, B_K=0.3),
])  # fmt: skip
def test_what_is_divided_by_is_not_zero(ask):
    with pytest.raises(ValueError, match=r"= 0 .*must differ from zero"):
        ask()


@pytest.mark.parametrize(("ask", "message"), [
    (lambda: observables.xi_E(1e9), "E is missing"),
    (lambda: observables.xi_j(1e9), "j is missing"),
    (lambda: observables.torque_field(1e9, 8e5), "d_F is missing"),
    (lambda: observables.torque_field(1e9, d_F=1e-9), "M_s is missing"),
    (lambda: observables.xi_E(1e9, 1e4, magnet="Ni"), "magnet = 'Ni' needs a solution"),
    (lambda: observables.xi_j(1e9, 1e4, layer="Ti"), "layer = 'Ti' needs a solution"),
    (lambda: observables.oersted_field(1.0, magnet=0), "magnet = 0 needs a solution"),
    (lambda: observables.xi_E(solved(), 1e4), "E is the solution's own"),
    (lambda: observables.xi_j(solved(), 1e4), "j is the solution's own"),
    (lambda: observables.oersted_field(solved(), 1.0), "above is the solution's own"),
    (lambda: observables.dc_pumping(1.0, 1e10), "give one of theta, axes and h; given are none"),
    (lambda: observables.dc_pumping(1.0, 1e10, theta=0.1, h=1e-4), "given are theta, h"),
    (lambda: observables.dc_pumping(1.0, 1e10, theta=0.1, alpha=0.01), "alpha = 0.01 goes with h"),
    (lambda: observables.dc_pumping(1.0, 1e10, h=1e-4, B_k=0.5), "alpha is missing"),
    (lambda: observables.critical_current(0.1, 8e5, 2e-9, B_K=0.3, alpha=0.01), "plays no part with easy_axis='z'"),
    (lambda: observables.critical_current(0.1, 8e5, 2e-9, B_K=0.3, easy_axis="y", B_k=0.5), "alpha is missing"),
    (lambda: observables.shunting([1e6]), "d is missing"),
    (lambda: observables.dc_pumping(1.0, 1e10, axes=0.1), "axes = 0.1; give both half axes"),
    (lambda: observables.dc_pumping(1.0, 1e10, axes=(0.1, 0.2, 0.3)), "give both half axes"),
])  # fmt: skip
def test_what_does_not_belong_together_is_told(ask, message):
    with pytest.raises(TypeError, match=re.escape(message)):
        ask()


@pytest.mark.parametrize(("ask", "message"), [
    (lambda: observables.harmonic_hall_perpendicular(1e-4, 1e-4, 0.5), "cannot be told apart"),
    (lambda: observables.harmonic_hall_perpendicular(1e-4, 1e-4, 0.1, m=0), "m = 0; allowed are +1 and -1"),
    (lambda: observables.harmonic_hall_perpendicular(1e-4, 1e-4, m=np.array([1, -1])), "allowed are +1 and -1"),
    (lambda: observables.harmonic_hall(1e-4, 0.1, 0.1, B_k=-0.2, R_A=1.0, R_P=1.0), "B + B_k = -0.1 T"),
    (lambda: observables.critical_current(0.1, 8e5, 2e-9, B_K=0.3, B_x=0.3), "B_K/2 - B_x/sqrt(2) = -0.0621"),
    (lambda: observables.critical_current(0.1, 8e5, 2e-9, B_K=0.3, easy_axis="x"), "easy_axis = 'x' is not known"),
    (lambda: observables.critical_current(0.1, 8e5, 2e-9, B_K=0.3, B_x=0.1, easy_axis="y", B_k=1.0, alpha=0.1), "B_x"),
    (lambda: observables.damping_by_current(1e-4, 0.1, B_k=0.5, m_y=1.5), "lies between -1 and 1"),
    (lambda: observables.dc_pumping(1.0, 1e10, axes=(1.2, 0.1)), "neither half axis is above 1"),
    (lambda: observables.shunting([1e6, 1e6], [1e-9]), "2 conductivities and 1 thicknesses"),
    (lambda: observables.shunting([0.0, 0.0], [1e-9, 1e-9]), "sum of sigma d = 0"),
    (lambda: observables.shunting([1e6, -1e6], [1e-9, 2e-9]), "sigma = -1e+06 1/(ohm m); it must be"),
    (lambda: observables.current_density(ob.solve(ti(sigma=0.0) | ni(sigma=0.0))), "no layer conducts"),
    (lambda: observables.xi_j(solved(), layer="Pt"), "layer = 'Pt'"),
])  # fmt: skip
def test_values_outside_their_range_are_told(ask, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        ask()


def test_no_answer_is_infinite():
    for ask in (lambda: observables.xi_E(1e300, 1e-300), lambda: observables.in_mT_per_1e11(1e300)):
        with pytest.raises(ArithmeticError, match="the result is not finite"):
            ask()
    with pytest.raises(TypeError, match="loop_shift: layer = 'Ti' needs a solution"):
        observables.loop_shift(0.1, 8e5, 2e-9, layer="Ti")


def test_the_old_names_work_and_say_what_is_new():
    with pytest.warns(DeprecationWarning, match=r"use observables\.xi_E\(tau, E\)") as caught:
        assert observables.torque_efficiency(3e9, 1e4) == 3e5
    assert caught[0].filename == __file__
    with pytest.warns(DeprecationWarning, match=r"use observables\.torque_field") as caught:
        old = observables.effective_field(3e9, 8e5, 2e-9)
    assert caught[0].filename == __file__
    assert old == observables.torque_field(3e9, 8e5, 2e-9)


def test_no_module_bears_the_name_of_a_public_function():
    import pkgutil

    modules = {info.name.rpartition(".")[2] for info in pkgutil.walk_packages(ob.__path__, "orbitronics.")}
    explorers = {name for name, one in vars(ob.explore).items() if inspect.isfunction(one)}
    assert modules.isdisjoint({*observables.__all__, *explorers})
