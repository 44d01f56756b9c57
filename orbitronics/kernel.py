"""The solver: spin and orbital currents in a ladder of 2x2 two-ports.

This file checks nothing and knows no class of the library.
All arguments broadcast.  It is made of pure functions of numbers, so that the website's compiler
can run it on symbols and write it down as JavaScript.

Conventions.  ``z`` runs from the bottom of the stack upwards; currents are positive
along ``+z``.  A transverse vector is one complex number: its real part lies along
``m x (y x m)``, its imaginary part along ``m x y``.  A 2x2 matrix over (spin, orbital)
is a tuple ``(ss, os, so, oo, det)``: ``J_s = ss mu_s + os mu_o`` and
``J_o = so mu_s + oo mu_o``.  The determinant travels along, because a determinant
recomputed from its elements cancels where a conductance is nearly singular.
A port is what one side of a cut shows to the other, ``J = source - Y mu``, as the pair
``(source, Y)``; each side counts ``J`` positive when it leaves that side, and a source of None
is zero.  A port behind an interface is ``(port, G, None)``: what is seen there is found when asked for.

A layer of thickness d is a pi circuit::

    o---+---[ series Sigma K csch(K d), beside it the Hall current ]---+---o
        |                                                              |
      shunt Sigma K tanh(K d/2)                      shunt Sigma K tanh(K d/2)

Each shunt is what half of the layer absorbs.  Everything adds and nothing cancels, and only
decaying exponentials appear, so d/lambda may be as small or as large as you like.
"""

from collections import namedtuple

from numpy import any, array, exp, expm1, generic, iscomplexobj, ndarray, sqrt, where


def nonzero(x):
    """Return whether any element differs from zero."""
    return any(x != 0)


def choose(here, special, regular, *args):
    """Return ``special(*args)`` where `here` holds and ``regular(*args)`` elsewhere."""
    symbolic = getattr(here, "choose", None)  # the compiler's symbol takes both branches
    if symbolic is not None and not isinstance(here, (ndarray, generic)):
        return symbolic(special, regular, *args)
    value = regular(*args)
    if any(here):
        value = array(value)
        value[here] = special(*[a[here] if getattr(a, "shape", ()) else a for a in args])
    return value


def real_expm1(x):
    """Return exp(x) - 1 without loss at small x, or None where x is complex."""
    return None if iscomplexobj(x) else expm1(x)


_Layer = namedtuple("Layer", ("k", "q", "d", "sigma_s", "sigma_o", "P_os", "P_so", "j_s", "j_o", "converts", "driven"))


def Layer(k, q, d, sigma_s, sigma_o, P_os, P_so, j_s, j_o):
    """Return the numbers of one layer.

    k, q: wavenumbers of spin and orbital moment (1/m); d: thickness (m); sigma_s, sigma_o:
    conductivities; P_os, P_so: polarisations; j_s, j_o: Hall current densities (A/m^2).
    Found once: whether spin and orbital moment turn into each other (`converts`), and whether
    there is a Hall current (`driven`).
    """
    converts = nonzero(P_os) or nonzero(P_so)
    driven = nonzero(j_s) or nonzero(j_o)
    return _Layer(k, q, d, sigma_s, sigma_o, P_os, P_so, j_s, j_o, converts, driven)


OPEN = (None, (0.0, 0.0, 0.0, 0.0, 0.0))  # the port of an outer surface


# -- 2x2 matrices that carry their determinant --------------------------------------------


def interface_matrix(G_s, G_o, G_os, G_so):
    """Return the interface conductance of Eqs. (8), (9) as a matrix."""
    return (G_s, G_os, G_so, G_o, G_s * G_o - G_os * G_so)


def det_sum(A, B):
    """Return det(A + B)."""
    return A[4] + B[4] + (A[0] * B[3] + A[3] * B[0] - A[1] * B[2] - A[2] * B[1])


def add(A, B):
    """Return A + B."""
    return (A[0] + B[0], A[1] + B[1], A[2] + B[2], A[3] + B[3], det_sum(A, B))


def apply(A, x):
    """Return the vector A x."""
    return (A[0] * x[0] + A[1] * x[1], A[2] * x[0] + A[3] * x[1])


