"""The single list of quantities: name in the library, symbol, unit, meaning.

Reprs, error messages, sliders, axis labels and the notation page of the book read it here.
"""

from collections import namedtuple

nm = 1e-9
"""One nanometre in metres."""

Symbol = namedtuple("Symbol", ("name", "latex", "unit", "meaning"))
# one quantity: its name in the library, its LaTeX symbol, its SI unit and what it is

CONDUCTIVITY = "Ω⁻¹ m⁻¹"
CONDUCTANCE = "Ω⁻¹ m⁻²"
RELAXATION = "Ω⁻¹ m⁻³"
CURRENT = "A m⁻²"
FIELD = "V m⁻¹"

_LIST = (
    # geometry and drive
    ("d_N", r"d_\mathrm{N}", "m", "thickness of the normal metal"),
    ("d_F", r"d_\mathrm{F}", "m", "thickness of the ferromagnet"),
    ("thickness", r"d", "m", "thickness of a layer"),
    ("z", r"z", "m", "height in the stack, from its bottom upwards"),
    ("E", r"E", FIELD, "electric field along x"),
    ("m", r"\mathbf{m}", "", "direction of the magnetisation; +1 or -1 along the common axis"),
    # normal metal
    ("sigma_s", r"\sigma_s", CONDUCTIVITY, "spin conductivity"),
    ("sigma_o", r"\sigma_o", CONDUCTIVITY, "orbital conductivity"),
    ("lambda_s", r"\lambda_s", "m", "spin relaxation length of a normal metal"),
    ("lambda_o", r"\lambda_o", "m", "orbital relaxation length"),
    ("sigma_SHE", r"\sigma_\mathrm{SHE}", CONDUCTIVITY, "spin Hall conductivity"),
    ("sigma_OHE", r"\sigma_\mathrm{OHE}", CONDUCTIVITY, "orbital Hall conductivity"),
    ("P_os", r"P_{os}", "", "orbit-to-spin polarisation"),
    ("P_so", r"P_{so}", "", "spin-to-orbit polarisation"),
    ("sigma", r"\sigma", CONDUCTIVITY, "charge conductivity"),
    ("Gamma_os", r"\Gamma_{os}", RELAXATION, "relaxation of orbital moment into spin: minus its rate per potential"),
    ("Gamma_so", r"\Gamma_{so}", RELAXATION, "relaxation of spin into orbital moment: minus its rate per potential"),
    ("chi", r"\chi", "", "strength of that transfer, between -1 and 1"),
    # ferromagnet
    ("lambda_sf", r"\lambda_{sf}", "m", "spin diffusion length of a ferromagnet"),
    ("lambda_J", r"\lambda_J", "m", "spin precession length"),
    ("lambda_phi", r"\lambda_\phi", "m", "spin dephasing length"),
    ("alpha", r"\alpha", "m⁻¹", "decay rate of the transverse spin, real part of k"),
    ("beta", r"\beta", "m⁻¹", "precession rate of the transverse spin, minus the imaginary part of k"),
    ("k", r"k", "m⁻¹", "transverse spin wavenumber, k = alpha - i beta"),
    ("q", r"q", "m⁻¹", "orbital wavenumber, 1/lambda_o"),
    # one bilayer, both materials at once
    ("sigma_s_N", r"\sigma_s^\mathrm{N}", CONDUCTIVITY, "spin conductivity of the normal metal"),
    ("sigma_o_N", r"\sigma_o^\mathrm{N}", CONDUCTIVITY, "orbital conductivity of the normal metal"),
    ("sigma_s_F", r"\sigma_s^\mathrm{F}", CONDUCTIVITY, "spin conductivity of the ferromagnet"),
    ("sigma_o_F", r"\sigma_o^\mathrm{F}", CONDUCTIVITY, "orbital conductivity of the ferromagnet"),
    ("lambda_s_N", r"\lambda_s^\mathrm{N}", "m", "spin relaxation length of the normal metal"),
    ("lambda_o_N", r"\lambda_o^\mathrm{N}", "m", "orbital relaxation length of the normal metal"),
    ("lambda_o_F", r"\lambda_o^\mathrm{F}", "m", "orbital relaxation length of the ferromagnet"),
    # interface
    ("G_s", r"G_s", CONDUCTANCE, "interfacial spin conductance"),
    ("G_o", r"G_o", CONDUCTANCE, "interfacial orbital conductance"),
    ("G_os", r"G_{os}", CONDUCTANCE, "interfacial orbit-to-spin conductance"),
    ("G_so", r"G_{so}", CONDUCTANCE, "interfacial spin-to-orbit conductance"),
    ("sigma_SREE_below", r"\sigma_\mathrm{SREE}^-", CONDUCTIVITY, "spin emission into the layer below, per field"),
    ("sigma_SREE_above", r"\sigma_\mathrm{SREE}^+", CONDUCTIVITY, "spin emission into the layer above, per field"),
    ("sigma_OREE_below", r"\sigma_\mathrm{OREE}^-", CONDUCTIVITY, "orbital emission into the layer below, per field"),
    ("sigma_OREE_above", r"\sigma_\mathrm{OREE}^+", CONDUCTIVITY, "orbital emission into the layer above, per field"),
    # outer surface
    ("sigma_SREE", r"\sigma_\mathrm{SREE}", CONDUCTIVITY, "spin emission of an outer surface, per field"),
    ("sigma_OREE", r"\sigma_\mathrm{OREE}", CONDUCTIVITY, "orbital emission of an outer surface, per field"),
    ("G_long", r"G_\parallel", CONDUCTANCE, "conductance of an absorbing surface for the spin along m"),
    ("gamma_os", r"\gamma_{os}", "", "interfacial orbit-to-spin polarisation, G_os/G_o"),
    ("gamma_so", r"\gamma_{so}", "", "interfacial spin-to-orbit polarisation, G_so/G_s"),
    # answers
    ("J_s", r"J_s", CURRENT, "spin current density, in units of a charge current"),
    ("J_o", r"J_o", CURRENT, "orbital current density, in units of a charge current"),
    ("mu_s", r"\mu_s", "V", "spin chemical potential"),
    ("mu_o", r"\mu_o", "V", "orbital chemical potential"),
    ("tau", r"\tau", CURRENT, "spin-orbit torque per area: damping-like + i field-like"),
    ("eta_s", r"\eta_s", "", "spin transmission efficiency, Eq. (13)"),
    ("eta_o", r"\eta_o", "", "orbital transmission efficiency, Eq. (14)"),
    ("Gt_s_N", r"\tilde G_s^\mathrm{N}", CONDUCTANCE, "effective spin conductance of the normal metal, Eq. (15)"),
    ("Gt_o_N", r"\tilde G_o^\mathrm{N}", CONDUCTANCE, "effective orbital conductance of the normal metal, Eq. (15)"),
    ("Gt_s_F", r"\tilde G_s^\mathrm{F}", CONDUCTANCE, "effective spin conductance of the ferromagnet, Eq. (15)"),
    ("Gt_o_F", r"\tilde G_o^\mathrm{F}", CONDUCTANCE, "effective orbital conductance of the ferromagnet, Eq. (15)"),
    ("G_mix", r"G_s^{\uparrow\downarrow}", CONDUCTANCE, "spin-mixing conductance, Eq. (19)"),
    ("G_os_m", r"G_{os}^m", CONDUCTANCE, "orbit-spin-mixing conductance, Eqs. (20), (21)"),
    ("G_so_m", r"G_{so}^m", CONDUCTANCE, "spin-orbit-mixing conductance"),
    ("G_o_m", r"G_o^m", CONDUCTANCE, "effective orbital conductance of the interface"),
    ("M_s", r"M_s", "A m⁻¹", "saturation magnetisation"),
)

SYMBOLS = {row[0]: Symbol(*row) for row in _LIST}
"""Every quantity by its name in the library."""


def unit(name):
    """Return the SI unit of the quantity `name`, an empty string for a pure number."""
    return SYMBOLS[name].unit


def display(name):
    """Return (factor, unit) in which the quantity `name` is shown: lengths in nm, the rest in SI."""
    return (nm, "nm") if unit(name) == "m" else (1.0, unit(name))


def shown(name, value):
    """Return the text ``name = value unit`` of a number or an array in its display unit."""
    factor, text = display(name)
    shape = getattr(value, "shape", ())
    if shape:
        numbers = f"{value.min() / factor:.6g} … {value.max() / factor:.6g}"
        return f"{name} = {numbers} {text}".rstrip() + f" {shape}"
    return f"{name} = {value / factor:.6g} {text}".rstrip()
