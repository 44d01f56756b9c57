"""Change one operator, comparison, constant, branch or truth value of the library, and ask whether unit tests see it.

Each change is made in a copy of what git knows, and only the tests that reach the changed line run there, the quickest
first.  Which those are is recorded once for a state of the library and its tests.  Changes that no test sees are named.

Usage: python tools/mutate.py [-n CHANGES] [--seed SEED] [--jobs JOBS] [--seconds SECONDS] [--within PART OF A PATH]
"""

import argparse
import ast
import hashlib
import json
import os
import queue
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "_build" / "reached.json"
PAIRS = "Add Sub,Mult Div,BitAnd BitOr,Lt LtE,Gt GtE,Eq NotEq,Is IsNot,In NotIn,And Or".split(",")
SWAPPED = dict.fromkeys(("Pow", "FloorDiv", "Mod"), "Mult") | {a: b for p in PAIRS for a, b in permutations(p.split())}


class Recorder:
    """Which tests reach which lines, as a plugin of pytest: what a module or a fixture does counts for its file."""

    def __init__(self):
        from coverage import Coverage

        self.coverage = Coverage(data_file=None, include=["orbitronics/*"], config_file=False)
        self.coverage.start()
        self.seconds = {}

    def pytest_collectstart(self, collector):
        self.coverage.switch_context(collector.nodeid.split("::")[0])

    def pytest_runtest_setup(self, item):
        self.coverage.switch_context(item.nodeid.split("::")[0])

    def pytest_runtest_call(self, item):
        self.coverage.switch_context(item.nodeid)

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration

    def pytest_sessionfinish(self):
        self.coverage.stop()
        data = self.coverage.get_data()
        lines = {Path(f).relative_to(Path.cwd()).as_posix(): data.contexts_by_lineno(f) for f in data.measured_files()}
        Path("reached.json").write_text(json.dumps({"lines": lines, "seconds": self.seconds}))


def changes(text):
    """Yield line, first and last place, and new text of every change of a source."""
    starts = [0]
    for line in text.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    nodes = [ast.parse(text)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.JoinedStr):  # the places within it are not told before Python 3.12
            continue
        for name, field in ast.iter_fields(node):
            if name not in ("annotation", "returns", "decorator_list"):
                nodes += [one for one in (field if isinstance(field, list) else [field]) if isinstance(one, ast.AST)]
        if new := changed(node):
            of = getattr(node, "test", node)
            begin, end = starts[of.lineno - 1] + of.col_offset, starts[of.end_lineno - 1] + of.end_col_offset
            yield of.lineno, begin, end, f"({new})"


def changed(node):
    """Return what a node becomes as text, or nothing."""
    kind = type(node).__name__
    if kind in ("If", "While", "IfExp"):
        return f"not ({ast.unparse(node.test)})"
    if kind == "UnaryOp" and isinstance(node.op, (ast.Not, ast.USub)):
        return ast.unparse(node.operand)
    if kind == "Constant" and isinstance(node.value, (int, float, complex)):
        value = node.value
        return repr(
            not value if isinstance(value, bool) else value + 1 if isinstance(value, int) or not value else value * 1.1
        )
    op = getattr(node, "ops", [getattr(node, "op", None)])[0]
    if kind in ("BinOp", "BoolOp", "Compare") and type(op).__name__ in SWAPPED:
        new = getattr(ast, SWAPPED[type(op).__name__])()
        given = {"ops": [new, *node.ops[1:]]} if kind == "Compare" else {"op": new}
        return ast.unparse(type(node)(**dict(ast.iter_fields(node)) | given))
    return None


