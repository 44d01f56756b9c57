"""The direct current that a precessing magnet pumps."""

import warnings

import numpy as np

from .. import checks
from ..arguments import checked
from ..checks import Answer, Number
from ..constants import E_CHARGE, HBAR, MU_B
from . import _given


class NotAdiabaticWarning(UserWarning):
    """A relaxation is not fast beside the precession, and the model takes it to be."""


@checked()
def dc_pumping(
    response: Answer,
    omega: Number,
    *,
    theta: Number | None = None,
    axes: tuple | None = None,
    h: Number | None = None,
    B_k: Number | None = None,
    alpha: Number | None = None,
    g: Number = 2.0,
    relaxation_time: Number | None = None,
) -> Answer:
    """Return the mean of what a precessing magnet pumps, along the axis m_0 of its precession.

    J_dc = (hbar/2e) Re(response) omega a b, with the half axes a, b of the ellipse that m draws about m_0.  Give one of

    - `theta`: a circular cone, a b = sin(theta)^2;
    - `axes` = (a, b): an ellipse of any size, exact;
    - `h`, with `B_k` and `alpha`: a film in its plane at resonance, under a linear field of amplitude h in the plane,
      across m_0: omega a b = gamma h^2 (B_k + S)/(2 alpha^2 S^2), S^2 = B_k^2 + 4 omega^2/gamma^2
      (Ando et al., J. Appl. Phys. 109, 103913 (2011)); for small cones.

    The alternating part is larger by about 1/theta (Jiao and Bauer, arXiv 1210.0724).  The model is adiabatic:
    omega times every relaxation time must be small.  At 0.1 the direct part is off by about 1 %.

    Parameters
    ----------
    response : complex or array
        What is pumped per volt of V = (hbar/2e) m x dm/dt: J_s/V or J_o/V, 1/(ohm m^2), for a current density;
        the charge current I/V, 1/(ohm m), for a sheet current, along x if m_0 is along y.
    omega : float or array
        Angular frequency, rad/s.
    theta : float or array
        Angle of the cone, rad.
    axes : pair of float or array
        Half axes of the ellipse, each at most 1.
    h, B_k : float or array
        Amplitude of the exciting field and effective demagnetising field mu_0 M_eff, T.
    alpha : float or array
        Damping, with what pumping adds.
    g : float
        Gyromagnetic ratio gamma = g mu_B/hbar.
    relaxation_time : float or array, optional
        The longest relaxation time in the stack, s.

    Warns
    -----
    NotAdiabaticWarning
        If omega times `relaxation_time` is above 0.05.
    """
    owner = "dc_pumping"
    motions = {"theta": theta, "axes": axes, "h": h}
    given = [name for name, value in motions.items() if value is not None]
    if len(given) != 1:
        raise TypeError(f"{owner}: give one of theta, axes and h; given are {', '.join(given) or 'none'}.")
    if h is None:
        for name, value in (("B_k", B_k), ("alpha", alpha)):
            if value is not None:
                raise TypeError(f"{owner}: {name} = {value!r} goes with h; the {given[0]} tells the motion by itself.")
    if theta is not None:
        rate = omega * np.square(np.sin(theta))
    elif axes is not None:
        if not isinstance(axes, list | tuple | np.ndarray) or len(axes) != 2:
            raise TypeError(f"{owner}: axes = {axes!r}; give both half axes of the ellipse, axes=(a, b).")
        a, b = (checks.finite(owner, f"axes[{i}]", one) for i, one in enumerate(axes))
        checks.common_shape({"response": response, "omega": omega, "axes[0]": a, "axes[1]": b})
        if np.any(np.abs(a) > 1) or np.any(np.abs(b) > 1):
            raise ValueError(f"{owner}: axes = {axes}; m is a unit vector, so neither half axis is above 1.")
        rate = omega * (a * b)
    else:
        h, B_k, alpha = _given.required(owner, h=h, B_k=B_k, alpha=alpha)
        gamma = g * MU_B / HBAR
        S = np.sqrt(np.square(B_k) + 4 * np.square(omega / gamma))
        rate = gamma * np.square(h) * (B_k + S) / (2 * np.square(alpha * S))
    if relaxation_time is not None:
        lag = omega * relaxation_time
        if np.any(lag > 0.05):
            warnings.warn(
                f"omega times the relaxation time is {np.max(lag):.2g}; pumping is computed as if it were far below 1 "
                "(at 0.1 the direct part is off by about 1 %).",
                NotAdiabaticWarning,
                stacklevel=3,  # the caller of the function as it is wrapped
            )
    return HBAR / (2 * E_CHARGE) * np.real(response) * rate
