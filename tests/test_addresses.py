"""Every number of a stack by its address: read, replaced, written as plain data and read back."""

import json
import math
import pickle
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orbitronics as ob
from orbitronics import nm
from orbitronics.quantities import QUANTITIES, named

INF = math.inf
Ti = ob.NormalMetal(
    **{"sigma_s": 1.1e6, "sigma_o": 2.3e6, "lambda_s": 7 * nm, "lambda_o": 20 * nm, "sigma_OHE": 4e5, "name": "Ti"}
)
Ni = ob.Ferromagnet(
    **{"sigma_s": 3.1e6, "sigma_o": 0.7e6, "lambda_sf": 4 * nm, "lambda_J": 1 * nm, "lambda_phi": 2 * nm},
    **{"lambda_o": 3 * nm, "P_os": 0.1, "P_so": 0.2, "name": "Ni"},
)
Co = Ni.replace(name="Co", m=-1, lambda_J=0.5 * nm)
G = ob.Interface(G_s=1e15, G_o=2e15, G_os=1e14, G_so=3e14)
STACK = Ti(5 * nm) | Ni(3 * nm) | G | Co(2 * nm) | Ti.replace(name="Cu")(1 * nm) | Co(4 * nm)


# -- reading ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("Ti.thickness", 5 * nm),
        ("Ti.lambda_o", 20 * nm),
        ("Ni.P_os", 0.1),
        ("Ni/Co[0].G_so", 3e14),
        ("Co[0].thickness", 2 * nm),
        ("Co[1].thickness", 4 * nm),
        ("Co[1].m", -1),
        ("Cu/Co[1].sigma_OREE_below", 0.0),
        ("Ti/Ni.sigma_SREE_above", 0.0),
        ("Ti.sigma", None),
        ("Ni.M_s", None),
        ("Ti.chi", 0.0),
        ("top.sigma_OREE", 0.0),
    ],
)
def test_numbers_are_read_by_address(address, value):
    assert STACK[address] == value


def test_places_are_read_whole():
    assert STACK["Ti"] is STACK.layers[0]
    assert STACK["Ni/Co[0]"] is G
    assert STACK["Ti/Ni"].is_transparent
    assert STACK["top"] is None
    assert [STACK.place(i) for i in range(5)] == ["Ti", "Ni", "Co[0]", "Cu", "Co[1]"]
    assert [STACK.between(i) for i in range(4)] == ["Ti/Ni", "Ni/Co[0]", "Co[0]/Cu", "Cu/Co[1]"]
    assert STACK.find("Co[1]") == 4


def test_every_number_has_an_address():
    numbers = STACK.numbers()
    assert STACK.addresses() == tuple(numbers)
    assert all(STACK[address] == value for address, value in numbers.items())
    assert all(named(address).name == address.rpartition(".")[2] for address in numbers)
    # 5 thicknesses, 11 of each of the two metals, 14 of each of the three magnets, 8 and three times 4 of interfaces
    counted = 5 + 2 * 10 + 3 * 13 + 8 + 3 * 4
    assert len(numbers) == counted
    ends = (ob.Surface() | STACK | ob.Surface()).numbers()
    assert [a for a in ends if a not in numbers] == [
        f"{end}.{name}" for end in ("bottom", "top") for name in ("sigma_SREE", "sigma_OREE", "G_mix", "G_long", "G_o")
    ]


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("Ti.lamda_o", ["Ti.lamda_o", "lambda_o", "chi"]),
        ("Fe.lambda_o", ["no place 'Fe'", "Ti", "Ti/Ni", "Co[1]", "top"]),
        ("Co.lambda_o", ["several layers", "Co[0] or Co[1]"]),
        ("Ti[0].lambda_o", ["no place 'Ti[0]'"]),
        ("Co[2].lambda_o", ["no place 'Co[2]'"]),
        ("Ni/Ti.G_s", ["no place 'Ni/Ti'"]),
        ("Ti/Ni.G_s", ["transparent", "replace({'Ti/Ni': Interface("]),
        ("Ti/Ni.width", ["no number 'width'"]),
        ("Ti.G_s", ["no number 'G_s'"]),
        ("Ti.name", ["no number 'name'"]),
        ("Ti.M_s", ["no number 'M_s'"]),
        ("Ti.", ["no name after the dot", "thickness"]),
        (".lambda_o", ["no place ''"]),
        ("", ["no place ''"]),
    ],
)
def test_unknown_addresses_name_the_known_ones(address, says):
    for act in (lambda: STACK[address], lambda: STACK.replace({address: 1.0})):
        with pytest.raises(KeyError) as error:
            act()
        for part in says:
            assert part in str(error.value)
        assert ("transparent" in str(error.value)) == ("transparent" in says)  # advice for no other place