def adjugate(A, x):
    """Return the vector adj(A) x = det(A) A^-1 x."""
    return (A[3] * x[0] - A[1] * x[1], A[0] * x[1] - A[2] * x[0])


def divide(A, B, x, norm):
    """Return A (A + B)^-1 x, the part of x that goes through A; norm = 1/det(A + B).

    A adj(A + B) = A adj(B) + det(A): neither A nor B is inverted, so both may be singular.
    """
    u, v = apply(A, adjugate(B, x))
    return ((u + A[4] * x[0]) * norm, (v + A[4] * x[1]) * norm)


# -- one layer ----------------------------------------------------------------------------


def spin_wavenumber(lambda_sf, lambda_J, lambda_phi, m, printed):
    """Return k = alpha - i beta of Eq. (6); m = -1 turns the sense of precession around.

    The k that solves Eq. (5) is larger by sqrt(2) than Eq. (6) as printed.
    """
    k2 = 1 / (lambda_sf * lambda_sf) + 1 / (lambda_phi * lambda_phi) - 1j * m / (lambda_J * lambda_J)
    return sqrt(k2 / 2 if printed else k2)


def fade(x):
    """Return exp(-x) and 1 - exp(-x), the latter without loss at small x."""
    e = exp(-x)
    m = real_expm1(-x)
    return e, choose(abs(x) < 0.1, _fade_small, _fade_plain, x, e) if m is None else -m


def _fade_plain(x, e):
    return 1 - e


def _fade_small(x, e):
    total = 1.0
    for n in (10, 9, 8, 7, 6, 5, 4, 3, 2):
        total = 1 - x * total / n
    return x * total


def shunt(layer, d, conserving):
    """Return Sigma K tanh(K d/2), what half of a piece of thickness `d` absorbs."""
    modes, shunt_of, _ = _rules(layer, conserving)
    return shunt_of(layer, d, modes(layer, d))


def pi_circuit(layer, d, conserving):
    """Return the shunt and Sigma K csch(K d), what a piece of thickness `d` lets through."""
    modes, shunt_of, series_of = _rules(layer, conserving)
    known = modes(layer, d)
    return shunt_of(layer, d, known), series_of(layer, d, known)


def _rules(layer, conserving):
    """Without conversion (P_os = P_so = 0) the two closures are the same."""
    return _CONSERVING if conserving and layer.converts else _PAPER


# The paper's closure: mu_s'' = k^2 mu_s (5) and mu_o'' = q^2 mu_o (7), the modes are mu_s and mu_o.


def _paper_modes(layer, d):
    return fade(layer.k * d) + fade(layer.q * d)


def _paper_shunt(layer, d, modes):
    """Use tanh(x/2) = (1 - e)/(1 + e)."""
    e_s, m_s, e_o, m_o = modes
    return _polarised(layer, layer.sigma_s * layer.k * m_s / (1 + e_s), layer.sigma_o * layer.q * m_o / (1 + e_o))


def _paper_series(layer, d, modes):
    """Use csch(x) = 2 e/((1 - e)(1 + e))."""
    e_s, m_s, e_o, m_o = modes
    return _polarised(
        layer,
        2 * layer.sigma_s * layer.k * e_s / (m_s * (1 + e_s)),
        2 * layer.sigma_o * layer.q * e_o / (m_o * (1 + e_o)),
    )


def _polarised(layer, a, b):
    """Return [[1, P_os], [P_so, 1]] diag(a, b), how Eqs. (3), (4) make currents of gradients."""
    if not layer.converts:
        return (a, 0.0, 0.0, b, a * b)
    return (a, layer.P_os * b, layer.P_so * a, b, ((1 - layer.P_os * layer.P_so) * b) * a)


# The conserving closure, dJ_s/dz = -sigma_s k^2 mu_s and dJ_o/dz = -sigma_o q^2 mu_o, has
# K^2 = Sigma^-1 diag(sigma_s k^2, sigma_o q^2).  A function f of K^2 d^2 is f_0 + f_1 K^2 d^2, with
# f_0 and f_1 from f at the eigenvalues x^2, y^2 of K^2 d^2.  Written with S(u) = exp(-s) sinh(u)/u
# at u = s = (x + y)/2 and at u = (x - y)/2, both have no trouble where x = y.


