"""The library's macrospin against the one of the tests, which has nothing of it, and against closed forms."""

import macrospin as independent
import numpy as np
import pytest
import snapshot
from javascript import run

from orbitronics import macrospin, motion, nm, observables
from orbitronics.constants import HBAR, MU_B
from orbitronics.web.macrospin import files

G = independent.GAMMA * HBAR / MU_B


def test_rate_against_the_vectors_of_the_tests():
    rng = np.random.default_rng(3)
    m = rng.normal(size=(3, 50))
    m /= np.linalg.norm(m, axis=0)
    B = rng.normal(size=(3, 50))
    for b_DL, b_FL, alpha in ((0.3, -0.7, 0.02), (-0.2, 0.5, 1.3), (0.0, 0.0, 0.0)):
        found = np.array(macrospin.rate(tuple(m), tuple(B), b_DL, b_FL, alpha, independent.GAMMA))
        expected = independent.rate(m, B, alpha, b_DL, b_FL)
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12 * independent.GAMMA)
        assert np.abs(np.sum(found * m, axis=0)).max() < 1e-12 * independent.GAMMA


def test_torques_are_the_fields_they_are_said_to_be():
    """b_DL as the field b_DL m x y, b_FL as the field -b_FL y."""
    m, y = (0.6, 0.48, 0.64), (0.0, 1.0, 0.0)
    b_DL, b_FL = 0.4, -0.9
    as_field = tuple(b_DL * d - b_FL * e for d, e in zip(macrospin.cross(m, y), y, strict=True))
    one = macrospin.rate(m, (0.0, 0.0, 0.0), b_DL, b_FL, 0.0, 2.0)
    other = macrospin.rate(m, as_field, 0.0, 0.0, 0.0, 2.0)
    assert one == pytest.approx(other, abs=1e-15)
    turned = macrospin.cross(m, macrospin.cross(y, m))
    plain = [2.0 * (b_DL * t + b_FL * c) for t, c in zip(turned, macrospin.cross(m, y), strict=True)]
    assert one == pytest.approx(plain, abs=1e-15)


def test_trajectory_against_the_integrator_of_the_tests():
    t = np.linspace(0, 2e-9, 41)
    B_K, B_K_y, B, b, alpha = -0.7, 0.05, (0.02, -0.03, 0.1), 0.004 - 0.01j, 0.03
    start = np.array([0.3, 0.9, 0.2])

    def at(_, m):
        return np.array([B[0], B[1] + B_K_y * m[1], B[2] + B_K * m[2]])

    expected = independent.integrate(start / np.linalg.norm(start), at, alpha, t, b.real, b.imag)
    found = macrospin.trajectory(start, t, B=B, B_K=B_K, B_K_y=B_K_y, b=b, alpha=alpha, g=G, tolerance=1e-10)
    np.testing.assert_allclose(found.m, expected, atol=1e-7)
    np.testing.assert_allclose(np.linalg.norm(found.m, axis=0), 1, atol=1e-7)
    driven = macrospin.trajectory(
        start, t, B=lambda s: B, B_K=B_K, B_K_y=B_K_y, b=lambda s: b, alpha=alpha, g=G, tolerance=1e-10
    )
    np.testing.assert_array_equal(driven.m, found.m)
    one = macrospin.trajectory(start, [t[-1]], B=B, B_K=B_K, B_K_y=B_K_y, b=b, alpha=alpha, g=G, tolerance=1e-10)
    np.testing.assert_allclose(one.m[:, 0], found.m[:, -1], atol=1e-7)  # a single time will do


def test_precession_and_damping_of_one_spin_in_a_field():
    """tan(theta/2) falls exponentially and phi turns steadily (Landau-Lifshitz-Gilbert, exact)."""
    B, alpha = 0.3, 0.1
    gamma = 2 * MU_B / HBAR
    t = np.linspace(0, 5e-10, 11)
    _, m = macrospin.trajectory((np.sin(2.0), 0.0, np.cos(2.0)), t, B=(0, 0, B), alpha=alpha, tolerance=1e-11)
    half = np.tan(np.arccos(m[2]) / 2)
    np.testing.assert_allclose(np.log(half / half[0]), -gamma * alpha * B / (1 + alpha**2) * t, atol=1e-8)
    phi = np.unwrap(np.arctan2(m[1], m[0]))
    np.testing.assert_allclose(phi, gamma * B / (1 + alpha**2) * t, atol=1e-8)


