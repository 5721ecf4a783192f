"""What tests of several folders share."""

from __future__ import annotations

import functools
import re
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

ROOT = Path(__file__).parent.parent
MODULES = sorted(path.parent for path in (ROOT / "course").glob("*/module.toml"))

PATIENCE = 300
"""Seconds that any test waits for what is to happen, before it says that it did not.

It says whether, never how fast: a machine may be slow or busy, and nobody waits so long unless
something is broken. The only limit of this kind; tests/test_patience.py looks for others.
"""

PATIENCE_MS = 1_000 * PATIENCE
"""The same in milliseconds, as Playwright wants it."""


def told(*mistakes: tuple[str, Any, str]) -> dict[str, Any]:
    """The mistakes of an exercise: of each its name, what it gives, and the words for it."""
    return {
        "mistakes": {name: gives for name, gives, _ in mistakes},
        "messages": {name: words for name, _, words in mistakes},
    }


def wait_until(happened: Callable[[], bool], otherwise: Callable[[], str]) -> None:
    """Wait for what is to happen; ``otherwise`` gives the words for when it did not."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.05)


def notebook_at(path: Path) -> Any:
    """The notebook as it was saved; empty while somebody is writing it."""
    import nbformat
    from nbformat.reader import NotJSONError

    try:
        return nbformat.read(path, 4)
    except (NotJSONError, UnicodeDecodeError):
        return nbformat.v4.new_notebook()


def some(things: Iterable[T]) -> list[T]:
    """These things, of which there must be one: who looks at none of them finds no fault."""
    found = list(things)
    assert found, "there is nothing to look at"
    return found


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


@functools.cache
def jail_is_missing() -> str:
    """Why learners' code cannot be run safely on this machine; empty when it can."""
    from solidarity.run.jail.bubblewrap import NoJail
    from solidarity.run.jail.probe import works_nested

    try:
        works_nested()
    except NoJail as problem:
        return str(problem).splitlines()[0]
    return ""
