"""From a stack to the numbers of the core, and the other way: sources, blocks, threads."""

import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from . import blocks
from .core import frames, ladder
from .core import layer as core_layer
from .core.arrays import nonzero
from .core.matrices import diagonal, matrix, transpose
from .interfaces import EMISSIONS
from .terms import exchange_rate

ABSENT = 1e-70  # m; what a thickness of 0 is solved as: no sum of the ladder can see such a layer


def lower(solution, picked):
    """Return the `Ladder` of a solution, every number passed through `picked`."""
    stack, E = solution.stack, picked(solution.E)
    layers = [lowered_layer(solution, i, E, picked) for i in range(len(stack))]
    joints = [lowered_interface(solution, i, E, picked) for i in range(len(stack) - 1)]
    if solution._transposes:
        layers = [transposed(one) for one in layers]
        joints = [j if j.G is None else j._replace(G=transpose(j.G)) for j in joints]
    ends = [lowered_surface(solution, where, E, picked) for where in ("bottom", "top")]
    found = ladder.Ladder(layers, joints, *ends)
    lifts = [one.shift for one in layers if one.shift is not None]
    return frames.lifted(found, lifts[0]) if lifts else frames.sheared(found, ABSENT)


def lowered_layer(solution, i, E, picked):
    """Return the core's layer `i`: Eqs. (1)-(7) as Sigma and Gamma."""
    layer, place = solution.stack.layers[i], solution.stack.place(i)
    m = solution._materials[i]
    how = layer.magnetic, solution.channel
    if solution.closure == "reciprocal" and any(nonzero(picked(getattr(m, name))) for name in CONVERTS):
        k2 = squared_wavenumber(m, picked, *how)
        k, Gamma = np.sqrt(abs(k2)), relaxation(m, picked, k2)
    else:
        k, Gamma = wavenumber(m, picked, *how), None
    hall = driven(solution, place, m, HALL, picked, E)
    rate = pumped_rate(m, picked, picked(solution.V)) if solution._precesses(place) else None
    shift = rate and pumped_shift(m, picked, k, Gamma, rate)
    q, d, sigma_s, sigma_o, P_os, P_so = numbers(m, picked, picked(layer.thickness))
    return core_layer.layer(k, q, d, sigma_s, sigma_o, P_os, P_so, Gamma, hall, shift, rate)


CONVERTS = ("P_os", "P_so", "Gamma_os", "Gamma_so")
"""What mixes spin and orbital moment in a layer."""


LENGTHS = ("lambda_sf", "lambda_J", "lambda_phi")
"""The lengths in the wavenumber of a magnet."""


def printed_lengths(m):
    """Return `LENGTHS` by which Eq. (5) gives k of Eq. (6) as printed."""
    return tuple(getattr(m, name) * core_layer.PRINTED for name in LENGTHS)


def materials(solution):
    """Return the materials of the layers; with the printed wavenumber magnets have the `printed_lengths`."""
    layers = solution.stack.layers
    if solution.channel != "transverse" or solution.wavenumber == "exact":
        return [layer.material for layer in layers]
    found = []
    for layer in layers:
        m = layer.material
        found.append(m.replace(**dict(zip(LENGTHS, printed_lengths(m), strict=True))) if layer.magnetic else m)
    return found


def wavenumber(m, picked, magnetic, channel):
    """Return k of a material, Eqs. (1), (6); along m a magnet has neither precession nor dephasing."""
    if not magnetic:
        return 1 / picked(m.lambda_s)  # Eq. (1)
    if channel == "longitudinal":
        return 1 / np.minimum(picked(m.lambda_sf), 1e30)  # inf means: longer than any stack
    lambda_sf, lambda_J, lambda_phi = (picked(getattr(m, name)) for name in LENGTHS)
    return core_layer.spin_wavenumber(lambda_sf, lambda_J, lambda_phi, m.m)


