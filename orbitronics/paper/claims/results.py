"""The claims of Section IV and of the Conclusion."""

from typing import Any

import numpy as np

from ...figures.design import printed
from ...quantities import nm
from .. import closed_forms as cf
from ..samples import THICK, depth, in_F, mixing, sample, slope, wavenumber
from ..values import PAPER
from .register import claim, judged, near, rising
from .theory import LENGTHS, WEAK

FINE = np.linspace(0, 1, 501)
D_F: Any = PAPER["d_F"]
IN_F = FINE[:-1] * D_F  # without the outer surface, where all currents vanish


@claim("SHE: orbit follows spin", "IV.A")
def follows(v):
    """Under SHE the orbital current in F follows the profile of the spin current.

    Criterion: J_o/J_s varies by less than 25 % over the first 3 nm
    Why: 3 nm are five decay lengths of the spin; a quarter is what the eye allows on a curve
    Found: |J_o/J_s| goes from {ratio_at_0} at the interface to {ratio_at_3nm} at 3 nm
    """
    s = sample("SHE", **v)
    r = np.abs(in_F(s, "J_o", IN_F) / in_F(s, "J_s", IN_F))[IN_F <= 3.0001 * nm]
    return judged(r.max() < 1.25 * r.min(), ratio_at_0=r[0], ratio_at_3nm=r[-1])


@claim("SHE: orbital density reaches farther", "IV.A")
def farther(v):
    """Under SHE the orbital density reaches much farther into F than the spin density.

    Criterion: the share left at 3 nm is at least ten times larger for mu_o than for mu_s
    Why: "much" is an order of magnitude
    Found: {mu_o_left} of mu_o is left at 3 nm, {mu_s_left} of mu_s
    """
    s = sample("SHE", **v)
    o, p = (np.abs(in_F(s, name, np.array([0, 3 * nm]))) for name in ("mu_o", "mu_s"))
    return judged(o[1] / o[0] > 10 * p[1] / p[0], mu_o_left=o[1] / o[0], mu_s_left=p[1] / p[0])


@claim("SHE torque hardly notices", "IV.A")
def weak(v):
    """The orbital current changes the SHE-driven torque only weakly.

    Criterion: conversion changes Re(torque) by less than 5 %
    Why: torques are seldom measured to better than 5 %
    Found: conversion changes it by {change_percent} %
    """
    change = sample("SHE", **v).torque().real / sample("SHE", **v | WEAK).torque().real - 1
    return judged(abs(change) < 0.05, change_percent=100 * change)


@claim("OHE: spin current in N", "IV.A")
def negligible(v):
    """Under OHE the spin current in N is negligible.

    Criterion: holds below 1 % of J_o, fails above 20 %; at the interface it is the torque itself
    Why: 1 % cannot be seen on the figure, 20 % cannot be overlooked
    Found: J_s is {at_interface} of J_o at the interface, and at most {of_largest_J_o} of the largest J_o
    """
    s = sample(**v)
    spin, orbital = np.abs(s.J_s(FINE * 5 * nm)), np.abs(s.J_o(FINE * 5 * nm))
    largest, at_0 = spin.max() / orbital.max(), spin[-1] / orbital[-1]
    verdict = "holds" if at_0 < 0.01 else "fails" if at_0 > 0.2 else "depends"
    return judged(verdict, at_interface=at_0, of_largest_J_o=largest)


@claim("OHE: Hall profile in N", "IV.A")
def hall_profile(v):
    """Under OHE the orbital current in N has the usual exponential Hall profile.

    Criterion: 1 - J_o is a sum of the two exponentials of lambda_o^N to 1e-9
    Why: a formula is met to rounding or not met
    Found: the profile is met to {error} or better; J_o(0) = {J_o_at_interface}
    """
    s = sample(**v)
    J, x = s.J_o(FINE * 5 * nm), PAPER["d_N"] / PAPER["lambda_o_N"]
    shape = (1 - np.sinh((1 - FINE) * x) / np.sinh(x)) + (J[-1] - 1) * np.sinh(FINE * x) / np.sinh(x)
    error = np.abs(J - shape).max()
    # what lies below 1e-12 is rounding, which no two machines share
    return judged(error < 1e-9, error=max(error, 1e-12), J_o_at_interface=abs(J[-1]))


