"""What the page needs to walk any stack: the functions of `core`, `lowering` and `terms`, one compiled piece each.

Blocks are arrays of complex numbers, two places each.  A layer is ``k, q, d, sigma_s, sigma_o, P_os, P_so`` and the
elements of Gamma; a matrix has its determinant with it, ``ss, os, so, oo, det``; a port is the two sources and the
matrix Y; currents, potentials, Hall currents and shifts are pairs.  ``network.js`` and ``solution.js`` ask them.
"""

from collections import namedtuple
from dataclasses import MISSING
from functools import partial
from types import SimpleNamespace

import numpy as np

from .. import interfaces, lowering, materials, terms
from ..core import digits, frames, ladder, matrices
from ..core import layer as core
from ..observables import fields, xi
from ..parts import Part
from ..plain import ITEMS, MATERIALS
from ..solution import CHANNELS, CLOSURES
from .compiler import COMPLEX, REAL, Block, Values

Piece = namedtuple("Piece", ("name", "function", "arguments", "source"))
# A piece: its name in JavaScript, what is compiled, what its arguments are, and the function of the library in it.


def _piece(name, source, function=None, **arguments):
    """Return the piece that is a function of the library, or another `function` that calls it."""
    return Piece(name, function or source, arguments, source)


MATRIX = ("ss", "os", "so", "oo", "det")
LAYER = ("k", "q", "d", "sigma_s", "sigma_o", "P_os", "P_so", "Gamma_ss", "Gamma_os", "Gamma_so", "Gamma_oo")
REALS = dict.fromkeys(LAYER, REAL)

KINDS = {
    "plain": REALS | dict.fromkeys(("P_os", "P_so"), 0.0),  # real wavenumbers, no conversion
    "turning": REALS | {"k": COMPLEX} | dict.fromkeys(("P_os", "P_so"), 0.0),  # the spin precesses; no conversion
    "paper": REALS | {"k": COMPLEX},  # conversion, in the paper's closure
    "mixing": REALS | {"k": COMPLEX, "Gamma_ss": COMPLEX},  # spin and orbital moment mix: a full Gamma
}
"""The kinds of layers, and what is known of their numbers; pieces that differ by it have its name at their end."""

UNMIXED = ("plain", "turning")
"""The kinds in which spin and orbital moment do not meet."""

PUMPED = (("", "turning"), ("_mixing", "mixing"))
"""What a piece about a precessing magnet has at the end of its name, and the magnet's kind."""


def _layer(kind):
    """Return a layer as an argument; without Hall current and shift, which pieces take by themselves."""

    def build(*numbers):
        Gamma = tuple(numbers[7:]) if kind == "mixing" else None
        return core.Layer(*numbers[:7], Gamma, None, None, None, kind in ("paper", "mixing"))

    return Block(KINDS[kind], build)


def _matrix(number=COMPLEX):
    return Block(dict.fromkeys(MATRIX, number))


def _pair(number=COMPLEX):
    return Block({"s": number, "o": number})


def _port():
    return Block(dict.fromkeys(("j_s", "j_o", *MATRIX), COMPLEX), lambda *x: ladder.Port(tuple(x[:2]), tuple(x[2:])))


MODES = [(name, REAL if name == "far" else COMPLEX) for name in core.Modes._fields if name != "K2"]
MODES[-1:-1] = [(f"K2_{name}", COMPLEX) for name in MATRIX[:4]]


def _modes(kind):
    if kind == "mixing":
        return Block(dict(MODES), lambda *x: core.Modes(*x[:9], x[9] != 0, tuple(x[10:14]), x[14]))
    names = ("e_s", "m_s", "e_o", "m_o")
    return Block({n: COMPLEX if kind != "plain" and n[-1] == "s" else REAL for n in names})


