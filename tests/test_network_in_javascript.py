"""Any stack as the page solves it: what NumPy gives, and the stored answers to 60 digits."""

import json
import warnings
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest
from javascript import COUNTED, complex_of, run, solver
from reference import CASES, STORED, case_stack, magnet, normal

import orbitronics as ob
from orbitronics import lowering, nm
from orbitronics.core import ladder as core
from orbitronics.web import bundle, network, pieces

SOLVER = solver()
WALK = bundle.joined(("network", "solution", "sheet"))
NETWORKS = json.loads((Path(__file__).parent / "data" / "networks.json").read_text(encoding="utf-8"))["cases"]
BOUND = 1e-13  # of the largest of its kind in one stack

# All answers in a row. The same in both languages; `kind` says what is compared with what.
ANSWERS = """
const { network } = orbitronics;
const list = (name, x) => Array.isArray(x) && (name !== "G_mix" || Array.isArray(x[0]));
const sample = (one, j) => Object.fromEntries(Object.entries(one).map(([name, x]) =>
  [name, list(name, x) ? x[j] : name === "material" ? sample(x, j) : x]));
function inside(s) { // at both faces and between them
  return s.stack.layers.map((_, i) =>
    [s.current(i, 0), s.potential(i, 0), s.current(i, 1), s.potential(i, 1), ...s.along([[i, s.layer(i).d / 3]])]);
}
const rows = (s) => Object.values(s.budget()).map((one) => [Object.values(one.spin), Object.values(one.orbital)]);
function answers(plain, closure, wavenumber, channel) {
  const s = network.solve(plain, { closure, wavenumber, channel, E: 2 });
  const magnets = s.stack.layers.filter(({ magnetic }) => magnetic).map(({ place }) => place);
  const across = channel === "transverse";
  const torque = across ? magnets.map((one) => ["absorbed", "exchange"].map((kind) => s.torque(one, kind))) : [];
  return [inside(s), torque, s.chargeCurrent(), rows(s)].flat(9);
}
"""


def quiet(function, *args, **kwargs):
    """Call without the library's warnings, which random stacks call for."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return function(*args, **kwargs)


def inside(sol):
    """The kinds and the answers at both faces of each layer and between them."""
    ladder, found = lowering.lower(sol, lambda x: x), []
    for i, one in enumerate(ladder.layers):
        up = one.d / 3
        rows = [ladder.current(i, 0), ladder.potential(i, 0), ladder.current(i, 1), ladder.potential(i, 1)]
        rows += [within(ladder, i, sol.shape, up, one.d - up, potentials) for potentials in (False, True)]
        found += [
            (what, x)
            for row, pair in zip(("J", "mu") * 3, rows, strict=True)
            for what, x in zip((f"{row}_s", f"{row}_o"), pair, strict=True)
        ]
    return found


def within(ladder, i, shape, up, down, potentials):
    """Currents or potentials inside a layer, in the frame that has them."""
    compute = core.potentials_inside if potentials else core.currents_inside
    found = np.zeros((2, *shape), complex)
    for one, those in ladder.parts(np.full((int(np.prod(shape)), 1), i)):
        here = np.reshape(those == i, shape)
        if here.any():
            found = np.where(here, one.told(compute(one.place(i), up, down), potentials, ...), found)
    return found


def rows(sol):
    """The rows of the budget."""
    return [("rows", x) for one in sol.budget().values() for moment in one.values() for x in moment.values()]


def answers(sol):
    """The kinds and the values of all answers, the last axis in the order of the page's."""
    found = inside(sol)
    magnets = [i for i, layer in enumerate(sol.stack.layers) if layer.magnetic]
    if sol.channel == "transverse":
        found += [("torque", sol.torque(kind, i)) for i in magnets for kind in ("absorbed", "exchange")]
    found.append(("charge", sol.charge_current()))
    found += rows(sol)
    values = np.stack([np.broadcast_to(x, sol.shape) for _, x in found], -1).astype(complex)
    return np.array([kind for kind, _ in found]), values


def largest(kinds, values, sizes=None):
    """The largest of its kind, beside each answer; `sizes` of some kinds are known to be larger."""
    size, found = np.abs(values), np.empty(values.shape)
    for kind in set(kinds):
        found[..., kinds == kind] = size[..., kinds == kind].max(-1, keepdims=True)
    for kind, least in (sizes or {}).items():
        found[..., kinds == kind] = np.maximum(found[..., kinds == kind], least[..., None])
    return found


def assert_close(found, stack, solve, ask=answers):
    """To 1e-13 of the largest of a kind, or ten times what one unit in the last place of an input moves.

    `solve` solves a stack, here one of arrays; `found` is what the page answers for each of its samples.
    """
    kinds, expected, *sizes = ask(quiet(solve, stack))
    assert found.shape == expected.shape
    error, allowed = np.abs(found - expected), BOUND * largest(kinds, expected, *sizes)
    far = ~(error <= allowed).all(-1)
    if far.any():
        allowed[far] = np.maximum(allowed[far], 10 * moved(solve, stack, far, ask))
    good = error <= allowed
    assert good.all(), (np.argwhere(~good)[:5], found[~good][:5], error[~good][:5], allowed[~good][:5])


