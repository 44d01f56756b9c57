"""One bilayer N|F as a flat set of named values: what the figures and the page sweep.

Values are a dict of numbers in SI units and of options; `PAPER` holds the paper's.  Everything
goes through the kernel's ladder.  Swept quantities may be arrays.
"""

from .. import kernel
from ..core.layer import spin_wavenumber
from ..quantities import QUANTITIES, nm

SOURCES = {"SHE": (1.0, 0.0), "OHE": (0.0, 1.0)}
"""The Hall current (spin, orbital) in N, in units of sigma_SHE E or sigma_OHE E."""

OPTIONS = {
    "closure": ("paper", "reciprocal"),
    "wavenumber": ("exact", "printed"),
    "interface": ("transparent", "finite"),
}
"""The choices that are no numbers, the first being the default."""

PAPER = {
    # caption of Fig. 2
    "d_N": 5 * nm,
    "d_F": 5 * nm,
    "lambda_s_N": 3 * nm,
    "lambda_o_N": 5 * nm,
    "lambda_sf": 3 * nm,
    "lambda_J": 0.5 * nm,
    "lambda_phi": 1 * nm,
    "lambda_o_F": 5 * nm,
    "sigma_s_N": 1e6,
    "sigma_o_N": 1e6,
    "sigma_s_F": 1e6,
    "sigma_o_F": 1e6,
    # caption of Fig. 3; for Fig. 2 the paper gives no value and this is assumed
    "P_os": 0.5,
    "P_so": 0.5,
    # not given: transparent is assumed; these count when the interface is "finite"
    "interface": "transparent",
    "G_s": 1e15,
    "G_o": 1e15,
    "G_os": 0.0,
    "G_so": 0.0,
    "closure": "paper",
    "wavenumber": "exact",
}
"""The paper's values, and ours where it gives none."""

NUMBERS = ("d_N", "d_F", "lambda_s_N", "lambda_o_N", "lambda_sf", "lambda_J", "lambda_phi", "lambda_o_F")
NUMBERS += ("sigma_s_N", "sigma_o_N", "sigma_s_F", "sigma_o_F", "P_os", "P_so", "G_s", "G_o", "G_os", "G_so")
CHOICES = ("closure", "wavenumber", "interface")
"""The names in `PAPER` in the order of the controls."""

ADDRESSES = {
    "d_N": "N.thickness",
    "d_F": "F.thickness",
    "lambda_s_N": "N.lambda_s",
    "lambda_o_N": "N.lambda_o",
    "lambda_sf": "F.lambda_sf",
    "lambda_J": "F.lambda_J",
    "lambda_phi": "F.lambda_phi",
    "lambda_o_F": "F.lambda_o",
    "sigma_s_N": "N.sigma_s",
    "sigma_o_N": "N.sigma_o",
    "sigma_s_F": "F.sigma_s",
    "sigma_o_F": "F.sigma_o",
    "P_os": "F.P_os",
    "P_so": "F.P_so",
    "G_s": "N/F.G_s",
    "G_o": "N/F.G_o",
    "G_os": "N/F.G_os",
    "G_so": "N/F.G_so",
    "sigma_SHE": "N.sigma_SHE",
    "sigma_OHE": "N.sigma_OHE",
}
"""Where each number stands in the stack N | F, by its name in the paper's figures."""

RANGES = dict([(name, QUANTITIES[name].slider) for name in (*NUMBERS, "sigma_SHE", "sigma_OHE")])
"""Where a slider of each value begins and ends, and its scale."""


def wavenumber(v):
    """Return k = alpha - i beta of the magnet, Eq. (6)."""
    return spin_wavenumber(v["lambda_sf"], v["lambda_J"], v["lambda_phi"], 1, v["wavenumber"] == "printed")


def normal_metal(v, source, d):
    """Return the kernel's layer of N, `d` thick, with a Hall current `source` = (spin, orbital)."""
    return kernel.Layer(
        1 / v["lambda_s_N"],
        1 / v["lambda_o_N"],
        d,
        v["sigma_s_N"],
        v["sigma_o_N"],
        0.0,
        0.0,
        source[0],
        source[1],
    )


def magnet(v, d):
    """Return the kernel's layer of F, `d` thick."""
    return kernel.Layer(
        wavenumber(v), 1 / v["lambda_o_F"], d, v["sigma_s_F"], v["sigma_o_F"], v["P_os"], v["P_so"], 0.0, 0.0
    )