def numbers(m, picked, thickness):
    """Return q, d, sigma_s, sigma_o, P_os, P_so of a layer."""
    sigma_s, sigma_o, P_os, P_so = (picked(x) for x in (m.sigma_s, m.sigma_o, m.P_os, m.P_so))
    q = 1 / picked(m.lambda_o)  # in N Eq. (2), in F Eq. (7)
    return q, np.maximum(thickness, ABSENT), sigma_s, sigma_o, P_os, P_so


def squared_wavenumber(m, picked, magnetic, channel):
    """Return k^2 of a material, Eq. (5), without the root where there is none to take."""
    if magnetic and channel == "transverse":
        lambda_sf, lambda_J, lambda_phi = (picked(getattr(m, name)) for name in LENGTHS)
        return core_layer.squared_wavenumber(lambda_sf, lambda_J, lambda_phi, m.m)
    k = wavenumber(m, picked, magnetic, channel)
    return k * k


def relaxation(m, picked, k2):
    """Return Gamma = [[sigma_s k^2, Gamma_os], [Gamma_so, sigma_o/lambda_o^2]] of the reciprocal closure."""
    q = 1 / picked(m.lambda_o)
    return picked(m.sigma_s) * k2, picked(m.Gamma_os), picked(m.Gamma_so), picked(m.sigma_o) * q * q


def pumped_rate(m, picked, V):
    """Return what precession takes up where mu = 0, (sigma_s X V, 0), A/m^3."""
    return picked(m.sigma_s) * exchange_rate(m, picked) * V, 0.0


def pumped_shift(m, picked, k, Gamma, rate):
    """Return what precession adds to mu: Gamma^-1 (sigma_s X V, 0), without conversion X V/k^2."""
    if Gamma is None:
        return rate[0] / (picked(m.sigma_s) * k * k), 0.0
    norm = rate[0] / (Gamma[0] * Gamma[3] - Gamma[1] * Gamma[2])
    return Gamma[3] * norm, -Gamma[2] * norm


def transposed(one):
    """Return a layer with Sigma and Gamma transposed."""
    if one.Gamma is None and not one.polarised:
        return one
    Gamma = core_layer.relaxation(one)
    return one._replace(
        P_os=one.P_so * one.sigma_s / one.sigma_o,
        P_so=one.P_os * one.sigma_o / one.sigma_s,
        Gamma=(Gamma[0], Gamma[2], Gamma[1], Gamma[3]),
    )


def conductances(one, picked):
    """Return the matrix of Eqs. (8), (9)."""
    # Eq. (8): J_s = G_s dmu_s + G_os dmu_o, and Eq. (9): J_o = G_so dmu_s + G_o dmu_o
    return matrix(picked(one.G_s), picked(one.G_os), picked(one.G_so), picked(one.G_o))


def lowered_interface(solution, i, E, picked):
    """Return the core's joint `i`: Eqs. (8), (9) and emission."""
    one, place = solution.stack.interfaces[i], solution.stack.between(i)
    G = None if one.is_transparent else conductances(one, picked)
    if not one.emits:
        return ladder.Joint(G)
    return ladder.Joint(G, *(driven(solution, place, one, names, picked, E) for names in (BELOW, ABOVE)))


def lowered_surface(solution, where, E, picked):
    """Return the core's port of the bottom or the top."""
    one = getattr(solution.stack, where)
    if one is None or not (one.emits or one.absorbs):
        return ladder.OPEN
    emitted = driven(solution, where, one, OUTSIDE, picked, E)
    V = picked(solution.V) if solution._precesses(where) else None
    return absorbing(one, picked, solution.channel, emitted, V)


def absorbing(one, picked, channel, emitted, V=None):
    """Return the port of a surface; where its magnet precesses, -G_mix V comes to what it emits."""
    Y_s = picked(one.G_long if channel == "longitudinal" else one.G_mix)
    if V is not None:
        emitted = emitted[0] - Y_s * V, emitted[1]
    return ladder.Port(emitted, diagonal(Y_s, picked(one.G_o)))


