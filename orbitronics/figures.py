"""The figures: what each shows, which values it starts from, which of them a reader may change.

One declaration serves the static figure, the CSV, the widget and the page.  `compute` gives the
curves from any values.  Like the kernel, this file runs where there is no NumPy.
"""

from . import bilayer, closed_forms, design
from .panels import Curve, Figure, Panel, along, grid, profiles
from .sweep import sweep
from .symbols import CONDUCTANCE, nm

__all__ = ["FIGURES", "Curve", "Figure", "Panel", "compute", "declared", "sweep"]

LENGTHS = (1 * nm, 3 * nm, 5 * nm, 10 * nm)
"""The family of Fig. 3: the values of the varied length in each panel (not given in the paper)."""

G_0 = 1e15
"""Scale of the chemical potentials in Fig. 2, 1/(ohm m^2)."""

# -- Fig. 2: profiles ---------------------------------------------------------------------

_PROFILES = (("J_s", "J_s", 1.0), ("J_o", "J_o", 1.0), ("mu_s", "\\mu_s G_0", G_0), ("mu_o", "\\mu_o G_0", G_0))
_FIG2_KEYS = {"SHE": "abef", "OHE": "cdgh"}


def _fig2(values, points):
    sources = ("SHE", "OHE")
    z, columns = profiles(values, [bilayer.SOURCES[s] for s in sources], points)
    return [
        Curve(_FIG2_KEYS[source][c], name, label, z, [y * scale for y in columns[s][c]])
        for s, source in enumerate(sources)
        for c, (name, label, scale) in enumerate(_PROFILES)
    ]


# -- Fig. 3: thickness ----------------------------------------------------------------------

_FIG3 = (
    ("a", "SHE", "d_F", "lambda_sf", "\\lambda_{sf}"),
    ("b", "OHE", "d_F", "lambda_o_F", "\\lambda_o^\\mathrm{F}"),
    ("c", "SHE", "d_N", "lambda_s_N", "\\lambda_s^\\mathrm{N}"),
    ("d", "OHE", "d_N", "lambda_o_N", "\\lambda_o^\\mathrm{N}"),
)


def _fig3(key, source, x_name, family, latex, length):
    """Return the piece of Fig. 3 that gives one curve."""
    low, high, _ = bilayer.RANGES[x_name]
    name = f"{family}={length / nm:g}nm"
    label = f"{latex} = {length / nm:g}\\,\\mathrm{{nm}}"

    def piece(values, points):
        f = bilayer.torque(bilayer.changed(values, family, length), source, x_name)
        xs = grid(low, high, points)
        return [Curve(key, name, label, xs, along(lambda x: (f(x),), xs)[0])]

    return piece


# -- Fig. 4: mixing conductances ------------------------------------------------------------

_FIG4 = (
    ("G_mix", "G_s^{\\uparrow\\downarrow}"),
    ("G_os_m printed", "G_{os}^m\\ \\text{(printed)}"),
    ("G_os_m exact", "G_{os}^m\\ \\text{(exact)}"),
)


def _fig4(key, x_name):
    """Return the piece of Fig. 4 that gives one panel."""
    low, high, scale = bilayer.RANGES[x_name]

    def piece(values, points):
        xs = grid(low, high, points, scale == "log")

        def at(x):
            v = bilayer.changed(values, x_name, x)
            g_s = v["sigma_s_F"] * bilayer.wavenumber(v)
            return (
                closed_forms.G_mix(v["G_s"], g_s),
                closed_forms.G_os_m_interface(v["G_s"], v["G_os"], g_s, form="printed"),
                closed_forms.G_os_m_interface(v["G_s"], v["G_os"], g_s, form="exact"),
            )

        return [Curve(key, name, label, xs, ys) for (name, label), ys in zip(_FIG4, along(at, xs))]

    return piece


# -- the declarations -----------------------------------------------------------------------


def _take(names, **others):
    values = {name: bilayer.PAPER[name] for name in names}
    values.update(others)
    return values


_FIG4_NUMBERS = ("G_s", "G_os", "lambda_J", "lambda_sf", "lambda_phi", "sigma_s_F")

FIGURES = {
    "fig2": Figure(
        "fig2",
        "Currents and chemical potentials across the bilayer",
        "Eight panels of profiles against height z, the interface at z = 0: "
        "left column spin, right column orbital moment. "
        "Rows one and two are currents, driven by the spin and by the orbital Hall effect; "
        "rows three and four the chemical potentials likewise. Real parts solid, imaginary parts dashed.",
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
            for _, label, _ in (_PROFILES[c],)
        ),
        2,
        (_fig2,),
        None,
        None,
    ),
    "fig3": Figure(
        "fig3",
        "Torque against thickness",
        "Four panels of the damping-like torque against thickness, each with four lengths of 1, 3, 5 and 10 nm. "
        "Panels a and b against the thickness of F, c and d against that of N; "
        "a and c driven by the spin, b and d by the orbital Hall effect.",
        bilayer.PAPER,
        bilayer.NUMBERS,
        bilayer.CHOICES,
        tuple(
            Panel(key, f"{source}, vary ${latex}$", x, "\\tau", f"σ_{source} E", False, ("real",), None)
            for key, source, x, _, latex in _FIG3
        ),
        2,
        tuple(_fig3(*row + (length,)) for row in _FIG3 for length in LENGTHS),
        None,
        None,
    ),
    "fig4": Figure(
        "fig4",
        "Mixing conductances",
        "Two panels of the spin-mixing and the orbit-spin-mixing conductance, printed and exact, "
        "against the interfacial spin conductance (a) and the precession length (b); real solid, imaginary dashed.",
        _take(_FIG4_NUMBERS, G_os=5e14, wavenumber="exact"),
        _FIG4_NUMBERS,
        ("wavenumber",),
        (
            Panel("a", "against $G_s$", "G_s", "G", CONDUCTANCE, True, ("real", "imag"), (-1.5e15, 2e15)),
            Panel("b", "against $\\lambda_J$", "lambda_J", "G", CONDUCTANCE, False, ("real", "imag"), (-1.5e15, 2e15)),
        ),
        2,
        (_fig4("a", "G_s"), _fig4("b", "lambda_J")),
        None,
        None,
    ),
    "bilayer": design.BILAYER,
}
"""Every figure by its name."""

POINTS = 200
"""Points along x in the static figures."""


def declared(figure):
    """Return the declaration of a figure given by its name or by itself."""
    return FIGURES[figure] if isinstance(figure, str) else figure


def compute(name, values=None, points=POINTS):
    """Return the curves of figure `name`, a list of `Curve`, at `values` (the paper's by default).

    `values` may hold some of the figure's values only; the rest are the paper's.  A declaration,
    such as `sweep` returns, may stand in place of the name.
    """
    figure = declared(name)
    all_values = dict(figure.values)
    all_values.update(values or {})
    return [curve for piece in figure.pieces for curve in piece(all_values, points)]