def moved(solve, stack, far, ask):
    """How far the answers by NumPy move, at most, when one input changes by one unit in the last place."""
    numbers = {a: np.broadcast_to(x, stack.shape)[far] for a, x in stack.numbers().items() if not a.endswith(".m")}
    numbers = {a: x for a, x in numbers.items() if np.any(x)}
    ulp = np.eye(1 + len(numbers))[:, 1:, None] * 2**-52  # no change, then of each number by itself
    changed = {a: np.where(np.isinf(x), x, x * (1 + ulp[:, i])) for i, (a, x) in enumerate(numbers.items())}
    _, found, *_ = ask(
        quiet(solve, stack.replace({a: 0.0 for a in stack.numbers() if a not in numbers and a[-2:] != ".m"} | changed))
    )
    return np.abs(found[1:] - found[0]).max(0)


# -- 10 000 random stacks ----------------------------------------------------------------------------------------------

EACH, STRUCTURES = 200, range(50)


def random_stack(rng, n):
    """A stack of random structure with arrays of `n` numbers: N and F different in everything."""

    def spread(low, high):
        return 10 ** rng.uniform(low, high, n)

    def split(size):
        return rng.uniform(-0.6, 0.6, n) * size, rng.uniform(-0.6, 0.6, n) * size

    def one_of(*choices):
        return choices[rng.integers(len(choices))]

    def layer(i, kind):
        sigma_s, sigma_o = spread(5, 7), spread(5, 7)
        numbers = {"sigma_s": sigma_s, "sigma_o": sigma_o, "lambda_o": spread(-9.3, -8), "name": f"{kind}{i}"}
        if rng.random() < 0.6:
            off = split(np.sqrt(sigma_s * sigma_o))
            numbers |= {"P_os": off[0] / sigma_o, "P_so": off[1] / sigma_s}
        if rng.random() < 0.7:
            numbers |= {"sigma_SHE": rng.normal(size=n), "sigma_OHE": rng.normal(size=n)}
        numbers["sigma"] = spread(5, 7)
        if kind == "N":
            material = ob.NormalMetal(lambda_s=spread(-9.3, -8), **numbers)
        else:
            lengths = {name: spread(-9.7, -8) for name in ("lambda_sf", "lambda_J", "lambda_phi")}
            material = ob.Ferromagnet(m=int(one_of(-1, 1)), **lengths, **numbers)
        if closure == "reciprocal" and rng.random() < 0.5:
            material = material.coupled(rng.uniform(-1, 1, n))
        return material(0.0 if rng.random() < 0.04 else spread(*one_of((-13, -6), (-10, -7.5))))

    def between():
        q = {f"sigma_{what}_{side}": rng.normal(size=n) for what in ("SREE", "OREE") for side in ("below", "above")}
        G_s, G_o = spread(12, 17), spread(12, 17)
        G_os, G_so = split(np.sqrt(G_s * G_o))
        G = one_of({"G_s": G_s, "G_o": G_o}, {"G_s": G_s, "G_o": G_o, "G_os": G_os, "G_so": G_so})
        q = one_of({}, q)
        return one_of([], [ob.Interface.transparent(**q)], [ob.Interface(**G, **q)], [ob.Interface(**G, **q)])

    def surface():
        q = {"sigma_SREE": rng.normal(size=n), "sigma_OREE": rng.normal(size=n)}
        G = {"G_mix": spread(13, 15) - 1j * spread(13, 15), "G_long": spread(12, 14), "G_o": spread(12, 14)}
        return one_of([], [], [ob.Surface(**q)], [ob.Surface(**G)], [ob.Surface(**q, **G)])

    closure = one_of("paper", "reciprocal")
    kinds = one_of("NF", "FN", "NFN", "FNF", "NF", "NNF", "N", "F", "FNFN")
    items = [*surface(), layer(0, kinds[0])]
    for i, kind in enumerate(kinds[1:]):
        items += [*between(), layer(i + 1, kind)]
    stack = ob.Stack([*items, *surface()])
    if not np.any(stack.heights[-1]):  # nothing would take up what is emitted
        stack = stack.replace({f"{stack.place(0)}.thickness": spread(-9, -8)})
    if not lowering.sources(stack):
        stack = stack.replace({f"{stack.place(0)}.sigma_OHE": np.ones(n)})
    return stack, closure, one_of("exact", "exact", "printed"), one_of("transverse", "transverse", "longitudinal")


def random_structures(each=EACH):
    return [random_stack(np.random.default_rng([11, i]), each) for i in STRUCTURES]


def ask_page(script, given, tmp_path):
    """What the page answers, one array of (samples, answers) for each that is given."""
    packed = """
    const packed = (rows) => [rows.length, Buffer.from(new Float64Array(rows.flat()).buffer).toString("base64")];
    """
    found = run(SOLVER + WALK + ANSWERS + packed + script, given, tmp_path)
    return [complex_of(np.frombuffer(b64decode(text)).reshape(rows, -1)) for rows, text in found]


SAMPLES = """
const samples = (plain, each, ask) => packed(Array.from({ length: each }, (_, j) =>
  ask({ items: plain.items.map((one) => sample(one, j)) })));
"""


def test_random_stacks(tmp_path):
    """10 000, with both closures, in both channels: all that a solution answers."""
    structures = random_structures()
    given = [[stack.to_dict(), *options] for stack, *options in structures]
    script = (
        SAMPLES
        + f"return given.map(([plain, ...options]) => samples(plain, {EACH}, (one) => answers(one, ...options)));"
    )
    for found, (stack, *options) in zip(ask_page(script, given, tmp_path), structures, strict=True):
        quiet(assert_close, found, stack, lambda one, options=options: ob.solve(one, 2.0, *options))


# -- pumping and the sheet conductance ---------------------------------------------------------------------------------

