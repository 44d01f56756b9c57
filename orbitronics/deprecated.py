"""Where public names are found besides where they stand: short names of modules, and former names that warn."""

import importlib
import sys
import warnings
from collections.abc import Callable, Mapping
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

SHORT = {
    "book": "figures.book",
    "claims": "paper.claims",
    "closed_forms": "paper.closed_forms",
    "explore": "figures.explore",
    "motion": "figures.motion",
    "pictures": "figures.pictures",
    "plot": "figures.plot",
    "samples": "paper.samples",
}
"""Modules that may be imported from the top: ``from orbitronics import plot``."""

FORMER = {"bilayer": "paper.values", "sweep": "figures.sweeping", "symbols": "quantities"}
"""Former names of modules and what they are called now; importing one warns."""


class _Finder:
    """Finds modules of the package by their short and their former names."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return how to import the module of this name, None for all others."""
        package, _, name = fullname.rpartition(".")
        known = package == __package__ and name in SHORT | FORMER
        return ModuleSpec(fullname, _Loader()) if known else None  # type: ignore[arg-type]


class _Loader:
    """Gives the module that a short name stands for, or a copy of it under its former name."""

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave it to Python to make a module."""

    def exec_module(self, module: ModuleType) -> None:
        name = module.__name__.rpartition(".")[2]
        now = importlib.import_module(f"{__package__}.{(SHORT | FORMER)[name]}")
        if name in SHORT:
            sys.modules[module.__name__] = now
            return
        warn(module.__name__, now.__name__)
        held = {key: value for key, value in vars(now).items() if not key.startswith("__")}
        module.__dict__.update(held | {former: held.get(one, one) for former, one in _HELD[name].items()})


def install() -> None:
    """Let Python find the modules of `SHORT` and `FORMER`."""
    if not any(type(one).__qualname__ == _Finder.__qualname__ for one in sys.meta_path):
        sys.meta_path.append(_Finder())


def warn(old: str, new: str, stacklevel: int = 3) -> None:
    """Warn the caller of a deprecated function that `old` is to be replaced by `new`."""
    warnings.warn(f"{old} is deprecated; use {new}.", DeprecationWarning, stacklevel=stacklevel)


def renamed(module: str, **names: str) -> Callable[[str], Any]:
    """Return the `__getattr__` of a module some of whose functions have new names; the old ones go on and warn."""

    def getattr_(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        short = module.removeprefix(f"{__package__}.")
        warn(f"{short}.{name}", f"{short}.{names[name]}")
        return getattr(sys.modules[module], names[name])

    return getattr_


def torque_efficiency(tau: Any, E: Any) -> Any:
    """Return tau/E; deprecated, use `xi_E`."""
    from .observables.xi import xi_E

    warn("observables.torque_efficiency(tau, E)", "observables.xi_E(tau, E)")
    return xi_E(tau, E)


def effective_field(tau: Any, M_s: Any, d_F: Any) -> Any:
    """Return the field of a torque in T; deprecated, use `torque_field`, or `field_per_current` per current density."""
    from .observables.fields import torque_field

    warn("observables.effective_field(tau, M_s, d_F)", "observables.torque_field(tau, M_s, d_F)")
    return torque_field(tau, M_s, d_F)


# -- what orbitronics.bilayer had ------------------------------------------------------------------


def _hall(owner: str, v: Mapping[str, Any], source: Any, *names: str) -> tuple[Any, ...]:
    """Return the Hall conductivities of N, after the values and the names of others are checked."""
    from . import checks, entries
    from .figures.panels import drive
    from .paper.values import ADDRESSES, OPTIONS, PAPER, SOURCES

    entries.values(owner, {**dict.fromkeys(names, 1.0), **v}, PAPER | ADDRESSES, OPTIONS, PAPER)
    if isinstance(source, str):
        checks.option("source", source, SOURCES)
    return drive(v, source)


def interface_currents(v: Mapping[str, Any], source: Any, name: str) -> Callable[[Any], tuple[Any, Any]]:
    """Return a function of one value `name` that gives J_s(0), J_o(0); deprecated, use `samples.sample`."""
    from .paper.values import solved

    warn("bilayer.interface_currents", "samples.sample(...).interface(0)")
    hall = _hall("bilayer.interface_currents", v, source, name)

    def currents(x: Any) -> tuple[Any, Any]:
        here = solved({**v, name: x}, hall).interface(0)
        return here["J_s"], here["J_o"]

    return currents


def torque(v: Mapping[str, Any], source: Any, name: str) -> Callable[[Any], Any]:
    """Return a function of one value `name` that gives the torque of Eq. (12); deprecated, use `samples.sample`."""
    from .paper.values import solved

    warn("bilayer.torque", "samples.sample(...).torque()")
    hall = _hall("bilayer.torque", v, source, name)
    return lambda x: solved({**v, name: x}, hall).torque()


def profiles(v: Mapping[str, Any], sources: Any) -> list[tuple[list[Any], Callable[[Any], list[Any]]]]:
    """Return the values at the faces of N and F, and a function of the height in each; deprecated, use `solve`."""
    from .figures.panels import HEIGHTS
    from .paper.values import solved

    warn("bilayer.profiles", "samples.sample(...).J_s(z) and its kin")
    solutions = [solved(v, _hall("bilayer.profiles", v, source)) for source in sources]

    def layer(bottom: Any, d: Any) -> tuple[list[Any], Callable[[Any], list[Any]]]:
        def at(z: Any, side: str = "right") -> list[Any]:
            return [tuple(getattr(one, name)(bottom + z, side) for name in HEIGHTS) for one in solutions]

        return list(zip(at(0.0), at(d, "left"), strict=True)), at

    return [layer(0.0, v["d_N"]), layer(v["d_N"], v["d_F"])]


_HELD: dict[str, dict[str, Any]] = {
    "bilayer": {"interface_currents": interface_currents, "torque": torque, "profiles": profiles},
    "sweep": {"sweep": "dependence"},
    "symbols": {"SYMBOLS": "QUANTITIES"},
}
"""What the former modules held under other names, or as functions of their own."""
