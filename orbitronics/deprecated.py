"""Old public names that still work, with a warning that says what to use instead."""

import warnings

from .checks import Answer, Number
from .observables.efficiencies import xi_E
from .observables.fields import torque_field


def warn(old: str, new: str) -> None:
    """Warn the caller of a deprecated function that `old` is to be replaced by `new`."""
    warnings.warn(f"{old} is deprecated; use {new}.", DeprecationWarning, stacklevel=3)


def torque_efficiency(tau: Answer, E: Number) -> Answer:
    """Return tau/E; deprecated, use `xi_E`."""
    warn("observables.torque_efficiency(tau, E)", "observables.xi_E(tau, E)")
    return xi_E(tau, E)


def effective_field(tau: Answer, M_s: Number, d_F: Number) -> Answer:
    """Return the field of a torque in T; deprecated, use `torque_field`, or `field_per_current` per current density."""
    warn("observables.effective_field(tau, M_s, d_F)", "observables.torque_field(tau, M_s, d_F)")
    return torque_field(tau, M_s, d_F)
