"""Every number may be an array: sweeps are loops, shapes broadcast, z comes last."""

import concurrent.futures
import contextlib
import warnings

import numpy as np
import pytest
from reference import CLOSURES, hall, magnet, normal

import orbitronics as ob
from orbitronics import blocks, nm
from orbitronics.blocks import BLOCK, QUICK

# these laws hold of the exchange torque in the paper's closure too, which warns of it (test_network.py)
pytestmark = pytest.mark.filterwarnings("ignore::orbitronics.solution.TorqueWarning")

closures = pytest.mark.parametrize("closure", CLOSURES)
METHODS = ("J_s", "J_o", "mu_s", "mu_o")
G = {"G_s": 1e15, "G_o": 2e15, "G_os": 1e14, "G_so": 3e14}


def stack(values=None):
    """A bilayer from a flat set of names: N_lambda_s, F_P_os, G_s, d_N, ..."""
    values = values or {}
    of = {kind: {k[2:]: v for k, v in values.items() if k.startswith(kind)} for kind in ("N_", "F_")}
    N = normal(**(hall("OHE") | of["N_"]))(values.get("d_N", 5 * nm))
    F = magnet(**of["F_"])(values.get("d_F", 4 * nm))
    return N | ob.Interface(**(G | {k: v for k, v in values.items() if k in G})) | F


SWEPT = {
    "d_N": np.array([0.1, 5, 5000]) * nm,
    "d_F": np.array([0.01, 4, 400]) * nm,
    "N_lambda_s": np.array([1, 3, 7]) * nm,
    "N_lambda_o": np.array([1, 3, 7]) * nm,
    "N_sigma_s": np.array([1e5, 1e6, 1e7]),
    "N_sigma_o": np.array([1e5, 1e6, 1e7]),
    "N_sigma_SHE": np.array([-1.0, 0.0, 2.0]),
    "N_sigma_OHE": np.array([-1.0, 0.0, 2.0]),
    "N_P_os": np.array([0.0, 0.1, -0.4]),
    "N_P_so": np.array([0.0, 0.1, -0.4]),
    "F_lambda_sf": np.array([1 * nm, 3 * nm, np.inf]),
    "F_lambda_J": np.array([0.3 * nm, 3 * nm, np.inf]),
    "F_lambda_phi": np.array([0.3 * nm, 3 * nm, np.inf]),
    "F_lambda_o": np.array([1, 3, 7]) * nm,
    "F_sigma_s": np.array([1e5, 1e6, 1e7]),
    "F_sigma_o": np.array([1e6, 1e6, 2e6]),
    "F_sigma_SHE": np.array([-1.0, 0.0, 2.0]),
    "F_sigma_OHE": np.array([-1.0, 0.0, 2.0]),
    "F_P_os": np.array([0.0, 0.5, -0.4]),
    "F_P_so": np.array([0.0, 0.5, -0.4]),
    "G_s": np.array([1e14, 1e15, 1e18]),
    "G_o": np.array([1e14, 1e15, 1e18]),
    "G_os": np.array([0.0, 1e14, -1e14]),
    "G_so": np.array([0.0, 1e14, -1e14]),
}


def solve(values, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ob.NotPassiveWarning)
        warnings.simplefilter("ignore", ob.TorqueWarning)
        return ob.solve(stack(values), **options)


@closures
@pytest.mark.parametrize("name", list(SWEPT))
def test_a_sweep_is_a_loop(name, closure):
    sol = solve({name: SWEPT[name]}, closure=closure)
    assert sol.shape == (3,)
    each = [solve({name: float(value)}, closure=closure) for value in SWEPT[name]]
    for kind in ("absorbed", "exchange"):
        loop = [one.torque(kind) for one in each]
        np.testing.assert_allclose(sol.torque(kind), loop, rtol=1e-12)
    z = np.array([0.0, 0.05, 0.1]) * nm
    for method in METHODS:
        for side in ("left", "right"):
            loop = np.array([getattr(one, method)(z, side=side) for one in each])
            off = np.abs(getattr(sol, method)(z, side=side) - loop)
            bound = 1e-10 * np.abs(loop) + 1e-14 * np.abs(loop).max(axis=0)
            assert (off <= bound).all(), (
                f"{method} from the {side}: off by {(off / np.abs(loop).max(axis=0)).max():.1e}"
            )


