"""Profiles of a solution as an `xarray.Dataset`."""

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import checks
from ..quantities import CURRENT
from . import need
from .answers import described

if TYPE_CHECKING:
    import xarray

    from ..solution import Solution

_POINTS = 100  # in each layer
_MEANINGS = {
    "J_s": (CURRENT, "spin current density"),
    "J_o": (CURRENT, "orbital current density"),
    "mu_s": ("V", "spin chemical potential"),
    "mu_o": ("V", "orbital chemical potential"),
}


def to_xarray(solution: "Solution", z: Any = None) -> "xarray.Dataset":
    """Return currents and potentials at heights, as `Solution.to_xarray` says."""
    need("xarray", "sweep")
    from .datasets import Answers

    if z is None:
        heights = [np.max(face) for face in solution.stack.heights]
        if solution.shape and any(np.ptp(face) for face in solution.stack.heights):
            raise ValueError("to_xarray: the stacks of the solution differ in height; give z.")
        z = np.concatenate([np.linspace(low, high, _POINTS) for low, high in itertools.pairwise(heights)])
        sides = np.tile(["right"] + ["left"] * (_POINTS - 1), len(heights) - 1)  # both sides of every interface
    else:
        z = np.atleast_1d(checks.finite("to_xarray", "z", z, "m"))
        if z.ndim != 1:
            raise ValueError(f"to_xarray: z has shape {z.shape}; give a list of heights.")
        sides = np.full(z.shape, "left")
    dims = (*(f"axis_{i}" for i in range(len(solution.shape))), "z")
    data = {}
    for name, (unit, meaning) in _MEANINGS.items():
        ask = getattr(solution, name)
        values = np.where(sides == "right", ask(z, side="right"), ask(z, side="left"))
        attributes = {"units": unit, "long_name": meaning}
        if np.iscomplexobj(values):
            words = {"DL": "real part", "FL": "imaginary part"}
            for end, part in (("DL", values.real), ("FL", values.imag)):
                data[f"{name}_{end}"] = (dims, part, attributes | {"long_name": f"{meaning}, {words[end]}"})
        else:
            data[name] = (dims, values, attributes)
    options = {name: getattr(solution, name) for name in ("closure", "wavenumber", "channel")}
    if np.ndim(solution.E) == 0:
        options["E"] = solution.E
    return Answers(data, {"z": ("z", z, {"units": "m", "long_name": "height"})}, described(solution.stack, options))
