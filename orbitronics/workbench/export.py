"""The torque of a stack in the terms of micromagnetic codes.

Each function returns `Lines`: text for that code with its explanation in comments, and the numbers in ``arguments``.
The signs are those of `observables`: z is the normal of the film, layers from below as in the stack, E and the current
along +x, y = z x x, and::

    dm/dt = -gamma m x B + alpha m x dm/dt + gamma b_DL m x (y x m) + gamma b_FL m x y
    b = hbar xi_j j/(2 e M_s d_F)

All codes take g = 2 here.  The Oersted field is not in the torque.  `mumax3` tells the options that all share.
"""

import json
from typing import Any, NamedTuple

import numpy as np

from .. import checks, observables
from ..pumping import pump
from ..solution import solve
from ..stack import Stack
from .answers import single


class Lines(str):
    """Text for a code; `arguments` holds its numbers by name."""

    arguments: dict[str, Any]


class _Torque(NamedTuple):
    DL: float
    FL: float
    j: float
    M_s: float
    d: float
    alpha: float | None
    notes: list[str]


def _torque(
    code: str,
    stack: Stack,
    M_s: float | None = None,
    current_layer: int | str | None = None,
    j: float = 1e11,
    alpha: float | None = None,
    layer: int | str | None = None,
    closure: str = "reciprocal",
) -> _Torque:
    from .. import __version__

    owner = f"export.{code}"
    stack = single(owner, stack)
    j = checks.positive(owner, "j", j, "A/m^2")
    i = stack.find(layer, magnetic=True)
    metal = "all layers on average" if current_layer is None else stack.place(stack.find(current_layer))
    magnet: Any = stack.layers[i]
    place = stack.place(i)
    M_s = magnet.material.M_s if M_s is None else checks.quantity(owner, "M_s", M_s)
    if M_s is None:
        raise ValueError(f"{owner}: {place}.M_s is not given; pass M_s in A/m, or give it to the material.")
    if magnet.thickness == 0:
        raise ValueError(f"{owner}: {place} has thickness 0; there is nothing to exert a torque on.")
    solution = solve(stack, closure=closure)  # type: ignore[arg-type]
    xi = observables.xi_j(solution, layer=current_layer, magnet=i)
    b = observables.torque_field(xi * j, M_s, magnet.thickness)
    notes = [
        f"Torque on {place} of {stack!r}",
        f"orbitronics {__version__}, closure={closure!r}, stack = {json.dumps(stack.to_dict())}",
        f"j = {j:g} A/m^2 along +x in {metal}; xi_DL = {xi.real:.6g}, xi_FL = {xi.imag:.6g} refer to it",
        f"b_DL = {b.real:.6g} T (field b_DL m x y), b_FL = {b.imag:.6g} T (field -b_FL y) at this j",
        "signs hold for the order of the layers in the stack, z upwards; a positive j flows along +x",
        f"thickness that counts: {magnet.thickness:g} m, the whole magnet, whatever the cells",
        _oersted(solution, i, current_layer, j),
    ]
    total = None
    if alpha is not None:
        alpha = checks.positive(owner, "alpha", alpha, "")
        added = float(pump(stack, i, closure=closure).damping(M_s).alpha)  # type: ignore[arg-type]
        total = alpha + added
        notes.append(f"alpha = {alpha:g} of the magnet alone + {added:.4g} by pumping into the stack")
    else:
        notes.append("damping is not set: give alpha= of the magnet alone, and what pumping adds is put on top")
    return _Torque(float(xi.real), float(xi.imag), j, float(M_s), float(magnet.thickness), total, notes)


def _oersted(solution: Any, magnet: int, current_layer: Any, j: float) -> str:
    try:
        here = observables.current_density(solution, current_layer)
        field = float(observables.oersted_field(solution, magnet=magnet) / here * j)
    except ValueError:
        return "the Oersted field is not in the torque; give every layer sigma to have it told here"
    return f"the Oersted field, {-field:.6g} T along y at this j, is not in the torque: add it once, as a field"


def _lines(notes: list[str], comment: str, text: list[str], arguments: dict[str, Any]) -> Lines:
    found = Lines("\n".join([*(f"{comment} {one}" for one in notes), *text]) + "\n")
    found.arguments = arguments
    return found


def mumax3(stack: Stack, **options: Any) -> Lines:
    """Return the lines for mumax3 (engine/torque.go, cuda/slonczewski2.cu).

    Parameters
    ----------
    stack : Stack
        With single numbers.
    M_s : float, optional
        Saturation magnetisation, A/m; by default that of the magnet.
    current_layer : int or str, optional
        The metal in which `j` flows; by default `j` is the average over the conducting layers.
    j : float
        Current density along +x, A/m^2, by default 1e11.
    alpha : float, optional
        Damping of the magnet alone; what pumping adds is put on top.
    layer : int or str, optional
        The magnet, needed where there are several.
    closure : {"reciprocal", "paper"}
        As of `solve`; by default "reciprocal", whose exchange torque is what moves the magnetisation.

    Returns
    -------
    Lines

    Raises
    ------
    TypeError, ValueError
        If the stack has arrays, or lacks `M_s` or the charge conductivity `sigma` that is needed.
    """
    t = _torque("mumax3", stack, **options)
    numbers = {"Msat": t.M_s, "J": (0, 0, t.j), "FixedLayer": (0, 1, 0), "Pol": t.DL, "Lambda": 1,
               "EpsilonPrime": -t.FL / 2, "FreeLayerThickness": t.d}  # fmt: skip
    if t.alpha is not None:
        numbers["alpha"] = t.alpha
    notes = [
        *t.notes,
        "only J_z is used; FIXEDLAYER_BOTTOM would turn the sign. Versions whose torque has (A - alpha B) instead of",
        "(A + alpha B) are wrong by the order of alpha xi_FL",
    ]
    text = ["DisableZhangLiTorque = true", "FixedLayerPosition = FIXEDLAYER_TOP"]
    text += [
        f"{name} = {'vector' + repr(value) if isinstance(value, tuple) else repr(value)}"
        for name, value in numbers.items()
    ]
    return _lines(notes, "//", text, numbers)