@claim("OHE: spin absorbed at the interface", "IV.A")
def absorbed(v):
    """Under OHE the spin current in F is absorbed close to the interface.

    Criterion: beyond 3 nm less than 5 % of its largest value is left
    Why: 3 nm are five decay lengths 1/alpha: less than 1 % of a current that decays by itself is left
    Found: it peaks at {peak_nm} nm; {left_at_3nm} of the peak is left at 3 nm; J_s/J_o at 4 nm is
        {J_s_per_J_o_at_4nm}
    """
    s = sample(**v)
    J = in_F(s, "J_s", IN_F)
    left = np.abs(in_F(s, "J_s", 3 * nm)) / np.abs(J).max()
    ratio = in_F(s, "J_s", 4 * nm) / in_F(s, "J_o", 4 * nm)
    return judged(left < 0.05, peak_nm=IN_F[J.real.argmax()] / nm, left_at_3nm=left, J_s_per_J_o_at_4nm=ratio)


@claim("OHE: orbital current is slow to decay", "IV.A")
def slow(v):
    """Under OHE the orbital current decays slowly in F.

    Criterion: it falls to half at more than twice the spin's decay length 1/alpha
    Why: twice is more than a difference of definition
    Found: half is left at {half_at_nm} nm; the spin decays over {spin_decay_nm} nm
    """
    J = np.abs(in_F(sample(**v), "J_o", IN_F))
    half = IN_F[np.argmax(J < J[0] / 2)]
    return judged(half > 2 / wavenumber(v).real, half_at_nm=half / nm, spin_decay_nm=1 / wavenumber(v).real / nm)


@claim("precession makes the imaginary part", "IV.A")
def exchange(v):
    """The perpendicular parts come from precession in the exchange field.

    Criterion: without precession (lambda_J infinite) they vanish, with it they do not
    Why: zero to rounding against a size that shows on the figure
    Found: largest |Im J_s| is {with_precession} with precession, {without} without
    """
    with_J, without = (np.abs(in_F(sample(**v | c), "J_s", IN_F).imag).max() for c in ({}, {"lambda_J": np.inf}))
    return judged(without < 1e-12 < 1e-3 < with_J, with_precession=with_J, without=without)


@claim("perpendicular orbital current", "IV.A")
def tiny(v):
    """The perpendicular part of the orbital current is tiny.

    Criterion: it is below 10 % of J_o
    Why: a tenth is the limit of "much smaller"
    Found: largest |Im J_o| is {percent} % of the largest |J_o|, and locally at most {percent_local} %
    """
    J = in_F(sample(**v), "J_o", IN_F)
    part = np.abs(J.imag).max() / np.abs(J).max()
    return judged(part < 0.1, percent=100 * part, percent_local=100 * (np.abs(J.imag) / np.abs(J)).max())


@claim("two conversions", "IV.A")
def twice(v):
    """It is so because two conversions are needed for it.

    Criterion: at weak conversion it grows as P to the power 2
    Why: a power is a whole number
    Found: it grows as P to the power {power}
    """
    power = slope(lambda P: np.abs(in_F(sample(**v | {"P_os": P, "P_so": P}), "J_o", IN_F).imag).max(), 0.01)
    return judged(near(power, 2, 0.01), power=power)


@claim("SHE saturates quickly", "IV.B, Fig. 3(a)")
def saturates(v):
    """The SHE-driven torque saturates quickly with d_F.

    Criterion: Re(torque) is within 5 % of its limit from less than 1 nm on
    Why: 5 % is the accuracy of a torque; 1 nm is the thinnest magnet one makes
    Found: from {shortest_nm} to {longest_nm} nm on, by lambda_sf
    """
    d = depth(v, "SHE", lambda_sf=LENGTHS) / nm
    return judged(d.max() < 1, shortest_nm=d.min(), longest_nm=d.max())


