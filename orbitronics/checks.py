"""What a number must be to enter the library, and what is said when it is not."""

import math
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np

from . import blocks
from .constants import MU_0
from .quantities import (
    ABSORBING,
    COMPLEX,
    CONDUCTANCE,
    CONDUCTIVITY,
    CURRENT,
    FIELD,
    FINITE,
    FRACTION,
    NOT_NEGATIVE,
    POSITIVE,
    POSITIVE_OR_INF,
    QUANTITIES,
    SIGN,
    TRANSFER,
)

Number: TypeAlias = float | np.ndarray
"""What a parameter may be: a number, or an array of numbers that broadcasts with the others."""

Answer: TypeAlias = Any
"""What a solution answers: a number for a single stack, an array for a sweep."""


class UnitsWarning(UserWarning):
    """A number most likely in another unit: a length above 1 mm, a polarisation in per cent, a resistivity."""


def quantity(owner: str, name: str, value: Any, domain: str | None = None) -> Any:
    """Return the value of the quantity `name`, checked by what `quantities` says that it may be.

    Parameters
    ----------
    owner : str
        What the number belongs to; the error begins with it.
    name : str
        A name in `quantities.QUANTITIES`.
    value : object
        What was given.
    domain : str, optional
        One of the domains of `quantities`, where it is another than that of the quantity.

    Returns
    -------
    float, complex, int or array
        A number, or a read-only copy of an array.

    Raises
    ------
    TypeError
        If it is no number, or carries units, a mask or labels.
    ValueError
        If it is outside its domain.

    Warns
    -----
    UnitsWarning
        If it is most likely in another unit.
    """
    one = QUANTITIES[name]
    return within(owner, name, value, one.unit, domain or one.domain)


def within(owner: str, name: str, value: Any, unit: str, domain: str) -> Any:
    """Return `value` checked to lie in a `domain` of `quantities`; as `quantity`."""
    if domain == SIGN:
        return _sign(owner, name, value)
    allows_complex = domain in (COMPLEX, ABSORBING)
    value, *ends = _read(owner, name, value, unit, allows_complex)
    holds = _DOMAINS[domain]
    # no domain of real numbers has a gap
    if not (np.all(holds(value)) if allows_complex else holds(ends[0]) and holds(ends[1])):
        hint = " Lengths are in metres: write 3*nm for 3 nm." if unit == "m" else ""
        bad = f"{_offender(value, holds)} {unit}".rstrip()
        raise ValueError(f"{owner}: {name} = {bad}; it must be {domain}.{hint}")
    size = np.abs(value) if allows_complex else value
    low, high = ends if not allows_complex else (float(np.min(size)), float(np.max(size)))
    _doubt(owner, name, size, low, high, unit, domain)
    return value


def _finite(x: Any) -> Any:
    return math.isfinite(x) if isinstance(x, float) else np.isfinite(x)


_DOMAINS: dict[str, Callable[[Any], Any]] = {
    FINITE: _finite,
    POSITIVE: lambda x: (x > 0) & _finite(x),
    POSITIVE_OR_INF: lambda x: x > 0,
    NOT_NEGATIVE: lambda x: (x >= 0) & _finite(x),
    FRACTION: lambda x: abs(x) <= 1,
    COMPLEX: lambda x: np.isfinite(x),
    ABSORBING: lambda x: np.isfinite(x) & (x.real >= 0),
}


def number(owner: str, name: str, value: Any, unit: str = "", allows_complex: bool = False) -> Any:
    """Return `value` as a float or a read-only copy of an array of floats; NaN is refused.

    With `allows_complex`, as complex numbers.
    """
    return _read(owner, name, value, unit, allows_complex)[0]


