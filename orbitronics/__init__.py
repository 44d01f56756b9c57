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
from .materials import Ferromagnet, NormalMetal
from .paper.registry import equation
from .pumping import Damping, Pumping, pump
from .quantities import nm
from .solution import NotPassiveWarning, NotReciprocalWarning, Solution, TorqueWarning, solve
from .stack import Layer, Stack

if TYPE_CHECKING:
    from .workbench.conversions import units
    from .workbench.propagation import propagate
    from .workbench.published import literature
    from .workbench.sensitivities import sensitivity

__version__ = "0.1.0"

_LATER = {
    "literature": "workbench.published",
    "propagate": "workbench.propagation",
    "sensitivity": "workbench.sensitivities",
    "units": "workbench.conversions",
}
"""Names that are found when they are asked for, so that the import stays light."""


def __getattr__(name: str) -> Any:
    if name in deprecated.SHORT:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in _LATER:
        raise AttributeError(f"module 'orbitronics' has no attribute {name!r}")
    found = getattr(importlib.import_module(f".{_LATER[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *deprecated.SHORT, *_LATER})


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
    "equation",
    "literature",
    "nm",
    "propagate",
    "pump",
    "sensitivity",
    "sheet",
    "solve",
    "units",
]

deprecated.install()
