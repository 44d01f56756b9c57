"""What a laboratory measures, from what `solve` returns."""

import numpy as np

from . import checks
from .checks import Answer, Number
from .closed_forms import E_CHARGE, HBAR


def torque_efficiency(tau: Answer, E: Number) -> Answer:
    """Return the torque efficiency per electric field, xi_E = tau/E, in 1/(ohm m).

    With the field of `effective_field` this is (2e/hbar) mu_0 M_s d_F H/E, the quantity in which
    torque measurements are reported; real part damping-like, imaginary part field-like.

    Parameters
    ----------
    tau : complex or array
        Torque from `Solution.torque`, A/m^2.
    E : float or array
        Electric field, V/m.
    """
    E = checks.finite("torque_efficiency", "E", E, "V/m")
    if not np.all(E):
        raise ValueError("torque_efficiency: E = 0; the efficiency is the torque per field.")
    return tau / E


def effective_field(tau: Answer, M_s: Number, d_F: Number) -> Answer:
    """Return the effective field B = hbar tau/(2 e M_s d_F) of a torque, in T.

    Parameters
    ----------
    tau : complex or array
        Torque from `Solution.torque`, A/m^2.
    M_s : float or array
        Saturation magnetisation, A/m.
    d_F : float or array
        Thickness of the magnet, m.

    Returns
    -------
    complex or array
        Damping-like + i field-like field.
    """
    M_s = checks.positive("effective_field", "M_s", M_s, "A/m")
    d_F = checks.positive("effective_field", "d_F", d_F, "m")
    return HBAR / (2 * E_CHARGE) * tau / (M_s * d_F)
