"""A class is graded again: what a person has read stays read, and who has other marks is told."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import programs
import pytest
from grade.test_grade_class import marks
from helpers import copy_course
from nbgrader.api import Gradebook
from submissions import MODULE, course_with_gradebook, hand_in, nbgrader_of, solved_with
from typer.testing import CliRunner

from solidarity.cli import app
from solidarity.course import CourseProblem
from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.run_record import RunRecord
from solidarity.report.statement import _contents

pytestmark = pytest.mark.jail

KEY = Path("course", MODULE, "key.py")
WORDS = KEY.with_name("exercises.md")


def grade(course: Path, *, resume: bool = False, only: tuple[str, ...] = ()) -> RunRecord:
    run = ClassRun(course, MODULE)
    return run.grade(run.students(only), this_machine.local(2), mode="test", resume=resume)


def with_nbgrader(course: Path) -> None:
    """What `nbgrader autograde --force` does, and Formgrader's button."""
    for student in sorted(path.name for path in (course / "submitted").iterdir()):
        done = nbgrader_of(course).autograde(MODULE, student, force=True)
        assert done["success"], done.get("error") or done.get("log")


def write(text: str) -> Callable[[Any], None]:
    def reflection(notebook: Any) -> None:
        next(cell for cell in notebook.cells if cell.id == "reflection").source = text

    return reflection


def hand_in_again(course: Path, student: str, *changes: Callable[[Any], None]) -> None:
    shutil.rmtree(course / "submitted" / student)
    hand_in(course, student, solved_with(*changes))


def a_cut_answer(notebook: Any) -> None:
    answer = next(cell for cell in notebook.cells if cell.id == "share_out-answer")
    answer.source = "def share_out(shares, box):\n    return []"


