"""What the page of a stack answers and exports, without a browser: maps, printed limits, the lines of Python."""

import io
import warnings
from contextlib import redirect_stdout

import numpy as np
import pytest
from javascript import page, run

import orbitronics as ob
from orbitronics import nm, terms
from orbitronics.figures import panels
from orbitronics.paper import closed_forms
from orbitronics.paper import values as bilayer
from orbitronics.web import own_stack

PAGE = page() + "const { answers, model } = orbitronics;\n"
MAPS = """
return given.questions.map(([key, part, x, y]) => {
  const sample = model.read(given.stack), { options } = given;
  const group = answers.catalogue(sample, options).find((one) => one.key === key);
  const [along, up] = [x, y].map(([address, grid]) => Object.assign(answers.axis(sample, address), { grid }));
  const values = answers.mapped(sample, options, along, up, group.parts[part], grid.length);
  const those = answers.limits(sample, group, group.parts[part]).filter(({ terms }) => terms);
  return [values, Object.fromEntries(those.map((one) =>
    [one.key, answers.limited(sample, options, along, up, group.parts[part], grid.length, one)]))];
});""".replace("grid.length", "x[1].length")

APART = {
    "N.sigma_s": 2e6, "N.sigma_o": 7e5, "N.lambda_s": 4 * nm, "N.lambda_o": 2.5 * nm, "F.sigma_s": 1.3e6,
    "F.sigma_o": 8e5, "F.lambda_sf": 6 * nm, "F.lambda_o": 1.7 * nm, "F.P_os": 0.3, "F.P_so": 0.2, "N.sigma_SHE": 4e4,
}  # fmt: skip
CONTACT = ob.Interface(G_s=9e14, G_o=4e14, G_os=7e13, G_so=5e13)


def a_bilayer(contact=CONTACT):
    """Return a bilayer in which N and F differ in everything."""
    N, F = ob.Stack.from_dict(own_stack.presets()["paper"]["stack"]).replace(APART).layers
    return ob.Stack([N, *([contact] if contact else []), F])


def ask(stack, closure, questions, tmp_path):
    given = {"stack": stack.to_dict(), "options": {"closure": closure, "wavenumber": "exact"}, "questions": questions}
    return run(PAGE + MAPS, given, tmp_path)


def on(x, y):
    """Return the two axes of a map as the numbers at its points, row by row."""
    return {a: g.ravel() for a, g in zip((x[0], y[0]), np.meshgrid(x[1], y[1]), strict=True)}


def test_maps_of_every_answer(tmp_path):
    """Over numbers of different parts and of the same one, as Python gives them."""
    stack = a_bilayer()
    pairs = [
        [["N.thickness", [2 * nm, 3 * nm, 11 * nm]], ["F.lambda_J", [0.4 * nm, 1.1 * nm, 3 * nm]]],
        [["F.thickness", [1 * nm, 3 * nm, 9 * nm]], ["F.P_os", [0.1, 0.2, 0.4]]],
        [["N/F.G_s", [1e14, 1e15, 1e16]], ["N.lambda_o", [1 * nm, 2 * nm, 8 * nm]]],
        [["F.lambda_o", [1 * nm, 3 * nm, 9 * nm]], ["N/F.G_o", [1e14, 1e15, 1e16]]],
    ]
    keys = [
        "torque exchange F",
        "torque absorbed F",
        "xi_j F",
        "field F",
        "damping F",
        "pumped F",
        "sheet x",
        "sheet z",
        "smr",
    ]
    for closure in ("paper", "reciprocal"):
        found = iter(ask(stack, closure, [[key, 0, *pair] for pair in pairs for key in keys], tmp_path))
        for pair in pairs:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                changed = stack.replace(on(*pair))
                solution, sheet, pump = (f(changed, closure=closure) for f in (ob.solve, ob.sheet, ob.pump))
                kind = "absorbed" if closure == "paper" else "exchange"
                wanted = [
                    solution.torque("exchange"), solution.torque("absorbed"), ob.observables.xi_j(solution, kind=kind),
                    ob.observables.in_mT_per_1e11(ob.observables.field_per_current(solution, kind=kind)),
                    pump.damping().alpha, pump.open_circuit_field(), sheet.conductance((1, 0, 0))[..., 0, 0],
                    sheet.conductance((0, 0, 1))[..., 0, 0], sheet.smr,
                ]  # fmt: skip
            for key, one in zip(keys, wanted, strict=True):
                np.testing.assert_allclose(next(found)[0], np.real(one), rtol=1e-9, err_msg=f"{key} {pair} {closure}")


