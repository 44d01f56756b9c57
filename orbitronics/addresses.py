"""Addresses: ``place.name`` for every number of a stack, split at the last dot.

Places are a layer's name ("Ti"; "Co[0]", "Co[1]" from the bottom where names are equal), "below/above"
for an interface, and "bottom" and "top" for the surfaces.
"""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from . import checks
from .core.arrays import nonzero
from .interfaces import TRANSPARENT, Interface, Surface
from .parts import Part

if TYPE_CHECKING:
    from .stack import Layer, Stack

ENDS = ("bottom", "top")


def layer_names(layers: "tuple[Layer, ...]") -> tuple[str, ...]:
    """Return the name of each layer in addresses."""
    count = Counter(layer.name for layer in layers)
    seen: Counter[str] = Counter()
    names = []
    for layer in layers:
        name = layer.name
        names.append(f"{name}[{seen[name]}]" if count[name] > 1 else name)
        seen[name] += 1
    return tuple(names)


def places(stack: "Stack") -> "dict[str, Layer | Interface | Surface | None]":
    """Return what stands at each place, from bottom to top; None where there is no surface."""
    found: dict[str, Any] = {} if "bottom" in stack._places else {"bottom": stack.bottom}
    for i, layer in enumerate(stack.layers):
        found[stack.place(i)] = layer
        if i + 1 < len(stack):
            found[stack.between(i)] = stack.interfaces[i]
    return found if "top" in found else found | {"top": stack.top}


def split(known: Mapping[str, Any], address: object) -> tuple[str, str]:
    """Return (place, name) of an address among the `known` places; no name where a whole place is meant.

    Raises
    ------
    KeyError
        If there is no such place, or no such number there.
    TypeError
        If it is no text.
    """
    if not isinstance(address, str):
        raise TypeError(f"an address is text such as 'Ti.lambda_o', not {address!r}; layers are stack.layers[i].")
    place, _, name = address.rpartition(".") if "." in address else (address, "", "")
    if place not in known:
        same = [one for one in known if one.partition("[")[0] == place and "/" not in one]
        if same:
            raise AddressError(f"{address!r}: several layers are named {place!r}; write {' or '.join(same)}.")
        raise AddressError(f"{address!r}: {checks.unknown('the stack', 'place', place, known)}")
    if name:
        part = known[place]
        names = _names(part)
        if name not in names:
            hint = ""
            if isinstance(part, Interface) and name in Interface.arguments():
                hint = f" It is transparent; set it whole: replace({{{place!r}: Interface(G_s=..., G_o=...)}})."
            raise AddressError(f"{address!r}: {checks.unknown(place, 'number', name, names)}{hint}")
    elif address.endswith("."):
        raise AddressError(f"{address!r} has no name after the dot; there are {', '.join(_names(known[place]))}.")
    return place, name


class AddressError(KeyError):
    """There is no such address in the stack."""

    def __str__(self) -> str:
        return str(self.args[0])


def _names(part: Any) -> tuple[str, ...]:
    """Return the names of the numbers that stand, or may stand, in a part."""
    if part is None:
        return Surface.arguments()
    if isinstance(part, Part):
        return part.arguments()
    return ("thickness", *(name for name in part.material.arguments() if name != "name"), "chi")


def get(stack: "Stack", address: str) -> Any:
    """Return the number at an address, or what stands at a place."""
    known = places(stack)
    place, name = split(known, address)
    part: Any = known[place]
    if not name:
        return part
    if part is None:
        part = Surface()
    if not isinstance(part, Part) and name != "thickness":
        part = part.material
    return getattr(part, name)


