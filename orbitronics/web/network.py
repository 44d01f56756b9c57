"""What the page needs to walk any stack: the functions of `core`, `lowering` and `terms`, one compiled piece each.

Blocks are arrays of complex numbers, two places each.  A layer is ``k, q, d, sigma_s, sigma_o, P_os, P_so`` and the
elements of Gamma; a matrix has its determinant with it, ``ss, os, so, oo, det``; a port is the two sources and the
matrix Y; currents, potentials, Hall currents and shifts are pairs.  ``network.js`` and ``solution.js`` ask them.
"""

from collections import namedtuple
from dataclasses import MISSING
from dataclasses import fields as fields_of
from types import SimpleNamespace

from .. import interfaces, lowering, materials, terms
from ..core import digits, ladder, matrices
from ..core import layer as core
from ..observables import fields, xi
from ..parts import Part
from ..plain import ITEMS, MATERIALS
from ..solution import CHANNELS, CLOSURES, WAVENUMBERS
from .compiler import COMPLEX, REAL, Block, Values

Piece = namedtuple("Piece", ("name", "function", "arguments", "source"))
# A piece: its name in JavaScript, what is compiled, what its arguments are, and the function of the library in it.

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


def _layer(kind):
    """Return a layer as an argument; without Hall current and shift, which pieces take by themselves."""

    def build(*numbers):
        Gamma = tuple(numbers[7:]) if kind == "mixing" else None
        return core.Layer(*numbers[:7], Gamma, None, None, kind in ("paper", "mixing"))

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
    for kind in KINDS:
        rules = core.Mixed if kind == "mixing" else core.Diagonal
        layer, modes, d = _layer(kind), _modes(kind), REAL
        yield Piece(f"modes_{kind}", rules.modes, {"layer": layer, "d": d}, rules.modes)
        for part in ("shunt", "series"):
            function = getattr(rules, part)
            yield Piece(f"{part}_{kind}", function, {"layer": layer, "d": d, "modes": modes}, function)
        if kind != "paper":
            yield Piece(
                f"integral_{kind}",
                lambda layer, modes, rules=rules: rules.integral(layer, layer.d, modes),
                {"layer": layer, "modes": modes},
                rules.integral,
            )
        if kind in UNMIXED:
            yield Piece(
                f"end_{kind}",
                lambda layer, d, hall: ladder.end_layer(layer, d, hall)[:2],
                {"layer": layer, "d": d, "hall": _pair(REAL)},
                ladder.end_layer,
            )
    paper, hall = _layer("paper"), _pair(REAL)
    yield Piece("is_thin", ladder.is_thin, {"layer": _layer("mixing")}, ladder.is_thin)
    yield Piece("unpolarised", lambda layer: _block(core.unpolarised(layer)), {"layer": paper}, core.unpolarised)
    yield Piece(
        "unpolarised_hall",
        lambda layer, hall: core.unpolarised(layer._replace(hall=hall)).hall,
        {"layer": paper, "hall": hall},
        core.unpolarised,
    )
    for kind in ("paper", "mixing"):
        yield Piece(
            f"transposed_{kind}",
            lambda one: _block(lowering.transposed(one)),
            {"layer": _layer(kind)},
            lowering.transposed,
        )


