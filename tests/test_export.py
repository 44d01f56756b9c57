"""What is handed to micromagnetic codes, against the motion of m that each code makes of it.

The formulas of the codes are written out here from their sources and documentation, apart from the library's.
"""

import re

import numpy as np
import pytest
import workbench

import orbitronics as ob
from orbitronics import nm, observables

HBAR, E, MU_B, MU_0 = 1.054571817e-34, 1.602176634e-19, 9.2740100657e-24, 1.25663706127e-6
GAMMA = 2 * MU_B / HBAR
ALPHA, J = 0.013, 2.5e11
STACKS = {
    "below": workbench.stack(workbench.FINITE),
    "above": workbench.NI(3 * nm) | workbench.TI.replace(sigma_OHE=2e5, sigma_SHE=6e4)(9 * nm),
}


def expected(stack, m):
    """Return dm/dt of the torque alone in Landau-Lifshitz-Gilbert form, from the fields b of the observables."""
    b = J * observables.field_per_current(ob.solve(stack, closure="reciprocal"), layer="Ti")
    y = np.array([0.0, 1.0, 0.0])
    return GAMMA * (b.real * np.cross(m, np.cross(y, m)) + b.imag * np.cross(m, y))


def numbers_in(text):
    return {name: value for name, value in re.findall(r"^\s*(?:\w+\.)*(\w+) ?=? ?(.+)$", text, re.MULTILINE)}


def vector(text):
    return np.array([float(x) for x in re.findall(r"-?[\d.]+(?:e[+-]?\d+)?", text)])


def slonczewski(m, p, J_z, M_s, d, pol, lam, eps_prime):
    """mumax3, cuda/slonczewski2.cu; mumax+; without damping: gamma (A m x (p x m) + B p x m)."""
    beta = HBAR / E * J_z / (d * M_s)
    epsilon = pol * lam**2 / ((lam**2 + 1) + (lam**2 - 1) * (p @ m))
    pxm = np.cross(p, m)
    return GAMMA * (beta * epsilon * np.cross(m, pxm) + beta * eps_prime * pxm)


def of_mumax3(text, m):
    n = numbers_in(text)
    assert n["DisableZhangLiTorque"] == "true" and n["FixedLayerPosition"] == "FIXEDLAYER_TOP"
    return slonczewski(
        m, vector(n["FixedLayer"]), vector(n["J"])[2], float(n["Msat"]), float(n["FreeLayerThickness"]),
        float(n["Pol"]), float(n["Lambda"]), float(n["EpsilonPrime"]),
    )  # fmt: skip


def of_mumaxplus(text, m):
    n = numbers_in(text)
    assert n["fixed_layer_on_top"] == "True"
    return slonczewski(
        m, vector(n["fixed_layer"]), vector(n["jcur"])[2], float(n["msat"]), float(n["free_layer_thickness"]),
        float(n["pol"]), float(n["Lambda"]), float(n["epsilon_prime"]),
    )  # fmt: skip


def _ubermag(m, n, M_s, cell):
    """micromagneticmodel, OOMMF spinxferevolve.cc: gamma_0 beta (eps m x m_p x m - eps' m x m_p),
    beta = hbar J/(mu_0 e t M_s), t the cell along z."""
    p, lam = vector(n["mp"]), float(n["Lambda"])
    beta = HBAR / (MU_0 * E) * float(n["J"]) / (cell * M_s)
    epsilon = float(n["P"]) * lam**2 / ((lam**2 + 1) + (lam**2 - 1) * (m @ p))
    gamma_0 = GAMMA * MU_0
    return gamma_0 * beta * (epsilon * np.cross(m, np.cross(p, m)) - float(n["eps_prime"]) * np.cross(m, p))


def of_ubermag(text, m, cell, M_s):
    inside = re.search(r"mm\.Slonczewski\((.*)\)$", text, re.MULTILINE)[1]
    n = dict(re.findall(r"(\w+)=(\(.*?\)|[^,]+)", inside))
    assert float(n["P"]) > 0  # its descriptor refuses anything else
    return _ubermag(m, n, M_s, cell)


def of_oommf(text, m, cell, M_s):
    block = re.search(r"Oxs_SpinXferEvolve:evolver \{\n(.*?)\n\}", text, re.DOTALL)[1]
    return _ubermag(m, dict(line.split(maxsplit=1) for line in block.splitlines()), M_s, cell)


def of_boris(text, m, d):
    """Boris, SOTField.cpp: H += -(SHA mu_B/(e GAMMA))/(M_s d) (m x p + flSOT p), p = z x J; GAMMA is gamma mu_0.
    MeshParams.cpp calls the parameter flSOT of the source flST."""
    assert "ns.addmodule('permalloy', 'SOTfield')" in text
    found = re.findall(r"^ns\.setparam\('permalloy', '(\w+)', (\S+)\)$", text, re.MULTILINE)
    n = {name: float(value) for name, value in found}
    p = np.cross([0, 0, 1], [J, 0, 0])
    gamma_0 = GAMMA * MU_0
    H = -(n["SHA"] * MU_B / (E * gamma_0)) / (n["Ms"] * d) * (np.cross(m, p) + n["flST"] * p)
    return -gamma_0 * np.cross(m, H)


