"""Fits of a stack's numbers to measured series, on lmfit."""

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from .. import checks
from ..quantities import COMPLEX, FINITE, QUANTITIES
from ..stack import Stack
from . import need
from .answers import Question, pair, part, quantity_of, quietly, single
from .findings import Fit
from .sweeping import changed

_STEP = 1e-5  # of a variable, for the slopes: error and rounding are both about 1e-10
_FAR = 1e6  # what a residual counts where the model has no answer
_SAME = 1e-6  # relative difference of two minima that are one


def fit(
    stack: Stack | list[Stack],
    x: Mapping[str, Any] | list[Mapping[str, Any]],
    y: Any,
    yerr: Any = None,
    what: str | Callable[[Stack], Any] | list[Any] = "xi_E",
    free: Mapping[str, tuple[float, float] | None] | Iterable[str] = (),
    tie: Mapping[str, Callable[[Mapping[str, Any]], Any]] | None = None,
    start: Mapping[str, float] | None = None,
    starts: int = 4,
    seed: int = 0,
    **options: Any,
) -> Fit:
    """Fit numbers of a stack to measured values.

    Needs the extra `fit`: ``pip install "orbitronics[fit]"``.  Least squares within bounds (lmfit, scipy), in
    logarithms where both bounds have one sign, so that a factor counts alike everywhere between them.

    Parameters
    ----------
    stack : Stack, or list
        With single numbers.  Lists of `stack`, `x`, `y`, `yerr`, `what` are several series that are fitted at once;
        what is no list holds for all of them.
    x : mapping, or list
        What differed from point to point, by address: ``{"Ti.thickness": d}``.
    y, yerr : array, or list
        What was measured, SI, and its standard deviations; without them all points weigh alike and the uncertainties
        come from the scatter about the fit.  Complex values fit both parts.
    what : str or callable, or list
        Which answer was measured; names as in `sweep`.  Of a complex answer real values mean the damping-like part.
    free : mapping, or iterable of addresses
        Bounds by address, ``{"Ti.lambda_o": (1*nm, 100*nm)}``; None is the range of the quantity's slider.
    tie : mapping, optional
        Numbers that follow others: ``{"Ni.P_so": lambda v: v["Ni.P_os"]}``; `v` holds all numbers by address, and they
        may be arrays.
    start : mapping, optional
        Where to begin, by address; by default at the stack's own number, or in the middle where that is out of bounds.
    starts, seed : int
        From how many points to begin at most: the first, and random ones between the bounds until two end at one
        minimum.
    **options
        As of `sweep`.

    Returns
    -------
    Fit
        Also when it is interrupted: then with the best point so far, and told so.

    Raises
    ------
    KeyError, TypeError, ValueError
        If an address, a bound or a number is not allowed, or shapes do not fit; before anything is fitted.
    """
    need("lmfit", "fit")
    problem = Problem(_series(stack, x, y, yerr, what, options), free, tie or {})
    begin = problem.begin(start or {})
    problem.keep(begin, problem.residual(begin))  # errors of the stack itself, and its warnings, come now
    rng, interrupted, results = np.random.default_rng(seed), False, []
    try:
        for n in range(max(1, starts)):
            u = begin if n == 0 else rng.uniform(problem.low, problem.high)
            results.append(problem.minimise(u))
            costs = sorted(one.chisqr for one in results)
            if costs[0] <= problem.nothing or (n and costs[1] <= costs[0] * (1 + _SAME)):
                break
    except KeyboardInterrupt:
        interrupted = True
    return Fit(problem, min(results, key=lambda one: one.chisqr) if results else None, interrupted)


class Series(NamedTuple):
    """One series: the stack, what differed, what was measured (real numbers only), its errors and what it means."""

    stack: Stack
    x: dict[str, np.ndarray]
    y: np.ndarray
    yerr: np.ndarray | None
    question: Question
    meaning: str
    end: str | None  # which part of the answer; None: all of it
    unit: str

    def model(self, stack: Stack) -> np.ndarray:
        """Return what the measurement would be, along the last axis."""
        (found,) = self.question(stack).values()
        return part(found, self.end)


