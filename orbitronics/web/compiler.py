"""Compile pure functions of numbers to JavaScript: run them once on symbols and write down what happened.

`compile_function` calls a Python function with symbols for its arguments.  Symbols answer NumPy's own protocols
(``__array_ufunc__``, ``__array_function__``), so the function needs no change, and all that Python decides while it
runs (options, None, loops of known length) is decided for good.  What is left is a list of operations on real
numbers, each computed once and only if it is needed, which is written as straight-line JavaScript::

    compile_function("half", lambda x: np.exp(-x) / 2, {"x": REAL}).text
    function half(x) {
      return [
        exp(-x) / 2, 0,
      ];
    }

The answer is an array; every result is complex and has two places in it.  ``np.where(here, a, b)`` and ``here.choose(special, regular, ...)``
become ``here ? a : b``, both sides being compiled.  What cannot be compiled raises `NotCompiled`, by name.

The rules of the arithmetic: constants are folded, and 0 times anything is 0.  Division and modulus are scaled, so
that they neither overflow nor underflow on the way.
"""

import math
from collections import Counter, namedtuple

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

PRELUDE = """\
const { abs, cos, exp, expm1, max, min, sign, sin, sqrt } = Math;
const modulus = (a, b) => {
  const m = max(abs(a), abs(b)), r = min(abs(a), abs(b)) / m;
  return m > 0 ? m * sqrt(1 + r * r) : m;
};
const larger = (a, b) => sqrt((modulus(a, b) + abs(a)) / 2); // of the two parts of a square root
const smaller = (a, b) => (a === 0 && b === 0 ? b : b / 2 / larger(a, b));
const root = (a, b) => (a >= 0 ? larger(a, b) : abs(smaller(a, b)));
const rootImaginary = (a, b) => (a >= 0 ? smaller(a, b) : b < 0 ? -larger(a, b) : larger(a, b));
"""
"""What every compiled function takes from JavaScript."""

Kind = namedtuple("Kind", ("complex", "nonzero"))
REAL = Kind(False, False)
NONZERO = Kind(False, True)
COMPLEX = Kind(True, False)
"""What an argument is: a real number, one that is never zero (which decides ``x != 0``), a complex number."""

Block = namedtuple("Block", ("kinds", "build"), defaults=(lambda *numbers: numbers,))
# An argument that is an array of complex numbers, two places each, by their names: {name: kind or a constant}.
# The function is given build(*numbers); of a real number only the first place is read, of a constant none.

Values = namedtuple("Values", ("kinds", "options"), defaults=({},))
# An argument that is an object of real numbers {name: kind}, given to the function as a dict with `options`.

Compiled = namedtuple("Compiled", ("name", "text", "reads"))
# A function's name, its JavaScript, and the names in `Values` that it reads.


class NotCompiled(TypeError):
    """A function does something that cannot be compiled."""


# -- operations: (name, operands); an operand is the place of an earlier one --------------------------------------

LEVEL = {"||": 1, "&&": 2, "===": 3, "!==": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6}
UNARY, ATOM = 8, 9


