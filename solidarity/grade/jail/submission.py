"""What the child for one submission does, inside its namespaces: run the cells, then answer.

Where a check stands, it is noted what every name means there. The questions come at the very end,
so what the cells show has left before the first hidden input comes in, and none can show it. All
examples are asked before the first hidden input, for the same reason: answers to examples are
shown.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from solidarity.cells import Session
from solidarity.check.ask import Answer, ask
from solidarity.grade.jail.wire import (
    MOST_BYTES,
    Ended,
    Frames,
    Late,
    Nonsense,
    parsed,
    receive,
    send,
)
from solidarity.grade.run import STOPPED

CLOSED = {"error": "SystemExit", "message": "", "line": ""}
LATE = {"error": "TimeoutError", "message": "", "line": ""}
TOO_LARGE = {"value": {"~": "other", "type": "a large value"}}


@dataclass(frozen=True)
class _Moment:
    """How things stood at a check: what each name meant, and the value that was asked for.

    Of a value the content is kept, as a later cell may change it; of a function its names, as a
    later cell may use them for something else. A copy of the whole process would keep everything
    and costs ten times as much.
    """

    names: Mapping[str, Any]
    value: Answer


def serve(line: socket.socket, session: Session, job: Mapping[str, Any]) -> None:
    """Run a job's cells and answer questions until the other side has heard enough.

    A job has ``cells`` (a source, or None for a cell that is not run), ``checks`` (the exercise of
    each cell that is a check, by its place), ``cell_seconds`` and ``answer_bytes``; its
    ``files`` lie there already.
    """
    moments: dict[str, _Moment] = {}
    names = session.shell.user_ns
    for place, source in enumerate(job["cells"]):
        exercise = job["checks"].get(str(place))
        if exercise is not None:
            moments[exercise] = _Moment(dict(names), ask(names, exercise, None))
        elif source is not None:
            send(line, {"cell": place})
            send(line, {"shown": _run(session, source, job["cell_seconds"])})
    send(line, {"done": True})
    answering = _Answering(line, names, moments, job["answer_bytes"])
    while True:
        question = receive(line)
        send(line, {"answers": answering.answers(question)})


def _run(session: Session, source: str, seconds: float) -> list[Any]:
    signal.signal(signal.SIGALRM, _stop)
    # Again and again, for a cell that catches the first one.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    started = time.monotonic()
    try:
        outputs = session.run(source).outputs
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


class _Answering:
    """A copy of this process that answers; a new one each time that one ends or hangs."""

    def __init__(
        self,
        line: socket.socket,
        names: dict[str, Any],
        moments: Mapping[str, _Moment],
        most_bytes: int,
    ) -> None:
        self._line, self._names, self._moments = line, names, moments
        self._room = dict.fromkeys(moments, most_bytes)
        self._pid = 0

    def answers(self, question: Mapping[str, Any]) -> list[Answer]:
        """The answers to ``inputs`` that come within ``seconds``; the last of too few says why."""
        exercise, inputs = question["ask"], question["inputs"]
        if exercise not in self._moments:
            return []
        given: list[Answer] = []
        deadline = time.monotonic() + question["seconds"]
        why: Answer = dict(CLOSED)
        try:
            if not self._pid:
                self._start()
            send(self._ours, [exercise, inputs])
            while len(given) < len(inputs):
                left = max(0.0, deadline - time.monotonic())
                given.append(parsed(self._frames.take(left, MOST_BYTES)))
        except Late:
            why = dict(LATE)
            self._end()
        except (Ended, Nonsense):
            self._end()
        for place, answer in enumerate(given):
            self._room[exercise] -= len(json.dumps(answer))
            if self._room[exercise] < 0:
                given[place] = dict(TOO_LARGE)
        return given + [why] * (len(inputs) - len(given))

    def _start(self) -> None:
        self._ours, theirs = socket.socketpair()
        self._frames = Frames(self._ours, ahead=True)
        self._pid = os.fork()
        if self._pid == 0:
            try:
                self._line.close()
                self._ours.close()
                while True:
                    exercise, inputs = receive(theirs)
                    for answer in self._asked(self._moments[exercise], exercise, inputs):
                        send(theirs, answer)
            finally:
                # Not an ordinary exit: what the learner wanted done at the end is not wanted here.
                os._exit(0)
        theirs.close()

    def _asked(self, moment: _Moment, exercise: str, inputs: list[Any]) -> Any:
        # Functions look their names up in this very dictionary.
        self._names.clear()
        self._names.update(moment.names)
        for one in inputs:
            yield moment.value if one is None else ask(self._names, exercise, one)

    def _end(self) -> None:
        self._ours.close()
        pid, self._pid = self._pid, 0
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except OSError:
            pass
