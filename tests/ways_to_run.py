"""The ways to run a notebook that must come to the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from solidarity.run.jail.probe import wall_here
from solidarity.run.kernel import run_in_kernel
from solidarity.run.runner import Limits, Question, Run
from solidarity.run.worker import Worker

Way = Callable[[Any, Mapping[int, Question], Limits, Path], Run]
"""Runs a notebook with its questions; in this folder, where it has no other."""


def in_a_jail(notebook: Any, asked: Mapping[int, Question], limits: Limits, _: Path) -> Run:
    with Worker(limits=limits, wall=wall_here(), warm=False) as worker:
        return worker.run(notebook, asked)


def trusted(notebook: Any, asked: Mapping[int, Question], limits: Limits, folder: Path) -> Run:
    with Worker(limits=limits, wall=None, warm=False) as worker:
        return worker.run(notebook, asked, folder=folder)


def in_a_kernel(notebook: Any, asked: Mapping[int, Question], limits: Limits, folder: Path) -> Run:
    """As on Windows."""
    return run_in_kernel(notebook, asked, {}, limits, folder)


WORKERS = [pytest.param(in_a_jail, marks=pytest.mark.jail), trusted]
by_workers = pytest.mark.parametrize("way", WORKERS)
each_way = pytest.mark.parametrize("way", [*WORKERS, in_a_kernel])
"""For what a kernel does in a manner of its own; starting one takes long."""
