"""Layers, interfaces and surfaces from bottom to top, solved as a ladder of 2x2 two-ports.

``z`` runs from the bottom upwards; currents are positive along ``+z``.  A transverse vector is one complex
number: its real part lies along ``m x (y x m)``, its imaginary part along ``m x y``.

A `Port` is what one side of a cut shows to the other, ``J = source - Y mu``; each side counts ``J`` positive
when it leaves that side.
"""

from collections import namedtuple

import numpy as np

from . import digits
from .arrays import is_single, packed, signature, taken
from .layer import circuit, excess, integral, kind, pull, relaxation, unpolarised
from .matrices import ZERO, add, adjugate, apply, det_sum, diagonal, divide, inverse, less, total

Port = namedtuple("Port", ("source", "Y", "behind"), defaults=(None,))
# source: (A/m^2) or None; Y: admittance (1/(ohm m^2)); behind: None, or the `Branch` that stands between this port
# and the cut: what is seen behind it is worked out when asked for.

Branch = namedtuple("Branch", ("G", "far"))
# an interface on the way of a port: its conductance, and what it emits on the far side (A/m^2) or None

Joint = namedtuple("Joint", ("G", "below", "above"), defaults=(None, None))
# an interface in a ladder: G or None where it is transparent, and what it emits into the layers below and above

OPEN = Port(None, ZERO)  # an outer surface that neither emits nor absorbs


def is_open(port):
    """Return whether a port is an outer surface without emission and absorption."""
    return port is OPEN


def seen(port):
    """Return (source, Y) of a port at the cut itself."""
    if port.behind is None:
        return port.source, port.Y
    return through_branch(port.source, port.Y, port.behind.G, port.behind.far)


def through_branch(source, Y, G, j=None):
    """Return (source, Y) seen behind a series conductance `G` with a current source `j` beside it."""
    norm = 1 / det_sum(Y, G)
    # parallel sum: Y (Y + G)^-1 G = (det(Y) G + det(G) Y)/det(Y + G)
    y = Y[4] * norm
    g = G[4] * norm
    behind = (y * G[0] + g * Y[0], y * G[1] + g * Y[1], y * G[2] + g * Y[2], y * G[3] + g * Y[3], y * G[4])
    through = None if source is None else divide(G, Y, source, norm)
    own = None if j is None else divide(Y, G, j, norm)
    return total(through, own), behind


def through_interface(port, joint, up):
    """Return the port behind an interface, going up or down: Eqs. (8), (9) with emission into both sides."""
    source, Y = seen(port)
    source = total(source, total(joint.below, joint.above))
    if joint.G is not None:
        return Port(source, Y, Branch(joint.G, joint.above if up else joint.below))
    return port if port.behind is None and joint == (None, None, None) else Port(source, Y)


def through_layer(port, one, d, up, found=circuit):
    """Return the port seen behind a piece of a layer of thickness `d`, going up or down; its circuit is `found`."""
    hall = hall_current(one, up)
    if ends_plainly(port, one, hall):
        return end_layer(one, d, hall)
    return through_piece(port, found(one, d), hall)


def through_piece(port, piece, hall):
    """Return the port behind a pi circuit with a Hall current in the way's direction."""
    side, bridge, pull = piece
    source, Y = seen(port)
    source, Y = through_branch(less(source, pull), side if is_open(port) else add(Y, side), bridge, hall)
    return Port(less(source, pull), add(Y, side))


def ends_plainly(port, one, hall):
    """Return whether a layer in front of this port is one that `end_layer` knows."""
    return is_open(port) and (hall is None or (one.Gamma is None and not one.polarised))


def end_layer(one, d, hall):
    """Return the port of a layer in front of an outer surface, without Hall current or without conversion.

    Shunt, series and shunt in a row are Sigma K tanh(K d); of the Hall current there remains what
    Eqs. (13), (14) call accumulation, 1 - 1/cosh(x) = (1 - e)^2/(1 + e^2).
    """
    if hall is None:
        modes = kind(one).modes(one, 2 * d)
        side = kind(one).shunt(one, 2 * d, modes)
        return Port(less(None, pull(one, 2 * d, modes, side)), side)
    e_s, m_s, e_o, m_o = kind(one).modes(one, d)
    c_s, c_o = m_s / (1 + e_s * e_s), m_o / (1 + e_o * e_o)
    Y = diagonal(one.sigma_s * one.k * c_s * (1 + e_s), one.sigma_o * one.q * c_o * (1 + e_o))
    source = hall[0] * (m_s * c_s), hall[1] * (m_o * c_o)
    return Port(source if one.shift is None else less(source, apply(Y, one.shift)), Y)


