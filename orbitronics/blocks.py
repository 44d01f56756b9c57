"""Large arrays in blocks that stay in the processor's cache, on all processors: NumPy releases the lock."""

import os
from collections.abc import Callable
from typing import Any

import numpy as np

BLOCK = 2**15
"""How many elements are worked on at a time: so many that NumPy's calls cost little beside the arithmetic."""

QUICK = 8
"""How many blocks make a batch where the work is quick: a thread is to have more of it than it costs to begin."""


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parts(size: int) -> list[slice]:
    """Return slices of at most `BLOCK` elements that make up `size`."""
    return [slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]


def each(size: int, work: Callable[[slice], Any], batch: int = 1) -> list[Any]:
    """Return ``work(part)`` for all parts of `size` elements, a `batch` of them at a time on each processor."""
    those = parts(size)
    batches = [those[i : i + batch] for i in range(0, len(those), batch)]

    def done(some: list[slice]) -> list[Any]:
        return [work(part) for part in some]

    if len(batches) == 1:
        return done(those)
    from concurrent.futures import ThreadPoolExecutor  # takes longer to import than all that is here

    with ThreadPoolExecutor(processors()) as pool:
        return [one for some in pool.map(done, batches) for one in some]


def copied(array: np.ndarray, kind: type) -> tuple[np.ndarray, Any, Any]:
    """Return an array as a copy of this kind, with its least and its largest number; they are NaN where one is."""
    found: np.ndarray = np.empty(array.shape, kind)
    source, target = array.reshape(-1), found.reshape(-1)

    def copy(part: slice) -> tuple[Any, Any]:
        target[part] = source[part]
        return target[part].min(), target[part].max()

    ends = each(array.size, copy, QUICK)
    return found, np.min(ends), np.max(ends)


def anywhere(condition: Callable[..., Any], *values: Any) -> bool:
    """Return whether ``condition(*values)`` holds for any element of values that broadcast."""
    shapes = {np.shape(x) for x in values if np.ndim(x)}
    if len(shapes) != 1:
        return bool(np.any(condition(*values)))
    flat = [x.reshape(-1) if np.ndim(x) else x for x in values]

    def holds(part: slice) -> bool:
        return bool(np.any(condition(*(x[part] if np.ndim(x) else x for x in flat))))

    return any(each(int(np.prod(*shapes)), holds, QUICK))
