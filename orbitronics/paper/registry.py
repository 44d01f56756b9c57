"""The paper's equations, (1) to (23): what each says, where it is derived, computed and tested, what is found.

`equation` finds one, and whoever reads the source finds ``paper_equation(17`` beside the code that holds Eq. (17).
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Equation:
    """One equation of the paper, and where to find it.

    Attributes
    ----------
    number : int
        Its number in the paper.
    says : str
        What it says.
    chapter : str
        The chapter of the book that derives it.
    functions : tuple of str
        What in the library holds it, without the leading ``orbitronics.``.
    finding : str
        In a few words how well it holds.
    """

    number: int
    says: str
    chapter: str
    functions: tuple[str, ...]
    finding: str

    @property
    def test(self) -> str:
        """The test that checks it, as pytest takes it."""
        return f"tests/test_equations.py::test_eq_{self.number}"

    def __repr__(self):
        return "\n".join(
            (
                f"Eq. ({self.number}): {self.says}",
                f"  chapter   book/{self.chapter}.ipynb",
                f"  computed  {', '.join(self.functions)}",
                f"  test      {self.test}",
                f"  finding   {self.finding}",
            )
        )


_texts: dict[int, tuple[str, str, str]] = {}
_functions: dict[int, list[str]] = {}


def paper_equation(
    number: int, says: str = "", *, chapter: str = "", finding: str = "", also: tuple[str, ...] = ()
) -> Callable[[Callable], Callable]:
    """Return a decorator that enters a function as one that holds an equation.

    The first function of an equation carries the text; a further one gives only the number.  `also` names what
    holds it besides and is no function of its own.
    """

    def enter(function):
        home = function.__module__.removeprefix("orbitronics.").removeprefix("paper.")
        _enter(number, says, chapter, finding, (f"{home}.{function.__qualname__}", *also))
        return function

    return enter


def _enter(number, says, chapter, finding, functions):
    if says:
        _texts[number] = says, chapter, finding
    _functions.setdefault(number, []).extend(functions)


def equation(number: int) -> Equation:
    """Return one of the paper's equations: what it says, and where it is derived, computed and tested.

    Parameters
    ----------
    number : int
        1 to 23.

    Raises
    ------
    ValueError, TypeError
        If the paper has no equation of this number.
    """
    from . import closed_forms  # noqa: F401 - its import fills the registry

    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"equation: number = {number!r}; it must be an integer from 1 to {max(_texts)}.")
    if number not in _texts:
        raise ValueError(f"equation: number = {number}; the paper has Eqs. (1) to ({max(_texts)}).")
    says, chapter, finding = _texts[number]
    return Equation(number, says, chapter, tuple(_functions[number]), finding)


def all_equations() -> tuple[Equation, ...]:
    """Return all of the paper's equations in their order."""
    equation(1)  # fills the registry
    return tuple(equation(number) for number in sorted(_texts))


# What the solver computes is entered here: the core knows no other module. Comments there bear the numbers.
_CHOICE = "a choice of closure; another one is reciprocal"
_SIGMA = ("core.layer.polarised", "Ferromagnet")
_AT_INTERFACE = ("lowering.conductances", "core.ladder.through_interface", "Interface")
for _row in (
    (1, "spin in N: diffusion, Hall current, relaxation", "theory", "exact", ("lowering.wavenumber", "NormalMetal")),
    (2, "orbital moment in N: the same", "theory", "exact", ("lowering.numbers", "NormalMetal")),
    (3, "spin current in F, dragged by the orbital gradient", "theory", "exact", _SIGMA),
    (4, "orbital current in F, dragged by the spin gradient", "theory", "exact", _SIGMA),
    (
        5,
        "spin in F: relaxation, precession, dephasing",
        "theory",
        _CHOICE,
        ("core.layer.spin_wavenumber", "Ferromagnet"),
    ),
    (7, "orbital moment in F relaxes", "theory", _CHOICE, ("lowering.numbers", "Ferromagnet")),
    (8, "spin current through the interface", "theory", "exact", _AT_INTERFACE),
    (9, "orbital current through the interface", "theory", "exact", _AT_INTERFACE),
    (
        12,
        "torque: the spin current absorbed",
        "anatomy",
        "a definition; exchange alone takes up something else",
        ("Solution.torque",),
    ),
):
    _enter(*_row)
