"""Every impossible input is refused with the argument's name, what was given and what is allowed."""

import re
import warnings

import numpy as np
import pytest
from reference import hall, magnet, normal

import orbitronics as ob
from orbitronics import closed_forms as cf
from orbitronics import nm

NAN, INF = float("nan"), float("inf")
LENGTHS_N = ("lambda_s", "lambda_o")
LENGTHS_F = ("lambda_sf", "lambda_J", "lambda_phi", "lambda_o")
SIGMAS = ("sigma_s", "sigma_o")
POLARISATIONS = ("P_so", "P_os")


def bilayer(**others):
    return normal(**hall("OHE"))(5 * nm) | magnet(**others)(5 * nm)


def says(*parts):
    """A pattern that holds these texts in this order."""
    return "(?s)" + ".*".join(re.escape(part) for part in parts)


positive_arguments = [(normal, name) for name in LENGTHS_N + SIGMAS] + [(magnet, name) for name in LENGTHS_F + SIGMAS]


@pytest.mark.parametrize(("make", "name"), positive_arguments)
@pytest.mark.parametrize("value", [0.0, -3e-9, np.array([1e-9, -2e-9])])
def test_lengths_and_conductivities_are_positive(make, name, value):
    given = "-2e-09 (at index 1)" if np.ndim(value) else f"{value:g}"
    with pytest.raises(ValueError, match=says(name, "= " + given, "must be positive")):
        make(**{name: value})


@pytest.mark.parametrize(("make", "name"), positive_arguments)
@pytest.mark.parametrize("value", [NAN, np.array([[1e-9, NAN]])])
def test_lengths_and_conductivities_are_numbers(make, name, value):
    with pytest.raises(ValueError, match=says(name, "NaN", "must be")):
        make(**{name: value})


@pytest.mark.parametrize(("make", "name"), positive_arguments)
@pytest.mark.parametrize(
    ("value", "kind"), [(3e-9 + 0j, "complex"), ("3 nm", "text"), (None, "no number"), (True, "truth value")]
)
def test_lengths_and_conductivities_are_real(make, name, value, kind):
    with pytest.raises(TypeError, match=says(name, "= " + repr(value), kind, "must be a real number")):
        make(**{name: value})


@pytest.mark.parametrize(
    ("make", "name"), [pair for pair in positive_arguments if pair[1] not in ("lambda_sf", "lambda_J", "lambda_phi")]
)
def test_lengths_and_conductivities_are_finite(make, name):
    with pytest.raises(ValueError, match=says(name, "= inf", "positive and finite")):
        make(**{name: INF})


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (-1 * nm, ValueError, "must be positive and finite, or 0"),
        (INF, ValueError, "must be positive and finite, or 0"),
        (NAN, ValueError, "is NaN"),
        (1j * nm, TypeError, "is complex"),
        ("5 nm", TypeError, "is text"),
        (np.array([1.0, INF]) * nm, ValueError, "(at index 1)"),
        ([], ValueError, "empty array"),
    ],
)
def test_thickness_is_finite_and_not_negative(value, error, message):
    with pytest.raises(error, match=says("'F'", "thickness", message)):
        magnet()(value)


def test_the_remedy_for_a_length_is_named():
    with pytest.raises(ValueError, match=says("write 3*nm for 3 nm")):
        normal()(-5)


def test_one_of_the_magnetic_lengths_is_finite():
    with pytest.raises(ValueError, match=says("lambda_sf, lambda_J and lambda_phi", "infinite", "at least one")):
        magnet(lambda_sf=INF, lambda_J=INF, lambda_phi=INF)
    with pytest.raises(ValueError, match=says("lambda_sf, lambda_J and lambda_phi")):
        magnet(lambda_sf=INF, lambda_J=INF, lambda_phi=np.array([1 * nm, INF]))
    for name in ("lambda_sf", "lambda_J", "lambda_phi"):
        lengths = dict.fromkeys(("lambda_sf", "lambda_J", "lambda_phi"), INF) | {name: 1 * nm}
        assert np.isfinite(ob.solve(bilayer(**lengths)).torque())


