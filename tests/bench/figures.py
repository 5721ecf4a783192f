"""Figures of a benchmark: what is typical, what is rarely passed, and whether an aim is met."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence

WARM_UP, TIMES = 30, 300


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 stay below."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def judged(what: str, value: float, aim: float, unit: str) -> str:
    """A figure beside its aim. Told and not asserted, as it depends on the machine."""
    verdict = "met" if value < aim else "NOT met"
    return f"{what}: {value:.2f} {unit}; the aim, under {aim:g} {unit}, is {verdict}."


def machine() -> str:
    """What the figures were measured on."""
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def ms(action: Callable[[], object]) -> list[float]:
    """The milliseconds of each of many calls, after some to warm up."""
    durations = []
    for _ in range(WARM_UP + TIMES):
        before = time.perf_counter()
        action()
        durations.append(1000 * (time.perf_counter() - before))
    return durations[WARM_UP:]
