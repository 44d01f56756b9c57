"""The closed forms where N and F differ in everything, against a dense solver; their bad input; the constants."""

import cmath
import inspect
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest
import scipy.constants

import orbitronics as ob
from orbitronics import closed_forms as cf
from orbitronics import constants, nm
from orbitronics.paper import registry

ROOT = Path(__file__).parents[1]
NAN, INF = float("nan"), float("inf")

# lengths in nm, conductivities in 1e6/(ohm m), conductances in 1e15/(ohm m^2): the dense solver needs no more
N = {"sigma_s": 2.3, "sigma_o": 0.7, "lambda_s": 1.9, "lambda_o": 3.3, "d": 2.7}
F = {"sigma_s": 1.4, "sigma_o": 3.1, "lambda_sf": 4.2, "lambda_J": 0.8, "lambda_phi": 1.7, "lambda_o": 2.2, "d": 1.6}
G = {"G_s": 1.7, "G_o": 0.9, "G_os": 0.35, "G_so": -0.22}
P_OS, P_SO = 0.55, 0.27
K = cmath.sqrt(1 / F["lambda_sf"] ** 2 + 1 / F["lambda_phi"] ** 2 - 1j / F["lambda_J"] ** 2)


def dense(j_s=0.0, j_o=0.0, P_os=0.0, P_so=0.0, G=None, d_F=F["d"]):
    """Solve the bilayer in the paper's closure by matching exponentials; N below z = 0, F above, both ends closed.

    Returns J_s, J_o at z = 0 and mu_s, mu_o just below and just above it.
    """
    rates = (1 / N["lambda_s"], 1 / N["lambda_o"]), (K, 1 / F["lambda_o"])
    Sigma = (
        np.diag([N["sigma_s"], N["sigma_o"]]),
        np.array([[F["sigma_s"], P_os * F["sigma_o"]], [P_so * F["sigma_s"], F["sigma_o"]]]),
    )
    drive = np.array([j_s, j_o]), np.zeros(2)

    def at(layer, z):
        """Rows (mu_s, mu_o) and (J_s, J_o) at z over the eight coefficients."""
        mu, slope = np.zeros((2, 8), complex), np.zeros((2, 8), complex)
        for c in (0, 1):
            for s, sign in enumerate((1, -1)):
                column = 4 * layer + 2 * c + s
                mu[c, column] = np.exp(sign * rates[layer][c] * z)
                slope[c, column] = sign * rates[layer][c] * mu[c, column]
        return mu, -Sigma[layer] @ slope

    (_, J_bottom), (mu_left, J_left) = at(0, -N["d"]), at(0, 0.0)
    (mu_right, J_right), (_, J_top) = at(1, 0.0), at(1, d_F)
    through = np.zeros((2, 2)) if G is None else np.array([[G["G_s"], G["G_os"]], [G["G_so"], G["G_o"]]])
    drop = mu_left - mu_right
    matching = (drop, np.zeros(2)) if G is None else (J_left - through @ drop, -drive[0])
    rows = np.vstack([J_bottom, J_top, J_left - J_right, matching[0]])
    right = np.concatenate([-drive[0], np.zeros(2), -drive[0], matching[1]])
    x = np.linalg.solve(rows, right)
    return J_left @ x + drive[0], mu_left @ x, mu_right @ x


def coth_free(sigma, k, d):
    """sigma k tanh(k d) in 1/(ohm m^2)."""
    return 1e15 * sigma * k * np.tanh(k * d)


def conductances(d_F=F["d"]):
    """n_s, n_o, g_s, g_o of Eq. (15), written out."""
    return (
        coth_free(N["sigma_s"], 1 / N["lambda_s"], N["d"]),
        coth_free(N["sigma_o"], 1 / N["lambda_o"], N["d"]),
        coth_free(F["sigma_s"], K, d_F),
        coth_free(F["sigma_o"], 1 / F["lambda_o"], d_F),
    )


ARRIVING = {c: 1 - 1 / np.cosh(N["d"] / N["lambda_" + c]) for c in "so"}
G_SI = [1e15 * G[name] for name in ("G_s", "G_o", "G_os", "G_so")]


