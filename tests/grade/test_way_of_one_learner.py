"""What fails on the way of one learner becomes that learner's line, and marks stay as they were."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from attacks import folders
from grade.test_grade_class import marks
from nbgrader.api import Gradebook
from sqlalchemy.exc import OperationalError
from submissions import FULL, MODULE, course_with_gradebook, hand_in, solved

from solidarity.course import CourseProblem
from solidarity.grade import class_run
from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.guard import demand_of_one, in_words
from solidarity.grade.run_record import Line, unfinished_report
from solidarity.grade.save import Marks
from solidarity.run.jail.bubblewrap import NoJail

pytestmark = pytest.mark.jail

BROKEN_ID = os.fsdecode(b"ana\xff\x9b[2K")
LIKE_A_RECORD = f"{MODULE}-20260101-000000.json"


def a_file_in_the_way(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("kept")


def a_link_in_the_way(path: Path) -> None:
    shutil.move(path, path.with_name(f"{path.name} elsewhere"))
    path.symlink_to(f"{path.name} elsewhere")


def a_pipe_as_what_was_graded(path: Path) -> None:
    notebook = path / MODULE / "exercises.ipynb"
    notebook.unlink()
    os.mkfifo(notebook)


KEPT: dict[str, tuple[Callable[[Path], None], str]] = {
    "file": (a_file_in_the_way, "is no folder; move it away"),
    "link": (a_link_in_the_way, "is a link; move it away"),
    "inner-file": (lambda path: a_file_in_the_way(path / MODULE), "is no folder; move it away"),
    "inner-link": (lambda path: a_link_in_the_way(path / MODULE), "is a link; move it away"),
}
"""What lies in autograded/ where the learner's folder should be."""


class Class:
    """A class that was graded twice, and broken in between."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.first: dict[str, Line] = {}
        self.second: dict[str, Line] = {}
        self.marks: dict[str, object] = {}


def grade(root: Path, *, resume: bool = False) -> dict[str, Line]:
    run = ClassRun(root, MODULE)
    report = run.grade(run.students(), this_machine.local(1), mode="test", resume=resume)
    return dict(report.learners)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Class:
    root = course_with_gradebook(tmp_path_factory.mktemp("way") / "course")
    with open(root / "nbgrader_config.py", "a") as config:
        config.write(LATE)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_assignment(MODULE, duedate="2026-02-01 10:00:00 UTC")
    for student in ("ana", "late", "pipe", *KEPT, BROKEN_ID, LIKE_A_RECORD):
        (hand_in(root, student, solved()) / "timestamp.txt").write_text("2026-02-03 10:00:00 UTC")
    found = Class(root)
    found.first = grade(root)
    found.marks = dict(marks(root))
    for student, (trick, _) in KEPT.items():
        trick(root / "autograded" / student)
    a_pipe_as_what_was_graded(root / "autograded" / "pipe")
    folders.TIMES["time-in-words"](root / "submitted" / "late" / MODULE)
    found.second = grade(root)
    return found


LATE = """
from nbgrader.plugins import BasePlugin

class TwoPointsADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 2 * (total_seconds_late // 86400)

c.AssignLatePenalties.plugin_class = TwoPointsADay
"""


@pytest.mark.parametrize("student", KEPT)
def test_where_nothing_can_be_kept_the_marks_stay_as_they_were(course: Class, student: str) -> None:
    assert course.first[student].status == "graded"
    line = course.second[student]
    assert line.status == "not graded"
    assert KEPT[student][1] in line.said[0]
    assert line.said[1] == f"The marks stay as they were: {FULL - 4:g}."
    assert marks(course.root)[student] == course.marks[student]


def test_a_name_that_cannot_be_an_id_is_in_no_gradebook_and_has_a_line(course: Class) -> None:
    assert set(marks(course.root)) == {"ana", "late", "pipe", *KEPT, LIKE_A_RECORD}
    for lines in (course.first, course.second):
        assert lines[BROKEN_ID].status == "not graded"
        assert lines[BROKEN_ID].said[1] == "No marks were written."
    record = max(p for p in (course.root / "autograded").glob("*.json") if p.is_file())
    text = record.read_text("utf-8")
    assert all(line.isprintable() for line in text.splitlines())
    assert BROKEN_ID in {line["student"] for line in json.loads(text)["learners"]}


def test_a_learner_may_be_called_like_a_record_of_ours(course: Class) -> None:
    assert course.second[LIKE_A_RECORD].score == FULL


def test_a_time_that_cannot_be_read_makes_nobody_late(course: Class) -> None:
    """Nor does the time of the day before, when it could be read."""
    assert course.marks["late"] == course.marks["ana"]
    assert marks(course.root)["ana"]["exercises (penalty)"] == 4
    assert marks(course.root)["late"]["exercises (penalty)"] is None
    assert course.second["late"].status == "repaired"
    assert "No penalty was reckoned" in course.second["late"].said[0]


def test_what_was_graded_and_became_a_pipe_is_not_waited_for(course: Class) -> None:
    assert course.second["pipe"].score == FULL


def test_a_run_with_such_names_goes_on_where_it_was(
    course: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shutil.copytree(course.root, tmp_path / "course", symlinks=True, ignore=_pipes)
    kept: list[str] = []
    save = Marks.save

    def killed_at_the_third(self: Marks, graded: this_machine.Graded, *rest: object) -> list[str]:
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(graded.student)
        return save(self, graded, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Marks, "save", killed_at_the_third)
        # Each learner is written at once, as after the second that passes in an ordinary run.
        patch.setattr("solidarity.grade.run_record._EVERY", 0)
        with pytest.raises(KeyboardInterrupt):
            grade(root)
        patch.setattr(Marks, "save", lambda self, graded, *rest: save(self, graded, *rest))
        records = (p for p in (root / "autograded").glob("*.json") if p.is_file())
        kit = json.loads(max(records).read_text("utf-8"))["kit"]
    found = unfinished_report(root / "autograded", MODULE, kit)
    assert found is not None
    assert set(kept) <= set(found.learners)
    lines = grade(root, resume=True)
    assert {who: (one.status, one.score) for who, one in lines.items()} == {
        who: (one.status, one.score) for who, one in course.second.items()
    }


def _pipes(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if Path(folder, name).is_fifo()]


def test_a_fault_in_reading_is_one_learners(
    course: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shutil.copytree(course.root, tmp_path / "course", symlinks=True, ignore=_pipes)
    read = class_run.files_handed_in

    def fails_for_ana(folder: Path, *rest: object) -> object:
        if folder.parent.name == "ana":
            raise OSError(errno.EIO, "Input/output error", str(folder))
        return read(folder, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(class_run, "files_handed_in", fails_for_ana)
    lines = grade(root)
    assert lines["ana"].status == "not graded"
    assert "Input/output error. Mend it and grade again." in lines["ana"].said[0]
    assert lines["late"].score == FULL
    assert marks(root)["ana"] == marks(course.root)["ana"]


def test_a_fault_after_the_marks_says_that_they_are_written(
    course: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = shutil.copytree(course.root, tmp_path / "course", symlinks=True, ignore=_pipes)
    keep = ClassRun._keep_files

    def fails_for_ana(self: ClassRun, fresh: Path, place: Path) -> None:
        if fresh.name == "ana":
            raise OSError(errno.EIO, "Input/output error", str(place))
        keep(self, fresh, place)

    monkeypatch.setattr(ClassRun, "_keep_files", fails_for_ana)
    lines = grade(root)
    assert lines["ana"].status == "not graded"
    assert "The marks are written, and the graded notebook is not." in lines["ana"].said[0]
    assert lines["late"].score == FULL


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EROFS, "Read-only file system"),
        OperationalError("select", {}, Exception("database is locked")),
        NoJail("no bubblewrap"),
        CourseProblem("no module"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_concerns_all_stops_the_run(error: Exception) -> None:
    with pytest.raises(type(error)):
        demand_of_one(error)
    around = ValueError("of nbgrader")
    around.__cause__ = error
    with pytest.raises(ValueError, match="of nbgrader"):
        demand_of_one(around)


def test_what_went_wrong_is_said_in_one_printable_line() -> None:
    strange = OSError(errno.EACCES, "Permission denied", os.fsdecode(b"/a/\xff\n\x1b[2K"))
    assert in_words(strange) == r"/a/\xff \x1b[2K: Permission denied"
    assert len(in_words(ValueError("x" * 10_000))) < 400
    demand_of_one(strange)