@pytest.mark.parametrize("make", [normal, magnet])
@pytest.mark.parametrize("P", [(1.0, 1.0), (-1.0, -1.0), (2.0, 0.5), (np.array([0.5, 4.0]), 0.25)])
def test_polarisations_leave_the_currents_apart(make, P):
    with pytest.raises(ValueError, match=says("1 - P_os P_so = 0", "P_os = ", "P_so = ", "different from 1")):
        make(P_os=P[0], P_so=P[1])


@pytest.mark.parametrize("make", [normal, magnet])
@pytest.mark.parametrize("name", [*POLARISATIONS, "sigma_SHE", "sigma_OHE"])
@pytest.mark.parametrize("value", [INF, -INF, NAN, np.array([0.1, INF])])
def test_polarisations_and_hall_conductivities_are_finite(make, name, value):
    with pytest.raises(ValueError, match=says(name, "must be")):
        make(**{name: value})


@pytest.mark.parametrize("name", ["G_s", "G_o", "G_os", "G_so"])
@pytest.mark.parametrize(
    ("value", "error", "message"),
    [(INF, ValueError, "inf"), (NAN, ValueError, "NaN"), (1e15j, TypeError, "complex"), ("1e15", TypeError, "text")],
)
def test_interface_conductances_are_finite_and_real(name, value, error, message):
    with pytest.raises(error, match=says("Interface", name, message)):
        ob.Interface(**({"G_s": 1e15, "G_o": 1e15} | {name: value}))


def test_infinite_conductance_points_to_the_transparent_interface():
    with pytest.raises(ValueError, match=says("G_s = inf", "Interface.transparent()")):
        ob.Interface(G_s=INF, G_o=1e15)


def test_shapes_that_do_not_broadcast_are_both_named():
    with pytest.raises(ValueError, match=says("P_so has shape (3,)", "P_os has shape (2,)", "do not broadcast")):
        magnet(P_os=np.full(2, 0.1), P_so=np.full(3, 0.1))
    with pytest.raises(ValueError, match=says("G_s has shape (2,)", "G_o has shape (3,)")):
        ob.Interface(G_s=np.full(2, 1e15), G_o=np.full(3, 1e15))
    stack = normal()(np.full(2, 1 * nm)) | magnet()(np.full(3, 1 * nm))
    with pytest.raises(
        ValueError,
        match=says("N.thickness has shape (2,)", "F.thickness has shape (3,)", "values[:, None]"),
    ):
        ob.solve(stack)
    with pytest.raises(ValueError, match=says("shape (2,)", "E has shape (5,)")):
        ob.solve(normal()(np.full(2, 1 * nm)), E=np.ones(5))
    shapes = {"lambda_sf": (3,), "lambda_J": (1,), "lambda_phi": (4, 1), "lambda_o": (2, 3)}  # the third alone clashes
    with pytest.raises(ValueError, match=says("lambda_phi has shape (4, 1)", "lambda_o has shape (2, 3)")):
        magnet(**{name: np.full(shape, 1 * nm) for name, shape in shapes.items()})


def test_two_interfaces_do_not_follow_each_other():
    G = ob.Interface(G_s=1e15, G_o=1e15)
    with pytest.raises(ValueError, match=says("two interfaces in a row", "G_s", "Put a layer between them")):
        normal()(5 * nm) | G | G | magnet()(5 * nm)
    with pytest.raises(ValueError, match="two interfaces in a row"):
        normal()(5 * nm) | ob.Interface.transparent() | G


def test_an_interface_is_between_layers():
    G = ob.Interface(G_s=1e15, G_o=1e15)
    with pytest.raises(ValueError, match=says("G_s", "bottom of the stack", "layer on both sides")):
        G | normal()(5 * nm)
    with pytest.raises(ValueError, match=says("G_s", "top of the stack", "layer on both sides")):
        ob.solve(normal()(5 * nm) | G)
    with pytest.raises(ValueError, match="bottom of the stack"):
        ob.Stack([G])


@pytest.mark.parametrize("build", [lambda N, F, G: N | G | F, lambda N, F, G: ob.Stack([N, G, F])])
def test_a_transparent_interface_is_called(build):
    with pytest.raises(TypeError, match=says("not called", "write Interface.transparent()")):
        build(normal()(5 * nm), magnet()(5 * nm), ob.Interface.transparent)


@pytest.mark.parametrize("chi", [1.0000001, np.array([0.5, -1.0000001])])
def test_what_is_just_outside_is_shown_with_its_digits(chi):
    with pytest.raises(ValueError, match=says("chi = ", "1.0000001", "between -1 and 1")):
        magnet().coupled(chi)


