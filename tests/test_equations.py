"""Each equation of the paper, (1) to (23), against the solver or against itself written out plainly."""

import cmath

import numpy as np
import pytest
from reference import hall, magnet, normal

import orbitronics as ob
from orbitronics import closed_forms as cf
from orbitronics import nm

Y = np.array([0.0, 1.0, 0.0])
STEP = 0.01 * nm
IN_N = np.linspace(0.2, 4.8, 7) * nm
IN_F = np.linspace(5.2, 9.8, 7) * nm
FINITE = ob.Interface(G_s=2e15, G_o=1e15, G_os=3e14, G_so=4e14)
THICK = 200 * nm


def solved(source="OHE", d_F=5 * nm, G=FINITE, channel="transverse", **of_F):
    """The bilayer of Fig. 2 with unlike polarisations and a finite interface."""
    values = {"P_os": 0.5, "P_so": 0.3} | of_F
    return ob.solve(normal(**hall(source))(5 * nm) | G | magnet(**values)(d_F), channel=channel)


def slope(f, z):
    """First derivative, of fourth order in STEP."""
    return (8 * (f(z + STEP) - f(z - STEP)) - (f(z + 2 * STEP) - f(z - 2 * STEP))) / (12 * STEP)


def curvature(f, z):
    """Second derivative, of fourth order in STEP."""
    far, near = f(z + 2 * STEP) + f(z - 2 * STEP), f(z + STEP) + f(z - STEP)
    return (16 * near - far - 30 * f(z)) / (12 * STEP**2)


def close(a, b, tolerance=1e-6):
    scale = np.max(np.abs(b))
    np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance * scale)


def effective(d_F=THICK):
    """The effective conductances of Eq. (15), written out: n_s, n_o, g_s, g_o."""
    k = cmath.sqrt(1 / 3**2 + 1 / 1**2 - 1j / 0.5**2) / nm
    return (
        1e6 / (3 * nm) * np.tanh(5 / 3),
        1e6 / (5 * nm) * np.tanh(5 / 5),
        1e6 * k * np.tanh(k * d_F),
        1e6 / (5 * nm) * np.tanh(d_F / (5 * nm)),
    )


def couplings(sol_1, sol_2):
    """The 2x2 matrix that gives (J_s, J_o) from (mu_s in N, drop of mu_o), from two solutions."""
    at = [sol.interface(0) for sol in (sol_1, sol_2)]
    forces = np.array([[a["mu_s_left"], a["mu_o_left"] - a["mu_o_right"]] for a in at]).T
    return np.array([[a["J_s"], a["J_o"]] for a in at]).T @ np.linalg.inv(forces)


@pytest.mark.parametrize("source", ["SHE", "OHE"])
def test_eq_1(source):
    sol = solved(source)
    close(sol.J_s(IN_N), -1e6 * slope(sol.mu_s, IN_N) + (source == "SHE"))
    close(curvature(sol.mu_s, IN_N), sol.mu_s(IN_N) / (3 * nm) ** 2)


@pytest.mark.parametrize("source", ["SHE", "OHE"])
def test_eq_2(source):
    sol = solved(source)
    close(sol.J_o(IN_N), -1e6 * slope(sol.mu_o, IN_N) + (source == "OHE"))
    close(curvature(sol.mu_o, IN_N), sol.mu_o(IN_N) / (5 * nm) ** 2)


def test_eq_3():
    sol = solved()
    close(sol.J_s(IN_F), -1e6 * slope(sol.mu_s, IN_F) - 0.5 * 1e6 * slope(sol.mu_o, IN_F))


def test_eq_4():
    sol = solved()
    close(sol.J_o(IN_F), -1e6 * slope(sol.mu_o, IN_F) - 0.3 * 1e6 * slope(sol.mu_s, IN_F))


def test_eq_5():
    """As it is printed, with vectors: y has a part along m and a part across it."""
    m = np.array([0.6, 0.8, 0.0])
    y_along, e_1 = Y @ m, np.cross(m, np.cross(Y, m))
    e_2 = np.cross(m, Y)
    across, along = solved(), solved(channel="longitudinal")

    def mu(z):
        part = across.mu_s(z)
        return (
            np.multiply.outer(part.real, e_1)
            + np.multiply.outer(part.imag, e_2)
            + np.multiply.outer(along.mu_s(z) * y_along, m)
        )

    left = curvature(mu, IN_F) - mu(IN_F) / (3 * nm) ** 2
    precession = np.cross(mu(IN_F), m) / (0.5 * nm) ** 2
    dephasing = np.cross(m, np.cross(mu(IN_F), m)) / (1 * nm) ** 2
    close(left, precession + dephasing, 1e-5)


def test_eq_6():
    r = 1 / 3**2 + 1 / 1**2
    root = np.sqrt(r**2 + 1 / 0.5**4)
    printed = 0.5 * np.sqrt(root + r), 0.5 * np.sqrt(root - r)
    found = [x * nm for x in cf.alpha_beta(3 * nm, 0.5 * nm, 1 * nm, form="printed")]
    close(found, printed, 1e-12)
    alpha, beta = (x * nm for x in cf.alpha_beta(3 * nm, 0.5 * nm, 1 * nm))
    assert (alpha - 1j * beta) ** 2 == pytest.approx(r - 1j / 0.5**2)
    close((alpha, beta), np.sqrt(2) * np.array(printed), 1e-12)


