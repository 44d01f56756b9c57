"""Objects do not change, tell what they are, and travel."""

import copy
import pickle
import subprocess
import sys

import numpy as np
import pytest
from reference import hall, magnet, normal

import orbitronics as ob
from orbitronics import nm


def everything():
    N, F, G = normal(**hall("OHE"), name="Pt"), magnet(name="Co"), ob.Interface(G_s=1e15, G_o=2e15, G_os=1e14)
    stack = N(5 * nm) | G | F(3 * nm) | N(2 * nm)
    return {"N": N, "F": F, "G": G, "transparent": ob.Interface.transparent(), "layer": N(5 * nm), "stack": stack}


OBJECTS = everything()
objects = pytest.mark.parametrize("name", list(OBJECTS))


@objects
def test_attributes_do_not_change(name):
    one = OBJECTS[name]
    for attribute in ("sigma_s", "G_s", "thickness", "material", "items", "name", "anything"):
        with pytest.raises(AttributeError):
            setattr(one, attribute, 1.0)


def test_arrays_inside_are_copies_that_do_not_change():
    lengths = np.array([1.0, 2.0]) * nm
    N, layer, G = normal(lambda_s=lengths), normal()(lengths), ob.Interface(G_s=1e15, G_o=1e15, G_os=lengths)
    sol = ob.solve(normal(sigma_SHE=1.0)(lengths) | magnet()(5 * nm), E=lengths)
    before = sol.torque()
    lengths[:] = 7.0
    for inside in (N.lambda_s, layer.thickness, G.G_os, sol.E):
        np.testing.assert_array_equal(inside, np.array([1.0, 2.0]) * nm)
        with pytest.raises(ValueError, match="read-only"):
            inside[0] = 1.0
    np.testing.assert_array_equal(sol.torque(), before)


def test_joining_leaves_the_parts_alone():
    N, F = normal()(5 * nm), magnet()(5 * nm)
    first = N | F
    second = first | N
    assert len(first) == 2
    assert len(second) == 3
    assert len(first | second) == 5
    assert (N | (F | N)).layers == (first | N).layers


def test_a_layer_may_stand_twice():
    N, F = normal(**hall("SHE"))(5 * nm), magnet()(3 * nm)
    stack = F | N | F
    sol = ob.solve(stack)
    assert sol.torque(layer=0) != sol.torque(layer=2)
    assert sol.torque(layer=-1) == sol.torque(layer=2)


def test_replace_makes_a_new_material():
    F = magnet()
    thin = F.replace(lambda_o=1 * nm)
    assert (F.lambda_o, thin.lambda_o, thin.lambda_sf) == (5 * nm, 1 * nm, F.lambda_sf)
    assert type(thin) is ob.Ferromagnet


@objects
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_copies_and_pickles_are_the_same_thing(name, again):
    one = OBJECTS[name]
    other = again(one)
    assert type(other) is type(one)
    assert repr(other) == repr(one)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_solutions_travel(again):
    d = np.linspace(1, 3, 3) * nm
    sol = ob.solve(OBJECTS["stack"] | magnet(name="top")(d), closure="reciprocal")
    other = again(sol)
    np.testing.assert_array_equal(other.torque(layer="top"), sol.torque(layer="top"))
    assert repr(other) == repr(sol)
    assert again(ob.Interface.transparent()).is_transparent


# -- what they say ---------------------------------------------------------------------------------------


def test_materials_show_names_values_and_units():
    text = repr(OBJECTS["F"])
    assert text.startswith("Ferromagnet('Co':")
    for part in ("lambda_J = 0.5 nm", "sigma_s = 1e+06 Ω⁻¹ m⁻¹", "P_os = 0.5", "lambda_o = 5 nm"):
        assert part in text
    assert "lambda_sf = inf nm" in repr(magnet(lambda_sf=np.inf))
    assert "lambda_s = 1 … 4 nm (4,)" in repr(normal(lambda_s=np.arange(1, 5) * nm))
    assert "G_mix = 2000 + 500i" in repr(ob.Surface(G_mix=2e3 + 0.5e3j))