ASKED = """
function pumped(plain, closure, wavenumber) {
  const { layers } = network.solve(plain).stack;
  const layer = layers.findLastIndex(({ magnetic }) => magnetic);
  const p = network.pump(plain, { layer, closure, wavenumber, V: 0.5 });
  const torques = ["added", "own", "bulk", "absorbed"].map((kind) => p.torque(layer, kind));
  const s = network.sheet(plain, { closure, wavenumber });
  const real = [s.joule, s.Z_l, ...s.conductance([1, -2, 2]).flat()];
  const charge = [p.chargeCurrent(), p.openCircuitField(), s.Z_t];
  return [inside(p), torques, rows(p), charge, s.smr, s.Z_t[1], real.map((x) => [x, 0])].flat(9);
}
"""


def pumped(both):
    """The kinds and the values of all that pumping and the sheet answer."""
    sol, sheet = both
    found = inside(sol)
    # what precesses is spin, and closed faces let nothing through: J is compared with the torque, mu_o with mu_s
    found = [("mu" if kind.startswith("mu") else "torque", x) for kind, x in found]
    found += [("torque", sol.torque(kind)) for kind in ("added", "own", "bulk", "absorbed")]
    found += rows(sol)
    found += [("charge", sol.charge_current()), ("field", sol.open_circuit_field()), ("Z", sheet.Z_t)]
    found += [("smr", sheet.smr + 1j * np.imag(sheet.Z_t))]  # the real part of a complex difference
    found += [("joule", sheet.joule), ("Z", sheet.Z_l)]
    G = sheet.conductance((1, -2, 2))
    found += [("G", G[..., i, j]) for i in range(2) for j in range(2)]
    values = np.stack([np.broadcast_to(x, sol.shape) for _, x in found], -1).astype(complex)
    kinds = np.array([kind for kind, _ in found])
    # a charge current is a sum of differences of potentials: its size is that of its terms
    hall = sum(np.abs(layer.material.sigma_SHE) + np.abs(layer.material.sigma_OHE) for layer in sol.stack.layers)
    size, driven = (hall * largest_potential(one) for one in (sol, sheet._transverse))
    # a potential is what is left of mu + V where a magnet precesses: it is known to the last digit of V
    last = 2 * np.finfo(float).eps * np.broadcast_to(np.abs(sol.V), sol.shape)
    return kinds, values, {"charge": size, "field": size / sheet.joule, "Z": driven, "smr": driven, "mu": last / BOUND}


def largest_potential(sol):
    return np.max([np.abs(x) for kind, x in inside(sol) if kind.startswith("mu")], axis=0)


def pump_last(stack, closure, wavenumber, channel=None):
    last = max(i for i, layer in enumerate(stack.layers) if layer.magnetic)
    return ob.pump(stack, last, 0.5, closure, wavenumber), ob.sheet(stack, closure, wavenumber)


def test_pumping_and_sheets_of_random_stacks(tmp_path):
    """1000, of every kind."""
    magnets = [(one, [layer for layer in one[0].layers if layer.magnetic]) for one in random_structures(40)]
    structures = [one for one, found in magnets if found]
    given = [[stack.to_dict(), *options] for stack, *options in structures]
    script = (
        ASKED + SAMPLES + "return given.map(([plain, ...more]) => samples(plain, 40, (one) => pumped(one, ...more)));"
    )
    for found, (stack, *options) in zip(ask_page(script, given, tmp_path), structures, strict=True):
        quiet(assert_close, found, stack, lambda one, options=options: pump_last(one, *options), pumped)


# -- other frames ------------------------------------------------------------------------------------------------------

AT_BOUND = 1 - np.array([0.0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 0.7])


def unrelaxed_stacks():
    """Stacks of which no layer takes up one moment, or hardly: films cut in two, layers that are not there."""
    numbers = {
        "A": {"sigma_s": 1e6, "sigma_o": 3e6, "lambda_s": 3 * nm, "lambda_o": 5 * nm, "P_os": 0.2, "P_so": 0.5},
        "B": {"sigma_s": 8e6, "sigma_o": 1.5e6, "lambda_s": 6 * nm, "lambda_o": 2.5 * nm, "P_os": -0.3, "P_so": 0.4},
    }
    emitted = {f"sigma_{x}_{side}": e for x in ("SREE", "OREE") for side, e in (("below", 5e4), ("above", -5e4))}
    others = {
        "0": magnet(name="absent", P_os=0.0, P_so=0.0)(0.0),
        "1": magnet(name="absent")(0.0),
        " ": ob.Interface(G_s=1e15, G_o=7e14, G_os=2e14, G_so=1e14, **emitted),
        "|": ob.Interface(G_s=2e15, G_o=9e14),
        ":": ob.Interface.transparent(**emitted),
        "o": ob.Surface(G_long=1e13, G_o=1e13),
        "e": ob.Surface(sigma_SREE=2e4, sigma_OREE=1e4),
    }
    for kinds in ("A", "AA", "AAA", "AB", "A B", "A|A:A", "BAB", "A0", "0A", "A1B", "A B0", "AC", "AAo", "eA|B", "ABe"):
        for sign in (1, -1):
            chi = sign * (AT_BOUND[4:] if "e" in kinds else AT_BOUND)  # at the bound nothing takes up what is emitted
            parts = {k: ob.NormalMetal(**v, sigma=2e6, name=k).coupled(chi) for k, v in numbers.items()}
            parts["A"] = parts["A"].replace(sigma_SHE=1e5, sigma_OHE=-2e5)
            parts["C"] = parts["A"].replace(name="C").coupled(0.9 * chi)
            thick = iter((1.7 * nm, 3.1 * nm, 0.9 * nm))
            yield ob.Stack([parts[k](next(thick)) if k in parts else others[k] for k in kinds])