@claim("SHE independent of lambda_sf", "IV.B, Fig. 3(a)")
def sf(v):
    """Its size hardly depends on the spin diffusion length of F.

    Criterion: between 1 and 10 nm Re(torque) changes by less than 1 %
    Why: a tenfold length that moves a result by 1 % does not matter
    Found: the torque changes by {spread_percent} %
    """
    tau = sample("SHE", **v | {"lambda_sf": LENGTHS}).torque().real
    return judged(np.ptp(tau) < 0.01 * tau.mean(), spread_percent=100 * np.ptp(tau) / tau.mean())


@claim("exchange sets the absorption", "IV.B")
def sets_alpha(v):
    """That is because precession and dephasing, not spin flip, set the absorption.

    Criterion: the logarithmic slope of k with lambda_sf is below 10 % of the others' sum
    Why: a tenth: the others do more than ten times as much
    Found: logarithmic slopes of k: {with_lambda_sf} with lambda_sf, {with_lambda_J} with lambda_J,
        {with_lambda_phi} with lambda_phi
    """
    s = [slope(lambda x, n=n: abs(wavenumber(v | {n: x})), PAPER[n]) for n in ("lambda_sf", "lambda_J", "lambda_phi")]
    return judged(abs(s[0]) < 0.1 * abs(s[1] + s[2]), with_lambda_sf=s[0], with_lambda_J=s[1], with_lambda_phi=s[2])


@claim("OHE depends on d_F and lambda_o^F", "IV.B, Fig. 3(b)")
def hallmark(v):
    """The OHE-driven torque depends clearly on d_F and on lambda_o^F.

    Criterion: it changes by more than 20 % from d_F = 1 to 20 nm, and from lambda_o^F = 1 to 10 nm
    Why: 20 % is well outside the error of a series
    Found: 20 nm over 1 nm of F: {d_20nm_per_1nm}; lambda_o^F of 10 over 1 nm: {lambda_10nm_per_1nm}
    """
    d = sample(**v | {"d_F": np.array([1, 20]) * nm}).torque().real
    L = sample(**v | {"lambda_o_F": LENGTHS[[0, -1]]}).torque().real
    return judged(d[1] > 1.2 * d[0] and L[0] > 1.2 * L[1], d_20nm_per_1nm=d[1] / d[0], lambda_10nm_per_1nm=L[1] / L[0])


@claim("OHE falls with lambda_o^F", "IV.B, Fig. 3(b)")
def decreases(v):
    """It falls as lambda_o^F grows.

    Criterion: in a thick F it falls from each length to the next
    Why: only the direction is claimed
    Found: Re(torque) is {at_1nm}, {at_3nm}, {at_5nm}, {at_10nm} for 1, 3, 5, 10 nm
    """
    tau = sample(**v | {"lambda_o_F": LENGTHS, "d_F": THICK}).torque().real
    return judged(np.all(rising(-tau)), **dict(zip(("at_1nm", "at_3nm", "at_5nm", "at_10nm"), tau, strict=True)))


@claim("because orbital moment flows back", "IV.B")
def backflow(v):
    """That is because weak orbital relaxation in F sends orbital current back into N.

    Criterion: J_o at the interface falls with lambda_o^F, by the same factor as the torque to 20 %
    Why: the reason holds if it explains four fifths
    Found: from 1 to 10 nm J_o(0) falls to {J_o_10nm_per_1nm}, the torque to {torque}
    """
    s = sample(**v | {"lambda_o_F": LENGTHS[[0, -1]], "d_F": THICK})
    J, tau = np.abs(s.interface(0)["J_o"]), np.abs(s.torque())
    return judged(near(J[1] / J[0] / (tau[1] / tau[0]), 1, 0.2), J_o_10nm_per_1nm=J[1] / J[0], torque=tau[1] / tau[0])


