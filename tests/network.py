"""A second solver of the whole network, in mpmath: all mode amplitudes of all layers in one dense linear system.

It shares no code and no circuit with the library.  Each moment in a layer is a sum of four modes
exp(+-kappa z); K^2 = Sigma^-1 Gamma is diagonalised as a 2x2 matrix.
"""

import mpmath as mp

EMISSION = ("sigma_SREE_below", "sigma_OREE_below", "sigma_SREE_above", "sigma_OREE_above")


def vector(a, b):
    return mp.matrix([a, b])


class LayerModes:
    """One layer: mu(z) = sum of c_n v_n exp(s_n (z - z_n)) - shift, J = h E - Sigma mu'."""

    def __init__(self, layer, closure, channel, E, V):
        m, self.d = layer.material, mp.mpf(float(layer.thickness))
        f = {n: mp.mpf(float(getattr(m, n))) for n in ("sigma_s", "sigma_o", "lambda_o", "P_os", "P_so")}
        f |= {n: mp.mpf(float(getattr(m, n))) for n in ("Gamma_os", "Gamma_so", "sigma_SHE", "sigma_OHE")}
        self.X = mp.mpf(0)
        if layer.magnetic:
            k2 = 1 / mp.mpf(float(m.lambda_sf)) ** 2
            if channel == "transverse":
                self.X = 1 / mp.mpf(float(m.lambda_phi)) ** 2 - mp.mpc(0, m.m) / mp.mpf(float(m.lambda_J)) ** 2
                k2 += self.X
        else:
            k2 = 1 / mp.mpf(float(m.lambda_s)) ** 2
        q2 = 1 / f["lambda_o"] ** 2
        self.sigma_s, self.flip = f["sigma_s"], k2 - self.X
        self.Sigma = mp.matrix([[f["sigma_s"], f["P_os"] * f["sigma_o"]], [f["P_so"] * f["sigma_s"], f["sigma_o"]]])
        self.Gamma = mp.matrix([[f["sigma_s"] * k2, f["Gamma_os"]], [f["Gamma_so"], f["sigma_o"] * q2]])
        if closure == "paper":
            self.Gamma = self.Sigma * mp.matrix([[k2, 0], [0, q2]])
        R = self.Gamma
        if (
            closure != "paper"
            and R[0, 1]
            and abs(R[0, 0] * R[1, 1] - R[0, 1] * R[1, 0]) < 1e-13 * abs(R[0, 0] * R[1, 1])
        ):
            # chi = +-1 but for rounding: the limit from within
            within = (1 - mp.mpf(10) ** -25) * mp.sqrt(R[0, 0] * R[1, 1] / (R[0, 1] * R[1, 0]))
            R[0, 1], R[1, 0] = within * R[0, 1], within * R[1, 0]
        self.h = vector(f["sigma_SHE"], f["sigma_OHE"])
        self.jE = self.h * E
        # shift: Gamma^-1 (sigma_s X V, 0), or (xi V, 0) in the paper's closure
        self.V = V
        self.shift = vector(0, 0)
        if V:
            self.shift = vector(self.X / k2 * V, 0)
            if closure != "paper":
                self.shift = self.Gamma**-1 * vector(f["sigma_s"] * self.X * V, 0)
        K2 = self.Sigma**-1 * self.Gamma
        if K2[0, 1] == 0 and K2[1, 0] == 0:
            values, vectors = [K2[0, 0], K2[1, 1]], mp.eye(2)
        else:
            values, vectors = mp.eig(K2)
        self.kappa = [mp.sqrt(v) for v in values]
        self.modes = [vectors[:, 0], vectors[:, 1]]

    def rows(self, z):
        """mu + shift and J - jE at height z, each as the two columns of the four modes."""
        mu, J = [], []
        for kappa, v in zip(self.kappa, self.modes, strict=True):
            for sign in (1, -1):
                e = mp.exp(kappa * (z - self.d)) if sign == 1 else mp.exp(-kappa * z)
                mu.append(v * e)
                J.append(-(self.Sigma * v) * (sign * kappa * e))
        return mu, J

    def at(self, z, c):
        mu, J = self.rows(z)
        total = [sum((a * x for a, x in zip(c, columns, strict=True)), vector(0, 0)) for columns in (mu, J)]
        return total[0] - self.shift, total[1] + self.jE

    def integral(self, c):
        """The integral of mu over the layer."""
        total = -self.shift * self.d
        n = 0
        for kappa, v in zip(self.kappa, self.modes, strict=True):
            for _ in (1, -1):
                total += v * (c[n] * (1 - mp.exp(-kappa * self.d)) / kappa)
                n += 1
        return total


