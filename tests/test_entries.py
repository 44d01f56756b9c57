"""One road for values by name: figures, samples, the command line; and text that says a number."""

import numpy as np
import pytest

from orbitronics import UnitsWarning, entries, nm, plot, samples
from orbitronics import __main__ as command_line
from orbitronics.paper import values as bilayer

KNOWN = (*bilayer.NUMBERS, *bilayer.CHOICES)


def checked(given, **more):
    return entries.values("figure", given, KNOWN, bilayer.OPTIONS, bilayer.PAPER, **more)


def test_values_come_back_checked_and_alone():
    given = {"d_N": 3 * nm, "closure": "reciprocal", "P_os": np.array([0.1, 0.2]), "lambda_J": np.inf}
    found = checked(given)
    assert list(found) == list(given)
    assert found["d_N"] == 3 * nm and found["closure"] == "reciprocal"
    with pytest.raises(ValueError, match="read-only"):
        found["P_os"][0] = 1
    assert checked(None) == checked({}) == {}


# what newcomers gave, and what was drawn without a word
SLIPPED = [
    ({"d_N": -5 * nm}, "d_N = -5e-09 m; it must be positive"),
    ({"d_F": 0.0}, "d_F = 0"),
    ({"d_F": float("nan")}, "d_F is NaN"),
    ({"dF": 3 * nm}, "no parameter 'dF'.*d_F"),
    ({"closure": "foo"}, "closure = 'foo'.*'paper'"),
    ({"closure": "Conserving"}, "closure = 'Conserving'"),
    ({"interface": "Finite"}, "interface = 'Finite'.*'finite'"),
    ({"wavenumber": True}, "wavenumber = True"),
    ({"P_os": "x"}, "P_os = 'x' is text"),
    ({"lambda_o_N": np.inf}, "lambda_o_N = inf"),
    ({"lambda_sf": np.inf, "lambda_J": np.inf, "lambda_phi": np.inf}, "all infinite"),
    ({"P_os": 2.0}, "1 - P_os P_so = 0"),
    ({"G_s": 1e15 + 0j}, "G_s.*complex"),
    ({"d_N": [1 * nm, 2 * nm], "d_F": [1 * nm, 2 * nm, 3 * nm]}, "do not broadcast"),
    ({3: 1.0}, "no parameter 3"),
    ([("d_N", 1 * nm)], "mapping"),
    ("d_N", "mapping"),
]


@pytest.mark.parametrize(("given", "says"), SLIPPED)
def test_what_slipped_through_is_refused(given, says):
    with pytest.raises((ValueError, TypeError), match="(?s)" + says):
        checked(given)
    if isinstance(given, dict) and all(isinstance(name, str) for name in given):
        with pytest.raises((ValueError, TypeError), match="(?s)" + says):
            samples.sample("OHE", **given)
        with pytest.raises((ValueError, TypeError)):
            plot.check_values("fig3", given)


@pytest.mark.parametrize("source", ["ohe", "both", ["SHE", "OHE"], None, 1])
def test_the_source_of_a_sample_is_known(source):
    with pytest.raises(ValueError, match=r"source = .*'SHE', 'OHE'"):
        samples.sample(source)


def test_a_value_without_effect_is_refused():
    with pytest.raises(ValueError, match=r"G_s has no effect.*'finite'"):
        samples.sample("OHE", G_s=1e10)
    assert samples.sample("OHE", G_s=1e10, interface="finite").torque() != samples.sample("OHE").torque()
    assert samples.sample("OHE", G_s=bilayer.PAPER["G_s"]).torque() == samples.sample("OHE").torque()
    assert entries.idle({"G_os": 0.0, "G_o": 1.0}, bilayer.PAPER) == ["G_o"]


def test_metres_warn():
    with pytest.warns(UnitsWarning, match=r"d_N = 3 m.*did you mean 3\*nm"):
        checked({"d_N": 3})
    with pytest.warns(UnitsWarning, match=r"P_os reaches 50.*0.5"):
        checked({"P_os": 50.0})


def test_single_numbers_where_arrays_have_no_place():
    with pytest.raises(ValueError, match="d_N must be a single number"):
        checked({"d_N": [1 * nm, 2 * nm]}, single=True)


def test_the_depth_of_a_single_sample():
    d = samples.depth({}, "OHE")
    assert np.ndim(d) == 0
    assert d == samples.depth({}, "OHE", d_N=[5 * nm])[0]


# -- text ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("10nm", 1e-8), ("10 nm", 1e-8), (" 0.01um ", 1e-8), ("0.01 µm", 1e-8), ("0.01μm", 1e-8), ("1e-5mm", 1e-8)],
        *[("1e-8", 1e-8), ("1e-8 m", 1e-8), ("100 Å", 1e-8), ("1e4pm", 1e-8), ("+10.nm", 1e-8), ("-10nm", -1e-8)],
        *[("inf", np.inf), ("inf nm", np.inf), ("10um", 1e-5), ("1e-3", 1e-3)],
    ],
)
def test_lengths_are_read_from_text(text, value):
    assert entries.parse("d_N", text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("d_N", "10", "10 m.*did you mean 10nm"),
        ("d_N", "-3", "-3 m"),
        ("lambda_J", "2mm", "0.002 m"),
        ("d_N", "10 nanometres", "'nanometres' is not known.*nm"),
        ("d_N", "10 Nm", "'Nm' is not known"),
        ("d_N", "thick", "'thick' is no number.*3nm"),
        ("d_N", "", "is no number"),
        ("d_N", "1e5e5", "not known"),
        ("P_os", "0.3nm", "number alone"),
        ("P_os", "30%", "number alone"),
        ("G_s", "1e15 S/m^2", "number alone"),
        ("G_s", "0x10", "number alone"),
    ],
)
def test_text_that_says_no_number(name, text, says):
    with pytest.raises(ValueError, match=rf"{name} = .*{says}"):
        entries.parse(name, text)


# -- the command line ------------------------------------------------------------------------------------


def run(capsys, tmp_path, *arguments):
    try:
        status = command_line.main(["figures", "--out", str(tmp_path / "out"), *arguments])
    except SystemExit as stop:
        status = stop.code
    printed = capsys.readouterr()
    return status, printed.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--set", "d_N=10"], "did you mean 10nm"),
        (["--set", "d_N=1mm2"], "not known"),
        (["--set", "interface=Finite"], "'finite'"),
        (["--closure", "paper", "--set", "closure=reciprocal"], "disagree"),
        (["--set", "d_N=1nm", "--set", "d_N=2nm"], "given twice"),
    ],
)
def test_the_command_line_refuses(arguments, says, tmp_path, capsys):
    status, err = run(capsys, tmp_path, *arguments)
    assert status == 2
    assert says in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--figure", "2", "--set", "G_s=1e13"], "G_s has no effect on fig2: the interface is transparent"),
        (["--figure", "3", "--set", "lambda_sf=9nm"], "lambda_sf has no effect on panel a of fig3"),
        (["--figure", "3", "--set", "d_F=9nm"], "d_F has no effect on panel a, b of fig3"),
        (["--figure", "2", "--set", "G_s=1e13", "--interface", "finite"], ""),
        (["--figure", "2", "--set", "d_N=10um"], ""),
        (["--figure", "3", "--set", "P_os=0.5"], ""),
    ],
)
def test_a_setting_without_effect_is_told(arguments, says, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("matplotlib.figure.Figure.savefig", lambda *_, **__: None)  # the table only
    status, err = run(capsys, tmp_path, *arguments)
    assert status == 0
    assert says in err
    assert bool(says) == bool(err)
