"""Torque per electric field and per current density; how a current divides among the layers."""

from typing import Any, NamedTuple

import numpy as np

from .. import checks
from ..arguments import checked, is_solution
from ..checks import Answer, Number
from ..quantities import NOT_NEGATIVE
from . import _given


@checked()
def xi_E(tau: Answer, E: Number | None = None, *, kind: str | None = None, magnet: int | str | None = None) -> Answer:
    """Return the torque efficiency per electric field, xi_E = tau/E, in 1/(ohm m).

    The same as (2e/hbar) M_s d_F b/E with the field b of `torque_field`: what torque measurements report, real part
    damping-like, imaginary part field-like (definition: Pai et al., arXiv 1411.3379; Nguyen et al.,
    arXiv 1512.06931).  It needs no charge conductivity.

    Parameters
    ----------
    tau : complex, array or Solution
        Torque, A/m^2, or a solution.
    E : float or array
        Electric field, V/m; not with a solution, which has its own.
    kind, magnet : str, int, optional
        With a solution: which torque of which magnet.
    """
    if is_solution(tau):
        _given.not_with_a_solution("xi_E", E=E)
        E = tau.E
    _given.required("xi_E", E=E)
    return _given.torque(tau, kind, magnet) / _given.nonzero("xi_E", "E", E, "V/m")


@checked()
def xi_j(
    tau: Answer,
    j: Number | None = None,
    *,
    layer: int | str | None = None,
    kind: str | None = None,
    magnet: int | str | None = None,
) -> Answer:
    """Return the torque efficiency per current density, xi_j = tau/j, a pure number.

    j is the charge current density in one named layer, j_i = sigma_i E, so that xi_j = xi_E rho_i; or the average
    over all conducting layers.  Always say which (Pai et al., arXiv 1411.3379; Nguyen et al., arXiv 1512.06931).
    What is shunted through other layers does not count in a named layer, and counts in the average.

    Parameters
    ----------
    tau : complex, array or Solution
        Torque, A/m^2, or a solution.
    j : float or array
        Charge current density, A/m^2; not with a solution.
    layer : int or str, optional
        With a solution: the layer whose current density counts; without it the average.
    kind, magnet : str, int, optional
        With a solution: which torque of which magnet.

    Raises
    ------
    ValueError
        If j is zero, or a charge conductivity that is needed is not given.
    """
    if is_solution(tau):
        _given.not_with_a_solution("xi_j", j=j)
        j = _current_density("xi_j", tau, layer)
    _given.required("xi_j", j=j)
    return _given.torque(tau, kind, magnet) / _given.nonzero("xi_j", "j", j, "A/m^2")


@checked()
def current_density(solution: Any, layer: int | str | None = None) -> Answer:
    """Return the charge current density at the field of a solution, A/m^2.

    In a layer it is sigma E.  Without `layer` it is the average over all layers that conduct,
    E sum(sigma_i d_i)/sum(d_i).  The currents of the inverse effects are left out (below 1e-3 as a rule).
    """
    return _current_density("current_density", solution, layer)


def _current_density(owner, solution, layer):
    stack = solution.stack
    if layer is not None:
        return solution.E * _given.charge_conductivity(owner, stack, stack.find(layer))
    sigma = _given.charge_conductivities(owner, stack)
    d = [one.thickness for one in stack.layers]
    carried = sum(s * t for s, t in zip(sigma, d, strict=True))
    conducting = sum(conducting_thickness(s, t) for s, t in zip(sigma, d, strict=True))
    if not np.all(conducting):
        raise ValueError(f"{owner}: no layer conducts; give a positive sigma to one of them.")
    return solution.E * mean_conductivity(carried, conducting)


def conducting_thickness(sigma, d):
    """Return the thickness of a layer as far as it conducts, m."""
    return np.where(np.greater(sigma, 0), d, 0.0)


def per_root_power(tau, carried, E):
    """Return the torque per square root of the power that the sheet conductance takes, (A/m^2)/sqrt(W/m^2)."""
    return tau / (E * np.sqrt(carried))


def mean_conductivity(carried, conducting):
    """Return the conductivity over the thickness that conducts, of the sheet conductance that it carries."""
    return carried / conducting


class Shunting(NamedTuple):
    """How a sheet current divides: the field E (V/m), and for each layer its share and its density j (A/m^2)."""

    E: Answer
    share: tuple
    j: tuple


def shunting(stack: Any, d: Any = None, *, sheet_current: Number = 1.0) -> Shunting:
    """Return how a current divides among layers in parallel: E = I/(w sum(sigma_i d_i)).

    Bulk conductivities of thin films, no interface resistance to the current in the plane, no inverse effects.

    Parameters
    ----------
    stack : Stack, Solution or sequence
        A stack whose materials have a charge conductivity; or the charge conductivities, 1/(ohm m).
    d : sequence
        The thicknesses, m, where conductivities are given.
    sheet_current : float or array
        Current per width I/w, A/m.
    """
    owner = "shunting"
    stack = getattr(stack, "stack", stack)
    if hasattr(stack, "layers"):
        _given.not_with_a_solution(owner, d=d)
        sigma, d = _given.charge_conductivities(owner, stack), [layer.thickness for layer in stack.layers]
    else:
        _given.required(owner, d=d)
        sigma = [checks.within(owner, "sigma", one, "1/(ohm m)", NOT_NEGATIVE) for one in stack]
        d = [checks.within(owner, "d", one, "m", NOT_NEGATIVE) for one in d]
        if len(sigma) != len(d):
            raise ValueError(f"{owner}: {len(sigma)} conductivities and {len(d)} thicknesses; give one of each.")
    sheet_current = checks.finite(owner, "sheet_current", sheet_current, "A/m")
    named = {f"{name}[{i}]": one for name, those in (("sigma", sigma), ("d", d)) for i, one in enumerate(those)}
    checks.common_shape(named | {"sheet_current": sheet_current})
    total = sum(np.multiply(s, t) for s, t in zip(sigma, d, strict=True))
    _given.nonzero(owner, "sum of sigma d", total, "1/ohm")
    E = sheet_current / total
    return Shunting(E, tuple(s * t / total for s, t in zip(sigma, d, strict=True)), tuple(s * E for s in sigma))