def close(found, expected, tolerance=1e-11):
    np.testing.assert_allclose(found, expected, rtol=tolerance)


# -- the constants ------------------------------------------------------------------------------


def test_constants_against_codata():
    assert constants.H == 6.62607015e-34
    assert constants.E_CHARGE == 1.602176634e-19
    assert constants.K_B == 1.380649e-23
    assert constants.HBAR == pytest.approx(1.054571817646156391e-34, rel=3e-16)
    assert constants.MU_B == 9.2740100657e-24
    assert constants.MU_0 == 1.25663706127e-6
    ours = {"h": "H", "e": "E_CHARGE", "k": "K_B", "hbar": "HBAR"}
    for theirs, name in ours.items():
        assert getattr(constants, name) == pytest.approx(getattr(scipy.constants, theirs), rel=3e-16), name
    # what is measured changes with each adjustment, by far less than this
    assert constants.MU_0 == pytest.approx(scipy.constants.mu_0, rel=1e-9)
    assert constants.MU_B == pytest.approx(scipy.constants.value("Bohr magneton"), rel=1e-8)


def test_closed_forms_take_the_constants_from_their_one_place():
    for name in ("E_CHARGE", "HBAR", "MU_B"):
        assert getattr(cf, name) is getattr(constants, name)


# -- numbers where N and F differ ---------------------------------------------------------------


def test_effective_conductances():
    n_s, _, g_s, g_o = conductances()
    close(cf.effective_conductance(2.3e6, 1 / (1.9 * nm), 2.7 * nm), n_s)
    close(cf.effective_conductance(1.4e6, K / nm, 1.6 * nm), g_s)
    close(cf.effective_conductance(3.1e6, 1 / (2.2 * nm), 1.6 * nm), g_o)
    close(cf.effective_conductance(1.4e6, K / nm), 1.4e15 * K)


def test_wavenumber():
    alpha, beta = cf.alpha_beta(4.2 * nm, 0.8 * nm, 1.7 * nm)
    close((alpha - 1j * beta) * nm, K)
    close(np.multiply(cf.alpha_beta(4.2 * nm, 0.8 * nm, 1.7 * nm, form="printed"), np.sqrt(2)), (alpha, beta))


@pytest.mark.parametrize("source", "so")
@pytest.mark.parametrize("P", [(0.0, 0.0), (P_OS, P_SO), (-0.8, 0.4)])
def test_efficiencies_at_any_interface(source, P):
    J, *_ = dense(**{"j_" + source: 1.0}, P_os=P[0], P_so=P[1], G=G)
    eta = cf.efficiencies(*conductances(), *G_SI, *P)["so".index(source)]
    close(cf.torque(eta, 1.0, 1.0, N["d"] * nm, N["lambda_" + source] * nm), J[0])
    close(eta * ARRIVING[source], J[0])


def test_torque_is_linear_in_hall_conductivity_and_field():
    close(cf.torque(0.4 - 0.1j, 3e5, 2e4, 2.7 * nm, 1.9 * nm), (0.4 - 0.1j) * 3e5 * 2e4 * ARRIVING["s"])


@pytest.mark.parametrize("P", [(P_OS, P_SO), (-0.8, 0.4), (0.6, 0.0), (0.0, 0.6)])
def test_spin_efficiency_of_a_transparent_interface(P):
    n_s, n_o, g_s, g_o = conductances()
    J, *_ = dense(j_s=1.0, P_os=P[0], P_so=P[1])
    plain, *_ = dense(j_s=1.0)
    close(cf.eta_s(n_s, g_s, n_o, g_o, *P) * ARRIVING["s"], J[0])
    close(cf.eta_s(n_s, g_s, n_o, g_o, *P, form="printed") * ARRIVING["s"], plain[0])
    close(cf.eta_s_renormalisation(n_s, n_o, g_s, g_o, *P), J[0] / plain[0])
    # Sec. III.B prints 1 + p
    close(cf.eta_s_renormalisation(n_s, n_o, g_s, g_o, *P, form="printed"), 1 + P[0] * P[1])


