"""The claims of Section IV and of the Conclusion, each with a test that can be run.

Every claim is told in our words, with its place in the paper.  Its test takes what the paper leaves
open (`VARIATIONS`: polarisation, interface, wavenumber, closure), computes a few numbers with `solve`
and judges them by the criterion written beside it.  The bilayer is that of Figs. 2 and 3.
"""

from collections import namedtuple
from typing import Any

import numpy as np

from .bilayer import PAPER
from .samples import THICK, depth, in_F, mixing, sample, slope, wavenumber
from .symbols import nm

Claim = namedtuple("Claim", ("key", "place", "text", "criterion", "test"))
# One claim: a short name, its place in the paper, what it says, what has to be so for it to hold, its test.

Finding = namedtuple("Finding", ("numbers", "verdict"))
# What a test finds: numbers by name, and "holds", "fails" or "depends".

VARIATIONS = {
    "as assumed": {},
    "P = 0.2": {"P_os": 0.2, "P_so": 0.2},
    "P = 0.8": {"P_os": 0.8, "P_so": 0.8},
    "finite interface": {"interface": "finite"},
    "printed k": {"wavenumber": "printed"},
    "conserving": {"closure": "conserving"},
}
"""What the paper leaves open: P in Fig. 2, the interface (1e15 for G_s and G_o), k of Eq. (6), the closure."""

LENGTHS = np.array([1, 3, 5, 10]) * nm
WEAK = {"P_os": 0.0, "P_so": 0.0}

_CLAIMS: list[Claim] = []


def claim(key, place, text, criterion):
    """Register the decorated test as the claim `key`."""

    def register(test):
        _CLAIMS.append(Claim(key, place, text, criterion, test))
        return test

    return register


def ledger(**values):
    """Return a dict of `Finding` by the claims' keys, at the paper's values and the given ones."""
    return {c.key: c.test(values) for c in CLAIMS}


def verdicts():
    """Return a dict, by the claims' keys, of dicts of the verdict under each of the `VARIATIONS`."""
    found = {name: ledger(**changes) for name, changes in VARIATIONS.items()}
    return {c.key: {name: found[name][c.key].verdict for name in found} for c in CLAIMS}


def judged(holds, **numbers):
    """Return a `Finding`; `holds` is true or false, or already a word."""
    return Finding(numbers, holds if isinstance(holds, str) else "holds" if holds else "fails")


FINE = np.linspace(0, 1, 501)
D_F: Any = PAPER["d_F"]
IN_F = FINE[:-1] * D_F  # without the outer surface, where all currents vanish


@claim("follows", "IV.A", "Under SHE the orbital current in F follows the profile of the spin current.",
       "J_o/J_s varies by less than 25 % over the first 3 nm")  # fmt: skip
def _(v):
    s = sample("SHE", **v)
    r = np.abs(in_F(s, "J_o", IN_F) / in_F(s, "J_s", IN_F))[IN_F <= 3.0001 * nm]
    return judged(r.max() < 1.25 * r.min(), ratio_at_0=r[0], ratio_at_3nm=r[-1])


@claim("farther", "IV.A", "Under SHE the orbital density reaches much farther into F than the spin density.",
       "the share left at 3 nm is at least ten times larger for mu_o than for mu_s")  # fmt: skip
def _(v):
    s = sample("SHE", **v)
    o, p = (np.abs(in_F(s, name, np.array([0, 3 * nm]))) for name in ("mu_o", "mu_s"))
    return judged(o[1] / o[0] > 10 * p[1] / p[0], mu_o_left=o[1] / o[0], mu_s_left=p[1] / p[0])


@claim("weak", "IV.A", "The orbital current changes the SHE-driven torque only weakly.",
       "conversion changes Re(torque) by less than 5 %")  # fmt: skip
def _(v):
    change = sample("SHE", **v).torque().real / sample("SHE", **v | WEAK).torque().real - 1
    return judged(abs(change) < 0.05, change_percent=100 * change)


@claim("negligible", "IV.A", "Under OHE the spin current in N is negligible.",
       "holds below 1 % of J_o, fails above 20 %; at the interface it is the torque itself")  # fmt: skip
