"""Grading that is killed goes on where it was; notebooks changed at random are never overpaid."""

from __future__ import annotations

import copy
import io
import json
import multiprocessing
import os
import random
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import demo
import nbformat
import pytest
from grade.test_grade_class import marks
from helpers import PATIENCE, wait_until
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from submissions import MODULE, course_with_gradebook, hand_in, solved, solved_with

from solidarity.exercises.exercise import PUBLIC_SEED
from solidarity.grade.command import grade_command
from solidarity.grade.key_read import full_specs
from solidarity.grade.submission import Kit, Submission, grade_submission
from solidarity.notebooks.files_beside import files_of
from solidarity.run.jail.probe import wall_here
from solidarity.run.kept import kept_worker
from solidarity.run.runner import Limits

pytestmark = pytest.mark.jail

KILLS = 30
LEARNERS = [f"learner-{n}" for n in range(8)]

needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="copies of a process are Linux's")


def prepared(course: Path) -> Path:
    course_with_gradebook(course)
    for place, learner in enumerate(LEARNERS):
        hand_in(course, learner, solved_with(*([demo.misconceptions] if place % 2 else [])))
    return course


@needs_fork
def test_a_run_killed_at_thirty_moments_ends_as_one_that_was_not(tmp_path: Path) -> None:
    """Six runs that are killed five times each, at moments chosen by what lies there by then."""
    start = prepared(tmp_path / "start")
    whole = shutil.copytree(start, tmp_path / "whole")
    assert _Run(whole).end() == 0
    expected = outcome(whole)
    assert {len(found) for found in expected.values()} == {len(LEARNERS)}

    moments = random.Random(4)
    killed_at: list[int] = []
    for turn in range(KILLS // 5):
        course = shutil.copytree(start, tmp_path / f"killed-{turn}")
        for steps in sorted(moments.choices(range(2 * len(LEARNERS)), k=5)):
            run = _Run(course)
            wait_until(
                lambda steps=steps, run=run, course=course: _steps(course) >= steps or run.ended,
                otherwise=lambda: "the run did not come so far",
            )
            time.sleep(moments.uniform(0, 0.2))
            if not run.ended:
                killed_at.append(_steps(course))
            run.kill()
        assert _Run(course).end() == 0
        assert outcome(course) == expected
        assert not list((course / "autograded").rglob(".*.writing"))
    # Some while marks are given, and some while pages are made.
    assert min(killed_at) < len(LEARNERS) < max(killed_at)


def outcome(course: Path) -> dict[str, dict[str, Any]]:
    """All that a run leaves for people: every row of the gradebook, notebooks and pages."""
    notebooks = {path.parts[-3]: path for path in course.glob(f"autograded/*/{MODULE}/*.ipynb")}
    return {
        "marks": marks(course),
        "notebooks": {
            student: {one.name: one.read_bytes() for one in sorted(path.parent.glob("*.ipynb"))}
            for student, path in notebooks.items()
        },
        "pages": {
            path.name: {one.name: one.read_bytes() for one in sorted(path.rglob("*.html"))}
            for path in course.glob("feedback/*")
        },
    }


def _steps(course: Path) -> int:
    """Notebooks and pages that are there by now."""
    return sum(
        len(list(course.glob(pattern.format(MODULE))))
        for pattern in ("autograded/*/{}/exercises.ipynb", "feedback/*/{}/exercises.html")
    )


class _Run:
    """``sse grade --resume`` in a copy of this process, which needs no time to load anything."""

    def __init__(self, course: Path) -> None:
        self._process = multiprocessing.get_context("fork").Process(target=self._run, args=[course])
        self._process.start()

    @staticmethod
    def _run(course: Path) -> None:
        # Whoever is killed takes nobody along: not in the group of the tests.
        os.setsid()
        said = Console(file=io.StringIO())
        grade_command(
            course,
            MODULE,
            said,
            jobs=2,
            students=[],
            address="",
            resume=True,
            feedback=True,
            trusted=False,
        )

    @property
    def ended(self) -> bool:
        return not self._process.is_alive()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    def end(self) -> int | None:
        self._process.join(PATIENCE)
        return self._process.exitcode


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
    graded = grade_submission(KIT, submission, kept_worker(KIT.files, KIT.limits, wall_here()).run)
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
