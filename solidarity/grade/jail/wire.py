"""Messages between the grader and the jail: JSON in frames, with a limit on their size.

JSON can say data and nothing else, so what a learner's process sends is never run here.
"""

from __future__ import annotations

import json
import select
import socket
import struct
import time
from typing import Any

MOST_BYTES = 64 * 2**20
_LENGTH = struct.Struct("!I")


class Ended(Exception):
    """The other side has gone."""


class Late(Exception):
    """The other side said nothing in time."""


class Nonsense(Exception):
    """The other side sent something that is no message."""


def send(line: socket.socket, message: Any) -> None:
    """Send one message. Raises Ended when nobody listens any more."""
    data = json.dumps(message).encode()
    try:
        line.sendall(_LENGTH.pack(len(data)) + data)
    except OSError:
        raise Ended from None


def receive(line: socket.socket, seconds: float | None = None, most: int = MOST_BYTES) -> Any:
    """The next message, within so many seconds. Raises Ended, Late or Nonsense."""
    deadline = None if seconds is None else time.monotonic() + seconds
    (length,) = _LENGTH.unpack(_read(line, _LENGTH.size, deadline))
    if length > most:
        raise Nonsense(f"a message of {length} bytes")
    try:
        return json.loads(_read(line, length, deadline))
    except (ValueError, RecursionError) as error:
        raise Nonsense(type(error).__name__) from None


def _read(line: socket.socket, count: int, deadline: float | None) -> bytes:
    parts = []
    while count:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([line], [], [], left)[0]:
                raise Late
        try:
            part = line.recv(min(count, 2**20))
        except OSError:
            raise Ended from None
        if not part:
            raise Ended
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