def _(v):
    s = sample(**v)
    spin, orbital = np.abs(s.J_s(FINE * 5 * nm)), np.abs(s.J_o(FINE * 5 * nm))
    largest, at_0 = spin.max() / orbital.max(), spin[-1] / orbital[-1]
    verdict = "holds" if at_0 < 0.01 else "fails" if at_0 > 0.2 else "depends"
    return judged(verdict, at_interface=at_0, of_largest_J_o=largest)


@claim("hall_profile", "IV.A", "Under OHE the orbital current in N has the usual exponential Hall profile.",
       "1 - J_o is a sum of the two exponentials of lambda_o^N to 1e-9")  # fmt: skip
def _(v):
    s = sample(**v)
    J, x = s.J_o(FINE * 5 * nm), PAPER["d_N"] / PAPER["lambda_o_N"]
    shape = (1 - np.sinh((1 - FINE) * x) / np.sinh(x)) + (J[-1] - 1) * np.sinh(FINE * x) / np.sinh(x)
    error = np.abs(J - shape).max()
    return judged(error < 1e-9, agrees=bool(error < 1e-9), J_o_at_interface=abs(J[-1]))


@claim("absorbed", "IV.A", "Under OHE the spin current in F is absorbed close to the interface.",
       "beyond 3 nm less than 5 % of its largest value is left")  # fmt: skip
def _(v):
    s = sample(**v)
    J = in_F(s, "J_s", IN_F)
    left = np.abs(in_F(s, "J_s", 3 * nm)) / np.abs(J).max()
    ratio = in_F(s, "J_s", 4 * nm) / in_F(s, "J_o", 4 * nm)
    return judged(left < 0.05, peak_nm=IN_F[J.real.argmax()] / nm, left_at_3nm=left, J_s_per_J_o_at_4nm=ratio)


@claim("slow", "IV.A", "Under OHE the orbital current decays slowly in F.",
       "it falls to half at more than twice the spin's decay length 1/alpha")  # fmt: skip
def _(v):
    J = np.abs(in_F(sample(**v), "J_o", IN_F))
    half = IN_F[np.argmax(J < J[0] / 2)]
    return judged(half > 2 / wavenumber(v).real, half_at_nm=half / nm, spin_decay_nm=1 / wavenumber(v).real / nm)


@claim("exchange", "IV.A", "The perpendicular parts come from precession in the exchange field.",
       "without precession (lambda_J infinite) they vanish, with it they do not")  # fmt: skip
def _(v):
    with_J, without = (np.abs(in_F(sample(**v | c), "J_s", IN_F).imag).max() for c in ({}, {"lambda_J": np.inf}))
    return judged(without < 1e-12 < 1e-3 < with_J, with_precession=with_J, without=without)


@claim("tiny", "IV.A", "The perpendicular part of the orbital current is tiny.",
       "it is below 10 % of J_o")  # fmt: skip
def _(v):
    J = in_F(sample(**v), "J_o", IN_F)
    part = np.abs(J.imag).max() / np.abs(J).max()
    return judged(part < 0.1, percent=100 * part, percent_local=100 * (np.abs(J.imag) / np.abs(J)).max())


@claim("twice", "IV.A", "It is so because two conversions are needed for it.",
       "at weak conversion it grows as P to the power 2")  # fmt: skip
def _(v):
    power = slope(lambda P: np.abs(in_F(sample(**v | {"P_os": P, "P_so": P}), "J_o", IN_F).imag).max(), 0.01)
    return judged(abs(power - 2) < 0.01, power=power)


@claim("saturates", "IV.B, Fig. 3(a)", "The SHE-driven torque saturates quickly with d_F.",
       "Re(torque) is within 5 % of its limit from less than 1 nm on")  # fmt: skip
def _(v):
    d = depth(v, "SHE", lambda_sf=LENGTHS) / nm
    return judged(d.max() < 1, shortest_nm=d.min(), longest_nm=d.max())


@claim("sf", "IV.B, Fig. 3(a)", "Its size hardly depends on the spin diffusion length of F.",
       "between 1 and 10 nm Re(torque) changes by less than 1 %")  # fmt: skip
def _(v):
    tau = sample("SHE", **v | {"lambda_sf": LENGTHS}).torque().real
    return judged(np.ptp(tau) < 0.01 * tau.mean(), spread_percent=100 * np.ptp(tau) / tau.mean())


@claim("sets_alpha", "IV.B", "That is because precession and dephasing, not spin flip, set the absorption.",
       "the logarithmic slope of k with lambda_sf is below 10 % of the others' sum")  # fmt: skip
