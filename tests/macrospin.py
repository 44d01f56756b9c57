"""A macrospin integrated in time: what the laboratory formulas are tested against.

dm/dt = -gamma m x B + alpha m x dm/dt + gamma b_DL m x (y x m) + gamma b_FL m x y, nothing of the library inside.
Vectors are arrays of shape (3, ...): many independent spins are integrated at once.
"""

import numpy as np
from scipy.integrate import solve_ivp

GAMMA = 1.760859630e11  # rad/(s T), free spin with g = 2.0023: any value does
Y = np.array([0.0, 1.0, 0.0])


def cross(a, b):
    """a x b, written out: np.cross takes several times as long for so few numbers."""
    (a_x, a_y, a_z), (b_x, b_y, b_z) = a, b
    return np.array([a_y * b_z - a_z * b_y, a_z * b_x - a_x * b_z, a_x * b_y - a_y * b_x])


def rate(m, field, alpha, b_DL=0.0, b_FL=0.0):
    """dm/dt of the equation above, solved for it."""
    y = Y.reshape(3, *(1,) * (m.ndim - 1))
    f = -cross(m, field) + b_DL * cross(m, cross(y, m)) + b_FL * cross(m, y)
    # dm/dt - alpha m x dm/dt = gamma f, with f and dm/dt across m
    return GAMMA * (f + alpha * cross(m, f)) / (1 + alpha**2)


def integrate(m, field, alpha, times, b_DL=0.0, b_FL=0.0, tolerance=1e-10):
    """m at the given times, shape (3, ..., times); `field(t, m)`, and b_DL, b_FL numbers or functions of t."""
    shape = np.shape(m)

    def f(t, x):
        now = x.reshape(shape)
        b = [one(t) if callable(one) else one for one in (b_DL, b_FL)]
        return rate(now, field(t, now), alpha, *b).ravel()

    # the first step is given: at rest the one that is guessed is far too long
    options = dict(method="DOP853", t_eval=times, rtol=tolerance, atol=tolerance, first_step=1e-13)
    done = solve_ivp(f, (0, times[-1]), np.ravel(m), **options)
    assert done.success
    return done.y.reshape(*shape, -1)


def relaxed(m, field, b_DL=0.0, b_FL=0.0, duration=8e-9):
    """m at rest, after a strongly damped motion."""
    return integrate(m, field, 1.0, [duration], b_DL, b_FL, 1e-12)[..., 0]