def _read(owner: str, name: str, value: Any, unit: str, allows_complex: bool) -> tuple[Any, Any, Any]:
    """Return `number`, its least and its largest element."""
    if type(value) is float and value == value and not allows_complex:
        return value, value, value
    _refuse_foreign(owner, name, value, unit)
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        raise ValueError(
            f"{owner}: {name} = {shown(value)} is ragged or no array; every row must have the same length."
        ) from None
    if array.dtype.kind not in ("iufc" if allows_complex else "iuf") or array.dtype == np.float16:
        asked = "number or an array of numbers" if allows_complex else "real number or an array of real numbers"
        raise TypeError(f"{owner}: {name} = {shown(value)} is {_kind(array)}; it must be a {asked}{_in(unit)}.")
    kind = complex if allows_complex else float
    if array.ndim == 0:
        one = kind(array)
        if one != one:
            raise ValueError(
                f"{owner}: {name} is NaN; it must be a {'' if allows_complex else 'real '}number{_in(unit)}."
            )
        return one, one, one
    if array.size == 0:
        raise ValueError(
            f"{owner}: {name} is an empty array of shape {array.shape}; give at least one number{_in(unit)}."
        )
    array, low, high = blocks.copied(array, kind)
    if low != low:
        raise ValueError(
            f"{owner}: {name} has NaN at {_where(np.isnan(array))}; every element must be a number{_in(unit)}."
        )
    array.flags.writeable = False
    return array, low, high


_CONVERTED = {"pint": "x.to({}).magnitude", "astropy": "x.to_value({})", "unyt": "x.to_value({})"}
_LABELLED = {"pandas": "x.to_numpy()", "xarray": "x.values", "polars": "x.to_numpy()"}
_UNIT_NAMES = {"m": "'m'", CONDUCTIVITY: "'S/m'", CONDUCTANCE: "'S/m**2'", TRANSFER: "'S/m**3'", FIELD: "'V/m'"}
_UNIT_NAMES |= {"A m⁻¹": "'A/m'", CURRENT: "'A/m**2'"}


def _refuse_foreign(owner: str, name: str, value: Any, unit: str) -> None:
    """Refuse what NumPy would strip of its units, its mask or its labels without a word."""
    if type(value) in (float, int, np.ndarray, np.float64):
        return
    if isinstance(value, list | tuple):
        for one in value:
            if isinstance(one, bool | np.bool_):
                raise TypeError(f"{owner}: {name} = {shown(value)} holds a truth value; give real numbers{_in(unit)}.")
            _refuse_foreign(owner, name, one, unit)
        return
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"{owner}: {name} is a masked array, and a mask would be lost; "
            "give plain numbers, x.compressed() or x.filled(...)."
        )
    packages = {kind.__module__.partition(".")[0] for kind in type(value).__mro__}
    for package, how in _CONVERTED.items():
        if package in packages or (package == "pint" and hasattr(value, "magnitude") and hasattr(value, "units")):
            how = how.format(_UNIT_NAMES.get(unit, "the SI unit" if unit else "''"))
            raise TypeError(
                f"{owner}: {name} = {shown(value)} is a quantity with units ({type(value).__module__}), which would "
                f"be lost; pass the number{_in(unit)}, {how}."
            )
    for package, how in _LABELLED.items():
        if package in packages:
            raise TypeError(
                f"{owner}: {name} is a {type(value).__name__} of {package}, whose labels would be lost; pass the plain "
                f"array, {how}, with an axis of its own for each swept parameter."
            )