def _layers():
    """Yield the pieces that depend on what a layer is."""
    hall = _pair(REAL)
    for kind in KINDS:
        rules = core.Mixed if kind == "mixing" else core.Diagonal
        layer, modes = _layer(kind), _modes(kind)

        yield _piece(f"modes_{kind}", rules.modes, layer=layer, d=REAL)
        yield _piece(f"shunt_{kind}", rules.shunt, layer=layer, d=REAL, modes=modes)
        yield _piece(f"series_{kind}", rules.series, layer=layer, d=REAL, modes=modes)
        if kind != "paper":
            yield _piece(f"integral_{kind}", rules.integral, _of_whole(rules.integral), layer=layer, modes=modes)
        if kind in dict(PUMPED).values():
            yield _piece(f"excess_{kind}", rules.excess, _of_whole(rules.excess), layer=layer, modes=modes)
        yield _piece(f"relaxation_{kind}", core.relaxation, layer=layer)
        if kind in UNMIXED:
            yield _piece(f"end_{kind}", ladder.end_layer, _seen(ladder.end_layer), layer=layer, d=REAL, hall=hall)

    def of_faces_or_flows(K, Gamma, lower, upper, into, out):
        return digits.of_faces_or_flows(K, Gamma, lower, upper, *ladder.taken_up(into, out))

    flows = {"K": _matrix(), "Gamma": _matrix()} | dict.fromkeys(("lower", "upper", "into", "out"), _pair())
    yield _piece("integrals", digits.of_faces_or_flows, of_faces_or_flows, **flows)
    pumped = {"layer": _layer("mixing"), "d": REAL, "modes": _modes("mixing"), "shift": _pair(), "rate": _pair()}
    yield _piece("pull_mixing", core.Mixed.pull, **pumped)
    yield _piece("is_thin", ladder.is_thin, layer=_layer("mixing"))
    paper = _layer("paper")
    yield _piece("unpolarised", core.unpolarised, _changed(core.unpolarised), layer=paper)
    yield _piece("unpolarised_hall", core.unpolarised, _unpolarised_hall, layer=paper, hall=hall)
    for kind in ("paper", "mixing"):
        yield _piece(f"transposed_{kind}", lowering.transposed, _changed(lowering.transposed), layer=_layer(kind))


def _of_whole(function):
    return lambda layer, modes: function(layer, layer.d, modes)


def _unpolarised_hall(layer, hall):
    return core.unpolarised(layer._replace(hall=hall)).hall


def _seen(function):
    """Return the function whose port has no branch behind it."""
    return lambda *given: function(*given)[:2]


def _changed(change):
    """Return the function that gives the numbers of the changed layer, in the order of `LAYER`."""

    def numbers(*given):
        one = change(*given)
        return *one[:7], *(one.Gamma or (0.0, 0.0, 0.0, 0.0))

    return numbers


def _affine(at, mu):
    """Return an affine function of potentials at mu, from what it is at (0, 0), (1, 0) and (0, 1)."""
    return at[0] + (at[1] - at[0]) * mu[0] + (at[2] - at[0]) * mu[1]


def _bilinear(at, mu, other):
    """Return a function that is affine in both potentials, from what it is at each pair of those."""
    return _affine([_affine(at[i : i + 3], other) for i in (0, 3, 6)], mu)


