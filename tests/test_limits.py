"""Known limits and the numbers that physics says must come out, all from the solver."""

import numpy as np
import pytest
from reference import CLOSURES, hall, magnet, normal

import orbitronics as ob
from orbitronics import closed_forms as cf
from orbitronics import nm

# these laws hold of the exchange torque in the paper's closure too, which warns of it (test_network.py)
pytestmark = pytest.mark.filterwarnings("ignore::orbitronics.solution.TorqueWarning")

closures = pytest.mark.parametrize("closure", CLOSURES)
sources = pytest.mark.parametrize("source", ["SHE", "OHE"])
K = np.sqrt(1 / 3**2 + 1 / 1**2 - 1j / 0.5**2)  # 1/nm, Fig. 2's magnet


def bilayer(source, d_N=5 * nm, d_F=5 * nm, G=None, of_N=None, **of_F):
    N = normal(**(hall(source) | (of_N or {})))(d_N)
    F = magnet(**of_F)(d_F)
    return N | F if G is None else N | G | F


def torque(source, closure="paper", kind="absorbed", wavenumber="exact", **others):
    return ob.solve(bilayer(source, **others), closure=closure, wavenumber=wavenumber).torque(kind)


# -- numbers at the paper's parameters ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closure", "source", "J_s", "J_o"),
    [
        ("paper", "SHE", 0.553197 - 0.051183j, 0.158056 - 0.014624j),
        ("paper", "OHE", 0.0113662 + 0.0070891j, 0.154081 + 0.002025j),
        ("reciprocal", "SHE", 0.552839 - 0.050857j, 0.009620 + 0.005070j),
        ("reciprocal", "OHE", 0.0108601 + 0.0057229j, 0.174662 - 0.000696j),
    ],
)
def test_currents_at_the_interface_of_fig_2(closure, source, J_s, J_o):
    sol = ob.solve(bilayer(source), closure=closure)
    assert sol.J_s(5 * nm) == pytest.approx(J_s, abs=1e-6)
    assert sol.J_o(5 * nm) == pytest.approx(J_o, abs=1e-6)


def test_wavenumbers():
    alpha, beta = cf.alpha_beta(3 * nm, 0.5 * nm, 1 * nm)
    assert (alpha - 1j * beta) * nm == pytest.approx(1.6221 - 1.2330j, abs=1e-4)
    alpha, beta = cf.alpha_beta(3 * nm, 0.5 * nm, 1 * nm, form="printed")
    assert (alpha - 1j * beta) * nm == pytest.approx(1.1470 - 0.8718j, abs=1e-4)
    # what the solver uses: the decay of mu_s in a thick magnet
    for wavenumber, k in (("exact", K), ("printed", K / np.sqrt(2))):
        sol = ob.solve(bilayer("SHE", d_F=60 * nm), wavenumber=wavenumber)
        ratio = sol.mu_s(8 * nm) / sol.mu_s(7 * nm)
        assert -np.log(ratio) == pytest.approx(k, rel=1e-10)


def test_modes_of_the_reciprocal_closure():
    """kappa = 1.8753-1.4220i and 0.19994-0.00023i per nm: the only decays in F."""
    sol = ob.solve(bilayer("OHE", d_F=100 * nm), closure="reciprocal")
    assert -np.log(sol.mu_o(40 * nm) / sol.mu_o(39 * nm)) == pytest.approx(0.19994 - 0.00023j, abs=1e-5)
    # take the slow mode away with its own ratio: what is left decays as the fast one
    z = 5 * nm + np.arange(4) * 0.4 * nm
    slow = sol.mu_s(41 * nm) / sol.mu_s(40 * nm)
    step = slow**0.4
    left = sol.mu_s(z)[1:] - step * sol.mu_s(z)[:-1]
    assert -np.log(left[1] / left[0]) / 0.4 == pytest.approx(1.8753 - 1.4220j, abs=1e-3)


def test_exchange_torque_over_absorbed_spin():
    def ratio(source, closure):
        sol = ob.solve(bilayer(source), closure=closure)
        return sol.torque("exchange") / sol.J_s(5 * nm)

    assert ratio("OHE", "paper") == pytest.approx(-5.09 + 4.08j, abs=0.006)
    assert ratio("SHE", "paper") == pytest.approx(1.13 - 0.03j, abs=0.006)
    assert ratio("OHE", "reciprocal") == pytest.approx(0.993 - 0.026j, abs=6e-4)
    assert ratio("SHE", "reciprocal") == pytest.approx(0.993 - 0.026j, abs=6e-4)


