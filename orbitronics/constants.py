"""Constants of nature, CODATA 2022, in SI units.

``H``, ``E_CHARGE`` and ``K_B`` define the SI and are exact; ``HBAR`` is computed from ``H``; ``MU_B`` and ``MU_0``
are measured.
"""

from math import pi

H = 6.62607015e-34  # Planck constant, J s
HBAR = H / (2 * pi)  # reduced Planck constant, J s
E_CHARGE = 1.602176634e-19  # elementary charge, C
K_B = 1.380649e-23  # Boltzmann constant, J/K
MU_B = 9.2740100657e-24  # Bohr magneton, J/T
MU_0 = 1.25663706127e-6  # vacuum magnetic permeability, N/A^2
