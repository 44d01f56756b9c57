"""Design a bilayer: both Hall effects at once, per unit field, and what limits the torque."""

import numpy as np

from ..paper import closed_forms
from ..paper import values as bilayer
from ..quantities import CONDUCTIVITY, QUANTITIES, nm
from .panels import Line, Panel, Profiles, declare

VALUES = bilayer.PAPER | {"sigma_SHE": 1e5, "sigma_OHE": 5e5}  # assumed: the paper gives neither

_PROFILES = (
    ("a", "J_s", "J_s", 1.0),
    ("a", "J_o", "J_o", 1.0),
    ("b", "mu_s", r"\mu_s", 1 / nm),
    ("b", "mu_o", r"\mu_o", 1 / nm),
)
_SHARES = (
    ("both", r"\text{both}", ("sigma_SHE", "sigma_OHE")),
    ("SHE", r"\text{SHE}", ("sigma_SHE", 0.0)),
    ("OHE", r"\text{OHE}", (0.0, "sigma_OHE")),
)
SPIN, ORBITAL = _SHARES[1][2], _SHARES[2][2]
"""What drives each share of the torque."""


def limits(v):
    """Return the moduli of the factors of Eqs. (16), (17), and of (18) at a finite interface.

    Spin injection under the spin Hall effect, orbital injection and spin backflow under the orbital
    Hall effect; each interface conductance joins the metal's in series.
    """
    finite = v["interface"] == "finite"
    n_s = closed_forms.effective_conductance(v["sigma_s_N"], 1 / v["lambda_s_N"], v["d_N"])
    n_o = closed_forms.effective_conductance(v["sigma_o_N"], 1 / v["lambda_o_N"], v["d_N"])
    g_s = closed_forms.effective_conductance(v["sigma_s_F"], bilayer.wavenumber(v), v["d_F"])
    g_o = closed_forms.effective_conductance(v["sigma_o_F"], 1 / v["lambda_o_F"], v["d_F"])
    R_s = 1 / v["G_s"] if finite else 0.0
    R_o = 1 / v["G_o"] if finite else 0.0
    return {
        "spin injection": abs(1 / (1 + n_s * (R_s + 1 / g_s))),
        "injection": abs(1 / (1 + n_o * (R_o + 1 / g_o))),
        "backflow": abs(1 / (1 + g_s * (1 / n_s + R_s))),
    }


def printed(v):
    """Return the torque per unit field of Eqs. (13), (14), as printed.

    With Eq. (16), and Eq. (17) or, at a finite interface, (18); F is thick for the spin, as the paper takes it.
    """
    n_s, n_o = (
        closed_forms.effective_conductance(v[f"sigma_{x}_N"], 1 / v[f"lambda_{x}_N"], v["d_N"]) for x in ("s", "o")
    )
    g_s = closed_forms.effective_conductance(v["sigma_s_F"], bilayer.wavenumber(v))
    g_o = closed_forms.effective_conductance(v["sigma_o_F"], 1 / v["lambda_o_F"], v["d_F"])
    if v["interface"] == "finite":
        eta_o = closed_forms.eta_o_interface(n_s, n_o, g_s, g_o, v["G_s"], v["G_o"], v["G_os"], form="printed")
    else:
        eta_o = closed_forms.eta_o_bulk(n_s, n_o, g_s, g_o, v["P_os"], form="printed")
    eta_s = closed_forms.eta_s(n_s, g_s, form="printed")
    spin = closed_forms.torque(eta_s, v["sigma_SHE"], 1.0, v["d_N"], v["lambda_s_N"])
    return spin + closed_forms.torque(eta_o, v["sigma_OHE"], 1.0, v["d_N"], v["lambda_o_N"])


def facts(v, spin, orbital):
    """Return what is said about a bilayer: numbers, and what holds.

    `spin` and `orbital` are the torques that the spin and the orbital Hall current drive.
    """
    finite = v["interface"] == "finite"
    tau = spin + orbital
    f = limits(v)
    idle = v["P_os"] == 0
    unstable = False
    if finite:
        idle = idle & (v["G_os"] == 0)
        unstable = ((v["G_os"] + v["G_so"]) / 2) ** 2 > v["G_s"] * v["G_o"]
    converts = np.logical_not(idle)
    injected = f["spin injection"] > 0.7
    weaker = f["backflow"] < f["injection"]
    return {
        "tau": tau,
        "spin share": spin.real / tau.real,
        "orbital share": orbital.real / tau.real,
        **f,
        "torque": abs(tau.real) > 0,
        "injected": injected,
        "not injected": np.logical_not(injected),
        "unstable": unstable,
        "idle": idle,
        "backflow limits": converts & weaker,
        "injection limits": converts & np.logical_not(weaker),
    }


_SPIN = "The spin injected from N into F is {spin injection:2} of what N could give. "
_FACTORS = "Orbital injection {injection:2}, spin supply {backflow:2}: "

REMARKS = (
    ("", "Torque per field, damping-like + i field-like", "{tau:complex} " + CONDUCTIVITY),
    (
        "torque",
        "Shares of the damping-like torque",
        "Spin Hall effect {spin share:percent}, orbital Hall effect {orbital share:percent}",
    ),
    (
        "injected",
        "Spin Hall effect",
        _SPIN + "Most of it enters: a larger spin Hall conductivity, or a thicker N if N is thin, would give more.",
    ),
    (
        "not injected",
        "Spin Hall effect",
        _SPIN + "The injection limits: F, and an interface that resists, should conduct spin better than N.",
    ),
    ("unstable", "Interface", "With these conductances it would deliver power by itself: it is not passive."),
    ("idle", "Orbital Hall effect", "No orbital current drags spin along: P_os = 0, and none at the interface."),
    (
        "injection limits",
        "Orbital Hall effect",
        _FACTORS + "the injection of the orbital current from N into F limits: a larger orbital conductivity of F, "
        "or of a poor interface, or a smaller one of N would help, and a longer orbital length of N if N is thicker "
        "than three of it.",
    ),
    (
        "backflow limits",
        "Orbital Hall effect",
        _FACTORS + "the supply of spin from N (the paper's backflow) limits: a larger spin conductance of N "
        "(short spin length or high conductivity) would help.",
    ),
)
"""What is said: the fact that must hold, what it is about, and the text."""


declare(
    "bilayer",
    "Design a bilayer",
    "Four panels: currents (a) and chemical potentials (b) against height z with both Hall effects at work, "
    "and the torque against the thickness of F (c) and of N (d) with the shares of the spin and the orbital "
    "Hall effect; real parts solid and imaginary parts dashed.",
    VALUES,
    ("P_os", "sigma_OHE", "sigma_SHE", *bilayer.NUMBERS[1:]),
    bilayer.CHOICES,
    (
        Panel("a", "currents", "z", "J / E", CONDUCTIVITY),
        Panel("b", "chemical potentials", "z", r"\mu / E", "nm"),
        Panel("c", f"torque against ${QUANTITIES['d_F'].latex}$", "d_F", r"\tau / E", CONDUCTIVITY),
        Panel("d", f"torque against ${QUANTITIES['d_N'].latex}$", "d_N", r"\tau / E", CONDUCTIVITY),
    ),
    (
        Profiles((_SHARES[0][2],), tuple((key, name, label, 0, name, scale) for key, name, label, scale in _PROFILES)),
        *[
            Line(key, name, label, "J_s", x, source)
            for key, x in (("c", "d_F"), ("d", "d_N"))
            for name, label, source in _SHARES
        ],
    ),
    remarks=REMARKS,
)
