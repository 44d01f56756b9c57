"""The answers of a solution at heights: which layer each lies in, and what flows and stands there."""

from typing import Any

import numpy as np

from . import blocks, checks, lowering
from .core import arrays
from .core import ladder as core

_TOLERANCE = 1e-12  # of the stack's thickness: heights closer than this are the same


def at(solution, z, side, potentials=False):
    """Return (J_s, J_o), or (mu_s, mu_o), at the heights `z`."""
    checks.option("side", side, ("left", "right"))
    z = np.asarray(checks.finite("Solution", "z", z, "m"))
    full = solution.shape + z.shape
    size, heights = int(np.prod(solution.shape)), z.reshape(-1)
    faces = np.array([np.broadcast_to(face, solution.shape).reshape(-1) for face in solution.stack.heights])
    near = _TOLERANCE * faces[-1][:, None]
    outside = (heights < -near) | (heights > faces[-1][:, None] + near)
    if outside.any():
        sample, here = np.argwhere(outside)[0]
        raise ValueError(
            f"z = {heights[here]:g} m is outside the stack, which reaches from 0 to {faces[-1][sample]:g} m. "
            "z counts from the bottom of the stack, in metres."
        )
    real = solution.channel == "longitudinal"
    answers = [np.empty((size, heights.size), float if real else complex) for _ in range(2)]
    step = max(1, blocks.BLOCK // max(1, heights.size))
    for start in range(0, size, step):
        rows = slice(start, min(start + step, size))
        with np.errstate(all="ignore"):
            for found, answer in zip(_profile(solution, rows, heights, faces, side, potentials), answers, strict=True):
                answer[rows] = np.real(found) if real else found
    lowering.finite(answers)
    return [answer.reshape(full) if full else answer[0, 0] for answer in answers]


def _profile(solution, rows, heights, faces, side, potentials):
    """Return two arrays (samples of `rows`, heights)."""
    single = not solution.shape

    def picked(x):
        one = lowering._flat(x, solution.shape)
        return one[rows] if isinstance(one, np.ndarray) else one

    ladder = lowering.lower(solution, picked)
    faces = faces[:, rows]
    samples, n = faces.shape[1], len(solution.stack)
    near = _TOLERANCE * faces[-1][:, None]
    out = np.zeros((2, samples, heights.size), complex)
    at_face = ladder.potential if potentials else ladder.current
    inside = np.full((samples, heights.size), -1)
    for i in range(n):
        lower, upper = faces[i][:, None], faces[i + 1][:, None]
        on_lower, on_upper = abs(heights - lower) <= near, abs(heights - upper) <= near
        inside[(heights > lower) & (heights < upper) & ~on_lower & ~on_upper] = i
        # a height on an interface belongs to the layer on the side asked for, which is none of thickness 0
        for here, wanted, face in (
            (on_lower, i == 0 or side == "right", 0),
            (on_upper & ~on_lower if i and side == "left" else on_upper, i == n - 1 or side == "left", 1),
        ):
            if wanted and here.any():
                for target, value in zip(out, at_face(i, face), strict=True):
                    target[here] = np.broadcast_to(np.reshape(value, (-1, 1)), here.shape)[here]
    compute = core.potentials_inside if potentials else core.currents_inside
    for one, those in ladder.parts(inside):
        for members, place in _groups(one, those, single):
            sample, column = np.nonzero(np.isin(those, members))
            layer = those[sample, column]
            index = np.searchsorted(members, layer) if single else sample
            up = heights[column] - faces[layer, sample]
            down = faces[layer + 1, sample] - heights[column]
            found = one.told(compute(arrays.taken(place, index), up, down), potentials, sample)
            for target, value in zip(out, found, strict=True):
                target[sample, column] = value
    return out


def _groups(ladder, inside, single):
    """Yield (layers, place): layers alike are looked into together where there is but one sample."""
    wanted = [int(i) for i in np.unique(inside) if i >= 0]
    if not single:
        for i in wanted:
            yield [i], ladder.place(i)
        return
    alike: dict[Any, list[tuple[int, core.Place]]] = {}
    for i in wanted:
        place = ladder.place(i)
        alike.setdefault(arrays.signature(place), []).append((i, place))
    for group in alike.values():
        yield [i for i, _ in group], arrays.packed([place for _, place in group])
