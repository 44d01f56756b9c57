"""The few functions of arrays that the core needs beside operators, `exp` and `sqrt`."""

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


def nonzero(x):
    """Return whether any element differs from zero."""
    return bool(np.any(np.not_equal(x, 0)))
