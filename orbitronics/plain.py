"""A stack as plain data that fit JSON, and back: one form for links, files and the page.

``{"schema": 1, "items": [...]}``, the items from bottom to top, each with its kind and its numbers;
inf is "inf", a complex number is the pair [real part, imaginary part], an array is a list.
"""

from collections.abc import Callable, Iterable
from dataclasses import MISSING
from typing import Any

import numpy as np

from . import checks
from .parts import Part

SCHEMA = 1
"""The version of the form; another one is refused."""

MATERIALS = ("NormalMetal", "Ferromagnet")
ITEMS = ("Layer", "Interface", "Transparent", "Surface")
"""The kinds of materials, and of what a stack consists of."""


def of_items(items: Iterable[Any]) -> dict[str, Any]:
    """Return the plain form of the items of a stack."""
    return {"schema": SCHEMA, "items": [_of_part(one) if isinstance(one, Part) else _of_layer(one) for one in items]}


def _of_layer(layer: Any) -> dict[str, Any]:
    return {"kind": "Layer", "thickness": _plain(layer.thickness), "material": _of_part(layer.material)}


def _of_part(part: Part) -> dict[str, Any]:
    name = {"name": part.name} if hasattr(part, "name") else {}
    return {"kind": part.kind()} | name | {key: _plain(value) for key, value in part.parameters().items()}


def items(data: Any, layer: Callable[[Any, Any], Any]) -> list[Any]:
    """Return the items that plain data describe; `layer` makes a layer of a material and a thickness.

    Raises
    ------
    ValueError
        If they describe none; it says which item, and why.
    """
    if not isinstance(data, dict) or "items" not in data or "schema" not in data:
        raise ValueError(f'the plain form of a stack is {{"schema": {SCHEMA}, "items": [...]}}, not {_brief(data)}.')
    if isinstance(data["schema"], bool) or data["schema"] != SCHEMA:
        raise ValueError(f"schema = {_brief(data['schema'])} is not known; this version reads schema {SCHEMA}.")
    extra = sorted(str(key) for key in data if key not in ("schema", "items"))
    if extra:
        raise ValueError(f"{_brief(extra[0])} is not known; the plain form of a stack has schema and items.")
    if not isinstance(data["items"], list):
        raise ValueError(f"items = {_brief(data['items'])} must be a list.")
    found = []
    for i, one in enumerate(data["items"]):
        try:
            found.append(_item(one, layer))
        except (TypeError, ValueError) as error:
            raise ValueError(f"item {i} of the stack: {error}") from None
    return found


def _item(data: Any, layer: Callable[[Any, Any], Any]) -> Any:
    if not isinstance(data, dict) or data.get("kind") != "Layer":
        return _part(data, ITEMS)
    if set(data) != {"kind", "thickness", "material"}:
        raise ValueError("a Layer has kind, thickness and material, no more and no less.")
    return layer(_part(data["material"], MATERIALS), _number("thickness", data["thickness"]))


def _plain(value: Any) -> Any:
    """Return a number or an array as data for JSON: inf as text, a complex number as a pair, an array as lists."""
    if isinstance(value, np.ndarray):
        return [_plain(one) for one in value.tolist()] if value.ndim == 1 else [_plain(one) for one in value]
    if isinstance(value, complex):
        return [_plain(value.real), _plain(value.imag)]
    return "inf" if value == np.inf else value


def _part(data: Any, kinds: tuple[str, ...]) -> Part:
    """Return the part of one of these `kinds` that the data describe."""
    if not isinstance(data, dict):
        raise ValueError(f"{_brief(data)} must be an object with a kind: {', '.join(kinds)}.")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        raise ValueError(f"kind = {_brief(kind)} is not known; there are {', '.join(kinds)}.")
    cls = Part._kinds[kind]
    known = cls.arguments()
    given = {}
    for name, value in data.items():
        if name == "kind":
            continue
        if name not in known:
            raise checks.unknown(kind, "number", name, known, ValueError)
        given[name] = value if name == "name" else _number(name, value)
    missing = [name for name, default in cls.defaults().items() if default is MISSING and name not in given]
    if missing:
        raise ValueError(f"{kind} lacks {', '.join(missing)}.")
    return cls(**given)


def _number(name: str, value: Any) -> Any:
    found = _decoded(name, value, 0)
    if name != "G_mix":
        return found
    # always complex: the last axis holds real and imaginary part
    try:
        pairs = np.array(found, dtype=float)
    except (TypeError, ValueError):
        pairs = np.empty(0)
    if pairs.ndim == 0 or pairs.shape[-1] != 2:
        raise ValueError(f"{name} = {_brief(value)} must be a pair [real part, imaginary part], or a list of pairs.")
    return pairs[..., 0] + 1j * pairs[..., 1]


def _decoded(name: str, value: Any, depth: int) -> Any:
    if isinstance(value, list) and depth < 32:
        return [_decoded(name, one, depth + 1) for one in value]
    if isinstance(value, str) and value == "inf":
        return np.inf
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            pass
    raise ValueError(f'{name} = {_brief(value)} must be a number, "inf", or a list of numbers.')


def _brief(value: Any) -> str:
    if isinstance(value, list | dict | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, int) and abs(value) >= 10**30:
        return "an integer of more than 30 digits"
    return checks.shown(value)
