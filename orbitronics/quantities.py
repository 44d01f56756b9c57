"""Every quantity, once: name, symbol, unit, meaning, what it may be, and where its slider goes.

Checks, reprs, error messages, sliders, axis labels and the notation page of the book read it here.
This file needs no NumPy.
"""

import re
from collections import namedtuple

_POWER = re.compile(r"(\)|(?<![\w.])\d+(?:\.\d+)?)e([-+]?\d+)(?![\w.])")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")

nm = 1e-9
"""One nanometre in metres."""

CONDUCTIVITY = "Ω⁻¹ m⁻¹"
CONDUCTANCE = "Ω⁻¹ m⁻²"
TRANSFER = "Ω⁻¹ m⁻³"
CURRENT = "A m⁻²"
FIELD = "V m⁻¹"

# What a quantity may be, in the words of the error message: "it must be ...".
FINITE = "finite"
POSITIVE = "positive and finite"
POSITIVE_OR_INF = "positive (inf is allowed)"
NOT_NEGATIVE = "positive and finite, or 0"
NEVER_NEGATIVE = (POSITIVE, POSITIVE_OR_INF, NOT_NEGATIVE)
FRACTION = "between -1 and 1"
SIGN = "+1 or -1"
COMPLEX = "finite, and may be complex"
ABSORBING = "finite, and may be complex with a real part that is positive or 0"

Quantity = namedtuple("Quantity", ("name", "latex", "unit", "meaning", "domain", "slider"))
# name in the library, LaTeX symbol, SI unit, what it is, what it may be, and the slider's (low, high, scale) or None

_THICKNESS = (0.1 * nm, 100 * nm, "log")
_LENGTH = (0.5 * nm, 500 * nm, "log")
_SHORT = (0.1 * nm, 5 * nm, "linear")
_SIGMA = (1e5, 1e7, "log")
_HALL = (-2e6, 2e6, "linear")
_P = (-0.95, 0.95, "linear")
_G = (1e13, 1e17, "log")
_G_MIXED = (0.0, 2e15, "linear")
_GAMMA = (-5e22, 5e22, "linear")

