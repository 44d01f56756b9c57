"""The lines of Python that reproduce a figure and its bilayer, ready to paste.

Like the kernel, this file runs where there is no NumPy.
"""

from . import bilayer
from .symbols import display, nm


def number(name, value):
    """Return a value as Python source, lengths as multiples of nm."""
    if isinstance(value, str):
        return f'"{value}"'
    factor, _ = display(name)
    for digits in (6, 9, 12, 15, 17):
        text = f"{value / factor:.{digits}g}"
        if abs(float(text) * factor - value) <= 4e-16 * abs(value):
            return f"{text}*nm" if factor == nm else text
    return repr(value)


def code(figure, values):
    """Return the lines that draw `figure` at `values`, and those that solve its bilayer by itself."""
    changed = [name for name in figure.controls + figure.options if values[name] != figure.values[name]]
    pairs = "".join([f"    {name}={number(name, values[name])},\n" for name in changed])
    lines = ["from orbitronics import figures, nm, plot", ""]
    what = f'"{figure.name}"'
    if figure.spec:
        what = "figure"
        lines += ["figure = figures.sweep("]
        lines += [f"    {name}={_source(name, figure.spec[name])}," for name in sorted(figure.spec)]
        lines += [")"]
    if changed:
        lines += ["values = dict(", pairs + ")  # the others are the paper's"]
    else:
        lines += ["values = {}  # all are the paper's"]
    lines += [f"plot.Drawing({what}, values).figure  # the chart, shown by Jupyter"]
    lines += [f"curves = figures.compute({what}, values)  # its numbers"]
    if "d_N" in values:
        lines += ["", "# the same bilayer from its materials"]
        lines += _bilayer(values)
    return "\n".join(lines) + "\n"


def _source(name, value):
    """Return an argument of `sweep` as Python source."""
    if name == "family":
        return f'("{value[0]}", ({", ".join([number(value[0], v) for v in value[1]])},))'
    if name == "values":
        return "{" + ", ".join([f'"{n}": {number(n, value[n])}' for n in sorted(value)]) + "}"
    if isinstance(value, str):
        return f'"{value}"'
    return "[" + ", ".join([f'"{v}"' for v in value]) + "]"


def _bilayer(v):
    def arguments(names):
        return ", ".join([f"{argument}={number(name, v[name])}" for argument, name in names])

    hall = ["sigma_SHE", "sigma_OHE"] if "sigma_SHE" in v else []
    hall = ", ".join([f"{name}={number(name, v[name])}" for name in hall]) or "sigma_OHE=1.0"
    metal = [("sigma_s", "sigma_s_N"), ("sigma_o", "sigma_o_N"), ("lambda_s", "lambda_s_N"), ("lambda_o", "lambda_o_N")]
    magnet = [("sigma_s", "sigma_s_F"), ("sigma_o", "sigma_o_F"), ("P_os", "P_os"), ("P_so", "P_so")]
    lengths = [("lambda_sf", "lambda_sf"), ("lambda_J", "lambda_J"), ("lambda_phi", "lambda_phi")]
    lengths += [("lambda_o", "lambda_o_F")]
    middle = ""
    if v["interface"] == "finite":
        conductances = arguments([(name, name) for name in ("G_s", "G_o", "G_os", "G_so")])
        middle = f"ob.Interface({conductances}) | "
    options = ", ".join([f'{name}="{v[name]}"' for name in ("closure", "wavenumber") if name in bilayer.OPTIONS])
    return [
        "import orbitronics as ob",
        "",
        f"N = ob.NormalMetal({arguments(metal)}, {hall})",
        f"F = ob.Ferromagnet({arguments(magnet)},",
        f"                   {arguments(lengths)})",
        f"stack = N({number('d_N', v['d_N'])}) | {middle}F({number('d_F', v['d_F'])})",
        f"sol = ob.solve(stack, E=1.0, {options})",
        "print(sol.torque())",
    ]
