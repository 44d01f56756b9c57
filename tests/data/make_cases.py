"""Make cases.json and figures.json: bilayers solved with 60 digits, by other means than the library's.

Every layer has four modes, two that decay upwards from its lower face and two that decay downwards
from its upper face.  All coefficients of all layers stand in one linear system: no current through
the outer surfaces, and at each interface continuous currents and J = G (mu_below - mu_above), or
continuous potentials.  No layer is ever eliminated, there is no two-port, no tanh.

    python tests/data/make_cases.py            write both beside this file
    python tests/data/make_cases.py --check    compare them with what would be written

Lengths in m, conductivities in 1/(ohm m), conductances in 1/(ohm m^2), all as decimal strings, so
that a case means the same number everywhere.  Currents and potentials are for a unit Hall current.
"cond" is the largest abs(d ln answer/d ln parameter): relative errors are measured against it.
"""

import json
import random
import sys
from pathlib import Path

import mpmath as mp

DIGITS = 60
HERE = Path(__file__).parent
CLOSURES = ("paper", "conserving")
SOURCES = ("SHE", "OHE")
OBSERVABLES = (
    *("Js0", "Jo0", "musN0", "muoN0", "musF0", "muoF0"),
    *("musN_out", "muoN_out", "musF_out", "muoF_out", "JsN_mid", "JoN_mid", "JsF_mid", "JoF_mid"),
)

FIG2 = {
    **{"dN": "5e-9", "dF": "5e-9", "lam_sN": "3e-9", "lam_oN": "5e-9", "lam_sf": "3e-9", "lam_phi": "1e-9"},
    **{"lam_J": "0.5e-9", "lam_oF": "5e-9", "sig_sN": "1e6", "sig_oN": "1e6", "sig_sF": "1e6", "sig_oF": "1e6"},
    **{"Pos": "0.5", "Pso": "0.5", "k_mode": "exact"},
}


# -- the solver -----------------------------------------------------------------------------


def wavenumber(lam_sf, lam_J, lam_phi, k_mode="exact", m=1):
    """k with mu'' = k^2 mu; Eq. (6) as printed is smaller by sqrt(2)."""
    k2 = 1 / mp.mpf(lam_sf) ** 2 + 1 / mp.mpf(lam_phi) ** 2 - mp.mpc(0, m) / mp.mpf(lam_J) ** 2
    return mp.sqrt(k2 / 2 if k_mode == "printed" else k2)


def layer(d, k, q, sigma_s, sigma_o, P_os="0", P_so="0", j_s=0, j_o=0):
    """One layer as a dict of multiprecision numbers."""
    names = ("d", "k", "q", "sigma_s", "sigma_o", "P_os", "P_so", "j_s", "j_o")
    return {n: mp.mpmathify(v) for n, v in zip(names, (d, k, q, sigma_s, sigma_o, P_os, P_so, j_s, j_o), strict=True)}


def sigma_matrix(one):
    return mp.matrix([[one["sigma_s"], one["P_os"] * one["sigma_o"]], [one["P_so"] * one["sigma_s"], one["sigma_o"]]])


def modes(one, closure):
    """[(kappa, (mu_s, mu_o))] of the two modes."""
    k2, q2 = one["k"] ** 2, one["q"] ** 2
    if closure == "paper":
        return [(one["k"], (1, 0)), (one["q"], (0, 1))]
    # sigma_s (kappa^2 - k^2) mu_s + P_os sigma_o kappa^2 mu_o = 0, and the same for the orbital moment
    p = one["P_os"] * one["P_so"]
    root = mp.sqrt((k2 - q2) ** 2 + 4 * p * k2 * q2)
    found = []
    for kappa2 in ((k2 + q2 + root) / (2 * (1 - p)), (k2 + q2 - root) / (2 * (1 - p))):
        rows = (
            (one["sigma_s"] * (kappa2 - k2), one["P_os"] * one["sigma_o"] * kappa2),
            (one["P_so"] * one["sigma_s"] * kappa2, one["sigma_o"] * (kappa2 - q2)),
        )
        a, b = max(rows, key=lambda row: abs(row[0]) + abs(row[1]))
        found.append((mp.sqrt(kappa2), (b, -a)))
    if not one["P_os"] and not one["P_so"]:
        return [(one["k"], (1, 0)), (one["q"], (0, 1))]
    return found


