"""Whole submitted folders made at random: grading ends, with a line and a page for everybody."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from attacks import folders
from attacks.folders import SECRET, TIME
from grade.test_grade_class import marks
from helpers import PATIENCE
from submissions import FULL, MODULE, course_with_gradebook, hand_in, solved

from solidarity.grade.ids import refusal

pytestmark = pytest.mark.jail

SEEDS = (15, 2026)
LEARNERS = 24
HONEST = "honest learner"
TRICKS = [*folders.COST_NOTHING.values(), *folders.NO_WORK.values(), folders.closed]
FILES = ["exercises.ipynb", "reading.ipynb", "case.ipynb", "checks.json", "figures", TIME, SECRET]
SIGNS = "abcXYZ 019.-_,+@%$#~{}()[]*?<>&\"'`\\\n\t\x1b\x7f\x9b\u200d\u202eéß王🙂"


def a_name(chance: random.Random) -> str:
    """A name that a folder may have: ours, or any bytes but two."""
    match chance.randrange(5):
        case 0:
            return chance.choice([*folders.NAMES, *folders.ODD_NAMES])
        case 1:
            data = bytes(chance.choice(range(1, 256)) for _ in range(chance.randint(1, 60)))
            return os.fsdecode(data.replace(b"/", b"-"))
        case 2:
            return "".join(chance.choice(SIGNS) for _ in range(chance.randint(1, 40)))
        case _:
            return f"learner {chance.randrange(10**6)}"


def some_bytes(chance: random.Random) -> bytes:
    return chance.choice(
        [
            b"",
            chance.randbytes(chance.randint(1, 3_000)),
            b"2026-02-03 10:00:00 UTC",
            f"{chance.randrange(10**5)}-{chance.randrange(99)}-{chance.randrange(99)}".encode(),
            b"{" * chance.randint(1, 10_000),
            b'{"cells": [{"cell_type": "markdown", "source": "\\ud800", "id": "\xff"}]}',
        ]
    )


def lay(place: Path, chance: random.Random, around: list[str]) -> None:
    """Anything at all in this place."""
    match chance.randrange(7):
        case 0:
            place.mkdir()
            (place / a_name(chance)).write_bytes(some_bytes(chance))
        case 1:
            place.symlink_to(chance.choice([*around, "/etc", "/dev/zero", "nothing", "."]))
        case 2:
            os.mkfifo(place)
        case 3:
            place.touch()
            os.truncate(place, chance.choice([0, 10**6, 2**40]))
        case _:
            place.write_bytes(some_bytes(chance))
            place.chmod(chance.choice([0o644, 0o444, 0o000]))


def a_folder(folder: Path, chance: random.Random) -> None:
    """Change a learner's right work at random."""
    around = [f"../../{HONEST}/{MODULE}", f"../../{HONEST}/{MODULE}/exercises.ipynb", "../.."]
    for _ in range(chance.randrange(4)):
        name = chance.choice([*FILES, *FILES, a_name(chance)])
        path = folder / name
        if path.is_symlink() or path.is_file() or path.is_fifo():
            path.unlink()
        elif path.is_dir():
            shutil.rmtree(path)
        lay(path, chance, around)
    for time in (path for path in (folder, *folder.iterdir()) if chance.random() < 0.2):
        if not time.is_symlink():
            os.utime(time, (chance.choice([0, 2**33, -(2**31)]),) * 2)
    if chance.random() < 0.5:
        trick = chance.choice(TRICKS)
        try:
            trick(folder)
        except (OSError, ValueError):
            # One trick has left no room for another.
            return
    elif chance.random() < 0.2:
        shutil.rmtree(folder)
        lay(folder, chance, around)


@pytest.mark.parametrize("seed", SEEDS)
def test_grading_ends_with_a_line_and_a_page_for_everybody(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    course = course_with_gradebook(tmp_path / "course")
    hand_in(course, HONEST, solved())
    submitted = course / "submitted"
    there = {HONEST}
    while len(there) < LEARNERS:
        name = a_name(chance)
        if name in (".", "..") or len(os.fsencode(name)) > 255 or name in there:
            continue
        a_folder(hand_in(course, name, solved()), chance)
        there.add(name)
    shutil.move(submitted / sorted(there)[-1], submitted / "moved away")
    (submitted / sorted(there)[-1]).symlink_to("moved away")
    there.add("moved away")
    lay(submitted / "something", chance, [HONEST])
    if not (submitted / "something").is_dir():
        there.add("something")

    command = [sys.executable, "-m", "solidarity", "grade", MODULE, "--root", str(course)]
    command = [*folders.WITH_NO_MORE_RIGHTS, *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=2 * PATIENCE)

    assert done.stderr == ""
    assert all(line.isprintable() for line in done.stdout.splitlines())
    (path,) = [path for path in (course / "autograded").glob("*.json") if path.is_file()]
    lines = json.loads(path.read_text("utf-8"))["learners"]
    assert sorted(line["student"] for line in lines) == sorted(there)
    by_name = {line["student"]: line for line in lines}
    for name in there:
        assert by_name[name]["said"] or by_name[name]["status"] == "graded", name
        page = course / "feedback" / name / MODULE / "exercises.html"
        assert "</html>" in page.read_text("utf-8"), name
        assert not refusal(name) or by_name[name]["status"] == "not graded"
    well = all(line["status"] in ("graded", "repaired") for line in lines)
    assert done.returncode == (0 if well else 1)
    honest = by_name[HONEST]
    assert (honest["status"], honest["score"], honest["points"]) == ("graded", FULL, FULL)
    found = marks(course)
    assert sum(score or 0 for score, *_ in _scores(found[HONEST])) == FULL
    assert set(found) == {name for name in there if by_name[name]["status"] != "not graded"}


def _scores(of: dict[str, object]) -> list[tuple[float, ...]]:
    return [value for name, value in of.items() if not name.endswith(")")]  # type: ignore[misc]
