"""Profiles of a solution as an `xarray.Dataset`."""

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import checks
from ..quantities import named
from . import need
from .answers import described, part

if TYPE_CHECKING:
    import xarray

    from ..solution import Solution

_POINTS = 100  # in each layer


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
    for name in ("J_s", "J_o", "mu_s", "mu_o"):
        unit, meaning = named(name).unit, named(name).meaning.partition(",")[0]
        ask = getattr(solution, name)
        values = np.where(sides == "right", ask(z, side="right"), ask(z, side="left"))
        parts = {"_DL": ", real part", "_FL": ", imaginary part"} if np.iscomplexobj(values) else {"": ""}
        for end, words in parts.items():
            data[name + end] = (dims, part(values, end[1:] or "DL"), {"units": unit, "long_name": meaning + words})
    options = {name: getattr(solution, name) for name in ("closure", "wavenumber", "channel")}
    if np.ndim(solution.E) == 0:
        options["E"] = solution.E
    return Answers(data, {"z": ("z", z, {"units": "m", "long_name": "height"})}, described(solution.stack, options))
