"""The commands that need no Python: new, solve, sweep, fit and export, for a stack in a file."""

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

from .. import checks, entries
from ..stack import Stack
from .answers import ANSWERS, OPTIONS, Question, counting, quantity_of
from .conversions import units
from .export import CODES
from .files import load, write

EXAMPLES = {
    "new": "python -m orbitronics new sample.json",
    "solve": "python -m orbitronics solve sample.json --set Ti.thickness=10nm --what xi_E xi_j --current-layer Ti",
    "sweep": "python -m orbitronics sweep sample.json Ti.thickness=2nm:40nm:20 --what xi_E_DL --out series.csv",
    "fit": "python -m orbitronics fit series.csv --stack sample.json --free Ti.lambda_o=1nm:50nm --out fit.json",
    "export": "python -m orbitronics export mumax3 sample.json --current-layer Ti --j 1e11",
}
"""An example of each command; each runs after those before it."""

_VALUE = "a length with its unit (10nm), everything else in SI"
_HEAD = re.compile(r"\s*(.*?)\s*(?:\(\s*([^()]*(?:\([^()]*\)[^()]*)*?)\s*\)|\[\s*(.*?)\s*\])?\s*")


_CHANGE = {"action": "append", "default": [], "metavar": "ADDRESS=VALUE"}
# fmt: off
_ARGUMENTS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (  # commands, argument, what it means, more for argparse
    ("new", "file", "file to write; one that is there stays as it is", {}),
    ("fit", "data", "CSV file; columns named by address or answer, with units: Ti.thickness (nm), xi_E_DL", {}),
    ("export", "code", "the micromagnetic code", {"choices": list(CODES)}),
    ("solve sweep export", "stack", "file of a stack, as `new` writes it", {}),
    ("fit", "--stack", "file of a stack", {"required": True}),
    ("sweep", "values", f"FROM:TO:COUNT, FROM:TO:COUNT:log or VALUE,VALUE,...; {_VALUE}",
     {"nargs": "+", "metavar": "ADDRESS=VALUES"}),
    ("solve sweep", "--what", f"of {', '.join(ANSWERS)}", {"nargs": "+", "default": ["torque"], "metavar": "NAME"}),
    ("fit", "--free", f"bounds; {_VALUE}", {"action": "append", "required": True, "metavar": "ADDRESS=LOW:HIGH"}),
    ("fit", "--x", "column that says what differed; by default all", {"action": "append", "metavar": "ADDRESS"}),
    ("fit", "--y", "column of what was measured; by default the first answer", {"metavar": "COLUMN"}),
    ("fit", "--yerr", "column of its standard deviation; by default 'yerr'", {"metavar": "COLUMN"}),
    ("fit", "--what", "which answer was measured; by default what the column y is called", {"metavar": "NAME"}),
    ("export", "--j", "current density, A/m^2", {"type": float}),
    ("export", "--M-s", "saturation magnetisation, A/m", {"type": float}),
    ("export", "--alpha", "damping of the magnet alone", {"type": float}),
    ("solve sweep fit export", "--closure", "'reciprocal' unless the file says", {"choices": ("paper", "reciprocal")}),
    ("solve sweep fit export", "--layer", "the magnet, where there are several", {}),
    ("solve sweep fit export", "--current-layer", "the metal whose current density counts", {}),
    ("solve sweep fit export", "--set", f"change a number; {_VALUE}", _CHANGE),
    ("solve sweep fit", "--E", "electric field, V/m", {"type": float}),
    ("solve sweep fit", "--wavenumber", "as of solve", {"choices": ("exact", "printed")}),
    ("sweep", "--out", "file to write, .csv or .nc", {"required": True}),
    ("solve fit export", "--out", "file to write, with all that was put in (JSON of solve and fit)", {}),
)
# fmt: on


def add(commands: Any) -> None:
    """Add the commands to a parser of the command line."""
    form = argparse.RawDescriptionHelpFormatter
    for n, (name, command) in enumerate(_COMMANDS.items(), 1):
        examples = "\n".join(f"  {line}" for line in list(EXAMPLES.values())[:n])
        more = {"help": command.__doc__, "description": command.__doc__, "epilog": f"example:\n{examples}"}
        one = commands.add_parser(name, formatter_class=form, **more)
        for names, argument, meaning, options in _ARGUMENTS:
            if name in names.split():
                one.add_argument(argument, help=meaning, **options)


