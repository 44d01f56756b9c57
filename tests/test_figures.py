"""The figures' curves against 60 digits; the command line; the explorers."""

import contextlib
import csv
import io
import json
import re
import struct

import numpy as np
import pytest
import snapshot
from reference import DATA, STORED

from orbitronics import __main__ as command_line
from orbitronics import __version__, explore, figures, nm, plot
from orbitronics.figures.ranges import ranges
from orbitronics.paper import values
from orbitronics.web import live, markup

REFERENCE = json.loads((DATA / "figures.json").read_text(encoding="utf-8"))
PANELS_2 = {"SHE": "abef", "OHE": "cdgh"}


def complex_of(pairs):
    return np.array([complex(*pair) for pair in pairs])


def curves_of(name, values=None, points=figures.POINTS):
    return {(c.panel, c.name): c for c in figures.compute(name, values, points)}


@pytest.mark.parametrize("closure", STORED)
@pytest.mark.parametrize("interface", ["transparent", "finite"])
def test_fig_2(interface, closure):
    curves = curves_of("fig2", {"interface": interface, "closure": closure}, points=40)
    assert len(curves) == 8
    for source, panels in PANELS_2.items():
        expected = REFERENCE["fig2"][f"{interface} {STORED[closure]} {source}"]
        for c, name in enumerate(("J_s", "J_o", "mu_s", "mu_o")):
            curve = curves[panels[c], name]
            steps = 5 * nm * (1 - np.cos(np.linspace(0, np.pi, 21))) / 2
            np.testing.assert_allclose(curve.x[:21], steps - 5 * nm, atol=1e-23)
            np.testing.assert_allclose(curve.x[21:], steps, atol=1e-23)
            true = complex_of(expected[c])
            np.testing.assert_allclose(curve.y, true, rtol=1e-10, atol=1e-13 * np.abs(true).max())


@pytest.mark.parametrize("closure", STORED)
def test_fig_3(closure):
    x = REFERENCE["fig3"]["x"]
    curves = curves_of("fig3", {"closure": closure}, points=200)
    families = {"a": "lambda_sf", "b": "lambda_o_F", "c": "lambda_s_N", "d": "lambda_o_N"}
    assert list(curves) == [(p, f"{family}={length}nm") for p, family in families.items() for length in (1, 3, 5, 10)]
    for panel, family in families.items():
        for length in (1, 3, 5, 10):
            curve = curves[panel, f"{family}={length}nm"]
            true = complex_of(REFERENCE["fig3"][f"{panel} {STORED[closure]} {length}"])
            np.testing.assert_allclose([curve.x[0], curve.x[-1]], [0.1 * nm, 20 * nm], rtol=1e-15)
            np.testing.assert_allclose([curve.y[0], curve.y[-1]], true[[0, -1]], rtol=1e-11)
            between = np.interp(np.array(x[1:3]) * nm, curve.x, np.real(curve.y))
            np.testing.assert_allclose(between, true[1:3].real, rtol=5e-3)


@pytest.mark.parametrize("wavenumber", ["exact", "printed"])
@pytest.mark.parametrize(("panel", "points", "unit"), [("a", 5, 1.0), ("b", 50, nm)])
def test_fig_4(panel, points, unit, wavenumber):
    """5 points are the decades of panel a; 50 are the tenths of a nanometre of panel b."""
    expected = REFERENCE["fig4"][f"{panel} {wavenumber}"]
    rows = expected["G_mix, G_os_m printed, G_os_m exact"]
    curves = curves_of("fig4", {"wavenumber": wavenumber}, points)
    for column, name in enumerate(("G_mix", "G_os_m printed", "G_os_m exact")):
        curve = curves[panel, name]
        for x, row in zip(expected["x"], rows, strict=True):
            at = int(np.argmin(np.abs(np.array(curve.x) - float(x) * unit)))
            assert curve.x[at] == pytest.approx(float(x) * unit, rel=1e-12)
            assert curve.y[at] == pytest.approx(complex(*row[column]), rel=1e-11)


def test_values_not_given_are_the_papers():
    one, other = (curves_of("fig3", values, points=5) for values in (None, {"d_N": 5 * nm, "P_os": 0.5}))
    for key in one:
        np.testing.assert_array_equal(one[key].y, other[key].y)


