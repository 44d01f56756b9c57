"""The paper's closed forms, each as printed and as it holds.

Arguments are numbers or arrays that broadcast, in SI units.  ``n_s``, ``n_o``, ``g_s``, ``g_o`` are
the effective conductances of Eq. (15), written with tildes in the paper: n of the normal metal,
g of the ferromagnet.  ``form="printed"`` is the equation in print, ``form="exact"`` what the model
gives in the paper's closure; where a first-order result was meant, ``form="first-order"`` is that result, corrected.
"""

from ..arguments import checked
from ..constants import E_CHARGE, HBAR, MU_B
from ..core import ladder
from ..core.arrays import nonzero
from ..core.layer import fade, spin_wavenumber
from ..core.matrices import diagonal, matrix
from .registry import paper_equation


@paper_equation(
    6,
    r"decay and precession rates $\alpha$, $\beta$",
    chapter="theory",
    finding=r"1/2, as in the text at hand, must be $1/\sqrt2$",
)
@checked("exact", "printed")
def alpha_beta(lambda_sf, lambda_J, lambda_phi, form="exact"):
    """Return alpha and beta of Eq. (6), in 1/m: mu_s goes as exp(+-(alpha - i beta) z).

    The printed prefactor 1/2 does not solve Eq. (5); 1/sqrt(2) does.
    """
    k = spin_wavenumber(lambda_sf, lambda_J, lambda_phi, printed=form == "printed")
    return k.real, -k.imag


@paper_equation(
    15,
    "effective conductances",
    chapter="anatomy",
    finding="exact; thick F for the spin",
    also=("Solution.admittance",),
)
@checked()
def effective_conductance(sigma, wavenumber, d=None):
    """Return the effective conductance sigma k tanh(k d) of Eq. (15), 1/(ohm m^2).

    `wavenumber` is 1/lambda, or k = alpha - i beta for the transverse spin in F.  Without `d` the
    layer is thick, as the paper takes F to be for the spin.
    """
    if d is None:
        return sigma * wavenumber
    e, m = fade(2 * wavenumber * d)
    return sigma * wavenumber * (m / (1 + e))


@checked()
def accumulation(d, lambda_):
    """Return 1 - 1/cosh(d/lambda), the share of a Hall current that a film with one closed face sends into a sink.

    "cosh^-1" in Eqs. (13), (14) means 1/cosh.
    """
    e, m = fade(d / lambda_)
    return m * m / (1 + e * e)


@paper_equation(13, "torque of the spin Hall effect", chapter="anatomy", finding=r"exact; $\cosh^{-1}$ means $1/\cosh$")
@paper_equation(
    14, "torque of the orbital Hall effect", chapter="anatomy", finding=r"exact; $\cosh^{-1}$ means $1/\cosh$"
)
@checked()
def torque(eta, sigma_HE, E, d_N, lambda_N):
    """Return the torque of Eq. (13) or (14), A/m^2, from its efficiency; exact as printed."""
    return eta * sigma_HE * E * accumulation(d_N, lambda_N)


@paper_equation(16, "spin efficiency", chapter="anatomy", finding="exact without conversion, transparent")
@checked("exact", "printed")
def eta_s(n_s, g_s, n_o=0.0, g_o=0.0, P_os=0.0, P_so=0.0, form="exact"):
    """Return the spin efficiency with a transparent interface.

    Printed, Eq. (16): 1/(1 + n_s/g_s), which is exact without conversion.
    Exact: g_s [n_o + (1 - p) g_o]/D, D = (g_s + n_s)(g_o + n_o) - p g_s g_o, p = P_os P_so.
    """
    p = P_os * P_so
    if form == "printed" or not (nonzero(P_os) and nonzero(P_so)):
        return 1 / (1 + n_s / g_s)
    return g_s * (n_o + (1 - p) * g_o) / ((g_s + n_s) * (g_o + n_o) - p * g_s * g_o)


