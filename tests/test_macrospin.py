"""The laboratory formulas against a macrospin integrated in time."""

import numpy as np
import pytest
from macrospin import GAMMA, integrate, relaxed

from orbitronics import nm, observables

E_CHARGE, HBAR, MU_B = (
    1.602176634e-19,
    1.0545718176461565e-34,
    9.2740100657e-24,
)  # typed here, not taken from the library


# -- harmonic Hall voltages ---------------------------------------------------------------------

R_A, R_P = 0.8, 0.3
PHASES = 2 * np.pi * (np.arange(16) + 0.5) / 16


def hall_harmonics(B, field_of, start, b):
    """First and second harmonic (of sin, of -cos 2) of the Hall voltage per I_0, the spin at rest at each phase."""
    drive = np.sin(PHASES)
    B = np.asarray(B)[..., None] * np.ones_like(drive)
    m = relaxed(
        np.asarray(start).reshape(3, *(1,) * (B.ndim - 1)) * np.ones_like(B),
        field_of(B),
        b.real * drive,
        b.imag * drive,
    )
    V = (R_A * m[2] + 2 * R_P * m[0] * m[1]) * drive
    return np.mean(2 * V * np.sin(PHASES), axis=-1), np.mean(-2 * V * np.cos(2 * PHASES), axis=-1)


@pytest.mark.parametrize("phi", [0.35, 2.2])
def test_harmonic_hall_in_the_plane(phi):
    B, B_k, b = np.array([0.05, 0.2]), 0.6, 3e-6 - 7e-6j
    along = np.array([np.cos(phi), np.sin(phi), 0.0])
    fields = along[:, None] * B

    def field_of(applied):
        return lambda t, m: applied - B_k * m * np.array([0.0, 0.0, 1.0]).reshape(3, 1, 1)

    _, found = hall_harmonics(fields, field_of, along, b)
    given = dict(B_k=B_k, R_A=R_A, R_P=R_P)
    np.testing.assert_allclose(observables.harmonic_hall(b, phi, B, **given), found, rtol=1e-4)
    # an Oersted field adds to b_FL, a thermal voltage has the angle of the damping-like part
    shifted = observables.harmonic_hall(b.real + 1j * (b.imag - 2e-6), phi, B, b_Oe=2e-6, **given)
    np.testing.assert_allclose(shifted, found, rtol=1e-4)
    thermal = observables.harmonic_hall(b, phi, B, R_thermal=1e-6, **given)
    np.testing.assert_allclose(thermal - found, 1e-6 * np.cos(phi), rtol=1e-3)


@pytest.mark.parametrize("m", [1, -1])
def test_harmonic_hall_along_the_normal(m):
    B_K, b, h = 0.6, 2e-5 - 3e-5j, 4e-3
    applied = np.array([[h, -h, 0.0, 0.0, 0.0], [0.0, 0.0, h, -h, 0.0], [0.0] * 5])

    def field_of(B):
        return lambda t, n: B + B_K * n * np.array([0.0, 0.0, 1.0]).reshape(3, 1, 1)

    first, second = hall_harmonics(applied, field_of, [0.0, 0.0, m], b)
    curvature = (first[0] + first[1] - 2 * first[4]) / h**2
    X, Y = (second[0] - second[1]) / (2 * h * curvature), (second[2] - second[3]) / (2 * h * curvature)
    assert observables.harmonic_hall_perpendicular(X, Y, R_P / R_A, m) == pytest.approx(b, rel=2e-3)
    assert observables.harmonic_hall_perpendicular(X, Y) == observables.harmonic_hall_perpendicular(X, Y, 0.0, 1)
    # without the planar Hall effect the two fields would be taken for each other
    assert observables.harmonic_hall_perpendicular(X, Y, 0.0, m) != pytest.approx(b, rel=0.1)


# -- resonance ----------------------------------------------------------------------------------


