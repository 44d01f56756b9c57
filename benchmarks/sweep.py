"""How long 10^8 bilayers take as a chunked sweep that is reduced, and how much memory.

``python -m benchmarks.sweep [bilayers]``; the unit tests do the same with fewer, and compare with the direct call.
"""

import sys
import time
from resource import RUSAGE_SELF, getrusage

import numpy as np

import orbitronics as ob
from orbitronics import nm

from .fits import STACK


def main(count=10**8):
    """Print time, processor time and the largest resident set; goal: below 1 GB."""
    axis = np.linspace(1, 40, round(count**0.5)) * nm
    began, busy = time.perf_counter(), time.process_time()
    axes = {"Ti.thickness": axis, "Ti.lambda_o": axis}
    lazy = ob.sweep(STACK, axes, "torque_DL", closure="reciprocal", chunks="auto").torque_DL
    least = float(lazy.min())
    taken, busy = time.perf_counter() - began, time.process_time() - busy
    held = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    print(f"{lazy.size:,} bilayers, the least torque {least:.6g} A/m²: {taken:.0f} s, of a processor {busy:.0f} s,")
    print(f"{held:.0f} MB resident at most (goal: 1000)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
