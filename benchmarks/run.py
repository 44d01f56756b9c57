"""Ratios measured in one run, so that the machine drops out.

A million different bilayers, every parameter an array, are solved for the torque.  The baseline
is what cannot be saved: for each bilayer one complex square root, one complex and three real
exponentials, by NumPy on the same arrays in blocks of the same size.
"""

import statistics
import subprocess
import sys
import threading
import time
import tracemalloc
from pathlib import Path
from unittest.mock import patch

import numpy as np

import orbitronics as ob
from orbitronics import blocks, nm
from orbitronics.blocks import BLOCK, processors

MILLION = 1_000_000
REPEATS = 5
FEW = 20_000  # bilayers for the dense mode systems
PAPER = {
    **{"d_N": 5 * nm, "d_F": 5 * nm, "lambda_s": 3 * nm, "lambda_o_N": 5 * nm, "lambda_sf": 3 * nm},
    **{"lambda_J": 0.5 * nm, "lambda_phi": 1 * nm, "lambda_o_F": 5 * nm, "P_os": 0.5, "P_so": 0.5},
    **{"sigma_s_N": 1e6, "sigma_o_N": 1e6, "sigma_s_F": 1e6, "sigma_o_F": 1e6},
}  # the bilayer of the paper's Fig. 2, for solve_bvp


def parameters(n):
    """Everything a transparent bilayer depends on, drawn at random around the paper's values."""
    rng = np.random.default_rng(1)
    ranges = {
        "d_N": (1, 20),
        "d_F": (1, 20),
        "lambda_s": (1, 10),
        "lambda_o_N": (1, 10),
        "lambda_sf": (1, 10),
        "lambda_J": (0.2, 3),
        "lambda_phi": (0.5, 3),
        "lambda_o_F": (1, 10),
    }
    p = {name: rng.uniform(low, high, n) * nm for name, (low, high) in ranges.items()}
    p |= {name: rng.uniform(3e5, 3e6, n) for name in ("sigma_s_N", "sigma_o_N", "sigma_s_F", "sigma_o_F")}
    return p | {name: rng.uniform(-0.6, 0.6, n) for name in ("P_os", "P_so")}


def stack(p):
    """The library's stack of these bilayers."""
    N = ob.NormalMetal(
        sigma_s=p["sigma_s_N"], sigma_o=p["sigma_o_N"], lambda_s=p["lambda_s"], lambda_o=p["lambda_o_N"], sigma_OHE=1.0
    )
    F = ob.Ferromagnet(
        sigma_s=p["sigma_s_F"],
        sigma_o=p["sigma_o_F"],
        lambda_sf=p["lambda_sf"],
        lambda_J=p["lambda_J"],
        lambda_phi=p["lambda_phi"],
        lambda_o=p["lambda_o_F"],
        P_os=p["P_os"],
        P_so=p["P_so"],
    )
    return N(p["d_N"]) | F(p["d_F"])


def solved(p, closure):
    """Build, solve and ask for the torque, all of it."""
    return ob.solve(stack(p), closure=closure).torque()


def between(p, closure, interface):
    """Solve the same with this interface between N and F."""
    N, F = stack(p).layers
    return ob.solve(N | interface | F, closure=closure).torque()


EMISSION = {"sigma_OREE_below": 0.1, "sigma_OREE_above": 0.2, "sigma_SREE_below": 0.03, "sigma_SREE_above": 0.05}


def baseline(k2, x_s, x_o, y_o, d):
    """One complex square root, one complex and three real exponentials for each bilayer, in blocks."""
    n = len(k2)
    for start in range(0, n, BLOCK):
        block = slice(start, start + BLOCK)
        np.exp(-np.sqrt(k2[block]) * d[block])
        np.exp(x_s[block])
        np.exp(x_o[block])
        np.exp(y_o[block])


def baseline_arguments(p):
    k2 = 1 / p["lambda_sf"] ** 2 + 1 / p["lambda_phi"] ** 2 - 1j / p["lambda_J"] ** 2
    return k2, -p["d_N"] / p["lambda_s"], -p["d_N"] / p["lambda_o_N"], -p["d_F"] / p["lambda_o_F"], p["d_F"]


def timed(*functions, repeats=REPEATS):
    """The least processor time of each function, taken in turns; all of them run on one core."""
    times = [[] for _ in functions]
    with patch.object(blocks, "processors", lambda: 1):
        for _ in range(repeats):
            for function, mine in zip(functions, times, strict=True):
                start = time.process_time()
                function()
                mine.append(time.process_time() - start)
    return [min(mine) for mine in times]


# -- memory ----------------------------------------------------------------------------------


def extra_memory(p, closure):
    """MB beyond what the parameters take: Python's own count, and the resident set where it is known."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    solved(p, closure)
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    return peak / 1e6, resident(lambda: solved(p, closure))


def resident(function):
    """The largest growth of the resident set in MB while `function` runs; None where it cannot be read."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return None
    page = 4096

    def now():
        return int(status.read_text().split()[1]) * page

    start, highest, done = now(), now(), threading.Event()

    def watch():
        nonlocal highest
        while not done.wait(0.002):
            highest = max(highest, now())

    watcher = threading.Thread(target=watch)
    watcher.start()
    function()
    done.set()
    watcher.join()
    return (highest - start) / 1e6


