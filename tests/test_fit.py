"""Fits: what noise-free series give back, what noise makes of it, and what is said about it."""

import re
import sys

import numpy as np
import pytest
import workbench
from scipy import stats

import orbitronics as ob
from orbitronics import nm, observables

pytest.importorskip("lmfit")
D = np.linspace(2, 60, 15) * nm
FREE = {"Ti.lambda_o": (1 * nm, 100 * nm), "Ti.sigma_OHE": (-1e7, -1e3), "Ni.P_os": (0.01, 0.9)}
ONE_WAY = workbench.stack().replace({"Ni.P_so": 0.0, "Ti.sigma_SHE": 0.0})  # torque goes with sigma_OHE P_os


def xi(stack, **changes):
    return observables.xi_E(ob.solve(stack.replace({"Ti.thickness": D, **changes}), closure="reciprocal")).real


def random_starts(rng, count):
    for _ in range(count):
        yield {a: np.sign(high) * np.exp(rng.uniform(*sorted(np.log(np.abs([low, high])))))
               for a, (low, high) in FREE.items()}  # fmt: skip


def test_noise_free_series_give_back_what_they_determine():
    """Ten random starts, each alone; benchmarks/fits.py tries a hundred."""
    y, found = xi(ONE_WAY), []
    for start in random_starts(np.random.default_rng(5), 10):
        fit = ob.fit(ONE_WAY, {"Ti.thickness": D}, y, free=FREE, start=start, starts=1, closure="reciprocal")
        product = fit.values["Ti.sigma_OHE"] * fit.values["Ni.P_os"]
        found.append(max(abs(fit.values["Ti.lambda_o"] / (7.3 * nm) - 1), abs(product / (-1.1e5 * 0.12) - 1)))
    assert sum(one < 1e-6 for one in found) >= 9, found


def test_with_noise_the_minimum_is_the_same_from_any_start():
    """Far closer than a profile needs, whose fits stop earlier."""
    y = xi(ONE_WAY) + 2 * np.random.default_rng(4).standard_normal(D.size)
    free = {"Ti.lambda_o": (1 * nm, 100 * nm), "Ti.sigma_OHE": (-1e7, -1e3)}
    starts = ({"Ti.lambda_o": a * nm, "Ti.sigma_OHE": b} for a, b in ((3, -2e4), (5, -4e5), (20, -1e5)))
    found = [
        ob.fit(ONE_WAY, {"Ti.thickness": D}, y, free=free, start=start, starts=1, closure="reciprocal")
        for start in starts
    ]
    for address in free:
        one, *others = (fit.values[address] for fit in found)
        assert others == pytest.approx([one, one], rel=2e-8, abs=0), address


def test_a_ratio_that_alone_is_determined_is_called_one():
    """The torque per current density in the metal that drives it knows sigma_OHE over sigma only."""
    free = {"Ti.sigma_OHE": (-1e7, -1e3), "Ti.sigma": (1e5, 1e8)}
    stack = ONE_WAY.replace({"Ti.thickness": D})
    y = observables.xi_j(ob.solve(stack, closure="reciprocal"), layer="Ti").real
    fit = ob.fit(ONE_WAY, {"Ti.thickness": D}, y, what="xi_j", current_layer="Ti", free=free, closure="reciprocal")
    assert "Ti.sigma_OHE and Ti.sigma: only their ratio is determined" in str(fit)


def test_it_says_what_is_determined_and_what_only_in_combination():
    fit = ob.fit(ONE_WAY, {"Ti.thickness": D}, xi(ONE_WAY), free=FREE, closure="reciprocal")
    (one,) = fit.combinations
    assert one.powers == {"Ti.sigma_OHE": 1.0, "Ni.P_os": 1.0}
    assert one.value == pytest.approx(-1.1e5 * 0.12, rel=1e-6)
    assert fit.errors["Ti.sigma_OHE"] == fit.errors["Ni.P_os"] == np.inf
    assert fit.errors["Ti.lambda_o"] < 1e-6 * nm
    assert "Ti.sigma_OHE and Ni.P_os: only their product is determined" in str(fit)
    assert "Ti.lambda_o = 7.3000 ±" in str(fit)
    assert fit.correlations["Ti.sigma_OHE"]["Ni.P_os"] == 0.0


