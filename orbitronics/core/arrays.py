"""The few functions of arrays that the core needs beside operators, `exp` and `sqrt`."""

from typing import Any

import numpy as np


def choose(here, special, regular, *args):
    """Return ``special(*args)`` where `here` holds and ``regular(*args)`` elsewhere.

    The special function is evaluated only there.
    """
    symbolic = getattr(here, "choose", None)  # a compiler's symbol takes both branches
    if symbolic is not None and not isinstance(here, np.ndarray | np.generic):
        return symbolic(special, regular, *args)
    value = regular(*args)
    if np.any(here):
        value = np.array(value)
        value[here] = special(*[a[here] if getattr(a, "shape", ()) else a for a in args])
    return value


def nonzero(x: Any) -> bool:
    """Return whether any element differs from zero."""
    return bool(x) if isinstance(x, float | complex) else bool(np.any(np.not_equal(x, 0)))


def signature(x):
    """Return where a structure of the core has numbers and where it has none."""
    return tuple(map(signature, x)) if isinstance(x, tuple) else x if isinstance(x, bool) or x is None else "number"


def is_single(x):
    """Return whether a structure holds single numbers only, no arrays."""
    return all(map(is_single, x)) if isinstance(x, tuple) else not getattr(x, "ndim", 0)


def packed(items):
    """Return structures of equal signature as one, their numbers as arrays."""
    one = items[0]
    if isinstance(one, tuple):
        parts = [packed(column) for column in zip(*items, strict=True)]
        return type(one)(*parts) if hasattr(one, "_fields") else tuple(parts)
    return one if isinstance(one, bool) or one is None else np.array(items)


def taken(x, index):
    """Return a structure with an index, or an array of them, taken of its arrays: one or more that `packed` joined."""
    if isinstance(x, tuple):
        parts = [taken(part, index) for part in x]
        return type(x)(*parts) if hasattr(x, "_fields") else tuple(parts)
    return x[index] if getattr(x, "ndim", 0) else x