def resonance_lines(b, M, omega, alpha):
    """S and A of the in-phase angle in the plane, fitted to the response of a spin driven for many periods."""
    B_0 = (np.sqrt(M**2 + 4 * omega**2 / GAMMA**2) - M) / 2
    x = np.linspace(-4, 4, 13)
    B = B_0 + x * alpha * omega / GAMMA
    along = np.array([np.cos(0.6), np.sin(0.6), 0.0])
    periods, points = 12 / alpha / (2 * np.pi), 16
    t = 2 * np.pi / omega * (np.ceil(periods) + np.arange(points) / points)
    m = integrate(
        along[:, None] * np.ones_like(B),
        lambda t, m: along[:, None] * B - M * m * np.array([[0.0], [0.0], [1.0]]),
        alpha,
        t,
        lambda t: b.real * np.cos(omega * t),
        lambda t: b.imag * np.cos(omega * t),
        1e-9,
    )
    angle = np.arctan2(m[1], m[0]) - 0.6
    V = 2 * np.mean(angle * np.cos(omega * t), axis=-1)
    (S, A), *_ = np.linalg.lstsq(np.array([1 / (1 + x**2), x / (1 + x**2)]).T, V, rcond=None)
    return S / A, B_0


@pytest.mark.parametrize(("b", "M"), [(2e-5 + 3e-5j, 0.8), (-4e-5 + 2e-5j, 0.3)])
def test_resonance_lines_of_a_driven_spin(b, M):
    found, B_0 = resonance_lines(b, M, 2 * np.pi * 9e9, 0.01)
    for b_Oe in (0.0, 1e-5):
        given = b - 1j * b_Oe
        ratio = observables.st_fmr(given, B_0=B_0, B_k=M, b_Oe=b_Oe, M_s=1e6, d_F=2 * nm, d_N=5 * nm).S_over_A
        assert ratio == pytest.approx(found, rel=0.03)


def growth(M, B_of, alpha, b, start, periods=40):
    """Rate at which a small deviation from `start` grows (1/s), from the energy-like sum of squares over periods."""
    B = abs(B_of(start))
    omega = GAMMA * np.sqrt(B * (B + M))
    t = 2 * np.pi / omega * np.concatenate([np.arange(64) / 64, periods + np.arange(64) / 64])
    tilted = np.array([1e-4, start, 0.0])

    def field(t, m):
        return B_of(m[1]) * np.array([0.0, 1.0, 0.0]) - M * np.array([0.0, 0.0, m[2]])

    m = integrate(tilted / np.linalg.norm(tilted), field, alpha, t, b, 0.0, 1e-12)
    size = np.mean((m[0] ** 2).reshape(2, 64), axis=1)
    return np.log(size[1] / size[0]) / 2 / (2 * np.pi / omega * periods)


@pytest.mark.parametrize("m_y", [1.0, -1.0])
def test_a_direct_current_changes_the_damping(m_y):
    """The decay rate of a free precession is gamma (B + M/2) times the damping."""
    B, M, alpha, b = 0.15, 0.7, 0.012, 4e-4 * m_y
    rate = -growth(M, lambda my: m_y * B, alpha, b, m_y)
    change = observables.damping_by_current(b, B, B_k=M, m_y=m_y)
    assert rate == pytest.approx(GAMMA * (B + M / 2) * (alpha + change), rel=2e-3)
    still = observables.damping_by_current(-b, B, B_k=M, m_y=m_y)
    assert still == -change


# -- switching ----------------------------------------------------------------------------------


def test_in_plane_switching_begins_where_the_damping_is_lost():
    B_K, M, alpha = 0.02, 0.9, 0.015
    b = np.array([0.9, 1.1]) * alpha * (B_K + M / 2)
    rates = [growth(M, lambda my: B_K * my, alpha, -x, 1.0) for x in b]
    threshold = b[0] - rates[0] * (b[1] - b[0]) / (rates[1] - rates[0])
    j = observables.critical_current(0.1, 7e5, 2 * nm, easy_axis="y", B_K=B_K, B_k=M, alpha=alpha)
    assert observables.field_per_current(0.1, 7e5, 2 * nm) * j == pytest.approx(threshold, rel=2e-3)