def test_ratios_and_numbers_without_a_say():
    free = {
        "Ti.sigma_OHE": (-1e7, -1e3),
        "Ni.M_s": (1e5, 1e6),
        "Ti.lambda_o": (1 * nm, 50 * nm),
        "Ti.sigma": (1e5, 1e8),
    }
    y = observables.field_per_current(
        ob.solve(ONE_WAY.replace({"Ti.thickness": D}), closure="reciprocal"), layer="Ti"
    ).imag
    options = {"closure": "reciprocal", "current_layer": "Ti", "free": free}
    fit = ob.fit(ONE_WAY, {"Ti.thickness": D}, y, what="field_per_current_FL", **options)
    assert len(fit.combinations) == 1  # sigma_OHE over M_s and sigma together
    assert fit.combinations[0].powers == {"Ti.sigma_OHE": 1.0, "Ni.M_s": -1.0, "Ti.sigma": -1.0}
    assert str(fit.combinations[0]) == "Ti.sigma_OHE / Ni.M_s / Ti.sigma"
    blind = ob.fit(
        ONE_WAY,
        {"Ti.thickness": D},
        xi(ONE_WAY),
        free={"Ti.sigma": (1e5, 1e8), "Ti.lambda_o": None},
        closure="reciprocal",
    )
    assert "Ti.sigma: the data do not determine it." in blind.statements
    assert blind.values["Ti.lambda_o"] == pytest.approx(7.3 * nm)
    two = ob.fit(
        ONE_WAY, {"Ti.thickness": D}, xi(ONE_WAY), closure="reciprocal",
        free={"Ti.sigma": (1e5, 1e8), "Ni.sigma": (1e5, 1e8), "Ti.lambda_o": None},
    )  # fmt: skip
    assert "Ti.sigma and Ni.sigma: the data do not determine them." in two.statements


def test_errors_are_those_of_linear_propagation():
    """One number that enters linearly: weighted least squares by hand."""
    shape, rng = xi(ONE_WAY) / -1.1e5, np.random.default_rng(3)
    yerr = 0.05 * np.abs(shape * 1e5) + 0.3
    y = -1.1e5 * shape + yerr * rng.standard_normal(D.size)
    fit = ob.fit(ONE_WAY, {"Ti.thickness": D}, y, yerr, free={"Ti.sigma_OHE": (-1e6, -1e3)}, closure="reciprocal")
    w = 1 / yerr**2
    best, error = np.sum(w * shape * y) / np.sum(w * shape**2), np.sum(w * shape**2) ** -0.5
    assert fit.values["Ti.sigma_OHE"] == pytest.approx(best, rel=1e-8)
    assert fit.errors["Ti.sigma_OHE"] == pytest.approx(error, rel=1e-6)
    assert fit.chi2 == pytest.approx(np.sum(w * (y - best * shape) ** 2))
    assert fit.intervals()["Ti.sigma_OHE"] == pytest.approx((best - error, best + error), rel=1e-5)
    level = fit.intervals(0.9545)["Ti.sigma_OHE"]
    assert level == pytest.approx((best - 2 * error, best + 2 * error), rel=1e-4)
    alone = ob.fit(ONE_WAY, {"Ti.thickness": D}, y, free={"Ti.sigma_OHE": (-1e6, -1e3)}, closure="reciprocal")
    ols = np.sum(shape * y) / np.sum(shape**2)
    assert alone.chi2 == pytest.approx(np.sum((y - ols * shape) ** 2) / np.mean(y**2))
    scatter = np.sum((y - ols * shape) ** 2) / (D.size - 1)
    error = np.sqrt(scatter / np.sum(shape**2))
    assert alone.errors["Ti.sigma_OHE"] == pytest.approx(error, rel=1e-6)
    half = stats.t.ppf((1 + 0.9545) / 2, D.size - 1) * error  # Student's interval
    assert alone.intervals(0.9545)["Ti.sigma_OHE"] == pytest.approx((ols - half, ols + half), rel=1e-4)