def test_what_the_closure_changes():
    d_F = np.array([1, 2, 5, 20]) * nm
    she, ohe = ([torque(s, c, d_F=d_F) for c in CLOSURES] for s in ("SHE", "OHE"))
    np.testing.assert_allclose(she[1].real / she[0].real, 1, rtol=0, atol=0.0155)
    np.testing.assert_allclose(100 * (ohe[1].real / ohe[0].real - 1), [-9, -5, -4.5, -5], atol=0.6)
    np.testing.assert_allclose(100 * (ohe[1].imag / ohe[0].imag - 1), [-76, -36, -19, -16], atol=0.6)


def test_the_orbital_torque_falls_with_the_orbital_length_of_the_magnet():
    lengths = np.array([1, 5, 10]) * nm
    tau = torque("OHE", lambda_o=lengths, d_F=200 * nm)
    np.testing.assert_allclose(tau.real, [0.0218, 0.0131, 0.0088], atol=6e-5)


def test_printed_and_exact_conversion_efficiency():
    """Exact over printed Eq. (17) at Fig. 3's parameters, exact from the solver: 1.124-0.012i."""
    n_s, n_o = 1e6 / (3 * nm) * np.tanh(5 / 3), 1e6 / (5 * nm) * np.tanh(1)
    g_s, g_o = 1e6 * K / nm * np.tanh(5 * K), 1e6 / (5 * nm) * np.tanh(1)
    printed = cf.eta_o_bulk(n_s, n_o, g_s, g_o, 0.5, form="printed")
    ratio = torque("OHE") / (1 - 1 / np.cosh(1)) / printed
    assert ratio == pytest.approx(1.124 - 0.012j, abs=8e-4)


def mixing(G, **of_F):
    """(G_mix, G_os_m) from the solver: J_s per mu_s in N, and per drop of mu_o."""
    at = [ob.solve(bilayer(s, d_F=300 * nm, G=G, **of_F)).interface(0) for s in ("SHE", "OHE")]
    forces = np.array([[a["mu_s_left"], a["mu_o_left"] - a["mu_o_right"]] for a in at])
    return np.linalg.solve(forces, [a["J_s"] for a in at])


def test_printed_and_exact_mixing_conductance_at_fig_4():
    """Eq. (21) at G_s = 1e15, lambda_J = 0.5 nm: printed 0.811-0.616i, exact 0.344-0.073i (1e15)."""
    G = ob.Interface(G_s=1e15, G_o=1e15, G_os=5e14, G_so=5e14)
    found = mixing(G, P_os=0.0, P_so=0.0)[1]
    assert found / 1e15 == pytest.approx(0.344 - 0.073j, abs=6e-4)
    printed = cf.G_os_m_interface(1e15, 5e14, 1e6 * K / nm, form="printed")
    assert printed / 1e15 == pytest.approx(0.811 - 0.616j, abs=6e-4)


@pytest.mark.parametrize("P", [(0.0, 0.0), (0.5, 0.5), (0.4, -0.3)])
def test_bulk_and_interface_conversion_together(P):
    """D = G_s G_o - G_os G_so, h = (1 - p) g_s, w = G_s - P_os G_so + h: (P_os D + h G_os)/w."""
    G = ob.Interface(G_s=2e15, G_o=7e14, G_os=3e14, G_so=5e14)
    found = mixing(G, P_os=P[0], P_so=P[1])
    h = (1 - P[0] * P[1]) * 1e6 * K / nm
    D, w = 2e15 * 7e14 - 3e14 * 5e14, 2e15 - P[0] * 5e14 + h
    np.testing.assert_allclose(found, [h * 2e15 / w, (P[0] * D + h * 3e14) / w], rtol=1e-10)
    forms = cf.mixing_matrix(2e15, 7e14, 3e14, 5e14, 1e6 * K / nm, *P)
    np.testing.assert_allclose(forms[:2], found, rtol=1e-10)


def test_sensitivity_to_precession_is_the_same_for_both_conductances():
    lengths = np.array([0.499, 0.501]) * nm
    G = ob.Interface(G_s=1e15, G_o=1e15, G_os=5e14, G_so=5e14)
    values = np.array([mixing(G, P_os=0.0, P_so=0.0, lambda_J=x) for x in lengths])
    sensitivity = np.diff(np.log(np.abs(values)), axis=0)[0]
    assert sensitivity[0] == pytest.approx(sensitivity[1], rel=1e-9)


