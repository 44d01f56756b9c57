"""The few LaTeX symbols of this library as MathML and as runs of plain text.

MathML is for the controls and legends of the page, where screen readers read it; runs are for
text inside a chart.
"""

import re
from html import escape

GREEK = {
    "Gamma": "Γ", "alpha": "α", "beta": "β", "chi": "χ", "gamma": "γ", "eta": "η", "kappa": "κ", "lambda": "λ",
    "mu": "μ", "sigma": "σ", "tau": "τ", "phi": "ϕ", "theta": "θ", "varphi": "φ",
}  # fmt: skip
SIGNS = GREEK | {
    "uparrow": "↑", "downarrow": "↓", "cdot": "·", "times": "×", "hbar": "ℏ", "partial": "∂", "parallel": "∥",
    ",": "\u2009", " ": " ", ";": " ", "quad": " ",
}  # fmt: skip

_TOKEN = re.compile(r"\\(?:mathrm|text|mathbf)\{[^}]*\}|\\[A-Za-z]+|\\.|[\d.]*\d|\S")


def parse(tex):
    """Return a list of atoms (text, italic, subscript, superscript); the last two are such lists."""
    tokens = _TOKEN.findall(tex)[::-1]
    atoms = _atoms(tokens)
    if tokens:
        raise ValueError(f"cannot read {tex!r}: a brace too many")
    return atoms


def _atoms(tokens):
    """Take the atoms up to the end of a group from the end of the tokens."""
    atoms: list[tuple] = []
    while tokens and tokens[-1] != "}":
        if tokens[-1] not in ("_", "^"):
            atoms += _one(tokens)
            continue
        below = tokens.pop() == "_"
        text, italic, sub, sup = atoms.pop() if atoms else ("", False, [], [])
        inner = _one(tokens)
        atoms.append((text, italic, inner if below else sub, sup if below else inner))
    return atoms


def _one(tokens):
    """Take the atoms of one command, group or character."""
    token = tokens.pop()
    command, brace, word = token.partition("{")
    if token == "{":
        atoms = _atoms(tokens)
        tokens.pop()
        return atoms
    if token == "\\tilde":
        (text, *more), *others = _one(tokens)
        return [(text + "̃", *more), *others]
    if brace:
        return [(word[:-1], False, [], [])]
    if command[0] != "\\":
        return [(token, token.isalpha(), [], [])]
    if command[1:] not in SIGNS:
        raise ValueError(f"{command} is not known here")
    return [(SIGNS[command[1:]], command[1:] in GREEK, [], [])]


def mathml(tex):
    """Return the MathML of a formula."""
    return f"<math>{_row(parse(tex))}</math>"


def _row(atoms):
    parts = "".join([_element(atom) for atom in atoms])
    return parts if len(atoms) == 1 else f"<mrow>{parts}</mrow>"


def _element(atom):
    text, italic, sub, sup = atom
    if italic:
        base = f"<mi>{text}</mi>"
    elif text[:1].isdigit():
        base = f"<mn>{text}</mn>"
    elif text in "=+/|()·×" and text:
        fixed = ' stretchy="false"' if text in "()|" else ""  # as high as a letter, whatever stands beside it
        base = f"<mo{fixed}>{text}</mo>"
    elif text.isalpha() and len(text) == 1:
        base = f'<mi mathvariant="normal">{text}</mi>'
    else:
        base = f"<mtext>{escape(text.replace(' ', chr(160)))}</mtext>"
    if sub and sup:
        return f"<msubsup>{base}{_row(sub)}{_row(sup)}</msubsup>"
    if sub:
        return f"<msub>{base}{_row(sub)}</msub>"
    if sup:
        return f"<msup>{base}{_row(sup)}</msup>"
    return base


def runs(tex):
    """Return a list of [text, italic, level, back]: level -1 below, 1 above; back: characters to step back first."""
    found = []
    for text, italic, sub, sup in parse(tex):
        found.append([f" {text} " if text in ("=", "/") else text, italic, 0, 0])
        below = [[t, i, -1, 0] for t, i, _, _ in sub]
        above = [[t, i, 1, 0] for t, i, _, _ in sup]
        if below and above:
            above[0][3] = len("".join([t for t, _, _, _ in sub]))
        found += below + above
    return _joined(found)


def _joined(found):
    joined: list[list] = []
    for run in found:
        if joined and joined[-1][1:3] == run[1:3] and not run[3]:
            joined[-1][0] += run[0]
        else:
            joined.append(run)
    return joined


def mixed(text, formula, plain):
    """Return the pieces of a text with formulas between $, each through `formula` or `plain`."""
    return [formula(part) if i % 2 else plain(part) for i, part in enumerate(text.split("$")) if part]


def html(text):
    """Return the HTML of a text with formulas between $."""
    return "".join(mixed(text, mathml, escape))


def all_runs(text):
    """Return the runs of a text with formulas between $."""
    return [run for part in mixed(text, runs, lambda plain: [[plain, False, 0, 0]]) for run in part]