def test_a_torque_that_nothing_drives_is_told():
    stack = normal(sigma_OHE=0.0)(5 * nm) | magnet()(5 * nm)
    with pytest.warns(ob.TorqueWarning, match="nothing in this stack drives a torque, which is 0") as caught:
        assert ob.solve(stack).torque() == 0
    assert caught[0].filename == __file__
    driven = ob.solve(stack | ob.Surface(sigma_OREE=1e4))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert driven.torque() != 0


def test_a_stack_is_not_empty():
    with pytest.raises(ValueError, match=says("stack is empty", "at least one layer")):
        ob.Stack([])


@pytest.mark.parametrize("item", ["Pt(5 nm)", 5e-9, None, np.ones(2)])
def test_a_stack_holds_layers_and_interfaces(item):
    layer = normal()(5 * nm)
    with pytest.raises(TypeError, match=says("layers and interfaces", type(item).__name__, "N(5*nm)")):
        ob.Stack([layer, item])
    if not isinstance(item, np.ndarray):
        with pytest.raises(TypeError, match="layers and interfaces"):
            layer | item


def test_a_material_without_thickness_is_no_layer():
    with pytest.raises(TypeError, match=says("'F' is a material", "F(5*nm)")):
        normal()(5 * nm) | magnet()
    with pytest.raises(TypeError, match=says("'N' is a material", "N(5*nm)")):
        normal() | magnet()(5 * nm)


@pytest.mark.parametrize("stack", [None, "N|F", [1, 2], normal()])
def test_only_a_stack_is_solved(stack):
    with pytest.raises(TypeError, match=says("needs a stack", type(stack).__name__)):
        ob.solve(stack)


@pytest.mark.parametrize("z", [-1 * nm, 10.1 * nm, 1.0, np.array([1 * nm, 11 * nm])])
@pytest.mark.parametrize("method", ["J_s", "J_o", "mu_s", "mu_o"])
def test_z_is_inside_the_stack(method, z):
    sol = ob.solve(bilayer())
    given = f"{np.ravel(z)[-1]:g}"
    with pytest.raises(ValueError, match=says(f"z = {given} m", "outside the stack", "0 to 1e-08 m")):
        getattr(sol, method)(z)


@pytest.mark.parametrize(
    ("z", "error"), [(NAN, ValueError), (INF, ValueError), ([], ValueError), ("top", TypeError), (1j, TypeError)]
)
def test_z_is_a_number(z, error):
    with pytest.raises(error, match=says("z")):
        ob.solve(bilayer()).J_s(z)


@pytest.mark.parametrize("value", ["Paper", "", None, 1, ["paper"]])
@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("closure", ("paper", "reciprocal")),
        ("wavenumber", ("exact", "printed")),
        ("channel", ("transverse", "longitudinal")),
    ],
)
def test_options_are_known(name, allowed, value):
    with pytest.raises(ValueError, match=says(f"{name} = {value!r}", *[repr(a) for a in allowed])):
        ob.solve(bilayer(), **{name: value})


def test_side_and_kind_are_known():
    sol = ob.solve(bilayer())
    with pytest.raises(ValueError, match=says("side = 'top'", "'left', 'right'")):
        sol.J_s(5 * nm, side="top")
    with pytest.raises(ValueError, match=says("kind = 'total'", "'absorbed', 'exchange'")):
        sol.torque(kind="total")


def test_the_torque_needs_one_transverse_magnet():
    with pytest.raises(ValueError, match="transverse"):
        ob.solve(bilayer(), channel="longitudinal").torque()
    with pytest.raises(ValueError, match=says("fits none", "none")):
        ob.solve(normal()(5 * nm)).torque()
    twice = bilayer() | bilayer()
    with pytest.raises(ValueError, match=says("more than one", "1 ('F'), 3 ('F')")):
        ob.solve(twice).torque()
    with pytest.raises(ValueError, match=says("layer = 'F'", "more than one")):
        ob.solve(twice).torque(layer="F")
    for layer in (0, 7, -5, "Co"):
        with pytest.raises(ValueError, match=says(f"layer = {layer!r}", "fits none")):
            ob.solve(bilayer()).torque(layer=layer)
    for layer in (1.0, True, [1]):
        with pytest.raises(TypeError, match=says(f"layer = {layer!r}", "index or a name")):
            ob.solve(bilayer()).torque(layer=layer)