def test_first_order_of_the_spin_renormalisation():
    """The slope in p at p = 0, by a difference of two solutions."""
    n_s, n_o, g_s, g_o = conductances()
    p = 1e-6
    plain, small = dense(j_s=1.0)[0][0], dense(j_s=1.0, P_os=1e-3, P_so=1e-3)[0][0]
    slope = (small / plain - 1) / p
    found = (cf.eta_s_renormalisation(n_s, n_o, g_s, g_o, 1e-3, 1e-3, "first-order") - 1) / p
    close(found, slope, 1e-5)


def test_orbital_efficiency_of_conversion_in_the_magnet():
    n_s, n_o, g_s, g_o = conductances()
    J, *_ = dense(j_o=1.0, P_os=P_OS, P_so=P_SO)
    close(cf.eta_o_bulk(n_s, n_o, g_s, g_o, P_OS, P_SO) * ARRIVING["o"], J[0])
    # Eq. (17) as printed: the slope in P
    small, *_ = dense(j_o=1.0, P_os=1e-6)
    printed = cf.eta_o_bulk(n_s, n_o, g_s, g_o, P_OS, P_SO, "printed")
    close(printed * ARRIVING["o"], P_OS * small[0] / 1e-6)


def test_orbital_efficiency_of_conversion_at_the_interface():
    bulk = conductances()
    J, *_ = dense(j_o=1.0, G=G)
    close(cf.eta_o_interface(*bulk, *G_SI) * ARRIVING["o"], J[0])
    tiny, *_ = dense(j_o=1.0, G=G | {"G_os": 1e-6, "G_so": 0.0})
    first = cf.eta_o_interface(*bulk, *G_SI, "first-order")
    close(first * ARRIVING["o"], G["G_os"] * tiny[0] / 1e-6)
    # Eq. (18) as printed, in its own words
    n_s, n_o, g_s, g_o = bulk
    lost = 1 / (1 + g_s / n_s) / (1 + n_o * (1 / 0.9e15 + 1 / g_o))
    close(cf.eta_o_interface(*bulk, *G_SI, "printed"), (0.35 / 0.9) * (g_s / 1.7e15) * lost)


@pytest.mark.parametrize("P", [(0.0, 0.0), (P_OS, P_SO)])
def test_mixing_conductances(P):
    """A thick magnet: two solutions give the four conductances."""
    thick = 30.0
    J, left, right = (
        np.array(part).T for part in zip(*(dense(j_s=a, j_o=b, P_os=P[0], P_so=P[1], G=G, d_F=thick)
                                           for a, b in ((1.0, 0.0), (0.0, 1.0))), strict=True)
    )  # fmt: skip
    forces = np.array([left[0], left[1] - right[1]])
    expected = 1e15 * (J @ np.linalg.inv(forces))
    g_s = 1.4e15 * K
    found = cf.mixing_matrix(*G_SI, g_s, *P)
    close(np.reshape(found, (2, 2)), expected, 1e-9)
    if P == (0.0, 0.0):
        assert found == cf.mixing_matrix(*G_SI, g_s)
        close(cf.G_os_m_interface(1.7e15, 0.35e15, g_s), expected[0, 1], 1e-9)
        close(cf.G_os_m_interface(1.7e15, 0.35e15, g_s, "printed"), 0.35 / 1.7 * g_s)


def test_mixing_conductances_without_conversion_at_the_interface():
    J, left, right = dense(j_o=1.0, P_os=P_OS, P_so=P_SO, G=G | {"G_os": 0.0, "G_so": 0.0}, d_F=30.0)
    other = dense(j_s=1.0, P_os=P_OS, P_so=P_SO, G=G | {"G_os": 0.0, "G_so": 0.0}, d_F=30.0)
    forces = np.array([[a[1][0], a[1][1] - a[2][1]] for a in (other, (J, left, right))]).T
    expected = 1e15 * np.array([other[0], J]).T @ np.linalg.inv(forces)
    g_s = 1.4e15 * K
    close(cf.G_os_m_bulk(0.9e15, P_OS, 1.7e15, g_s, P_SO), expected[0, 1], 1e-9)
    close(cf.G_os_m_bulk(0.9e15, P_OS, 1.7e15, g_s, P_SO, "printed"), 0.9e15 * P_OS)
    J, left, _ = dense(j_s=1.0, G={"G_s": 1.7, "G_o": 0.9, "G_os": 0.0, "G_so": 0.0}, d_F=30.0)
    close(cf.G_mix(1.7e15, g_s), 1e15 * J[0] / left[0], 1e-9)