def _conserving_modes(layer, d):
    """Return x, y, exp(-x), exp(-y), 1 - exp(-x), 1 - exp(-y), S at both u, and how far x is from y."""
    k2 = layer.k * layer.k
    q2 = layer.q * layer.q
    p = layer.P_os * layer.P_so
    kq2 = q2 * k2
    total = k2 + q2
    dif = k2 - q2
    root = sqrt(dif * dif + (4 * p) * kq2 + 0j)
    plus = (total + where(abs(total + root) < abs(total - root), -root, root)) * (0.5 / (1 - p))
    x = sqrt(plus) * d
    y = sqrt(kq2 / ((1 - p) * plus)) * d  # the product of the eigenvalues: no difference
    e_x, m_x = fade(x)
    e_y, m_y = fade(y)
    sum_sinh = (m_x + e_x * m_y) / (x + y)
    dif_sinh = choose(abs(x - y) < 0.1, _dif_series, _dif_plain, x, y, e_x, e_y)
    gap = x * x - y * y
    far = abs(gap) > 2 * abs(x * y)
    return x, y, e_x, e_y, m_x, m_y, sum_sinh, dif_sinh, far, where(far, gap, 1.0)


def _dif_plain(x, y, e_x, e_y):
    return (e_y - e_x) / (x - y)


def _dif_series(x, y, e_x, e_y):
    t2 = (x - y) * (x - y) / 4
    return exp((y - x) / 2) * e_y * (1 + t2 / 6 * (1 + t2 / 20 * (1 + t2 / 42 * (1 + t2 / 72))))


def _conserving_shunt(layer, d, modes):
    """Take x tanh(x/2) for f."""
    x, y, e_x, e_y, m_x, m_y, sum_sinh, dif_sinh, far, gap = modes
    a = 1 + e_x
    b = 1 + e_y
    ends = 1 / (a * b)
    f_x = x * m_x * (b * ends)
    f_y = y * m_y * (a * ends)
    f_1 = (sum_sinh + dif_sinh) * ends
    f_0 = where(far, (x * x * f_y - y * y * f_x) / gap, x * y * ends * (sum_sinh - dif_sinh))
    f_0 = choose((abs(x) < 1) & (abs(y) < 1), _cross_thin, _cross_known, x, y, ends, f_0)
    return _combine(layer, d, f_0, f_1, f_x * f_y)


def _cross_known(x, y, ends, f_0):
    return f_0


def _cross_thin(x, y, ends, f_0):
    """S(s) - S(t) = exp(-s) (s^2 - t^2) times a series in s^2 and t^2, with s, t = (x +- y)/2."""
    s2 = (x + y) * (x + y) / 4
    t2 = (x - y) * (x - y) / 4
    total, h, t_n, factorial = 0, 0, 1, 1.0
    for n in (3, 5, 7, 9, 11, 13, 15, 17, 19):
        factorial = factorial * (n - 1) * n
        h = s2 * h + t_n  # complete homogeneous polynomial of s^2 and t^2
        t_n = t_n * t2
        total = total + h / factorial
    return x * y * x * y * exp(-(x + y) / 2) * total * ends


def _conserving_series(layer, d, modes):
    """Take x csch(x) for f."""
    x, y, e_x, e_y, m_x, m_y, sum_sinh, dif_sinh, far, gap = modes
    ends = 1 / (m_x * m_y * (1 + e_x) * (1 + e_y))
    f_x = 2 * x * e_x / (m_x * (1 + e_x))
    f_y = 2 * y * e_y / (m_y * (1 + e_y))
    u = (e_x + e_y) * sum_sinh
    v = (1 + e_x * e_y) * dif_sinh
    f_1 = where(far, (f_x - f_y) / gap, (u - v) * ends)
    return _combine(layer, d, x * y * (u + v) * ends, f_1, f_x * f_y)


