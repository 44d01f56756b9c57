"""The pieces of the solver that the page runs, each compiled by itself; the page's scripts walk the stack with them.

Blocks are arrays of complex numbers, two places each.  A layer is ``k, q, d, sigma_s, sigma_o, P_os, P_so, j_s, j_o``;
a matrix has its determinant with it, ``ss, os, so, oo, det``; a port is the two sources and the matrix Y; a circuit is
a shunt and a series matrix.  A layer is of one of the kinds in `KINDS`, and pieces that differ by it have its name at
the end of theirs.
"""

import json
from itertools import product

from .. import kernel
from ..figures import design
from ..figures.panels import DENSE, FORMULAS
from ..paper import values as bilayer
from . import network
from .compiler import COMPLEX, NONZERO, PRELUDE, REAL, Block, Values, compile_function

MATRIX = ("ss", "os", "so", "oo", "det")
LAYER = ("k", "q", "d", "sigma_s", "sigma_o", "P_os", "P_so")

KINDS = {
    "plain": (False, {"k": REAL, "P_os": 0.0, "P_so": 0.0}),  # real wavenumbers, no conversion
    "turning": (False, {"P_os": 0.0, "P_so": 0.0}),  # the spin precesses; no conversion
    "paper": (False, {}),  # conversion, in the paper's closure
    "mixing": (True, {}),  # conversion, in the closure that conserves
}
"""The kinds of layers: whether their modes mix, and what is known of their numbers."""


def _matrix(number=COMPLEX):
    return Block({name: number for name in MATRIX})


def _pair(number=COMPLEX):
    return Block({"s": number, "o": number})


def _port():
    return Block(
        {"j_s": COMPLEX, "j_o": COMPLEX} | {name: COMPLEX for name in MATRIX}, lambda *x: (tuple(x[:2]), tuple(x[2:]))
    )


def _circuit():
    names = {f"{part}_{name}": COMPLEX for part in ("side", "bridge") for name in MATRIX}
    return Block(names, lambda *x: (tuple(x[:5]), tuple(x[5:])))


def _layer(kind):
    known = dict.fromkeys(LAYER, REAL) | {"k": COMPLEX, "P_os": NONZERO, "P_so": NONZERO} | KINDS[kind][1]
    return Block(known)


HALL = _pair(NONZERO)  # a Hall current; zero is a number like others once all is compiled


def _driven(layer, hall=(0.0, 0.0)):
    """Return the kernel's layer with the Hall current that is seen on the way."""
    return kernel.Layer(*layer, *hall)


def _seen(port):
    """Return a port with a source, be it zero."""
    source, Y = kernel.seen(port)
    return source or (0.0, 0.0), Y


def _of_kind(kind):
    """Yield the pieces that a layer of this kind has: name, function, arguments."""
    conserving, _ = KINDS[kind]
    layer = _layer(kind)
    yield (
        "circuit",
        lambda layer, d: kernel.pi_circuit(_driven(layer), d, conserving),
        {"layer": layer, "d": REAL},
    )
    hall = HALL if kind in ("plain", "turning") else (0.0, 0.0)  # with both, the circuit is asked
    yield (
        "end",
        lambda layer, hall: _seen(kernel.through_layer(kernel.OPEN, _driven(layer, hall), layer[2], conserving, True)),
        {"layer": layer, "hall": hall},
    )
    yield (
        "surface",  # the Hall current as seen towards the inner face
        lambda layer, inner, outer, hall: kernel._at_surface(_driven(layer, hall), inner, outer, conserving, False),
        {"layer": layer, "inner": _pair(), "outer": _pair(), "hall": HALL},
    )


def _joined():
    """Yield the pieces that join ports: name, function, arguments."""
    port, pair, circuit, G = _port(), _pair(), _circuit(), _matrix(REAL)
    yield (
        "through_circuit",
        lambda port, piece, hall: kernel.through_piece(port, piece, hall),
        {"port": port, "piece": circuit, "hall": HALL},
    )
    yield "through_interface", kernel.through_branch, {"port": port, "G": G}
    # a port "behind" an interface is given by the one in front of it
    for name, function in (("currents", kernel.currents), ("potentials", kernel.potentials)):
        yield name, function, {"below": port, "above": port}
        yield (
            f"{name}_interface_below",
            lambda below, G, above, function=function: function((below, G, None), above),
            {"below": port, "G": G, "above": port},
        )
        yield (
            f"{name}_interface_above",
            lambda below, above, G, function=function: function(below, (above, G, None)),
            {"below": port, "above": port, "G": G},
        )
    yield (
        "potentials_inside",
        kernel.potentials_inside,
        {"lower": pair, "upper": pair, "piece": circuit, "rest": circuit},
    )
    paper = Block(_layer("paper").kinds | {"j_s": NONZERO, "j_o": NONZERO})
    yield "unmixed", lambda layer: kernel.unmixed(kernel.Layer(*layer), False)[:9], {"layer": paper}
    layer = Block(dict.fromkeys(LAYER, 0.0) | {"j_s": NONZERO, "j_o": NONZERO})
    yield "hall_up", lambda layer: kernel.hall_current(kernel.Layer(*layer), True), {"layer": layer}
    yield "hall_down", lambda layer: kernel.hall_current(kernel.Layer(*layer), False), {"layer": layer}