def hall_current(one, up):
    """Return the Hall current of a layer as seen going up or down, None where there is none."""
    return one.hall if up or one.hall is None else (-one.hall[0], -one.hall[1])


def currents(below, above):
    """Return (J_s, J_o) at the cut between two ports."""
    if is_open(below) or is_open(above):
        return 0.0, 0.0
    return less(driven(below, above), driven(above, below)) or (0.0, 0.0)


def driven(port, other):
    """Return the current that the sources of `port` drive into the other port, or None."""
    if port.source is None and (port.behind is None or port.behind.far is None):
        return None
    Y_other = other.Y if other.behind is None else through_branch(None, other.Y, other.behind.G)[1]
    if port.behind is not None:
        return driven_across(port.source, port.Y, port.behind.G, port.behind.far, Y_other)
    return divide(Y_other, port.Y, port.source, 1 / det_sum(port.Y, Y_other))


def driven_across(source, Y, G, far, Y_other):
    """Return what a port behind an interface, and the emission on its far side, drive into the other port.

    With Y' = G (Y + G)^-1 Y that other port sees, the former is Y_other (Y_other + Y')^-1 G (Y + G)^-1 source.
    It is (det(Y_other) G + det(G) Y_other) adj(Y) source + det(Y_other) det(G) source over
    det(Y_other + Y') det(Y + G): behind the interface little may be the difference of much.
    """
    own, Y_seen = through_branch(None, Y, G, far)
    norm = 1 / det_sum(Y_seen, Y_other)
    emitted = None if own is None else divide(Y_other, Y_seen, own, norm)
    if source is None:
        return emitted
    norm = norm / det_sum(Y, G)
    (s, o), weight = apply(G, adjugate(Y, source)), Y_other[4] * norm
    return total(emitted, (weight * s, weight * o), divide(Y_other, Y, source, G[4] * norm))


def level(source, Y):
    """Return mu = Y^-1 source, and how large the terms are whose difference each of them is."""
    x, y = source
    norm = abs(1 / Y[4])
    return inverse(Y, source), ((abs(Y[3] * x) + abs(Y[1] * y)) * norm, (abs(Y[0] * y) + abs(Y[2] * x)) * norm)


def potentials(below, above):
    """Return (mu_s, mu_o) at the cut between two ports."""
    (down, Y_down), (up, Y_up) = seen(below), seen(above)
    source = total(down, up)
    if source is None:
        return 0.0, 0.0
    Y = add(Y_down, Y_up)
    plain = [p.behind is None or p.behind.far is not None for p in (below, above)]
    if all(plain):
        return inverse(Y, source)
    mu, size = level(source, Y)
    J_s, J_o = currents(below, above)
    for port, sign, skip in ((below, 1, plain[0]), (above, -1, plain[1])):
        if not skip:
            J = sign * J_s, sign * J_o
            mu, size = digits.behind_interface(port.source, port.Y, port.behind.G, J, mu, size)
    return mu


# -- inside a layer -----------------------------------------------------------------------


def moved(mu, shift, sign=1):
    """Return mu + shift, or mu - shift."""
    return mu if shift is None else (mu[0] + sign * shift[0], mu[1] + sign * shift[1])


def at_surface(one, inner, outer, up):
    """Return mu at an outer face, from that at the inner one: `far_face`.

    Where the modes mix, that is `outer`; in a thin layer the small difference from `inner` is better.
    `up` tells whether the outer face lies below.
    """
    if one.Gamma is not None:
        near = near_inner(one, inner, one.d, None, up)
        thin = is_thin(one)
        return np.where(thin, near[0], outer[0]), np.where(thin, near[1], outer[1])
    one = unpolarised(one)
    return far_face(circuit(one, one.d), inner, hall_current(one, not up))


def far_face(piece, inner, hall):
    """Return mu at an outer face behind a pi circuit: (bridge + side)^-1 (bridge inner + Hall current - pull)."""
    side, bridge, pull = piece
    return inverse(add(side, bridge), less(total(apply(bridge, inner), hall), pull))


def alone(piece, hall, shift):
    """Return mu at the lower and the upper face of a layer between two outer surfaces.

    mu + shift is odd about the middle, (side + 2 bridge) mu = Hall current: unlike the whole layer's admittance that
    matrix has an inverse where a moment does not relax, as at chi = 1.
    """
    side, bridge, _ = piece
    half = inverse(add(side, add(bridge, bridge)), hall)
    return moved((-half[0], -half[1]), shift, -1), moved(half, shift, -1)


def rise(piece, J, hall, lower):
    """Return mu at the upper face less mu at the lower, where the current J enters: from that between the shunts.

    In a thin layer it is far smaller than both.
    """
    side, bridge, pull = piece
    return inverse(bridge, total(less(hall, J), apply(side, lower), pull))


