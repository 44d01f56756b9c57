"""Solve a stack, and ask the solution."""

import warnings
from typing import Literal

import numpy as np

from . import checks, kernel
from .checks import Answer, Number
from .stack import Layer, Stack

CLOSURES = ("paper", "conserving")
WAVENUMBERS = ("exact", "printed")
CHANNELS = ("transverse", "longitudinal")

BLOCK = 4096  # bilayers solved at a time: what the kernel holds of them fits a core's cache
_TOLERANCE = 1e-12  # of the stack's thickness: heights closer than this are the same


class NotPassiveWarning(UserWarning):
    """The chosen parameters let a layer or an interface deliver power (physics: not passive)."""


def solve(
    stack: Stack | Layer,
    E: Number = 1.0,
    closure: Literal["paper", "conserving"] = "paper",
    wavenumber: Literal["exact", "printed"] = "exact",
    channel: Literal["transverse", "longitudinal"] = "transverse",
) -> "Solution":
    """Solve the drift-diffusion model of spin and orbital moment in a stack.

    Parameters
    ----------
    stack : Stack or Layer
        Layers and interfaces from bottom to top.
    E : float or array
        Electric field along x, V/m.
    closure : {"paper", "conserving"}
        "paper" is Eqs. (3), (4) with (5), (7): each potential obeys its own diffusion equation.
        "conserving" keeps Eqs. (3), (4) and lets each current relax,
        dJ_s/dz = -sigma_s k^2 mu_s and dJ_o/dz = -sigma_o mu_o/lambda_o^2.
    wavenumber : {"exact", "printed"}
        "exact" solves Eq. (5); "printed" takes Eq. (6) with its printed prefactor 1/2.
    channel : {"transverse", "longitudinal"}
        The part of the vectors across the magnetisation (complex) or along it (real).

    Returns
    -------
    Solution
        All parameters broadcast; its arrays have the shape of the broadcast parameters.

    Raises
    ------
    ValueError, TypeError
        If the stack ends in an interface, shapes do not broadcast, or an option is unknown.

    Warns
    -----
    NotPassiveWarning
        If P_os, P_so or the interface conductances chosen can deliver power.
    """
    if isinstance(stack, Layer):
        stack = Stack((stack,))
    if not isinstance(stack, Stack):
        raise TypeError(f"solve needs a stack, e.g. N(5*nm) | F(5*nm), not {type(stack).__name__} ({stack!r}).")
    stack.check_ends()
    E = checks.finite("solve", "E", E, "V/m")
    checks.option("closure", closure, CLOSURES)
    checks.option("wavenumber", wavenumber, WAVENUMBERS)
    checks.option("channel", channel, CHANNELS)
    shape = checks.common_shape(stack.numbers() | {"E": E})
    _warn_if_active(stack)
    return Solution(stack, E, closure, wavenumber, channel, shape)


