"""What people with samples need, each a thin layer on the solver and, where named, on a kept library.

`answers` names what can be asked of a stack; `sweeping` (xarray, dask), `fitting` (lmfit), `sensitivities` and
`propagation` ask it many times; `literature` and `conversions` bring numbers in, `files`, `profiles`, `pictures`,
`export` and `commands` take them out.  No module needs another's extra.
"""

import importlib
from typing import Any


def need(name: str, extra: str) -> Any:
    """Return the module `name`; where it is missing, one sentence says what to install.

    Raises
    ------
    ModuleNotFoundError
        With the command that installs the `extra`.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "orbitronics":
            raise
        raise ModuleNotFoundError(
            f'{error.name} is missing; pip install "orbitronics[{extra}]" brings what this needs.', name=error.name
        ) from None