def _joined():
    """Yield the pieces that join ports."""
    port, pair, side, bridge, G, hall = _port(), _pair(), _matrix(), _matrix(), _matrix(REAL), _pair(REAL)
    circuit = {"side": side, "bridge": bridge}
    whole = circuit | {"pull": pair}

    def through_circuit(port, side, bridge, pull, hall):
        return ladder.through_piece(port, (side, bridge, pull), hall)[:2]

    def emitted(port, below, above):
        return matrices.total(port.source, matrices.total(below, above)), port.Y

    def through_branch(port, *branch):
        return ladder.through_branch(port.source, port.Y, *branch)

    def from_far_side(front, G, far, other):
        return ladder.driven_across(None, front.Y, G, far, other.Y)

    def level(below, above):
        return ladder.level(matrices.total(below.source, above.source), matrices.add(below.Y, above.Y))

    def behind_interface(front, G, J, known):
        return digits.behind_interface(front.source, front.Y, G, J, known[:2], known[2:])[0]

    def between(*pieces_and_faces):
        return ladder.between(pieces_and_faces[:3], pieces_and_faces[3:6], *pieces_and_faces[6:])

    def of_circuit(function):
        return lambda side, bridge, pull, *more: function((side, bridge, pull), *more)

    def alone(side, bridge, *more):
        return ladder.alone((side, bridge, None), *more)

    yield _piece("doubled", ladder.end_layer, lambda d: 2 * d, d=REAL)
    yield _piece("through_circuit", ladder.through_piece, through_circuit, port=port, **whole, hall=hall)
    yield _piece("applied", matrices.apply, A=side, x=pair)
    yield _piece("emitted", ladder.through_interface, emitted, port=port, below=hall, above=hall)
    # a port behind an interface is given by the one in front of it
    yield _piece("through_interface", ladder.through_branch, through_branch, port=port, G=G)
    yield _piece("through_emitting", ladder.through_branch, through_branch, port=port, G=G, far=hall)
    yield _piece("currents", ladder.currents, below=port, above=port)
    yield _piece("potentials", ladder.potentials, below=port, above=port)
    yield _piece("driven", ladder.driven, port=port, other=port)
    seen = {"front": port, "G": G, "far": hall, "other": port}
    yield _piece("from_far_side", ladder.driven_across, from_far_side, **seen)
    yield _piece("level", ladder.level, level, below=port, above=port)
    known = Block({"s": COMPLEX, "o": COMPLEX, "size_s": REAL, "size_o": REAL})
    yield _piece("behind_interface", digits.behind_interface, behind_interface, front=port, G=G, J=pair, known=known)
    inside = whole | {"inner": pair, "hall": hall}
    yield _piece("far_face", ladder.far_face, of_circuit(ladder.far_face), **inside)
    yield _piece("near_face", ladder.near_face, of_circuit(ladder.near_face), **inside, port=port)
    rest = {f"rest_{name}": one for name, one in whole.items()}
    yield _piece("between", ladder.between, between, **whole, **rest, lower=pair, upper=pair)
    yield _piece("into", ladder.into, port=port, mu=pair)
    yield _piece("alone", ladder.alone, alone, **circuit, hall=hall, shift=pair)
    yield _piece("rise", ladder.rise, of_circuit(ladder.rise), **whole, J=pair, hall=hall, lower=pair)
    yield _piece("backwards", matrices.less, lambda J: (-J[0], -J[1]), J=pair)
    faces = {"lower": pair, "upper": pair}
    yield _piece("absorbed", ladder.absorbed, side=side, **faces, pull=pair)
    yield _piece("unmoved", ladder.unmoved, K=_matrix(), excess=_matrix(), **faces, shift=pair)
    yield _piece("affine", matrices.total, _affine, at=Block(dict.fromkeys("0so", COMPLEX)), mu=pair)
    many = Block(dict.fromkeys((f"{a}{b}" for a in "0so" for b in "0so"), COMPLEX))
    yield _piece("bilinear", matrices.total, _bilinear, at=many, mu=pair, other=pair)
    yield _piece("less_shift", ladder.less_shift, moved_integrals=pair, shift=pair, d=REAL)
    yield _piece("transposed_matrix", matrices.transpose, G=G)


def _framed():
    """Yield the pieces that solve a ladder for other potentials, and tell what it answers."""
    port, pair, layer = _port(), _pair(), _layer("mixing")
    numbers = {"rho": REAL, "lam": REAL}
    shear = Block(numbers, partial(frames.Frame, None))
    frame = Block({"lift_s": COMPLEX, "lift_o": COMPLEX} | numbers, lambda s, o, *x: frames.Frame((s, o), *x))
    for told in (frames.told_currents, frames.told_changes, frames.told_potentials):
        yield _piece(told.__name__, told, x=pair, frame=frame)
    yield _piece("is_less", frames.is_less, lower=pair, upper=pair, lift=pair)
    yield _piece("unrelaxed", frames.unrelaxed, layer=layer)
    yield _piece("agrees", frames.agrees, layer=layer, frame=shear)
    yield _piece("is_closed", frames.is_closed, port=port)
    yield _piece("sheared_currents", frames.sheared_currents, x=_pair(REAL), frame=frame)
    yield _piece("sheared_matrix", frames.sheared_matrix, G=_matrix(REAL), frame=frame)
    yield _piece("framed_port", frames.framed_port, _seen(frames.framed_port), port=port, frame=frame)
    yield _piece("sheared_layer", frames.sheared_layer, _changed(frames.sheared_layer), layer=layer, frame=frame)


# -- from a stack to the core ----------------------------------------------------------------------------------------


def _same(x):
    return x


def _unchecked(kind, numbers):
    """Return a part that has these numbers, without its checks."""
    one = kind.__new__(kind)
    one.__dict__.update(numbers)
    return one


def _values(*kinds):
    """Return a part of one of these kinds as an argument: what it has by the names that all of them have."""
    names = dict.fromkeys(kinds[0].arguments())
    known = [n for n in names if n != "name" and all(n in kind.arguments() for kind in kinds)]
    if issubclass(kinds[0], materials.Material):
        known.append("thickness")
    build = partial(_unchecked, kinds[0] if len(kinds) == 1 else SimpleNamespace)
    return Values({n: COMPLEX if n == "G_mix" else REAL for n in known}, build=build)


METAL, MAGNET = _values(materials.NormalMetal), _values(materials.Ferromagnet)
LAYERS = _values(materials.Ferromagnet, materials.NormalMetal)
INTERFACE, SURFACE = _values(interfaces.Interface), _values(interfaces.Surface)
EMITTING = _values(type(interfaces.TRANSPARENT), interfaces.Interface)