def test_profile_intervals_of_a_linear_problem_are_two_dimensional_least_squares():
    """Two numbers that enter linearly, free of logarithms: the limits are best -+ error whatever the correlation."""
    stack, rng = workbench.stack(), np.random.default_rng(8)
    parts = [xi(stack, **{"Ti.sigma_OHE": a, "Ti.sigma_SHE": b}) for a, b in ((1.0, 0.0), (0.0, 1.0))]
    A, yerr = np.array(parts).T, np.full(D.size, 2.0)
    y = A @ [-1.1e5, -3e3] + yerr * rng.standard_normal(D.size)
    free = {"Ti.sigma_OHE": (-1e6, 1e6), "Ti.sigma_SHE": (-1e5, 1e5)}
    fit = ob.fit(stack, {"Ti.thickness": D}, y, yerr, free=free, closure="reciprocal")
    covariance = np.linalg.inv((A / yerr[:, None]).T @ (A / yerr[:, None]))
    best = covariance @ (A / yerr[:, None] ** 2).T @ y
    assert list(fit.values.values()) == pytest.approx(best, rel=1e-7)
    assert list(fit.errors.values()) == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-6)
    r = covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
    assert fit.correlations["Ti.sigma_OHE"]["Ti.sigma_SHE"] == pytest.approx(r, rel=1e-6)
    for (low, high), middle, error in zip(fit.intervals().values(), best, fit.errors.values(), strict=True):
        assert (low, high) == pytest.approx((middle - error, middle + error), rel=2e-3)


@pytest.mark.slow
def test_coverage_of_the_intervals():
    """Of 24 synthetic series 68 % hold the truth within their intervals; benchmarks/fits.py takes 2000."""
    truth, rng, inside = {"Ti.lambda_o": 7.3 * nm, "Ti.sigma_OHE": -1.1e5}, np.random.default_rng(11), []
    y, free = xi(ONE_WAY), {"Ti.lambda_o": (1 * nm, 100 * nm), "Ti.sigma_OHE": (-1e7, -1e3)}
    yerr = 0.1 * np.abs(y) + 2
    for _ in range(24):
        noisy = y + yerr * rng.standard_normal(D.size)
        fit = ob.fit(ONE_WAY, {"Ti.thickness": D}, noisy, yerr, free=free, starts=1, closure="reciprocal")
        inside += [low <= truth[a] <= high for a, (low, high) in fit.intervals().items()]
    assert np.mean(inside) == pytest.approx(0.6827, abs=0.2)  # three standard deviations of 48, or so


def test_several_series_with_a_tie_and_complex_values():
    stack = workbench.stack(workbench.FINITE)
    t = np.array([1.0, 2.0, 4.0, 9.0]) * nm
    tie = {"Ni.P_so": lambda v: v["Ni.P_os"] * v["Ni.sigma_o"] / v["Ni.sigma_s"]}
    true = stack.replace({"Ni.P_os": 0.3, "Ni.P_so": 0.3 * 3.7 / 5.3})
    first = observables.xi_E(ob.solve(true.replace({"Ti.thickness": D}), closure="reciprocal"))
    second = ob.solve(true.replace({"Ni.thickness": t}), closure="reciprocal").torque("exchange").imag
    fit = ob.fit(
        stack, [{"Ti.thickness": D}, {"Ni.thickness": t}], [first, second], what=["xi_E", "torque_exchange_FL"],
        free={"Ni.P_os": (0.01, 0.9), "Ti.lambda_o": (1 * nm, 50 * nm), "Ti.sigma_OHE": (-1e7, -1e3)}, tie=tie,
        closure="reciprocal",
    )  # fmt: skip
    assert fit.values["Ni.P_os"] == pytest.approx(0.3, rel=1e-6)
    assert fit.values["Ti.lambda_o"] == pytest.approx(7.3 * nm, rel=1e-6)
    assert fit.stack[0]["Ni.P_so"] == pytest.approx(0.3 * 3.7 / 5.3, rel=1e-6)
    assert len(fit.models) == 2 and fit.models[0] == pytest.approx(first, rel=1e-6)