def _combine(layer, d, f_0, f_1, f_xy):
    """Return Sigma (f_0 + f_1 K^2 d^2)/d."""
    s = layer.sigma_s / d
    o = layer.sigma_o / d
    det = (1 - layer.P_os * layer.P_so) * (s * o) * f_xy
    absorb_s = (s * d * d) * (layer.k * layer.k)
    absorb_o = (o * d * d) * (layer.q * layer.q)
    return (s * f_0 + absorb_s * f_1, (layer.P_os * o) * f_0, (layer.P_so * s) * f_0, o * f_0 + absorb_o * f_1, det)


_PAPER = (_paper_modes, _paper_shunt, _paper_series)
_CONSERVING = (_conserving_modes, _conserving_shunt, _conserving_series)


# -- the ladder ---------------------------------------------------------------------------


def through_branch(port, G, j=None):
    """Return the port seen behind a series conductance `G` with a current source `j` beside it."""
    source, Y = port
    norm = 1 / det_sum(Y, G)
    # parallel sum: Y (Y + G)^-1 G = (det(Y) G + det(G) Y)/det(Y + G)
    y = Y[4] * norm
    g = G[4] * norm
    behind = (y * G[0] + g * Y[0], y * G[1] + g * Y[1], y * G[2] + g * Y[2], y * G[3] + g * Y[3], y * G[4])
    if source is None:
        return (None if j is None else divide(Y, G, j, norm)), behind
    current = divide(G, Y, source, norm)
    if j is not None:
        own = divide(Y, G, j, norm)
        current = (current[0] + own[0], current[1] + own[1])
    return current, behind


def hall_current(layer, up):
    """Return the Hall current of `layer` as seen going up or down, None where there is none."""
    if not layer.driven:
        return None
    return (layer.j_s, layer.j_o) if up else (-layer.j_s, -layer.j_o)


def through_layer(port, layer, d, conserving, up):
    """Return the port seen behind a piece of `layer`, going up or down the stack."""
    j = hall_current(layer, up)
    if port is OPEN and (j is None or not layer.converts):
        return _end_layer(layer, d, j) if j else (None, shunt(layer, 2 * d, conserving))
    return through_piece(port, pi_circuit(layer, d, conserving), j)


def through_piece(port, piece, j=None):
    """Return the port seen behind a pi circuit `piece` with a Hall current `j` in the way's direction."""
    side, bridge = piece
    source, Y = seen(port)
    start = side if port is OPEN else add(Y, side)
    source, Y = through_branch((source, start), bridge, j)
    return source, add(Y, side)


def _end_layer(layer, d, j):
    """Return the port of a layer without conversion in front of an outer surface.

    Shunt, series and shunt in a row are sigma k tanh(k d), and of the Hall current there remains what
    Eqs. (13), (14) call accumulation, 1 - 1/cosh(x) = (1 - e)^2/(1 + e^2).
    """
    e_s, m_s, e_o, m_o = _paper_modes(layer, d)
    c_s = m_s / (1 + e_s * e_s)
    c_o = m_o / (1 + e_o * e_o)
    a = layer.sigma_s * layer.k * c_s * (1 + e_s)
    b = layer.sigma_o * layer.q * c_o * (1 + e_o)
    return (j[0] * (m_s * c_s), j[1] * (m_o * c_o)), (a, 0.0, 0.0, b, a * b)


def through_interface(port, G):
    """Return the port behind an interface; None is a transparent interface."""
    return port if G is None else (seen(port), G, None)


def seen(port):
    """Return (source, Y) of a port; behind an interface they are worked out here."""
    return port if len(port) == 2 else through_branch(port[0], port[1])


def is_driven(port):
    """Return whether there are sources in a port."""
    return (port if len(port) == 2 else port[0])[0] is not None


def ports_below(layers, interfaces, conserving, stop=None):
    """Return the port seen from the lower face of each layer looking down, up to layer `stop`."""
    ports = [OPEN]
    for layer, G in zip(layers[:stop], interfaces, strict=False):
        port = through_layer(ports[-1], layer, layer.d, conserving, True)
        ports.append(through_interface(port, G))
    return ports


def ports_above(layers, interfaces, conserving, stop=0):
    """Return the port seen from the upper face of each layer looking up, from layer `stop` on."""
    ports = [OPEN]
    for i in range(len(layers) - 1, stop, -1):
        port = through_layer(ports[-1], layers[i], layers[i].d, conserving, False)
        G = interfaces[i - 1]
        ports.append(through_interface(port, G))
    return ports[::-1]