def test_interfaces_are_counted_from_zero():
    for i in (1, -1):
        with pytest.raises(ValueError, match=says(f"interface = {i}", "an index from 0", "N/F")):
            ob.solve(bilayer()).interface(i)
    for i in ("F/N", 0.0, None, True, [0]):
        with pytest.raises(
            ValueError, match=says(f"interface = {i!r}", "an index from 0 at the bottom, or one of", "N/F")
        ):
            ob.solve(bilayer()).interface(i)
    with pytest.raises(ValueError, match=r"one of the names \[\]"):
        ob.solve(normal()(5 * nm)).interface(0)


def test_interfaces_are_found_by_name():
    G = ob.Interface(G_s=1e15, G_o=2e15)
    sol = ob.solve(bilayer() | G | normal(lambda_s=2 * nm)(3 * nm))
    for i, name in enumerate(("N[0]/F", "F/N[1]")):
        assert sol.interface(name) == sol.interface(i) == sol.interface(np.int64(i))
    assert sol.interface(0) != sol.interface(1)


@pytest.mark.parametrize("E", [NAN, INF])
def test_the_field_is_finite(E):
    with pytest.raises(ValueError, match=says("E")):
        ob.solve(bilayer(), E=E)


@pytest.mark.parametrize("m", [0, 2, -0.5, "up", None, NAN, True])
def test_magnets_are_collinear(m):
    with pytest.raises((ValueError, TypeError), match=says(f"m = {m!r}", "+1 and -1")):
        magnet(m=m)


def test_names_are_text():
    with pytest.raises(TypeError, match=says("name = 3", "text")):
        normal(name=3)


@pytest.mark.parametrize(("length", "shown"), [(60, repr("x" * 58)), (61, "'" + "x" * 56 + "...")])
def test_what_was_given_is_shown_as_far_as_it_fits(length, shown):
    with pytest.raises(ValueError, match=says(f"m = {shown};")):
        magnet(m="x" * (length - 2))


def test_a_near_name_is_offered_where_there_are_many():
    with pytest.raises(TypeError, match=r"lambda_s.*Did you mean lambda_sf"):
        magnet(lambda_s=1 * nm)
    with pytest.raises(TypeError) as error:
        magnet(zzz=1)
    assert "Did you mean" not in str(error.value)
    with pytest.raises(TypeError) as error:
        ob.Surface(G_mi=1.0)
    assert "Did you mean" not in str(error.value)


def test_unknown_and_missing_parameters_are_named():
    with pytest.raises(TypeError, match="lambda_x"):
        normal(lambda_x=1.0)
    with pytest.raises(TypeError, match="lambda_o"):
        ob.NormalMetal(sigma_s=1e6, sigma_o=1e6, lambda_s=1 * nm)
    with pytest.raises(TypeError, match=says("no parameter 'lambda_s'", "lambda_sf")):
        magnet().replace(lambda_s=1 * nm)
    with pytest.raises(ValueError, match=says("lambda_o", "must be positive")):
        magnet().replace(lambda_o=-1 * nm)


# -- what NumPy would take without a word ------------------------------------------------------------


def of_package(module, name="Quantity", base=object, **attributes):
    """A class that says it comes from another package, which need not be installed."""
    return type(name, (base,), {"__module__": module, **attributes})


Pint = of_package("pint.registry", magnitude=5.0, units="nm", __array__=lambda self, *_, **__: np.asarray(5.0))
FOREIGN = {
    "pint": (Pint(), ["quantity with units", "x.to('m').magnitude"]),
    "like pint": (of_package("mine", magnitude=5, units="nm")(), ["quantity with units", "magnitude"]),
    "astropy": (np.zeros(2).view(of_package("astropy.units.quantity", base=np.ndarray)), ["x.to_value('m')"]),
    "pandas": (of_package("pandas.core.series", "Series", __array__=lambda *_, **__: np.ones(2))(), ["x.to_numpy()"]),
    "xarray": (of_package("xarray.core.dataarray", "DataArray")(), ["DataArray of xarray", "x.values", "axis"]),
    "masked": (np.ma.masked_array([1e-9, 999.0], [False, True]), ["masked array", "x.compressed()"]),
    "all masked": (np.ma.masked_all(2), ["masked array"]),
    "masked constant": (np.ma.masked, ["masked array"]),
    "float16": (np.float16(5e-9), ["float16"]),
    "date": (np.datetime64("2024-01-01"), ["datetime64"]),
    "object": (np.array([1e-9, None]), ["no number"]),
    "set": ({1e-9}, ["no number"]),
    "bytes": (b"5", ["bytes"]),
}


