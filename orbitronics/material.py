"""Materials: the constants of a normal metal and of a ferromagnet."""

import html
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from . import checks
from .checks import Number
from .layer import Layer
from .symbols import shown, unit


@dataclass(frozen=True, eq=False, kw_only=True)
class Material:
    """What a normal metal and a ferromagnet share; use `NormalMetal` or `Ferromagnet`."""

    _spin_length: ClassVar[str] = "lambda_s"
    _lengths: ClassVar[tuple[str, ...]] = ()
    _lengths_or_inf: ClassVar[tuple[str, ...]] = ()

    if TYPE_CHECKING:
        name: str
        sigma_s: Number
        sigma_o: Number
        lambda_o: Number
        P_so: Number
        P_os: Number
        Gamma_os: Number
        Gamma_so: Number
        sigma: Number | None

    def __post_init__(self):
        kind = type(self).__name__
        if not isinstance(self.name, str):
            raise TypeError(f"{kind}: name = {self.name!r} must be text.")
        owner = f"{kind} {self.name!r}"

        def keep(name, value):
            object.__setattr__(self, name, value)

        for name in ("sigma_s", "sigma_o", *self._lengths):
            keep(name, checks.positive(owner, name, getattr(self, name), unit(name)))
        for name in self._lengths_or_inf:
            keep(name, checks.positive(owner, name, getattr(self, name), unit(name), infinite=True))
        for name in ("sigma_SHE", "sigma_OHE", "P_so", "P_os", "Gamma_os", "Gamma_so"):
            keep(name, checks.finite(owner, name, getattr(self, name), unit(name)))
        if self.sigma is not None:
            keep("sigma", checks.not_negative(owner, "sigma", self.sigma, unit("sigma")))
        checks.common_shape({"P_os": self.P_os, "P_so": self.P_so})
        if np.any(np.equal(1 - np.multiply(self.P_os, self.P_so), 0)):
            raise ValueError(
                f"{owner}: 1 - P_os P_so = 0 (P_os = {self.P_os}, P_so = {self.P_so}): spin and orbital current "
                "are then the same current, and Eqs. (3), (4) have no solution. Choose P_os P_so different from 1."
            )

    def __call__(self, thickness: Number) -> Layer:
        """Return a `Layer` of this material.

        Parameters
        ----------
        thickness : float or array
            Thickness in metres; ``5*nm`` is 5 nm.
        """
        return Layer(self, thickness)

    def parameters(self) -> dict[str, Any]:
        """Return the numbers of the material by name."""
        named = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "name"}
        return {name: value for name, value in named.items() if value is not None}

    def coupled(self, chi: Number) -> Self:
        """Return a copy in which relaxing orbital moment turns into spin, and spin into orbital moment.

        ``Gamma_os = Gamma_so = -chi sqrt(sigma_s sigma_o)/(lambda_s lambda_o)``, in a magnet with lambda_sf
        for lambda_s; only ``closure="reciprocal"`` takes it.

        Parameters
        ----------
        chi : float or array
            Between -1 and 1, the bounds of passivity; positive: into spin of the same sign.

        Raises
        ------
        ValueError
            If chi is out of bounds, or lambda_sf is infinite and chi is not zero.
        """
        owner = f"{type(self).__name__} {self.name!r}"
        chi = checks.finite(owner, "chi", chi)
        if np.any(np.abs(chi) > 1):
            raise ValueError(
                f"{owner}: chi = {checks._shown(chi)}; it must lie between -1 and 1, or it delivers power."
            )
        length = getattr(self, self._spin_length)
        if np.any(np.isinf(length) & (chi != 0)):
            raise ValueError(
                f"{owner}: {self._spin_length} = inf; a magnet whose spin never relaxes takes no chi but 0."
            )
        Gamma = -np.multiply(chi, np.sqrt(np.multiply(self.sigma_s, self.sigma_o))) / np.multiply(length, self.lambda_o)
        return self.replace(Gamma_os=Gamma, Gamma_so=Gamma)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some parameters changed, e.g. ``F.replace(lambda_o=3*nm)``."""
        known = [f.name for f in fields(self)]
        for name in changes:
            if name not in known:
                raise TypeError(f"{type(self).__name__} has no parameter {name!r}; it has {', '.join(known)}.")
        return replace(self, **changes)

    def __or__(self, other):
        raise TypeError(f"{self.name!r} is a material, not a layer: give it a thickness, {self.name}(5*nm).")

    __ror__ = __or__

    def __repr__(self):
        numbers = ", ".join(shown(name, value) for name, value in self.parameters().items())
        return f"{type(self).__name__}({self.name!r}: {numbers})"

    def _repr_html_(self):
        rows = "".join(
            "<tr><td>{}</td><td>{}</td></tr>".format(*html.escape(shown(name, value)).split(" = "))
            for name, value in self.parameters().items()
        )
        return f"<table><caption>{type(self).__name__} {html.escape(self.name)}</caption><tbody>{rows}</tbody></table>"


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
        How relaxing orbital moment and spin feed each other, 1/(ohm m^3), only in the reciprocal closure;
        `coupled` sets both.
    sigma : float or array, optional
        Charge conductivity, 1/(ohm m); 0 is an insulator.  `sheet` and efficiencies per current need it.
    name : str
        Name shown in reprs.

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

    _lengths = ("lambda_s", "lambda_o")


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
        How relaxing orbital moment and spin feed each other, 1/(ohm m^3), only in the reciprocal closure;
        `coupled` sets both.
    sigma : float or array, optional
        Charge conductivity, 1/(ohm m); 0 is an insulator.  `sheet` and efficiencies per current need it.
    M_s : float or array, optional
        Saturation magnetisation, A/m; damping and effective fields need it.
    m : int
        +1 or -1: the direction of the magnetisation along the axis common to the stack.
    name : str
        Name shown in reprs.

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
    _lengths = ("lambda_o",)
    _lengths_or_inf = ("lambda_sf", "lambda_J", "lambda_phi")

    def __post_init__(self):
        super().__post_init__()
        owner = f"Ferromagnet {self.name!r}"
        if self.M_s is not None:
            object.__setattr__(self, "M_s", checks.positive(owner, "M_s", self.M_s, unit("M_s")))
        if isinstance(self.m, bool) or self.m not in (1, -1):
            raise ValueError(f"{owner}: m = {self.m!r}; allowed are +1 and -1 (collinear magnets).")
        lengths = {name: getattr(self, name) for name in self._lengths_or_inf}
        checks.common_shape(lengths)
        shortest = np.minimum(np.minimum(*list(lengths.values())[:2]), self.lambda_phi)
        if np.any(np.isinf(shortest)):
            raise ValueError(
                f"{owner}: lambda_sf, lambda_J and lambda_phi are all infinite; "
                "at least one must be finite, or the spin never relaxes."
            )
