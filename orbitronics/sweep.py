"""One quantity of the bilayer against any of its values: a figure to declare in one line.

Like the kernel, this file runs where there is no NumPy.
"""

from . import bilayer, closed_forms
from .panels import Curve, Figure, Panel, along, grid
from .symbols import CONDUCTANCE, SYMBOLS, display


def _current(index):
    return lambda v, source, x: lambda value: bilayer.interface_currents(v, source, x)(value)[index]


def _conductance(name):
    def function(v, source, x):
        def at(value):
            u = bilayer.changed(v, x, value)
            g_s = u["sigma_s_F"] * bilayer.wavenumber(u)
            conductances = (u["G_s"], u["G_o"], u["G_os"], u["G_so"])
            return closed_forms.mixing_matrix(*conductances + (g_s, u["P_os"], u["P_so"]))[_MIXING.index(name)]

        return at

    return function


def _efficiency(v, source, x):
    hall = SOURCE_LENGTH[source]
    currents = bilayer.interface_currents(v, source, x)

    def at(value):
        u = bilayer.changed(v, x, value)
        return currents(value)[0] / closed_forms.accumulation(u["d_N"], u[hall])

    return at


SOURCE_LENGTH = {"SHE": "lambda_s_N", "OHE": "lambda_o_N"}
_MIXING = ("G_mix", "G_os_m", "G_so_m", "G_o_m")

QUANTITIES = {
    "torque": (r"\tau", "σ_{} E", _current(0)),
    "J_s": (r"J_s(0)", "σ_{} E", _current(0)),
    "J_o": (r"J_o(0)", "σ_{} E", _current(1)),
    "eta": (r"\eta", "", _efficiency),
}
"""What `sweep` can draw: its symbol, its unit, and what gives it as a function of x."""

for _name in _MIXING:
    QUANTITIES[_name] = (SYMBOLS[_name].latex, CONDUCTANCE, _conductance(_name))


def sweep(
    quantity="torque", source="OHE", x="d_F", family=None, controls=None, options=None, values=None, parts=("real",)
):
    """Return the declaration of a figure with one panel: a quantity against one value.

    Parameters
    ----------
    quantity : str
        One of `QUANTITIES`: the torque J_s(0), the currents at the interface, the efficiency eta of
        Eqs. (13), (14), or a mixing conductance.
    source : str
        "SHE" or "OHE".
    x : str
        The value along the axis, a name in `bilayer.RANGES`.
    family : tuple, optional
        ``(name, numbers)``: one curve for each of the numbers (SI).
    controls, options : sequence of str, optional
        Values and choices a reader may change; by default all that are not swept.
    values : dict, optional
        Values that differ from the paper's.
    parts : sequence of str
        "real", "imag" or both.
    """
    spec = {"quantity": quantity, "source": source, "x": x, "parts": list(parts)}
    if family:
        spec["family"] = [family[0], list(family[1])]
    for argument, given in (("controls", controls), ("options", options)):
        if given is not None:
            spec[argument] = list(given)
    if values:
        spec["values"] = dict(values)
    numbers = bilayer.NUMBERS
    _known("quantity", quantity, QUANTITIES)
    _known("source", source, bilayer.SOURCES)
    _known("x", x, numbers)
    start = dict(bilayer.PAPER)
    for name in values or {}:
        _known("a value", name, start)
    start.update(values or {})
    name, members = family or (None, (None,))
    if name is not None:
        _known("the family", name, [n for n in numbers if n != x])
    taken = (x, name)
    controls = tuple(controls if controls is not None else [n for n in numbers if n not in taken])
    for one in controls:
        _known("a control", one, [n for n in numbers if n not in taken])
    options = tuple(options if options is not None else bilayer.CHOICES)
    for one in options:
        _known("an option", one, bilayer.OPTIONS)
    latex, unit, _ = QUANTITIES[quantity]
    _, _, scale = bilayer.RANGES[x]
    against = f"${latex}$ against ${SYMBOLS[x].latex}$"
    heading = against if quantity in _MIXING else f"{source}: {against}"
    panel = Panel("a", heading, x, latex, unit.replace("{}", source), scale == "log", tuple(parts), None)
    what = SYMBOLS[x].meaning
    alt = f"{quantity} against the {what}" + (f", one curve for each {SYMBOLS[name].meaning}" if name else "") + "."
    pieces = tuple(_piece(quantity, source, x, name, member) for member in members)
    title = f"{quantity} against {x}"
    return Figure("sweep", title, alt, start, controls, options, (panel,), 1, pieces, None, spec)


def _piece(quantity, source, x, family, member):
    latex, _, function = QUANTITIES[quantity]
    low, high, scale = bilayer.RANGES[x]
    name = quantity
    if family is not None:
        factor, unit = display(family)
        name = f"{family}={member / factor:g}{unit}"
        latex = f"{SYMBOLS[family].latex} = {member / factor:g}\\,\\mathrm{{{unit}}}"

    def piece(values, points):
        v = values if family is None else bilayer.changed(values, family, member)
        xs = grid(low, high, points, scale == "log")
        f = function(v, source, x)
        return [Curve("a", name, latex, xs, along(lambda value: (f(value),), xs)[0])]

    return piece


def _known(what, name, names):
    if name not in names:
        raise ValueError(f"{what} = {name!r} is not known; there are {', '.join(names)}.")
