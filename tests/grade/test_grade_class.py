"""A class is graded: every learner for what they wrote, whatever happened to their files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from submissions import (
    FILES,
    FULL,
    MENDED,
    MODULE,
    course_with_gradebook,
    hand_in,
    nbgrader_of,
    solved,
    solved_with,
)
from typer.testing import CliRunner

from solidarity.cli import app
from solidarity.course import CourseProblem
from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.run_record import RunRecord

pytestmark = pytest.mark.jail


class Class:
    """A graded class: its folder and the record of the run."""

    def __init__(self, root: Path, *, jobs: int = 2, resume: bool = False) -> None:
        self.root = root
        run = ClassRun(root, MODULE)
        self.report: RunRecord = run.grade(
            run.students(), this_machine.local(jobs), mode="test", resume=resume
        )

    def marks(self, student: str) -> dict[str, Any]:
        return marks(self.root)[student]

    def notebook(self, student: str) -> Any:
        path = self.root / "autograded" / student / MODULE / "exercises.ipynb"
        return nbformat.read(path, as_version=4)


def marks(root: Path) -> dict[str, dict[str, Any]]:
    """All that the gradebook holds of the module, by learner and cell."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {
            submission.student.id: {
                grade.name: (
                    grade.auto_score,
                    grade.manual_score,
                    grade.extra_credit,
                    bool(grade.needs_manual_grade),
                )
                for book in submission.notebooks
                for grade in book.grades
            }
            | {
                f"{comment.name} (comment)": (comment.auto_comment, comment.manual_comment)
                for book in submission.notebooks
                for comment in book.comments
            }
            | {
                f"{book.name} (penalty)": book.late_submission_penalty
                for book in submission.notebooks
            }
            for submission in gradebook.assignment_submissions(MODULE)
        }


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course_with_gradebook(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture(scope="module")
def graded(course: Path) -> Class:
    for name, (damage, _) in MENDED.items():
        hand_in(course, name, solved_with(damage))
    for name, file in FILES.items():
        hand_in(course, name, file.content())
    (hand_in(course, "missing", solved()) / "exercises.ipynb").unlink()
    folder = hand_in(course, "extra", solved())
    (folder / "exercises-Copy1.ipynb").write_text("{}")
    (folder / "notes.txt").write_text("my own notes")
    folder = hand_in(course, "link", solved())
    (folder / "exercises.ipynb").unlink()
    (folder / "exercises.ipynb").symlink_to(
        course / "submitted" / "right" / MODULE / "exercises.ipynb"
    )
    return Class(course)


# --- What each fault costs -----------------------------------------------------------------------


@pytest.mark.parametrize("name", MENDED)
def test_a_faulty_notebook_is_graded_for_what_its_author_wrote(graded: Class, name: str) -> None:
    line = graded.report.learners[name]
    assert (line.score, line.points) == (MENDED[name][1], FULL)
    assert line.status in ("graded", "repaired", "crashed")
    assert sum(score or 0 for score, *_ in _grades(graded.marks(name))) == MENDED[name][1]


def _grades(marks: dict[str, Any]) -> list[Any]:
    return [value for name, value in marks.items() if not name.endswith(")")]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_ordinary_notebook_costs_at_most_its_owner(
    graded: Class, name: str
) -> None:
    file, line = FILES[name], graded.report.learners[name]
    assert (line.status, line.score) == (file.status, file.earns), line.said
    assert file.says in " ".join(line.said)


@pytest.mark.parametrize("name", [name for name, f in FILES.items() if f.status == "unreadable"])
def test_who_handed_in_something_unreadable_is_told_so_in_the_notebook(
    graded: Class, name: str
) -> None:
    first = graded.notebook(name).cells[0].source
    assert "could not be graded" in first
    assert "What you handed in is kept" in first
    assert FILES[name].says in first


def test_a_missing_notebook_is_said_and_counts_as_nothing(graded: Class) -> None:
    line = graded.report.learners["missing"]
    assert line.status == "unreadable"
    assert "no such notebook was handed in" in " ".join(line.said)
    assert all(score == 0 for score, *_ in _grades(graded.marks("missing")))


def test_notebooks_too_many_are_left_alone_and_other_files_are_kept(graded: Class) -> None:
    line = graded.report.learners["extra"]
    assert (line.status, line.score) == ("graded", FULL)
    assert "exercises-Copy1: not a notebook of this module" in " ".join(line.said)
    folder = graded.root / "autograded" / "extra" / MODULE
    assert (folder / "notes.txt").read_text() == "my own notes"
    assert not (folder / "exercises-Copy1.ipynb").exists()


def test_a_link_to_somebody_elses_work_is_not_followed(graded: Class) -> None:
    line = graded.report.learners["link"]
    assert (line.status, line.score) == ("unreadable", 0)
    assert "a link" in " ".join(line.said)


def test_what_ended_python_is_told_to_its_author(graded: Class) -> None:
    line = graded.report.learners["kernel-killed"]
    assert line.status == "crashed"
    assert "ended Python itself" in graded.notebook("kernel-killed").cells[0].source


def test_a_warning_costs_nothing_and_is_shown(graded: Class) -> None:
    text = json.dumps(graded.notebook("warning"))
    assert graded.report.learners["warning"].status == "graded"
    assert "only a warning" in text


def test_cells_for_a_live_notebook_do_not_break(graded: Class) -> None:
    notebook = graded.notebook("widgets-and-magics")
    texts = [json.dumps(cell.get("outputs", "")) for cell in notebook.cells[1:5]]
    assert "interactive" in texts[0]
    assert "Wall time" in texts[1]
    assert "hello" in texts[2]
    assert "nobody is there to answer" in texts[3]


def test_what_was_handed_in_stays_as_it_was(graded: Class) -> None:
    handed_in = graded.root / "submitted" / "not-json" / MODULE / "exercises.ipynb"
    assert handed_in.read_bytes() == FILES["not-json"].content()
    right = graded.root / "submitted" / "right" / MODULE / "exercises.ipynb"
    assert right.read_text() == nbformat.writes(solved())


def test_the_record_names_every_learner_with_their_status(graded: Class) -> None:
    content = json.loads(graded.report.path.read_text())
    assert content["module"] == MODULE
    assert content["finished"]
    assert {entry["student"] for entry in content["learners"]} == {
        *MENDED,
        *FILES,
        "missing",
        "extra",
        "link",
    }
    assert not graded.report.all_well


# --- As nbgrader itself grades -------------------------------------------------------------------


def test_marks_are_what_nbgraders_own_command_gives(tmp_path: Path) -> None:
    """The same class through `nbgrader autograde` and through `sse grade`: every row the same."""
    outcomes = []
    for which in ("nbgrader", "sse"):
        course = course_with_gradebook(tmp_path / which)
        for name in ("right", "deleted-answer", "altered-points", "settings-stripped"):
            hand_in(course, name, solved_with(MENDED[name][0]))
        late = hand_in(course, "late", solved())
        (late / "timestamp.txt").write_text("2026-02-03 10:00:00 UTC")
        folder = hand_in(course, "no-exercises", solved())
        (folder / "exercises.ipynb").unlink()
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
            gradebook.update_or_create_assignment(MODULE, duedate="2026-02-01 10:00:00 UTC")
        settings = (course / "nbgrader_config.py").read_text()
        (course / "nbgrader_config.py").write_text(settings + LATE)
        if which == "sse":
            Class(course)
        else:
            api = nbgrader_of(course)
            for student in sorted(path.name for path in (course / "submitted").iterdir()):
                assert api.autograde(MODULE, student)["success"]
        outcomes.append(marks(course))
    assert outcomes[0] == outcomes[1]
    assert outcomes[1]["late"]["exercises (penalty)"] == 4.0


LATE = """
from nbgrader.plugins import BasePlugin

class TwoPointsADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2 * (total_seconds_late // 86400)

c.AssignLatePenalties.plugin_class = TwoPointsADay
"""


def writes_a_reflection(notebook: Any) -> None:
    next(cell for cell in notebook.cells if cell.id == "reflection").source = "We meet and vote."


def test_marks_and_comments_given_by_hand_are_kept(tmp_path: Path) -> None:
    course = course_with_gradebook(tmp_path / "course")
    hand_in(course, "ana", solved_with(writes_a_reflection))
    Class(course)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade("reflection", "exercises", MODULE, "ana")
        grade.manual_score, grade.needs_manual_grade = 4.0, False
        corrected = gradebook.find_grade("share_out", "exercises", MODULE, "ana")
        corrected.manual_score, corrected.extra_credit = 1.0, 0.5
        comment = gradebook.find_comment("reflection", "exercises", MODULE, "ana")
        comment.manual_comment = "Well argued."
        gradebook.db.commit()
    Class(course)
    after = marks(course)["ana"]
    assert after["reflection"] == (None, 4.0, None, False)
    assert after["share_out"][1:3] == (1.0, 0.5)
    assert after["reflection (comment)"][1] == "Well argued."


# --- Before the first learner --------------------------------------------------------------------


def test_a_module_that_nobody_handed_in_is_said_before_anything_is_done(tmp_path: Path) -> None:
    course = course_with_gradebook(tmp_path / "course")
    with pytest.raises(CourseProblem, match=r"nbgrader collect m04-savings-groups"):
        ClassRun(course, MODULE).students()


def test_a_learner_who_handed_in_nothing_is_named(course: Path, graded: Class) -> None:
    with pytest.raises(CourseProblem, match="nobody-here"):
        ClassRun(course, MODULE).students(["right", "nobody-here"])


def test_a_gradebook_that_does_not_know_the_module_is_said(tmp_path: Path) -> None:
    course = course_with_gradebook(tmp_path / "course")
    hand_in(course, "ana", solved())
    (course / "gradebook.db").unlink()
    with pytest.raises(CourseProblem, match="nbgrader generate_assignment --force"):
        Class(course)


def test_a_release_with_more_than_the_gradebook_knows_is_said(tmp_path: Path) -> None:
    course = course_with_gradebook(tmp_path / "course")
    hand_in(course, "ana", solved())
    path = course / "release" / MODULE / "exercises.ipynb"
    notebook = nbformat.read(path, as_version=4)
    check = next(cell for cell in notebook.cells if cell.id == "share_out")
    check.metadata.nbgrader.grade_id = "an-exercise-of-next-year"
    nbformat.write(notebook, path)
    with pytest.raises(CourseProblem, match="an-exercise-of-next-year"):
        Class(course)


def test_a_cluster_runs_nothing_without_a_jail(tmp_path: Path) -> None:
    course = course_with_gradebook(tmp_path / "course")
    hand_in(course, "ana", solved())
    options = ["--dask", "tcp://127.0.0.1:9", "--trust-submissions", "--root", str(course)]
    told = CliRunner().invoke(app, ["grade", MODULE, *options])
    assert told.exit_code == 2
    assert "leave out --dask or --trust-submissions" in " ".join(told.output.split())
    assert marks(course) == {}


def test_a_course_that_learners_code_could_read_is_graded_neither_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a container where the course lies in /usr/src."""
    course = course_with_gradebook(tmp_path / "course")
    hand_in(course, "ana", solved())
    shown = {str(tmp_path): None}
    monkeypatch.setattr("solidarity.run.jail.unseen.places", lambda: shown)
    told = CliRunner().invoke(app, ["grade", MODULE, "--root", str(course)])
    assert told.exit_code == 2
    assert "can be read from inside the jail" in " ".join(told.output.split())
    assert marks(course) == {}
    result = nbgrader_of(course).autograde(MODULE, "ana")
    assert not result["success"]
    assert "can be read from inside the jail" in " ".join(result["log"].split())
