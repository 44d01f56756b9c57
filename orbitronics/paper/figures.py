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

_FIG2_LABELS = ("J_s", "J_o", "\\mu_s G_0", "\\mu_o G_0")
_FIG2_SCALES = (1.0, 1.0, G_0, G_0)
_FIG2_KEYS = {"SHE": "abef", "OHE": "cdgh"}

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


# -- the declarations -----------------------------------------------------------------------


def _take(names, **others):
    values = {name: bilayer.PAPER[name] for name in names}
    values.update(others)
    return values


_FIG4_NUMBERS = ("G_os", "G_s", "lambda_J", "lambda_sf", "lambda_phi", "sigma_s_F")

declare(
    "fig2",
    "Currents and chemical potentials across the bilayer",
    "Eight panels of profiles against height z, the interface at z = 0: currents (a to d) and chemical potentials "
    "(e to h) of spin (a, c, e, g) and orbital moment (b, d, f, h), driven by the spin Hall effect (a, b, e, f) and by "
    "the orbital Hall effect (c, d, g, h). Real parts solid, imaginary parts dashed. "
    "Where the paper's text is silent, P = 0.5 and a transparent interface are assumed; currents per Hall current.",
    bilayer.PAPER,
    bilayer.NUMBERS,
    bilayer.CHOICES,
    tuple(
        Panel(
            _FIG2_KEYS[source][c],
            f"{source}: ${label}$",
            "z",
            label,
            f"σ_{source} E",
            False,
            ("real", "imag"),
            None,
        )
        for pair in ((0, 1), (2, 3))
        for source in ("SHE", "OHE")
        for c in pair
        for label in (_FIG2_LABELS[c],)
    ),
    2,
    (
        Profiles(
            ("SHE", "OHE"),
            tuple(
                (_FIG2_KEYS[source][c], quantity, _FIG2_LABELS[c], s, quantity, _FIG2_SCALES[c])
                for s, source in enumerate(("SHE", "OHE"))
                for c, quantity in enumerate(HEIGHTS)
            ),
        ),
    ),
    (),
    None,
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
        Panel(key, f"{source}, vary ${latex}$", x, "\\tau", f"σ_{source} E", False, ("real",), None)
        for key, source, x, _, latex in _FIG3
    ),
    2,
    tuple(
        Line(
            key,
            f"{family}={length / nm:g}nm",
            f"{latex} = {length / nm:g}\\,\\mathrm{{nm}}",
            "J_s",
            x,
            source,
            {family: length},
        )
        for key, source, x, family, latex in _FIG3
        for length in LENGTHS
    ),
    (),
    None,
)

declare(
    "fig4",
    "Mixing conductances",
    "Two panels of the spin-mixing and the orbit-spin-mixing conductance, printed and exact, "
    "against the interfacial spin conductance (a) and the precession length (b); real solid, imaginary dashed. "
    "Values of the caption: a precession length of 0.5 nm in (a), an interface conductance of 10¹⁵ in (b), and "
    "an orbit-to-spin conductance of 5×10¹⁴, all per ohm and square metre.",
    _take(_FIG4_NUMBERS, G_os=5e14, wavenumber="exact"),
    _FIG4_NUMBERS,
    ("wavenumber",),
    (
        Panel("a", "against $G_s$", "G_s", "G", CONDUCTANCE, True, ("real", "imag"), (-1.5e15, 2e15)),
        Panel("b", "against $\\lambda_J$", "lambda_J", "G", CONDUCTANCE, False, ("real", "imag"), (-1.5e15, 2e15)),
    ),
    2,
    tuple(
        Line(key, name, label, formula, x, "SHE", {})
        for key, x in (("a", "G_s"), ("b", "lambda_J"))
        for name, label, formula in _FIG4
    ),
    (),
    None,
)
