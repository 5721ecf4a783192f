"""A worker that is kept for the next notebook: starting one takes most of a second."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Mapping

from solidarity.run.runner import Limits
from solidarity.run.wall import Wall
from solidarity.run.worker import Worker

_own = threading.local()


def kept_worker(files: Mapping[str, bytes], limits: Limits, wall: Wall | None) -> Worker:
    """This thread's worker with these files and limits, behind this wall (see ``Worker``).

    A copy of this process gets one of its own: two that talk on one line would hear each other's
    answers.
    """
    wanted = (os.getpid(), dict(files), limits, wall)
    if getattr(_own, "made_for", None) != wanted:
        close_kept_worker()
        _own.worker = Worker(files, limits, wall=wall)
        _own.made_for = wanted
        atexit.register(_own.worker.close)
    worker: Worker = _own.worker
    return worker


def close_kept_worker() -> None:
    """End this thread's worker, if there is one."""
    worker = getattr(_own, "worker", None)
    if worker is not None:
        atexit.unregister(worker.close)
        worker.close()
    _own.worker = _own.made_for = None
