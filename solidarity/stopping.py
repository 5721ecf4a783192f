"""Being told to stop: Ctrl-C, a machine that shuts down, a terminal that is closed.

All three become one exception, so that whatever is at work can leave things in order and say what
is kept. Nothing here is needed for safety: a process that is killed loses nothing either.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

_WORDS = {
    "SIGINT": "Stopped, as you asked with Ctrl-C.",
    "SIGTERM": "Stopped, as the machine or another program asked for it.",
    "SIGHUP": "Stopped, as the terminal was closed.",
}
_IN_ORDER = 3.0
"""Seconds in which being told again changes nothing, as things are being left in order."""


_AGAIN = 0.1
"""Seconds until what was passed over is heard again."""


class Stopped(KeyboardInterrupt):
    """This process was told to stop. ``code`` is the exit code that shells expect then."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(_WORDS[signal.Signals(number).name])
        self.code = 128 + number


@contextlib.contextmanager
def heard() -> Iterator[None]:
    """While this lasts, being told to stop raises Stopped, once; told again later, it ends at once.

    A signal that is ignored stays so, as with nohup. In another thread than the first nothing is
    changed, as only that one hears signals.
    """
    if threading.current_thread() is not threading.main_thread() or _Ears.now is not None:
        yield
        return
    ears = _Ears.now = _Ears()
    numbers = [signal.Signals[name] for name in _WORDS if hasattr(signal, name)]
    before = {one: signal.getsignal(one) for one in numbers}
    ours = [one for one, was in before.items() if was not in (signal.SIG_IGN, None)]
    sys.unraisablehook = ears.unraisable
    try:
        for one in ours:
            signal.signal(one, ears)
        yield
    finally:
        _Ears.now = None
        sys.unraisablehook = ears.others
        for one in ours:
            signal.signal(one, before[one])


@contextlib.contextmanager
def heard_later() -> Iterator[None]:
    """Whatever tells this process to stop meanwhile is heard when this is over.

    For what must not be left half-way. A copy of a process is one: Python passes over what is
    raised while it is made, and the locks of ``logging`` would stay closed.
    """
    ears = _Ears.now
    if ears is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    already, ears.later = ears.later, True
    try:
        yield
    finally:
        ears.later = already
        if ears.waiting is not None and not already:
            number, ears.waiting = ears.waiting, None
            ears(number, None)


class _Ears:
    """Handles these signals for the process that it was made in, and not for copies of it."""

    now: _Ears | None = None

    def __init__(self) -> None:
        self._process = os.getpid()
        self._first: float | None = None
        self.others = sys.unraisablehook
        self.later = False
        self.waiting: int | None = None

    def __call__(self, number: int, _: FrameType | None) -> None:
        if os.getpid() != self._process:
            # A copy that grades: it ends with the first process, and without words of its own.
            if number != signal.SIGINT:
                os._exit(128 + number)
        elif self.later:
            self.waiting = number
        elif self._first is None:
            self._first = time.monotonic()
            raise Stopped(number)
        elif time.monotonic() - self._first > _IN_ORDER:
            with contextlib.suppress(OSError):
                os.write(2, b"\nEnded at once. What was finished before is kept.\n")
            os._exit(128 + number)

    def unraisable(self, lost: sys.UnraisableHookArgs) -> None:
        """Hear it again where Python had to pass over it, as in the end of an object's life."""
        if not isinstance(lost.exc_value, Stopped):
            self.others(lost)
            return
        self._first = None
        again = threading.Timer(_AGAIN, os.kill, (self._process, lost.exc_value.code - 128))
        again.daemon = True
        again.start()
