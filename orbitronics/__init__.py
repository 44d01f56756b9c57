"""Spin and orbital drift-diffusion in metallic stacks: orbital torque, pumping, mixing conductance.

The model is that of Ning, Jaffres, Zhao and Manchon, "Phenomenology of orbital torque, pumping and
mixing conductance in metallic bilayers" (2024); equation numbers in this package are those of
that paper.  All quantities are in SI units.
"""

from .checks import UnitsWarning
from .interfaces import Interface, Surface
from .inverse import Sheet, sheet
from .materials import Ferromagnet, NormalMetal
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
    "nm",
    "pump",
    "sheet",
    "solve",
]