def test_an_address_is_text():
    for bad in (0, None, ("Ti", "lambda_o"), b"Ti"):
        with pytest.raises(TypeError, match=r"text such as 'Ti\.lambda_o'"):
            STACK[bad]
    with pytest.raises(TypeError, match="mapping"):
        STACK.replace([("Ti.lambda_o", 1 * nm)])


# -- replacing -------------------------------------------------------------------------------------------


def test_replace_changes_what_is_named_and_nothing_else():
    emitting = ob.Interface(G_s=5e14, G_o=6e14, sigma_SREE_above=7.0)
    changes = {
        "Ti.lambda_o": 11 * nm,
        "Co[1].thickness": np.array([1.0, 2.0]) * nm,
        "Ni/Co[0].G_s": 9e14,
        "Cu/Co[1]": emitting,
        "Ti/Ni.sigma_OREE_above": 1e4,
        "Ni.M_s": 5e5,
        "Ti.sigma": 0,
        "top.sigma_OREE": -2e4,
        "bottom.G_mix": 1e14 + 2e13j,
    }
    new = STACK.replace(changes)
    for address, value in changes.items():
        if address != "Cu/Co[1]":
            np.testing.assert_array_equal(new[address], value)
    assert new["Cu/Co[1]"] is emitting
    kept = [a for a in STACK.addresses() if a not in changes and not a.startswith("Cu/Co[1]")]
    assert len(kept) > 70
    assert all(new[a] == STACK[a] for a in kept)
    assert STACK["Ti.lambda_o"] == 20 * nm
    assert new["Ti/Ni"].is_transparent and new["Ti/Ni"].emits
    assert new.bottom.absorbs and not new.bottom.emits and new.top.emits and not new.top.absorbs


def test_replacing_numbers_by_themselves_changes_nothing():
    full = ob.Surface(G_mix=1e14j) | STACK | ob.Surface(sigma_SREE=3.0)
    for stack in (STACK, full):
        again = stack.replace(stack.numbers())
        assert again == stack
        assert repr(again) == repr(stack)
        assert stack.replace({}) == stack


@pytest.mark.parametrize(
    "bad",
    [
        {"Ni.lambda_o": -1 * nm},
        {"Ni.lambda_o": float("nan")},
        {"Ni.m": 0},
        {"Ni.chi": 1.5},
        {"Ni.P_os": 5.0, "Ni.P_so": 0.2},
        {"top.G_mix": -1e14},
        {"top": G},
        {"Ni/Co[0]": 1e15},
        {"Ni": "Co"},
        {"Ni": G},
    ],
)
def test_replace_does_all_or_nothing(bad):
    before = STACK.to_dict()
    with pytest.raises((ValueError, TypeError)) as error:
        STACK.replace({"Ti.lambda_o": 1 * nm} | bad)
    assert next(iter(bad)).rpartition(".")[0] in str(error.value) or next(iter(bad)) in str(error.value)
    assert STACK.to_dict() == before


def test_whole_places_are_set():
    new = STACK.replace({"Ni/Co[0]": None, "Ti": Ni.replace(name="Fe"), "Cu": Ti(8 * nm), "top": ob.Surface(G_o=1e14)})
    assert [layer.name for layer in new.layers] == ["Fe", "Ni", "Co", "Ti", "Co"]
    assert new["Fe.thickness"] == 5 * nm and new["Ti.thickness"] == 8 * nm
    assert new["Ni/Co[0]"].is_transparent
    assert new.top.G_o == 1e14
    assert new.replace({"top": None}).top is None


def test_a_place_and_its_numbers_together():
    new = STACK.replace({"Ti/Ni.G_os": 5e13, "Ti/Ni": ob.Interface(G_s=1e15, G_o=2e15)})
    assert (new["Ti/Ni.G_os"], new["Ti/Ni.G_o"]) == (5e13, 2e15)


# -- relaxation of spin and orbital moment into each other ------------------------------------------------


