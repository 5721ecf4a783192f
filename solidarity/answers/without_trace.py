"""Ask for all answers of one exercise in the notebook's own process, within a time.

On Linux the questions are answered in a copy of the process, as at grading: both hear the same.
Elsewhere copying a process with several threads, as a notebook's is, would not be safe; the
functions are called here and are interrupted when time is up.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from solidarity.answers.answer import Answer
from solidarity.answers.ask import ask
from solidarity.answers.copies import LATE, Copy
from solidarity.answers.in_time import OutOfTime, in_time
from solidarity.answers.inputs import Inputs, inputs_in_plain_form
from solidarity.answers.received import rebuilt_answer

SECONDS = 10.0
"""For all examples of one exercise; at grading as long again for its hidden inputs."""

ROOM = 2**30
"""Bytes that the functions of one exercise may take more than the notebook has: an endless loop
that adds to a list would fill the computer's memory before its time is up."""


def ask_all(
    names: Mapping[str, object],
    name: str,
    inputs: Sequence[Inputs],
    *,
    shown: int | None = None,
    seconds: float | None = None,
) -> list[Answer]:
    """The answers of ``name`` to each of the inputs, in their order.

    The first ``shown`` inputs (all, if left out) have ``seconds`` together (SECONDS, if left out),
    and so has the rest.
    After the first answer that does not come in time, or that ends Python, all others are
    ``TimeoutError`` or ``SystemExit`` too.
    """
    known = len(inputs) if shown is None else shown
    parts = [list(inputs[:known]), list(inputs[known:])]
    given = _in_a_copy if sys.platform == "linux" else _here
    return given(
        names, name, [part for part in parts if part], SECONDS if seconds is None else seconds
    )


def _here(
    names: Mapping[str, object], name: str, parts: list[list[Inputs]], seconds: float
) -> list[Answer]:
    answers: list[Answer] = []
    late = False
    for part in parts:
        came: list[Answer] = []
        if not late:
            try:
                with in_time(seconds):
                    came.extend(ask(names, name, one) for one in part)
            except OutOfTime:
                late = True
        answers += came + [LATE] * (len(part) - len(came))
    return answers


def _in_a_copy(
    names: Mapping[str, object], name: str, parts: list[list[Inputs]], seconds: float
) -> list[Answer]:
    copy = Copy(names, name, _limit_memory)
    try:
        return [
            rebuilt_answer(given)
            for part in parts
            for given in copy.answers([inputs_in_plain_form(one) for one in part], seconds)
        ]
    finally:
        copy.end()


def _limit_memory() -> None:
    import resource

    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    room = min([taken + ROOM, *(one for one in (soft, hard) if one != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_AS, (room, hard))
