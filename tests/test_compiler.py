"""The compiler: what it writes does what NumPy does, and what it cannot compile it refuses by name."""

import math

import numpy as np
import pytest
from javascript import complex_of, run

from orbitronics.core.arrays import choose
from orbitronics.core.layer import fade
from orbitronics.web.compiler import (
    COMPLEX,
    NONZERO,
    PRELUDE,
    REAL,
    Block,
    NotCompiled,
    Values,
    compile_function,
)
from orbitronics.web.trace import Trace


def evaluate(tmp_path, function, arguments, calls):
    """The results of a compiled function for each of the calls, complex."""
    one = compile_function("f", function, arguments)
    script = f"""{PRELUDE}{one.text}
    return given.map((call) => f(...call));"""
    return complex_of(run(script, calls, tmp_path))


def block(*numbers):
    return [part for x in numbers for part in (complex(x).real, complex(x).imag)]


PLANE = [complex(a, b) for a in (-3.7, -1.0, -1e-9, 0.0, 0.2, 2.5) for b in (-2.2, -1e-7, 0.0, 0.3, 4.1)]
COMPLEX_FUNCTIONS = {
    "quotient": lambda x, y: x / y,
    "mixed": lambda x, y: (2 - x) * y + x * 1j - y / 3 + 1 / y - (-x) * (-y) + x * 0 + 0 - x,
    "exp": lambda x, y: np.exp(x) + np.exp(-y),
    "sqrt": lambda x, y: np.sqrt(x) * np.sqrt(y * y + 1),
    "modulus": lambda x, y: abs(x) + abs(x - y),
    "powers": lambda x, y: x**2 + y**5 + np.square(x),
    "parts": lambda x, y: x.real + 1j * y.imag + np.conjugate(x) * np.imag(x),
    "branches": lambda x, y: np.where(abs(x) < abs(y), x, np.where((x.real > 0) & ~(y.imag <= 0), y, 3.0)),
    "equal": lambda x, y: np.where((x == y) | (x.real == 0.2), 1.0, x),
}


@pytest.mark.parametrize("name", COMPLEX_FUNCTIONS)
def test_complex_arithmetic(name, tmp_path):
    function = COMPLEX_FUNCTIONS[name]
    pairs = [(x, y) for x in PLANE for y in PLANE if y != 0]
    kind = Block({"value": COMPLEX}, lambda x: x)
    found = evaluate(tmp_path, function, {"x": kind, "y": kind}, [[block(x), block(y)] for x, y in pairs])[:, 0]
    expected = np.array([complex(function(np.complex128(x), np.complex128(y))) for x, y in pairs])
    np.testing.assert_allclose(found, expected, rtol=3e-15, atol=1e-15)


def test_only_the_side_that_is_taken_is_computed(tmp_path):
    """Also within another branch; what both sides need, or what is needed elsewhere, is computed once."""

    def function(x, y):
        both = np.exp(x * y)
        inner = np.where(y < 0, np.exp(y) ** 2 * both, np.exp(-y) ** 3 + np.exp(-y))
        return np.where(x < 1, inner * np.exp(2 * x) ** 2, both * both), both, np.where(y < 0, np.exp(y), 5.0)

    one = compile_function("f", function, {"x": REAL, "y": REAL})
    script = f"""let count = 0;
    const counted = (x) => {{ count += 1; return Math.exp(x); }};
    {PRELUDE.replace(" exp,", "").replace("= Math;", "= Math, exp = counted;")}{one.text}
    return given.map((call) => {{ count = 0; return [f(...call), count]; }});"""
    pairs = [(0.3, -0.7), (0.3, 0.4), (1.7, -0.2), (1.7, 0.9)]
    found = run(script, pairs, tmp_path)
    np.testing.assert_allclose(complex_of([x for x, _ in found]), [function(*pair) for pair in pairs], rtol=1e-15)
    # exp(xy) and exp(y), which is needed within two branches, always; exp(-y) and exp(2x) each on its side
    assert [count for _, count in found] == [3, 4, 2, 2]


def test_real_arithmetic(tmp_path):
    def function(x, y):
        return (
            np.expm1(x),
            np.minimum(x, y),
            np.maximum(x, 2),
            np.sqrt(x * x),
            np.sin(y) * np.cos(x),
            np.sign(y),
            x - 1e-9,
        )

    pairs = [(x, y) for x in (-2.5, 1e-12, 0.7) for y in (-1.0, 0.0, 3.3)]
    found = evaluate(tmp_path, function, {"x": REAL, "y": REAL}, pairs)
    np.testing.assert_allclose(found, np.array([function(*pair) for pair in pairs]), rtol=1e-15)


def test_numbers_of_any_size_are_divided(tmp_path):
    kind = Block({"value": COMPLEX}, lambda x: x)
    numbers = [complex(a, b) for a in (1e-200, 1e200) for b in (-2e-200, 1.5e200, 1.0)]
    found = evaluate(tmp_path, lambda x: (x / x, abs(x) / abs(x)), {"x": kind}, [[block(x)] for x in numbers])
    np.testing.assert_allclose(found, 1.0, rtol=1e-15)


