"""What the page "Your stack, live" knows of the library, as data: kinds of parts, quantities, presets, literature."""

import json
import keyword
from dataclasses import MISSING
from math import inf, nan
from pathlib import Path
from typing import Any

from .. import checks, lowering, plain, solution
from ..figures import design, sweeping
from ..figures.panels import COLOURS, MIXING, labelled
from ..interfaces import Interface, Surface
from ..materials import Ferromagnet, Material, NormalMetal
from ..paper import values as bilayer
from ..paper.samples import sample
from ..parts import Part
from ..quantities import NEVER_NEGATIVE, NOT_NEGATIVE, QUANTITIES, display, nm
from ..workbench import published
from ..workbench.sensitivities import CENTRAL, STEP
from .markup import templates
from .mathematics import all_runs, mathml
from .mathematics import html as formula

KINDS = ("NormalMetal", "Ferromagnet", "Interface", "Transparent", "Surface")
LAYERS, TEXT, ROWS = 40, 200_000, 2000
"""What the page takes: layers of a stack, characters of a text, rows of data."""
LOOSE = (1e-3, 0.5)
"""A fit is told not to determine its numbers where its weakest direction is less visible than this, of the strongest,
or where the numbers are more uncertain than this along it, of their values."""

DERIVATIVE = {"offsets": list(CENTRAL), "weights": list(CENTRAL.values()), "step": STEP}
"""The rule of a derivative, that of `sensitivity`."""
FIT = {
    "derivative": DERIVATIVE,
    "lengths": [checks.SHORTEST, checks.MILLIMETRE],
    "loose": LOOSE,
    "most": {"text": TEXT, "rows": ROWS},
}
"""What a fit of pasted data needs to know."""

ENDS = (-inf, -1.0, 0.0, 1.0, inf)
"""Where domains end."""
BETWEEN = (nan, -inf, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, inf)
"""A number at each end and between each two, behind one that is none."""

WORDS = json.loads((Path(__file__).parent / "stack.json").read_text(encoding="utf-8"))
"""What can be asked of a stack (`answers`; braces are filled in for each magnet, `needs` names numbers that a stack may
lack), what is `said` of the rows of a budget and where the library warns, and the colours of maps, low to high."""
MIXED = {"parts": ["real part", "imaginary part"], "needs": ["paper"]}


def data():
    """Return all of it, for JSON."""
    kinds = {name: _kind(Part._kinds[name]) for name in KINDS}
    names = dict.fromkeys(["thickness", "chi", *(field["name"] for kind in kinds.values() for field in kind["fields"])])
    return {
        "schema": plain.SCHEMA,
        "kinds": kinds,
        "quantities": {name: _quantity(name) for name in names if name not in ("name", "m")},
        "longest": checks.MILLIMETRE,
        "shortest": checks.SHORTEST,
        "most": {"layers": LAYERS, "text": TEXT},
        "ends": ENDS,
        "domains": {one.domain: _allowed(one.domain) for one in QUANTITIES.values()},
        "apart": {"thickness": NOT_NEGATIVE, "chi": QUANTITIES["chi"].domain},
        "options": {"closure": list(solution.CLOSURES), "wavenumber": list(solution.WAVENUMBERS)},
        "presets": presets(),
        "parts": parts(),
        "literature": literature(),
        "templates": templates("stack"),
        "remarks": [list(one) for one in design.REMARKS],
        "keywords": keyword.kwlist,
        "colours": list(COLOURS),
        "thick": 1e-6,
        "transparent": 1e22,
        "converts": [*lowering.CONVERTS, "G_os", "G_so"],
        "derivative": DERIVATIVE,
        **WORDS,
        "answers": [*WORDS["answers"], *map(_mixing, MIXING)],
        "warnings": WORDS["warnings"] | {"reciprocal": formula(WORDS["warnings"]["reciprocal"])},
    }


def _mixing(name):
    """Return the answer that is a mixing conductance, in the words of the figures."""
    latex, unit, _ = sweeping.QUANTITIES[name]
    title, label = f"{sweeping.WORDS[name]}, thick F", all_runs(labelled(latex, unit))
    return {"key": name, "title": title, "unit": unit, "label": label} | MIXED


def _allowed(domain):
    """Return whether each number of `BETWEEN` lies in a domain, as `checks` says."""

    def fits(x):
        try:
            checks.within("page", "x", x, "", domain)
        except ValueError:
            return False
        return True

    return [fits(x) for x in BETWEEN]


def _kind(cls):
    """Return the names of what a part takes, in their order, each with its default; None must be given."""
    return {
        "fields": [
            {
                "name": name,
                "domain": cls._domains.get(name, QUANTITIES[name].domain if name in QUANTITIES else "text"),
                "optional": name in cls._optional,
                **({} if default is MISSING or name in cls._optional else {"default": default}),
            }
            for name, default in cls.defaults().items()
        ],
        "folded": [name for name in cls._silent if issubclass(cls, Material)],
    }


