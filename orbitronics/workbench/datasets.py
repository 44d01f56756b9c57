"""Datasets whose complex answers stand in them as two real ones; needs xarray."""

from typing import Any

import xarray as xr

from .answers import PARTS


class Answers(xr.Dataset):
    """An `xarray.Dataset` that also gives ``ds["torque"]``: its parts ``torque_DL`` and ``torque_FL`` joined.

    Joined answers are complex and are made when they are asked for; what is stored is real, and fits netCDF.
    """

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str) and key not in self._variables and self._has_parts(key):
            return self._joined(key)
        return super().__getitem__(key)

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and self._has_parts(name):
            return self._joined(name)
        return super().__getattr__(name)

    def to_netcdf(self, *args: Any, **kwargs: Any) -> Any:
        """Write the dataset; netCDF has no "/" in names, so that "Ti/Ni.G_s" is called "Ti|Ni.G_s" in the file."""
        new = {name: str(name).replace("/", "|") for name in self._variables if "/" in str(name)}
        return super().to_netcdf(*args, **kwargs) if not new else self.rename(new).to_netcdf(*args, **kwargs)

    def __dir__(self) -> list[str]:
        whole = {str(name).removesuffix("_DL") for name in self._variables if self._has_parts(str(name)[:-3])}
        return sorted({*super().__dir__(), *whole})

    def _has_parts(self, name: str) -> bool:
        return all(f"{name}_{end}" in self._variables for end in PARTS)

    def _joined(self, name: str) -> xr.DataArray:
        real, imag = (super(Answers, self).__getitem__(f"{name}_{end}") for end in PARTS)
        both = real + 1j * imag
        meaning = real.attrs.get("long_name", name).removesuffix(f", {PARTS['DL']}")
        return both.rename(name).assign_attrs(real.attrs | {"long_name": meaning})
