"""Public names of former versions: each goes on for a while, with a warning that names its successor."""

from typing import Any

from .checks import warn


def gone(old: str, new: str) -> None:
    """Warn that `old` will go and that `new` stands in its place."""
    warn(f"{old} will go; use {new}.", DeprecationWarning)


class OldStack:
    """What a `Stack` could be asked in version 0.1."""

    __slots__ = ()

    def numbers(self) -> dict[str, Any]:  # noqa: D102
        raise NotImplementedError

    def parameters(self) -> dict[str, Any]:
        """Return `numbers`; the name of version 0.1."""
        gone("Stack.parameters", "Stack.numbers, whose names are addresses")
        return self.numbers()
