"""What is said to a worker: once, when it starts, and then of each submission.

What comes back is anything at all (see ``talk``): a learner's process may have written it.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import TypedDict

from solidarity.answers.plain import Plain
from solidarity.run.runner import Limits


class Setup(TypedDict):
    """The first message to a worker.

    files: what lies beside every notebook, packed. limits: see ``Limits``. scratch: the folder for
    files that nobody keeps. nested: whether each submission enters namespaces of its own; None
    where there is no jail. warm: whether what exercises use is imported before the first cell.
    """

    files: dict[str, str]
    limits: dict[str, float]
    scratch: str
    nested: bool | None
    warm: bool


class Job(TypedDict):
    """One submission.

    cells: a source, or None for a cell that is not run. left_out: the error that stands for a cell
    that was left out, by its place. checks: for each cell that is a check, by its place: the
    exercise, and the place of its answer or None. files: of this learner, packed, in the place of
    those that lie beside every notebook. scratch: a folder for files that nobody keeps. folder:
    where the cells run.
    """

    cells: list[str | None]
    left_out: dict[str, str]
    checks: dict[str, tuple[str, int | None]]
    files: dict[str, str]
    scratch: str
    folder: str


class Asked(TypedDict):
    """Questions about one exercise, to be answered within so many seconds."""

    ask: str
    inputs: Sequence[Plain]
    seconds: float


def limits_of(setup: Setup) -> Limits:
    """The limits that a worker was told."""
    # They went over the line as they are, and each has its own kind again.
    return Limits(**setup["limits"])  # type: ignore[arg-type]


def packed(files: Mapping[str, bytes]) -> dict[str, str]:
    """Files by name, as JSON can say them."""
    return {name: base64.b64encode(data).decode() for name, data in files.items()}


def unpacked(files: Mapping[str, str]) -> dict[str, bytes]:
    """The same files again."""
    return {name: base64.b64decode(data) for name, data in files.items()}
