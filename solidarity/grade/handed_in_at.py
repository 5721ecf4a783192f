"""When work was handed in, from the ``timestamp.txt`` that came with it.

nbgrader writes that file on the learner's side, so it may be anything. A time that cannot be read
makes nobody late and nobody early: none is noted, no penalty is reckoned, and that is said.
"""

from __future__ import annotations

import os
import stat
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dateutil import parser
from nbgrader.utils import parse_utc

FILE = "timestamp.txt"

_MOST_BYTES = 200
_FIRST = datetime(2014, 1, 1)
"""nbgrader is not older."""
_AHEAD = timedelta(days=1)
"""So far another machine's clock may be before ours."""


class NoTime(Exception):
    """The file tells no time; the text says why."""


Stamp = dict[str, datetime | None]
"""What the gradebook is to be told: ``{}`` leaves there what is there, as nbgrader does."""


def handed_in_at(folder: Path, now: datetime | None = None) -> tuple[Stamp, str]:
    """The time in this folder, in UTC, and in words why it is not known.

    now: the time in UTC, the clock's if None. Raises nothing for what the file is or holds.
    """
    try:
        text = _text(folder / FILE)
        return ({}, "") if text is None else ({"timestamp": _time(text, now)}, "")
    except NoTime as problem:
        return {"timestamp": None}, (
            f"When it was handed in is not known: {FILE} {problem}. No penalty was reckoned. "
            "If it came late, write the time into that file, as 2026-02-03 10:00:00 UTC, "
            "and grade again."
        )


def _text(path: Path) -> str | None:
    """What the file says; None where there is none."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            raise NoTime("is a link, a folder or a pipe, and no file")
        if found.st_size > _MOST_BYTES:
            raise NoTime(f"has {found.st_size:,} bytes, far more than a time has")
        # Were it exchanged for a pipe meanwhile, opening it would not wait.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            data = file.read(_MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NoTime(f"cannot be opened ({type(error).__name__})") from None
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise NoTime("holds no text") from None
    if not text:
        raise NoTime("is empty")
    return text


def _time(text: str, now: datetime | None) -> datetime:
    if ".." in text:
        # A zone is looked for as a file of that name.
        raise NoTime("holds no date and time")
    try:
        with warnings.catch_warnings():
            # About a learner's text, on the terminal of whoever grades.
            warnings.simplefilter("ignore")
            time: datetime = parse_utc(text)
            # What a text does not say is taken from today; so here from two other days.
            days = [parser.parse(_without_zone(text), default=datetime(n, n, n)) for n in (1, 2)]
    except Exception:
        # It raises many kinds: for no date, for years before the first one and after the last.
        raise NoTime("holds no date and time") from None
    if days[0].date() != days[1].date():
        raise NoTime("holds no whole date")
    now = now or datetime.now(UTC).replace(tzinfo=None)
    if not _FIRST <= time <= now + _AHEAD:
        raise NoTime(
            f"says {time:%Y-%m-%d}, and today is {now:%Y-%m-%d}: one of the two clocks is wrong"
        )
    return time


def _without_zone(text: str) -> str:
    """As nbgrader takes it apart."""
    parts = text.split(" ")
    return " ".join(parts[:2]) if len(parts) == 3 else text
