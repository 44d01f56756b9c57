"""Where public names are found besides where they stand: short names of modules, and former names that warn."""

import importlib
import sys
import warnings
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

SHORT = {
    "book": "figures.book",
    "claims": "paper.claims",
    "closed_forms": "paper.closed_forms",
    "explore": "figures.explore",
    "plot": "figures.plot",
    "samples": "paper.samples",
}
"""Modules that may be imported from the top: ``from orbitronics import plot``."""

FORMER = {
    "bilayer": "paper.values",
    "sweep": "figures.sweeping",
    "symbols": "quantities",
}
"""Former names of modules and what they are called now; importing one warns."""


class _Finder:
    """Finds modules of the package by their short and their former names."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return how to import the module of this name, None for all others."""
        package, _, name = fullname.rpartition(".")
        known = package == __package__ and name in SHORT | FORMER
        return ModuleSpec(fullname, _Loader()) if known else None  # type: ignore[arg-type]


class _Loader:
    """Gives the module that a short or a former name stands for."""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        name = spec.name.rpartition(".")[2]
        if name in FORMER:
            warn(f"orbitronics.{name}", f"orbitronics.{FORMER[name]}")
        module = importlib.import_module(f"{__package__}.{(SHORT | FORMER)[name]}")
        self.spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec  # it keeps its own name
        if module.__name__ == f"{__package__}.quantities":
            module.__dict__["SYMBOLS"] = module.QUANTITIES


def install() -> None:
    """Let Python find the modules of `SHORT` and `FORMER`."""
    if not any(type(one).__qualname__ == _Finder.__qualname__ for one in sys.meta_path):
        sys.meta_path.append(_Finder())


def warn(old: str, new: str, stacklevel: int = 3) -> None:
    """Warn the caller of a deprecated function that `old` is to be replaced by `new`."""
    warnings.warn(f"{old} is deprecated; use {new}.", DeprecationWarning, stacklevel=stacklevel)


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