def is_thin(one):
    """Return whether a layer is so thin that potentials hardly change in it."""
    return abs(one.k * one.d) + abs(one.q * one.d) < 0.2


def near_inner(one, inner, near, rest, up):
    """Return mu between an inner face, where it is `inner`, and an outer face, at these two distances."""
    port = None if rest is None else through_layer(OPEN, one, rest, up)
    return near_face(circuit(one, near), inner, hall_current(one, not up), port)


def near_face(piece, inner, hall, port=None):
    """Return mu behind a pi circuit that ends at `port`: what it differs from `inner` is small, and found by itself."""
    side, bridge, pull = piece
    loss = less(total(apply(side, inner), pull), hall)
    both = add(side, bridge)
    if port is not None:
        loss = total(loss, into(port, inner))
        both = add(both, port.Y)
    change = inverse(both, loss)
    return inner[0] - change[0], inner[1] - change[1]


def into(port, mu):
    """Return the current that flows into a port where the potentials are `mu`."""
    return less(apply(port.Y, mu), port.source)


Place = namedtuple("Place", ("layer", "below", "above", "lower", "upper", "at_bottom", "at_top"))
# one layer in its ladder: the ports at its faces, the potentials just inside them, and where it is outermost


def potentials_inside(place, up, down):
    """Return (mu_s, mu_o) inside a layer, at these distances from its lower and upper face."""
    one = unpolarised(place.layer)
    mu = between(circuit(one, up), circuit(one, down), place.lower, place.upper)
    if place.at_bottom == place.at_top or one.Gamma is None:
        return mu
    if place.at_bottom:
        near = near_inner(one, place.upper, down, up, True)
    else:
        near = near_inner(one, place.lower, up, down, False)
    thin = is_thin(one)
    return np.where(thin, near[0], mu[0]), np.where(thin, near[1], mu[1])


def between(piece, rest, lower, upper):
    """Return mu between two pi circuits, at whose far ends it is `lower` and `upper`."""
    x = less(total(apply(piece[1], lower), apply(rest[1], upper)), total(piece[2], rest[2]))
    return inverse(add(add(piece[1], rest[1]), add(piece[0], rest[0])), x)


def currents_inside(place, up, down):
    """Return (J_s, J_o) inside a layer, at these distances from its lower and upper face."""
    one = place.layer
    both, outer = place.at_bottom and place.at_top, place.at_bottom or place.at_top
    if both:  # as much flows above the middle as below it
        up, down = np.minimum(up, down), np.maximum(up, down)
    if outer:
        # towards an outer face, where nothing flows, small currents keep their digits
        mu = potentials_inside(place, up, down)
        port = through_layer(OPEN, one, up if place.at_bottom else down, place.at_bottom)
        J = into(port, mu)
        J = (-J[0], -J[1]) if place.at_bottom else J
        if one.Gamma is None or both:
            return J
    here = currents(
        through_piece(place.below, circuit(one, up), hall_current(one, True)),
        through_piece(place.above, circuit(one, down), hall_current(one, False)),
    )
    if not outer:
        return here
    thin = is_thin(one)
    return np.where(thin, J[0], here[0]), np.where(thin, J[1], here[1])


def taken_up(into, out):
    """Return what a layer absorbs of a current, and how large the terms are whose difference it is."""
    return less(into, out), (abs(into[0]) + abs(out[0]), abs(into[1]) + abs(out[1]))


def absorbed(side, lower, upper, pull):
    """Return the current that a layer absorbs between two faces."""
    return total(apply(side, total(lower, upper)), pull, pull)


def unmoved(K, excess, lower, upper, shift):
    """Return the integrals of mu over a layer that precesses, without the difference from those of mu + shift."""
    return total(apply(K, total(lower, upper)), apply(excess, shift))


def less_shift(found, shift, d):
    """Return the integrals of mu over a layer of thickness `d` from those of mu + shift."""
    return found if shift is None else (found[0] - shift[0] * d, found[1] - shift[1] * d)