@claim("thin and thick N differ", "IV.B, Fig. 3(c,d)")
def competition(v):
    """Torque and lambda^N correlate differently in thin and in thick N.

    Criterion: Re(torque) falls with lambda^N at d_N = 1 nm and rises at 50 nm, for SHE and OHE
    Why: only the directions are claimed
    Found: lambda^N of 10 over 1 nm: SHE {SHE_thin}, OHE {OHE_thin} at 1 nm of N; {SHE_thick}, {OHE_thick} at 50 nm
    """
    d = np.array([[1], [50]]) * nm
    spin = sample("SHE", **v | {"d_N": d, "lambda_s_N": LENGTHS}).torque().real
    orbital = sample("OHE", **v | {"d_N": d, "lambda_o_N": LENGTHS}).torque().real
    thin, thick = ([t[i, -1] / t[i, 0] for t in (spin, orbital)] for i in (0, 1))
    return judged(
        max(thin) < 1 < min(thick), SHE_thin=thin[0], OHE_thin=thin[1], SHE_thick=thick[0], OHE_thick=thick[1]
    )


@claim("accumulation saturates at five lengths", "IV.B")
def accumulation(v):
    """The accumulation term has saturated at d_N of about five relaxation lengths.

    Criterion: 1 - 1/cosh(5) is above 0.95
    Why: saturated means within 5 %
    Found: {at_5} at five lengths; 95 % at {reaches_95_percent_at}
    """
    return judged(
        cf.accumulation(5 * nm, nm) > 0.95, at_5=cf.accumulation(5 * nm, nm), reaches_95_percent_at=np.arccosh(20)
    )


@claim("efficiencies grow with thickness", "IV.B")
def efficiency(v):
    """The efficiencies eta_s and eta_o grow with d_N over relaxation length.

    Criterion: both grow with d_N and fall with lambda^N
    Why: only the direction is claimed
    Found: |eta_s| is {eta_SHE_1nm}, {eta_SHE_5nm}, {eta_SHE_50nm} and |eta_o| {eta_OHE_1nm}, {eta_OHE_5nm},
        {eta_OHE_50nm} at 1, 5, 50 nm of N
    """
    d = np.array([1, 3, 5, 10, 50]) * nm
    numbers: dict[str, Any] = {}
    growing = []
    for source, name in (("SHE", "lambda_s_N"), ("OHE", "lambda_o_N")):
        with_d = np.abs(sample(source, **v | {"d_N": d}).torque()) / cf.accumulation(d, PAPER[name])
        with_l = np.abs(sample(source, **v | {name: LENGTHS}).torque()) / cf.accumulation(PAPER["d_N"], LENGTHS)
        numbers |= {f"eta_{source}_1nm": with_d[0], f"eta_{source}_5nm": with_d[2], f"eta_{source}_50nm": with_d[-1]}
        growing += [*rising(with_d), *rising(-with_l)]
    return judged(all(growing), **numbers)


@claim("the recipe for N and F", "IV.B")
def optimum(v):
    """Short lambda_o^F, long lambda_o^N and d_N of five lambda_o^N are best.

    Criterion: at d_N = 5 lambda_o^N the torque grows with lambda_o^N and is above 90 % of the thick limit
    Why: 90 % of what any thickness could give
    Found: at five lengths {share_1nm} to {share_10nm} of the limit; at a fixed 5 nm of N {best_at_5nm} nm is best
    """
    tau = sample(**v | {"lambda_o_N": LENGTHS, "d_N": np.array([[5], [200]]) * LENGTHS}).torque().real
    fixed = sample(**v | {"lambda_o_N": LENGTHS}).torque().real
    return judged(
        np.all(rising(tau[0])) and np.all(tau[0] > 0.9 * tau[1]),
        share_1nm=tau[0, 0] / tau[1, 0], share_10nm=tau[0, -1] / tau[1, -1], best_at_5nm=LENGTHS[fixed.argmax()] / nm,
    )  # fmt: skip


