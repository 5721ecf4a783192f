"""What a command used: time, CPU seconds of it and all that it started, and memory at the peak."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_BECOME_SUBREAPER = 36
_LOOK_EVERY = 0.2
_COUNT_MEMORY_EVERY = 5
"""Looks: to count the pages of ten processes takes 20 ms, which would slow down whoever has ten."""
_MB = 2**20
_GONE = (psutil.Error, OSError)
"""What is raised about a process that has ended, or is just ending, while it is looked at."""


@dataclass(frozen=True)
class Usage:
    """Seconds on the clock, CPU seconds, and MB: the largest first process, and all together."""

    seconds: float
    cpu: float
    own_mb: float
    all_mb: float


def used_by(*commands: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Usage:
    """Run these commands side by side to their end, in ``folder``, which also gets a log of them.

    Raises AssertionError when one fails.

    Memory counts shared pages once (PSS). A jail is ended with all that is in it, and nobody waits
    for those: so its CPU is also read while it runs, and of the two ways to count the larger holds.
    """
    ctypes.CDLL(None).prctl(_BECOME_SUBREAPER, 1, 0, 0, 0)
    before, started = _cpu(), time.perf_counter()
    with (folder / "log").open("wb") as log:
        running = [
            subprocess.Popen(
                command, cwd=folder, env={**os.environ, **(env or {})}, stdout=log, stderr=log
            )
            for command in commands
        ]
        own = everything = 0
        seen = 0.0
        for look in itertools.count():
            alive = [process for process in running if process.poll() is None]
            if not alive:
                break
            pids = [process.pid for process in alive]
            own = max([own, *map(_peak, pids)])
            seen = max(seen, sum(map(_cpu_below, pids)))
            if look % _COUNT_MEMORY_EVERY == 0:
                everything = max(everything, sum(map(_memory_below, pids)))
            with contextlib.suppress(subprocess.TimeoutExpired):
                alive[0].wait(_LOOK_EVERY)
        seconds = time.perf_counter() - started
    said = (folder / "log").read_text()[-3000:]
    assert all(process.returncode == 0 for process in running), said
    _wait_for_orphans()
    return Usage(seconds, max(_cpu() - before, seen), own / _MB, everything / _MB)


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _memory_below(pid: int) -> int:
    """Bytes that a process and all below it fill; shared pages count once."""
    return sum(map(_memory_of, _family(pid)))


def _memory_of(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except _GONE:
        return 0


def _cpu_below(pid: int) -> float:
    """CPU seconds of a process, of all below it, and of those below that have ended."""
    return sum(map(_cpu_of, _family(pid)))


def _family(pid: int) -> list[psutil.Process]:
    try:
        return [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    except _GONE:
        return []


def _cpu_of(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except _GONE:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))


def _wait_for_orphans() -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.05)
        except ChildProcessError:
            return