@pytest.mark.parametrize("channel", ["transverse", "longitudinal"])
def test_stacks_in_which_a_moment_hardly_relaxes(channel, tmp_path):
    stacks = list(unrelaxed_stacks())
    options = ["reciprocal", "exact", channel]
    script = "return given.map(([plain, each, ...more]) => samples(plain, each, (one) => answers(one, ...more)));"
    given = [[stack.to_dict(), *stack.shape, *options] for stack in stacks]
    for found, stack in zip(ask_page(SAMPLES + script, given, tmp_path), stacks, strict=True):
        quiet(assert_close, found, stack, lambda one: ob.solve(one, 2.0, *options))


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
def test_pumping_by_films_of_any_thickness(closure, tmp_path):
    """From far below an atom to a thousand decay lengths, on each side, with an interface between them and without."""
    d, d_F = (x.ravel() for x in np.meshgrid(*[10.0 ** np.arange(-14, -5, 2)] * 2))
    N = ob.NormalMetal(
        sigma_s=3.2e5, sigma_o=2.7e5, lambda_s=24 * nm, lambda_o=0.4 * nm, P_so=0.2, P_os=0.24, sigma_SHE=5e4, sigma=1e6
    )
    F = magnet(
        sigma_s=7.3e6, sigma_o=8.6e6, lambda_sf=0.32 * nm, lambda_J=0.14 * nm, lambda_phi=0.3 * nm, lambda_o=15 * nm,
        P_so=0.76, P_os=0.65, sigma_OHE=3e4, sigma=1e6,
    )  # fmt: skip
    G = ob.Interface(G_s=3e15, G_o=8e14, G_os=5e14, G_so=2e14)
    stacks = [N(d) | F(d_F), F.replace(name="absent")(0.0) | N(d) | G | F(d_F), F(0.7 * d_F) | F(0.3 * d_F)]
    script = (
        ASKED + SAMPLES + "return given.map(([plain, ...more]) => samples(plain, 25, (one) => pumped(one, ...more)));"
    )
    for found, stack in zip(
        ask_page(script, [[one.to_dict(), closure, "exact"] for one in stacks], tmp_path), stacks, strict=True
    ):
        quiet(assert_close, found, stack, lambda one: pump_last(one, closure, "exact"), lambda both: pumped(both)[:2])


def test_numbers_that_change_in_other_frames(tmp_path):
    """A stack enters a frame and leaves it as its numbers change, and where it is in one its maps are not cut."""
    N = ob.NormalMetal(sigma_s=1e6, sigma_o=3e6, lambda_s=3 * nm, lambda_o=5 * nm, sigma_SHE=1e5, sigma=1e6, P_os=0.2)
    G = ob.Interface(G_s=3e15, G_o=8e14, G_os=5e14, G_so=2e14)
    film, pumped = N.coupled(1.0)(2 * nm) | G | N.coupled(1.0)(3 * nm), N(3e-13) | G | magnet(sigma_OHE=3e4)(2 * nm)
    script = """
    const made = ([film, pumped], plane) => [network.solve(film, { closure: "reciprocal", plane }),
      network.sheet(film, { plane }), network.pump(pumped)];
    const ask = ([s, sheet, p]) => [s.chargeCurrent(), sheet.Z_t, [sheet.Z_l, sheet.smr],
      inside(s), inside(p), p.torque(), p.chargeCurrent(), rows(p)].flat(9);
    const magnets = [false, true].map((plane) => network.sheet(given.pop(), { plane }));
    const [film] = given, plain = structuredClone(given), { Gamma_os } = film.items[0].material;
    const known = [made(plain, false), made(plain, true)], found = [];
    for (const d of [1, 2, 5, 1, 5]) {
      for (const [place, value] of [[1, d * 1e-9], [3, d * 1e-13], [3, 3e-9]]) {
        for (const all of known) for (const one of all) one.set(place, "thickness", value);
        plain.forEach(({ items }) => { items[place - 1].thickness = value; });
        const fresh = ask(made(plain, false));
        found.push(...known.map((all) => ask(all).every((x, n) => Object.is(x, fresh[n]))));
      }
      const [one] = known[0]; // off the bound and back
      const there = [0.9, 1].map((x) => { one.set(1, "Gamma_os", x * Gamma_os); return one.framed(0) !== null; });
      found.push(!there[0] && there[1]);
    }
    for (const place of [1, 3]) magnets.forEach((one) => one.set(place, "thickness", 4e-9)); // only along m in a frame
    return [found, known[0][2].framed(0) !== null, magnets.map(({ Z_l, smr }) => [Z_l, smr])];"""
    F = magnet(sigma_OHE=3e4).coupled(1.0)
    given = [one.to_dict() for one in (film, pumped, F(2 * nm) | G | F(nm), F(2 * nm) | G | F(nm))]
    found, lifted, (whole, cut) = run(SOLVER + WALK + ANSWERS + script, given, tmp_path)
    assert len(found) == 35 and all(found) and lifted, found
    assert whole == pytest.approx(cut, rel=1e-11)


# -- the stored answers ------------------------------------------------------------------------------------------------

BILAYER = """
function bilayer(plain, closure, wavenumber, k) { // the observables of a stored case, in their order
  const s = network.solve(plain, { closure, wavenumber });
  if (k) k.forEach(([place, x]) => { s.layer(1).block[place] = x; }); // a wavenumber that no material has
  const middle = s.stack.layers.map(({ v }, i) => s.along([[i, v.thickness / 2]])[0].slice(0, 4));
  return [s.current(1, 0), s.potential(0, 1), s.potential(1, 0), s.potential(0, 0), s.potential(1, 1), middle].flat(2);
}
"""


