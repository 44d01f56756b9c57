"""Torques as fields in tesla, and the Oersted field."""

from .. import addresses
from ..arguments import checked, is_solution
from ..checks import Answer, Number
from ..constants import E_CHARGE, HBAR, MU_0
from . import _given
from .xi import xi_j


@checked()
def torque_field(
    tau: Answer,
    M_s: Number | None = None,
    d_F: Number | None = None,
    *,
    kind: str | None = None,
    magnet: int | str | None = None,
) -> Answer:
    """Return the field of a torque, b = hbar tau/(2 e M_s d_F) = b_DL + i b_FL, in T.

    As fields, B_DL = b_DL m x y and B_FL = -b_FL y.  The torque acts on the whole thickness as on one moment.

    Parameters
    ----------
    tau : complex, array or Solution
        Torque, A/m^2; or a solution, for the field at its E.
    M_s : float or array
        Saturation magnetisation, A/m; with a solution that of the magnet unless given.
    d_F : float or array
        Thickness of the magnet, m, less its dead layer; with a solution that of the magnet unless given.
    kind, magnet : str, int, optional
        With a solution: which torque of which magnet.
    """
    M_s_d = _given.moment("torque_field", tau, M_s, d_F, magnet)
    return _field(_given.torque(tau, kind, magnet), M_s_d)


@checked()
def field_per_current(
    xi: Answer,
    M_s: Number | None = None,
    d_F: Number | None = None,
    *,
    layer: int | str | None = None,
    kind: str | None = None,
    magnet: int | str | None = None,
) -> Answer:
    """Return the field of the torque per current density, b/j = hbar xi_j/(2 e M_s d_F), in T per A/m^2.

    `in_mT_per_1e11` puts it in the unit in which it is quoted.  With a solution, j is the current density in `layer`,
    or without it the average over the conducting layers, as in `xi_j`; the shunting is in it.

    Parameters
    ----------
    xi : complex, array or Solution
        Efficiency per current density, or a solution.
    M_s, d_F : float or array
        As in `torque_field`.
    layer, kind, magnet : str, int, optional
        With a solution: as in `xi_j`.
    """
    M_s_d = _given.moment("field_per_current", xi, M_s, d_F, magnet)
    return _field(xi_j(xi, layer=layer, kind=kind, magnet=magnet) if is_solution(xi) else xi, M_s_d)


def _field(tau, M_s_d):
    """Return hbar tau/(2 e M_s d_F), linear in the torque: per current density as well."""
    return HBAR / (2 * E_CHARGE) * tau / M_s_d


MT_PER_1E11 = 1e14
"""One T per A/m^2 in mT per 1e11 A/m^2."""


@checked()
def in_mT_per_1e11(field: Answer) -> Answer:
    """Return a field per current density, T per A/m^2, in mT per 1e11 A/m^2 (which is 1e7 A/cm^2)."""
    return MT_PER_1E11 * field


@checked()
def oersted_field(below: Answer, above: Number | None = None, *, magnet: int | str | None = None) -> Answer:
    """Return b_Oe of the Oersted field in the magnet, B_Oe = -b_Oe y, in T; it adds to b_FL.

    b_Oe = (mu_0/2)(sum of j_i d_i below - sum of j_i d_i above): a film much wider than thick, uniform current
    densities.  The magnet's own uniform current has the mean zero.  In an insulating magnet at the surface the field is
    that of the whole film, the same everywhere beside it.

    Parameters
    ----------
    below : float, array or Solution
        Sheet current below the magnet, A/m; or a solution, for the field at its E.
    above : float or array
        Sheet current above the magnet, A/m; 0 unless given.
    magnet : int or str, optional
        With a solution: the magnet in which the field is asked for; "top" or "bottom" is a surface with G_mix.
    """
    owner = "oersted_field"
    if is_solution(below):
        _given.not_with_a_solution(owner, above=above)
        solution, stack = below, below.stack
        if addresses.names_surface(stack, magnet):
            addresses.magnetic_surface(stack, str(magnet))
            own, i = None, len(stack) if magnet == "top" else 0
        else:
            own = i = stack.find(magnet, magnetic=True)
        carried = [
            0.0 if n == own else solution.E * _given.charge_conductivity(owner, stack, n) * layer.thickness
            for n, layer in enumerate(stack.layers)
        ]
        below, above = sum(carried[:i]), sum(carried[i:])
    return MU_0 / 2 * (below - (0.0 if above is None else above))