class Problem:
    """Series and free numbers as residuals of variables u, logarithms where both bounds have one sign."""

    def __init__(self, series: list[Series], free: Any, tie: Mapping[str, Any]) -> None:
        self.series, self.tie = series, dict(tie)
        bounds = free if isinstance(free, Mapping) else dict.fromkeys([free] if isinstance(free, str) else free)
        if not bounds:
            raise ValueError("fit: free names no number; give bounds by address, {'Ti.lambda_o': (1*nm, 100*nm)}.")
        pairs = {address: _bounds(self, address, given) for address, given in bounds.items()}
        taken = {address for one in series for address in one.x} | set(self.tie)
        for address in pairs:
            if address in taken:
                raise ValueError(f"fit: {address} is free and is also {'tied' if address in self.tie else 'in x'}.")
        self.addresses, self.bounds = tuple(pairs), pairs
        lows, highs = (np.array(one) for one in zip(*pairs.values(), strict=True))
        self.log = lows * highs > 0
        self.scale = np.where(self.log, np.sign(highs), np.maximum(np.abs(lows), np.abs(highs)))
        ends = [self._inner(lows), self._inner(highs)]
        self.low, self.high = np.minimum(*ends), np.maximum(*ends)
        self.limits = self.low[:, None], self.high[:, None]
        self.with_errors = series[0].yerr is not None
        if any((one.yerr is not None) != self.with_errors for one in series):
            raise ValueError("fit: some series have yerr and some have not; give it for all of them or for none.")
        self.weights = [_weight(one) for one in series]
        self.points = sum(one.size for one in self.weights)
        if self.points < len(self.addresses):
            raise ValueError(f"fit: {self.points} points cannot determine {len(self.addresses)} free numbers.")
        signal = np.mean([np.mean((_real(o.y) * w) ** 2) for o, w in zip(series, self.weights, strict=True)])
        self.nothing = self.points * 1e-24 * max(1.0, float(signal))  # chi square of rounding alone
        self.best = np.inf, self.low

    def keep(self, u: np.ndarray, residual: np.ndarray) -> None:
        """Remember the variables if they are the best so far."""
        self.best = min(self.best, (float(residual @ residual), u), key=lambda one: one[0])

    def _inner(self, values: np.ndarray) -> np.ndarray:
        return np.where(self.log, np.log(np.where(self.log, values / self.scale, 1)), values / self.scale)

    def values(self, u: np.ndarray) -> dict[str, Any]:
        """Return the free numbers by address; `u` may have further axes behind the first."""
        log, scale = (one.reshape(-1, *(1,) * (np.ndim(u) - 1)) for one in (self.log, self.scale))
        return dict(zip(self.addresses, scale * np.where(log, np.exp(np.where(log, u, 0)), u), strict=True))

    def slopes(self, u: np.ndarray) -> np.ndarray:
        """Return dp/du of the free numbers."""
        return np.where(self.log, np.array(list(self.values(u).values())), self.scale)

    def begin(self, start: Mapping[str, float]) -> np.ndarray:
        """Return the variables to begin at."""
        for address in start:
            if address not in self.addresses:
                raise checks.unknown("fit: start", "free number", address, self.addresses, KeyError)
        values = self.values((self.low + self.high) / 2)
        for address, (low, high) in self.bounds.items():
            own = next((one.stack[address] for one in self.series if _settable(one.stack, address)), None)
            value = start.get(address, own)
            if value is not None and low <= checks.finite("fit", address, value) <= high:
                values[address] = value
            elif address in start:
                raise ValueError(f"fit: start at {address} = {value:g} is not within its bounds, {low:g} to {high:g}.")
        return np.clip(self._inner(np.array(list(values.values()))), self.low, self.high)

    def stack(self, one: Series, u: np.ndarray) -> Stack:
        """Return the stack of a series at the variables; each further axis of `u` goes before that of the points."""
        values = {a: v[..., None] if np.ndim(v) else v for a, v in self.values(u).items() if _settable(one.stack, a)}
        ties = {a: f for a, f in self.tie.items() if _settable(one.stack, a)}
        return changed(one.stack, values | one.x, ties)

    def models(self, u: np.ndarray) -> list[np.ndarray]:
        """Return the model of each series."""
        return [one.model(self.stack(one, u)) for one in self.series]

    def residual(self, u: np.ndarray) -> np.ndarray:
        """Return (model - y)/yerr of all series along the last axis."""
        every = zip(self.series, self.weights, self.models(u), strict=True)
        return np.concatenate([(_real(model) - _real(one.y)) * weight for one, weight, model in every], axis=-1)

    def linear(self, u: np.ndarray, which: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Return the residual and its slopes with the variables (all, or those of the mask), both from one solve."""
        steps = _STEP * np.eye(len(u))[:, slice(None) if which is None else which]
        up, down = (np.clip(u[:, None] + one, *self.limits) for one in (steps, -steps))
        found = quietly(lambda: self.residual(np.hstack([u[:, None], up, down])))
        risen, fallen = np.split(found[1:], 2)
        return found[0], (risen - fallen).T / (up - down).sum(axis=0)

    def minimise(self, u: np.ndarray, fixed: int | None = None) -> Any:
        """Return lmfit's result from the start `u`, with one variable fixed if told."""
        import lmfit

        parameters = lmfit.Parameters()
        which = np.arange(len(u)) != fixed
        for i, value in enumerate(u):
            inside = np.clip(value, self.low[i], self.high[i])
            parameters.add(f"u{i}", value=inside, min=self.low[i], max=self.high[i], vary=bool(which[i]))

        @functools.lru_cache(maxsize=4)
        def at(*point: float) -> tuple[np.ndarray, np.ndarray]:
            try:
                found, slopes = self.linear(np.array(point), which)
            except (ValueError, ZeroDivisionError):  # numbers that are possible each for itself but not together
                return np.full(self.points, _FAR), np.zeros((self.points, int(which.sum())))
            found = np.clip(np.nan_to_num(found, nan=_FAR), -_FAR * 1e9, _FAR * 1e9)
            if fixed is None:
                self.keep(np.array(point), found)
            return found, np.nan_to_num(slopes)

        def both(p: Any) -> tuple[np.ndarray, np.ndarray]:
            return at(*(one.value for one in p.values()))

        minimizer = lmfit.Minimizer(lambda p: both(p)[0], parameters, calc_covar=False)
        exact = fixed is None  # a profile needs no more than its own limits
        tolerances = {"ftol": 1e-13, "xtol": 1e-12, "gtol": 1e-14} if exact else {"ftol": 1e-5, "xtol": 1e-7}
        with np.errstate(all="ignore"):  # a singular covariance: `Fit` has its own
            return minimizer.least_squares(jac=lambda p: both(p)[1], max_nfev=400, **tolerances)


def _real(x: np.ndarray) -> np.ndarray:
    """Return complex numbers as twice as many real ones."""
    return np.concatenate([x.real, x.imag], axis=-1) if np.iscomplexobj(x) else x


def _weight(one: Series) -> np.ndarray:
    if one.yerr is not None:
        return 1 / _real(one.yerr)
    return np.full(_real(one.y).shape, 1 / (np.sqrt(np.mean(np.abs(one.y) ** 2)) or 1.0))


def _settable(stack: Stack, address: str) -> bool:
    """Return whether a stack has a number at an address, or may be given one."""
    try:
        stack[address]
    except KeyError:
        return False
    return True


def _series(stack: Any, x: Any, y: Any, yerr: Any, what: Any, options: Mapping[str, Any]) -> list[Series]:
    given = {"stack": stack, "x": x, "what": what, "y": y, "yerr": yerr}
    nested = isinstance(y, list) and bool(y) and np.ndim(y[0])
    several = {n: v for n, v in given.items() if isinstance(v, list) and (nested or n not in ("y", "yerr"))}
    if not several:
        return [_one_series(**given, options=options, owner="fit")]
    if not isinstance(y, list):
        raise ValueError(f"fit: {', '.join(several)} has several series; y must then be a list of as many arrays.")
    count = len(next(iter(several.values())))
    for name, value in several.items():
        if len(value) != count:
            raise ValueError(f"fit: {name} has {len(value)} series, and {next(iter(several))} has {count}.")
    each = [given | {name: value[i] for name, value in several.items()} for i in range(count)]
    return [_one_series(**one, options=options, owner=f"fit, series {i + 1}") for i, one in enumerate(each)]


def _one_series(stack: Any, x: Any, what: Any, y: Any, yerr: Any, options: Mapping[str, Any], owner: str) -> Series:
    stack = single(owner, stack)
    question = Question(owner, what, **options)
    name = question.single()
    whole = np.iscomplexobj(y)
    y = checks.within(owner, "y", y, "", COMPLEX if whole else FINITE)
    if np.ndim(y) != 1:
        raise ValueError(f"{owner}: y must be a list of numbers, one for each point; its shape is {np.shape(y)}.")
    if not isinstance(x, Mapping) or not x:
        raise TypeError(f"{owner}: x gives what differed from point to point by address, {{'Ti.thickness': d}}.")
    axes = {}
    for address, values in x.items():
        stack[address]  # raises for an address that is not there
        axes[address] = checks.number(owner, address, values, quantity_of(address)[0])
        if np.shape(axes[address]) not in ((), y.shape):
            raise ValueError(f"{owner}: {address} has {np.size(axes[address])} points and y has {y.size}.")
    stack.replace(axes)  # raises for a value that is not allowed
    if yerr is not None:
        if np.iscomplexobj(yerr) and not whole:
            raise ValueError(f"{owner}: yerr is complex and y is real.")
        yerr = np.broadcast_to(checks.number(owner, "yerr", yerr, allows_complex=np.iscomplexobj(yerr)), y.shape)
        yerr = yerr * (1 + 1j) if whole and not np.iscomplexobj(yerr) else yerr
        checks.positive(owner, "yerr", _real(yerr), "")
    sample = question(stack.replace({address: np.ravel(v)[0] for address, v in axes.items()}))
    variable, both = question.variables(sample)[0], np.iscomplexobj(sample[name])
    if whole and not both:
        raise ValueError(f"{owner}: y is complex and {name} is real.")
    end = "DL" if both and not whole else None
    meaning = variable.meaning.rpartition(", ")[0] if whole else variable.meaning
    return Series(stack, axes, y, yerr, question, meaning, end, variable.unit)


def _bounds(problem: Problem, address: str, given: Any) -> tuple[float, float]:
    stacks = [one.stack for one in problem.series if _settable(one.stack, address)]
    if not stacks:
        problem.series[0].stack[address]  # raises, and says what there is
    if given is None:
        slider = QUANTITIES[address.split(".")[-1]].slider
        if slider is None:
            raise ValueError(f"fit: {address} has no usual range; give bounds, {{{address!r}: (low, high)}}.")
        given = slider[:2]
    low, high = pair("fit: bounds of", address, given, "low, high")
    unit = quantity_of(address)[0]
    low, high = (checks.finite("fit", f"a bound of {address}", one, unit) for one in (low, high))
    if not low < high:
        raise ValueError(f"fit: bounds of {address} = ({low:g}, {high:g}); the lower one comes first.")
    for value in (low, high):
        stacks[0].replace({address: value})  # raises for a value that is not allowed
    return low, high