def of_magnumnp(text, m):
    """magnum.np, spintorque_sot.py: H = -je hbar/(2 e M_s mu_0 d) (eta_damp m x p + eta_field p)."""
    n = dict(re.findall(r'^state\.material\["(\w+)"\] = (.+)$', text, re.MULTILINE))
    p = vector(re.fullmatch(r"state\.Constant\((.+)\)", n["p"])[1])
    H = float(n["eta_damp"]) * np.cross(m, p) + float(n["eta_field"]) * p
    H = -float(n["je"]) * HBAR / (2 * E * float(n["Ms"]) * MU_0 * float(n["d"])) * H
    return -GAMMA * MU_0 * np.cross(m, H)


@pytest.mark.parametrize("place", STACKS)
@pytest.mark.parametrize("code", ["mumax3", "mumaxplus", "ubermag", "oommf", "boris", "magnumnp"])
def test_the_code_moves_m_as_the_fields_do(code, place):
    stack, rng = STACKS[place], np.random.default_rng(4)
    d, M_s = stack["Ni.thickness"], 4.9e5
    cells = {"cells": 3} if code in ("ubermag", "oommf") else {}
    text = getattr(ob.export, code)(stack, current_layer="Ti", j=J, **cells)
    for m in rng.standard_normal((5, 3)):
        m /= np.linalg.norm(m)
        extra = {"ubermag": (d / 3, M_s), "oommf": (d / 3, M_s), "boris": (d,)}.get(code, ())
        found = globals()[f"of_{code}"](text, m, *extra)
        assert found == pytest.approx(expected(stack, m), rel=1e-9, abs=1e-9 * np.abs(expected(stack, m)).max())
    xi = observables.xi_j(ob.solve(stack, closure="reciprocal"), layer="Ti")
    assert (xi.real < 0) == (place == "below") or place == "above"
    assert f"xi_DL = {xi.real:.6g}, xi_FL = {xi.imag:.6g}" in text


@pytest.mark.filterwarnings("ignore::orbitronics.NotReciprocalWarning")
def test_damping_is_that_of_the_magnet_and_what_pumping_adds():
    stack = STACKS["below"]
    added = ob.pump(stack).damping(4.9e5).alpha
    for code in ("mumax3", "mumaxplus", "boris", "magnumnp"):
        lines = getattr(ob.export, code)(stack, current_layer="Ti", alpha=ALPHA)
        assert (lines.arguments.get("alpha") or lines.arguments["damping"]) == pytest.approx(ALPHA + added)
    for code in ("ubermag", "oommf"):
        text = getattr(ob.export, code)(stack, current_layer="Ti", alpha=ALPHA)
        assert float(re.search(r"alpha[= ]([\d.]+)\)?$", text, re.MULTILINE)[1]) == pytest.approx(ALPHA + added)
    assert "what pumping adds is put on top" in ob.export.mumax3(stack)


def test_the_comments_say_what_must_be_known():
    stack = STACKS["below"]
    text = ob.export.mumax3(stack, current_layer="Ti", j=J)
    b = J * observables.field_per_current(ob.solve(stack, closure="reciprocal"), layer="Ti")
    sol = ob.solve(stack, E=J / 1.9e6, closure="reciprocal")
    for part in (
        "2.5e+11 A/m^2 along +x in Ti", f"b_DL = {b.real:.6g} T", f"b_FL = {b.imag:.6g} T",
        "6.5e-09 m, the whole magnet", f"{-observables.oersted_field(sol):.6g} T along y",
        f"orbitronics {ob.__version__}", "closure='reciprocal'", "J = vector(0, 0, ",
    ):  # fmt: skip
        assert part in text, part
    capped = workbench.TI(5 * nm) | workbench.NI(2 * nm) | workbench.TI.replace(name="cap", sigma=None)(1 * nm)
    assert "give every layer sigma" in ob.export.mumax3(capped, current_layer="Ti")


def test_it_says_what_is_missing():
    bare = workbench.TI(5 * nm) | workbench.NI.replace(M_s=None)(2 * nm)
    with pytest.raises(ValueError, match=r"export.mumax3: Ni.M_s is not given; pass M_s in A/m"):
        ob.export.mumax3(bare, current_layer="Ti")
    assert ob.export.mumax3(bare, M_s=6e5, current_layer="Ti").arguments["Msat"] == 6e5
    with pytest.raises(ValueError, match=r"xi_j: Ti\.sigma is not given"):
        ob.export.boris(workbench.TI.replace(sigma=None)(5 * nm) | workbench.NI(2 * nm), current_layer="Ti")
    with pytest.raises(ValueError, match="j = -1 A/m\\^2; it must be positive"):
        ob.export.oommf(STACKS["below"], j=-1.0)
    with pytest.raises(ValueError, match="cells = 0"):
        ob.export.ubermag(STACKS["below"], cells=0)
    idle = workbench.NI(2 * nm) | workbench.TI.replace(sigma_SHE=0.0, sigma_OHE=0.0)(2 * nm)
    with pytest.warns(ob.TorqueWarning), pytest.raises(ValueError, match="P must be positive there"):
        ob.export.ubermag(idle)
    with pytest.warns(ob.TorqueWarning, match="nothing in this stack drives"):
        assert "  P 0.0\n" in ob.export.oommf(idle)  # which takes any sign, and none
    with pytest.raises(ValueError, match=r"Ni\.thickness is an array"):
        ob.export.magnumnp(workbench.TI(5 * nm) | workbench.NI([1e-9, 2e-9]))