def run(prog: str, args: Any) -> int:
    """Run one of the commands; return the exit status."""
    try:
        _COMMANDS[args.command](args, prog)
    except (KeyError, TypeError, ValueError, OSError, ModuleNotFoundError) as error:
        print(f"{prog}: {error.args[0] if isinstance(error, KeyError) and error.args else error}", file=sys.stderr)
        return 2
    return 0


def _new(args: Any, prog: str) -> None:
    """Write the file of an example stack, Ti|Ni with assumed numbers, to be edited."""
    if Path(args.file).exists():
        raise ValueError(f"{args.file} is there already; choose another name.")
    stack, options = load(Path(__file__).with_name("example.json"), options=True)
    stack.save(args.file, **options)
    print(f"{args.file}: Ti(10 nm) | Ni(5 nm) with assumed numbers, closure reciprocal; put in those of your sample")


def _given(args: Any, what: Any = None) -> tuple[Stack, dict[str, Any], dict[str, float]]:
    """Return the stack with its changes, the options that count for `what`, and what the changed numbers were.

    An option of the command line counts always, so that one without effect is told.
    """
    stack, options = load(args.stack, options=True)
    typed = {name: value for name in OPTIONS if (value := getattr(args, name, None)) is not None}
    if what is not None:
        options = {name: value for name, value in options.items() if name in counting(what)}
    changes: dict[str, float] = {}
    for item in args.set:
        address, value = _pair("--set", item)
        if address in changes:
            raise ValueError(f"--set {address} is given twice; give it once.")
        changes[address] = _number(stack, address, value)
    return stack.replace(changes), options | typed, {address: stack[address] for address in changes}


def _pair(option: str, item: str) -> tuple[str, str]:
    address, equals, value = (part.strip() for part in item.partition("="))
    if not equals or not value:
        raise ValueError(f"{option} {item}: write ADDRESS=VALUE, e.g. Ti.thickness=10nm.")
    return address, value


def _number(stack: Stack, address: str, text: str) -> float:
    stack[address]  # raises for an address that is not there
    if "." not in address:
        raise ValueError(f"{address} is a place; name a number in it, e.g. {address}.thickness.")
    return entries.parse(address.rpartition(".")[2], text)


def _tell_idle(prog: str, stack: Stack, before: dict[str, float], question: Question) -> None:
    """Say which settings change none of the answers."""
    here = question(stack)
    for address, value in before.items():
        there = question(stack.replace({address: value}))
        if stack[address] != value and all(np.array_equal(here[name], there[name]) for name in here):
            print(f"{prog}: {address} has no effect on {', '.join(here)}", file=sys.stderr)


def _solve(args: Any, prog: str) -> None:
    """Print answers for the stack in a file."""
    stack, options, before = _given(args, args.what)
    question = Question("what", args.what, **options)
    answers = question(stack)
    _tell_idle(prog, stack, before, question)
    found = {one.name: {"value": float(one.of(answers)), "unit": one.unit} for one in question.variables(answers)}
    for name, one in found.items():
        print(f"{name} = {one['value']:.6g} {one['unit']}".rstrip())
    if args.out:
        write(args.out, stack, question.options, answers=found)


def _sweep(args: Any, prog: str) -> None:
    """Write answers for every combination of values, as .csv or .nc (netCDF)."""
    from .sweeping import sweep

    ending = Path(args.out).suffix
    if ending not in (".csv", ".nc"):
        raise ValueError(f"--out {args.out}: write a file that ends in .csv or .nc.")
    stack, options, before = _given(args, args.what)
    axes = {address: _axis(stack, address, text) for address, text in (_pair("", item) for item in args.values)}
    question = Question("what", args.what, **options)
    _tell_idle(prog, stack, {a: v for a, v in before.items() if a not in axes}, question)
    ds = sweep(stack, axes, args.what, **options)
    for address in axes:
        if address in before:
            print(f"{prog}: --set {address} has no effect, as it is swept", file=sys.stderr)
        if ds.sizes[address] > 1 and not any((one != one.isel({address: 0})).any() for one in ds.values()):
            print(f"{prog}: {address} has no effect on {', '.join(args.what)}", file=sys.stderr)
    if ending == ".nc":
        ds.to_netcdf(args.out)
    else:
        frame = ds.to_dataframe().reset_index()
        columns = [f"{c} ({ds[c].attrs['units']})" if ds[c].attrs["units"] else c for c in frame.columns]
        notes = [f"# {name}: {value}\n" for name, value in ds.attrs.items()]
        Path(args.out).write_text("".join(notes) + frame.to_csv(index=False, header=columns), encoding="utf-8")
    print(f"{args.out}: {'x'.join(map(str, ds.sizes.values()))} values of {', '.join(map(str, ds.data_vars))}")


