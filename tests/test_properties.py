"""The laws of the network on random stacks with every source in every place, N and F different in everything.

Each number is drawn by itself: thicknesses from 1e-5 to 1e3 nm, emission at every interface and surface, conversion
and coupled relaxation in every layer.  Errors are measured in units of the largest answer of its kind.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from network import charge_current
from network import solve as solve_modes

import orbitronics as ob
from orbitronics import nm, profiles

pytestmark = pytest.mark.filterwarnings("ignore::orbitronics.solution.TorqueWarning")
# the same cases at each run, so that a failure is a change of the code
settings.register_profile(
    "laws",
    max_examples=10,
    phases=[Phase.generate],  # a smaller case is sought by hand: each takes a while
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
laws = settings.get_profile("laws")
closures = pytest.mark.parametrize("closure", ["paper", "reciprocal"])
BOUND = 1e-10
EMISSIONS = ("sigma_SREE_below", "sigma_SREE_above", "sigma_OREE_below", "sigma_OREE_above")
SOURCES = (*EMISSIONS, "sigma_SHE", "sigma_OHE", "sigma_SREE", "sigma_OREE")


def log_uniform(low, high):
    return st.floats(np.log10(low), np.log10(high)).map(lambda x: float(10**x))


def signed(low, high):
    """Numbers of these sizes and either sign: a source of zero would test nothing."""
    return st.tuples(log_uniform(low, high), st.sampled_from([-1.0, 1.0])).map(lambda pair: pair[0] * pair[1])


lengths, conductivities, halls = log_uniform(0.3 * nm, 30 * nm), log_uniform(1e4, 1e7), signed(0.03, 3)
thicknesses = log_uniform(1e-5 * nm, 1e3 * nm)
shares = st.floats(-0.9, 0.9)


@st.composite
def materials(draw, magnetic, reciprocal, coupled):
    sigma_s, sigma_o = draw(conductivities), draw(conductivities)
    mean = np.sqrt(sigma_s * sigma_o)
    lambda_spin, lambda_o = draw(lengths), draw(lengths)
    rate = mean / lambda_spin / lambda_o
    chi = draw(shares) if coupled else 0.0
    skew_P, skew_chi = (0.0, 0.0) if reciprocal else (draw(shares), draw(shares) if coupled else 0.0)
    given = {
        "sigma_s": sigma_s,
        "sigma_o": sigma_o,
        "lambda_o": lambda_o,
        "Gamma_os": (chi + skew_chi) * rate,
        "Gamma_so": (chi - skew_chi) * rate,
        "sigma_SHE": draw(halls),
        "sigma_OHE": draw(halls),
        "sigma": 1e7,
    }
    if not magnetic:
        return ob.NormalMetal(lambda_s=lambda_spin, **given)
    rho = draw(shares)
    given |= {"P_os": (rho + skew_P) * mean / sigma_o, "P_so": (rho - skew_P) * mean / sigma_s}
    given |= {"lambda_J": draw(lengths), "lambda_phi": draw(lengths), "m": draw(st.sampled_from([1, -1]))}
    return ob.Ferromagnet(lambda_sf=lambda_spin, **given)


@st.composite
def joints(draw, reciprocal):
    a = dict(zip(EMISSIONS, draw(st.tuples(halls, halls, halls, halls)), strict=True))
    if draw(st.booleans()):
        return ob.Interface.transparent(**a)
    G_s, G_o, chi = draw(log_uniform(1e13, 1e17)), draw(log_uniform(1e13, 1e17)), draw(shares)
    skew = 0.0 if reciprocal else draw(shares)
    mean = np.sqrt(G_s * G_o)
    return ob.Interface(G_s=G_s, G_o=G_o, G_os=(chi + skew) * mean, G_so=(chi - skew) * mean, **a)


@st.composite
def surfaces(draw):
    G_mix = complex(draw(log_uniform(1e12, 1e16)), draw(signed(1e12, 1e16)))
    G_long, G_o = draw(log_uniform(1e11, 1e15)), draw(log_uniform(1e11, 1e15))
    return ob.Surface(sigma_SREE=draw(halls), sigma_OREE=draw(halls), G_mix=G_mix, G_long=G_long, G_o=G_o)


@st.composite
def stacks(draw, closure, reciprocal=False, longest=4):
    kinds = draw(st.lists(st.booleans(), min_size=1, max_size=longest).filter(any))
    items = []
    for i, magnetic in enumerate(kinds):
        if i:
            items.append(draw(joints(reciprocal)))
        items.append(draw(materials(magnetic, reciprocal, closure == "reciprocal"))(draw(thicknesses)))
    bottom, top = draw(st.booleans()), draw(st.booleans())
    return ob.Stack([*([draw(surfaces())] if bottom else []), *items, *([draw(surfaces())] if top else [])])


def answers(sol, parts=(0.0, 0.3, 0.5, 0.9, 1.0)):
    """J_s, J_o, mu_s, mu_o at these parts of the thickness of each layer: an array (layers, 4, parts)."""
    heights, parts = np.array(sol.stack.heights), np.array(parts)
    z = heights[:-1, None] + parts * np.diff(heights)[:, None]
    z[:, -1] = heights[1:]
    both = (False, True)
    below = [x.reshape(len(z), -1) for p in both for x in profiles.at(sol, z[:, :-1].ravel(), "right", potentials=p)]
    above = [x[:, None] for p in both for x in profiles.at(sol, z[:, -1], "left", potentials=p)]
    return np.stack([np.hstack(pair) for pair in zip(below, above, strict=True)], axis=1)


def driven(stack):
    """The largest source of a stack: what a current is small against."""
    numbers = stack.numbers()
    return max(abs(numbers[one]) for one in numbers if one.rpartition(".")[2] in SOURCES)


def scales(values, stack):
    """The largest current (or source) and the largest potential, for each of the four."""
    size = np.abs(values).max(axis=(0, 2))
    return np.repeat([max(*size[:2], driven(stack)), max(size[2:])], 2)


def same(found, expected, stack, bound=BOUND, layers=slice(None)):
    thickness = np.array([layer.thickness for layer in stack.layers])[layers]
    rounded = 1e-14 * stack.heights[-1] / thickness  # heights count from the bottom of the stack
    scale = scales(expected, stack)[None, :, None] * (bound + rounded[:, None, None])
    assert (np.abs(found - expected) <= scale).all(), np.max(np.abs(found - expected) / scale)


def near(found, expected, scale, bound=BOUND):
    assert abs(found - expected) <= bound * max(abs(found), abs(expected), scale), (found, expected, scale)


def magnets(stack):
    return [i for i, layer in enumerate(stack.layers) if layer.magnetic]


# -- against all modes in one linear system ------------------------------------------------------------


@closures
@pytest.mark.parametrize("channel", ["transverse", "longitudinal"])
@given(data=st.data())
@settings(laws, max_examples=6)
def test_the_ladder_is_what_all_modes_together_give(closure, channel, data):
    stack = data.draw(stacks(closure, longest=3))
    sol, modes = ob.solve(stack, closure=closure, channel=channel), solve_modes(stack, closure, channel)
    expected = np.array(
        [
            [[complex(face[1 - n // 2][n % 2]) for face in (lower, upper)] for n in range(4)]
            for lower, upper, *_ in modes
        ]
    )
    same(answers(sol)[:, :, [0, -1]], expected, stack)
    i_c = charge_current(stack, modes)
    size = sum(abs(x) for x in parts_of_current(stack, expected))
    near(sol.charge_current(), i_c, size)


def parts_of_current(stack, faces):
    """What each Hall effect and each emission detects at the faces of the layers."""
    for i, layer in enumerate(stack.layers):
        for hall, n in (("sigma_SHE", 2), ("sigma_OHE", 3)):
            yield from getattr(layer.material, hall) * faces[i, n]


# -- conditions, budget, power ---------------------------------------------------------------------------


@closures
@given(data=st.data())
@laws
def test_conditions_at_interfaces_and_surfaces(closure, data):
    """Eqs. (8), (9) with emission into both sides; a surface gives what it emits less what it absorbs."""
    stack, E = data.draw(stacks(closure)), 2.0
    sol = ob.solve(stack, E=E, closure=closure)
    for i, one in enumerate(stack.interfaces):
        at = sol.interface(i)
        drop = [at[f"mu_{c}_left"] - at[f"mu_{c}_right"] for c in "so"]
        scale = max(abs(at[f"mu_{c}_{side}"]) for c in "so" for side in ("left", "right"))
        for c, kind, row in (("s", "S", ("G_s", "G_os")), ("o", "O", ("G_so", "G_o"))):
            below, above = (E * getattr(one, f"sigma_{kind}REE_{side}") for side in ("below", "above"))
            near(at[f"J_{c}_right"] - at[f"J_{c}_left"], below + above, abs(at[f"J_{c}_right"]))
            if one.is_transparent:
                near(*(at[f"mu_{c}_{side}"] for side in ("left", "right")), scale)
            else:
                G = [getattr(one, name) for name in row]
                size = max(abs(G[0]), abs(G[1])) * scale
                near(at[f"J_{c}_right"], sum(np.multiply(G, drop)) + above, size)
    top = stack.heights[-1]
    for surface, z, sign in ((stack.bottom, 0.0, 1), (stack.top, top, -1)):
        if surface is None:
            assert sol.J_s(z) == 0 and sol.J_o(z) == 0
            continue
        for J, mu, q, Y in (
            (sol.J_s, sol.mu_s, surface.sigma_SREE, surface.G_mix),
            (sol.J_o, sol.mu_o, surface.sigma_OREE, surface.G_o),
        ):
            near(sign * J(z), E * q - Y * mu(z), abs(Y * mu(z)) + abs(E * q))


@closures
@given(data=st.data())
@laws
def test_the_budget_closes(closure, data):
    """In each layer to 1e-12 of the largest term; over the stack, what is supplied is what layers take."""
    stack = data.draw(stacks(closure))
    budget = ob.solve(stack, closure=closure).budget()
    taken, supplied, largest = np.zeros(2, complex), np.zeros(2, complex), 0.0
    for i in range(len(stack)):
        spin, orbital = budget[stack.place(i)]["spin"], budget[stack.place(i)]["orbital"]
        into = spin["exchange"] + spin["spin_flip"] + spin["to_orbital"] + spin["cross_s"]
        near(spin["in"] - spin["out"], into, max(map(abs, spin.values())), 1e-11)
        into = orbital["lattice"] - orbital["to_orbital"] + orbital["cross_o"]
        near(orbital["in"] - orbital["out"], into, max(map(abs, orbital.values())), 1e-11)
        taken += [spin["in"] - spin["out"], orbital["in"] - orbital["out"]]
        largest = max(largest, *map(abs, spin.values()), *map(abs, orbital.values()))
    for place in set(budget) - {stack.place(i) for i in range(len(stack))}:
        supplied += [budget[place][moment]["supplied"] for moment in ("spin", "orbital")]
    assert np.abs(taken - supplied).max() <= BOUND * largest


@pytest.mark.parametrize("channel", ["transverse", "longitudinal"])
@given(data=st.data())
@laws
def test_what_a_field_drives_takes_power(channel, data):
    """With passive layers, interfaces and surfaces the charge current of the inverse effects runs along the field."""
    stack = data.draw(stacks("reciprocal"))
    sol = ob.solve(stack, closure="reciprocal", channel=channel)
    shares = list(sol.by_source(lambda one: one.charge_current()).values())
    assert np.real(sol.charge_current()) >= -BOUND * max(map(abs, shares))
    for i in range(len(stack)):
        assert sol.passivity(i) >= -1e-12 * np.abs(sol.admittance(i)).max()


# -- symmetries --------------------------------------------------------------------------------------------


def upside_down(stack):
    """The mirrored stack, all sources times -1: Hall currents stay, emission changes sign and side."""
    items = []
    for item in reversed(stack.items):
        if isinstance(item, ob.Interface):
            sides = (("below", "above"), ("above", "below"))
            item = item.replace(
                **{f"sigma_{c}REE_{a}": -getattr(item, f"sigma_{c}REE_{b}") for c in "SO" for a, b in sides}
            )
        elif isinstance(item, ob.Surface):
            item = item.replace(sigma_SREE=-item.sigma_SREE, sigma_OREE=-item.sigma_OREE)
        items.append(item)
    return ob.Stack(items)


@closures
@given(data=st.data())
@laws
def test_upside_down_currents_stay_and_potentials_change_sign(closure, data):
    stack = data.draw(stacks(closure))
    sol, mirrored = (ob.solve(one, closure=closure) for one in (stack, upside_down(stack)))
    parts = (0.0, 0.25, 0.5, 0.75, 1.0)
    here, there = answers(sol, parts), answers(mirrored, parts)[::-1, :, ::-1]
    same(there * np.array([1, 1, -1, -1])[None, :, None], here, stack)
    size = scales(here, stack)[0]
    for i in magnets(stack):
        for kind in ("absorbed", "exchange"):
            near(mirrored.torque(kind, len(stack) - 1 - i), -sol.torque(kind, i), size)


@closures
@given(data=st.data())
@laws
def test_cutting_a_layer_changes_nothing(closure, data):
    stack = data.draw(stacks(closure))
    cut, part = data.draw(st.integers(0, len(stack) - 1)), data.draw(st.sampled_from([1e-3, 0.37, 0.999]))
    items = []
    for item in stack.items:
        if item is stack.layers[cut]:
            items += [item.material(item.thickness * part), item.material(item.thickness * (1 - part))]
        else:
            items.append(item)
    whole, pieces = (ob.solve(one, closure=closure) for one in (stack, ob.Stack(items)))
    expected, found = answers(whole), answers(pieces)
    size = scales(expected, stack)
    others = [i for i in range(len(found)) if i not in (cut, cut + 1)]
    kept = [i for i in range(len(stack)) if i != cut]
    if len(stack) > 1:
        same(found[others], expected[kept], stack, layers=kept)
    z = stack.heights[cut] + stack.layers[cut].thickness * part
    inside = [getattr(whole, name)(z) for name in ("J_s", "J_o", "mu_s", "mu_o")]
    for n, value in enumerate(inside):
        near(found[cut, n, -1], value, size[n])
        near(found[cut + 1, n, 0], value, size[n])
    if stack.layers[cut].magnetic:
        for kind in ("absorbed", "exchange"):
            both = pieces.torque(kind, cut) + pieces.torque(kind, cut + 1)
            near(both, whole.torque(kind, cut), size[0])
    near(pieces.charge_current(), whole.charge_current(), max(map(abs, shares_of(whole))))


def shares_of(sol):
    return list(sol.by_source(lambda one: one.charge_current()).values())


@closures
@given(data=st.data())
@laws
def test_all_magnets_turned_around_give_the_complex_conjugate(closure, data):
    stack = data.draw(stacks(closure))
    turned = ob.Stack(
        [
            item.material.replace(m=-item.material.m)(item.thickness)
            if isinstance(item, ob.Layer) and item.magnetic
            else item.replace(G_mix=np.conj(item.G_mix))
            if isinstance(item, ob.Surface)
            else item
            for item in stack.items
        ]
    )
    here, there = (answers(ob.solve(one, closure=closure)) for one in (stack, turned))
    same(np.conj(there), here, stack, 1e-12)


# -- sources -------------------------------------------------------------------------------------------------


@closures
@given(data=st.data())
@laws
def test_sources_add_and_each_is_there(closure, data):
    stack = data.draw(stacks(closure))
    sol = ob.solve(stack, E=-1.5, closure=closure)
    shares = sol.by_source(answers)
    assert len(shares) == 2 * len(stack) + 4 * len(stack.interfaces) + 2 * sum(
        one is not None for one in (stack.bottom, stack.top)
    )
    total, size = sum(shares.values()), sum(np.abs(x) for x in shares.values())
    scale = scales(size, stack)[None, :, None]
    assert (np.abs(total - answers(sol)) / scale).max() <= BOUND
    few = st.lists(st.sampled_from(sorted(shares)), min_size=1, max_size=3, unique=True)
    for source in data.draw(few):  # alone, set by hand
        place, _, name = source.rpartition(".")
        others = {one: 0.0 for one in stack.numbers() if one in shares and one != source}
        alone = ob.solve(stack.replace(others), E=-1.5, closure=closure)
        assert (np.abs(answers(alone) - shares[source]) / scale).max() <= BOUND, (place, name)


# -- reciprocity -----------------------------------------------------------------------------------------------


@given(data=st.data())
@laws
def test_pumping_is_the_reverse_of_the_torque(data):
    """I/V = -tau_ex/E as complex numbers in the common frame, for each magnet and each absorbing surface."""
    stack = data.draw(stacks("reciprocal", reciprocal=True))
    sol = ob.solve(stack, closure="reciprocal")
    places = [(i, "exchange") for i in magnets(stack)]
    places += [(where, "absorbed") for where in ("bottom", "top") if getattr(stack, where) is not None]
    for place, kind in places:
        tau = sol.by_source(lambda one, kind=kind, place=place: one.torque(kind, place))
        back = ob.pump(stack, layer=place)
        whole = sum(tau.values())
        if place not in ("bottom", "top") and stack.layers[place].material.m == -1:
            whole = np.conj(whole)
        near(back.charge_current(), -whole, max(map(abs, tau.values())))


@pytest.mark.parametrize("channel", ["transverse", "longitudinal"])
@given(data=st.data())
@laws
def test_emitting_here_and_detecting_there_is_the_same_back(channel, data):
    """Of two sources a, b: what b detects while a emits is what a detects while b emits."""
    stack = data.draw(stacks("reciprocal", reciprocal=True, longest=3))
    names = [one for one in ob.solve(stack, closure="reciprocal").by_source(lambda _: 0)]
    pair = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
    only = stack.replace({one: 0.0 for one in names if one not in pair})
    shares = ob.solve(only, closure="reciprocal", channel=channel).by_source(lambda one: one.charge_current())
    # a drives, a and b detect: Z_aa + Z_ba; alone, a detects Z_aa
    own = {
        one: ob.solve(stack.replace({n: 0.0 for n in names if n != one}), closure="reciprocal", channel=channel)
        for one in pair
    }
    across = {one: shares[one] - own[one].charge_current() for one in pair}
    size = np.sqrt(np.prod([abs(own[one].charge_current()) for one in pair]))
    near(across[pair[0]], across[pair[1]], max(map(abs, shares.values())) + size)


@pytest.mark.filterwarnings("ignore::orbitronics.solution.NotReciprocalWarning")
@given(data=st.data())
@laws
def test_magnetoresistance_is_the_difference_it_was_found_without(data):
    stack = data.draw(stacks("reciprocal", reciprocal=data.draw(st.booleans())))
    sheet = ob.sheet(stack)
    near(sheet.smr, sheet.Z_l - np.real(sheet.Z_t), max(abs(sheet.Z_l), abs(sheet.Z_t)))
