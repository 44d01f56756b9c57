"""What a number must be to enter the library, and what is said when it is not."""

import functools
import inspect
from typing import Any, TypeAlias

import numpy as np

Number: TypeAlias = float | np.ndarray
"""What a parameter may be: a number, or an array of numbers that broadcasts with the others."""

Answer: TypeAlias = Any
"""What a solution answers: a number for a single stack, an array for a sweep."""


def number(owner, name, value, unit=""):
    """Return `value` as a float or a read-only copy of an array of floats; NaN is refused."""
    array = np.asarray(value)
    if array.dtype.kind not in "iuf":
        raise TypeError(
            f"{owner}: {name} = {_shown(value)} is {_kind(array)}; "
            f"it must be a real number or an array of real numbers{_in(unit)}."
        )
    if array.ndim == 0:
        one = float(array)
        if one != one:
            raise ValueError(f"{owner}: {name} is NaN; it must be a real number{_in(unit)}.")
        return one
    array = np.array(array, dtype=float)
    array.flags.writeable = False
    if array.size == 0:
        raise ValueError(
            f"{owner}: {name} is an empty array of shape {array.shape}; give at least one number{_in(unit)}."
        )
    if np.isnan(array.min()):
        raise ValueError(
            f"{owner}: {name} has NaN at {_where(np.isnan(array))}; every element must be a number{_in(unit)}."
        )
    return array


def positive(owner, name, value, unit, infinite=False):
    """Return `value` checked to be positive, and finite unless `infinite` is allowed."""
    value = number(owner, name, value, unit)
    low, high = (value, value) if isinstance(value, float) else (value.min(), value.max())
    allowed = "positive (inf is allowed)" if infinite else "positive and finite"
    hint = " Lengths are in metres: write 3*nm for 3 nm." if unit == "m" else ""
    if not low > 0:
        bad = _offender(value, lambda v: ~(v > 0))
        raise ValueError(f"{owner}: {name} = {bad} {unit}; it must be {allowed}.{hint}")
    if not infinite and high == np.inf:
        raise ValueError(f"{owner}: {name} = {_offender(value, np.isinf)} {unit}; it must be {allowed}.{hint}")
    return value


def finite(owner, name, value, unit=""):
    """Return `value` checked to be finite."""
    value = number(owner, name, value, unit)
    if not np.isfinite(value if isinstance(value, float) else np.abs(value).max()):
        raise ValueError(
            f"{owner}: {name} = {_offender(value, lambda v: ~np.isfinite(v))}; it must be finite{_in(unit)}."
        )
    return value


def option(name, value, allowed):
    """Return `value` checked to be one of `allowed`."""
    if not isinstance(value, str) or value not in allowed:
        choices = ", ".join(repr(a) for a in allowed)
        raise ValueError(f"{name} = {value!r} is not known; allowed are {choices}.")
    return value


def common_shape(named):
    """Return the shape to which the values of the mapping `named` broadcast."""
    shape: tuple[int, ...] = ()
    seen: list[tuple[str, tuple[int, ...]]] = []
    for name, value in named.items():
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


def _clash(a, b):
    return any(m != n and 1 not in (m, n) for m, n in zip(a[::-1], b[::-1], strict=False))


def _offender(value, bad):
    if isinstance(value, float):
        return f"{value:g}"
    here = np.unravel_index(int(np.argmax(bad(value))), value.shape)
    return f"{value[here]:g} (at index {', '.join(map(str, here))})"


def _where(mask):
    return "index " + ", ".join(str(int(i)) for i in np.unravel_index(int(np.argmax(mask)), mask.shape))


def _shown(value):
    text = repr(value)
    return text if len(text) < 60 else text[:57] + "..."


def _kind(array):
    kinds = {"c": "complex", "b": "a truth value", "U": "text", "S": "bytes", "O": "no number"}
    return kinds.get(array.dtype.kind, f"of type {array.dtype}")


def _in(unit):
    return f" in {unit}" if unit else ""


def checked(*forms):
    """Return a decorator that checks numbers by their names and `form` against `forms`.

    Lengths, thicknesses and conductivities must be positive, everything else finite; complex
    numbers are allowed where a conductance or an efficiency may be complex.
    """
    complex_names = {"g_s", "wavenumber", "eta", "G", "G_mix", "G_os_m", "G_so_m", "G_o"}

    def decorate(function):
        signature = inspect.signature(function)
        owner = function.__name__

        @functools.wraps(function)
        def with_checks(*args, **kwargs):
            if any(getattr(value, "symbolic", False) for value in (*args, *kwargs.values())):
                return function(*args, **kwargs)  # while it is compiled there are no numbers to check
            bound = signature.bind(*args, **kwargs)
            for name, value in bound.arguments.items():
                if name == "form":
                    option("form", value, forms)
                elif value is None:
                    continue
                elif name.startswith(("lambda_", "sigma_s", "sigma_o", "d_", "area", "M_s")) or name in ("d", "sigma"):
                    limit = name in ("lambda_sf", "lambda_J", "lambda_phi")
                    bound.arguments[name] = positive(owner, name, value, _unit_of(name), infinite=limit)
                elif name in complex_names and np.iscomplexobj(value):
                    if not np.isfinite(value).all():
                        raise ValueError(f"{owner}: {name} = {_shown(value)}; it must be finite.")
                    bound.arguments[name] = np.asarray(value)[()]
                else:
                    bound.arguments[name] = finite(owner, name, value)
            common_shape({k: v for k, v in bound.arguments.items() if k != "form" and v is not None})
            with np.errstate(all="ignore"):
                result = function(*bound.args, **bound.kwargs)
            _refuse_nan(owner, result)
            return result

        return with_checks

    return decorate


def _unit_of(name):
    return "m" if name.startswith(("lambda_", "d")) else ""


def _refuse_nan(owner, result):
    for value in result if isinstance(result, tuple) else (result,):
        if isinstance(value, tuple):
            _refuse_nan(owner, value)
        elif value is not None and not np.isfinite(value).all():
            raise ArithmeticError(
                f"{owner}: the result is not finite; check for conductances that are zero or opposite."
            )
