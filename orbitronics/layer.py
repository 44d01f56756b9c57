"""A layer: a material with a thickness."""

import html
from typing import TYPE_CHECKING

from . import checks
from .checks import Number
from .symbols import shown

if TYPE_CHECKING:
    from .interface import Interface
    from .material import Material
    from .stack import Stack
    from .surface import Surface


class Layer:
    """A material with a thickness; made by calling the material, ``N(5*nm)``.

    Attributes
    ----------
    material : NormalMetal or Ferromagnet
    thickness : float or array
        In metres, finite; 0 is a layer that is not there.
    """

    __slots__ = ("material", "thickness")

    material: "Material"
    thickness: Number

    def __init__(self, material: "Material", thickness: Number) -> None:
        object.__setattr__(self, "material", material)
        object.__setattr__(
            self, "thickness", checks.not_negative(f"layer {material.name!r}", "thickness", thickness, "m")
        )

    def __setattr__(self, name, value):
        raise AttributeError(f"a Layer cannot be changed; make a new one, {self.name}(...).")

    def __reduce__(self):
        return Layer, (self.material, self.thickness)

    @property
    def name(self) -> str:
        """Name of the material."""
        return self.material.name

    @property
    def magnetic(self) -> bool:
        """Whether the layer is a ferromagnet."""
        return hasattr(self.material, "lambda_J")

    def __or__(self, other: "Layer | Interface | Surface | Stack") -> "Stack":
        """Put `other` on top of this layer."""
        from .stack import Stack

        return Stack((self,)) | other

    def __repr__(self):
        return f"{self.name}({shown('thickness', self.thickness).removeprefix('thickness = ')})"

    def _repr_html_(self):
        return f"<p>{html.escape(repr(self))}</p>" + self.material._repr_html_()
