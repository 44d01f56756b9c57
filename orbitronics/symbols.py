"""The former name of `quantities`."""

import warnings

from .quantities import CONDUCTANCE, CONDUCTIVITY, CURRENT, FIELD, QUANTITIES, display, nm, shown, unit  # noqa: F401

SYMBOLS = QUANTITIES

warnings.warn(
    "orbitronics.symbols is called orbitronics.quantities now, and SYMBOLS QUANTITIES; "
    "the old names go in a later version.",
    DeprecationWarning,
    stacklevel=2,
)
