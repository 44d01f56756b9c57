"""What layers, interfaces and surfaces take and give, from the potentials and the currents at their faces.

Pure functions of numbers, which the page runs as well.  `m` is a material, an interface or a surface, every number
of which passes through ``picked``: a block's share of an array.
"""

import numpy as np

from .constants import E_CHARGE, HBAR, MU_B
from .core.digits import better
from .core.matrices import apply, less


def exchange_rate(m, picked):
    """Return X = 1/lambda_phi^2 - i m/lambda_J^2 of a magnet: what Eq. (5) takes from mu_s besides spin flip."""
    return 1 / picked(m.lambda_phi) ** 2 - 1j * m.m / picked(m.lambda_J) ** 2


def exchange(m, picked, d, spin):
    """Return what exchange takes up, sigma_s X times the integral of mu_s."""
    return np.where(d > 0, picked(m.sigma_s) * (exchange_rate(m, picked) * spin), 0)


def exchange_pumped(m, picked, k, Gamma, V, d, spin):
    """Return the same with mu_s + V, where this magnet precesses: what it is alone, and what its surroundings add."""
    return np.where(d > 0, bulk(m, picked, k, Gamma, V, d) + added(m, picked, spin), 0)


def added(m, picked, spin):
    """Return what exchange takes up less what it would with closed faces, from the integral of mu_s + shift."""
    return picked(m.sigma_s) * exchange_rate(m, picked) * spin


def bulk(m, picked, k, Gamma, V, d):
    """Return what exchange would take up with closed faces, sigma_s X (V - shift) d, without the difference.

    The shift is that of `lowering.pumped_shift`.
    """
    if Gamma is None:
        rest = V / np.square(picked(m.lambda_sf)) / (k * k)
    else:
        ss, os, so, oo = Gamma
        rest = V * (picked(m.sigma_s) / picked(m.lambda_sf) ** 2 * oo - os * so) / (ss * oo - os * so)
    return picked(m.sigma_s) * exchange_rate(m, picked) * (rest * d)


def damping(tau, V, g, M_s, d):
    """Return g mu_B hbar (tau/V)/(4 e^2 M_s d)."""
    return g * MU_B * HBAR * tau / V / (4 * E_CHARGE**2 * np.multiply(M_s, d))


def own(m, picked, tau):
    """Return a torque in the frame of the magnet's own magnetisation, from the frame of the stack."""
    return np.where(np.equal(picked(m.m), 1), tau, np.conjugate(tau))


def surface_torque(m, picked, mu, V):
    """Return what an insulating magnet at a surface takes up, G_mix (mu_s + V)."""
    return picked(m.G_mix) * (mu[0] + V)


def joule(m, picked):
    """Return sigma d of a layer, S."""
    return picked(m.sigma) * picked(m.thickness)


def open_circuit_field(current, joule, Z_t):
    """Return the electric field that stops a charge current per width, V/m."""
    return -current / (joule + np.real(Z_t))


def collected(m, picked, d, rise):
    """Return the charge current of a layer's inverse Hall effects, h . [mu(top) - mu(bottom)]."""
    share = picked(m.sigma_SHE) * rise[0] + picked(m.sigma_OHE) * rise[1]
    return np.where(d > 0, share, 0)


def collected_between(m, picked, below, above):
    """Return the charge current of an interface's inverse emission."""
    found = picked(m.sigma_SREE_below) * below[0] + picked(m.sigma_OREE_below) * below[1]
    return found + picked(m.sigma_SREE_above) * above[0] + picked(m.sigma_OREE_above) * above[1]


def collected_outside(m, picked, mu):
    """Return the charge current of a surface's inverse emission."""
    return picked(m.sigma_SREE) * mu[0] + picked(m.sigma_OREE) * mu[1]


SPIN = ("in", "out", "exchange", "spin_flip", "to_orbital", "cross_s")
ORBITAL = ("in", "out", "lattice", "to_orbital", "cross_o")
"""The rows of a layer's budget."""


