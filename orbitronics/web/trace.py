"""What a compiled function does, as a list of operations on real numbers, and how that is written as JavaScript."""

import math
import textwrap
from collections import Counter

from ..checks import brief

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
            return self.number(0 - self.value(a))
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
        self.trace, self.named, self.count = trace, {}, 0

    def needed(self, outputs):
        """Return the places that the outputs need, with how often each is used."""
        uses = Counter(outputs)
        for place in range(len(self.trace.nodes) - 1, -1, -1):
            if place in uses:
                uses.update(operands(self.trace.nodes[place]))
        return uses

    def body(self, outputs):
        """Return the lines of a function's body, and the names of the values it reads."""
        self.uses = self.needed(outputs)
        self.sides = self.within(outputs)
        inputs, reads, places = [], [], []
        for place in sorted(self.uses):
            op, *args = self.trace.nodes[place]
            if op == "input":
                if "." in args[0]:
                    reads.append(args[1])
                if args[0] != args[1] and self.uses[place] > 1:
                    inputs.append(f"{args[1]} = {args[0]}")
                    self.named[place] = args[1]
            elif op != "number":
                places.append(place)
        lines = self.steps(places, (), "const ")[0]
        texts = [self.text(place)[0] for place in outputs]
        pairs = zip(texts[0::2], texts[1::2], strict=True)
        lines += ["return [", *[f"  {re}, {im}," for re, im in pairs], "];"]
        return declared("const", inputs) + [f"  {line}" for line in lines], tuple(sorted(set(reads)))

    def within(self, outputs):
        """Return on which sides of which branches alone each place is needed: ((condition, side), ...)."""
        found = dict.fromkeys(outputs, ())
        for place in sorted(self.uses, reverse=True):
            node = self.trace.nodes[place]
            for i, one in enumerate(operands(node)):
                here = (*found[place], (node[1], i)) if node[0] == "?" and i else found[place]
                known = found.get(one, here)
                same = [a == b for a, b in zip(known, here, strict=False)]
                found[one] = known[: (*same, False).index(False)]
        return found

    def steps(self, places, sides, begin):
        """Return the lines that compute what is named among `places`, and the names that they give."""
        lines, names, done = [], [], set()
        for n, place in enumerate(places):
            if self.sides[place] != sides:
                continue
            if self.trace.nodes[place][0] == "?":  # what one side alone needs is computed where it is taken
                here, blocks, more = self.trace.nodes[place][1], [], []
                for side in (1, 2):
                    inner = (*sides, (here, side))
                    mine = [p for p in places[:n] if p not in done and self.sides[p][: len(inner)] == inner]
                    done.update(mine)
                    block, given = self.steps(mine, inner, "")
                    blocks.append([f"  {line}" for line in block])
                    more += given
                names += more
                if more and not sides:
                    lines += [line[2:] for line in declared("let", [f"{name} = 0" for name in more])]
                taken, other = blocks
                if taken or other:
                    condition = self.inside(here, 0 if taken else UNARY + 1)
                    lines += [f"if ({condition}) {{" if taken else f"if (!{condition}) {{", *(taken or other)]
                    lines += ["} else {", *other] * bool(taken and other) + ["}"]
            text = self.text(place)[0]
            if self.uses[place] > 1 or len(text) > WIDTH:
                self.count += 1
                self.named[place] = f"t{self.count}"
                names.append(self.named[place])
                lines.append(f"{begin}{self.named[place]} = {text};")
        return lines, names

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
        return brief(self.text(symbol.place)[0])


def declared(word, values):
    """Return the lines that declare names together."""
    whole = ", ".join(one.replace(" ", "\0") for one in values)  # no break within one
    lines = textwrap.wrap(f"  {word} {whole};", 110, subsequent_indent="    ") if values else []
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
