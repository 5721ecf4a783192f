"""A kernel starts with none of the files that lie beside its notebook.

``python -m ipykernel_launcher``, which starts one as soon as a notebook is opened, looks for that
module in the notebook's folder first: a file of this name there ran, whoever had put it there.
Cells that are run import from the folder as before, as IPython adds it later.
"""

from __future__ import annotations

import sys
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

OURS = {"python", f"python{sys.version_info.major}", sys.executable}
OURS.add(f"python{sys.version_info.major}.{sys.version_info.minor}")
"""How a kernel's specification may call the Python that runs the server."""


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
    """The specification, changed in its place.

    Our own Python gets an option, which ends there. Another Python may be too old to know it, and
    gets the variable, which programs started by the kernel see too.
    """
    if spec.argv and spec.argv[0] in OURS:
        spec.argv = [spec.argv[0], "-P", *spec.argv[1:]]
    else:
        spec.env = {**spec.env, "PYTHONSAFEPATH": "1"}
    return spec
