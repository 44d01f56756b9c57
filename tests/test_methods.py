"""The same answers by other methods: a boundary-value solver, finite volumes, pumping."""

import mpmath as mp
import numpy as np
import pytest
from data import make_cases
from reference import CLOSURES, STORED, magnet, normal, random_interface, random_material, random_stack
from scipy.integrate import solve_bvp

import orbitronics as ob
from orbitronics import nm

# these laws hold of the exchange torque in the paper's closure too, which warns of it (test_network.py)
pytestmark = pytest.mark.filterwarnings("ignore::orbitronics.solution.TorqueWarning")

closures = pytest.mark.parametrize("closure", CLOSURES)


def equations(layer, closure, channel="transverse"):
    """Sigma and A of one layer: J = hall - Sigma mu', J' = -A mu; and its Hall current."""
    m = layer.material
    k2 = 1 / m.lambda_s**2 if not layer.magnetic else 1 / m.lambda_sf**2
    if layer.magnetic and channel == "transverse":
        k2 = k2 + 1 / m.lambda_phi**2 - 1j * m.m / m.lambda_J**2
    Sigma = np.array([[m.sigma_s, m.P_os * m.sigma_o], [m.P_so * m.sigma_s, m.sigma_o]])
    relaxation = np.array([[k2, 0], [0, 1 / m.lambda_o**2]])
    diagonal = np.diag([m.sigma_s, m.sigma_o])
    A = (Sigma if closure == "paper" else diagonal) @ relaxation
    return Sigma, A, np.array([m.sigma_SHE, m.sigma_OHE])


# -- solve_bvp ------------------------------------------------------------------------------------


def by_solve_bvp(N, F, G, closure):
    """mu_s, mu_o, J_s, J_o of both layers, each on x in [0, 1], as eight functions of x."""
    parts = [equations(layer, closure) for layer in (N, F)]
    thickness = [layer.thickness for layer in (N, F)]

    def slopes(x, y):
        out = []
        for (Sigma, A, j), d, mu, J in zip(parts, thickness, (y[0:2], y[4:6]), (y[2:4], y[6:8]), strict=True):
            out += [d * np.linalg.solve(Sigma / SCALE, (j[:, None] - J)), -d * (A / SCALE) @ mu]
        return np.concatenate(out)

    SCALE = 1e15  # potentials in units that make them comparable with currents
    conductance = np.array([[G.G_s, G.G_os], [G.G_so, G.G_o]]) / SCALE

    def conditions(below, above):
        J = above[2:4]
        return np.concatenate([below[2:4], above[6:8], J - below[6:8], J - conductance @ (above[0:2] - below[4:6])])

    x = np.linspace(0, 1, 60)
    found = solve_bvp(slopes, conditions, x, np.zeros((8, x.size), complex), tol=1e-6, max_nodes=20000)
    assert found.success
    scales = np.array([1 / SCALE, 1 / SCALE, 1, 1] * 2)[:, None]
    return lambda x: found.sol(x) * scales


@closures
@pytest.mark.parametrize("seed", [1, 2])
def test_solve_bvp_agrees(seed, closure):
    rng = np.random.default_rng(seed)
    N, F = random_material(rng, "N")(4 * nm), random_material(rng, "F")(3 * nm)
    G = ob.Interface(G_s=2e15, G_o=8e14, G_os=3e14, G_so=-2e14)
    sol = ob.solve(N | G | F, closure=closure)
    x = np.linspace(0, 1, 11)
    expected = by_solve_bvp(N, F, G, closure)(x)
    z_N, z_F = x * N.thickness, np.clip(N.thickness + x * F.thickness, 0, 7 * nm)
    found = [
        f(z, side=side) for z, side in ((z_N, "left"), (z_F, "right")) for f in (sol.mu_s, sol.mu_o, sol.J_s, sol.J_o)
    ]
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-5 * max(1e-15, np.abs(other).max()))


# -- finite volumes ---------------------------------------------------------------------------------


