"""The checks of the closed forms: each argument by its name, the form, the shapes, and what comes out."""

import functools
import inspect

import numpy as np

from .. import checks

_OR_INFINITE = ("lambda_sf", "lambda_J", "lambda_phi")
_MAY_BE_COMPLEX = ("g_s", "wavenumber", "eta", "G", "G_mix", "G_os_m", "G_so_m", "G_o")


def checked(*forms):
    """Return a decorator that checks the arguments of a closed form by their names.

    Lengths, thicknesses, areas, conductivities, M_s and the real part of a wavenumber must be positive, everything
    else finite; complex numbers are allowed where a conductance, a wavenumber or an efficiency may be complex.
    `form` must be one of `forms`, None stands only where it is the default, all shapes must broadcast, and the
    result must be finite.
    """

    def decorate(function):
        signature = inspect.signature(function)
        owner = function.__name__

        @functools.wraps(function)
        def with_checks(*args, **kwargs):
            if any(getattr(value, "symbolic", False) for value in (*args, *kwargs.values())):
                return function(*args, **kwargs)  # while it is compiled there are no numbers to check
            given = signature.bind(*args, **kwargs)
            values = {}
            for name, value in given.arguments.items():
                if name == "form":
                    checks.option("form", value, forms)
                elif value is not None or signature.parameters[name].default is not None:
                    given.arguments[name] = values[name] = _checked(owner, name, value)
            checks.common_shape(values)
            with np.errstate(all="ignore"):  # what is not finite is refused below
                try:
                    result = function(*given.args, **given.kwargs)
                except ZeroDivisionError:  # plain numbers raise where arrays give inf
                    result = np.nan
            if not all(np.isfinite(value).all() for value in _values(result)):
                raise ArithmeticError(
                    f"{owner}: the result is not finite; check for conductances that are zero or opposite."
                )
            return result

        return with_checks

    return decorate


def _checked(owner, name, value):
    """Return the value of one argument, checked."""
    unit = _positive_unit(name)
    if name in _MAY_BE_COMPLEX and np.iscomplexobj(value):
        value = np.asarray(value)
        checks.finite(owner, f"imaginary part of {name}", value.imag, unit or "")
        _checked(owner, name, value.real)
        return value[()]
    if unit is not None:
        return checks.positive(owner, name, value, unit, infinite=name in _OR_INFINITE)
    return checks.finite(owner, name, value)


def _positive_unit(name):
    """Return the unit of an argument that must be positive, None for the others."""
    if name == "d" or name.startswith(("d_", "lambda_")):
        return "m"
    if name == "sigma":
        return "1/(ohm m)"
    return {"area": "m^2", "M_s": "A/m", "wavenumber": "1/m"}.get(name)


def _values(result):
    """Return the numbers of a result that may be a tuple of tuples, without what is left out (None)."""
    if isinstance(result, tuple):
        return [value for part in result for value in _values(part)]
    return [] if result is None else [result]
