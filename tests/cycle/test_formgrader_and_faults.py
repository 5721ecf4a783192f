"""Grading as Formgrader does it, on notebooks with the faults that people really hand in."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from submissions import (
    MENDED,
    MODULE,
    course_with_gradebook,
    hand_in,
    nbgrader_of,
    solved_with,
)

UNREADABLE = {"not-json": b"{ this is no notebook", "empty": b""}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> NbGraderAPI:
    """nbgrader's interface as Formgrader uses it, after grading every faulty notebook once."""
    course = course_with_gradebook(tmp_path_factory.mktemp("faults") / "course")
    api = nbgrader_of(course)
    for name, (damage, _) in MENDED.items():
        hand_in(course, name, solved_with(damage))
    for name, data in UNREADABLE.items():
        hand_in(course, name, data)
    api.said = {}
    for name in [*UNREADABLE, *MENDED]:
        api.said[name] = api.autograde(MODULE, name)
    return api


def score_of(api: NbGraderAPI, name: str) -> float:
    with Gradebook(api.coursedir.db_url) as gradebook:
        submission = gradebook.find_submission(MODULE, name)
        grades = [grade for book in submission.notebooks for grade in book.grades]
        assert all(grade.auto_score is not None for grade in grades if grade.name != "reflection")
        return sum(grade.auto_score or 0 for grade in grades)


@pytest.mark.parametrize("name", MENDED)
def test_a_faulty_notebook_is_graded_for_what_its_author_wrote(api: NbGraderAPI, name: str) -> None:
    assert api.said[name]["success"], api.said[name].get("error") or api.said[name].get("log")
    assert score_of(api, name) == MENDED[name][1]


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_notebook_costs_only_its_owner(api: NbGraderAPI, name: str) -> None:
    """It counts as nothing, and its page says why."""
    assert api.said[name]["success"], api.said[name].get("error") or api.said[name].get("log")
    assert score_of(api, name) == 0
    path = Path(api.coursedir.root) / "autograded" / name / MODULE / "exercises.ipynb"
    assert "could not be graded" in nbformat.read(path, as_version=4).cells[0].source


NOTHING_TO_TELL = {"right", "reordered", "unknown-kernel", "warning", "widgets-and-magics"}
NOTHING_TO_TELL |= {"split-answer", "saved-by-vs-code"}


@pytest.mark.parametrize("name", [name for name in MENDED if name not in NOTHING_TO_TELL])
def test_the_learner_is_told_what_happened(api: NbGraderAPI, name: str) -> None:
    path = Path(api.coursedir.root) / "autograded" / name / MODULE / "exercises.ipynb"
    first = nbformat.read(path, as_version=4).cells[0].source
    assert "repaired before grading" in first or "While running" in first