def _quantity(name):
    one, (factor, unit) = QUANTITIES[name], display(name)
    low, high, scale = one.slider or QUANTITIES["G_s"].slider
    label = f"${one.latex}$ ({unit})" if unit else f"${one.latex}$"
    return {
        "math": mathml(one.latex),
        "runs": all_runs(label),
        "meaning": one.meaning,
        "unit": unit,
        "factor": factor,
        "low": low,
        "high": high,
        "log": scale == "log",
        "positive": one.domain in NEVER_NEGATIVE,
    }


def parts():
    """Return a new part of each kind, in its plain form: the paper's numbers, and round ones where it has none."""
    stack = _paper()
    N, F = (layer.material for layer in stack.layers)
    made = (N, F, Interface(G_s=1e15, G_o=1e15), Interface.transparent(), Surface())
    return {
        one.kind(): plain._of_part(one) | ({"G_mix": [0.0, 0.0]} if one.kind() == "Surface" else {}) for one in made
    }


def literature():
    """Return the reported values that are a number of a stack, each with its source; none is recommended."""
    return [
        {
            "material": one.material,
            "name": one.quantity,
            "value": one.value,
            "uncertainty": one.uncertainty,
            "about": "; ".join(filter(None, (one.method, one.note, one.reference, one.arxiv and f"arXiv {one.arxiv}"))),
        }
        for one in published.literature()
        if one.quantity in QUANTITIES and one.value is not None
    ]


# -- presets: round numbers to start from, of no particular sample, but for the paper's own ------------------

METAL: dict[str, Any] = {
    "sigma_s": 2e6,
    "sigma_o": 1e6,
    "lambda_s": 10 * nm,
    "lambda_o": 5 * nm,
    "sigma_OHE": 1e5,
    "sigma": 2e6,
}
HEAVY: dict[str, Any] = {"sigma_s": 4e6, "sigma_o": 2e6, "lambda_s": 2 * nm, "lambda_o": 2 * nm, "sigma": 4e6}
CONVERTING: dict[str, Any] = {"P_os": 0.2, "P_so": 0.1}  # P_os sigma_o = P_so sigma_s: reciprocal
MAGNET: dict[str, Any] = {
    "sigma_s": 3e6,
    "sigma_o": 1.5e6,
    "lambda_sf": 5 * nm,
    "lambda_J": 1 * nm,
    "lambda_phi": 2 * nm,
}
MAGNET |= {"lambda_o": 2 * nm, "sigma": 4e6, "M_s": 1e6}


def _paper():
    """Return the paper's bilayer, with round numbers where it has none."""
    return sample("OHE").stack.replace({"N.sigma_OHE": 1e5, "N.sigma": 1e6, "F.sigma": 1e6, "F.M_s": 1e6})


def presets():
    """Return the presets by their names: what they are, how they are solved, and their plain form."""
    paper = _paper()
    N = NormalMetal(**METAL)
    heavy, cap = NormalMetal(**HEAVY, sigma_SHE=1e5, name="Pt"), NormalMetal(**HEAVY, name="cap")
    copper = NormalMetal(sigma_s=2e7, sigma_o=1e7, lambda_s=200 * nm, lambda_o=10 * nm, sigma=2e7, name="Cu")
    converter = NormalMetal(**HEAVY, **CONVERTING, name="converter")
    bare, magnet = Ferromagnet(**MAGNET), Ferromagnet(**MAGNET, **CONVERTING)
    contact = Interface(G_s=1e15, G_o=5e14)
    found = {
        "design": (
            "A bilayer to design: both Hall effects",
            paper.replace({f"N.{n}": design.VALUES[n] for n in bilayer.HALL}),
            "paper",
        ),
        "paper": ("The paper's bilayer", paper, "paper"),
        "converter": ("A light metal, one that converts, a magnet", N(10 * nm) | converter(2 * nm) | bare(3 * nm), ""),
        "oxide": (
            "A magnet under copper with an oxidised surface",
            magnet.coupled(0.3)(3 * nm) | copper(3 * nm) | Surface(sigma_OREE=1e4),
            "",
        ),
        "valve": (
            "A spin valve: two magnets and a spacer",
            magnet.replace(name="fixed", lambda_J=0.7 * nm)(6 * nm)
            | contact
            | N.replace(name="spacer")(4 * nm)
            | contact
            | magnet.replace(name="free", m=-1)(2 * nm),
            "",
        ),
        "cap": ("A magnet under a cap that takes up both moments", N(10 * nm) | magnet(3 * nm) | cap(2 * nm), ""),
        "insulator": (
            "A heavy metal on an insulating magnet",
            Surface(G_mix=5e14 + 5e13j, G_o=1e13) | heavy(5 * nm),
            "",
        ),
    }
    return {
        key: {"title": title, "closure": closure or "reciprocal", "stack": stack.to_dict()}
        for key, (title, stack, closure) in found.items()
    }
