"""Sixty learners, twenty of them hostile or broken: forty are graded as if they were alone."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import demo
import nbformat
import pytest
from attacks import folders
from attacks.folders import Trick
from attacks.stage import folder_of
from grade.test_grade_class import marks
from helpers import PATIENCE
from submissions import (
    FULL,
    MENDED,
    MODULE,
    course_with_gradebook,
    deleted_answer,
    solved_with,
)

pytestmark = pytest.mark.jail

HONEST = 40
KINDS: list[Callable[[Any], None]] = [
    lambda notebook: None,
    demo.misconceptions,
    deleted_answer,
    MENDED["duplicated-answer"][0],
    MENDED["saved-by-colab"][0],
]
"""What honest learners hand in, over and over."""

STEALS = """
import glob
for path in glob.glob("/usr/local/share/nbgrader*/exchange/*/inbound/*/*.ipynb") + glob.glob(
    "/**/submitted/*/*/exercises.ipynb", recursive=True
):
    print(open(path).read())
"""


def _slow_page(cells: list[dict[str, Any]]) -> None:
    """Patterns search it for hours, if they are not linear."""
    words = ["<svg " * 20_000, "<div>" * 20_000, "[" * 40_000]
    cells += [{"cell_type": "markdown", "metadata": {}, "source": word} for word in words]


def _steals(cells: list[dict[str, Any]]) -> None:
    code = {"cell_type": "code", "metadata": {}, "source": STEALS, "outputs": []}
    cells.insert(0, {**code, "execution_count": None})


def _ends_python(cells: list[dict[str, Any]]) -> None:
    code = {"cell_type": "code", "metadata": {}, "source": "import os; os._exit(0)", "outputs": []}
    cells.insert(0, {**code, "execution_count": None})


TRICKS: dict[str, Trick] = {
    **{name: folders.TIMES[f"time-{name}"] for name in ("in-words", "as-folder")},
    "as-pipe": folders.TIMES["time-as-pipe"],
    "year-9999": folders.TIMES["time-year-9999"],
    "cell-ids": folders.IDS["cell-id-umlaut"],
    "half-signs": folders.IDS["half-signs"],
    "patterns": folders.FILES["patterns-as-folders"],
    "slow-page": folders.changed_cells(_slow_page),
    "steals": folders.changed_cells(_steals),
    "closed": folders.closed,
    "ends-python": folders.changed_cells(_ends_python),
    "notebook-as-pipe": folders.NO_WORK["notebook-as-pipe"],
    "module-as-file": folders.NO_WORK["module-as-file"],
    "linked": folders.as_a_link(f"../honest-01/{MODULE}"),
    "in-the-way": folders.TIMES["time-empty"],
    os.fsdecode(b"ana\xff"): folders.TIMES["time-empty"],
    "ev[e]": folders.TIMES["time-empty"],
    "eve<img src=x onerror=alert(1)>": folders.TIMES["time-empty"],
    "two\nlines\x1b[2K": folders.TIMES["time-empty"],
    "Honest-01": folders.TIMES["time-year-1"],
}


@dataclass
class Class:
    """A graded class: the folder, and what ``sse grade`` said."""

    root: Path
    done: subprocess.CompletedProcess[str]

    @property
    def lines(self) -> dict[str, Any]:
        (path,) = (self.root / "autograded").glob("*.json")
        return {one["student"]: one for one in json.loads(path.read_text("utf-8"))["learners"]}

    def page(self, student: str) -> str:
        return (self.root / "feedback" / student / MODULE / "exercises.html").read_text("utf-8")


def grade(root: Path) -> Class:
    command = [sys.executable, "-m", "solidarity", "grade", MODULE, "--root", str(root)]
    command = [*folders.WITH_NO_MORE_RIGHTS, *command]
    done = subprocess.run(command, capture_output=True, text=True, timeout=4 * PATIENCE)
    return Class(root, done)


NAMES = [f"honest-{number:02}" for number in range(1, HONEST + 1)]


@functools.cache
def work(kind: int) -> bytes:
    """The bytes of a notebook: where ids are doubled nbformat writes others each time."""
    return nbformat.writes(solved_with(KINDS[kind])).encode()


def hand_in(root: Path, name: str, kind: int = 0) -> Path:
    """The exercises alone: the other notebooks have pages too, and take their time."""
    folder = folder_of(root, name)
    (folder / "exercises.ipynb").write_bytes(work(kind))
    (folder / "timestamp.txt").write_text("2026-02-03 10:00:00 UTC")
    (folder / "submission_secret.txt").write_bytes(b"secret of " + os.fsencode(name))
    return folder


def honest(root: Path) -> None:
    for place, name in enumerate(NAMES):
        hand_in(root, name, place % len(KINDS))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Class:
    root = course_with_gradebook(tmp_path_factory.mktemp("forty") / "course")
    honest(root)
    return grade(root)


@pytest.fixture(scope="module")
def among(tmp_path_factory: pytest.TempPathFactory) -> Class:
    root = course_with_gradebook(tmp_path_factory.mktemp("sixty") / "course")
    honest(root)
    for name, trick in TRICKS.items():
        trick(hand_in(root, name))
    (root / "autograded").mkdir(exist_ok=True)
    (root / "autograded" / "in-the-way").write_text("a file")
    return grade(root)


def test_everybody_has_one_line_and_one_page(among: Class) -> None:
    assert among.done.returncode == 1, among.done.stderr
    assert among.done.stderr == ""
    assert f"sse return {MODULE}" in among.done.stdout
    everybody = {path.name for path in (among.root / "submitted").iterdir() if path.is_dir()}
    assert len(everybody) == 60
    assert set(among.lines) == everybody
    for student in everybody:
        assert "</html>" in among.page(student)
    for student in ("cell-ids", "half-signs", "patterns", "steals", "in-words", "year-9999"):
        assert "can show only your points" not in among.page(student)
        assert f"{FULL:g} of " in among.page(student)


def test_the_honest_forty_are_as_if_they_were_alone(alone: Class, among: Class) -> None:
    assert alone.done.returncode == 0, alone.done.stdout + alone.done.stderr
    before, now = marks(alone.root), marks(among.root)
    for name in NAMES:
        assert now[name] == before[name]
        assert among.page(name) == alone.page(name)
        for path in (alone.root / "autograded" / name).rglob("*"):
            if path.is_file():
                other = among.root / path.relative_to(alone.root)
                assert other.read_bytes() == path.read_bytes(), path
        one, other = alone.lines[name], among.lines[name]
        said = [sentence for sentence in other["said"] if "Nearly the same name" not in sentence]
        assert {**other, "said": said} == one


def test_nobody_of_the_others_has_more_than_is_theirs(among: Class) -> None:
    for name in TRICKS:
        assert among.lines[name]["score"] <= FULL
    for name in ("linked", "module-as-file", "notebook-as-pipe"):
        assert among.lines[name]["score"] == 0
        assert "return (cash" not in among.page(name)
    kept = marks(among.root)
    for name, line in among.lines.items():
        assert (name in kept) == (line["status"] != "not graded")


def test_what_is_printed_can_be_printed(among: Class) -> None:
    assert all(line.isprintable() for line in among.done.stdout.splitlines())
    assert "honest-01: " not in among.done.stdout
    record = next((among.root / "autograded").glob("*.json")).read_text("utf-8")
    assert all(line.isprintable() for line in record.splitlines())
