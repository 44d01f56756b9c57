"""One layer: J = h E - Sigma mu', J' = -Gamma (mu + shift), drawn as a circuit.

``Sigma = [[sigma_s, P_os sigma_o], [P_so sigma_s, sigma_o]]`` (Eqs. (1)-(4)) says how gradients drive currents,
``Gamma`` how potentials relax.  Every closure is a choice of Gamma:

- paper, Eqs. (5), (7): ``Gamma = Sigma diag(k^2, q^2)``, so that ``mu_s'' = k^2 mu_s`` and ``mu_o'' = q^2 mu_o``;
- reciprocal: ``Gamma = [[sigma_s k^2, Gamma_os], [Gamma_so, sigma_o q^2]]``.

A layer of thickness d is a pi circuit::

    o---+---[ series Sigma K csch(K d), beside it the Hall current ]---+---o
        |                                                              |
      shunt Sigma K tanh(K d/2)                      shunt Sigma K tanh(K d/2)

with ``K^2 = Sigma^-1 Gamma``.  Each shunt is what half of the layer absorbs.  Everything adds and nothing
cancels, and only decaying exponentials appear, so d/lambda may be as small or as large as you like.

Where the magnetisation precesses, the shunts see ``mu + shift`` and the series branch does not: each takes up its
`pull`, shunt times shift, besides.
"""

from collections import namedtuple

import numpy as np

from .arrays import choose, nonzero
from .digits import cross_thin, dif_plain, dif_series, excess_plain, excess_small, fade_plain, fade_small, series_thin
from .matrices import apply

Layer = namedtuple("Layer", "k q d sigma_s sigma_o P_os P_so Gamma hall shift rate polarised")
# k, q: wavenumbers of spin and orbital moment (1/m), of k only the size where Gamma is given; d: thickness (m);
# sigma, P: elements of Sigma; Gamma: None where K is diagonal, else (ss, os, so, oo) in 1/(ohm m^3);
# hall: Hall current (A/m^2) or None; shift: (V) or None; rate: Gamma shift (A/m^3) where it is known, or None;
# polarised: whether P_os or P_so is not zero anywhere.


def layer(k, q, d, sigma_s, sigma_o, P_os=0.0, P_so=0.0, Gamma=None, hall=None, shift=None, rate=None):
    """Return a `Layer`; a Hall current or a shift that is zero everywhere is none."""
    hall = hall if hall is not None and (nonzero(hall[0]) or nonzero(hall[1])) else None
    return Layer(k, q, d, sigma_s, sigma_o, P_os, P_so, Gamma, hall, shift, rate, nonzero(P_os) or nonzero(P_so))


PRINTED = np.sqrt(2)
"""How much larger the k that solves Eq. (5) is than Eq. (6) as printed."""


def spin_wavenumber(lambda_sf, lambda_J, lambda_phi, m=1, printed=False):
    """Return k = alpha - i beta of Eq. (6), as it solves Eq. (5) or as it is printed."""
    k = np.sqrt(squared_wavenumber(lambda_sf, lambda_J, lambda_phi, m))
    return k / PRINTED if printed else k


def squared_wavenumber(lambda_sf, lambda_J, lambda_phi, m):
    """Return k^2 of Eq. (5), mu_s'' = k^2 mu_s; m = -1 turns the sense of precession around."""
    return 1 / (lambda_sf * lambda_sf) + 1 / (lambda_phi * lambda_phi) - 1j * (m / (lambda_J * lambda_J))


def fade(x):
    """Return exp(-x) and 1 - exp(-x), the latter without loss at small x."""
    e = np.exp(-x)
    if not np.iscomplexobj(x):
        return e, -np.expm1(-x)
    return e, choose(abs(x) < 0.1, fade_small, fade_plain, x, e)


def less_one(x, e, m):
    """Return tanh(x/2)/(x/2) - 1 without loss at small x, from e = exp(-x) and m = 1 - e."""
    return choose(abs(x) < 1, excess_small, excess_plain, x, e, m)


def kind(one):
    """Return the rules of a layer: where K is diagonal, or where spin and orbital moment mix in it."""
    return Diagonal if one.Gamma is None else Mixed


