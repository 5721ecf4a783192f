"""How much memory a process and all that it started fill, or may have filled."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_OWN = (b"Pss:", b"SwapPss:")
_TWICE = 2
"""The system takes as much again, to keep things in order."""

_USUAL = 2 * 212_992
_OF_MESSAGES, _MESSAGES = b"0002", 11
"""How a socket for single messages is named, and how many it keeps: each may be as large."""


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


def in_sockets(pid: int) -> int:
    """Bytes that may wait in the sockets of a jail's last descendants. ``pid``: of the jail.

    What was sent and not yet read belongs to no process, and the system tells no more than how
    many sockets there are: each counts as full. This raises no error.
    """
    # Not of the first: it stands outside of the jail's network.
    for one in reversed([*_family(pid)][1:]):
        if (lines := _lines(f"/proc/{one}/net/unix")) is not None:
            kinds = [line.split()[4:5] for line in lines]
            messages = sum(_MESSAGES if kind == [_OF_MESSAGES] else 1 for kind in kinds)
            return messages * _most_waiting() + _in_connections(one)
    return 0


def _in_connections(pid: int) -> int:
    """The same of connections through the network: here the system tells how much waits."""
    return _TWICE * sum(
        int(queue, 16)
        for name in ("tcp", "tcp6", "udp", "udp6")
        for line in _lines(f"/proc/{pid}/net/{name}") or []
        for queue in line.split()[4].split(b":")
    )


def _lines(path: str) -> list[bytes] | None:
    """The lines of a table, without its head; None where it cannot be read."""
    try:
        return Path(path).read_bytes().splitlines()[1:]
    except OSError:
        return None


def _most_waiting() -> int:
    """Bytes that may wait on their way from one socket to another, where nobody may ask for more:
    see ``system_calls``."""
    with contextlib.suppress(OSError):
        return _TWICE * int(Path("/proc/sys/net/core/wmem_default").read_bytes())
    return _USUAL


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
        told = Path(f"/proc/{pid}/status").read_bytes()
    except OSError:
        return 0
    return _kilobytes(told, (b"VmRSS:", b"VmSwap:"))


def _filled(pid: int, otherwise: int) -> int:
    """Bytes with its part of what is shared; ``otherwise`` where the system does not tell."""
    try:
        return _kilobytes(Path(f"/proc/{pid}/smaps_rollup").read_bytes(), _OWN)
    except ProcessLookupError:
        return 0
    except OSError:
        return otherwise if os.path.exists(f"/proc/{pid}") else 0


def _kilobytes(told: bytes, names: tuple[bytes, ...]) -> int:
    # A process chooses its name, which stands here too. Only \n is no part of it: to Python's own
    # reading of lines other signs end a line as well, and the name could tell of less memory.
    lines = told.split(b"\n")
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(names))
