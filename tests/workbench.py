"""A stack whose two layers differ in every number, for the tests of the workbench."""

import orbitronics as ob
from orbitronics import nm

TI = ob.NormalMetal(
    name="Ti", sigma_s=2.1e6, sigma_o=1.4e6, lambda_s=9 * nm, lambda_o=7.3 * nm, sigma_SHE=-3e3, sigma_OHE=-1.1e5,
    sigma=1.9e6,
)  # fmt: skip
NI = ob.Ferromagnet(
    name="Ni", sigma_s=5.3e6, sigma_o=3.7e6, lambda_sf=4.1 * nm, lambda_J=2.2 * nm, lambda_phi=1.3 * nm,
    lambda_o=2.9 * nm, P_os=0.12, P_so=0.07, sigma=8e6, M_s=4.9e5,
)  # fmt: skip
FINITE = ob.Interface(G_s=1.1e15, G_o=0.8e15, G_os=1.7e14, G_so=0.9e14)


def stack(interface=None):
    """Return Ti(11) | Ni(6.5), transparent unless an interface is given."""
    return TI(11 * nm) | NI(6.5 * nm) if interface is None else TI(11 * nm) | interface | NI(6.5 * nm)