def circuit(one, d):
    """Return what half of a piece of thickness `d` absorbs, what the piece lets through, and its `pull`."""
    rules = kind(one)
    modes = rules.modes(one, d)
    side = rules.shunt(one, d, modes)
    return side, rules.series(one, d, modes), pull(one, d, modes, side)


def pull(one, d, modes, side):
    """Return the shunt `side` times the shift, or None: from Gamma shift where it is known, and nothing cancels."""
    if one.shift is None or one.rate is None or one.Gamma is None:
        return None if one.shift is None else apply(side, one.shift)
    return Mixed.pull(one, d, modes, one.shift, one.rate)


def integral(one):
    """Return the matrix that makes the integrals of mu + shift over the layer of their sums over the two faces."""
    rules = kind(one)
    return rules.integral(one, one.d, rules.modes(one, one.d))


def excess(one):
    """Return twice that matrix less the thickness: what a shift has of the integrals that the faces do not tell."""
    rules = kind(one)
    return rules.excess(one, one.d, rules.modes(one, one.d))


def relaxation(one):
    """Return Gamma of a layer, in the paper's closure Sigma diag(k^2, q^2)."""
    if one.Gamma is not None:
        return one.Gamma
    k2, q2 = one.k * one.k, one.q * one.q
    return one.sigma_s * k2, one.P_os * one.sigma_o * q2, one.P_so * one.sigma_s * k2, one.sigma_o * q2


def unpolarised(one):
    """Return a layer with the potentials of `one` and no conversion, where there is one.

    With a diagonal K, J = [[1, P_os], [P_so, 1]] (-sigma_s mu_s', -sigma_o mu_o') and mu_s, mu_o
    do not meet inside the layer: without that matrix no small mode drowns in a large one.
    """
    if one.Gamma is not None or not one.polarised:
        return one
    hall = one.hall
    if hall is not None:
        norm = 1 / (1 - one.P_os * one.P_so)
        hall = (hall[0] - one.P_os * hall[1]) * norm, (hall[1] - one.P_so * hall[0]) * norm
    return one._replace(P_os=0.0, P_so=0.0, hall=hall, polarised=False)


class Diagonal:
    """K = diag(k, q): the paper's closure, and any without conversion. The modes are mu_s and mu_o."""

    @staticmethod
    def modes(one, d):
        """Return exp(-k d), 1 - exp(-k d), exp(-q d), 1 - exp(-q d)."""
        return fade(one.k * d) + fade(one.q * d)

    @staticmethod
    def shunt(one, d, modes):
        """Use tanh(x/2) = (1 - e)/(1 + e)."""
        e_s, m_s, e_o, m_o = modes
        return polarised(one, one.sigma_s * one.k * m_s / (1 + e_s), one.sigma_o * one.q * m_o / (1 + e_o))

    @staticmethod
    def series(one, d, modes):
        """Use csch(x) = 2 e/((1 - e)(1 + e))."""
        e_s, m_s, e_o, m_o = modes
        a = 2 * one.sigma_s * one.k * e_s / (m_s * (1 + e_s))
        return polarised(one, a, 2 * one.sigma_o * one.q * e_o / (m_o * (1 + e_o)))

    @staticmethod
    def integral(one, d, modes):
        """Return K^-1 tanh(K d/2)."""
        e_s, m_s, e_o, m_o = modes
        return m_s / (1 + e_s) / one.k, 0.0, 0.0, m_o / (1 + e_o) / one.q

    @staticmethod
    def excess(one, d, modes):
        """Return 2 K^-1 tanh(K d/2) - d."""
        e_s, m_s, e_o, m_o = modes
        return d * less_one(one.k * d, e_s, m_s), 0.0, 0.0, d * less_one(one.q * d, e_o, m_o)


def polarised(one, a, b):
    """Return [[1, P_os], [P_so, 1]] diag(a, b), how Eqs. (3), (4) make currents of gradients."""
    if not one.polarised:
        return (a, 0.0, 0.0, b, a * b)
    # the first row is Eq. (3), the second is Eq. (4)
    return (a, one.P_os * b, one.P_so * a, b, ((1 - one.P_os * one.P_so) * b) * a)


