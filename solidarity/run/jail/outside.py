"""The trusted side of the jail: start a worker, hand it submissions, keep time, read answers."""

from __future__ import annotations

import base64
import contextlib
import copy
import dataclasses
import select
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat

from solidarity.answers.answer import Answer, Missing
from solidarity.answers.received import rebuilt_answers
from solidarity.answers.without_trace import CLOSED
from solidarity.run.jail import bubblewrap
from solidarity.run.jail.bubblewrap import NEEDED, NoJail
from solidarity.run.jail.memory import fills_more, in_sockets
from solidarity.run.jail.received_outputs import read_outputs
from solidarity.run.jail.wire import Ended, Frames, Late, Nonsense, framed, parsed, receive, send
from solidarity.run.jail.worker import BARE
from solidarity.run.runner import (
    ENDED_PYTHON,
    ERRORS,
    NOT_STOPPED,
    STOPPED,
    TOO_MUCH_MEMORY,
    Limits,
    Question,
    Run,
)

START_SECONDS = 60
GRACE = 3.0
"""Seconds beyond a limit that the jail keeps itself, until it is ended from here."""

_LOOK_EVERY = 0.25
_MESSAGES_OF_A_CELL = 2
_BYTES_OF_A_LETTER = 6
"""The most that one takes in JSON: a sign that cannot be printed is written as its number."""

_BYTES_BESIDE = 2**20
"""For all that stands round what the cells show."""


class _Killed(Exception):
    """A cell took its submission with it, or had to be ended from outside."""

    def __init__(self, place: int, reason: str) -> None:
        super().__init__(reason)
        self.place, self.reason = place, reason


