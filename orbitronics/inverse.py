"""Sheet conductance and magnetoresistance of a stack: what the inverse effects add to its charge current."""

from typing import Any, Literal

import numpy as np

from . import lowering, terms
from .checks import Answer
from .laws import reciprocal, warn_if_not_reciprocal
from .observables._given import charge_conductivities
from .solution import Solution, _checked
from .stack import Layer, Stack


def sheet(
    stack: Stack | Layer,
    closure: Literal["paper", "reciprocal"] = "reciprocal",
    wavenumber: Literal["exact", "printed"] = "exact",
) -> "Sheet":
    """Return the sheet conductance of a stack for any direction of the magnetisation.

    A field drives spin and orbital currents, and their potentials drive a charge current back:
    Z = s^T Y^-1 s of all sources s, complex for moments transverse to m, real along m.  Nothing is expanded in the
    Hall conductivities.

    Parameters
    ----------
    stack : Stack or Layer
        Every layer needs `sigma`, its charge conductivity, for `joule` and what follows from it.
    closure, wavenumber : str
        As of `solve`.

    Returns
    -------
    Sheet

    Raises
    ------
    ValueError, TypeError
        As `solve`.

    Warns
    -----
    NotReciprocalWarning
        If the closure or the numbers break reciprocity, on which these formulas rest.
    """
    stack, E, closure, shape = _checked("sheet", stack, 1.0, closure, wavenumber, "V/m")
    transverse = Solution(stack, E, closure, wavenumber, "transverse", shape)
    warn_if_not_reciprocal(transverse, "sheet")
    return Sheet(transverse)


class Sheet:
    """Sheet conductance of a stack; made by `sheet`.

    Attributes
    ----------
    stack : Stack
    Z_t : complex or array
        What the moments transverse to m add to the sheet conductance, S, in the common frame.
    Z_l : float or array
        What the moments along m add, S.
    smr : float or array
        Z_l - Re Z_t, S, found without the difference: conductance for m along y less that for m along x or z.
    """

    def __init__(self, transverse):
        self.stack = transverse.stack
        self._transverse, self._longitudinal = transverse, transverse._with(channel="longitudinal")
        self.Z_t: Answer = transverse.charge_current()
        self.Z_l: Answer = self._longitudinal.charge_current()
        self.smr: Answer = np.real(self._difference())

    def __repr__(self):
        return f"Sheet of {self.stack!r}: Z_t = {self.Z_t}, Z_l = {self.Z_l}, smr = {self.smr} S"

    @property
    def joule(self) -> Answer:
        """Sheet conductance without spin and orbital moment, S, the sum of sigma d of all layers."""
        sigma = charge_conductivities("sheet", self.stack)
        return sum(np.multiply(s, layer.thickness) for s, layer in zip(sigma, self.stack.layers, strict=True))

    def conductance(self, m: Any) -> np.ndarray:
        """Return the sheet conductance G with i_a = sum_b G_ab E_b over (x, y), S.

        Parameters
        ----------
        m : sequence of 3 numbers
            Direction of the magnetisation, of any length but 0.

        Returns
        -------
        array of shape ``stack.shape + (2, 2)``
        """
        x, y, z = _direction(m)
        G = np.stack(np.broadcast_arrays(*terms.conductance(self.joule, self.Z_t, self.smr, x, y, z)), axis=-1)
        return G.reshape(*G.shape[:-1], 2, 2)

    def resistance(self, m: Any) -> np.ndarray:
        """Return the sheet resistance, the inverse of `conductance`, ohm; ValueError where nothing conducts."""
        G = self.conductance(m)
        self.refuse_insulator("resistance", np.linalg.det(G))
        return np.linalg.inv(G)

    def refuse_insulator(self, owner, conducts):
        """Raise ValueError where the stack `conducts` nothing."""
        if not np.all(conducts):
            raise ValueError(f"{owner}: the stack conducts nothing; give a positive sigma to a layer of each sample.")

    def _difference(self):
        """Return Z_l - Z_t = sum over layers and surfaces of w_l . (Y_t - Y_l) . mu_t.

        w_l solves the transposed network, which is the network itself where it is reciprocal.
        """
        stack, transverse, longitudinal = self.stack, self._transverse, self._longitudinal
        magnets = [i for i, layer in enumerate(stack.layers) if layer.magnetic]
        turned = longitudinal._with(_transposes=not reciprocal(transverse))

        def compute(picked):
            t, u = lowering.lower(transverse, picked), lowering.lower(turned, picked)
            straight = lowering.lower(longitudinal, picked)
            found: Any = 0.0
            for i in magnets:
                mu, w = ([x.potential(i, face) for face in (0, 1)] for x in (t, u))
                share = terms.overlap(t.circuit(i), straight.circuit(i), mu, w)
                found = found + np.where(np.equal(picked(stack.layers[i].thickness), 0), 0.0, share)
            for surface, i, face in ((stack.bottom, 0, 0), (stack.top, len(stack) - 1, 1)):
                if surface is not None and surface.absorbs:
                    faces = t.potential(i, face), u.potential(i, face)
                    found = found + terms.overlap_outside(surface, picked, *faces)
            return (found,)

        return lowering.blockwise(transverse.shape, False, compute, 1)[0]


def _direction(m):
    try:
        m = np.asarray(m, dtype=float)
    except (TypeError, ValueError):
        m = np.empty(0)
    if m.shape != (3,) or not np.isfinite(m).all() or not m.any():
        raise ValueError("m must be three finite numbers, the direction of the magnetisation, e.g. (0, 1, 0).")
    return m / np.hypot.reduce(m)  # the square of 1e-200 is 0
