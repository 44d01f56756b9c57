"""Sweeps: equal to direct calls, whole or in blocks, here or in other processes; written, read and drawn."""

import json
import subprocess
import sys

import numpy as np
import pytest
import workbench

import orbitronics as ob
from orbitronics import nm, observables

xr = pytest.importorskip("xarray")
D, P = np.array([1.0, 4.0, 12.0, 30.0]) * nm, np.array([-0.2, 0.1, 0.4])
ALL = ("torque", "torque_exchange", "xi_E", "xi_j", "field_per_current", "J_s", "J_o", "smr", "damping")


def asked(stack, name):
    """Ask the library without the sweep."""
    sol = ob.solve(stack, E=3.0, closure="reciprocal")
    return {
        "torque": lambda: sol.torque("absorbed"),
        "torque_exchange": lambda: sol.torque("exchange"),
        "xi_E": lambda: observables.xi_E(sol),
        "xi_j": lambda: observables.xi_j(sol, layer="Ti"),
        "field_per_current": lambda: observables.field_per_current(sol, layer="Ti"),
        "J_s": lambda: sol.interface(0)["J_s"],
        "J_o": lambda: sol.interface(0)["J_o"],
        "smr": lambda: ob.sheet(stack).smr,
        "damping": lambda: ob.pump(stack).damping().alpha,
    }[name]()


@pytest.mark.filterwarnings("ignore::orbitronics.NotReciprocalWarning")
@pytest.mark.parametrize("chunks", [None, 2])
def test_every_answer_equals_the_direct_call(chunks):
    stack = workbench.stack(workbench.FINITE)
    ds = ob.sweep(
        stack, {"Ti.thickness": D, "Ni.P_os": P}, ALL, E=3.0, closure="reciprocal", current_layer="Ti", chunks=chunks
    )
    assert isinstance(ds, xr.Dataset) and dict(ds.sizes) == {"Ti.thickness": 4, "Ni.P_os": 3}
    for name in ALL:
        for d in (0, 3):
            for p in (0, 2):
                one = asked(stack.replace({"Ti.thickness": D[d], "Ni.P_os": P[p]}), name)
                found = complex(ds[name][d, p])
                assert found == pytest.approx(one, rel=1e-12, abs=1e-30), (name, d, p)
    assert all(ds[name].dtype.kind == "f" for name in ds.data_vars)
    assert {"torque_DL", "torque_FL", "smr", "damping"} <= set(ds.data_vars) and "torque" not in ds.data_vars


@pytest.mark.parametrize("upright", [True, False])
def test_currents_are_those_in_the_magnet(upright):
    """An interface that emits into both sides: what enters the neighbour is not what enters the magnet."""
    emitting = ob.Interface(G_s=1.1e15, G_o=0.8e15, sigma_SREE_below=1e4, sigma_SREE_above=2e4, sigma_OREE_above=3e4)
    below, above = (workbench.TI, workbench.NI) if upright else (workbench.NI, workbench.TI)
    stack = below(4 * nm) | emitting | above(3 * nm)
    ds = ob.sweep(stack, {f"{stack.place(0)}.thickness": D}, ("J_s", "J_o", "torque"), closure="reciprocal")
    sign = 1 if upright else -1  # Eq. (12): the other face is closed
    np.testing.assert_allclose(sign * ds["J_s"], ds["torque"], rtol=1e-12)
    side = "right" if upright else "left"
    for d, J_o in zip(D, ds["J_o"], strict=True):
        sol = ob.solve(stack.replace({f"{stack.place(0)}.thickness": d}), closure="reciprocal")
        assert complex(J_o) == pytest.approx(complex(sol.J_o(d, side)), rel=1e-12)


def test_units_meanings_and_how_it_was_made():
    ds = ob.sweep(workbench.stack(), {"Ti.thickness": D}, ("xi_E_DL", "J_o"))
    assert list(ds.data_vars) == ["xi_E_DL", "J_o_DL", "J_o_FL"]
    assert ds["xi_E_DL"].attrs == {"units": "Ω⁻¹ m⁻¹", "long_name": "torque per electric field, damping-like"}
    assert ds["J_o"].attrs["long_name"] == "orbital current density at the face of the magnet"
    assert ds["Ti.thickness"].attrs == {"units": "m", "long_name": "thickness of a layer, Ti"}
    assert ob.Stack.from_dict(json.loads(ds.attrs["stack"])) == workbench.stack()
    assert json.loads(ds.attrs["options"])["closure"] == "reciprocal"
    assert ds.attrs["orbitronics"] == ob.__version__


