"""Values that were reported for materials, with their sources; none is recommended."""

import functools
import importlib.resources
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from .. import checks
from ..figures.book import Table, Tabled


class Reported(NamedTuple):
    """One reported value.

    `value` and `uncertainty` are in SI, as the library takes them: None where the source gives a range, or no
    uncertainty.  `printed` is the number and the unit of the source; `read` says how much of it was read.
    """

    material: str
    quantity: str
    value: float | None
    uncertainty: float | None
    unit: str
    printed: str
    method: str
    reference: str
    arxiv: str
    read: str
    note: str


class Literature(Tabled, tuple[Reported, ...]):
    """Reported values; printed as a table. ``[0].value`` is a number for the library."""

    def table(self) -> Table:
        """Return the values as a table."""
        header = ("material", "quantity", "value", "±", "unit", "as printed", "method", "reference", "read", "note")
        rows = [
            (*r[:2], *("" if v is None else v for v in r[2:4]), *r[4:7],
             f"{r.reference}{', arXiv ' + r.arxiv if r.arxiv else ''}", *r[9:])
            for r in self
        ]  # fmt: skip
        return Table(header, rows)


def literature(material: str | None = None, quantity: str | None = None) -> Literature:
    """Return what was reported of a material: several values where sources contradict each other.

    The library recommends none of them.  Signs are those of the source, see `observables` for the library's.
    A quantity has its name in the library where it has one there ("lambda_o", "sigma_OHE"); an angle such as
    "theta_OH" is sigma_OHE over sigma.

    Parameters
    ----------
    material : str, optional
        A name such as "Cr"; all materials unless given.
    quantity : str, optional
        A name such as "lambda_o"; all quantities unless given.

    Returns
    -------
    Literature

    Raises
    ------
    ValueError
        If there is nothing on that material or quantity; it names those that there are.
    """
    rows: Sequence[Reported] = _all()
    for what, wanted, names in (("material", material, _names), ("quantity", quantity, lambda one: {one.quantity})):
        if wanted is not None:
            known = sorted({name for one in rows for name in names(one)})
            if wanted not in known:
                raise checks.unknown("literature", what, wanted, known, ValueError)
            rows = [one for one in rows if wanted in names(one)]
    return Literature(rows)


def _names(one: Reported) -> set[str]:
    """Return what an entry answers to: "Ta" and "Ta (beta)", each metal of a bilayer or of a list."""
    bare = one.material.partition(" (")[0]
    return {one.material, bare, *bare.split("|"), *bare.split(", ")}


@functools.cache
def _all() -> tuple[Reported, ...]:
    text = importlib.resources.files("orbitronics").joinpath("workbench/literature.json").read_text(encoding="utf-8")
    return tuple(_reported(one) for one in json.loads(text)["entries"])


def _reported(one: dict[str, Any]) -> Reported:
    value, spread = one["value"], one["uncertainty"]
    single = not isinstance(value, list)
    number = f"{value:.10g}" if single else " to ".join(map(str, value))
    return Reported(
        one["material"], one["quantity"], one["value_SI"] if single else None,
        None if spread is None else abs(one["value_SI"] / value) * spread, one["unit_SI"],
        f"{number}{'' if spread is None else f' ± {spread:.10g}'} {one['unit']}".removesuffix(" 1"),
        one["method"], one["reference"], one["arxiv"] or "", one["read"], one["note"],
    )  # fmt: skip