Modes = namedtuple("Modes", ("x", "y", "e_x", "e_y", "m_x", "m_y", "sums", "difs", "gap", "far", "K2", "delta"))
# x^2, y^2: eigenvalues of K2 = (K d)^2, x^2 = K2_ss + delta; e = exp(-x), m = 1 - e; sums, difs: S(u) =
# exp(-s) sinh(u)/u at u = (x + y)/2 = s and at u = (x - y)/2; gap = x^2 - y^2 where it is large (`far`).


class Mixed:
    """A full Gamma. A function f of (K d)^2 follows from its values and its divided difference at x^2, y^2.

    Written with S(u) it has no trouble where x = y.
    """

    @staticmethod
    def modes(one, d):
        """Return the `Modes` of a piece of thickness `d`."""
        r_ss, r_os, r_so, r_oo = one.Gamma
        P_os, P_so = one.P_os, one.P_so
        rest = 1 - P_os * P_so
        s, o = d * d / (one.sigma_s * rest), d * d / (one.sigma_o * rest)
        # (K d)^2 = Sigma^-1 Gamma d^2
        ss, os = (r_ss - P_os * r_so) * s, (r_os - P_os * r_oo) * s
        so, oo = (r_so - P_so * r_ss) * o, (r_oo - P_so * r_os) * o
        dif = ss - oo
        delta = apart(dif, os * so)
        x2, y2 = ss + delta, oo - delta
        # the smaller from the product of both, without a difference of large numbers
        det = (r_ss * r_oo - r_os * r_so) * (s * o * rest)
        larger = abs(x2) >= abs(y2)
        other = det / np.where(larger, x2, y2)
        x2, y2 = np.where(larger, x2, other), np.where(larger, other, y2)
        x, y = np.sqrt(x2), np.sqrt(y2)
        e_x, m_x = fade(x)
        e_y, m_y = fade(y)
        sums = (m_x + e_x * m_y) / (x + y)
        difs = choose(abs(x - y) < 0.1, dif_series, dif_plain, x, y, e_x, e_y)
        gap = x2 - y2
        far = abs(gap) > 2 * abs(x * y)
        return Modes(x, y, e_x, e_y, m_x, m_y, sums, difs, np.where(far, gap, 1.0), far, (ss, os, so, oo), delta)

    @staticmethod
    def shunt(one, d, modes):
        """Take f(x^2) = x tanh(x/2) as f_0 + f_1 (K d)^2."""
        f_0, f_1, f_xy = Mixed.parts(modes)
        r_ss, r_os, r_so, r_oo = one.Gamma
        s, o = one.sigma_s / d, one.sigma_o / d
        ss, os = s * f_0 + r_ss * d * f_1, one.P_os * o * f_0 + r_os * d * f_1
        so, oo = one.P_so * s * f_0 + r_so * d * f_1, o * f_0 + r_oo * d * f_1
        return ss, os, so, oo, (1 - one.P_os * one.P_so) * (s * o) * f_xy

    @staticmethod
    def pull(one, d, modes, shift, rate):
        """Take f_0 Sigma shift/d + f_1 Gamma shift d, `rate` being Gamma shift: the shunt times the shift."""
        f_0, f_1, _ = Mixed.parts(modes)
        s, o = one.sigma_s * shift[0] / d, one.sigma_o * shift[1] / d
        return f_0 * (s + one.P_os * o) + f_1 * d * rate[0], f_0 * (one.P_so * s + o) + f_1 * d * rate[1]

    @staticmethod
    def parts(modes):
        """Return f_0, f_1 and f(x^2) f(y^2) of a shunt."""
        x, y, e_x, e_y, m_x, m_y, sums, difs, gap, far, *_ = modes
        p_x, p_y = 1 + e_x, 1 + e_y
        ends = 1 / (p_x * p_y)
        f_x, f_y = x * m_x * (ends * p_y), y * m_y * (ends * p_x)
        f_1 = (sums + difs) * ends
        f_0 = np.where(far, (x * x * f_y - y * y * f_x) / gap, x * y * ends * (sums - difs))
        f_0 = choose((abs(x) < 1) & (abs(y) < 1), _cross_shunt, _known, x, y, ends, f_0)
        return f_0, f_1, f_x * f_y

    @staticmethod
    def series(one, d, modes):
        """Take f(x^2) = x csch(x), which at x = 0 is 1."""
        x, y, e_x, e_y, m_x, m_y, sums, difs, gap, far, *_ = modes
        f_x = np.where(x == 0, 1.0, 2 * x * e_x / np.where(x == 0, 1.0, m_x * (1 + e_x)))
        f_y = np.where(y == 0, 1.0, 2 * y * e_y / np.where(y == 0, 1.0, m_y * (1 + e_y)))
        ends = m_x * m_y * (1 + e_x) * (1 + e_y)
        near = ((e_x + e_y) * sums - (1 + e_x * e_y) * difs) / np.where(ends == 0, 1.0, ends)
        f_1 = np.where(far, (f_x - f_y) / gap, near)
        f_1 = choose((abs(x) < 1) & (abs(y) < 1), series_thin, _known, x * x, y * y, f_x * f_y, f_1)
        a, b, c, e = _newton(modes, f_x, f_y, f_1)
        s, o = one.sigma_s / d, one.sigma_o / d
        P_os, P_so = one.P_os * o, one.P_so * s
        det = (1 - one.P_os * one.P_so) * (s * o) * (f_x * f_y)
        return s * a + P_os * c, s * b + P_os * e, P_so * a + o * c, P_so * b + o * e, det

    @staticmethod
    def integral(one, d, modes):
        """Return K^-1 tanh(K d/2)."""
        return tuple(d * f for f in _newton(modes, *Mixed.means(modes)))

    @staticmethod
    def excess(one, d, modes):
        """Return 2 K^-1 tanh(K d/2) - d, whose divided difference is twice the other's."""
        x, y, e_x, e_y, m_x, m_y, *_ = modes
        f_1 = 2 * Mixed.means(modes)[2]
        return tuple(d * f for f in _newton(modes, less_one(x, e_x, m_x), less_one(y, e_y, m_y), f_1))

    @staticmethod
    def means(modes):
        """Return f(x^2) = tanh(x/2)/x, which at x = 0 is 1/2, f(y^2) and their divided difference."""
        x, y, e_x, e_y, m_x, m_y, sums, difs, gap, far, *_ = modes
        f_x = np.where(x == 0, 0.5, m_x / np.where(x == 0, 1.0, x * (1 + e_x)))
        f_y = np.where(y == 0, 0.5, m_y / np.where(y == 0, 1.0, y * (1 + e_y)))
        ends = 1 / ((1 + e_x) * (1 + e_y))
        xy = x * y
        f_1 = np.where(far, (f_x - f_y) / gap, ends * (difs - sums) / np.where(xy == 0, 1.0, xy))
        return f_x, f_y, choose((abs(x) < 1) & (abs(y) < 1), _cross_integral, _known, x, y, ends, f_1)


def apart(dif, product):
    """Return how far an eigenvalue of a 2x2 matrix lies from the nearer diagonal element.

    `dif` is the difference of the diagonal elements, `product` that of the other two.
    """
    root = np.sqrt(dif * dif + 4 * product + 0j)
    sum_ = dif + np.where(dif.real * root.real + dif.imag * root.imag < 0, -root, root)
    same = sum_ == 0
    return np.where(same, 0.0, 2 * product / np.where(same, 1.0, sum_))


def _newton(modes, f_x, f_y, f_1):
    """Return f((K d)^2) in Newton's form: no small mode drowns in a large one."""
    _, os, so, _ = modes.K2
    change = modes.delta * f_1
    return f_x - change, os * f_1, so * f_1, f_y + change


def _known(a, b, c, value):
    return value


def _cross_shunt(x, y, ends, f_0):
    return x * y * x * y * cross_thin(x, y) * ends


def _cross_integral(x, y, ends, f_1):
    return -cross_thin(x, y) * ends