def _of(function, *more):
    """Return a function of a part without its argument `picked`."""
    return lambda m, *others: function(m, _same, *others, *more)


class _All:
    """What drives in a solution with all its sources."""

    @staticmethod
    def _drives(source):
        return True


def _lowered():
    """Yield the pieces that lower a part of a stack to the core."""

    def lowered(m, picked, magnetic, channel):
        k = lowering.wavenumber(m, picked, magnetic, channel)
        return k, *lowering.numbers(m, picked, m.thickness), *lowering.relaxation(m, picked, k * k)

    def shift(m, layer, rate):
        return lowering.pumped_shift(m, _same, layer.k, layer.Gamma, rate)

    yield _piece("metal", lowering.wavenumber, _of(lowered, False, None), v=METAL)
    for channel in CHANNELS:
        yield _piece(f"magnet_{channel}", lowering.wavenumber, _of(lowered, True, channel), v=MAGNET)
    yield _piece("printed_lengths", lowering.printed_lengths, v=MAGNET)
    for ending, kind in PUMPED:
        yield _piece(f"shift{ending}", lowering.pumped_shift, shift, v=MAGNET, layer=_layer(kind), rate=_pair())
    yield _piece("rate", lowering.pumped_rate, _of(lowering.pumped_rate), v=MAGNET, V=REAL)
    for name, part, names in (
        ("hall", LAYERS, lowering.HALL),
        ("emission", EMITTING, (*lowering.BELOW, *lowering.ABOVE)),
        ("emission_outside", SURFACE, lowering.OUTSIDE),
    ):

        def driven(m, E, names=names):
            return lowering.driven(_All, None, m, names, _same, E)

        yield _piece(name, lowering.driven, driven, v=part, E=REAL)
    yield _piece("conductances", lowering.conductances, _of(lowering.conductances), v=INTERFACE)
    for name, kind, part in (("metal", materials.NormalMetal, METAL), ("magnet", materials.Ferromagnet, MAGNET)):
        yield _piece(f"chi_{name}", kind._chi, v=part)
        yield _piece(f"coupling_{name}", kind._coupling, v=part, x=REAL)

    def absorbing(m, emitted, V=None, channel="transverse"):
        return lowering.absorbing(m, _same, channel, emitted, V)[:2]

    def pumped(m, V):
        return absorbing(m, (0.0, 0.0), V)

    for channel in CHANNELS:
        absorbed = partial(absorbing, channel=channel)
        yield _piece(f"absorbing_{channel}", lowering.absorbing, absorbed, v=SURFACE, emitted=_pair(REAL))
    yield _piece("absorbing_pumped", lowering.absorbing, pumped, v=SURFACE, V=REAL)


# -- what is asked -----------------------------------------------------------------------------------------------


