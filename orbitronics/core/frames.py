"""The same ladder, solved for other potentials. You may skip this file.

Some answers are small differences of what a ladder works with, or stand beside a potential that nothing fixes.
Another choice of potentials has neither; `tests/test_network.py` has stacks that need it.
"""

import functools
from collections import namedtuple
from typing import Any

import numpy as np

from .arrays import taken
from .ladder import Ladder, Port, is_open, less_shift, moved
from .layer import relaxation
from .matrices import apply, less, total

Frame = namedtuple("Frame", ("lift", "rho", "lam"))
# what a ladder works with is mu_s + lift_s, mu_o - rho mu_s + lift_o and J_s + lam J_o, J_o


def told_currents(J, frame):
    """Return currents as they are without a frame."""
    return J[0] - frame.lam * J[1], J[1]


def told_changes(mu, frame):
    """Return what potentials rise by, or their integrals of mu + shift, as they are without a frame."""
    return mu[0], mu[1] + frame.rho * mu[0]


def told_potentials(mu, frame):
    """Return potentials as they are without a frame."""
    return moved(told_changes(mu, frame), frame.lift, -1)


def framed_port(port, frame):
    """Return the port of a surface as it is in a frame: one with a lift, or one of a closed surface."""
    source = port.source if frame.lift is None else total(port.source, apply(port.Y, frame.lift))
    return Port(sheared_currents(source, frame), port.Y)


TOLD = {"current": told_currents, "absorbed": told_currents, "potential": told_potentials}
TOLD |= dict.fromkeys(("rise", "moved_integrals"), told_changes)


class Framed:
    """A ladder that is solved in a `Frame`, and answers as it is without one."""

    def __init__(self, ladder, frame):
        self.ladder, self.frame = ladder, frame
        self.place = ladder.place

    def answer(self, name, i, *face):
        """Return an answer of the ladder, by its name."""
        return TOLD[name](getattr(self.ladder, name)(i, *face), self.frame)

    def told(self, found, potentials, at):
        """Return potentials or currents at the samples `at` as they are without the frame."""
        return (told_potentials if potentials else told_currents)(found, taken(self.frame, at))


class Chosen:
    """A ladder, and the same one in a frame: `is_framed(i)` tells where this one answers for layer `i`."""

    def __init__(self, plain, framed, is_framed):
        self.both, self.is_framed = (plain, framed), functools.cache(is_framed)
        self.layers, self.circuit, self.outward = plain.layers, plain.circuit, plain.outward
        for name in TOLD:
            setattr(self, name, functools.partial(self._answer, name))

    def _answer(self, name, i, *face):
        plain = getattr(self.both[0], name)(i, *face)
        return self._chosen(i, plain, lambda: self.both[1].answer(name, i, *face))

    def integrals(self, i):
        """Return the integrals of mu_s and mu_o (without shift) over layer `i`, V m."""
        one, plain = self.layers[i], self.both[0].integrals(i)
        return self._chosen(i, plain, lambda: less_shift(self._answer("moved_integrals", i), one.shift, one.d))

    def _chosen(self, i, plain, framed):
        here = self.is_framed(i)
        if not np.any(here):
            return plain
        return tuple(np.where(here, b, a) for a, b in zip(plain, framed(), strict=True))

    def parts(self, inside):
        """Return both ladders, each with the layers of `inside` for which it answers, -1 for the others."""
        here = np.zeros(inside.shape, bool)
        for i in range(len(self.layers)):
            here |= (inside == i) & np.reshape(self.is_framed(i), (-1, 1))
        return zip(self.both, (np.where(here, -1, inside), np.where(here, inside, -1)), strict=True)


def lifted(plain, lift):
    """Return a ladder `Chosen` by where mu + lift is less than mu: there a precessing layer's shift undoes mu."""
    lower = [x._replace(shift=None if x.shift is lift else less(x.shift, lift), rate=None) for x in plain.layers]
    frame = Frame(lift, 0.0, 0.0)
    ends = [port if is_open(port) else framed_port(port, frame) for port in plain.ends()]
    other = Ladder(lower, plain.joints, *ends)
    return Chosen(plain, Framed(other, frame), lambda i: is_less(plain.potential(i, 0), plain.potential(i, 1), lift))


def is_less(lower, upper, lift):
    """Return whether mu + lift is less than mu, at both faces of a layer together."""
    there, here = (sum(abs(x) for mu in (lower, upper) for x in moved(mu, by)) for by in (lift, None))
    return there < here


