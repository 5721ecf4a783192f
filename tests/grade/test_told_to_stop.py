"""Whoever stops a run is told what is kept; nothing of it is left at work, nothing is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from grade.test_grade_class import marks
from helpers import PATIENCE, wait_until
from submissions import MODULE, course_with_gradebook, hand_in, solved

from solidarity import stopping

pytestmark = [
    pytest.mark.jail,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks at processes"),
]


@pytest.fixture(autouse=True)
def as_in_a_terminal() -> Iterator[None]:
    """A shell's background and ``nohup`` pass over these signals, and so would all they start."""
    ours = (signal.SIGINT, signal.SIGHUP)
    before = {one: signal.signal(one, signal.default_int_handler) for one in ours}
    yield
    for one, was in before.items():
        signal.signal(one, was)


LEARNERS = [f"learner-{n}" for n in range(8)]
MARK = "SOLIDARITY_TEST_MARK"


class Run:
    """``sse grade`` as a terminal starts it: the first of its process group, which hears Ctrl-C."""

    def __init__(self, course: Path, *arguments: str) -> None:
        self.course, self.mark = course, uuid.uuid4().hex
        command = ["grade", MODULE, "--jobs", "2", "--root", str(course), *arguments]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "solidarity", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, MARK: self.mark, "PYTHONFAULTHANDLER": ""},
        )

    def until(self, happened: Callable[[Path], bool]) -> Run:
        def known() -> bool:
            return happened(self.course) or self.process.poll() is not None

        wait_until(known, otherwise=lambda: "the run did not come so far")
        return self

    def told(self, *numbers: int) -> tuple[int, str]:
        """Exit code and words after these signals to the whole group."""
        for number in numbers:
            os.killpg(self.process.pid, number)
        out, err = self.process.communicate(timeout=PATIENCE)
        wait_until(lambda: not self.left(), otherwise=lambda: f"still at work: {self.left()}")
        return self.process.returncode, out + err

    def left(self) -> list[str]:
        """The processes that this run has started, and that are not its own."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if f"{MARK}={self.mark}".encode() in (folder / "environ").read_bytes():
                    found.append((folder / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found


def kept(course: Path) -> int:
    return len(list(course.glob(f"autograded/*/{MODULE}/exercises.ipynb")))


def pages(course: Path) -> int:
    return len(list(course.glob(f"feedback/*/{MODULE}/exercises.html")))


MOMENTS: dict[str, tuple[Callable[[Path], bool], str]] = {
    "before the first learner": (
        lambda course: any(course.glob("autograded/*.json")),
        "in this run yet, and nothing is lost",
    ),
    "in the middle": (lambda course: kept(course) >= 3, "of 8 learners are graded and kept"),
    "while pages are made": (lambda course: pages(course) >= 2, "feedback pages are made"),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = course_with_gradebook(tmp_path_factory.mktemp("stopped") / "course")
    for learner in LEARNERS:
        hand_in(course, learner, solved())
    return course


@pytest.fixture(scope="module")
def expected(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same class, graded without being stopped."""
    course = shutil.copytree(prepared, tmp_path_factory.mktemp("not-stopped") / "course")
    assert Run(course).told()[0] == 0
    return course


@pytest.fixture
def course(prepared: Path, tmp_path: Path) -> Path:
    return shutil.copytree(prepared, tmp_path / "course")


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_says_what_is_kept_and_how_to_go_on(
    course: Path, expected: Path, moment: str
) -> None:
    reached, says = MOMENTS[moment]
    code, words = Run(course).until(reached).told(signal.SIGINT)
    assert code == 130, words
    assert "Traceback" not in words
    assert "Stopped, as you asked with Ctrl-C." in words
    assert says in words
    assert f"  sse grade {MODULE} " in words
    assert f" --root {course} --resume\n" in words
    code, words = Run(course, "--resume").told()
    assert code == 0
    assert marks(course) == marks(expected)
    assert pages(course) == len(LEARNERS)


def test_ctrl_c_while_pages_are_made_grades_nobody_again(course: Path) -> None:
    Run(course).until(MOMENTS["while pages are made"][0]).told(signal.SIGINT)
    before = {path: path.stat().st_ino for path in course.glob(f"autograded/*/{MODULE}")}
    assert Run(course, "--resume").told()[0] == 0
    assert {path: path.stat().st_ino for path in course.glob(f"autograded/*/{MODULE}")} == before
    assert len(list(course.glob("autograded/*.json"))) == 1