@pytest.mark.parametrize("closure", STORED)
def test_stored_bilayers(closure, tmp_path):
    """To 60 digits, within the condition of each answer."""
    given, stored = [], []
    for case in CASES:
        p = case["params"]
        for source in ("SHE", "OHE"):
            k = None
            if p["k_mode"] == "given":
                k = complex(float(p["k_re"]), float(p["k_im"]))
                places = {"k": k, "Gamma_ss": float(p["sig_sF"]) * k * k}
                places = {2 * network.LAYER.index(name): x for name, x in places.items()}
                k = [[at + i, part] for at, x in places.items() for i, part in enumerate((x.real, x.imag))]
            form = "printed" if p["k_mode"] == "printed" else "exact"
            given.append([case_stack(p, source).to_dict(), closure, form, k])
            rows = case["results"][f"{STORED[closure]}/{source}"].values()
            stored.append([[complex(float(re), float(im)), max(1.0, cond)] for re, im, cond in rows])
    found = ask_page(BILAYER + "return given.map((one) => packed([bilayer(...one)]));", given, tmp_path)
    true, condition = np.moveaxis(np.array(stored), -1, 0)
    error = np.abs(np.array(found)[:, 0] - true)
    kinds = np.array(["J_s", "J_o", *["mu_s", "mu_o"] * 4, *["J_s", "J_o"] * 2])
    good = (error <= 1e-11 * condition.real * np.abs(true)) | (error <= BOUND * largest(kinds, true))
    assert good.all(), (np.argwhere(~good), error[~good], true[~good])


def test_stored_networks(tmp_path):
    """24 networks and 20 pumped stacks in both closures, each answer to 1e-11 of the largest of its kind."""
    script = """
    const faces = (s) => s.stack.layers.map((_, i) => [0, 1].map((face) => [s.potential(i, face), s.current(i, face)]));
    return given.map(([plain, closure]) => {
      const [t, l] = ["transverse", "longitudinal"].map((channel) => network.solve(plain, { closure, channel }));
      const magnets = t.stack.layers.filter(({ magnetic }) => magnetic).map(({ place }) => place);
      const { Z_t, Z_l, smr } = network.sheet(plain, { closure });
      const pumps = magnets.map((layer) => network.pump(plain, { layer, closure }));
      return { transverse: faces(t), longitudinal: faces(l), Z: [Z_t, Z_l, smr],
        torque: magnets.map((one) => ["absorbed", "exchange"].map((kind) => t.torque(one, kind))),
        pumping: pumps.map((p) => [p.torque(undefined, "own"), p.torque(undefined, "absorbed"), p.chargeCurrent()]) };
    });"""
    found = run(SOLVER + WALK + ANSWERS + script, [[one["stack"], one["closure"]] for one in NETWORKS], tmp_path)
    for one, case in zip(found, NETWORKS, strict=True):
        stored = case["answers"]
        for channel in ("transverse", "longitudinal"):
            got = complex_of(np.reshape(one[channel], (-1, 8)))
            expected = complex_of(np.reshape(stored[channel], (-1, 8)))
            beyond = np.abs(got - expected) - 1e-11 * np.abs(expected).max(0)
            assert beyond.max() <= 0, (case["name"], channel, got, expected)
        flat = [one["Z"][0], [one["Z"][1], 0], [one["Z"][2], 0]]
        expected = [stored["Z_t"], [stored["Z_l"], 0], [stored["smr"], 0]]
        for got, wanted in (
            (flat[:2], expected[:2]),
            (flat[2:], expected[2:]),
            *zip(one["torque"], stored["torque"], strict=True),
        ):
            assert_within(got, wanted, case["name"])
        for got, wanted in zip(one["pumping"], stored["pumping"], strict=True):
            assert_within(got[:2], wanted[:2], case["name"])
            assert_within(got[2:], wanted[2:], case["name"])


def assert_within(got, expected, what, bound=1e-11):
    got, expected = complex_of(got), complex_of(expected)
    assert np.abs(got - expected).max() <= bound * np.abs(expected).max(), (what, got, expected)


# -- what else is asked ------------------------------------------------------------------------------------------------


def test_shares_by_source_and_interfaces(tmp_path):
    cases = [one for one in NETWORKS if one["name"] in ("random 0", "random 6", "random 12", "random 20")]
    script = """
    return given.map(([plain, closure]) => {
      const s = network.solve(plain, { closure });
      const [magnet] = s.stack.layers.filter(({ magnetic }) => magnetic);
      const sides = s.stack.between.map((_, i) => ["current", "potential"].flatMap((ask) =>
        [s[ask](i, 1), s[ask](i + 1, 0)]).flat());
      return [s.bySource(magnet.place), s.bySource((one) => one.chargeCurrent()), sides, s.budget()];
    });"""
    found = run(SOLVER + WALK + ANSWERS + script, [[one["stack"], one["closure"]] for one in cases], tmp_path)
    for (torque, charge, interfaces, budget), case in zip(found, cases, strict=True):
        stack = ob.Stack.from_dict(case["stack"])
        sol = quiet(ob.solve, stack, closure=case["closure"])
        first = next(i for i, layer in enumerate(stack.layers) if layer.magnetic)
        for got, ask in (
            (torque, lambda one, i=first: quiet(one.torque, layer=i)),
            (charge, ob.Solution.charge_current),
        ):
            expected = sol.by_source(ask)
            assert list(got) == list(expected)
            assert_within(list(got.values()), [[x.real, x.imag] for x in map(complex, expected.values())], case["name"])
        for i in range(len(stack) - 1):
            expected = sol.interface(i)
            names = [f"{what}_{m}_{side}" for what in ("J", "mu") for side in ("left", "right") for m in "so"]
            for name, value in zip(names, complex_of(interfaces[i]), strict=True):
                same = [abs(x) for other, x in expected.items() if other.split("_")[0] == name.split("_")[0]]
                assert abs(value - expected[name]) <= 1e-11 * max(same)
        expected = sol.budget()
        assert {p: {m: list(r) for m, r in one.items()} for p, one in budget.items()} == {
            p: {m: list(r) for m, r in one.items()} for p, one in expected.items()
        }


