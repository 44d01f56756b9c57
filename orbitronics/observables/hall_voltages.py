"""Harmonic Hall measurements: the second harmonic of the Hall resistance under an alternating current."""

import numpy as np

from .. import checks
from ..arguments import checked, is_solution
from ..checks import Answer, Number
from .fields import oersted_field, torque_field


@checked()
def harmonic_hall(
    b: Answer,
    phi: Number,
    B: Number,
    *,
    B_k: Number,
    R_A: Number,
    R_P: Number,
    b_Oe: Number | None = None,
    R_thermal: Number = 0.0,
    M_s: Number | None = None,
    d_F: Number | None = None,
    kind: str | None = None,
    magnet: int | str | None = None,
) -> Answer:
    """Return the second harmonic R_2w of the Hall resistance of a film magnetised in its plane, ohm.

    R_2w = (1/2)[R_A b_DL cos(phi)/(B + B_k) - 2 R_P (b_FL + b_Oe)(2 cos(phi)^3 - cos(phi))/B] + R_thermal cos(phi)

    with R_xy = R_A m_z + R_P sin(2 phi) m_parallel^2, V = I_0 R_xy sin(w t), R_2w the coefficient of -cos(2 w t) over
    I_0, and b at the peak of the current (Avci et al., arXiv 1412.0865).  Assumes that the magnetisation follows B
    (no anisotropy in the plane) and that b is much smaller than B.  The literature carries both this form and one
    without the factor 1/2; see Lau et al., arXiv 2601.03583.  The thermal part has the angle of the damping-like one,
    but does not fall with the field.

    Parameters
    ----------
    b : complex, array or Solution
        b_DL + i b_FL at the peak current, T; or a solution at the peak field, which then also gives b_Oe.
    phi : float or array
        Angle of the field from the current in the plane, rad.
    B : float or array
        Applied field, T, positive.
    B_k : float
        Effective demagnetising field mu_0 M_eff, T.
    R_A, R_P : float
        Anomalous and planar Hall resistance, ohm.
    b_Oe : float or array
        Oersted field, T; 0 with numbers and `oersted_field` with a solution unless given.
    R_thermal : float
        Thermal part, ohm.
    M_s, d_F, kind, magnet : optional
        With a solution: as in `torque_field`.
    """
    b, b_Oe = fields_of(b, b_Oe, M_s, d_F, kind, magnet)
    stiffness = checks.positive("harmonic_hall", "B + B_k", B + B_k, "T")
    c = np.cos(phi)
    damping_like = R_A * np.real(b) * c / stiffness
    field_like = 2 * R_P * (np.imag(b) + b_Oe) * (2 * c**3 - c) / B
    return (damping_like - field_like) / 2 + R_thermal * c


@checked()
def harmonic_hall_perpendicular(X: Number, Y: Number, r: Number = 0.0, m: int = 1) -> Answer:
    """Return b_DL + i (b_FL + b_Oe) of a film magnetised along its normal, T, from its harmonic Hall voltages.

    b_DL = -2 (m X + 2 r Y)/(1 - 4 r^2),  b_FL = -2 (Y + 2 r m X)/(1 - 4 r^2),

    with X, Y the derivatives of V_2w by a small field along and across the current, each over the second derivative
    of V_w; r = R_P/R_A corrects for the planar Hall effect.  V_2w is the coefficient of -cos(2 w t), fields are in T,
    at the peak of the current.  After Hayashi et al. 2014, "Quantitative characterization of the spin-orbit torque
    using harmonic Hall voltage measurements"; derived anew with the signs of this library.  Good to 0.1 % at fields of
    a thirtieth of the anisotropy field.  It diverges at r = 1/2.

    Parameters
    ----------
    X, Y : float or array
        (dV_2w/dB_x)/(d^2V_w/dB_x^2) and (dV_2w/dB_y)/(d^2V_w/dB_x^2), T.
    r : float or array
        R_P/R_A.
    m : {1, -1}
        Magnetisation up or down.
    """
    left = 1 - 4 * np.square(r)
    if not np.all(left):
        raise ValueError(f"harmonic_hall_perpendicular: r = {r}; at R_P/R_A = 1/2 the two fields cannot be told apart.")
    return -2 * ((m * X + 2 * r * Y) + 1j * (Y + 2 * r * m * X)) / left


def fields_of(b, b_Oe, M_s, d_F, kind, magnet):
    """Return the field of the torque and the Oersted field, from numbers or from a solution."""
    if not is_solution(b):
        return b, 0.0 if b_Oe is None else b_Oe
    b_Oe = oersted_field(b, magnet=magnet) if b_Oe is None else b_Oe
    return torque_field(b, M_s, d_F, kind=kind, magnet=magnet), b_Oe