# -- limits ---------------------------------------------------------------------------------------------------


@closures
@pytest.mark.parametrize("G_s", [1e13, 1e15, 1e17, None])
@pytest.mark.parametrize("d_N", np.array([0.01, 1, 5, 40]) * nm)
def test_without_orbitals_the_torque_is_that_of_haney(d_N, G_s, closure):
    """Haney et al. 2013, g the mixing conductance in units of sigma_s/lambda_s coth(d_N/lambda_s)."""
    x = d_N / (3 * nm)
    G = None if G_s is None else ob.Interface(G_s=G_s, G_o=1e15)
    found = torque("SHE", closure, d_N=d_N, G=G, P_os=0.0, P_so=0.0)
    below = 1e6 * K / nm * np.tanh(5 * K)
    mix = below if G_s is None else 1 / (1 / G_s + 1 / below)
    g = mix / (1e6 / (3 * nm)) * np.tanh(x)
    share = (1 - np.exp(-x)) ** 2 / (1 + np.exp(-2 * x))
    bottom = (np.tanh(x) ** 2 + g.real) ** 2 + g.imag**2
    damping = share * (abs(g) ** 2 + g.real * np.tanh(x) ** 2) / bottom
    field = share * g.imag * np.tanh(x) ** 2 / bottom
    assert found == pytest.approx(damping + 1j * field, rel=1e-10)
    assert torque("OHE", closure, d_N=d_N, G=G, P_os=0.0, P_so=0.0) == 0


@closures
@sources
def test_a_very_good_interface_is_a_transparent_one(source, closure):
    """The difference goes as 1/G."""
    bare = torque(source, closure)
    G = 10.0 ** np.arange(17, 22)
    found = torque(source, closure, G=ob.Interface(G_s=G, G_o=2 * G, G_os=0.3 * G, G_so=0.1 * G))
    errors = np.abs(found - bare)
    np.testing.assert_allclose(errors[:-1] / errors[1:], 10, rtol=0.05)
    assert errors[-1] < 1e-5 * abs(bare)


@closures
@sources
def test_thick_layers_no_longer_know_their_thickness(source, closure):
    d = np.array([60, 100, 1000, 3000]) * nm
    for name in ("d_N", "d_F"):
        found = torque(source, closure, **{name: d})
        np.testing.assert_allclose(
            found, found[-1], rtol=3 * np.exp(-60 / 5) if name == "d_N" else 3 * np.exp(-120 / 5.01)
        )


@sources
def test_a_thick_bilayer_of_the_papers_closure(source):
    """tanh and 1/cosh are 1 and 0: currents by hand from conductances sigma/lambda."""
    found = torque(source, d_N=1000 * nm, d_F=1000 * nm)
    n_s, n_o, g_s, g_o = 1e6 / 3, 1e6 / 5, 1e6 * K, 1e6 / 5
    Y_F = np.array([[g_s, 0.5 * g_o], [0.5 * g_s, g_o]])
    mu = np.linalg.solve(
        np.diag([n_s, n_o]) + Y_F, hall(source)["sigma_SHE"] * np.eye(2)[0] + hall(source)["sigma_OHE"] * np.eye(2)[1]
    )
    assert found == pytest.approx((Y_F @ mu)[0], rel=1e-12)


@pytest.mark.parametrize(("closure", "power"), [("paper", 1), ("reciprocal", 3)])
def test_orbital_torque_of_a_thin_magnet(closure, power):
    """It goes as d_F in the paper's closure, as d_F^3 in the reciprocal one."""
    d_F = np.geomspace(1e-3, 1e-2, 5) * nm
    tau = np.abs(torque("OHE", closure, d_F=d_F))
    assert np.polyfit(np.log(d_F), np.log(tau), 1)[0] == pytest.approx(power, abs=0.02)


@closures
@pytest.mark.parametrize(("source", "power"), [("SHE", 2), ("OHE", 3)])
def test_no_normal_metal_no_torque(source, power, closure):
    """A thin N accumulates as d_N^2; what OHE makes of it flows back as spin through n_s, once more as d_N."""
    d_N = np.geomspace(1e-4, 1e-2, 5) * nm
    tau = np.abs(torque(source, closure, d_N=d_N))
    assert np.polyfit(np.log(d_N), np.log(tau), 1)[0] == pytest.approx(power, abs=0.01)


