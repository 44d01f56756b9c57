"""Solve a stack, and ask the solution."""

import copy
import functools
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from . import addresses, checks, lowering, profiles, terms
from .checks import Answer, Number
from .core import ladder as core
from .core.arrays import nonzero
from .core.layer import circuit
from .laws import NotPassiveWarning, NotReciprocalWarning, TorqueWarning, warn_if_active
from .stack import Layer, Stack

__all__ = ["NotPassiveWarning", "NotReciprocalWarning", "Solution", "TorqueWarning", "solve"]

CLOSURES = ("paper", "reciprocal")
WAVENUMBERS = ("exact", "printed")
CHANNELS = ("transverse", "longitudinal")


def solve(
    stack: Stack | Layer,
    E: Number = 1.0,
    closure: Literal["paper", "reciprocal"] = "paper",
    wavenumber: Literal["exact", "printed"] = "exact",
    channel: Literal["transverse", "longitudinal"] = "transverse",
) -> "Solution":
    """Solve the drift-diffusion model of spin and orbital moment in a stack.

    J = h E - Sigma mu', J' = -Gamma mu with Sigma of Eqs. (1)-(4); a closure is a choice of Gamma.

    Parameters
    ----------
    stack : Stack or Layer
        Layers, interfaces and surfaces from bottom to top.
    E : float or array
        Electric field along x, V/m.
    closure : {"paper", "reciprocal"}
        "paper" is Eqs. (3), (4) with (5), (7): each potential obeys its own diffusion equation.
        "reciprocal" keeps Eqs. (3), (4) and lets each moment relax by its own potential,
        dJ_s/dz = -sigma_s k^2 mu_s - Gamma_os mu_o and dJ_o/dz = -sigma_o mu_o/lambda_o^2 - Gamma_so mu_s.
        It obeys Onsager's relations where P_os sigma_o = P_so sigma_s, Gamma_os = Gamma_so and G_os = G_so;
        it does not conserve the electrons' angular momentum: the lattice and the magnetisation take it.
    wavenumber : {"exact", "printed"}
        "exact" solves Eq. (5); "printed" takes Eq. (6) with its printed prefactor 1/2.
        Exchange, dephasing and spin flip of transverse spin then have half their rates, which make this k.
    channel : {"transverse", "longitudinal"}
        The part of the vectors transverse to the magnetisation (complex) or along it (real).

    Returns
    -------
    Solution
        All parameters broadcast; its arrays have the shape of the broadcast parameters.

    Raises
    ------
    ValueError, TypeError
        If the stack ends in an interface, shapes do not broadcast, an option is unknown, or
        Gamma_os, Gamma_so are given with the paper's closure.

    Warns
    -----
    NotPassiveWarning
        If conversion, Gamma or the interface conductances can deliver power in any closure; see `Solution.passivity`.
    """
    stack, E, closure, shape = _checked("solve", stack, E, closure, wavenumber, "V/m")
    checks.option("channel", channel, CHANNELS)
    return Solution(stack, E, closure, wavenumber, channel, shape)


def _checked(owner: str, stack: Any, E: Any, closure: str, wavenumber: str, unit: str) -> tuple[Any, Any, Any, Any]:
    if isinstance(stack, Layer):
        stack = Stack((stack,))
    if not isinstance(stack, Stack):
        raise TypeError(f"{owner} needs a stack, e.g. N(5*nm) | F(5*nm), not {type(stack).__name__} ({stack!r}).")
    stack._check_ends()
    E = checks.finite(owner, "E" if unit == "V/m" else "V", E, unit)
    closure = checks.option("closure", closure, CLOSURES)
    checks.option("wavenumber", wavenumber, WAVENUMBERS)
    shape = checks.common_shape(stack.numbers() | {"E": E})
    if closure == "paper":
        for i, layer in enumerate(stack.layers):
            m = layer.material
            if nonzero(m.Gamma_os) or nonzero(m.Gamma_so):
                raise ValueError(
                    f"{stack.place(i)} has Gamma_os or Gamma_so, and closure='paper' leaves no room for them: its "
                    "relaxation follows from Eqs. (5), (7). Use closure='reciprocal'."
                )
    warn_if_active(stack)
    return stack, E, closure, shape


