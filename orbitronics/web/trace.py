"""What a compiled function does, as a list of operations on real numbers, and how that is written as JavaScript."""

import math
import textwrap
from collections import Counter

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


# An operation is (name, operands); an operand is the place of an earlier one.
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
        lines, inputs, reads, count = [], [], [], 0
        for place in sorted(uses):
            op, *args = nodes[place]
            if op == "number":
                continue
            if op == "input":
                if "." in args[0]:
                    reads.append(args[1])
                if args[0] != args[1] and uses[place] > 1:
                    inputs.append(f"{args[1]} = {args[0]}")
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
        return declared(inputs) + lines, tuple(sorted(set(reads)))

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
        text = self.text(symbol.place)[0]
        return text if len(text) < 60 else text[:57] + "..."


def declared(inputs):
    """Return the lines that declare names together."""
    whole = ", ".join(one.replace(" ", "\0") for one in inputs)  # no break within one
    lines = textwrap.wrap(f"  const {whole};", 110, subsequent_indent="    ") if inputs else []
    return [line.replace("\0", " ") for line in lines]


def operands(node):
    """Return the places that an operation needs."""
    op, *args = node
    return {"number": [], "input": [], "call": args[1:]}.get(op, args)


def plain(value):
    """Return a constant and how tightly it binds."""
    if math.isinf(value) or value != value:
        return ("NaN" if value != value else "Infinity" if value > 0 else "-Infinity"), UNARY
    text = repr(value).removesuffix(".0").replace("e+", "e")
    return text, UNARY if text.startswith("-") else ATOM
