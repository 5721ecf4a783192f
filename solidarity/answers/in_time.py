"""A limit on the time of a learner's function, where it is called in the notebook's own process."""

from __future__ import annotations

import _thread
import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType

_AGAIN = 0.001
"""Seconds between two interruptions, for a function that catches the first one.

Far more than it takes to handle one: with less, a busy machine would do nothing else.
"""


class OutOfTime(BaseException):
    """Time is up. No ordinary exception: `except Exception` in a learner's loop lets it pass."""


@contextlib.contextmanager
def in_time(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in what runs inside, when it has not ended in so many seconds.

    It ends loops written in Python; where the system has timers (not on Windows) also what waits,
    such as `time.sleep`. A single long step of a library goes on to its end, and a loop that
    catches everything may go on until the kernel is restarted.
    In another thread than the first there is no limit: Python interrupts only that one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with _by_a_timer(seconds) if hasattr(signal, "setitimer") else _by_a_thread(seconds):
        yield


# The system may tell any thread of an alarm, which passes it on when it comes to it: as late as
# while the former handler is put back. So what ends the limit first notes, in one step, that it is
# over: from then on no interruption counts.


@contextlib.contextmanager
def _by_a_timer(seconds: float) -> Iterator[None]:
    """The limit where the system has timers."""
    over = False

    def interrupt(_: int, frame: FrameType | None) -> None:
        if not over:
            _interrupt(frame)

    with _handling(signal.SIGALRM, interrupt):
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
        try:
            yield
        finally:
            over = True
            signal.setitimer(signal.ITIMER_REAL, 0)


@contextlib.contextmanager
def _by_a_thread(seconds: float) -> Iterator[None]:
    """The same without timers: another thread does what the key Ctrl-C would do."""
    # Set in one step: an interruption while a lock is held would leave the thread running.
    over = late = False
    waiting = threading.Event()

    def watch() -> None:
        nonlocal late
        waiting.wait(seconds)
        late = not over
        while not over:
            _thread.interrupt_main()
            time.sleep(_AGAIN)

    def interrupt(_: int, frame: FrameType | None) -> None:
        if late and not over:
            _interrupt(frame)
        elif not over:
            # It was the learner, who stopped the cell.
            raise KeyboardInterrupt

    watcher = threading.Thread(target=watch, daemon=True)
    with _handling(signal.SIGINT, interrupt):
        try:
            watcher.start()
            yield
        finally:
            over = True
            waiting.set()
            watcher.join()


@contextlib.contextmanager
def _handling(number: int, handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)


def _interrupt(frame: FrameType | None) -> None:
    """Raise in the learner's code, and never in ours, which may be about to clean up."""
    if not _is_ours(_module(frame)) and not any(map(_is_a_tracer, _above_ours(frame))):
        raise OutOfTime


def _above_ours(frame: FrameType | None) -> Iterator[str]:
    """The modules whose functions run now, from the innermost one out to ours that called them."""
    while frame is not None and not _is_ours(_module(frame)):
        yield _module(frame)
        frame = frame.f_back


def _module(frame: FrameType | None) -> str:
    return "" if frame is None else str(frame.f_globals.get("__name__", ""))


def _is_ours(module: str) -> bool:
    return module.startswith(("solidarity.answers", "solidarity.check", "contextlib"))


def _is_a_tracer(module: str) -> bool:
    """A debugger or a measurer of coverage runs above any line, also above one of ours."""
    return module.partition(".")[0] in {"bdb", "coverage", "debugpy", "pdb", "_pydevd_bundle"}
