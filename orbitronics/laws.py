"""What a stack has to obey: passivity and Onsager's relations; the warnings where it does not."""

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from . import blocks, terms

if TYPE_CHECKING:
    from .solution import Solution


class NotPassiveWarning(UserWarning):
    """The chosen parameters let a layer or an interface deliver power (physics: not passive)."""


class NotReciprocalWarning(UserWarning):
    """The chosen closure or parameters break Onsager reciprocity: emitting and detecting differ."""


class TorqueWarning(UserWarning):
    """The torque asked for is not what exchange takes up, or holds what no exchange supplies."""


def warn_if_active(stack: Any) -> None:
    """Warn of each layer and interface that could deliver power."""

    def tell(text: str) -> None:
        warnings.warn(text, NotPassiveWarning, stacklevel=5)

    slack = 1 + 1e-12  # a conductance matrix that is singular to rounding is still passive
    for i, layer in enumerate(stack.layers):
        m = layer.material
        if blocks.anywhere(
            lambda P_os, P_so, s, o: np.square(P_os * o + P_so * s) > 4 * s * o * slack,
            *(m.P_os, m.P_so, m.sigma_s, m.sigma_o),
        ):
            tell(
                f"layer {i} ({layer.name}) is not passive: (P_os sigma_o + P_so sigma_s)^2 exceeds "
                "4 sigma_s sigma_o, so diffusion in it can deliver power."
            )
        if not (np.any(m.Gamma_os) or np.any(m.Gamma_so)):
            continue
        rate = m.sigma_s / np.square(m.lambda_sf if layer.magnetic else m.lambda_s) * m.sigma_o / np.square(m.lambda_o)
        if np.any(np.square(np.add(m.Gamma_os, m.Gamma_so)) > 4 * rate * slack):
            tell(
                f"layer {i} ({layer.name}) is not passive: ((Gamma_os + Gamma_so)/2)^2 exceeds the product of the "
                "two relaxation rates (|chi| > 1), so relaxation in it can deliver power."
            )
    for i, G in enumerate(stack.interfaces):
        if G.is_transparent:
            continue
        mean = np.add(G.G_os, G.G_so) / 2
        active = (np.minimum(G.G_s, G.G_o) < 0) | (np.square(mean) > np.multiply(G.G_s, G.G_o) * slack)
        if np.any(active):
            tell(
                f"interface {i} is not passive: it needs G_s, G_o >= 0 and G_s G_o >= ((G_os + G_so)/2)^2, "
                "or it can deliver power."
            )


def reciprocal(solution: "Solution") -> bool:
    """Return whether all layers and interfaces of a solution obey Onsager's relations."""
    stack, closure = solution.stack, solution.closure
    return all(
        np.all(terms.symmetric(one.material, np.asarray, one.thickness, one.magnetic, closure)) for one in stack.layers
    ) and all(one.is_transparent or np.all(terms.symmetric_between(one, np.asarray)) for one in stack.interfaces)


def warn_if_not_reciprocal(solution: "Solution", what: str) -> None:
    """Warn, with how much emitting and detecting differ in the layer or interface that differs most."""
    if reciprocal(solution):
        return
    stack, found = solution.stack, []
    for i, layer in enumerate(stack.layers):
        Y = np.where(np.greater(layer.thickness, 0)[..., None, None], solution.admittance(i), 0)
        found.append(_apart(stack.place(i), "Y", Y[..., 0, 1], Y[..., 1, 0]))
    for i, one in enumerate(stack.interfaces):
        if not one.is_transparent:
            found.append(_apart(stack.between(i), "G", one.G_os, one.G_so))
    text = f"with these numbers breaks reciprocity; {max(found, key=lambda one: one[0])[1]}, which should be 1."
    warnings.warn(f"{what}: closure={solution.closure!r} {text}", NotReciprocalWarning, stacklevel=3)


def _apart(place: str, name: str, os: Any, so: Any) -> tuple[float, str]:
    """Return by how much two elements of a matrix differ at most, and their ratio there, as text."""
    os, so = (one.reshape(-1) for one in np.broadcast_arrays(os, so))
    size = np.maximum(abs(os), abs(so))
    apart = abs(os - so) / np.where(size > 0, size, 1)
    j = int(np.argmax(apart))
    ratio = so[j] / os[j] if os[j] else 0.0
    text = "infinite" if os[j] == 0 else f"{ratio:.3g}" if apart[j] > 0.01 else f"1 + ({ratio - 1:.2g})"
    return float(apart[j]), f"in {place} {name}_so/{name}_os = {text}"
