"""The claims of Sections I to III."""

import numpy as np

from ...quantities import nm
from ...solution import solve
from ..samples import THICK, sample, wavenumber
from ..values import PAPER
from .register import claim, judged, near, rising

LENGTHS = np.array([1, 3, 5, 10]) * nm
WEAK = {"P_os": 0.0, "P_so": 0.0}


@claim("rises with the magnet", "I")
def steadily(v):
    """The orbital torque rises steadily with the thickness of F.

    Criterion: Re(torque) grows from 0.1 to 20 nm at each lambda_o^F of 1, 3, 5, 10 nm; depends if only from 1 nm on
    Why: steadily means without exception; magnets thinner than 1 nm are hard to make
    Found: at lambda_o^F = 1 nm the torque at 0.1 nm is {thin} times that at 20 nm, at 1 nm {film} times
    """
    d = np.geomspace(0.1, 20, 60)[:, None] * nm
    tau = sample(**v | {"d_F": d, "lambda_o_F": LENGTHS}).torque().real
    # saturated to a thousandth counts as not falling
    grows = np.diff(tau, axis=0) > -1e-3 * tau[-1]
    verdict = "holds" if grows.all() else "depends" if grows[d[:-1, 0] > 0.99 * nm].all() else "fails"
    film = np.interp(nm, d[:, 0], tau[:, 0])
    return judged(verdict, thin=tau[0, 0] / tau[-1, 0], film=film / tau[-1, 0])


@claim("equal conductivities", "I, Figs. 2 and 3")
def slow_diffusion(v):
    """That orbital moment diffuses much more slowly than spin may be left out of the figures (sigma_o = sigma_s).

    Criterion: with sigma_o = sigma_s/100 Re(torque) changes by less than 20 %; depends if so in both layers but not
        in F alone
    Why: a fifth is the size of the other effects that the text neglects; P_so sigma_s = P_os sigma_o is kept
    Found: slow in both layers: the OHE torque is {both} of its value; slow in F alone: {alone}
    """
    P = (PAPER | v)["P_os"]
    slow = {"sigma_o_F": 1e4, "P_so": 0.01 * P}
    base, alone, both = (sample(**v | c).torque().real for c in ({"P_so": P}, slow, slow | {"sigma_o_N": 1e4}))
    both, alone = both / base, alone / base
    return judged([near(both, 1, 0.2), near(alone, 1, 0.2)], both=both, alone=alone)


@claim("conversion in N", "II.A")
def conversion_in_N(v):
    """Conversion in N adds no new physics, it only renormalises coefficients.

    Criterion: with P = 0.05 in N Re(torque) of the OHE keeps its sign and changes by less than 20 %
    Why: a change of sign is no renormalisation; polarisations are said to reach tens of per cent, so 0.05 is little
    Found: the torque is {none} without, {small} at P = 0.02 and {more} at P = 0.05 of N; with its Hall current
        dragged along {dragged}
    """
    none, small, more = (converting(v, P) for P in (0.0, 0.02, 0.05))
    dragged = converting(v, 0.05, sigma_SHE=0.05)
    return judged(near(more / none, 1, 0.2), none=none, small=small, more=more, dragged=dragged)


def converting(v, P, **of_N):
    """Return Re(torque) of the OHE with the polarisation `P` in N."""
    s = sample(**v)
    N, F = s.stack.layers
    metal = N.material.replace(P_os=P, P_so=P, **of_N)
    stack = metal(N.thickness) | s.stack.interfaces[0] | F
    return solve(stack, closure=s.closure, wavenumber=s.wavenumber).torque().real


@claim("SHE wants injection", "III.B")
def injection(v):
    """The SHE torque per Hall current is largest where F absorbs spin much better than N.

    Criterion: Re(torque) falls at each step as sigma_s of N grows from 1e4 to 1e8
    Why: only the direction is claimed
    Found: from the first to the last conductivity it falls to {last} of its value
    """
    tau = sample("SHE", **v | {"sigma_s_N": np.geomspace(1e4, 1e8, 9)}).torque().real
    return judged(np.all(rising(-tau)), last=tau[-1] / tau[0])


@claim("conversion raises the SHE torque", "III.B")
def renormalised(v):
    """Conversion multiplies the SHE efficiency by 1 + gamma_so gamma_os.

    Criterion: the factor is above one (modulus) with both conversions in F, both at the interface, and one in each;
        depends if only in some
    Why: the sign is all that is tested; weak conversion of 0.3, G_s = G_o = 1e15
    Found: the factor is {in_F} with both in F, {at_interface} with both at the interface, {one_each} with
        orbit-to-spin at the interface and spin-to-orbit in F
    """
    v = v | {"interface": "finite"}
    cases = {"in_F": {"P_os": 0.3, "P_so": 0.3}, "at_interface": WEAK | {"G_os": 3e14, "G_so": 3e14}}
    cases["one_each"] = {"P_os": 0.0, "P_so": 0.3, "G_os": 3e14}
    bare = sample("SHE", **v | WEAK).torque()
    size = {name: abs(sample("SHE", **v | changes).torque() / bare) for name, changes in cases.items()}
    return judged([x > 1 for x in size.values()], **size)


@claim("bulk or interface is the same", "III.C")
def any_conversion(v):
    """Bulk or interface conversion does not change the picture: ideally N absorbs spin much better than F.

    Criterion: for both places the modulus of the torque falls at each step as sigma_s of F grows from 1e5 to 1e7
    Why: only the direction is claimed; conversion of 0.1, G_s = G_o = 1e15, P_so sigma_s = P_os sigma_o
    Found: per step of ten in sigma_s of F the modulus goes {interface_1}, {interface_2}, {interface_3} with
        conversion at the interface and {bulk_1}, {bulk_2}, {bulk_3} in F
    """
    sigma = np.array([1e5, 1e6, 1e7])
    v = v | {"interface": "finite", "sigma_s_F": sigma}
    places = {"interface": WEAK | {"G_os": 1e14, "G_so": 1e14}, "bulk": {"P_os": 0.1, "P_so": 0.1 * 1e6 / sigma}}
    tau = {place: abs(sample(**v | how).torque()) for place, how in places.items()}
    falls = [bool(np.all(rising(-t))) for t in tau.values()]
    numbers = {f"{place}_{i + 1}": x for place, t in tau.items() for i, x in enumerate(t)}
    # "does not change the picture" needs the same answer in both places
    return judged(all(falls), **numbers)


@claim("two conductances at once", "III.C")
def both_replaced(v):
    """If spin is absorbed at the interface, both G_s and the spin conductance of F become the mixing conductance.

    Criterion: the substituted efficiency is within 10 % of the exact one, weak conversion at the interface, G_s =
        1e15
    Why: the text offers it as an identity; a tenth is generous
    Found: with both replaced it is {both} times the exact one, with only that of F {only} times
    """
    v = v | WEAK | {"interface": "finite", "d_F": THICK, "G_os": 1e10, "G_so": 0.0}
    exact = sample(**v).torque()
    G, n_s, g_s = 1e15, 1e6 / (3 * nm) * np.tanh(5 / 3), 1e6 * wavenumber(v)
    n_o, g_o = 1e6 / (5 * nm) * np.tanh(1), 1e6 / (5 * nm)
    mix = 1 / (1 / G + 1 / g_s)
    both = 1e-5 / (1 + mix / n_s) / (1 + n_o * (1 / G + 1 / g_o)) * (1 - 1 / np.cosh(1))
    ratio = both / exact
    return judged(near(ratio, 1, 0.1), both=ratio, only=ratio * mix / G)