def test_eq_7():
    sol = solved()
    close(curvature(sol.mu_o, IN_F), sol.mu_o(IN_F) / (5 * nm) ** 2)


def test_eq_8():
    at = solved().interface(0)
    drops = at["mu_s_left"] - at["mu_s_right"], at["mu_o_left"] - at["mu_o_right"]
    close(at["J_s"], 2e15 * drops[0] + 3e14 * drops[1], 1e-12)


def test_eq_9():
    at = solved().interface(0)
    drops = at["mu_s_left"] - at["mu_s_right"], at["mu_o_left"] - at["mu_o_right"]
    close(at["J_o"], 1e15 * drops[1] + 4e14 * drops[0], 1e-12)


def test_eq_10():
    found = couplings(solved("SHE", THICK), solved("OHE", THICK))
    exact = cf.mixing_matrix(2e15, 1e15, 3e14, 4e14, effective()[2], P_os=0.5, P_so=0.3)
    close(found[0], exact[:2], 1e-9)
    # as printed, with G_os for G_os^m: only where the interface resists far more than F
    large_F = {"sigma_s": 1e12, "P_os": 0.0, "P_so": 0.0}
    close(couplings(solved("SHE", THICK, **large_F), solved("OHE", THICK, **large_F))[0], [2e15, 3e14], 1e-5)


def test_eq_11():
    found = couplings(solved("SHE", THICK), solved("OHE", THICK))
    exact = cf.mixing_matrix(2e15, 1e15, 3e14, 4e14, effective()[2], P_os=0.5, P_so=0.3)
    close(found[1], exact[2:], 1e-9)
    large_F = {"sigma_s": 1e12, "P_os": 0.0, "P_so": 0.0}
    close(couplings(solved("SHE", THICK, **large_F), solved("OHE", THICK, **large_F))[1], [4e14, 1e15], 1e-5)


@pytest.mark.parametrize("source", ["SHE", "OHE"])
def test_eq_12(source):
    """The torque is minus the integral of the divergence of J_s, which Eqs. (3), (5), (7) give."""
    sol = solved(source)
    nodes, weights = np.polynomial.legendre.leggauss(40)
    z = (7.5 + 2.5 * nodes) * nm
    k2 = (1 / 3**2 + 1 / 1**2 - 1j / 0.5**2) / nm**2
    lost = 1e6 * k2 * sol.mu_s(z) + 0.5 * 1e6 * sol.mu_o(z) / (5 * nm) ** 2
    close(sol.torque(), np.sum(weights * lost) * 2.5 * nm, 1e-9)
    close(sol.torque(), sol.J_s(5 * nm), 1e-12)


def test_eq_13():
    n_s, n_o, g_s, g_o = effective(5 * nm)
    eta = cf.efficiencies(n_s, n_o, g_s, g_o, 2e15, 1e15, 3e14, 4e14, P_os=0.5, P_so=0.3)[0]
    close(cf.torque(eta, 1.0, 1.0, 5 * nm, 3 * nm), solved("SHE").torque(), 1e-12)
    close(cf.accumulation(5 * nm, 3 * nm), 1 - 1 / np.cosh(5 / 3), 1e-12)


def test_eq_14():
    n_s, n_o, g_s, g_o = effective(5 * nm)
    eta = cf.efficiencies(n_s, n_o, g_s, g_o, 2e15, 1e15, 3e14, 4e14, P_os=0.5, P_so=0.3)[1]
    close(cf.torque(eta, 1.0, 1.0, 5 * nm, 5 * nm), solved("OHE").torque(), 1e-12)


def test_eq_15():
    n_s, n_o, g_s, g_o = effective(5 * nm)
    lambda_tilde = 3 * nm / np.tanh(5 / 3)  # lambda coth(d/lambda)
    close(cf.effective_conductance(1e6, 1 / (3 * nm), 5 * nm), 1e6 / lambda_tilde, 1e-12)
    sol = solved(P_os=0.0, P_so=0.0)
    close(np.diag(sol.admittance("N")), (n_s, n_o), 1e-12)
    close(np.diag(sol.admittance("F")), (g_s, g_o), 1e-12)


def test_eq_16():
    n_s, n_o, g_s, g_o = effective(5 * nm)
    accumulated = 1 - 1 / np.cosh(5 / 3)
    transparent = ob.Interface.transparent()
    alone = solved("SHE", G=transparent, P_os=0.0, P_so=0.0).torque() / accumulated
    close(cf.eta_s(n_s, g_s, form="printed"), alone, 1e-12)
    close(cf.eta_s(n_s, g_s, n_o, g_o, 0.5, 0.3), solved("SHE", G=transparent).torque() / accumulated, 1e-12)


