"""The former name of `quantities`."""

from .quantities import CONDUCTANCE, CONDUCTIVITY, CURRENT, FIELD, QUANTITIES, display, nm, shown, unit  # noqa: F401

SYMBOLS = QUANTITIES
