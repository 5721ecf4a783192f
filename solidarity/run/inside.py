"""A worker from inside: it imports everything once and forks a child per submission.

    python -P -m solidarity.run

Standard input is a socket. Through it come a first message (``messages.Setup``), then for each
submission a second socket that belongs to it alone. What the learner wrote comes through that one,
and the worker never reads it: all that the worker ever had in its memory, the children of other
learners could find in theirs.

The worker has one thread, so its copies are safe on every system that has ``os.fork``. On macOS
this is so by what Python's own ``forkserver`` does, and was not tried.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import NoReturn, cast

from solidarity.answers.wire import Ended, receive, send
from solidarity.files import lay_out
from solidarity.run.child import serve
from solidarity.run.jail import shut
from solidarity.run.messages import Job, Setup, limits_of, unpacked
from solidarity.run.runner import Limits
from solidarity.run.session import Session

_OF_IPYTHON = "ipython"


def main() -> None:
    """Serve until the grader hangs up."""
    line = socket.socket(fileno=os.dup(0))
    setup = cast(Setup, receive(line))
    if setup["warm"]:
        warm_up(setup["scratch"])
    limits = limits_of(setup)
    # Made once, used by every child in its own copy: none runs here.
    session = Session(f"{setup['scratch']}/{_OF_IPYTHON}", limits.output_letters)
    # What is here already is not looked through again by every child.
    gc.collect()
    gc.freeze()
    send(line, {"ready": True})
    with contextlib.suppress(Ended):
        while True:
            own = socket.socket(fileno=_descriptor(line))
            keeper, stop = _start(line, own, session, setup)
            own.close()
            receive(line)  # the grader has all it wants, or wants no more
            os.close(stop)
            _, status = os.waitpid(keeper, 0)
            send(line, {"ended": status})


def warm_up(scratch: str) -> None:
    """Import what exercises use; nothing of a learner has run in this process."""
    import encodings.idna  # noqa: F401

    import pandas

    import solidarity.check  # noqa: F401

    # The first cell, error and table of a session import a good deal more.
    warm = Session(scratch)
    warm.run("1 + 1")
    warm.run("1 / 0")
    warm.shell.display_formatter.format(pandas.DataFrame({"a": [1]}))


def _descriptor(line: socket.socket) -> int:
    _, descriptors, _, _ = socket.recv_fds(line, 1, 1)
    if not descriptors:
        raise SystemExit("the grader has gone")
    return descriptors[0]


def _start(
    line: socket.socket, own: socket.socket, session: Session, setup: Setup
) -> tuple[int, int]:
    """Start a submission's keeper; closing the second number given ends it."""
    watch, stop = os.pipe()
    keeper = os.fork()
    if keeper == 0:
        try:
            line.close()
            os.close(stop)
            os.close(0)
            _keep(watch, own, session, setup)
        finally:
            os._exit(1)
    os.close(watch)
    return keeper, stop


def _keep(watch: int, own: socket.socket, session: Session, setup: Setup) -> NoReturn:
    """Be the parent of a submission, and end it when told.

    In a jail it stays outside of the submission's process namespace: nothing that is done in there
    can reach this process, which has no number there.
    """
    if setup["nested"] is not None:
        shut.leave(nested=setup["nested"])
    child = os.fork()
    if child == 0:
        try:
            os.close(watch)
            os.setpgrp()
            _be(own, session, setup)
        finally:
            os._exit(3)
    own.close()
    # Becomes readable when the worker closes its end: told to stop, or gone itself.
    select.select([watch], [], [])
    # With all it started; by itself too, as it may not have come to have a group.
    for end in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            end(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os._exit(0)


def _be(own: socket.socket, session: Session, setup: Setup) -> NoReturn:
    limits = limits_of(setup)
    _silence()
    _limit(limits)
    if setup["nested"] is not None:
        shut.shut_in(setup["scratch"], limits, nested=setup["nested"])
    with contextlib.suppress(Ended):
        job = cast(Job, receive(own))
        _settle(setup, job)
        serve(own, session, job, limits)
    os._exit(0)


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)


def _limit(limits: Limits) -> None:
    """Set limits that this process and its children cannot raise again."""
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    if sys.platform == "linux":
        # Elsewhere what a process claims is no measure of what it fills.
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


def _settle(setup: Setup, job: Job) -> None:
    """Lay out the files, and stand where the cells run."""
    lay_out(unpacked(setup["files"]) | unpacked(job["files"]), Path(job["folder"]))
    own = f"{setup['scratch']}/{_OF_IPYTHON}"
    os.makedirs(own, exist_ok=True)
    os.environ.update(TMPDIR=job["scratch"], IPYTHONDIR=own)
    # Python remembers where it was before.
    tempfile.tempdir = None
    if setup["nested"] is not None:
        os.environ["HOME"] = job["folder"]
    os.chdir(job["folder"])
    sys.path.insert(0, "")