class Ladder:
    """Layers with the `Joint` above each but the last, between two outer ports; each thing is found once, when asked.

    Faces are 0, the lower one of a layer, and 1, the upper.

    Attributes
    ----------
    layers, joints : lists
    """

    def __init__(self, layers, joints, bottom=OPEN, top=OPEN):
        self.layers = layers
        self.joints = joints
        self._ports = {(0, 0): bottom, (len(layers) - 1, 1): top}  # seen from a face looking out of the layer
        self._passed = {}  # seen from a face looking into the layer
        self._circuits = {}
        self._potentials = {}
        self._integrals = {}

    def circuit(self, i):
        """Return the pi circuit of layer `i`."""
        if i not in self._circuits:
            mine = signature(self.layers[i])
            alike = [j for j, one in enumerate(self.layers) if signature(one) == mine and is_single(one)]
            if len(alike) < 4 or i not in alike:
                self._circuits[i] = circuit(self.layers[i], self.layers[i].d)
            else:  # many single layers at once
                together = packed([self.layers[j] for j in alike])
                found = circuit(together, together.d)
                self._circuits.update((j, taken(found, n)) for n, j in enumerate(alike))
        return self._circuits[i]

    def outward(self, i, face):
        """Return the port that layer `i` sees at a face, looking out of it."""
        step, j = (-1 if face == 0 else 1), i
        while (j, face) not in self._ports:  # a loop: stacks may have thousands of layers
            j += step
        while j != i:
            joint = self.joints[j if face == 0 else j - 1]
            port = through_interface(self.inward(j, 1 - face), joint, face == 0)
            j -= step
            self._ports[j, face] = port
        return self._ports[i, face]

    def ends(self):
        """Return the two outer ports."""
        return self.outward(0, 0), self.outward(len(self.layers) - 1, 1)

    def inward(self, i, face):
        """Return the port seen from a face of layer `i` looking into it."""
        if (i, face) not in self._passed:
            one, port = self.layers[i], self.outward(i, 1 - face)
            self._passed[i, face] = through_layer(port, one, one.d, face == 1, lambda *_: self.circuit(i))
        return self._passed[i, face]

    def current(self, i, face):
        """Return (J_s, J_o) at a face of layer `i`, A/m^2 along +z."""
        if face == 0:
            return currents(self.outward(i, 0), self.inward(i, 0))
        return currents(self.inward(i, 1), self.outward(i, 1))

    def potential(self, i, face):
        """Return (mu_s, mu_o) just inside a face of layer `i`, V."""
        if (i, face) not in self._potentials:
            out, other = self.outward(i, face), self.outward(i, 1 - face)
            if is_open(out) and is_open(other):
                one = unpolarised(self.layers[i])
                both = alone(circuit(one, one.d), one.hall or (0.0, 0.0), one.shift)
                self._potentials[i, 0], self._potentials[i, 1] = both
                return both[face]
            ports = (out, self.inward(i, face)) if face == 0 else (self.inward(i, face), out)
            mu = potentials(*ports)
            if is_open(out):
                mu = at_surface(self.layers[i], self.potential(i, 1 - face), mu, face == 0)
            self._potentials[i, face] = mu
        return self._potentials[i, face]

    def rise(self, i):
        """Return mu at the upper face of layer `i` less mu at the lower, V."""
        one, lower, upper = self.layers[i], self.potential(i, 0), self.potential(i, 1)
        thin, found = is_thin(one), rise(self.circuit(i), self.current(i, 0), one.hall, lower)
        return np.where(thin, found[0], upper[0] - lower[0]), np.where(thin, found[1], upper[1] - lower[1])

    def place(self, i):
        """Return layer `i` with all that is needed to look inside it."""
        below, above = self.outward(i, 0), self.outward(i, 1)
        faces = self.potential(i, 0), self.potential(i, 1)
        return Place(self.layers[i], below, above, *faces, is_open(below), is_open(above))

    def parts(self, inside):
        """Return this ladder with the layers of `inside` for which it answers, which are all; as `frames.Chosen`."""
        return ((self, inside),)

    def told(self, found, potentials, at):
        """Return potentials or currents as they are; as `frames.Framed`."""
        return found

    def absorbed(self, i):
        """Return the spin and orbital current that layer `i` absorbs."""
        side, _, pull = self.circuit(i)
        return absorbed(side, self.potential(i, 0), self.potential(i, 1), pull)

    def integrals(self, i):
        """Return the integrals of mu_s and mu_o (without shift) over layer `i`, V m."""
        one = unpolarised(self.layers[i])
        if one.shift is None:
            return self.moved_integrals(i)
        return unmoved(integral(one), excess(one), self.potential(i, 0), self.potential(i, 1), one.shift)

    def moved_integrals(self, i):
        """Return the integrals of mu_s + shift and mu_o + shift over layer `i`, V m."""
        if i not in self._integrals:
            one = self.layers[i]
            K, Gamma = integral(unpolarised(one)), relaxation(one)
            faces = (moved(self.potential(i, face), one.shift) for face in (0, 1))
            flows = taken_up(self.current(i, 0), self.current(i, 1))
            self._integrals[i] = digits.of_faces_or_flows(K, Gamma, *faces, *flows)
        return self._integrals[i]