@pytest.mark.parametrize("name", ["fig2", "fig3", "fig4"])
def test_declarations_are_complete(name):
    declared = figures.FIGURES[name]
    assert set(declared.controls) | set(declared.options) <= set(declared.values)
    panels = {panel.key for panel in declared.panels}
    assert panels == {curve.panel for curve in figures.compute(name, points=4)}
    assert len(panels) == {"fig2": 8, "fig3": 4, "fig4": 2}[name]


# -- the command line -------------------------------------------------------------------------------------


def run(capsys, *arguments):
    """Exit status, output and errors of one command."""
    try:
        status = command_line.main(list(arguments))
    except SystemExit as stop:
        status = stop.code
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder in which the command wrote all figures."""
    folder, out, err = tmp_path_factory.mktemp("figures"), io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert command_line.main(["figures", "--out", str(folder)]) == 0
    assert len(out.getvalue().split()) == 9 and err.getvalue() == ""
    return folder


def test_figures_twice_are_the_same_bytes(written, tmp_path, capsys):
    """All are written; one, drawn again, is the same in each of its files."""
    names = sorted(path.name for path in written.iterdir())
    assert names == sorted(f"fig{n}.{kind}" for n in (2, 3, 4) for kind in ("svg", "png", "csv"))
    for name in names:
        assert (written / name).stat().st_size > 5000, name
    status, out, err = run(capsys, "figures", "--out", str(tmp_path), "--figure", "4")
    assert (status, err) == (0, "") and len(out.split()) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fig4.csv", "fig4.png", "fig4.svg"]
    for again in tmp_path.iterdir():
        assert again.read_bytes() == (written / again.name).read_bytes(), again.name


def test_the_csv_holds_the_curves(written):
    text = (written / "fig3.csv").read_bytes()
    made, head, *_ = text.decode("utf-8").split("\n")
    assert head == "figure,panel,curve,x,x_unit,real,imag,y_unit"
    start, _, parameters = made.partition(": ")
    assert start == f"# fig3 of orbitronics {__version__}"
    assert json.loads(parameters) == figures.FIGURES["fig3"].values
    svg = (written / "fig3.svg").read_text(encoding="utf-8")
    assert f"<dc:description>{made[2:].replace(chr(34), '&quot;')}" in svg.replace(chr(34), "&quot;")
    picture = (written / "fig3.png").read_bytes()
    assert made[2:].encode("latin-1") in picture
    assert struct.unpack(">II", picture[16:24]) == (1400, 1020)  # 7 x 5.1 inches, 200 dots each
    assert b"\r" not in text
    rows = read_csv(written / "fig3.csv")
    assert {row["panel"] for row in rows} == set("abcd")
    assert {row["curve"] for row in rows if row["panel"] == "b"} == {f"lambda_o_F={n}nm" for n in (1, 3, 5, 10)}
    assert {(row["figure"], row["x_unit"]) for row in rows} == {("fig3", "nm")}
    for length in (1, 3, 5, 10):
        last = [row for row in rows if row["panel"] == "d" and row["curve"] == f"lambda_o_N={length}nm"][-1]
        assert float(last["x"]) == 20
        true = complex(*REFERENCE["fig3"][f"d paper {length}"][-1])
        assert complex(float(last["real"]), float(last["imag"])) == pytest.approx(true, rel=1e-11)


def test_the_csv_of_fig_4_names_printed_and_exact(written):
    rows = read_csv(written / "fig4.csv")
    assert {row["curve"] for row in rows} == {"G_mix", "G_os_m printed", "G_os_m exact"}
    assert {row["panel"] for row in rows} == {"a", "b"}


@pytest.mark.parametrize(
    ("arguments", "values"),
    [
        (["--set", "d_F=3nm"], {"d_F": 3 * nm}),
        (["--set", "d_F=3e-9"], {"d_F": 3 * nm}),
        (["--set", "P_os=0.2", "--set", "P_so=-0.1"], {"P_os": 0.2, "P_so": -0.1}),
        (["--closure", "reciprocal"], {"closure": "reciprocal"}),
        (["--wavenumber", "printed"], {"wavenumber": "printed"}),
    ],
)
def test_options_change_the_curves(arguments, values, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", lambda *_, **__: None)  # the table only
    assert run(capsys, "figures", "--out", str(tmp_path), "--figure", "2", *arguments)[0] == 0
    rows = iter(read_csv(tmp_path / "fig2.csv"))
    for curve in figures.compute("fig2", values):
        for y in curve.y:
            row = next(rows)
            assert row["curve"] == curve.name
            assert complex(float(row["real"]), float(row["imag"])) == pytest.approx(complex(y), rel=1e-9, abs=1e-30)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--set", "d_G=3nm"], ["d_G", "d_F"]),
        (["--set", "d_F"], ["d_F", "NAME=VALUE"]),
        (["--set", "d_F=thick"], ["d_F", "'thick'"]),
        (["--set", "d_F=-3nm"], ["d_F", "positive"]),
        (["--set", "d_F=nan"], ["d_F", "NaN"]),
        (["--set", "P_os=2", "--set", "P_so=0.5"], ["P_os P_so"]),
        (["--closure", "mine"], ["closure", "mine", "reciprocal"]),
        (["--wavenumber", "mine"], ["wavenumber", "mine", "printed"]),
        (["--figure", "7"], ["figure", "7"]),
        (["--colour", "red"], ["--colour"]),
    ],
)
def test_what_is_unknown_or_impossible_is_a_clear_error(arguments, parts, tmp_path, capsys):
    status, out, err = run(capsys, "figures", "--out", str(tmp_path / "out"), *arguments)
    assert status == 2
    assert "Traceback" not in err
    for part in parts:
        assert part in err
    assert out == ""
    assert not list(tmp_path.glob("out/*"))


# -- drawing and exploring -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["fig2", "fig3", "fig4"])
def test_a_drawing_is_renewed_in_the_same_axes(name):
    drawing = plot.Drawing(name, points=20)
    axes, lines = list(drawing.axes.values()), dict(drawing.lines)
    before = {key: np.array(line.get_ydata()) for key, line in lines.items()}
    given = {"lambda_sf": 0.7 * nm, "lambda_phi": 2 * nm} | ({} if name == "fig4" else {"d_F": 2 * nm})
    drawing.update(given)
    assert list(drawing.axes.values()) == axes
    assert all(drawing.lines[key] is line for key, line in lines.items())
    assert any(not np.array_equal(before[key], line.get_ydata()) for key, line in lines.items())
    for key, line in plot.Drawing(name, given, points=20).lines.items():
        np.testing.assert_array_equal(lines[key].get_xydata(), line.get_xydata())


@pytest.mark.parametrize(
    ("data", "fitted"),
    [
        ((0.0, 0.51), None),
        ((0.0, 0.5), (-0.075, 0.575)),  # no more than half of the axis
        ((-0.2, 0.8), (-0.35, 0.95)),
        ((0.5, 1.5), (0.35, 1.65)),
        ((-0.95e-9, 1 + 0.95e-9), None),  # rounding
        ((-1.05e-9, 0.75), (-0.1125, 0.8625)),
        ((0.25, 1 + 1.05e-9), (0.1375, 1.1125)),
        ((0.4, 0.4), None),
    ],
)
def test_an_axis_is_fitted_where_a_curve_leaves_it_or_hardly_fills_it(data, fitted):
    """From 1 to 3, told in its length from its beginning."""
    found = plot._fitted((1.0, 3.0), [1 + 2 * x for x in data], 0.15)
    assert found == (fitted and pytest.approx([1 + 2 * x for x in fitted], abs=1e-8))


def test_an_axis_with_limits_of_its_own_or_a_logarithm_stays():
    drawing = plot.Drawing("fig4", points=20)
    before = {key: (ax.get_xlim(), ax.get_ylim()) for key, ax in drawing.axes.items()}
    for line in drawing.lines.values():
        line.set_data(line.get_xdata(), 100 * line.get_ydata())
    assert drawing.rescale() == []
    assert before == {key: (ax.get_xlim(), ax.get_ylim()) for key, ax in drawing.axes.items()}
    drawing = plot.Drawing("fig3", points=20)
    (ax, *_), lines = drawing.axes.values(), list(drawing.lines.values())
    for line in lines[:4]:
        line.set_data(line.get_xdata() * 2, 3 * line.get_ydata())
    assert drawing.rescale() == [ax]
    top = max(max(line.get_ydata()) for line in lines[:4])
    assert ax.get_xlim() == pytest.approx((0.2, 40.0))
    assert ax.get_ylim() == pytest.approx((-0.15 * top, 1.15 * top))  # the line at zero stays in sight


def test_figures_are_saved_where_no_folder_is_and_where_they_are(tmp_path, monkeypatch):
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", lambda *_, **__: None)  # the table only
    for _ in range(2):
        paths = plot.save("fig4", tmp_path / "deep" / "down", {"G_os": 4e14})
    assert paths == [tmp_path / "deep" / "down" / f"fig4.{kind}" for kind in ("svg", "png", "csv")]


def test_figures_as_functions():
    assert len(plot.fig2(d_F=3 * nm).axes) == 8
    assert len(plot.fig3().axes) == 4
    assert len(plot.fig4(G_s=2e15).axes) == 2
    assert plot.fig1().axes
    with pytest.raises(ValueError, match="d_G"):
        plot.fig2(d_G=1.0)


def test_table_is_what_is_saved(tmp_path):
    rows = list(csv.DictReader(io.StringIO(plot.table("fig4", points=3))))
    assert len(rows) == 2 * 3 * 3
    assert list(rows[0]) == list(plot.COLUMNS)


made: dict = {}


@pytest.fixture(params=["fig2", "fig3", "fig4"])
def explorer(request):
    """An explorer as it opens, which takes a second: the same, until a test leaves it elsewhere or with a message."""
    one = made.pop(request.param, None) or getattr(explore, request.param)()
    yield one
    if one.values == one.start and not one.message:
        made[request.param] = one


def test_controls_are_as_they_were(explorer):
    snapshot.check(explorer.name, snapshot.controls(explorer.widget), snapshot.kept("opened")[explorer.name])


def test_the_picture_shows_the_canvas(explorer):
    from PIL import Image

    shown = np.asarray(Image.open(io.BytesIO(explorer._image.value)))
    np.testing.assert_array_equal(shown, np.asarray(explorer._canvas.buffer_rgba())[..., :3])


def test_a_control_moves_the_curves_and_keeps_the_axes(explorer):
    axes, lines = list(explorer.drawing.axes.values()), dict(explorer.drawing.lines)
    before = {key: np.array(line.get_ydata()) for key, line in lines.items()}
    image = explorer._image.value
    explorer.set(lambda_sf=0.6 * nm)
    assert explorer.message == ""
    assert explorer.values["lambda_sf"] == pytest.approx(0.6 * nm)
    assert list(explorer.drawing.axes.values()) == axes
    assert all(explorer.drawing.lines[key] is line for key, line in lines.items())
    assert any(not np.array_equal(before[key], line.get_ydata()) for key, line in lines.items())
    assert explorer._image.value != image
    explorer.reset()
    for key, line in lines.items():
        np.testing.assert_allclose(line.get_ydata(), before[key], rtol=1e-9, atol=1e-12)


def test_an_impossible_value_is_told_and_the_rest_goes_on(explorer):
    image, values = explorer._image.value, dict(explorer.values)
    explorer.set(lambda_sf=-1 * nm)
    assert "lambda_sf" in explorer.message
    assert "positive" in explorer.message
    assert explorer._image.value == image
    assert explorer.values == values
    explorer.set(lambda_sf=2 * nm)
    assert explorer.message == ""
    assert explorer._image.value != image
    explorer.reset()


@pytest.mark.parametrize("explorer", ["fig2"], indirect=True)
def test_values_are_set_together_or_not_at_all(explorer):
    """P_os = 3 goes with P_so = 0.1 and not with the 0.5 of before."""
    entries = {n: row.children[1] for n, row in zip(explorer.declaration.controls, explorer._rows, strict=False)}
    explorer.set(P_os=3.0, P_so=0.1)
    assert explorer.message == ""
    assert (explorer.values["P_os"], explorer.values["P_so"]) == (3.0, 0.1)
    assert entries["P_os"].value == 3.0
    image, values = explorer._image.value, dict(explorer.values)
    explorer.set(d_N=2 * nm, closure="Reciprocal")
    assert "closure" in explorer.message
    assert explorer._image.value == image and explorer.values == values
    assert entries["d_N"].value == 5.0
    explorer.set(d_N=2 * nm, closure="reciprocal")
    assert explorer.message == "" and explorer.values["closure"] == "reciprocal"
    explorer.reset()


def test_every_control_has_a_way_back(explorer, monkeypatch):
    monkeypatch.setattr(explorer, "_draw", lambda: None)  # pixels are asked for elsewhere
    for name in explorer.declaration.controls:
        explorer.set(**{name: explorer.declaration.values[name] * 1.5 or 1e14})
    explorer.reset()
    for name in explorer.declaration.controls:
        assert explorer.values[name] == pytest.approx(explorer.declaration.values[name], rel=1e-12)


def test_explorers_name_what_they_do_not_know(explorer):
    with pytest.raises(ValueError, match=r"no control 'lambda_x'.*lambda_sf"):
        explorer.set(lambda_x=1.0)
    with pytest.raises(ValueError, match=r"no control 'lambda_x'.*lambda_sf"):
        explorer.reset("lambda_x")


def test_a_former_name_of_an_option_is_taken_with_a_warning(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", lambda *_, **__: None)  # the table only
    written = []
    for i, arguments in enumerate((["--closure", "reciprocal"], ["--closure", "conserving"])):
        caught = (
            pytest.warns(DeprecationWarning, match="'conserving' is called 'reciprocal'")
            if i
            else contextlib.nullcontext()
        )
        with caught:
            status = command_line.main(["figures", "--out", str(tmp_path / str(i)), "--figure", "2", *arguments])
        assert status == 0
        written.append((tmp_path / str(i) / "fig2.csv").read_text(encoding="utf-8"))
    assert written[0] == written[1]
    with pytest.raises(SystemExit):
        command_line.main(["figures", "--help"])
    assert "conserving" not in capsys.readouterr().out


def test_explorers_start_from_given_values():
    one = explore.fig2(d_F=3 * nm, closure="reciprocal")
    assert one.values["d_F"] == 3 * nm
    one.reset("d_F")
    assert one.values["d_F"] == pytest.approx(5 * nm)
    assert one.values["closure"] == "reciprocal"


def test_values_set_together_are_applied_together_or_not_at_all(explorer):
    before = dict(explorer.values)
    explorer.set(sigma_s_F=2e6, lambda_sf=-1 * nm)
    assert "lambda_sf" in explorer.message
    assert explorer.values == before
    drawn = []
    explorer.drawing.update, update = drawn.append, explorer.drawing.update
    explorer.set(sigma_s_F=2e6, lambda_sf=2 * nm)
    explorer.drawing.update = update
    assert [(one["sigma_s_F"], one["lambda_sf"]) for one in drawn] == [(2e6, 2 * nm)]
    explorer.reset()


def test_widgets_move_the_figure_and_follow_it():
    """The slider and the entry of a value are one control; each way back is where something changed."""
    one = explore.fig3(P_os=0.25)
    rows = {row.children[0].description.split(" $")[0]: row.children for row in one._rows[:18]}
    slider, entry, _, back = rows["Orbit-to-spin polarisation"]
    assert next(iter(rows)) == "Orbit-to-spin polarisation" and back.layout.visibility == "hidden"
    assert slider.max - slider.min == pytest.approx(200 * slider.step)
    slider.value = 0.4
    assert one.values["P_os"] == entry.value == 0.4 and back.layout.visibility == "visible"
    entry.value = -0.1
    assert one.values["P_os"] == slider.value == pytest.approx(-0.1)
    back.click()
    assert one.values["P_os"] == slider.value == 0.25 and back.layout.visibility == "hidden"
    start, paper = one.widget.children[-1].children
    paper.click()
    assert one.values == figures.FIGURES["fig3"].values
    start.click()
    assert one.values["P_os"] == entry.value == 0.25


def test_sliders_hold_what_literature_reports():
    """The widest values of the chapters on experiments and on the Hall effects, as reported."""
    reported = {"sigma_OHE": (-144e3, 1.2e6), "lambda_o_N": (2 * nm, 15 * nm), "lambda_s_N": (1.4 * nm, 500 * nm)}
    reported |= {"lambda_sf": (4.3 * nm, 21 * nm), "d_N": (1 * nm, 80 * nm), "sigma_SHE": (1e5, 371e3)}
    for name, (low, high) in reported.items():
        ends = values.RANGES[name]
        assert ends[0] <= low and high <= ends[1], name


def test_every_control_is_shown_once():
    one = explore.dependence(controls=["d_N"])
    (open_at_first,) = one.widget.children[2].children
    assert len(open_at_first.children) == 1 + len(one.declaration.options)
    assert len(set(open_at_first.children)) == len(open_at_first.children)


def test_only_conductances_stand_on_a_logarithmic_axis():
    declared = {name: figures.FIGURES[name].panels for name in ("fig2", "fig3", "fig4", "bilayer")}
    assert [(name, one.key) for name, panels in declared.items() for one in panels if one.x_log] == [("fig4", "a")]


def test_ranges_can_be_set():
    one = explore.fig3(ranges={"d_N": (0.1 * nm, 300 * nm), "P_os": (-0.2, 0.9)}, d_N=200 * nm)
    assert one.ranges["d_N"] == (0.1 * nm, 300 * nm, "log") and one.ranges["P_os"] == (-0.2, 0.9, "linear")
    assert one.ranges["d_F"] == values.RANGES["d_F"]
    for name in ("P_os", "P_so"):  # either may reach 1, not both together
        assert ranges(figures.FIGURES["fig3"], {name: (-1.0, 1.0)})[name] == (-1.0, 1.0, "linear")
    bundle = one._repr_mimebundle_()
    view = {"version_major": 2, "version_minor": 0, "model_id": one.widget.model_id}
    assert bundle["application/vnd.jupyter.widget-view+json"] == view
    page = bundle["text/html"]
    declared = json.loads(re.search(r'class="live-declaration">(.*?)</script>', page, re.DOTALL)[1])
    sliders = {control["name"]: (control["low"], control["high"]) for control in declared["controls"]}
    assert sliders["d_N"] == (0.1 * nm, 300 * nm) and sliders["P_os"] == (-0.2, 0.9)


@pytest.mark.parametrize("figure", figures.FIGURES)
def test_every_slider_stands_once_and_most_in_a_fold(figure):
    declared = live.declaration(figure)
    page = markup.inside(declared)
    names = [control["name"] for control in declared["controls"]]
    assert re.findall(r'class="live-control" data-name="(\w+)"', page) == names
    above = re.findall(r'class="live-control" data-name="(\w+)"', page.partition("<summary>More values")[0])
    assert above == (names[: markup.FIRST] if len(names) > markup.FIRST + 2 else names)


@pytest.mark.parametrize(
    ("ranges", "why"),
    [
        ({"d_N": (2 * nm, 1 * nm)}, "d_N = 2 nm is not below d_N = 1 nm"),
        ({"d_N": (-1 * nm, 1 * nm)}, "positive"),
        ({"d_N": (6 * nm, 9 * nm)}, "starts at d_N = 5 nm, outside d_N = 6 nm to d_N = 9 nm"),
        ({"d_N": 3 * nm}, "write (low, high)"),
        ({"dN": (1, 2)}, "no slider 'dN'"),
    ],
)
def test_ranges_that_cannot_be_are_refused(ranges, why):
    with pytest.raises((ValueError, TypeError), match=re.escape(why)):
        explore.fig3(ranges=ranges)


@pytest.mark.parametrize("name", ["fig2", "fig3"])
def test_points_lie_where_curves_bend(name):
    """Straight lines between the points leave a curve by less than half a pixel of a chart 200 pixels high."""
    for a, b in zip(figures.compute(name), figures.compute(name, points=5001), strict=True):
        below = np.asarray(b.x) < 0  # the interface is there twice
        for side in (below, ~below):
            x, y = np.asarray(b.x)[side], np.asarray(b.y)[side]
            mine = np.asarray(a.x) < 0 if side is below else np.asarray(a.x) >= 0
            if not side.any():
                continue
            for part in (np.real, np.imag):
                off = np.abs(np.interp(x, np.asarray(a.x)[mine], part(np.asarray(a.y)[mine])) - part(y))[1:-1]
                assert off.max() <= 0.5 / 200 * np.abs(np.asarray(b.y)).max(), (a.panel, a.name)
