"""What a laboratory measures, from numbers or from a solution.

Every function takes either plain numbers (or arrays that broadcast) or, in the place of its first argument, a
`Solution`: then it asks the solution for the torque, the field and the layers.  Options after the star that name a
layer belong to a solution only: `layer` is the metal whose current density counts, `magnet` the magnet, `kind` the
torque (`Solution.torque`).  Without `kind` it is the exchange torque, which is what moves the magnetisation, and in
the paper's closure the absorbed one, Eq. (12).  A solution needs the charge conductivity `sigma` of its layers where a
current density is asked for, and `M_s` of the magnet where a field is; `M_s` may be passed instead.

Signs.  The motion of the magnetisation is::

    dm/dt = -gamma m x B + alpha m x dm/dt + gamma b_DL m x (y x m) + gamma b_FL m x y
    b = hbar tau/(2 e M_s d_F)

with b = b_DL + i b_FL in tesla; as fields, B_DL = b_DL m x y and B_FL = -b_FL y, and the Oersted field -b_Oe y adds to
b_FL.  E and the current are along x, z is the normal of the film, y = z x x.  Currents and torques are counted along
the magnetic moment here; tables of Hall angles and conductivities count along the angular momentum, which is opposite.
A metal with a positive spin Hall angle (Pt), below the magnet and with the current along +x, has b_DL < 0, so that
sigma_SHE = -theta_SH sigma, and a reported sigma_OHE takes a minus as well, if the sign in the laboratory matters.

M_s d_F is the magnetic moment per area: subtract a dead layer, and say which M_s is meant.  B_k = mu_0 M_eff is the
effective demagnetising field of a film magnetised in its plane.
"""

from ..deprecated import effective_field, torque_efficiency
from .fields import field_per_current, in_mT_per_1e11, oersted_field, torque_field
from .hall_voltages import harmonic_hall, harmonic_hall_perpendicular
from .rectified import NotAdiabaticWarning, dc_pumping
from .resonance import STFMR, damping_by_current, st_fmr
from .switching import critical_current, loop_shift, xi_of_loop_shift
from .xi import Shunting, current_density, shunting, xi_E, xi_j

__all__ = [
    "STFMR",
    "NotAdiabaticWarning",
    "Shunting",
    "critical_current",
    "current_density",
    "damping_by_current",
    "dc_pumping",
    "effective_field",
    "field_per_current",
    "harmonic_hall",
    "harmonic_hall_perpendicular",
    "in_mT_per_1e11",
    "loop_shift",
    "oersted_field",
    "shunting",
    "st_fmr",
    "torque_efficiency",
    "torque_field",
    "xi_E",
    "xi_j",
    "xi_of_loop_shift",
]