@claim("no precession in Eq. (20)", "IV.C")
def no_precession(v):
    """With conversion in F no precession enters the orbit-spin-mixing conductance.

    Criterion: its imaginary part is below 1 % (Fig. 4's G_s)
    Why: 1 % cannot be seen on a figure
    Found: G_os^m is {G_os_m}, printed {printed_value}, in 1e15 Ω⁻¹ m⁻²
    """
    G = mixing(v)[1]
    return judged(abs(G.imag) < 0.01 * abs(G), G_os_m=G / 1e15, printed_value=PAPER["G_o"] * mixing_P(v) / 1e15)


def mixing_P(v):
    """Return P_os at the values `v`."""
    return (PAPER | v)["P_os"]


@claim("backflow through G_s controls Eq. (21)", "IV.C")
def backflow_G_s(v):
    """With conversion at the interface spin backflow through G_s controls it.

    Criterion: holds where its logarithmic slope with G_s is below -0.9 (Eq. 21 has -1), fails above -0.1
    Why: within a tenth of the power that Eq. (21) has
    Found: logarithmic slope with G_s: {at_1e13}, {at_1e15}, {at_1e17} at 1e13, 1e15, 1e17
    """
    low, mid, high = (slope(lambda G: abs(fig4(v, G_s=G)[1]), G) for G in (1e13, 1e15, 1e17))
    verdict = "holds" if low < -0.9 else "fails" if high > -0.1 else "depends"
    return judged(verdict, at_1e13=low, at_1e15=mid, at_1e17=high)


def fig4(v, **changes):
    """Return G_mix and G_os_m of Fig. 4, interface conversion only."""
    return mixing(v | WEAK, G_os=5e14, **changes)[:2]


@claim("the orbital one is more sensitive", "IV.C, Fig. 4")
def sensitive(v):
    """The orbit-spin-mixing conductance is more sensitive than the spin-mixing one.

    Criterion: its logarithmic slopes with lambda_J and with G_s are both larger
    Why: any difference beyond rounding counts
    Found: slopes with lambda_J: {os_lambda_J} against {mix_lambda_J}; with G_s: {os_G_s} against {mix_G_s}
    """
    J, G = (
        [slope(lambda x, i=i, n=n: abs(fig4(v, **{n: x})[i]), PAPER[n]) for i in (0, 1)] for n in ("lambda_J", "G_s")
    )
    numbers = {"mix_lambda_J": J[0], "os_lambda_J": J[1], "mix_G_s": G[0], "os_G_s": G[1]}
    return judged(abs(J[1]) > 1.001 * abs(J[0]) and abs(G[1]) > 1.001 * abs(G[0]), **numbers)


@claim("opposite trends with G_s", "IV.C, Fig. 4(a)")
def opposite(v):
    """The two conductances change in opposite directions with G_s.

    Criterion: holds if real part, imaginary part and modulus all do; depends if only some do
    Why: a trend is opposite if it is so everywhere
    Found: opposite over {real} (real), {imaginary} (imaginary), {modulus} (modulus) of the range
    """
    G_mix, G_os_m = fig4(v, G_s=np.geomspace(1e13, 1e17, 400))
    answers = {}
    for name, part in (("real", np.real), ("imaginary", lambda x: -np.imag(x)), ("modulus", np.abs)):
        answers[name] = float(np.mean(rising(part(G_mix)) != rising(part(G_os_m))))
    return judged([share == 1 for share in answers.values()], **answers)


@claim("torque and pumping are partners", "IV.C")
def reciprocal(v):
    """Orbital torque and orbital pumping are Onsager partners.

    Criterion: the admittance of F is symmetric: Y_so = Y_os
    Why: equal numbers are equal to rounding
    Found: Y_so/Y_os = {Y_so_per_Y_os}
    """
    Y = sample(**v).admittance("F")
    return judged(near(Y[1, 0] / Y[0, 1], 1, 1e-9), Y_so_per_Y_os=Y[1, 0] / Y[0, 1])


