"""An interface: the conductances between two layers."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from . import checks
from .checks import Number
from .symbols import shown, unit

if TYPE_CHECKING:
    from .layer import Layer
    from .stack import Stack


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Interface:
    """An interface with the conductances of Eqs. (8), (9).

    Parameters
    ----------
    G_s, G_o : float or array
        Spin and orbital conductance, 1/(ohm m^2), finite.
    G_os, G_so : float or array
        Orbit-to-spin and spin-to-orbit conductance, 1/(ohm m^2), finite.
    sigma_SREE_below, sigma_SREE_above, sigma_OREE_below, sigma_OREE_above : float or array
        Spin and orbital moment that the interface emits per field into the layers below and above
        (Rashba-Edelstein effects), 1/(ohm m), positive into the layer:
        J = G dmu - sigma_below E below the interface, J = G dmu + sigma_above E above it.

    Notes
    -----
    Where no interface stands between two layers, it is transparent: the potentials are
    continuous.  `Interface.transparent` says so explicitly.
    A singular matrix of conductances is allowed; one that delivers power is solved with a
    `NotPassiveWarning`.
    """

    G_s: Number
    G_o: Number
    G_os: Number = 0.0
    G_so: Number = 0.0
    sigma_SREE_below: Number = 0.0
    sigma_SREE_above: Number = 0.0
    sigma_OREE_below: Number = 0.0
    sigma_OREE_above: Number = 0.0

    def __post_init__(self):
        for name in self._names():
            value = getattr(self, name)
            if isinstance(value, float) and value == np.inf:
                raise ValueError(f"Interface: {name} = inf; for continuous potentials use Interface.transparent().")
            object.__setattr__(self, name, checks.finite("Interface", name, value, unit(name)))
        checks.common_shape(self.parameters())

    def _names(self):
        return tuple(f.name for f in fields(self))

    @staticmethod
    def transparent(**emission: Number) -> "Interface":
        """Return the interface without resistance: mu_s and mu_o are continuous.

        Parameters
        ----------
        **emission
            ``sigma_SREE_below`` and the other three emissions; only the sum of below and above counts.
        """
        return _Transparent(**emission) if emission else TRANSPARENT

    @property
    def is_transparent(self) -> bool:
        """Whether the potentials are continuous here."""
        return False

    @property
    def emits(self) -> bool:
        """Whether the field makes the interface emit spin or orbital moment."""
        return any(np.any(np.not_equal(getattr(self, name), 0)) for name in EMISSION)

    def parameters(self) -> dict[str, Any]:
        """Return the conductances, and the emissions where there are any, by name."""
        names = [name for name in self._names() if name not in EMISSION or self.emits]
        return {name: getattr(self, name) for name in names}

    def __or__(self, other: "Layer") -> "Stack":
        """Refuse: a stack begins with a layer."""
        from .stack import Stack

        return Stack((self, other))

    def __repr__(self):
        return f"Interface({', '.join(shown(name, value) for name, value in self.parameters().items())})"


EMISSION = ("sigma_SREE_below", "sigma_SREE_above", "sigma_OREE_below", "sigma_OREE_above")
"""What an interface emits per field, by name."""


@dataclass(frozen=True, eq=False, init=False, repr=False)
class _Transparent(Interface):
    """The interface with continuous potentials."""

    def __init__(self, **emission):
        for name in emission:
            if name not in EMISSION:
                raise TypeError(f"Interface.transparent has no {name!r}; it takes {', '.join(EMISSION)}.")
        for name, value in emission.items():
            object.__setattr__(self, name, value)
        self.__post_init__()

    def _names(self):
        return EMISSION

    @property
    def is_transparent(self) -> bool:
        return True

    def __repr__(self):
        return f"Interface.transparent({', '.join(shown(name, value) for name, value in self.parameters().items())})"

    def __reduce__(self):
        return _restored, (self.parameters(),)


def _restored(emission):
    return Interface.transparent(**emission)


TRANSPARENT = _Transparent()
