"""One quantity of the bilayer against any of its values: a figure to declare in one line."""

from .. import checks, deprecated, entries
from ..paper import values as bilayer
from ..quantities import CONDUCTANCE, display, named, words
from .panels import MIXING, Figure, Line, Panel

QUANTITIES = {
    "torque": (r"\tau", "σ_{} E", "J_s"),
    "J_s": (r"J_s(0)", "σ_{} E", "J_s"),
    "J_o": (r"J_o(0)", "σ_{} E", "J_o"),
    "eta": (r"\eta", "", "eta_{}"),
} | {name: (named(name).latex, CONDUCTANCE, name) for name in MIXING}
"""Symbol, unit and formula (in `panels.FORMULAS`; {} is the source) of what `dependence` can draw."""

WORDS = {
    "torque": "Torque",
    "J_s": "Spin current at the interface",
    "J_o": "Orbital current at the interface",
    "eta": "Transmission efficiency",
} | {name: words(named(name).meaning) for name in MIXING}
"""Words for what `dependence` can draw."""


__getattr__ = deprecated.renamed(__name__, sweep="dependence")


def dependence(
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
        The value along the axis, a name in `paper.values.AXES`.
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
        spec["family"] = list(_family(family))
    for argument, given in (("controls", controls), ("options", options)):
        if given is not None:
            spec[argument] = list(given)
    if values:
        spec["values"] = dict(values)
    numbers = bilayer.NUMBERS
    checks.option("quantity", quantity, QUANTITIES)
    checks.option("source", source, bilayer.SOURCES)
    checks.option("x", x, numbers)
    start = dict(bilayer.PAPER)
    start |= entries.values("sweep", values, start, bilayer.OPTIONS, start, single=True)
    name, members = _family(family)
    if name is not None:
        checks.option("the family", name, [n for n in numbers if n != x])
        members = [entries.values("the family", {name: one}, [name], single=True)[name] for one in members]
    taken = (x, name)
    controls = tuple(controls if controls is not None else [n for n in numbers if n not in taken])
    for one in controls:
        checks.option("a control", one, [n for n in numbers if n not in taken])
    options = tuple(options if options is not None else bilayer.CHOICES)
    for one in options:
        checks.option("an option", one, bilayer.OPTIONS)
    for one in parts:
        checks.option("a part", one, ("real", "imag"))
    latex, unit, _ = QUANTITIES[quantity]
    _, _, scale = bilayer.AXES[x]
    against = f"${latex}$ against ${named(x).latex}$"
    heading = against if quantity in MIXING else f"{source}: {against}"
    panel = Panel("a", heading, x, latex, unit.replace("{}", source), scale == "log", tuple(parts))
    title = f"{WORDS[quantity]} against the {named(x).meaning}"
    alt = title + (f", one curve for each {named(name).meaning}" if name else "") + "."
    pieces = tuple(_line(quantity, source, x, name, member) for member in members)
    return Figure("sweep", title, alt, start, controls, options, (panel,), pieces, columns=1, spec=spec)


def _family(family):
    """Return the name and the members of a family, (None, (None,)) where there is none."""
    if family is None:
        return None, (None,)
    try:
        name, members = family
        return name, list(members)
    except (TypeError, ValueError):
        raise TypeError(f"family = {family!r}; write (name, [numbers]), e.g. ('lambda_o_F', [1*nm, 3*nm]).") from None


def _line(quantity, source, x, family, member):
    latex, _, formula = QUANTITIES[quantity]
    formula = formula.replace("{}", source)
    if family is None:
        return Line("a", quantity, latex, formula, x, source)
    factor, unit = display(family)
    label = f"{named(family).latex} = {member / factor:g}\\,\\mathrm{{{unit}}}"
    return Line("a", f"{family}={member / factor:g}{unit}", label, formula, x, source, {family: member})