def solve(stack, closure, channel="transverse", E=1.0, pumped=None):
    """Return, for each layer, ((mu, J) at the lower, at the upper face), its modes and its amplitudes."""
    with mp.workdps(60):
        layers = [
            LayerModes(layer, closure, channel, mp.mpf(float(E)), mp.mpf(1) if i == pumped else mp.mpf(0))
            for i, layer in enumerate(stack.layers)
        ]
        n = len(layers)
        A, b = mp.zeros(4 * n), mp.zeros(4 * n, 1)
        row = 0

        def put(layer, columns, scale):
            for col, column in enumerate(columns):
                value = scale * column
                for r in range(2):
                    A[row + r, 4 * layer + col] += value[r]

        def right(value):
            for r in range(2):
                b[row + r] += value[r]

        for surface, i, z, sign in ((stack.bottom, 0, mp.mpf(0), 1), (stack.top, n - 1, layers[-1].d, -1)):
            # the current into the stack is q E - Y mu
            mu, J = layers[i].rows(z)
            Y, q = mp.zeros(2), vector(0, 0)
            if surface is not None:
                spin = surface.G_mix if channel == "transverse" else surface.G_long
                Y = mp.matrix([[mp.mpmathify(complex(spin)), 0], [0, mp.mpf(float(surface.G_o))]])
                q = vector(mp.mpf(float(surface.sigma_SREE)), mp.mpf(float(surface.sigma_OREE)))
            put(i, J, sign * mp.eye(2))
            put(i, mu, Y)
            right(q * mp.mpf(float(E)) - sign * layers[i].jE + Y * layers[i].shift)
            row += 2
        for i, one in enumerate(stack.interfaces):
            low, high = layers[i], layers[i + 1]
            mu_l, J_l = low.rows(low.d)
            mu_u, J_u = high.rows(mp.mpf(0))
            q = [mp.mpf(float(getattr(one, name))) * mp.mpf(float(E)) for name in EMISSION]
            # J(0+) - J(0-) = q_below E + q_above E
            put(i + 1, J_u, mp.eye(2))
            put(i, J_l, -mp.eye(2))
            right(vector(q[0] + q[2], q[1] + q[3]) - high.jE + low.jE)
            row += 2
            if one.is_transparent:
                put(i, mu_l, mp.eye(2))
                put(i + 1, mu_u, -mp.eye(2))
                right(low.shift - high.shift)
            else:
                G = mp.matrix([[one.G_s, one.G_os], [one.G_so, one.G_o]])
                put(i + 1, J_u, mp.eye(2))
                put(i, mu_l, -G)
                put(i + 1, mu_u, G)
                right(vector(q[2], q[3]) - high.jE - G * (low.shift - high.shift))
            row += 2
        c = mp.lu_solve(A, b)
        found = []
        for i, one in enumerate(layers):
            mine = [c[4 * i + j] for j in range(4)]
            found.append((one.at(mp.mpf(0), mine), one.at(one.d, mine), one, mine))
        return found


def charge_current(stack, found):
    """The sum of h . [mu(top) - mu(bottom)] and of emission . mu."""
    return complex(collected(stack, found))


def collected(stack, found):
    """The same to 60 digits."""
    with mp.workdps(60):
        total = mp.mpf(0)
        for (lower, _), (upper, _), one, _ in found:
            total += sum(one.h[r] * (upper[r] - lower[r]) for r in range(2))
        for i, one in enumerate(stack.interfaces):
            q = [mp.mpf(float(getattr(one, name))) for name in EMISSION]
            below, above = found[i][1][0], found[i + 1][0][0]
            total += q[0] * below[0] + q[1] * below[1] + q[2] * above[0] + q[3] * above[1]
        for surface, mu in ((stack.bottom, found[0][0][0]), (stack.top, found[-1][1][0])):
            if surface is not None:
                total += mp.mpf(float(surface.sigma_SREE)) * mu[0] + mp.mpf(float(surface.sigma_OREE)) * mu[1]
        return total
