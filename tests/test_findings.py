"""What a fit says, from slopes that are given: each threshold at its edges, and errors by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from orbitronics.workbench import findings

NAMES = ("Ti.sigma_OHE", "Ni.sigma_s", "Ti.sigma", "Ni.sigma")


def found(J, u=0.5, log=True, low=-9.0, high=9.0, signs=1.0, chi2=6.0, points=10, with_errors=True):
    """Return the `Fit` of numbers exp(u) (or u), all 1.6 here, whose residual has the slopes J."""
    J = np.atleast_2d(np.array(J, float))
    names, n = NAMES[: J.shape[1]], J.shape[1]
    u, log, low, high, signs = (np.broadcast_to(one, n) for one in (u, log, low, high, signs))
    values = dict(zip(names, np.where(log, signs * np.exp(u), u), strict=True))
    problem = SimpleNamespace(
        best=(chi2, u), points=points, addresses=names, with_errors=with_errors, log=log, low=low, high=high,
        values=lambda u: values, series=[SimpleNamespace(_replace=lambda **_: None)], stack=lambda *_: None,
        linear=lambda u: (np.zeros(len(J)), J), slopes=lambda u: np.where(log, list(values.values()), 1.0),
    )  # fmt: skip
    return findings.Fit(problem, None, False)


def rotated(angle, *sizes):
    """Slopes of these sizes along two directions, the first turned from the first number towards the second."""
    sin, cos = np.sin(angle), np.cos(angle)
    return np.diag(sizes) @ [[cos, sin], [-sin, cos]]


@pytest.mark.parametrize(("error", "poor"), [(0.49, False), (0.5, False), (0.51, True), (0.99, True)])
def test_a_number_is_poorly_determined_from_half_a_factor_e_on(error, poor):
    """The number is exp(0.5), its error that of its logarithm times itself."""
    fit = found(1 / error)
    assert fit.errors["Ti.sigma_OHE"] == pytest.approx(error * np.exp(0.5), rel=1e-12)
    assert fit.statements[0].endswith(": poorly determined.") is poor
    assert "poorly" not in found(1 / error, log=False).statements[0]


@pytest.mark.parametrize(("error", "lost"), [(0.99, False), (1.0, False), (1.01, True)])
def test_a_number_is_not_determined_from_a_factor_e_on(error, lost):
    fit = found(1 / error)
    assert (fit.statements == ["Ti.sigma_OHE: the data do not determine it."]) is lost
    assert np.isinf(fit.errors["Ti.sigma_OHE"]) == lost


@pytest.mark.parametrize(("share", "lost"), [(0.95e-7, True), (1.05e-7, False)])
def test_slopes_of_rounding_determine_nothing(share, lost):
    fit = found(np.diag([1e9, 1e9 * share]))
    assert [np.isinf(one) for one in fit.errors.values()] == [False, lost]


@pytest.mark.parametrize(("part", "lost"), [(0.0495, False), (0.0505, True)])
def test_a_number_plays_a_part_in_a_direction_from_a_twentieth_on(part, lost):
    """The direction that is not determined holds this much of the first number."""
    fit = found(rotated(np.arcsin(part), 30.0, 1e-3))
    assert [np.isinf(one) for one in fit.errors.values()] == [lost, True]


@pytest.mark.parametrize("r", [0.89, 0.91, -0.91])
def test_a_correlation_is_told_above_nine_tenths(r):
    J = np.linalg.inv(np.linalg.cholesky(1e-4 * np.array([[1, r], [r, 1]])))
    fit = found(J)
    assert fit.correlations["Ti.sigma_OHE"]["Ni.sigma_s"] == pytest.approx(r, rel=1e-9)
    assert fit.correlations["Ni.sigma_s"]["Ni.sigma_s"] == 1
    told = [one for one in fit.statements if "correlated" in one]
    assert told == ([f"Ti.sigma_OHE and Ni.sigma_s are correlated, r = {r:.2f}."] if abs(r) > 0.9 else [])


@pytest.mark.parametrize(("gap", "at_bound"), [(0.95e-6, True), (1.05e-6, False)])
def test_a_number_lies_at_a_bound_that_it_touches(gap, at_bound):
    for ends in ({"low": 0.5 - gap}, {"high": 0.5 + gap}):
        assert ("lies at its bound" in found(100.0, **ends).statements[0]) is at_bound


def test_without_errors_the_scatter_gives_them():
    """Chi square per degree of freedom, 6/8 of two numbers and ten points, scales the covariance."""
    J = np.diag([100.0, 50.0])
    given, scattered = found(J), found(J, with_errors=False)
    assert given.reduced_chi2 == scattered.reduced_chi2 == 6 / 8
    for name, error in zip(NAMES, (0.01, 0.02), strict=False):
        assert given.errors[name] == pytest.approx(error * np.exp(0.5))
        assert scattered.errors[name] == pytest.approx(np.sqrt(6 / 8) * error * np.exp(0.5))
    assert str(given).endswith("10 points, 8 degrees of freedom, χ² = 6.")
    assert str(scattered).endswith("10 points, 8 degrees of freedom, scatter 0.87 of y.")
    assert found(J, points=2).reduced_chi2 == np.inf


@pytest.mark.parametrize("sign", [1, -1])
def test_a_product_and_a_ratio(sign):
    """Their sum or difference of logarithms has the slope 100, what is across it none."""
    J = np.array([[100.0, 100.0 * sign]])
    fit = found(J, signs=(-1.0, 1.0))
    (one,) = fit.combinations
    assert one.powers == {"Ti.sigma_OHE": 1.0, "Ni.sigma_s": float(sign)}
    assert one.value == pytest.approx(-np.exp(0.5 + 0.5 * sign), rel=1e-12)
    assert one.error == pytest.approx(0.01 * abs(one.value), rel=1e-9)
    kind = "product" if sign > 0 else "ratio"
    assert fit.statements[0].startswith(f"Ti.sigma_OHE and Ni.sigma_s: only their {kind} is determined, ")
    assert found(J, log=False).combinations == []
    assert found(J, log=False).statements[0].endswith("the data determine them only in combination.")


def test_two_combinations_of_four_numbers():
    J = np.array([[100.0, 100.0, 0, 0], [0, 0, 40.0, -80.0]])
    fit = found(J)
    powers = [one.powers for one in fit.combinations]
    assert {"Ti.sigma_OHE": 1.0, "Ni.sigma_s": 1.0} in powers and {"Ti.sigma": 1.0, "Ni.sigma": -2.0} in powers
    assert ": only combinations of them are determined, " in fit.statements[0]
    errors = {tuple(one.powers): abs(one.error / one.value) for one in fit.combinations}
    assert errors == pytest.approx({NAMES[:2]: 0.01, NAMES[2:]: 1 / 40})


@pytest.mark.parametrize(
    ("power", "shown"), [(0.559, 0.5), (0.561, 0.561), (0.441, 0.5), (0.439, 0.439), (1.0594, 1.0), (0.1234567, 0.123)]
)
def test_powers_are_halves_where_that_fits(power, shown):
    (row,) = findings._reduced(np.array([[2.0, 2 * power]]))
    assert row.tolist() == [1.0, shown]


@pytest.mark.parametrize(("first", "scale"), [(0.9e-3, 1.0), (1.1e-3, 1.1e-3)])
def test_powers_count_from_the_first_that_is_not_small(first, scale):
    (row,) = findings._reduced(np.array([[first, 1.0]]))
    assert row == pytest.approx([np.round(first / scale, 0 if scale < 1 else 2), np.round(1 / scale, 3)], abs=0.01)


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (7.3, 0.0123, "7.300 ± 0.012"),
        (7.3, 0.99, "7.30 ± 0.99"),
        (-123.456, 20.0, "-123 ± 20"),
        (1.0, 1e-9, "1.0000 ± 1.0e-09"),
        (3.0, 500.0, "3 ± 5.0e+02"),
        (2.0, np.inf, "2.0000 ± inf"),
        (0.0, 1.0, "0.0000 ± 1.0"),
        (2.0, 0.0, "2.0000 ± 0.0"),
    ],
)
def test_a_value_is_written_to_the_second_digit_of_its_error(value, error, text):
    assert findings._rounded(value, error) == text
