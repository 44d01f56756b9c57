"""Stacks in files: the plain form as JSON, with the options to solve it and the version that wrote it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import checks
from ..checks import shown
from ..stack import Stack
from .answers import OPTIONS

_KNOWN = (*OPTIONS, "channel")


def save(stack: Stack, path: str | os.PathLike[str], options: dict[str, Any]) -> None:
    """Write a stack to a file, as `Stack.save` says."""
    from .. import __version__

    _refuse_unknown("save", options, TypeError)
    for name, value in options.items():
        if value is not None and not isinstance(value, str | int | float):
            raise TypeError(f"save: {name} = {shown(value)} must be one number or text.")
    _write(path, stack.to_dict() | {"options": options, "orbitronics": __version__})


def write(path: str | os.PathLike[str], stack: Any, options: Mapping[str, Any], **found: Any) -> None:
    """Write what was found for a stack, with the stack, the options and the version."""
    from .. import __version__

    kept = {name: value for name, value in options.items() if value is not None}
    _write(path, {"orbitronics": __version__, "stack": stack.to_dict(), "options": kept} | found)


def _write(path: str | os.PathLike[str], data: Mapping[str, Any]) -> None:
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    place = Path(path)
    new = place.with_name(place.name + ".new")  # what was there stays until all is written
    new.write_text(text, encoding="utf-8")
    new.replace(place)


def load(path: str | os.PathLike[str], options: bool = False) -> Any:
    """Return the stack in a file that `Stack.save` wrote.

    Parameters
    ----------
    path : path
    options : bool
        Whether to return ``(stack, options)``, with the options that were saved beside it:
        ``stack, options = ob.load("s.json", options=True); ob.solve(stack, **options)``.
        `layer` and `current_layer`, if they were saved, are for `sweep`, `fit` and the like, not for `solve`.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it holds no stack; it says what is wrong with it.
    """
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{os.fspath(path)} is no JSON file: {error}") from None
    saved = {}
    if isinstance(data, dict):
        saved, _ = data.pop("options", {}), data.pop("orbitronics", None)
    try:
        stack = Stack.from_dict(data)
    except ValueError as error:
        raise ValueError(f"{os.fspath(path)}: {error}") from None
    if not isinstance(saved, dict):
        raise ValueError(f"{os.fspath(path)}: options = {shown(saved)} must be an object of names and values.")
    _refuse_unknown(os.fspath(path), saved, ValueError)
    return (stack, saved) if options else stack


def _refuse_unknown(owner: str, options: Mapping[str, Any], error: type[Exception]) -> None:
    for name in options:
        if name not in _KNOWN:
            raise checks.unknown(owner, "option", name, _KNOWN, error)