def mumaxplus(stack: Stack, magnet: str = "magnet", **options: Any) -> Lines:
    """Return the lines for mumax+; `magnet` is the name of the Ferromagnet in the script, the rest as in `mumax3`."""
    t = _torque("mumaxplus", stack, **options)
    numbers = {"msat": t.M_s, "jcur": (0, 0, t.j), "fixed_layer": (0, 1, 0), "fixed_layer_on_top": True, "pol": t.DL,
               "Lambda": 1, "epsilon_prime": -t.FL / 2, "free_layer_thickness": t.d}  # fmt: skip
    if t.alpha is not None:
        numbers["alpha"] = t.alpha
    notes = [*t.notes, "Lambda = 1 must be said, the default is 0"]
    return _lines(notes, "#", [f"{magnet}.{name} = {value!r}" for name, value in numbers.items()], numbers)


def _slonczewski(code: str, stack: Stack, cells: int, options: dict[str, Any]) -> tuple[_Torque, dict[str, Any]]:
    if isinstance(cells, bool) or not isinstance(cells, int | np.integer) or cells < 1:
        raise ValueError(f"export.{code}: cells = {cells!r}; give the number of cells along z, at least 1.")
    t = _torque(code, stack, **options)
    if t.DL == 0:
        raise ValueError(
            f"export.{code}: the damping-like torque is 0, and P must be positive there; set a field B_FL."
        )
    s = 1 if t.DL > 0 else -1
    t.notes.append(
        f"P must be positive: the sign of xi_DL is in mp; J = j/{cells}, as the cell is taken for the thickness"
    )
    return t, {"J": t.j / cells, "mp": (0, s, 0), "P": abs(t.DL), "Lambda": 1, "eps_prime": -s * t.FL / 2}


def ubermag(stack: Stack, cells: int = 1, **options: Any) -> Lines:
    """Return the term for ubermag (micromagneticmodel); `cells` along z, the rest as in `mumax3`."""
    t, numbers = _slonczewski("ubermag", stack, cells, options)
    inside = ", ".join(f"{name}={value!r}" for name, value in numbers.items())
    text = [f"system.dynamics += mm.Slonczewski({inside})"]
    if t.alpha is not None:
        text.append(f"system.dynamics += mm.Damping(alpha={t.alpha!r})")
    return _lines([*t.notes, f"Ms of the system: {t.M_s:g} A/m"], "#", text, numbers)


def oommf(stack: Stack, cells: int = 1, **options: Any) -> Lines:
    """Return the block for OOMMF (Oxs_SpinXferEvolve); `cells` along z, the rest as in `mumax3`."""
    t, numbers = _slonczewski("oommf", stack, cells, options)
    x, y, z = numbers["mp"]
    text = [
        "Specify Oxs_SpinXferEvolve:evolver {",
        *([f"  alpha {t.alpha!r}"] if t.alpha is not None else []),
        f"  J {numbers['J']!r}",
        f"  mp {{ Oxs_UniformVectorField {{ vector {{{x} {y} {z}}} }} }}",
        f"  P {numbers['P']!r}",
        f"  Lambda {numbers['Lambda']!r}",
        f"  eps_prime {numbers['eps_prime']!r}",
        "}",
    ]
    return _lines([*t.notes, f"Ms of the driver: {t.M_s:g} A/m"], "#", text, numbers)


def boris(stack: Stack, mesh: str = "permalloy", **options: Any) -> Lines:
    """Return the commands for BORIS (module SOTfield); `mesh` is the magnet's mesh, the rest as in `mumax3`."""
    t = _torque("boris", stack, **options)
    if t.DL == 0:
        raise ValueError("export.boris: the damping-like torque is 0, and flSOT is a ratio to it; set a field B_FL.")
    numbers = {"Ms": t.M_s, "SHA": -t.DL, "flSOT": -t.FL / t.DL}
    if t.alpha is not None:
        numbers["damping"] = t.alpha
    notes = [
        *t.notes,
        "flSOT is the ratio to SHA; the current is set in the transport module, along +x, so that it is j in the",
        "magnet's mesh; its thickness there must be that of the magnet",
    ]
    text = [f"addmodule {mesh} SOTfield", *(f"setparam {mesh} {name} {value!r}" for name, value in numbers.items())]
    return _lines(notes, "#", text, numbers)


def magnumnp(stack: Stack, **options: Any) -> Lines:
    """Return the lines for magnum.np (SpinOrbitTorque); options as in `mumax3`."""
    t = _torque("magnumnp", stack, **options)
    numbers = {"Ms": t.M_s, "p": [0, 1, 0], "je": t.j, "d": t.d, "eta_damp": -t.DL, "eta_field": t.FL}
    if t.alpha is not None:
        numbers["alpha"] = t.alpha
    text = [f'state.material["{name}"] = {value!r}' for name, value in numbers.items()]
    return _lines(t.notes, "#", [*text, "torque = SpinOrbitTorque()"], numbers)


CODES = {one.__name__: one for one in (mumax3, mumaxplus, ubermag, oommf, boris, magnumnp)}
"""The functions by the name of their code."""
