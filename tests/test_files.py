"""Stacks in files, profiles as datasets, and pictures."""

import json

import numpy as np
import pytest
import workbench

import orbitronics as ob
from orbitronics import nm

FULL = (
    ob.Surface(G_mix=2e14 + 3e13j, G_long=1e14)
    | workbench.TI.coupled(0.3)(11 * nm)
    | workbench.FINITE.replace(sigma_OREE_above=2e3)
    | workbench.NI.replace(lambda_sf=np.inf, m=-1)(6.5 * nm)
    | ob.Interface.transparent(sigma_SREE_below=1e3)
    | workbench.TI([0.0, 2e-9])
    | ob.Surface(sigma_OREE=-4e3)
)


def test_any_stack_goes_to_a_file_and_back(tmp_path):
    FULL.save(tmp_path / "s.json", closure="reciprocal", E=1e4)
    assert ob.load(tmp_path / "s.json") == FULL
    stack, options = ob.load(tmp_path / "s.json", options=True)
    assert options == {"closure": "reciprocal", "E": 1e4}
    found = ob.solve(stack, **options).J_o(3 * nm)
    assert np.array_equal(found, ob.solve(FULL, E=1e4, closure="reciprocal").J_o(3 * nm))
    data = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert data["schema"] == 1 and data["orbitronics"] == ob.__version__
    assert list(tmp_path.iterdir()) == [tmp_path / "s.json"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is no JSON file"),
        ("[]", 'the plain form of a stack is {"schema"'),
        ('{"schema": 2, "items": []}', "schema = 2 is not known"),
        ('{"schema": 1, "items": [{"kind": "Layr"}]}', "item 0 of the stack: kind = 'Layr' is not known"),
        ('{"schema": 1, "items": [], "colour": 1}', "'colour' is not known"),
        (json.dumps(workbench.stack().to_dict() | {"options": {"closur": "paper"}}), "no option 'closur'"),
        (json.dumps(workbench.stack().to_dict() | {"options": 3}), "options = 3 must be an object"),
    ],
)
def test_a_file_that_holds_no_stack_is_told_with_its_name(tmp_path, text, message):
    (tmp_path / "bad.json").write_text(text)
    with pytest.raises(ValueError, match=r"bad\.json") as caught:
        ob.load(tmp_path / "bad.json")
    assert message in str(caught.value)


def test_what_cannot_be_saved_leaves_the_file_as_it_was(tmp_path):
    stack = workbench.stack()
    stack.save(tmp_path / "s.json")
    with pytest.raises(TypeError, match="no option 'colour'"):
        stack.save(tmp_path / "s.json", colour="red")
    with pytest.raises(TypeError, match=r"E = array.* must be one number or text"):
        stack.save(tmp_path / "s.json", E=np.ones(2))
    with pytest.raises(ValueError, match="JSON compliant"):
        stack.save(tmp_path / "s.json", E=float("nan"))
    assert ob.load(tmp_path / "s.json") == stack


def test_profiles_are_those_of_the_solution():
    pytest.importorskip("xarray")
    solution = ob.solve(workbench.stack(workbench.FINITE), E=2e4, closure="reciprocal")
    z = np.array([0.0, 3.0, 11.0, 14.0]) * nm
    ds = solution.to_xarray(z)
    for name in ("J_s", "J_o", "mu_s", "mu_o"):
        assert np.array_equal(ds[name], getattr(solution, name)(z)), name
    assert ds["mu_o_FL"].attrs == {"units": "V", "long_name": "orbital chemical potential, imaginary part"}
    both = solution.to_xarray()
    jump = both["mu_o"].values[(both["z"] == 11 * nm).values]
    assert jump[0] == solution.mu_o(11 * nm, side="left") and jump[1] == solution.mu_o(11 * nm, side="right")
    assert json.loads(both.attrs["options"])["E"] == 2e4
    many = ob.solve(workbench.stack().replace({"Ni.P_os": [0.1, 0.2, 0.3]}), channel="longitudinal").to_xarray(z)
    assert many["J_s"].dims == ("axis_0", "z") and many["J_s"].dtype == float
    with pytest.raises(ValueError, match="differ in height; give z"):
        ob.solve(workbench.stack().replace({"Ni.thickness": [1e-9, 2e-9]})).to_xarray()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_say_what_they_show(theme):
    pytest.importorskip("matplotlib")
    pytest.importorskip("xarray")
    stack = ob.Surface(sigma_OREE=1e3) | workbench.stack(workbench.FINITE)
    figure = ob.plot_profiles(ob.solve(stack, closure="reciprocal"), theme=theme)
    left, right = figure.axes
    assert (left.get_xlabel(), left.get_ylabel()) == ("z (nm)", "current density (A m⁻²)")
    assert right.get_ylabel() == "potential (V)"
    assert {"Ti", "Ni"} <= {text.get_text() for text in left.texts}
    assert len({line.get_linestyle() for line in left.lines[:4]}) == 2
    names = {text.get_text() for text in ob.plot_stack(stack, theme=theme).axes[0].texts}
    assert names == {"Ti, 11 nm", "Ni, 6.5 nm, m = +1", "Ti/Ni", "bottom"}
    ground, ink = figure.get_facecolor(), left.yaxis.label.get_color()
    assert (sum(ground[:3]) > 2) == (theme == "light") and ink in ("#1a1a1a", "#ececec")


def test_pictures_of_many_or_in_a_theme_that_is_none():
    pytest.importorskip("matplotlib")
    many = workbench.stack().replace({"Ni.P_os": [0.1, 0.2]})
    with pytest.raises(ValueError, match="one stack at a time"):
        ob.plot_profiles(ob.solve(many))
    with pytest.raises(ValueError, match=r"Ni\.P_os is an array"):
        ob.plot_stack(many)
    with pytest.raises(ValueError, match="theme = 'blue' is not known"):
        ob.plot_stack(workbench.stack(), theme="blue")
