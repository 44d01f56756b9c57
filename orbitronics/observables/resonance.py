"""Spin-torque ferromagnetic resonance, and the damping under a direct current."""

from typing import NamedTuple

import numpy as np

from .. import checks
from ..arguments import checked, is_solution
from ..checks import Answer, Number
from ..constants import E_CHARGE, HBAR, MU_0
from ..quantities import FINITE
from . import _given
from .hall_voltages import fields_of


class STFMR(NamedTuple):
    """What a spin-torque resonance shows: the ratio S/A of its lines, and xi_FMR made of it."""

    S_over_A: Answer
    xi_FMR: Answer


@checked()
def st_fmr(
    b: Answer,
    *,
    B_0: Number,
    B_k: Number,
    b_Oe: Number | None = None,
    M_s: Number | None = None,
    d_F: Number | None = None,
    d_N: Number | None = None,
    layer: int | str | None = None,
    kind: str | None = None,
    magnet: int | str | None = None,
) -> STFMR:
    """Return S/A and xi_FMR of spin-torque ferromagnetic resonance, m in the plane of the film.

    The voltage, proportional to the angle in the plane in phase with the current, is V = S/(1 + x^2) + A x/(1 + x^2)
    with x = (B - B_0)/(alpha omega/gamma), and

    S/A = -[b_DL/(b_FL + b_Oe)] [1 + B_k/B_0]^(-1/2),
    xi_FMR = -(S/A) (e mu_0 M_s d_F d_N/hbar) [1 + B_k/B_0]^(1/2)

    (Liu, Moriyama, Ralph, Buhrman, arXiv 1011.2788), good to the order of alpha.  With b_FL = 0 and all current in the
    metal below, xi_FMR is xi_j of that metal; in general 1/xi_FMR = (1/xi_DL)[1 + (hbar/e) xi_FL/(mu_0 M_s d_F d_N)]
    (Pai et al. 2015).  Drawn against 1/d_F, its intercept is 1/xi_DL only if xi_DL and xi_FL do not depend on d_F; the
    orbital torque does, and the extrapolation is then biased.  With the metal above the magnet b_DL, b_FL and b_Oe
    all change sign; S/A and xi_FMR stay.  Rectified inverse effects add to S; the line shape does not tell them apart.

    Parameters
    ----------
    b : complex, array or Solution
        b_DL + i b_FL, T; or a solution, which then also gives b_Oe.
    B_0 : float or array
        Resonance field, T, positive.
    B_k : float or array
        Effective demagnetising field mu_0 M_eff, T.
    b_Oe : float or array
        Oersted field, T; 0 with numbers and `oersted_field` with a solution unless given.
    M_s, d_F : float or array
        Magnetisation (A/m) and thickness (m) of the magnet; with a solution its own unless given.
    d_N : float or array
        Thickness of the metal that carries the current, m; with a solution that of `layer`.
    layer, kind, magnet : str, int, optional
        With a solution: that metal, and which torque of which magnet.
    """
    owner = "st_fmr"
    M_s_d = _given.moment(owner, b, M_s, d_F, magnet)
    if d_N is None and is_solution(b):
        d_N = checks.positive(owner, "d_N", b.stack.layers[b.stack.find(layer)].thickness, "m")
    _given.required(owner, d_N=d_N)
    b, b_Oe = fields_of(b, b_Oe, M_s, d_F, kind, magnet)
    ellipticity = np.sqrt(checks.positive(owner, "1 + B_k/B_0", 1 + B_k / B_0, ""))
    ratio = np.real(b) / _given.nonzero(owner, "b_FL + b_Oe", np.imag(b) + b_Oe, "T")
    return STFMR(-ratio / ellipticity, ratio * (E_CHARGE * MU_0 / HBAR) * M_s_d * d_N)


@checked(B=FINITE)
def damping_by_current(
    b: Answer,
    B: Number,
    *,
    B_k: Number,
    m_y: Number = 1.0,
    M_s: Number | None = None,
    d_F: Number | None = None,
    kind: str | None = None,
    magnet: int | str | None = None,
) -> Answer:
    """Return by how much a direct current changes the damping, b_DL m_y/(B + B_k/2); m in the plane of the film.

    Half the width of the line in field changes by omega/gamma times this; at alpha + this = 0 the state is unstable.
    (Liu, Moriyama, Ralph, Buhrman, arXiv 1011.2788.)

    Parameters
    ----------
    b : complex, array or Solution
        b_DL + i b_FL, T, of which the real part counts; or a solution.
    B : float or array
        Field along m, T.
    B_k : float or array
        Effective demagnetising field mu_0 M_eff, T.
    m_y : float or array
        Component of m across the current.
    M_s, d_F, kind, magnet : optional
        With a solution: as in `torque_field`.
    """
    owner = "damping_by_current"
    b, _ = fields_of(b, 0.0, M_s, d_F, kind, magnet)
    if np.any(np.abs(m_y) > 1):
        raise ValueError(f"{owner}: m_y = {m_y}; a component of a unit vector lies between -1 and 1.")
    return np.real(b) * m_y / checks.positive(owner, "B + B_k/2", B + B_k / 2, "T")
