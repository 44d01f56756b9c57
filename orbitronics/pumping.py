"""Pumping: a magnet that precesses drives spin and orbital currents, and a charge current with them."""

from typing import Any, Literal, NamedTuple, cast

import numpy as np

from . import addresses, checks, terms
from .checks import Answer, Number
from .laws import warn_if_not_reciprocal
from .solution import Solution, _checked
from .stack import Layer, Stack


class Damping(NamedTuple):
    """Added Gilbert damping, and the shift by which gamma becomes gamma/(1 + gamma_shift)."""

    alpha: Any
    gamma_shift: Any


def pump(
    stack: Stack | Layer,
    layer: int | str | None = None,
    V: Number = 1.0,
    closure: Literal["paper", "reciprocal"] = "reciprocal",
    wavenumber: Literal["exact", "printed"] = "exact",
) -> "Pumping":
    """Solve a stack that is driven by the precession of one of its magnets, without a field.

    Precession and dephasing act on mu_s + V, V = (hbar/2e) m x dm/dt; spin flip and orbital relaxation on mu itself.
    Moments are counted along the magnetic moment here: reported Hall conductivities, which count along the angular
    momentum, enter with the opposite sign.

    Parameters
    ----------
    stack : Stack or Layer
        From bottom to top.
    layer : int or str, optional
        The magnet that precesses, by index or name; needed where there are several.  "bottom" or "top" is a
        surface with G_mix.
    V : float or array
        (hbar/2e) times the rate ``|m x dm/dt|``, V; its direction is the real axis of the answers.
    closure, wavenumber : str
        As of `solve`.

    Returns
    -------
    Pumping
        Answers the same questions as any `Solution`, in the common frame of the stack.

    Raises
    ------
    ValueError, TypeError
        As `solve`, or if no magnet fits.

    Warns
    -----
    NotReciprocalWarning
        If the closure or the numbers break reciprocity: pumping is then not the reverse of the torque.
    """
    whole, V, closure, shape = _checked("pump", stack, V, closure, wavenumber, "V")
    stack = cast(Stack, whole)
    if addresses.names_surface(stack, layer):
        addresses.magnetic_surface(stack, str(layer))
        place, index = str(layer), None
    else:
        index = stack.find(layer, magnetic=True)
        place = stack.place(index)
    found = Pumping(stack, V, closure, wavenumber, shape, place, index)
    warn_if_not_reciprocal(found, "pump")
    return found


class Pumping(Solution):
    """The solution of a stack with a precessing magnet; made by `pump`.

    Attributes
    ----------
    V : float or array
    place : str
        The magnet that precesses, or "bottom" or "top".
    """

    def __init__(self, stack, V, closure, wavenumber, shape, place, index):
        super().__init__(stack, 0.0, closure, wavenumber, "transverse", shape)
        self.V = V
        self.place = self._pumped = place
        self._index = index

    def _sources(self):
        return [f"{self.place}.V"]

    def torque(
        self,
        kind: Literal["own", "bulk", "added", "absorbed", "exchange"] = "added",
        layer: int | str | None = None,
    ) -> Answer:
        """Return a torque of the precession, per area, A/m^2, in the common frame of the stack.

        Parameters
        ----------
        kind : str
            Of the precessing magnet: "own" is all that exchange takes up, the integral of sigma_s X (mu_s + V);
            "bulk" what it would be with closed faces, sigma_s X (1 - f_ex) V d without Gamma_os; "added" their
            difference, found without it.  "absorbed" is spin current in minus out, "exchange" the integral of
            sigma_s X mu_s (+ V in the precessing magnet), of any magnet.  X = 1/lambda_phi^2 - i/lambda_J^2, half of it
            with the printed wavenumber, and f_ex = X/k^2.  Of a surface "bulk" is 0: nothing is taken up where mu_s
            follows V.
        layer : int or str, optional
            By default the magnet that precesses.
        """
        checks.option("kind", kind, ("own", "bulk", "added", "absorbed", "exchange"))
        if layer is None:
            layer = self.place if self._index is None else self._index
        surface = addresses.names_surface(self.stack, layer)
        i = layer if surface else self._magnet(layer)
        if kind in ("own", "bulk", "added") and i != (self.place if self._index is None else self._index):
            raise ValueError(f"kind = {kind!r} is of the magnet that precesses, {self.place}; ask for 'exchange'.")
        if surface:
            tau = self._surface_torque(layer)
            return np.zeros_like(tau)[()] if kind == "bulk" else tau
        if kind in ("absorbed", "exchange", "own"):
            tau = self._torque("absorbed" if kind == "absorbed" else "exchange", i)
            return tau if self.stack.layers[i].material.m == 1 else np.conj(tau)
        material = self._materials[i]

        def compute(ladder, picked):
            one = ladder.layers[i]
            d = picked(self.stack.layers[i].thickness)
            if kind == "added":
                return (np.where(d > 0, terms.added(material, picked, ladder.moved_integrals(i)[0]), 0),)
            return (terms.bulk(material, picked, one.k, one.Gamma, picked(self.V), d),)

        return self._blockwise(compute, 1)[0]

    def damping(self, M_s: Number | None = None, g: Number = 2.0) -> Damping:
        """Return the added Gilbert damping and the shift of gamma, from the added torque.

        a = g mu_B hbar (tau_added/V)/(4 e^2 M_s d_F) in the magnet's own frame: alpha = Re a, gamma_shift = Im a;
        (1 + Im a) dm/dt = -gamma m x B + (alpha_0 + Re a) m x dm/dt.

        Parameters
        ----------
        M_s : float or array, optional
            Saturation magnetisation, A/m; by default the material's.
        g : float or array
            g-factor.

        Raises
        ------
        ValueError
            If M_s is not known, the thickness or V is 0, shapes do not broadcast, or a surface precesses, whose
            thickness is not in the model.
        """
        if self._index is None:
            raise ValueError("damping needs a magnet with a thickness; a surface has none. Use torque('own').")
        layer = self.stack.layers[self._index]
        M_s = layer.material.M_s if M_s is None else checks.quantity("damping", "M_s", M_s)
        if M_s is None:
            raise ValueError(f"{self.place}.M_s is not given; pass damping(M_s=...) in A/m, or set the material's.")
        g = checks.positive("damping", "g", g, "")
        checks.common_shape({"the stack": np.broadcast_to(0.0, self.shape), "M_s": M_s, "g": g})
        for name, value in ((f"{self.place}.thickness", layer.thickness), ("V", self.V)):
            if not np.all(value):
                raise ValueError(f"damping: {name} = 0, and it is divided by; give {name} different from 0.")
        tau = self.torque("added")
        tau = tau if layer.material.m == 1 else np.conj(tau)
        a = terms.damping(tau, self.V, g, M_s, layer.thickness)
        return Damping(np.real(a), np.imag(a))

    def open_circuit_field(self) -> Answer:
        """Return the electric field that stops the pumped charge current, -I/(joule + Re Z_t), V/m.

        Complex: the real part belongs to V along the real axis, with m across y.  A direct current flows along x for
        m_0 along y; the conductance that it meets is larger by `Sheet.smr`.  Every layer needs `sigma`.

        Raises
        ------
        ValueError
            If the stack conducts nothing.
        """
        from .inverse import Sheet

        driven = Solution(self.stack, 1.0, self.closure, self.wavenumber, "transverse", self.stack.shape)
        stack = Sheet(driven)
        stack.refuse_insulator("open_circuit_field", stack.joule + np.real(stack.Z_t))
        return terms.open_circuit_field(self.charge_current(), stack.joule, stack.Z_t)
