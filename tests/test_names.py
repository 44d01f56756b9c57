"""Where modules are found: short names, former names, and what they may be called."""

import importlib
import inspect
import pkgutil
import subprocess
import sys

import numpy as np
import pytest

import orbitronics as ob
from orbitronics import deprecated, nm


@pytest.mark.parametrize(("short", "long"), deprecated.SHORT.items())
def test_short_names_are_the_modules_themselves(short, long):
    module = importlib.import_module(f"orbitronics.{long}")
    assert getattr(ob, short) is module
    assert importlib.import_module(f"orbitronics.{short}") is module
    assert module.__name__ == module.__spec__.name == f"orbitronics.{long}"
    assert short in dir(ob)


def former_module(name):
    sys.modules.pop(f"orbitronics.{name}", None)
    with pytest.warns(DeprecationWarning, match=f"orbitronics.{deprecated.FORMER[name]}") as caught:
        module = importlib.import_module(f"orbitronics.{name}")
    assert len(caught) == 1
    vars(ob).pop(name, None)  # ob.sweep stays the function
    sys.modules.pop(f"orbitronics.{name}")
    return module


@pytest.mark.parametrize("name", deprecated.FORMER)
def test_former_modules_warn_and_hold_what_they_held(name):
    module, now = former_module(name), importlib.import_module(f"orbitronics.{deprecated.FORMER[name]}")
    public = {one for one in vars(now) if not one.startswith("_")}
    assert public <= set(vars(module))
    if name == "symbols":
        assert module.SYMBOLS is now.QUANTITIES


def test_functions_of_the_former_bilayer_answer_and_warn():
    """Against `solve` of the materials, N and F different in everything."""
    bilayer = former_module("bilayer")
    v = bilayer.PAPER | {"d_N": 3 * nm, "d_F": 2 * nm, "sigma_s_F": 3e6, "sigma_o_N": 2e5, "P_os": 0.3, "P_so": -0.2}
    v |= {"interface": "finite", "G_os": 2e14, "G_so": -1e14, "closure": "reciprocal"}
    N = ob.NormalMetal(sigma_s=1e6, sigma_o=2e5, lambda_s=3 * nm, lambda_o=5 * nm, sigma_SHE=0.5, sigma_OHE=2.0)
    F = ob.Ferromagnet(
        sigma_s=3e6, sigma_o=1e6, lambda_sf=3 * nm, lambda_J=0.5 * nm, lambda_phi=nm, lambda_o=5 * nm,
        P_os=0.3, P_so=-0.2,
    )  # fmt: skip
    G = ob.Interface(G_s=1e15, G_o=1e15, G_os=2e14, G_so=-1e14)
    d = np.array([1, 4]) * nm
    sol = ob.solve(N(3 * nm) | G | F(d), closure="reciprocal")
    with pytest.warns(DeprecationWarning, match="sample"):
        assert bilayer.torque(v, (0.5, 2.0), "d_F")(d) == pytest.approx(sol.torque(), rel=1e-13)
    with pytest.warns(DeprecationWarning, match="sample"):
        J_s, J_o = bilayer.interface_currents(v, (0.5, 2.0), "d_F")(d)
    assert J_s == pytest.approx(sol.interface(0)["J_s"], rel=1e-13)
    assert J_o == pytest.approx(sol.interface(0)["J_o"], rel=1e-13)
    with pytest.warns(DeprecationWarning, match="sample"):
        (_, in_N), (faces, in_F) = bilayer.profiles(v, [(0.5, 2.0)])
    sol = ob.solve(N(3 * nm) | G | F(2 * nm), closure="reciprocal")
    assert in_N(nm)[0][3] == pytest.approx(sol.mu_o(nm), rel=1e-12)
    assert in_F(nm)[0][1] == pytest.approx(sol.J_o(4 * nm), rel=1e-12)
    assert faces[0][0][2] == pytest.approx(sol.mu_s(3 * nm, "right"), rel=1e-12)
    assert faces[0][1][3] == pytest.approx(sol.mu_o(5 * nm), rel=1e-12)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("function", ["torque", "interface_currents"])
def test_former_functions_of_bilayer_take_no_default_for_a_misspelt_name(function):
    from orbitronics import bilayer

    ask = getattr(bilayer, function)
    for given, told in (
        ((bilayer.PAPER, "ohe", "d_F"), "source = 'ohe' is not known"),
        ((bilayer.PAPER, "OHE", "dF"), f"bilayer.{function} has no parameter 'dF'"),
        (({**bilayer.PAPER, "lambda_K": 1e-9}, "OHE", "d_F"), "has no parameter 'lambda_K'"),
        (({**bilayer.PAPER, "d_N": -5e-9}, "OHE", "d_F"), "d_N = -5e-09"),
    ):
        with pytest.raises(ValueError, match=told):
            ask(*given)


@pytest.mark.parametrize("name", ["figures", "figures.explore", "figures.sweeping"])
def test_former_functions_warn_and_are_the_new_ones(name):
    """`sweep` of the figures is called otherwise, as `ob.sweep` asks a stack."""
    module = importlib.import_module(f"orbitronics.{name}")
    with pytest.warns(DeprecationWarning, match=f"{name}.sweep is deprecated; use {name}.dependence") as caught:
        assert module.sweep is module.dependence
    assert caught[0].filename == __file__
    with pytest.raises(AttributeError, match="no attribute 'swep'"):
        _ = module.swep
    if name == "figures.explore":
        with pytest.warns(
            DeprecationWarning, match=r"explore\.macrospin is deprecated; use figures\.explore\.dynamics"
        ):
            assert module.macrospin is module.dynamics
    assert former_module("sweep").sweep is importlib.import_module("orbitronics.figures.sweeping").dependence


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="plots"):
        _ = ob.plots
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("orbitronics.plots")


def test_importing_the_library_loads_numpy_alone():
    code = (
        "import sys, numpy; before = set(sys.modules); import orbitronics;"
        "print(*{m.split('.')[0] for m in set(sys.modules) - before if sys.modules[m].__spec__});"
        "print(*[m for m in sys.modules if m.startswith('orbitronics')])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded, own_modules = printed.splitlines()
    loaded = loaded.split()
    assert "orbitronics" in loaded
    own = {"orbitronics", *sys.stdlib_module_names, "_missing_stdlib_info"}  # the last is Python's from 3.15 on
    assert set(loaded) <= own
    assert not [name for name in own_modules.split() if name.startswith(("orbitronics.figures", "orbitronics.web"))]


def modules():
    return [importlib.import_module(one.name) for one in pkgutil.walk_packages(ob.__path__, "orbitronics.")
            if not one.name.endswith("__main__")]  # fmt: skip


def test_no_module_bears_the_name_of_a_public_function():
    """Neither of one at the top nor of one in its own folder, which importing the module would hide."""
    assert set(ob.__all__) >= {"solve", "sheet", "pump", "equation"}
    for module in modules():
        folder, _, last = module.__name__.rpartition(".")
        assert last not in ob.__all__
        assert inspect.ismodule(getattr(sys.modules[folder], last)), module