def test_mixing_conductances_and_what_is_printed_of_them(tmp_path):
    """Eqs. (19) to (23) beside what holds, in both parts, for a bilayer with conductances."""
    stack = a_bilayer()
    x, y = ["N/F.G_s", [1e14, 1e15, 3e16]], ["F.lambda_J", [0.4 * nm, 1.1 * nm, 3 * nm]]
    names = ["G_mix", "G_os_m", "G_so_m", "G_o_m"]
    found = ask(stack, "paper", [[name, part, x, y] for name in names for part in (0, 1)], tmp_path)
    G_s, lambda_J = on(x, y).values()
    v = {name: stack[a] for name, a in bilayer.ADDRESSES.items()} | {
        "G_s": G_s,
        "lambda_J": lambda_J,
        "wavenumber": "exact",
    }
    g_s = v["sigma_s_F"] * bilayer.wavenumber(v)
    matrix = closed_forms.mixing_matrix(G_s, v["G_o"], v["G_os"], v["G_so"], g_s, v["P_os"], v["P_so"])
    printed = {
        "G_mix": {"eq19": closed_forms.G_mix(G_s, g_s)},
        "G_os_m": {
            "eq20": closed_forms.G_os_m_bulk(v["G_o"], v["P_os"], form="printed"),
            "eq21": closed_forms.G_os_m_interface(G_s, v["G_os"], g_s, form="printed"),
            "eq23": matrix[2],
        },
        "G_so_m": {},
        "G_o_m": {"eq22": v["G_o"]},
    }
    for i, name in enumerate(names):
        for part, take in enumerate((np.real, np.imag)):
            values, limits = found[2 * i + part]
            np.testing.assert_allclose(values, take(matrix[i]), rtol=1e-12)
            assert [key for key in limits if key.startswith("eq")] == list(printed[name])
            for key, wanted in printed[name].items():
                np.testing.assert_allclose(limits[key], np.broadcast_to(take(wanted), 9), rtol=1e-12, err_msg=key)


@pytest.mark.parametrize("contact", [CONTACT, None], ids=["conductances", "transparent"])
def test_printed_damping_is_that_of_a_perfect_sink(tmp_path, contact):
    """With hbar/2e; as printed, with hbar/e, it is twice that."""
    stack = a_bilayer(contact)
    x, y = ["F.thickness", [1 * nm, 3 * nm, 20 * nm]], ["F.lambda_J", [0.4 * nm, 1.1 * nm, 3 * nm]]
    [[values, limits]] = ask(stack, "paper", [["damping F", 0, x, y]], tmp_path)
    d, lambda_J = on(x, y).values()
    v = {name: stack[a] for name, a in bilayer.ADDRESSES.items() if a in stack.numbers()} | {"lambda_J": lambda_J}
    g_s = v["sigma_s_F"] * bilayer.wavenumber(v | {"wavenumber": "exact"})
    G_mix = closed_forms.G_mix(v["G_s"], g_s) if contact else g_s
    alpha = np.real(terms.damping(G_mix, 1.0, 2.0, stack["F.M_s"], d))
    np.testing.assert_allclose(limits["sink"], alpha, rtol=1e-6)
    np.testing.assert_allclose(limits["eq23"], 2 * alpha, rtol=1e-6)
    # the model reaches it where N relaxes at once and the lattice takes no spin from F
    ideal = {"F.lambda_sf": 1e-3, "N.sigma_s": 1e13, "F.P_os": 0.0, "F.P_so": 0.0, "F.thickness": 20 * nm}
    ideal |= {"N/F.G_os": 0.0, "N/F.G_so": 0.0} if contact else {}
    [[values, limits]] = ask(
        stack.replace(ideal),
        "paper",
        [["damping F", 0, ["F.thickness", [20 * nm]], ["F.lambda_J", [1 * nm]]]],
        tmp_path,
    )
    assert values == pytest.approx(limits["sink"], rel=1e-3)