# -- where a moment hardly relaxes -----------------------------------------------------------

NEAR, BOUND = 1e-2, 1e-13
"""How small the determinant of Gamma is where chi is near its bound, and where it is there but for rounding."""

REST = 1e-44
"""1 - |chi| that stands for none: no current knows it, and yet it fixes the potentials that nothing takes up."""


def unrelaxed(one):
    """Return rho, lam and where: mu ~ (1, rho) hardly relaxes, and little of J_s + lam J_o is lost, in a layer."""
    if one.Gamma is None:
        return 0.0, 0.0, np.False_
    _, os, so, oo = one.Gamma
    return -so / oo, -os / oo, abs(left(one)) <= NEAR * abs(one.Gamma[0])


def left(one):
    """Return what takes up that moment, the determinant of Gamma over its last element."""
    ss, os, so, oo = one.Gamma
    return ss - os * so / oo


def near(a, b):
    """Return where two numbers differ by rounding only."""
    return abs(a - b) <= BOUND * abs(b)


def agrees(one, frame):
    """Return where a layer has `frame` as its own, of a moment that it hardly takes up."""
    rho, lam, alike = unrelaxed(one)
    return alike & near(rho, frame.rho) & near(lam, frame.lam)


def common(layers, absent):
    """Return rho, lam and where: as `unrelaxed` of all layers but those as thin as `absent`; None if nowhere."""
    rho: Any = 0.0
    lam: Any = 0.0
    here: Any = np.True_
    found: Any = np.False_
    for one in layers:
        there = one.d > absent
        mine_rho, mine_lam, alike = unrelaxed(one)
        here = here & (~there | alike & (~found | near(mine_rho, rho) & near(mine_lam, lam)))
        if not np.any(here):
            return None
        first = there & ~found
        rho, lam, found = np.where(first, mine_rho, rho), np.where(first, mine_lam, lam), found | there
    here = here & found
    return np.where(here, rho, 0.0), np.where(here, lam, 0.0), here


def sheared(plain, absent):
    """Return a ladder `Chosen` where little takes up a moment, or the plain one if there is no such sample.

    A matrix near to singular then has a row and a column that are small, and no determinant is what rounding left.
    """
    found = common(plain.layers, absent)
    if found is None:
        return plain
    rho, lam, here = found
    for port in plain.ends():
        here = here & is_closed(port)
    frame = Frame(None, rho * here, lam * here)

    def joint(one):
        G = None if one.G is None else sheared_matrix(one.G, frame)
        return one._replace(G=G, below=sheared_currents(one.below, frame), above=sheared_currents(one.above, frame))

    ends = [port if is_open(port) else framed_port(port, frame) for port in plain.ends()]
    other = Ladder([sheared_layer(one, frame) for one in plain.layers], [joint(one) for one in plain.joints], *ends)
    return Chosen(plain, Framed(other, frame), lambda i: here)


def is_closed(port):
    """Return where nothing flows out of a surface, whatever the potentials are."""
    return (port.Y[0] == 0) & (port.Y[3] == 0)


def sheared_currents(x, frame):
    """Return what drives a current, None where nothing does."""
    return None if x is None else (x[0] + frame.lam * x[1], x[1])


def sheared_matrix(A, frame):
    """Return a matrix, with the determinant that it had."""
    os, so = A[1] + frame.lam * A[3], A[2] + frame.rho * A[3]
    return A[0] + frame.rho * A[1] + frame.lam * so, os, so, *A[3:]


def sheared_layer(one, frame):
    """Return a layer, in which a moment that it hardly takes up stands by itself."""
    Gamma = sheared_matrix(relaxation(one), frame)
    if one.Gamma is not None:
        rest, ss, oo = left(one), one.Gamma[0], one.Gamma[3]
        rest = np.where(abs(rest) <= BOUND * abs(ss), 2 * REST * ss, rest)
        own = agrees(one, frame)
        Gamma = tuple(np.where(own, a, b) for a, b in zip((rest, 0.0, 0.0, oo), Gamma, strict=True))
    ss, os, so, oo = sheared_matrix((one.sigma_s, one.P_os * one.sigma_o, one.P_so * one.sigma_s, one.sigma_o), frame)
    P = {"P_os": os / oo, "P_so": so / ss, "polarised": True}
    return one._replace(sigma_s=ss, **P, Gamma=Gamma, hall=sheared_currents(one.hall, frame))
