"""All that the page runs of the library, compiled: the solver of stacks, and the formulas of the figures.

`network` has the solver.  A figure's formulas take a bilayer's values by name and the currents at its interface;
those that depend on an option are compiled for each of its choices, which stands at the end of their names.
"""

import inspect
import json
from itertools import product
from textwrap import dedent

from ..figures import design
from ..figures.panels import DENSE, FORMULAS
from ..paper import closed_forms
from ..paper import values as bilayer
from . import network
from .compiler import COMPLEX, PRELUDE, REAL, Block, Values, compile_function

NUMBERS = dict.fromkeys(bilayer.ADDRESSES, REAL)
"""What a bilayer's values are."""

J, K = Block({"s": COMPLEX, "o": COMPLEX}), Block({"k": COMPLEX}, lambda k: k)


def _facts(v, k, spin, orbital):
    return tuple(design.facts(v | {"wavenumber": k}, spin[0], orbital[0]).values())


GIVEN = {"J": J, "k": K}  # the currents at the interface, where the formula walks, and else the wavenumber
FORMED = {n: (lambda v, J, k, of=f.of: of(v | {"wavenumber": k}, J), GIVEN, f.source) for n, f in FORMULAS.items()} | {
    "extents": (bilayer.extents, {}, bilayer.extents),
    "wavenumber": (bilayer.wavenumber, {}, bilayer.wavenumber),
    "facts": (_facts, {"k": K, "spin": J, "orbital": J}, design.facts),
    "printed": (lambda v, J, k: design.printed(v | {"wavenumber": k}), GIVEN, design.printed),
    "bulk_os_printed": (lambda v: closed_forms.G_os_m_bulk(v["G_o"], v["P_os"], form="printed"), {},
                        closed_forms.G_os_m_bulk),
}  # fmt: skip
"""The formulas of the figures: function, arguments beside the values, and the function of the library in it.

The magnet's wavenumber is found by itself: those that need it are not compiled for each of its forms.
"""


def options(function, arguments):
    """Return the names of the options that a formula depends on."""
    last = {name: choices[-1] for name, choices in bilayer.OPTIONS.items()}

    def text(**chosen):
        return compile_function("formula", function, {"v": Values(NUMBERS, last | chosen)} | arguments).text

    return [name for name, choices in bilayer.OPTIONS.items() if text(**{name: choices[0]}) != text()]


def formulas():
    """Yield the formulas of the figures as pieces, one for each choice of their options."""
    for name, (function, arguments, source) in FORMED.items():
        needed = options(function, arguments)
        for choice in product(*[bilayer.OPTIONS[option] for option in needed]):
            v = Values(NUMBERS, dict(zip(needed, choice, strict=True)))
            yield network.Piece("_".join([name, *choice]), function, {"v": v} | arguments, source)


def compiled(conditions=False):
    """Return all pieces, of the solver and of the figures, each with its JavaScript."""
    pieces = [*network.pieces(), *formulas()]
    return [(one, compile_function(one.name, one.function, one.arguments, conditions)) for one in pieces]


def about(pieces):
    """Return what the page's scripts have to know of the pieces."""
    places = {name: _place(address) for name, address in bilayer.ADDRESSES.items()}
    return network.about() | {
        "reads": {one.name: one.reads for one in pieces if one.reads},
        "options": {name: options(function, arguments) for name, (function, arguments, _) in FORMED.items()},
        "dense": DENSE,
        "bilayer": {
            "plain": bilayer.bilayer(bilayer.PAPER | {"interface": "finite"}, (0.0, 1.0)).to_dict(),
            "places": places,
            "hall": bilayer.HALL,
            "transparent": bilayer.OPTIONS["interface"][0],
        },
    }


def _place(address):
    """Return the place of an address in a bilayer, counted from the bottom surface, and the name of its number."""
    place, name = address.split(".")
    return [{"N": 1, "N/F": 2, "F": 3}[place], name]


def javascript(conditions=False):
    """Return the script that gives the page its solver: each piece by its name.

    With `conditions` it gives tests what decides between the two sides of each branch.
    """
    pieces = [one for _, one in compiled(conditions)]
    functions = "\n\n".join([one.text for one in pieces])
    table = ", ".join([one.name for one in pieces])
    known = "{ conditions: pieces }"
    if not conditions:
        known = f"{{ solver: {{ pieces, about: {json.dumps(about(pieces))} }} }}"
    return (
        "// The solver, compiled from Python when the book was built.\n(() => {\n"
        f"{PRELUDE}\n{functions}\n\nconst pieces = {{ {table} }};\n"
        f"Object.assign((globalThis.orbitronics ??= {{}}), {known});\n}})();\n"
    )


def sources():
    """Return the Python of all pieces as (module, text), and for each piece which of these it is and its arguments."""
    pieces = compiled()
    functions = list(dict.fromkeys(one.source for one, _ in pieces))
    paths = [f"{one.__module__}.{one.__qualname__}".partition(".")[2].rpartition(".")[0] for one in functions]
    texts = [[path, dedent(inspect.getsource(one))] for path, one in zip(paths, functions, strict=True)]
    told = [made.text[made.text.index("(") + 1 : made.text.index(")")] for _, made in pieces]
    places = [functions.index(one.source) for one, _ in pieces]
    names = [one.name for one, _ in pieces]
    return {"functions": texts, "pieces": dict(zip(names, map(list, zip(places, told, strict=True)), strict=True))}
