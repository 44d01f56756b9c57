"""The command line for stacks in files: its examples, what it writes, and what it says of bad input."""

import csv
import json
import os
import re
import shlex
import subprocess
import sys

import numpy as np
import pytest
import workbench

import orbitronics as ob
from orbitronics import nm
from orbitronics.__main__ import main
from orbitronics.workbench.commands import EXAMPLES


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    workbench.stack().save("s.json", closure="reciprocal", current_layer="Ti")
    return tmp_path


def failed(capsys, *arguments):
    """Return what is said on the way to exit status 2."""
    try:
        assert main(arguments) == 2
    except SystemExit as stop:
        assert stop.code == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.err


def test_figures_without_what_draws_them_say_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.delitem(sys.modules, "orbitronics.figures.plot", raising=False)
    monkeypatch.delattr("orbitronics.figures.plot", raising=False)
    said = failed(capsys, "figures", "--out", "here")
    assert 'pip install "orbitronics[plot]" brings what the figures need' in said


def test_the_examples_run_one_after_the_other(tmp_path, monkeypatch, capsys):
    """As they stand in the help; the first in a process of its own."""
    pytest.importorskip("xarray")
    pytest.importorskip("lmfit")
    monkeypatch.chdir(tmp_path)
    (first, line), *others = EXAMPLES.items()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, *shlex.split(line)[1:]]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert done.returncode == 0 and done.stdout, (first, done.stderr)
    for name, line in others:
        _, module, package, *arguments = shlex.split(line)
        assert (module, package) == ("-m", "orbitronics"), line
        assert main(arguments) == 0 and capsys.readouterr().out, name
    found = json.loads((tmp_path / "fit.json").read_text(encoding="utf-8"))
    assert found["values"]["Ti.lambda_o"] == pytest.approx(7.3 * nm)
    assert ob.Stack.from_dict(found["stack"])["Ti.lambda_o"] == found["values"]["Ti.lambda_o"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_help_shows_the_example(name, capsys):
    with pytest.raises(SystemExit) as stop:
        main([name, "--help"])
    assert stop.value.code == 0
    assert EXAMPLES[name] in capsys.readouterr().out


def test_solve_prints_and_writes_what_the_library_answers(here, capsys):
    assert (
        main(
            [
                "solve",
                "s.json",
                "--set",
                "Ti.thickness=7nm",
                "--what",
                "xi_E",
                "torque_FL",
                "--E",
                "3",
                "--out",
                "a.json",
            ]
        )
        == 0
    )
    said = capsys.readouterr().out
    stack = workbench.stack().replace({"Ti.thickness": 7 * nm})
    xi = ob.observables.xi_E(ob.solve(stack, closure="reciprocal"))
    assert f"xi_E_DL = {xi.real:.6g} Ω⁻¹ m⁻¹" in said
    data = json.loads((here / "a.json").read_text(encoding="utf-8"))
    tau = ob.solve(stack, E=3.0, closure="reciprocal").torque()
    assert data["answers"]["torque_FL"] == {"value": pytest.approx(tau.imag), "unit": "A m⁻²"}
    assert ob.Stack.from_dict(data["stack"]) == stack
    assert data["orbitronics"] == ob.__version__ and data["options"]["closure"] == "reciprocal"


def test_sweep_writes_numbers_with_how_they_were_made(here, capsys):
    pytest.importorskip("xarray")
    assert (
        main(["sweep", "s.json", "Ti.thickness=1nm:9nm:3", "Ni.P_os=0.1,0.4", "--what", "xi_j_DL", "--out", "o.csv"])
        == 0
    )
    text = (here / "o.csv").read_text(encoding="utf-8")
    notes = dict(re.findall(r"^# (\w+): (.*)$", text, re.MULTILINE))
    assert (
        ob.Stack.from_dict(json.loads(notes["stack"])) == workbench.stack() and notes["orbitronics"] == ob.__version__
    )
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    assert len(rows) == 6 and list(rows[0]) == ["Ti.thickness (m)", "Ni.P_os", "xi_j_DL"]
    last = workbench.stack().replace({"Ti.thickness": 9 * nm, "Ni.P_os": 0.4})
    xi = ob.observables.xi_j(ob.solve(last, closure="reciprocal"), layer="Ti")
    assert float(rows[-1]["xi_j_DL"]) == pytest.approx(xi.real)
    assert main(["sweep", "s.json", "Ti.thickness=1nm:8nm:4:log", "--what", "xi_E", "--out", "o.nc"]) == 0
    import xarray

    with xarray.open_dataset(here / "o.nc") as ds:
        assert ds["Ti.thickness"].values == pytest.approx(np.array([1, 2, 4, 8]) * nm)


def test_fit_reads_units_from_the_head(here, capsys):
    pytest.importorskip("lmfit")
    d = np.linspace(2, 40, 12)
    y = ob.observables.xi_E(ob.solve(workbench.stack().replace({"Ti.thickness": d * nm}), closure="reciprocal")).imag
    lines = ["# made up", "Ti.thickness (nm),signal (S/cm),yerr (S/cm)"] + [
        f"{a},{b / 100},0.01" for a, b in zip(d, y, strict=True)
    ]
    (here / "data.csv").write_text("\n".join(lines), encoding="utf-8")
    command = ["fit", "data.csv", "--stack", "s.json", "--free", "Ti.lambda_o=1nm:50nm", "--set", "Ti.lambda_o=20nm"]
    assert main([*command, "--y", "signal", "--what", "xi_E_FL", "--out", "f.json"]) == 0
    assert re.search(r"Ti.lambda_o = 7\.30* ± ", capsys.readouterr().out)
    data = json.loads((here / "f.json").read_text(encoding="utf-8"))
    assert data["values"]["Ti.lambda_o"] == pytest.approx(7.3 * nm, rel=1e-6)
    assert (
        data["what"] == "xi_E_FL" and data["x"] == ["Ti.thickness"] and data["free"] == {"Ti.lambda_o": [nm, 50 * nm]}
    )


def test_export_prints_what_the_library_gives(here, capsys):
    assert main(["export", "ubermag", "s.json", "--j", "2e11", "--M-s", "6e5", "--out", "u.py"]) == 0
    expected = ob.export.ubermag(workbench.stack(), j=2e11, M_s=6e5, current_layer="Ti")
    assert (here / "u.py").read_text(encoding="utf-8") == expected
    compile(expected, "u.py", "exec")


def test_settings_without_effect_are_told(here, capsys):
    pytest.importorskip("xarray")
    main(["solve", "s.json", "--set", "Ti.sigma=3e6", "--set", "Ni.P_os=0.3"])
    assert capsys.readouterr().err.strip().endswith("Ti.sigma has no effect on torque")
    main(["sweep", "s.json", "Ti.sigma=1e6,2e6", "Ti.thickness=1nm,2nm", "--set", "Ti.thickness=4nm", "--out", "o.csv"])
    said = capsys.readouterr().err
    assert "--set Ti.thickness has no effect, as it is swept" in said and "Ti.sigma has no effect on torque" in said
    assert "E = 2.0 has no effect on xi_E" in failed(capsys, "solve", "s.json", "--what", "xi_E", "--E", "2")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["solve", "none.json"], "No such file or directory: 'none.json'"),
        (["solve", "s.json", "--set", "Ti.thickness=10"], "more than a millimetre; did you mean 10nm?"),
        (["solve", "s.json", "--set", "Ti.depth=10nm"], "no number 'depth'"),
        (["solve", "s.json", "--set", "Cr.thickness=10nm"], "no place 'Cr'"),
        (["solve", "s.json", "--set", "Ti=10nm"], "Ti is a place; name a number in it"),
        (["solve", "s.json", "--set", "Ti.thickness"], "write ADDRESS=VALUE"),
        (["solve", "s.json", "--set", "Ti.thickness="], "write ADDRESS=VALUE"),
        (["solve", "s.json", "--set", "Ni.P_os=a"], "'a' is no number"),
        (["solve", "s.json", "--set", "Ni.P_os=1", "--set", "Ni.P_os=2"], "given twice"),
        (["solve", "s.json", "--what", "tau"], "no answer 'tau'; it has torque"),
        (["sweep", "s.json", "Ti.thickness=1nm:9nm", "--out", "o.csv"], "write FROM:TO:COUNT"),
        (["sweep", "s.json", "Ni.P_os=-1:1:3:log", "--out", "o.csv"], "logarithmic steps need positive ends"),
        (["sweep", "s.json", "Ti.thickness=1nm,2nm", "--out", "o.txt"], "ends in .csv or .nc"),
        (
            ["fit", "d.csv", "--stack", "s.json", "--free", "Ti.lambda_o=1nm:2nm"],
            "no column is an address or an answer",
        ),
        (
            ["fit", "g.csv", "--stack", "s.json", "--free", "Ti.lambda_o=1nm:2nm"],
            "g.csv: no column is an address or an answer; it has Ti.thickness, signal",
        ),
        (["fit", "d.csv", "--stack", "s.json", "--free", "Ti.lambda_o=1nm", "--x", "a", "--y", "b"], "is no number"),
        (
            ["fit", "e.csv", "--stack", "s.json", "--free", "Ti.lambda_o=1nm:2nm"],
            "e.csv, row 3, column 'xi_E': could not",
        ),
        (["fit", "f.csv", "--stack", "s.json", "--free", "Ti.lambda_o=1nm:2nm"], "more than a millimetre"),
        (["export", "mumax3", "s.json", "--j", "-1"], "it must be positive"),
        (["export", "mumax4", "s.json"], "invalid choice: 'mumax4'"),
        (["new", "s.json"], "is there already"),
    ],
)
def test_bad_input_is_one_sentence(here, capsys, arguments, text):
    (here / "d.csv").write_text("a,b\n1,2\n")
    (here / "e.csv").write_text("Ti.thickness (nm),xi_E\n1,2\n3,x\n")
    (here / "f.csv").write_text("Ti.thickness,xi_E\n1,2\n3,4\n")
    (here / "g.csv").write_text("Ti.thickness (nm),signal\n1,2\n3,4\n")
    said = failed(capsys, *arguments)
    assert text in said
    assert len(said.strip().splitlines()) <= 3 or "usage:" in said
    assert not (here / "o.csv").exists()