def _warn_if_active(stack):
    slack = 1 + 1e-12  # a conductance matrix that is singular to rounding is still passive
    for i, layer in enumerate(stack.layers):
        m = layer.material
        if np.any(np.square(m.P_os * m.sigma_o + m.P_so * m.sigma_s) > 4 * m.sigma_s * m.sigma_o * slack):
            warnings.warn(
                f"layer {i} ({layer.name}) is not passive: (P_os sigma_o + P_so sigma_s)^2 exceeds "
                "4 sigma_s sigma_o, so diffusion in it can deliver power.",
                NotPassiveWarning,
                stacklevel=3,
            )
    for i, G in enumerate(stack.interfaces):
        if G.is_transparent:
            continue
        mean = np.add(G.G_os, G.G_so) / 2
        active = (np.minimum(G.G_s, G.G_o) < 0) | (np.square(mean) > np.multiply(G.G_s, G.G_o) * slack)
        if np.any(active):
            warnings.warn(
                f"interface {i} is not passive: it needs G_s, G_o >= 0 and G_s G_o >= ((G_os + G_so)/2)^2, "
                "or it can deliver power.",
                NotPassiveWarning,
                stacklevel=3,
            )


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

    def __init__(self, stack, E, closure, wavenumber, channel, shape):
        self.stack = stack
        self.E = E
        self.closure = closure
        self.wavenumber = wavenumber
        self.channel = channel
        self.shape = shape

    def __repr__(self):
        return (
            f"Solution of {self.stack!r}, E = {checks._shown(self.E)} V/m, closure={self.closure!r}, "
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
        return self._at(z, side)[0]

    def J_o(self, z: Number, side: Literal["left", "right"] = "left") -> Answer:
        """Return the orbital current density at height `z`, A/m^2; as `J_s`."""
        return self._at(z, side)[1]

    def mu_s(self, z: Number, side: Literal["left", "right"] = "left") -> Answer:
        """Return the spin chemical potential at height `z`, V; as `J_s`. It may jump at an interface."""
        return self._at(z, side, potentials=True)[0]

    def mu_o(self, z: Number, side: Literal["left", "right"] = "left") -> Answer:
        """Return the orbital chemical potential at height `z`, V; as `mu_s`."""
        return self._at(z, side, potentials=True)[1]

    def torque(self, kind: Literal["absorbed", "exchange"] = "absorbed", layer: int | str | None = None) -> Answer:
        """Return the spin-orbit torque on a magnet, per area.

        Parameters
        ----------
        kind : {"absorbed", "exchange"}
            "absorbed" is Eq. (12): spin current in minus spin current out.
            "exchange" is what exchange alone takes up, the integral over the layer of
            sigma_s (1/lambda_phi^2 - i/lambda_J^2) mu_s.
        layer : int or str, optional
            Index from the bottom, or name; needed where the stack has several magnets.

        Returns
        -------
        complex or array
            A/m^2: damping-like + i field-like, in the frame of that layer's own magnetisation.

        Raises
        ------
        ValueError
            If no magnet fits, `kind` is unknown, or the channel is longitudinal.
        """
        checks.option("kind", kind, ("absorbed", "exchange"))
        if self.channel != "transverse":
            raise ValueError("the part along m exerts no torque; solve with channel='transverse'.")
        i = self.stack.find(layer, magnetic=True)
        material = self.stack.layers[i].material

        def compute(layers, interfaces, picked):
            below, above = self._ports(layers, interfaces, i)
            one, conserving = layers[i], self._conserving
            if kind == "absorbed":
                if i == len(layers) - 1 and i > 0:
                    # the top face is an outer surface: all that comes in is absorbed
                    return kernel.currents(below, kernel.through_layer(above, one, one.d, conserving, False))[:1]
                if i == 0 and len(layers) > 1:
                    return (-kernel.currents(kernel.through_layer(below, one, one.d, conserving, True), above)[0],)
            lower, upper = kernel.potentials_at_faces(below, one, above, conserving)
            if kind == "absorbed":
                return (kernel.absorbed_spin(one, lower, upper, conserving),)
            exchange = 1 / picked(material.lambda_phi) ** 2 - 1j * material.m / picked(material.lambda_J) ** 2
            return (exchange / (one.k * one.k) * kernel.integrated_spin(one, lower, upper, conserving),)

        (tau,) = self._blockwise(compute, 1)
        return tau if material.m == 1 else np.conj(tau)

    def interface(self, i: int) -> Answer:
        """Return what happens at interface `i`, counted from the bottom.

        Returns
        -------
        dict
            ``J_s``, ``J_o`` (A/m^2), and ``mu_s_left``, ``mu_o_left``, ``mu_s_right``, ``mu_o_right`` (V),
            each of shape ``self.shape``.
        """
        n = len(self.stack.interfaces)
        if not 0 <= i < n:
            raise ValueError(f"interface = {i}; this stack has {n} interfaces, counted from 0.")

        def compute(layers, interfaces, picked):
            conserving = self._conserving
            below, above = self._ports(layers, interfaces, i)
            mine, other = layers[i], layers[i + 1]
            upward = kernel.through_layer(below, mine, mine.d, conserving, True)
            left = kernel.potentials(upward, above)
            next_below, next_above = self._ports(layers, interfaces, i + 1)
            downward = kernel.through_layer(next_above, other, other.d, conserving, False)
            right = kernel.potentials(next_below, downward)
            return (*kernel.currents(upward, above), *left, *right)

        names = ("J_s", "J_o", "mu_s_left", "mu_o_left", "mu_s_right", "mu_o_right")
        return dict(zip(names, self._blockwise(compute, len(names)), strict=True))

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

        def compute(layers, interfaces, picked):
            return kernel.shunt(layers[i], 2 * layers[i].d, self._conserving)[:4]

        return np.stack(self._blockwise(compute, 4), axis=-1).reshape(*self.shape, 2, 2)

    def passivity(self, layer: int | str) -> Answer:
        """Return the smallest eigenvalue of the Hermitian part of `admittance`, 1/(ohm m^2).

        A negative value means that the layer can deliver power.  The paper's closure does so
        from about P = 0.46 at the parameters of its Fig. 2.
        """
        Y = self.admittance(layer)
        return np.linalg.eigvalsh((Y + np.conj(np.swapaxes(Y, -1, -2))) / 2)[..., 0]

    # -- from the stack to the kernel ---------------------------------------------------

    @property
    def _conserving(self):
        return self.closure == "conserving"

    def _numbers(self, picked):
        """Return the kernel's layers and interfaces, every number passed through `picked`."""
        layers = []
        E = picked(self.E)
        for layer in self.stack.layers:
            m = layer.material
            if not layer.magnetic:
                k = 1 / picked(m.lambda_s)
            elif self.channel == "longitudinal":
                k = 1 / np.minimum(picked(m.lambda_sf), 1e30)  # inf means: longer than any stack
            else:
                lambda_sf, lambda_J, lambda_phi = (picked(length) for length in (m.lambda_sf, m.lambda_J, m.lambda_phi))
                k = kernel.spin_wavenumber(lambda_sf, lambda_J, lambda_phi, m.m, self.wavenumber == "printed")
            q = 1 / picked(m.lambda_o)
            d, sigma_s, sigma_o, P_os, P_so, sigma_SHE, sigma_OHE = (
                picked(x) for x in (layer.thickness, m.sigma_s, m.sigma_o, m.P_os, m.P_so, m.sigma_SHE, m.sigma_OHE)
            )
            layers.append(kernel.Layer(k, q, d, sigma_s, sigma_o, P_os, P_so, sigma_SHE * E, sigma_OHE * E))
        interfaces = [
            None if G.is_transparent else kernel.interface_matrix(*(picked(x) for x in (G.G_s, G.G_o, G.G_os, G.G_so)))
            for G in self.stack.interfaces
        ]
        return layers, interfaces

    def _ports(self, layers, interfaces, i):
        """Return the ports below and above layer `i`."""
        below = kernel.ports_below(layers, interfaces, self._conserving, i)[i]
        above = kernel.ports_above(layers, interfaces, self._conserving, i)[0]
        return below, above

    def _blockwise(self, compute, count):
        """Return `count` arrays of shape `self.shape`, computed in blocks that fit the cache."""
        shape = self.shape
        size = int(np.prod(shape))
        real = self.channel == "longitudinal"
        answers = [np.empty(size, float if real else complex) for _ in range(count)]
        _warm_up_allocator(size)
        with np.errstate(all="ignore"):  # what is not finite is caught below
            flat: dict[int, Answer] = {}  # each parameter laid out once, by identity: the stack keeps them alive
            for start in range(0, size, BLOCK):
                stop = min(start + BLOCK, size)

                def picked(x, start=start, stop=stop):
                    one = flat.get(id(x))
                    if one is None:
                        one = flat[id(x)] = _flat(x, shape)
                    return one if isinstance(one, np.float64) else one[start:stop]

                for answer, value in zip(answers, compute(*self._numbers(picked), picked), strict=True):
                    answer[start:stop] = np.real(value) if real else value
        return [_finished(answer, shape) for answer in answers]

    def _at(self, z, side, potentials=False):
        """Return (J_s, J_o), or (mu_s, mu_o), at the heights `z`."""
        checks.option("side", side, ("left", "right"))
        z = np.asarray(checks.finite("Solution", "z", z, "m"))
        full = self.shape + z.shape
        trailing = (1,) * z.ndim

        def expanded(x):
            return np.broadcast_to(np.reshape(x, np.shape(x) + trailing) if np.ndim(x) else x, full)

        faces = [expanded(face) for face in self.stack.heights]
        near = _TOLERANCE * faces[-1]
        heights = np.broadcast_to(z, full)
        outside = (heights < -near) | (heights > faces[-1] + near)
        if outside.any():
            here = np.unravel_index(int(np.argmax(outside)), full)
            raise ValueError(
                f"z = {heights[here]:g} m is outside the stack, which reaches from 0 to {faces[-1][here]:g} m. "
                "z counts from the bottom of the stack, in metres."
            )
        answers = [np.empty(full, float if self.channel == "longitudinal" else complex) for _ in range(2)]
        for i in range(len(self.stack)):
            lower, upper = faces[i], faces[i + 1]
            on_lower = np.abs(heights - lower) <= near
            on_upper = np.abs(heights - upper) <= near
            inside = (heights > lower) & (heights < upper) & ~on_lower & ~on_upper
            # a height on an interface belongs to the layer on the side asked for
            if i > 0 and side == "left":
                on_lower = np.zeros_like(on_lower)
            if i + 1 < len(self.stack) and side == "right":
                on_upper = np.zeros_like(on_upper)
            self._fill(answers, i, on_lower, "lower", heights, lower, upper, expanded, potentials)
            self._fill(answers, i, on_upper, "upper", heights, lower, upper, expanded, potentials)
            self._fill(answers, i, inside, "inside", heights, lower, upper, expanded, potentials)
        return [_finished(answer, full) for answer in answers]

    def _fill(self, answers, i, here, place, heights, lower, upper, expanded, potentials):
        """Fill `answers` where `here` holds, at one `place` of layer `i`."""
        indices = np.flatnonzero(here)
        for start in range(0, len(indices), BLOCK):
            block = indices[start : start + BLOCK]

            def picked(x, block=block):
                return expanded(x).flat[block] if np.ndim(x) else np.float64(x)

            with np.errstate(all="ignore"):
                layers, interfaces = self._numbers(picked)
                below, above = self._ports(layers, interfaces, i)
                up = heights.flat[block] - lower.flat[block]
                down = upper.flat[block] - heights.flat[block]
                compute = _potentials if potentials else _currents
                found = compute(below, layers[i], above, place, up, down, self._conserving)
            for answer, value in zip(answers, found, strict=True):
                answer.flat[block] = np.real(value) if self.channel == "longitudinal" else value


def _currents(below, layer, above, place, up, down, conserving):
    if place == "lower":
        return kernel.currents(below, kernel.through_layer(above, layer, layer.d, conserving, False))
    if place == "upper":
        return kernel.currents(kernel.through_layer(below, layer, layer.d, conserving, True), above)
    mixed = conserving and layer.converts
    pieces = [kernel.pi_circuit(layer, d, conserving) for d in (up, down)]
    if (below is kernel.OPEN) == (above is kernel.OPEN):
        return kernel.currents_inside(below, layer, above, *pieces)
    # towards an outer face, where nothing flows, small currents keep their digits
    mu = _potentials(below, layer, above, place, up, down, conserving)
    from_below = below is kernel.OPEN
    J = kernel.currents_before_surface(layer, up if from_below else down, mu, conserving, from_below)
    if not mixed:
        return J
    thin = kernel.is_thin(layer)
    return [np.where(thin, a, b) for a, b in zip(J, kernel.currents_inside(below, layer, above, *pieces), strict=True)]


def _potentials(below, layer, above, place, up, down, conserving):
    lower, upper = kernel.potentials_at_faces(below, layer, above, conserving)
    if place != "inside":
        return lower if place == "lower" else upper
    inner = kernel.unmixed(layer, conserving)
    mu = kernel.potentials_inside(lower, upper, *(kernel.pi_circuit(inner, d, conserving) for d in (up, down)))
    if (below is kernel.OPEN) == (above is kernel.OPEN) or not (conserving and layer.converts):
        return mu
    if below is kernel.OPEN:
        near = kernel.potentials_in_thin(layer, upper, down, up, conserving, True)
    else:
        near = kernel.potentials_in_thin(layer, lower, up, down, conserving, False)
    thin = kernel.is_thin(layer)
    return [np.where(thin, a, b) for a, b in zip(near, mu, strict=True)]


def _flat(x, shape):
    """Return `x` broadcast to `shape` as something to take slices of; a plain number stays one."""
    if not np.ndim(x):
        return np.float64(x)
    return x.reshape(-1) if x.shape == shape else np.broadcast_to(x, shape).flat


def _finished(answer, shape):
    """Return `answer` in its shape, refusing what is not finite."""
    if not np.isfinite(answer).all():
        raise ArithmeticError(
            "the solution is not finite: at these parameters the equations are singular or exceed the range of "
            "floating-point numbers. Check P_os P_so close to 1, negative conductances and extreme ratios."
        )
    return answer.reshape(shape) if shape else answer.reshape(-1)[0]


def _warm_up_allocator(size):
    """Let the C library keep the memory of a block instead of returning it after every operation.

    glibc raises its threshold for that when a large piece is freed; without it the pages of every
    intermediate result are handed back and zeroed again, which costs more than the arithmetic.
    """
    if size > BLOCK // 8:
        np.empty(2**22, np.uint8)  # freed at once