@pytest.mark.parametrize(("share", "tolerance"), [(0.04, 2e-3), (0.2, 2e-2)])
@pytest.mark.parametrize("alpha", [0.5, 1.0])
def test_perpendicular_switching_of_a_macrospin(share, tolerance, alpha):
    B_K, xi, M_s, d_F = 0.4, -0.06, 9e5, 1.2 * nm
    j = observables.critical_current(xi, M_s, d_F, B_K=B_K, B_x=share * B_K)
    predicted = abs(observables.field_per_current(xi, M_s, d_F)) * j
    b = predicted * np.linspace(1 - 2 * tolerance, 1 + 2 * tolerance, 25)

    def field(t, m):
        return np.array([share * B_K * np.ones_like(b), 0 * b, B_K * m[2]])

    start = np.array([0.0, 0.0, 1.0])[:, None] * np.ones_like(b)
    slow = lambda t: b * min(t / 4e-9, 1.0)  # noqa: E731  # the current is turned on slowly
    final = {sign: integrate(start, field, alpha, [14e-9], lambda t, s=sign: s * slow(t), 0.0, 1e-7)[2, :, 0]
             for sign in (1, -1)}  # fmt: skip
    switched = [z < 0.05 for z in final.values() if np.any(z < 0.05) and not np.all(z < 0.05)]
    assert len(switched) == 1, "one direction of the current switches at this field"
    first = np.argmax(switched[0])
    threshold = (b[first - 1] + b[first]) / 2
    assert threshold == pytest.approx(predicted, rel=tolerance)


# -- direct current -----------------------------------------------------------------------------


def swept_area(m, t):
    """Mean of m x dm/dt along the mean of m, over one period."""
    slope = np.gradient(m, t, axis=1, edge_order=2)
    axis = np.mean(m, axis=1) / np.linalg.norm(np.mean(m, axis=1))
    return axis @ np.trapezoid(np.cross(m, slope, axis=0), t, axis=1) / (t[-1] - t[0])


def test_cone_and_ellipse():
    omega = 2 * np.pi * 7e9
    t = np.linspace(0, 2 * np.pi / omega, 20001)
    for a, b in ((np.sin(0.7), np.sin(0.7)), (0.5, 0.2), (-0.5, 0.2)):
        x, y = a * np.cos(omega * t), b * np.sin(omega * t)
        area = swept_area(np.array([x, y, np.sqrt(1 - x**2 - y**2)]), t)
        expected = HBAR / (2 * E_CHARGE) * 3e14 * area
        assert observables.dc_pumping(3e14 - 1e14j, omega, axes=(a, b)) == pytest.approx(expected, rel=1e-6)
    cone = observables.dc_pumping(3e14 - 1e14j, omega, theta=0.7)
    assert cone == pytest.approx(observables.dc_pumping(3e14, omega, axes=(np.sin(0.7), np.sin(0.7))))


def test_a_driven_film_at_resonance():
    M, omega, alpha, h = 0.6, 2 * np.pi * 9e9, 0.008, 2e-5
    B = (np.sqrt(M**2 + 4 * omega**2 / GAMMA**2) - M) / 2
    start = np.ceil(9 / alpha / (2 * np.pi))
    t = 2 * np.pi / omega * (start + np.linspace(0, 1, 801))
    m = integrate(
        np.array([1.0, 0.0, 0.0]),
        lambda t, m: np.array([B, h * np.cos(omega * t), -M * m[2]]),
        alpha,
        np.concatenate([[0.0], t]),
        tolerance=1e-9,
    )[:, 1:]
    expected = HBAR / (2 * E_CHARGE) * 2.5 * swept_area(m, t)
    g = GAMMA * HBAR / MU_B
    found = observables.dc_pumping(2.5 + 9j, omega, h=h, B_k=M, alpha=alpha, g=g)
    assert found == pytest.approx(expected, rel=1e-3)