@pytest.mark.parametrize(("place", "length"), [("Ti", "lambda_s"), ("Ni", "lambda_sf")])
def test_chi_sets_both_gammas(place, length):
    new = STACK.replace({f"{place}.chi": 0.3})
    material = new[place].material
    # network.md 4: the coupling length sqrt(lambda_s lambda_o/|chi|) of the geometric mean of the two conductivities
    coupling = math.sqrt(getattr(material, length) * material.lambda_o / 0.3)
    expected = -math.sqrt(material.sigma_s * material.sigma_o) / coupling**2
    assert material.Gamma_os == material.Gamma_so == pytest.approx(expected, rel=1e-14)
    assert new[f"{place}.chi"] == pytest.approx(0.3, rel=1e-14)
    assert new[f"{place}.Gamma_os"] < 0 < new.replace({f"{place}.chi": -0.3})[f"{place}.Gamma_os"]


def test_a_change_of_lengths_keeps_gamma_unless_chi_is_given():
    coupled = STACK.replace({"Ti.chi": 0.4})
    longer = coupled.replace({"Ti.lambda_o": 40 * nm})
    assert longer["Ti.Gamma_os"] == coupled["Ti.Gamma_os"]
    assert longer["Ti.chi"] == pytest.approx(0.8)
    both = coupled.replace({"Ti.chi": 0.4, "Ti.lambda_o": 40 * nm})
    assert both["Ti.chi"] == pytest.approx(0.4)
    assert both["Ti.Gamma_os"] == pytest.approx(coupled["Ti.Gamma_os"] / 2)


def test_the_bound_of_chi_is_read_back_and_taken_again():
    for chi in (-1.0, 1.0, np.array([-1.0, -0.2, 0.0, 1.0])):
        for material in (Ti, Ni, Ti.replace(lambda_o=1.7 * nm, sigma_s=3.3e5)):
            coupled = material.coupled(chi)
            np.testing.assert_allclose(coupled.chi, chi, rtol=1e-14)
            assert coupled.coupled(coupled.chi) == coupled
    # determinant of the relaxation of a metal, sigma_s sigma_o (1 - chi^2)/(lambda_s lambda_o)^2: 0 at the bound
    m = Ti.coupled(1)
    assert m.Gamma_os * m.Gamma_so == pytest.approx(m.sigma_s / m.lambda_s**2 * m.sigma_o / m.lambda_o**2, rel=1e-14)


def test_what_chi_cannot_be():
    for bad in (1.0000001, -2, [0.1, 1.1], float("nan"), "0.3", None, 0.3 + 0j):
        with pytest.raises((ValueError, TypeError), match="chi"):
            Ti.coupled(bad)
    free = Ni.replace(lambda_sf=INF)
    assert free.coupled(0).Gamma_os == 0
    with pytest.raises(ValueError, match=r"lambda_sf = inf.*chi = 0"):
        free.coupled(0.1)
    with pytest.raises(ValueError, match="lambda_sf = inf"):
        Ni.replace(lambda_sf=np.array([1 * nm, INF])).coupled(0.1)
    with pytest.raises(ValueError, match="Gamma_os and Gamma_so differ"):
        STACK.replace({"Ti.Gamma_os": 1e21})["Ti.chi"]
    with pytest.raises(ValueError, match="both given"):
        STACK.replace({"Ti.Gamma_os": 1e21, "Ti.chi": 0.1})


# -- random stacks ---------------------------------------------------------------------------------------


def log(low, high):
    return st.floats(math.log(low), math.log(high)).map(math.exp)


def maybe_array(values):
    """A number, or an array that broadcasts with all the others here."""
    arrays = st.sampled_from([(3,), (1,), (2, 3), (2, 1)]).flatmap(
        lambda shape: st.lists(values, min_size=math.prod(shape), max_size=math.prod(shape)).map(
            lambda flat: np.array(flat).reshape(shape)
        )
    )
    return st.one_of(values, values, values, arrays)


