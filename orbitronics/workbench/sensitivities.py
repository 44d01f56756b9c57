"""How much an answer changes with each number of a stack, and what their uncertainties make of it."""

from typing import Any, NamedTuple

import numpy as np

from ..figures.book import Table, Tabled
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


class Sensitivities(Tabled, dict[str, Sensitivity]):
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
    plans = {a: plan for a, value in stack.numbers().items() if (plan := _plan(a, value)) is not None}
    if question.options["closure"] == "paper":
        plans = {a: plan for a, plan in plans.items() if not a.endswith(("Gamma_os", "Gamma_so"))}
    here = question(stack)[name]  # warnings about the stack itself are heard
    near = question.near(stack, {a: [stack[a] + k * step for k in rule] for a, (step, rule) in plans.items() if rule})
    f_unit = question.variables({name: here})[0].unit
    return Sensitivities([_row(a, stack[a], *plan, here, near.get(a), f_unit) for a, plan in plans.items()], name)


def _plan(address: str, value: Any) -> tuple[float, dict[int, float]] | None:
    """Return step and rule of the derivative by one number; None where there is no derivative."""
    name = address.split(".")[-1]
    quantity = QUANTITIES[name]
    if name == "m":
        return None
    if value != 0:
        return (0.0, {}) if np.isinf(value) else (STEP * value, CENTRAL)
    scale = _SCALE.get(name) or (quantity.slider[1] if quantity.slider else 1.0)
    one_sided = quantity.domain == NOT_NEGATIVE or name == "G_mix"
    return STEP * scale, _FORWARD if one_sided else CENTRAL


def _row(address: str, p: Any, step: float, rule: dict[int, float], here: Any, near: Any, f_unit: str) -> Sensitivity:
    if not rule:
        return Sensitivity(address, 0.0, True, "")
    weights = np.array(list(rule.values()))
    real = not np.iscomplexobj(near)
    with_zero = here == 0 or np.any(near == 0) or (real and np.any(np.sign(near) != np.sign(here)))
    if p != 0 and not with_zero:
        value = float(weights @ np.log(np.abs(near / here)) / STEP)
        return Sensitivity(address, 0.0 if abs(value) < _ROUNDING else value, True, "")
    unit = quantity_of(address)[0]
    value = weights @ near / step
    text = " / ".join(one for one in (f_unit or "1", f"({unit})" if " " in unit else unit) if one)
    return Sensitivity(address, value[()], False, text)
