"""What comes from elsewhere: read within limits, and shown so that no sign of it can act."""

from __future__ import annotations

import json
import os
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from solidarity.course import CourseProblem

_MOST_NAME = 60
_MOST_MARKS = 4
"""Accents on one letter; more of them would be drawn over the lines above and below."""

# Letters by Unicode's own lists, and yet nothing is drawn for them.
_BLANK = frozenset(
    map(
        chr,
        [
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x1D159),
            *(0x180B, 0x180C, 0x180D, 0x180F),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ],
    )
)


def visible(text: object) -> str:
    """The text with the code of each sign that a terminal would obey, or that nobody could see.

    Such a sign is shown like this: ``<U+202E>``.
    """
    return "".join(_shown(str(text), breaks=False))


def visible_lines(text: object) -> str:
    """The same, and lines stay lines."""
    return "".join(_shown(str(text), breaks=True))


def _shown(text: str, *, breaks: bool) -> Iterator[str]:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in ("Mn", "Me") else 0
        plain = letter.isprintable() and letter not in _BLANK and marks <= _MOST_MARKS
        yield letter if plain or (breaks and letter == "\n") else f"<U+{ord(letter):04X}>"


def bytes_of(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file of at most so many; never waits for anybody to write.

    Raises CourseProblem for anything else, with what it is; FileNotFoundError where nothing is.
    """
    name = visible(path)
    try:
        _demand_ordinary(name, os.stat(path).st_mode)
        # What lies there may have become another thing meanwhile.
        way = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, way), "rb") as file:
            _demand_ordinary(name, os.fstat(file.fileno()).st_mode)
            data = file.read(most + 1) or b""
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        raise CourseProblem(f"{name} cannot be read ({reason}).") from None
    if len(data) > most:
        raise CourseProblem(f"{name} is too large: it has more than {most:,} bytes.")
    return data


def _demand_ordinary(name: str, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise CourseProblem(f"{name} is a folder, and a file is wanted.")
    if not stat.S_ISREG(mode):
        raise CourseProblem(f"{name} is a pipe or a device, and an ordinary file is wanted.")


def json_of(data: bytes) -> Any:
    """What JSON says, if it can be read in one way only.

    Raises ValueError, in words, for what is no JSON, and for a name that is given twice: one reader
    takes the first of them, another the last.
    """
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_each_once)
    except UnicodeDecodeError:
        raise ValueError("it is not stored as UTF-8") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON (line {error.lineno})") from None
    except _Twice as error:
        raise ValueError(f"“{visible(error.args[0][:_MOST_NAME])}” stands in it twice") from None
    except ValueError:
        raise ValueError("a number in it is too long") from None


class _Twice(ValueError):
    """A name is given twice."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found