@pytest.mark.filterwarnings("ignore::orbitronics.UnitsWarning")
@closures
def test_nothing_passes_a_closed_interface(closure):
    G = 10.0 ** -np.arange(0.0, 300.0, 60)
    tau = torque("SHE", closure, G=ob.Interface(G_s=G, G_o=G))
    np.testing.assert_allclose(tau / G, tau[-1] / G[-1], rtol=1e-10)
    closed = torque("SHE", closure, G=ob.Interface(G_s=0.0, G_o=0.0))
    assert closed == 0


@closures
@sources
def test_without_conversion_the_closures_agree(source, closure):
    tau = torque(source, closure, P_os=0.0, P_so=0.0)
    small = torque(source, closure, P_os=1e-14, P_so=1e-14)
    assert small == pytest.approx(tau, rel=1e-12, abs=1e-14)
    assert tau == torque(source, "paper", P_os=0.0, P_so=0.0)


@closures
def test_without_precession_and_dephasing_the_magnet_is_a_metal(closure):
    F = bilayer("OHE", lambda_J=np.inf, lambda_phi=np.inf)
    N = normal(**hall("OHE"))(5 * nm) | normal(lambda_s=3 * nm, P_os=0.5, P_so=0.5)(5 * nm)
    z = np.linspace(0, 10 * nm, 21)
    one, other = (ob.solve(stack, closure=closure) for stack in (F, N))
    for name in ("J_s", "J_o", "mu_s", "mu_o"):
        np.testing.assert_allclose(getattr(one, name)(z), getattr(other, name)(z), rtol=1e-13)
    assert abs(one.torque().imag) == 0
    assert one.torque("exchange") == 0


@closures
def test_the_longitudinal_channel_forgets_precession_and_dephasing(closure):
    one = ob.solve(bilayer("OHE"), closure=closure, channel="longitudinal")
    other = ob.solve(bilayer("OHE", lambda_J=np.inf, lambda_phi=np.inf), closure=closure)
    z = np.linspace(0, 10 * nm, 21)
    for name in ("J_s", "J_o", "mu_s", "mu_o"):
        values = getattr(one, name)(z)
        assert values.dtype == float
        np.testing.assert_allclose(values, getattr(other, name)(z).real, rtol=1e-13)
    # lambda_sf = inf along m: no spin is lost, and none flows
    free = ob.solve(bilayer("SHE", lambda_sf=np.inf, P_os=0.0, P_so=0.0), closure=closure, channel="longitudinal")
    assert abs(free.J_s(5 * nm)) < 1e-15


def test_printed_and_exact_forms_meet_where_they_must():
    """Each printed form is right to first order in what it leaves out, against the solver."""
    # Eq. (16), first order in p: the sign of the printed renormalisation is the other one
    P = np.array([1e-2, 2e-2])
    share = 1 - 1 / np.cosh(5 / 3)
    eta = torque("SHE", P_os=P, P_so=P) / share
    plain = torque("SHE", P_os=0.0, P_so=0.0) / share
    n_s, n_o = 1e6 / (3 * nm) * np.tanh(5 / 3), 1e6 / (5 * nm) * np.tanh(1)
    g_s, g_o = 1e6 * K / nm * np.tanh(5 * K), 1e6 / (5 * nm) * np.tanh(1)
    slope = (eta / plain - 1) / P**2
    np.testing.assert_allclose(slope, -(g_o / (g_o + n_o)) * (n_s / (g_s + n_s)), rtol=1e-3)
    first = cf.eta_s_renormalisation(n_s, n_o, g_s, g_o, 1e-2, 1e-2, form="first-order") - 1
    assert first / 1e-4 == pytest.approx(slope[0], rel=1e-3)
    # Eq. (17): the relative error falls as p
    errors = [
        abs(
            cf.eta_o_bulk(n_s, n_o, g_s, g_o, p, form="printed") * (1 - 1 / np.cosh(1)) / torque("OHE", P_os=p, P_so=p)
            - 1
        )
        for p in (1e-3, 1e-2)
    ]
    assert errors[1] / errors[0] == pytest.approx(100, rel=0.01)

    # Eq. (18) corrected: the relative error falls with G_os G_so; as printed it stays
    def of_interface(G, form):
        tau = torque("OHE", G=ob.Interface(G_s=1e15, G_o=1e15, G_os=G, G_so=G), P_os=0.0, P_so=0.0)
        form = cf.eta_o_interface(n_s, n_o, g_s, g_o, 1e15, 1e15, G, G, form=form)
        return abs(form * (1 - 1 / np.cosh(1)) / tau - 1)

    assert of_interface(1e13, "first-order") / of_interface(1e12, "first-order") == pytest.approx(100, rel=0.02)
    assert of_interface(1e12, "printed") == pytest.approx(of_interface(1e11, "printed"), rel=1e-3)
    assert of_interface(1e12, "printed") > 0.1
    # Eqs. (20), (21): right for G_s far above g_s
    G_s = np.array([1e17, 1e18])
    for ratios in (
        cf.G_os_m_bulk(1e15, 0.01, form="printed")
        / np.array([mixing(ob.Interface(G_s=G, G_o=1e15), P_os=0.01, P_so=0.0)[1] for G in G_s]),
        cf.G_os_m_interface(G_s, 1e13, 1e6 * K / nm, form="printed")
        / np.array([mixing(ob.Interface(G_s=G, G_o=1e15, G_os=1e13), P_os=0.0, P_so=0.0)[1] for G in G_s]),
    ):
        errors = np.abs(ratios - 1)
        assert errors[0] / errors[1] == pytest.approx(10, rel=0.02)


