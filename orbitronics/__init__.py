"""Spin and orbital drift-diffusion in metallic stacks: orbital torque, pumping, mixing conductance.

The model is that of Ning, Jaffres, Zhao and Manchon, "Phenomenology of orbital torque, pumping and
mixing conductance in metallic bilayers" (2024); equation numbers in this package are those of
that paper.  All quantities are in SI units.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from . import deprecated
from .checks import UnitsWarning
from .interfaces import Interface, Surface
from .inverse import Sheet, sheet
from .laws import NotPassiveWarning, NotReciprocalWarning, TorqueWarning
from .materials import Ferromagnet, NormalMetal
from .observables import (
    critical_current,
    dc_pumping,
    field_per_current,
    harmonic_hall,
    loop_shift,
    oersted_field,
    st_fmr,
    xi_E,
    xi_j,
)
from .paper.registry import equation
from .pumping import Damping, Pumping, pump
from .quantities import nm
from .solution import Solution, solve
from .stack import Layer, Stack

if TYPE_CHECKING:
    from .workbench import export as export
    from .workbench.conversions import units
    from .workbench.files import load
    from .workbench.fitting import fit
    from .workbench.pictures import plot_profiles, plot_stack
    from .workbench.propagation import propagate
    from .workbench.published import literature
    from .workbench.sensitivities import sensitivity
    from .workbench.sweeping import sweep

__version__ = "0.1.0"

_LATER = {
    "export": "workbench.export",
    "figures": "figures",
    "fit": "workbench.fitting",
    "literature": "workbench.published",
    "load": "workbench.files",
    "plot_profiles": "workbench.pictures",
    "plot_stack": "workbench.pictures",
    "propagate": "workbench.propagation",
    "sensitivity": "workbench.sensitivities",
    "sweep": "workbench.sweeping",
    "units": "workbench.conversions",
}
"""Names that are found when they are asked for, so that the import stays light."""


class _Package(ModuleType):
    """A package whose `sweep` is the function, also when the module of that name has been imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name == "sweep" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name in deprecated.SHORT:
        return importlib.import_module(f"{__name__}.{name}")
    if name not in _LATER:
        raise AttributeError(f"module 'orbitronics' has no attribute {name!r}")
    module = importlib.import_module(f".{_LATER[name]}", __name__)
    found = module if module.__name__.endswith(f".{name}") and not hasattr(module, name) else getattr(module, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *deprecated.SHORT, *_LATER})


__all__ = [
    "Damping",
    "Ferromagnet",
    "Interface",
    "Layer",
    "NormalMetal",
    "NotPassiveWarning",
    "NotReciprocalWarning",
    "Pumping",
    "Sheet",
    "Solution",
    "Stack",
    "Surface",
    "TorqueWarning",
    "UnitsWarning",
    "critical_current",
    "dc_pumping",
    "equation",
    "field_per_current",
    "fit",
    "harmonic_hall",
    "literature",
    "load",
    "loop_shift",
    "nm",
    "oersted_field",
    "plot_profiles",
    "plot_stack",
    "propagate",
    "pump",
    "sensitivity",
    "sheet",
    "solve",
    "st_fmr",
    "sweep",
    "units",
    "xi_E",
    "xi_j",
]

deprecated.install()