def test_damping(tmp_path):
    script = """
    return given.map(([plain, layer, closure]) => network.pump(plain, { layer, closure, V: 0.5 }).damping(1e6, 2.1));"""
    stacks = [(ob.Stack.from_dict(one["stack"]), one["closure"]) for one in NETWORKS]
    given = [
        (stack, place, closure)
        for stack, closure in stacks
        for place in (stack.place(i) for i, layer in enumerate(stack.layers) if layer.magnetic)
    ]
    found = run(SOLVER + WALK + ANSWERS + script, [[s.to_dict(), *more] for s, *more in given], tmp_path)
    for got, (stack, place, closure) in zip(found, given, strict=True):
        expected = quiet(ob.pump, stack, place, 0.5, closure).damping(1e6, 2.1)
        assert_within([[got["alpha"], got["gamma_shift"]]], [[expected.alpha, expected.gamma_shift]], place)


def test_pumping_by_an_insulating_magnet(tmp_path):
    """The piece of a surface that precesses, and its torque with and without precession."""
    stack = ob.Stack.from_dict(NETWORKS[4]["stack"]).replace({"top": ob.Surface(G_mix=3e14 - 1e14j, G_long=1e13)})
    script = """
    const p = network.pump(given, { layer: "top", V: 0.5 }), s = network.solve(given);
    return [p.torque("top"), p.chargeCurrent(), s.torque("top"), ...Object.values(s.bySource("top"))];"""
    found = run(SOLVER + WALK + ANSWERS + script, stack.to_dict(), tmp_path)
    p, sol = quiet(ob.pump, stack, "top", 0.5), quiet(ob.solve, stack)
    shares = sol.by_source(lambda one: one.torque(layer="top"))
    expected = [p.torque(layer="top"), p.charge_current(), sol.torque(layer="top"), *shares.values()]
    assert len(found) == len(expected)
    for got, value in zip(found, expected, strict=True):
        assert complex(*got) == pytest.approx(complex(value), rel=1e-10)


def test_profiles_reach_from_face_to_face(tmp_path):
    case = next(one for one in NETWORKS if one["name"] == "random 6")
    stack = ob.Stack.from_dict(case["stack"])
    places = [[i, one.thickness * (j / 8)] for i, one in enumerate(stack.layers) for j in range(9)]
    script = "return orbitronics.network.solve(given[0]).along(given[1]);"
    found = complex_of(run(SOLVER + WALK + script, [case["stack"], places], tmp_path)).reshape(len(stack), 9, 4)
    sol, sides = quiet(ob.solve, stack), ["right"] * 8 + ["left"]
    for i, (here, one) in enumerate(zip(found, stack.layers, strict=True)):
        z = stack.heights[i] + one.thickness * np.arange(9) / 8
        for got, name in zip(here.T, ("J_s", "J_o", "mu_s", "mu_o"), strict=True):
            expected = [getattr(sol, name)(min(h, stack.heights[-1]), side) for h, side in zip(z, sides, strict=True)]
            np.testing.assert_allclose(got, expected, atol=1e-12 * np.abs(expected).max())


def test_a_number_that_is_changed_in_place(tmp_path):
    """Only what it touches is solved anew, and the answer is that of the changed stack."""
    given = [one for one in NETWORKS if one["name"] in ("random 6", "random 12")]
    script = """
    return given.map(({ stack: plain, closure }) => {
      const s = network.solve(plain, { closure }), found = [];
      const ask = (one) => [inside(one), one.chargeCurrent()].flat(9);
      for (const [place, part] of s.stack.all.entries()) {
        const v = part?.v ?? {};
        for (const name of Object.keys(v)) {
          if (typeof v[name] !== "number" || name === "m") continue;
          ask(s);
          s.set(place, name, v[name] * 1.1 + (v[name] ? 0 : 0.05));
          const fresh = new network.Solution(s.stack, s.options);
          const [a, b] = [ask(s), ask(fresh)];
          found.push(a.every((x, i) => x === b[i]));
        }
      }
      return found;
    });"""
    for found in run(SOLVER + WALK + ANSWERS + script, given, tmp_path):
        assert len(found) > 40 and all(found)


