"""A magnet that turns as one: the Landau-Lifshitz-Gilbert equation with a damping-like and a field-like torque.

dm/dt = -gamma m x B + alpha m x dm/dt + gamma b_DL m x (y x m) + gamma b_FL m x y

m is the direction of the magnetisation, B the field of all but the torques, b = b_DL + i b_FL = hbar tau/(2 e M_s d_F)
the field of the torque (`observables.torque_field`), y the direction across the current in the plane of the film, z its
normal.  As fields, B_DL = b_DL m x y and B_FL = -b_FL y (Manchon et al., Rev. Mod. Phys. 91, 035004 (2019), with the
signs of `observables`).  `rate` and `field` are functions of plain numbers, which the page of the book runs as well.
"""

from typing import Any, NamedTuple

import numpy as np

from . import checks
from .arguments import argument
from .constants import HBAR, MU_B

REST = (0.0, 0.0, 0.0)


def cross(a: tuple, b: tuple) -> tuple:
    """Return a x b of two triples."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def field(m: tuple, B: tuple, B_K: Any = 0.0, B_K_y: Any = 0.0) -> tuple:
    """Return the applied field B with those of the anisotropy along z and along y, T.

    `B_K` is positive for an easy axis along the normal and is -mu_0 M_eff in a film that lies in its plane.
    """
    return (B[0], B[1] + B_K_y * m[1], B[2] + B_K * m[2])


def rate(m: tuple, B: tuple, b_DL: Any, b_FL: Any, alpha: Any, gamma: Any) -> tuple:
    """Return dm/dt, 1/s: the equation above solved for it.

    With f = -m x B + b_DL m x (y x m) + b_FL m x y, which is across m, it is gamma (f + alpha m x f)/(1 + alpha^2).

    Parameters
    ----------
    m, B : triple of float or array
        Direction of the magnetisation; field on it, T.
    b_DL, b_FL : float or array
        Fields of the torque, T.
    alpha, gamma : float or array
        Gilbert damping; gyromagnetic ratio, rad/(s T), positive.
    """
    B_DL = cross(m, (0.0, b_DL, 0.0))  # b_DL m x y
    f = cross(m, (-B[0] - B_DL[0], -B[1] - B_DL[1] + b_FL, -B[2] - B_DL[2]))
    turned = cross(m, f)
    scale = gamma / (1 + alpha * alpha)
    return tuple(scale * (f[i] + alpha * turned[i]) for i in range(3))


class Trajectory(NamedTuple):
    """A motion: the times, s, and m at each of them, shape (3, times)."""

    t: np.ndarray
    m: np.ndarray


def trajectory(
    m: Any, t: Any, *, B: Any = REST, B_K: Any = 0.0, B_K_y: Any = 0.0, b: Any = 0.0, alpha: Any, g: Any = 2.0,
    tolerance: Any = 1e-9,
) -> Trajectory:  # fmt: skip
    """Return the motion of a macrospin, integrated by `scipy.integrate.solve_ivp`.

    Parameters
    ----------
    m : sequence of three float
        Direction at the time 0; its length does not matter.
    t : array
        Times from 0 on, increasing, s.
    B : sequence of three float, or callable
        Applied field, T, or a function of the time that returns it.
    B_K, B_K_y : float
        Anisotropy fields along the normal and along y, T; see `field`.
    b : complex, or callable
        b_DL + i b_FL, T, or a function of the time that returns it.
    alpha, g : float
        Gilbert damping; gyromagnetic ratio gamma = g mu_B/hbar.
    tolerance : float
        Relative and absolute error allowed in a step.
    """
    from scipy.integrate import solve_ivp

    start, now, gamma = _given("trajectory", m, B, B_K, B_K_y, b, alpha, g)
    t = np.atleast_1d(checks.finite("trajectory", "t", t, "s"))
    if t[0] < 0 or np.any(np.diff(t) <= 0) or t[-1] == 0:
        raise ValueError("trajectory: t must increase from 0 or later, in seconds.")

    def f(time, x):
        applied, torque = now(time)
        return rate(x, field(x, applied, B_K, B_K_y), torque.real, torque.imag, alpha, gamma)

    # the first step is given: at rest the one that is guessed is far too long
    options = {"method": "DOP853", "rtol": tolerance, "atol": tolerance, "first_step": min(1e-13, t[-1])}
    found = solve_ivp(f, (0.0, t[-1]), start, t_eval=t, **options)
    if not found.success:
        raise ArithmeticError(f"trajectory: the integration stopped, {found.message}")
    return Trajectory(t, found.y)


def modes(m: Any, *, B: Any = REST, B_K: Any = 0.0, B_K_y: Any = 0.0, b: Any = 0.0, alpha: Any, g: Any = 2.0) -> Any:
    """Return the two rates -Gamma +- i omega at which small deviations from a state of rest go, 1/s.

    The state is stable where both real parts are negative.  Parameters as of `trajectory`, with `m` at rest, where
    dm/dt = 0; the linear part of `rate` is taken by a complex step, exact to rounding.

    Raises
    ------
    ValueError
        If m does not rest there.
    """
    m, now, gamma = _given("modes", m, B, B_K, B_K_y, b, alpha, g)
    applied, torque = now(0.0)

    def f(x):
        return np.array(rate(x, field(x, applied, B_K, B_K_y), torque.real, torque.imag, alpha, gamma))

    if np.linalg.norm(f(m)) > 1e-6 * gamma * (np.linalg.norm(applied) + abs(B_K) + abs(B_K_y) + abs(torque)):
        raise ValueError("modes: m does not rest there; pass the end of a long trajectory.")
    step = 1e-30
    linear = np.array([np.imag(f(m + 1j * step * one)) for one in np.eye(3)]).T / step
    _, _, basis = np.linalg.svd(m[None, :])  # the last two rows lie across m
    return np.linalg.eigvals(basis[1:] @ linear @ basis[1:].T)


def _given(owner, m, B, B_K, B_K_y, b, alpha, g):
    """Return the direction, what acts at a time, and gamma, checked."""
    m = _triple(owner, "m", m, "")
    if not np.any(m):
        raise ValueError(f"{owner}: m = {tuple(m)}; a direction is not zero.")
    for name, value in (("B_K", B_K), ("B_K_y", B_K_y)):
        checks.finite(owner, name, value, "T")
    alpha = checks.finite(owner, "alpha", alpha)
    if alpha < 0:
        raise ValueError(f"{owner}: alpha = {alpha}; a damping is not negative.")
    field_at = B if callable(B) else _constant(_triple(owner, "B", B, "T"))
    torque_at = b if callable(b) else _constant(complex(argument(owner, "b", b)))
    gamma = checks.positive(owner, "g", g, "") * MU_B / HBAR
    return m / np.linalg.norm(m), lambda t: (field_at(t), torque_at(t)), gamma


def _constant(value):
    return lambda t: value


def _triple(owner, name, value, unit):
    value = np.asarray(checks.finite(owner, name, value, unit))
    if value.shape != (3,):
        raise ValueError(f"{owner}: {name} has the shape {value.shape}; it must be three numbers along x, y and z.")
    return value