@pytest.mark.parametrize("kind", list(FOREIGN))
def test_what_carries_more_than_numbers_is_refused(kind):
    value, says_so = FOREIGN[kind]
    in_list = [] if kind in ("object", "set", "date", "float16", "bytes") else [[value, 1e-9], ((1e-9, value),)]
    for given in (value, *in_list):
        for make in (
            lambda x: normal(lambda_o=x),
            lambda x: magnet(lambda_J=x),
            lambda x: normal()(x),
            lambda x: (normal()(1 * nm) | magnet()(1 * nm)).replace({"F.lambda_sf": x}),
            lambda x: ob.solve(bilayer()).J_s(x),
        ):
            with pytest.raises(TypeError) as error:
                make(given)
            for part in says_so:
                assert part in str(error.value)
    for make, name in (
        (lambda x: ob.Interface(G_s=x, G_o=1.0), "Interface: G_s"),
        (lambda x: ob.solve(bilayer(), E=x), "solve: E"),
        (lambda x: ob.Surface(G_mix=x), "Surface: G_mix"),
    ):
        with pytest.raises(TypeError, match=name):
            make(value)


def test_the_unit_asked_for_is_that_of_the_quantity():
    for make, unit in (
        (lambda: normal(sigma_s=Pint()), "'S/m'"),
        (lambda: ob.Interface(G_s=Pint(), G_o=1.0), "'S/m**2'"),
        (lambda: normal(Gamma_os=Pint()), "'S/m**3'"),
        (lambda: magnet(M_s=Pint()), "'A/m'"),
        (lambda: magnet(P_os=Pint()), "''"),
    ):
        with pytest.raises(TypeError, match=re.escape(f"x.to({unit}).magnitude")):
            make()


@pytest.mark.parametrize("value", [[[1e-9, 2e-9], [1e-9]], [1e-9, [2e-9]], [[], [1e-9]]])
def test_ragged_lists_are_named(value):
    with pytest.raises(ValueError, match=r"thickness = .* is ragged"):
        normal()(value)


@pytest.mark.parametrize("value", [[True, 1e-9], (1e-9, np.True_), [[1e-9], [False]]])
def test_truth_values_do_not_hide_in_lists(value):
    with pytest.raises(TypeError, match=r"thickness = .* holds a truth value"):
        normal()(value)


@pytest.mark.parametrize("m", [np.array([1, -1]), [1], "1", b"1", 1j, (1,), {}])
def test_a_direction_is_one_number(m):
    with pytest.raises(ValueError, match=r"m = .*\+1 and -1"):
        magnet(m=m)
    assert [magnet(m=good).m for good in (1.0, np.int64(-1), np.float32(1))] == [1, -1, 1]


def test_lengths_without_a_square_are_refused():
    for make in (normal, magnet):
        with pytest.raises(ValueError, match=r"lambda_o = 1e-200 m"):
            make(lambda_o=1e-200)
    with pytest.raises(ValueError, match="lambda_J = 1e-200 m"):
        magnet(lambda_J=[1e-9, 1e-200])
    with pytest.raises(ValueError, match=r"lambda_o = 9.9e-101 m"):
        normal(lambda_o=9.9e-101)
    assert normal(lambda_o=1e-100).lambda_o == 1e-100