def test_response_matrix_element_by_element():
    """Each element in its own words, with unlike conductances, and numbers typed here."""
    G_mix, G_os_m, G_so_m, G_o = 1.1e15 - 2e14j, 3e14 + 1e14j, 2e14 - 5e13j, 9e14
    values = dict(area=2e-14, d=1.6e-9, M_s=7e5)
    e, mu_B = 1.602176634e-19, 9.2740100657e-24
    a, b = 2e-14 / e**2, mu_B / (e**2 * 1.6e-9 * 7e5)
    expected = [[a * G_mix, a * G_os_m], [a * G_so_m, a * G_o], [b * G_mix, b * G_os_m]]
    for form, L_sm, L_om in (("exact", -b * G_mix, -b * G_os_m), ("printed", b * G_mix, b * G_so_m)):
        M = cf.response_matrix(G_mix, G_os_m, G_so_m, G_o, **values, form=form)
        close([row[:2] for row in M], expected, 1e-14)
        close([M[0][2], M[1][2]], [L_sm, L_om], 1e-14)
        assert M[2][2] is None


def test_pumped_current_in_numbers():
    hbar_2e = 3.2910597847545e-16
    close(cf.pumped_current(1e15 - 3e14j, 2e11), hbar_2e * (1e15 - 3e14j) * 2e11)
    close(cf.pumped_current(1e15 - 3e14j, 2e11, "printed"), 2 * hbar_2e * (1e15 - 3e14j) * 2e11)
    close(cf.pumped_current(1e15), hbar_2e * 1e15)


# -- bad input ----------------------------------------------------------------------------------

GOOD = {
    cf.alpha_beta: (3e-9, 0.5e-9, 1e-9),
    cf.effective_conductance: (1e6, 2e8, 5e-9),
    cf.accumulation: (5e-9, 3e-9),
    cf.torque: (0.3 + 0.1j, 2.0, 3.0, 5e-9, 3e-9),
    cf.eta_s: (3e14, 1e15 - 1e15j, 2e14, 1e14, 0.5, 0.3),
    cf.eta_s_renormalisation: (3e14, 2e14, 1e15 - 1e15j, 1e14, 0.5, 0.3),
    cf.eta_o_bulk: (3e14, 2e14, 1e15 - 1e15j, 1e14, 0.5, 0.3),
    cf.eta_o_interface: (3e14, 2e14, 1e15 - 1e15j, 1e14, 1e15, 2e15, 3e14, 2e14),
    cf.efficiencies: (3e14, 2e14, 1e15 - 1e15j, 1e14, 1e15, 2e15, 3e14, 2e14, 0.5, 0.3),
    cf.G_mix: (1e15, 1e15 - 1e15j),
    cf.G_os_m_bulk: (1e15, 0.5, 2e15, 1e15 - 1e15j, 0.3),
    cf.G_os_m_interface: (1e15, 5e14, 1e15 - 1e15j),
    cf.mixing_matrix: (1e15, 2e15, 3e14, 2e14, 1e15 - 1e15j, 0.5, 0.3),
    cf.response_matrix: (1e15, 3e14, 2e14, 9e14, 1e-14, 5e-9, 8e5),
    cf.pumped_current: (1e15 - 1e14j, 1e10),
}
ARGUMENTS = [
    pytest.param(function, i, name, id=f"{function.__name__}-{name}")
    for function, values in GOOD.items()
    for i, name in enumerate(list(inspect.signature(function).parameters)[: len(values)])
]
POSITIVE = re.compile(r"(d|d_N|lambda_\w*|sigma|wavenumber|area|M_s)$")
COMPLEX = {"g_s", "wavenumber", "eta", "G", "G_mix", "G_os_m", "G_so_m"}


