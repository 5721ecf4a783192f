"""Where the processes that grade come from: on Linux they are copies of the one that grades."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.context import BaseContext
from typing import ParamSpec, TypeVar

from solidarity.stopping import heard_later
from solidarity.trouble import Trouble

P = ParamSpec("P")
T = TypeVar("T")

_END_WITH_PARENT = 1
"""``PR_SET_PDEATHSIG`` of ``prctl``."""

_FILES = 256
"""Files that may have to be open at one time: a submission may open 128, and Python a few."""

_FILES_EACH = 8


def context() -> BaseContext:
    """The kind of processes that grade.

    A copy has everything imported already; elsewhere than on Linux it would not be safe.
    Copies are best made while this process has one thread, so a progress bar begins after them.
    """
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


@contextmanager
def pool(
    jobs: int, begin: Callable[P, None], *args: P.args, **kwargs: P.kwargs
) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each begun with ``begin(*args)``; they end with the ``with`` block.

    Left in good order, all that was given to them is done first. Left by any error, or by being
    told to stop, they are ended at once: whoever is told to stop does not wait for a class.
    """
    made = ProcessPoolExecutor(jobs, context(), _begin, (partial(begin, *args, **kwargs),))
    try:
        yield made
    except BaseException:
        # Python 3.14 calls this kill_workers.
        for process in list((made._processes or {}).values()):
            process.kill()
        _wait_for_no_ended_process(made)
        made.shutdown(wait=True, cancel_futures=True)
        raise
    made.shutdown(wait=True)


def _wait_for_no_ended_process(pool: ProcessPoolExecutor) -> None:
    """Close what only these processes had to read or write, when all of them are ended.

    The pool's own threads would wait for ever: one for the rest of a result whose first half was
    told, the other for room in a full pipe (closed by Python itself from 3.11.5 on, #94777).
    """
    # Python keeps these ends open itself, so that no thread hears that nobody is there any more.
    pool._result_queue._writer.close()  # type: ignore[attr-defined]
    pool._call_queue._reader.close()  # type: ignore[attr-defined]


def submit(
    pool: ProcessPoolExecutor, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> Future[T]:
    """Give work to a pool, which may make its processes for it."""
    with heard_later():
        return pool.submit(work, *args, **kwargs)


def demand_open_files(jobs: int) -> None:
    """Raise this process's limit on open files if it is low; or stop, and say why.

    A jail whose limit is lower than what a submission may open does not start at all.
    """
    if sys.platform == "win32":
        return
    import resource

    needed = _FILES + jobs * _FILES_EACH
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = [limit for limit in (soft, hard) if limit == resource.RLIM_INFINITY or limit >= needed]
    if not enough:
        raise Trouble(
            f"This terminal lets a program open {hard} files at one time, and grading needs "
            f"{needed} for {jobs} at one time. Raise the limit with: ulimit -n {max(4096, needed)}"
        )
    if enough[0] != soft:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))


def pass_over_stops() -> None:
    """Leave it to the first process to hear Ctrl-C: it ends the others, this one too."""
    # Ctrl-C in a terminal reaches everybody in the group: a jail that it ends would look as if a
    # learner's code had ended Python. Only the first process hears it, and ends the others.
    if hasattr(os, "setsid"):
        os.setsid()
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _begin(begin: Callable[[], None]) -> None:
    pass_over_stops()
    end_with_the_grader()
    begin()


def end_with_the_grader() -> None:
    """End this process, which the grader began, as soon as the grader ends, however it ends.

    It would wait for work for ever. On Linux the kernel ends it, also while this process is busy
    with something that lets no thread of it run: a search with a pattern does not.
    """
    grader = multiprocessing.parent_process()
    if grader is None:
        return
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != grader.pid:
            os._exit(1)
    threading.Thread(target=_wait_for, args=(grader,), daemon=True).start()


def _wait_for(grader: multiprocessing.process.BaseProcess) -> None:
    grader.join()
    os._exit(1)
