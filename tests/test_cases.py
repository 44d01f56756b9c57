"""The library gives what 60 digits give, to 1e-11 times the condition of each answer."""

import warnings

import mpmath as mp
import numpy as np
import pytest
from data import make_cases
from reference import CASES, CLOSURES, STORED, case_stack, core_bilayer

import orbitronics as ob
from orbitronics.core import layer as core
from orbitronics.core.matrices import matrix

BOUND = 1e-11
TINY = 1e-290  # products of currents this small leave the range of floating-point numbers


def observables(sol, d_N, d_F):
    """The stored observables, in their order, by the public methods only."""
    top = d_N + d_F
    mid_N, mid_F = d_N / 2, d_N + d_F / 2
    return (
        *(sol.J_s(d_N), sol.J_o(d_N), sol.mu_s(d_N, side="left"), sol.mu_o(d_N, side="left")),
        *(sol.mu_s(d_N, side="right"), sol.mu_o(d_N, side="right")),
        *(sol.mu_s(0.0), sol.mu_o(0.0), sol.mu_s(top), sol.mu_o(top)),
        *(sol.J_s(mid_N), sol.J_o(mid_N), sol.J_s(mid_F), sol.J_o(mid_F)),
    )


CALLED = {stored: name for name, stored in STORED.items()}


def by_library(p, source, closure):
    stack = case_stack(p, source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ob.NotPassiveWarning)
        sol = ob.solve(stack, closure=CALLED[closure], wavenumber=p["k_mode"])
    return observables(sol, *[layer.thickness for layer in stack.layers])


def by_core(p, source, closure):
    """For a case that gives k itself, which no material has."""
    layers, interfaces = make_cases.bilayer(p, source)
    names = ("k", "q", "d", "sigma_s", "sigma_o", "P_os", "P_so", "j_s", "j_o")
    found = []
    for one in layers:
        k, q, d, sigma_s, sigma_o, P_os, P_so, *hall = (np.array(complex(one[name])) for name in names)
        Gamma = (sigma_s * k * k, 0.0, 0.0, sigma_o * q * q) if closure == "conserving" and (P_os or P_so) else None
        found.append(core.layer(k, q.real, d.real, sigma_s.real, sigma_o.real, P_os.real, P_so.real, Gamma, hall))
    (s, os), (so, o) = interfaces[0]
    with np.errstate(all="ignore"):
        return core_bilayer(found, matrix(float(s), float(os), float(so), float(o)))


def errors(case):
    """Errors of all answers of a case in units of what is allowed, by what was asked."""
    p, found = case["params"], {}
    for key, expected in case["results"].items():
        closure, source = key.split("/")
        answers = (by_core if p["k_mode"] == "given" else by_library)(p, source, closure)
        for (name, (re, im, cond)), answer in zip(expected.items(), answers, strict=True):
            true = complex(float(re), float(im))
            allowed = BOUND * max(1.0, cond) + (rounded_height(p) if name.endswith("F_mid") else 0.0)
            found[f"{key} {name}"] = abs(answer - true) / max(abs(true), TINY) / allowed
    return found


def rounded_height(p):
    """What the rounding of z = d_N + d_F/2 does to a current in the middle of F."""
    lengths = [float(p[n]) for n in ("lam_sf", "lam_J", "lam_phi", "lam_oF")]
    d_N, d_F = float(p["dN"]), float(p["dF"])
    return 4e-16 * (d_N + d_F) * (2 / d_F + 2 / min(lengths))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_answer_meets_the_bound(case):
    worst = max(errors(case).items(), key=lambda item: item[1])
    assert worst[1] < 1, worst


@pytest.mark.parametrize("closure", CLOSURES)
@pytest.mark.parametrize("source", ["SHE", "OHE"])
def test_the_torque_is_the_spin_current_that_enters_the_magnet(source, closure):
    for case in CASES:
        p = case["params"]
        if p["k_mode"] == "given":
            continue
        re, im, cond = case["results"][f"{STORED[closure]}/{source}"]["Js0"]
        true = complex(float(re), float(im))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ob.NotPassiveWarning)
            sol = ob.solve(case_stack(p, source), closure=closure, wavenumber=p["k_mode"])
        tau, right = sol.torque(), sol.J_s(sol.stack.heights[1], side="right")
        assert abs(tau - true) <= BOUND * max(1, cond) * max(abs(true), TINY), case["name"]
        assert abs(right - true) <= BOUND * max(1, cond) * max(abs(true), TINY), case["name"]


def test_all_cases_are_there():
    assert len([c for c in CASES if not c["name"].startswith("hard ")]) == 37
    assert len([c for c in CASES if c["name"].startswith("hard ")]) >= 40
    for case in CASES:
        assert len(case["results"]) == 4
        assert all(len(answers) == 14 for answers in case["results"].values())


def test_hard_cases_are_those_of_the_script():
    assert [(c["name"], c["params"]) for c in CASES[37:]] == make_cases.hard_cases()


@pytest.mark.parametrize("i", [0, 9, 19, 20, 21, 39, 47, 74])
def test_the_script_makes_the_stored_numbers(i):
    with mp.workdps(make_cases.DIGITS):
        for key, stored in CASES[i]["results"].items():
            made = make_cases.observables(CASES[i]["params"], *key.split("/"))
            assert [make_cases.text(part) for x in made.values() for part in (mp.re(x), mp.im(x))] == [
                part for answer in stored.values() for part in answer[:2]
            ]


@pytest.mark.parametrize("closure", CLOSURES)
def test_a_sweep_over_all_cases_gives_each_of_them(closure):
    """All cases with an interface as one call with arrays: no case disturbs its neighbours."""
    chosen = [case for case in CASES if "Gs" in case["params"] and case["params"]["k_mode"] == "exact"]
    p = {name: np.array([float(c["params"][name]) for c in chosen]) for name in chosen[0]["params"] if name != "k_mode"}
    N = ob.NormalMetal(
        sigma_s=p["sig_sN"], sigma_o=p["sig_oN"], lambda_s=p["lam_sN"], lambda_o=p["lam_oN"], sigma_OHE=1.0
    )
    F = ob.Ferromagnet(
        **{"sigma_s": p["sig_sF"], "sigma_o": p["sig_oF"], "lambda_sf": p["lam_sf"], "lambda_J": p["lam_J"]},
        **{"lambda_phi": p["lam_phi"], "lambda_o": p["lam_oF"], "P_os": p["Pos"], "P_so": p["Pso"]},
    )
    G = ob.Interface(G_s=p["Gs"], G_o=p["Go"], G_os=p["Gos"], G_so=p["Gso"])
    with pytest.warns(ob.NotPassiveWarning):
        sol = ob.solve(N(p["dN"]) | G | F(p["dF"]), closure=closure)
    tau = sol.torque()
    for case, value in zip(chosen, tau, strict=True):
        re, im, cond = case["results"][f"{STORED[closure]}/OHE"]["Js0"]
        true = complex(float(re), float(im))
        assert abs(value - true) <= BOUND * max(1, cond) * max(abs(true), TINY), case["name"]