def finite_volumes(stack, closure, n, pumped=None):
    """Potentials at the centres of n cells a layer, and the currents through the n + 1 faces of each.

    `pumped` holds a constant term of J' for each layer.
    """
    layers, blocks = stack.layers, 2 * n * len(stack.layers)
    pumped = pumped or [np.zeros(2)] * len(layers)
    M, rhs = np.zeros((blocks, blocks), complex), np.zeros(blocks, complex)
    faces = []  # (cell below, cell above, conductance, Hall current)
    for i, layer in enumerate(layers):
        Sigma, A, j = equations(layer, closure)
        h = layer.thickness / n
        for c in range(n):
            cell = i * n + c
            at = slice(2 * cell, 2 * cell + 2)
            M[at, at] += h * A
            rhs[at] += h * pumped[i]
            if c + 1 < n:
                faces.append((cell, cell + 1, Sigma / h, j))
        if i + 1 < len(layers):
            above, _, j_above = equations(layers[i + 1], closure)
            half = layers[i + 1].thickness / n / 2
            G = stack.interfaces[i]
            resistance = np.linalg.inv(Sigma) * h / 2 + np.linalg.inv(above) * half
            # the Hall currents of the two half cells act through their resistances
            driven = np.linalg.inv(Sigma) @ j * h / 2 + np.linalg.inv(above) @ j_above * half
            if not G.is_transparent:
                resistance = resistance + np.linalg.inv([[G.G_s, G.G_os], [G.G_so, G.G_o]])
            g = np.linalg.inv(resistance)
            faces.append((i * n + n - 1, i * n + n, g, g @ driven))
    for low, high, g, j in faces:
        low_at, high_at = slice(2 * low, 2 * low + 2), slice(2 * high, 2 * high + 2)
        M[low_at, low_at] += g
        M[low_at, high_at] -= g
        M[high_at, high_at] += g
        M[high_at, low_at] -= g
        rhs[low_at] -= j
        rhs[high_at] += j
    mu = np.linalg.solve(M, rhs).reshape(-1, 2)
    currents = {(low, high): g @ (mu[low] - mu[high]) + j for low, high, g, j in faces}
    return mu.reshape(len(layers), n, 2), currents


@closures
@pytest.mark.parametrize("kinds", ["NF", "FNF"])
def test_finite_volumes_converge_to_the_solution_with_second_order(kinds, closure):
    rng = np.random.default_rng([7, len(kinds)])
    items = [random_material(rng, kinds[0])(2 * nm)]
    for kind in kinds[1:]:
        items += [random_interface(rng), random_material(rng, kind)(2 * nm)]
    stack = ob.Stack(items)
    sol = ob.solve(stack, closure=closure)
    errors = []
    counts = [10, 20, 40, 80] if len(kinds) == 2 else [10, 20, 40]
    for n in counts:
        _, currents = finite_volumes(stack, closure, n)
        worst = 0.0
        for i in range(len(stack) - 1):
            J = currents[(i + 1) * n - 1, (i + 1) * n]
            z = stack.heights[i + 1]
            worst = max(worst, abs(J[0] - sol.J_s(z)), abs(J[1] - sol.J_o(z)))
        errors.append(worst)
    order = -np.polyfit(np.log(counts), np.log(errors), 1)[0]
    assert 1.8 < order < 2.3
    assert errors[-1] < 1e-2


# -- pumping, and its reciprocity with the torque -------------------------------------------------------


def exchange_rate(material):
    """What acts on mu_s minus the pumped potential: sigma_s (1/lambda_phi^2 - i/lambda_J^2)."""
    return material.sigma_s * (1 / material.lambda_phi**2 - 1j * material.m / material.lambda_J**2)


def pumped_drops(stack, closure, magnet_at):
    """Drop of (mu_s, mu_o) over each layer when the magnet pumps a unit potential; by all modes together."""
    with mp.workdps(40):
        layers, rest = [], []
        for i, layer in enumerate(stack.layers):
            m = layer.material
            k = (
                make_cases.wavenumber(m.lambda_sf, m.lambda_J, m.lambda_phi, m=m.m)
                if layer.magnetic
                else 1 / mp.mpf(m.lambda_s)
            )
            numbers = (layer.thickness, k, 1 / mp.mpf(m.lambda_o), m.sigma_s, m.sigma_o, m.P_os, m.P_so)
            layers.append(make_cases.layer(*numbers))
            # relaxation by 1/lambda_sf^2 acts on mu_s itself, so the layer rests below the pumped potential
            share = (k**2 - 1 / mp.mpf(m.lambda_sf) ** 2) / k**2 if i == magnet_at else 0
            rest.append((share, 0))
        between = [None if G.is_transparent else [[G.G_s, G.G_os], [G.G_so, G.G_o]] for G in stack.interfaces]
        at = make_cases.solve(layers, between, STORED[closure], rest)
        return [
            [complex(at(i, layer.thickness)[c] - at(i, 0)[c]) for c in (2, 3)] for i, layer in enumerate(stack.layers)
        ]


