"""What uncertain numbers of a stack make of an answer."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from .. import checks
from ..figures.book import Table, Tabled
from ..quantities import NEVER_NEGATIVE, QUANTITIES
from ..stack import Stack
from .answers import Question, pair, quietly, single
from .sensitivities import CENTRAL

_LEVELS = (16, 84)


class Propagated(Tabled):
    """An answer with its uncertainty; made by `propagate`.

    Attributes
    ----------
    value : float or complex
        At the values given.
    mean, std : float or complex
        Mean and standard deviation; of a complex answer real and imaginary part each have their own.
    interval : tuple
        The 16th and the 84th percentile, which hold 68 % between them; with method="linear" mean -+ std.
    shares : dict
        By address: the standard deviation that this number alone gives, to first order.
    samples : array or None
        All answers of a Monte Carlo run, None with method="linear".
    """

    def __init__(self, name, value, mean, std, interval, shares, samples):
        self.name, self.value, self.mean, self.std = name, value, mean, std
        self.interval, self.shares, self.samples = interval, shares, samples

    def table(self):
        """Return the answer, and the share of each number, as a table."""
        rows = [(self.name, self.value, self.mean, self.std, *self.interval)]
        rows += [(f"by {address}", "", "", share, "", "") for address, share in self.shares.items()]
        return Table(("answer", "value", "mean", "std", "low", "high"), rows)


def propagate(
    stack: Stack,
    uncertain: Mapping[str, tuple[float, float]],
    f: Any = "torque_DL",
    method: Literal["monte carlo", "linear"] = "monte carlo",
    n: int = 10_000,
    seed: int | None = 0,
    **options: Any,
) -> Propagated:
    """Return an answer with the uncertainty that uncertain numbers give it.

    Parameters
    ----------
    stack : Stack
        With single numbers.
    uncertain : mapping
        Value and standard deviation by address, ``{"Ti.lambda_o": (7.3*nm, 0.5*nm)}``; independent of each other.
    f : str or callable
        A name such as "xi_E_DL" (see `sweep`), or a function of a stack, whose numbers may be arrays.
    method : {"monte carlo", "linear"}
        "monte carlo" draws `n` samples and solves them at once.  A quantity that must be positive is drawn from the
        log-normal distribution of this mean and standard deviation, any other from the normal one.
        "linear" adds the first-order shares in squares.
    n, seed : int
        Number of samples and the seed of their generator; None draws anew each time.
    **options
        As of `sweep`.

    Returns
    -------
    Propagated

    Raises
    ------
    KeyError, TypeError, ValueError
        If an address is unknown, a pair is none, or f names several answers.
    """
    owner = "propagate"
    stack = single(owner, stack)
    checks.option("method", method, ("monte carlo", "linear"))
    question = Question(owner, f, **options)
    name = question.single()
    means, spreads = _pairs(owner, stack, uncertain)
    stack = stack.replace(means)
    value = question(stack)[name][()]
    steps = {a: 0.01 * (min(spreads[a], m) if m > 0 and _positive(a) else spreads[a]) for a, m in means.items()}
    near = question.near(stack, {a: [m + k * steps[a] for k in CENTRAL] for a, m in means.items()})
    slopes = {a: np.array(list(CENTRAL.values())) @ one / steps[a] for a, one in near.items()}
    shares = {a: _each(abs, slope * spreads[a]) for a, slope in slopes.items()}
    if method == "linear":
        std = _each(np.linalg.norm, np.array(list(shares.values())))
        return Propagated(name, value, value, std, (value - std, value + std), shares, None)
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 2:
        raise ValueError(f"{owner}: n = {n!r}; give at least 2 samples.")
    rng = np.random.default_rng(seed)
    drawn = {address: _drawn(rng, address, means[address], spreads[address], n) for address in means}
    try:
        samples = quietly(lambda: question(stack.replace(drawn)))[name]
    except ValueError as error:
        raise ValueError(
            f"{owner}: a sample lies outside what is allowed, as a standard deviation is too large: {error}"
        ) from None
    low, high = (_each(lambda x, p=p: np.percentile(x, p), samples) for p in _LEVELS)
    std = _each(lambda x: np.std(x, ddof=1), samples)
    return Propagated(name, value, samples.mean(), std, (low, high), shares, samples)


def _pairs(owner, stack, uncertain):
    if not isinstance(uncertain, Mapping) or not uncertain:
        raise TypeError(f"{owner}: give values and standard deviations by address, {{'Ti.lambda_o': (7*nm, 1*nm)}}.")
    means, spreads = {}, {}
    for address, given in uncertain.items():
        stack[address]  # raises for an address that is not there
        mean, spread = pair(owner, address, given, "value, standard deviation")
        unit = QUANTITIES[address.split(".")[-1]].unit
        means[address] = checks.finite(owner, address, mean, unit)
        spreads[address] = checks.positive(owner, f"standard deviation of {address}", spread, unit)
    return means, spreads


def _positive(address):
    return QUANTITIES[address.split(".")[-1]].domain in NEVER_NEGATIVE


def _drawn(rng, address, mean, spread, n):
    if not (_positive(address) and mean > 0):
        return rng.normal(mean, spread, n)
    width = np.log1p((spread / mean) ** 2)
    return rng.lognormal(np.log(mean) - width / 2, np.sqrt(width), n)


def _each(function, x):
    """Return a function of a real answer, of real and imaginary part of a complex one."""
    if np.iscomplexobj(x):
        return complex(function(np.real(x)), function(np.imag(x)))
    return float(function(x))