class Trace:
    """The operations of one function, equal ones only once."""

    def __init__(self):
        self.nodes, self.known, self.nonzero = [], {}, set()

    def node(self, op, *args):
        """Return the place of an operation."""
        key = (op, *args)
        if key not in self.known:
            self.known[key] = len(self.nodes)
            self.nodes.append(key)
        return self.known[key]

    def number(self, value):
        """Return the place of a constant."""
        return self.node("number", repr(float(value)))

    def value(self, place):
        """Return the constant at a place, or None."""
        op, *args = self.nodes[place]
        return float(args[0]) if op == "number" else None

    def add(self, a, b):
        """Return the place of a + b."""
        x, y = self.value(a), self.value(b)
        if x is not None and y is not None:
            return self.number(x + y)
        if x == 0 or y == 0:
            return b if x == 0 else a
        if self.nodes[b][0] == "neg":
            return self.sub(a, self.nodes[b][1])
        if self.nodes[a][0] == "neg":
            return self.sub(b, self.nodes[a][1])
        return self.node("+", min(a, b), max(a, b))

    def sub(self, a, b):
        """Return the place of a - b."""
        x, y = self.value(a), self.value(b)
        if x is not None and y is not None:
            return self.number(x - y)
        if x == 0:
            return self.neg(b)
        if y == 0:
            return a
        if self.nodes[b][0] == "neg":
            return self.add(a, self.nodes[b][1])
        return self.node("-", a, b)

    def neg(self, a):
        """Return the place of -a."""
        if self.value(a) is not None:
            return self.number(-self.value(a))
        return self.nodes[a][1] if self.nodes[a][0] == "neg" else self.node("neg", a)

    def mul(self, a, b):
        """Return the place of a b."""
        x, y = self.value(a), self.value(b)
        if x is not None and y is not None:
            return self.number(x * y)
        if x == 0 or y == 0:
            return self.number(0)
        for one, other in ((x, b), (y, a)):
            if one in (1, -1):
                return other if one == 1 else self.neg(other)
        minus = (self.nodes[a][0] == "neg") != (self.nodes[b][0] == "neg")
        a, b = (self.nodes[p][1] if self.nodes[p][0] == "neg" else p for p in (a, b))
        product = self.node("*", min(a, b), max(a, b))
        return self.neg(product) if minus else product

    def div(self, a, b):
        """Return the place of a/b."""
        x, y = self.value(a), self.value(b)
        if x is not None and y:
            return self.number(x / y)
        if x == 0:
            return a
        return a if y == 1 else self.node("/", a, b)

    def call(self, name, *args):
        """Return the place of a function of JavaScript, by its name there."""
        return self.node("call", name, *args)

    def select(self, here, a, b):
        """Return the place of a where `here` holds and of b elsewhere."""
        return a if a == b else self.node("?", here, a, b)


# -- symbols ------------------------------------------------------------------------------------------------------


class Symbol(NDArrayOperatorsMixin):
    """What stands for a number: NumPy's functions and all operators arrive here."""

    symbolic = True

    def __array_ufunc__(self, ufunc, method, *args, **settings):
        """Take down a ufunc."""
        if method != "__call__" or settings or ufunc not in UFUNCS:
            raise NotCompiled(f"numpy.{ufunc.__name__}{'' if method == '__call__' else '.' + method} is not compiled")
        return UFUNCS[ufunc](*[lift(self.trace, x) for x in args])

    def __array_function__(self, function, types, args, settings):
        """Take down a function of NumPy."""
        if settings or function not in FUNCTIONS:
            raise NotCompiled(f"numpy.{function.__name__} is not compiled")
        return FUNCTIONS[function](self.trace, *args)

    def refuse(self, what):
        """Say what cannot be compiled, with the operation it was asked of."""
        raise NotCompiled(f"{what} of `{Writer(self.trace).short(self)}` is asked for: {REMEDY}")

    def __bool__(self):
        self.refuse("the truth value")

    def __float__(self):
        self.refuse("the number")

    __int__ = __complex__ = __index__ = __float__

    def __iter__(self):
        self.refuse("an iterator")

    def __len__(self):
        self.refuse("the length")

    __hash__ = object.__hash__
    shape, ndim = (), 0


REMEDY = "it is known only when the page runs; write `numpy.where` or `choose` for a branch"


class Number(Symbol):
    """A real number (`im` is None) or a complex one."""

    def __init__(self, trace, re, im=None):
        self.trace, self.re, self.im = trace, re, im

    @property
    def parts(self):
        """The places of the real and the imaginary part."""
        return self.re, self.trace.number(0) if self.im is None else self.im

    @property
    def real(self):
        """The real part."""
        return Number(self.trace, self.re)

    @property
    def imag(self):
        """The imaginary part."""
        return Number(self.trace, self.parts[1])

    def conjugate(self):
        """Return the complex conjugate."""
        return self if self.im is None else Number(self.trace, self.re, self.trace.neg(self.im))