def test_bad_starts_end_within_the_bounds():
    start = {"Ti.lambda_o": 100 * nm, "Ti.sigma_OHE": -1e7}
    free = {"Ti.lambda_o": (1 * nm, 100 * nm), "Ti.sigma_OHE": (-1e7, -1e3)}
    fit = ob.fit(ONE_WAY, {"Ti.thickness": D}, xi(ONE_WAY), free=free, start=start, starts=1, closure="reciprocal")
    assert fit.values["Ti.lambda_o"] == pytest.approx(7.3 * nm, rel=1e-6)
    usual = ob.fit(ONE_WAY, {"Ti.thickness": D}, xi(ONE_WAY), free="Ti.lambda_o", closure="reciprocal")
    assert usual.values["Ti.lambda_o"] == pytest.approx(7.3 * nm, rel=1e-6)
    bound = ob.fit(
        ONE_WAY, {"Ti.thickness": D}, xi(ONE_WAY), free={"Ti.lambda_o": (8 * nm, 9 * nm)}, closure="reciprocal"
    )
    assert "Ti.lambda_o = 8.0" in bound.statements[0] and "lies at its bound" in bound.statements[0]


@pytest.mark.filterwarnings("ignore::orbitronics.NotPassiveWarning")
def test_steps_that_leave_what_is_possible_do_not_abort():
    """P_os P_so = 1 on the way, where the equations have no solution."""
    y = xi(workbench.stack(), **{"Ni.P_os": 0.8, "Ni.P_so": 0.8})
    free, tie = {"Ni.P_os": (0.05, 1.0)}, {"Ni.P_so": lambda v: v["Ni.P_os"]}
    fit = ob.fit(
        workbench.stack(),
        {"Ti.thickness": D},
        y,
        free=free,
        tie=tie,
        start={"Ni.P_os": 1.0 - 1e-9},
        closure="reciprocal",
    )
    assert fit.values["Ni.P_os"] == pytest.approx(0.8, rel=1e-6)


def test_an_interrupted_fit_keeps_what_it_has():
    calls = []

    def stopping(stack):
        calls.append(stack)
        if len(calls) == 12:
            raise KeyboardInterrupt
        return observables.xi_E(ob.solve(stack, closure="reciprocal")).real

    fit = ob.fit(ONE_WAY, {"Ti.thickness": D}, xi(ONE_WAY), what=stopping, free=FREE, start={"Ti.lambda_o": 60 * nm})
    assert fit.interrupted and "interrupted" in str(fit)
    first = observables.xi_E(
        ob.solve(ONE_WAY.replace({"Ti.thickness": D, "Ti.lambda_o": 60 * nm}), closure="reciprocal")
    )
    size = np.mean(xi(ONE_WAY) ** 2)
    assert 0 < fit.chi2 < np.sum((first.real - xi(ONE_WAY)) ** 2) / size


def test_the_picture_shows_data_fit_and_residuals():
    plt = pytest.importorskip("matplotlib.pyplot")
    rng, y = np.random.default_rng(2), xi(ONE_WAY)
    fit = ob.fit(
        ONE_WAY,
        {"Ti.thickness": D},
        y + rng.standard_normal(D.size),
        np.ones(D.size),
        free="Ti.lambda_o",
        closure="reciprocal",
    )
    for theme in ("light", "dark"):
        figure = fit.plot(theme)
        above, below = figure.axes
        assert below.get_xlabel() == "$d$ of Ti (nm)"
        assert above.get_ylabel() == "torque per electric field\ndamping-like (Ω⁻¹ m⁻¹)"
        assert np.array_equal(above.containers[0].lines[0].get_xdata(), D / nm)
    plt.close("all")


