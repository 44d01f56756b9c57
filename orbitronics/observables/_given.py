"""What the observables are given: numbers to check, or a solution to ask."""

import functools
import inspect

import numpy as np

from .. import addresses, checks
from ..stack import Layer, Stack


def is_solution(value):
    """Return whether `value` answers as a solution does."""
    return hasattr(value, "stack") and hasattr(value, "torque")


def broadcast(function):
    """Return the function with a check that its numbers and its solution have shapes that fit each other.

    A stack in their place is told to be solved first.
    """
    signature = inspect.signature(function)

    @functools.wraps(function)
    def with_shapes(*args, **kwargs):
        given = {n: one for n, one in signature.bind(*args, **kwargs).arguments.items() if n != "axes"}  # a pair
        solutions = {name: np.empty(value.shape) for name, value in given.items() if is_solution(value)}
        for name, value in given.items():
            if isinstance(value, Stack | Layer):
                raise TypeError(f"{function.__name__}: {name} = {value!r} is a stack; solve it first, solve(stack).")
        numbers = {name: value for name, value in given.items() if isinstance(value, np.ndarray)}
        lists = {name: value for name, value in given.items() if isinstance(value, list | tuple)}
        # as objects, for a ragged list is refused where it is read
        checks.common_shape(solutions | numbers | {name: np.asarray(one, object) for name, one in lists.items()})
        return function(*args, **kwargs)

    return with_shapes


def only_with_a_solution(owner, value, **options):
    """Refuse options that name layers where `value` is a number."""
    for name, option in options.items():
        if option is not None:
            raise TypeError(f"{owner}: {name} = {option!r} needs a solution as first argument, not {value!r}.")


def not_with_a_solution(owner, **options):
    """Refuse numbers that a solution knows itself."""
    for name, option in options.items():
        if option is not None:
            raise TypeError(f"{owner}: {name} is the solution's own; leave it out, or give numbers only.")


def required(owner, **numbers):
    """Refuse numbers left out."""
    for name, value in numbers.items():
        if value is None:
            raise TypeError(f"{owner}: {name} is missing; it is needed here.")


def any_number(owner, name, value, unit=""):
    """Return a finite number or array, which may be complex."""
    if not np.iscomplexobj(value):
        return checks.finite(owner, name, value, unit)
    value = np.asarray(value)
    checks.finite(owner, f"real part of {name}", value.real, unit)
    checks.finite(owner, f"imaginary part of {name}", value.imag, unit)
    return value[()]


def nonzero(owner, name, value, unit):
    """Return a finite real number or array without a zero."""
    value = checks.finite(owner, name, value, unit)
    if not np.all(value):
        raise ValueError(f"{owner}: {name} = 0 {unit}; it is divided by, so it must differ from zero.")
    return value


def torque(owner, given, kind, magnet):
    """Return a torque, A/m^2: the one given, or that of a solution, by exchange or in the paper's closure Eq. (12)."""
    if not is_solution(given):
        only_with_a_solution(owner, given, kind=kind, magnet=magnet)
        return any_number(owner, "tau", given, "A/m^2")
    usual = "absorbed" if given.closure == "paper" else "exchange"
    return given.torque(usual if kind is None else kind, layer=magnet)


def moment(owner, given, M_s, d_F, magnet):
    """Return M_s d_F in A: what is passed, else what the magnet of the solution has."""
    if is_solution(given) and addresses.names_surface(given.stack, magnet):
        addresses.magnetic_surface(given.stack, magnet)  # M_s and d_F are to be passed
    elif is_solution(given):
        i = given.stack.find(magnet, magnetic=True)
        layer = given.stack.layers[i]
        if d_F is None:
            d_F = layer.thickness
        if M_s is None:
            M_s = getattr(layer.material, "M_s", None)
        if M_s is None:
            where = given.stack.place(i)
            raise ValueError(f"{owner}: {where}.M_s is not given; set M_s of the magnet in A/m, or pass M_s=.")
    required(owner, M_s=M_s, d_F=d_F)
    return checks.positive(owner, "M_s", M_s, "A/m") * checks.positive(owner, "d_F", d_F, "m")


def charge_conductivity(owner, stack, i):
    """Return the charge conductivity of layer `i`, 1/(ohm m)."""
    sigma = getattr(stack.layers[i].material, "sigma", None)
    if sigma is None:
        raise ValueError(f"{owner}: {stack.place(i)}.sigma is not given; set it in 1/(ohm m), 0 for an insulator.")
    return sigma


def charge_conductivities(owner, stack):
    """Return the charge conductivities of all layers, from bottom to top."""
    return [charge_conductivity(owner, stack, i) for i in range(len(stack.layers))]