def _doubt(owner: str, name: str, value: Any, low: float, high: float, unit: str, domain: str) -> None:
    """Warn of a number that is allowed but most likely in another unit."""
    if unit == "m" and domain != FINITE:
        if high == np.inf and low != np.inf:
            high = float(value[np.isfinite(value)].max())
        if MILLIMETRE < high < np.inf:
            warn(
                f"{owner}: {name} = {high:g} m, more than a millimetre; did you mean {high:g}*nm? "
                "Lengths are in metres.",
                UnitsWarning,
            )
        if domain in (POSITIVE, POSITIVE_OR_INF) and low < SHORTEST:
            raise ValueError(f"{owner}: {name} = {low:g} m; a length below {SHORTEST:g} m cannot be computed with.")
        return
    if low == 0 < high:
        low = float(value[value > 0].min())
    given = ""
    if name == "sigma" or name.startswith(("sigma_s", "sigma_o")):
        if 0 < low < RESISTIVITY or 1e-2 <= low < MEGA:
            given = "a resistivity? A conductivity is 1/rho" if low < RESISTIVITY else f"MS/m? Write {low:g}e6"
    elif name in ("G_s", "G_o", "G_mix", "G_long") and unit == CONDUCTANCE:
        low = max(abs(low), abs(high))
        given = f"units of 1e15? Write {low:g}e15" if 0 < low < LEAKY else ""
    elif name == "M_s" and low < CGS:
        given = f"tesla? Write {low / MU_0:.3g}" if low < TESLA else f"emu/cm^3? Write {low * 1e3:.3g}"
    elif name == "wavenumber" and low < 1:
        given = "a length? A wavenumber is 1/lambda"
    if given:
        warn(f"{owner}: {name} = {low:g} {unit}, hardly so small; did you give {given}.", UnitsWarning)


MILLIMETRE = 1e-3
"""A length above this, in m, is taken for one that was given in other units."""
SHORTEST = 1e-100
"""A relaxation length below this, in m, has no square in floating-point numbers."""
PERCENT = 5.0
"""A polarisation from here on is taken for a percentage, where it is also beyond that of a passive material."""
RESISTIVITY = 1e-3
"""A conductivity below this, in 1/(ohm m), is taken for a resistivity in ohm m."""
MEGA, LEAKY, TESLA, CGS = 100.0, 1e3, 10.0, 2500.0
"""Below these a conductivity is taken for MS/m, a conductance for units of 1e15, M_s for tesla or emu/cm^3."""


def warn(message: str, category: type[Warning]) -> None:
    """Warn at the line outside this package that led here."""
    level, frame = 1, sys._getframe()
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == __package__:
        level += 1
        frame = frame.f_back  # type: ignore[assignment]
    warnings.warn(message, category, stacklevel=level)


def _sign(owner: str, name: str, value: Any) -> int:
    if isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool) and value in (1, -1):
        return int(value)
    raise ValueError(f"{owner}: {name} = {shown(value)}; allowed are +1 and -1 (collinear magnets).")


def positive(owner: str, name: str, value: Any, unit: str, infinite: bool = False) -> Any:
    """Return `value` checked to be positive, and finite unless `infinite` is allowed."""
    return within(owner, name, value, unit, POSITIVE_OR_INF if infinite else POSITIVE)


def finite(owner: str, name: str, value: Any, unit: str = "") -> Any:
    """Return `value` checked to be finite."""
    return within(owner, name, value, unit, FINITE)


def unknown(owner: str, what: str, name: object, known: Iterable[str], error: type[Exception] = TypeError) -> Exception:
    """Return the error for a `name` that is not `known`, with the nearest of them, or all."""
    from difflib import get_close_matches

    known = list(known)
    near = get_close_matches(str(name), known, n=3)
    hint = f" Did you mean {', '.join(near)}?" if near and len(known) > 8 else ""
    return error(f"{owner} has no {what} {name!r}; it has {', '.join(known) or 'none'}.{hint}")


def together(owner: str, values: Mapping[str, Any]) -> None:
    """Refuse values by name that are possible each for itself but not together."""
    P_os, P_so = values.get("P_os", 0.0), values.get("P_so", 0.0)
    if blocks.anywhere(lambda a, b: 1 - np.multiply(a, b) == 0, P_os, P_so):
        raise ValueError(
            f"{owner}: 1 - P_os P_so = 0 (P_os = {P_os}, P_so = {P_so}): spin and orbital current "
            "are then the same current, and Eqs. (3), (4) have no solution. Choose P_os P_so different from 1."
        )
    for name, P, upside in (("P_os", P_os, False), ("P_so", P_so, True)):
        if not blocks.anywhere(lambda P: np.abs(P) >= PERCENT, P):
            continue
        ratio = np.sqrt(np.divide(values["sigma_s"], values["sigma_o"]))
        bound = 2 / ratio if upside else 2 * ratio  # a passive material is within
        if np.any((np.abs(P) >= PERCENT) & (np.abs(P) > bound)):
            most = float(np.max(np.abs(P)))
            warn(
                f"{owner}: {name} reaches {most:g}; it is a fraction: write {most / 100:g} for {most:g} %.",
                UnitsWarning,
            )
    lengths = [values[name] for name in ("lambda_sf", "lambda_J", "lambda_phi") if name in values]
    endless = len(lengths) == 3 and all(np.any(np.isinf(x)) for x in lengths)
    if endless and np.any(np.isinf(np.minimum(np.minimum(lengths[0], lengths[1]), lengths[2]))):
        raise ValueError(
            f"{owner}: lambda_sf, lambda_J and lambda_phi are all infinite; "
            "at least one must be finite, or the spin never relaxes."
        )