# -- what is most likely in another unit ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "says_so"),
    [
        (lambda: normal()(5), "layer 'N': thickness = 5 m, more than a millimetre; did you mean 5*nm?"),
        (lambda: normal()(np.array([1, 2, 5])), "did you mean 5*nm?"),
        (lambda: normal()([1e-9, 1.01e-3]), "thickness = 0.00101 m"),
        (lambda: normal(lambda_o=5), "NormalMetal 'N': lambda_o = 5 m"),
        (lambda: magnet(lambda_sf=[3.0, INF]), "lambda_sf = 3 m"),
        (lambda: ob.Stack(normal()(1 * nm)).replace({"N.thickness": 7}), "thickness = 7 m"),
        (lambda: normal(P_os=50), "P_os reaches 50; it is a fraction: write 0.5 for 50 %"),
        (lambda: normal(P_so=[0.1, -20]), "P_so reaches 20"),
        (lambda: normal(P_os=6, sigma_s=8.9e6, sigma_o=1e6), "P_os reaches 6;"),
        (lambda: normal(P_so=6, sigma_s=1e6, sigma_o=8.9e6), "P_so reaches 6;"),
        (lambda: normal(sigma_s=1e-6), "sigma_s = 1e-06"),
        (lambda: magnet(sigma_o=[1e6, 2e-7]), "sigma_o = 2e-07"),
        (lambda: normal(sigma=2e-7), "sigma = 2e-07 Ω⁻¹ m⁻¹, hardly so small; did you give a resistivity?"),
        (lambda: normal(sigma=[0.0, 3.0, 4e6]), "sigma = 3 Ω⁻¹ m⁻¹, hardly so small; did you give MS/m?"),
        (lambda: normal(sigma_s=1.0), "sigma_s = 1 Ω⁻¹ m⁻¹, hardly so small; did you give MS/m? Write 1e6"),
        (lambda: ob.Interface(G_s=0.7, G_o=1e15), "G_s = 0.7 Ω⁻¹ m⁻², hardly so small; did you"),
        (lambda: ob.Surface(G_mix=[3 + 4j, 0]), "G_mix = 5 Ω⁻¹ m⁻², hardly so small"),
        (lambda: ob.Surface(G_long=1), "G_long = 1 Ω⁻¹ m⁻²"),
        (lambda: magnet(M_s=1.8), "M_s = 1.8 A m⁻¹, hardly so small; did you give tesla? Write 1.4"),
        (lambda: magnet(M_s=[1400.0, 1e6]), "M_s = 1400 A m⁻¹, hardly so small; did you give emu/cm^3?"),
        (lambda: ob.observables.torque_field(1e9, 1000, 5 * nm), "torque_field: M_s = 1000 A/m, hardly"),
        (lambda: ob.pump(bilayer()).damping(1000), "damping: M_s = 1000 A m⁻¹"),
        (lambda: cf.effective_conductance(1e6, 5 * nm, 5 * nm), "wavenumber = 5e-09 1/m, hardly so small"),
        (lambda: cf.effective_conductance(1e6, (2 - 1j) * nm, 5 * nm), "did you give a length?"),
    ],
)  # fmt: skip
def test_a_warning_for_other_units(make, says_so):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        make()
    assert says_so in "".join(str(one.message) for one in caught)
    assert {one.category for one in caught} == {ob.UnitsWarning}
    here = (__file__, normal.__code__.co_filename)
    assert all(one.filename in here for one in caught), "the warning points at the caller's line"


@pytest.mark.parametrize(
    "make",
    [
        lambda: normal()(1e-3),
        lambda: magnet(lambda_sf=INF, lambda_J=[INF, 1e-9]),
        lambda: normal(P_os=6.0, P_so=0.01, sigma_s=4e7, sigma_o=1e6),  # passive: sigma_s is large
        lambda: normal(P_so=6.0, P_os=0.01, sigma_s=1e6, sigma_o=4e7),
        lambda: normal(P_os=6.0, P_so=0.01, sigma_s=9e6, sigma_o=1e6),  # just passive: P_os may reach 2*3
        lambda: normal(P_os=4.9),
        lambda: normal(sigma_s=1e-3, sigma_o=1e-3),
        lambda: normal(sigma_s=100.0, sigma_o=1e3, sigma=[0.0, 100.0]),
        lambda: ob.Interface(G_s=1e3, G_o=0.0, G_os=1.0),
        lambda: ob.Surface(G_mix=1e3j),
        lambda: magnet(M_s=2500.0),
        lambda: cf.effective_conductance(1e6, 1.0, 5 * nm),
        lambda: normal(sigma_SHE=1e-9, sigma_OHE=-1.0),
    ],
)
def test_no_warning_for_what_may_well_be(make):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make()