def test_mixing_conductances_are_those_of_the_papers_closure(tmp_path):
    script = """
    return ["paper", "reciprocal"].map((closure) => answers
      .catalogue(model.read(given), { closure, wavenumber: "exact" })
      .filter(({ key }) => key.startsWith("G_")).map(({ why }) => why));"""
    found = run(PAGE + script, a_bilayer().to_dict(), tmp_path)
    assert found == [[""] * 4, ["is defined in the paper's closure"] * 4]
    assert run(PAGE + script, a_bilayer(None).to_dict(), tmp_path) == [[], []]


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
def test_the_lines_of_python_print_what_the_page_says(tmp_path, closure):
    """For each preset: the torque of each magnet and the budget, as Python prints them when the lines are run."""
    stacks = [one["stack"] for one in own_stack.presets().values()] + [a_bilayer().to_dict()]
    script = """
    return given.stacks.map((plain) => {
      const sample = model.read(plain), { options } = given;
      let solution;
      try {
        ({ solution } = new orbitronics.Asked(sample, options));
      } catch (error) {
        return [answers.recipe(sample, options), null, error.message];
      }
      const torques = answers.magnets(sample).map(({ place, what }) =>
        solution.torque(place, what === "layer" ? answers.usual(options) : "absorbed"));
      return [answers.recipe(sample, options), torques, solution.budget()];
    });"""
    given = {"stacks": stacks, "options": {"closure": closure, "wavenumber": "exact"}}
    for plain, (lines, torques, budget) in zip(stacks, run(PAGE + script, given, tmp_path), strict=True):
        names, out = {}, io.StringIO()
        if torques is None:
            assert closure == "paper" and "leaves no room" in budget
            with pytest.raises(ValueError, match="leaves no room"):
                exec(lines, names)
            continue
        with redirect_stdout(out), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(lines, names)
        assert names["stack"].numbers() == pytest.approx(ob.Stack.from_dict(plain).numbers(), rel=1e-15)
        printed = out.getvalue().splitlines()
        assert len(printed) >= len(torques) + 1
        for line, torque in zip(printed, torques, strict=False):
            assert complex(line) == pytest.approx(complex(*torque), rel=1e-9)
        for place, moments in names["solution"].budget().items():
            for moment, rows in moments.items():
                size = max(map(abs, rows.values()))
                for name, value in rows.items():
                    assert complex(*budget[place][moment][name]) == pytest.approx(value, rel=1e-9, abs=1e-10 * size)


def test_the_budget_has_the_colours_of_the_figures(tmp_path):
    """Spin and orbital moment are told apart by the same colours as in the static picture on the same page."""
    draw = """
const sample = model.read(given), drawing = {}, numbers = {};
const panel = { querySelector: () => ({}), querySelectorAll: () => [drawing, numbers] };
const asked = new orbitronics.Asked(sample, { closure: "paper", wavenumber: "exact" });
const tab = Object.assign(Object.create(orbitronics.tabs.budget.prototype), { panel });
tab.show({ sample, asked, options: {}, view: {} });
return drawing.innerHTML;"""
    svg = run(PAGE + draw, a_bilayer().to_dict(), tmp_path)
    for moment, name in (("spin", "J_s"), ("orbital", "J_o")):
        assert f'fill="var(--live-c{panels.COLOURS.index(panels.OF_QUANTITY[name])})">{moment}<' in svg


