"""Compile pure functions of numbers to JavaScript: run them once on symbols and write down what happened.

`compile_function` calls a Python function with symbols for its arguments.  Symbols answer NumPy's own protocols
(``__array_ufunc__``, ``__array_function__``), so the function needs no change, and all that Python decides while it
runs (options, None, loops of known length) is decided for good.  What is left is a list of operations on real
numbers, each computed once and only if it is needed, which is written as JavaScript::

    compile_function("half", lambda x: np.exp(-x) / 2, {"x": REAL}).text
    function half(x) {
      return [
        exp(-x) / 2, 0,
      ];
    }

The answer is an array; every result is complex and has two places in it.  ``np.where(here, a, b)`` and
``here.choose(special, regular, ...)`` become ``here ? a : b``, both sides being compiled; what one side alone needs
is computed where that side is taken.  What cannot be compiled raises `NotCompiled`, by name.

The rules of the arithmetic: constants are folded, and 0 times anything is 0.  Division and modulus are scaled, so
that they neither overflow nor underflow on the way.
"""

from collections import namedtuple

import numpy as np

from .symbolic import Boolean, NotCompiled, Number, lift, where
from .trace import PRELUDE, Trace, Writer

__all__ = ["COMPLEX", "NONZERO", "PRELUDE", "REAL", "Block", "Compiled", "NotCompiled", "Values", "compile_function"]

Kind = namedtuple("Kind", ("complex", "nonzero"))
REAL = Kind(False, False)
NONZERO = Kind(False, True)
COMPLEX = Kind(True, False)
"""What an argument is: a real number, one that is never zero (which decides ``x != 0``), a complex number."""

Block = namedtuple("Block", ("kinds", "build"), defaults=(lambda *numbers: numbers,))
# An argument that is an array of complex numbers, two places each, by their names: {name: kind or a constant}.
# The function is given build(*numbers); of a real number only the first place is read, of a constant none.

Values = namedtuple("Values", ("kinds", "options", "build"), defaults=({}, dict))
# An argument that is an object of numbers {name: kind}, a complex one a pair [real part, imaginary part] there; the
# function is given what `build` makes of a dict of them and of `options`.

Compiled = namedtuple("Compiled", ("name", "text", "reads"))
# A function's name, its JavaScript, and the names in `Values` that it reads.


def compile_function(name, function, arguments, conditions=False):
    """Compile a function.

    Parameters
    ----------
    name : str
        What it is called in JavaScript.
    function : callable
        A pure function of numbers, which returns a number or (nested) tuples of numbers.
    arguments : dict
        What each argument is, by its name in JavaScript and in their order: `REAL`, `NONZERO`, `COMPLEX`, a `Block`,
        `Values`; anything else is a constant, such as None or False, and no argument in JavaScript.
    conditions : bool
        Compile what decides between two sides instead of the results: for tests, which have to see both sides taken.

    Returns
    -------
    Compiled
        Its JavaScript, and which values it reads.

    Raises
    ------
    NotCompiled
        Where the function does something that is not known here.
    """
    trace = Trace()
    writer = Writer(trace)
    try:
        given = [symbol(trace, argument, kind) for argument, kind in arguments.items()]
        results = leaves(trace, function(*given))
    except NotCompiled as error:
        raise NotCompiled(f"{name}: {error}") from None
    parameters = [n for n, kind in arguments.items() if isinstance(kind, Kind | Block | Values)]
    outputs = [part for x in results for part in (x.re, x.im)]
    if conditions:
        decided = dict.fromkeys(
            trace.nodes[place][1] for place in writer.needed(outputs) if trace.nodes[place][0] == "?"
        )
        outputs = [part for place in decided for part in (place, trace.number(0))]
    body, reads = writer.body(outputs)
    return Compiled(name, "\n".join([f"function {name}({', '.join(parameters)}) {{", *body, "}"]), reads)


def symbol(trace, name, kind):
    """Return what stands for one argument."""
    if isinstance(kind, Block):
        kinds = enumerate(kind.kinds.items())
        return kind.build(*[number(trace, x, f"{name}_{n}", *places(name, 2 * i)) for i, (n, x) in kinds])
    if isinstance(kind, Values):
        whole = {n: places(f"{name}.{n}") if x.complex else [f"{name}.{n}"] for n, x in kind.kinds.items()}
        return kind.build({n: number(trace, x, n, *whole[n]) for n, x in kind.kinds.items()} | kind.options)
    if isinstance(kind, Kind) and kind.complex:
        raise NotCompiled(f"{name}: a complex argument has to be in a Block")
    return number(trace, kind, name, name)


def places(array, first=0):
    """Return where the two parts of a number stand in an array."""
    return f"{array}[{first}]", f"{array}[{first + 1}]"


def number(trace, kind, hint, real, imag=""):
    """Return the symbol of a number, or a constant; `real` and `imag` say in JavaScript where its parts stand."""
    if not isinstance(kind, Kind):
        return kind
    if kind.complex:
        return Number(trace, trace.node("input", real, f"{hint}_re"), trace.node("input", imag, f"{hint}_im"))
    place = trace.node("input", real, hint)
    if kind.nonzero:
        trace.nonzero.add(place)
    return Number(trace, place)


def leaves(trace, result):
    """Return the numbers of nested tuples in a row."""
    if isinstance(result, tuple | list):
        return [x for one in result for x in leaves(trace, one)]
    if result is None:
        raise NotCompiled("None is among the results")
    if isinstance(result, Boolean):
        return [where(trace, result, 1.0, 0.0)]
    return [lift(trace, float(result) if isinstance(result, bool | np.bool_) else result)]
