"""Materials: the constants of a normal metal and of a ferromagnet."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from . import checks
from .checks import Number
from .parts import Part
from .stack import Layer


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Material(Part):
    """What a normal metal and a ferromagnet share; use `NormalMetal` or `Ferromagnet`."""

    _optional = ("sigma", "M_s")
    _silent = ("Gamma_os", "Gamma_so")
    _spin_length = ""

    if TYPE_CHECKING:
        name: str
        sigma_s: Number
        sigma_o: Number
        lambda_o: Number
        P_so: Number
        P_os: Number
        Gamma_os: Number
        Gamma_so: Number

    def __post_init__(self) -> None:
        checks.name(self.kind(), self.name)
        super().__post_init__()
        checks.together(self.owner(), self.parameters())

    def owner(self) -> str:
        """Return what an error message begins with."""
        return f"{self.kind()} {self.name!r}"

    def __call__(self, thickness: Number) -> Layer:
        """Return a `Layer` of this material.

        Parameters
        ----------
        thickness : float or array
            Thickness in metres; ``5*nm`` is 5 nm.  A layer of thickness 0 is not there.
        """
        return Layer(self, thickness)  # type: ignore[arg-type]

    def coupled(self, chi: Number) -> Self:
        """Return a copy in which spin and orbital moment relax into each other.

        Both `Gamma_os` and `Gamma_so` become -chi sqrt(sigma_s sigma_o)/(lambda_s lambda_o), with
        lambda_sf for lambda_s in a magnet.  So they obey Onsager's relation.

        Parameters
        ----------
        chi : float or array
            Between -1 and 1, the bound of a passive material.  Where it is positive, orbital moment
            turns into spin of the same sign.  At the bound one mixture of both does not relax; where no layer of a
            stack takes it up, its potential is the limit of all chi going to the bound alike.

        Raises
        ------
        ValueError
            If `chi` is outside its range, or not 0 where lambda_sf is infinite: without spin flip
            the bound is 0.
        """
        chi = checks.quantity(self.owner(), "chi", chi)
        length = getattr(self, self._spin_length)
        if np.any(np.isinf(length) & np.not_equal(chi, 0)):
            raise ValueError(
                f"{self.owner()}: {self._spin_length} = inf leaves no coupling but chi = 0; "
                f"give a finite {self._spin_length}, or Gamma_os and Gamma_so themselves."
            )
        Gamma = self._coupling(chi) + 0.0  # no -0.0
        return self.replace(Gamma_os=Gamma, Gamma_so=Gamma)

    @property
    def chi(self) -> Any:
        """What `coupled` was given, read back from `Gamma_os` = `Gamma_so`.

        Raises
        ------
        ValueError
            If the two differ, so that there is no single chi.
        """
        if not np.all(np.equal(self.Gamma_os, self.Gamma_so)):
            raise ValueError(f"{self.owner()} has no chi, as Gamma_os and Gamma_so differ.")
        with np.errstate(divide="ignore", invalid="ignore"):
            chi = np.where(np.equal(self.Gamma_os, 0), 0.0, self._chi())
        chi = np.where(np.abs(np.abs(chi) - 1) < 1e-14, np.sign(chi), chi)  # the bound itself, to rounding
        return chi if chi.ndim else float(chi)

    def _coupling(self, chi: Any) -> Any:
        return -chi * self._bound()

    def _chi(self) -> Any:
        return -np.divide(self.Gamma_os, self._bound())

    def _bound(self) -> Any:
        """Return the largest Gamma of a passive material, 1/(ohm m^3)."""
        geometric = np.sqrt(self.sigma_s) * np.sqrt(self.sigma_o)
        return geometric / getattr(self, self._spin_length) / self.lambda_o

    def __or__(self, other: object) -> Any:
        raise TypeError(f"{self.name!r} is a material, not a layer: give it a thickness, {self.name}(5*nm).")

    __ror__ = __or__

    def __repr__(self) -> str:
        return f"{self.kind()}({self.name!r}: {', '.join(self._lines().values())})"


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class NormalMetal(Material):
    """A metal without exchange: Eqs. (1), (2), or Eqs. (3), (4) where P_so, P_os are given.

    Every number may be an array; arrays broadcast.

    Parameters
    ----------
    sigma_s, sigma_o : float or array
        Spin and orbital conductivity, 1/(ohm m), positive.
    lambda_s, lambda_o : float or array
        Spin and orbital relaxation length, m, positive and finite.
    sigma_SHE, sigma_OHE : float or array
        Spin and orbital Hall conductivity, 1/(ohm m).
    P_so, P_os : float or array
        Spin-to-orbit and orbit-to-spin polarisation; ``P_os * P_so`` must not be 1.
    Gamma_os, Gamma_so : float or array
        Loss of spin per orbital potential and of orbital moment per spin potential, 1/(ohm m^3).  Below 0 the
        one moment turns into the other with its sign; see `coupled`.
    sigma : float or array, optional
        Charge conductivity, 1/(ohm m); 0 is an insulator.
    name : str
        Name shown in reprs and used in addresses.

    Raises
    ------
    ValueError, TypeError
        If a number is outside its range, or is no real number.
    """

    sigma_s: Number
    sigma_o: Number
    lambda_s: Number
    lambda_o: Number
    sigma_SHE: Number = 0.0
    sigma_OHE: Number = 0.0
    P_so: Number = 0.0
    P_os: Number = 0.0
    Gamma_os: Number = 0.0
    Gamma_so: Number = 0.0
    sigma: Number | None = None
    name: str = "N"

    _spin_length = "lambda_s"


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Ferromagnet(Material):
    """A magnet with exchange: Eqs. (3)-(5), (7).

    Every number may be an array; arrays broadcast.

    Parameters
    ----------
    sigma_s, sigma_o : float or array
        Spin and orbital conductivity, 1/(ohm m), positive.
    lambda_sf, lambda_J, lambda_phi : float or array
        Spin diffusion, precession and dephasing length, m, positive; each may be ``inf``, not all three.
    lambda_o : float or array
        Orbital relaxation length, m, positive and finite.
    P_so, P_os : float or array
        Spin-to-orbit and orbit-to-spin polarisation; ``P_os * P_so`` must not be 1.
    sigma_SHE, sigma_OHE : float or array
        Spin and orbital Hall conductivity, 1/(ohm m).
    Gamma_os, Gamma_so : float or array
        Loss of spin per orbital potential and of orbital moment per spin potential, 1/(ohm m^3).  Below 0 the
        one moment turns into the other with its sign; see `coupled`.
    sigma : float or array, optional
        Charge conductivity, 1/(ohm m); 0 is an insulator.
    M_s : float or array, optional
        Saturation magnetisation, A/m.
    m : int
        +1 or -1: the direction of the magnetisation along the axis common to the stack.
    name : str
        Name shown in reprs and used in addresses.

    Raises
    ------
    ValueError, TypeError
        If a number is outside its range, or is no real number.
    """

    sigma_s: Number
    sigma_o: Number
    lambda_sf: Number
    lambda_J: Number
    lambda_phi: Number
    lambda_o: Number
    P_so: Number = 0.0
    P_os: Number = 0.0
    sigma_SHE: Number = 0.0
    sigma_OHE: Number = 0.0
    Gamma_os: Number = 0.0
    Gamma_so: Number = 0.0
    sigma: Number | None = None
    M_s: Number | None = None
    m: int = 1
    name: str = "F"

    _spin_length = "lambda_sf"
