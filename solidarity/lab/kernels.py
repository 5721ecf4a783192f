"""A kernel starts with none of the files that lie beside its notebook.

``python -m ipykernel_launcher``, which starts one as soon as a notebook is opened, looks for that
module in the notebook's folder first: a file of this name there ran, whoever had put it there.
Cells that are run import from the folder as before, as IPython adds it later. (With Python's own
option ``-P`` it would not: IPython 9.7 takes it as a wish to leave the folder out for good.)
"""

from __future__ import annotations

import os
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

LAUNCH = """\
import sys
if sys.path[0] == "":
    del sys.path[0]
import runpy
runpy.run_module({module!r}, run_name="__main__", alter_sys=True)
"""
"""In the place of ``-m module``: the folder is left out before the first module is looked for."""


def guard(specs: Any) -> None:
    """Let this manager of kernel specifications give none that looks in the notebook's folder."""
    if hasattr(specs.get_kernel_spec, "guarded") or iscoroutinefunction(specs.get_kernel_spec):
        # With a coroutine the kernels start on another machine, behind a gateway.
        return
    found = specs.get_kernel_spec

    @wraps(found)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        return safe(found(*args, **kwargs))

    guarded.guarded = True  # type: ignore[attr-defined]
    specs.get_kernel_spec = guarded


def safe(spec: Any) -> Any:
    """The specification, changed in its place if a Python is to run a module."""
    if spec.argv and os.path.basename(spec.argv[0]).startswith("python") and "-m" in spec.argv:
        place = spec.argv.index("-m")
        options, (module, *rest) = spec.argv[:place], spec.argv[place + 1 :]
        spec.argv = [*options, "-c", LAUNCH.format(module=module), *rest]
    return spec