@closures
def test_arrays_of_all_parameters_broadcast(closure):
    rng = np.random.default_rng(5)
    shapes = [(4, 1, 1), (3, 1), (2,), (4, 3, 2), (), (1, 1, 2)]
    values = {}
    for i, (name, sample) in enumerate(SWEPT.items()):
        finite = sample[np.isfinite(sample)]
        values[name] = rng.uniform(finite.min(), finite.max(), shapes[i % len(shapes)])
    sol = solve(values, closure=closure, E=rng.normal(size=(3, 2)))
    assert sol.shape == (4, 3, 2)
    tau = sol.torque()
    assert tau.shape == (4, 3, 2)
    for index in np.ndindex(4, 3, 2):
        one = {name: float(np.broadcast_to(value, (4, 3, 2))[index]) for name, value in values.items()}
        E = float(np.broadcast_to(sol.E, (4, 3, 2))[index])
        assert tau[index] == pytest.approx(solve(one, closure=closure, E=E).torque(), rel=1e-11)


def test_z_adds_its_own_axes_last():
    d = np.linspace(1, 5, 4) * nm
    sol = solve({"d_F": d, "G_s": np.array([[1e14], [1e15], [1e16]])})
    z = np.linspace(0, 6, 10).reshape(5, 2) * nm
    for method in METHODS:
        f = getattr(sol, method)
        assert f(z).shape == (3, 4, 5, 2)
        assert f(z[:, 0]).shape == (3, 4, 5)
        assert f(1 * nm).shape == (3, 4)
        np.testing.assert_array_equal(f(z)[..., 3, 1], f(z[3, 1]))
        assert f(np.zeros((1,))).shape == (3, 4, 1)
        assert f(list(z[0])).shape == (3, 4, 2)
    for index in np.ndindex(3, 4):
        one = solve({"d_F": d[index[1]], "G_s": (1e14, 1e15, 1e16)[index[0]]})
        np.testing.assert_allclose(sol.mu_o(z)[index], one.mu_o(z), rtol=1e-11)


@pytest.mark.parametrize("channel", ["transverse", "longitudinal"])
def test_numbers_in_numbers_out(channel):
    sol = ob.solve(stack(), channel=channel)
    kind = np.complex128 if channel == "transverse" else np.float64
    assert sol.shape == ()
    for method in METHODS:
        assert type(getattr(sol, method)(1 * nm)) is kind
        assert getattr(sol, method)(np.array([1 * nm])).shape == (1,)
        assert getattr(sol, method)(np.array([1 * nm])).dtype == kind
    if channel == "transverse":
        assert type(sol.torque()) is type(sol.torque("exchange")) is np.complex128
    assert np.ndim(sol.interface(0)["J_s"]) == 0
    assert sol.admittance("N").shape == (2, 2)
    assert np.ndim(sol.passivity("N")) == 0


def test_lists_and_integers_are_numbers():
    one = ob.solve(normal(sigma_s=1000000, sigma_OHE=1)(5e-9) | magnet(lambda_o=[1e-9, 2e-9])(5e-9))
    other = ob.solve(normal(sigma_s=1e6, sigma_OHE=1.0)(5e-9) | magnet(lambda_o=np.array([1e-9, 2e-9]))(5e-9))
    np.testing.assert_array_equal(one.torque(), other.torque())
    single = ob.solve(normal(sigma_s=np.float32(1e6), sigma_OHE=np.int8(1))(5e-9) | magnet()(5e-9)).torque()
    assert single == pytest.approx(ob.solve(normal(sigma_OHE=1.0)(5e-9) | magnet()(5e-9)).torque(), rel=1e-14)


