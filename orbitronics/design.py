"""Design a bilayer: both Hall effects at once, per unit field, and what limits the torque.

Like the kernel, this file runs where there is no NumPy.
"""

from . import bilayer, closed_forms
from .panels import Curve, Figure, Panel, along, grid, profiles
from .symbols import CONDUCTIVITY, SYMBOLS, nm

VALUES = dict(bilayer.PAPER)
VALUES.update({"sigma_SHE": 1e5, "sigma_OHE": 5e5})  # assumed: the paper gives neither

_PROFILES = (
    ("a", "J_s", "J_s", 1.0),
    ("a", "J_o", "J_o", 1.0),
    ("b", "mu_s", r"\mu_s", 1 / nm),
    ("b", "mu_o", r"\mu_o", 1 / nm),
)
_SHARES = (
    ("both", r"\text{both}", lambda v: (v["sigma_SHE"], v["sigma_OHE"])),
    ("SHE", r"\text{SHE}", lambda v: (v["sigma_SHE"], 0.0)),
    ("OHE", r"\text{OHE}", lambda v: (0.0, v["sigma_OHE"])),
)


def _layers(values, points):
    z, (columns,) = profiles(values, [(values["sigma_SHE"], values["sigma_OHE"])], points)
    return [
        Curve(key, name, label, z, [y * scale for y in column])
        for (key, name, label, scale), column in zip(_PROFILES, columns)
    ]


def _torque(key, x):
    """Return the piece with the torque against one thickness; the shares of the two sources add up."""
    low, high, _ = bilayer.RANGES[x]

    def piece(values, points):
        xs = grid(low, high, points)
        parts = [bilayer.torque(values, source(values), x) for _, _, source in _SHARES[1:]]

        def at(d):
            spin, orbital = [f(d) for f in parts]
            return spin + orbital, spin, orbital

        return [Curve(key, name, label, xs, ys) for (name, label, _), ys in zip(_SHARES, along(at, xs))]

    return piece


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


def remarks(v):
    """Return what is to be said about a bilayer: torque, shares, and the factor that limits each."""
    spin, orbital = [bilayer.torque(v, source(v), "d_F")(v["d_F"]) + 0j for _, _, source in _SHARES[1:]]
    tau = spin + orbital
    said = [("Torque per field, damping-like + i field-like", f"{_number(tau)} {CONDUCTIVITY}")]
    if abs(tau.real) > 0:
        shares = f"Spin Hall effect {_percent(spin, tau)}, orbital Hall effect {_percent(orbital, tau)}"
        said.append(("Shares of the damping-like torque", shares))
    f = limits(v)
    said.append(
        (
            "Spin Hall effect",
            f"The spin injected from N into F is {f['spin injection']:.2g} of what N could give. "
            + (
                "Most of it enters: a thicker N, or a larger spin Hall conductivity, would give more."
                if f["spin injection"] > 0.7
                else "The injection limits: a larger spin conductance of F than of N would help."
            ),
        )
    )
    if v["interface"] == "finite" and v["G_s"] * v["G_o"] <= ((v["G_os"] + v["G_so"]) / 2) ** 2:
        said.append(("Interface", "With these conductances it would deliver power by itself: it is not passive."))
    if not (v["P_os"] or (v["interface"] == "finite" and v["G_os"])):
        said.append(
            ("Orbital Hall effect", "Nothing turns orbital moment into spin: P_os = 0, and none at the interface.")
        )
        return said
    weaker = "backflow" if f["backflow"] < f["injection"] else "injection"
    what = {
        "injection": "the injection of the orbital current from N into F limits: a larger orbital conductance of F "
        "than of N (short orbital length in F, long in N) would help.",
        "backflow": "the supply of spin from N (the paper's backflow) limits: a larger spin conductance of N "
        "than of F (short spin length or high conductivity in N) would help.",
    }
    factors = f"Orbital injection {f['injection']:.2g}, spin supply {f['backflow']:.2g}"
    said.append(("Orbital Hall effect", f"{factors}: {what[weaker]}"))
    return said


def _number(y):
    """Return a complex number with four digits, without an exponent below a million."""

    def real(x):
        return f"{x:.0f}" if 1e3 <= abs(x) < 1e6 else f"{x:.4g}"

    sign = "−" if y.imag < 0 else "+"
    return f"{real(y.real)} {sign} {real(abs(y.imag))} i".replace("-", "−")


def _percent(part, whole):
    return f"{100 * part.real / whole.real:.3g} %".replace("-", "−")


_UNIT = CONDUCTIVITY
_TAU = r"\tau / E"
_BOTH = ("real", "imag")

BILAYER = Figure(
    "bilayer",
    "Design a bilayer",
    "Four panels: currents (a) and chemical potentials (b) against height z with both Hall effects at work, "
    "and the torque against the thickness of F (c) and of N (d) with the shares of the spin and the orbital "
    "Hall effect; real parts solid and imaginary parts dashed.",
    VALUES,
    ("sigma_SHE", "sigma_OHE") + bilayer.NUMBERS,
    bilayer.CHOICES,
    (
        Panel("a", "currents", "z", "J / E", _UNIT, False, _BOTH, None),
        Panel("b", "chemical potentials", "z", r"\mu / E", "nm", False, _BOTH, None),
        Panel("c", f"torque against ${SYMBOLS['d_F'].latex}$", "d_F", _TAU, _UNIT, False, _BOTH, None),
        Panel("d", f"torque against ${SYMBOLS['d_N'].latex}$", "d_N", _TAU, _UNIT, False, _BOTH, None),
    ),
    2,
    (_layers, _torque("c", "d_F"), _torque("d", "d_N")),
    remarks,
    None,
)