def currents(below, above):
    """Return J_s, J_o at the cut between two ports."""
    up, down = is_driven(below), is_driven(above)
    if below is OPEN or above is OPEN or not (up or down):
        return 0.0, 0.0
    if not down:
        return _driven(below, above)
    back_s, back_o = _driven(above, below)
    if not up:
        return -back_s, -back_o
    J_s, J_o = _driven(below, above)
    return J_s - back_s, J_o - back_o


def _driven(port, other):
    """Return the current that the sources of `port` drive into the other port.

    It is found in front of an interface, where the sources are: behind it, little may be the
    difference of much.
    """
    Y_other = seen(other)[1]
    if len(port) == 3:
        Y_other = through_branch((None, Y_other), port[1])[1]
        port = port[0]
    source, Y = port
    return divide(Y_other, Y, source, 1 / det_sum(Y, Y_other))


def potentials(below, above):
    """Return mu_s, mu_o at the cut between two ports."""
    (down, Y_down), (up, Y_up) = seen(below), seen(above)
    if down is None and up is None:
        return 0.0, 0.0
    x, y = up if down is None else down if up is None else (down[0] + up[0], down[1] + up[1])
    Y = add(Y_down, Y_up)
    norm = 1 / Y[4]
    mu = (Y[3] * x - Y[1] * y) * norm, (Y[0] * y - Y[2] * x) * norm
    if len(below) == len(above) == 2:
        return mu
    # how large the terms are whose difference each of them is
    size = (abs(Y[3] * x) + abs(Y[1] * y)) * abs(norm), (abs(Y[0] * y) + abs(Y[2] * x)) * abs(norm)
    J_s, J_o = currents(below, above)
    for port, sign in ((below, 1), (above, -1)):
        if len(port) == 3:
            mu, size = _behind_interface(port[0], port[1], sign * J_s, sign * J_o, mu, size)
    return mu


def _behind_interface(port, G, J_s, J_o, mu, size):
    """Return the better of `mu` and the open-circuit potential less the drop of (J_s, J_o), and its size.

    In a thin layer behind an interface little flows, and `mu` is the small difference of large terms.
    """
    s_s, s_o = port[0] or (0.0, 0.0)
    Y = port[1]
    y = 1 / Y[4]
    singular = G[4] == 0
    g = 1 / where(singular, 1.0, G[4])
    spin = _better(
        (y * Y[3] * s_s, -y * Y[1] * s_o, -(y * Y[3] + g * G[3]) * J_s, (y * Y[1] + g * G[1]) * J_o),
        singular,
        mu[0],
        size[0],
    )
    orbital = _better(
        (y * Y[0] * s_o, -y * Y[2] * s_s, -(y * Y[0] + g * G[0]) * J_o, (y * Y[2] + g * G[2]) * J_s),
        singular,
        mu[1],
        size[1],
    )
    return (spin[0], orbital[0]), (spin[1], orbital[1])


def _better(terms, excluded, value, size):
    """Return the sum of `terms` instead of `value` where they are smaller, and their size."""
    a, b, c, d = terms
    mine = abs(a) + abs(b) + abs(c) + abs(d)
    keep = excluded | (mine >= size)
    return where(keep, value, a + b + c + d), where(keep, size, mine)


def solve(A, x):
    """Return A^-1 x."""
    u, v = adjugate(A, x)
    norm = 1 / A[4]
    return u * norm, v * norm


def currents_inside(below, layer, above, piece, rest):
    """Return J_s, J_o inside `layer`, between the pi circuits of the pieces below and above.

    `below` and `above` are the ports at the two faces.
    """
    return currents(
        through_piece(below, piece, hall_current(layer, True)),
        through_piece(above, rest, hall_current(layer, False)),
    )


def currents_before_surface(layer, d, mu, conserving, up):
    """Return J_s, J_o inside `layer` at the distance `d` from an outer face, from (mu_s, mu_o) there.

    `up` tells whether the outer face lies below.
    """
    source, Y = through_layer(OPEN, layer, d, conserving, up)
    u, v = apply(Y, mu)
    if source is not None:
        u, v = u - source[0], v - source[1]
    return (-u, -v) if up else (u, v)