class Solution:
    """The solution of one stack, or of a whole sweep; made by `solve`.

    Attributes
    ----------
    stack : Stack
    E : float or array
    closure, wavenumber, channel : str
    shape : tuple
        Shape of the broadcast parameters; () for a single stack.
    """

    V: Any = 0.0
    _pumped: str | None = None  # the magnet that precesses
    _only: str | None = None  # the one source that is on; None: all
    _transposes: bool = False  # whether all 2x2 matrices are transposed

    def __init__(self, stack, E, closure, wavenumber, channel, shape):
        self.stack = stack
        self.E = E
        self.closure = closure
        self.wavenumber = wavenumber
        self.channel = channel
        self.shape = shape
        self._materials = lowering.materials(self)  # once: blocks tell arrays apart by identity

    def __repr__(self):
        precesses = f"{self._pumped} precesses with V = {checks.shown(self.V)} V"
        drive = precesses if self._pumped else f"E = {checks.shown(self.E)} V/m"
        return (
            f"{type(self).__name__} of {self.stack!r}, {drive}, closure={self.closure!r}, "
            f"wavenumber={self.wavenumber!r}, channel={self.channel!r}, shape {self.shape}"
        )

    def J_s(self, z: Number, side: Literal["left", "right"] = "left") -> Answer:
        """Return the spin current density at height `z`.

        Parameters
        ----------
        z : float or array
            Height from the bottom of the stack, m.
        side : {"left", "right"}
            At an interface: just below ("left") or just above it ("right").

        Returns
        -------
        complex or array
            A/m^2 in units of a charge current, of shape ``self.shape + z.shape``;
            real in the longitudinal channel.

        Raises
        ------
        ValueError
            If `z` is outside the stack.
        """
        return profiles.at(self, z, side)[0]

    def J_o(self, z: Number, side: Literal["left", "right"] = "left") -> Answer:
        """Return the orbital current density at height `z`, A/m^2; as `J_s`."""
        return profiles.at(self, z, side)[1]

    def mu_s(self, z: Number, side: Literal["left", "right"] = "left") -> Answer:
        """Return the spin chemical potential at height `z`, V; as `J_s`. It may jump at an interface."""
        return profiles.at(self, z, side, potentials=True)[0]

    def mu_o(self, z: Number, side: Literal["left", "right"] = "left") -> Answer:
        """Return the orbital chemical potential at height `z`, V; as `mu_s`."""
        return profiles.at(self, z, side, potentials=True)[1]

    def torque(self, kind: Literal["absorbed", "exchange"] = "absorbed", layer: int | str | None = None) -> Answer:
        """Return the spin-orbit torque on a magnet, per area.

        Parameters
        ----------
        kind : {"absorbed", "exchange"}
            "absorbed" is Eq. (12): spin current in minus spin current out.
            "exchange" is what exchange alone takes up, the integral over the layer of
            sigma_s (1/lambda_phi^2 - i/lambda_J^2) mu_s; half of it with the printed wavenumber, see `solve`.
        layer : int or str, optional
            Index from the bottom, or name; needed where the stack has several magnets.
            "bottom" or "top" is a surface with G_mix, in the common frame of the stack.

        Returns
        -------
        complex or array
            A/m^2: damping-like + i field-like, in the frame of that layer's own magnetisation.

        Raises
        ------
        ValueError
            If no magnet fits, `kind` is unknown, or the channel is longitudinal.

        Warns
        -----
        TorqueWarning
            If "absorbed" is asked of a magnet with Gamma_os, which feeds the exchange inside it, or
            "exchange" of one that converts in the paper's closure, which makes or destroys spin without a process;
            or if nothing in the stack drives: no Hall conductivity and no emission.
        """
        checks.option("kind", kind, ("absorbed", "exchange"))
        if addresses.names_surface(self.stack, layer):
            return self._surface_torque(layer)
        i = self._magnet(layer)
        material = self.stack.layers[i].material
        if not self._sources():
            checks.warn(
                "nothing in this stack drives a torque, which is 0: give it sigma_OHE or sigma_SHE.", TorqueWarning
            )
        if kind == "absorbed" and nonzero(material.Gamma_os):
            checks.warn(
                "Gamma_os turns orbital moment into spin inside the magnet, which the spin current at its faces "
                "does not see: the torque is torque('exchange').",
                TorqueWarning,
            )
        if kind == "exchange" and self.closure == "paper" and nonzero(material.P_os):
            checks.warn(
                "in the paper's closure with P_os, orbital relaxation feeds spin into the magnet from nowhere, or "
                "takes it out, which exchange makes up: use closure='reciprocal', or torque('absorbed') for Eq. (12).",
                TorqueWarning,
            )
        return self._torque(kind, i)

    def _refuse_longitudinal(self):
        if self.channel != "transverse":
            raise ValueError("the part along m exerts no torque; solve with channel='transverse'.")

    def _magnet(self, layer):
        self._refuse_longitudinal()
        return self.stack.find(layer, magnetic=True)

    def _torque(self, kind, i):
        """Return a torque on layer `i` in its own frame."""
        layer = self.stack.layers[i]

        def compute(ladder, picked):
            if kind == "exchange":
                return (self._exchange(ladder, i, picked),)
            present = picked(layer.thickness) > 0
            if i == len(ladder.layers) - 1 and core.is_open(ladder.outward(i, 1)):
                # the top face is an outer surface: all that comes in is absorbed
                return (np.where(present, ladder.current(i, 0)[0], 0),)
            if i == 0 and core.is_open(ladder.outward(i, 0)):
                return (np.where(present, -ladder.current(i, 1)[0], 0),)
            return (np.where(present, ladder.absorbed(i)[0], 0),)  # Eq. (12)

        (tau,) = self._blockwise(compute, 1)
        return tau if layer.material.m == 1 else np.conj(tau)

    def _exchange(self, ladder, i, picked):
        """Return what exchange takes up in layer `i`."""
        m, one, d = self._materials[i], ladder.layers[i], picked(self.stack.layers[i].thickness)
        if not self._precesses(self.stack.place(i)):
            return terms.exchange(m, picked, d, ladder.integrals(i)[0])
        return terms.exchange_pumped(m, picked, one.k, one.Gamma, picked(self.V), d, ladder.moved_integrals(i)[0])

    def _surface_torque(self, where):
        self._refuse_longitudinal()
        surface = addresses.magnetic_surface(self.stack, where)

        def compute(ladder, picked):
            mu = ladder.potential(0, 0) if where == "bottom" else ladder.potential(len(ladder.layers) - 1, 1)
            V = picked(self.V) if self._precesses(where) else 0.0
            return (terms.surface_torque(surface, picked, mu, V),)

        return self._blockwise(compute, 1)[0]

    def interface(self, i: int | str) -> Answer:
        """Return what happens at interface `i`, an index from the bottom, or a name such as "Ti/Ni".

        Returns
        -------
        dict
            ``J_s``, ``J_o`` (A/m^2), what enters the layer above; ``J_s_left``, ``J_o_left``, ``J_s_right``,
            ``J_o_right`` just below and above; ``mu_s_left``, ``mu_o_left``, ``mu_s_right``, ``mu_o_right`` (V);
            each of shape ``self.shape``.
        """
        i = addresses.interface(self.stack, i)

        def compute(ladder, picked):
            sides = ((i, 1), (i + 1, 0))
            found = [ladder.current(*side) for side in sides] + [ladder.potential(*side) for side in sides]
            return tuple(x for pair in found for x in pair)

        order = [("J", "left"), ("J", "right"), ("mu", "left"), ("mu", "right")]
        names = [f"{what}_{moment}_{side}" for what, side in order for moment in "so"]
        found = dict(zip(names, self._blockwise(compute, len(names)), strict=True))
        return {"J_s": found["J_s_right"], "J_o": found["J_o_right"]} | found

    def charge_current(self) -> Answer:
        """Return the charge current of the inverse effects, per width: A/m.

        ``sum over layers of h . [mu(top) - mu(bottom)] + sum over interfaces and surfaces of emission . mu``,
        which reciprocity demands for every source.  Its real part flows along E for m in the x-z plane.

        Returns
        -------
        complex or array
            In the common frame of the stack (a magnet with m = -1 has its own torque in the complex
            conjugate); real in the longitudinal channel.
        """
        return self._blockwise(self._collected, 1)[0]

    def _collected(self, ladder, picked):
        """Return s^T mu: all Hall conductivities and emissions detect, whatever drives."""
        found: Any = 0.0
        for i, layer in enumerate(self.stack.layers):
            found = found + terms.collected(layer.material, picked, picked(layer.thickness), ladder.rise(i))
        for i, one in enumerate(self.stack.interfaces):
            if one.emits:
                faces = ladder.potential(i, 1), ladder.potential(i + 1, 0)
                found = found + terms.collected_between(one, picked, *faces)
        for surface, end in ((self.stack.bottom, (0, 0)), (self.stack.top, (len(self.stack) - 1, 1))):
            if surface is not None and surface.emits:
                found = found + terms.collected_outside(surface, picked, ladder.potential(*end))
        return (found,)

    def by_source(self, function: Callable[["Solution"], Answer]) -> dict[str, Answer]:
        """Return the share of each source in an answer.

        Parameters
        ----------
        function : callable
            Linear in the sources, e.g. ``lambda sol: sol.torque()``.

        Returns
        -------
        dict
            Keys such as "Ti.sigma_OHE", "Ti/Ni.sigma_OREE_above", "Ni.V"; the sum of the values is the whole.
            Each source drives alone; all of them go on detecting in `charge_current`.
        """
        return {source: function(self._with(_only=source)) for source in self._sources()}

    def _sources(self):
        return lowering.sources(self.stack)

    def _with(self, **changes):
        """Return a copy that differs in some attributes."""
        other = copy.copy(self)
        vars(other).update(changes)
        other._materials = lowering.materials(other)
        return other

    def _drives(self, source: str) -> bool:
        """Return whether a source, given by its address, is on."""
        return self._only in (None, source)

    def _precesses(self, place: str) -> bool:
        """Return whether the magnet or surface `place` precesses."""
        return self._pumped == place and self._drives(f"{place}.V")

    def budget(self) -> dict[str, dict[str, dict[str, Answer]]]:
        """Return where the angular momentum goes, in A/m^2, in the common frame of the stack.

        Returns
        -------
        dict
            ``budget()["Ni"]["spin"]["exchange"]``.  Of each layer, "spin" and "orbital" hold "in" (at the lower
            face) and "out" (at the upper), and where the difference goes: for spin ``in - out = exchange +
            spin_flip + to_orbital + cross_s``, for orbital moment ``in - out = lattice - to_orbital + cross_o``.
            A negative "to_orbital" is what the orbital moment hands to the spin.  "cross_s" and "cross_o" are
            what the paper's closure takes or makes without a process that supplies it; 0 in the reciprocal
            closure.  Of each interface that emits, and each surface, "supplied" is what it gives to the electrons.
        """
        found: dict[str, dict[str, dict[str, Answer]]] = {}
        n = len(terms.SPIN)
        for i in range(len(self.stack)):
            values = self._blockwise(functools.partial(self._rows, i), n + len(terms.ORBITAL))
            found[self.stack.place(i)] = {
                "spin": dict(zip(terms.SPIN, values[:n], strict=True)),
                "orbital": dict(zip(terms.ORBITAL, values[n:], strict=True)),
            }
        for i in range(len(self.stack) - 1):
            at = self.interface(i)
            if self.stack.interfaces[i].emits:
                found[self.stack.between(i)] = {
                    "spin": {"supplied": at["J_s_right"] - at["J_s_left"]},
                    "orbital": {"supplied": at["J_o_right"] - at["J_o_left"]},
                }
        for where, place, row, sign in (("bottom", 0, "in", 1), ("top", -1, "out", -1)):
            if getattr(self.stack, where) is not None:
                rows = found[self.stack.place(range(len(self.stack))[place])]
                found[where] = {moment: {"supplied": sign * rows[moment][row]} for moment in ("spin", "orbital")}
        return found

    def _rows(self, i, ladder, picked):
        """Return the rows of `budget` of layer `i`."""
        layer, m = self.stack.layers[i], self._materials[i]
        present = picked(layer.thickness) > 0
        spin, orbital = (np.where(present, x, 0) for x in ladder.integrals(i))
        taken = self._exchange(ladder, i, picked) if layer.magnetic and self.channel == "transverse" else 0.0
        flows = ladder.current(i, 0), ladder.current(i, 1)
        moved = ladder.moved_integrals(i) if self._precesses(self.stack.place(i)) else None
        return terms.budget(m, picked, layer.magnetic, self.closure, *flows, spin, orbital, taken, moved)

    def to_xarray(self, z: Number | None = None) -> Any:
        """Return currents and potentials at heights as an `xarray.Dataset`; needs the extra `sweep`.

        Parameters
        ----------
        z : array, optional
            Heights from the bottom of the stack, m; by default 100 in each layer, with both sides of each interface.

        Returns
        -------
        xarray.Dataset
            ``J_s``, ``J_o``, ``mu_s``, ``mu_o`` along ``z``, and ``axis_0``, ... of a sweep.  Complex ones stand in it
            as real and imaginary part, ``J_s_DL`` and ``J_s_FL``; ``ds["J_s"]`` joins them.
        """
        from .workbench.profiles import to_xarray

        return to_xarray(self, z)

    def admittance(self, layer: int | str) -> Answer:
        """Return the admittance matrix Y of one layer, its far surface closed: J = Y mu at the other.

        Parameters
        ----------
        layer : int or str
            Index from the bottom, or name.

        Returns
        -------
        array of shape ``self.shape + (2, 2)``
            1/(ohm m^2), over (spin, orbital).  Onsager reciprocity needs it symmetric.
        """
        i = self.stack.find(layer)

        def compute(ladder, picked):
            return circuit(ladder.layers[i], 2 * ladder.layers[i].d)[0][:4]

        return np.stack(self._blockwise(compute, 4), axis=-1).reshape(*self.shape, 2, 2)

    def passivity(self, layer: int | str) -> Answer:
        """Return the smallest eigenvalue of the Hermitian part of `admittance`, 1/(ohm m^2).

        A negative value means that the layer can deliver power.  The paper's closure does so
        from about P = 0.46 at the parameters of its Fig. 2.
        """
        Y = self.admittance(layer)
        return np.linalg.eigvalsh((Y + np.conj(np.swapaxes(Y, -1, -2))) / 2)[..., 0]

    # -- from the stack to the core -----------------------------------------------------

    def _blockwise(self, compute, count):
        """Return ``compute(ladder, picked)`` for all samples; see `lowering.blockwise`."""
        real = self.channel == "longitudinal"
        return lowering.blockwise(self.shape, real, lambda picked: compute(lowering.lower(self, picked), picked), count)