def name(owner: str, value: Any) -> str:
    """Return the name of a material, checked to be text that can stand in an address."""
    if not isinstance(value, str):
        raise TypeError(f"{owner}: name = {shown(value)} must be text.")
    bad = [sign for sign in "/[]." if sign in value]
    if bad or not value.strip() or value != value.strip():
        why = f"{' '.join(bad)} separates the parts of an address" if bad else "it is empty or has blanks at its ends"
        raise ValueError(f"{owner}: name = {value!r}: {why}; choose another name, such as 'Pt'.")
    return value


FORMER = {"conserving": "reciprocal"}
"""Options that bear another name now, by the old one."""


def option(name: str, value: Any, allowed: Iterable[str]) -> str:
    """Return `value` checked to be one of `allowed`; a former name gives the present one, with a warning."""
    allowed = tuple(allowed)
    now = FORMER.get(value) if isinstance(value, str) else None
    if now in allowed:
        warn(f"{name} = {value!r} is called {now!r} now; the old name goes in a later version.", DeprecationWarning)
        value = now
    if not isinstance(value, str) or value not in allowed:
        choices = ", ".join(repr(a) for a in allowed)
        raise ValueError(f"{name} = {value!r} is not known; allowed are {choices}.")
    return value


def common_shape(named: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the shape to which the values of the mapping `named` broadcast."""
    shape: tuple[int, ...] = ()
    seen: list[tuple[str, tuple[int, ...]]] = []
    for name, value in named.items():
        if isinstance(value, float):
            continue
        new = np.shape(value)
        try:
            shape = np.broadcast_shapes(shape, new)
        except ValueError:
            other = next(n for n, s in seen if _clash(s, new))
            raise ValueError(
                f"{other} has shape {dict(seen)[other]} and {name} has shape {new}: these do not broadcast. "
                "Give each swept parameter an axis of its own, e.g. values[:, None] for one of them."
            ) from None
        if new:
            seen.append((name, new))
    return shape


def _clash(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return any(m != n and 1 not in (m, n) for m, n in zip(a[::-1], b[::-1], strict=False))


def _offender(value: Any, holds: Callable[[Any], Any]) -> str:
    if isinstance(value, np.ndarray):
        bad = np.logical_not(holds(value))
        return f"{_offender(value.flat[int(np.argmax(bad))], holds)} (at {_where(bad)})"
    text = f"{value:g}"
    return str(value) if holds(type(value)(text)) else text  # 1.0000001 is not 1


def _where(mask: Any) -> str:
    return "index " + ", ".join(str(int(i)) for i in np.unravel_index(int(np.argmax(mask)), mask.shape))


def shown(value: object) -> str:
    """Return what was given, as text for a message."""
    return brief(repr(value))


def brief(text: str) -> str:
    """Return a text as far as it fits into a message."""
    return text if len(text) <= 60 else text[:57] + "..."


def _kind(array: np.ndarray) -> str:
    kinds = {"c": "complex", "b": "a truth value", "U": "text", "S": "bytes", "O": "no number"}
    return kinds.get(array.dtype.kind, f"of type {array.dtype}")


def _in(unit: str) -> str:
    return f" in {unit}" if unit else ""
