"""The process inside the jail: it imports everything once and forks a child per submission.

    python -P -m solidarity.run.jail.worker [--bare]

Bare, it imports no more than what runs a cell.

Standard input is a socket. Through it come a first message (``files`` of the module, ``limits``,
``nested``), then for each submission a second socket that belongs to it alone. What the learner
wrote comes through that one, and the worker never reads it: all that the worker ever had in its
memory, the children of other learners could find in theirs.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import os
import select
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from solidarity.run.runner import Limits
    from solidarity.run.session import Session

from solidarity.files import lay_out
from solidarity.run.jail.bubblewrap import SCRATCH

WORK = f"{SCRATCH}/work"
IPYTHON = f"{SCRATCH}/ipython"
BARE = "--bare"


def main() -> None:
    """Serve until the grader hangs up."""
    line = socket.socket(fileno=os.dup(0))
    # See solidarity/cli.py: it saves a second.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    if BARE not in sys.argv:
        _warm_up()
    from solidarity.run.jail.wire import Ended, receive, send
    from solidarity.run.runner import Limits
    from solidarity.run.session import Session

    setup = receive(line)
    limits = Limits(**setup["limits"])
    files = _unpacked(setup["files"])
    # Made once, used by every child in its own copy: none runs here.
    session = Session(IPYTHON, limits.output_letters)
    # What is here already is not looked through again by every child.
    gc.collect()
    gc.freeze()
    send(line, {"ready": True})
    with contextlib.suppress(Ended):
        while True:
            own = socket.socket(fileno=_descriptor(line))
            submission = _Submission(own, session, limits, files, setup["nested"])
            keeper, stop = _start(line, submission)
            own.close()
            receive(line)  # the grader has all it wants, or wants no more
            os.close(stop)
            _, status = os.waitpid(keeper, 0)
            send(line, {"ended": status})


def _warm_up() -> None:
    """Import what exercises use; nothing of a learner has run in this process."""
    import encodings.idna  # noqa: F401

    import pandas

    import solidarity.check
    import solidarity.run.jail.child
    import solidarity.run.jail.namespaces
    import solidarity.run.jail.system_calls  # noqa: F401
    from solidarity.run.session import Session

    # The first cell, error and table of a session import a good deal more.
    warm = Session(SCRATCH)
    warm.run("1 + 1")
    warm.run("1 / 0")
    warm.shell.display_formatter.format(pandas.DataFrame({"a": [1]}))


def _descriptor(line: socket.socket) -> int:
    _, descriptors, _, _ = socket.recv_fds(line, 1, 1)
    if not descriptors:
        raise SystemExit("the grader has gone")
    return descriptors[0]


@dataclass(frozen=True)
class _Submission:
    own: socket.socket
    session: Session
    limits: Limits
    files: dict[str, bytes]
    nested: bool


def _start(line: socket.socket, submission: _Submission) -> tuple[int, int]:
    """Start a submission's keeper; closing the second number given ends it."""
    watch, stop = os.pipe()
    keeper = os.fork()
    if keeper == 0:
        try:
            line.close()
            os.close(stop)
            os.close(0)
            _keep(watch, submission)
        finally:
            os._exit(1)
    os.close(watch)
    return keeper, stop


def _keep(watch: int, submission: _Submission) -> NoReturn:
    """Be the parent of a submission, outside of its process namespace, and end it when told.

    Nothing that the submission does can reach this process: it has no number in there.
    """
    from solidarity.run.jail import namespaces

    namespaces.leave_root()
    if submission.nested:
        namespaces.enter()
    child = os.fork()
    if child == 0:
        try:
            os.close(watch)
            _be(submission)
        finally:
            os._exit(3)
    submission.own.close()
    # Becomes readable when the worker closes its end: told to stop, or gone itself.
    select.select([watch], [], [])
    with contextlib.suppress(OSError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os._exit(0)


def _be(submission: _Submission) -> NoReturn:
    from solidarity.run.jail import namespaces, system_calls
    from solidarity.run.jail.child import serve
    from solidarity.run.jail.wire import Ended, receive

    limits = submission.limits
    if submission.nested:
        namespaces.cover(SCRATCH, limits)
    _silence()
    _lay_out(submission.files)
    os.makedirs(IPYTHON, exist_ok=True)
    os.environ.update(HOME=WORK, TMPDIR=SCRATCH, IPYTHONDIR=IPYTHON)
    sys.path.insert(0, "")
    namespaces.limit(limits)
    namespaces.drop_powers()
    system_calls.refuse_system_calls()
    with contextlib.suppress(Ended):
        job = receive(submission.own)
        _lay_out(_unpacked(job["files"]))
        serve(submission.own, submission.session, job)
    os._exit(0)


def _unpacked(files: dict[str, str]) -> dict[str, bytes]:
    return {name: base64.b64decode(data) for name, data in files.items()}


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)


def _lay_out(files: dict[str, bytes]) -> None:
    lay_out(files, Path(WORK))
    os.chdir(WORK)


if __name__ == "__main__":
    main()
