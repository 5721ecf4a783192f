"""One run at a time in a course, whatever became of the last one; and records in their order."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from grade.test_grade_class import marks
from grade.test_gradebook_in_use import LEARNERS, at_once, told
from helpers import PATIENCE
from submissions import MODULE, course_with_gradebook, hand_in, solved

from solidarity.grade import alone as one_run
from solidarity.grade import run_record as records
from solidarity.grade.alone import alone
from solidarity.grade.class_run import ClassRun
from solidarity.grade.run_record import new_report, unfinished_report
from solidarity.trouble import Trouble

needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="copies of a process are Linux's")

HOLDER = (
    "import sys\n"
    "from pathlib import Path\n"
    "from solidarity.grade.alone import alone\n"
    "with alone(Path(sys.argv[1]), 'm05-credit', print):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


def holder(folder: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = course_with_gradebook(tmp_path_factory.mktemp("alone") / "course")
    for learner in LEARNERS:
        hand_in(course, learner, solved())
    return course


@pytest.fixture
def course(prepared: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared, tmp_path / "course")


def test_the_second_run_says_who_is_at_work_and_since_when_and_changes_nothing(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_run, "SECONDS", 1.0)
    before = marks(course)
    other = holder(course / "autograded" / ".sse")
    try:
        code, words = told(course, "grade", MODULE, "--trust-submissions", "--no-feedback")
    finally:
        other.communicate(timeout=PATIENCE)
    assert code == 2
    assert "Waiting for it, 1 seconds at most" in words
    assert f"m05-credit, since {datetime.now():%Y-}" in words
    assert f"process {other.pid}" in words
    assert marks(course) == before


def test_the_second_run_goes_on_when_the_first_is_done(tmp_path: Path) -> None:
    other = holder(tmp_path)

    def let_go(words: str) -> None:
        assert "m05-credit" in words
        other.communicate(timeout=PATIENCE)

    with alone(tmp_path, MODULE, let_go):
        assert MODULE in (tmp_path / "lock").read_text()
    assert (tmp_path / "lock").read_text() == ""


def test_the_lock_of_a_run_that_was_killed_stops_nobody(tmp_path: Path) -> None:
    other = holder(tmp_path)
    other.kill()
    other.communicate(timeout=PATIENCE)
    assert "m05-credit" in (tmp_path / "lock").read_text()
    said: list[str] = []
    with alone(tmp_path, MODULE, said.append):
        assert said == []


@needs_fork
def test_copies_that_outlive_a_killed_run_do_not_keep_its_lock(tmp_path: Path) -> None:
    """A process that grades may be busy for a moment longer than the run that it belongs to."""
    copied = multiprocessing.get_context("fork")
    end = copied.Event()
    child: Any = None
    with alone(tmp_path, MODULE, print):
        child = copied.Process(target=end.wait)
        child.start()
    other = holder(tmp_path)
    other.communicate(timeout=PATIENCE)
    end.set()
    child.join()


@pytest.mark.parametrize("number", [37, 95])
def test_a_drive_without_locks_is_graded_on_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def no_locks(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "lockf", no_locks)
    with alone(tmp_path, MODULE, print):
        pass


# --- A clock that jumps --------------------------------------------------------------------------

JUMPS = [timedelta(days=-400), timedelta(hours=-1), timedelta(0), timedelta(days=4000)]


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return moment.astimezone(tz) if tz else moment

    monkeypatch.setattr(records, "datetime", Clock)
    monkeypatch.setattr("time.time", moment.timestamp)


def touch_as_of(path: Path, moment: datetime) -> None:
    """The time of a file as a clock that says this would give it."""
    os.utime(path, (moment.timestamp(), moment.timestamp()))


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_the_newest_record_is_the_newest_whatever_the_clock_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    now = datetime(2026, 11, 28, 18, 0, 0)
    set_clock(monkeypatch, now)
    first = new_report(tmp_path, MODULE, "first", "kit", {})
    first.finish()
    touch_as_of(first.path, now)
    set_clock(monkeypatch, now + jump)
    second = new_report(tmp_path, MODULE, "second", "kit", {})
    second.write()
    touch_as_of(second.path, now + jump)
    found = unfinished_report(tmp_path, MODULE, "kit")
    assert found is not None
    assert found.path == second.path
    second.finish()
    touch_as_of(second.path, now + jump)
    assert unfinished_report(tmp_path, MODULE, "kit") is None


def test_records_of_older_versions_come_before_those_with_a_number(tmp_path: Path) -> None:
    old = tmp_path / f"{MODULE}-20261128-150820.json"
    old.write_text(json.dumps({"kit": "kit", "mode": "m", "started": "", "learners": []}))
    other = tmp_path / f"{MODULE}-two-001-20261128-150820.json"
    other.write_text(json.dumps({"kit": "kit", "mode": "m", "started": "", "learners": []}))
    found = unfinished_report(tmp_path, MODULE, "kit")
    assert found is not None
    assert found.path == old
    new = new_report(tmp_path, MODULE, "m", "kit", {})
    new.finish()
    touch_as_of(new.path, datetime(1990, 1, 1))
    assert unfinished_report(tmp_path, MODULE, "kit") is None


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_a_run_that_was_stopped_goes_on_after_the_clock_was_set(
    course: Path, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    set_clock(monkeypatch, datetime(2026, 11, 28, 18, 0, 0))
    run = ClassRun(course, MODULE)

    def one_only(kit: Any, submissions: Any) -> Any:
        yield next(at_once(kit, submissions))
        raise Trouble("The disk is full.")

    with pytest.raises(Trouble):
        run.grade(run.students(), one_only, mode="test")
    set_clock(monkeypatch, datetime(2026, 11, 28, 18, 0, 0) + jump)
    again = ClassRun(course, MODULE)
    seen: list[str] = []

    def rest(kit: Any, submissions: Any) -> Any:
        for graded in at_once(kit, submissions):
            seen.append(graded.student)
            # Also in the middle.
            set_clock(monkeypatch, datetime(2026, 11, 28, 18, 0, 0) - jump)
            yield graded

    report = again.grade(again.students(), rest, mode="test", resume=True)
    assert seen == list(LEARNERS[1:])
    assert sorted(report.learners) == sorted(LEARNERS)
    assert len(list((course / "autograded").glob("*.json"))) == 1
