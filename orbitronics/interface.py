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

    def __post_init__(self):
        for f in fields(self):
            value = getattr(self, f.name)
            if isinstance(value, float) and value == np.inf:
                raise ValueError(f"Interface: {f.name} = inf; for continuous potentials use Interface.transparent().")
            object.__setattr__(self, f.name, checks.finite("Interface", f.name, value, unit(f.name)))
        checks.common_shape(self.parameters())

    @staticmethod
    def transparent() -> "Interface":
        """Return the interface without resistance: mu_s and mu_o are continuous."""
        return TRANSPARENT

    @property
    def is_transparent(self) -> bool:
        """Whether the potentials are continuous here."""
        return False

    def parameters(self) -> dict[str, Any]:
        """Return the conductances by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __or__(self, other: "Layer") -> "Stack":
        """Refuse: a stack begins with a layer."""
        from .stack import Stack

        return Stack((self, other))

    def __repr__(self):
        return f"Interface({', '.join(shown(name, value) for name, value in self.parameters().items())})"


@dataclass(frozen=True, eq=False, init=False, repr=False)
class _Transparent(Interface):
    """The interface with continuous potentials."""

    def __init__(self):
        pass

    @property
    def is_transparent(self) -> bool:
        return True

    def parameters(self) -> dict[str, Any]:
        return {}

    def __repr__(self):
        return "Interface.transparent()"

    def __reduce__(self):
        return Interface.transparent, ()


TRANSPARENT = _Transparent()
