"""Where the sliders of a figure go."""

from .. import entries
from ..paper.values import RANGES
from ..quantities import shown

DECADES = 50  # a range of positive numbers as wide as this has a logarithmic slider


def ranges(figure, given=None, start=None):
    """Return (low, high, scale) of the slider of each value that a reader may change, by its name.

    Parameters
    ----------
    figure : Figure
    given : mapping, optional
        ``{name: (low, high)}`` in SI, in place of the usual range.
    start : mapping, optional
        The values that the figure starts from, where they are not its own; each lies in its range.

    Raises
    ------
    ValueError, TypeError
        If a name is no control of the figure, an end may not be a value of its quantity, the ends are not in order,
        or the figure starts outside.
    """
    given = {} if given is None else given
    found = {name: RANGES[name] for name in figure.controls}
    for name, ends in given.items():
        if name not in found:
            raise ValueError(f"ranges: {figure.name} has no slider {name!r}; it has {', '.join(figure.controls)}.")
        try:
            low, high = ends
        except (TypeError, ValueError):
            raise TypeError(f"ranges: {name} = {ends!r}; write (low, high) in SI, e.g. (0.1*nm, 100*nm).") from None
        low, high = (entries.values("ranges", {name: end}, [name], single=True)[name] for end in (low, high))
        if not low < high:
            raise ValueError(f"ranges: {shown(name, low)} is not below {shown(name, high)}.")
        found[name] = (low, high, "log" if low > 0 and high / low >= DECADES else "linear")
    for name, (low, high, _) in found.items():
        value = {**figure.values, **(start or {})}[name]
        if name in given and not low <= value <= high:
            ends = f"{shown(name, low)} to {shown(name, high)}"
            raise ValueError(f"ranges: the figure starts at {shown(name, value)}, outside {ends}.")
    return found