HOW = {
    "Ctrl-C twice": ((signal.SIGINT, signal.SIGINT), 130, "Ctrl-C"),
    "SIGTERM": ((signal.SIGTERM,), 143, "another program asked"),
    "a closed terminal": ((signal.SIGHUP,), 129, "terminal was closed"),
    "a closed terminal after Ctrl-C": ((signal.SIGINT, signal.SIGHUP), 130, "Ctrl-C"),
}


@pytest.mark.parametrize("how", HOW)
def test_other_ways_to_stop_a_run_are_told_too(course: Path, how: str) -> None:
    numbers, wanted, says = HOW[how]
    code, words = Run(course).until(MOMENTS["in the middle"][0]).told(*numbers)
    # Of two that come at one time either may be heard first.
    assert code == wanted or len(numbers) > 1
    assert code in (129, 130, 143)
    assert says in words or len(set(numbers)) > 1
    assert "Traceback" not in words
    assert "learners are graded and kept" in words


def test_ctrl_c_while_all_is_loaded_is_told(course: Path) -> None:
    """At ten moments before anybody is graded, most of them during imports."""
    begun = course / "autograded" / ".sse"
    for place in range(10):
        run = Run(course)
        process = Path("/proc", str(run.process.pid))

        def loaded(_: Path, process: Path = process, least: int = 60 * place) -> bool:
            # How much is loaded tells how far it is, whatever the machine's speed.
            size = len((process / "maps").read_text().splitlines())
            return begun.exists() or (_hears_us(process) and size >= least)

        code, words = run.until(loaded).told(signal.SIGINT)
        assert code == 130, words
        assert "Stopped, as you asked with Ctrl-C." in words
        assert "Traceback" not in words


def _hears_us(process: Path) -> bool:
    """Whether SIGTERM has a handler there: only ours gives it one."""
    status = (process / "status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


def test_a_run_that_hears_no_hangup_is_not_ended_by_one(course: Path) -> None:
    """As with nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        run = Run(course, "--no-feedback")
    finally:
        signal.signal(signal.SIGHUP, before)
    code, _ = run.until(MOMENTS["in the middle"][0]).told(signal.SIGHUP)
    assert code == 0


def test_what_python_passes_over_is_heard_again() -> None:
    """As in the end of an object's life, where what is raised is only printed."""

    class Ends:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    def act() -> None:
        with stopping.heard():
            Ends()
            wait_until(lambda: False, otherwise=lambda: "it was not heard again")

    with pytest.raises(stopping.Stopped):
        act()


def test_what_comes_while_something_must_be_whole_is_heard_afterwards() -> None:
    done = []

    def act() -> None:
        with stopping.heard():
            with stopping.heard_later():
                signal.raise_signal(signal.SIGTERM)
                done.append("whole")
            done.append("never")

    with pytest.raises(stopping.Stopped) as stopped:
        act()
    assert done == ["whole"]
    assert stopped.value.code == 143


def test_ctrl_c_while_ones_own_notebook_runs_without_a_jail_is_heard(course: Path) -> None:
    """No cell is blamed for the kernel that ended with it."""
    notebook = solved()
    begun = course / "begun"
    endless = f"import time\nopen({str(begun)!r}, 'w').close()\nwhile True: time.sleep(0.1)"
    notebook.cells.insert(1, nbformat.v4.new_code_cell(endless))
    path = course / "mine.ipynb"
    nbformat.write(notebook, path)
    run = Run.__new__(Run)
    run.course, run.mark = course, uuid.uuid4().hex
    no_jail = "import shutil\nshutil.which = lambda *_, **__: None\n"
    start = "from solidarity.__main__ import main\nmain()"
    run.process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            no_jail + start,
            "check",
            "--trust",
            str(path),
            "--root",
            str(course),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, MARK: run.mark},
    )
    code, words = run.until(lambda _: begun.exists()).told(signal.SIGINT)
    assert code == 130, words
    assert "Stopped, as you asked with Ctrl-C." in words
    # What the kernel itself says on its way is another matter.
    assert "solidarity/cli.py" not in words
    assert "points" not in words
