"""Symbols that stand for numbers: they answer NumPy's own protocols and write down in a `Trace` what is done."""

import operator

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from .trace import Writer


class NotCompiled(TypeError):
    """A function does something that cannot be compiled."""


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
    """A number by the places of its parts; the imaginary part of a real one is the constant 0."""

    def __init__(self, trace, re, im=None):
        self.trace, self.re, self.im = trace, re, trace.number(0) if im is None else im
        self.place = re  # stands for it in a message

    @property
    def is_real(self):
        """Whether the imaginary part is known to be 0."""
        return self.trace.value(self.im) == 0

    @property
    def real(self):
        """The real part."""
        return Number(self.trace, self.re)

    @property
    def imag(self):
        """The imaginary part."""
        return Number(self.trace, self.im)

    def conjugate(self):
        """Return the complex conjugate."""
        return Number(self.trace, self.re, self.trace.neg(self.im))


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
    return Number(trace, trace.number(np.real(x)), trace.number(np.imag(x)))


def add(x, y):
    """Return x + y."""
    t = x.trace
    return Number(t, t.add(x.re, y.re), t.add(x.im, y.im))


def subtract(x, y):
    """Return x - y."""
    t = x.trace
    return Number(t, t.sub(x.re, y.re), t.sub(x.im, y.im))


def negative(x):
    """Return -x."""
    return Number(x.trace, x.trace.neg(x.re), x.trace.neg(x.im))


def multiply(x, y):
    """Return x y."""
    t = x.trace
    re = t.sub(t.mul(x.re, y.re), t.mul(x.im, y.im))
    return Number(t, re, t.add(t.mul(x.re, y.im), t.mul(x.im, y.re)))


def divide(x, y):
    """Return x/y."""
    t = x.trace
    if y.is_real:
        return Number(t, t.div(x.re, y.re), t.div(x.im, y.re))
    largest = t.call("max", t.call("abs", y.re), t.call("abs", y.im))
    a, b = t.div(y.re, largest), t.div(y.im, largest)
    norm = t.div(t.number(1), t.mul(largest, t.add(t.mul(a, a), t.mul(b, b))))
    return multiply(multiply(x, Number(t, a, t.neg(b))), Number(t, norm))


def absolute(x):
    """Return the modulus."""
    t = x.trace
    return Number(t, t.call("abs", x.re) if x.is_real else t.call("modulus", x.re, x.im))


def exp(x):
    """Return exp(x)."""
    t = x.trace
    e = t.call("exp", x.re)
    return Number(t, e) if x.is_real else Number(t, t.mul(e, t.call("cos", x.im)), t.mul(e, t.call("sin", x.im)))


def sqrt(x):
    """Return the principal square root of a complex number, and that of a real one where it is real."""
    t = x.trace
    if x.is_real:
        return Number(t, t.call("sqrt", x.re))
    return Number(t, t.call("root", x.re, x.im), t.call("rootImaginary", x.re, x.im))


def power(x, n):
    """Return x to a constant whole power."""
    exponent = n.trace.value(n.re) if n.is_real else None
    if exponent not in range(1, 17):
        raise NotCompiled("a power is compiled where the exponent is a constant whole number from 1 to 16")
    return x if exponent == 1 else multiply(x, power(x, lift(n.trace, exponent - 1)))


def of_real(what, rule):
    """Return the operation ``rule(trace, *places)`` of real numbers."""

    def operation(*args):
        if not all(x.is_real for x in args):
            raise NotCompiled(f"{what} is not compiled")
        return rule(args[0].trace, *[x.re for x in args])

    return operation


def real_function(name):
    """Return the operation of a function of real numbers, by its name in JavaScript."""
    return of_real(f"{name} of a complex number", lambda t, *places: Number(t, t.call(name, *places)))


def ordered(op, holds):
    """Return the operation of a comparison of real numbers, decided at once for constants."""

    def compared(t, a, b):
        known = t.value(a), t.value(b)
        return Boolean(t, t.node(op, a, b)) if None in known else holds(*known)

    return of_real(f"{op} between complex numbers", compared)


def equal(x, y):
    """Return whether x = y; decided at once for constants, and for what is known to be no zero."""
    t = x.trace
    found = True
    for a, b in ((x.re, y.re), (x.im, y.im)):
        known = t.value(a), t.value(b)
        if {a, b} & t.nonzero and 0 in known:
            return False
        if None not in known:
            found = logical_and(found, known[0] == known[1])
        else:
            found = logical_and(found, Boolean(t, t.node("===", a, b)))
    return found


def logical(op, neutral):
    """Return the operation && or ||: a constant that is `neutral` leaves the other side, one that is not decides."""

    def operation(a, b):
        for one, other in ((a, b), (b, a)):
            if isinstance(one, bool):
                return other if one is neutral else one
        return Boolean(a.trace, a.trace.node(op, a.place, b.place))

    return operation


logical_and, logical_or = logical("&&", True), logical("||", False)


def logical_not(a):
    """Return whether it does not hold."""
    return not a if isinstance(a, bool) else Boolean(a.trace, a.trace.node("not", a.place))


def where(trace, here, a, b):
    """Return a where `here` holds and b elsewhere."""
    if not isinstance(here, Symbol):
        return a if here else b
    a, b = lift(trace, a), lift(trace, b)
    if isinstance(a, Number) and isinstance(b, Number):
        return Number(trace, trace.select(here.place, a.re, b.re), trace.select(here.place, a.im, b.im))
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
    np.less: ordered("<", operator.lt),
    np.less_equal: ordered("<=", operator.le),
    np.greater: ordered(">", operator.gt),
    np.greater_equal: ordered(">=", operator.ge),
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
    np.iscomplexobj: lambda trace, x: not x.is_real,
}
