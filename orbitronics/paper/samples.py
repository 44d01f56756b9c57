"""The bilayer of Figs. 2 and 3 by its flat values, solved, and what is often asked of it."""

import numpy as np

from .. import checks, entries
from ..quantities import nm
from ..solution import solve
from . import values as bilayer

THICK = 1e-6
"""The thickness of a thick F, m."""


def sample(source="OHE", **changes):
    """Return the solution of the bilayer of Figs. 2 and 3; z counts from the lower face of N, the interface is at d_N.

    Parameters
    ----------
    source : {"SHE", "OHE"}
        Which Hall effect drives it, with a conductivity of 1/(ohm m) and E = 1 V/m.
    **changes
        Values by the names of `paper.values.PAPER` that differ from the paper's; arrays broadcast.

    Returns
    -------
    Solution

    Raises
    ------
    ValueError, TypeError
        If a name, a number or an option is not allowed, or a number would have no effect.
    """
    checks.option("source", source, bilayer.SOURCES)
    changes = entries.values("sample", changes, bilayer.PAPER, bilayer.OPTIONS, bilayer.PAPER, unknown=TypeError)
    entries.refuse_idle("sample", changes, bilayer.PAPER)
    v = bilayer.PAPER | changes
    return solve(bilayer.bilayer(v, bilayer.SOURCES[source]), closure=v["closure"], wavenumber=v["wavenumber"])


def wavenumber(v):
    """Return k of Eq. (6) at the values `v`, exact or as printed."""
    return bilayer.wavenumber(bilayer.PAPER | v)


def mixing(v, **changes):
    """Return G_mix, G_os_m, G_so_m, G_o_m of a thick F at the values `v`, for either closure.

    J_s = G_mix mu_s + G_os_m dmu_o and J_o = G_so_m mu_s + G_o_m dmu_o, from J = G (mu_N - mu_F) and
    mu_F = Z J, with Z the inverse of the admittance of F.
    """
    v = bilayer.PAPER | v | changes
    names = ("G_s", "G_os", "G_so", "G_o")
    magnet = {name: value for name, value in v.items() if name not in names}
    Z = np.linalg.inv(sample(**magnet | {"d_F": THICK, "interface": "transparent"}).admittance("F"))
    G = np.stack(np.broadcast_arrays(*(v[name] for name in names)), axis=-1)
    G = G.reshape(*G.shape[:-1], 2, 2)
    J = np.linalg.solve(np.eye(2) + G[..., :1] * Z[..., :1, :], G)  # of mu_s and dmu_o alone
    return tuple(np.moveaxis(J.reshape(*J.shape[:-2], 4), -1, 0))


def in_F(solution, quantity, heights):
    """Return a quantity ("J_s", "mu_o", ...) at heights above the interface, F side."""
    return getattr(solution, quantity)(solution.stack.heights[1] + heights, side="right")


def depth(v, source, **changes):
    """Return the smallest d_F (m) beyond which Re(torque) stays within 5 % of that of a thick F."""
    d = np.geomspace(0.05 * nm, 60 * nm, 1200)
    changes = {name: np.reshape(x, (-1, 1)) for name, x in changes.items()}
    if not changes:
        return depth(v, source, d_N=(bilayer.PAPER | v)["d_N"])[0]
    tau = sample(source, **v | changes | {"d_F": d}).torque().real
    thick = sample(source, **v | changes | {"d_F": THICK}).torque().real
    outside = np.abs(tau / thick - 1) > 0.05
    last = np.where(outside.any(axis=1), d.size - np.argmax(outside[:, ::-1], axis=1), 0)
    return np.append(d, np.inf)[last]


def slope(f, x):
    """Return d ln f/d ln x at `x`, by a central difference."""
    h = 1e-5
    return float((np.log(f(x * (1 + h))) - np.log(f(x * (1 - h)))) / (np.log1p(h) - np.log1p(-h)))
