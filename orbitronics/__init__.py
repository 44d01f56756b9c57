"""Spin and orbital drift-diffusion in metallic stacks: orbital torque, pumping, mixing conductance.

The model is that of Ning, Jaffres, Zhao and Manchon, "Phenomenology of orbital torque, pumping and
mixing conductance in metallic bilayers" (2024); equation numbers in this package are those of
that paper.  All quantities are in SI units.
"""

import importlib

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

__version__ = "0.1.0"

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
    "nm",
    "pump",
    "sheet",
    "solve",
]

deprecated.install()


def __getattr__(name: str) -> object:
    """Load what is found here when it is first asked for: numerics alone need none of it."""
    if name in deprecated.SHORT:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *deprecated.SHORT})
