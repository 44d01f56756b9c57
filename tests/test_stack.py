"""What stands where in a stack: surfaces, emission, layers that are not there, names."""

import numpy as np
import pytest
from reference import magnet, normal

import orbitronics as ob
from orbitronics import nm

N, F = normal(name="Pt"), magnet(name="Co")
G = ob.Interface(G_s=1e15, G_o=2e15)
S = ob.Surface(sigma_OREE=1e4)


def test_surfaces_stand_at_the_ends():
    stack = S | N(5 * nm) | G | F(3 * nm) | ob.Surface(G_mix=1e14 + 1e13j)
    assert stack.bottom is S
    assert stack.top.G_mix == 1e14 + 1e13j
    assert len(stack) == len(stack.layers) == 2
    assert stack.interfaces == (G,)
    plain = N(5 * nm) | F(3 * nm)
    assert plain.bottom is plain.top is None
    assert (S | plain).bottom is S and (S | plain).top is None
    assert (plain | S).top is S and (plain | S).bottom is None
    assert (S | N(5 * nm)).layers == (N(5 * nm),)
    assert repr(S | plain) == "Surface(sigma_OREE = 10000 Ω⁻¹ m⁻¹) | Pt(5 nm) | [transparent] | Co(3 nm)"
    for one in (stack, S | plain):
        np.testing.assert_allclose(one.heights, np.array([0, 5, 8]) * nm)


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: N(5 * nm) | S | F(3 * nm), "inside the stack"),
        (lambda: N(5 * nm) | S | S, "inside the stack"),
        (lambda: N(5 * nm) | G | S, "interface stands beside"),
        (lambda: S | G, "in a row"),
        (lambda: S | S, "in a row"),
        (lambda: G | S, "in a row"),
        (lambda: G | G, "in a row"),
        (lambda: ob.Stack([S, G, N(5 * nm)]), "interface stands beside"),
        (lambda: ob.Stack([S]), "at least one layer"),
        (lambda: ob.Stack([S, S]), "at least one layer"),
        (lambda: N.replace(name="top")(5 * nm) | S, "named 'top'"),
        (lambda: S | N.replace(name="bottom")(5 * nm), "named 'bottom'"),
    ],
)
def test_where_surfaces_and_interfaces_cannot_stand(build, says):
    with pytest.raises(ValueError, match=says):
        build()


def test_a_surface_beside_a_material_or_a_number():
    with pytest.raises(TypeError, match=r"'Pt' is a material.*Pt\(5\*nm\)"):
        S | N
    with pytest.raises(TypeError):
        S | 5e-9


@pytest.mark.parametrize("name", ["G_mix", "G_long", "G_o"])
def test_a_surface_absorbs_and_never_gives(name):
    assert ob.Surface(**{name: 1e14}).absorbs
    assert not ob.Surface(**{name: 1e14}).emits
    assert ob.Surface(**{name: np.array([0.0, 1e14])}).absorbs
    assert not ob.Surface(**{name: 0.0}).absorbs
    for bad in (-1.0, float("inf"), float("nan"), "1e14", [1e14, -1e14]):
        with pytest.raises((ValueError, TypeError), match=rf"Surface: {name}"):
            ob.Surface(**{name: bad})


def test_only_the_mixing_conductance_may_be_complex():
    assert ob.Surface(G_mix=-5e13j).G_mix == -5e13j
    assert type(ob.Surface(G_mix=1e15).G_mix) is complex
    for name in ("G_long", "G_o", "sigma_SREE", "sigma_OREE"):
        with pytest.raises(TypeError, match=f"{name}.*complex"):
            ob.Surface(**{name: 1e14 + 0j})


EMISSIONS = ("sigma_SREE_below", "sigma_SREE_above", "sigma_OREE_below", "sigma_OREE_above")


@pytest.mark.parametrize("name", EMISSIONS)
def test_interfaces_emit(name):
    for make in (ob.Interface.transparent, lambda **e: ob.Interface(G_s=1e15, G_o=1e15, **e)):
        assert not make().emits
        one = make(**{name: -3e4})
        assert one.emits and make(**{name: np.array([0.0, 1.0])}).emits
        assert [getattr(one, other) for other in EMISSIONS] == [-3e4 * (other == name) for other in EMISSIONS]
        assert f"{name} = -30000 Ω⁻¹ m⁻¹" in repr(one)
        assert one.replace(**{name: 0.0}) == make()
        with pytest.raises(ValueError, match=rf"{name} = inf.*finite"):
            make(**{name: float("inf")})
    with pytest.raises(TypeError):
        ob.Interface.transparent(**{name: 1.0}, G_s=1e15)


