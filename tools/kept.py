"""A plugin of pytest that keeps what nbval ran, where `make book` looks for results of unchanged notebooks.

Usage: python -m pytest -p tools.kept --nbval-lax book
"""

import os

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn

from tools.env import ROOT, kernel_variables

os.environ.update(kernel_variables())  # as when the book is built


def pytest_runtest_teardown(item, nextitem):
    """Note what a cell gave; keep its notebook after the last one, unless a cell was left out or failed."""
    notebook, ran = item.parent.nb, vars(item.parent).setdefault("ran", [])
    item.cell.outputs = (gave := getattr(item, "test_outputs", None)) or []  # nothing, too, where no kernel started
    for one in (item.cell, *item.cell.outputs):
        if "execution_count" in one:
            one.execution_count = item.cell_num + 1
    ran.append(gave is not None and all(one.output_type != "error" for one in gave))
    if nextitem is None or nextitem.parent is not item.parent:
        if all(ran) and len(ran) == sum(cell.cell_type == "code" for cell in notebook.cells):
            from website import kept_results

            notebook.metadata.language_info = item.parent.kernel.kc.kernel_info(reply=True)["content"]["language_info"]
            bundle = CacheBundleIn(notebook, str(item.parent.fspath))
            cache = get_cache(kept_results(ROOT / "_build"))
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