def budget(m, picked, magnetic, closure, J_in, J_out, spin, orbital, taken, moved=None):
    """Return the rows of `SPIN` and `ORBITAL` of a layer, from the integrals of mu and what exchange takes.

    Where the layer precesses, `moved` are the integrals of mu + shift.  Where they are small, exchange and spin flip
    alone are large, and so are lattice and to_orbital, of which the shift has the same: it relaxes no orbital moment.
    """
    relax = picked(m.sigma_o) / np.square(picked(m.lambda_o))
    flip = picked(m.sigma_s) / np.square(picked(m.lambda_sf if magnetic else m.lambda_s))
    Gamma_os, Gamma_so = picked(m.Gamma_os), picked(m.Gamma_so)
    lattice = (relax + Gamma_os) * orbital
    to_orbital = Gamma_os * orbital - Gamma_so * spin
    cross_s, cross_o = 0.0, 0.0
    if closure == "paper":
        cross_s = picked(m.P_os) * relax * orbital
        lost = taken + flip * spin if moved is None else added(m, picked, moved[0]) + flip * moved[0]
        cross_o = picked(m.P_so) * lost
    elif moved is not None:
        alike = lattice, -relax * moved[1], -Gamma_so * moved[0], 0.0
        to_orbital, _ = better(alike, False, to_orbital, abs(Gamma_os * orbital) + abs(Gamma_so * spin))
    rows = J_in[0], J_out[0], taken, (flip + Gamma_so) * spin, to_orbital, cross_s
    return *rows, J_in[1], J_out[1], lattice, to_orbital, cross_o


def overlap(across, along, mu, w):
    """Return w . (Y_t - Y_l) . mu of a layer, from its circuits and the potentials at its two faces."""
    side, bridge = (tuple(a - b for a, b in zip(*two, strict=True)) for two in zip(across[:2], along[:2], strict=True))
    share = dot(w[0], apply(side, mu[0])) + dot(w[1], apply(side, mu[1]))
    return share + dot(less(w[0], w[1]), apply(bridge, less(mu[0], mu[1])))


def overlap_outside(m, picked, mu, w):
    """Return the same of a surface that absorbs."""
    return (picked(m.G_mix) - picked(m.G_long)) * mu[0] * w[0]


def conductance(joule, Z_t, smr, x, y, z):
    """Return G_xx, G_xy, G_yx, G_yy of a sheet with the magnetisation along (x, y, z), S."""
    real, imag = joule + np.real(Z_t), np.imag(Z_t)
    return real + smr * y * y, -smr * x * y - imag * z, -smr * x * y + imag * z, real + smr * x * x


def symmetric(m, picked, d, magnetic, closure):
    """Return whether a layer obeys Onsager's relations."""
    a, b = picked(m.P_os) * picked(m.sigma_o), picked(m.P_so) * picked(m.sigma_s)
    here = same(a, b) & same(picked(m.Gamma_os), picked(m.Gamma_so))
    if closure == "paper":  # Sigma diag(k^2, q^2) is symmetric without conversion, or where k = q
        flip = 1 / np.square(picked(m.lambda_sf if magnetic else m.lambda_s))
        k2 = flip + exchange_rate(m, picked) if magnetic else flip
        here = here & (np.equal(a, 0) & np.equal(b, 0) | same(k2, 1 / np.square(picked(m.lambda_o))))
    return here | np.equal(d, 0)


def symmetric_between(m, picked):
    """Return whether an interface obeys Onsager's relations."""
    return same(picked(m.G_os), picked(m.G_so))


def same(a, b):
    """Return whether two numbers differ by rounding only."""
    return abs(a - b) <= 1e-9 * abs(b)


def dot(a, b):
    """Return a . b of two vectors."""
    return a[0] * b[0] + a[1] * b[1]
