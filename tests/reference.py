"""What the tests share: the stored cases, and the library set up for one of them."""

import json
from pathlib import Path

import numpy as np

import orbitronics as ob
from orbitronics import kernel, nm
from orbitronics.core import ladder

DATA = Path(__file__).parent / "data"
CASES = json.loads((DATA / "cases.json").read_text(encoding="utf-8"))["cases"]
CLOSURES = ("paper", "reciprocal")
STORED = {"paper": "paper", "reciprocal": "conserving"}  # what the stored cases call the closures


def normal(sigma_s=1e6, sigma_o=1e6, lambda_s=3 * nm, lambda_o=5 * nm, **others):
    """A normal metal, that of the paper's Fig. 2 unless told otherwise."""
    return ob.NormalMetal(sigma_s=sigma_s, sigma_o=sigma_o, lambda_s=lambda_s, lambda_o=lambda_o, **others)


def magnet(P_so=0.5, P_os=0.5, **others):
    """A ferromagnet, that of the paper's Fig. 2 unless told otherwise; P = 0.5 is Fig. 3's."""
    values = {"sigma_s": 1e6, "sigma_o": 1e6, "lambda_sf": 3 * nm, "lambda_J": 0.5 * nm, "lambda_phi": 1 * nm}
    return ob.Ferromagnet(**(values | {"lambda_o": 5 * nm, "P_so": P_so, "P_os": P_os} | others))


def hall(source):
    """Unit Hall current of one kind."""
    return {"sigma_SHE": float(source == "SHE"), "sigma_OHE": float(source == "OHE")}


def case_stack(p, source):
    """The stack of a stored case, with a unit Hall current in N."""
    p = {name: float(value) if name != "k_mode" else value for name, value in p.items()}
    N = normal(p["sig_sN"], p["sig_oN"], p["lam_sN"], p["lam_oN"], **hall(source))
    F = magnet(
        **{"sigma_s": p["sig_sF"], "sigma_o": p["sig_oF"], "lambda_sf": p["lam_sf"], "lambda_J": p["lam_J"]},
        **{"lambda_phi": p["lam_phi"], "lambda_o": p["lam_oF"], "P_os": p["Pos"], "P_so": p["Pso"]},
    )
    between = ob.Interface.transparent()
    if "Gs" in p:
        between = ob.Interface(G_s=p["Gs"], G_o=p["Go"], G_os=p["Gos"], G_so=p["Gso"])
    return N(p["dN"]) | between | F(p["dF"])


def random_material(rng, kind="F", p_max=0.6):
    """A material with everything drawn at random, reciprocal: P_os sigma_o = P_so sigma_s."""
    sigma_s, sigma_o = 10 ** rng.uniform(5, 7, 2)
    polarisation = rng.uniform(-p_max, p_max) * np.sqrt(sigma_s * sigma_o)
    values = {
        **{"sigma_s": sigma_s, "sigma_o": sigma_o, "P_os": polarisation / sigma_o, "P_so": polarisation / sigma_s},
        **{"lambda_o": rng.uniform(1, 9) * nm, "sigma_SHE": rng.normal(), "sigma_OHE": rng.normal()},
    }
    if kind == "N":
        return ob.NormalMetal(lambda_s=rng.uniform(1, 9) * nm, **values)
    lengths = dict(zip(("lambda_sf", "lambda_J", "lambda_phi"), rng.uniform(0.4, 6, 3) * nm, strict=True))
    return ob.Ferromagnet(m=int(rng.choice([-1, 1])), **lengths, **values)


def random_interface(rng):
    """A passive, reciprocal interface, sometimes a transparent one."""
    if rng.random() < 0.3:
        return ob.Interface.transparent()
    G_s, G_o = 10 ** rng.uniform(14, 16, 2)
    G = rng.uniform(-0.9, 0.9) * np.sqrt(G_s * G_o)
    return ob.Interface(G_s=G_s, G_o=G_o, G_os=G, G_so=G)


def random_stack(rng, kinds):
    """Layers of these kinds, e.g. "NFN", with interfaces between them."""
    stack = ob.Stack([random_material(rng, kinds[0])(rng.uniform(0.5, 8) * nm)])
    for kind in kinds[1:]:
        stack = stack | random_interface(rng) | random_material(rng, kind)(rng.uniform(0.5, 8) * nm)
    return stack


def kernel_bilayer(N, F, G, conserving):
    """The observables of a stored case by the kernel alone."""
    below = kernel.ports_below([N, F], [G], conserving)
    above = kernel.ports_above([N, F], [G], conserving)
    N_at = kernel.potentials_at_faces(below[0], N, above[0], conserving)
    F_at = kernel.potentials_at_faces(below[1], F, above[1], conserving)
    down = kernel.through_layer(above[1], F, F.d, conserving, False)
    middle = ()
    for one, b, a, (lower, upper) in ((N, below[0], above[0], N_at), (F, below[1], above[1], F_at)):
        if conserving and one.converts:
            half = kernel.pi_circuit(one, one.d / 2, conserving)
            middle += kernel.currents_inside(b, one, a, half, half)
        else:
            half = kernel.pi_circuit(kernel.unmixed(one, conserving), one.d / 2, conserving)
            mu = kernel.potentials_inside(lower, upper, half, half)
            middle += kernel.currents_before_surface(one, one.d / 2, mu, conserving, one is N)
    return kernel.currents(below[1], down) + N_at[1] + F_at[0] + N_at[0] + F_at[1] + middle


def core_bilayer(layers, G):
    """The observables of a stored case by the core alone, from its layers and the interface between them."""
    one = ladder.Ladder(layers, [ladder.Joint(G)])
    middle = [x for i in (0, 1) for x in ladder.currents_inside(one.place(i), layers[i].d / 2, layers[i].d / 2)]
    faces = (one.current(1, 0), one.potential(0, 1), one.potential(1, 0), one.potential(0, 0), one.potential(1, 1))
    return *(x for pair in faces for x in pair), *middle
