"""The paper's bilayer N|F by the names of its figures and links: its values, and the stack that they describe.

Values are a dict of numbers in SI units, which may be arrays, and of options; `PAPER` holds the paper's.
"""

from typing import Any

from ..core.layer import spin_wavenumber
from ..interfaces import Interface
from ..materials import Ferromagnet, NormalMetal
from ..quantities import QUANTITIES, nm
from ..solution import Solution
from ..stack import Stack

SOURCES = {"SHE": (1.0, 0.0), "OHE": (0.0, 1.0)}
"""The Hall current (spin, orbital) in N, in units of sigma_SHE E or sigma_OHE E."""

OPTIONS = {
    "closure": ("paper", "reciprocal"),
    "wavenumber": ("exact", "printed"),
    "interface": ("transparent", "finite"),
}
"""The choices that are no numbers, the first being the default."""

OPTION_WORDS = {
    "closure": "Relaxation in F (closure)",
    "wavenumber": "Wavenumber in F, Eq. (6)",
    "interface": "Interface between N and F",
}
"""What they are called beside their controls."""

PAPER: dict[str, Any] = {
    # caption of Fig. 2
    "d_N": 5 * nm,
    "d_F": 5 * nm,
    "lambda_s_N": 3 * nm,
    "lambda_o_N": 5 * nm,
    "lambda_sf": 3 * nm,
    "lambda_J": 0.5 * nm,
    "lambda_phi": 1 * nm,
    "lambda_o_F": 5 * nm,
    "sigma_s_N": 1e6,
    "sigma_o_N": 1e6,
    "sigma_s_F": 1e6,
    "sigma_o_F": 1e6,
    # caption of Fig. 3; for Fig. 2 the paper gives no value and this is assumed
    "P_os": 0.5,
    "P_so": 0.5,
    # not given: transparent is assumed; these count when the interface is "finite"
    "interface": "transparent",
    "G_s": 1e15,
    "G_o": 1e15,
    "G_os": 0.0,
    "G_so": 0.0,
    "closure": "paper",
    "wavenumber": "exact",
}
"""The paper's values, and ours where it gives none."""

ADDRESSES = {
    "P_os": "F.P_os",
    "d_F": "F.thickness",
    "d_N": "N.thickness",
    "P_so": "F.P_so",
    "lambda_s_N": "N.lambda_s",
    "lambda_o_N": "N.lambda_o",
    "lambda_sf": "F.lambda_sf",
    "lambda_J": "F.lambda_J",
    "lambda_phi": "F.lambda_phi",
    "lambda_o_F": "F.lambda_o",
    "sigma_s_N": "N.sigma_s",
    "sigma_o_N": "N.sigma_o",
    "sigma_s_F": "F.sigma_s",
    "sigma_o_F": "F.sigma_o",
    "G_s": "N/F.G_s",
    "G_o": "N/F.G_o",
    "G_os": "N/F.G_os",
    "G_so": "N/F.G_so",
    "sigma_SHE": "N.sigma_SHE",
    "sigma_OHE": "N.sigma_OHE",
}
"""Where each value stands in the stack, in the order of the controls, the conversion among the first."""

HALL = ("sigma_SHE", "sigma_OHE")
NUMBERS = tuple(name for name in ADDRESSES if name not in HALL)
CHOICES = ("closure", "wavenumber", "interface")
"""The names in `PAPER` in the order of the controls."""

RANGES = {name: QUANTITIES[name].slider for name in ADDRESSES}
"""Where a slider of each value begins and ends, and its scale."""

AXES = dict(RANGES)
AXES.update(dict.fromkeys(("d_N", "d_F"), (0.1 * nm, 20 * nm, "dense")))
AXES.update(dict.fromkeys(("lambda_s_N", "lambda_o_N", "lambda_sf", "lambda_o_F"), (0.5 * nm, 20 * nm, "dense")))
"""Where an axis of each value begins and ends, as in the paper's figures, and how its points lie: see `panels.grid`."""


def bilayer(v, hall):
    """Return the stack that all of the values `v` describe, with Hall conductivities (spin, orbital) in N."""
    numbers = v | dict(zip(HALL, hall, strict=True))
    parts: dict[str, dict[str, Any]] = {"N": {}, "F": {}, "N/F": {}}
    for name, address in ADDRESSES.items():
        place, _, quantity = address.rpartition(".")
        parts[place][quantity] = numbers[name]
    d_N, d_F = (parts[place].pop("thickness") for place in "NF")
    between = () if v["interface"] == "transparent" else (Interface(**parts["N/F"]),)
    return Stack((NormalMetal(name="N", **parts["N"])(d_N), *between, Ferromagnet(name="F", **parts["F"])(d_F)))


def solved(v, hall):
    """Return the solution of that stack in a field of 1 V/m.

    A reader may move sliders to where a layer is not passive: that is told beside the figure, not warned of.
    """
    one = bilayer(v, hall)
    return Solution(one, 1.0, v["closure"], v["wavenumber"], "transverse", one.shape)


def wavenumber(v):
    """Return k = alpha - i beta of the magnet, Eq. (6), by its form or as it is given."""
    k = v["wavenumber"]
    given = not isinstance(k, str)
    return k if given else spin_wavenumber(v["lambda_sf"], v["lambda_J"], v["lambda_phi"], printed=k == "printed")


def extents(v):
    """Return where N and F begin and how thick each is, with the interface at z = 0."""
    return (-v["d_N"], v["d_N"]), (0.0, v["d_F"])