def test_layers_and_interfaces_show_units():
    assert repr(OBJECTS["layer"]) == "Pt(5 nm)"
    text = repr(OBJECTS["G"])
    for part in ("G_s = 1e+15 Ω⁻¹ m⁻²", "G_os = 1e+14 Ω⁻¹ m⁻²", "G_so = 0 Ω⁻¹ m⁻²"):
        assert part in text
    assert repr(OBJECTS["transparent"]) == "Interface.transparent()"


def test_stacks_show_their_default_interfaces():
    text = repr(OBJECTS["stack"])
    assert text.startswith("Pt(5 nm) | Interface(G_s")
    assert text.endswith("Co(3 nm) | [transparent] | Pt(2 nm)")


def test_solutions_show_what_was_solved():
    text = repr(ob.solve(OBJECTS["stack"], E=2.0, closure="reciprocal", wavenumber="printed"))
    for part in ("Pt(5 nm)", "E = 2.0 V/m", "closure='reciprocal'", "wavenumber='printed'", "channel='transverse'"):
        assert part in text


@pytest.mark.parametrize("name", ["N", "F", "layer", "stack"])
def test_html_tables_are_whole_and_escape_names(name):
    html = OBJECTS[name]._repr_html_()
    assert html.count("<table") == html.count("</table>") == 1
    assert html.count("<td>") == html.count("</td>")
    assert "\u00a0=\u00a05\u00a0nm" in html, "a number and its unit on two lines"
    # symbols in place of names, powers of ten
    assert "sigma" not in html and "lambda" not in html and "<msub><mi>σ</mi><mi>o</mi></msub>" in html
    assert "10⁶" in html and "e+06" not in html
    bad = normal(name="<b>&")
    for text in (bad._repr_html_(), bad(5 * nm)._repr_html_(), (bad(5 * nm) | magnet()(1 * nm))._repr_html_()):
        assert "<b>" not in text
        assert "&lt;b&gt;&amp;" in text


def test_defaults_and_names_are_those_promised():
    N = ob.NormalMetal(sigma_s=1e6, sigma_o=1e6, lambda_s=3 * nm, lambda_o=5 * nm)
    assert (N.sigma_SHE, N.sigma_OHE, N.P_so, N.P_os, N.name) == (0, 0, 0, 0, "N")
    lengths = {"lambda_sf": 3 * nm, "lambda_J": 1 * nm, "lambda_phi": 1 * nm, "lambda_o": 5 * nm}
    F = ob.Ferromagnet(sigma_s=1e6, sigma_o=1e6, **lengths)
    assert (F.P_so, F.P_os, F.sigma_SHE, F.sigma_OHE, F.name) == (0, 0, 0, 0, "F")
    G = ob.Interface(G_s=1e15, G_o=1e15)
    assert (G.G_os, G.G_so) == (0, 0)
    assert N(thickness=5 * nm).thickness == 5 * nm
    sol = ob.solve(N(5 * nm) | F(5 * nm))
    assert (sol.E, sol.closure, sol.wavenumber, sol.channel) == (1.0, "paper", "exact", "transverse")
    assert set(ob.__all__) <= set(dir(ob))


def test_heights_and_lengths():
    stack = OBJECTS["stack"]
    np.testing.assert_allclose(stack.heights, np.array([0, 5, 8, 10]) * nm)
    assert len(stack) == len(stack.layers) == len(stack.interfaces) + 1 == 3
    assert [G.is_transparent for G in stack.interfaces] == [False, True]
    swept = normal()(np.array([1.0, 2.0]) * nm) | magnet()(1 * nm)
    assert swept.shape == (2,)
    np.testing.assert_allclose(swept.heights[-1], np.array([2.0, 3.0]) * nm)


# -- importing -----------------------------------------------------------------------------------------------


def test_numerics_never_import_plots_and_plots_never_import_widgets():
    """One after the other in one process: what one of them loads, the next would show as well."""
    code = "import sys"
    for module in ("figures", "closed_forms", "plot"):
        code += f"\nimport orbitronics.{module}\nprint('matplotlib' in sys.modules, 'ipywidgets' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert found.splitlines() == ["False False", "False False", "True False"]
