"""What the observables are given: numbers to check, or a solution to ask."""

import numpy as np

from .. import addresses, checks
from ..arguments import is_solution


def not_with_a_solution(owner, **options):
    """Refuse numbers that a solution knows itself."""
    for name, option in options.items():
        if option is not None:
            raise TypeError(f"{owner}: {name} is the solution's own; leave it out, or give numbers only.")


def required(owner, **numbers):
    """Return these numbers; refuse one that is left out."""
    for name, value in numbers.items():
        if value is None:
            raise TypeError(f"{owner}: {name} is missing; it is needed here.")
    return numbers.values()


def nonzero(owner, name, value, unit):
    """Return a finite real number or array without a zero."""
    value = checks.finite(owner, name, value, unit)
    if not np.all(value):
        raise ValueError(f"{owner}: {name} = 0 {unit}; it is divided by, so it must differ from zero.")
    return value


def torque(given, kind, magnet):
    """Return a torque, A/m^2: the one given, or that of a solution, by exchange or in the paper's closure Eq. (12)."""
    if not is_solution(given):
        return given
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