def exchange_torques(stack, closure, magnet_at):
    """The exchange torque for a unit Hall current (spin, orbital) in each layer, in one frame for all."""
    rows = []
    for i in range(len(stack)):
        row = []
        for name in ("sigma_SHE", "sigma_OHE"):
            items, count = [], 0
            for item in stack.items:
                if isinstance(item, ob.Layer):
                    off = {"sigma_SHE": 0.0, "sigma_OHE": 0.0} | ({name: 1.0} if count == i else {})
                    item = item.material.replace(**off)(item.thickness)
                    count += 1
                items.append(item)
            tau = ob.solve(ob.Stack(items), closure=closure).torque("exchange", magnet_at)
            row.append(tau if stack.layers[magnet_at].material.m == 1 else np.conj(tau))
        rows.append(row)
    return rows


@pytest.mark.parametrize("kinds", ["NF", "NFN", "FNF", "NFNFN"])
@pytest.mark.parametrize("seed", range(3))
def test_the_exchange_torque_is_reciprocal_to_pumping(kinds, seed):
    """A unit Hall current in a layer gives the torque that a unit pumped potential gives as drop over that layer."""
    stack = random_stack(np.random.default_rng([seed, len(kinds)]), kinds)
    at = kinds.index("F")
    drops = np.array(pumped_drops(stack, "reciprocal", at))
    torques = np.array(exchange_torques(stack, "reciprocal", at))
    np.testing.assert_allclose(torques, drops, rtol=0, atol=1e-11 * np.abs(drops).max())


def test_in_the_papers_closure_torque_and_pumping_disagree():
    stack = normal()(5 * nm) | magnet()(5 * nm)
    (spin, orbital), _ = pumped_drops(stack, "paper", 1)
    (tau_s, tau_o), _ = exchange_torques(stack, "paper", 1)
    assert abs(tau_s / spin - 1) < 0.15
    assert abs(tau_o / orbital - 1) > 0.5
    # without conversion there is nothing to disagree about
    stack = normal()(5 * nm) | magnet(P_os=0.0, P_so=0.0)(5 * nm)
    (spin, _), _ = pumped_drops(stack, "paper", 1)
    (tau_s, _), _ = exchange_torques(stack, "paper", 1)
    assert tau_s == pytest.approx(spin, rel=1e-12)


def test_pumping_by_finite_volumes():
    """The pumped drop over N once more, with the pumped potential as a source in every cell."""
    stack = normal()(3 * nm) | ob.Interface(G_s=1e15, G_o=2e15, G_os=4e14, G_so=4e14) | magnet()(2 * nm)
    torque = exchange_torques(stack, "reciprocal", 1)[0]
    finest = []
    for n in (40, 80):
        F = stack.layers[1].material
        mu, currents = finite_volumes(stack, "reciprocal", n, [np.zeros(2), np.array([exchange_rate(F), 0])])
        h, sigma = 3 * nm / n, np.array([1e6, 1e6])
        # from the outermost cell's centre to its face no current flows; to the interface J does
        top = mu[0, -1] - currents[n - 1, n] / sigma * h / 2
        finest.append(top - mu[0, 0])
    extrapolated = (4 * finest[1] - finest[0]) / 3
    np.testing.assert_allclose(extrapolated, torque, rtol=0, atol=1e-3 * np.abs(torque).max())


# -- the difference equations themselves ---------------------------------------------------------------------


@closures
@pytest.mark.parametrize("kinds", ["NF", "NFN"])
def test_the_solution_satisfies_the_finest_finite_volumes(kinds, closure):
    """The other way round: put the library's potentials into the difference equations."""
    stack = random_stack(np.random.default_rng([3, len(kinds)]), kinds)
    sol = ob.solve(stack, closure=closure)
    for i, layer in enumerate(stack.layers):
        Sigma, A, _ = equations(layer, closure)
        h = 2e-4 * layer.thickness
        z = stack.heights[i] + np.linspace(0.1, 0.9, 9) * layer.thickness
        mu = [np.array([sol.mu_s(z + s), sol.mu_o(z + s)]) for s in (-h, 0, h)]
        left = Sigma @ (mu[0] - 2 * mu[1] + mu[2]) / h**2
        right = A @ mu[1]
        np.testing.assert_allclose(left, right, rtol=0, atol=1e-4 * np.abs(right).max())