def replaced(stack: "Stack", changes: Mapping[str, Any]) -> list[Any]:
    """Return the items of the stack with changes by address: whole places first, then numbers."""
    if not isinstance(changes, Mapping):
        raise TypeError(f"replace needs a mapping of addresses to values, {{'Ti.lambda_o': 20*nm}}, not {changes!r}.")
    numbers: dict[str, dict[str, Any]] = {}
    before = places(stack)
    parts = {place: _whole(place, one, changes[place]) if place in changes else one for place, one in before.items()}
    for address, value in changes.items():
        place, name = split(parts, address)
        if name:
            numbers.setdefault(place, {})[name] = value
    for place, changed in numbers.items():
        part: Any = Surface() if parts[place] is None else parts[place]
        try:
            parts[place] = part.replace(**changed)
        except (TypeError, ValueError) as error:
            raise type(error)(f"{', '.join(f'{place}.{name}' for name in changed)}: {error}") from None
    absent = {place for place, one in before.items() if one is TRANSPARENT}  # and says nothing yet
    return [one for place, one in parts.items() if one is not None and not (place in absent and one == TRANSPARENT)]


def _whole(place: str, old: Any, value: Any) -> Any:
    """Return what is to stand at a place in the place of `old`."""
    if place in ENDS and (old is None or isinstance(old, Surface)):
        if value is None or isinstance(value, Surface):
            return value
        raise TypeError(f"{place!r}: give a Surface, or None for an end through which nothing flows, not {value!r}.")
    if isinstance(old, Interface):
        value = Interface.transparent() if value is None else value
        if isinstance(value, Interface):
            return value
        raise TypeError(f"{place!r}: give an Interface, or None for a transparent one, not {value!r}.")
    if isinstance(value, type(old)):
        return value
    if isinstance(value, Part) and callable(value):
        return value(old.thickness)
    raise TypeError(f"{place!r}: give a layer, or a material for a layer of the same thickness, not {value!r}.")


def names_surface(stack: "Stack", layer: object) -> bool:
    """Return whether `layer` names a surface, and no layer."""
    return layer in ENDS and layer not in [one.name for one in stack.layers]


def magnetic_surface(stack: "Stack", where: str) -> Surface:
    """Return the surface at the bottom or the top, which must be an insulating magnet."""
    surface: Surface | None = getattr(stack, where)
    if surface is None or not nonzero(surface.G_mix):
        raise ValueError(f"layer = {where!r}: there is no surface with G_mix; add Surface(G_mix=...) to the stack.")
    return surface


def interface(stack: "Stack", given: object) -> int:
    """Return the index of the interface given by index or by name."""
    names = [stack.between(i) for i in range(len(stack.interfaces))]
    for i, name in enumerate(names):
        if isinstance(given, int | np.integer | str) and not isinstance(given, bool) and given in (i, name):
            return i
    raise ValueError(f"interface = {given!r}; give an index from 0 at the bottom, or one of the names {names}.")


def find(stack: "Stack", layer: object, magnetic: bool) -> int:
    """Return the index of the one layer that fits; see `Stack.find`."""
    layers = stack.layers
    wanted = [i for i, one in enumerate(layers) if one.magnetic or not magnetic]
    known = ", ".join(f"{i} ({layers[i].name!r})" for i in wanted) or "none"
    what = "magnetic layers" if magnetic else "layers"
    if layer is None:
        found = wanted
        given = "layer is not given"
    elif isinstance(layer, str):
        found = [i for i in wanted if layer in (layers[i].name, stack.place(i))]
        given = f"layer = {layer!r}"
    elif isinstance(layer, int | np.integer) and not isinstance(layer, bool):
        found = [i for i in wanted if i == range(len(layers))[layer]] if -len(layers) <= layer < len(layers) else []
        given = f"layer = {layer}"
    else:
        raise TypeError(f"layer = {layer!r} must be an index or a name; the {what} are {known}.")
    if len(found) == 1:
        return found[0]
    if not wanted:
        raise ValueError(f"{given}, which fits none of the {what} of this stack: it has none. Put one in.")
    count = "fits none" if not found else "fits more than one"
    remedy = f"layer={wanted[-1]}" if not found else f"layer={found[-1]} or {stack.place(found[-1])!r}"
    raise ValueError(
        f"{given}, which {count} of the {what} of this stack: {known}. Give layer=<index or name>, e.g. {remedy}."
    )
