"""A stack: layers from bottom to top, with the interfaces between them."""

import html
import itertools
from collections.abc import Iterable

import numpy as np

from . import checks
from .checks import Answer
from .interface import TRANSPARENT, Interface
from .layer import Layer
from .surface import Surface


class Stack:
    """Layers and interfaces from bottom to top; made with ``|``, e.g. ``N(5*nm) | F(5*nm)``.

    A missing interface is transparent.  A stack never changes; ``|`` makes a new one.

    Parameters
    ----------
    items : iterable of Layer, Interface and Surface
        From bottom to top; a surface may stand first and last.

    Raises
    ------
    ValueError
        If there is nothing in it, or two interfaces follow each other.
    TypeError
        If an item is no layer, interface or surface.
    """

    __slots__ = ("items",)

    items: tuple[Layer | Interface | Surface, ...]

    def __init__(self, items: "Layer | Iterable[Layer | Interface | Surface]") -> None:
        if isinstance(items, str | Layer | Interface | Surface):
            items = (items,)
        items = tuple(items)
        for item in items:
            _check_item(item)
        for below, above in itertools.pairwise(items):
            if isinstance(below, Interface) and isinstance(above, Interface):
                raise ValueError(
                    f"two interfaces in a row: {below!r} and {above!r}. "
                    "Put a layer between them, or join them into one."
                )
        if not items:
            raise ValueError("the stack is empty; it needs at least one layer, e.g. N(5*nm) | F(5*nm).")
        for item in items[1:-1]:
            if isinstance(item, Surface):
                raise ValueError(f"{item!r} stands inside the stack; a Surface comes first or last.")
        if isinstance(items[0], Interface):
            raise ValueError(
                f"{items[0]!r} stands at the bottom of the stack; an interface needs a layer on both sides."
            )
        object.__setattr__(self, "items", items)

    def __setattr__(self, name, value):
        raise AttributeError("a Stack cannot be changed; build a new one with |.")

    def __reduce__(self):
        return Stack, (self.items,)

    def __or__(self, other: "Layer | Interface | Surface | Stack") -> "Stack":
        """Return the stack with `other` (a layer, an interface or a stack) on top."""
        return Stack(self.items + (other.items if isinstance(other, Stack) else (other,)))

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers from bottom to top."""
        return tuple(item for item in self.items if isinstance(item, Layer))

    @property
    def interfaces(self) -> tuple[Interface, ...]:
        """The interface above each layer but the last; the missing ones are transparent."""
        self.check_ends()
        found = []
        for below, above in itertools.pairwise(self.items):
            if isinstance(above, Interface):
                found.append(above)
            elif isinstance(below, Layer) and isinstance(above, Layer):
                found.append(TRANSPARENT)
        return tuple(found)

    @property
    def bottom(self) -> Surface | None:
        """The surface below the first layer, None where nothing flows through it."""
        return self.items[0] if isinstance(self.items[0], Surface) else None

    @property
    def top(self) -> Surface | None:
        """The surface above the last layer, None where nothing flows through it."""
        return self.items[-1] if len(self.items) > 1 and isinstance(self.items[-1], Surface) else None

    def check_ends(self):
        """Raise ValueError if an interface stands at the top, where there is nothing to connect to yet."""
        if not self.layers:
            raise ValueError("there is no layer in the stack; it needs at least one, e.g. N(5*nm) | F(5*nm).")
        outermost = self.items[-2] if self.top else self.items[-1]
        if isinstance(outermost, Interface):
            raise ValueError(f"{outermost!r} stands at the top of the stack; an interface needs a layer on both sides.")

    def parameters(self):
        """Return all numbers of the stack, with names that tell where they belong."""
        named = {}
        for i, layer in enumerate(self.layers):
            named[f"thickness of layer {i} ({layer.name})"] = layer.thickness
            named |= {f"{k} of layer {i} ({layer.name})": v for k, v in layer.material.parameters().items()}
        for i, interface in enumerate(self.interfaces):
            named |= {f"{k} of interface {i}": v for k, v in interface.parameters().items()}
        for place, surface in (("bottom", self.bottom), ("top", self.top)):
            if surface is not None:
                named |= {f"{k} of the {place}": v for k, v in surface.parameters().items()}
        return named

    def place(self, i: int) -> str:
        """Return the name of layer `i`, with its number where several layers bear it: "Ti", "Co[1]"."""
        names = [layer.name for layer in self.layers]
        return names[i] if names.count(names[i]) == 1 else f"{names[i]}[{names[:i].count(names[i])}]"

    def between(self, i: int) -> str:
        """Return the name of interface `i`: "Ti/Ni"."""
        return f"{self.place(i)}/{self.place(i + 1)}"

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape to which all numbers of the stack broadcast."""
        return checks.common_shape(self.parameters())

    @property
    def heights(self):
        """The heights z of the faces from the bottom (0) to the top, in metres."""
        faces: list[Answer] = [0.0]
        for layer in self.layers:
            faces.append(np.add(faces[-1], layer.thickness))
        return tuple(faces)

    def find(self, layer, magnetic=False):
        """Return the index of a layer given by index or name, or of the only magnet if `layer` is None.

        Raises
        ------
        ValueError
            If no layer, or more than one, fits.
        """
        layers = self.layers
        wanted = [i for i, one in enumerate(layers) if one.magnetic or not magnetic]
        known = ", ".join(f"{i} ({layers[i].name!r})" for i in wanted) or "none"
        what = "magnetic layers" if magnetic else "layers"
        if layer is None:
            found = wanted
            given = "layer is not given"
        elif isinstance(layer, str):
            found = [i for i in wanted if layer in (layers[i].name, self.place(i))]
            given = f"layer = {layer!r}"
        elif isinstance(layer, int | np.integer) and not isinstance(layer, bool):
            found = [i for i in wanted if i == range(len(layers))[layer]] if -len(layers) <= layer < len(layers) else []
            given = f"layer = {layer}"
        else:
            raise TypeError(f"layer = {layer!r} must be an index or a name; the {what} are {known}.")
        if len(found) != 1:
            count = "fits none" if not found else "fits more than one"
            raise ValueError(
                f"{given}, which {count} of the {what} of this stack: {known}. Give layer=<index or name>."
            )
        return found[0]

    def __len__(self) -> int:
        return len(self.layers)

    def __repr__(self):
        parts = [repr(self.items[0])]
        for below, above in itertools.pairwise(self.items):
            if isinstance(below, Layer) and isinstance(above, Layer):
                parts.append("[transparent]")
            parts.append(repr(above))
        return " | ".join(parts)

    def _repr_html_(self):
        rows = []
        for item in reversed(self.items):
            text = html.escape(repr(item))
            detail = html.escape(repr(item.material)) if isinstance(item, Layer) else ""
            rows.append(f"<tr><td>{text}</td><td>{detail}</td></tr>")
        return f"<table><caption>Stack, top to bottom</caption><tbody>{''.join(rows)}</tbody></table>"


def _check_item(item):
    if isinstance(item, Layer | Interface | Surface):
        return
    from .material import Material

    if isinstance(item, Material):
        raise TypeError(f"{item.name!r} is a material, not a layer: give it a thickness, {item.name}(5*nm).")
    raise TypeError(
        f"a stack holds layers, interfaces and surfaces, not {type(item).__name__} ({item!r}); "
        "a layer is a material with a thickness, e.g. N(5*nm)."
    )