def _of_values():
    """Yield the pieces that begin with the bilayer's values: name, function, arguments without v, options in v."""
    yield "metal", lambda v, hall: bilayer.normal_metal(v, hall, v["d_N"])[:9], {"hall": HALL}, ()
    yield "magnet", lambda v: bilayer.magnet(v, v["d_F"])[:9], {}, ("wavenumber",)
    yield "interface", lambda v: bilayer.interface(v | FINITE), {}, ()
    yield "extents", bilayer.extents, {}, ()
    for name, (_, function) in FORMULAS.items():
        yield name, function, {"J": _pair()}, ("wavenumber",)
    yield (
        "facts",
        lambda v, spin, orbital: tuple(design.facts(v, spin[0], orbital[0]).values()),
        {"spin": _pair(), "orbital": _pair()},
        ("wavenumber", "interface"),
    )


CONSERVING, FINITE = {"closure": "reciprocal"}, {"interface": "finite"}
"""What the options are where layers may mix, and where there is an interface to go through."""


def _with_options():
    """Yield the pieces of `_of_values` for each choice of their options: name, function, arguments."""
    known = dict.fromkeys((*bilayer.NUMBERS, "sigma_SHE", "sigma_OHE"), REAL)
    for name, function, arguments, options in _of_values():
        if name == "magnet":
            known = known | {"P_os": NONZERO, "P_so": NONZERO}  # a layer with what it may have
        for choice in product(*[bilayer.OPTIONS[option] for option in options]):
            v = Values(known, dict(zip(options, choice, strict=True)))
            yield "_".join([name, *choice]), function, {"v": v} | arguments
        known = known | {"P_os": REAL, "P_so": REAL}


def of_network(conditions=False):
    """Return the pieces of `network`, compiled."""
    return [compile_function(one.name, one.function, one.arguments, conditions) for one in network.pieces()]


def network_javascript(conditions=False):
    """Return the script that gives the page the pieces of `network`."""
    return script(of_network(conditions), network.about(), conditions)


def script(compiled, about, conditions=False):
    """Return the script that makes compiled functions known to the page, and what it has to know `about` them."""
    functions = "\n\n".join([one.text for one in compiled])
    table = ", ".join([one.name for one in compiled])
    return (
        "// The solver, compiled from Python when the book was built.\n(() => {\n"
        f"{PRELUDE}\n{functions}\n\nconst pieces = {{ {table} }};\n"
        "Object.assign((globalThis.orbitronics ??= {}), "
        + ("{ conditions: pieces }" if conditions else f"{{ solver: {{ pieces, about: {json.dumps(about)} }} }}")
        + ");\n})();\n"
    )


def compiled(conditions=False):
    """Return all pieces, compiled, in their order; or the conditions in them, see `compile_function`."""
    of_kinds = [(f"{piece[0]}_{kind}", *piece[1:]) for kind in KINDS for piece in _of_kind(kind)]
    return [compile_function(*piece, conditions) for piece in (*_with_options(), *_joined(), *of_kinds)]


def javascript(conditions=False):
    """Return the script that gives the page its solver: each piece by its name.

    With `conditions` it gives tests what decides between the two sides of each branch.
    """
    pieces = compiled(conditions)
    table = ", ".join([one.name for one in pieces])
    functions = "\n\n".join([one.text for one in pieces])
    about = {
        "kinds": list(KINDS),
        "plain": {"false": "plain", "true": "turning"},
        "converting": {"false": "paper", "true": "mixing"},
        "places": {"turns": [1], "d": 4, "converts": [10, 12], "driven": [14, 16]},  # of k, d, P and j
        "options": {name: options for name, _, _, options in _of_values()},
        "reads": {one.name: one.reads for one in pieces if one.reads},
        "dense": DENSE,
        "conserving": CONSERVING,
        "finite": FINITE,
    }
    return (
        "// The solver, compiled from Python when the book was built.\n(() => {\n"
        f"{PRELUDE}\n{functions}\n\nconst pieces = {{ {table} }};\n"
        "Object.assign((globalThis.orbitronics ??= {}), "
        + ("{ conditions: pieces }" if conditions else f"{{ pieces, about: {json.dumps(about)} }}")
        + ");\n})();\n"
    )
