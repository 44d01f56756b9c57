"""Spin and orbital drift-diffusion in metallic stacks: orbital torque, pumping, mixing conductance.

The model is that of Ning, Jaffres, Zhao and Manchon, "Phenomenology of orbital torque, pumping and
mixing conductance in metallic bilayers" (2024); equation numbers in this package are those of
that paper.  All quantities are in SI units.
"""

from .interface import Interface
from .inverse import Sheet, sheet
from .layer import Layer
from .material import Ferromagnet, NormalMetal
from .pumping import Damping, Pumping, pump
from .solution import NotPassiveWarning, NotReciprocalWarning, Solution, TorqueWarning, solve
from .stack import Stack
from .surface import Surface
from .symbols import nm

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
    "nm",
    "pump",
    "sheet",
    "solve",
]
