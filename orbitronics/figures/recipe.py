"""The lines of Python that reproduce a figure and its bilayer, ready to paste: a template that the page fills in."""

from ..quantities import QUANTITIES, display, nm


def lengths():
    """Return the names of the values that are written as multiples of nm."""
    return [name for name in QUANTITIES if display(name)[0] == nm]


def _arguments(*names):
    return ", ".join(f"{argument}={{{name}}}" for argument, name in names)


def _metal(hall):
    names = [("sigma_s", "sigma_s_N"), ("sigma_o", "sigma_o_N"), ("lambda_s", "lambda_s_N"), ("lambda_o", "lambda_o_N")]
    return f"N = ob.NormalMetal({_arguments(*names)}, {hall})"


def _same(*names):
    return [(name, name) for name in names]


TEMPLATE = (
    ("", "from orbitronics import figures, nm, plot\n"),
    ("spec", "figure = figures.dependence(\n{spec}\n)"),
    ("changed", "values = dict(\n{changed}\n)  # the others are the paper's"),
    ("same", "values = {}  # all are the paper's"),
    ("", "plot.Drawing({figure}, values).figure  # the chart, shown by Jupyter"),
    ("", "curves = figures.compute({figure}, values)  # its numbers"),
    ("bilayer", "\n# the same bilayer from its materials\nimport orbitronics as ob\n"),
    ("bilayer unit", _metal("sigma_OHE=1.0")),
    ("bilayer hall", _metal(_arguments(*_same("sigma_SHE", "sigma_OHE")))),
    (
        "bilayer",
        "F = ob.Ferromagnet("
        + _arguments(("sigma_s", "sigma_s_F"), ("sigma_o", "sigma_o_F"), *_same("P_os", "P_so"))
        + ",\n                   "
        + _arguments(*_same("lambda_sf", "lambda_J", "lambda_phi"), ("lambda_o", "lambda_o_F"))
        + ")",
    ),
    ("bilayer transparent", "stack = N({d_N}) | F({d_F})"),
    (
        "bilayer finite",
        f"stack = N({{d_N}}) | ob.Interface({_arguments(*_same('G_s', 'G_o', 'G_os', 'G_so'))}) | F({{d_F}})",
    ),
    ("bilayer", "sol = ob.solve(stack, E=1.0, " + _arguments(*_same("closure", "wavenumber")) + ")"),
    ("bilayer", "print(sol.torque())"),
)
"""Each line with what must be so for it to be there: a sweep (`spec`), changed values or none, the values of a bilayer,
Hall currents of its own or of unit size, its interface.  What stands in braces is filled in."""
