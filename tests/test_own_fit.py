"""A reader's data in the page, without a browser: what its fits find is what scipy finds from the same start."""

import warnings
from functools import cache

import numpy as np
import pytest
import website
from javascript import page, run
from scipy.optimize import least_squares

import orbitronics as ob
from orbitronics import nm
from orbitronics.quantities import NEVER_NEGATIVE, QUANTITIES
from orbitronics.web import own_stack

D = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)


@cache
def fitting():
    """The scripts of the page with its least-squares library."""
    return page() + website.esbuild(website.LIBRARIES.read_text(encoding="utf-8"), "--bundle", "--format=iife")


FIT = """
const { answers, fit, model, told } = orbitronics;
return given.map(([plain, closure, x, key, rows, names]) => {
  const sample = model.read(plain);
  const options = { closure, wavenumber: "exact" };
  const group = answers.catalogue(sample, options).find((one) => one.key === key);
  const free = names.map((name) => {
    const { name: short, value } = model.numbers(sample).find(({ address }) => address === name);
    return { name, value, about: { ...orbitronics.own.quantities[short], ...model.called(name) } };
  });
  const at = answers.probe(sample, options, [...names, x], [group.parts[0]]);
  const found = fit(rows, free, (values) => rows.map((row) => at(...values, row[0] * 1e-9)[0]));
  return { ...found, told: told(found, (name) => free.find((one) => one.name === name).about) };
});
"""


class Case:
    """Torques of a stack against a thickness, made at `truth` and fitted from the stack's own numbers."""

    def __init__(
        self, stack, truth, free=None, error=0.0, closure="paper", kind="absorbed", layer="F", x="N.thickness"
    ):
        self.stack, self.free, self.closure, self.kind, self.layer, self.x = (
            stack,
            list(free or truth),
            closure,
            kind,
            layer,
            x,
        )
        self.y = self.model(truth)
        self.error = error * (np.abs(self.y) if self.y.any() else np.abs(self.model({})))
        self.positive = np.array([QUANTITIES[one.split(".")[-1]].domain in NEVER_NEGATIVE for one in self.free])
        self.start = np.array([stack[one] for one in self.free])

    def model(self, values):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            stack = self.stack.replace({self.x: np.array(D) * nm} | dict(values))
            return ob.solve(stack, closure=self.closure).torque(self.kind, layer=self.layer).real

    @property
    def rows(self):
        return np.column_stack([D, self.y, self.error] if self.error.any() else [D, self.y]).tolist()

    @property
    def given(self):
        return [self.stack.to_dict(), self.closure, self.x, f"torque {self.kind} {self.layer}", self.rows, self.free]

    def scipy(self):
        """Values, standard deviations, correlations and chi squared of scipy."""
        error = self.error if self.error.any() else np.sqrt(np.mean(self.y**2))

        def real(u):
            return self.start * np.where(self.positive, np.exp(np.where(self.positive, u, 0)), 1 + u)

        def rest(u):
            return (self.model(zip(self.free, real(u), strict=True)) - self.y) / error

        exact = {"xtol": 1e-14, "ftol": 1e-14, "gtol": 1e-14, "x_scale": "jac"}
        found = least_squares(rest, np.zeros(len(self.free)), method="lm", **exact)
        found = least_squares(rest, found.x, jac="3-point", **exact)  # for its slopes
        values = real(found.x)
        covariance = np.linalg.inv(found.jac.T @ found.jac)
        scale = 1 if self.error.any() else 2 * found.cost / (len(D) - len(values))
        slopes = np.where(self.positive, values, self.start)
        sigma = np.sqrt(np.diag(covariance))
        correlation = covariance / np.outer(sigma, sigma) * np.outer(np.sign(slopes), np.sign(slopes))
        return values, sigma * np.sqrt(scale) * np.abs(slopes), correlation, 2 * found.cost