def with_value(function, i, value):
    values = list(GOOD[function])
    values[i] = value
    return function(*values)


def flat(result):
    """The numbers in a result, without what is left out."""
    if isinstance(result, tuple):
        return [x for part in result for x in flat(part)]
    return [] if result is None else [result]


def test_every_closed_form_is_here():
    public = {f for n, f in vars(cf).items() if inspect.isfunction(f) and hasattr(f, "__wrapped__") and n[0] != "_"}
    assert public == set(GOOD)


@pytest.mark.parametrize(("function", "i", "name"), ARGUMENTS)
def test_what_is_no_number_is_refused_by_name(function, i, name):
    part = f"(imaginary part of )?{name}\\b"
    for value in (NAN, np.array([GOOD[function][i], NAN])):
        with pytest.raises(ValueError, match=f"{function.__name__}: {part}.* NaN"):
            with_value(function, i, value)
    for value in ("3", None, True, object()):
        optional = inspect.signature(function).parameters[name].default is None
        if value is None and optional:
            continue
        with pytest.raises(TypeError, match=f"{function.__name__}: {name} = .*must be a real number"):
            with_value(function, i, value)


@pytest.mark.parametrize(("function", "i", "name"), ARGUMENTS)
def test_complex_numbers_only_where_they_mean_something(function, i, name):
    if name in COMPLEX:
        assert all(np.isfinite(x) for x in flat(with_value(function, i, 1e9 + 2e9j)))
        for value in (complex(1e9, NAN), complex(NAN, 1e9), np.array([1e9, complex(1e9, NAN)])):
            with pytest.raises(ValueError, match=f"{function.__name__}: .*{name}.* NaN"):
                with_value(function, i, value)
        for value in (complex(1e9, INF), complex(INF, 1e9)):
            unit = " 1/m" if name == "wavenumber" else ""
            with pytest.raises(ValueError, match=f"{function.__name__}: .*{name} = inf{unit}[;,].*finite"):
                with_value(function, i, value)
    elif name != "G_o":
        with pytest.raises(TypeError, match=f"{function.__name__}: {name} = .*complex"):
            with_value(function, i, 1 + 1j)


@pytest.mark.parametrize(("function", "i", "name"), ARGUMENTS)
def test_lengths_conductivities_and_the_like_are_positive(function, i, name):
    if POSITIVE.match(name):
        for value, shown in (
            (0.0, "= 0 "),
            (-3e-9, "= -3e-09 "),
            (np.array([1e-9, -2e-9]), r"= -2e-09 \(at index 1\)"),
        ):
            with pytest.raises(ValueError, match=f"{function.__name__}: {name} {shown}.*must be positive"):
                with_value(function, i, value)
    if name not in ("lambda_sf", "lambda_J", "lambda_phi"):
        with pytest.raises(ValueError, match=f"{function.__name__}: {name} = inf.*finite"):
            with_value(function, i, INF)


def test_a_wavenumber_decays():
    with pytest.raises(ValueError, match=r"wavenumber = -2e\+08 1/m; it must be positive"):
        cf.effective_conductance(1e6, -2e8 + 1e8j)


@pytest.mark.parametrize("function", [f for f, values in GOOD.items() if len(values) > 1], ids=lambda f: f.__name__)
def test_unlike_shapes_are_told(function):
    values = list(GOOD[function])
    names = list(inspect.signature(function).parameters)
    values[0], values[1] = np.full(3, values[0]), np.full(2, values[1])
    with pytest.raises(ValueError, match=rf"{names[0]} has shape \(3,\) and {names[1]} has shape \(2,\)"):
        function(*values)
    values[1] = np.full((2, 1), GOOD[function][1])
    assert np.broadcast_shapes(*(np.shape(x) for x in flat(function(*values)))) == (2, 3)