def test_arguments_have_names():
    with pytest.raises(TypeError, match=r"takes its numbers by name.*sigma_s=\.\.\."):
        ob.NormalMetal(1e6, 1e6, 1e-9, 1e-9)
    with pytest.raises(TypeError, match=r"no parameter 'lambda_so'.*lambda_s, lambda_o.*Did you mean lambda_s"):
        normal(lambda_so=1 * nm)
    with pytest.raises(TypeError, match="Interface takes its numbers by name"):
        ob.Interface(1e15, 1e15)


# -- what is odd, but may be --------------------------------------------------------------------


def warned(stack, **options):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        sol = ob.solve(stack, **options)
    assert all(one.category is ob.NotPassiveWarning for one in caught)
    assert all(one.filename == __file__ for one in caught), "the warning points at the caller's line"
    return sol, [str(one.message) for one in caught]


def with_interface(**G):
    return normal(**hall("SHE"))(5 * nm) | ob.Interface(**({"G_s": 1e15, "G_o": 1e15} | G)) | magnet()(5 * nm)


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
@pytest.mark.parametrize("P", [0.0, 0.3, 0.46, 0.5, 0.95, -0.999])
def test_no_warning_for_passive_parameters(closure, P):
    """In the paper's closure the layer of P = 0.5 is active; that is told by a method."""
    sol, messages = warned(bilayer(P_os=P, P_so=P), closure=closure)
    assert messages == []
    assert np.isfinite(sol.torque())


@pytest.mark.parametrize(
    "G",
    [
        {"G_os": 5e14, "G_so": 5e14},
        {"G_os": 1e15, "G_so": 1e15},  # singular
        {"G_s": 1e15, "G_o": 4e15, "G_os": 2e15, "G_so": 2e15},
        {"G_s": 0.0, "G_o": 1e15},
        {"G_s": 3e15, "G_o": 7e14, "G_os": (3e15 * 7e14) ** 0.5, "G_so": (3e15 * 7e14) ** 0.5},  # singular to rounding
        {"G_os": 1e15, "G_so": -1e15},
        {"G_os": np.linspace(0, 1e15, 5), "G_so": 0.0},
    ],
)
def test_no_warning_for_passive_interfaces(G):
    sol, messages = warned(with_interface(**G))
    assert messages == []
    assert np.isfinite(sol.torque()).all()


@pytest.mark.parametrize(
    "G",
    [
        {"G_os": 1.1e15, "G_so": 1.1e15},
        {"G_os": 1.00001e15, "G_so": 1.00001e15},
        {"G_os": 2.5e15, "G_so": 0.0},
        {"G_s": -1e13},
        {"G_o": np.array([1e15, -1e14])},
        {"G_s": 0.0, "G_os": 1e13},
    ],
)
def test_a_warning_for_an_active_interface(G):
    sol, messages = warned(with_interface(**G))
    assert len(messages) == 1
    assert re.search(says("interface 0 is not passive", "G_s G_o >= ((G_os + G_so)/2)^2"), messages[0])
    assert np.isfinite(sol.torque()).all()


@pytest.mark.parametrize("P", [(1.2, 0.9), (1.00001, 1.00001), (2.5, 0.2), (np.array([0.1, 3.0]), 0.1), (-1.5, -1.5)])
def test_a_warning_for_an_active_layer(P):
    sol, messages = warned(bilayer(P_os=P[0], P_so=P[1]))
    assert len(messages) == 1
    assert re.search(says("layer 1 (F) is not passive", "(P_os sigma_o + P_so sigma_s)^2"), messages[0])
    assert np.isfinite(sol.torque()).all()


def test_what_has_no_answer_is_an_error_and_never_nan():
    # two conductances that add up to nothing: G = -Y exactly
    N = normal(**hall("SHE"))(5 * nm)
    n = (1e6 / (3 * nm)) * np.tanh(5 / 3)
    F = magnet(P_os=0.0, P_so=0.0, lambda_J=np.inf, lambda_phi=np.inf, lambda_sf=3 * nm)(5 * nm)
    Gs = np.linspace(-n / 2 * (1 - 1e-15), -n / 2 * (1 + 1e-15), 9)
    with pytest.warns(ob.NotPassiveWarning):
        sol = ob.solve(N | ob.Interface(G_s=Gs, G_o=1e15) | F)
    try:
        assert np.isfinite(sol.torque()).all()
    except ArithmeticError as error:
        assert "not finite" in str(error)