@cache
def cases():
    """What is fitted: from how far the data are, for numbers with both signs and with one, alone and together."""
    start = ob.Stack.from_dict(own_stack.presets()["paper"]["stack"])
    assert (start["N.sigma_OHE"], start["N.lambda_o"], start["F.P_os"]) == (1e5, 5 * nm, 0.5)
    valve = ob.Stack.from_dict(own_stack.presets()["converter"]["stack"])
    far = {f"{one:g}": Case(start, {"N.sigma_OHE": one}) for one in (5e5, 3e6, -5e5, -2e6)}
    two = {
        f"{a:g}, {b:g}": Case(start, {"N.sigma_OHE": a, "N.lambda_o": b}, error=0.05)
        for a, b in ((2e6, 8 * nm), (1e6, 2 * nm), (-5e5, 10 * nm))
    }
    return far | two | {
        "a length": Case(start, {"N.lambda_o": 2 * nm}),
        "another valley": Case(start, {"N.lambda_o": 50 * nm}),
        "a polarisation": Case(start.replace({"F.P_os": 0.02}), {"F.P_os": 0.5}),
        "none": Case(start, {"F.P_os": 0.0}, error=0.02),
        "another stack": Case(
            valve, {"N.sigma_OHE": -4e5, "N.lambda_o": 7 * nm, "converter.sigma_s": 7e5}, error=0.03,
            closure="reciprocal", kind="exchange",
        ),
    }  # fmt: skip


@pytest.fixture(scope="module")
def fits(tmp_path_factory):
    given = [case.given for case in cases().values()]
    return dict(zip(cases(), run(fitting() + FIT, given, tmp_path_factory.mktemp("fits")), strict=True))


@pytest.mark.parametrize("name", cases())
def test_a_fit_finds_what_scipy_finds(fits, name):
    """From the same start, however far it is: values, standard deviations and chi squared, and no warning."""
    found = fits[name]
    values, sigma, correlation, chi2 = cases()[name].scipy()
    assert found["done"]
    assert found["ended"] == []
    assert "live-warning" not in found["told"]
    assert found["values"] == pytest.approx(values, rel=1e-6, abs=1e-9)
    assert found["chi2"] == pytest.approx(chi2, rel=1e-6, abs=1e-15)
    if chi2 > 1e-15 or cases()[name].error.any():
        assert found["sigma"] == pytest.approx(sigma, rel=1e-4)
        assert np.array(found["correlation"]) == pytest.approx(correlation, abs=1e-4)


BY_HAND = """
const { fit, told } = orbitronics;
const about = (unit, positive) => ({ factor: 1, unit, positive, words: "it", math: "" });
const rows = (...all) => all.map((y, i) => [i + 1, y, 0.1]);
const done = (rows, free, curve) => {
  const found = fit(rows, free, curve);
  return { ...found, told: told(found, (name) => free.find((one) => one.name === name).about) };
};
const one = (name, value, unit, positive = false) => ({ name, value, about: about(unit, positive) });
return {
  creeps: done(rows(0, 0, 0, 0), [one("a", 1, "")], ([a]) => [1, 2, 3, 4].map((x) => x / (1 + a))),
  long: done(rows(2, 4, 6, 8), [one("a", 1e-9, "nm", true)], ([a]) => [1, 2, 3, 4].map((x) => x * a * 1e3)),
  away: done(rows(2, 2, 2, 2), [one("a", 1, "S", true)], ([a]) => [1, 2, 3, 4].map((x) => x ** 0.1 * a / (1 + a))),
  blind: done(rows(2, 4, 6, 8), [one("a", 1, ""), one("b", 3, "")], ([a]) => [1, 2, 3, 4].map((x) => x * a)),
  idle: [1, 2, 0.3, 40].map((a) => done(rows(2, 4, 6, 9), [one("a", a, "")],
    ([a]) => [1, 2, 3, 4].map((x) => x * (Math.sin(x * a) ** 2 + Math.cos(x * a) ** 2)))),
  still: done(rows(1, 2, 3, 4).map(([x, y]) => [x, y]), [one("a", 1, "")], () => [1, 2, 3, 4]),
  product: done(rows(2, 4, 6.1, 8), [one("a", 1, ""), one("b", -3, "")],
    ([a, b]) => [1, 2, 3, 4].map((x) => x * a * b)),
};
"""


