"""The figures: what each shows, which values it starts from, which of them a reader may change.

One declaration serves the static figure, the CSV, the widget and the page.  `compute` gives the
curves from any values.  Like the kernel, this file runs where there is no NumPy.
"""

from collections import namedtuple

from . import bilayer, closed_forms
from .symbols import CONDUCTANCE, nm

try:
    from numpy import array, broadcast_to

    def along(f, xs):
        """Return f at all `xs`, a list of arrays; f returns a tuple."""
        xs = array(xs)
        return [broadcast_to(y, xs.shape) for y in f(xs)]

except ImportError:

    def along(f, xs):
        """Return f at all `xs`, a list of lists; f returns a tuple."""
        return list(zip(*[f(x) for x in xs]))


Curve = namedtuple("Curve", ("panel", "name", "label", "x", "y"))
# One computed curve: its panel's key, its name (CSV), its label (LaTeX), x in SI, y complex.

Panel = namedtuple("Panel", ("key", "title", "x", "y_label", "y_unit", "x_log", "parts", "y_limits"))
# One panel: key, title, name of x (see `symbols`), label and unit of y, log x, and which parts
# ("real", "imag") the static figure draws; y_limits where a curve may leave the frame, else None.

Figure = namedtuple("Figure", ("name", "title", "alt", "values", "controls", "options", "panels", "columns", "curves"))
# One figure: paper's values, the values and options a reader may change, panels, and the
# function of (values, points) that gives the curves.

LENGTHS = (1 * nm, 3 * nm, 5 * nm, 10 * nm)
"""The family of Fig. 3: the values of the varied length in each panel (not given in the paper)."""

G_0 = 1e15
"""Scale of the chemical potentials in Fig. 2, 1/(ohm m^2)."""


def grid(low, high, points, log=False):
    """Return `points` numbers from `low` to `high`, evenly spaced or evenly spaced in the logarithm."""
    steps = [i / (points - 1) for i in range(points)]
    if log:
        inner = [low * (high / low) ** t for t in steps[1:-1]]
    else:
        inner = [low + (high - low) * t for t in steps[1:-1]]
    return [low] + inner + [high]


# -- Fig. 2: profiles ---------------------------------------------------------------------

_PROFILES = (("J_s", "J_s", 1.0), ("J_o", "J_o", 1.0), ("mu_s", "\\mu_s G_0", G_0), ("mu_o", "\\mu_o G_0", G_0))
_FIG2_KEYS = {"SHE": "abef", "OHE": "cdgh"}


def _fig2(values, points):
    n = max(points // 2, 2)
    sources = ("SHE", "OHE")
    z, columns = [], [[[] for _ in _PROFILES] for _ in sources]
    layers = bilayer.profiles(values, [bilayer.SOURCES[s] for s in sources])
    for (faces, inside), bottom, d in zip(layers, (-values["d_N"], 0.0), (values["d_N"], values["d_F"])):
        steps = [d * j / n for j in range(1, n)]
        rows = along(lambda h: [y for one in inside(h) for y in one], steps)  # noqa: B023  (used at once)
        z += [bottom] + [bottom + h for h in steps] + [bottom + d]
        for s in range(len(sources)):
            for c in range(len(_PROFILES)):
                lower, upper = faces[s]
                columns[s][c] += [lower[c]] + list(rows[len(_PROFILES) * s + c]) + [upper[c]]
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


def _fig3(values, points):
    low, high, _ = bilayer.RANGES["d_F"]
    xs = grid(low, high, points)
    curves = []
    for key, source, x_name, family, latex in _FIG3:
        for length in LENGTHS:
            f = bilayer.torque(bilayer.changed(values, family, length), source, x_name)
            name = f"{family}={length / nm:g}nm"
            label = f"{latex} = {length / nm:g}\\,\\mathrm{{nm}}"
            curves.append(Curve(key, name, label, xs, along(lambda x: (f(x),), xs)[0]))  # noqa: B023
    return curves


# -- Fig. 4: mixing conductances ------------------------------------------------------------

_FIG4 = (("G_mix", "G_s^{\\uparrow\\downarrow}"), ("G_os_m printed", "G_{os}^m"), ("G_os_m exact", "G_{os}^m"))


def _fig4(values, points):
    curves = []
    for key, x_name in (("a", "G_s"), ("b", "lambda_J")):
        low, high, scale = bilayer.RANGES[x_name]
        xs = grid(low, high, points, scale == "log")

        def at(x):
            v = bilayer.changed(values, x_name, x)  # noqa: B023
            g_s = v["sigma_s_F"] * bilayer.wavenumber(v)
            return (
                closed_forms.G_mix(v["G_s"], g_s),
                closed_forms.G_os_m_interface(v["G_s"], v["G_os"], g_s, form="printed"),
                closed_forms.G_os_m_interface(v["G_s"], v["G_os"], g_s, form="exact"),
            )

        for (name, latex), ys in zip(_FIG4, along(at, xs)):
            curves.append(
                Curve(key, name, f"{latex}\\ \\text{{({name.split()[-1]})}}" if " " in name else latex, xs, ys)
            )
    return curves


# -- the declarations -----------------------------------------------------------------------


def _take(names, **others):
    values = {name: bilayer.PAPER[name] for name in names}
    values.update(others)
    return values


_NUMBERS = tuple(name for name in bilayer.PAPER if name not in bilayer.OPTIONS)
_FIG4_NUMBERS = ("G_s", "G_os", "lambda_J", "lambda_sf", "lambda_phi", "sigma_s_F")

FIGURES = {
    "fig2": Figure(
        "fig2",
        "Currents and chemical potentials across the bilayer",
        "Eight panels of profiles against height z, the interface at z = 0. Left half driven by the spin Hall effect, "
        "right half by the orbital Hall effect; upper row currents, lower row chemical potentials, "
        "real parts solid and imaginary parts dashed.",
        bilayer.PAPER,
        _NUMBERS,
        tuple(bilayer.OPTIONS),
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
        4,
        _fig2,
    ),
    "fig3": Figure(
        "fig3",
        "Torque against thickness",
        "Four panels of the damping-like torque against thickness, each with four lengths of 1, 3, 5 and 10 nm. "
        "Panels a and b against the thickness of F, c and d against that of N; "
        "a and c driven by the spin, b and d by the orbital Hall effect.",
        bilayer.PAPER,
        _NUMBERS,
        tuple(bilayer.OPTIONS),
        tuple(
            Panel(key, f"{source}, vary ${latex}$", x, "\\tau", f"σ_{source} E", False, ("real",), None)
            for key, source, x, _, latex in _FIG3
        ),
        2,
        _fig3,
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
        _fig4,
    ),
}
"""Every figure by its name."""

POINTS = 200
"""Points along x in the static figures."""


def compute(name, values=None, points=POINTS):
    """Return the curves of figure `name`, a list of `Curve`, at `values` (the paper's by default).

    `values` may hold some of the figure's values only; the rest are the paper's.
    """
    figure = FIGURES[name]
    all_values = dict(figure.values)
    all_values.update(values or {})
    return figure.curves(all_values, points)