def test_parts_join_in_what_is_selected_and_the_dataset_knows_it():
    ds = ob.sweep(workbench.stack(), {"Ti.thickness": D}, "torque")
    one = ds.isel({"Ti.thickness": 1})
    assert complex(one.torque) == complex(one["torque"]) == complex(one.torque_DL, one.torque_FL)
    assert "torque" in dir(ds)
    with pytest.raises(AttributeError):
        _ = ds.xi_E
    with pytest.raises(KeyError):
        _ = ds["xi_E"]


def test_functions_ties_and_a_magnet_of_several():
    upper = workbench.NI.replace(name="Co", m=-1)
    stack = workbench.NI(3 * nm) | workbench.TI(8 * nm) | upper(2 * nm)
    tied = {"Co.P_so": lambda v: v["Co.P_os"] / 2, "Co.lambda_J": lambda v: v["Co.lambda_phi"] * 3}
    ds = ob.sweep(stack, {"Co.P_os": P}, ("J_o", {"gap": lambda s: s["Co.P_so"]}, "torque"), layer="Co", tie=tied)
    assert ds["gap"].values == pytest.approx(P / 2)
    direct = stack.replace({"Co.P_os": P, "Co.P_so": P / 2, "Co.lambda_J": upper.lambda_phi * 3})
    assert ds["torque"].values == pytest.approx(ob.solve(direct, closure="reciprocal").torque(layer="Co"))
    assert ds["J_o"].values == pytest.approx(ob.solve(direct, closure="reciprocal").interface(1)["J_o"])  # below it
    low = ob.sweep(stack, {"Co.P_os": P}, "J_o", layer="Ni")
    direct = ob.solve(stack.replace({"Co.P_os": P}), closure="reciprocal")
    assert low["J_o"].values == pytest.approx(direct.interface(0)["J_o"])


def test_netcdf_and_back(tmp_path):
    ds = ob.sweep(workbench.stack(workbench.FINITE), {"Ti/Ni.G_os": [0.0, 1e14], "Ti.thickness": D}, "torque")
    ds.to_netcdf(tmp_path / "sweep.nc")
    with xr.open_dataset(tmp_path / "sweep.nc") as back:
        assert back["torque_DL"].dims == ("Ti|Ni.G_os", "Ti.thickness")
        assert np.array_equal(back["torque_FL"], ds["torque_FL"])
        assert back["torque_FL"].attrs["units"] == "A m⁻²"
        assert ob.Stack.from_dict(json.loads(back.attrs["stack"])) == workbench.stack(workbench.FINITE)


def test_plots_have_names_and_units():
    plt = pytest.importorskip("matplotlib.pyplot")
    (line,) = ob.sweep(workbench.stack(), {"Ti.thickness": D}, "xi_E_DL")["xi_E_DL"].plot()
    assert line.axes.get_xlabel() == "thickness of a layer, Ti [m]"
    assert line.axes.get_ylabel().replace("\n", " ") == "torque per electric field, damping-like [Ω⁻¹ m⁻¹]"
    plt.close("all")


def test_blocks_are_lazy_and_equal(monkeypatch):
    whole = ob.sweep(workbench.stack(), {"Ti.thickness": D, "Ni.P_os": P}, "torque")
    lazy = ob.sweep(workbench.stack(), {"Ti.thickness": D, "Ni.P_os": P}, "torque", chunks={"Ti.thickness": 3})
    assert lazy.chunks["Ti.thickness"] == (3, 1) and lazy.chunks["Ni.P_os"] == (3,)
    assert np.array_equal(lazy["torque"].compute(), whole["torque"])
    assert isinstance(whole["torque_DL"].data, np.ndarray)
    many = {"Ti.thickness": np.linspace(1, 12, 12) * nm, "Ni.P_os": np.linspace(0.05, 0.5, 12)}
    single = ob.sweep(workbench.stack(), many, "torque_DL", chunks=1)  # without a word of dask about many blocks
    assert np.array_equal(single.torque_DL.compute(), ob.sweep(workbench.stack(), many, "torque_DL").torque_DL)
    from orbitronics.workbench import sweeping

    monkeypatch.setattr(sweeping, "_BLOCK", 5)
    small = ob.sweep(workbench.stack(), {"Ti.thickness": D, "Ni.P_os": P}, "torque", chunks="auto")
    assert max(small.chunks["Ti.thickness"]) * max(small.chunks["Ni.P_os"]) <= 5
    assert np.array_equal(small["torque"].compute(), whole["torque"])