def test_a_fit_says_where_it_has_no_minimum(tmp_path):
    """It has not converged, ran to an end of what a number may be, or has a minimum that is a whole line."""
    found = run(fitting() + BY_HAND, None, tmp_path)
    assert not found["creeps"]["done"]
    assert "has not converged" in found["creeps"]["told"]
    assert found["long"]["values"] == pytest.approx([1e-3], rel=1e-9)  # the longest length there is
    for name in ("long", "away"):
        assert found[name]["ended"] == ["a"], name
        assert "at an end of what is possible for “it”" in found[name]["told"], name
    assert found["blind"]["values"] == pytest.approx([2, 3], rel=1e-9)
    assert "do not determine “it”: the curve does not change" in found["blind"]["told"]
    for one in [*found["idle"], found["still"]]:  # whatever rounding makes of no change
        assert "do not determine “it”: the curve does not change" in one["told"]
    assert np.prod(found["product"]["values"]) == pytest.approx(np.dot([1, 2, 3, 4], [2, 4, 6.1, 8]) / 30, rel=1e-9)
    assert "determine only the product" in found["product"]["told"]
    assert not any(found[name]["loose"] for name in ("creeps", "long", "away"))


READ = {
    "1 2\n3 4": [[1, 2], [3, 4]],
    "1,2\n3,4": [[1, 2], [3, 4]],
    "1, 0.1\n2, 0.2": [[1, 0.1], [2, 0.2]],
    "1, 2, 0.1\n2,3,0.1": [[1, 2, 0.1], [2, 3, 0.1]],
    "1\t0,5\n2\t0,7": [[1, 0.5], [2, 0.7]],
    "0,5\t2\n0,7\t3": [[0.5, 2], [0.7, 3]],
    "1,5;2,5;0,125\n2;3;1e-2": [[1.5, 2.5, 0.125], [2, 3, 0.01]],
    "1,000;0,5\n2,000;0,25": [[1, 0.5], [2, 0.25]],
    "1.000,5;2": [[1000.5, 2]],
    "1 234\t5\t\n2\t6": [[1234, 5], [2, 6]],
    "1 234\t5\n2\t−6×10^3": [[1234, 5], [2, -6000]],
    "d (nm)\tξ (10⁵ Ω⁻¹ m⁻¹)\n# mine\n1\t2": [[1, 2]],
    "thickness, torque\n1,2": [[1, 2]],
    "": [],
}
REFUSED = {
    "0,5 2": "Line 1, “0,5 2”: a comma may part columns here or be of decimals",
    "1,5 2,5\n2,5 3,5": "tabs or semicolons",
    "1\t2\n2\t1,000": "“1,000” can be read as 1000 and as 1",
    "1.000;0,5": "can be read as 1 and as 1000",
    "1, 2, 0.1\n2,\t3, 0.1": "Line 1",
    "1 000": "two or three numbers",
    "0x10 2": "two or three numbers",
    "1 NaN": "Line 1",
    "NaN 1": "Line 1",
    "inf 2\n3 4": "Line 1",
    "1e400 2": "Line 1",
    "1 2e": "Line 1",
    "<img src=x onerror=alert(1)>": "Line 1",
    "<b>\n1 2": "Line 1",
    "1 2\n\n3 4 x": "Line 3",
    "1 2\nthickness torque": "Line 2",
    "thickness torque": "no columns of numbers",
    "1 2 -1": "must be positive",
    "1 2\n3 4 5": "in every line",
    "1 2 3 4": "two or three",
    "1 2 ± 0.1": "two or three",
}


def test_pasted_columns_are_read_as_they_are_or_not_at_all(tmp_path):
    """In any of the usual forms; what a comma may mean is asked back, and a heading is told."""
    script = """
    const attempt = (text) => { try { return orbitronics.columns(text); } catch (e) { return String(e); } };
    const rows = orbitronics.columns("thickness torque\\n1 2");
    return [given.map(attempt), orbitronics.residuals(rows, [2], "")];
    """
    found, told = run(page() + script, [*READ, *REFUSED], tmp_path)
    for (text, rows), got in zip((READ | REFUSED).items(), found, strict=True):
        if text in REFUSED:
            assert str(got).startswith("RangeError: "), (text, got)
            assert rows in got, (text, got)
        else:
            assert got == rows, text
    assert "“thickness torque”, is taken for a heading" in told
