"""How often fits find what noise-free series determine, and how often their intervals hold the truth.

``python -m benchmarks.fits [starts [series]]``; 100 starts and 2000 series take some minutes.
The unit tests do the same with fewer.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import numpy as np

import orbitronics as ob
from orbitronics import nm, observables

D = np.linspace(2, 60, 15) * nm
FREE = {"Ti.lambda_o": (1 * nm, 100 * nm), "Ti.sigma_OHE": (-1e7, -1e3), "Ni.P_os": (0.01, 0.9)}
CLOSURE = {"closure": "reciprocal"}
TI = ob.NormalMetal(
    name="Ti", sigma_s=2.1e6, sigma_o=1.4e6, lambda_s=9 * nm, lambda_o=7.3 * nm, sigma_OHE=-1.1e5
)  # fmt: skip
NI = ob.Ferromagnet(
    name="Ni", sigma_s=5.3e6, sigma_o=3.7e6, lambda_sf=4.1 * nm, lambda_J=2.2 * nm, lambda_phi=1.3 * nm,
    lambda_o=2.9 * nm, P_os=0.12,
)  # fmt: skip
STACK = TI(11 * nm) | NI(6.5 * nm)


@cache
def series():
    """Return the noise-free series of xi_E, damping-like."""
    return observables.xi_E(ob.solve(STACK.replace({"Ti.thickness": D}), **CLOSURE)).real


def found(count):
    """Return how many of `count` random starts, each alone, end at lambda_o and the product to 1e-6."""
    rng, y, good = np.random.default_rng(1), series(), 0
    for _ in range(count):
        start = {
            a: np.sign(high) * np.exp(rng.uniform(*sorted(np.log(np.abs([low, high])))))
            for a, (low, high) in FREE.items()
        }
        fit = ob.fit(STACK, {"Ti.thickness": D}, y, free=FREE, start=start, starts=1, **CLOSURE)
        off = (
            fit.values["Ti.lambda_o"] / (7.3 * nm),
            fit.values["Ti.sigma_OHE"] * fit.values["Ni.P_os"] / (-1.1e5 * 0.12),
        )
        good += max(abs(one - 1) for one in off) < 1e-6
    return good


def holding(noise):
    """Return by address whether the 68 % interval of one noisy series holds the truth."""
    y = series()
    free = {address: FREE[address] for address in ("Ti.lambda_o", "Ti.sigma_OHE")}
    yerr = 0.1 * np.abs(y) + 2
    fit = ob.fit(STACK, {"Ti.thickness": D}, y + yerr * noise, yerr, free=free, starts=1, **CLOSURE)
    return {address: bool(low <= STACK[address] <= high) for address, (low, high) in fit.intervals().items()}


def covered(count):
    """Return by address the share of `count` noisy series whose 68 % interval holds the truth, on all processors."""
    noises = np.random.default_rng(2).standard_normal((count, D.size))
    with ProcessPoolExecutor() as pool:
        held = list(pool.map(holding, noises, chunksize=10))
    return {address: sum(one[address] for one in held) / count for address in held[0]}


def main(starts=100, count=2000):
    """Print both."""
    print(f"{found(starts)} of {starts} random starts give lambda_o and sigma_OHE P_os back to 1e-6", flush=True)
    for address, share in covered(count).items():
        print(f"{share:.1%} of {count} series hold {address} within the 68 % interval", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