# -- limits of the literature -------------------------------------------------------------------------


def spin_only(sigma_N=4e6, lambda_N=1.6 * nm, theta=0.08, **others):
    """N and F without orbital moment, N and F different in everything."""
    N = normal(sigma_N, 1e6, lambda_N, 5 * nm, sigma_SHE=theta * sigma_N, sigma=sigma_N)
    values = {"sigma_s": 1.5e6, "lambda_sf": 5 * nm, "lambda_J": 0.9 * nm, "lambda_phi": 1.4 * nm, "sigma": 3e6}
    return N, magnet(P_os=0.0, P_so=0.0, **(values | others))


def test_drift_diffusion_torque_of_haney_2013():
    """N on a perfect sink behind G: tau = theta sigma E (1 - 1/cosh(d/l)) G l/(sigma + G l coth(d/l)) coth(d/l)."""
    sigma, lam, theta, d, G = 4e6, 1.6 * nm, 0.08, 4 * nm, 3e14 - 0.4e14j
    N, _ = spin_only(sigma, lam, theta)
    tau = ob.solve(N(d) | ob.Surface(G_mix=G), closure="reciprocal").torque("absorbed", "top")
    expected = theta * sigma * (1 - 1 / np.cosh(d / lam)) * G / (G + sigma / lam * np.tanh(d / lam))
    assert tau == pytest.approx(expected, rel=1e-12)


def test_pumping_with_backflow_of_tserkovnyak_2002():
    """Into F: 1/g_eff is 1/g_mix plus what N absorbs, in a magnet without spin flip and thicker than the dephasing."""
    N, F = spin_only(lambda_sf=np.inf)
    G_s, d = 2e15, 3 * nm
    pumped = ob.pump(N(d) | ob.Interface(G_s=G_s, G_o=1e15) | F(100 * nm)).interface(0)["J_s"]
    k = np.sqrt(1 / (1.4 * nm) ** 2 - 1j / (0.9 * nm) ** 2)
    backflow = N.sigma_s / N.lambda_s * np.tanh(d / N.lambda_s)
    assert pumped == pytest.approx(1 / (1 / G_s + 1 / (F.sigma_s * k) + 1 / backflow), rel=1e-12)


def test_spin_hall_magnetoresistance_of_kim_2016():
    """A metallic magnet also drains the spin along m."""
    theta, lam, d, d_F = 0.08, 1.6 * nm, 4 * nm, 3 * nm
    N, F = spin_only(theta=theta, lambda_N=lam)
    sheet = ob.sheet(N(d) | F(d_F))
    k = np.sqrt(1 / F.lambda_sf**2 + 1 / F.lambda_phi**2 - 1j / F.lambda_J**2)
    g = lam / N.sigma_s * F.sigma_s * k * np.tanh(k * d_F)
    g_F = lam / N.sigma_s * F.sigma_s / F.lambda_sf * np.tanh(d_F / F.lambda_sf)
    coth = 1 / np.tanh(d / lam)
    ratio = np.real(g / (1 + g * coth)) - g_F / (1 + g_F * coth)
    xi = F.sigma * d_F / (N.sigma * d)
    expected = theta**2 * (lam / d) * np.tanh(d / (2 * lam)) ** 2 / (1 + xi) * ratio
    assert sheet.smr / sheet.joule == pytest.approx(expected, rel=1e-12)
