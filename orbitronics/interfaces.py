"""Interfaces and outer surfaces: what conducts, emits and absorbs between layers and at the ends."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from .checks import Number
from .core.arrays import nonzero
from .parts import Part
from .quantities import ABSORBING, NOT_NEGATIVE

EMISSIONS = ("sigma_SREE_below", "sigma_SREE_above", "sigma_OREE_below", "sigma_OREE_above")
"""What an interface emits per field, by name."""


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Interface(Part):
    """An interface with the conductances of Eqs. (8), (9), which may emit moment in a field.

    Parameters
    ----------
    G_s, G_o : float or array
        Spin and orbital conductance, 1/(ohm m^2), finite.
    G_os, G_so : float or array
        Orbit-to-spin and spin-to-orbit conductance, 1/(ohm m^2), finite.
    sigma_SREE_below, sigma_SREE_above, sigma_OREE_below, sigma_OREE_above : float or array
        Spin and orbital current per field that the interface emits into the layer below and the
        layer above (Rashba-Edelstein effects), 1/(ohm m), positive into the layer.

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

    _silent = EMISSIONS

    def __post_init__(self) -> None:
        for name, value in self.settings().items():
            if name[:2] == "G_" and isinstance(value, float) and value == np.inf:
                raise ValueError(f"Interface: {name} = inf; for continuous potentials use Interface.transparent().")
        super().__post_init__()

    @staticmethod
    def transparent(**emissions: Number) -> "Interface":
        """Return an interface without resistance: mu_s and mu_o are continuous.

        Parameters
        ----------
        sigma_SREE_below, sigma_SREE_above, sigma_OREE_below, sigma_OREE_above : float or array
            What it emits; without resistance only the sum of below and above counts for what flows
            far from it.
        """
        return _Transparent(**emissions)

    @property
    def is_transparent(self) -> bool:
        """Whether the potentials are continuous here."""
        return False

    @property
    def emits(self) -> bool:
        """Whether it emits anything in a field."""
        return any(nonzero(getattr(self, name)) for name in EMISSIONS)

    def __or__(self, other: object) -> Any:
        """Refuse what is no layer; `Layer` refuses the rest, as a stack begins with a layer or a surface."""
        if isinstance(other, Interface | Surface):
            raise ValueError(f"{self!r} and {other!r} in a row: an interface needs a layer on both sides.")
        return NotImplemented


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class _Transparent(Interface):
    """The interface with continuous potentials."""

    G_s: Number = np.inf
    G_o: Number = np.inf

    @classmethod
    def arguments(cls) -> tuple[str, ...]:
        return EMISSIONS

    def owner(self) -> str:
        return "Interface.transparent"

    @property
    def is_transparent(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"Interface.transparent({', '.join(self._lines().values())})"


TRANSPARENT = Interface.transparent()


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Surface(Part):
    """An outer surface that emits or absorbs moment; it stands first or last in a stack.

    An oxidised surface emits; an insulating magnet absorbs.  Where a stack has no surface, nothing
    flows through its end.

    Parameters
    ----------
    sigma_SREE, sigma_OREE : float or array
        Spin and orbital current per field that it emits into the stack, 1/(ohm m).
    G_mix : complex or array
        Conductance that absorbs the spin across m, 1/(ohm m^2): mixing conductance of an insulating
        magnet, with a real part that is positive or 0.
    G_long : float or array
        Conductance that absorbs the spin along m, 1/(ohm m^2), not negative.
    G_o : float or array
        Conductance that absorbs orbital moment, 1/(ohm m^2), not negative.

    Raises
    ------
    ValueError, TypeError
        If a number is outside its range, or is none.
    """

    sigma_SREE: Number = 0.0
    sigma_OREE: Number = 0.0
    G_mix: complex | np.ndarray = 0.0
    G_long: Number = 0.0
    G_o: Number = 0.0

    _silent = ("sigma_SREE", "sigma_OREE", "G_mix", "G_long", "G_o")
    _domains: ClassVar[dict[str, str]] = {"G_mix": ABSORBING, "G_o": NOT_NEGATIVE}

    @property
    def emits(self) -> bool:
        """Whether it emits anything in a field."""
        return nonzero(self.sigma_SREE) or nonzero(self.sigma_OREE)

    @property
    def absorbs(self) -> bool:
        """Whether it absorbs anything."""
        return nonzero(self.G_mix) or nonzero(self.G_long) or nonzero(self.G_o)

    def __or__(self, other: object) -> Any:
        """Refuse what is no layer; a layer goes on top, and this surface is then the bottom of the stack."""
        if isinstance(other, Interface | Surface):
            raise ValueError(f"{self!r} and {other!r} in a row: a surface stands first or last, beside a layer.")
        return NotImplemented
