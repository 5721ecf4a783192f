"""What is said with one submission: it tells what its cells show, then it is asked for answers.

What it says is anything at all; it is read within limits of size, time and memory.
"""

from __future__ import annotations

import contextlib
import select
import socket
import time
from collections.abc import Callable, Sequence
from typing import TypeGuard

from solidarity.answers.answer import Answer, Missing
from solidarity.answers.copies import CLOSED
from solidarity.answers.plain import Plain
from solidarity.answers.received import rebuilt_answers
from solidarity.answers.wire import Ended, Frames, Late, Nonsense, framed, parsed
from solidarity.run.left_out import CellKilled
from solidarity.run.messages import Asked
from solidarity.run.received_outputs import read_outputs
from solidarity.run.runner import (
    ENDED_PYTHON,
    NOT_STOPPED,
    TOO_MUCH_MEMORY,
    Limits,
    Question,
    Run,
)

GRACE = 3.0
"""Seconds beyond a limit that the submission keeps itself, until it is ended from here."""

_LOOK_EVERY = 0.25
_MESSAGES_OF_A_CELL = 2
_BYTES_OF_A_LETTER = 6
"""The most that one takes in JSON: a sign that cannot be printed is written as its number."""

_BYTES_BESIDE = 2**20
"""For all that stands round what the cells show."""

FillsMore = Callable[[int], bool]
"""Whether all that a submission started fills more bytes than this."""


class Talk:
    """A submission's line, with the times and the memory that it may use."""

    def __init__(self, line: socket.socket, limits: Limits, fills_more: FillsMore) -> None:
        self._line, self._limits, self._fills_more = line, limits, fills_more
        self._frames = Frames(line)
        self._look = time.monotonic() + _LOOK_EVERY
        self._room = _BYTES_OF_A_LETTER * limits.output_letters + _BYTES_BESIDE
        self._end = time.monotonic() + limits.total_seconds
        self._gone = False
        self._begin_cell()

    def read_outputs(self, run: Run, sources: Sequence[str | None]) -> None:
        """Read what the cells show, until the submission says that it has run them all.

        Raises CellKilled.
        """
        cells = run.notebook.cells
        place = -1
        count = 0
        for _ in range(_MESSAGES_OF_A_CELL * len(cells) + 1):
            message = self._told(place)
            if not isinstance(message, dict):
                break
            if message.get("done") is True:
                return
            following = message.get("cell")
            if _comes_next(following, place, sources):
                place = following
                self._begin_cell()
            elif "shown" in message and place >= 0:
                cells[place].outputs = read_outputs(message["shown"])
                count += 1
                cells[place].execution_count = count
            else:
                break
        raise CellKilled(place, ENDED_PYTHON)

    def ask_all(self, questions: Sequence[Question]) -> dict[str, list[Answer]]:
        """First all examples, then all hidden inputs: an answer to an example is shown to people.

        All answers, to however many questions, have ``total_seconds`` together.
        """
        self._end = time.monotonic() + self._limits.total_seconds + GRACE
        answers: dict[str, list[Answer]] = {question.name: [] for question in questions}
        for hidden in (False, True):
            for one in questions:
                inputs = one.inputs[one.shown :] if hidden else one.inputs[: one.shown]
                if inputs and not self._gone:
                    answers[one.name] += self._ask(one.name, inputs)
                else:
                    answers[one.name] += [Missing()] * len(inputs)
        return answers

    def _ask(self, name: str, inputs: Sequence[Plain]) -> list[Answer]:
        said = self._answer_to({"ask": name, "inputs": inputs, "seconds": self._limits.ask_seconds})
        given = said.get("answers") if isinstance(said, dict) else None
        read = rebuilt_answers(given, len(inputs))
        return read + [CLOSED] * (len(inputs) - len(read))

    def _begin_cell(self) -> None:
        self._cell_ends = time.monotonic() + self._limits.cell_seconds + GRACE

    def _told(self, place: int) -> Plain:
        """The next message about the cell at ``place``. Raises CellKilled if none comes in time."""
        try:
            data = self._next(min(self._end, self._cell_ends), self._room)
            # One limit for them all: a thousand large messages are as bad as a huge one.
            self._room -= len(data)
            return parsed(data)
        except Late:
            raise CellKilled(place, NOT_STOPPED) from None
        except MemoryError:
            raise CellKilled(place, TOO_MUCH_MEMORY) from None
        except (Ended, Nonsense):
            raise CellKilled(place, ENDED_PYTHON) from None

    def _answer_to(self, question: Asked) -> Plain:
        """The answer to a question; None, now and for all later ones, when there is none."""
        deadline = min(self._end, time.monotonic() + self._limits.ask_seconds + GRACE)
        try:
            self._send(framed(question), deadline)
            return parsed(self._next(deadline, 2 * self._limits.answer_bytes))
        except (Late, Ended, Nonsense, MemoryError):
            self._gone = True
            return None

    def _send(self, data: bytes, deadline: float) -> None:
        while data:
            left = self._left(deadline)
            if select.select([], [self._line], [], left)[1]:
                try:
                    data = data[self._line.send(data, socket.MSG_DONTWAIT) :]
                except BlockingIOError:
                    continue
                except OSError:
                    raise Ended from None

    def _next(self, deadline: float, most: int) -> bytes:
        while True:
            left = self._left(deadline)
            with contextlib.suppress(Late):
                return self._frames.take(left, most)

    def _left(self, deadline: float) -> float:
        """How long to wait until the memory is looked at again, whatever is said meanwhile.

        Raises Late, and MemoryError.
        """
        now = time.monotonic()
        if now >= deadline:
            raise Late
        if now >= self._look:
            if self._fills_more(self._limits.memory):
                raise MemoryError
            self._look = time.monotonic() + _LOOK_EVERY
        return min(deadline, self._look) - now


def _comes_next(following: Plain, place: int, sources: Sequence[str | None]) -> TypeGuard[int]:
    """Whether this is the place of a cell that is run, and after the present one."""
    # True is no place, though Python counts it as a whole number.
    if not isinstance(following, int) or isinstance(following, bool):
        return False
    return place < following < len(sources) and sources[following] is not None