def _asked():
    """Yield the pieces of what a stack is asked, from the potentials and currents at its faces."""
    pair, one = _pair(), Block({"x": COMPLEX}, _same)

    def exchange(m, integrals):
        return terms.exchange(m, _same, m.thickness, integrals[0])

    def collected(m, rise):
        return terms.collected(m, _same, m.thickness, rise)

    def added(m, moved):
        return np.where(m.thickness > 0, terms.added(m, _same, moved[0]), 0)

    def overlap(a, b, c, d, mu, other_mu, w, other_w):
        return terms.overlap((a, b), (c, d), (mu, other_mu), (w, other_w))

    yield _piece("exchange", terms.exchange, exchange, v=MAGNET, integrals=pair)
    yield _piece("added", terms.added, added, v=MAGNET, moved_integrals=pair)
    for ending, kind in PUMPED:
        for function, more in ((terms.bulk, {}), (terms.exchange_pumped, {"moved_integrals": pair})):

            def pumped(m, layer, V, *integrals, function=function):
                spin = [x[0] for x in integrals]
                return function(m, _same, layer.k, layer.Gamma, V, m.thickness, *spin)

            precessing = {"v": MAGNET, "layer": _layer(kind), "V": REAL}
            yield _piece(f"{function.__name__}{ending}", function, pumped, **precessing, **more)
    yield _piece("damping", terms.damping, tau=one, V=REAL, g=REAL, M_s=REAL, d=REAL)
    yield _piece("surface_torque", terms.surface_torque, _of(terms.surface_torque), v=SURFACE, mu=pair, V=REAL)
    yield _piece("own", terms.own, _of(terms.own), v=MAGNET, tau=one)
    yield _piece("collected", terms.collected, collected, v=LAYERS, rise=pair)
    between = _of(terms.collected_between)
    yield _piece("collected_between", terms.collected_between, between, v=EMITTING, below=pair, above=pair)
    yield _piece("collected_outside", terms.collected_outside, _of(terms.collected_outside), v=SURFACE, mu=pair)
    flows = {"into": pair, "out": pair, "integrals": pair, "taken": one}
    for kind, part in (("metal", METAL), ("magnet", MAGNET)):
        for closure in CLOSURES:

            def budget(m, into, out, integrals, taken, *moved, magnetic=kind == "magnet", closure=closure):
                return terms.budget(m, _same, magnetic, closure, into, out, *integrals, taken, *moved)

            yield _piece(f"budget_{kind}_{closure}", terms.budget, budget, v=part, **flows)
            if kind == "magnet":
                yield _piece(f"budget_pumped_{closure}", terms.budget, budget, v=part, **flows, moved=pair)

            def symmetric(m, magnetic=kind == "magnet", closure=closure):
                return terms.symmetric(m, _same, m.thickness, magnetic, closure)

            yield _piece(f"symmetric_{kind}_{closure}", terms.symmetric, symmetric, v=part)
    circuits = {f"{part}_{way}": _matrix() for way in ("across", "along") for part in ("side", "bridge")}
    faces = dict.fromkeys(("mu", "other_mu", "w", "other_w"), pair)
    yield _piece("overlap", terms.overlap, overlap, **circuits, **faces)
    yield _piece("overlap_outside", terms.overlap_outside, _of(terms.overlap_outside), v=SURFACE, mu=pair, w=pair)
    yield _piece("joule", terms.joule, _of(terms.joule), v=LAYERS)
    yield _piece("sum", matrices.total, lambda a, b: a + b, a=one, b=one)
    yield _piece("difference", matrices.less, a=pair, b=pair)
    yield _piece("plus", matrices.total, a=pair, b=pair)
    yield _piece("symmetric_between", terms.symmetric_between, _of(terms.symmetric_between), v=INTERFACE)
    yield _piece("open_circuit_field", terms.open_circuit_field, current=one, joule=REAL, Z_t=one)
    yield _piece("conductance", terms.conductance, joule=REAL, Z_t=one, smr=REAL, x=REAL, y=REAL, z=REAL)


def _observed():
    """Yield the pieces of what a laboratory quotes: `observables` of a torque."""
    one = Block({"x": COMPLEX}, _same)

    def conducting(m):
        return xi.conducting_thickness(m.sigma, m.thickness)

    def xi_j(tau, carried, conducting, E):
        return tau / (E * xi.mean_conductivity(carried, conducting))

    def in_mT_per_1e11(per_current, m):
        return fields.MT_PER_1E11 * fields._field(per_current, m.M_s * m.thickness)

    yield _piece("conducting", xi.conducting_thickness, conducting, v=LAYERS)
    yield _piece("xi_j", xi.mean_conductivity, xi_j, tau=one, carried=REAL, conducting=REAL, E=REAL)
    yield _piece("per_root_power", xi.per_root_power, tau=one, carried=REAL, E=REAL)
    yield _piece("in_mT_per_1e11", fields._field, in_mT_per_1e11, per_current=one, v=MAGNET)


def pieces():
    """Yield all pieces."""
    for some in (_lowered, _layers, _joined, _framed, _asked, _observed):
        yield from some()


def _defaults(kind):
    """Return the numbers of a part in their order, each with its default, None where it has none."""
    found = {name: None if value is MISSING else value for name, value in kind.defaults().items() if name != "name"}
    return {name: [value, 0.0] if name == "G_mix" else value for name, value in found.items()}


def about():
    """Return what the page's script has to know of them."""
    return {
        "kinds": list(KINDS),
        "d": 2 * LAYER.index("d"),
        "converts": lowering.CONVERTS,
        "lengths": lowering.LENGTHS,
        "parts": {kind: _defaults(Part._kinds[kind]) for kind in (*MATERIALS, *ITEMS) if kind != "Layer"},
        "names": {kind: Part._kinds[kind].name for kind in MATERIALS},
        "absent": lowering.ABSENT,
        "not_finite": lowering.NOT_FINITE,
        "largest": lowering.LARGEST,
        "rows": {"spin": terms.SPIN, "orbital": terms.ORBITAL},
        "sources": {"layer": lowering.HALL, "between": interfaces.EMISSIONS, "outside": lowering.OUTSIDE},
        "emission": (*lowering.BELOW, *lowering.ABOVE),
    }