@pytest.mark.parametrize(("value", "says"), [(np.nan, "NaN at index 0, {}"), (-1.0, r"-1 \(at index 0, {}\)")])
def test_one_bad_number_among_many_is_found(value, says):
    lengths = np.full((1, QUICK * BLOCK + 3), 5 * nm)
    metal = {"sigma_s": 1e6, "sigma_o": 1e6, "lambda_o": 5 * nm}
    found = ob.NormalMetal(lambda_s=lengths, **metal).lambda_s
    assert found is not lengths and not found.flags.writeable and np.array_equal(found, lengths)
    last = lengths.shape[1] - 1
    lengths[0, last] = value
    with pytest.raises(ValueError, match=says.format(last)):
        ob.NormalMetal(lambda_s=lengths, **metal)
    assert np.isfinite(found).all()


@closures
def test_many_blocks_are_one(closure):
    """More bilayers than a block holds, the last block being incomplete."""
    n = 2 * BLOCK + 7
    d = np.linspace(0.1, 30, n) * nm
    P = np.linspace(-0.6, 0.6, n)
    sol = solve({"d_F": d, "F_P_os": P}, closure=closure)
    tau = sol.torque()
    for i in (0, 1, BLOCK - 1, BLOCK, 2 * BLOCK - 1, 2 * BLOCK, n - 1):
        assert tau[i] == pytest.approx(solve({"d_F": d[i], "F_P_os": P[i]}, closure=closure).torque(), rel=1e-11)
    grid = solve({"d_F": d[:101].reshape(-1, 1), "F_P_os": P[:101]}, closure=closure)
    assert grid.shape == (101, 101)
    np.testing.assert_allclose(np.diag(grid.torque()), tau[:101], rtol=1e-11)
    z = np.linspace(0, 5 * nm, n)
    np.testing.assert_allclose(
        ob.solve(stack()).J_o(z)[::997], [ob.solve(stack()).J_o(x) for x in z[::997]], rtol=1e-12
    )


def test_threads_are_made_for_more_than_one_batch_only(monkeypatch):
    made = []
    pool = concurrent.futures.ThreadPoolExecutor
    monkeypatch.setattr(concurrent.futures, "ThreadPoolExecutor", lambda n: made.append(n) or pool(n))
    sizes = [part.stop - part.start for part in blocks.each(2 * BLOCK, lambda part: part, 2)]
    assert sizes == [BLOCK, BLOCK] and not made
    sizes = [part.stop - part.start for part in blocks.each(2 * BLOCK + 1, lambda part: part, 2)]
    assert sizes == [BLOCK, BLOCK, 1] and made == [blocks.processors()]


@pytest.mark.parametrize("i", [0, BLOCK - 1, BLOCK, 2 * BLOCK + 6])
def test_one_bad_element_of_many_is_found(i):
    def among(good, bad):
        many = np.full(2 * BLOCK + 7, good)
        many[i] = bad
        return many

    for bad, said in ((-1e6, "sigma_s = -1e"), (np.inf, "sigma_s = inf"), (np.nan, rf"NaN at index {i}\b")):
        with pytest.raises(ValueError, match=said):
            magnet(sigma_s=among(1e6, bad))
    with pytest.raises(ValueError, match="1 - P_os P_so = 0"):
        magnet(P_os=among(0.5, 2.0), P_so=among(0.5, 0.5))
    with pytest.warns(ob.NotPassiveWarning, match="layer 1"):
        ob.solve(stack({"F_P_os": among(0.2, 3.0), "F_P_so": 0.2}))


def test_not_contiguous_and_reversed_arrays():
    d = np.linspace(1, 9, 9) * nm
    whole = solve({"d_F": d}).torque()
    np.testing.assert_array_equal(solve({"d_F": d[::2]}).torque(), whole[::2])
    np.testing.assert_array_equal(solve({"d_F": d[::-1]}).torque(), whole[::-1])
    square = np.asfortranarray(d.reshape(3, 3))
    np.testing.assert_array_equal(solve({"d_F": square}).torque(), whole.reshape(3, 3))


# -- sides and heights ------------------------------------------------------------------------------------


def test_sides_differ_at_a_finite_interface_only():
    sol = ob.solve(stack())
    assert sol.mu_s(5 * nm, side="left") != sol.mu_s(5 * nm, side="right")
    assert sol.mu_s(5 * nm) == sol.mu_s(5 * nm, side="left")
    assert sol.J_s(5 * nm, side="left") == pytest.approx(sol.J_s(5 * nm, side="right"), rel=1e-13)
    for z in (0.0, 2 * nm, 9 * nm):
        assert sol.mu_s(z, side="left") == sol.mu_s(z, side="right")


