"""Ask for all answers of one exercise, without trace and within a time.

On Linux the questions are answered in a copy of the process: what the functions change there is
forgotten, and a loop without an end, also one that nothing can interrupt, ends with the copy.
The grader asks in the same way, so both hear the same answers.
Elsewhere a copy is not safe; the functions are called here and are interrupted when time is up.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from solidarity.answers.answer import Answer, Raised
from solidarity.answers.ask import ask
from solidarity.answers.in_time import OutOfTime, in_time
from solidarity.answers.inputs import Inputs
from solidarity.answers.received import rebuilt_answer
from solidarity.slips.errors import CodeError

SECONDS = 10.0
"""For all examples of one exercise; at grading as long again for its hidden inputs."""

ROOM = 2**30
"""Bytes that the functions of one exercise may take more than the notebook has: an endless loop
that adds to a list would fill the computer's memory before its time is up."""

LATE = Raised(CodeError("TimeoutError", ""))
CLOSED = Raised(CodeError("SystemExit", ""))


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
    reader, writer = os.pipe()
    child = copy_of_this_process()
    if child == 0:
        try:
            os.close(reader)
            _limit_memory()
            for part in parts:
                for one in part:
                    _write_all(writer, json.dumps(ask(names, name, one).plain()).encode() + b"\n")
        finally:
            # Not an ordinary exit: the copy must not touch what belongs to the notebook.
            os._exit(0)
    os.close(writer)
    answers: list[Answer] = []
    why = None
    try:
        lines = _Lines(reader)
        for part in parts:
            deadline = time.monotonic() + seconds
            for _ in part:
                if why is None:
                    line = lines.take(deadline)
                    if line is not None:
                        answers.append(rebuilt_answer(json.loads(line)))
                        continue
                    why = LATE if time.monotonic() >= deadline else CLOSED
                answers.append(why)
    finally:
        os.close(reader)
        _end(child)
    return answers


def copy_of_this_process() -> int:
    """Fork, with chance as it stands: 0 in the copy, there its number. Raises OSError."""
    # Python begins chance anew in each copy, so that a learner's own seed would be forgotten.
    chance = random.getstate()
    with warnings.catch_warnings():
        # Python 3.12 warns of threads that wait for each other in the copy; only the learner's
        # function runs there, and when it hangs the copy is ended.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        random.setstate(chance)
    return child


def _limit_memory() -> None:
    import resource

    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    room = min([taken + ROOM, *(one for one in (soft, hard) if one != resource.RLIM_INFINITY)])
    resource.setrlimit(resource.RLIMIT_AS, (room, hard))


def _write_all(writer: int, data: bytes) -> None:
    while data:
        data = data[os.write(writer, data) :]


class _Lines:
    """The lines that come through a pipe."""

    def __init__(self, reader: int) -> None:
        self._reader = reader
        self._come = bytearray()

    def take(self, deadline: float) -> bytes | None:
        """The next line; None when it does not come in time, or the other side has gone."""
        start = 0
        while (end := self._come.find(b"\n", start)) < 0:
            start = len(self._come)
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._reader], [], [], left)[0]:
                return None
            part = os.read(self._reader, 2**16)
            if not part:
                return None
            self._come += part
        line = bytes(self._come[:end])
        del self._come[: end + 1]
        return line


def _end(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