@checked("exact", "first-order", "printed")
def eta_s_renormalisation(n_s, n_o, g_s, g_o, P_os, P_so, form="exact"):
    """Return the factor by which conversion changes the spin efficiency (Sec. III.B).

    Printed: 1 + gamma_so gamma_os, here with the bulk polarisations in place of gamma.
    To first order in p it is 1 - p g_o/(g_o + n_o) n_s/(g_s + n_s): the sign is the other one.
    """
    p = P_os * P_so
    if form == "printed":
        return 1 + p
    if form == "first-order":
        return 1 - p * (g_o / (g_o + n_o)) * (n_s / (g_s + n_s))
    return eta_s(n_s, g_s, n_o, g_o, P_os, P_so) / eta_s(n_s, g_s)


@paper_equation(17, "orbital efficiency, conversion in F", chapter="anatomy", finding="first order in P, transparent")
@checked("exact", "printed")
def eta_o_bulk(n_s, n_o, g_s, g_o, P_os, P_so=0.0, form="exact"):
    """Return the orbital efficiency for conversion inside F and a transparent interface.

    Printed, Eq. (17): first order in P.  Exact: P_os g_o n_s/D with D as in `eta_s`.
    """
    if form == "printed":
        return P_os / (1 + g_s / n_s) / (1 + n_o / g_o)
    return P_os * g_o * n_s / ((g_s + n_s) * (g_o + n_o) - P_os * P_so * g_s * g_o)


@paper_equation(
    18,
    "orbital efficiency, conversion at the interface",
    chapter="anatomy",
    finding=r"limit of large $G_s$; the term $1/G_s$ is missing",
)
@checked("exact", "first-order", "printed")
def eta_o_interface(n_s, n_o, g_s, g_o, G_s, G_o, G_os, G_so=0.0, form="exact"):
    """Return the orbital efficiency for conversion at the interface, P_os = P_so = 0.

    Printed, Eq. (18): a term is missing; it needs G_s much larger than g_s n_s/(g_s + n_s).
    First order in G_os: gamma_os (g_s/G_s) [1 + g_s (1/n_s + 1/G_s)]^-1 [1 + n_o (1/G_o + 1/g_o)]^-1.
    """
    if form == "exact":
        return efficiencies(n_s, n_o, g_s, g_o, G_s, G_o, G_os, G_so)[1]
    lost = g_s / n_s if form == "printed" else g_s * (1 / n_s + 1 / G_s)
    return (G_os / G_o) * (g_s / G_s) / (1 + lost) / (1 + n_o * (1 / G_o + 1 / g_o))


@paper_equation(13)
@paper_equation(14)
@checked()
def efficiencies(n_s, n_o, g_s, g_o, G_s, G_o, G_os=0.0, G_so=0.0, P_os=0.0, P_so=0.0):
    """Return eta_s and eta_o of Eqs. (13), (14) for any interface and conversion in F; exact.

    J(0) = [1 + Y_N (G^-1 + Y_F^-1)]^-1 j0 with Y_F = [[g_s, P_os g_o], [P_so g_s, g_o]], the
    paper's closure; G is not inverted and may be singular.
    """
    Y_F = (g_s, P_os * g_o, P_so * g_s, g_o, (1 - P_os * P_so) * g_s * g_o)
    above = ladder.Port(None, Y_F, ladder.Branch(matrix(G_s, G_os, G_so, G_o), None))
    Y_N = diagonal(n_s, n_o)
    return tuple(ladder.currents(ladder.Port(j0, Y_N), above)[0] for j0 in ((1.0, 0.0), (0.0, 1.0)))


@paper_equation(19, "spin-mixing conductance", chapter="mixing", finding="exact without conversion, thick F")
@checked()
def G_mix(G_s, g_s):
    """Return the spin-mixing conductance of Eq. (19), 1/(1/G_s + 1/g_s), with g_s = sigma_s k."""
    return G_s * g_s / (G_s + g_s)


@paper_equation(
    20, "orbit-spin-mixing conductance, conversion in F", chapter="mixing", finding=r"limit $G_s\gg\lvert g_s\rvert$"
)
@checked("exact", "printed")
def G_os_m_bulk(G_o, P_os, G_s=0.0, g_s=0.0, P_so=0.0, form="exact"):
    """Return the orbit-spin-mixing conductance for conversion inside F.

    Printed, Eq. (20): G_o P_os, which needs G_s much larger than g_s.
    Exact: P_os G_o G_s/(G_s + (1 - p) g_s): precession does appear.
    """
    if form == "printed":
        return G_o * P_os
    return P_os * G_o * G_s / (G_s + (1 - P_os * P_so) * g_s)