@pytest.mark.parametrize("function", [f for f in GOOD if "form" in inspect.signature(f).parameters])
def test_unknown_forms_are_refused(function):
    with pytest.raises(ValueError, match="form = 'Exact' is not known; allowed are 'exact'"):
        function(*GOOD[function], form="Exact")
    if function not in (cf.eta_s_renormalisation, cf.eta_o_interface):
        with pytest.raises(ValueError, match="form = 'first-order' is not known"):
            function(*GOOD[function], form="first-order")


@pytest.mark.parametrize(
    ("function", "values"),
    [
        (cf.G_mix, (1e15, -1e15)),
        (cf.G_mix, (np.array([1e15, 0.0]), 0.0)),
        (cf.eta_s, (1e15, -1e15)),
        (cf.efficiencies, (0.0, 0.0, 0.0, 0.0, 1e15, 1e15)),
        (cf.mixing_matrix, (0.0, 0.0, 0.0, 0.0, 0.0)),
        (cf.response_matrix, (1e304, 1.0, 1.0, 1.0, 1e304, 1e-9, 1e6)),
    ],
)
def test_no_answer_is_an_error_and_never_nan(function, values):
    with pytest.raises(ArithmeticError, match=f"{function.__name__}: the result is not finite"):
        function(*values)


# -- finding an equation ------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(1, 24))
def test_an_equation_says_where_it_is(number):
    one = ob.equation(number)
    assert one.number == number
    text = repr(one)
    assert text.startswith(f"Eq. ({number}): {one.says}\n")
    for part in (f"book/{one.chapter}.ipynb", one.test, one.finding, *one.functions):
        assert part and part in text
    assert (ROOT / "book" / f"{one.chapter}.ipynb").exists()
    path, name = one.test.split("::")
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_the_registry_stands_beside_the_code():
    assert ob.equation(17).functions == ("closed_forms.eta_o_bulk",)
    assert ob.equation(13).functions == ("closed_forms.torque", "closed_forms.efficiencies")
    assert ob.equation(15).functions == ("closed_forms.effective_conductance", "Solution.admittance")
    assert "text at hand" in ob.equation(6).finding
    source = inspect.getsource(cf)
    for one in registry.all_equations():
        for name in one.functions:
            if name.startswith("closed_forms."):
                # from the decorator to its function is one block, without an empty line
                here = rf"@paper_equation\(\s*{one.number}\b(?:.+\n)+?def {name.removeprefix('closed_forms.')}\("
                assert re.search(here, source), (one.number, name)


@pytest.mark.parametrize("number", range(6, 24))
def test_searching_the_source_for_an_equation_finds_its_function(number):
    """``grep "Eq. (17)"`` or ``grep "(17"``: the words stand in the docstring of what holds the equation."""
    for name in ob.equation(number).functions:
        if name.startswith("closed_forms."):
            text = getattr(cf, name.removeprefix("closed_forms.")).__doc__
            assert re.search(rf"Eqs?\. (?:\(\d+\), )*\({number}\)|after Eq\. \({number}\)|\({number}\)", text), name


@pytest.mark.parametrize("number", [0, 24, -1])
def test_an_unknown_equation_is_refused(number):
    with pytest.raises(ValueError, match=rf"number = {number}; the paper has Eqs. \(1\) to \(23\)"):
        ob.equation(number)


@pytest.mark.parametrize("number", ["17", 17.0, True, None])
def test_the_number_of_an_equation_is_an_integer(number):
    with pytest.raises(TypeError, match="must be an integer from 1 to 23"):
        ob.equation(number)


@pytest.mark.parametrize("number", range(1, 24))
def test_searching_for_an_equation_finds_the_line_that_computes_it(number):
    """``grep -r "Eq. (17)"`` in the library leads into a function that the registry names."""
    one = ob.equation(number)
    folder = {"closed_forms": "orbitronics.paper."}
    bodies = [
        inspect.getsource(pkgutil.resolve_name(folder.get(name.split(".")[0], "orbitronics.") + name))
        for name in one.functions
    ]
    assert any(f"({number})" in body for body in bodies), one
    found = [path for path in (ROOT / "orbitronics").rglob("*.py") if f"Eq. ({number})" in path.read_text("utf-8")]
    assert {path.parent.name for path in found} & {"core", "orbitronics", "paper"}
