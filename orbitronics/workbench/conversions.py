"""Units of the literature and of other codes, and those of the library."""

import re
from typing import Any

import numpy as np

from .. import checks
from ..checks import Answer, Number
from ..constants import MU_0
from ..entries import LENGTHS

_KINDS: dict[tuple[int, ...], tuple[str, str]] = {
    (1, 0, 0, 0, 0): ("length", "m"),
    (-1, 1, 0, 0, 0): ("conductivity", "S/m"),
    (-1, 1, 0, 0, 1): ("conductivity", "S/m"),
    (1, -1, 0, 0, 0): ("resistivity", "ohm m"),
    (-2, 1, 0, 0, 0): ("conductance", "S/m^2"),
    (2, -1, 0, 0, 0): ("area resistance", "ohm m^2"),
    (-2, 0, 1, 0, 0): ("current density", "A/m^2"),
    (-1, 0, 1, 0, 0): ("magnetic", "A/m"),
    (0, 0, 0, 1, 0): ("magnetic", "T"),
}
"""What a unit is of, and the unit of the library, by the powers of m, S, A, T and hbar/e in it."""

_PREFIXES = {"": 1.0, "M": 1e6, "k": 1e3, "m": 1e-3, "u": 1e-6, "n": 1e-9, "f": 1e-15}
_BASES = {"S": (1.0, (0, 1, 0, 0, 0)), "ohm": (1.0, (0, -1, 0, 0, 0)), "A": (1.0, (0, 0, 1, 0, 0))}
_BASES |= {name: (factor / MU_0, (0, 0, 0, 1, 0)) for name, factor in (("T", 1.0), ("Oe", 1e-4), ("G", 1e-4))}
_UNITS = {prefix + name: (size * one, powers) for prefix, size in _PREFIXES.items()
          for name, (one, powers) in _BASES.items()}  # fmt: skip
_UNITS |= {name: (factor, (1, 0, 0, 0, 0)) for name, factor in (*LENGTHS.items(), ("cm", 0.01))}
_UNITS |= {"emu": (1e-3, (2, 0, 1, 0, 0)), "cc": (1e-6, (3, 0, 0, 0, 0)), "1": (1.0, (0, 0, 0, 0, 0))}
# an angular momentum current of hbar/2e per charge counts as the charge current itself
_UNITS |= {"hbar2e": (1.0, (0, 0, 0, 0, 1)), "hbare": (2.0, (0, 0, 0, 0, 1))}

_SPELLINGS = {"Ω": "ohm", "\u2126": "ohm", "ℏ": "hbar", "ħ": "hbar", "μ": "u", "µ": "u", "·": " ", "*": " ", "−": "-",
              "⁻": "^-", "¹": "1", "²": "^2", "³": "^3", "^-^": "^-", "[": "(", "]": ")"}  # fmt: skip
_HALL = re.compile(r"\(?hbar\s*(?:/|\s)\s*\(?(2?)\s*e(?:\^-1)?\b\)?\)?")
_FACTOR = re.compile(r"\s*(/?)\s*([^\W\d]+(?:2e)?|1)(?:\^(-?\d))?\s*")
_EXAMPLES = "(hbar/e)/(ohm cm), (hbar/2e)/(ohm cm), S/m, uohm cm, nm, emu/cm^3, A/m, Oe, T, S/m^2, A/cm^2"
_MULTIPLE = re.compile(r"(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s+(.*)", re.IGNORECASE)


def units(value: Number, unit: str, to: str | None = None) -> Answer:
    """Return a number in the unit of the library, or in another one.

    Hall conductivities are quoted per angular momentum hbar/2 (a current times hbar/2e) or hbar (times hbar/e); the
    library counts in the former: sigma_OHE in (hbar/e)/(ohm cm) times 200, in (hbar/2e)/(ohm cm) times 100, and S/m
    or 1/(ohm m) as it is.  A bare 1/(ohm cm) of a Hall conductivity is ambiguous in the literature, and is taken as
    a charge conductivity here.  Resistivities and conductivities turn into each other, as do area resistances and
    conductances.  Oe, G and T of a field and A/m and emu/cm^3 of a magnetisation turn into each other by mu_0.

    Parameters
    ----------
    value : float or array
    unit : str
        The unit that it is in, such as "(hbar/e)/(ohm cm)", "uohm cm", "emu/cm^3", "Oe", "nm"; a multiple stands in
        front, "1e3 (hbar/e)/(ohm cm)".
    to : str, optional
        The unit it is wanted in; by default the library's: m, S/m, ohm m, A/m for a magnetisation, T for a field,
        S/m^2, ohm m^2, A/m^2.

    Returns
    -------
    float or array

    Raises
    ------
    ValueError
        If a unit is unknown, or one does not turn into the other.
    """
    value = checks.finite("units", "value", value)
    factor, powers = _read(unit)
    kind, si = _KINDS[powers]
    over, other = _read(si if to is None else to)
    value = value * factor
    if powers == tuple(-n for n in other):
        if np.any(np.equal(value, 0)):
            raise ValueError(f"units: value = 0 {unit} has no reciprocal in {to}.")
        value = 1 / value
    elif kind != _KINDS[other][0]:
        raise ValueError(f"units: {unit!r} is a unit of {kind}, {to!r} of {_KINDS[other][0]}.")
    return value / over


def _read(unit: Any) -> tuple[float, tuple[int, ...]]:
    """Return the factor to m, S and A (and A/m for a field), and the powers of m, S, A, T and hbar/e."""
    if not isinstance(unit, str):
        raise TypeError(f"units: a unit is text such as '(hbar/e)/(ohm cm)', not {unit!r}.")
    multiple = _MULTIPLE.fullmatch(unit.strip())
    factor, text = (float(multiple[1]), multiple[2]) if multiple else (1.0, unit)
    for old, new in _SPELLINGS.items():
        text = text.replace(old, new)
    text = _HALL.sub(r" hbar\1e ", text)
    text = re.sub(r"/\s*\(([^()]*)\)|\(([^()]*)\)\^-1", lambda f: f"/{'/'.join((f[1] or f[2]).split())}", text)
    text = re.sub(r"\(([^()]*)\)", r" \1 ", text)
    parts, powers = list(_FACTOR.finditer(text)), np.zeros(5, dtype=int)
    known = "".join(one[0] for one in parts) == text and all(one[2] in _UNITS for one in parts)
    for slash, name, power in (one.groups() for one in parts if known):
        size, own = _UNITS[name]
        exponent = int(power or 1) * (-1 if slash else 1)
        factor, powers = factor * size**exponent, powers + exponent * np.array(own)
    if tuple(powers) not in _KINDS:
        raise ValueError(f"units: {unit!r} is not known; units are such as {_EXAMPLES}.")
    return factor, tuple(powers)