LEARNERS = {
    "read": (4.0, False),
    "rewritten": (3.0, False),
    "waiting": (None, True),
    "asked-again": (2.0, True),
    "corrected": (None, True),
    "taken-back": (5.0, False),
    "renamed": (4.0, False),
    "renamed-and-rewritten": (3.0, False),
}
"""Their mark for the reflection, by hand, and whether somebody must look at it."""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class whose reflections were read by a person."""
    course = course_with_gradebook(tmp_path_factory.mktemp("again") / "course")
    for student in LEARNERS:
        hand_in(course, student, solved_with(write(f"We meet and vote, says {student}.")))
    grade(course)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for student, (mark, waits) in LEARNERS.items():
            place = ("reflection", "exercises", MODULE, student)
            book.find_grade(*place).manual_score = mark
            book.find_grade(*place).needs_manual_grade = waits
            book.find_comment(*place).manual_comment = f"Well argued, {student}."
        by_hand = book.find_grade("share_out", "exercises", MODULE, "corrected")
        by_hand.manual_score, by_hand.extra_credit, by_hand.needs_manual_grade = 1.0, 0.5, False
        book.db.commit()
    # What was handed in since.
    hand_in_again(course, "rewritten", write("We do not vote any more."))
    hand_in_again(course, "corrected", write("We meet and vote, says corrected."))
    hand_in_again(course, "taken-back")
    hand_in_again(course, "renamed-and-rewritten", write("We do not vote any more."))
    for student in ("renamed", "renamed-and-rewritten"):
        path = course / "submitted" / student / MODULE / "exercises.ipynb"
        path.rename(path.with_name("exercises (1).ipynb"))
    return course


WAYS: dict[str, Callable[[Path], Any]] = {"sse grade": grade, "nbgrader autograde": with_nbgrader}


@pytest.fixture(scope="module", params=WAYS)
def again(request: pytest.FixtureRequest, read: Path, tmp_path_factory: Any) -> Any:
    """The class graded again, and again, by each way: its marks, and the course."""
    course = shutil.copytree(read, tmp_path_factory.mktemp("way") / "course")
    WAYS[request.param](course)
    WAYS[request.param](course)
    return marks(course), course


def test_what_was_read_stays_read(again: Any) -> None:
    after, _ = again
    assert after["read"]["reflection"] == (None, 4.0, None, False)
    assert after["renamed"]["reflection"] == (None, 4.0, None, False)
    assert after["corrected"]["share_out"][1:] == (1.0, 0.5, False)


def test_a_text_that_changed_since_it_was_read_waits_with_its_old_mark(again: Any) -> None:
    after, _ = again
    assert after["rewritten"]["reflection"][1:] == (3.0, None, True)
    assert after["taken-back"]["reflection"][1:] == (5.0, None, True)
    assert after["renamed-and-rewritten"]["reflection"][1:] == (3.0, None, True)


def test_what_waited_goes_on_waiting(again: Any) -> None:
    after, _ = again
    assert after["waiting"]["reflection"] == (None, None, None, True)
    assert after["asked-again"]["reflection"][1:] == (2.0, None, True)


def test_comments_by_hand_are_never_touched(again: Any) -> None:
    after, _ = again
    for student in LEARNERS:
        assert after[student]["reflection (comment)"][1] == f"Well argued, {student}."


def test_a_statement_is_final_where_everything_was_read(again: Any) -> None:
    from datetime import date

    from solidarity.course import load_course

    _, course = again
    found = _contents(load_course(course), f"sqlite:///{course / 'gradebook.db'}", [], date.today())
    final = {
        student: next(m["final"] for m in content["modules"] if m["id"] == MODULE)
        for student, content in found.items()
    }
    assert final["read"] is True
    assert final["rewritten"] is final["waiting"] is False


def test_the_line_of_who_must_be_read_again_says_so(read: Path, tmp_path: Path) -> None:
    course = shutil.copytree(read, tmp_path / "course")
    report = grade(course, only=("read", "rewritten"))
    assert "the mark of 3 is kept" in " ".join(report.learners["rewritten"].said)
    assert report.learners["read"].said == ()


def test_nbgraders_own_command_keeps_read_what_was_read(read: Path, tmp_path: Path) -> None:
    course = shutil.copytree(read, tmp_path / "course")
    command = [sys.executable, "-m", "nbgrader", "autograde", MODULE, "--force", "--student=read"]
    done = programs.run(command, cwd=course)
    assert done.returncode == 0, done.stderr[-2000:]
    assert marks(course)["read"]["reflection"] == (None, 4.0, None, False)


def test_where_nothing_tells_what_was_read_somebody_looks_again(read: Path, tmp_path: Path) -> None:
    course = shutil.copytree(read, tmp_path / "course")
    shutil.rmtree(course / "autograded" / "read")
    grade(course, only=("read",))
    assert marks(course)["read"]["reflection"] == (None, 4.0, None, True)


def test_killed_before_the_files_are_kept_a_changed_text_still_waits(
    read: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = shutil.copytree(read, tmp_path / "course")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ClassRun, "_keep_files", killed)
        with pytest.raises(KeyboardInterrupt):
            grade(course, only=("rewritten",))
    grade(course, resume=True, only=("rewritten",))
    assert marks(course)["rewritten"]["reflection"][1:] == (3.0, None, True)


# --- A mended key --------------------------------------------------------------------------------

FOUND = "relative_tolerance=0.01,"
MENDED = "relative_tolerance=0.03,"


def a_tenth_more(notebook: Any) -> None:
    """An answer that the key did not allow, and the mended one does."""
    answer = next(cell for cell in notebook.cells if cell.id == "deposits_per_group-answer")
    answer.source += "\ndeposits_per_group = deposits_per_group * 1.02"


@pytest.fixture(scope="module")
def one_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graded class: ana is right, and ben has an answer that a mended key will allow."""
    course = course_with_gradebook(tmp_path_factory.mktemp("mended") / "course")
    hand_in(course, "ana", solved_with())
    hand_in(course, "ben", solved_with(a_tenth_more))
    grade(course)
    return course


