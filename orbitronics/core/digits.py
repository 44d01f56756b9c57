"""Special cases that keep relative digits of small values. You may skip this file.

It changes no answer by more than about 1e-14 of the largest of its kind; each function here has a test
that fails without it.
"""

import numpy as np


def fade_plain(x, e):
    """Return 1 - exp(-x) as it is written."""
    return 1 - e


def fade_small(x, e):
    """Return 1 - exp(-x) = x (1 - x/2 (1 - x/3 (1 - ...))) for a small complex x."""
    total = 1.0
    for n in (10, 9, 8, 7, 6, 5, 4, 3, 2):
        total = 1 - x * total / n
    return x * total


def excess_plain(x, e, m):
    """Return tanh(x/2)/(x/2) - 1 as it is written, e = exp(-x) and m = 1 - e."""
    return 2 * m / (x * (1 + e)) - 1


def excess_small(x, e, m):
    """Return the same for a small x: cosh(u) (tanh(u)/u - 1) = -sum of 2n u^2n/(2n + 1)! at u = x/2."""
    u2, total = x * x / 4, 0.0
    for n in (8, 7, 6, 5, 4, 3, 2, 1):
        total = u2 / (2 * n * (2 * n + 1)) * (2 * n + total)
    return -2 * total * np.exp(-x / 2) / (1 + e)


def dif_plain(x, y, e_x, e_y):
    """Return exp(-(x + y)/2) sinh(t)/t at t = (x - y)/2."""
    return (e_y - e_x) / (x - y)


def dif_series(x, y, e_x, e_y):
    """Return the same where x and y nearly coincide: sinh(t)/t = 1 + t^2/6 (1 + t^2/20 (...))."""
    t2 = (x - y) * (x - y) / 4
    return np.exp((y - x) / 2) * e_y * (1 + t2 / 6 * (1 + t2 / 20 * (1 + t2 / 42 * (1 + t2 / 72))))


def cross_thin(x, y):
    """Return [S((x + y)/2) - S((x - y)/2)]/(x y) of a thin layer, S(u) = exp(-(x + y)/2) sinh(u)/u.

    sinh(s)/s - sinh(t)/t = sum over n of (s^2n - t^2n)/(2n + 1)!, and s^2 - t^2 = x y for s, t = (x +- y)/2.
    """
    s2 = (x + y) * (x + y) / 4
    t2 = (x - y) * (x - y) / 4
    return np.exp(-(x + y) / 2) * homogeneous(s2, t2)


def homogeneous(a, b):
    """Return the sum of H_(n-1)(a, b)/(2n + 1)!, H the complete homogeneous polynomial: [a^n - b^n]/(a - b)."""
    total, h, b_n, factorial = 0, 0, 1, 1.0
    for n in (3, 5, 7, 9, 11, 13, 15, 17, 19):
        factorial = factorial * (n - 1) * n
        h = a * h + b_n
        b_n = b_n * b
        total = total + h / factorial
    return total


def series_thin(x2, y2, f_xy, f_1):
    """Return the divided difference of x csch(x) at x^2, y^2 for a thin layer.

    That of sinh(x)/x is `homogeneous`, and 1/f has minus f_x f_y times it.
    """
    return -f_xy * homogeneous(x2, y2)


def of_faces_or_flows(K, Gamma, lower, upper, absorbed, size):
    """Return the integrals of the potentials over a layer: K times their sum at the faces, or Gamma^-1 `absorbed`.

    That of which more is left: the sum is little where a closed layer mixes, `absorbed` where a current passes.
    `size` is how large the currents are whose difference it is.
    """
    norm = 1 / (Gamma[0] * Gamma[3] - Gamma[1] * Gamma[2])
    found = []
    for a, b, u, v in ((K[0], K[1], Gamma[3], -Gamma[1]), (K[2], K[3], -Gamma[2], Gamma[0])):
        faces = a * (lower[0] + upper[0]) + b * (lower[1] + upper[1])
        flows = (u * absorbed[0] + v * absorbed[1]) * norm
        most = abs(a) * (abs(lower[0]) + abs(upper[0])) + abs(b) * (abs(lower[1]) + abs(upper[1]))
        found.append(np.where((abs(u) * size[0] + abs(v) * size[1]) * abs(norm) < 2 * most, flows, faces))
    return tuple(found)


def better(terms, excluded, value, size):
    """Return the sum of `terms` instead of `value` where they are smaller, and their size."""
    a, b, c, d = terms
    mine = abs(a) + abs(b) + abs(c) + abs(d)
    keep = excluded | (mine >= size)
    return np.where(keep, value, a + b + c + d), np.where(keep, size, mine)


def behind_interface(source, Y, G, J, mu, size):
    """Return the better of `mu` and the open-circuit potential less the drop of the current J, and its size.

    In a thin layer behind an interface little flows, and `mu` is the small difference of large terms.
    `source` and `Y` are those in front of the interface `G`; J leaves them.
    """
    s_s, s_o = source or (0.0, 0.0)
    J_s, J_o = J
    y = 1 / Y[4]
    singular = G[4] == 0
    g = 1 / np.where(singular, 1.0, G[4])
    spin = y * Y[3] * s_s, -y * Y[1] * s_o, -(y * Y[3] + g * G[3]) * J_s, (y * Y[1] + g * G[1]) * J_o
    orbital = y * Y[0] * s_o, -y * Y[2] * s_s, -(y * Y[0] + g * G[0]) * J_o, (y * Y[2] + g * G[2]) * J_s
    found = better(spin, singular, mu[0], size[0]), better(orbital, singular, mu[1], size[1])
    return tuple(zip(*found, strict=True))
