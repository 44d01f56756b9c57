"""The torque of a stack in the terms of micromagnetic codes.

Each function returns `Lines`: text for that code with its explanation in comments, and the numbers in ``arguments``.
The signs are those of `observables`: z is the normal of the film, layers from below as in the stack, E and the current
along +x, y = z x x, and::

    dm/dt = -gamma m x B + alpha m x dm/dt + gamma b_DL m x (y x m) + gamma b_FL m x y
    b = hbar xi_j j/(2 e M_s d_F)

All codes take g = 2 here.  The Oersted field is not in the torque.  `mumax3` tells the options that all share.
Names and signs were read in the sources: mumax3 engine/torque.go and cuda/slonczewski2.cu, mumax+ ferromagnet.py and
stt.cu, micromagneticmodel slonczewski.py, OOMMF spinxferevolve.cc, BORIS SOTField.cpp and MeshParams.cpp, magnum.np
spintorque_sot.py.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from .. import checks, observables
from ..pumping import pump
from ..solution import solve
from ..stack import Stack
from .answers import described, single


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

    def numbers(self, alpha: str = "alpha", **numbers: Any) -> dict[str, Any]:
        """Return numbers by name, with the damping where it was asked for."""
        return numbers if self.alpha is None else numbers | {alpha: self.alpha}


def _torque(
    code: str,
    stack: Stack,
    M_s: float | None = None,
    current_layer: int | str | None = None,
    j: float = 1e11,
    alpha: float | None = None,
    layer: int | str | None = None,
    closure: Any = "reciprocal",
    never_zero: str = "",
) -> _Torque:
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
    solution = solve(stack, closure=closure)
    xi = observables.xi_j(solution, layer=current_layer, magnet=i)
    if never_zero and xi.real == 0:
        raise ValueError(f"{owner}: the damping-like torque is 0, and {never_zero}; set a field.")
    b = observables.torque_field(xi * j, M_s, magnet.thickness)
    made = described(stack, {"closure": closure})
    notes = [
        f"Torque on {place} of {stack!r}",
        f"orbitronics {made['orbitronics']}, closure={closure!r}, stack = {made['stack']}",
        f"j = {j:g} A/m^2 along +x in {metal}; xi_DL = {xi.real:.6g}, xi_FL = {xi.imag:.6g} refer to it",
        f"b_DL = {b.real:.6g} T (field b_DL m x y), b_FL = {b.imag:.6g} T (field -b_FL y) at this j",
        "signs hold for the order of the layers in the stack, z upwards; a positive j flows along +x",
        f"thickness that counts: {magnet.thickness:g} m, the whole magnet, whatever the cells",
        _oersted(solution, i, current_layer, j),
        "damping is not set: give alpha= of the magnet alone, and what pumping adds is put on top",
    ]
    if alpha is not None:
        alpha = checks.positive(owner, "alpha", alpha, "")
        added = float(pump(stack, i, closure=closure).damping(M_s).alpha)
        notes[-1] = f"alpha = {alpha:g} of the magnet alone + {added:.4g} by pumping into the stack"
        alpha += added
    return _Torque(float(xi.real), float(xi.imag), j, float(M_s), float(magnet.thickness), alpha, notes)


def _oersted(solution: Any, magnet: int, current_layer: Any, j: float) -> str:
    try:
        here = observables.current_density(solution, current_layer)
        field = float(observables.oersted_field(solution, magnet=magnet) / here * j)
    except ValueError:
        return "the Oersted field is not in the torque; give every layer sigma to have it told here"
    return f"the Oersted field, {-field:.6g} T along y at this j, is not in the torque: add it once, as a field"


def _lines(comment: str, notes: list[str], text: Iterable[str], arguments: dict[str, Any]) -> Lines:
    found = Lines("\n".join([*(f"{comment} {one}" for one in notes), *text]) + "\n")
    found.arguments = arguments
    return found


def mumax3(stack: Stack, **options: Any) -> Lines:
    """Return the lines for mumax3.

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
    numbers = t.numbers(
        Msat=t.M_s, J=(0, 0, t.j), FixedLayer=(0, 1, 0), Pol=t.DL, Lambda=1, EpsilonPrime=-t.FL / 2,
        FreeLayerThickness=t.d,
    )  # fmt: skip
    notes = [
        *t.notes,
        "only J_z is used; FIXEDLAYER_BOTTOM would turn the sign. Versions whose torque has (A - alpha B) instead of",
        "(A + alpha B) are wrong by the order of alpha xi_FL",
    ]
    text = [
        f"{name} = {f'vector{value}' if isinstance(value, tuple) else repr(value)}" for name, value in numbers.items()
    ]
    return _lines("//", notes, ["DisableZhangLiTorque = true", "FixedLayerPosition = FIXEDLAYER_TOP", *text], numbers)


