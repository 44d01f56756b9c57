"""What materials, interfaces and surfaces share: named numbers that never change."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

import numpy as np

from . import checks
from .core.arrays import nonzero
from .quantities import QUANTITIES, escaped, shown


class Compared:
    """What is equal to another of its kind that holds the same."""

    def _content(self) -> tuple[Any, ...]:
        """Return what equality and hash go by."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash((type(self), self._content()))


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Part(Compared):
    """A part of a stack that consists of named numbers, each a quantity of `quantities`.

    Two parts are equal if they are of one kind and all that they hold is equal.
    """

    _kinds: ClassVar[dict[str, type["Part"]]] = {}
    _optional: ClassVar[tuple[str, ...]] = ()
    _silent: ClassVar[tuple[str, ...]] = ()  # not shown while they are 0
    _domains: ClassVar[dict[str, str]] = {}  # where it is another than that of the quantity

    def __init_subclass__(cls) -> None:
        Part._kinds[cls.__name__.strip("_")] = cls

    def __new__(cls, *values: Any, **named: Any) -> Self:
        """Make a part, refusing what it does not take with a list of what it does."""
        known = cls.arguments()
        if values:
            raise TypeError(f"{cls.kind()} takes its numbers by name, in SI units: {known[0]}=..., {known[1]}=...")
        for name in named:
            if name not in known:
                raise checks.unknown(cls.kind(), "parameter", name, known)
        return super().__new__(cls)

    def __post_init__(self) -> None:
        owner = self.owner()
        for name in self.arguments():
            value = getattr(self, name)
            if name == "name" or (value is None and name in self._optional):
                continue
            object.__setattr__(self, name, checks.quantity(owner, name, value, self._domains.get(name)))
        checks.common_shape(self.parameters())

    @classmethod
    def kind(cls) -> str:
        """Return the name of the class, as reprs and the plain form say it."""
        return cls.__name__.strip("_")

    @classmethod
    def arguments(cls) -> tuple[str, ...]:
        """Return the names of all that the class takes."""
        return tuple(f.name for f in fields(cls))

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """Return what each number is where it is not given, by name; `dataclasses.MISSING` where it must be."""
        return {f.name: f.default for f in fields(cls) if f.name in cls.arguments()}

    def owner(self) -> str:
        """Return what an error message begins with."""
        return self.kind()

    def settings(self) -> dict[str, Any]:
        """Return all that makes this part, by name."""
        return {name: getattr(self, name) for name in self.arguments()}

    def parameters(self) -> dict[str, Any]:
        """Return the numbers of this part by name; optional ones that are not given are left out."""
        return {name: value for name, value in self.settings().items() if name != "name" and value is not None}

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some numbers changed, e.g. ``F.replace(lambda_o=3*nm)``.

        Raises
        ------
        TypeError, ValueError
            If there is no such number, or a new one is outside its range.
        """
        return type(self)(**(self.settings() | changes))

    def _content(self) -> tuple[Any, ...]:
        """Return what equality and hash go by."""
        return tuple(map(frozen, self.settings().values()))

    def _lines(self) -> dict[str, str]:
        """Return the numbers by name as text ``name = value unit``."""
        return {
            name: shown(name, value)
            for name, value in self.parameters().items()
            if name not in self._silent or nonzero(value)
        }

    def _html_lines(self) -> dict[str, str]:
        """Return the numbers by name as HTML, with their symbols."""
        from .web.mathematics import mathml

        return {
            name: f'<span class="stack-number">{mathml(QUANTITIES[name].latex)}'
            + escaped(text.removeprefix(name)).replace(" ", "\u00a0")  # on one line
            + "</span>"
            for name, text in self._lines().items()
        }

    def __repr__(self) -> str:
        return f"{self.kind()}({', '.join(self._lines().values())})"

    def _repr_html_(self) -> str:
        lines = self._html_lines().items()
        rows = "".join(f"<tr><td>{text}</td><td>{QUANTITIES[name].meaning}</td></tr>" for name, text in lines)
        caption = f"<caption>{escaped(self.owner())}</caption>"
        return f'<table class="dataframe">{caption}<tbody>{rows}</tbody></table>'


def frozen(value: Any) -> Any:
    """Return a value as something to compare and to hash: an array as its shape and its bytes."""
    return (value.shape, (value + 0).tobytes()) if isinstance(value, np.ndarray) else value