length, thickness = log(1e-13, 9e-4), st.one_of(st.just(0.0), log(1e-14, 9e-4))
sigma, real, P = log(1.0, 1e9), st.floats(-1e25, 1e25), st.floats(-0.99, 0.99)
or_inf = st.one_of(length, length, st.just(INF))
names = st.text(
    st.characters(exclude_characters="/[].", exclude_categories=["Cs", "Z"]), min_size=1, max_size=4
).filter(lambda text: text == text.strip() and text not in ("bottom", "top"))
shared = {"sigma_s": sigma, "sigma_o": sigma, "lambda_o": length, "sigma_SHE": real, "sigma_OHE": real, "P_so": P}
shared |= {"P_os": P, "Gamma_os": real, "Gamma_so": real}
shared = {key: maybe_array(value) for key, value in shared.items()}
shared |= {"sigma": st.none() | maybe_array(st.just(0.0) | sigma), "name": names | st.sampled_from(["A", "B"])}
metals = st.builds(ob.NormalMetal, lambda_s=maybe_array(length), **shared)
magnets = st.builds(
    ob.Ferromagnet,
    **{"lambda_sf": maybe_array(length), "lambda_J": maybe_array(or_inf), "lambda_phi": maybe_array(or_inf)},
    **{"m": st.sampled_from([1, -1]), "M_s": st.none() | maybe_array(log(1.0, 1e7))},
    **shared,
)
emissions = {f"sigma_{kind}_{side}": maybe_array(real) for kind in ("SREE", "OREE") for side in ("below", "above")}
conductances = {key: maybe_array(real) for key in ("G_s", "G_o", "G_os", "G_so")}
interfaces = st.builds(ob.Interface, **conductances, **emissions) | st.builds(ob.Interface.transparent, **emissions)
not_negative = st.just(0.0) | log(1e-5, 1e20)
surfaces = st.builds(
    ob.Surface,
    **{"sigma_SREE": maybe_array(real), "sigma_OREE": maybe_array(real), "G_long": maybe_array(not_negative)},
    **{"G_mix": maybe_array(st.builds(complex, not_negative, real)), "G_o": maybe_array(not_negative)},
)


@st.composite
def stacks(draw):
    layers = st.builds(lambda material, d: material(d), metals | magnets, maybe_array(thickness))
    items = [draw(layers)]
    for _ in range(draw(st.integers(0, 3))):
        items += [*draw(st.lists(interfaces, max_size=1)), draw(layers)]
    return ob.Stack([*draw(st.lists(surfaces, max_size=1)), *items, *draw(st.lists(surfaces, max_size=1))])


def same(a, b):
    return np.shape(a) == np.shape(b) and np.array_equal(a, b)


@pytest.mark.filterwarnings("ignore::orbitronics.UnitsWarning")
@settings(max_examples=60, deadline=None)
@given(stacks())
def test_a_stack_survives_json_pickle_and_its_own_numbers(stack):
    text = json.dumps(stack.to_dict(), allow_nan=False)
    for again in (
        ob.Stack.from_dict(json.loads(text)),
        pickle.loads(pickle.dumps(stack)),
        stack.replace(stack.numbers()),
    ):
        assert again == stack
        assert hash(again) == hash(stack)
        assert repr(again) == repr(stack)
        numbers = again.numbers()
        assert list(numbers) == list(stack.numbers())
        assert all(same(numbers[a], value) for a, value in stack.numbers().items())
    assert stack.shape == np.broadcast_shapes(*map(np.shape, stack.numbers().values()))


@pytest.mark.filterwarnings("ignore::orbitronics.UnitsWarning")
@settings(max_examples=60, deadline=None)
@given(stacks(), st.data())
def test_a_replaced_number_is_read_back_and_the_others_stay(stack, data):
    address = data.draw(st.sampled_from(stack.addresses()))
    old, quantity = stack[address], QUANTITIES[address.rpartition(".")[2]]
    halved = np.where(np.isinf(old), 1 * nm, np.multiply(old, 0.5))[()]
    value = -old if quantity.name == "m" else halved if np.any(old) else old + 0.25e-3
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", ob.UnitsWarning)
        new = stack.replace({address: value})
    assert same(new[address], value)
    assert new != stack
    assert all(same(new[a], x) for a, x in stack.numbers().items() if a != address)
    assert new.replace({address: old}) == stack


# -- plain data ------------------------------------------------------------------------------------------


def test_the_plain_form():
    stack = ob.Surface(G_mix=1e14 + 2e14j) | Ni.replace(lambda_J=INF)(np.array([1.0, 2.0]) * nm)
    data = stack.to_dict()
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["schema"] == 1
    surface, layer = data["items"]
    zero = dict.fromkeys(("sigma_SREE", "sigma_OREE", "G_long", "G_o"), 0)
    assert surface == {"kind": "Surface", "G_mix": [1e14, 2e14]} | zero
    assert layer["thickness"] == [1 * nm, 2 * nm]
    assert layer["material"]["lambda_J"] == "inf"
    assert "sigma" not in layer["material"]


def plain(**changes):
    layer = Ti(5 * nm)
    data = (layer | G | Ni(3 * nm)).to_dict()
    for path, value in changes.items():
        target = data
        *steps, last = [int(s) if s.isdigit() else s for s in path.split("__")]
        for step in steps:
            target = target[step]
        if value is KeyError:
            del target[last]
        else:
            target[last] = value
    return data


