"""Command line: ``python -m orbitronics figures --out DIR``, and the commands of `workbench` for a stack in a file."""

import argparse
import sys

from . import __version__, checks, entries
from .paper import values as bilayer
from .workbench import commands as workbench


def main(argv=None):
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m orbitronics", description="Orbital torque in metallic bilayers.")
    parser.add_argument("--version", action="version", version=f"orbitronics {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    figures = commands.add_parser("figures", help="write the paper's figures as SVG, PNG and CSV")
    figures.add_argument("--out", required=True, help="folder to write to")
    figures.add_argument("--figure", type=int, choices=(2, 3, 4), help="one figure only; all by default")
    for option in bilayer.OPTIONS:
        figures.add_argument(f"--{option}", metavar=f"{{{','.join(bilayer.OPTIONS[option])}}}")
    figures.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a parameter, e.g. d_F=3nm or P_os=0.3"
    )
    workbench.add(commands)
    args = parser.parse_args(argv)
    return _figures(parser, args) if args.command == "figures" else workbench.run(parser.prog, args)


def _figures(parser, args):
    try:
        from .figures import plot
    except ModuleNotFoundError as error:
        print(f'{parser.prog}: {error}; pip install "orbitronics[plot]" brings what the figures need', file=sys.stderr)
        return 2
    from .figures import FIGURES

    names = [f"fig{args.figure}"] if args.figure else ["fig2", "fig3", "fig4"]
    known = {name: FIGURES[name].controls + FIGURES[name].options for name in names}
    try:
        values = _values(args, {name for parameters in known.values() for name in parameters})
        mine = {
            figure: entries.values(figure, {n: v for n, v in values.items() if n in parameters}, parameters,
                                   bilayer.OPTIONS, FIGURES[figure].values, single=True)
            for figure, parameters in known.items()
        }  # fmt: skip
    except (ValueError, TypeError) as error:
        parser.error(str(error))
    try:
        for figure in names:
            for line in _without_effect(FIGURES[figure], mine[figure]):
                print(f"{parser.prog}: {line}", file=sys.stderr)
            for path in plot.save(figure, args.out, mine[figure]):
                print(path)
    except (ValueError, TypeError, OSError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    return 0


def _values(args, known):
    """Return what the command line sets, by name, as numbers in SI and options."""
    values = {}
    for item in args.set:
        name, equals, text = (part.strip() for part in item.partition("="))
        if not equals:
            raise ValueError(f"--set {item}: write NAME=VALUE, e.g. d_F=3nm")
        if name not in known:
            raise ValueError(f"--set {name}: there is no such parameter; known are {', '.join(sorted(known))}")
        if name in values:
            raise ValueError(f"--set {name} is given twice; give it once")
        values[name] = text if name in bilayer.OPTIONS else entries.parse(name, text)
    for option in bilayer.OPTIONS:
        chosen = getattr(args, option) and checks.option(option, getattr(args, option), bilayer.OPTIONS[option])
        if chosen and values.get(option, chosen) != chosen:
            raise ValueError(f"--{option} {chosen} and --set {option}={values[option]} disagree; give one of them")
        if chosen:
            values[option] = chosen
    return values


def _without_effect(figure, values):
    """Return a line for each setting that leaves the figure, or one of its panels, as it was."""
    from .figures import compute

    def curves(given):
        return [(curve.panel, [*curve.x], [*curve.y]) for curve in compute(figure, given, 5)]

    lines, drawn = [], curves(values)
    for name, value in values.items():
        if value == figure.values[name]:
            continue
        before = curves({one: x for one, x in values.items() if one != name})
        moved = {one[0] for one, other in zip(drawn, before, strict=True) if one != other}
        still = [panel.key for panel in figure.panels if panel.key not in moved]
        if not moved:
            hint = (
                ": the interface is transparent, add --interface finite" if entries.idle(values, figure.values) else ""
            )
            lines.append(f"{name} has no effect on {figure.name}{hint}")
        elif still:
            lines.append(f"{name} has no effect on panel {', '.join(still)} of {figure.name}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
