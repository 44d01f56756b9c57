"""The same ladder, solved for other potentials. You may skip this file.

Some answers are small differences of what a ladder works with, or stand beside a potential that nothing fixes.
Another choice of potentials has neither; `tests/test_network.py` has stacks that need it.
"""

import functools
from collections import namedtuple
from typing import Any

import numpy as np

from .arrays import nonzero, taken
from .ladder import Ladder, is_open, less_shift, moved
from .layer import relaxation
from .matrices import apply, less, total

Frame = namedtuple("Frame", ("lift", "rho", "lam"))
# what a ladder works with is mu_s + lift_s, mu_o - rho mu_s + lift_o and J_s + lam J_o, J_o


class Framed:
    """A ladder that is solved in a `Frame`, and answers as the one that was `given`."""

    def __init__(self, ladder, frame, given):
        self.ladder, self.frame, self.given = ladder, frame, given
        self.place = ladder.place

    def answer(self, name, i, *face):
        """Return an answer of the ladder, by its name, as it is without the frame."""
        found = getattr(self.ladder, "moved_integrals" if name == "integrals" else name)(i, *face)
        if name in ("current", "absorbed", "potential"):
            return self.told(found, name == "potential")
        mu = found[0], found[1] + self.frame.rho * found[0]
        one = self.given.layers[i]
        return less_shift(mu, one.shift, one.d) if name == "integrals" else mu

    def told(self, found, potentials, at=...):
        """Return potentials or currents at the samples `at` as they are without the frame."""
        frame = self.frame if at is ... else taken(self.frame, at)
        if potentials:
            return moved((found[0], found[1] + frame.rho * found[0]), frame.lift, -1)
        return found[0] - frame.lam * found[1], found[1]


class Chosen:
    """A ladder, and the same one in a frame: `is_framed(i)` tells where this one answers for layer `i`."""

    def __init__(self, plain, framed, is_framed):
        self.both, self.is_framed = (plain, framed), is_framed
        self.layers, self.circuit, self.outward = plain.layers, plain.circuit, plain.outward
        for name in ("current", "potential", "rise", "absorbed", "integrals", "moved_integrals"):
            setattr(self, name, functools.partial(self._answer, name))

    def _answer(self, name, i, *face):
        here, plain = self.is_framed(i), getattr(self.both[0], name)(i, *face)
        if not np.any(here):
            return plain
        return tuple(np.where(here, b, a) for a, b in zip(plain, self.both[1].answer(name, i, *face), strict=True))

    def parts(self, inside):
        """Return both ladders, each with the layers of `inside` for which it answers, -1 for the others."""
        here = np.zeros(inside.shape, bool)
        for i in range(len(self.layers)):
            here |= (inside == i) & np.reshape(self.is_framed(i), (-1, 1))
        return zip(self.both, (np.where(here, -1, inside), np.where(here, inside, -1)), strict=True)


def lifted(plain, lift):
    """Return a ladder `Chosen` by where mu + lift is less than mu: there a precessing layer's shift undoes mu."""

    def shifted(one):
        return one._replace(shift=None if one.shift is lift else less(one.shift, lift))

    def end(port):
        return port if is_open(port) else port._replace(source=total(port.source, apply(port.Y, lift)))

    ends = plain.outward(0, 0), plain.outward(len(plain.layers) - 1, 1)
    other = Ladder([shifted(one) for one in plain.layers], plain.joints, *map(end, ends))

    def is_less(i):
        faces = [plain.potential(i, face) for face in (0, 1)]
        there, here = (sum(abs(x) for mu in those for x in mu) for those in (faces, [moved(mu, lift) for mu in faces]))
        return here < there

    return Chosen(plain, Framed(other, Frame(lift, 0.0, 0.0), plain), is_less)


# -- where a moment hardly relaxes -----------------------------------------------------------

NEAR, BOUND = 1e-2, 1e-13
"""How small the determinant of Gamma is where chi is near its bound, and where it is there but for rounding."""

REST = 1e-44
"""1 - |chi| that stands for none: no current knows it, and yet it fixes the potentials that nothing takes up."""


def unrelaxed(one):
    """Return rho, lam and where: mu ~ (1, rho) hardly relaxes, and little of J_s + lam J_o is lost, in a layer."""
    if one.Gamma is None or not (nonzero(one.Gamma[1]) and nonzero(one.Gamma[2])):
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
    ends = plain.outward(0, 0), plain.outward(len(plain.layers) - 1, 1)
    for port in ends:
        here = here & (port.Y[0] == 0) & (port.Y[3] == 0)
    rho, lam = rho * here, lam * here

    def vector(x):
        return None if x is None else (x[0] + lam * x[1], x[1])

    def matrix(A):
        os, so = A[1] + lam * A[3], A[2] + rho * A[3]
        return A[0] + rho * A[1] + lam * so, os, so, A[3]

    def layer(one):
        mine_rho, mine_lam, alike = unrelaxed(one)
        Gamma = matrix(relaxation(one))
        if np.any(alike):
            rest, ss, oo = left(one), one.Gamma[0], one.Gamma[3]
            rest = np.where(abs(rest) <= BOUND * abs(ss), 2 * REST * ss, rest)
            same = alike & near(mine_rho, rho) & near(mine_lam, lam)
            Gamma = tuple(np.where(same, a, b) for a, b in zip((rest, 0.0, 0.0, oo), Gamma, strict=True))
        ss, os, so, oo = matrix((one.sigma_s, one.P_os * one.sigma_o, one.P_so * one.sigma_s, one.sigma_o))
        P = {"P_os": os / oo, "P_so": so / ss, "polarised": True}
        return one._replace(sigma_s=ss, **P, Gamma=Gamma, hall=vector(one.hall))

    def joint(one):
        G = None if one.G is None else (*matrix(one.G), one.G[4])
        return one._replace(G=G, below=vector(one.below), above=vector(one.above))

    def end(port):
        return port if is_open(port) else port._replace(source=vector(port.source))

    framed = Ladder(list(map(layer, plain.layers)), list(map(joint, plain.joints)), *map(end, ends))
    return Chosen(plain, Framed(framed, Frame(None, rho, lam), plain), lambda i: here)
