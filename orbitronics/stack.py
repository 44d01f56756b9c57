"""A stack: layers from bottom to top, the interfaces between them, and its outer surfaces."""

import itertools
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from . import addresses, checks, plain
from .checks import Answer, Number
from .core.arrays import nonzero
from .interfaces import TRANSPARENT, Interface, Surface
from .parts import Compared, Part, frozen
from .quantities import escaped, shown

if TYPE_CHECKING:
    from .materials import Ferromagnet, NormalMetal


@dataclass(frozen=True, eq=False, repr=False)
class Layer(Compared):
    """A material with a thickness; made by calling the material, ``N(5*nm)``.

    Attributes
    ----------
    material : NormalMetal or Ferromagnet
    thickness : float or array
        In metres, finite; a layer of thickness 0 is not there.
    """

    material: "NormalMetal | Ferromagnet"
    thickness: Number

    def __post_init__(self) -> None:
        if not (isinstance(self.material, Part) and callable(self.material)):
            raise TypeError(f"a layer needs a material, not {type(self.material).__name__} ({self.material!r}).")
        thickness = checks.quantity(f"layer {self.name!r}", "thickness", self.thickness)
        object.__setattr__(self, "thickness", thickness)

    def __reduce__(self) -> Any:
        return Layer, (self.material, self.thickness)

    @property
    def name(self) -> str:
        """Name of the material."""
        return self.material.name

    @property
    def magnetic(self) -> bool:
        """Whether the layer is a ferromagnet."""
        return hasattr(self.material, "lambda_J")

    def parameters(self) -> dict[str, Any]:
        """Return the numbers of the layer by name: its thickness and those of its material."""
        return {"thickness": self.thickness} | self.material.parameters()

    def replace(self, **changes: Any) -> "Layer":
        """Return a copy with the thickness or numbers of the material changed, e.g. ``layer.replace(lambda_o=3*nm)``.

        ``chi`` sets `Gamma_os` and `Gamma_so`, as `coupled` does; without it a change of lengths keeps them.
        """
        thickness = changes.pop("thickness", self.thickness)
        chi = changes.pop("chi", None)
        material = self.material.replace(**changes) if changes else self.material
        if chi is not None:
            both = [name for name in ("Gamma_os", "Gamma_so") if name in changes]
            if both:
                raise ValueError(f"{self.name}: chi and {both[0]} are both given; chi sets Gamma_os and Gamma_so.")
            material = material.coupled(chi)
        return Layer(material, thickness)

    def __or__(self, other: "Layer | Interface | Surface | Stack") -> "Stack":
        """Put `other` on top of this layer."""
        return Stack((self,)) | other

    def __ror__(self, other: Interface | Surface) -> "Stack":
        """Put this layer on top of a surface."""
        return Stack((other, self))

    def _content(self) -> tuple[Any, ...]:
        """Return what equality and hash go by."""
        return self.material, frozen(self.thickness)

    def __repr__(self) -> str:
        return f"{self.name}({shown('thickness', self.thickness).removeprefix('thickness = ')})"

    def _repr_html_(self) -> str:
        return f"<p>{escaped(repr(self))}</p>" + self.material._repr_html_()


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Stack(Compared):
    """Layers and interfaces from bottom to top; made with ``|``, e.g. ``N(5*nm) | F(5*nm)``.

    A missing interface is transparent.  A stack never changes; ``|`` makes a new one.
    Every number in it has an address, ``place.name``: "Ti.lambda_o", "Ti/Ni.G_s", "top.sigma_OREE";
    layers of equal name are "Co[0]", "Co[1]" from the bottom.

    Parameters
    ----------
    items : iterable of Layer, Interface and Surface
        From bottom to top.

    Raises
    ------
    ValueError
        If there is no layer in it, two interfaces follow each other, or a surface is not at an end.
    TypeError
        If an item is none of these.
    """

    items: tuple[Layer | Interface | Surface, ...]

    def __init__(self, items: "Layer | Iterable[Any]") -> None:
        items = (items,) if isinstance(items, str | Layer | Part) else tuple(items)
        _check_items(items)
        object.__setattr__(self, "items", items)

    def __reduce__(self) -> Any:
        return Stack, (self.items,)

    def __or__(self, other: "Layer | Interface | Surface | Stack") -> "Stack":
        """Return the stack with `other` (a layer, an interface, a surface or a stack) on top."""
        return Stack(self.items + (other.items if isinstance(other, Stack) else (other,)))

    def __ror__(self, other: Surface) -> "Stack":
        """Return the stack on top of a surface."""
        return Stack((other, *self.items))

    # -- what is in it ---------------------------------------------------------------------------

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers from bottom to top."""
        return tuple(item for item in self.items if isinstance(item, Layer))

    @cached_property
    def interfaces(self) -> tuple[Interface, ...]:
        """The interface above each layer but the last; the missing ones are transparent."""
        self._check_ends()
        return tuple(one for one in self._whole if isinstance(one, Interface))

    @cached_property
    def _whole(self) -> tuple[Layer | Interface | Surface, ...]:
        """The items, with a transparent interface where two layers touch."""
        found = [self.items[0]]
        for below, above in itertools.pairwise(self.items):
            touch = isinstance(below, Layer) and isinstance(above, Layer)
            found += [TRANSPARENT, above] if touch else [above]
        return tuple(found)

    @cached_property
    def _places(self) -> tuple[str, ...]:
        return addresses.layer_names(self.layers)

    @property
    def bottom(self) -> Surface | None:
        """The surface at the bottom, None where nothing flows through it."""
        return self.items[0] if isinstance(self.items[0], Surface) else None

    @property
    def top(self) -> Surface | None:
        """The surface at the top, None where nothing flows through it."""
        return self.items[-1] if isinstance(self.items[-1], Surface) else None

    def _check_ends(self) -> None:
        """Raise ValueError if an interface stands at the top, where there is nothing to connect to yet."""
        if isinstance(self.items[-1], Interface):
            raise ValueError(
                f"{self.items[-1]!r} stands at the top of the stack; an interface needs a layer on both sides."
            )

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape to which all numbers of the stack broadcast."""
        return checks.common_shape(self.numbers())

    @property
    def heights(self) -> tuple[Answer, ...]:
        """The heights z of the faces from the bottom (0) to the top, in metres."""
        faces: list[Answer] = [0.0]
        for layer in self.layers:
            faces.append(np.add(faces[-1], layer.thickness))
        return tuple(faces)

    def find(self, layer: int | str | None, magnetic: bool = False) -> int:
        """Return the index of a layer given by index, name or place, or, if `layer` is None, of the only one.

        With `magnetic` only magnets count.

        Raises
        ------
        ValueError
            If no layer, or more than one, fits.
        """
        return addresses.find(self, layer, magnetic)

    # -- its numbers by address --------------------------------------------------------------------

    def place(self, i: int) -> str:
        """Return the name of layer `i` in addresses: "Ti", or "Co[1]" where names are equal."""
        return self._places[i]

    def between(self, i: int) -> str:
        """Return the name of interface `i` in addresses, e.g. "Ti/Ni"."""
        return f"{self._places[i]}/{self._places[i + 1]}"

    def numbers(self) -> dict[str, Any]:
        """Return every number of the stack by its address, from bottom to top."""
        return {
            f"{place}.{name}": value
            for place, part in addresses.places(self).items()
            if part is not None
            for name, value in part.parameters().items()
        }

    def addresses(self) -> tuple[str, ...]:
        """Return the addresses of all numbers of the stack, from bottom to top.

        Beside these, `replace` also sets optional numbers that are not given yet ("Ti.sigma", "Ni.M_s"),
        "Ti.chi" for both Gamma at once, and the numbers of a surface that is not there yet.
        """
        return tuple(self.numbers())

    def parameters(self) -> dict[str, Any]:
        """Return `numbers`; deprecated, the name of version 0.1."""
        checks.warn("Stack.parameters is deprecated; use Stack.numbers, by address.", DeprecationWarning)
        return self.numbers()

    def __getitem__(self, address: str) -> Any:
        """Return the number at an address, or the layer, interface or surface at a place."""
        return addresses.get(self, address)

    def replace(self, changes: Mapping[str, Any]) -> "Stack":
        """Return a stack with other numbers at some addresses: all of them, or none with an error.

        Parameters
        ----------
        changes : mapping
            Values by address, ``{"Ti.lambda_o": 20*nm, "Ti/Ni.G_s": 1e15}``.  "Ti.chi" sets both Gamma;
            a change of lengths keeps them.  A place alone takes a whole part:
            ``{"Ti/Ni": Interface(...), "top": None}``.

        Raises
        ------
        KeyError
            If there is no such address.
        ValueError, TypeError
            If a value is outside its range.
        """
        return Stack(addresses.replaced(self, changes))

    # -- as plain data -------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Return the stack as plain data that fit JSON; `from_dict` reads them."""
        return plain.of_items(self.items)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> "Stack":
        """Return the stack that `to_dict` described.

        Raises
        ------
        ValueError
            If the data describe no stack; it says where.
        """
        return Stack(plain.items(data, Layer))

    def save(self, path: "str | os.PathLike[str]", **options: Any) -> None:
        """Write the stack to a file as JSON, with options to solve it and the version; `load` reads it.

        Parameters
        ----------
        path : path
        **options
            `closure`, `wavenumber`, `channel`, `E`, `layer`, `current_layer`; kept beside the stack.

        Raises
        ------
        TypeError
            If an option is unknown, or no single number or text.
        OSError
            If the file cannot be written.
        """
        from .workbench.files import save

        save(self, path, options)

    def __len__(self) -> int:
        return len(self.layers)

    def _content(self) -> tuple[Any, ...]:
        """Return what equality and hash go by."""
        return self._whole

    def __repr__(self) -> str:
        parts = [repr(self.items[0])]
        for below, above in itertools.pairwise(self.items):
            if isinstance(below, Layer) and isinstance(above, Layer):
                parts.append("[transparent]")
            parts.append(repr(above))
        return " | ".join(parts)

    def _repr_html_(self) -> str:
        rows = []
        for item in reversed(self.items):
            part: Any = item.material if isinstance(item, Layer) else item
            title, kind = part.kind(), "joint"
            if isinstance(item, Layer):
                title, kind = escaped(repr(item)), "magnet" if item.magnetic else "metal"
            lines = [text for name, text in part._html_lines().items() if nonzero(getattr(part, name))]
            rows.append(f'<tr class="{kind}"><th scope="row">{title}</th><td>{", ".join(lines)}</td></tr>')
        head = '<table class="dataframe stack-table"><caption>Stack, top to bottom</caption>'
        return f"{head}<tbody>{''.join(rows)}</tbody></table>"


