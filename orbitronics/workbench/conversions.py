"""Units of the literature and of other codes, and those of the library."""

import re
from typing import Any, NamedTuple

import numpy as np

from .. import checks
from ..checks import Answer, Number
from ..constants import MU_0
from ..entries import LENGTHS


class _Unit(NamedTuple):
    kind: str
    factor: float  # to the unit of the kind that stands in _BASE
    si: str  # the unit of the library in which it is given unless told


_BASE = {"length": "m", "conductivity": "S/m", "resistivity": "ohm m", "magnetic": "A/m", "conductance": "S/m^2",
         "area resistance": "ohm m^2", "current density": "A/m^2"}  # fmt: skip
_RECIPROCAL = {"resistivity": "conductivity", "conductivity": "resistivity",
               "area resistance": "conductance", "conductance": "area resistance"}  # fmt: skip
_PREFIX = {"": 1.0, "M": 1e6, "k": 1e3, "m": 1e-3, "u": 1e-6, "n": 1e-9}


def _units() -> dict[str, _Unit]:
    found: dict[str, _Unit] = {}

    def add(kind: str, names: dict[str, float], si: str | None = None) -> None:
        for name, factor in names.items():
            found[_plain(name)] = _Unit(kind, factor, si or _BASE[kind])

    add("length", LENGTHS)
    for per, factor in (("cm", 100.0), ("m", 1.0)):
        # an angular momentum current of hbar/2e per charge counts as the charge current itself
        hall = {f"(hbar/2e)/(ohm {per})": factor, f"(hbar/2e) S/{per}": factor}
        hall |= {f"(hbar/e)/(ohm {per})": 2 * factor, f"(hbar/e) S/{per}": 2 * factor}
        add("conductivity", hall)
        for prefix, size in _PREFIX.items():
            add("conductivity", {f"{prefix}S/{per}": size * factor, f"1/({prefix}ohm {per})": factor / size})
            add("resistivity", {f"{prefix}ohm {per}": size / factor})
            add("current density", {f"{prefix}A/{per}^2": size * factor**2})
            add("conductance", {f"{prefix}S/{per}^2": size * factor**2, f"1/({prefix}ohm {per}^2)": factor**2 / size})
            add("area resistance", {f"{prefix}ohm {per}^2": size / factor**2})
    add("area resistance", {"fohm m^2": 1e-15, "ohm um^2": 1e-12})
    for prefix, size in _PREFIX.items():
        add("magnetic", {f"{prefix}A/m": size})
        add("magnetic", {f"{prefix}T": size / MU_0}, "T")
        add("magnetic", {f"{prefix}Oe": size * 1e-4 / MU_0, f"{prefix}G": size * 1e-4 / MU_0}, "T")
        add("magnetic", {f"{prefix}emu/cm^3": size * 1e3, f"{prefix}emu/cc": size * 1e3})
    return found


_SPELLINGS = (
    ("Ω", "ohm"), ("Ω", "ohm"), ("ℏ", "hbar"), ("ħ", "hbar"), ("μ", "u"), ("µ", "u"), ("·", " "), ("*", " "),
    ("−", "-"), ("⁻¹", "^-1"), ("⁻²", "^-2"), ("²", "^2"), ("³", "^3"), ("e^-1", "/e"), ("[", "("), ("]", ")"),
)  # fmt: skip


def _plain(unit: str) -> str:
    """Return a unit in one spelling: 1/(ohm cm) for ohm^-1 cm^-1, and no blanks."""
    text = unit.strip()
    for old, new in _SPELLINGS:
        text = text.replace(old, new)
    text = re.sub(r"(\w*?ohm)\^-1\s*(c?m)\^-1", r"1/(\1 \2)", text)
    text = re.sub(r"(\w*?ohm)\^-1\s*(c?m)\^-2", r"1/(\1 \2^2)", text)
    text = re.sub(r"(\w+)\s+(c?m)\^-(\d)", lambda f: f"{f[1]}/{f[2]}" + (f"^{f[3]}" if f[3] != "1" else ""), text)
    text = re.sub(r"\((\w*ohm\s*c?m(?:\^2)?)\)\^-1", r"1/(\1)", text)
    text = re.sub(r"^\(?hbar\s*/\s*\(?(2?)\s*e\)?\)?", r"(hbar/\1e)", text)
    text = re.sub(r"\)\s*1/\(", ")/(", text)
    return re.sub(r"\s+", "", text)


_KNOWN = _units()
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
    times, one = _found(unit)
    over, other = _found(one.si if to is None else to)
    value = value * (times * one.factor)
    if one.kind != other.kind:
        if _RECIPROCAL.get(one.kind) != other.kind:
            raise ValueError(f"units: {unit!r} is a unit of {one.kind}, {to!r} of {other.kind}.")
        if np.any(np.equal(value, 0)):
            raise ValueError(f"units: value = 0 {unit} has no reciprocal in {to}.")
        value = 1 / value
    return value / (over * other.factor)


def _found(unit: Any) -> tuple[float, _Unit]:
    if not isinstance(unit, str):
        raise TypeError(f"units: a unit is text such as '(hbar/e)/(ohm cm)', not {unit!r}.")
    multiple = _MULTIPLE.fullmatch(unit.strip())
    times, text = (float(multiple[1]), multiple[2]) if multiple else (1.0, unit)
    try:
        return times, _KNOWN[_plain(text)]
    except KeyError:
        from difflib import get_close_matches

        near = get_close_matches(_plain(text), _KNOWN, n=3)
        raise ValueError(
            f"units: {unit!r} is not known; units are such as {_EXAMPLES}."
            f"{' Did you mean ' + ', '.join(near) + '?' if near else ''}"
        ) from None