def interface(v):
    """Return the kernel's interface, None where it is transparent."""
    if v["interface"] == "transparent":
        return None
    return kernel.interface_matrix(v["G_s"], v["G_o"], v["G_os"], v["G_so"])


def extents(v):
    """Return where N and F begin and how thick each is, with the interface at z = 0."""
    return (-v["d_N"], v["d_N"]), (0.0, v["d_F"])


def port_below(v, source):
    """Return the port that N and the interface show to F, as a function of N's thickness."""
    layer, G, conserving = normal_metal(v, source, None), interface(v), v["closure"] == "reciprocal"
    if G is None:
        return lambda d: kernel.through_layer(kernel.OPEN, layer, d, conserving, True)
    return lambda d: kernel.through_branch(kernel.through_layer(kernel.OPEN, layer, d, conserving, True), G)


def port_above(v):
    """Return the port that F shows to the interface, as a function of F's thickness."""
    layer, conserving = magnet(v, None), v["closure"] == "reciprocal"
    return lambda d: kernel.through_layer(kernel.OPEN, layer, d, conserving, False)


def changed(v, name, value):
    """Return a copy of the values with one of them changed."""
    copy = v.copy()
    copy[name] = value
    return copy


NORMAL_SIDE = ("lambda_s_N", "lambda_o_N", "sigma_s_N", "sigma_o_N", "G_s", "G_o", "G_os", "G_so")


def interface_currents(v, source, name):
    """Return a function of one value `name` that gives J_s(0), J_o(0); the other side is solved once."""
    source = SOURCES.get(source, source)
    if name == "d_N" or name in NORMAL_SIDE:
        above = port_above(v)(v["d_F"])
        if name == "d_N":
            below = port_below(v, source)
            return lambda x: kernel.currents(below(x), above)
        return lambda x: kernel.currents(port_below(changed(v, name, x), source)(v["d_N"]), above)
    below = port_below(v, source)(v["d_N"])
    if name == "d_F":
        above = port_above(v)
        return lambda x: kernel.currents(below, above(x))
    return lambda x: kernel.currents(below, port_above(changed(v, name, x))(v["d_F"]))


def torque(v, source, name):
    """Return a function of one value `name` that gives the torque of Eq. (12), J_s(0)."""
    currents = interface_currents(v, source, name)
    return lambda x: currents(x)[0]


def profiles(v, sources):
    """Return, for N and for F, what gives J_s, J_o, mu_s, mu_o there for each of the `sources`.

    Each of the two answers is (faces, inside).  ``faces`` holds, for each source, the values just
    inside the lower and the upper face; ``inside(z)``, `z` above the lower face, returns the
    values for each source.  The pi circuits at one height serve all sources.
    """
    conserving = v["closure"] == "reciprocal"
    stacks = [(normal_metal(v, source, v["d_N"]), magnet(v, v["d_F"])) for source in sources]
    below = [kernel.ports_below(layers, [interface(v)], conserving) for layers in stacks]
    above = [kernel.ports_above(layers, [interface(v)], conserving) for layers in stacks]
    return [
        _profile([(s[i], b[i], a[i]) for s, b, a in zip(stacks, below, above, strict=True)], conserving) for i in (0, 1)
    ]


def _profile(cases, conserving):
    faces = []
    for layer, below, above in cases:
        lower, upper = kernel.potentials_at_faces(below, layer, above, conserving)
        up = kernel.through_layer(below, layer, layer.d, conserving, True)
        down = kernel.through_layer(above, layer, layer.d, conserving, False)
        faces.append((kernel.currents(below, down) + lower, kernel.currents(up, above) + upper))
    layer = cases[0][0]
    plain = kernel.unmixed(layer, conserving)

    def inside(z):
        pieces = [kernel.pi_circuit(layer, d, conserving) for d in (z, layer.d - z)]
        unmixed = pieces
        if plain is not layer:
            unmixed = [kernel.pi_circuit(plain, d, conserving) for d in (z, layer.d - z)]
        return [
            kernel.currents_inside(below, one, above, pieces[0], pieces[1])
            + kernel.potentials_inside(at[0][2:], at[1][2:], unmixed[0], unmixed[1])
            for (one, below, above), at in zip(cases, faces, strict=True)
        ]

    return faces, inside