def _(v):
    s = [slope(lambda x, n=n: abs(wavenumber(v | {n: x})), PAPER[n]) for n in ("lambda_sf", "lambda_J", "lambda_phi")]
    return judged(abs(s[0]) < 0.1 * abs(s[1] + s[2]), with_lambda_sf=s[0], with_lambda_J=s[1], with_lambda_phi=s[2])


@claim("hallmark", "IV.B, Fig. 3(b)", "The OHE-driven torque depends clearly on d_F and on lambda_o^F.",
       "it changes by more than 20 % from d_F = 1 to 20 nm, and from lambda_o^F = 1 to 10 nm")  # fmt: skip
def _(v):
    d = sample(**v | {"d_F": np.array([1, 20]) * nm}).torque().real
    L = sample(**v | {"lambda_o_F": LENGTHS[[0, -1]]}).torque().real
    return judged(d[1] > 1.2 * d[0] and L[0] > 1.2 * L[1], d_20nm_per_1nm=d[1] / d[0], lambda_10nm_per_1nm=L[1] / L[0])


@claim("decreases", "IV.B, Fig. 3(b)", "It falls as lambda_o^F grows.",
       "in a thick F it falls from each length to the next")  # fmt: skip
def _(v):
    tau = sample(**v | {"lambda_o_F": LENGTHS, "d_F": THICK}).torque().real
    return judged(np.all(np.diff(tau) < 0), **dict(zip(("at_1nm", "at_3nm", "at_5nm", "at_10nm"), tau, strict=True)))


@claim("backflow", "IV.B", "That is because weak orbital relaxation in F sends orbital current back into N.",
       "J_o at the interface falls with lambda_o^F, by the same factor as the torque to 20 %")  # fmt: skip
def _(v):
    s = sample(**v | {"lambda_o_F": LENGTHS[[0, -1]], "d_F": THICK})
    J, tau = np.abs(s.interface(0)["J_o"]), np.abs(s.torque())
    return judged(abs(J[1] / J[0] / (tau[1] / tau[0]) - 1) < 0.2, J_o_10nm_per_1nm=J[1] / J[0], torque=tau[1] / tau[0])


@claim("couples", "IV.B", "The orbital moment does couple directly to the magnetisation (as printed).",
       "at given mu_s, exchange changes the loss of orbital current per mu_o by more than 5 %")  # fmt: skip
def _(v):
    with_exchange, without = losses(v), losses(v | {"lambda_J": np.inf, "lambda_phi": np.inf})
    spin, orbital = np.round(np.diag(with_exchange) / np.diag(without), 6) + 0
    return judged(abs(orbital - 1) > 0.05, Gamma_oo_with_per_without=orbital, Gamma_ss_with_per_without=spin)


def losses(v):
    """Return Gamma of dJ/dz = -Gamma mu over (spin, orbital), as a solution shows it 1 nm inside a thick F.

    The two Hall effects give two independent pairs of potentials, and one matrix takes both to their losses:
    its diagonal is what a moment loses by its own potential, whatever comes to it from the other by conversion.
    """
    h = 1e-3 * nm
    z = 1 * nm + np.array([-h, 0, h])
    mu, loss = np.empty((2, 2), complex), np.empty((2, 2), complex)
    for column, source in enumerate(("SHE", "OHE")):
        s = sample(source, **v | {"d_F": THICK})
        for row, moment in enumerate("so"):
            J = in_F(s, f"J_{moment}", z)
            mu[row, column], loss[row, column] = in_F(s, f"mu_{moment}", z)[1], (J[0] - J[2]) / (2 * h)
    return loss @ np.linalg.inv(mu)


@claim("competition", "IV.B, Fig. 3(c,d)", "Torque and lambda^N correlate differently in thin and in thick N.",
       "Re(torque) falls with lambda^N at d_N = 1 nm and rises at 50 nm, for SHE and OHE")  # fmt: skip
def _(v):
    d = np.array([[1], [50]]) * nm
    spin = sample("SHE", **v | {"d_N": d, "lambda_s_N": LENGTHS}).torque().real
    orbital = sample("OHE", **v | {"d_N": d, "lambda_o_N": LENGTHS}).torque().real
    thin, thick = ([t[i, -1] / t[i, 0] for t in (spin, orbital)] for i in (0, 1))
    return judged(
        max(thin) < 1 < min(thick), SHE_thin=thin[0], OHE_thin=thin[1], SHE_thick=thick[0], OHE_thick=thick[1]
    )