@paper_equation(
    21,
    "orbit-spin-mixing conductance, conversion at the interface",
    chapter="mixing",
    finding=r"limit $G_s\gg\lvert g_s\rvert$",
)
@checked("exact", "printed")
def G_os_m_interface(G_s, G_os, g_s, form="exact"):
    """Return the orbit-spin-mixing conductance for conversion at the interface.

    Printed, Eq. (21): (G_os/G_s) g_s, which needs G_s much larger than g_s and diverges as G_s -> 0.
    Exact: G_os g_s/(G_s + g_s), bounded by G_os.
    """
    return G_os / G_s * g_s if form == "printed" else G_os * g_s / (G_s + g_s)


@paper_equation(
    10,
    "spin current into a magnet that absorbs it at once",
    chapter="theory",
    finding=r"thick F; $G_{os}$ must be $G_{os}^m$",
)
@paper_equation(
    11,
    "orbital current in the same limit",
    chapter="theory",
    finding=r"thick F; $G_o$, $G_{so}$ must be $G_o^m$, $G_{so}^m$",
)
@checked()
def mixing_matrix(G_s, G_o, G_os, G_so, g_s, P_os=0.0, P_so=0.0):
    """Return G_mix, G_os_m, G_so_m, G_o_m with conversion in F and at the interface; exact.

    They give J_s = G_mix mu_s + G_os_m dmu_o and J_o = G_so_m mu_s + G_o_m dmu_o, Eqs. (10), (11),
    with mu_s just below the interface and dmu_o the drop of mu_o across it.
    """
    h = (1 - P_os * P_so) * g_s
    D = G_s * G_o - G_os * G_so
    w = G_s - P_os * G_so + h
    # two for Eq. (10), two for Eq. (11)
    return h * G_s / w, (P_os * D + h * G_os) / w, h * G_so / w, (D + h * G_o) / w


@paper_equation(
    22,
    "response matrix of currents and motion",
    chapter="mixing",
    finding=r"the middle element is $G_o^m$ where $G_{so}\ne0$; below it a sign is missing",
)
@paper_equation(
    23,
    "torque coefficients of the response matrix",
    chapter="mixing",
    finding=r"right; what follows needs $G_{so}^m = G_{os}^m$ and pumps half as much",
)
@checked("exact", "printed")
def response_matrix(G_mix, G_os_m, G_so_m, G_o, area, d, M_s, form="exact"):
    """Return the response matrix of Eq. (22) with the off-diagonal elements of Eq. (23).

    Rows (I_s, I_o, dm/dt), columns (e dmu_s, e dmu_o, F_m); complex numbers stand for the 3x3
    tensors (a factor i is ``m x``); the last element, gamma/(M_s Omega), is left out (None).
    Printed: L_ms = L_sm and L_mo with G_so_m.  With F_m = +dW/dm Onsager gives L_ms = -L_sm and
    pairs L_mo with L_om, so that G_so_m = G_os_m is required.
    """
    a = area / (E_CHARGE * E_CHARGE)
    b = MU_B / (E_CHARGE * E_CHARGE * d * M_s)
    sign = 1 if form == "printed" else -1
    return (
        (a * G_mix, a * G_os_m, sign * b * G_mix),
        (a * G_so_m, a * G_o, sign * b * (G_so_m if form == "printed" else G_os_m)),
        (b * G_mix, b * G_os_m, None),
    )


@paper_equation(23)
@checked("exact", "printed")
def pumped_current(G, rate=1.0, form="exact"):
    """Return the current pumped by a unit precession, J = (hbar/2e) G m x dm/dt, A/m^2.

    `G` is G_mix for the spin; for the orbital current it is G_os_m by Onsager's relation, and as printed
    G_so_m, which reciprocity demands to be equal.  `rate` is ``|m x dm/dt|`` in 1/s.
    Printed after Eq. (23): hbar/e, twice as much; with the factor 2 absorbed in G_mix, as the paper
    says below Eq. (11), the half belongs there.
    """
    return (HBAR / E_CHARGE if form == "printed" else HBAR / (2 * E_CHARGE)) * G * rate