# fmt: off
_LIST = (
    # geometry and drive
    ("d_N", r"d_\mathrm{N}", "m", "thickness of the normal metal", POSITIVE, _THICKNESS),
    ("d_F", r"d_\mathrm{F}", "m", "thickness of the ferromagnet", POSITIVE, _THICKNESS),
    ("thickness", r"d", "m", "thickness of a layer", NOT_NEGATIVE, _THICKNESS),
    ("z", r"z", "m", "height in the stack, from its bottom upwards", FINITE, None),
    ("E", r"E", FIELD, "electric field along x", FINITE, None),
    ("m", r"\mathbf{m}", "", "direction of the magnetisation; +1 or -1 along the common axis", SIGN, None),
    # normal metal
    ("sigma_s", r"\sigma_s", CONDUCTIVITY, "spin conductivity", POSITIVE, _SIGMA),
    ("sigma_o", r"\sigma_o", CONDUCTIVITY, "orbital conductivity", POSITIVE, _SIGMA),
    ("lambda_s", r"\lambda_s", "m", "spin relaxation length of a normal metal", POSITIVE, _LENGTH),
    ("lambda_o", r"\lambda_o", "m", "orbital relaxation length", POSITIVE, _LENGTH),
    ("sigma_SHE", r"\sigma_\mathrm{SHE}", CONDUCTIVITY, "spin Hall conductivity", FINITE, _HALL),
    ("sigma_OHE", r"\sigma_\mathrm{OHE}", CONDUCTIVITY, "orbital Hall conductivity", FINITE, _HALL),
    ("P_os", r"P_{os}", "", "orbit-to-spin polarisation", FINITE, _P),
    ("P_so", r"P_{so}", "", "spin-to-orbit polarisation", FINITE, _P),
    ("Gamma_os", r"\Gamma_{os}", TRANSFER, "loss of spin per orbital potential, below 0 a gain", FINITE, _GAMMA),
    ("Gamma_so", r"\Gamma_{so}", TRANSFER, "loss of orbital moment per spin potential, below 0 a gain", FINITE, _GAMMA),
    ("chi", r"\chi", "", "coupling of spin and orbital relaxation over its bound", FRACTION, (-1.0, 1.0, "linear")),
    ("sigma", r"\sigma_\mathrm{c}", CONDUCTIVITY, "charge conductivity", NOT_NEGATIVE, (1e5, 1e8, "log")),
    # ferromagnet
    ("lambda_sf", r"\lambda_{sf}", "m", "spin diffusion length of a ferromagnet", POSITIVE_OR_INF, _LENGTH),
    ("lambda_J", r"\lambda_J", "m", "spin precession length", POSITIVE_OR_INF, _SHORT),
    ("lambda_phi", r"\lambda_\phi", "m", "spin dephasing length", POSITIVE_OR_INF, _SHORT),
    ("M_s", r"M_s", "A m⁻¹", "saturation magnetisation", POSITIVE, (1e5, 2e6, "linear")),
    ("alpha", r"\alpha", "m⁻¹", "decay rate of the transverse spin, real part of k", FINITE, None),
    ("beta", r"\beta", "m⁻¹", "precession rate of the transverse spin, minus the imaginary part of k", FINITE, None),
    ("k", r"k", "m⁻¹", "transverse spin wavenumber, k = alpha - i beta", COMPLEX, None),
    ("q", r"q", "m⁻¹", "orbital wavenumber, 1/lambda_o", FINITE, None),
    # one bilayer, both materials at once
    ("sigma_s_N", r"\sigma_s^\mathrm{N}", CONDUCTIVITY, "spin conductivity of the normal metal", POSITIVE, _SIGMA),
    ("sigma_o_N", r"\sigma_o^\mathrm{N}", CONDUCTIVITY, "orbital conductivity of the normal metal", POSITIVE, _SIGMA),
    ("sigma_s_F", r"\sigma_s^\mathrm{F}", CONDUCTIVITY, "spin conductivity of the ferromagnet", POSITIVE, _SIGMA),
    ("sigma_o_F", r"\sigma_o^\mathrm{F}", CONDUCTIVITY, "orbital conductivity of the ferromagnet", POSITIVE, _SIGMA),
    ("lambda_s_N", r"\lambda_s^\mathrm{N}", "m", "spin relaxation length of the normal metal", POSITIVE, _LENGTH),
    ("lambda_o_N", r"\lambda_o^\mathrm{N}", "m", "orbital relaxation length of the normal metal", POSITIVE, _LENGTH),
    ("lambda_o_F", r"\lambda_o^\mathrm{F}", "m", "orbital relaxation length of the ferromagnet", POSITIVE, _LENGTH),
    # interface and outer surface
    ("G_s", r"G_s", CONDUCTANCE, "interfacial spin conductance", FINITE, _G),
    ("G_o", r"G_o", CONDUCTANCE, "interfacial orbital conductance", FINITE, _G),
    ("G_os", r"G_{os}", CONDUCTANCE, "interfacial orbit-to-spin conductance", FINITE, _G_MIXED),
    ("G_so", r"G_{so}", CONDUCTANCE, "interfacial spin-to-orbit conductance", FINITE, _G_MIXED),
    ("gamma_os", r"\gamma_{os}", "", "interfacial orbit-to-spin polarisation, G_os/G_o", FINITE, None),
    ("gamma_so", r"\gamma_{so}", "", "interfacial spin-to-orbit polarisation, G_so/G_s", FINITE, None),
    ("sigma_SREE_below", r"\sigma_\mathrm{SREE}^\mathrm{below}", CONDUCTIVITY,
     "spin emission of an interface per field, into the layer below", FINITE, _HALL),
    ("sigma_SREE_above", r"\sigma_\mathrm{SREE}^\mathrm{above}", CONDUCTIVITY,
     "spin emission of an interface per field, into the layer above", FINITE, _HALL),
    ("sigma_OREE_below", r"\sigma_\mathrm{OREE}^\mathrm{below}", CONDUCTIVITY,
     "orbital emission of an interface per field, into the layer below", FINITE, _HALL),
    ("sigma_OREE_above", r"\sigma_\mathrm{OREE}^\mathrm{above}", CONDUCTIVITY,
     "orbital emission of an interface per field, into the layer above", FINITE, _HALL),
    ("sigma_SREE", r"\sigma_\mathrm{SREE}", CONDUCTIVITY, "spin emission of an outer surface per field", FINITE, _HALL),
    ("sigma_OREE", r"\sigma_\mathrm{OREE}", CONDUCTIVITY,
     "orbital emission of an outer surface per field", FINITE, _HALL),
    ("G_long", r"G_\parallel", CONDUCTANCE, "absorption of spin along m by an outer surface", NOT_NEGATIVE, _G),
    # answers
    ("J_s", r"J_s", CURRENT, "spin current density, in units of a charge current", COMPLEX, None),
    ("J_o", r"J_o", CURRENT, "orbital current density, in units of a charge current", COMPLEX, None),
    ("mu_s", r"\mu_s", "V", "spin chemical potential", COMPLEX, None),
    ("mu_o", r"\mu_o", "V", "orbital chemical potential", COMPLEX, None),
    ("tau", r"\tau", CURRENT, "spin-orbit torque per area: damping-like + i field-like", COMPLEX, None),
    ("eta_s", r"\eta_s", "", "spin transmission efficiency, Eq. (13)", COMPLEX, None),
    ("eta_o", r"\eta_o", "", "orbital transmission efficiency, Eq. (14)", COMPLEX, None),
    ("Gt_s_N", r"\tilde G_s^\mathrm{N}", CONDUCTANCE,
     "effective spin conductance of the normal metal, Eq. (15)", COMPLEX, None),
    ("Gt_o_N", r"\tilde G_o^\mathrm{N}", CONDUCTANCE,
     "effective orbital conductance of the normal metal, Eq. (15)", COMPLEX, None),
    ("Gt_s_F", r"\tilde G_s^\mathrm{F}", CONDUCTANCE,
     "effective spin conductance of the ferromagnet, Eq. (15)", COMPLEX, None),
    ("Gt_o_F", r"\tilde G_o^\mathrm{F}", CONDUCTANCE,
     "effective orbital conductance of the ferromagnet, Eq. (15)", COMPLEX, None),
    ("G_mix", r"G_s^{\uparrow\downarrow}", CONDUCTANCE, "spin-mixing conductance, Eq. (19)", ABSORBING, None),
    ("G_os_m", r"G_{os}^m", CONDUCTANCE, "orbit-spin-mixing conductance, Eqs. (20), (21)", COMPLEX, None),
    ("G_so_m", r"G_{so}^m", CONDUCTANCE, "spin-orbit-mixing conductance", COMPLEX, None),
    ("G_o_m", r"G_o^m", CONDUCTANCE, "effective orbital conductance of the interface", COMPLEX, None),
)
# fmt: on