def _axis(stack: Stack, address: str, text: str) -> np.ndarray:
    if ":" not in text:
        return np.array([_number(stack, address, one) for one in text.split(",")])
    low, high, *rest = text.split(":")
    count = int(rest[0]) if rest and rest[0].isdigit() else 0
    if count < 2 or rest[1:] not in ([], ["log"]):
        raise ValueError(f"{address}={text}: write FROM:TO:COUNT or FROM:TO:COUNT:log, e.g. 1nm:20nm:20.")
    ends = _number(stack, address, low), _number(stack, address, high)
    if len(rest) == 1:
        return np.linspace(*ends, count)
    if min(ends) <= 0:
        raise ValueError(f"{address}={text}: logarithmic steps need positive ends.")
    return np.geomspace(*ends, count)


def _fit(args: Any, prog: str) -> None:
    """Fit numbers of a stack to a series in a CSV file."""
    from .fitting import fit

    columns = _read(args.data)
    stack, options, _ = _given(args)
    x = args.x or [name for name in columns if name in stack.addresses()]
    y = args.y or next((name for name in columns if name.removesuffix("_DL").removesuffix("_FL") in ANSWERS), None)
    if not x or y is None:
        has = ", ".join(columns)
        raise ValueError(f"{args.data}: no column is an address or an answer; it has {has}. Give --x, --y.")
    yerr = args.yerr or ("yerr" if "yerr" in columns else None)
    for name in filter(None, (*x, y, yerr)):
        if name not in columns:
            raise checks.unknown(args.data, "column", name, columns, ValueError)
    free = {}
    for address, text in (_pair("--free", item) for item in args.free):
        low, _, high = text.partition(":")
        free[address] = (_number(stack, address, low), _number(stack, address, high))
    what = args.what or y
    _, options, _ = _given(args, what)
    found = fit(stack, {name: columns[name] for name in x}, columns[y], yerr and columns[yerr], what, free, **options)
    print(found)
    if args.out:
        results = {name: getattr(found, name) for name in "values correlations chi2 interrupted statements".split()}
        results["errors"] = {name: error if np.isfinite(error) else "inf" for name, error in found.errors.items()}
        results["combinations"] = [one._asdict() for one in found.combinations]
        write(args.out, found.stack, OPTIONS | options, data=args.data, x=x, y=y, what=what, free=free, **results)


def _read(path: str) -> dict[str, np.ndarray]:
    """Return the columns of a CSV file in SI, by what stands in its head before the unit."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        head, *rows = [row for row in csv.reader(file) if row and not row[0].startswith("#")] or [[]]
    if not rows:
        raise ValueError(f"{path} has no numbers below its head.")
    columns = {}
    for i, (name, *units_) in enumerate(_HEAD.fullmatch(one).groups() for one in head):  # type: ignore[union-attr]
        columns[name] = np.empty(len(rows))
        for n, row in enumerate(rows):
            try:
                columns[name][n] = _cell(name, row[i], units_[0] or units_[1])
            except (IndexError, ValueError) as error:
                raise ValueError(f"{path}, row {n + 2}, column {name!r}: {error}") from None
    return columns


def _cell(name: str, text: str, unit: str | None) -> float:
    place, _, quantity = name.rpartition(".")
    if place and not unit:
        return entries.parse(quantity, text)
    known = {None, quantity_of(name)[0] if place else "", *(one.unit for one in ANSWERS.values())}
    return float(text) if unit in known else units(float(text), unit or "")


def _export(args: Any, prog: str) -> None:
    """Print the lines with which a micromagnetic code has the torque of a stack."""
    stack, options, _ = _given(args)
    given = options | {"j": args.j, "M_s": args.M_s, "alpha": args.alpha}
    names = ("layer", "current_layer", "closure", "j", "M_s", "alpha")
    text = CODES[args.code](stack, **{name: given[name] for name in names if given.get(name) is not None})
    if args.out:
        Path(args.out).write_text(text, encoding="utf-8")
    print(args.out or text.rstrip())


_COMMANDS = {"new": _new, "solve": _solve, "sweep": _sweep, "fit": _fit, "export": _export}