def copied(place):
    """Copy what git knows to a place, as it is in the working tree."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(lambda name: (ROOT / name).is_file(), names.split("\0")):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place / name)
    for name in ("node_modules", ".venv"):
        (place / name).symlink_to(ROOT / name, target_is_directory=True)
    return place


def run_tests(place, arguments, timeout=None, plugins=""):
    code = f"import mutate, pytest; raise SystemExit(pytest.main(plugins=[{plugins}]))"
    env = os.environ | {"PYTHONPATH": f"{place}{os.pathsep}{ROOT / 'tools'}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", code, "-q", "-p", "no:cacheprovider", "-p", "no:nbval", *arguments]
    return subprocess.run(command, cwd=place, env=env, timeout=timeout, capture_output=True, text=True)


def reached(place):
    """Return which tests reach which lines, and how long each takes; from the file where this state was recorded."""
    sources = sorted([*place.glob("orbitronics/**/*.py"), *place.glob("tests/*.py")])
    state = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    if not KEPT.exists() or json.loads(KEPT.read_text())["state"] != state:
        print("Recording which tests reach which lines (minutes)", flush=True)
        ran = run_tests(place, ["tests", "--ignore=tests/site"], plugins="mutate.Recorder()")
        if ran.returncode:
            sys.exit(f"the unit tests fail as they are:\n{ran.stdout[-3000:]}{ran.stderr[-3000:]}")
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps({"state": state} | json.loads((place / "reached.json").read_text())))
    return json.loads(KEPT.read_text())


def passes(place, tests, seconds):
    """Return whether tests pass in a place."""
    (place / "tests.txt").write_text("\n".join(tests))
    limit = 60 + 5 * sum(seconds[one] for one in tests)
    return run_tests(place, ["-x", "@tests.txt"], limit).returncode == 0


def quickest(tests, seconds, most):
    """Return tests, the quickest first, as many as take no more than `most` seconds together."""
    total = 0
    return [one for one in sorted(tests, key=seconds.get) if (total := total + seconds[one]) <= most]


def survives(change, places, found, most):
    """Make one change in one of the places; return it as text where no test sees it."""
    name, line, begin, end, new = change
    contexts, seconds, place = set(found["lines"].get(name, {}).get(str(line), ())), found["seconds"], places.get()
    near = {one for of in found["lines"].get(name, {}).values() for one in of}  # reach the module
    first, near = ({one for one in seconds if {one, one.partition("::")[0]} & those} for those in (contexts, near))
    # what runs at import counts for the first alone that imports it, so the others of the module are asked as well
    rounds = [quickest(some, seconds, most) for some in (first, (near or set(seconds)) - first)]
    source = (ROOT / name).read_bytes()
    (place / name).write_bytes(source[:begin] + new.encode() + source[end:])
    try:
        alive = all(passes(place, tests, seconds) for tests in rounds if tests)
    except subprocess.TimeoutExpired:
        alive = False
    (place / name).write_bytes(source)
    places.put(place)
    was, count = " ".join(source[begin:end].decode().split()), sum(map(len, rounds))
    what = f"{name}:{line}: {was}  ->  {new} ({count} tests reach it)"
    print("SURVIVES" if alive else "killed  ", what, flush=True)
    return what if alive else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=150, help="how many changes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="how long a change is tried, about")
    parser.add_argument("--within", default="", help="only files whose path holds this")
    asked = parser.parse_args()
    files = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "orbitronics").rglob("*.py"))]
    pool = [(f, *one) for f in files if asked.within in f for one in changes((ROOT / f).read_text(encoding="utf-8"))]
    drawn = sorted(random.Random(asked.seed).sample(pool, min(asked.n, len(pool))))
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(asked.jobs) as workers:
        places = queue.Queue()
        for i in range(asked.jobs):
            places.put(copied(Path(folder, str(i))))
        found = reached(Path(folder, "0"))
        alive = [what for what in workers.map(lambda one: survives(one, places, found, asked.seconds), drawn) if what]
    print(f"{len(drawn) - len(alive)} of {len(drawn)} changes killed, {100 - 100 * len(alive) / len(drawn):.1f} %")
    print("survivors:", *(alive or ["none"]), sep="\n")


if __name__ == "__main__":
    main()