def test_the_laboratory_has_a_row_for_each_source(tmp_path):
    """What sources give are numbers beside each other; only damping- and field-like torque are one complex number."""
    N, F = a_bilayer().replace({"N.sigma_OHE": 2e5, "N.sigma": 3e6, "F.sigma": 4e6}).layers
    stack = ob.Stack([N, CONTACT, F, ob.Surface(sigma_OREE=3e4, G_o=1e14)])
    script = (
        PAGE
        + """
    const sample = model.read(given), options = { closure: "reciprocal", wavenumber: "exact" };
    const tab = Object.assign(new orbitronics.tabs.laboratory(), { panel: {} });
    tab.show({ sample, options, asked: new orbitronics.Asked(sample, options) });
    const { parts } = answers.catalogue(sample, options).find(({ key }) => key === "shares F");
    return [tab.csv(), tab.panel.innerHTML, parts.map(({ name }) => name)];
    """
    )
    (head, *rows), html, names = run(script, stack.to_dict(), tmp_path)
    assert {len(row) for row in rows} == {len(head)}
    solution = ob.solve(stack, closure="reciprocal")
    torque = solution.torque("exchange", layer="F")
    found = {title: (a, b) for title, a, b, _ in rows}
    assert found["Torque on F per field"] == pytest.approx((torque.real, torque.imag), rel=1e-11)
    shares = [share.real for share in solution.by_source(lambda one: one.torque("exchange", layer="F")).values()]
    assert len(shares) == len(names) == 3
    for name, share in zip(names, shares, strict=True):
        number, empty = found[f"Torque on F per field by source, damping-like: {name}"]
        assert empty == "" and number == pytest.approx(share, rel=1e-11)
    assert sum(shares) == pytest.approx(torque.real, rel=1e-11)
    assert html.count("by source, damping-like: ") == 3


def test_what_a_curve_does_is_judged_by_what_is_seen(tmp_path):
    """Rounding and dips thinner than a line are none; both of two answers hold where it is a matter of the eye."""
    x = np.linspace(0, 1, 201)
    curves = {
        ("rises", "rises"): x + 3e-4 * np.sin(40 * x),
        ("falls", "falls"): np.exp(-30 * x) + 1e-10 * np.sin(99 * x),
        ("peaks", "peaks"): x * (1 - x),
        ("dips", "dips"): 0.3 + x * (x - 1),
        ("turns", "turns"): np.sin(9 * x),
        ("stays", "stays"): 5 + 1e-6 * x,
    }
    curves["rises", "dips"] = np.where(x < 0.1, 0.2 + 0.1 * (0.1 - x), 0.2 + (x - 0.1))
    script = PAGE + "return given.map((y) => [0.02, 0.003].map((part) => answers.shape(y, part)));"
    assert run(script, [list(y) for y in curves.values()], tmp_path) == [list(one) for one in curves]


def test_the_papers_torque_against_the_magnets_thickness_rises(tmp_path):
    """A tenth of a line's width at 0.11 nm made it one that turns more than once."""
    script = (
        PAGE
        + """
    const sample = model.read(given), options = { closure: "paper", wavenumber: "exact" };
    const group = answers.catalogue(sample, options).find(({ key }) => key === "torque absorbed F");
    const { y } = answers.swept(sample, options, "F.thickness", group);
    return [0.02, 0.003].map((part) => answers.shape(y[0], part));
    """
    )
    given = own_stack.presets()["paper"]["stack"]
    assert run(script, given, tmp_path) == ["rises", "dips"]


def test_long_work_leaves_room_for_the_page(tmp_path):
    """Eight steps of 12 ms each are not one task: the page answers at least twice between them, and all are done."""
    script = (
        PAGE
        + """
    let [done, rests] = [0, 0];
    const steps = function* () {
      for (let i = 0; i < 8; i++) {
        const end = performance.now() + 12;
        while (performance.now() < end);
        done++;
        yield;
      }
    };
    const again = (go) => { rests++; go(); };
    answers.bySlices(steps(), again);
    return [done, rests];
    """
    )
    done, rests = run(script, None, tmp_path)
    assert done == 8 and rests >= 2