@pytest.fixture
def course(one_class: Path, tmp_path: Path) -> Path:
    return shutil.copytree(one_class, tmp_path / "course")


def mend(course: Path, found: str, mended: str) -> None:
    """Change something in the key, or in the words beside it."""
    texts = {path: (course / path).read_text(encoding="utf-8") for path in (KEY, WORDS)}
    path = next(path for path, text in texts.items() if found in text)
    (course / path).write_text(texts[path].replace(found, mended, 1), encoding="utf-8")


def told(course: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(
        app, [*arguments, "--root", str(course)], env={"COLUMNS": "200"}, catch_exceptions=False
    )
    return done.exit_code, " ".join(done.output.split())


def test_a_mended_key_that_is_built_tells_whose_marks_changed(course: Path) -> None:
    mend(course, FOUND, MENDED)
    before = marks(course)
    code, words = told(course, "grade", MODULE, "--no-feedback")
    assert code == 2
    assert "deposits_per_group" in words
    assert "Run: sse build" in words
    assert marks(course) == before
    assert told(course, "build")[0] == 0
    # Learners' own copies of checks.json are those of the time when they fetched the module.
    older = course / "submitted" / "ben" / MODULE / "checks.json"
    older.write_bytes((course / "submitted" / "ben" / MODULE / "case.ipynb").read_bytes())
    code, words = told(course, "grade", MODULE, "--no-feedback")
    assert code == 0
    assert "Marks changed" in words
    assert "ben 17 18 deposits_per_group 0 → 1" in words
    assert "ana" not in words.partition("Marks changed")[2]
    record = json.loads(max((course / "autograded").glob("*.json")).read_text("utf-8"))
    lines = {line["student"]: line for line in record["learners"]}
    assert lines["ben"]["changed"] == {"deposits_per_group": [0.0, 1.0]}
    assert lines["ben"]["total"] == [17.0, 18.0]
    assert lines["ana"]["changed"] == {}
    assert "Marks changed" not in told(course, "grade", MODULE, "--no-feedback")[1]


NO_FIT = {
    "another example": ('{"cash": 9_750,', '{"cash": 9_751,', "share_value"),
    "other words": ("Take it off before you divide.", "Take it away.", "share_value"),
    "an error for a hidden input": (
        "/ shares if shares > 0 else 0\n\n\ndef _draw",
        "/ shares / (cash != 6_300) if shares > 0 else 0\n\n\ndef _draw",
        "share_value",
    ),
    "a mistake of another name": ('"adds-social-fund":', '"adds-it":', "share_value"),
    "words for no exercise": ("{hints} share_value", "{hints} share_values", "exercises.md, line "),
    "no Python": ("from random", "from from", "it cannot be run"),
    "no such paragraph": ("reading#what-one-share-is-worth", "reading#gone", "share_value"),
}


@pytest.mark.parametrize("name", NO_FIT)
def test_a_key_that_does_not_fit_the_release_is_refused_in_every_way(
    course: Path, name: str
) -> None:
    found, mended, says = NO_FIT[name]
    mend(course, found, mended)
    before = marks(course), sorted((course / "autograded").rglob("*"))
    with pytest.raises(CourseProblem) as refused:
        grade(course)
    assert says in str(refused.value)
    assert "sse build" in str(refused.value)
    done = nbgrader_of(course).autograde(MODULE, "ana", force=True)
    assert not done["success"]
    assert says in done["log"]
    assert (marks(course), sorted((course / "autograded").rglob("*"))) == before


def test_a_key_with_other_points_than_the_gradebook_is_refused(course: Path) -> None:
    from solidarity.grade.fits import demand_key_fits

    with pytest.raises(CourseProblem, match="generate_assignment --force"):
        demand_key_fits(course, MODULE, {"share_value": 1.0})
    demand_key_fits(course, MODULE, {"share_value": 2.0})


def test_a_key_that_is_missing_or_ends_python_is_refused(tmp_path: Path) -> None:
    from solidarity.grade.fits import demand_key_fits

    course = copy_course(tmp_path / "course")
    (course / KEY).write_text("raise SystemExit", encoding="utf-8")
    with pytest.raises(CourseProblem, match="cannot be run: SystemExit"):
        demand_key_fits(course, MODULE, {})
    (course / KEY).unlink()
    with pytest.raises(CourseProblem, match=r"key\.py is missing"):
        demand_key_fits(course, MODULE, {})
    (course / "release" / MODULE / "checks.json").unlink()
    demand_key_fits(course, MODULE, {})


# --- A run that goes on --------------------------------------------------------------------------


def stop_after_one(course: Path) -> Path:
    """A run that was stopped when ana was graded and ben was not; its record."""
    report = grade(course)
    content = json.loads(report.path.read_text("utf-8"))
    content["finished"] = ""
    content["learners"] = [line for line in content["learners"] if line["student"] == "ana"]
    report.path.write_text(json.dumps(content))
    return report.path


def another_seed(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLIDARITY_SEED", "another seed")


def another_limit(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(course / "nbgrader_config.py", "a") as config:
        config.write("\nc.GradeWithKey.cell_seconds = 29\n")


def another_key(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of the hidden inputs only: the release stays as it is.
    mend(course, '{"cash": 0, "good_loans": 4_500,', '{"cash": 0, "good_loans": 4_600,')


OTHERS = {"key": another_key, "seed": another_seed, "limit": another_limit}


def graded_now(course: Path) -> tuple[set[str], RunRecord]:
    """Who is graded when the run goes on, and its record."""
    seen: set[str] = set()
    run = ClassRun(course, MODULE)
    report = run.grade(
        run.students(),
        this_machine.local(1),
        mode="test",
        resume=True,
        tell=lambda line, done, count: seen.add(line.student),
    )
    return seen, report


def test_a_run_that_goes_on_grades_only_who_is_missing(course: Path) -> None:
    path = stop_after_one(course)
    seen, report = graded_now(course)
    assert (seen, report.path, report.anew) == ({"ben"}, path, "")


@pytest.mark.parametrize("other", OTHERS)
def test_a_run_begins_anew_when_the_marks_could_be_others(
    course: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stop_after_one(course)
    OTHERS[other](course, monkeypatch)
    seen, report = graded_now(course)
    assert seen == {"ana", "ben"}
    assert report.path != path
    assert "graded anew" in report.anew


def test_what_a_stopped_run_changed_is_told_by_the_next_one(course: Path) -> None:
    """The run that changed ben's mark was killed before it told anybody."""
    hand_in_again(course, "ben")
    report = grade(course)
    assert report.learners["ben"].changed == {"deposits_per_group": (0.0, 1.0)}
    content = json.loads(report.path.read_text("utf-8"))
    began = {"ana": {"deposits_per_group": 1.0}, "ben": {"deposits_per_group": 0.0}}
    report.path.write_text(json.dumps(content | {"finished": "", "learners": [], "before": began}))
    assert graded_now(course)[1].learners["ben"].changed["deposits_per_group"] == (0.0, 1.0)


def test_a_record_from_before_this_list_was_made_can_go_on(course: Path) -> None:
    path = stop_after_one(course)
    content = json.loads(path.read_text("utf-8"))
    del content["before"]
    for line in content["learners"]:
        del line["changed"], line["total"]
    path.write_text(json.dumps(content))
    assert graded_now(course)[0] == {"ben"}


# --- A wrong name --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "meant"),
    [("m04", MODULE), ("m04-saving-groups", MODULE), ("m5", "m05-credit")],
)
def test_a_module_that_does_not_exist_is_answered_with_the_nearest(
    course: Path, given: str, meant: str
) -> None:
    code, words = told(course, "grade", given)
    assert code == 2
    assert f"There is no module called {given}. Did you mean {meant}" in words
