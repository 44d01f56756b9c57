"""The commands that need no Python: new, solve, sweep, fit and export, for a stack in a file."""

import argparse
import csv
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

from .. import __version__, checks, entries
from ..quantities import nm
from ..stack import Stack
from .answers import ANSWERS, OPTIONS, Question, quantity_of
from .conversions import units
from .files import load

EXAMPLES = {
    "new": "python -m orbitronics new sample.json",
    "solve": "python -m orbitronics solve sample.json --set Ti.thickness=10nm --what xi_E xi_j --current-layer Ti",
    "sweep": "python -m orbitronics sweep sample.json Ti.thickness=2nm:40nm:20 --what xi_E_DL --out series.csv",
    "fit": "python -m orbitronics fit series.csv --stack sample.json --free Ti.lambda_o=1nm:50nm --out fit.json",
    "export": "python -m orbitronics export mumax3 sample.json --current-layer Ti --j 1e11",
}
"""An example of each command; each runs after those before it."""

_VALUE = "a length with its unit (10nm), everything else in SI"
_CELL = re.compile(r"(.*?)\s*(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\[(.*)\])?\s*")


_TEXTS = {
    "new": "write the file of an example stack, Ti|Ni with assumed numbers, to be edited",
    "solve": "print answers for the stack in a file",
    "sweep": "write answers for every combination of values, as .csv or .nc (netCDF)",
    "fit": "fit numbers of a stack to a series in a CSV file",
    "export": "print the lines with which a micromagnetic code has the torque of a stack",
}
_CHANGE = {"action": "append", "default": [], "metavar": "ADDRESS=VALUE"}
_CODES = ("mumax3", "mumaxplus", "ubermag", "oommf", "boris", "magnumnp")
# fmt: off
_ARGUMENTS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (  # commands, argument, what it means, more for argparse
    ("new", "file", "file to write; one that is there stays as it is", {}),
    ("fit", "data", "CSV file; columns named by address or answer, with units: Ti.thickness (nm), xi_E_DL", {}),
    ("export", "code", "the micromagnetic code", {"choices": _CODES}),
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
    ("solve sweep fit export", "--closure", "as of solve", {"choices": ("paper", "reciprocal")}),
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
    for n, (name, text) in enumerate(_TEXTS.items(), 1):
        examples = "\n".join(f"  {line}" for line in list(EXAMPLES.values())[:n])
        one = commands.add_parser(
            name, help=text, description=text, epilog=f"example:\n{examples}", formatter_class=form
        )
        for names, argument, meaning, more in _ARGUMENTS:
            if name in names.split():
                one.add_argument(argument, help=meaning, **more)


def run(prog: str, args: Any) -> int:
    """Run one of the commands; return the exit status."""
    try:
        return {"new": _new, "solve": _solve, "sweep": _sweep, "fit": _fit, "export": _export}[args.command](args, prog)
    except (KeyError, TypeError, ValueError, OSError, ModuleNotFoundError) as error:
        print(f"{prog}: {error.args[0] if isinstance(error, KeyError) and error.args else error}", file=sys.stderr)
        return 2


def _new(args: Any, prog: str) -> int:
    from .. import Ferromagnet, NormalMetal

    Ti = NormalMetal(
        name="Ti", sigma_s=2e6, sigma_o=2e6, lambda_s=10 * nm, lambda_o=7.3 * nm, sigma_OHE=-1e5, sigma=2e6
    )
    Ni = Ferromagnet(name="Ni", sigma_s=5e6, sigma_o=5e6, lambda_sf=4 * nm, lambda_J=2 * nm, lambda_phi=1 * nm,
                     lambda_o=2 * nm, P_os=0.1, P_so=0.1, sigma=8e6, M_s=4.9e5)  # fmt: skip
    if Path(args.file).exists():
        raise ValueError(f"{args.file} is there already; choose another name.")
    (Ti(10 * nm) | Ni(5 * nm)).save(args.file, closure="reciprocal")
    print(f"{args.file}: Ti(10 nm) | Ni(5 nm) with assumed numbers, closure reciprocal; put in those of your sample")
    return 0


def _given(args: Any, prog: str) -> tuple[Stack, dict[str, Any], dict[str, float]]:
    """Return the stack with its changes, the options of the file with those of the command line, and the changes."""
    stack, options = load(args.stack, options=True)
    options = {name: value for name, value in options.items() if name in OPTIONS}
    for name in OPTIONS:
        if getattr(args, name, None) is not None:
            options[name] = getattr(args, name)
    changes: dict[str, float] = {}
    for item in args.set:
        address, value = _pair("--set", item)
        if address in changes:
            raise ValueError(f"--set {address} is given twice; give it once.")
        changes[address] = _number(stack, address, value)
    return stack.replace(changes), options, changes


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


def _tell_idle(prog: str, stack: Stack, changes: dict[str, float], question: Question, args: Any) -> None:
    """Say which settings change none of the answers."""
    original = load(args.stack)
    here = question(stack)
    for address in changes:
        before = question(stack.replace({address: original[address]}))
        if original[address] != changes[address] and all(np.array_equal(here[name], before[name]) for name in here):
            print(f"{prog}: {address} has no effect on {', '.join(here)}", file=sys.stderr)


def _question(what: list[str] | str, options: dict[str, Any], args: Any) -> Question:
    """Return the question; an option of the file that plays no part is left out, one of the command line is told."""
    typed = {name for name in options if getattr(args, name, None) is not None}
    while True:
        try:
            return Question("what", what, **options)
        except TypeError as error:
            idle = next((n for n in options if n not in typed and f" {n} = " in str(error)), None)
            if idle is None:
                raise
            del options[idle]


def _solve(args: Any, prog: str) -> int:
    stack, options, changes = _given(args, prog)
    question = _question(args.what, options, args)
    answers = question(stack)
    found = {
        one.name: (float(np.imag(answers[one.answer]) if one.part == "FL" else np.real(answers[one.answer])), one.unit)
        for one in question.variables(answers)
    }
    _tell_idle(prog, stack, changes, question, args)
    for name, (value, unit) in found.items():
        print(f"{name} = {value:.6g} {unit}".rstrip())
    if args.out:
        results = {name: {"value": value, "unit": unit} for name, (value, unit) in found.items()}
        _write(args.out, _made(stack, question.options) | {"answers": results})
    return 0


def _sweep(args: Any, prog: str) -> int:
    from .sweeping import sweep

    ending = Path(args.out).suffix
    if ending not in (".csv", ".nc"):
        raise ValueError(f"--out {args.out}: write a file that ends in .csv or .nc.")
    stack, options, changes = _given(args, prog)
    axes = {}
    for item in args.values:
        address, text = _pair("", item)
        axes[address] = _axis(stack, address, text)
    question = _question(args.what, options, args)
    _tell_idle(prog, stack, {a: v for a, v in changes.items() if a not in axes}, question, args)
    ds = sweep(stack, axes, args.what, **options)
    for address in axes:
        if address in changes:
            print(f"{prog}: --set {address} has no effect, as it is swept", file=sys.stderr)
        if ds.sizes[address] > 1 and all(
            np.ptp(one.values, one.get_axis_num(address)).max() == 0 for one in ds.values()
        ):
            print(f"{prog}: {address} has no effect on {', '.join(args.what)}", file=sys.stderr)
    if ending == ".nc":
        ds.to_netcdf(args.out)
    else:
        with open(args.out, "w", encoding="utf-8", newline="") as file:
            for name, value in ds.attrs.items():
                file.write(f"# {name}: {value}\n")
            frame = ds.to_dataframe().reset_index()
            columns = [f"{c} ({ds[c].attrs['units']})" if ds[c].attrs["units"] else c for c in frame.columns]
            frame.to_csv(file, index=False, header=columns)
    print(f"{args.out}: {'x'.join(map(str, ds.sizes.values()))} values of {', '.join(map(str, ds.data_vars))}")
    return 0


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


def _fit(args: Any, prog: str) -> int:
    from .fitting import fit

    stack, options, _ = _given(args, prog)
    columns = _read(args.data)
    x = args.x or [name for name in columns if name in stack.addresses()]
    y = args.y or next((name for name in columns if name.removesuffix("_DL").removesuffix("_FL") in ANSWERS), None)
    if not x or y is None:
        raise ValueError(
            f"{args.data}: no column is an address or an answer; it has {', '.join(columns)}. Give --x, --y."
        )
    yerr = args.yerr or ("yerr" if "yerr" in columns else None)
    for name in filter(None, (*x, y, yerr)):
        if name not in columns:
            raise checks.unknown(args.data, "column", name, columns, ValueError)
    free = {}
    for item in args.free:
        address, text = _pair("--free", item)
        low, _, high = text.partition(":")
        free[address] = (_number(stack, address, low), _number(stack, address, high))
    what = args.what or y
    question = _question(what, options, args)
    found = fit(stack, {name: columns[name] for name in x}, columns[y], yerr and columns[yerr], what, free, **options)
    print(found)
    if args.out:
        results = {name: getattr(found, name) for name in ("values", "errors", "correlations", "chi2", "interrupted")}
        results["combinations"] = [one._asdict() for one in found.combinations]
        told = {"data": args.data, "x": x, "y": y, "what": what, "free": free, "statements": found.statements}
        _write(args.out, _made(found.stack, question.options) | told | results)  # type: ignore[arg-type]
    return 0


def _read(path: str) -> dict[str, np.ndarray]:
    """Return the columns of a CSV file in SI, by what stands in its head before the unit."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row and not row[0].startswith("#")]
    if len(rows) < 2:
        raise ValueError(f"{path} has no numbers below its head.")
    columns = {}
    for i, head in enumerate(rows[0]):
        found = _CELL.fullmatch(head)
        name, unit = (found[1], found[2] or found[3]) if found else (head, None)
        values = []
        for n, row in enumerate(rows[1:], 2):
            try:
                values.append(_cell(name, row[i], unit))
            except (IndexError, ValueError) as error:
                raise ValueError(f"{path}, row {n}, column {name!r}: {error}") from None
        columns[name.strip()] = np.array(values)
    return columns


def _cell(name: str, text: str, unit: str | None) -> float:
    place, _, quantity = name.strip().rpartition(".")
    if place and not unit:
        return entries.parse(quantity, text)
    number = float(text)
    if not unit or unit.strip() in (quantity_of(name)[0] if place else "", *(one.unit for one in ANSWERS.values())):
        return number
    return units(number, unit)


def _export(args: Any, prog: str) -> int:
    from .export import CODES

    stack, options, _ = _given(args, prog)
    options = {name: value for name, value in options.items() if name in ("layer", "current_layer", "closure")}
    more = {"j": args.j, "M_s": args.M_s, "alpha": args.alpha}
    text = CODES[args.code](stack, **options, **{name: value for name, value in more.items() if value is not None})
    if args.out:
        Path(args.out).write_text(text, encoding="utf-8")
        print(args.out)
    else:
        print(text, end="")
    return 0


def _made(stack: Stack, options: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in options.items() if value is not None}
    return {"orbitronics": __version__, "stack": stack.to_dict(), "options": kept}


def _write(path: str, data: dict[str, Any]) -> None:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [plain(one) for one in value]
        return "inf" if isinstance(value, float) and value == np.inf else value

    Path(path).write_text(
        json.dumps(plain(data), indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8"
    )
