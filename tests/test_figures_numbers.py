"""Sweeps, the designer and the pasted code against `solve` at values where N and F differ in everything."""

import json
import re
import warnings

import numpy as np
import pytest
from javascript import run, solver
from reference import magnet, normal

import orbitronics as ob
from orbitronics import figures, nm
from orbitronics.figures import recipe
from orbitronics.paper import values
from orbitronics.paper.samples import sample
from orbitronics.quantities import QUANTITIES
from orbitronics.web import bundle, landing, live

VALUES = {
    **{"d_N": 4 * nm, "d_F": 2.6 * nm, "lambda_s_N": 1.9 * nm, "lambda_o_N": 3.3 * nm, "lambda_o_F": 2.2 * nm},
    **{"lambda_sf": 4.2 * nm, "lambda_J": 0.8 * nm, "lambda_phi": 1.7 * nm, "P_os": 0.55, "P_so": 0.27},
    **{"sigma_s_N": 2.3e6, "sigma_o_N": 0.7e6, "sigma_s_F": 1.4e6, "sigma_o_F": 3.1e6},
    **{"interface": "finite", "G_s": 1.7e15, "G_o": 0.9e15, "G_os": 3.5e14, "G_so": 1.2e14},
}
NUMBERS = [name for name in VALUES if name != "interface"]


def solved(v, sigma_SHE=0.0, sigma_OHE=0.0):
    """The bilayer of these flat values from its materials."""
    N = normal(v["sigma_s_N"], v["sigma_o_N"], v["lambda_s_N"], v["lambda_o_N"],
               sigma_SHE=sigma_SHE, sigma_OHE=sigma_OHE)  # fmt: skip
    same = ("lambda_sf", "lambda_J", "lambda_phi", "P_os", "P_so")
    F = magnet(sigma_s=v["sigma_s_F"], sigma_o=v["sigma_o_F"], lambda_o=v["lambda_o_F"], **{n: v[n] for n in same})
    between = ob.Interface.transparent()
    if v["interface"] == "finite":
        between = ob.Interface(**{name: v[name] for name in ("G_s", "G_o", "G_os", "G_so")})
    return ob.solve(N(v["d_N"]) | between | F(v["d_F"]), closure=v.get("closure", "paper"))


def asked(quantity, source, v):
    """What `dependence` draws, from the solution."""
    sol = solved(v, **{"sigma_" + source: 1.0})
    if quantity in ("torque", "J_s", "J_o"):
        return sol.torque() if quantity == "torque" else sol.interface(0)[quantity]
    length = v["lambda_s_N" if source == "SHE" else "lambda_o_N"]
    return sol.torque() / (1 - 1 / np.cosh(v["d_N"] / length))


@pytest.mark.filterwarnings("ignore::orbitronics.NotPassiveWarning")
@pytest.mark.parametrize("x", NUMBERS)
@pytest.mark.parametrize(("quantity", "source", "closure"), [
    ("torque", "OHE", "paper"), ("J_o", "SHE", "paper"), ("eta", "OHE", "paper"), ("eta", "SHE", "paper"),
    ("J_s", "OHE", "reciprocal"),
])  # fmt: skip
def test_a_sweep_over_any_value(x, quantity, source, closure):
    values = VALUES | {"closure": closure}
    (curve,) = figures.compute(figures.dependence(quantity, source, x), values, 5)
    expected = [asked(quantity, source, values | {x: value}) for value in curve.x]
    np.testing.assert_allclose(curve.y, expected, rtol=1e-10)
    moves = np.ptp(np.abs(expected)) > 1e-9 * np.abs(expected[0])
    assert moves or (quantity, x) == ("eta", "d_N"), "a sweep that moves nothing tests nothing"


@pytest.mark.filterwarnings("ignore::orbitronics.NotPassiveWarning")
@pytest.mark.parametrize("family", ["lambda_o_F", "sigma_s_N", "G_os", "P_so"])
def test_a_family_of_curves(family):
    members = [0.4 * VALUES[family], 1.6 * VALUES[family]]
    curves = figures.compute(figures.dependence("torque", "OHE", "d_F", (family, members)), VALUES, 4)
    assert len(curves) == 2
    for member, curve in zip(members, curves, strict=True):
        expected = [asked("torque", "OHE", VALUES | {family: member, "d_F": d}) for d in curve.x]
        np.testing.assert_allclose(curve.y, expected, rtol=1e-10)


