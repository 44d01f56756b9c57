"""Change one operator, comparison, constant, branch or truth value of the library, and ask whether unit tests see it.

Each change is made in a copy of what git knows.  The tests that reach the changed function run first, as testmon
knows them (recorded in minutes, and kept); where these pass, all run.  Changes that no test sees are named.

Usage: python tools/mutate.py [-n CHANGES] [--seed SEED] [--within PART OF A PATH]
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from itertools import permutations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAIRS = "Add Sub,Mult Div,BitAnd BitOr,Lt LtE,Gt GtE,Eq NotEq,Is IsNot,In NotIn,And Or".split(",")
SWAPPED = dict.fromkeys(("Pow", "FloorDiv", "Mod"), "Mult") | {a: b for p in PAIRS for a, b in permutations(p.split())}
LONGEST = 1800  # seconds, of a run that does not end


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
    match node:
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            return f"not ({ast.unparse(test)})"
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            return ast.unparse(operand)
        case ast.Constant(value=bool(value)):
            return repr(not value)
        case ast.Constant(value=int() | float() | complex() as value):
            return repr(value + 1 if isinstance(value, int) or not value else value * 1.1)
        case ast.Compare(ops=[op, *_]) | ast.BinOp(op=op) | ast.BoolOp(op=op) if type(op).__name__ in SWAPPED:
            new = getattr(ast, SWAPPED[type(op).__name__])()
            given = {"ops": [new, *node.ops[1:]]} if isinstance(node, ast.Compare) else {"op": new}
            return ast.unparse(type(node)(**dict(ast.iter_fields(node)) | given))


def copied(place):
    """Copy what git knows to a place, as it is in the working tree."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(lambda name: (ROOT / name).is_file(), names.split("\0")):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place / name)
    for name in ("node_modules", ".venv"):
        (place / name).symlink_to(ROOT / name, target_is_directory=True)


def run_tests(place, *options):
    """Run the unit tests in a place, and return what pytest ended with."""
    (kept := ROOT / "_build" / "reached.db").parent.mkdir(exist_ok=True)
    env = os.environ | {"TESTMON_DATAFILE": str(kept), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(place)}
    command = [sys.executable, *"-m pytest tests --ignore=tests/site -q -x -p no:nbval".split()]
    return subprocess.run([*command, *options], cwd=place, env=env, timeout=LONGEST, capture_output=True)


def passes(place):
    """Return whether the unit tests pass in a place: with status 5 none of them reaches what changed there."""
    try:
        first = run_tests(place, "--testmon-nocollect", "--testmon-forceselect").returncode
        return first in (0, 5) and not run_tests(place, "-n", "auto").returncode
    except subprocess.TimeoutExpired:
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=150, help="how many changes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--within", default="", help="only files whose path holds this")
    asked = parser.parse_args()
    files = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "orbitronics").rglob("*.py"))]
    pool = [(f, *one) for f in files if asked.within in f for one in changes((ROOT / f).read_text(encoding="utf-8"))]
    drawn, alive = sorted(random.Random(asked.seed).sample(pool, min(asked.n, len(pool)))), []
    with tempfile.TemporaryDirectory() as folder:
        copied(place := Path(folder))
        if (ran := run_tests(place, "--testmon", "-n", "auto")).returncode not in (0, 5):
            sys.exit(f"the unit tests fail as they are:\n{ran.stdout.decode()[-3000:]}")
        for name, line, begin, end, new in drawn:
            source = (place / name).read_bytes()
            (place / name).write_bytes(source[:begin] + new.encode() + source[end:])
            what = f"{name}:{line}: {' '.join(source[begin:end].decode().split())}  ->  {new}"
            alive += [what] if passes(place) else []
            (place / name).write_bytes(source)
            print("SURVIVES" if what in alive else "killed  ", what, flush=True)
    print(f"{len(drawn) - len(alive)} of {len(drawn)} changes killed, {100 - 100 * len(alive) / len(drawn):.1f} %")
    print("survivors:", *(alive or ["none"]), sep="\n")


if __name__ == "__main__":
    main()
