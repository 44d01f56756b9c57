"""Sensitivities and propagated uncertainties, against laws, differences and known distributions."""

import numpy as np
import pytest
import workbench

import orbitronics as ob
from orbitronics import nm, observables

LENGTHS = ("thickness", "lambda_s", "lambda_o", "lambda_sf", "lambda_J", "lambda_phi")


def test_every_address_is_there_but_what_cannot_change():
    stack = workbench.stack(workbench.FINITE)
    there = set(stack.addresses()) - {"Ni.m"}
    assert set(ob.sensitivity(stack, "xi_E")) == there
    paper = {one for one in there if "Gamma" not in one}
    assert set(ob.sensitivity(stack, "xi_E", closure="paper")) == paper


@pytest.mark.parametrize("closure", ["paper", "reciprocal"])
def test_scaling_laws(closure):
    """All lengths longer by a factor, and conductances smaller by it, leave currents as they are; so do all sigmas."""
    found = ob.sensitivity(workbench.stack(workbench.FINITE), "xi_E_FL", closure=closure)
    of = {address: one.value for address, one in found.items() if one.relative}
    lengths = sum(value for address, value in of.items() if address.split(".")[1] in LENGTHS)
    conductances = sum(value for address, value in of.items() if ".G_" in address)
    sigmas = sum(value for address, value in of.items() if address.split(".")[1] in ("sigma_s", "sigma_o"))
    halls = sum(value for address, value in of.items() if address.split(".")[1] in ("sigma_SHE", "sigma_OHE"))
    assert lengths == pytest.approx(conductances, abs=1e-9)
    assert sigmas + conductances == pytest.approx(0, abs=1e-9)
    assert halls == pytest.approx(1, abs=1e-9)
    assert abs(lengths) > 0.1 and abs(sigmas) > 0.1


def test_against_a_difference_of_two_solves():
    stack = workbench.stack(workbench.FINITE)
    found = ob.sensitivity(stack, "torque", closure="reciprocal", E=3e4)
    for address in ("Ti.lambda_o", "Ni.P_os", "Ti/Ni.G_os", "Ti.sigma_OHE", "Ni.thickness"):
        ends = [
            abs(ob.solve(stack.replace({address: stack[address] * (1 + h)}), E=3e4, closure="reciprocal").torque())
            for h in (-1e-5, 1e-5)
        ]
        assert found[address].relative
        assert found[address].value == pytest.approx(np.log(ends[1] / ends[0]) / 2e-5, abs=1e-8), address


def test_absolute_where_a_number_is_zero():
    found = ob.sensitivity(workbench.stack(), "xi_E_DL", closure="reciprocal")
    for address in ("Ti.P_os", "Ni.sigma_OHE", "Ti/Ni.sigma_OREE_above", "Ti.Gamma_os"):
        assert not found[address].relative
        stack, step = workbench.stack(), {"Ti.Gamma_os": 1e17}.get(address, 1e-4)
        ends = [
            observables.xi_E(ob.solve(stack.replace({address: h * step}), closure="reciprocal")).real for h in (-1, 1)
        ]
        assert found[address].value == pytest.approx((ends[1] - ends[0]) / 2 / step, rel=1e-5), address
    assert found["Ti.P_os"].unit == "Ω⁻¹ m⁻¹"
    assert found["Ni.sigma_OHE"].unit == "Ω⁻¹ m⁻¹ / (Ω⁻¹ m⁻¹)"


def test_absolute_where_the_answer_changes_its_sign():
    d = 1e-9 * 11
    found = ob.sensitivity(workbench.stack(), {"above": lambda s: (s["Ti.thickness"] - d) / nm})
    assert not found["Ti.thickness"].relative
    assert found["Ti.thickness"].value == pytest.approx(1e9)
    assert found["Ni.thickness"].value == 0


def test_absent_layers_and_infinite_lengths():
    stack = workbench.TI(11 * nm) | workbench.NI.replace(lambda_phi=np.inf)(6.5 * nm) | workbench.TI(0.0)
    found = ob.sensitivity(stack, "torque_DL", closure="paper")
    assert found["Ni.lambda_phi"] == ("Ni.lambda_phi", 0.0, True, "")
    thin = ob.solve(stack.replace({"Ti[1].thickness": 1e-13})).torque() - ob.solve(stack).torque()
    assert found["Ti[1].thickness"].value == pytest.approx(thin.real / 1e-13, rel=1e-3)


def test_what_is_said_about_bad_input():
    stack = workbench.stack()
    with pytest.raises(ValueError, match=r"no answer 'twist'; it has torque"):
        ob.sensitivity(stack, "twist")
    with pytest.raises(ValueError, match="torque, xi_E are 2 answers"):
        ob.sensitivity(stack, ("torque", "xi_E"))
    with pytest.raises(ValueError, match=r"Ti.thickness is an array"):
        ob.sensitivity(stack.replace({"Ti.thickness": [1e-9, 2e-9]}))
    with pytest.raises(TypeError, match=r"E = 2\.0 has no effect on xi_E"):
        ob.sensitivity(stack, "xi_E", E=2.0)
    with pytest.raises(TypeError, match=r"no option 'colour'"):
        ob.sensitivity(stack, "xi_E", colour="red")
    with pytest.raises(ValueError, match=r"damping is real and has no parts"):
        ob.sensitivity(stack, "damping_DL")
    with pytest.raises(ValueError, match="must keep their shape"):
        ob.sensitivity(stack, lambda s: np.zeros(7))