@claim("spin current reaches far", "V")
def long(v):
    """The spin current reaches far into F, carried by the orbital current.

    Criterion: at 3 nm J_s is P_os J_o to 10 %, and more than 10 % of its largest value
    Why: a tenth of its largest value five decay lengths in is far
    Found: at 3 nm J_s is {J_s_per_P_J_o} of P_os J_o and {left_at_3nm} of its largest value
    """
    s = sample(**v)
    J, left = np.abs(in_F(s, "J_s", IN_F)).max(), in_F(s, "J_s", 3 * nm)
    ratio = abs(left / in_F(s, "J_o", 3 * nm) / mixing_P(v))
    return judged(near(ratio, 1, 0.1) and abs(left) > 0.1 * J, J_s_per_P_J_o=ratio, left_at_3nm=abs(left) / J)


@claim("long lambda_o^F: smoother", "V")
def smoother(v):
    """A long lambda_o^F makes the dependence on d_F smoother.

    Criterion: the thickness from which Re(torque) is within 5 % of its limit grows with lambda_o^F
    Why: only the direction is claimed
    Found: within 5 % from {at_1nm}, {at_5nm}, {at_10nm} nm on for lengths of 1, 5, 10 nm
    """
    d = depth(v, "OHE", lambda_o_F=LENGTHS) / nm
    return judged(np.all(rising(d)), at_1nm=d[0], at_5nm=d[2], at_10nm=d[3])


@claim("long lambda_o^F: larger saturation", "V")
def larger(v):
    """A long lambda_o^F makes the torque saturate at a larger value.

    Criterion: holds at fixed sigma_o; depends where sigma_o has to go as its square
    Why: only the direction is claimed; "saturation" read as the torque of a thick F
    Found: 5 nm over 4 nm: {fixed_sigma_5nm_per_4nm} at fixed sigma_o, {fixed_time_5nm_per_4nm} at fixed relaxation
        time
    """
    lengths = np.array([4, 5]) * nm  # not too different: sigma_o in F and P must leave it passive
    changes = {"lambda_o_F": lengths, "d_F": THICK}
    fixed = sample(**v | changes).torque().real
    moved = (
        sample(**v | changes | {"sigma_o_F": PAPER["sigma_o_F"] * (lengths / PAPER["lambda_o_F"]) ** 2}).torque().real
    )
    verdict = "holds" if fixed[1] > fixed[0] else "depends" if moved[1] > moved[0] else "fails"
    return judged(verdict, fixed_sigma_5nm_per_4nm=fixed[1] / fixed[0], fixed_time_5nm_per_4nm=moved[1] / moved[0])


@claim("torque scales with lambda_o^F", "V")
def scales(v):
    """The orbital torque scales with the orbital relaxation length of F.

    Criterion: its logarithmic slope at lambda_o^F = 5 nm is positive, thick F, fixed sigma_o
    Why: only the direction is claimed
    Found: logarithmic slope {logarithmic_slope}
    """
    n = slope(lambda x: sample(**v | {"lambda_o_F": x, "d_F": THICK}).torque().real, 5 * nm)
    return judged(n > 0, logarithmic_slope=n)


@claim("injection times backflow", "V")
def interplay(v):
    """The torque is governed by orbital injection and spin backflow together.

    Criterion: the product of Eq. (17), transparent interface, is within 20 % of the torque
    Why: first order in P may miss a fifth at P = 0.5
    Found: the torque is {torque_per_product} times the product
    """
    ratio = sample(**v).torque() / printed(PAPER | v | {"interface": "transparent", "sigma_SHE": 0.0, "sigma_OHE": 1.0})
    return judged(near(ratio, 1, 0.2), torque_per_product=ratio)
