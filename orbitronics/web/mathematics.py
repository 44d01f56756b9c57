"""The few LaTeX symbols of this library as MathML and as runs of plain text.

MathML is for the controls and legends of the page, where screen readers read it; runs are for
text inside a chart.
"""

import re

GREEK = {
    "Gamma": "Γ", "alpha": "α", "beta": "β", "chi": "χ", "gamma": "γ", "eta": "η", "kappa": "κ", "lambda": "λ",
    "mu": "μ", "sigma": "σ", "tau": "τ", "phi": "ϕ", "theta": "θ", "varphi": "φ",
}  # fmt: skip
UPRIGHT = {"uparrow": "↑", "downarrow": "↓", "cdot": "·", "times": "×", "hbar": "ℏ", "partial": "∂", "parallel": "∥"}
SPACES = {",": "\u2009", " ": " ", ";": " ", "quad": " "}


def parse(tex):
    """Return a list of atoms (text, italic, subscript, superscript); the last two are such lists."""
    atoms, rest = _parse(tex)
    if rest:
        raise ValueError(f"cannot read {tex!r}: a brace too many at {rest!r}")
    return atoms


def _parse(tex):
    atoms: list[tuple] = []
    while tex and tex[0] != "}":
        head = tex[0]
        if head in "_^":
            inner, tex = _group(tex[1:])
            if not atoms:
                atoms.append(("", False, [], []))
            text, italic, sub, sup = atoms[-1]
            atoms[-1] = (text, italic, inner if head == "_" else sub, inner if head == "^" else sup)
            continue
        more, tex = _one(tex)
        atoms += more
    return atoms, tex


def _one(tex):
    """Return the atoms of the first command, group or character, and what follows it."""
    head = tex[0]
    if head == "{":
        return _group(tex)
    if head.isdigit():
        number = re.findall(r"^[\d.]*\d", tex)[0]
        return [(number, False, [], [])], tex[len(number) :]
    if head != "\\":
        return ([] if head == " " else [(head, head.isalpha(), [], [])]), tex[1:]
    n = 2
    while tex[1].isalpha() and n < len(tex) and tex[n].isalpha():
        n += 1
    name, tex = tex[1:n], tex[n:]
    if name in ("mathrm", "text", "mathbf"):
        end = tex.index("}")
        return [(tex[1:end], False, [], [])], tex[end + 1 :]
    if name == "tilde":
        inner, tex = _group(tex.lstrip())
        text, italic, sub, sup = inner[0]
        return [(text + "̃", italic, sub, sup), *inner[1:]], tex
    if name in SPACES:
        return [(SPACES[name], False, [], [])], tex
    if name in GREEK:
        return [(GREEK[name], True, [], [])], tex
    if name in UPRIGHT:
        return [(UPRIGHT[name], False, [], [])], tex
    raise ValueError(f"\\{name} is not known here")


def _group(tex):
    if tex[0] != "{":
        return _one(tex)
    atoms, rest = _parse(tex[1:])
    return atoms, rest[1:]


def escape(text):
    """Return text as it stands in HTML."""
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(char, entity)
    return text


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
