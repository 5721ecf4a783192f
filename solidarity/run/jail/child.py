"""What the child for one submission does, inside its namespaces: run the cells, then answer.

Where a check stands, a copy of the process is made and waits: values, modules and files are in it
as they were there, whatever later cells change. The questions come at the very end, so what the
cells show has left before the first hidden input comes in, and none can show it. All examples are
asked before the first hidden input, for the same reason: answers to examples are shown.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import stat
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from solidarity.answers.answer import Given, Raised
from solidarity.answers.ask import ask_in_plain_form
from solidarity.answers.in_time import OutOfTime, in_time
from solidarity.answers.kinds.other import Other
from solidarity.answers.plain import Plain
from solidarity.answers.standing import Ran, Standing, not_given, watch
from solidarity.answers.without_trace import CLOSED, LATE, copy_of_this_process
from solidarity.run.jail.wire import (
    MOST_BYTES,
    Ended,
    Frames,
    Late,
    Nonsense,
    parsed,
    receive,
    send,
)
from solidarity.run.runner import STOPPED
from solidarity.run.session import Session
from solidarity.slips.errors import CodeError

CROWDED = Raised(CodeError("BlockingIOError", ""))
TOO_LARGE = Given(Other("a large value"))
WireAnswer = dict[str, Plain]
_MOST_COPIED = 8 * 2**20
"""Bytes of the learner's folder that are kept as they were at a check."""
_MOST_FILES = 200
"""The same of files: the copies take of the room that the learner has."""


def serve(line: socket.socket, session: Session, job: Mapping[str, Any]) -> None:
    """Run a job's cells and answer questions until the other side has heard enough.

    A job has ``cells`` (a source, or None for a cell that is not run), ``left_out`` (the error
    that stands for a cell that was left out, by its place), ``checks`` (for each cell that is a
    check, by its place: the exercise, and the place of its answer or None), ``cell_seconds``,
    ``ask_seconds`` and ``answer_bytes``; its ``files`` lie there already.
    """
    moments: dict[str, _Moment] = {}
    names = session.shell.user_ns
    runs = watch(session.shell)
    folder = _Folder(Path.cwd())
    me = os.getpid()
    for place, source in enumerate(job["cells"]):
        check = job["checks"].get(str(place))
        if check is not None:
            exercise, answer = check
            nothing = not_given(
                exercise, runs.done, Standing(str(answer), above=tuple(map(str, range(place))))
            )
            told = nothing.plain() if nothing else None
            moments[exercise] = _Moment(line, names, exercise, told, folder.as_it_is(), job)
            # The check itself has a number too, where the learner runs it.
            session.count()
        elif source is not None:
            send(line, {"cell": place})
            shown = _run(session, source, str(place), job["cell_seconds"])
            if os.getpid() != me:
                # A copy that the cell made of this process, and forgot to end.
                os._exit(0)
            send(line, {"shown": shown})
        elif str(place) in job["left_out"]:
            runs.done.append(Ran(str(place), "", CodeError(job["left_out"][str(place)], "")))
    send(line, {"done": True})
    while True:
        question = receive(line)
        moment = moments.get(question["ask"])
        given = moment.answers(question["inputs"], question["seconds"]) if moment else []
        send(line, {"answers": given})


def _run(session: Session, source: str, cell: str, seconds: float) -> list[Any]:
    signal.signal(signal.SIGALRM, _stop)
    # Again and again, for a cell that catches the first one.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    started = time.monotonic()
    try:
        outputs = session.run(source, cell).outputs
    except KeyboardInterrupt:
        outputs = []
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if time.monotonic() - started >= seconds:
        outputs = [o for o in outputs if o["output_type"] != "error"]
        note = {"output_type": "stream", "name": "stdout", "text": f"{STOPPED}\n"}
        return [*outputs, note]
    return outputs


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