def degenerate(one, closure):
    k2, q2 = one["k"] ** 2, one["q"] ** 2
    gap = (k2 - q2) ** 2 + 4 * one["P_os"] * one["P_so"] * k2 * q2
    return closure == "conserving" and abs(gap) <= mp.mpf(10) ** (-mp.mp.dps // 2) * abs(k2 * q2)


def solve(layers, interfaces, closure, rest=None):
    """Return at(i, z): (J_s, J_o, mu_s, mu_o) in layer i, z metres above its lower face.

    `interfaces` holds a 2x2 list [[G_s, G_os], [G_so, G_o]], or None for continuous potentials.
    `rest` holds the (mu_s, mu_o) that each layer relaxes to: zero, unless something is pumped.
    """
    rest = rest or [(0, 0)] * len(layers)
    if any(degenerate(one, closure) for one in layers):
        # two modes fall together: pull them apart by far less than anybody will see
        layers = [one | {"q": one["q"] * (1 + mp.mpf(10) ** (-2 * mp.mp.dps // 5))} for one in layers]
    known = [modes(one, closure) for one in layers]

    def rows(i, z):
        """Rows of J_s, J_o, mu_s, mu_o at z in layer i: 4 coefficients each."""
        one, S = layers[i], sigma_matrix(layers[i])
        out = [[], [], [], []]
        for kappa, v in known[i]:
            for sign, e in ((-1, mp.exp(-kappa * z)), (1, mp.exp(-kappa * (one["d"] - z)))):
                slope = sign * kappa * e
                for row in (0, 1):
                    out[row].append(-(S[row, 0] * v[0] + S[row, 1] * v[1]) * slope)
                    out[2 + row].append(v[row] * e)
        return out

    n = len(layers)
    M, rhs = mp.matrix(4 * n, 4 * n), mp.matrix(4 * n, 1)
    line = 0

    def put(parts, right):
        nonlocal line
        for i, row in parts:
            for c in range(4):
                M[line, 4 * i + c] = row[c]
        rhs[line] = right
        line += 1

    sources = [(one["j_s"], one["j_o"]) for one in layers]
    bottom, top = rows(0, 0), rows(n - 1, layers[-1]["d"])
    for c in (0, 1):
        put([(0, bottom[c])], -sources[0][c])
        put([(n - 1, top[c])], -sources[-1][c])
    for i, G in enumerate(interfaces):
        left, right = rows(i, layers[i]["d"]), rows(i + 1, 0)
        for c in (0, 1):
            put([(i, left[c]), (i + 1, [-x for x in right[c]])], sources[i + 1][c] - sources[i][c])
            drop = [rest[i][n] - rest[i + 1][n] for n in (0, 1)]
            if G is None:
                put([(i, left[2 + c]), (i + 1, [-x for x in right[2 + c]])], -drop[c])
            else:
                g = [mp.mpf(x) for x in G[c]]
                here = [x - g[0] * s - g[1] * o for x, s, o in zip(left[c], left[2], left[3], strict=True)]
                there = [g[0] * s + g[1] * o for s, o in zip(right[2], right[3], strict=True)]
                put([(i, here), (i + 1, there)], g[0] * drop[0] + g[1] * drop[1] - sources[i][c])
    for r in range(4 * n):  # equilibrate, so that pivots compare like with like
        scale = max(abs(M[r, c]) for c in range(4 * n))
        rhs[r] /= scale
        for c in range(4 * n):
            M[r, c] /= scale
    a = mp.lu_solve(M, rhs)

    def at(i, z):
        found = [mp.fsum(x * a[4 * i + c] for c, x in enumerate(row)) for row in rows(i, mp.mpf(z))]
        return tuple(x + y for x, y in zip(found, (*sources[i], *rest[i]), strict=True))

    return at


# -- a bilayer and its observables --------------------------------------------------------------


def bilayer(p, source):
    """The two layers and the interface of a case."""
    if p["k_mode"] == "given":
        k = mp.mpc(p["k_re"], p["k_im"])
    else:
        k = wavenumber(p["lam_sf"], p["lam_J"], p["lam_phi"], p["k_mode"])
    j = (1, 0) if source == "SHE" else (0, 1)
    N = layer(p["dN"], 1 / mp.mpf(p["lam_sN"]), 1 / mp.mpf(p["lam_oN"]), p["sig_sN"], p["sig_oN"], 0, 0, *j)
    F = layer(p["dF"], k, 1 / mp.mpf(p["lam_oF"]), p["sig_sF"], p["sig_oF"], p["Pos"], p["Pso"])
    G = None if "Gs" not in p else [[p["Gs"], p["Gos"]], [p["Gso"], p["Go"]]]
    return [N, F], [G]


def observables(p, closure, source):
    layers, interfaces = bilayer(p, source)
    at = solve(layers, interfaces, closure)
    d_N, d_F = layers[0]["d"], layers[1]["d"]
    below, above = at(0, d_N), at(1, 0)
    answers = (
        *(below[:2] if abs(below[0]) + abs(below[1]) < abs(above[0]) + abs(above[1]) else above[:2]),
        *below[2:],
        *above[2:],
        *at(0, 0)[2:],
        *at(1, d_F)[2:],
        *at(0, d_N / 2)[:2],
        *at(1, d_F / 2)[:2],
    )
    return dict(zip(OBSERVABLES, answers, strict=True))


def conditions(p, closure, source, answers):
    """The largest abs(d ln answer/d ln parameter) for each answer, by differences."""
    step = mp.mpf(10) ** -20
    worst = dict.fromkeys(answers, mp.mpf(0))
    for name, value in p.items():
        if name == "k_mode" or value == "inf" or mp.mpf(value) == 0:
            continue
        if p["k_mode"] == "given" and name in ("lam_sf", "lam_J", "lam_phi"):
            continue
        moved = observables(p | {name: mp.mpf(value) * (1 + step)}, closure, source)
        for key, answer in answers.items():
            if abs(answer) > mp.mpf("1e-400"):
                worst[key] = max(worst[key], abs(moved[key] / answer - 1) / step)
    return worst


def text(x, digits=17):
    return "0" if abs(x) < mp.mpf("1e-340") else mp.nstr(x, digits, min_fixed=0, max_fixed=0)


def solved(name, p):
    """A case with its answers: for each closure and source, per observable [real, imaginary, cond]."""
    results = {}
    for closure in CLOSURES:
        for source in SOURCES:
            answers = observables(p, closure, source)
            worst = conditions(p, closure, source, answers)
            results[f"{closure}/{source}"] = {
                key: [text(mp.re(x)), text(mp.im(x)), float(mp.nstr(worst[key], 3))] for key, x in answers.items()
            }
    return {"name": name, "params": p, "results": results}


# -- which cases ------------------------------------------------------------------------------------


def named_cases():
    """The 37 cases agreed upon, as they stand in cases.json."""
    known = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))["cases"]
    return [(case["name"], case["params"]) for case in known if not case["name"].startswith("hard ")]


def hard_cases(seed=20240601):
    """Bilayers that are hard on arithmetic, the same ones on every run."""
    rng = random.Random(seed)
    cases = []

    def log(low, high):
        return f"{low * (high / low) ** rng.random():.5e}"

    def times(a, b):
        return f"{float(a) * float(b):.5e}"

    def everyday():
        p = dict(FIG2)
        for name in ("lam_sN", "lam_oN", "lam_sf", "lam_phi", "lam_J", "lam_oF"):
            p[name] = log(3e-10, 2e-8)
        for name in ("sig_sN", "sig_oN", "sig_sF", "sig_oF"):
            p[name] = log(1e5, 1e7)
        p["dN"], p["dF"] = log(1e-9, 3e-8), log(1e-9, 3e-8)
        p["Pos"], p["Pso"] = f"{rng.uniform(-0.7, 0.7):.4f}", f"{rng.uniform(-0.7, 0.7):.4f}"
        if rng.random() < 0.7:
            p |= interface(log(1e13, 1e17), log(1e13, 1e17), rng.uniform(-1, 1), rng.uniform(-1, 1))
        return p

    def interface(G_s, G_o, os, so):
        mean = (float(G_s) * float(G_o)) ** 0.5
        return {"Gs": G_s, "Go": G_o, "Gos": f"{os * mean:.5e}", "Gso": f"{so * mean:.5e}"}

    def add(what, **changes):
        cases.append((f"hard {len(cases)}: {what}", everyday() | changes))

    for exponents in ((-4, -4), (-4, 3), (3, -4), (3, 3), (-3, -1), (-1, -3), (0, 2), (2, 0), (-2, 1), (1, -2)):
        p = everyday()
        p["dN"] = times(min(p["lam_sN"], p["lam_oN"], key=float), 10.0 ** exponents[0])
        p["dF"] = times(min(p["lam_J"], p["lam_oF"], key=float), 10.0 ** exponents[1])
        add(f"d/lambda 1e{exponents[0]}, 1e{exponents[1]}", **p)
    for name, given in (
        ("lambda_sf = lambda_phi = inf", {"lam_sf": "inf", "lam_phi": "inf"}),
        ("lambda_sf = lambda_J = inf", {"lam_sf": "inf", "lam_J": "inf"}),
        ("lambda_J = lambda_phi = inf, thin", {"lam_phi": "inf", "lam_J": "inf", "dF": "1e-12"}),
        ("lambda_sf = lambda_phi = inf, thin", {"lam_sf": "inf", "lam_phi": "inf", "dF": "2e-13"}),
    ):
        add(name, **given)
    for off in ("1e-3", "1e-6", "1e-9"):
        with mp.workdps(DIGITS):
            product = mp.nstr(mp.sqrt(mp.mpf("3e15") * mp.mpf("7e14")) * (1 - mp.mpf(off)), 17)
        add(f"G singular to {off}", Gs="3e15", Go="7e14", Gos=product, Gso=product)
    add("G singular", Gs="4e15", Go="1e15", Gos="2e15", Gso="2e15")
    add("G singular, one way", Gs="1e15", Go="0", Gos="3e14", Gso="0")
    add("G of rank one, conversion only", Gs="0", Go="0", Gos="3e14", Gso="0")
    add("G without a channel", Gs="1e15", Go="0", Gos="0", Gso="0")
    for exponents in ((-4, 4, 4, -4), (4, -4, 2, -2), (2, 2, -4, 4), (-4, -4, 3, 3), (1, 1, -4, -1)):
        values = {
            f"sig_{n}": f"{10.0 ** (6 + e / 2):.5e}" for n, e in zip(("sN", "oN", "sF", "oF"), exponents, strict=True)
        }
        add(f"sigma times 1e{exponents}/2", **values)
    add("P beyond 1, p < 1", Pos="2.5", Pso="0.2")
    add("P beyond 1, p < -1", Pos="-1.7", Pso="1.3")
    add("p > 1", Pos="1.6", Pso="1.4")
    add("1 - p = 1e-5", Pos="0.8", Pso="1.2499875")
    add("1 - p = 1e-9", Pos="2", Pso="0.4999999995")
    add("p small, k far from q", Pos="1e-9", Pso="-1e-7", lam_J="2e-10", lam_oF="4e-8")
    for name, given in (
        ("p tiny", {"Pos": "1e-8", "Pso": "2e-8"}),
        ("p small, thin", {"Pos": "1e-3", "Pso": "1e-3", "dF": "3e-12"}),
        ("one way", {"Pos": "0.4", "Pso": "0"}),
        ("p = 0.3", {"Pos": "0.5", "Pso": "0.6"}),
    ):
        near = "4.00001e-9" if name == "p tiny" else "4e-9"
        add(f"k near q, {name}", lam_J="inf", lam_phi="inf", lam_sf=near, lam_oF="4e-9", **given)
    # p < 0 where the two modes fall together: 4 p k^2 q^2 = -(k^2 - q^2)^2, k = 2q gives p = -9/16
    for name, given in (
        ("exactly", {"Pos": "-0.75", "dF": "6e-9"}),
        ("exactly, thin", {"Pos": "-0.75", "dF": "1e-12"}),
        ("exactly, thick", {"Pos": "-0.75", "dF": "3e-7"}),
        ("to 1e-7", {"Pos": "-0.7500001", "dF": "6e-9"}),
        ("to 1e-3", {"Pos": "-0.75075", "dF": "6e-11"}),
    ):
        values = {"lam_J": "inf", "lam_phi": "inf", "lam_sf": "4e-9", "lam_oF": "8e-9", "Pso": "0.75"}
        add(f"modes together {name}", **values, **given)
    # a thin magnet behind an interface, where little flows: potentials as small differences
    contrasts = {
        "": {},
        ", sigma contrast A": {"sig_sN": "1e8", "sig_oN": "1e2", "sig_sF": "1e2", "sig_oF": "1e8"},
        ", sigma contrast B": {"sig_sN": "1e2", "sig_oN": "1e8", "sig_sF": "1e8", "sig_oF": "1e2"},
        ", sigma contrast C": {"sig_sN": "1e8", "sig_oN": "1e8", "sig_sF": "1e2", "sig_oF": "1e2"},
    }
    for d_N, d_F in (("5e-9", "3e-13"), ("3e-6", "1e-13")):
        for name, given in contrasts.items():
            G = rng.choice(
                (
                    {},
                    {"Gs": "1e15", "Go": "2e15", "Gos": "3e14", "Gso": "3e14"},
                    {"Gs": "1e18", "Go": "1e12", "Gos": "1e14", "Gso": "1e14"},
                    {"Gs": "9e15", "Go": "1e15", "Gos": "3e15", "Gso": "3e15"},
                )
            )
            cases.append((f"hard {len(cases)}: thin F {d_F}, N {d_N}{name}", FIG2 | given | G | {"dN": d_N, "dF": d_F}))
    return cases


# -- the paper's figures ----------------------------------------------------------------------------

POINTS = 20  # steps in each layer of Fig. 2
FINITE = {"Gs": "1e15", "Go": "1e15", "Gos": "0", "Gso": "0"}


def pair(z):
    return [float(mp.nstr(mp.re(z), 15)), float(mp.nstr(mp.im(z), 15))]


def figure_2():
    """Profiles from the bottom up: [J_s, J_o, mu_s G_0, mu_o G_0], G_0 = 1e15, in N and in F."""
    curves = {}
    for interface, extra in (("transparent", {}), ("finite", FINITE)):
        for closure in CLOSURES:
            for source in SOURCES:
                layers, between = bilayer(FIG2 | extra, source)
                at = solve(layers, between, closure)
                rows = []
                for i, one in enumerate(layers):
                    rows += [at(i, one["d"] * (1 - mp.cos(mp.pi * j / POINTS)) / 2) for j in range(POINTS + 1)]
                curves[f"{interface} {closure} {source}"] = [
                    [pair(row[c] * (1, 1, 1e15, 1e15)[c]) for row in rows] for c in range(4)
                ]
    return curves


def figure_3():
    """J_s(0) against thickness in nm, by panel and varied length in nm."""
    thicknesses = (0.1, 1, 5, 20)
    curves = {"x": thicknesses}
    for panel, source, thickness, length in (
        ("a", "SHE", "dF", "lam_sf"),
        ("b", "OHE", "dF", "lam_oF"),
        ("c", "SHE", "dN", "lam_sN"),
        ("d", "OHE", "dN", "lam_oN"),
    ):
        for closure in CLOSURES:
            for nm in (1, 3, 5, 10):
                p = FIG2 | {length: f"{nm}e-9"}
                curves[f"{panel} {closure} {nm}"] = [
                    pair(observables(p | {thickness: f"{d}e-9"}, closure, source)["Js0"]) for d in thicknesses
                ]
    return curves


def figure_4():
    """G_mix and G_os^m against G_s and lambda_J (nm): from a thick F, and Eq. (21) as printed."""
    curves = {}
    for k_mode in ("exact", "printed"):
        for panel, values in (("a", ("1e13", "1e14", "1e15", "1e16", "1e17")), ("b", ("0.1", "0.5", "1", "2.5", "5"))):
            rows = []
            for x in values:
                p = FIG2 | FINITE | {"Gos": "5e14", "Pos": "0", "Pso": "0", "dF": "2e-7", "k_mode": k_mode}
                p |= {"Gs": x} if panel == "a" else {"lam_J": f"{x}e-9"}
                forces, currents = mp.matrix(2, 2), mp.matrix(2, 1)
                for i, source in enumerate(SOURCES):
                    found = observables(p, "paper", source)
                    forces[i, 0], forces[i, 1] = found["musN0"], found["muoN0"] - found["muoF0"]
                    currents[i] = found["Js0"]
                exact = mp.lu_solve(forces, currents)
                k = wavenumber(p["lam_sf"], p["lam_J"], p["lam_phi"], k_mode)
                printed = mp.mpf(p["Gos"]) / mp.mpf(p["Gs"]) * mp.mpf(p["sig_sF"]) * k
                rows.append([pair(exact[0]), pair(printed), pair(exact[1])])
            curves[f"{panel} {k_mode}"] = {"x": values, "G_mix, G_os_m printed, G_os_m exact": rows}
    return curves


def dump(cases):
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    return f'{{"columns":["real","imag","cond"],"cases":[\n{lines}\n]}}\n'


def main():
    mp.mp.dps = DIGITS
    figures = {"fig2": figure_2(), "fig3": figure_3(), "fig4": figure_4()}
    made = {
        "cases.json": dump([solved(name, p) for name, p in named_cases() + hard_cases()]),
        "figures.json": json.dumps(figures, separators=(",", ":")).replace('],"', '],\n"') + "\n",
    }
    if "--check" in sys.argv:
        sys.exit(any((HERE / name).read_text(encoding="utf-8") != text for name, text in made.items()))
    for name, text in made.items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