def test_progress_is_shown_when_it_takes_long(monkeypatch, capfd):
    from dask.diagnostics import ProgressBar

    from orbitronics.workbench import sweeping

    monkeypatch.setattr(ProgressBar, "__init__", _at_once(ProgressBar.__init__))
    monkeypatch.setattr(sweeping, "_BLOCK", 1)
    ob.sweep(workbench.stack(), {"Ti.thickness": D}, "torque")
    assert "100% Completed" in capfd.readouterr().err


def _at_once(init):
    def started(self, minimum=0, **more):
        assert minimum == 2
        init(self, minimum=0, **more)

    return started


@pytest.mark.slow
def test_two_processes_of_a_cluster():
    """In a script of its own: what workers run is found by name, and nothing of this process."""
    script = """
import numpy as np, orbitronics as ob, workbench
from distributed import Client, LocalCluster
if __name__ == "__main__":
    axes = {"Ti.thickness": np.linspace(1, 20, 40) * 1e-9, "Ni.P_os": np.linspace(-0.3, 0.3, 30)}
    asked = ("torque", {"twice": lambda s: 2 * s["Ti.thickness"]})
    whole = ob.sweep(workbench.stack(), axes, asked)
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            lazy = ob.sweep(workbench.stack(), axes, asked, chunks=10)
            there = lazy.compute()
            seen = client.run(lambda: __import__("os").getpid())
    assert len(set(seen.values())) == 2
    for name in ("torque_DL", "torque_FL", "twice"):
        assert np.array_equal(there[name], whole[name]), name
    print("equal")
"""
    paths = [str(workbench.__file__).rpartition("workbench.py")[0]]
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}\n{script}"],
        capture_output=True, text=True, timeout=180, env=_environment(paths),
    )  # fmt: skip
    assert run.stdout.strip() == "equal", run.stderr


def _environment(paths):
    import os

    return os.environ | {"PYTHONPATH": os.pathsep.join([*paths, *sys.path])}


def test_many_stacks_take_little_memory():
    """Four million stacks in blocks stay below a tenth of what their numbers alone would take at once."""
    script = """
import resource, numpy as np, orbitronics as ob, workbench
import dask, xarray
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
axes = {"Ti.thickness": np.linspace(1, 20, 2000) * 1e-9, "Ti.lambda_o": np.linspace(1, 20, 2000) * 1e-9}
small = ob.sweep(workbench.stack(), {one: axis[:400] for one, axis in axes.items()}, "torque_DL", chunks="auto")
small.torque_DL.max().compute()
before = peak()
float(ob.sweep(workbench.stack(), axes, "torque_DL", chunks="auto").torque_DL.max())
print(peak() - before)
"""
    pytest.importorskip("resource")
    paths = [str(workbench.__file__).rpartition("workbench.py")[0]]
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=_environment(paths))
    assert int(run.stdout) < 60e6, run.stderr


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        ({"values": {"Cr.thickness": D}}, KeyError, "no place 'Cr'"),
        ({"values": {"Ti.depth": D}}, KeyError, "no number 'depth'"),
        ({"values": {"Ti": D}}, KeyError, "'Ti' is a place"),
        ({"values": {"Ti.thickness": -D}}, ValueError, "Ti.thickness: .* must be positive and finite"),
        ({"values": {"Ti.thickness": D[:, None]}}, ValueError, "an axis has one dimension"),
        ({"values": D}, TypeError, "give values by address"),
        ({"what": "twist"}, ValueError, "no answer 'twist'; it has torque"),
        ({"what": ()}, TypeError, r"what = \(\); give names of torque"),
        ({"what": "xi_j", "current_layer": "Cr"}, ValueError, "layer = 'Cr'"),
        ({"current_layer": "Ti"}, TypeError, "current_layer = 'Ti' has no effect on torque"),
        ({"tie": {"Ni.P_so": 0.5}}, TypeError, "give a function"),
        ({"chunks": {"Ni.P_os": 2}}, KeyError, "no axis to cut in chunks 'Ni.P_os'"),
        ({"closure": "papr"}, ValueError, "closure = 'papr' is not known"),
    ],
)
def test_bad_input_is_told_before_anything_is_solved(change, error, text):
    arguments = {"values": {"Ti.thickness": D}, "chunks": "auto"} | change
    with pytest.raises(error, match=text):
        ob.sweep(workbench.stack(), **arguments)


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "orbitronics\[sweep\]" brings what this needs'):
        ob.sweep(workbench.stack(), {"Ti.thickness": D})
