"""A copy of this process that waits to be asked.

Values, modules and chance are in it as they stood when it was made, whatever happens here later.
What the learner's functions change there is forgotten, and a loop without an end, also one that
nothing can interrupt, ends with the copy.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn, cast

from solidarity.answers.answer import Raised
from solidarity.answers.ask import ask_in_plain_form
from solidarity.answers.plain import Plain
from solidarity.answers.wire import MOST_BYTES, Ended, Frames, Late, Nonsense, parsed, receive, send
from solidarity.slips.errors import CodeError

LATE = Raised(CodeError("TimeoutError", ""))
CLOSED = Raised(CodeError("SystemExit", ""))

PlainAnswer = dict[str, Plain]


class Copy:
    """A copy, made now, of this process with these names. Raises OSError where none can be made.

    begin: done in the copy before the first question.
    """

    def __init__(
        self, names: Mapping[str, object], exercise: str, begin: Callable[[], object]
    ) -> None:
        self._line, theirs = socket.socketpair()
        self._frames = Frames(self._line, ahead=True)
        self._why = CLOSED
        with theirs:
            try:
                self._pid = _copy_of_this_process()
            except OSError:
                self._line.close()
                raise
            if self._pid == 0:
                self._line.close()
                _answer(theirs, names, exercise, begin)

    def answers(self, inputs: Sequence[Plain], seconds: float) -> list[PlainAnswer]:
        """The answers to these inputs, in their order, that come within ``seconds``; all as JSON.

        After the first that does not come in time, or that ends Python, all others are
        ``TimeoutError`` or ``SystemExit`` too, also those that are asked for later.
        """
        given: list[PlainAnswer] = []
        deadline = time.monotonic() + seconds
        try:
            if not self._pid:
                raise Ended
            send(self._line, inputs, seconds)
            while len(given) < len(inputs):
                left = max(0.0, deadline - time.monotonic())
                one = parsed(self._frames.take(left, MOST_BYTES))
                if not isinstance(one, dict):
                    raise Nonsense("no answer")
                given.append(one)
        except Late:
            self._why = LATE
            self.end()
        except (Ended, Nonsense):
            self.end()
        return given + [self._why.plain() for _ in inputs[len(given) :]]

    def end(self) -> None:
        """End the copy, whatever it does."""
        if not self._pid:
            return
        self._line.close()
        pid, self._pid = self._pid, 0
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _answer(
    line: socket.socket, names: Mapping[str, object], exercise: str, begin: Callable[[], object]
) -> NoReturn:
    """Be the copy: wait for inputs, and answer them as things stood when it was made."""
    try:
        begin()
        while True:
            # The other side is this very process, as it was.
            for one in cast(list[Plain], receive(line)):
                send(line, ask_in_plain_form(names, exercise, one))
    finally:
        # Not an ordinary exit: the copy must not touch what belongs to the notebook.
        os._exit(0)


def _copy_of_this_process() -> int:
    """Fork, with chance as it stands: 0 in the copy, there its number. Raises OSError."""
    # Python begins chance anew in each copy, so that a learner's own seed would be forgotten.
    chance = random.getstate()
    with warnings.catch_warnings():
        # Python 3.12 warns of threads that wait for each other in the copy; only the learner's
        # function runs there, and when it hangs the copy is ended.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        random.setstate(chance)
    return child
