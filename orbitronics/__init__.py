"""Spin and orbital drift-diffusion in metallic stacks: orbital torque, pumping, mixing conductance.

The model is that of Ning, Jaffres, Zhao and Manchon, "Phenomenology of orbital torque, pumping and
mixing conductance in metallic bilayers" (2024); equation numbers in this package are those of
that paper.  All quantities are in SI units.
"""

import importlib
from typing import TYPE_CHECKING, Any

from . import deprecated
from .checks import UnitsWarning
from .interfaces import Interface, Surface
from .inverse import Sheet, sheet
from .laws import NotPassiveWarning, NotReciprocalWarning, TorqueWarning
from .materials import Ferromagnet, NormalMetal
from .paper.registry import equation
from .pumping import Damping, Pumping, pump
from .quantities import nm
from .solution import Solution, solve
from .stack import Layer, Stack

if TYPE_CHECKING:
    from .observables import (
        critical_current,
        dc_pumping,
        field_per_current,
        harmonic_hall,
        loop_shift,
        oersted_field,
        st_fmr,
        xi_E,
        xi_j,
    )
    from .workbench.conversions import units
    from .workbench.propagation import propagate
    from .workbench.published import literature
    from .workbench.sensitivities import sensitivity

__version__ = "0.1.0"

_LATER = {
    "critical_current": "observables",
    "dc_pumping": "observables",
    "field_per_current": "observables",
    "harmonic_hall": "observables",
    "loop_shift": "observables",
    "oersted_field": "observables",
    "st_fmr": "observables",
    "xi_E": "observables",
    "xi_j": "observables",
    "literature": "workbench.published",
    "propagate": "workbench.propagation",
    "sensitivity": "workbench.sensitivities",
    "units": "workbench.conversions",
}
"""Names that are found when they are asked for, so that the import stays light."""

_FOLDERS = ("figures", "observables", "paper")


def __getattr__(name: str) -> Any:
    if name in deprecated.SHORT or name in _FOLDERS:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in _LATER:
        raise AttributeError(f"module 'orbitronics' has no attribute {name!r}")
    found = getattr(importlib.import_module(f".{_LATER[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *deprecated.SHORT, *_FOLDERS, *_LATER})


__all__ = [
    "Damping",
    "Ferromagnet",
    "Interface",
    "Layer",
    "NormalMetal",
    "NotPassiveWarning",
    "NotReciprocalWarning",
    "Pumping",
    "Sheet",
    "Solution",
    "Stack",
    "Surface",
    "TorqueWarning",
    "UnitsWarning",
    "critical_current",
    "dc_pumping",
    "equation",
    "field_per_current",
    "harmonic_hall",
    "literature",
    "loop_shift",
    "nm",
    "oersted_field",
    "propagate",
    "pump",
    "sensitivity",
    "sheet",
    "solve",
    "st_fmr",
    "units",
    "xi_E",
    "xi_j",
]

deprecated.install()