def _check_items(items: tuple[Any, ...]) -> None:
    """Refuse items that make no stack."""
    for item in items:
        if isinstance(item, Layer | Interface | Surface):
            continue
        if isinstance(item, Part):
            raise TypeError(
                f"{item.settings()['name']!r} is a material, not a layer: give it a thickness, as in F(5*nm)."
            )
        if getattr(item, "__name__", "") == "transparent":
            raise TypeError("Interface.transparent is not called: write Interface.transparent(), with the brackets.")
        raise TypeError(
            f"a stack holds layers and interfaces, not {type(item).__name__} ({item!r}); "
            "a layer is a material with a thickness, e.g. N(5*nm)."
        )
    for below, above in itertools.pairwise(items):
        if isinstance(below, Interface) and isinstance(above, Interface):
            raise ValueError(
                f"two interfaces in a row: {below!r} and {above!r}. Put a layer between them, or join them into one."
            )
    if items and isinstance(items[0], Interface):
        raise ValueError(f"{items[0]!r} stands at the bottom of the stack; an interface needs a layer on both sides.")
    if not any(isinstance(item, Layer) for item in items):
        raise ValueError("the stack is empty; it needs at least one layer, e.g. N(5*nm) | F(5*nm).")
    for i, item in enumerate(items):
        if not isinstance(item, Surface):
            continue
        if 0 < i < len(items) - 1:
            raise ValueError(f"{item!r} stands inside the stack; a surface is its first or its last item.")
        if isinstance(items[1] if i == 0 else items[i - 1], Interface):
            raise ValueError(f"an interface stands beside {item!r}; it needs a layer on both sides.")
        place = "top" if i else "bottom"
        if any(isinstance(one, Layer) and one.name == place for one in items):
            raise ValueError(f"a layer is named {place!r}, as the surface there is; choose another name.")
