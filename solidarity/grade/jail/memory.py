"""How much memory a process and all that it started fill."""

from __future__ import annotations

from pathlib import Path

_PSS = "Pss:"


def memory_below(pid: int) -> int:
    """Bytes that the process and its descendants fill; shared pages count once. Linux only."""
    return sum(map(_filled, _family(pid)))


def _family(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                waiting += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _filled(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(_PSS))
