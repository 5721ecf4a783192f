"""Grading that is killed goes on where it was; notebooks changed at random are never overpaid."""

from __future__ import annotations

import copy
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import demo
import nbformat
import pytest
from grade.test_grade_class import jail_is_missing, marks
from helpers import PATIENCE, wait_until
from hypothesis import given, settings
from hypothesis import strategies as st
from submissions import MODULE, course_with_gradebook, hand_in, solved, solved_with

from solidarity.check.exercise import PUBLIC_SEED
from solidarity.grade.jail.kept import kept_jail
from solidarity.grade.jail.runner import files_of
from solidarity.grade.run import Limits
from solidarity.grade.submission import Kit, Submission, grade_submission
from solidarity.grade.verdicts import full_specs

pytestmark = pytest.mark.skipif(bool(jail_is_missing()), reason=jail_is_missing())

KILLS = 30


def test_a_run_killed_at_thirty_moments_ends_with_the_same_gradebook(tmp_path: Path) -> None:
    course = course_with_gradebook(tmp_path / "course")
    learners = [f"learner-{n:02}" for n in range(6)]
    for place, learner in enumerate(learners):
        hand_in(course, learner, solved_with(*([demo.misconceptions] if place % 2 else [])))
    assert _grade(course).wait() == 0
    expected = marks(course)
    assert sum(score or 0 for score, *_ in _scores(expected["learner-01"])) == 13

    moments = random.Random(4)
    kills = 0
    while kills < KILLS:
        run = _grade(course)
        _wait_for_the_record(course, run)
        time.sleep(moments.uniform(0, 3))
        if run.poll() is None:
            os.kill(run.pid, signal.SIGKILL)
        run.wait()
        kills += 1
        # Whatever was written is whole: each learner has the old marks or the same ones anew.
        assert marks(course) == expected
    assert _grade(course).wait() == 0
    assert marks(course) == expected
    for learner in learners:
        notebook = course / "autograded" / learner / MODULE / "exercises.ipynb"
        nbformat.read(notebook, as_version=4)


def _scores(of: dict[str, Any]) -> list[Any]:
    return [value for name, value in of.items() if not name.endswith(")")]


def _grade(course: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "solidarity.cli", "grade", MODULE, "--resume", "--no-feedback"]
    return subprocess.Popen(
        [*command, "--jobs", "1", "--root", str(course)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_for_the_record(course: Path, run: subprocess.Popen[bytes]) -> None:
    """Until the run has begun: before that there is nothing that could be lost."""
    before = set((course / "autograded").glob("*.json"))

    def begun() -> bool:
        newest = set((course / "autograded").glob("*.json")) - before
        return bool(newest) or (course / "autograded" / ".sse").exists() or run.poll() is not None

    wait_until(begun, otherwise=lambda: "the run did not begin")


# --- Changed at random ---------------------------------------------------------------------------

WRONG = {"share_value", "vsla_weeks", "loans_per_group"}
CHANGES = ("delete", "duplicate", "swap", "retype", "strip", "relabel", "rename", "cut", "type")


def _kit() -> Kit:
    release = Path(__file__).parents[2] / "release" / MODULE
    text = (release / "exercises.ipynb").read_text(encoding="utf-8")
    specs = full_specs(Path(__file__).parents[2] / "course" / MODULE / "key.py", PUBLIC_SEED)
    limits = Limits(cell_seconds=PATIENCE, ask_seconds=PATIENCE)
    return Kit(MODULE, {"exercises": text}, {"exercises": text}, specs, files_of(release), limits)


KIT = _kit()


def _partly_wrong() -> Any:
    notebook = solved()
    for cell in notebook.cells:
        if cell.id.removesuffix("-answer") in WRONG and cell.id.endswith("-answer"):
            cell.source = "raise NotImplementedError()"
    return json.loads(nbformat.writes(notebook))


PARTLY_WRONG = _partly_wrong()
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 99), ANYTHING), max_size=6),
    st.booleans(),
)
def test_no_change_at_random_raises_or_earns_what_was_not_answered(
    changes: list[tuple[str, int, Any]], cut: bool
) -> None:
    content = copy.deepcopy(PARTLY_WRONG)
    for change, place, value in changes:
        _change(content, change, place, value)
    data = json.dumps(content).encode("utf-8", "replace")
    data = data[: len(data) - 7] if cut and changes else data
    submission = Submission("somebody", {"exercises": data})
    graded = grade_submission(KIT, submission, kept_jail(KIT.files, KIT.limits).run)
    earned = {
        record["exercise"]: record["score"]
        for cell in json.loads(graded.notebooks["exercises"])["cells"]
        for output in cell.get("outputs", [])
        if (record := output.get("metadata", {}).get("solidarity"))
    }
    assert all(earned.get(name, 0) == 0 for name in WRONG)
    assert 0 <= graded.score <= 18 - sum(KIT.specs[name].points for name in WRONG)


def _change(content: dict[str, Any], change: str, place: int, value: Any) -> None:
    cells = content["cells"]
    if not isinstance(cells, list) or not cells:
        return
    place %= len(cells)
    cell = cells[place]
    if not isinstance(cell, dict) and change not in ("delete", "duplicate", "swap", "type"):
        return
    match change:
        case "delete":
            del cells[place]
        case "duplicate":
            cells.insert(place, copy.deepcopy(cell))
        case "swap":
            cells[place], cells[0] = cells[0], cells[place]
        case "retype":
            cell["cell_type"] = value
        case "strip":
            cell["metadata"] = value
        case "relabel":
            cell["metadata"] = {"nbgrader": value}
        case "rename":
            cell["id"] = value
        case "cut":
            cell["source"] = "".join(cell["source"])[: place * 3]
        case "type":
            content[random.Random(place).choice(sorted(content))] = value
