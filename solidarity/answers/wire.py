"""Messages from one process to another: JSON in frames, with a limit on their size.

JSON can say data and nothing else, so what a learner's process sends is never run.
"""

from __future__ import annotations

import json
import select
import socket
import struct
import time

from solidarity.answers.plain import Plain

MOST_BYTES = 64 * 2**20
_LENGTH = struct.Struct("!I")
_AHEAD = 2**16


class Ended(Exception):
    """The other side has gone."""


class Late(Exception):
    """The other side said nothing in time."""


class Nonsense(Exception):
    """The other side sent something that is no message."""


def send(line: socket.socket, message: object, seconds: float | None = None) -> None:
    """Send one message, made of what JSON can say. Raises Ended when nobody listens in time."""
    data = framed(message)
    if seconds is not None:
        line.settimeout(seconds)
    try:
        line.sendall(data)
    except OSError:
        raise Ended from None
    finally:
        if seconds is not None:
            line.settimeout(None)


def framed(message: object) -> bytes:
    """A message as it goes over the line."""
    # Letters as they are, also halves of a pair: as numbers each would take six bytes or twelve.
    data = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return _LENGTH.pack(len(data)) + data


def receive(line: socket.socket, seconds: float | None = None, most: int = MOST_BYTES) -> Plain:
    """The next message, within so many seconds. Raises Ended, Late or Nonsense."""
    return parsed(Frames(line).take(seconds, most))


def parsed(data: bytes) -> Plain:
    """What a message says. Raises Nonsense."""
    try:
        said: Plain = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Nonsense(type(error).__name__) from None
    return said


class Frames:
    """The messages that come through a line, as bytes.

    Of a message that has come in part the part is kept: whoever waits can look after other things
    and go on waiting. ``ahead`` reads messages that follow too, which saves time where there are
    many; without it nothing beyond the message that is taken is read.
    """

    def __init__(self, line: socket.socket, *, ahead: bool = False) -> None:
        self._line = line
        self._least = _AHEAD if ahead else 0
        self._come = bytearray()

    def take(self, seconds: float | None, most: int) -> bytes:
        """The next message, of so many bytes at most. Raises Ended, Late or Nonsense."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while (missing := self._missing(most)) > 0:
            if deadline is not None:
                left = max(0.0, deadline - time.monotonic())
                if not select.select([self._line], [], [], left)[0]:
                    raise Late
            self._come += self._some(max(missing, self._least))
        end = len(self._come) + missing
        data = bytes(self._come[_LENGTH.size : end])
        del self._come[:end]
        return data

    def _missing(self, most: int) -> int:
        """How many bytes the message still lacks; below 0 if some of the next have come."""
        if len(self._come) < _LENGTH.size:
            return _LENGTH.size - len(self._come)
        (length,) = _LENGTH.unpack_from(self._come)
        if length > most:
            raise Nonsense(f"a message of {length} bytes")
        return int(length) + _LENGTH.size - len(self._come)

    def _some(self, most: int) -> bytes:
        try:
            part = self._line.recv(min(most, 2**20))
        except OSError:
            raise Ended from None
        if not part:
            raise Ended
        return part
