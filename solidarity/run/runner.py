"""Run a learner's notebook and ask for its answers: the seam between grading and execution.

A ``Runner`` takes a notebook and questions and gives back outputs and answers, nothing else. It is
what ``worker.Worker`` does: behind a wall with what others hand in, without one with trusted work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from solidarity.answers.answer import Answer
from solidarity.answers.plain import Plain
from solidarity.answers.without_trace import SECONDS


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    cell_seconds: time for one cell. ask_seconds: time for all answers of one exercise, once for
    its examples and once for its hidden inputs. total_seconds: time for the whole notebook, and
    once more for all answers to all exercises.
    answer_bytes: size of all answers of one exercise. restarts: how often a notebook whose cell
    ended Python, or could not be stopped, is run again without that cell. output_letters: what
    all cells may show together.

    memory: bytes that one process may claim, and all of them together may fill; on Linux only.
    cpu_seconds, files (open at one time), file_bytes: for each process.

    The others hold in the jail only. processes: how many at one time, with those that wait at
    checks. scratch_bytes: size of the folder for the learner's own files.
    """

    cell_seconds: float = 30
    ask_seconds: float = SECONDS
    total_seconds: float = 300
    answer_bytes: int = 1_000_000
    restarts: int = 3
    output_letters: int = 2_000_000
    memory: int = 2 * 2**30
    cpu_seconds: int = 120
    processes: int = 128
    files: int = 128
    file_bytes: int = 32 * 2**20
    scratch_bytes: int = 64 * 2**20


@dataclass(frozen=True)
class Question:
    """Ask for one exercise where its check stands: under this name, with each of these inputs.

    The inputs are in plain form (see ``answers.inputs``), as they are sent.

    The first ``shown`` inputs are the examples that the learner knows too; the rest is hidden.
    ``answer`` is the place of the cell that is to give the answer; None where nobody knows.
    """

    name: str
    inputs: Sequence[Plain]
    shown: int = 0
    answer: int | None = None


@dataclass
class Run:
    """The executed notebook, the answers by exercise, and what went wrong on the way, in words.

    timed_out, crashed: whether a cell did not end in time, or ended Python itself.
    """

    notebook: NotebookNode
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)
    timed_out: bool = False
    crashed: bool = False


ENDED_PYTHON = "ended Python itself and was left out."
NOT_STOPPED = "did not end, could not be stopped, and was left out."
TOO_MUCH_MEMORY = "used more memory than there is for it and was left out."
ERRORS = {ENDED_PYTHON: "SystemExit", NOT_STOPPED: "TimeoutError", TOO_MUCH_MEMORY: "MemoryError"}
"""The error that stands for a cell that was left out."""

STOPPED = "This cell did not end in time and was stopped. Is there a loop without an end?"


Runner = Callable[[NotebookNode, Mapping[int, Question], Mapping[str, bytes]], Run]
"""Takes a notebook, questions by the index of the check that each replaces, and the learner's own
files by name, which lie beside the notebook in the place of the module's."""
