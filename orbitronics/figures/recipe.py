"""The lines of Python that reproduce a figure and its bilayer, ready to paste: a template that the page fills in."""

from ..quantities import QUANTITIES, display, nm


def lengths():
    """Return the names of the values that are written as multiples of nm."""
    return [name for name in QUANTITIES if display(name)[0] == nm]


_METAL = "N = ob.NormalMetal(sigma_s={sigma_s_N}, sigma_o={sigma_o_N}, lambda_s={lambda_s_N}, lambda_o={lambda_o_N}, "

TEMPLATE = (
    ("", "from orbitronics import figures, nm, plot\n"),
    ("spec", "figure = figures.dependence(\n{spec}\n)"),
    ("changed", "values = dict(\n{changed}\n)  # the others are the paper's"),
    ("same", "values = {}  # all are the paper's"),
    ("", "plot.Drawing({figure}, values).figure  # the chart, shown by Jupyter"),
    ("", "curves = figures.compute({figure}, values)  # its numbers"),
    ("bilayer", "\n# the same bilayer from its materials\nimport orbitronics as ob\n"),
    ("bilayer unit", _METAL + "sigma_OHE=1.0)"),
    ("bilayer hall", _METAL + "sigma_SHE={sigma_SHE}, sigma_OHE={sigma_OHE})"),
    (
        "bilayer",
        "F = ob.Ferromagnet(sigma_s={sigma_s_F}, sigma_o={sigma_o_F}, P_os={P_os}, P_so={P_so},\n                   "
        "lambda_sf={lambda_sf}, lambda_J={lambda_J}, lambda_phi={lambda_phi}, lambda_o={lambda_o_F})",
    ),
    ("bilayer transparent", "stack = N({d_N}) | F({d_F})"),
    ("bilayer finite", "stack = N({d_N}) | ob.Interface(G_s={G_s}, G_o={G_o}, G_os={G_os}, G_so={G_so}) | F({d_F})"),
    ("bilayer", "sol = ob.solve(stack, E=1.0, closure={closure}, wavenumber={wavenumber})"),
    ("bilayer", "print(sol.torque())"),
)
"""Each line with what must be so for it to be there: a sweep (`spec`), changed values or none, the values of a bilayer,
Hall currents of its own or of unit size, its interface.  What stands in braces is filled in."""