def _block(one):
    """Return the numbers of a layer in the order of `LAYER`."""
    return *one[:7], *(one.Gamma or (0.0, 0.0, 0.0, 0.0))


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
    yield Piece("doubled", lambda d: 2 * d, {"d": REAL}, ladder.end_layer)
    yield Piece("closed", lambda *x: ladder.closed(*x)[:2], {"Y": side, "shift": pair}, ladder.closed)
    yield Piece(
        "through_circuit",
        lambda port, side, bridge, hall: ladder.through_piece(port, (side, bridge), hall, None)[:2],
        {"port": port} | circuit | {"hall": hall},
        ladder.through_piece,
    )
    yield Piece("applied", matrices.apply, {"A": side, "x": pair}, matrices.apply)
    yield Piece(
        "less_source",
        lambda port, x: (matrices.less(port.source, x), port.Y),
        {"port": port, "x": pair},
        ladder.through_piece,
    )
    yield Piece(
        "emitted",
        lambda port, below, above: (matrices.total(port.source, below, above), port.Y),
        {"port": port, "below": hall, "above": hall},
        ladder.through_interface,
    )
    # a port behind an interface is given by the one in front of it
    yield Piece(
        "through_interface",
        lambda port, G: ladder.through_branch(port.source, port.Y, G),
        {"port": port, "G": G},
        ladder.through_branch,
    )
    yield Piece(
        "through_emitting",
        lambda port, G, far: ladder.through_branch(port.source, port.Y, G, far),
        {"port": port, "G": G, "far": hall},
        ladder.through_branch,
    )

    yield Piece("currents", ladder.currents, {"below": port, "above": port}, ladder.currents)
    yield Piece("potentials", ladder.potentials, {"below": port, "above": port}, ladder.potentials)
    yield Piece("driven", ladder.driven, {"port": port, "other": port}, ladder.driven)
    yield Piece(
        "from_far_side",
        lambda front, G, far, seen, other: ladder.from_far_side(front.Y, ladder.Branch(G, far), seen.Y, other.Y),
        {"front": port, "G": G, "far": hall, "seen": port, "other": port},
        ladder.from_far_side,
    )
    yield Piece(
        "level",
        lambda below, above: ladder.level(matrices.total(below.source, above.source), matrices.add(below.Y, above.Y)),
        {"below": port, "above": port},
        ladder.level,
    )
    known = Block({"s": COMPLEX, "o": COMPLEX, "size_s": REAL, "size_o": REAL})
    yield Piece(
        "behind_interface",
        lambda front, G, J, known: digits.behind_interface(front.source, front.Y, G, J, known[:2], known[2:])[0],
        {"front": port, "G": G, "J": pair, "known": known},
        digits.behind_interface,
    )
    yield Piece(
        "far_face",
        lambda side, bridge, *more: ladder.far_face((side, bridge), *more),
        circuit | {"inner": pair, "hall": hall, "shift": pair},
        ladder.far_face,
    )
    yield Piece(
        "near_face",
        lambda side, bridge, *more: ladder.near_face((side, bridge), *more),
        circuit | {"inner": pair, "hall": hall, "shift": pair, "port": port},
        ladder.near_face,
    )
    yield Piece(
        "between",
        lambda side, bridge, side_, bridge_, *more: ladder.between((side, bridge), (side_, bridge_), *more),
        circuit | {"rest_side": side, "rest_bridge": bridge, "lower": pair, "upper": pair, "shift": pair},
        ladder.between,
    )
    yield Piece("into", ladder.into, {"port": port, "mu": pair}, ladder.into)
    yield Piece("backwards", lambda J: (-J[0], -J[1]), {"J": pair}, matrices.less)
    yield Piece(
        "from_faces",
        lambda matrix, *faces: matrices.apply(matrix, ladder.sums(*faces)),
        {"matrix": side, "lower": pair, "upper": pair, "shift": pair},
        ladder.sums,
    )
    yield Piece("affine", _affine, {"at": Block(dict.fromkeys("0so", COMPLEX)), "mu": pair}, matrices.total)
    many = dict.fromkeys((f"{a}{b}" for a in "0so" for b in "0so"), COMPLEX)
    yield Piece("bilinear", _bilinear, {"at": Block(many), "mu": pair, "other": pair}, matrices.total)
    integrals = {"moved_integrals": pair, "shift": pair, "d": REAL}
    yield Piece("less_shift", ladder.less_shift, integrals, ladder.less_shift)
    yield Piece("transposed_matrix", matrices.transpose, {"G": G}, matrices.transpose)


# -- from a stack to the core ----------------------------------------------------------------------------------------


def _same(x):
    return x


def _values(*kinds):
    """Return the numbers of parts of these kinds as an argument, by the names that all of them have."""
    names = dict.fromkeys(kinds[0].arguments())
    known = [n for n in names if n != "name" and all(n in kind.arguments() for kind in kinds)]
    if issubclass(kinds[0], materials.Material):
        known.append("thickness")
    return Values({n: COMPLEX if n == "G_mix" else REAL for n in known})


METAL, MAGNET = _values(materials.NormalMetal), _values(materials.Ferromagnet)
LAYERS = _values(materials.Ferromagnet, materials.NormalMetal)
INTERFACE, EMITTING, SURFACE = map(_values, (interfaces.Interface, type(interfaces.TRANSPARENT), interfaces.Surface))


def _of(function, *more):
    """Return a function of a material's, an interface's or a surface's numbers, which stand in a dict."""
    return lambda v, *others: function(SimpleNamespace(**v), _same, *others, *more)


def _material(kind, v):
    """Return a material of these numbers, which stand in a dict, without its checks."""
    one = object.__new__(kind)
    one.__dict__.update(v)
    return one


class _All:
    """What drives in a solution with all its sources."""

    @staticmethod
    def _drives(source):
        return True