@claim("accumulation", "IV.B", "The accumulation term has saturated at d_N of about five relaxation lengths.",
       "1 - 1/cosh(5) is above 0.95")  # fmt: skip
def _(v):
    return judged(1 - 1 / np.cosh(5) > 0.95, at_5=1 - 1 / np.cosh(5), reaches_95_percent_at=np.arccosh(20))


@claim("efficiency", "IV.B", "The efficiencies eta_s and eta_o grow with d_N over relaxation length.",
       "both grow with d_N and fall with lambda^N")  # fmt: skip
def _(v):
    d = np.array([1, 3, 5, 10, 50]) * nm
    numbers, growing = {}, []
    for source, name in (("SHE", "lambda_s_N"), ("OHE", "lambda_o_N")):
        with_d = np.abs(sample(source, **v | {"d_N": d}).torque()) / (1 - 1 / np.cosh(d / PAPER[name]))
        with_l = np.abs(sample(source, **v | {name: LENGTHS}).torque()) / (1 - 1 / np.cosh(5 * nm / LENGTHS))
        numbers |= {f"eta_{source}_1nm": with_d[0], f"eta_{source}_5nm": with_d[2], f"eta_{source}_50nm": with_d[-1]}
        growing += [*(np.diff(with_d) > 0), *(np.diff(with_l) < 0)]
    return judged(all(growing), **numbers)


@claim("optimum", "IV.B", "Short lambda_o^F, long lambda_o^N and d_N of five lambda_o^N are best.",
       "at d_N = 5 lambda_o^N the torque grows with lambda_o^N and is above 90 % of the thick limit")  # fmt: skip
def _(v):
    tau = sample(**v | {"lambda_o_N": LENGTHS, "d_N": np.array([[5], [200]]) * LENGTHS}).torque().real
    fixed = sample(**v | {"lambda_o_N": LENGTHS}).torque().real
    return judged(
        np.all(np.diff(tau[0]) > 0) and np.all(tau[0] > 0.9 * tau[1]),
        share_1nm=tau[0, 0] / tau[1, 0], share_10nm=tau[0, -1] / tau[1, -1], best_at_5nm=LENGTHS[fixed.argmax()] / nm,
    )  # fmt: skip


@claim("no_precession", "IV.C", "With conversion in F no precession enters the orbit-spin-mixing conductance.",
       "its imaginary part is below 1 % (Fig. 4's G_s)")  # fmt: skip
def _(v):
    G = mixing(v)[1]
    return judged(abs(G.imag) < 0.01 * abs(G), G_os_m=G, printed_value=PAPER["G_o"] * mixing_P(v))


def mixing_P(v):
    """Return P_os at the values `v`."""
    return (PAPER | v)["P_os"]


@claim("backflow_G_s", "IV.C", "With conversion at the interface spin backflow through G_s controls it.",
       "holds where its logarithmic slope with G_s is below -0.9 (Eq. 21 has -1), fails above -0.1")  # fmt: skip
def _(v):
    low, mid, high = (slope(lambda G: abs(fig4(v, G_s=G)[1]), G) for G in (1e13, 1e15, 1e17))
    verdict = "holds" if low < -0.9 else "fails" if high > -0.1 else "depends"
    return judged(verdict, at_1e13=low, at_1e15=mid, at_1e17=high)


def fig4(v, **changes):
    """Return G_mix and G_os_m of Fig. 4, interface conversion only."""
    return mixing(v | WEAK, G_os=5e14, **changes)[:2]


@claim("sensitive", "IV.C, Fig. 4", "The orbit-spin-mixing conductance is more sensitive than the spin-mixing one.",
       "its logarithmic slopes with lambda_J and with G_s are both larger")  # fmt: skip
def _(v):
    J, G = (
        [slope(lambda x, i=i, n=n: abs(fig4(v, **{n: x})[i]), PAPER[n]) for i in (0, 1)] for n in ("lambda_J", "G_s")
    )
    numbers = {"mix_lambda_J": J[0], "os_lambda_J": J[1], "mix_G_s": G[0], "os_G_s": G[1]}
    return judged(abs(J[1]) > 1.001 * abs(J[0]) and abs(G[1]) > 1.001 * abs(G[0]), **numbers)


