"""An outer surface that emits angular momentum, or absorbs it."""

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
class Surface:
    """The bottom or the top of a stack, where it emits or absorbs; without one, nothing flows there.

    The current into the stack is ``sigma_REE E - Y mu``, Y = diag(G_mix, G_o), with G_long for the spin along m.

    Parameters
    ----------
    sigma_SREE, sigma_OREE : float or array
        Spin and orbital moment emitted per field into the stack, 1/(ohm m), e.g. by an oxidised surface.
    G_mix : complex or array
        Conductance into an insulating magnet for the spin transverse to m, 1/(ohm m^2), real part not negative;
        the factor 2 of scattering theory is absorbed in it.  Re is damping-like, Im field-like.
    G_long : float or array
        Conductance for the spin along m, 1/(ohm m^2), not negative.
    G_o : float or array
        Conductance for the orbital moment, 1/(ohm m^2), not negative.

    Raises
    ------
    ValueError, TypeError
        If a number is outside its range.
    """

    sigma_SREE: Number = 0.0
    sigma_OREE: Number = 0.0
    G_mix: Any = 0.0
    G_long: Number = 0.0
    G_o: Number = 0.0

    def __post_init__(self):
        def keep(name, value):
            object.__setattr__(self, name, value)

        for name in ("sigma_SREE", "sigma_OREE"):
            keep(name, checks.finite("Surface", name, getattr(self, name), unit(name)))
        for name in ("G_long", "G_o"):
            keep(name, checks.not_negative("Surface", name, getattr(self, name), unit(name)))
        real = checks.not_negative("Surface", "the real part of G_mix", np.real(self.G_mix), unit("G_mix"))
        imag = checks.finite("Surface", "the imaginary part of G_mix", np.imag(self.G_mix), unit("G_mix"))
        keep("G_mix", real if not np.any(imag) else real + 1j * imag)
        checks.common_shape(self.parameters())

    @property
    def emits(self) -> bool:
        """Whether the field makes the surface emit spin or orbital moment."""
        return bool(np.any(np.not_equal(self.sigma_SREE, 0)) or np.any(np.not_equal(self.sigma_OREE, 0)))

    @property
    def absorbs(self) -> bool:
        """Whether spin or orbital moment flows out through the surface."""
        return any(np.any(np.not_equal(getattr(self, name), 0)) for name in ("G_mix", "G_long", "G_o"))

    def parameters(self) -> dict[str, Any]:
        """Return the numbers of the surface by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __or__(self, other: "Layer | Stack") -> "Stack":
        """Put `other` on top of this surface."""
        from .stack import Stack

        return Stack((self,)) | other

    def __repr__(self):
        given = {name: value for name, value in self.parameters().items() if np.any(np.not_equal(value, 0))}
        return f"Surface({', '.join(_text(name, value) for name, value in given.items())})"


def _text(name, value):
    return shown(name, value) if not np.iscomplexobj(value) else f"{name} = {value} {unit(name)}"
