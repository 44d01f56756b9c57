"""The claims of Sections I to V of the text at hand, each with a test that can be run.

Every claim is told in our words, with its place in the paper.  Its criterion, and why the threshold lies
where it does, stand in the docstring of its test.  A test takes what the text leaves open (`VARIATIONS`: polarisation,
interface, wavenumber, closure), computes a few numbers with `solve` and judges them.  The bilayer is that of
Figs. 2 and 3.  Slips of a word or a letter are not counted: the text is a machine extraction.
"""

from typing import Any

import numpy as np

from ...quantities import nm
from ..samples import THICK, in_F, sample
from . import results, theory  # noqa: F401 - they register the claims
from .register import CLAIMS, Claim, Finding, claim, judged, told

__all__ = [
    "CLAIMS", "SIGNS", "VARIATIONS", "Claim", "Finding", "claim", "judged", "ledger", "losses", "told", "verdicts",
]  # fmt: skip

VARIATIONS: dict[str, dict[str, Any]] = {
    "as assumed": {},
    "P = 0.2": {"P_os": 0.2, "P_so": 0.2},
    "P = 0.8": {"P_os": 0.8, "P_so": 0.8},
    "finite interface": {"interface": "finite"},
    "printed k": {"wavenumber": "printed"},
    "reciprocal closure": {"closure": "reciprocal"},
}
"""What the text leaves open: P in Fig. 2, the interface (1e15 for G_s and G_o), k of Eq. (6), the closure."""

SIGNS = {"holds": "✓ holds", "fails": "✗ fails", "depends": "◐ depends"}
"""The verdicts with a sign."""


def ledger(**values):
    """Return a dict of `Finding` by the claims' keys, at the paper's values and the given ones."""
    return {c.key: c.test(values) for c in CLAIMS}


def verdicts():
    """Return a dict, by the claims' keys, of dicts of the verdict under each of the `VARIATIONS`."""
    found = {name: ledger(**changes) for name, changes in VARIATIONS.items()}
    return {c.key: {name: found[name][c.key].verdict for name in found} for c in CLAIMS}


def losses(v):
    """Return Gamma of dJ/dz = -Gamma mu over (spin, orbital), as a solution shows it 1 nm inside a thick F.

    The two Hall effects give two independent pairs of potentials, and one matrix takes both to their losses:
    its diagonal is what a moment loses by its own potential, whatever comes to it from the other by conversion.
    """
    h = 1e-3 * nm
    z = 1 * nm + np.array([-h, 0, h])
    mu, loss = np.empty((2, 2), complex), np.empty((2, 2), complex)
    for column, source in enumerate(("SHE", "OHE")):
        s = sample(source, **v | {"d_F": THICK})
        for row, moment in enumerate("so"):
            J = in_F(s, f"J_{moment}", z)
            mu[row, column], loss[row, column] = in_F(s, f"mu_{moment}", z)[1], (J[0] - J[2]) / (2 * h)
    return loss @ np.linalg.inv(mu)