@pytest.mark.parametrize("thicknesses", [(5, 4), (0.1, 0.2), (0.7, 0.1), (1e3, 1e-2), (1 / 3, 2 / 3)])
def test_heights_reach_the_faces_however_they_are_rounded(thicknesses):
    """d_N + d_F by the user is the top, and d_N the interface, in any order of operations."""
    d_N, d_F = (x * nm for x in thicknesses)
    sol = solve({"d_N": d_N, "d_F": d_F})
    at = sol.interface(0)
    for z in (d_N, np.nextafter(d_N, 0), np.nextafter(d_N, 1), thicknesses[0] * 1e-9):
        assert sol.mu_o(z, side="left") == pytest.approx(at["mu_o_left"], rel=1e-9)
        assert sol.mu_o(z, side="right") == pytest.approx(at["mu_o_right"], rel=1e-9)
    for top in (d_N + d_F, (thicknesses[0] + thicknesses[1]) * nm, np.nextafter(d_N + d_F, 1)):
        assert sol.J_s(top) == 0
        assert sol.mu_o(top) == sol.mu_o(sol.stack.heights[-1])
    assert sol.J_s(-0.0) == 0


@closures
@pytest.mark.parametrize("kinds", ["bilayer", "single N", "single F"])
def test_nothing_jumps_next_to_a_face(kinds, closure):
    whole = {"bilayer": stack(), "single N": normal(**hall("SHE"))(5 * nm), "single F": magnet(sigma_OHE=1.0)(5 * nm)}
    sol = ob.solve(whole[kinds], closure=closure)
    for i in range(len(sol.stack)):
        low, high = sol.stack.heights[i], sol.stack.heights[i + 1]
        for z, near, side in ((low, low + 1e-7 * nm, "right"), (high, high - 1e-7 * nm, "left")):
            for method in METHODS:
                f = getattr(sol, method)
                largest = np.abs(f(np.linspace(low, high, 9))).max()
                assert f(z, side=side) == pytest.approx(f(near), rel=1e-5, abs=1e-6 * largest)


# -- quiet arithmetic -----------------------------------------------------------------------------------------


@closures
@pytest.mark.parametrize("name", ["d_N", "d_F", "F_lambda_J", "G_s"])
def test_no_floating_point_complaint_reaches_the_user(name, closure):
    values = {
        "d_N": np.geomspace(1e-4, 1e3, 50) * 3 * nm,
        "d_F": np.geomspace(1e-4, 1e3, 50) * 3 * nm,
        "F_lambda_J": np.append(np.geomspace(1e-2, 1e4, 49) * nm, np.inf),
        "G_s": np.append(np.geomspace(1e-3, 1e30, 49), 1e14),
    }[name]
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", ob.NotPassiveWarning)
        warnings.simplefilter("ignore", ob.TorqueWarning)
        sol = ob.solve(stack({name: values}), closure=closure)
        for kind in ("absorbed", "exchange"):
            assert np.isfinite(sol.torque(kind)).all()
        for method in METHODS:
            assert np.isfinite(getattr(sol, method)(np.array([0.0, 1e-4 * nm]))).all()
        assert np.isfinite(sol.admittance("F")).all()
        assert np.isfinite(sol.passivity("F")).all()
        for answer in sol.interface(0).values():
            assert np.isfinite(answer).all()


def test_extreme_but_allowed_numbers_give_numbers():
    for value in (1e-300, 1e-30, 1e30):
        for name in ("d_N", "d_F"):
            try:
                with pytest.warns(ob.UnitsWarning) if value > 1 else contextlib.nullcontext():
                    tau = solve({name: value}).torque()
            except ArithmeticError as error:
                assert "not finite" in str(error)
            else:
                assert np.isfinite(tau)
    with pytest.warns(ob.UnitsWarning):
        assert np.isfinite(solve({"F_lambda_sf": 1e3, "F_lambda_J": 1e3, "F_lambda_phi": 1e3}).torque())