class _Moment:
    """How things stood at a check: the value that was asked for, or a process that can be asked."""

    def __init__(
        self,
        line: socket.socket,
        names: dict[str, Any],
        exercise: str,
        nothing: WireAnswer | None,
        folder: Path,
        job: Mapping[str, Any],
    ) -> None:
        self._room = job["answer_bytes"]
        self._pid = 0
        self._value = nothing or _value(names, exercise, None, job["ask_seconds"])
        self._without_a_call = CLOSED.plain()
        if nothing or "error" in self._value or not callable(names.get(exercise)):
            self._without_a_call = nothing or _value(names, exercise, [], job["ask_seconds"])
            return
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._pid = copy_of_this_process()
            except OSError:
                # The learner has all the processes that there may be.
                self._without_a_call = CROWDED.plain()
            else:
                if self._pid == 0:
                    _answer(theirs, [line, ours], names, exercise, folder)
        self._line, self._frames = ours, Frames(ours, ahead=True)

    def answers(self, inputs: list[Any], seconds: float) -> list[WireAnswer]:
        """The answers that come within ``seconds``; the last of too few says why."""
        if inputs[:1] == [None]:
            given = [self._value] * len(inputs)
        elif not self._pid:
            given = [self._without_a_call] * len(inputs)
        else:
            given = self._asked(inputs, seconds)
        for place, answer in enumerate(given):
            self._room -= len(json.dumps(answer))
            if self._room < 0:
                given[place] = TOO_LARGE.plain()
        return given

    def _asked(self, inputs: list[Any], seconds: float) -> list[WireAnswer]:
        given: list[WireAnswer] = []
        deadline = time.monotonic() + seconds
        why = CLOSED.plain()
        try:
            send(self._line, inputs)
            while len(given) < len(inputs):
                left = max(0.0, deadline - time.monotonic())
                given.append(parsed(self._frames.take(left, MOST_BYTES)))
        except Late:
            why = LATE.plain()
            self._end()
        except (Ended, Nonsense):
            self._end()
        if not self._pid:
            self._without_a_call = why
        return given + [why] * (len(inputs) - len(given))

    def _end(self) -> None:
        self._line.close()
        pid, self._pid = self._pid, 0
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _value(names: Mapping[str, Any], exercise: str, inputs: Any, seconds: float) -> WireAnswer:
    """An answer for which no function of the learner is called; reading it may run code of hers."""
    try:
        with in_time(seconds):
            return ask_in_plain_form(names, exercise, inputs)
    except OutOfTime:
        return LATE.plain()


def _answer(
    line: socket.socket,
    others: list[socket.socket],
    names: Mapping[str, Any],
    exercise: str,
    folder: Path,
) -> NoReturn:
    """Be the copy: wait for inputs, and answer them as things stood when the copy was made."""
    try:
        for other in others:
            other.close()
        os.chdir(folder)
        while True:
            for one in receive(line):
                send(line, ask_in_plain_form(names, exercise, one))
    finally:
        # Not an ordinary exit: what the learner wanted done at the end is not wanted here.
        os._exit(0)


class _Folder:
    """The learner's folder, and copies of it as it was at a check."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, tuple[int, int, int]] = {}
        self._copies = 0
        self._copy = folder

    def as_it_is(self) -> Path:
        """A copy of the folder; the same one again as long as nothing changes.

        The folder itself when it holds too much, or cannot be copied.
        """
        found = {str(path): _stamp(path) for path in self._folder.rglob("*") if _is_copied(path)}
        if found != self._seen or not self._copies:
            self._seen = found
            self._copies += 1
            self._copy = self._copied([Path(path) for path in found])
        return self._inside(self._copy)

    def _inside(self, copy: Path) -> Path:
        """Where in the copy the learner stands; somebody who went elsewhere stays there."""
        try:
            here = Path.cwd()
        except OSError:
            return copy
        return copy / here.relative_to(self._folder) if here.is_relative_to(self._folder) else here

    def _copied(self, paths: list[Path]) -> Path:
        to = self._folder.with_name(f"at-check-{self._copies}")
        try:
            size = sum(path.lstat().st_size for path in paths if _is_file(path))
            if size > _MOST_COPIED or len(paths) > _MOST_FILES:
                return self._folder
            to.mkdir()
            for path in paths:
                place = to / path.relative_to(self._folder)
                if path.is_dir() and not path.is_symlink():
                    place.mkdir(exist_ok=True)
                else:
                    shutil.copy2(path, place, follow_symlinks=False)
        except OSError:
            return self._folder
        return to


def _stamp(path: Path) -> tuple[int, int, int]:
    found = path.lstat()
    return found.st_mode, found.st_size, found.st_mtime_ns


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _is_copied(path: Path) -> bool:
    """A file, a folder or a link, and nothing that waits for somebody to write to it."""
    try:
        return stat.S_IFMT(path.lstat().st_mode) in (stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK)
    except OSError:
        return False
