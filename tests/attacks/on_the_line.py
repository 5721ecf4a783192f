"""The jail's other end of the line, played by a test: it sends what no honest submission would."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attacks.stage import kit
from helpers import PATIENCE

from solidarity.answers.inputs import inputs_in_plain_form
from solidarity.answers.wire import Ended, Late, Nonsense, receive, send
from solidarity.run.jail.bubblewrap import Bubblewrap
from solidarity.run.runner import Limits
from solidarity.run.worker import Worker

LIMITS = Limits(
    cell_seconds=0.3, ask_seconds=0.1, total_seconds=0.4, output_letters=200_000, restarts=0
)
"""Nothing here takes time by itself, so that waiting longer for an attack shows nothing more."""

PATIENT = dataclasses.replace(
    LIMITS, cell_seconds=PATIENCE, ask_seconds=PATIENCE, total_seconds=PATIENCE
)
"""For honest messages, which may be slow."""

Play = Callable[[socket.socket, Mapping[str, Any]], None]
"""What the other end does with its socket and the job, from the first cell to the last answer."""


class Played(Worker):
    """A jail in which nothing runs: a thread plays the submission."""

    def __init__(self, play: Play, limits: Limits = LIMITS) -> None:
        super().__init__({}, limits, wall=Bubblewrap(nested=False))
        self.play = play

    @contextlib.contextmanager
    def _submission(self, job: Mapping[str, Any]) -> Iterator[socket.socket]:
        ours, theirs = socket.socketpair()
        thread = threading.Thread(target=self._played, args=(theirs, job), daemon=True)
        thread.start()
        try:
            yield ours
        finally:
            ours.close()
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def _played(self, theirs: socket.socket, job: Mapping[str, Any]) -> None:
        with theirs, contextlib.suppress(OSError, Ended, Late, Nonsense):
            self.play(theirs, job)
            # Stays on the line, in silence, until the grader hangs up.
            while theirs.recv(2**16):
                pass


def frame(data: bytes) -> bytes:
    """A message as it goes over the line."""
    return struct.pack("!I", len(data)) + data


def said(message: Any) -> bytes:
    """The message in a frame."""
    return frame(json.dumps(message).encode())


def run_cells(line: socket.socket, job: Mapping[str, Any]) -> None:
    """Say of every cell that it ran and showed nothing."""
    for place, source in enumerate(job["cells"]):
        if source is not None and str(place) not in job["checks"]:
            send(line, {"cell": place})
            send(line, {"shown": []})
    send(line, {"done": True})


def right_answers(question: Mapping[str, Any]) -> list[Any]:
    """What the key gives for these inputs."""
    cases = kit().specs[question["ask"]].cases
    known = {json.dumps(inputs_in_plain_form(case.inputs)): case.expected.plain() for case in cases}
    return [{"value": known[json.dumps(one)]} for one in question["inputs"]]


def honest(line: socket.socket, job: Mapping[str, Any]) -> None:
    """Run everything, and answer every question right."""
    run_cells(line, job)
    while True:
        question = receive(line, PATIENCE)
        send(line, {"answers": right_answers(question)})