def is_thin(layer):
    """Return whether the layer is so thin that potentials hardly change in it."""
    return abs(layer.k * layer.d) + abs(layer.q * layer.d) < 0.2


def potentials_in_thin(layer, inner, near, rest, conserving, up):
    """Return mu_s, mu_o between an inner face, where they are `inner`, and an outer face, at these distances.

    What they differ from `inner` is small, and found by itself.  `up` tells whether the outer face lies below.
    """
    side, bridge = pi_circuit(layer, near, conserving)
    u, v = apply(side, inner)
    both = add(side, bridge)
    j = hall_current(layer, not up)
    if j is not None:
        u, v = u - j[0], v - j[1]
    if rest is not None:
        source, Y = through_layer(OPEN, layer, rest, conserving, up)
        a, b = apply(Y, inner)
        u, v = u + a, v + b
        if source is not None:
            u, v = u - source[0], v - source[1]
        both = add(both, Y)
    u, v = solve(both, (u, v))
    return inner[0] - u, inner[1] - v


def potentials_at_faces(below, layer, above, conserving):
    """Return (mu_s, mu_o) just inside the lower and just inside the upper face of `layer`.

    At an outer face they follow from the other face by J = 0, so that what decays on the way
    keeps its digits.
    """
    lower = potentials(below, through_layer(above, layer, layer.d, conserving, False))
    upper = potentials(through_layer(below, layer, layer.d, conserving, True), above)
    if below is OPEN and above is not OPEN:
        return _at_surface(layer, upper, lower, conserving, True), upper
    if above is OPEN and below is not OPEN:
        return lower, _at_surface(layer, lower, upper, conserving, False)
    return lower, upper


def _at_surface(layer, inner, outer, conserving, up):
    """Return mu_s, mu_o at an outer face, from those at the other: (bridge + side)^-1 (bridge inner + Hall current).

    Where the modes mix, that is `outer`; in a thin layer the small difference from `inner` is better.
    """
    if conserving and layer.converts:
        s, o = potentials_in_thin(layer, inner, layer.d, None, conserving, up)
        thin = is_thin(layer)
        return where(thin, s, outer[0]), where(thin, o, outer[1])
    layer = unmixed(layer, conserving)
    side, bridge = pi_circuit(layer, layer.d, conserving)
    u, v = apply(bridge, inner)
    j = hall_current(layer, not up)
    return solve(add(side, bridge), (u, v) if j is None else (u + j[0], v + j[1]))


def unmixed(layer, conserving):
    """Return a layer with the potentials of `layer` and no conversion, where there is one.

    In the paper's closure J = [[1, P_os], [P_so, 1]] (-sigma_s mu_s', -sigma_o mu_o') and mu_s,
    mu_o do not meet inside the layer: without that matrix no small mode drowns in a large one.
    """
    if conserving or not layer.converts:
        return layer
    norm = 1 / (1 - layer.P_os * layer.P_so)
    j_s = (layer.j_s - layer.P_os * layer.j_o) * norm
    j_o = (layer.j_o - layer.P_so * layer.j_s) * norm
    return layer._replace(P_os=0.0, P_so=0.0, j_s=j_s, j_o=j_o, converts=False)


def potentials_inside(lower, upper, piece, rest):
    """Return mu_s, mu_o inside a layer, from those at its faces; the pieces are of the `unmixed` layer."""
    a, b = apply(piece[1], lower)
    c, d = apply(rest[1], upper)
    return solve(add(add(piece[1], rest[1]), add(piece[0], rest[0])), (a + c, b + d))


def absorbed_spin(layer, lower, upper, conserving):
    """Return the spin current that `layer` absorbs, from (mu_s, mu_o) at its two faces."""
    both = (lower[0] + upper[0], lower[1] + upper[1])
    return apply(shunt(layer, layer.d, conserving), both)[0]


def integrated_spin(layer, lower, upper, conserving):
    """Return sigma_s k^2 times the integral of mu_s over `layer`, from mu at its two faces."""
    return absorbed_spin(unmixed(layer, conserving), lower, upper, conserving)