def conductances(v):
    """The four mixing conductances by name, from two solutions of a thick magnet."""
    thick = v | {"d_F": 60 * nm}
    at = [solved(thick, **{"sigma_" + source: 1.0}).interface(0) for source in ("SHE", "OHE")]
    forces = np.array([[a["mu_s_left"], a["mu_o_left"] - a["mu_o_right"]] for a in at]).T
    G = np.array([[a["J_s"], a["J_o"]] for a in at]).T @ np.linalg.inv(forces)
    return dict(zip(("G_mix", "G_os_m", "G_so_m", "G_o_m"), G.ravel(), strict=True))


@pytest.mark.filterwarnings("ignore::orbitronics.NotPassiveWarning")
@pytest.mark.parametrize("quantity", ["G_mix", "G_os_m", "G_so_m", "G_o_m"])
@pytest.mark.parametrize("x", ["G_s", "lambda_J", "P_os"])
def test_a_sweep_of_each_mixing_conductance(quantity, x):
    (curve,) = figures.compute(figures.dependence(quantity, "OHE", x), VALUES, 3)
    expected = [conductances(VALUES | {x: value})[quantity] for value in curve.x]
    np.testing.assert_allclose(curve.y, expected, rtol=1e-7)


# -- the designer -------------------------------------------------------------------------------

HALL = {"sigma_SHE": -3e4, "sigma_OHE": 2e5}


def test_the_designers_torques_add_up():
    """Both Hall effects at work give the sum, here of unlike sign, and each share is its own."""
    curves = {(c.panel, c.name): c for c in figures.compute("bilayer", VALUES | HALL, 4)}
    shares = {
        "both": HALL,
        "SHE": {"sigma_SHE": HALL["sigma_SHE"]},
        "OHE": {"sigma_OHE": HALL["sigma_OHE"]},
    }
    for panel, x in (("c", "d_F"), ("d", "d_N")):
        for name, sources in shares.items():
            curve = curves[panel, name]
            expected = [solved(VALUES | {x: d}, **sources).torque() for d in curve.x]
            np.testing.assert_allclose(curve.y, expected, rtol=1e-10, err_msg=f"panel {panel}, {name}")


def test_the_designers_profiles():
    curves = {c.name: c for c in figures.compute("bilayer", VALUES | HALL, 9) if c.panel in "ab"}
    sol = solved(VALUES, **HALL)
    for name, unit in (("J_s", 1.0), ("J_o", 1.0), ("mu_s", nm), ("mu_o", nm)):
        z = np.array(curves[name].x)  # from the interface, which stands there twice: of N and of F
        (interface,) = np.flatnonzero(np.diff(z) == 0)
        heights = np.clip(z + VALUES["d_N"], 0, VALUES["d_N"] + VALUES["d_F"])
        in_N, in_F = np.split(heights, [interface + 1])
        at = getattr(sol, name)
        expected = np.concatenate([at(in_N, side="left"), at(in_F, side="right")]) / unit
        np.testing.assert_allclose(
            curves[name].y, expected, rtol=1e-9, atol=1e-12 * np.abs(expected).max(), err_msg=name
        )


@pytest.mark.parametrize("interface", ["finite", "transparent"])
def test_the_factors_that_limit_a_design(interface):
    """From solutions without and with very little conversion."""
    from orbitronics.figures.design import limits

    plain = VALUES | {"interface": interface, "P_os": 0.0, "P_so": 0.0, "G_os": 0.0, "G_so": 0.0}
    arriving = {c: 1 - 1 / np.cosh(VALUES["d_N"] / VALUES[f"lambda_{c}_N"]) for c in "so"}
    found = limits(VALUES | {"interface": interface, "wavenumber": "exact"})
    spin = solved(plain, sigma_SHE=1.0).torque() / arriving["s"]
    assert found["spin injection"] == pytest.approx(abs(spin), rel=1e-10)
    orbital = solved(plain, sigma_OHE=1.0).interface(0)["J_o"] / arriving["o"]
    assert found["injection"] == pytest.approx(abs(orbital), rel=1e-10)
    torque = solved(plain | {"P_os": 1e-7}, sigma_OHE=1.0).torque() / arriving["o"]
    assert found["injection"] * found["backflow"] == pytest.approx(abs(torque) / 1e-7, rel=1e-6)


