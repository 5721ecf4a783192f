"""How much memory a process and all that it started fill."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_OWN = ("Pss:", "SwapPss:")


def fills_more(pid: int, most: int) -> bool:
    """Whether the process and its descendants fill more bytes than ``most``. Linux only.

    Pages that several share count once. What cannot be looked at, as it has just ended, counts
    nothing: this raises no error.
    """
    # What each has in memory is quick to learn and counts shared pages again and again: it is
    # never too little. Only as long as it is too much, those that may have most are counted well.
    quick = {one: _resident(one) for one in _family(pid)}
    together = sum(quick.values())
    for one in sorted(quick, key=quick.__getitem__, reverse=True):
        if together <= most:
            return False
        together += _filled(one, quick[one]) - quick[one]
    return together > most


def _family(pid: int) -> Iterator[int]:
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        yield one
        for children in _children(one):
            waiting += map(int, children.split())


def _children(pid: int) -> list[str]:
    """The children of each thread; a thread or a process may end while it is looked at."""
    found = []
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError):
                found.append(Path(f"/proc/{pid}/task/{task}/children").read_text())
    return found


def _resident(pid: int) -> int:
    """Bytes in memory and on the disk in its place, with all that is shared."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(errors="replace").splitlines()
    except OSError:
        return 0
    return _kilobytes(lines, ("VmRSS:", "VmSwap:"))


def _filled(pid: int, otherwise: int) -> int:
    """Bytes with its part of what is shared; ``otherwise`` where the system does not tell."""
    try:
        return _kilobytes(Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines(), _OWN)
    except ProcessLookupError:
        return 0
    except OSError:
        return otherwise if os.path.exists(f"/proc/{pid}") else 0


def _kilobytes(lines: list[str], names: tuple[str, ...]) -> int:
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(names))
