"""2x2 matrices over (spin, orbital moment) that carry their determinant.

A matrix is a tuple ``(ss, os, so, oo, det)``: ``J_s = ss mu_s + os mu_o`` and
``J_o = so mu_s + oo mu_o``.  The determinant travels along, because a determinant recomputed from
its elements cancels where a conductance is nearly singular.  Vectors are pairs.
"""

ZERO = (0.0, 0.0, 0.0, 0.0, 0.0)


def matrix(ss, os, so, oo):
    """Return a matrix from its elements, such as the interface conductance of Eqs. (8), (9)."""
    return (ss, os, so, oo, ss * oo - os * so)


def diagonal(a, b):
    """Return diag(a, b)."""
    return (a, 0.0, 0.0, b, a * b)


def transpose(A):
    """Return the transposed matrix."""
    return (A[0], A[2], A[1], A[3], A[4])


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


def inverse(A, x):
    """Return the vector A^-1 x."""
    u, v = adjugate(A, x)
    norm = 1 / A[4]
    return u * norm, v * norm


def divide(A, B, x, norm):
    """Return A (A + B)^-1 x, the part of x that goes through A; norm = 1/det(A + B).

    A adj(A + B) = A adj(B) + det(A): neither A nor B is inverted, so both may be singular.
    """
    u, v = apply(A, adjugate(B, x))
    return ((u + A[4] * x[0]) * norm, (v + A[4] * x[1]) * norm)


def total(*vectors):
    """Return the sum of vectors, None counting as zero; None if all are."""
    found = [x for x in vectors if x is not None]
    if not found:
        return None
    s, o = found[0]
    for x in found[1:]:
        s, o = s + x[0], o + x[1]
    return s, o


def less(x, y):
    """Return x - y, None counting as zero; None if both are."""
    if y is None:
        return x
    return (-y[0], -y[1]) if x is None else (x[0] - y[0], x[1] - y[1])