@pytest.mark.parametrize(("share", "delivers"), [(0.99, False), (1.0, False), (1.01, True)])
def test_the_designer_tells_an_active_interface_where_the_library_warns(share, delivers):
    from orbitronics.figures.design import facts

    G = {"G_s": 2e15, "G_o": 5e14, "G_os": 1.5e15 * share, "G_so": 0.5e15 * share}  # G_s G_o = ((G_os + G_so)/2)^2
    assert facts(VALUES | G | {"wavenumber": "exact"}, 0.1, 0.2)["unstable"] == delivers
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ob.solve(normal()(1 * nm) | ob.Interface(**G) | normal()(1 * nm))
    assert any(one.category is ob.NotPassiveWarning for one in caught) == delivers


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"figure": "fig3", "value": "d_N=3nm"}, "no attribute 'value'; there are figure, values,"),
        ({"figure": "fig5"}, "'fig5' is not known; there are bilayer, fig2, fig3, fig4, sweep"),
        ({"figure": "fig3", "values": "sigma_SHE=3"}, "fig3 has no value 'sigma_SHE'; there are"),
        ({"figure": "fig3", "ranges": "d_N=0.1nm"}, "write its two ends"),
        ({"figure": "fig3", "values": "d_N=1e-4"}, "0.1 and 100 nm. Lengths are in metres: write 3nm for 3 nm."),
    ],
)
def test_what_a_bare_element_cannot_be_asked(attributes, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        live.asked(attributes)


def test_only_lengths_are_told_to_be_in_metres():
    with pytest.raises(ValueError, match=r"P_os = 5 must lie between -0.95 and 0.95\.$"):
        live.asked({"figure": "fig3", "values": "P_os=5"})


def test_an_end_of_a_range_may_be_missed_by_rounding_alone():
    """By a billionth of the range."""
    low, high = values.RANGES["P_os"][:2]
    for end, beyond in ((low, -1), (high, 1)):
        near, far = (repr(end + beyond * share * 1e-9 * (high - low)) for share in (0.95, 1.05))
        _, found, _ = live.asked({"figure": "fig3", "values": f"P_os={near}"})
        assert found == {"P_os": float(near)}
        with pytest.raises(ValueError, match="must lie between"):
            live.asked({"figure": "fig3", "values": f"P_os={far}"})


def test_what_a_bare_element_asks_for():
    figure, values, ranges = live.asked(
        {
            "figure": "fig3",
            "values": "d_N=3nm, closure=reciprocal",
            "ranges": "d_N=0.1nm:100nm",
            "id": "x",
            "data-a": "",
        }
    )
    assert (figure.name, values["closure"]) == ("fig3", "reciprocal")
    assert values["d_N"] == pytest.approx(3 * nm) and ranges["d_N"] == pytest.approx((0.1 * nm, 100 * nm))
    spec = {"quantity": "torque", "source": "OHE", "x": "d_F", "family": "lambda_o_F=1nm,3nm", "controls": "d_N, P_os"}
    sweep, _, _ = live.asked({"figure": "sweep"} | spec)
    expected = figures.dependence(quantity="torque", source="OHE", x="d_F", controls=["d_N", "P_os"],
                                  family=("lambda_o_F", [1 * nm, 3 * nm]))  # fmt: skip
    assert live.declaration(sweep) == live.declaration(expected)


def test_figures_of_a_page_are_told_apart():
    fig3, lengths = figures.FIGURES["fig3"], (1 * nm, 2 * nm, 3 * nm)
    assert live.identity(fig3, {}) == "fig3"
    changed = {live.identity(fig3, {"d_N": one}) for one in lengths}
    swept = {live.identity(figures.dependence(source=s, x=x), {}) for s in ("SHE", "OHE") for x in ("d_N", "d_F")}
    for name, found, count in (("fig3", changed, 3), ("sweep", swept, 4)):
        assert len(found) == count and all(re.fullmatch(rf"{name}-\d+", one) for one in found), found


def in_page(what, values, folder):
    """What the page says at these values: "code" to paste, or "remarks" as HTML."""
    script = solver() + f"orbitronics.data = {json.dumps(bundle.data())};"
    script += bundle.joined(("network", "solution", "curves", "axes", "typing", "controls", "element"))
    script += f"return orbitronics.{what}(given[0], given[1]);"
    return run(script, [live.declaration("bilayer"), values], folder)


def test_what_the_designer_says_has_the_numbers_of_the_solution(tmp_path):
    html = in_page("remarks", figures.FIGURES["bilayer"].values | VALUES | HALL, tmp_path)
    said = dict(re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", html))
    tau = solved(VALUES, **HALL).torque()
    share = {name: solved(VALUES, **{"sigma_" + name: HALL["sigma_" + name]}).torque().real / tau.real
             for name in ("SHE", "OHE")}  # fmt: skip
    (torque,) = [text for title, text in said.items() if title.startswith("Torque")]
    assert f"{abs(tau.real):.4g}" in torque or f"{abs(tau.real):.0f}" in torque
    (shares,) = [text for title, text in said.items() if title.startswith("Shares")]
    for name, text in (("SHE", "Spin"), ("OHE", "orbital")):
        number = f"{100 * share[name]:.3g} %".replace("-", "−")
        assert f"{text} Hall effect {number}" in shares


# -- the code to paste --------------------------------------------------------------------------


def test_lengths_and_nothing_else_are_written_in_nm():
    assert recipe.lengths() == [name for name, one in QUANTITIES.items() if one.unit == "m"]


@pytest.mark.filterwarnings("ignore::orbitronics.NotPassiveWarning")
@pytest.mark.parametrize("interface", ["finite", "transparent"])
@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
def test_pasted_code_gives_the_bilayer(interface, closure, capsys, tmp_path):
    figure = figures.FIGURES["bilayer"]
    values = figure.values | VALUES | HALL | {"interface": interface, "closure": closure}
    code = in_page("code", values, tmp_path)
    names = {"nm": nm}
    exec(code[code.index("import orbitronics as ob") :], names)
    assert capsys.readouterr().out
    N, F = names["N"], names["F"]
    for name, flat in (("sigma_s", "sigma_s"), ("sigma_o", "sigma_o"), ("lambda_o", "lambda_o")):
        assert getattr(N, name) == pytest.approx(values[flat + "_N"], rel=1e-15), f"N.{name}"
        assert getattr(F, name) == pytest.approx(values[flat + "_F"], rel=1e-15), f"F.{name}"
    assert N.lambda_s == pytest.approx(values["lambda_s_N"], rel=1e-15)
    for name in ("lambda_sf", "lambda_J", "lambda_phi", "P_os", "P_so"):
        assert getattr(F, name) == pytest.approx(values[name], rel=1e-15), f"F.{name}"
    assert names["sol"].torque() == pytest.approx(solved(values, **HALL).torque(), rel=1e-12)


def test_pasted_code_draws_the_figure_of_these_values(tmp_path):
    figure = figures.FIGURES["bilayer"]
    values = figure.values | VALUES | HALL
    code = in_page("code", values, tmp_path)
    names = {"nm": nm}
    exec(code[code.index("values = ") : code.index("plot.Drawing")], names)
    for name, value in names["values"].items():
        assert value == (pytest.approx(values[name], rel=1e-15) if isinstance(value, float) else values[name]), name
    changed = {name for name in figure.controls + figure.options if values[name] != figure.values[name]}
    assert set(names["values"]) == changed


def test_the_landing_page_tells_the_torque_in_per_cent():
    assert landing.share(3 * nm, 0.2) == pytest.approx(100 * sample("OHE", d_N=3 * nm, P_os=0.2).torque().real)


def test_a_bare_element_asks_for_a_sweep():
    figure, values, ranges = live.asked(
        {"figure": "sweep", "quantity": "torque", "source": "OHE", "x": "d_F", "controls": "d_N, P_os"}
    )
    assert figure.spec["source"] == "OHE" and figure.spec["x"] == "d_F" and figure.controls == ("d_N", "P_os")
    assert values == ranges == {}


def test_the_files_of_the_page_are_written_anew(tmp_path):
    for _ in range(2):
        bundle.write(tmp_path / "deep" / "live")
    assert {"live.js", "live.css", "stack.js"} <= {path.name for path in (tmp_path / "deep" / "live").iterdir()}