class Jail:
    """A worker in a jail, ready to run one submission after the other.

    files: what lies beside a learner's notebook, by name (data that the module releases).
    nested: a fresh set of namespaces for each submission inside one jail; without it each
    submission gets a jail, and a worker, of its own. None: whatever works here.
    warm: whether what exercises use is imported before the first cell.
    """

    def __init__(
        self,
        files: Mapping[str, bytes] | None = None,
        limits: Limits | None = None,
        *,
        nested: bool | None = None,
        warm: bool = True,
    ) -> None:
        self._files, self._warm = dict(files or {}), warm
        self.limits = limits or Limits()
        self._worker: _Worker | None = None
        if nested is None:
            from solidarity.run.jail.probe import works_nested

            nested = works_nested()
        self.nested = nested

    def run(
        self,
        notebook: Any,
        questions: Mapping[int, Question],
        own: Mapping[str, bytes] | None = None,
    ) -> Run:
        """Run all cells from top to bottom and ask each question as things stood at its check.

        A cell that raises costs itself, one that does not end is interrupted. A cell that ends
        Python or cannot be interrupted is left out and the notebook is run again without it.
        ``own`` are files of this learner, in the place of those that the module releases.
        """
        skipped: dict[int, str] = {}
        # Counted, and not taken from what is skipped: a liar may name the same cell for ever.
        for left in range(self.limits.restarts, -1, -1):
            run = Run(copy.deepcopy(notebook))
            try:
                self._run_once(run, questions, skipped, own or {})
            except _Killed as killed:
                skipped[killed.place] = killed.reason
                if left and killed.place >= 0:
                    continue
                run.trouble.append("Too many cells stopped Python; the rest was not run.")
            break
        _tell(run, skipped)
        return run

    def close(self) -> None:
        """End the worker and all that runs in the jail."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def __enter__(self) -> Jail:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run_once(
        self,
        run: Run,
        questions: Mapping[int, Question],
        skipped: Mapping[int, str],
        own: Mapping[str, bytes],
    ) -> None:
        cells = run.notebook.cells
        for place, cell in enumerate(cells):
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
                if place in skipped:
                    cell.outputs = [_note(f"This cell {skipped[place]}")]
        sources = [
            cell.source if cell.cell_type == "code" and place not in skipped else None
            for place, cell in enumerate(cells)
        ]
        job = {
            "cells": sources,
            "files": _packed(own),
            "left_out": {str(place): ERRORS[reason] for place, reason in skipped.items()},
            "checks": {str(place): [one.name, one.answer] for place, one in questions.items()},
            "cell_seconds": self.limits.cell_seconds,
            "ask_seconds": self.limits.ask_seconds,
            "answer_bytes": self.limits.answer_bytes,
        }
        with self._submission(job) as line:
            watch = _Watch(line, self._worker, self.limits)
            _read_outputs(watch, run, sources)
            run.answers = _ask_all(watch, questions, self.limits)

    @contextlib.contextmanager
    def _submission(self, job: Mapping[str, Any]) -> Iterator[socket.socket]:
        if self._worker is None:
            self._worker = _Worker(self._files, self.limits, self.nested, self._warm)
        worker = self._worker
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                worker.take(theirs)
            # Not through the worker: what it once read, every later child could find in its memory.
            send(ours, job, START_SECONDS)
            yield ours
        finally:
            ours.close()
            # A worker without namespaces below it may have been changed by what ran beside it.
            if not self.nested or not worker.ended_submission():
                self.close()


def _tell(run: Run, skipped: Mapping[int, str]) -> None:
    run.trouble += [f"Cell {place + 1} {reason}" for place, reason in sorted(skipped.items())]
    run.crashed = ENDED_PYTHON in skipped.values() or TOO_MUCH_MEMORY in skipped.values()
    run.timed_out = NOT_STOPPED in skipped.values() or any(
        output.get("text", "").endswith(f"{STOPPED}\n")
        for cell in run.notebook.cells
        for output in cell.get("outputs", [])
    )


def _read_outputs(watch: _Watch, run: Run, sources: list[str | None]) -> None:
    """Read what the cells show, until the submission says that it has run them all."""
    cells = run.notebook.cells
    place = -1
    count = 0
    for _ in range(_MESSAGES_OF_A_CELL * len(cells) + 1):
        message = watch.receive(place)
        if not isinstance(message, dict):
            raise _Killed(place, ENDED_PYTHON)
        if message.get("done") is True:
            return
        following: Any = message.get("cell")
        if _comes_next(following, place, sources):
            place = int(following)
            watch.begin()
        elif "shown" in message and place >= 0:
            cells[place].outputs = read_outputs(message["shown"])
            count += 1
            cells[place].execution_count = count
        else:
            raise _Killed(place, ENDED_PYTHON)
    raise _Killed(place, ENDED_PYTHON)


def _comes_next(following: Any, place: int, sources: list[str | None]) -> bool:
    """Whether this is the place of a cell that is run, and after the present one."""
    known = type(following) is int and place < following < len(sources)
    return known and sources[following] is not None


def _ask_all(
    watch: _Watch, questions: Mapping[int, Question], limits: Limits
) -> dict[str, list[Answer]]:
    """First all examples, then all hidden inputs: an answer to an example is shown to people."""
    answers: dict[str, list[Answer]] = {question.name: [] for question in questions.values()}
    watch.ask_in(limits.total_seconds + GRACE)
    for hidden in (False, True):
        for question in questions.values():
            known = question.shown
            inputs = question.inputs[known:] if hidden else question.inputs[:known]
            if inputs and not watch.gone:
                answers[question.name] += _ask(watch, question.name, list(inputs), limits)
            else:
                answers[question.name] += [Missing()] * len(inputs)
    return answers


def _ask(watch: _Watch, name: str, inputs: list[Any], limits: Limits) -> list[Answer]:
    message = watch.ask({"ask": name, "inputs": inputs, "seconds": limits.ask_seconds})
    given = message.get("answers") if isinstance(message, dict) else None
    read = rebuilt_answers(given, len(inputs))
    return read + [CLOSED] * (len(inputs) - len(read))


class _Watch:
    """A submission's line, with the times and the memory that it may use."""

    def __init__(self, line: socket.socket, worker: _Worker | None, limits: Limits) -> None:
        self._line, self._worker, self._limits = line, worker, limits
        self._frames = Frames(line)
        self._look = time.monotonic() + _LOOK_EVERY
        self._room = _BYTES_OF_A_LETTER * limits.output_letters + _BYTES_BESIDE
        self._end = time.monotonic() + limits.total_seconds
        self.gone = False
        self.begin()

    def begin(self) -> None:
        """A cell begins now."""
        self._cell_ends = time.monotonic() + self._limits.cell_seconds + GRACE

    def receive(self, place: int) -> Any:
        """The next message about the cell at ``place``. Raises _Killed if none comes in time."""
        try:
            data = self._next(min(self._end, self._cell_ends), self._room)
            # One limit for them all: a thousand large messages are as bad as a huge one.
            self._room -= len(data)
            return parsed(data)
        except Late:
            raise _Killed(place, NOT_STOPPED) from None
        except MemoryError:
            raise _Killed(place, TOO_MUCH_MEMORY) from None
        except (Ended, Nonsense):
            raise _Killed(place, ENDED_PYTHON) from None

    def ask_in(self, seconds: float) -> None:
        """All answers from now on, to however many questions, must come within this time."""
        self._end = time.monotonic() + seconds

    def ask(self, question: Mapping[str, Any]) -> Any:
        """The answer to a question; None, now and for all later ones, when there is none."""
        deadline = min(self._end, time.monotonic() + self._limits.ask_seconds + GRACE)
        try:
            self._send(framed(question), deadline)
            return parsed(self._next(deadline, 2 * self._limits.answer_bytes))
        except (Late, Ended, Nonsense, MemoryError):
            self.gone = True
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
            if self._worker and self._worker.fills_more(self._limits.memory):
                raise MemoryError
            self._look = time.monotonic() + _LOOK_EVERY
        return min(deadline, self._look) - now


