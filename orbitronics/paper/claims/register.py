"""A claim with its test, and the list in which all are registered."""

import inspect
import re
from collections import namedtuple

import numpy as np

from ...quantities import powers

Claim = namedtuple("Claim", ("key", "name", "place", "text", "criterion", "why", "found", "test"))
# One claim: its key, its name, its place in the paper, what it says, what has to be so for it to hold, why the
# threshold lies there, a sentence with the numbers of a finding, its test.

Finding = namedtuple("Finding", ("numbers", "verdict"))
# What a test finds: numbers by name, and "holds", "fails" or "depends".

CLAIMS: list[Claim] = []
"""All claims, in the order of the paper once `claims` has been imported."""


_PARTS = re.compile(r"(.+?)\n\nCriterion: (.+?)\nWhy: (.+?)\nFound: (.+)", re.DOTALL)


def claim(name, place):
    """Register the decorated test as a claim, whose key is the test's name.

    The docstring of the test tells the claim, then the criterion, why the threshold lies there, and what is found.
    """

    def register(test):
        parts = _PARTS.fullmatch(inspect.getdoc(test) or "")
        texts = parts.groups() if parts else [""] * 4  # none with python -OO
        text, criterion, why, found = (" ".join(part.split()) for part in texts)
        CLAIMS.append(Claim(test.__name__, name, place, text, criterion, why, found, test))
        return test

    return register


def told(claim, finding):
    """Return what a test found as a sentence for people, numbers to three digits."""
    return claim.found.format_map({name: _short(x) for name, x in finding.numbers.items()})


def _short(x):
    text = f"{x.real:.3g}{x.imag:+.3g}i" if abs(np.imag(x)) > 1e-9 * abs(x) else f"{np.real(x):.3g}"
    return powers(text).replace("-", "−")


def judged(holds, **numbers):
    """Return a `Finding`; `holds` is true or false, a list of these for parts of a claim, or already a word."""
    if not isinstance(holds, str):
        parts = holds if isinstance(holds, list) else [holds]
        holds = "holds" if all(parts) else "depends" if any(parts) else "fails"
    return Finding(numbers, holds)


def rising(values):
    """Return whether each value is above the one before."""
    return np.diff(values) > 0


def near(value, target, by):
    """Return whether a value differs from the target by less than `by`."""
    return abs(value - target) < by
