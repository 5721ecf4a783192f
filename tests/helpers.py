"""What tests of several folders share."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = sorted(path.parent for path in (ROOT / "course").glob("*/module.toml"))


def copy_course(target: Path) -> Path:
    """A copy of the course's own files, without anyone's work."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("course", "source", "release"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("START.ipynb", "GLOSSARY.ipynb", "nbgrader_config.py", "README.md"):
        shutil.copy(ROOT / name, target / name)
    return target


def name_of(value: object) -> str:
    """A value as the name of a test, the same in every process: no address, and sets in order."""
    if isinstance(value, set | frozenset):
        return f"{type(value).__name__} {sorted(value, key=repr)}"
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))
