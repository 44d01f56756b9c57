"""What a fit found: numbers, uncertainties, and in words what the data determine."""

import functools
import itertools
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..figures.book import Lines, Table
from ..quantities import display
from ..stack import Stack
from .answers import quantity_of, quietly

if TYPE_CHECKING:
    from .fitting import Problem

_NOTHING = 1e-7  # singular values below this share of the largest are slopes of rounding
_LOOSE = 1.0  # standard deviation from which on a direction is not determined: a factor e
_POOR = 0.5  # and from which on a number is poorly determined
_PART = 0.05  # share of a variable in a direction from which on it plays a part


class Combination(NamedTuple):
    """A product of powers of numbers that is determined where they are not: its value and standard deviation."""

    powers: dict[str, float]
    value: float
    error: float

    def __str__(self) -> str:
        over, under = (
            [a if w * p == 1 else f"{a}^{w * p:g}" for a, p in self.powers.items() if w * p > 0] for w in (1, -1)
        )
        return " · ".join(over or ["1"]) + "".join(f" / {one}" for one in under)


class Fit:
    """The result of `fit`; printed, it says in words what was found.

    Attributes
    ----------
    values, errors : dict
        By address: best value and standard deviation, inf where the data do not determine it.
    correlations : dict
        ``correlations["Ti.lambda_o"]["Ti.sigma_OHE"]``; 0 with what is not determined.
    combinations : list
        What the data determine only together: products of powers, each with its value and error.
    chi2, reduced_chi2 : float
        Sum of squares over the errors (without errors, over the mean square of y), and that per degree of freedom.
    stack : Stack or list
        The stack with the best values, of each series if there are several.
    interrupted : bool
        Whether the fit was stopped; the values are then the best so far.
    lmfit : object
        lmfit's own result, of the variables u; None if it was interrupted before the first minimum.
    """

    def __init__(self, problem: "Problem", result: Any, interrupted: bool) -> None:
        self._problem, self.lmfit, self.interrupted = problem, result, interrupted
        p = problem
        self.chi2, self._u = p.best
        freedom = p.points - len(p.addresses)
        self.reduced_chi2 = self.chi2 / freedom if freedom else np.inf
        self._scatter = 1.0 if p.with_errors else self.reduced_chi2
        self.values = {address: float(v) for address, v in p.values(self._u).items()}
        stacks = [p.stack(one._replace(x={}), self._u) for one in p.series]
        self.stack: Stack | list[Stack] = stacks if len(stacks) > 1 else stacks[0]
        self._analyse()

    def _analyse(self) -> None:
        """Find errors, correlations and combinations from the singular values of the slopes."""
        p = self._problem
        _, J = p.linear(self._u)
        _, sizes, V = np.linalg.svd(J, full_matrices=True)
        sizes = np.concatenate([sizes, np.zeros(len(V) - len(sizes))])
        unseen = sizes <= _NOTHING * sizes[0]
        spread = np.sqrt(self._scatter) / np.where(unseen, np.inf, sizes)
        self._blind = V[unseen | (spread > _LOOSE)]
        covariance = (V.T * spread**2) @ V
        lost = np.sum(self._blind**2, axis=0) > _PART**2
        sigma = np.sqrt(np.diag(covariance))
        errors = np.where(lost, np.inf, np.abs(p.slopes(self._u)) * sigma)
        self.errors = dict(zip(p.addresses, map(float, errors), strict=True))
        both = np.outer(sigma, sigma)
        r = np.where(both > 0, covariance / np.where(both > 0, both, 1), 0.0)
        r[lost], r[:, lost] = 0.0, 0.0
        np.fill_diagonal(r, 1.0)
        self.correlations = {
            a: {b: float(r[i, j]) for j, b in enumerate(p.addresses)} for i, a in enumerate(p.addresses)
        }
        self._lost, self._covariance = lost, covariance
        self._seen = (V.T * np.where(spread > _LOOSE, 0.0, spread) ** 2) @ V  # of what is determined alone
        self.combinations = self._combined(np.flatnonzero(lost))

    def _combined(self, members: np.ndarray) -> list[Combination]:
        """Return the combinations of the undetermined numbers that are determined."""
        p = self._problem
        if len(members) < 2 or not p.log[members].all():
            return []
        _, sizes, V = np.linalg.svd(self._blind[:, members])
        seen = V[int(np.sum(sizes > _PART)) :]  # what is orthogonal to all that is not seen
        found = []
        for row in _reduced(seen):
            full = np.zeros(len(p.addresses))
            full[members] = row
            error = float(np.sqrt(max(full @ self._seen @ full, 0.0)))
            powers = {p.addresses[i]: float(w) for i, w in zip(members, row, strict=True) if w}
            value = float(np.prod([abs(self.values[a]) ** w for a, w in powers.items()]))
            sign = np.prod([np.sign(self.values[a]) for a in powers]) if set(powers.values()) <= {1.0, -1.0} else 1.0
            found.append(Combination(powers, value * float(sign), value * error))
        return found

    @property
    def statements(self) -> list[str]:
        """What was found, a sentence each."""
        p, found = self._problem, []
        if self.interrupted:
            found.append("The fit was interrupted; these are the best values so far.")
        for i, address in enumerate(p.addresses):
            if self._lost[i]:
                continue
            text = f"{address} = {_shown(address, self.values[address], self.errors[address])}"
            sigma = np.sqrt(self._covariance[i, i])
            if p.log[i] and sigma > _POOR:
                text += ": poorly determined"
            elif min(self._u[i] - p.low[i], p.high[i] - self._u[i]) < 1e-6:
                text += ": it lies at its bound"
            found.append(f"{text}.")
        lost = [a for i, a in enumerate(p.addresses) if self._lost[i]]
        if len(lost) == 1:
            found.append(f"{lost[0]}: the data do not determine it.")
        elif lost:
            found.append(self._together(lost))
        for a, b in itertools.combinations(p.addresses, 2):
            if abs(r := self.correlations[a][b]) > 0.9:
                found.append(f"{a} and {b} are correlated, r = {r:.2f}.")
        return found

    def _together(self, lost: list[str]) -> str:
        names = f"{', '.join(lost[:-1])} and {lost[-1]}"
        told = [f"{one} = {_rounded(one.value, one.error)}" for one in self.combinations]
        if not told:
            free = len(self._blind) >= len(lost)
            return f"{names}: the data {'do not determine them' if free else 'determine them only in combination'}."
        powers = list(self.combinations[0].powers.values())
        kind = "combinations of them are" if len(told) > 1 else "one combination of them is"
        if len(lost) == 2 and len(told) == 1 and len(powers) == 2:
            kind = {(1.0, 1.0): "their product is", (1.0, -1.0): "their ratio is"}.get((powers[0], powers[1]), kind)
        return f"{names}: only {kind} determined, {'; '.join(told)} (SI)."

    def __str__(self) -> str:
        p = self._problem
        quality = f"χ² = {self.chi2:.4g}" if p.with_errors else f"scatter {self._scatter**0.5:.2g} of y"
        told = f"{p.points} points, {p.points - len(self.values)} degrees of freedom, {quality}."
        return "\n".join([*self.statements, told])

    __repr__ = __str__

    def table(self) -> Table:
        """Return values and errors as a table."""
        rows = [(a, self.values[a], self.errors[a], quantity_of(a)[0]) for a in self.values]
        return Table(("address", "value", "error", "unit"), rows, digits=4)

    def _repr_markdown_(self) -> str:
        return f"{self.table()._repr_markdown_()}\n\n{Lines(*str(self).splitlines())._repr_markdown_()}"

    @functools.cached_property
    def models(self) -> list[np.ndarray]:
        """The model at the points of each series."""
        return quietly(lambda: self._problem.models(self._u))

    def intervals(self, level: float = 0.6827) -> dict[str, tuple[float, float]]:
        """Return the intervals of the profile likelihood by address.

        Each number is moved and all others are fitted anew, until chi square has grown by what belongs to the
        `level`: 1 for 68 % with errors given, by the F distribution without.  A limit that lies at its bound is the
        bound: the data do not set it.
        """
        from scipy import stats

        if not 0 < level < 1:
            raise ValueError(f"intervals: level = {level!r} must lie between 0 and 1.")
        p = self._problem
        freedom = p.points - len(p.addresses)
        if not p.with_errors and not freedom:
            raise ValueError("intervals: as many points as free numbers, and no yerr: nothing tells the uncertainty.")
        rise = stats.chi2.ppf(level, 1) if p.with_errors else self._scatter * stats.f.ppf(level, 1, freedom)
        found = {}
        for i, address in enumerate(p.addresses):
            sigma = np.sqrt(self._covariance[i, i]) if not self._lost[i] else np.inf
            ends = [self._limit(i, side, max(rise, p.nothing), sigma) for side in (-1, 1)]
            low, high = sorted(float(p.values(end)[address]) for end in ends)
            found[address] = low, high
        return found

    def _limit(self, i: int, side: int, rise: float, sigma: float) -> np.ndarray:
        """Return the variables where chi square has grown by `rise`, variable `i` going to one side."""
        from scipy.optimize import brentq

        p, best = self._problem, self._u
        bound = p.low[i] if side < 0 else p.high[i]
        # how the others follow where all is linear
        follow = self._covariance[i] / self._covariance[i, i] if np.isfinite(sigma) else np.zeros(len(best))

        def grown(value: float) -> float:
            """Return the root of what chi square has grown by less that of `rise`: nearly a line."""
            u = np.clip(best + follow * (value - best[i]), p.low, p.high)
            u[i] = value
            if len(u) > 1:
                chi2 = p.minimise(u, fixed=i).chisqr
            else:
                chi2 = np.sum(quietly(lambda: p.residual(u)) ** 2)
            return float(np.sqrt(max(chi2 - self.chi2, 0.0)) - np.sqrt(rise))

        end, here = bound, best[i]
        if np.isfinite(sigma):  # bracket the limit near where it is expected
            for factor in (1.3, 2.5, 6.0):
                trial = best[i] + side * factor * sigma * np.sqrt(rise / self._scatter)
                if (bound - trial) * side <= 0:
                    break
                if grown(trial) > 0:
                    end = trial
                    break
                here = trial
        u = best.copy()
        if end == bound and (here == bound or grown(bound) <= 0):
            u[i] = bound
            return u
        precise = 1e-3 * (sigma if np.isfinite(sigma) else abs(end - here))
        u[i] = brentq(grown, here, end, xtol=precise, rtol=1e-12)
        return u

    def plot(self, theme: str = "light") -> Any:
        """Return a figure of the data with the fit, and of what is left; needs the extra `plot`."""
        from .pictures import of_fit

        return of_fit(self, theme)


def _reduced(rows: np.ndarray) -> np.ndarray:
    """Return a basis of the same space in simple powers, rounded to halves where it fits."""
    from scipy.linalg import qr

    if not len(rows):
        return rows
    order = qr(rows, mode="r", pivoting=True)[1]
    rows = np.linalg.solve(rows[:, np.sort(order[: len(rows)])], rows)
    first = rows[np.arange(len(rows)), np.argmax(np.abs(rows) > 1e-3, axis=1)]
    rows = rows / first[:, None]
    simple = np.round(2 * rows) / 2
    return np.where(np.abs(rows - simple) < 0.06, simple, np.round(rows, 3)) + 0.0


def _shown(address: str, value: float, error: float) -> str:
    factor, text = display(address.split(".")[-1])
    return f"{_rounded(value / factor, error / factor)} {text}".rstrip()


def _rounded(value: float, error: float) -> str:
    """Return a value to the second digit of its error, with at most five digits."""
    known = value and 0 < error < np.inf
    digits = 2 + math.floor(math.log10(abs(value))) - math.floor(math.log10(error)) if known else 5
    return " ± ".join(f"{one:#.{n}g}".rstrip(".") for one, n in ((value, min(max(digits, 1), 5)), (error, 2)))