def test_a_value_is_rounded_as_its_error_and_written_in_symbols():
    noise = np.random.default_rng(3).standard_normal(D.size)
    fit = ob.fit(ONE_WAY, {"Ti.thickness": D}, xi(ONE_WAY) + noise, np.ones(D.size), free=FREE, closure="reciprocal")
    value, error = re.match(r"Ti.lambda_o = 7\.(\d+) ± 0\.(\d+) nm\.", str(fit)).groups()
    assert len(value) == len(error) == 3
    assert "Ti." not in fit._repr_markdown_() and r"$\lambda_o$ of Ti = " in fit._repr_markdown_()


@pytest.mark.filterwarnings("ignore::orbitronics.NotReciprocalWarning")
@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        ({"free": {}}, ValueError, "free names no number"),
        ({"free": {"Cr.lambda_o": (1e-9, 2e-9)}}, KeyError, "no place 'Cr'"),
        ({"free": {"Ti.lambda_o": (2e-9, 1e-9)}}, ValueError, "bounds of Ti.lambda_o = .* the lower one comes first"),
        ({"free": {"Ti.lambda_o": (-1e-9, 1e-9)}}, ValueError, "lambda_o = -1e-09 m; it must be positive"),
        ({"free": {"Ti.lambda_o": 1e-9}}, TypeError, "give a pair"),
        ({"free": {"Ti.thickness": (1e-9, 2e-9)}}, ValueError, "Ti.thickness is free and is also in x"),
        ({"start": {"Ti.lambda_o": 1.0}}, ValueError, "not within its bounds"),
        ({"start": {"Ti.lambda_s": 1.0}}, KeyError, "no free number 'Ti.lambda_s'"),
        ({"x": {"Ti.thickness": D[:3]}}, ValueError, "Ti.thickness has 3 points and y has 15"),
        ({"x": {}}, TypeError, "x gives what differed"),
        ({"y": np.full(15, np.nan)}, ValueError, "y has NaN"),
        ({"yerr": 0.0}, ValueError, "yerr = 0 .*must be positive and finite"),
        ({"what": "xi"}, ValueError, "no answer 'xi'"),
        ({"what": ("xi_E", "torque")}, ValueError, "xi_E, torque are 2 answers"),
        ({"what": "smr", "y": np.ones(15) * 1j}, ValueError, "y is complex and smr is real"),
        ({"x": {"Ti.thickness": D[:1]}, "y": [1.0]}, ValueError, "1 points cannot determine 2"),
        ({"x": [{"Ti.thickness": D}] * 2, "y": [D, D, D]}, ValueError, "y has 3 series, and x has 2"),
    ],
)
def test_bad_input_is_told_before_anything_is_fitted(change, error, text):
    free = {"Ti.lambda_o": (1 * nm, 100 * nm), "Ti.sigma_OHE": (-1e7, -1e3)}
    arguments = {"x": {"Ti.thickness": D}, "y": np.ones(15), "what": "xi_E", "free": free, "closure": "reciprocal"}
    with pytest.raises(error, match=text):
        ob.fit(ONE_WAY, **(arguments | change))


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "lmfit", None)
    with pytest.raises(ModuleNotFoundError, match=r'pip install "orbitronics\[fit\]" brings what this needs'):
        ob.fit(ONE_WAY, {"Ti.thickness": D}, xi(ONE_WAY), free="Ti.lambda_o")


def test_a_combination_is_written_as_a_product():
    from orbitronics.workbench.findings import Combination

    assert str(Combination({"a": 1.0, "b": 2.0, "c": -1.0, "d": -0.5}, 1.0, 1.0)) == "a · b^2 / c / d^0.5"
    assert str(Combination({"c": -3.0}, 1.0, 1.0)) == "1 / c^3"
