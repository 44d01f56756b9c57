"""What the page calls, on MicroPython: JSON text in, JSON text and a block of numbers out.

A figure is computed piece by piece, and a piece only if a value it reads has changed.
"""

import array
import json
import time

import uctypes

from orbitronics import figures
from orbitronics.symbols import display

ROOM = 1 << 15
NUMBERS = array.array("d", bytes(8 * ROOM))
"""The curves of the last piece, x, real and imaginary part of each in turn."""

FIGURES = {}  # by key: [figure, {piece and options: names it reads}, {piece: what its curves were made from}]
_todo = []


class Recorder:
    """Values that note which of them are read."""

    def __init__(self, values, names):
        self.values, self.names = values, names

    def __getitem__(self, name):
        self.names.add(name)
        return self.values[name]

    def __setitem__(self, name, value):
        self.values[name] = value
        self.names = Own(self.names, name)

    def copy(self):
        """Return values of their own that note into the same set."""
        return Recorder(self.values.copy(), self.names)


class Own:
    """A set of names into which one's own name is not noted."""

    def __init__(self, names, own):
        self.names, self.own = names, own

    def add(self, name):
        """Note a name."""
        if name != self.own:
            self.names.add(name)


def address():
    """Return where the block of numbers begins."""
    return uctypes.addressof(NUMBERS)


def open_figure(key, text):
    """Take up a figure by its declaration, or by the attributes of a bare element; return the HTML of its inside."""
    what = json.loads(text)
    if "attributes" in what:
        from orbitronics import live

        figure, changed = live.asked(what["attributes"])
        FIGURES[key] = [figure, {}, {}]
        return live.inside(figure, changed)
    FIGURES[key] = [figures.sweep(**what["spec"]) if what["spec"] else figures.FIGURES[what["name"]], {}, {}]
    return ""


def _values(figure, text):
    values = dict(figure.values)
    values.update(json.loads(text))
    return values


def _options(values):
    return "".join([values[name] for name in sorted(values) if isinstance(values[name], str)])


def _state(values, points, names):
    return [points] + [(name, values[name]) for name in sorted(names)]


def begin(key, text, points):
    """Find the pieces whose curves are no longer right at these values."""
    figure, reads, made = FIGURES[key]
    values = _values(figure, text)
    options = _options(values)
    factors = dict([(panel.key, display(panel.x)[0]) for panel in figure.panels])
    _todo.clear()
    for i, piece in enumerate(figure.pieces):
        names = reads.get((i, options))
        if names is None or made.get(i) != _state(values, points, names):
            _todo.append((i, piece, names, options, values, points, factors, reads, made))


def step(patience):
    """Compute pieces until none is left or `patience`, in ms, is over.

    Return as JSON of each curve panel, name, where x and y begin in the numbers and the length.
    Each call from JavaScript ends in a garbage collection, hence several pieces a call.
    """
    start = time.ticks_ms()
    numbers, n, curves = NUMBERS, 0, []
    while _todo and time.ticks_diff(time.ticks_ms(), start) < patience:
        i, piece, names, options, values, points, factors, reads, made = _todo.pop()
        given = values
        if names is None:  # the first time with these options: note what is read on the way
            names = reads[i, options] = set()
            given = Recorder(values, names)
        known = {}
        for panel, name, _, xs, ys in piece(given, points):
            at = known.get(id(xs))  # curves of a piece may share x
            if at is None:
                at = known[id(xs)] = n
                factor = factors[panel]
                for x in xs:
                    numbers[n] = x / factor
                    n += 1
            curves.append((panel, name, at, n, len(xs)))
            for y in ys:
                y = y + 0j
                numbers[n] = y.real
                numbers[n + 1] = y.imag
                n += 2
        made[i] = _state(values, points, names)
    return json.dumps({"left": len(_todo), "curves": curves})


def about(key, text):
    """Return the code for these values, what is to be said of them, and which of them count."""
    from orbitronics import live, recipe

    figure, reads, _ = FIGURES[key]
    values = _values(figure, text)
    options = _options(values)
    used = set()
    for i in range(len(figure.pieces)):
        used |= reads.get((i, options), set())
    said = live.remarks(figure, values) if figure.remarks else ""
    return json.dumps({"code": recipe.code(figure, values), "remarks": said, "used": sorted(used)})
