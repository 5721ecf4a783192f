"""What the child for one submission does: run the cells, then answer.

Where a check stands, a copy of the process is made and waits: values, modules and files are in it
as they were there, whatever later cells change. The questions come at the very end, so what the
cells show has left before the first hidden input comes in, and none can show it. All examples are
asked before the first hidden input, for the same reason: answers to examples are shown.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn, cast

import nbformat

from solidarity.answers.answer import Given, Raised
from solidarity.answers.ask import ask_in_plain_form
from solidarity.answers.copies import LATE, Copy, PlainAnswer
from solidarity.answers.in_time import OutOfTime, in_time
from solidarity.answers.kinds.other import OtherValue
from solidarity.answers.plain import Plain
from solidarity.answers.standing import Ran, Standing, not_given, watch
from solidarity.answers.wire import receive, send
from solidarity.run.folder_at_check import FolderAtCheck
from solidarity.run.left_out import note
from solidarity.run.messages import Asked, Job
from solidarity.run.runner import STOPPED, Limits
from solidarity.run.session import Session
from solidarity.slips.errors import CodeError

CROWDED = Raised(CodeError("BlockingIOError", ""))
TOO_LARGE = Given(OtherValue("a large value"))


def serve(line: socket.socket, session: Session, job: Job, limits: Limits) -> None:
    """Run a job's cells and answer questions until the other side has heard enough.

    Its files lie there already, and this process stands in its folder.
    """
    moments: dict[str, _Moment] = {}
    names = session.shell.user_ns
    runs = watch(session.shell)
    folder = FolderAtCheck(Path.cwd(), Path(job["scratch"]))
    me = os.getpid()
    for place, source in enumerate(job["cells"]):
        check = job["checks"].get(str(place))
        if check is not None:
            exercise, answer = check
            nothing = not_given(
                exercise, runs.done, Standing(str(answer), above=tuple(map(str, range(place))))
            )
            told = nothing.plain() if nothing else None
            moments[exercise] = _Moment(line, names, exercise, told, folder.as_it_is(), limits)
            # The check itself has a number too, where the learner runs it.
            session.count()
        elif source is not None:
            send(line, {"cell": place})
            shown = _run(session, source, str(place), limits.cell_seconds)
            if os.getpid() != me:
                # A copy that the cell made of this process, and forgot to end.
                os._exit(0)
            send(line, {"shown": shown})
        elif str(place) in job["left_out"]:
            runs.done.append(Ran(str(place), "", CodeError(job["left_out"][str(place)], "")))
    send(line, {"done": True})
    while True:
        question = cast(Asked, receive(line))
        moment = moments.get(question["ask"])
        given = moment.answers(question["inputs"], question["seconds"]) if moment else []
        send(line, {"answers": given})


def _run(session: Session, source: str, cell: str, seconds: float) -> list[nbformat.NotebookNode]:
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
        return [*(one for one in outputs if one["output_type"] != "error"), note(STOPPED)]
    return outputs


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


class _Moment:
    """How things stood at a check: the value that was asked for, or a process that can be asked."""

    def __init__(
        self,
        line: socket.socket,
        names: Mapping[str, object],
        exercise: str,
        nothing: PlainAnswer | None,
        folder: Path,
        limits: Limits,
    ) -> None:
        self._room = limits.answer_bytes
        self._copy: Copy | None = None
        self._value = nothing or _value(names, exercise, None, limits.ask_seconds)
        self._without_a_call = self._value
        if nothing or "error" in self._value or not callable(names.get(exercise)):
            self._without_a_call = nothing or _value(names, exercise, [], limits.ask_seconds)
            return

        def begin() -> None:
            line.close()
            os.chdir(folder)

        try:
            self._copy = Copy(names, exercise, begin)
        except OSError:
            # The learner has all the processes that there may be.
            self._without_a_call = CROWDED.plain()

    def answers(self, inputs: Sequence[Plain], seconds: float) -> list[PlainAnswer]:
        """The answers that come within ``seconds``; the last of too few says why."""
        if inputs[:1] == [None]:
            given = [self._value] * len(inputs)
        elif self._copy is None:
            given = [self._without_a_call] * len(inputs)
        else:
            given = self._copy.answers(inputs, seconds)
        for place, answer in enumerate(given):
            self._room -= len(json.dumps(answer))
            if self._room < 0:
                given[place] = TOO_LARGE.plain()
        return given


def _value(
    names: Mapping[str, object], exercise: str, inputs: Plain, seconds: float
) -> PlainAnswer:
    """An answer for which no function of the learner is called; reading it may run code of hers."""
    try:
        with in_time(seconds):
            return ask_in_plain_form(names, exercise, inputs)
    except OutOfTime:
        return LATE.plain()