def mumaxplus(stack: Stack, magnet: str = "magnet", **options: Any) -> Lines:
    """Return the lines for mumax+; `magnet` is the name of the Ferromagnet in the script, the rest as in `mumax3`."""
    t = _torque("mumaxplus", stack, **options)
    numbers = t.numbers(
        enable_zhang_li_torque=False, msat=t.M_s, jcur=(0, 0, t.j), fixed_layer=(0, 1, 0), fixed_layer_on_top=True,
        pol=t.DL, Lambda=1, epsilon_prime=-t.FL / 2, free_layer_thickness=t.d,
    )  # fmt: skip
    notes = [*t.notes, "Lambda = 1 must be said, the default is 0"]
    return _lines("#", notes, (f"{magnet}.{name} = {value!r}" for name, value in numbers.items()), numbers)


def _per_cell(t: _Torque, code: str, cells: int) -> float:
    """Return the current density of codes that take the cell along z for the thickness."""
    if isinstance(cells, bool) or not isinstance(cells, int | np.integer) or cells < 1:
        raise ValueError(f"export.{code}: cells = {cells!r}; give the number of cells along z, at least 1.")
    t.notes.append(f"J = j/{cells}, as the cell along z is taken for the thickness; M_s of the magnet: {t.M_s:g} A/m")
    return t.j / cells


def ubermag(stack: Stack, cells: int = 1, **options: Any) -> Lines:
    """Return the term for ubermag (micromagneticmodel); `cells` along z, the rest as in `mumax3`."""
    t = _torque("ubermag", stack, **options, never_zero="P must be positive there")
    s = 1 if t.DL > 0 else -1
    numbers = {"J": _per_cell(t, "ubermag", cells), "mp": (0, s, 0), "P": abs(t.DL), "Lambda": 1,
               "eps_prime": -s * t.FL / 2}  # fmt: skip
    t.notes.append("P must be positive: the sign of xi_DL is in mp")
    text = [f"system.dynamics += mm.Slonczewski({', '.join(f'{name}={value!r}' for name, value in numbers.items())})"]
    if t.alpha is not None:
        text.append(f"system.dynamics += mm.Damping(alpha={t.alpha!r})")
    return _lines("#", t.notes, text, numbers)


def oommf(stack: Stack, cells: int = 1, **options: Any) -> Lines:
    """Return the block for OOMMF (Oxs_SpinXferEvolve); `cells` along z, the rest as in `mumax3`."""
    t = _torque("oommf", stack, **options)
    J = _per_cell(t, "oommf", cells)
    numbers = t.numbers(J=J, mp=(0, 1, 0), P=t.DL, Lambda=1, eps_prime=-t.FL / 2)
    values = {name: f"{{{' '.join(map(str, v))}}}" if isinstance(v, tuple) else repr(v) for name, v in numbers.items()}
    text = ["Specify Oxs_SpinXferEvolve:evolver {", *(f"  {name} {value}" for name, value in values.items()), "}"]
    return _lines("#", t.notes, text, numbers)


def boris(stack: Stack, mesh: str = "permalloy", **options: Any) -> Lines:
    """Return the Python lines for BORIS (module SOTfield); `mesh` is the magnet's mesh, the rest as in `mumax3`."""
    t = _torque("boris", stack, **options, never_zero="flST is a ratio to it")
    numbers = t.numbers("damping", Ms=t.M_s, SHA=-t.DL, flST=-t.FL / t.DL)
    notes = [
        *t.notes,
        "flST is the ratio to SHA, STp stays (0, 0, 1); the current is that of the module transport: set it along +x,",
        "so that it is j in the magnet's mesh, whose thickness must be that of the magnet",
    ]
    text = [f"ns.addmodule({mesh!r}, {module!r})" for module in ("transport", "SOTfield")]
    text += [f"ns.setparam({mesh!r}, {name!r}, {value!r})" for name, value in numbers.items()]
    return _lines("#", notes, text, numbers)


def magnumnp(stack: Stack, **options: Any) -> Lines:
    """Return the lines for magnum.np (SpinOrbitTorque); options as in `mumax3`."""
    t = _torque("magnumnp", stack, **options)
    numbers = t.numbers(Ms=t.M_s, p=[0, 1, 0], je=t.j, d=t.d, eta_damp=-t.DL, eta_field=t.FL)
    text = [
        f'state.material["{name}"] = {f"state.Constant({value})" if name == "p" else repr(value)}'
        for name, value in numbers.items()
    ]
    return _lines("#", t.notes, [*text, "torque = SpinOrbitTorque()"], numbers)


CODES = {one.__name__: one for one in (mumax3, mumaxplus, ubermag, oommf, boris, magnumnp)}
"""The functions by the name of their code."""
