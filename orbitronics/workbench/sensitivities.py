"""How much an answer changes with each number of a stack, and what their uncertainties make of it."""

from typing import Any, NamedTuple

import numpy as np

from ..figures.book import Table
from ..quantities import NOT_NEGATIVE, QUANTITIES
from ..stack import Stack
from .answers import Question, quantity_of, single

STEP = 1e-3
_ROUNDING = 1e-12  # what rounding alone gives
CENTRAL = {-2: 1 / 12, -1: -8 / 12, 1: 8 / 12, 2: -1 / 12}  # five-point rule: the error goes as the fourth power
_FORWARD = {0: -25 / 12, 1: 48 / 12, 2: -36 / 12, 3: 16 / 12, 4: -3 / 12}
_SCALE = {"thickness": 1e-9, "G_mix": 1e15, "m": None}
"""What counts as much for a number that is 0, where its slider does not say it; None has no derivative."""


class Sensitivity(NamedTuple):
    """The change of an answer with one number: d ln|f|/d ln p, or df/dp where `relative` is False."""

    address: str
    value: Any
    relative: bool
    unit: str


class Sensitivities(dict[str, Sensitivity]):
    """Sensitivities by address; printed as a table, the largest first."""

    def __init__(self, rows: list[Sensitivity], name: str) -> None:
        super().__init__((one.address, one) for one in rows)
        self.name = name

    def table(self) -> Table:
        """Return the sensitivities as a table, relative ones first, the largest first."""
        rows = sorted(self.values(), key=lambda one: (not one.relative, -abs(one.value)))
        kinds = {True: "d ln|f|/d ln p", False: "df/dp"}
        return Table(
            (f"f = {self.name}, p", "change", "as", "unit"),
            [(one.address, one.value, kinds[one.relative], one.unit) for one in rows],
        )

    def __repr__(self) -> str:
        return repr(self.table())

    def _repr_markdown_(self) -> str:
        return self.table()._repr_markdown_()


def sensitivity(stack: Stack, f: Any = "torque", **options: Any) -> Sensitivities:
    """Return how much an answer changes with each number of a stack, from one solve of all of them.

    Parameters
    ----------
    stack : Stack
        With single numbers.
    f : str or callable
        A name such as "xi_E_DL" (see `sweep`), or a function of a stack, whose numbers may be arrays.
    **options
        As of `sweep`.

    Returns
    -------
    Sensitivities
        By address; each has a ``value`` and says whether it is ``relative``.  Relative is d ln|f|/d ln p, without
        unit.  Where p is 0, or a real f is 0 or changes its sign between 0.998 p and 1.002 p, it is df/dp in the
        unit of f per unit of p, complex for a complex f.  Infinite lengths have the value 0, the limit.
        In the paper's closure Gamma_os and Gamma_so are not there; they cannot differ from 0.

    Raises
    ------
    TypeError, ValueError
        If the stack holds arrays, or f is unknown or returns several answers.
    """
    stack = single("sensitivity", stack)
    question = Question("sensitivity", f, **options)
    name = question.single()
    plans = [plan for plan in map(lambda item: _plan(*item), stack.numbers().items()) if plan is not None]
    if question.options["closure"] == "paper":
        plans = [one for one in plans if not one.address.endswith(("Gamma_os", "Gamma_so"))]
    here = question(stack)[name]  # warnings about the stack itself are heard
    near = question.near(stack, {p.address: [p.value + k * p.step for k in p.rule] for p in plans if p.rule})
    f_unit = question.variables({name: here})[0].unit
    return Sensitivities([_row(one, here, near.get(one.address, here), f_unit) for one in plans], name)


class _Plan(NamedTuple):
    address: str
    value: Any
    step: float
    rule: dict[int, float]


def _plan(address: str, value: Any) -> _Plan | None:
    """Return where the answer is wanted to differentiate by one number; None where there is no derivative."""
    name = address.split(".")[-1]
    quantity = QUANTITIES[name]
    if name == "m":
        return None
    if value != 0:
        return _Plan(address, value, 0.0, {}) if np.isinf(value) else _Plan(address, value, STEP * value, CENTRAL)
    scale = _SCALE.get(name) or (quantity.slider[1] if quantity.slider else 1.0)
    one_sided = quantity.domain == NOT_NEGATIVE or name == "G_mix"
    return _Plan(address, value, STEP * scale, _FORWARD if one_sided else CENTRAL)


def _row(plan: _Plan, here: Any, near: np.ndarray, f_unit: str) -> Sensitivity:
    if not plan.rule:
        return Sensitivity(plan.address, 0.0, True, "")
    weights = np.array(list(plan.rule.values()))
    real = not np.iscomplexobj(near)
    with_zero = here == 0 or np.any(near == 0) or (real and np.any(np.sign(near) != np.sign(here)))
    if plan.value != 0 and not with_zero:
        value = float(weights @ np.log(np.abs(near / here)) / STEP)
        return Sensitivity(plan.address, 0.0 if abs(value) < _ROUNDING else value, True, "")
    unit = quantity_of(plan.address)[0]
    value = weights @ near / plan.step
    text = " / ".join(one for one in (f_unit or "1", f"({unit})" if " " in unit else unit) if one)
    return Sensitivity(plan.address, value[()], False, text)
