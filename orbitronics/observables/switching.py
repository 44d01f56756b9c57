"""Switching by a current: the critical current of a macrospin, and the shift of a loop by domain walls."""

import numpy as np

from .. import checks
from ..arguments import checked
from ..checks import Answer, Number
from ..constants import E_CHARGE, HBAR
from . import _given
from .fields import field_per_current


@checked()
def critical_current(
    xi: Answer,
    M_s: Number | None = None,
    d_F: Number | None = None,
    *,
    easy_axis: str = "z",
    B_K: Number,
    B_x: Number = 0.0,
    B_k: Number | None = None,
    alpha: Number | None = None,
    layer: int | str | None = None,
    kind: str | None = None,
    magnet: int | str | None = None,
) -> Answer:
    """Return the size of the current density at which a macrospin switches, A/m^2.

    j_c = b_c/abs(b_DL/j), with the damping-like field needed

    - easy_axis="z": b_c = B_K/2 - B_x/sqrt(2), for a field B_x along the current that is small beside B_K, and a
      current turned on slowly; damping drops out (Lee, Lee, Min, Lee, Appl. Phys. Lett. 102, 112410 (2013),
      arXiv 1210.3442; 1.5 % off at B_x = 0.2 B_K).  Turned on at once, less is enough where the damping is small.
      Beyond B_K/2 + B_x/sqrt(2) neither state along the normal holds.  An upper bound: real films nucleate.
    - easy_axis="y", in the plane across the current: b_c = alpha (B_K + B_k/2), where alpha holds the damping added by
      pumping.

    Field-like torque and Oersted field are left out.  An easy axis along the current is not covered.

    Parameters
    ----------
    xi : complex, array or Solution
        Efficiency per current density, of which the real part counts; or a solution.
    M_s, d_F : float or array
        As in `torque_field`.
    easy_axis : {"z", "y"}
        Along the normal, or in the plane across the current.
    B_K : float or array
        Anisotropy field of the easy axis, T, effective (less the demagnetising field) for "z".
    B_x : float or array
        Field along the current, T; for "z" only.
    B_k, alpha : float or array
        Effective demagnetising field mu_0 M_eff (T) and damping; for "y" only.
    layer, kind, magnet : str, int, optional
        With a solution: as in `xi_j`.
    """
    owner = "critical_current"
    checks.option("easy_axis", easy_axis, ("z", "y"))
    B_x = np.abs(B_x)
    if easy_axis == "z":
        for name, value in (("B_k", B_k), ("alpha", alpha)):
            if value is not None:
                raise TypeError(f"{owner}: {name} = {value!r} plays no part with easy_axis='z'; leave it out.")
        needed = checks.positive(owner, "B_K/2 - B_x/sqrt(2)", B_K / 2 - B_x / np.sqrt(2), "T")
    else:
        if np.any(B_x):
            raise ValueError(f"{owner}: B_x = {B_x}; with easy_axis='y' no field along the current is covered.")
        B_k, alpha = _given.required(owner, B_k=B_k, alpha=alpha)
        needed = alpha * checks.positive(owner, "B_K + B_k/2", B_K + B_k / 2, "T")
    per_current = np.real(field_per_current(xi, M_s, d_F, layer=layer, kind=kind, magnet=magnet))
    return needed / np.abs(_given.nonzero(owner, "damping-like field per current", per_current, "T per A/m^2"))


@checked()
def loop_shift(
    xi: Answer,
    M_s: Number | None = None,
    d_F: Number | None = None,
    *,
    layer: int | str | None = None,
    kind: str | None = None,
    magnet: int | str | None = None,
) -> Answer:
    """Return the field that shifts a perpendicular film's loop, per current density, chi = (pi/2) b_DL/j, T per A/m^2.

    The loop is centred where the applied field undoes it, at B_z = -chi j.
    For Neel walls that a field along the current, larger than the Dzyaloshinskii-Moriya field and small against the
    anisotropy, has turned along +x: the damping-like torque does the work on such a wall that a uniform field
    (pi/2) b_DL along z does (Pai, Mann, Tan, Beach, Phys. Rev. B 93, 144409 (2016)).  One wall, not a simulation.

    Parameters
    ----------
    xi : complex, array or Solution
        Efficiency per current density, of which the real part counts; or a solution.
    M_s, d_F : float or array
        As in `torque_field`.
    layer, kind, magnet : str, int, optional
        With a solution: as in `xi_j`.
    """
    return np.pi / 2 * np.real(field_per_current(xi, M_s, d_F, layer=layer, kind=kind, magnet=magnet))


@checked()
def xi_of_loop_shift(chi: Number, M_s: Number, d_F: Number) -> Answer:
    """Return xi_DL = (2/pi)(2e/hbar) M_s d_F chi per current density from a measured loop shift; see `loop_shift`.

    Parameters
    ----------
    chi : float or array
        Field that shifts the loop, minus the place of its centre, per current density, T per A/m^2.
    M_s, d_F : float or array
        As in `torque_field`.
    """
    return 2 / np.pi * (2 * E_CHARGE / HBAR) * M_s * d_F * chi