def test_the_table_is_sorted_and_names_the_answer():
    lines = repr(ob.sensitivity(workbench.stack(), "xi_E_DL")).splitlines()
    assert lines[0].startswith("f = xi_E_DL, p")
    sizes = [abs(float(line.split()[1])) for line in lines[1:] if "d ln" in line]
    assert sizes == sorted(sizes, reverse=True)


def test_linear_propagation_adds_in_squares():
    stack = workbench.stack()
    uncertain = {"Ti.lambda_o": (7.3 * nm, 0.05 * nm), "Ni.P_os": (0.12, 0.001)}
    found = ob.propagate(stack, uncertain, "xi_E_DL", method="linear", closure="reciprocal")
    value = observables.xi_E(ob.solve(stack, closure="reciprocal")).real
    slopes = ob.sensitivity(stack, "xi_E_DL", closure="reciprocal")
    shares = [abs(value * slopes[a].value * spread / mean) for a, (mean, spread) in uncertain.items()]
    assert found.value == pytest.approx(value)
    assert list(found.shares.values()) == pytest.approx(shares, rel=1e-6)
    assert found.std == pytest.approx(np.hypot(*shares), rel=1e-6)
    assert found.interval == pytest.approx((found.value - found.std, found.value + found.std), rel=1e-12)
    both = ob.propagate(stack, uncertain, "xi_E", method="linear", closure="reciprocal")
    assert both.std.real == pytest.approx(found.std) and both.std.imag > 0
    # a slope is taken within what is allowed, however wide the spread
    wide = ob.propagate(stack, {"Ti.lambda_o": (7.3 * nm, 900 * nm)}, "xi_E_DL", method="linear", closure="reciprocal")
    assert wide.std == pytest.approx(shares[0] * 900 / 0.05, rel=1e-6)


def test_monte_carlo_of_what_is_linear_and_of_what_is_a_power():
    stack = workbench.stack()
    found = ob.propagate(stack, {"Ti.sigma_OHE": (-1.1e5, 2e4)}, {"J": lambda s: 3 * s["Ti.sigma_OHE"]}, n=200_000)
    assert (found.mean, found.std) == (pytest.approx(-3.3e5, rel=2e-3), pytest.approx(6e4, rel=1e-2))
    assert found.interval == (pytest.approx(-3.9e5, rel=3e-3), pytest.approx(-2.7e5, rel=3e-3))
    # a positive quantity is log-normal: its square root is too, with half the width
    wide = ob.propagate(
        stack, {"Ti.lambda_o": (7 * nm, 7 * nm)}, {"root": lambda s: s["Ti.lambda_o"] ** 0.5}, n=200_000
    )
    assert np.std(np.log(wide.samples)) == pytest.approx(np.sqrt(np.log(2)) / 2, rel=1e-2)
    again = ob.propagate(stack, {"Ti.lambda_o": (7 * nm, 7 * nm)}, "torque", n=50)
    assert np.array_equal(again.samples, ob.propagate(stack, {"Ti.lambda_o": (7 * nm, 7 * nm)}, "torque", n=50).samples)


def test_monte_carlo_and_linear_agree_for_small_uncertainties():
    stack = workbench.stack(workbench.FINITE)
    small = {a: (stack[a], 0.002 * abs(stack[a])) for a in ("Ti.lambda_o", "Ti/Ni.G_o", "Ni.P_os", "Ti.sigma_OHE")}
    one, two = (ob.propagate(stack, small, "xi_E_FL", method=m, n=20_000) for m in ("linear", "monte carlo"))
    assert two.std == pytest.approx(one.std, rel=0.03)
    assert two.mean == pytest.approx(one.value, abs=4 * one.std / np.sqrt(20_000))


def test_propagation_says_what_is_wrong():
    stack = workbench.stack()
    with pytest.raises(KeyError, match=r"no place 'Cr'"):
        ob.propagate(stack, {"Cr.lambda_o": (1 * nm, 1 * nm)})
    with pytest.raises(TypeError, match=r"Ti.lambda_o = 1e-09; give a pair"):
        ob.propagate(stack, {"Ti.lambda_o": 1e-9})
    with pytest.raises(ValueError, match=r"standard deviation of Ti.lambda_o = 0 m; it must be positive"):
        ob.propagate(stack, {"Ti.lambda_o": (1 * nm, 0.0)})
    with pytest.raises(ValueError, match="allowed are 'monte carlo', 'linear'"):
        ob.propagate(stack, {"Ti.lambda_o": (1 * nm, 1 * nm)}, method="guess")
    with pytest.raises(ValueError, match="at least 2 samples"):
        ob.propagate(stack, {"Ti.lambda_o": (1 * nm, 1 * nm)}, n=1)
    with pytest.raises(TypeError, match="give values and standard deviations by address"):
        ob.propagate(stack, {})