class Boolean(Symbol):
    """What holds or does not."""

    def __init__(self, trace, place):
        self.trace, self.place = trace, place

    def choose(self, special, regular, *args):
        """Return ``special(*args)`` where this holds and ``regular(*args)`` elsewhere."""
        return where(self.trace, self, special(*args), regular(*args))


def lift(trace, x):
    """Return a symbol for a symbol or a constant; a constant that is true or false stays what it is."""
    if isinstance(x, Symbol):
        return x
    if isinstance(x, bool | np.bool_):
        return bool(x)
    if np.ndim(x) or not isinstance(x, int | float | complex | np.number | np.ndarray):
        raise NotCompiled(f"{type(x).__name__} {str(x)[:40]} is no number: only pure functions of numbers are compiled")
    if np.iscomplexobj(x):
        x = complex(x)
        return Number(trace, trace.number(x.real), trace.number(x.imag))
    return Number(trace, trace.number(x))


def add(x, y):
    """Return x + y."""
    t = x.trace
    im = None if x.im is None and y.im is None else t.add(x.parts[1], y.parts[1])
    return Number(t, t.add(x.re, y.re), im)


def subtract(x, y):
    """Return x - y."""
    t = x.trace
    im = None if x.im is None and y.im is None else t.sub(x.parts[1], y.parts[1])
    return Number(t, t.sub(x.re, y.re), im)


def negative(x):
    """Return -x."""
    return Number(x.trace, x.trace.neg(x.re), None if x.im is None else x.trace.neg(x.im))


def multiply(x, y):
    """Return x y."""
    t = x.trace
    if x.im is None:
        return Number(t, t.mul(x.re, y.re), None if y.im is None else t.mul(x.re, y.im))
    if y.im is None:
        return multiply(y, x)
    re = t.sub(t.mul(x.re, y.re), t.mul(x.im, y.im))
    return Number(t, re, t.add(t.mul(x.re, y.im), t.mul(x.im, y.re)))


def divide(x, y):
    """Return x/y."""
    t = x.trace
    if y.im is None:
        return Number(t, t.div(x.re, y.re), None if x.im is None else t.div(x.im, y.re))
    largest = t.call("max", t.call("abs", y.re), t.call("abs", y.im))
    a, b = t.div(y.re, largest), t.div(y.im, largest)
    norm = t.div(t.number(1), t.mul(largest, t.add(t.mul(a, a), t.mul(b, b))))
    return multiply(multiply(x, Number(t, a, t.neg(b))), Number(t, norm))


def absolute(x):
    """Return the modulus."""
    t = x.trace
    return Number(t, t.call("abs", x.re) if x.im is None else t.call("modulus", x.re, x.im))


def exp(x):
    """Return exp(x)."""
    t = x.trace
    e = t.call("exp", x.re)
    if x.im is None:
        return Number(t, e)
    return Number(t, t.mul(e, t.call("cos", x.im)), t.mul(e, t.call("sin", x.im)))


def sqrt(x):
    """Return the principal square root of a complex number, and that of a real one where it is real."""
    t = x.trace
    if x.im is None:
        return Number(t, t.call("sqrt", x.re))
    return Number(t, t.call("root", x.re, x.im), t.call("rootImaginary", x.re, x.im))


def power(x, n):
    """Return x to a constant whole power."""
    exponent = None if n.im is not None else n.trace.value(n.re)
    if exponent is None or exponent != int(exponent) or not 1 <= exponent <= 16:
        raise NotCompiled("a power is compiled where the exponent is a constant whole number from 1 to 16")
    return x if exponent == 1 else multiply(x, power(x, Number(n.trace, n.trace.number(exponent - 1))))


def real_function(name):
    """Return the operation of a function of real numbers, by its name in JavaScript."""

    def operation(*args):
        if any(x.im is not None for x in args):
            raise NotCompiled(f"{name} of a complex number is not compiled")
        return Number(args[0].trace, args[0].trace.call(name, *[x.re for x in args]))

    return operation