@pytest.mark.parametrize("x", [1e-9, 0.05, 0.0999, 0.1001, 2.0])
def test_both_sides_of_a_choice(x, tmp_path):
    """`fade` of a complex number is a series below 0.1; each side alone would be wrong on the other."""
    z = x * complex(0.6, -0.8)
    kind = Block({"value": COMPLEX}, lambda x: x)
    found = evaluate(tmp_path, fade, {"x": kind}, [[block(z)]])[0]
    np.testing.assert_allclose(found, [np.exp(-z), -np.expm1(-z)], rtol=2e-15)


def test_choose_takes_both_functions(tmp_path):
    def function(x):
        return choose(x > 1, lambda a: a * 10, lambda a: a + 100, x)

    assert evaluate(tmp_path, function, {"x": REAL}, [[0.5], [2.0]])[:, 0].tolist() == [100.5, 20.0]


def text(function, **arguments):
    return compile_function("f", function, arguments or {"x": REAL, "y": REAL}).text


def test_the_output_is_as_one_would_write_it():
    assert text(lambda x, y: (x - y) / (x - y - 1)).splitlines() == [
        "function f(x, y) {",
        "  const t1 = x - y;",
        "  return [",
        "    t1 / (t1 - 1), 0,",
        "  ];",
        "}",
    ]
    assert "\n    x - (x - y), 0," in text(lambda x, y: x - (x - y))
    assert "\n    x - y - 1, 0," in text(lambda x, y: x - y - 1)
    assert "\n    x * y, 0," in text(lambda x, y: -(0 - x * y))
    assert "\n    (x > 0 ? x : y) * 2, 0," in text(lambda x, y: np.where(x > 0, x, y) * 2)


BRACKETS = {
    "x + y < x * 2 && x * y >= 1 || x - y > 0 ? x : y": lambda x, y: np.where(
        (x + y < 2 * x) & (x * y >= 1) | (x - y > 0), x, y
    ),
    "x < y + 1 || x <= y + 2 && x > y - 3 || x >= y + 4 ? x : y": lambda x, y: np.where(
        (x < y + 1) | (x <= y + 2) & (x > y - 3) | (x >= y + 4), x, y
    ),
    "x > y || x > 1 && x === 2 ? x : y": lambda x, y: np.where((x > y) | (x > 1) & (x == 2), x, y),
    "x > y && (y > 1 || x > 3) ? x : y": lambda x, y: np.where((x > y) & ((y > 1) | (x > 3)), x, y),
    "!(x < y || x <= 2) ? -((x + y) * 3) : 2 - (x - 1)": lambda x, y: np.where(
        ~((x < y) | (x <= 2)), -(x + y) * 3, 2 - (x - 1)
    ),
    "x === y ? 1 + (!(x === 2) ? y : 1) : -x": lambda x, y: np.where(x == y, np.where(x != 2, y, 1.0) + 1, -x),
    "x / (x * y) - y / x / 2 - x * (x / y)": lambda x, y: x / (y * x) - y / x / 2 - (x / y) * x,
    "exp(-x) + (x - y)": lambda x, y: np.exp(-x) + (x - y),
    "y - x * 2e-07": lambda x, y: y - 2e-7 * x,
    "-(y / -Infinity)": lambda x, y: -(y / -np.inf),
}


@pytest.mark.parametrize("expected", BRACKETS)
def test_brackets_stand_where_they_are_needed_and_nowhere_else(expected):
    """A reader sees these lines beside the Python that they come from."""
    assert text(BRACKETS[expected]).splitlines()[2].strip() == f"{expected}, 0,"


def test_what_is_used_twice_has_a_name():
    kinds = {"a": REAL, "b": REAL, "c": COMPLEX}
    one = compile_function("f", lambda v: v["a"] * v["a"] + v["b"] * v["c"] * v["c"], {"v": Values(kinds)})
    assert one.text.splitlines()[1:-1] == [
        "  const a = v.a, b = v.b, c_re = v.c[0], c_im = v.c[1];",
        "  const t1 = b * c_re;",
        "  const t2 = b * c_im;",
        "  return [",
        "    a * a + (c_re * t1 - c_im * t2), c_im * t1 + c_re * t2,",
        "  ];",
    ]
    sides = text(lambda x, y: np.where(x > y, np.exp(x) * np.exp(x), y + np.sqrt(y) * np.sqrt(y)))
    assert sides.splitlines()[1:-1] == [
        "  let t1 = 0, t2 = 0;",
        "  if (x > y) {",
        "    t1 = exp(x);",
        "  } else {",
        "    t2 = sqrt(y);",
        "  }",
        "  return [",
        "    x > y ? t1 * t1 : y + t2 * t2, 0,",
        "  ];",
    ]