HOSTILE = [
    *[None, 3, "stack", [], {}, {"items": []}, {"schema": 1}, {"schema": 1, "items": []}],
    {"schema": 1, "items": {}},
    {"schema": 1, "items": [[]]},
    {"schema": 1, "items": [{"kind": "Layer"}]},
    *[plain(schema=value) for value in (0, 2, True, "1", None, [1])],
    plain(more=1),
    *[plain(items__0__kind=value) for value in ("layer", "Part", "Material", "__class__", 3, None, [])],
    *[plain(items__0__thickness=value) for value in (-1e-9, "5 nm", "nan", None, True, {}, "inf", [], [[1e-9], 2e-9])],
    *[plain(items__0__material=value) for value in (None, [], "Ti", {"kind": "Layer"}, {"kind": "NormalMetal"})],
    *[plain(items__0__material__lambda_o=value) for value in (KeyError, float("nan"), 10**400, [[]], ["inf"])],
    *[plain(items__0__material__name=value) for value in (3, "", "a/b", None, ["Ti"])],
    plain(items__0__material__colour="red"),
    plain(items__0__material__lambda_J=1e-9),
    plain(items__0__material__self=1e-9),
    *[plain(items__2__material__m=value) for value in (0, "1", [1, -1], 1.5, True)],
    *[plain(items__1__G_s=value) for value in ("inf", KeyError, [1, "x"], "1e15")],
    *[{"schema": 1, "items": [{"kind": "Surface", "G_mix": v}, *plain()["items"]]} for v in (1, [1], [1, 2, 3], "x")],
    {"schema": 1, "items": [{"kind": "Surface", "G_mix": [-1, 0]}, *plain()["items"]]},
    {"schema": 1, "items": plain()["items"][1:]},
    {"schema": 1, "items": [*plain()["items"], {"kind": "Interface", "G_s": 1e15, "G_o": 1e15}, {"kind": "Surface"}]},
]
nested = value = []
for _ in range(500):
    value.append([])
    value = value[0]
HOSTILE.append(plain(items__0__thickness=nested))


@pytest.mark.parametrize("data", HOSTILE)
def test_hostile_data_are_refused_with_a_sentence(data):
    with pytest.raises(ValueError) as error:
        ob.Stack.from_dict(data)
    text = str(error.value)
    assert 20 < len(text) < 700
    assert text.rstrip().endswith((".", "?"))
    assert "__init__()" not in text


def test_where_plain_data_are_wrong_is_said():
    with pytest.raises(ValueError, match=r"item 2 of the stack.*'Ni'.*lambda_sf = -1"):
        ob.Stack.from_dict(plain(items__2__material__lambda_sf=-1))
    with pytest.raises(ValueError, match="schema = 1000 is not known"):
        ob.Stack.from_dict(plain(schema=1000))


# -- equality --------------------------------------------------------------------------------------------


def test_equal_content_is_equal():
    def make(**changes):
        return Ti.replace(**changes)(np.array([1.0, 2.0]) * nm) | G | Ni(3 * nm)

    assert make() == make() and hash(make()) == hash(make())
    assert make() != make(lambda_o=1 * nm)
    assert make() != make(name="Cr")
    assert make() != make(sigma=1e6)
    assert Ti(5 * nm) == Ti(5 * nm) != Ti(6 * nm)
    assert Ti == Ti.replace() and len({Ti, Ti.replace(), Ni}) == 2
    assert Ti(np.array([5 * nm])) != Ti(5 * nm)
    row = np.array([1.0, 2.0]) * nm
    assert len({Ti(row), Ti(row[:, None]), Ti(row[None]), Ti(row.copy())}) == 3
    assert (Ti(5 * nm) | Ni(3 * nm)) == (Ti(5 * nm) | ob.Interface.transparent() | Ni(3 * nm))
    assert (Ti(5 * nm) | Ni(3 * nm)) != (Ni(3 * nm) | Ti(5 * nm))
    assert (Ti(5 * nm) | ob.Surface(G_o=1e15)) != Ti(5 * nm)
    assert Ti(np.array([-0.0, 1.0]) * nm) == Ti(np.array([0.0, 1.0]) * nm)
    for other in (None, 1, "Ti", np.ones(3)):
        assert (STACK == other) is False
        assert (Ti == other) is False
