"""Figures 2 to 4 of the paper: what each shows, which values it starts from, which of them a reader may change.

One declaration serves the static figure, the CSV, the widget and the page.
"""

from ..figures.panels import HEIGHTS, Line, Panel, Profiles, declare
from ..quantities import CONDUCTANCE, nm
from . import values as bilayer

LENGTHS = (1 * nm, 3 * nm, 5 * nm, 10 * nm)
"""The family of Fig. 3: the values of the varied length in each panel (not given in the paper)."""

G_0 = 1e15
"""Scale of the chemical potentials in Fig. 2, 1/(ohm m^2)."""

_FIG2 = [
    (key, source, quantity, label, scale)
    for source, keys in (("SHE", "abef"), ("OHE", "cdgh"))
    for key, quantity, label, scale in zip(
        keys, HEIGHTS, ("J_s", "J_o", "\\mu_s G_0", "\\mu_o G_0"), (1.0, 1.0, G_0, G_0), strict=True
    )
]

_FIG3 = (
    ("a", "SHE", "d_F", "lambda_sf", "\\lambda_{sf}"),
    ("b", "OHE", "d_F", "lambda_o_F", "\\lambda_o^\\mathrm{F}"),
    ("c", "SHE", "d_N", "lambda_s_N", "\\lambda_s^\\mathrm{N}"),
    ("d", "OHE", "d_N", "lambda_o_N", "\\lambda_o^\\mathrm{N}"),
)

_FIG4 = (
    ("G_mix", "G_s^{\\uparrow\\downarrow}", "interface_mix"),
    ("G_os_m printed", "G_{os}^m\\ \\text{(printed)}", "interface_os_printed"),
    ("G_os_m exact", "G_{os}^m\\ \\text{(exact)}", "interface_os_exact"),
)
_FIG4_NUMBERS = ("G_os", "G_s", "lambda_J", "lambda_sf", "lambda_phi", "sigma_s_F")
_FIG4_LIMITS = (-1.5e15, 2e15)

_SOURCES = tuple(bilayer.SOURCES)

declare(
    "fig2",
    "Currents and chemical potentials across the bilayer",
    "Eight panels of profiles against height z, the interface at z = 0: currents (a to d) and chemical potentials "
    "(e to h) of spin (a, c, e, g) and orbital moment (b, d, f, h), driven by the spin Hall effect (a, b, e, f) and by "
    "the orbital Hall effect (c, d, g, h). Real parts solid, imaginary parts dashed. "
    "The values are the paper's and, where its text is silent, P = 0.5 and a transparent interface; k solves Eq. (5), "
    "and all is per Hall current.",
    bilayer.PAPER,
    bilayer.NUMBERS,
    bilayer.CHOICES,
    tuple(
        Panel(key, f"{source}: ${label}$", "z", label, f"σ_{source} E") for key, source, _, label, _ in sorted(_FIG2)
    ),
    (
        Profiles(
            _SOURCES,
            tuple((key, name, label, _SOURCES.index(source), name, scale) for key, source, name, label, scale in _FIG2),
        ),
    ),
)

declare(
    "fig3",
    "Torque against thickness",
    "Four panels of the damping-like torque against thickness, each with four lengths of 1, 3, 5 and 10 nm. "
    "Panels a and b against the thickness of F, c and d against that of N; "
    "a and c driven by the spin, b and d by the orbital Hall effect. "
    "Assumed: the four lengths, a transparent interface, torques per Hall current.",
    bilayer.PAPER,
    bilayer.NUMBERS,
    bilayer.CHOICES,
    tuple(
        Panel(key, f"{source}, vary ${latex}$", x, "\\tau", f"σ_{source} E", parts=("real",))
        for key, source, x, _, latex in _FIG3
    ),
    tuple(
        Line(key, f"{family}={d / nm:g}nm", f"{latex} = {d / nm:g}\\,\\mathrm{{nm}}", "J_s", x, source, {family: d})
        for key, source, x, family, latex in _FIG3
        for d in LENGTHS
    ),
)

declare(
    "fig4",
    "Mixing conductances",
    "Two panels of the spin-mixing and the orbit-spin-mixing conductance, printed and exact, "
    "against the interfacial spin conductance (a) and the precession length (b); real solid, imaginary dashed. "
    "Values of the caption: a precession length of 0.5 nm in (a), an interface conductance of 10¹⁵ in (b), and "
    "an orbit-to-spin conductance of 5×10¹⁴, all per ohm and square metre.",
    {name: bilayer.PAPER[name] for name in _FIG4_NUMBERS} | {"G_os": 5e14, "wavenumber": "exact"},
    _FIG4_NUMBERS,
    ("wavenumber",),
    (
        Panel("a", "against $G_s$", "G_s", "G", CONDUCTANCE, x_log=True, y_limits=_FIG4_LIMITS),
        Panel("b", "against $\\lambda_J$", "lambda_J", "G", CONDUCTANCE, y_limits=_FIG4_LIMITS),
    ),
    tuple(Line(key, *drawn, x, "SHE") for key, x in (("a", "G_s"), ("b", "lambda_J")) for drawn in _FIG4),
)