# -- two cores -----------------------------------------------------------------------------------

WORKER = """
import sys, time
from benchmarks import run
from orbitronics import blocks
blocks.processors = lambda: 1
p = run.parameters(run.MILLION)
run.solved(p, "paper")
for line in sys.stdin:
    start = time.perf_counter()
    run.solved(p, line.strip())
    print(time.perf_counter() - start, flush=True)
"""


def cores(p, closure, repeats=REPEATS):
    """How much faster than one thread two threads are, and two processes that each do half of the work.

    One thread, two threads, and two processes side by side are timed in turns; the least of each counts.
    """
    workers = [
        subprocess.Popen([sys.executable, "-c", WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    def asked(those):
        for worker in those:
            worker.stdin.write(f"{closure}\n")
            worker.stdin.flush()
        return max(float(worker.stdout.readline()) for worker in those)

    asked(workers)
    solved(p, closure)
    one, both, threads = [], [], []
    for _ in range(repeats):
        one.append(asked(workers[:1]))
        both.append(asked(workers))
        start = time.perf_counter()
        solved(p, closure)
        threads.append(time.perf_counter() - start)
    for worker in workers:
        worker.communicate()
    return min(one) / min(threads), 2 * min(one) / min(both)


def alone(p, closure, repeats=REPEATS):
    """The share of the processor time that passes in one thread while the others wait, on a busy machine as well."""
    mine, whole = [], []
    for _ in range(repeats):
        thread, process = time.thread_time(), time.process_time()
        solved(p, closure)
        mine.append(time.thread_time() - thread)
        whole.append(time.process_time() - process)
    return min(mine) / min(whole)


# -- importing ---------------------------------------------------------------------------------


def import_ratio(runs=15):
    """`import orbitronics` over `import numpy`, each in a fresh interpreter, the start of Python taken off."""
    codes = ("pass", "import numpy", "import orbitronics")
    times = {code: [] for code in codes}
    for _ in range(runs):
        for code in codes:
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            times[code].append(time.perf_counter() - start)
    nothing, numpy, ours = (statistics.median(times[code]) for code in codes)
    return (ours - nothing) / (numpy - nothing), ours / numpy


# -- other ways to solve the same ------------------------------------------------------------------


def dense(p):
    """The torque by all eight mode coefficients at once: batched numpy.linalg.solve, the paper's closure."""
    n = len(p["d_N"])
    k = np.sqrt(1 / p["lambda_sf"] ** 2 + 1 / p["lambda_phi"] ** 2 - 1j / p["lambda_J"] ** 2)
    waves = np.stack([1 / p["lambda_s"] + 0j, 1 / p["lambda_o_N"] + 0j, k, 1 / p["lambda_o_F"] + 0j])
    d = np.stack([p["d_N"], p["d_N"], p["d_F"], p["d_F"]])
    sigma = np.stack([p["sigma_s_N"], p["sigma_o_N"], p["sigma_s_F"], p["sigma_o_F"]])
    G_0 = 1e15  # potentials in units that keep the matrix well scaled
    decay, flow = np.exp(-waves * d), sigma * waves / G_0
    M, rhs = np.zeros((n, 8, 8), complex), np.zeros((n, 8), complex)
    for mode in range(4):
        up, down = 2 * mode, 2 * mode + 1  # exp(-k z) from the lower, exp(-k(d - z)) from the upper face
        outer_up, outer_down = (1, decay[mode]) if mode < 2 else (decay[mode], 1)
        inner_up, inner_down = (decay[mode], 1) if mode < 2 else (1, decay[mode])
        channel, sign = mode % 2, 1 if mode < 2 else -1
        # no current through the outer surface: in F both channels mix, and both gradients vanish
        M[:, mode, up], M[:, mode, down] = flow[mode] * outer_up, -flow[mode] * outer_down
        # J_s, J_o continuous
        for row, share in ((channel, 1.0), (1 - channel, 0.0 if mode < 2 else p["P_os" if channel else "P_so"])):
            M[:, 4 + row, up] += sign * share * flow[mode] * inner_up
            M[:, 4 + row, down] -= sign * share * flow[mode] * inner_down
        # mu_s, mu_o continuous
        M[:, 6 + channel, up] = sign * inner_up
        M[:, 6 + channel, down] = sign * inner_down
    rhs[:, 1] = rhs[:, 5] = -1.0  # the orbital Hall current of N
    a = np.linalg.solve(M, rhs[..., None])[..., 0]
    return flow[0] * (a[:, 0] * decay[0] - a[:, 1])


def by_solve_bvp(q, tol=1e-6):
    """The torque of one bilayer by scipy.integrate.solve_bvp, the paper's closure."""
    from scipy.integrate import solve_bvp

    G_0 = 1e15
    k2 = 1 / q["lambda_sf"] ** 2 + 1 / q["lambda_phi"] ** 2 - 1j / q["lambda_J"] ** 2
    inverse = np.linalg.inv([[1, q["P_os"]], [q["P_so"], 1]])

    def slopes(x, y):
        (mu_s, mu_o, J_s, J_o), F = y[:4], y[4:]
        flow_s, flow_o = inverse @ F[2:4]
        loss_s = q["sigma_s_F"] * k2 / G_0 * F[0]
        loss_o = q["sigma_o_F"] / q["lambda_o_F"] ** 2 / G_0 * F[1]
        return np.vstack(
            [
                -q["d_N"] * G_0 / q["sigma_s_N"] * J_s,
                -q["d_N"] * G_0 / q["sigma_o_N"] * (J_o - 1),
                -q["d_N"] * q["sigma_s_N"] / q["lambda_s"] ** 2 / G_0 * mu_s,
                -q["d_N"] * q["sigma_o_N"] / q["lambda_o_N"] ** 2 / G_0 * mu_o,
                -q["d_F"] * G_0 / q["sigma_s_F"] * flow_s,
                -q["d_F"] * G_0 / q["sigma_o_F"] * flow_o,
                -q["d_F"] * (loss_s + q["P_os"] * loss_o),
                -q["d_F"] * (loss_o + q["P_so"] * loss_s),
            ]
        )

    def conditions(below, above):
        return np.concatenate([below[2:4], above[6:8], above[:4] - below[4:8]])

    x = np.linspace(0, 1, 201)  # fine enough that it need not refine: the kindest choice
    found = solve_bvp(slopes, conditions, x, np.zeros((8, x.size), complex), tol=tol, max_nodes=5000)
    return found.sol(1.0)[2]


def verdict(value, limit):
    return f"{value:8.2f}   (target: at most {limit:g}{'' if value <= limit else ', MISSED'})"


def main():
    """Measure and print."""
    p = parameters(MILLION)
    arguments = baseline_arguments(p)
    solved(p, "paper")  # warm up
    base, paper, reciprocal = timed(
        lambda: baseline(*arguments), lambda: solved(p, "paper"), lambda: solved(p, "reciprocal")
    )
    print(f"{MILLION:_} different bilayers, build + solve + torque, over the bare transcendental functions:")
    print(f"  paper       {verdict(paper / base, 4)}")
    print(f"  reciprocal  {verdict(reciprocal / base, 7)}")
    print(f"  baseline {1e9 * base / MILLION:.0f}, paper {1e9 * paper / MILLION:.0f}, ", end="")
    print(f"reciprocal {1e9 * reciprocal / MILLION:.0f} ns a bilayer; blocks of {BLOCK}")
    for said, one in (
        ("an interface that emits", ob.Interface.transparent(**EMISSION)),
        ("an interface that emits and resists", ob.Interface(G_s=1e15, G_o=5e14, **EMISSION)),
    ):
        base, paper, reciprocal = timed(
            lambda: baseline(*arguments),
            lambda one=one: between(p, "paper", one),
            lambda one=one: between(p, "reciprocal", one),
        )
        print(f"the same with {said}:")
        print(f"  paper       {verdict(paper / base, 4)}")
        print(f"  reciprocal  {verdict(reciprocal / base, 7)}")
    if processors() == 2:
        print("two threads over one, two processes over one, and their ratio:")
        for closure in ("paper", "reciprocal"):
            threads, both = cores(p, closure)
            missed = "" if threads >= 0.85 * both else ", MISSED"
            print(f"  {closure:<11} {threads:8.2f} {both:8.2f} {threads / both:8.2f}   (target: at least 0.85{missed})")
        print("share of the processor time in one thread alone:")
        for closure in ("paper", "reciprocal"):
            print(f"  {closure:<11} {alone(p, closure):8.2f}")
    print("extra memory, MB (Python's count; resident set):")
    for closure in ("paper", "reciprocal"):
        traced, grown = extra_memory(p, closure)
        print(f"  {closure:<11} {verdict(traced, 300)}   {'unknown' if grown is None else f'{grown:.0f}'}")
    without, with_start = import_ratio()
    print("import orbitronics over import numpy:")
    print(f"              {verdict(without, 1.3)}   ({with_start:.2f} with the start of Python)")

    few = {name: value[:FEW] for name, value in p.items()}
    ours, theirs = timed(lambda: solved(few, "paper"), lambda: dense(few), repeats=3)
    difference = np.max(np.abs(dense(few) - solved(few, "paper")))
    print("other ways, paper's closure, times the library's time a bilayer (and the largest difference of torques):")
    print(f"  dense 8x8 mode systems, batched numpy.linalg.solve {theirs / ours:10.0f}   ({difference:.0e})")
    (each,) = timed(lambda: by_solve_bvp(PAPER), repeats=3)
    difference = abs(by_solve_bvp(PAPER) - solved(PAPER, "paper"))
    print(f"  scipy.integrate.solve_bvp, tolerance 1e-6          {each / (paper / MILLION):10.0f}   ({difference:.0e})")
    (one,) = timed(lambda: solved(PAPER, "paper"), repeats=100)
    print(f"one bilayer alone: {1e6 * one:.0f} us, {each / one:.0f} times less than solve_bvp")


if __name__ == "__main__":
    main()