def test_numbers_that_change_again_and_again(tmp_path):
    """What depends on one of them is remembered by its value; the answers stay those of the stack as it is."""
    given = [one for one in NETWORKS if one["name"] in ("random 6", "random 12")]
    script = """
    let seed = 1;
    const random = (n) => (seed = (seed * 16807) % 2147483647) % n;
    return given.map(({ stack: plain, closure }) => {
      const stack = network.read(plain), found = [];
      const { layers } = stack;
      const magnet = layers.find(({ magnetic }) => magnetic).place;
      const options = { closure, wavenumber: "exact" };
      const made = () => [new network.Solution(stack, options), new network.Sheet(stack, options),
        network.pumping(stack, { ...options, layer: magnet })];
      const ask = ([s, sheet, p]) => [inside(s), s.chargeCurrent(), s.torque(magnet, "exchange"), sheet.Z_t, sheet.smr,
        sheet.conductance([1, 2, 2]), inside(p), p.damping(1e6).alpha, p.openCircuitField()].flat(9);
      const parts = stack.all.flatMap((part, place) => (part && part.what !== "outside" ? [[place, part.v]] : []));
      for (let round = 0; round < 12; round++) { // two numbers, anywhere, then a third
        const known = made();
        const those = [0, 1, 2].map(() => {
          const [place, v] = parts[random(parts.length)];
          const names = Object.keys(v).filter((name) => typeof v[name] === "number" && v[name] !== 0 && name !== "m");
          const name = names[random(names.length)] ?? "sigma_SREE_below";
          return { place, name, values: [1, 1.2, 0.9].map((x) => x * v[name]) };
        });
        for (let i = 0; i < 24; i++) {
          const { place, name, values } = those[random(i < 16 ? 2 : 3)];
          const value = values[random(3)];
          for (const one of known) one.set(place, name, value);
          const [a, b] = [ask(known), ask(made())];
          found.push(a.length > 30 && a.every((x, n) => Object.is(x, b[n])));
        }
      }
      return found;
    });"""
    for found in run(SOLVER + WALK + ANSWERS + script, given, tmp_path):
        assert len(found) == 12 * 24 and all(found)


def test_a_map_over_two_numbers(tmp_path):
    """Cut between them, or beside them, the stack gives what it gives whole, to rounding."""
    given = [one for one in NETWORKS if one["name"] in ("random 6", "random 12", "random 20")]
    script = """
    let seed = 3;
    const random = (n) => (seed = (seed * 16807) % 2147483647) % n;
    return given.map(({ stack: plain, closure }) => {
      const stack = network.read(plain), found = [];
      const { layers } = stack;
      for (const { v } of layers) v.sigma ??= 1e6;
      const magnets = layers.filter(({ magnetic }) => magnetic).map(({ place }) => place);
      const parts = stack.all.flatMap((part, place) => (part ? [[place, part.v]] : []));
      for (let round = 0; round < 40; round++) {
        const made = (plane) => {
          const options = { closure, wavenumber: "exact", plane };
          return [new network.Solution(stack, options), new network.Sheet(stack, options),
            network.pumping(stack, { ...options, layer: magnets[round % magnets.length] })];
        };
        const ask = ([s, sheet, p]) => [
          ...magnets.flatMap((one) => [s.torque(one, "absorbed"), s.torque(one, "exchange")]),
          s.chargeCurrent(), [sheet.smr], sheet.Z_t, p.torque(), p.chargeCurrent()];
        const pair = [0, 1].map(() => {
          const [place, v] = parts[random(parts.length)];
          const names = Object.keys(v).filter((name) => typeof v[name] === "number" && v[name] !== 0 && name !== "m");
          return { place, v, name: names[random(names.length)] ?? "sigma_SREE_above" };
        });
        const old = pair.map(({ v, name }) => v[name]);
        const quick = made(true);
        const change = (known, n, value) => known.forEach((one) => one.set(pair[n].place, pair[n].name, value));
        for (const b of [1, 1.3]) {
          change(quick, 1, b * old[1]);
          for (const a of [1, 0.8, 1.1]) {
            change(quick, 0, a * old[0]);
            found.push([ask(quick), ask(made(false))]);
          }
        }
        pair.forEach(({ v, name }, n) => { v[name] = old[n]; });
      }
      return found;
    });"""
    for found in run(SOLVER + WALK + ANSWERS + script, given, tmp_path):
        assert len(found) == 240
        for got, expected in found:
            error = [np.linalg.norm(np.subtract(*pair)) for pair in zip(got, expected, strict=True)]
            size = np.array([np.linalg.norm(one) for one in expected])
            size[:-5] = size[:-5].max()  # torques, of which one may be far smaller than another
            assert (error <= 1e-11 * size).all(), (error, size)


def test_a_map_of_films_that_pump(tmp_path):
    """A stack that is cut between two numbers has the digits of the whole one in films of any thickness."""
    N, F = normal(sigma_SHE=2e4, P_os=0.24, P_so=0.2), magnet(sigma_OHE=3e4, P_os=0.3, P_so=0.3)
    G = ob.Interface(G_s=3e15, G_o=8e14, G_os=2e14, G_so=2e14)
    given = [one.to_dict() for one in (N(nm) | F(nm), F(nm) | G | N(nm), N(nm) | G | F(nm) | N(nm))]
    script = """
    const depths = [1e-14, 1e-12, 1e-10, 1e-9, 1e-8], other = [1e-14, 1e-9, 3e-8];
    return given.flatMap((plain) => ["paper", "reciprocal"].map((closure) => {
      const [quick, slow] = [true, false].map((plane) => network.pumping(network.read(plain), { closure, plane }));
      return other.flatMap((b) => depths.map((a) => [quick, slow].map((one) => {
        one.set(1, "thickness", a);
        one.set(3, "thickness", b);
        return [one.torque(), one.torque(undefined, "absorbed"), one.chargeCurrent()];
      })));
    }));"""
    for found in run(SOLVER + WALK + ANSWERS + script, given, tmp_path):
        for got, expected in found:
            error, size = (np.linalg.norm(x, axis=-1) for x in (np.subtract(got, expected), expected))
            assert (error <= 1e-11 * size).all(), (error, size)