class _Worker:
    """The process in the jail, and the line to it."""

    def __init__(
        self, files: Mapping[str, bytes], limits: Limits, nested: bool, warm: bool
    ) -> None:
        self._line, theirs = socket.socketpair()
        arguments = bubblewrap.command(
            ["-m", "solidarity.run.jail.worker", *([] if warm else [BARE])],
            nested=nested,
            scratch_bytes=limits.scratch_bytes,
        )
        with theirs:
            self._process = subprocess.Popen(
                arguments, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
        setup = {
            "files": _packed(files),
            "limits": dataclasses.asdict(limits),
            "nested": nested,
        }
        try:
            send(self._line, setup)
            receive(self._line, START_SECONDS)
        except (Ended, Late, Nonsense) as error:
            self._process.kill()
            said = self._process.communicate()[1].decode(errors="replace").strip()
            reason = said.splitlines()[-1] if said else type(error).__name__
            raise NoJail(NEEDED.format(why=f"the jail did not start ({reason})")) from None

    def take(self, own: socket.socket) -> None:
        """Start a submission, at the other end of this line."""
        socket.send_fds(self._line, [b"."], [own.fileno()])

    def ended_submission(self) -> bool:
        """End the present submission; False when the worker itself no longer answers."""
        try:
            send(self._line, {"end": True})
            return bool(receive(self._line, 10) == {"ended": 0})
        except (Ended, Late, Nonsense):
            return False

    def fills_more(self, most: int) -> bool:
        """Whether all that runs in the jail fills more bytes than this."""
        pid = self._process.pid
        return fills_more(pid, most - in_sockets(pid))

    def close(self) -> None:
        self._line.close()
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()


def _packed(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: base64.b64encode(data).decode() for name, data in files.items()}


def _note(text: str) -> Any:
    return nbformat.v4.new_output("stream", name="stdout", text=f"{text}\n")


def files_of(release: Path) -> dict[str, bytes]:
    """What a module releases beside its notebooks, by name: it lies beside the learner's work."""
    if not release.is_dir():
        return {}
    return {
        path.relative_to(release).as_posix(): path.read_bytes()
        for path in sorted(release.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb"
    }
