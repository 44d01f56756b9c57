"""What can be asked of a stack by name, or by a function of one's own."""

import json
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from .. import checks, observables
from ..inverse import sheet
from ..pumping import pump
from ..quantities import CONDUCTIVITY, CURRENT, named, unit
from ..solution import Solution, solve
from ..stack import Stack

PARTS = {"DL": "damping-like", "FL": "field-like"}
"""Real and imaginary part of a complex answer, by what its name ends in."""


class Answer(NamedTuple):
    """An answer by name: unit, meaning, whether it is complex, the options that count in it, and how it is found."""

    unit: str
    meaning: str
    complex: bool
    uses: str
    find: "Callable[[_Asked], Any]"


class _Asked:
    """A stack that is asked, with the options; solved once, and only if an answer needs it."""

    def __init__(self, stack: Stack, options: Mapping[str, Any]) -> None:
        self.stack, self.layer, self.current_layer = stack, options["layer"], options["current_layer"]
        self._options = options
        self._solution: Solution | None = None

    @property
    def solution(self) -> Solution:
        if self._solution is None:
            o = self._options
            self._solution = solve(self.stack, E=o["E"], closure=o["closure"], wavenumber=o["wavenumber"])
        return self._solution

    def entering(self, name: str) -> Any:
        """Return a current density just inside the magnet, at its lower face, or the upper if it is at the bottom."""
        i = self.stack.find(self.layer, magnetic=True)
        if len(self.stack) == 1:
            raise ValueError(f"{name} is asked at a face of the magnet, and the stack has no second layer there.")
        return self.solution.interface(i - 1)[f"{name}_right"] if i else self.solution.interface(0)[f"{name}_left"]

    def undriven(self, function: Callable[..., Any], **more: Any) -> Any:
        return function(self.stack, closure=self._options["closure"], wavenumber=self._options["wavenumber"], **more)


# fmt: off
ANSWERS = {
    "torque": Answer(CURRENT, "torque on the magnet, absorbed", True, "E layer",
                     lambda a: a.solution.torque("absorbed", layer=a.layer)),
    "torque_exchange": Answer(CURRENT, "torque on the magnet, by exchange", True, "E layer",
                              lambda a: a.solution.torque("exchange", layer=a.layer)),
    "xi_E": Answer(CONDUCTIVITY, "torque per electric field", True, "layer",
                   lambda a: observables.xi_E(a.solution, magnet=a.layer)),
    "xi_j": Answer("", "torque per current density", True, "layer current_layer",
                   lambda a: observables.xi_j(a.solution, layer=a.current_layer, magnet=a.layer)),
    "field_per_current": Answer(
        "T A⁻¹ m²", "field of the torque per current density", True, "layer current_layer",
        lambda a: observables.field_per_current(a.solution, layer=a.current_layer, magnet=a.layer)),
    "J_s": Answer(CURRENT, "spin current density at the face of the magnet", True, "E layer",
                  lambda a: a.entering("J_s")),
    "J_o": Answer(CURRENT, "orbital current density at the face of the magnet", True, "E layer",
                  lambda a: a.entering("J_o")),
    "smr": Answer("S", "spin and orbital magnetoconductance", False, "", lambda a: a.undriven(sheet).smr),
    "damping": Answer("", "damping added by pumping", False, "layer",
                      lambda a: a.undriven(pump, layer=a.layer).damping().alpha),
}
# fmt: on
"""What can be asked by name; a complex one also as ``..._DL`` or ``..._FL``, its real or its imaginary part."""

OPTIONS = {"E": 1.0, "closure": "reciprocal", "wavenumber": "exact", "layer": None, "current_layer": None}


class Variable(NamedTuple):
    """One real number of an answer: its name, the answer, which part, unit and meaning."""

    name: str
    answer: str
    part: str | None
    unit: str
    meaning: str

    def of(self, answers: Mapping[str, Any]) -> Any:
        """Return the number from what a question returned."""
        return part(answers[self.answer], self.part or "DL")


