"""The picture of a budget shows the numbers of `Solution.budget`, each once and in its direction."""

import numpy as np
import pytest
from snapshot import F, N

import orbitronics as ob
from orbitronics import nm, pictures

CAP = ob.NormalMetal(sigma_s=1e6, sigma_o=2e6, lambda_s=1 * nm, lambda_o=2 * nm, name="cap")
G = ob.Interface(G_s=4e14, G_o=2e14, sigma_SREE_above=2e4, sigma_OREE_below=-3e4)


def drawn(figure):
    """Return the arrows of a drawing, (from, to), and the numbers that stand in it."""
    (ax,) = figure.axes
    arrows = [(t.xyann, t.xy) for t in ax.texts if getattr(t, "arrow_patch", None) is not None]
    numbers = [float(t.get_text()) for t in ax.texts if t.get_text().replace(".", "").replace("e+", "").isdigit()]
    return arrows, numbers


@pytest.mark.parametrize("part", ["real", "imag"])
@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
def test_every_number_of_the_budget_is_drawn(closure, part):
    magnet = F if closure == "paper" else F.coupled(0.3)
    solution = ob.solve(N(6 * nm) | G | magnet(3 * nm) | CAP(2 * nm), closure=closure)
    arrows, numbers = drawn(pictures.budget(solution, part=part))
    budget = solution.budget()
    ends = ("exchange", "spin_flip", "lattice", "cross_s", "cross_o")
    wanted = [row[name] for rows in budget.values() for row in rows.values() for name in ends if name in row]
    wanted += [budget[place]["spin"]["to_orbital"] for place in ("N", "F", "cap")]
    for moment in ("spin", "orbital"):
        wanted += [budget[a][moment][b] for a, b in (("N", "out"), ("F", "in"), ("F", "out"))]
    sizes = [abs(getattr(complex(x), part)) for x in wanted]
    sizes = [x for x in sizes if x > 1e-12 * max(sizes)]
    shown = [x for x in numbers if x > 0]
    assert len(arrows) == len(shown) == len(sizes)
    assert np.allclose(sorted(shown), sorted(sizes), rtol=0.06)


def test_an_arrow_points_where_the_angular_momentum_goes():
    arrows, _ = drawn(pictures.budget(ob.solve(N.replace(sigma_SHE=0.0)(6 * nm) | F(3 * nm), closure="reciprocal")))
    ups = {(start[1] > 0, end[1] > start[1]) for start, end in arrows if start[0] == end[0] < 4 and start[1] > 0}
    assert ups == {(True, False)}  # N's lattice gives orbital moment
    across = [(start, end) for start, end in arrows if start[1] == end[1]]
    assert len(across) == 2 and all(end[0] > start[0] for start, end in across)
    into_lattice = [end[1] > start[1] for start, end in arrows if start[0] == end[0] > 6 and start[1] > 0]
    assert into_lattice == [True]
    turned = N.replace(sigma_SHE=0.0, sigma_OHE=-3e5)
    arrows, _ = drawn(pictures.budget(ob.solve(turned(6 * nm) | F(3 * nm), closure="reciprocal")))
    across = [(start, end) for start, end in arrows if start[1] == end[1]]
    assert all(end[0] < start[0] for start, end in across)


def test_where_nothing_is_driven_every_process_is_dotted():
    still = N.replace(sigma_SHE=0.0, sigma_OHE=0.0)(6 * nm) | F(3 * nm)
    arrows, numbers = drawn(pictures.budget(ob.solve(still)))
    assert arrows == [] and numbers == [0.0] * 9


def test_a_sweep_is_not_drawn():
    with pytest.raises(ValueError, match="sweep of shape"):
        pictures.budget(ob.solve(N(np.array([1, 2]) * nm) | F(3 * nm)))
