"""What the child for one submission does, inside its namespaces: run the cells, then answer.

Where a check stands, a copy of the process is put aside. It is asked at the very end, so what the
cells show has left before the first hidden input comes in, and none can show it. All examples are
asked before the first hidden input, for the same reason: answers to examples are shown.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Mapping
from typing import Any, NoReturn

from solidarity.cells import Session
from solidarity.check.ask import Answer, ask
from solidarity.grade.jail.wire import Ended, Late, Nonsense, receive, send
from solidarity.grade.run import STOPPED

CLOSED = {"error": "SystemExit", "message": "", "line": ""}
LATE = {"error": "TimeoutError", "message": "", "line": ""}


def serve(line: socket.socket, session: Session, job: Mapping[str, Any]) -> None:
    """Run a job's cells and answer questions until the other side has heard enough.

    A job has ``cells`` (a source, or None for a cell that is not run), ``checks`` (the exercise of
    each cell that is a check, by its place), ``cell_seconds`` and ``answer_bytes``.
    """
    copies: dict[str, _Copy] = {}
    for place, source in enumerate(job["cells"]):
        name = job["checks"].get(str(place))
        if name is not None:
            copies[name] = _Copy(line, session.shell.user_ns, name, job["answer_bytes"])
        elif source is not None:
            send(line, {"cell": place})
            send(line, {"shown": _run(session, source, job["cell_seconds"])})
    send(line, {"done": True})
    while True:
        question = receive(line)
        copy = copies.get(question["ask"])
        answers = copy.answers(question) if copy else []
        send(line, {"answers": answers})


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


class _Copy:
    """A copy of this process as it stood at a check, waiting to be asked."""

    def __init__(
        self, line: socket.socket, namespace: Mapping[str, Any], name: str, most: int
    ) -> None:
        self._ours, theirs = socket.socketpair()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                line.close()
                self._ours.close()
                signal.setitimer(signal.ITIMER_REAL, 0)
                _answer(theirs, namespace, name, most)
            finally:
                # Not an ordinary exit: what the learner wanted done at the end is not wanted here.
                os._exit(0)
        theirs.close()

    def answers(self, question: Mapping[str, Any]) -> list[Answer]:
        """The answers to ``inputs`` that come within ``seconds``; the last of too few says why."""
        given: list[Answer] = []
        wanted = len(question["inputs"])
        deadline = time.monotonic() + question["seconds"]
        why: Answer = dict(CLOSED)
        try:
            send(self._ours, question["inputs"])
            while len(given) < wanted:
                given.append(receive(self._ours, max(0.0, deadline - time.monotonic())))
        except Late:
            why = dict(LATE)
            self._end()
        except (Ended, Nonsense):
            self._end()
        return given + [why] * (wanted - len(given))

    def _end(self) -> None:
        self._ours.close()
        try:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        except OSError:
            pass


def _answer(line: socket.socket, namespace: Mapping[str, Any], name: str, most: int) -> None:
    room = most
    while True:
        for inputs in receive(line):
            answer = ask(namespace, name, inputs)
            room -= len(json.dumps(answer))
            send(line, answer if room > 0 else {"value": {"~": "other", "type": "a large value"}})