class Question:
    """What is asked of stacks: answers by name and functions, and the options with which they are solved.

    Parameters
    ----------
    owner : str
        What errors begin with.
    what : str, callable, or iterable or mapping of them
        Names in `ANSWERS`, also with ``_DL`` or ``_FL``; functions of a stack, by the names of a mapping or by
        their own.
    options
        `E`, `closure` ("reciprocal" unless given), `wavenumber` as of `solve`; `layer` the magnet, `current_layer`
        the metal whose current density counts.

    Raises
    ------
    TypeError, ValueError
        If a name or an option is unknown, or an option plays no part in what is asked.
    """

    def __init__(self, owner: str, what: Any, **options: Any) -> None:
        for name in options:
            if name not in OPTIONS:
                raise checks.unknown(owner, "option", name, OPTIONS)
        self.owner = owner
        self.options = OPTIONS | options
        self.names: dict[str, str | Callable[[Stack], Any]] = dict(_named(owner, what))
        idle = [name for name, value in options.items() if name not in counting(what) and value != OPTIONS[name]]
        if idle:
            raise TypeError(f"{owner}: {idle[0]} = {options[idle[0]]!r} has no effect on {', '.join(self.names)}.")

    def __call__(self, stack: Stack) -> dict[str, np.ndarray]:
        """Return the answers of a stack by name, a part alone where it was asked for, in the shape of the stack."""
        asked, found, whole = _Asked(stack, self.options), {}, dict[str, Any]()
        for name, one in self.names.items():
            if not isinstance(one, str):
                found[name] = _shaped(self.owner, name, one(stack), stack.shape)
                continue
            base = _base(one)
            if base not in whole:
                whole[base] = np.broadcast_to(ANSWERS[base].find(asked), stack.shape)
            found[name] = part(whole[base], name[len(base) + 1 :])
        return found

    def single(self) -> str:
        """Return the name of the answer, the only one."""
        if len(self.names) != 1:
            raise ValueError(f"{self.owner}: {', '.join(self.names)} are {len(self.names)} answers; give one.")
        return next(iter(self.names))

    def near(self, stack: Stack, points: Mapping[str, Iterable[Any]]) -> dict[str, np.ndarray]:
        """Return by address the single answer at some values of that number alone, from one solve of all."""
        values = {address: np.array(list(one)) for address, one in points.items()}
        count, at = sum(map(len, values.values())), 0
        changes, places = {}, {}
        for address, one in values.items():
            changes[address] = np.full(count, stack[address], dtype=one.dtype)
            places[address] = slice(at, at := at + len(one))
            changes[address][places[address]] = one
        if not changes:
            return {}
        (answers,) = quietly(lambda: self(stack.replace(changes))).values()
        return {address: answers[place] for address, place in places.items()}

    def variables(self, sample: Mapping[str, np.ndarray]) -> list[Variable]:
        """Return the real numbers that the answers consist of; `sample` is the answer of one stack."""
        found: list[Variable] = []
        for name, one in self.names.items():
            unit_, meaning = ANSWERS[_base(one)][:2] if isinstance(one, str) else ("", name)
            if np.iscomplexobj(sample[name]):
                found += [Variable(f"{name}_{end}", name, end, unit_, f"{meaning}, {PARTS[end]}") for end in PARTS]
            else:
                words = f", {PARTS[name[-2:]]}" if isinstance(one, str) and name != _base(one) else ""
                found.append(Variable(name, name, None, unit_, meaning + words))
        return list({one.name: one for one in found}.values())


def counting(what: Any) -> set[str]:
    """Return the names of the options that count in what is asked."""
    names = [one for _, one in _named("what", what) if isinstance(one, str)]
    return {"closure", "wavenumber"}.union(*(ANSWERS[_base(one)].uses.split() for one in names))


def single(owner: str, stack: Any) -> Stack:
    """Return a stack that holds single numbers only."""
    if not isinstance(stack, Stack):
        raise TypeError(f"{owner} needs a stack, e.g. N(5*nm) | F(5*nm), not {type(stack).__name__} ({stack!r}).")
    arrays = [address for address, value in stack.numbers().items() if np.ndim(value)]
    if arrays:
        raise ValueError(f"{owner}: {arrays[0]} is an array; the stack must hold single numbers here.")
    return stack


def pair(owner: str, address: str, given: Any, words: str) -> tuple[Any, Any]:
    """Return two numbers that are given for an address."""
    try:
        first, second = given
    except (TypeError, ValueError):
        raise TypeError(f"{owner}: {address} = {given!r}; give a pair ({words}).") from None
    return first, second


def part(values: Any, end: str | None) -> Any:
    """Return the part of an answer that its name ends in, all of it without an end."""
    return values if not end else np.real(values) if end == "DL" else np.imag(values)


def quantity_of(address: str) -> tuple[str, str]:
    """Return unit and meaning of the number at an address, for axes and tables."""
    place, _, name = address.rpartition(".")
    return unit(name), f"{named(name).meaning}, {place}"


def described(stack: Stack, options: Mapping[str, Any]) -> dict[str, str]:
    """Return what a file must say of how it was made: stack, options and version."""
    from .. import __version__

    kept = {name: value for name, value in options.items() if value is not None}
    return {"stack": json.dumps(stack.to_dict()), "options": json.dumps(kept), "orbitronics": __version__}


def quietly(function: Callable[[], Any]) -> Any:
    """Return what a function returns, with the warnings about a stack that is no real sample kept silent."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return function()


def _named(owner: str, what: Any) -> Iterable[tuple[str, Any]]:
    if callable(what):
        yield getattr(what, "__name__", "value").strip("<>"), what
    elif isinstance(what, str):
        base = _base(what)
        if base not in ANSWERS:
            raise checks.unknown(owner, "answer", what, ANSWERS, ValueError)
        if what != base and not ANSWERS[base].complex:
            raise ValueError(f"{owner}: {what!r}: {base} is real and has no parts; ask for {base!r}.")
        yield what, what
    elif isinstance(what, Mapping) and all(map(callable, what.values())):
        yield from what.items()
    elif isinstance(what, Iterable) and not isinstance(what, Mapping) and (given := list(what)):
        for one in given:
            yield from _named(owner, one)
    else:
        raise TypeError(
            f"{owner}: what = {what!r}; give names of {', '.join(ANSWERS)}, or functions of a stack by name."
        )


def _base(name: Any) -> str:
    """Return the name of the whole answer of which `name` may be a part."""
    start, _, end = name.rpartition("_")
    return start if end in PARTS and start in ANSWERS else name


def _shaped(owner: str, name: str, value: Any, shape: tuple[int, ...]) -> np.ndarray:
    value = np.asarray(getattr(value, "values", value))
    if value.dtype.kind not in "iufc":
        raise TypeError(f"{owner}: {name} returned {value!r}; a function of a stack must return numbers.")
    try:
        return np.broadcast_to(value, shape)
    except ValueError:
        raise ValueError(
            f"{owner}: {name} returned an array of shape {value.shape} for a stack of shape {shape}; "
            "numbers of a stack may be arrays, and a function must keep their shape."
        ) from None