def special_stacks():
    """Stacks at the edges of what is allowed, in exact numbers: modes that are equal or never relax, singular G."""
    short, long = 2.0**-29, 2.0**-27
    for a, b in ((short, long), (long, short)):
        N = ob.NormalMetal(sigma_s=2.0**20, sigma_o=2.0**20, lambda_s=a, lambda_o=b, sigma_OHE=1.0).coupled(1.0)
        F = magnet(M_s=1e6)
        yield N(4 * nm) | ob.Interface(G_s=2.0**50, G_o=2.0**50, G_os=2.0**50, G_so=2.0**50) | F(2 * nm)
        yield N.replace(lambda_s=b, Gamma_so=0.0)(4 * nm) | F(0.0)
        yield N(4 * nm) | F.replace(P_os=0.0, P_so=0.0)(0.0)


def conducting_stacks():
    """Stacks of which the charge conductivities are known; one layer is an insulator."""
    N = ob.NormalMetal(sigma_s=2e6, sigma_o=1e6, lambda_s=4 * nm, lambda_o=3 * nm, sigma_OHE=2e5, sigma=3e6)
    yield N.replace(sigma=0.0, name="oxide")(2 * nm) | N(5 * nm) | magnet(M_s=8e5, sigma=1e6, m=-1)(3 * nm)
    yield N(7 * nm) | magnet(M_s=1.2e6, sigma=5e6)(1 * nm)


def test_efficiencies_and_fields_per_current_density(tmp_path):
    stacks = list(conducting_stacks())
    script = """return given.map((plain) => ["absorbed", "exchange"].map((kind) => {
      const one = network.solve(plain, { closure: "reciprocal" }), magnet = one.find();
      return [one.xi_j(magnet, kind), one.field(magnet, kind), one.perRootPower(magnet, kind)];
    }));"""
    head = "const { network } = orbitronics;\n"
    found = run(SOLVER + WALK + head + script, [one.to_dict() for one in stacks], tmp_path)
    for stack, kinds in zip(stacks, found, strict=True):
        sol = quiet(ob.solve, stack, closure="reciprocal")
        sheet = sum(layer.thickness * layer.material.sigma for layer in stack.layers)
        for kind, (xi, field, power) in zip(("absorbed", "exchange"), kinds, strict=True):
            assert complex(*power) == pytest.approx(sol.torque(kind) / sheet**0.5, rel=1e-12)
            assert complex(*xi) == pytest.approx(ob.observables.xi_j(sol, kind=kind), rel=1e-12)
            per_current = ob.observables.field_per_current(sol, kind=kind)
            assert complex(*field) == pytest.approx(ob.observables.in_mT_per_1e11(per_current), rel=1e-12)


def test_every_piece_is_asked_for_and_every_condition_holds_and_fails(tmp_path):
    """In the stacks that are tested here: nothing that is compiled goes untried."""
    script = (
        ASKED
        + """
    for (const [plain, closure, wavenumber, channel] of given) {
      for (let j = 0; j < 6; j++) {
        const one = { items: plain.items.map((item) => sample(item, j)) };
        answers(one, closure, wavenumber, channel);
        if (network.solve(one).stack.layers.some(({ magnetic }) => magnetic)) pumped(one, closure, wavenumber);
        const solved = network.solve(one, { closure, channel });
        for (const { block, kind, d } of solved.stack.layers.map((_, i) => solved.layer(i))) {
          kind.excess?.(block, kind.modes(block, d)); // no magnet that precesses has a mode that does not decay
        }
      }
    }
    const [plain] = given.find(([{ items }]) => items.at(-1).G_mix?.[0][0]);
    network.solve(laboratory[0]).perRootPower(undefined, "absorbed");
    const last = { items: plain.items.map((item) => sample(item, 0)) };
    network.pump(last, { layer: "top" }).torque("top");
    network.pump(given.at(-1)[0]).damping(1e6);
    const plane = { closure: "reciprocal", wavenumber: "exact", plane: true };
    const map = new network.Sheet(network.read(laboratory[0]), plane);
    for (const place of [3, 5]) map.set(place, "thickness", 2e-9);
    void [map.smr, map.Z_t];
    network.solve(laboratory[0]).field(undefined, "absorbed");
    for (const { v, magnetic } of network.solve(laboratory[0]).stack.layers) {
      for (const piece of ["chi", "coupling"]) pieces[`${piece}_${magnetic ? "magnet" : "metal"}`](v, 0.3);
    }
    return asked;"""
    )
    script = f"const laboratory = {json.dumps([one.to_dict() for one in conducting_stacks()])};\n{script}"
    given = [[stack.to_dict(), *options] for stack, *options in random_structures(40)]
    special = (*unrelaxed_stacks(), *special_stacks())
    given += [[stack.to_dict(), "reciprocal", "exact", "transverse"] for stack in special]
    scripts = SOLVER + pieces.javascript(conditions=True)
    seen = run(scripts + COUNTED + WALK + ANSWERS + script, given, tmp_path)
    seen = {one.name: seen[one.name] for one in network.pieces()}
    assert [name for name, one in seen.items() if not one["calls"]] == []
    never = [
        f"{name} {side} {i}"
        for name, one in seen.items()
        for side in ("held", "failed")
        for i, x in enumerate(one[side])
        if not x
    ]
    assert not never, "; ".join(sorted(never))


def test_the_same_source_gives_the_same_script():
    assert pieces.javascript() == SOLVER
