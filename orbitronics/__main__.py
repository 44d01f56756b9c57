"""Command line: ``python -m orbitronics figures --out DIR``."""

import argparse
import sys

from . import __version__, bilayer


def main(argv=None):
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m orbitronics", description="Orbital torque in metallic bilayers.")
    parser.add_argument("--version", action="version", version=f"orbitronics {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    figures = commands.add_parser("figures", help="write the paper's figures as SVG, PNG and CSV")
    figures.add_argument("--out", required=True, help="folder to write to")
    figures.add_argument("--figure", type=int, choices=(2, 3, 4), help="one figure only; all by default")
    for option in ("closure", "wavenumber", "interface"):
        figures.add_argument(f"--{option}", choices=bilayer.OPTIONS[option])
    figures.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a parameter, e.g. d_F=3nm or P_os=0.3"
    )
    return _figures(parser, parser.parse_args(argv))


def _figures(parser, args):
    try:
        from . import plot
    except ModuleNotFoundError as error:
        print(f'{parser.prog}: {error}; pip install "orbitronics[plot]" brings what the figures need', file=sys.stderr)
        return 2
    from .figures import FIGURES

    names = [f"fig{args.figure}"] if args.figure else ["fig2", "fig3", "fig4"]
    values = {}
    for item in args.set:
        name, equals, text = item.partition("=")
        if not equals:
            parser.error(f"--set {item}: write NAME=VALUE, e.g. d_F=3nm")
        values[name.strip()] = plot.parse_value(text)
    for option in ("closure", "wavenumber", "interface"):
        if getattr(args, option):
            values[option] = getattr(args, option)
    known = {n: FIGURES[n].controls + FIGURES[n].options for n in names}
    for name in values:
        if not any(name in parameters for parameters in known.values()):
            every = sorted(set().union(*known.values()))
            parser.error(f"--set {name}: there is no such parameter; known are {', '.join(every)}")
    try:
        for figure in names:
            mine = {name: value for name, value in values.items() if name in known[figure]}
            for path in plot.save(figure, args.out, mine):
                print(path)
    except (ValueError, TypeError, OSError) as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