@claim("opposite", "IV.C, Fig. 4(a)", "The two conductances change in opposite directions with G_s.",
       "holds if real part, imaginary part and modulus all do; depends if only some do")  # fmt: skip
def _(v):
    G_mix, G_os_m = fig4(v, G_s=np.geomspace(1e13, 1e17, 400))
    answers = {}
    for name, part in (("real", np.real), ("imaginary", lambda x: -np.imag(x)), ("modulus", np.abs)):
        answers[name] = float(np.mean(np.diff(part(G_mix)) * np.diff(part(G_os_m)) < 0))
    whole = [share == 1 for share in answers.values()]
    return judged("holds" if all(whole) else "depends" if any(whole) else "fails", **answers)


@claim("reciprocal", "IV.C", "Orbital torque and orbital pumping are Onsager partners.",
       "the admittance of F is symmetric: Y_so = Y_os")  # fmt: skip
def _(v):
    Y = sample(**v).admittance("F")
    return judged(abs(Y[1, 0] / Y[0, 1] - 1) < 1e-9, Y_so_per_Y_os=Y[1, 0] / Y[0, 1])


@claim("long", "V", "The spin current reaches far into F, carried by the orbital current.",
       "at 3 nm J_s is P_os J_o to 10 %, and more than 10 % of its largest value")  # fmt: skip
def _(v):
    s = sample(**v)
    J, left = np.abs(in_F(s, "J_s", IN_F)).max(), in_F(s, "J_s", 3 * nm)
    ratio = abs(left / in_F(s, "J_o", 3 * nm) / mixing_P(v))
    return judged(abs(ratio - 1) < 0.1 and abs(left) > 0.1 * J, J_s_per_P_J_o=ratio, left_at_3nm=abs(left) / J)


@claim("smoother", "V", "A long lambda_o^F makes the dependence on d_F smoother.",
       "the thickness from which Re(torque) is within 5 % of its limit grows with lambda_o^F")  # fmt: skip
def _(v):
    d = depth(v, "OHE", lambda_o_F=LENGTHS) / nm
    return judged(np.all(np.diff(d) > 0), at_1nm=d[0], at_5nm=d[2], at_10nm=d[3])


@claim("larger", "V", "A long lambda_o^F makes the torque saturate at a larger value.",
       "holds at fixed sigma_o; depends where sigma_o has to go as its square")  # fmt: skip
def _(v):
    lengths = np.array([4, 5]) * nm  # not too different: sigma_o in F and P must leave it passive
    changes = {"lambda_o_F": lengths, "d_F": THICK}
    fixed = sample(**v | changes).torque().real
    moved = sample(**v | changes | {"sigma_o_F": 1e6 * (lengths / (5 * nm)) ** 2}).torque().real
    verdict = "holds" if fixed[1] > fixed[0] else "depends" if moved[1] > moved[0] else "fails"
    return judged(verdict, fixed_sigma_5nm_per_4nm=fixed[1] / fixed[0], fixed_time_5nm_per_4nm=moved[1] / moved[0])


@claim("scales", "V", "The orbital torque scales with the orbital relaxation length of F.",
       "its logarithmic slope at lambda_o^F = 5 nm is positive, thick F, fixed sigma_o")  # fmt: skip
def _(v):
    n = slope(lambda x: sample(**v | {"lambda_o_F": x, "d_F": THICK}).torque().real, 5 * nm)
    return judged(n > 0, logarithmic_slope=n)


@claim("interplay", "V", "The torque is governed by orbital injection and spin backflow together.",
       "the product of Eq. (17), transparent interface, is within 20 % of the torque")  # fmt: skip
def _(v):
    k, at = wavenumber(v), PAPER | v
    n_s, n_o = 1e6 / (3 * nm) * np.tanh(5 / 3), 1e6 / (5 * nm) * np.tanh(1)
    product = at["P_os"] / (1 + 1e6 * k / n_s) / (1 + n_o / (1e6 / (5 * nm) * np.tanh(1))) * (1 - 1 / np.cosh(1))
    ratio = sample(**v).torque() / product
    return judged(abs(ratio - 1) < 0.2, torque_per_product=ratio)


CLAIMS = tuple(_CLAIMS)