def _lowered():
    """Yield the pieces that lower a part of a stack to the core."""

    def lowered(m, picked, magnetic, channel, form):
        k = lowering.wavenumber(m, picked, magnetic, channel, form)
        return k, *lowering.numbers(m, picked, m.thickness), *lowering.relaxation(m, picked, k * k)

    yield Piece("metal", _of(lowered, False, None, None), {"v": METAL}, lowering.wavenumber)
    for form in WAVENUMBERS:
        yield Piece(f"magnet_{form}", _of(lowered, True, "transverse", form), {"v": MAGNET}, lowering.wavenumber)
    yield Piece("magnet_longitudinal", _of(lowered, True, "longitudinal", None), {"v": MAGNET}, lowering.wavenumber)
    for ending, kind in (("", "turning"), ("_mixing", "mixing")):
        yield Piece(
            f"shift{ending}",
            lambda v, layer, V: _of(lowering.pumped_shift)(v, layer.k, layer.Gamma, V),
            {"v": MAGNET, "layer": _layer(kind), "V": REAL},
            lowering.pumped_shift,
        )
    for name, values, names in (
        ("hall", LAYERS, lowering.HALL),
        ("emission", EMITTING, (*lowering.BELOW, *lowering.ABOVE)),
        ("emission_outside", SURFACE, lowering.OUTSIDE),
    ):
        yield Piece(
            name,
            lambda v, E, names=names: lowering.driven(_All, None, SimpleNamespace(**v), names, _same, E),
            {"v": values, "E": REAL},
            lowering.driven,
        )
    yield Piece("conductances", _of(lowering.conductances), {"v": INTERFACE}, lowering.conductances)
    for name, kind, v in (("metal", materials.NormalMetal, METAL), ("magnet", materials.Ferromagnet, MAGNET)):
        yield Piece(f"chi_{name}", lambda v, kind=kind: _material(kind, v)._chi(), {"v": v}, kind._chi)
        coupled = lambda v, x, kind=kind: _material(kind, v)._coupling(x)  # noqa: E731
        yield Piece(f"coupling_{name}", coupled, {"v": v, "x": REAL}, kind._coupling)
    for channel in CHANNELS:
        yield Piece(
            f"absorbing_{channel}",
            lambda v, emitted, channel=channel: _of(lowering.absorbing)(v, channel, emitted)[:2],
            {"v": SURFACE, "emitted": _pair(REAL)},
            lowering.absorbing,
        )
    yield Piece(
        "absorbing_pumped",
        lambda v, V: _of(lowering.absorbing)(v, "transverse", (0.0, 0.0), V)[:2],
        {"v": SURFACE, "V": REAL},
        lowering.absorbing,
    )


# -- what is asked -----------------------------------------------------------------------------------------------