def test_a_transparent_interface_has_no_conductances_to_change():
    assert set(ob.Interface.transparent().parameters()) == set(EMISSIONS)
    with pytest.raises(TypeError, match=r"no parameter 'G_s'.*sigma_SREE_below"):
        ob.Interface.transparent().replace(G_s=1e15)
    assert ob.Interface.transparent() == ob.Interface.transparent()
    assert ob.Interface.transparent() != ob.Interface(G_s=0.0, G_o=0.0)


def test_a_control_sample_has_a_layer_of_thickness_0():
    stack = N(0) | F(np.array([0.0, 3.0]) * nm)
    assert stack["Pt.thickness"] == 0
    np.testing.assert_array_equal(stack.heights[-1], np.array([0.0, 3.0]) * nm)


@pytest.mark.parametrize("others", [(N(4 * nm), None), (None, N(4 * nm)), (N(4 * nm), N(2 * nm))])
def test_a_magnet_that_is_not_there_has_no_torque(others):
    """At the top, at the bottom and between, for each kind of torque, exactly; beside it one that is there."""
    below, above = (one and one.material.replace(sigma_SHE=1e5)(one.thickness) for one in others)
    parts = [one for one in (below, F(np.array([0.0, 3.0]) * nm), above) if one is not None]
    solution = ob.solve(ob.Stack(parts), closure="reciprocal")
    for kind in ("absorbed", "exchange"):
        none, some = solution.torque(kind)
        assert none == 0 and some != 0, kind


@pytest.mark.parametrize("name", ["Pt/Co", "Pt[0]", "a]", "Pt.1", "", " ", "Pt ", " Pt"])
def test_names_can_stand_in_an_address(name):
    with pytest.raises(ValueError, match="name = "):
        normal(name=name)


@pytest.mark.parametrize("name", ["Pt", "CoFeB 2", "α-Ta", "Pt(111)", "top"])
def test_other_names_are_free(name):
    stack = normal(name=name)(1 * nm) | magnet(name="bottom")(1 * nm)
    assert stack[f"{name}.thickness"] == 1 * nm
    assert stack["bottom.lambda_J"] == 0.5 * nm


def test_layers_are_found_by_name_place_and_index():
    stack = N(1 * nm) | F(1 * nm) | N(2 * nm) | F(2 * nm)
    assert [stack.find(one) for one in (0, -1, "Pt[0]", "Pt[1]", "Co[1]")] == [0, 3, 0, 2, 3]
    with pytest.raises(ValueError, match=r"more than one.*1 \('Co'\), 3 \('Co'\).*'Co\[1\]'"):
        stack.find(None, magnetic=True)
    with pytest.raises(ValueError, match=r"fits none.*layer="):
        stack.find("Pt[0]", magnetic=True)
    with pytest.raises(ValueError, match="it has none"):
        ob.Stack(N(1 * nm)).find(None, magnetic=True)


def test_numbers_that_may_be_left_out():
    assert (N.sigma, F.sigma, F.M_s) == (None, None, None)
    assert N.replace(sigma=0).sigma == 0
    assert "sigma" not in N.parameters() and N.replace(sigma=1e7).parameters()["sigma"] == 1e7
    for bad in ({"sigma": -1.0}, {"sigma": float("inf")}, {"M_s": 0.0}, {"M_s": -1e5}):
        with pytest.raises(ValueError, match=next(iter(bad))):
            F.replace(**bad)
    with pytest.raises(TypeError, match="M_s"):
        N.replace(M_s=1e6)


@pytest.mark.parametrize("part", [N, F, G, S, ob.Interface.transparent()])
def test_parts_are_replaced_by_name_and_checked(part):
    name = next(iter(part.parameters()))
    assert part.replace() == part
    with pytest.raises(ValueError, match=name):
        part.replace(**{name: float("nan")})
    with pytest.raises(TypeError, match="no parameter 'nothing'.*" + name):
        part.replace(nothing=1.0)


def test_a_layer_is_replaced():
    layer = F(3 * nm).replace(thickness=4 * nm, lambda_J=2 * nm, chi=0.5)
    assert (layer.thickness, layer.material.lambda_J, layer.material.chi) == (4 * nm, 2 * nm, pytest.approx(0.5))
    with pytest.raises(TypeError, match="no parameter 'lambda_s'"):
        F(3 * nm).replace(lambda_s=1 * nm)
    with pytest.raises(TypeError, match="needs a material"):
        ob.Layer("Pt", 5 * nm)


def test_the_former_name_of_the_numbers():
    stack = N(1 * nm) | F(1 * nm)
    with pytest.warns(DeprecationWarning, match=r"Stack\.parameters is deprecated; use Stack\.numbers") as caught:
        assert stack.parameters() == stack.numbers()
    assert caught[0].filename == __file__