COMPARED = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}


def ordered(op):
    """Return the operation of a comparison of real numbers."""

    def operation(x, y):
        t = x.trace
        if x.im is not None or y.im is not None:
            raise NotCompiled(f"{op} between complex numbers is not compiled")
        a, b = t.value(x.re), t.value(y.re)
        return COMPARED[op](a, b) if a is not None and b is not None else Boolean(t, t.node(op, x.re, y.re))

    return operation


def equal(x, y):
    """Return whether x = y; decided at once for constants, and for what is known to be no zero."""
    t = x.trace
    found = True
    for a, b in zip(x.parts, y.parts, strict=True):
        known = t.value(a), t.value(b)
        if {a, b} & t.nonzero and 0 in known:
            return False
        if None not in known:
            found = logical_and(found, known[0] == known[1])
        else:
            found = logical_and(found, Boolean(t, t.node("===", a, b)))
    return found


def logical_and(a, b):
    """Return whether both hold."""
    if isinstance(a, bool) or isinstance(b, bool):
        constant, other = (a, b) if isinstance(a, bool) else (b, a)
        return other if constant else False
    return Boolean(a.trace, a.trace.node("&&", a.place, b.place))


def logical_or(a, b):
    """Return whether at least one holds."""
    if isinstance(a, bool) or isinstance(b, bool):
        constant, other = (a, b) if isinstance(a, bool) else (b, a)
        return True if constant else other
    return Boolean(a.trace, a.trace.node("||", a.place, b.place))


def logical_not(a):
    """Return whether it does not hold."""
    return not a if isinstance(a, bool) else Boolean(a.trace, a.trace.node("not", a.place))


def where(trace, here, a, b):
    """Return a where `here` holds and b elsewhere."""
    if not isinstance(here, Symbol):
        return a if here else b
    a, b = lift(trace, a), lift(trace, b)
    if isinstance(a, Number) and isinstance(b, Number):
        im = None if a.im is None and b.im is None else trace.select(here.place, a.parts[1], b.parts[1])
        return Number(trace, trace.select(here.place, a.re, b.re), im)
    return logical_or(logical_and(here, a), logical_and(logical_not(here), b))


UFUNCS = {
    np.add: add,
    np.subtract: subtract,
    np.multiply: multiply,
    np.divide: divide,
    np.negative: negative,
    np.positive: lambda x: x,
    np.power: power,
    np.square: lambda x: multiply(x, x),
    np.absolute: absolute,
    np.conjugate: lambda x: x.conjugate(),
    np.exp: exp,
    np.expm1: real_function("expm1"),
    np.sqrt: sqrt,
    np.sin: real_function("sin"),
    np.cos: real_function("cos"),
    np.sign: real_function("sign"),
    np.minimum: real_function("min"),
    np.maximum: real_function("max"),
    np.less: ordered("<"),
    np.less_equal: ordered("<="),
    np.greater: ordered(">"),
    np.greater_equal: ordered(">="),
    np.equal: equal,
    np.not_equal: lambda x, y: logical_not(equal(x, y)),
    np.logical_and: logical_and,
    np.logical_or: logical_or,
    np.logical_not: logical_not,
    np.bitwise_and: logical_and,
    np.bitwise_or: logical_or,
    np.invert: logical_not,
}
FUNCTIONS = {
    np.where: where,
    np.any: lambda trace, x: x,
    np.all: lambda trace, x: x,
    np.real: lambda trace, x: x.real,
    np.imag: lambda trace, x: x.imag,
    np.shape: lambda trace, x: (),
    np.ndim: lambda trace, x: 0,
    np.iscomplexobj: lambda trace, x: x.im is not None,
}


