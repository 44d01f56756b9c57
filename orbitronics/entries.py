"""Values by name, as users give them: one road through the checks for figures, samples and the command line."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from . import checks
from .quantities import nm, unit

LENGTHS = {"m": 1.0, "mm": 1e-3, "um": 1e-6, "µm": 1e-6, "μm": 1e-6, "nm": nm, "pm": 1e-12, "Å": 1e-10}
"""The units in which the text of a length may be written, in m."""

_FINITE_ONLY = ("G_s", "G_o", "G_os", "G_so")
_TEXT = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf|nan)\s*(.*)", re.DOTALL)


def values(
    owner: str,
    given: Mapping[str, Any] | None,
    known: Iterable[str],
    options: Mapping[str, Iterable[str]] | None = None,
    base: Mapping[str, Any] | None = None,
    single: bool = False,
    unknown: type[Exception] = ValueError,
) -> dict[str, Any]:
    """Return values by name, each checked by what its quantity may be: all of them, or an error.

    Parameters
    ----------
    owner : str
        What the values are for; errors begin with it.
    given : mapping or None
        Numbers in SI and options by name.
    known : iterable of str
        The names that are allowed, of quantities and of options.
    options : mapping, optional
        The choices of each option by its name.
    base : mapping, optional
        The values of what is not given, with which these must go together.
    single : bool
        Whether arrays are refused.
    unknown : type
        The error for an unknown name; TypeError where names are those of arguments.

    Returns
    -------
    dict
        Floats, read-only arrays and options, for the names in `given` alone.

    Raises
    ------
    ValueError, TypeError
        If a name is unknown, or a value outside what is allowed.
    """
    given = {} if given is None else given
    if not isinstance(given, Mapping):
        raise TypeError(f"{owner}: values are a mapping of names to numbers, {{'d_N': 5*nm}}, not {given!r}.")
    options, known = options or {}, tuple(known)
    checked: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise checks.unknown(owner, "parameter", name, known, unknown)
        if name in options:
            checked[name] = checks.option(name, value, options[name])
            continue
        checked[name] = checks.quantity(owner, name, value)
        if single and isinstance(checked[name], np.ndarray):
            raise ValueError(f"{owner}: {name} must be a single number, not an array.")
    both = {**(base or {}), **checked}
    checks.common_shape({name: value for name, value in both.items() if not isinstance(value, str)})
    sigmas = {name: both[f"{name}_F"] for name in ("sigma_s", "sigma_o") if f"{name}_F" in both}
    checks.together(owner, both | sigmas)
    return checked


def idle(given: Mapping[str, Any], base: Mapping[str, Any]) -> list[str]:
    """Return the names of given values that differ from `base` but do nothing with the options chosen."""
    if {**base, **given}.get("interface") != "transparent":
        return []
    return [name for name in _FINITE_ONLY if name in given and np.any(np.not_equal(given[name], base[name]))]


def refuse_idle(owner: str, given: Mapping[str, Any], base: Mapping[str, Any]) -> None:
    """Raise ValueError if a given value does nothing with the options chosen."""
    names = idle(given, base)
    if names:
        raise ValueError(
            f"{owner}: {', '.join(names)} has no effect while the interface is transparent; "
            "choose interface = 'finite' as well."
        )


def parse(name: str, text: str) -> float:
    """Return the number in SI that a text says, e.g. "3nm", "10 um", "0.5" or "1e15".

    Parameters
    ----------
    name : str
        Name of the quantity; only a length takes a unit: m, mm, um, nm, pm or Å.
    text : str

    Raises
    ------
    ValueError
        If the text is no number, or its unit is not one of these; or if a length is above 1 mm.
    """
    found = _TEXT.fullmatch(text.strip())
    units = ", ".join(dict.fromkeys(("m", "mm", "um", "nm", "pm", "Å")))
    length = unit(name) == "m"
    example = (
        "a length such as 3nm" if length else f"a number in {unit(name)}" if unit(name) else "a number such as 0.5"
    )
    if not found:
        raise ValueError(f"{name} = {text!r} is no number; write {example}.")
    number, suffix = float(found[1]), found[2].strip()
    if not length:
        if suffix:
            raise ValueError(f"{name} = {text!r}: write the number alone, {example}.")
        return number
    if suffix not in ("", *LENGTHS):
        raise ValueError(f"{name} = {text!r}: {suffix!r} is not known; a length is in {units}.")
    value = number * LENGTHS[suffix or "m"]
    if checks.MILLIMETRE < abs(value) < np.inf:
        raise ValueError(f"{name} = {text!r} is {value:g} m, more than a millimetre; did you mean {found[1]}nm?")
    return value
