"""One ``sse grade`` at a time in a course: two would write the same records and folders.

The lock is the operating system's, on a file: it ends with the process, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from solidarity.trouble import Trouble

SECONDS = 30.0
"""How long another run is waited for."""

_PAUSE = 0.5
_FAR = 2**30
"""Where Windows locks a byte: what lies at the beginning must stay readable."""

BUSY = (
    "Another sse grade is at work in this course: {who}. It still was after {seconds:g} seconds, "
    "so nothing was begun here and nothing was changed. Wait until it is done, or stop it with "
    "Ctrl-C where it runs; then try again."
)


@contextlib.contextmanager
def alone(folder: Path, module: str, tell: Callable[[str], None]) -> Iterator[None]:
    """Be the only one that grades while this lasts.

    folder: of the lock. tell: is told whom this waits for. Raises Trouble when the other run is
    still there after ``SECONDS``, and where the lock is a link: what it leads to is another's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "lock"
    if path.is_symlink():
        raise Trouble(f"{path} is a link, and a file is wanted. Move the link away, and try again.")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        _wait(descriptor, tell)
        with contextlib.suppress(OSError):
            # Only for people: what counts is the lock. A full disk costs them the name.
            os.ftruncate(descriptor, 0)
            words = f"{module}, since {datetime.now():%Y-%m-%d %H:%M}, process {os.getpid()}"
            os.write(descriptor, words.encode())
        yield
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _wait(descriptor: int, tell: Callable[[str], None]) -> None:
    end = time.monotonic() + SECONDS
    told = False
    while not _taken(descriptor):
        os.lseek(descriptor, 0, os.SEEK_SET)
        who = os.read(descriptor, 500).decode(errors="replace") or "it has only just begun"
        if time.monotonic() > end:
            raise Trouble(BUSY.format(who=who, seconds=SECONDS))
        if not told:
            tell(
                f"Another sse grade is at work in this course: {who}. "
                f"Waiting for it, {SECONDS:g} seconds at most."
            )
            told = True
        time.sleep(_PAUSE)


def _taken(descriptor: int) -> bool:
    """Take the lock, and say whether that was possible; also where there are no locks at all."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            # A record lock and not flock: copies of this process, which grade, do not keep it.
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (PermissionError, BlockingIOError):
        return False
    except OSError:
        # Some network drives know no locks: then people must see to it, as before.
        return True
    return True