# -- arguments and results ----------------------------------------------------------------------------------------


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
    outputs = [part for x in results for part in x.parts]
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
        return kind.build(*[entry(trace, name, i, *one) for i, one in enumerate(kind.kinds.items())])
    if isinstance(kind, Values):
        return {n: number(trace, one, f"{name}.{n}", n) for n, one in kind.kinds.items()} | kind.options
    if isinstance(kind, Kind):
        if kind.complex:
            raise NotCompiled(f"{name}: a complex argument has to be in a Block")
        return number(trace, kind, name, name)
    return kind


def entry(trace, name, i, label, kind):
    if not isinstance(kind, Kind):
        return kind
    hint = f"{name}_{label}"
    if not kind.complex:
        return number(trace, kind, f"{name}[{2 * i}]", hint)
    parts = enumerate(("re", "im"))
    return Number(trace, *[trace.node("input", f"{name}[{2 * i + j}]", f"{hint}_{part}") for j, part in parts])


def number(trace, kind, text, hint):
    place = trace.node("input", text, hint)
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


# -- JavaScript ---------------------------------------------------------------------------------------------------

WIDTH = 100  # an expression that is used once stands within another one up to this length


class Writer:
    """Writes the operations of a trace."""

    def __init__(self, trace):
        self.trace, self.named = trace, {}

    def needed(self, outputs):
        """Return the places that the outputs need, with how often each is used."""
        uses = Counter(outputs)
        for place in range(len(self.trace.nodes) - 1, -1, -1):
            if place in uses:
                uses.update(operands(self.trace.nodes[place]))
        return uses

    def body(self, outputs):
        """Return the lines of a function's body, and the names of the values it reads."""
        nodes, uses = self.trace.nodes, self.needed(outputs)
        lines, reads, count = [], [], 0
        for place in sorted(uses):
            op, *args = nodes[place]
            if op == "number":
                continue
            if op == "input":
                if "." in args[0]:
                    reads.append(args[1])
                if args[0] != args[1] and uses[place] > 1:
                    lines.append(f"  const {args[1]} = {args[0]};")
                    self.named[place] = args[1]
                continue
            text = self.text(place)[0]
            if uses[place] > 1 or len(text) > WIDTH:
                count += 1
                lines.append(f"  const t{count} = {text};")
                self.named[place] = f"t{count}"
        texts = [self.text(place)[0] for place in outputs]
        pairs = zip(texts[0::2], texts[1::2], strict=True)
        lines += ["  return [", *[f"    {re}, {im}," for re, im in pairs], "  ];"]
        return lines, tuple(sorted(set(reads)))

    def text(self, place):
        """Return an expression and how tightly it binds."""
        if place in self.named:
            return self.named[place], ATOM
        op, *args = self.trace.nodes[place]
        if op == "number":
            return plain(float(args[0]))
        if op == "input":
            return args[0], ATOM
        if op == "call":
            return f"{args[0]}({', '.join(self.text(a)[0] for a in args[1:])})", ATOM
        if op in ("neg", "not"):
            return ("-" if op == "neg" else "!") + self.inside(args[0], UNARY + 1), UNARY
        if op == "?":
            return f"{self.inside(args[0], 1)} ? {self.inside(args[1], 1)} : {self.inside(args[2], 1)}", 0
        level = LEVEL[op]
        return f"{self.inside(args[0], level)} {op} {self.inside(args[1], level + 1)}", level

    def inside(self, place, level):
        """Return an expression in brackets where it binds less tightly than `level`."""
        text, own = self.text(place)
        return text if own >= level else f"({text})"

    def short(self, symbol):
        """Return the beginning of a symbol's expression, for a message."""
        text = self.text(symbol.place if isinstance(symbol, Boolean) else symbol.re)[0]
        return text if len(text) < 60 else text[:57] + "..."


def operands(node):
    op, *args = node
    return {"number": [], "input": [], "call": args[1:]}.get(op, args)


def plain(value):
    """Return a constant and how tightly it binds."""
    if math.isinf(value) or value != value:
        return ("NaN" if value != value else "Infinity" if value > 0 else "-Infinity"), UNARY
    text = repr(value).removesuffix(".0").replace("e+", "e")
    return text, UNARY if text.startswith("-") else ATOM