HALL = ("sigma_SHE", "sigma_OHE")
BELOW = ("sigma_SREE_below", "sigma_OREE_below")
ABOVE = ("sigma_SREE_above", "sigma_OREE_above")
OUTSIDE = ("sigma_SREE", "sigma_OREE")
"""What drives spin and orbital moment in a field: in a layer, below and above an interface, at a surface."""


def driven(solution, place, part, names, picked, E):
    """Return what a field drives, spin and orbital; 0 where the solution has another source only."""
    return tuple(picked(getattr(part, n)) * E if solution._drives(f"{place}.{n}") else 0.0 for n in names)


def sources(stack):
    """Return the addresses of all that drives a stack in a field, and that is not zero everywhere."""
    found = []
    for i, layer in enumerate(stack.layers):
        found += [(stack.place(i), name, layer.material) for name in ("sigma_SHE", "sigma_OHE")]
    for i, one in enumerate(stack.interfaces):
        found += [(stack.between(i), name, one) for name in EMISSIONS]
    for where in ("bottom", "top"):
        if getattr(stack, where) is not None:
            found += [(where, name, getattr(stack, where)) for name in ("sigma_SREE", "sigma_OREE")]
    return [f"{place}.{name}" for place, name, one in found if nonzero(getattr(one, name))]


def blockwise(shape: tuple, real: bool, compute: Callable[[Callable[[Any], Any]], tuple], count: int) -> list[Any]:
    """Return `count` arrays of a shape, computed in blocks on all processors.

    ``compute(picked)`` returns that many values; ``picked(x)`` is a parameter's share of the block.
    """
    size = int(np.prod(shape))
    answers = [np.empty(size, float if real else complex) for _ in range(count)]
    flat: dict[int, Any] = {}  # each parameter laid out once, by identity: the stack keeps them alive
    lock = threading.Lock()
    _warm_up_allocator(size)

    def block(part):
        def picked(x):
            if id(x) not in flat:
                with lock:
                    if id(x) not in flat:
                        flat[id(x)] = _flat(x, shape)
            one = flat[id(x)]
            return one[part] if isinstance(one, np.ndarray) else one

        with np.errstate(all="ignore"):  # what is not finite is caught here
            for answer, value in zip(answers, compute(picked), strict=True):
                answer[part] = np.real(value) if real else value
                finite(answer[part])

    blocks.each(size, block)
    return [answer.reshape(shape) if shape else answer[0] for answer in answers]


def _flat(x, shape):
    """Return `x` broadcast to `shape` as something to take slices of; a plain number stays one."""
    if not np.ndim(x):
        return np.complex128(x) if isinstance(x, complex) else np.float64(x)
    return x.reshape(-1) if x.shape == shape else np.broadcast_to(x, shape).reshape(-1)


NOT_FINITE = (
    "the solution is not finite: at these parameters the equations are singular or exceed the range of "
    "floating-point numbers. Check that something takes up what is emitted, P_os P_so close to 1, negative "
    "conductances and extreme ratios."
)


LARGEST = 1e30
"""No answer is larger; where nothing takes up what is emitted, only the length that stands for inf limits it."""


def finite(answer):
    """Refuse an answer that is not finite."""
    answer = np.asarray(answer)
    if not all(np.max(np.abs(part), initial=0) < LARGEST for part in (answer.real, answer.imag)):
        raise ArithmeticError(NOT_FINITE)


def _warm_up_allocator(size):
    """Let the C library keep the memory of a block instead of returning it after every operation.

    glibc raises its thresholds for that when a large piece is freed, to twice its size; without it, or where it is
    smaller than all that a block frees, pages are handed back and zeroed again, which costs more than the arithmetic.
    """
    if size > 512:
        np.empty(2**24, np.uint8)  # freed at once
