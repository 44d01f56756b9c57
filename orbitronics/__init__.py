"""Spin and orbital drift-diffusion in metallic stacks: orbital torque, pumping, mixing conductance.

The model is that of Ning, Jaffres, Zhao and Manchon, "Phenomenology of orbital torque, pumping and
mixing conductance in metallic bilayers" (2024); equation numbers in this package are those of
that paper.  All quantities are in SI units.
"""

from .interface import Interface
from .layer import Layer
from .material import Ferromagnet, NormalMetal
from .registry import equation
from .solution import NotPassiveWarning, Solution, solve
from .stack import Stack
from .symbols import nm

__version__ = "0.1.0"

__all__ = [
    "Ferromagnet",
    "Interface",
    "Layer",
    "NormalMetal",
    "NotPassiveWarning",
    "Solution",
    "Stack",
    "equation",
    "nm",
    "solve",
]
