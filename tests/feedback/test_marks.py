"""nbgrader's gradebook on the feedback page: marks, comments and names as they stand there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import demo
import nbformat
import pytest
from feedback.reader import demand_sound, words
from nbgrader.api import Gradebook
from submissions import (
    MODULE,
    cells,
    course_with_gradebook,
    deleted_check,
    hand_in,
    nbgrader_of,
    solved_with,
)

from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.pages import PagesMade, make_pages

LEARNER = "Íñigo-王"


def writes(notebook: Any) -> None:
    (cell,) = cells(notebook, "reflection")
    cell.source = "A grant of ₱900 at once. ![Our box](attachment:box.png)"
    cell.attachments = nbformat.from_dict({"box.png": {"image/png": "iVBORw0KGgo="}})


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two learners, graded: one has all right but wrote no reflection, one has two faults."""
    root = course_with_gradebook(tmp_path_factory.mktemp("feedback") / "course")
    hand_in(root, "plain", solved_with(deleted_check))
    hand_in(root, LEARNER, solved_with(demo.misconceptions, writes))
    run = ClassRun(root, MODULE)
    # These are the course's own solutions: nothing here needs a jail.
    run.grade(run.students(), this_machine.local(1, trusted=True), mode="test")
    return root


@contextmanager
def gradebook_of(course: Path) -> Iterator[Any]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        yield gradebook
        gradebook.db.commit()


def page_of(course: Path, student: str) -> str:
    """What nbgrader's own command and Formgrader's button write."""
    done = nbgrader_of(course).generate_feedback(MODULE, student, force=True)
    assert done["success"], done.get("error") or done.get("log")
    path = course / "feedback" / student / MODULE / "exercises.html"
    return path.read_text("utf-8")


def test_the_marks_are_the_gradebooks(course: Path) -> None:
    tree = demand_sound(page_of(course, LEARNER))
    said = words(tree)
    assert f"For {LEARNER}" in said
    assert "13 of 18 points so far 5 more points wait for your instructor" in said
    assert "1. What is one share worth?Not yet0 of 2" in said
    assert "The social fund is for emergencies" in said
    assert "A grant of ₱900 at once" in said
    assert [picture.get("alt") for picture in tree.iter("img")] == ["Our box"]


def test_what_nobody_wrote_waits_for_nobody(course: Path) -> None:
    said = words(demand_sound(page_of(course, "plain")))
    assert "18 of 23 points" in said
    assert "9. Reflection: week 30Nothing written0 of 5" in said
    assert "The cell “share_out” was missing and was put back." in said


def test_both_commands_write_the_same_page(course: Path) -> None:
    by_nbgrader = page_of(course, LEARNER)
    assert list(make_pages(course, MODULE, [LEARNER], jobs=1)) == [PagesMade(LEARNER)]
    path = course / "feedback" / LEARNER / MODULE / "exercises.html"
    assert path.read_text("utf-8") == by_nbgrader


def test_what_a_person_gave_is_shown_and_survives_grading_again(course: Path) -> None:
    with gradebook_of(course) as gradebook:
        gradebook.update_or_create_student(LEARNER, first_name="Íñigo", last_name="Ôno 王")
        grade = gradebook.find_grade("reflection", "exercises", MODULE, LEARNER)
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 4, 0.5, False
        comment = gradebook.find_comment("reflection", "exercises", MODULE, LEARNER)
        comment.manual_comment = "A *clear* rule: $\\frac{900}{20} = 45$ each. <script>1</script>"
        entry = gradebook.find_submission_notebook("exercises", MODULE, LEARNER)
        entry.late_submission_penalty = 1.75
    said = words(demand_sound(page_of(course, LEARNER)))
    assert "You handed in late: 1.75 points were taken off." in said

    run = ClassRun(course, MODULE)
    run.grade([LEARNER], this_machine.local(1, trusted=True), mode="test")
    tree = demand_sound(page_of(course, LEARNER))
    said = words(tree)
    assert f"For Íñigo Ôno 王 ({LEARNER})" in said
    assert "9. Reflection: week 30Read by your instructor4.5 of 5" in said
    assert "17.5 of 23 points" in said
    assert "Your instructor writes: A clear rule: 90020=45 each." in said
    assert any(str(part.tag).endswith("}mfrac") for part in tree.iter())


def test_a_late_penalty_is_the_gradebooks(course: Path) -> None:
    with gradebook_of(course) as gradebook:
        entry = gradebook.find_submission_notebook("exercises", MODULE, "plain")
        entry.late_submission_penalty = 1.8
    said = words(demand_sound(page_of(course, "plain")))
    assert "16.2 of 23 points You handed in late: 1.8 points were taken off." in said


def test_a_learner_whom_the_gradebook_does_not_know_gets_a_page_without_marks(
    course: Path,
) -> None:
    with gradebook_of(course) as gradebook:
        gradebook.remove_submission(MODULE, "plain")
    said = words(demand_sound(page_of(course, "plain")))
    assert "There are no points yet." in said
    assert "Your answer agrees with the key." in said
