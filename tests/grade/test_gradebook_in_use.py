"""A gradebook in use is waited for; one that cannot be used is told in words."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from grade.test_grade_class import marks
from helpers import PATIENCE
from submissions import MODULE, course_with_gradebook, hand_in, solved
from typer.testing import CliRunner

from solidarity.cli import app
from solidarity.course import CourseProblem
from solidarity.grade import gradebook
from solidarity.grade.class_run import ClassRun
from solidarity.grade.submission import Graded, Kit, Submission, not_graded
from solidarity.trouble import Trouble

LEARNERS = ("ana", "ben", "cid")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = course_with_gradebook(tmp_path_factory.mktemp("in-use") / "course")
    for learner in LEARNERS:
        hand_in(course, learner, solved())
    return course


@pytest.fixture
def course(prepared: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared, tmp_path / "course")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradebook, "SECONDS", 1.0)


def at_once(kit: Kit, submissions: Iterable[Submission]) -> Generator[Graded, None, None]:
    """An engine for what is not about running: nobody's code is run, all else is real."""
    for one in submissions:
        yield not_graded(kit, one.student, "Not run.")


def told(course: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*arguments, "--root", str(course)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result.exit_code, result.output


GRADE = ("grade", MODULE, "--trust-submissions", "--no-feedback", "--jobs", "1")
COMMANDS = [GRADE, ("statement",)]


class Held:
    """The gradebook, held by another process until it is let go."""

    CODE = (
        "import sqlite3, sys\n"
        "book = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "book.execute(sys.argv[2])\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )

    def __init__(self, course: Path, how: str = "BEGIN EXCLUSIVE") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.CODE, str(course / "gradebook.db"), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"held\n"

    def let_go(self) -> None:
        self.process.communicate(timeout=PATIENCE)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.usefixtures("impatient")
def test_a_gradebook_in_use_before_the_start_is_told_with_who_may_hold_it(
    course: Path, command: tuple[str, ...]
) -> None:
    held = Held(course)
    try:
        code, words = told(course, *command)
    finally:
        held.let_go()
    assert code == 2
    assert "Waiting, 1 seconds at most" in words
    for whom in ("Formgrader", "another sse grade", "a backup", "network drive"):
        assert whom in words
    if command == GRADE:
        assert "nothing is lost" in words
        assert f"sse grade {MODULE} --jobs 1 --no-feedback --trust-submissions" in words
        assert "--resume" in words


@pytest.mark.parametrize("how", ["BEGIN EXCLUSIVE", "BEGIN IMMEDIATE"])
def test_a_gradebook_in_use_in_the_middle_is_waited_for(course: Path, how: str) -> None:
    """The other program lets go as soon as the run says that it waits: everybody is graded."""
    said: list[str] = []
    holding: list[Held] = []

    def waiting(words: str) -> None:
        said.append(words)
        holding.pop().let_go()

    def engine(kit: Kit, submissions: Iterable[Submission]) -> Generator[Graded, None, None]:
        for graded in at_once(kit, submissions):
            if graded.student == "ben":
                holding.append(Held(course, how))
            yield graded

    run = ClassRun(course, MODULE, waiting)
    report = run.grade(run.students(), engine, mode="test")
    assert sorted(report.learners) == sorted(LEARNERS)
    assert set(marks(course)) == set(LEARNERS)
    assert len(said) == 1
    assert "in use by another program" in said[0]


@pytest.mark.usefixtures("impatient")
def test_a_run_that_met_a_gradebook_in_use_goes_on_where_it_was(course: Path) -> None:
    holding: list[Held] = []

    def engine(kit: Kit, submissions: Iterable[Submission]) -> Generator[Graded, None, None]:
        for graded in at_once(kit, submissions):
            if graded.student == "ben":
                holding.append(Held(course))
            yield graded

    run = ClassRun(course, MODULE)
    with pytest.raises(Trouble, match="in use by another program"):
        run.grade(run.students(), engine, mode="test")
    holding.pop().let_go()
    seen: list[str] = []

    def noting(kit: Kit, submissions: Iterable[Submission]) -> Generator[Graded, None, None]:
        for graded in at_once(kit, submissions):
            seen.append(graded.student)
            yield graded

    again = ClassRun(course, MODULE)
    report = again.grade(again.students(), noting, mode="test", resume=True)
    assert seen == ["ben", "cid"]
    assert sorted(report.learners) == sorted(LEARNERS)


def test_waiting_takes_no_longer_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a wait of SQLite's own for each of many questions: one limit, by a clock of its own."""
    now = [0.0]
    asked = []

    def act() -> None:
        asked.append(now[0])
        now[0] += 0.5
        raise sqlite3.OperationalError("database is locked")

    def pass_by(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr("time.sleep", pass_by)
    # A clock on the wall that jumps changes nothing.
    monkeypatch.setattr("time.time", lambda: 1e12 - 1e9 * now[0])
    said: list[str] = []
    with pytest.raises(Trouble, match="for 30 seconds"):
        gradebook.patiently(act, "sqlite:////course/gradebook.db", said.append)
    assert 30 < now[0] < 32
    assert len(asked) > 20
    assert len(said) == 1


# --- One that cannot be used ---------------------------------------------------------------------


def a_folder(book: Path) -> None:
    book.unlink()
    book.mkdir()


def other_bytes(book: Path) -> None:
    book.write_bytes(b"this is no database, but long enough to be one" * 200)


def cut_off(book: Path) -> None:
    book.write_bytes(book.read_bytes()[: book.stat().st_size // 2 + 100])


def overwritten(book: Path) -> None:
    content = book.read_bytes()
    book.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def of_the_future(book: Path) -> None:
    with sqlite3.connect(book) as opened:
        opened.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    opened.close()


def of_long_ago(book: Path) -> None:
    with sqlite3.connect(book) as opened:
        opened.execute("ALTER TABLE student RENAME COLUMN first_name TO forename")
        opened.execute("ALTER TABLE submitted_notebook RENAME COLUMN late_submission_penalty TO a")
    opened.close()


def missing(book: Path) -> None:
    book.unlink()


def empty(book: Path) -> None:
    book.write_bytes(b"")


UNUSABLE: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a folder": (a_folder, "is a folder", "Move the folder away"),
    "other bytes": (other_bytes, "is damaged", "your last copy"),
    "cut off": (cut_off, "is damaged", "your last copy"),
    "overwritten": (overwritten, "is damaged", "your last copy"),
    "of the future": (of_the_future, "another version of nbgrader", "If a newer one made it"),
    "of long ago": (of_long_ago, "another version of nbgrader", "nbgrader db upgrade"),
    "missing": (missing, "There is no gradebook yet", ""),
    "empty": (empty, "There is no gradebook yet", ""),
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", UNUSABLE)
def test_a_gradebook_that_cannot_be_used_is_told_and_left_as_it_is(
    course: Path, name: str, command: tuple[str, ...]
) -> None:
    spoil, seen, to_do = UNUSABLE[name]
    book = course / "gradebook.db"
    spoil(book)
    before = book.read_bytes() if book.is_file() else b""
    code, words = told(course, *command)
    assert code == 2
    assert seen in words
    assert to_do in words
    assert (book.read_bytes() if book.is_file() else b"") == before
    assert not list(course.glob("statements/*"))


@pytest.fixture
def full_gradebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SQLite's own refusal to let the gradebook become any larger."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    def no_more(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")

    event.listen(Engine, "connect", no_more)
    yield
    event.remove(Engine, "connect", no_more)


@pytest.mark.usefixtures("full_gradebook")
def test_a_gradebook_that_cannot_grow_is_told(course: Path) -> None:
    for place in range(40):
        (course / "submitted" / f"more-{place}" / MODULE).mkdir(parents=True)
    run = ClassRun(course, MODULE)
    with pytest.raises(Trouble, match=r"The disk is full: .*gradebook\.db"):
        run.grade(run.students(), at_once, mode="test")


# --- Folders that go away ------------------------------------------------------------------------


def test_a_learner_whose_folder_goes_away_meanwhile_loses_nothing(course: Path) -> None:
    run = ClassRun(course, MODULE)
    students = run.students()
    report = run.grade(students, at_once, mode="test")
    before = marks(course)
    shutil.move(course / "submitted" / "ben", course / "aside")
    again = ClassRun(course, MODULE).grade(students, at_once, mode="test")
    assert marks(course) == before
    assert again.learners["ben"].status == "not graded"
    assert "is gone" in again.learners["ben"].said[0]
    assert set(again.learners) == set(students)
    assert report.learners["ben"].status == "crashed"


def test_a_command_for_nobody_says_how_to_collect(course: Path) -> None:
    shutil.rmtree(course / "submitted")
    with pytest.raises(CourseProblem, match="nbgrader collect"):
        ClassRun(course, MODULE).students()


def test_the_waiting_run_hears_ctrl_c(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own wait would hear nothing for as long as it lasts."""
    import signal

    held = Held(course)
    first = threading.main_thread().ident
    assert first is not None

    def press(_: str) -> None:
        threading.Thread(target=signal.pthread_kill, args=(first, signal.SIGINT)).start()

    original = gradebook.patiently
    monkeypatch.setattr(
        gradebook, "patiently", lambda act, url, tell=press: original(act, url, press)
    )
    try:
        code, words = told(course, *GRADE)
    finally:
        held.let_go()
    assert code == 130
    assert "Stopped, as you asked" in words
    assert "--resume" in words
