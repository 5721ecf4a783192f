"""Run a learner's notebook and ask for its answers: the seam between grading and execution.

A ``Runner`` takes a notebook and questions and gives back outputs and answers, nothing else.
Today one runner exists, ``kernel.run_in_kernel``; a jailed one slots in here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from solidarity.check.ask import Answer
from solidarity.check.plain import Plain

Inputs = list[list[Plain]] | None


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    cell_seconds: time for one cell. ask_seconds: time for all answers of one exercise.
    answer_bytes: size of all answers of one exercise. restarts: how often a notebook whose kernel
    died is run again without the cell that killed it.
    """

    cell_seconds: int = 30
    ask_seconds: int = 10
    answer_bytes: int = 1_000_000
    restarts: int = 3


@dataclass(frozen=True)
class Question:
    """Ask for one exercise where its check stands: under this name, with each of these inputs."""

    name: str
    inputs: Sequence[Inputs]


@dataclass
class Run:
    """The executed notebook, the answers by exercise, and what went wrong on the way, in words."""

    notebook: Any
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)


Runner = Callable[[Any, Mapping[int, Question], Path, Limits], Run]
"""notebook, questions by the index of the cell they replace, folder to run in, limits → Run."""