QUANTITIES = {row[0]: Quantity(*row) for row in _LIST}
"""Every quantity by its name in the library."""


def named(address):
    """Return the quantity of a name, or of an address in a stack such as "Ti.lambda_o" or "Ti/Ni.G_s"."""
    return QUANTITIES[address.split(".")[-1]]


def words(meaning):
    """Return a meaning as a name at the beginning of a line, with N and F for the two metals."""
    for metal, letter in (("normal metal", "N"), ("ferromagnet", "F")):
        meaning = meaning.replace(f"the {metal}", letter).replace(f"a {metal}", letter)
    return meaning[0].upper() + meaning[1:]


def unit(name):
    """Return the SI unit of the quantity `name`, an empty string for a pure number."""
    return QUANTITIES[name].unit


def display(name):
    """Return (factor, unit) in which the quantity `name` is shown: lengths in nm, the rest in SI."""
    return (nm, "nm") if unit(name) == "m" else (1.0, unit(name))


def shown(name, value):
    """Return the text ``name = value unit`` of a number or an array in its display unit."""
    if value is None:
        return f"{name} = None"
    factor, text = display(name)
    shape = getattr(value, "shape", ())
    if shape and value.dtype.kind == "c":
        numbers = f"{_shown(value.flat[0], factor)} …"
    elif shape:
        numbers = f"{value.min() / factor:.6g} … {value.max() / factor:.6g}"
    else:
        return f"{name} = {_shown(value, factor)} {text}".rstrip()
    return f"{name} = {numbers} {text}".rstrip() + f" {shape}"


def powers(text):
    """Return a text with its numbers such as 1e+06 as people write them: 10⁶."""
    return _POWER.sub(
        lambda found: ("" if found[1] == "1" else f"{found[1]}×") + "10" + str(int(found[2])).translate(_RAISED), text
    )


def escaped(text):
    """Return a text as HTML, its numbers as people write them."""
    from html import escape  # only notebooks need it

    return powers(escape(text))


def _shown(value, factor):
    if not isinstance(value, complex):
        return f"{value / factor:.6g}"
    sign = "-" if value.imag < 0 else "+"
    return f"{value.real / factor:.6g} {sign} {abs(value.imag) / factor:.6g}i"
