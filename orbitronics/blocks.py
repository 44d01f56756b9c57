"""Large arrays in blocks that stay in the processor's cache, on all processors: NumPy releases the lock."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

BLOCK = 2**15
"""How many elements are worked on at a time: so many that NumPy's calls cost little beside the arithmetic."""


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parts(size: int) -> list[slice]:
    """Return slices of at most `BLOCK` elements that make up `size`."""
    return [slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]


def each(size: int, work: Callable[[slice], Any]) -> None:
    """Do ``work(part)`` for all parts of `size` elements, on all processors where there is more than one part."""
    those = parts(size)
    if len(those) == 1:
        work(those[0])
    else:
        with ThreadPoolExecutor(processors()) as pool:
            list(pool.map(work, those))


def bounds(array: np.ndarray) -> tuple[float, float]:
    """Return the least and the largest of an array of real numbers, NaN where one of them is NaN."""
    flat = array.reshape(-1)
    ends = [(flat[part].min(), flat[part].max()) for part in parts(flat.size)]
    return float(np.min(ends)), float(np.max(ends))


def anywhere(condition: Callable[..., Any], *values: Any) -> bool:
    """Return whether ``condition(*values)`` holds for any element of values that broadcast."""
    shapes = {np.shape(x) for x in values if np.ndim(x)}
    if len(shapes) != 1:
        return bool(np.any(condition(*values)))
    flat = [x.reshape(-1) if np.ndim(x) else x for x in values]
    return any(
        np.any(condition(*(x[part] if np.ndim(x) else x for x in flat))) for part in parts(int(np.prod(*shapes)))
    )