def test_modes_of_a_film_in_its_plane():
    """Kittel's frequency, and the width with the damping by a current."""
    B, M, alpha, b = 0.15, 0.7, 1e-4, 3e-6
    gamma = 2 * MU_B / HBAR
    for m_y in (1.0, -1.0):
        found = macrospin.modes((0, m_y, 0), B=(0, m_y * B, 0), B_K=-M, b=b, alpha=alpha)
        omega, width = np.abs(found[0].imag), -found[0].real
        assert omega == pytest.approx(gamma * np.sqrt(B * (B + M)), rel=1e-6)
        change = observables.damping_by_current(b, B, B_k=M, m_y=m_y)
        assert width == pytest.approx(gamma * (B + M / 2) * (alpha + change), rel=1e-6)


def test_thresholds_of_switching_are_where_a_rate_turns_positive():
    B_K, M, alpha = 0.03, 0.9, 0.02
    j = observables.critical_current(0.1, 7e5, 2 * nm, easy_axis="y", B_K=B_K, B_k=M, alpha=alpha)
    threshold = observables.field_per_current(0.1, 7e5, 2 * nm) * j
    for share, stable in ((0.99, True), (1.01, False)):
        rates = macrospin.modes((0, 1, 0), B_K=-M, B_K_y=B_K, b=-share * threshold, alpha=alpha)
        assert bool(np.all(rates.real < 0)) is stable


def test_what_is_refused():
    good = {"m": (0, 0, 1), "t": [0.0, 1e-9], "alpha": 0.1}
    for wrong, message in (
        ({"m": (0, 0, 0)}, "direction"),
        ({"m": (0, 1)}, "three numbers"),
        ({"t": [0.0, 0.0]}, "increase"),
        ({"alpha": -0.1}, "not negative"),
        ({"B": (0, np.nan, 0)}, "NaN"),
        ({"g": 0.0}, "g = 0"),
    ):
        with pytest.raises(ValueError, match=message):
            macrospin.trajectory(**good | wrong)
    with pytest.raises(ValueError, match="does not rest"):
        macrospin.modes((1, 0, 1), B=(0, 0, 0.1), alpha=0.1)
    with pytest.raises(ValueError, match="does not rest"):
        macrospin.modes((3e-6, 0, 1), B=(0, 0, 0.1), alpha=0.1)
    macrospin.modes((3e-7, 0, 1), B=(0, 0, 0.1), alpha=0.1)


def test_the_page_integrates_the_same_motion(tmp_path):
    """The script of the page, in Node, against scipy's integration of the library."""
    script = files()["macrospin.js"]
    cases = [motion.preset(name) for name in motion.PRESETS]
    call = f"{script}\nreturn given.map((v) => globalThis.motion(v, {motion.G * MU_B / HBAR}));"
    for v, path in zip(cases, run(call, cases, tmp_path), strict=True):
        expected = motion.motion(**v).m
        assert expected.shape == (3, 600)
        np.testing.assert_allclose(np.array(path).T, expected, atol=2e-3)


def test_the_presets_show_what_they_say():
    end = {name: motion.motion(**motion.preset(name)).m[:, -1] for name in motion.PRESETS}
    assert end["damping"][2] > 0.999
    assert end["damping-like torque"][1] > 0.999
    assert end["switching, normal"][2] < -0.5
    assert end["switching, in plane"][1] < -0.999
    with pytest.raises(TypeError, match="no value 'B_q'"):
        motion.values(B_q=1.0)


def test_a_control_is_named_with_its_unit():
    text = motion.html()
    for name, one in motion.CONTROLS.items():
        unit = f" in {one.unit}" if one.unit else ""
        assert f'aria-label="{one.meaning}, {name}{unit}"' in text


def test_the_explorer_draws_what_is_set():
    from orbitronics import explore

    picture = explore.dynamics(b_DL=0.0)
    first = picture._image.value
    picture.set(b_FL=0.05)
    assert picture._image.value != first and picture.values["b_FL"] == 0.05
    picture._controls["alpha"].value = 0.2
    assert picture.values["alpha"] == 0.2 and picture.values["b_DL"] == 0.0
    snapshot.check(
        "macrospin", snapshot.controls(explore.dynamics(b_DL=-0.02).widget), snapshot.kept("opened")["macrospin"]
    )
    bundle = picture._repr_mimebundle_()
    view = {"version_major": 2, "version_minor": 0, "model_id": picture.widget.model_id}
    assert bundle["application/vnd.jupyter.widget-view+json"] == view
    html = bundle["text/html"]
    assert html.startswith("<live-macrospin") and 'data-name="b_FL"' in html