def test_eq_17():
    n_s, n_o, g_s, g_o = effective(5 * nm)
    found = solved("OHE", G=ob.Interface.transparent()).torque() / (1 - 1 / np.cosh(1))
    close(cf.eta_o_bulk(n_s, n_o, g_s, g_o, 0.5, 0.3), found, 1e-12)
    # as printed: what is left out is of second order in P
    errors = [
        abs(1 - cf.eta_o_bulk(n_s, n_o, g_s, g_o, P, form="printed") / cf.eta_o_bulk(n_s, n_o, g_s, g_o, P, P))
        for P in (0.01, 0.02)
    ]
    assert errors[1] / errors[0] == pytest.approx(4, rel=1e-3)


def test_eq_18():
    n_s, n_o, g_s, g_o = effective(5 * nm)
    bulk = n_s, n_o, g_s, g_o
    found = solved("OHE", P_os=0.0, P_so=0.0).torque() / (1 - 1 / np.cosh(1))
    close(cf.eta_o_interface(*bulk, 2e15, 1e15, 3e14, 4e14), found, 1e-12)
    # corrected to first order: what is left out is of second order in the conversion
    errors = [
        abs(
            1 - cf.eta_o_interface(*bulk, 2e15, 1e15, G, G, "first-order") / cf.eta_o_interface(*bulk, 2e15, 1e15, G, G)
        )
        for G in (1e13, 2e13)
    ]
    assert errors[1] / errors[0] == pytest.approx(4, rel=1e-2)
    # as printed: right where G_s is large, wrong elsewhere
    printed, right = (
        np.array([cf.eta_o_interface(*bulk, G, 1e15, 1e10, 0.0, form) for G in (1e15, 1e19)])
        for form in ("printed", "first-order")
    )
    assert abs(printed[0] / right[0] - 1) > 0.25
    close(printed[1], right[1], 1e-3)


def test_eq_19():
    at = solved("SHE", THICK, G=ob.Interface(G_s=2e15, G_o=1e15), P_os=0.0, P_so=0.0).interface(0)
    close(cf.G_mix(2e15, effective()[2]), at["J_s"] / at["mu_s_left"], 1e-12)


def test_eq_20():
    plain = ob.Interface(G_s=2e15, G_o=1e15)
    g_s = effective()[2]
    found = couplings(solved("SHE", THICK, G=plain), solved("OHE", THICK, G=plain))
    close(cf.G_os_m_bulk(1e15, 0.5, 2e15, g_s, 0.3), found[0, 1], 1e-9)
    close(cf.G_os_m_bulk(1e15, 0.5, 1e20, g_s, 0.3), cf.G_os_m_bulk(1e15, 0.5, form="printed"), 1e-4)


def test_eq_21():
    none = {"P_os": 0.0, "P_so": 0.0}
    g_s = effective()[2]
    found = couplings(solved("SHE", THICK, **none), solved("OHE", THICK, **none))
    close(cf.G_os_m_interface(2e15, 3e14, g_s), found[0, 1], 1e-9)
    close(cf.G_os_m_interface(1e20, 3e14, g_s), cf.G_os_m_interface(1e20, 3e14, g_s, form="printed"), 1e-4)
    small = np.array([1e9, 1e10])
    assert np.all(np.abs(cf.G_os_m_interface(small, 3e14, g_s)) <= 3e14)
    assert abs(np.divide(*cf.G_os_m_interface(small, 3e14, g_s, form="printed"))) == pytest.approx(10)


def test_eq_22():
    G = 1e15 - 2e14j, 3e14 + 1e14j, 3e14 + 1e14j, 9e14
    M = cf.response_matrix(*G, area=1e-14, d=5e-9, M_s=8e5)
    close([x * cf.E_CHARGE**2 / 1e-14 for x in (*M[0][:2], *M[1][:2])], G, 1e-12)
    # Onsager with F_m = +dW/dm: the motion is odd under time reversal, the potentials are even
    assert M[0][2] == -M[2][0]
    assert M[1][2] == -M[2][1]
    printed = cf.response_matrix(*G, area=1e-14, d=5e-9, M_s=8e5, form="printed")
    assert printed[0][2] == printed[2][0]
    assert M[2][2] is None


def test_eq_23():
    """The torque T = (mu_B/e d M_s) J_s, with J_s = G_mix dmu_s + G_os_m dmu_o."""
    G = 1e15 - 2e14j, 3e14 + 1e14j, 2e14, 9e14
    d, M_s, dmu_s, dmu_o = 5e-9, 8e5, 2e-6, 3e-6
    M = cf.response_matrix(*G, area=1e-14, d=d, M_s=M_s)
    J_s = G[0] * dmu_s + G[1] * dmu_o
    T = M[2][0] * cf.E_CHARGE * dmu_s + M[2][1] * cf.E_CHARGE * dmu_o
    close(T, cf.MU_B / (cf.E_CHARGE * d * M_s) * J_s, 1e-12)
    assert cf.pumped_current(G[0], form="printed") == pytest.approx(2 * cf.pumped_current(G[0]))
