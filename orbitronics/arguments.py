"""Arguments of public functions of numbers, checked by their names; a solution may stand in the place of the first."""

import functools
import inspect

import numpy as np

from . import checks
from .quantities import FINITE, POSITIVE, POSITIVE_OR_INF, SIGN
from .stack import Layer, Stack

KNOWN = (
    dict.fromkeys(("lambda_sf", "lambda_J", "lambda_phi"), ("m", POSITIVE_OR_INF))
    | dict.fromkeys(("lambda_", "lambda_N", "d", "d_N", "d_F"), ("m", POSITIVE))
    | dict.fromkeys(("b", "b_Oe", "B_k", "B_x", "h", "X", "Y"), ("T", FINITE))
    | dict.fromkeys(("B", "B_0", "B_K"), ("T", POSITIVE))
    | dict.fromkeys(("R_A", "R_P", "R_thermal"), ("ohm", FINITE))
    | dict.fromkeys(("field", "chi"), ("T per A/m^2", FINITE))
    | dict.fromkeys(("tau", "j"), ("A/m^2", FINITE))
    | dict.fromkeys(("below", "above", "sheet_current"), ("A/m", FINITE))
    | dict.fromkeys(("phi", "theta"), ("rad", FINITE))
    | dict.fromkeys(("alpha", "g"), ("", POSITIVE))
    | {"sigma": ("1/(ohm m)", POSITIVE), "wavenumber": ("1/m", POSITIVE), "area": ("m^2", POSITIVE)}
    | {"M_s": ("A/m", POSITIVE), "omega": ("rad/s", POSITIVE), "relaxation_time": ("s", POSITIVE), "m": ("", SIGN)}
)
"""Unit of an argument and what it, or its real part, may be; what is not here is finite, without a unit."""

_MAY_BE_COMPLEX = {"g_s", "wavenumber", "eta", "G", "G_mix", "G_os_m", "G_so_m", "G_o"}
_MAY_BE_COMPLEX |= {"b", "tau", "xi", "field", "response"}
_OF_A_SOLUTION = ("layer", "kind", "magnet")
_OPTIONS = (*_OF_A_SOLUTION, "form", "easy_axis", "axes", "solution", "stack")


def is_solution(value):
    """Return whether `value` answers as a solution does."""
    return hasattr(value, "stack") and hasattr(value, "torque")


def checked(*forms, **domains):
    """Return a decorator that checks the arguments of a function by their names, as `KNOWN` and `domains` say.

    `form` must be one of `forms`.  None stands only where it is the default.  A solution may stand for a number, but
    no stack; options that name its layers are refused without one.  All shapes must broadcast, and the result must be
    finite.
    """

    def decorate(function):
        signature = inspect.signature(function)
        owner = function.__name__

        @functools.wraps(function)
        def with_checks(*args, **kwargs):
            if any(getattr(value, "symbolic", False) for value in (*args, *kwargs.values())):
                return function(*args, **kwargs)  # while it is compiled there are no numbers to check
            given = signature.bind(*args, **kwargs)
            shapes = {}
            for name, value in given.arguments.items():
                if isinstance(value, Stack | Layer):
                    raise TypeError(f"{owner}: {name} = {value!r} is a stack; solve it first, solve(stack).")
                if is_solution(value):
                    shapes[name] = np.empty(value.shape)
                elif name == "form":
                    checks.option("form", value, forms)
                elif name not in _OPTIONS and (value is not None or signature.parameters[name].default is not None):
                    given.arguments[name] = shapes[name] = argument(owner, name, value, domains.get(name))
            first = next(iter(given.arguments.values()))
            for name in _OF_A_SOLUTION:
                if given.arguments.get(name) is not None and not is_solution(first):
                    option = given.arguments[name]
                    raise TypeError(f"{owner}: {name} = {option!r} needs a solution as first argument, not {first!r}.")
            checks.common_shape(shapes)
            with np.errstate(all="ignore"):  # what is not finite is refused below
                try:
                    result = function(*given.args, **given.kwargs)
                except ZeroDivisionError:  # plain numbers raise where arrays give inf
                    result = np.nan
            if not all(np.isfinite(value).all() for value in _values(result)):
                raise ArithmeticError(
                    f"{owner}: the result is not finite; check for numbers that are zero, opposite or far too large."
                )
            return result

        return with_checks

    return decorate


def argument(owner, name, value, domain=None):
    """Return the value of one argument, checked; the real part of a complex one lies in the domain."""
    unit, usual = KNOWN.get(name, ("", FINITE))
    domain = domain or usual
    if name not in _MAY_BE_COMPLEX or not np.iscomplexobj(value):
        return checks.within(owner, name, value, unit, domain)
    value = np.asarray(value)
    checks.finite(owner, f"imaginary part of {name}", value.imag, unit)
    checks.within(owner, name, value.real, unit, domain)
    return value[()]


def _values(result):
    """Return the numbers of a result that may be a tuple of tuples, without what is left out (None)."""
    if isinstance(result, tuple):
        return [value for part in result for value in _values(part)]
    return [] if result is None else [result]
