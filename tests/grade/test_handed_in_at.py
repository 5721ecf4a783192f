"""When work was handed in: a file of the learner's side, which may be anything at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from solidarity.grade.handed_in_at import FILE, handed_in_at
from solidarity.grade.submission import Submission

NOW = datetime(2026, 2, 10, 12)
TIMES = {
    "2026-02-03 10:00:00 UTC": datetime(2026, 2, 3, 10),
    "2026-02-03 10:00:00.123456 UTC\n": datetime(2026, 2, 3, 10, 0, 0, 123456),
    "2026-02-03T10:00:00+02:00": datetime(2026, 2, 3, 8),
    "2026-02-03 10:00": datetime(2026, 2, 3, 10),
    "2026-02-03": datetime(2026, 2, 3),
    "\ufeff2026-02-03 10:00:00 UTC": datetime(2026, 2, 3, 10),
    "2026-02-10 20:00:00 UTC": datetime(2026, 2, 10, 20),
}
TEXTS = [
    "yesterday, I think",
    "",
    " \n",
    "10",
    "Monday",
    "February",
    "Feb 2026",
    "3 Feb 2026",
    "10:00:00",
    "0001-01-01 00:00:00+14:00",
    "9999-12-31 23:59:59-14:00",
    "1970-01-01 00:00:00 UTC",
    "2031-01-01 00:00:00 UTC",
    "2026-02-03 10:00:00 9999999999999999999999",
    "2026-13-45 99:00:00 UTC",
    "9" * 150,
    "2026-02-03 10:00:00 ../../../../etc/passwd",
    "\x00",
    "\u202e2026",
]


def write(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


KINDS: dict[str, Callable[[Path], object]] = {
    "no text": write(b"\xff\xfe"),
    "far too large": write(b"2026-02-03 10:00:00 UTC" + b" " * 10**6),
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link to a time": lambda path: path.symlink_to(_time_beside(path)),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "a link without end": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path.name),
    "a file of holes": lambda path: os.truncate(_touched(path), 2**40),
}


def _touched(path: Path) -> Path:
    path.touch()
    return path


def _time_beside(path: Path) -> Path:
    other = path.with_name("other.txt")
    other.write_text("2026-02-03 10:00:00 UTC")
    return other


@pytest.mark.parametrize("text", TIMES)
def test_a_time_is_read_as_nbgrader_reads_it(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_bytes(text.encode())
    assert handed_in_at(tmp_path, NOW) == ({"timestamp": TIMES[text]}, "")


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_is_no_time_makes_nobody_late_and_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_bytes(text.encode())
    stamp, said = handed_in_at(tmp_path, NOW)
    assert stamp == {"timestamp": None}
    assert "No penalty was reckoned" in said
    assert "grade again" in said


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_of_ones_own_is_no_time(tmp_path: Path, kind: str) -> None:
    """A pipe would be waited for without end."""
    KINDS[kind](tmp_path / FILE)
    stamp, said = handed_in_at(tmp_path, NOW)
    assert stamp == {"timestamp": None}
    assert "No penalty was reckoned" in said


def test_no_file_leaves_what_the_gradebook_knows(tmp_path: Path) -> None:
    assert handed_in_at(tmp_path, NOW) == ({}, "")
    assert handed_in_at(tmp_path / "missing", NOW) == ({}, "")
    (tmp_path / "file").touch()
    assert handed_in_at(tmp_path / "file", NOW) == ({}, "")


def test_a_clock_of_ours_that_is_wrong_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("2026-02-03 10:00:00 UTC")
    _, said = handed_in_at(tmp_path, datetime(1970, 1, 1))
    assert "says 2026-02-03, and today is 1970-01-01: one of the two clocks is wrong" in said


def test_work_handed_in_at_another_time_is_other_work() -> None:
    """Otherwise a run that goes on would pass over a time that was mended meanwhile."""
    early, late = (Submission("ana", {"exercises": b"{}"}, time=day) for day in ("1", "2"))
    assert early.digest != late.digest