def test_long_lines_are_parted():
    """An expression of more than 100 characters gets a name, names that are declared together go to a next line."""
    lines = text(
        lambda x: sum((n + 1.5) * a for n, a in enumerate(x)) + x[0], x=Block(dict.fromkeys("abcdefghij", REAL))
    )
    first = " + ".join(f"x[{2 * n}] * {n + 1.5}" for n in range(1, 6))
    assert f"x_a * 1.5 + {first}" in lines and max(map(len, lines.splitlines())) <= 120
    many = text(lambda x: tuple(a * a for a in x), x=Block(dict.fromkeys((f"name_{n}" for n in range(12)), REAL)))
    const, more, *_ = many.splitlines()[1:]
    assert len(const) <= 110 and const.startswith("  const x_name_0 = x[0], ") and more.startswith("    x_name_")
    assert len(const) + len(more.split(",")[0]) > 105


def test_equal_expressions_are_computed_once_and_idle_ones_never():
    def function(x, y):
        np.exp(x * y + 17)
        return np.exp(x + y) + np.exp(y + x)

    assert text(function).count("exp(") == 1

    def twice(x, y):
        powers = np.exp(x) * np.exp(x)
        return np.where(x > y, powers, y), np.where(x > y, powers * 2, 1.0)

    assert text(twice).count("exp(") == text(twice).count("if (") == 1


def test_constants_are_folded():
    trace = Trace()
    five, three = trace.number(5.0), trace.number(3.0)
    assert [trace.value(one) for one in (trace.add(five, three), trace.sub(five, three))] == [8.0, 2.0]
    assert "\n    x, 0," in text(lambda x, y: (x * 1 + 0 * y) / 1 + (2 - 2))
    assert "\n    x * 6, 0," in text(lambda x, y: 2 * 3 * x)
    assert "\n    4, 0," in text(lambda x, y: np.where(np.less(1, 2), 4.0, x))


def test_what_is_known_decides_at_once():
    assert "?" not in text(lambda x: 1.0 if (x != 0) else 2.0, x=NONZERO)
    assert "\n    2, 0," in text(lambda x: 2.0 if not np.any(x == 0) else x, x=NONZERO)
    assert "?" in text(lambda x: np.where(x != 0, 1.0, 2.0), x=REAL)
    assert "?" in text(lambda z: np.where(z != 0, 1.0, 2.0), z=Block({"a": COMPLEX}, lambda a: a))


def test_values_are_taken_by_name_and_told():
    kinds = {"a": REAL, "b": REAL, "c": REAL}
    one = compile_function("f", lambda v: v["a"] * v["c"] if v["on"] else v["b"], {"v": Values(kinds, {"on": True})})
    assert one.reads == ("a", "c")
    assert "\n    v.a * v.c, 0," in one.text


def test_real_numbers_of_a_block_are_read_in_their_first_place_only():
    kinds = {"a": REAL, "b": COMPLEX, "c": 5.0}
    one = compile_function("f", lambda x: x[0] * x[1] + x[2], {"x": Block(kinds)})
    assert "x[1]" not in one.text and "x[2]" in one.text and "x[3]" in one.text and "x[4]" not in one.text
    assert "+ 5" in one.text or "5 +" in one.text


def test_twice_the_same():
    layer = Block(dict.fromkeys("abcdefghi", COMPLEX), lambda *x: x)
    assert len({text(lambda x: tuple(np.exp(a) / x[0] for a in x), x=layer) for _ in range(3)}) == 1


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda x, y: x if x > 0 else y, "the truth value of `x > 0`"),
        (lambda x, y: x if x else y, "the truth value of `x`"),
        (lambda x, y: x and y, "the truth value of `x`"),
        (lambda x, y: math.exp(x), "the number of `x`"),
        (lambda x, y: range(x), "the number of `x`"),
        (lambda x, y: sum(x), "an iterator of `x`"),
        (lambda x, y: np.tan(x), "numpy.tan"),
        (lambda x, y: np.add.reduce(x), "numpy.add.reduce"),
        (lambda x, y: np.linspace(x, y), "numpy.linspace"),
        (lambda x, y: np.add(x, y, dtype=float), "numpy.add"),
        (lambda x, y: x + np.array([1.0, 2.0]), "ndarray"),
        (lambda x, y: x + "1", "str"),
        (lambda x, y: (x * 1j) < y, "< between complex numbers"),
        (lambda x, y: np.expm1(x * 1j), "expm1 of a complex number"),
        (lambda x, y: x**y, "a power"),
        (lambda x, y: x**0.5, "a power"),
        (lambda x, y: (x, None), "None"),
        (lambda x, y: "text", "str"),
    ],
)
def test_what_cannot_be_compiled_is_refused_by_name(function, said):
    with pytest.raises(NotCompiled) as error:
        compile_function("this_function", function, {"x": REAL, "y": REAL})
    assert said in str(error.value) and str(error.value).startswith("this_function: ")


def test_conditions_are_told_instead_of_answers(tmp_path):
    kinds = {"x": REAL, "y": REAL}
    one = compile_function("f", lambda x, y: np.where(x > y, np.exp(x), y + 0.5), kinds, conditions=True)
    found = run(f"{PRELUDE}{one.text}\nreturn given.map((call) => f(...call));", [[2.0, 1.0], [1.0, 2.0]], tmp_path)
    assert found == [[True, 0], [False, 0]]