def _asked():
    """Yield the pieces of what a stack is asked, from the potentials and currents at its faces."""
    pair, one = _pair(), Block({"x": COMPLEX}, _same)

    def spin(integrals):
        return integrals[0]

    yield Piece(
        "exchange",
        lambda v, mu: _of(terms.exchange)(v, v["thickness"], spin(mu)),
        {"v": MAGNET, "integrals": pair},
        terms.exchange,
    )
    yield Piece(
        "added", lambda v, mu: _of(terms.added)(v, spin(mu)), {"v": MAGNET, "moved_integrals": pair}, terms.added
    )
    for ending, kind in (("", "turning"), ("_mixing", "mixing")):
        for name, more in (("bulk", {}), ("exchange_pumped", {"moved_integrals": pair})):
            function = getattr(terms, name)
            yield Piece(
                f"{name}{ending}",
                lambda v, layer, V, *mu, function=function: _of(function)(
                    v, layer.k, layer.Gamma, V, v["thickness"], *map(spin, mu)
                ),
                {"v": MAGNET, "layer": _layer(kind), "V": REAL} | more,
                function,
            )
    yield Piece("damping", terms.damping, {"tau": one} | dict.fromkeys(("V", "g", "M_s", "d"), REAL), terms.damping)
    yield Piece(
        "surface_torque",
        lambda v, mu, V: _of(terms.surface_torque)(v, mu, V),
        {"v": SURFACE, "mu": pair, "V": REAL},
        terms.surface_torque,
    )
    yield Piece("own", _of(terms.own), {"v": MAGNET, "tau": one}, terms.own)
    faces = {"lower": pair, "upper": pair}
    yield Piece(
        "collected",
        lambda v, *mu: _of(terms.collected)(v, v["thickness"], *mu),
        {"v": LAYERS} | faces,
        terms.collected,
    )
    yield Piece(
        "collected_between",
        _of(terms.collected_between),
        {"v": EMITTING, "below": pair, "above": pair},
        terms.collected_between,
    )
    yield Piece("collected_outside", _of(terms.collected_outside), {"v": SURFACE, "mu": pair}, terms.collected_outside)
    flows = {"into": pair, "out": pair, "integrals": pair, "taken": one}
    for kind, values in (("metal", METAL), ("magnet", MAGNET)):
        for closure in CLOSURES:
            yield Piece(
                f"budget_{kind}_{closure}",
                lambda v, J, out, mu, taken, magnetic=kind == "magnet", closure=closure: _of(terms.budget)(
                    v, magnetic, closure, J, out, *mu, taken
                ),
                {"v": values} | flows,
                terms.budget,
            )
            symmetric = lambda v, closure=closure: _of(terms.symmetric)(v, closure)  # noqa: E731
            yield Piece(f"symmetric_{kind}_{closure}", symmetric, {"v": values}, terms.symmetric)
    circuits = {f"{part}_{way}": _matrix() for way in ("across", "along") for part in ("side", "bridge")}
    yield Piece(
        "overlap",
        lambda a, b, c, d, mu, other_mu, w, other_w: terms.overlap((a, b), (c, d), (mu, other_mu), (w, other_w)),
        circuits | {"mu": pair, "other_mu": pair, "w": pair, "other_w": pair},
        terms.overlap,
    )
    yield Piece("overlap_outside", _of(terms.overlap_outside), {"v": SURFACE, "mu": pair, "w": pair}, terms.overlap)
    yield Piece("joule", _of(terms.joule), {"v": LAYERS}, terms.joule)
    yield Piece("sum", lambda a, b: a + b, {"a": one, "b": one}, matrices.total)
    for name, function in (("difference", terms.minus), ("plus", matrices.total)):
        yield Piece(name, function, {"a": pair, "b": pair}, function)
    yield Piece("symmetric_between", _of(terms.symmetric_between), {"v": INTERFACE}, terms.symmetric_between)
    yield Piece(
        "open_circuit_field",
        terms.open_circuit_field,
        {"current": one, "joule": REAL, "Z_t": one},
        terms.open_circuit_field,
    )
    direction = dict.fromkeys(("x", "y", "z"), REAL)
    yield Piece(
        "conductance", terms.conductance, {"joule": REAL, "Z_t": one, "smr": REAL} | direction, terms.conductance
    )


def _observed():
    """Yield the pieces of what a laboratory quotes: `observables` of a torque."""
    one = Block({"x": COMPLEX}, _same)
    conducting = xi.conducting_thickness
    yield Piece("conducting", lambda v: conducting(v["sigma"], v["thickness"]), {"v": LAYERS}, conducting)
    yield Piece(
        "xi_j",
        lambda tau, carried, conducting, E: tau / (E * xi.mean_conductivity(carried, conducting)),
        {"tau": one} | dict.fromkeys(("carried", "conducting", "E"), REAL),
        xi.mean_conductivity,
    )
    yield Piece("per_root_power", xi.per_root_power, {"tau": one, "carried": REAL, "E": REAL}, xi.per_root_power)
    yield Piece(
        "in_mT_per_1e11",
        lambda per_current, v: fields.MT_PER_1E11 * fields._field(per_current, v["M_s"] * v["thickness"]),
        {"per_current": one, "v": MAGNET},
        fields._field,
    )


def pieces():
    """Yield all pieces."""
    for some in (_lowered, _layers, _joined, _asked, _observed):
        yield from some()


def _defaults(kind):
    """Return the numbers of a part in their order, each with its default, None where it has none."""
    found = {f.name: None if f.default is MISSING else f.default for f in fields_of(kind) if f.name in kind.arguments()}
    found.pop("name", None)
    return {name: [value, 0.0] if name == "G_mix" else value for name, value in found.items()}


def about():
    """Return what the page's script has to know of them."""
    return {
        "kinds": list(KINDS),
        "d": 2 * LAYER.index("d"),
        "converts": lowering.CONVERTS,
        "parts": {kind: _defaults(Part._kinds[kind]) for kind in (*MATERIALS, *ITEMS) if kind != "Layer"},
        "names": {kind: Part._kinds[kind].name for kind in MATERIALS},
        "not_finite": lowering.NOT_FINITE,
        "rows": {"spin": terms.SPIN, "orbital": terms.ORBITAL},
        "sources": {"layer": lowering.HALL, "between": interfaces.EMISSIONS, "outside": lowering.OUTSIDE},
        "emission": (*lowering.BELOW, *lowering.ABOVE),
    }
