"""How Python is started for learners' work, in a jail or without."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import solidarity

# One seed for the order of sets: the same work shows the same output each time.
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONPATH": str(Path(solidarity.__file__).parents[1]),
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "NBGRADER_EXECUTION": "autograde",
}


def command(arguments: Sequence[str]) -> list[str]:
    """Python with these arguments, which takes no module from the folder where it starts."""
    return [sys.executable, "-P", *arguments]


def path(programs: str) -> str:
    """The folders of programs, with Python's own first, as in JupyterLab.

    For lines that begin with !python, and %%python.
    """
    return f"{os.path.dirname(sys.executable)}{os.pathsep}{programs}"
