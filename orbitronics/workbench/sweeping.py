"""Sweeps: answers of a stack for every combination of some of its numbers, as an `xarray.Dataset`."""

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from .. import checks
from ..stack import Stack
from . import need
from .answers import Question, described, quantity_of, single

if TYPE_CHECKING:
    import xarray

_BLOCK = 2**17  # stacks solved in one task: large beside the cost of a task, small beside the memory


def sweep(
    stack: Stack,
    values: Mapping[str, Any],
    what: Any = "torque",
    *,
    tie: Mapping[str, Callable[[Mapping[str, Any]], Any]] | None = None,
    chunks: Any = None,
    progress: bool = True,
    **options: Any,
) -> "xarray.Dataset":
    """Return answers for every combination of values at some addresses.

    Needs the extra `sweep`: ``pip install "orbitronics[sweep]"``.

    Parameters
    ----------
    stack : Stack
        With single numbers.
    values : mapping
        One-dimensional arrays (or numbers) by address, ``{"Ti.thickness": d, "Ni.P_os": P}``: the axes.
    what : str, callable, or tuple or mapping of them
        "torque" (absorbed) or "torque_exchange", A/m^2; "xi_E", 1/(ohm m); "xi_j"; "field_per_current", T per A/m^2;
        "J_s", "J_o" just inside the magnet (at its lower face; at the upper, where it is at the bottom), A/m^2;
        "smr", S; "damping" (added by pumping).  A complex one also as ``..._DL`` or ``..._FL``, its real or its
        imaginary part.  ``{"name": function}`` asks a function of a stack, whose numbers are arrays.
        "xi_E", "xi_j" and "field_per_current" take the torque of `observables`.
    tie : mapping, optional
        Numbers that follow others: ``{"Ni.P_so": lambda v: v["Ni.P_os"]}``; `v` holds all numbers by address.
    chunks : int, "auto" or mapping of them, optional
        Gives a lazy dataset in blocks of dask, solved when they are asked for: in threads here, or where a
        `dask.distributed` client computes.  Reduce it or write it in chunks if it is larger than the memory.
    progress : bool
        Whether what takes longer than two seconds shows how far it is; lazy datasets show it with
        ``dask.diagnostics.ProgressBar``.
    **options
        `closure` ("reciprocal" unless given), `wavenumber` and `E` as of `solve`; `layer` is the magnet, needed where
        there are several, and `current_layer` the metal whose current density counts in "xi_j" and "field_per_current".

    Returns
    -------
    xarray.Dataset
        Dimensions are the addresses; a variable for each real number, with unit and meaning.  A complex answer stands
        in it as ``torque_DL`` and ``torque_FL``, and ``ds["torque"]`` joins them.

    Raises
    ------
    KeyError, TypeError, ValueError
        If an address, a value, a name or an option is not allowed; before anything is computed.
    """
    need("xarray", "sweep")
    dask = need("dask.array", "sweep")
    stack = single("sweep", stack)
    question = Question("sweep", what, **options)
    axes = _axes("sweep", stack, values)
    first = changed(stack, {address: axis[0] for address, axis in axes.items()}, tie)
    variables = question.variables(question(first))  # errors and warnings come now
    shape = tuple(len(axis) for axis in axes.values())
    if isinstance(chunks, Mapping):
        for address in chunks:
            if address not in axes:
                raise checks.unknown("sweep", "axis to cut in chunks", address, axes, KeyError)
        chunks = tuple(chunks.get(address, -1) for address in axes)
    pieces = dask.core.normalize_chunks(chunks or "auto", shape=shape, limit=8 * _BLOCK, dtype=float)
    cut = [dask.from_array(axis, chunks=(c,)) for axis, c in zip(axes.values(), pieces, strict=True)]
    every = tuple(range(len(axes)))
    found = dask.blockwise(
        _block,
        (*every, len(axes)),
        *(x for i, axis in zip(every, cut, strict=True) for x in (axis, (i,))),
        new_axes={len(axes): len(variables)},
        dtype=float,
        align_arrays=False,  # each axis stands in one array: nothing to align
        meta=np.empty((0,) * (len(axes) + 1)),
        addresses=tuple(axes),
        asked=(stack, tie, question, variables),
    )
    coordinates = {
        address: ((address,), axis, dict(zip(("units", "long_name"), quantity_of(address), strict=True)))
        for address, axis in axes.items()
    }
    data = {
        one.name: (tuple(axes), found[..., i], {"units": one.unit, "long_name": one.meaning})
        for i, one in enumerate(variables)
    }
    from .datasets import Answers

    made = Answers(data, coordinates, described(stack, question.options))
    if chunks is not None:
        return made
    from dask.diagnostics import ProgressBar

    with ProgressBar(minimum=2 if progress else np.inf, out=sys.stderr):
        return made.compute()


def changed(stack: Stack, values: Mapping[str, Any], tie: Mapping[str, Any] | None) -> Stack:
    """Return the stack with values by address, and with those that are tied to others."""
    values = dict(values)
    for address, function in (tie or {}).items():
        if not callable(function):
            raise TypeError(f"tie: {address} = {function!r}; give a function of the values by address.")
        values[address] = function(stack.numbers() | values)
    return stack.replace(values)


def _axes(owner: str, stack: Stack, values: Any) -> dict[str, np.ndarray]:
    if not isinstance(values, Mapping) or not values:
        raise TypeError(f"{owner}: give values by address, {{'Ti.thickness': d}}, not {values!r}.")
    axes = {}
    for address, value in values.items():
        if "." not in str(address):
            raise KeyError(f"{owner}: {address!r} is a place; sweep over a number in it, such as {address}.thickness.")
        stack[address]  # raises for an address that is not there
        axis = np.atleast_1d(checks.number(owner, address, value, quantity_of(address)[0]))
        if axis.ndim != 1:
            raise ValueError(f"{owner}: {address} has shape {axis.shape}; an axis has one dimension.")
        stack.replace({address: axis})  # raises for a value that is not allowed
        axes[address] = axis
    return axes


def _block(*axes: np.ndarray, addresses: tuple[str, ...], asked: Any) -> np.ndarray:
    """Return the answers of one block, the real numbers along the last axis."""
    stack, tie, question, variables = asked
    n = len(axes)
    own = {
        address: axis.reshape((1,) * i + (-1,) + (1,) * (n - 1 - i))
        for i, (address, axis) in enumerate(zip(addresses, axes, strict=True))
    }
    answers = question(changed(stack, own, tie))
    shape = tuple(len(axis) for axis in axes)
    found = np.empty((*shape, len(variables)))
    for i, one in enumerate(variables):
        found[..., i] = one.of(answers)
    return found
