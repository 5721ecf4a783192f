"""The pages of a class: whatever one of them does, there is a page for everybody, and an end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from feedback.reader import demand_sound
from helpers import PATIENCE, wait_until
from submissions import MODULE, course_with_gradebook, hand_in, solved

from solidarity.grade import pages
from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.grade.feedback import exporter
from solidarity.grade.pages import PagesMade, make_pages


def total(page: str) -> str:
    found = re.search(r'class="total"><strong>([^<]+)<', page)
    assert found
    return found[1]


pytestmark = pytest.mark.jail

FOREIGN = "<img src=x onerror=alert(1)>"


def never_ends() -> None:
    while True:
        pass


def searches_for_ever() -> None:
    """In C: no signal handler and no other thread of Python comes to its turn."""
    re.match(r"(a+)+$", "a" * 64 + "b")


def fills_the_memory() -> None:
    kept = []
    while True:
        kept.append(b"x" * 2**24)


def goes_too_deep() -> None:
    goes_too_deep()


def raises() -> None:
    raise ValueError(FOREIGN + "\x1b[2K")


def leaves() -> None:
    os._exit(0)


def is_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


TROUBLES: dict[str, tuple[Callable[[], None], str]] = {
    "never-ends": (never_ends, "seconds"),
    "searches": (searches_for_ever, "seconds"),
    "fills": (fills_the_memory, "more memory than there is for it"),
    "deep": (goes_too_deep, "RecursionError"),
    "raises": (raises, "ValueError"),
    "leaves": (leaves, "was ended"),
    "is-killed": (is_killed, "was ended"),
    "sleeps": (signal.pause, "did not end within"),
    "long": (lambda: None, "would have more than"),
}


class Class:
    """A class, and what became of its pages when one page of each but one went wrong."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.made: dict[str, PagesMade] = {}

    def page(self, student: str, notebook: str = "exercises") -> str:
        return (self.root / "feedback" / student / MODULE / f"{notebook}.html").read_text("utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    root = course_with_gradebook(tmp_path_factory.mktemp("pages") / "course")
    for student in ("ana", *TROUBLES):
        hand_in(root, student, solved())
    run = ClassRun(root, MODULE)
    run.grade(run.students(), this_machine.local(2), mode="test")
    ours = exporter.page_of

    def page_of(notebook: Any, marks: Any, place: Any) -> Any:
        student = marks["student"]
        page = ours(notebook, marks, place)
        if student in TROUBLES and marks["notebook"] == "exercises":
            TROUBLES[student][0]()
            if student == "long":
                page.notices = ["x" * (pages.MOST_BYTES + 1)]
        return page

    with pytest.MonkeyPatch.context() as patch:
        # The processes are copies of this one.
        patch.setattr(exporter, "page_of", page_of)
        patch.setattr(pages, "CPU_SECONDS", 3)
        patch.setattr(pages, "WALL_SECONDS", 20)
        found = Class(root)
        students = run.students()
        assert set(students) == {"ana", *TROUBLES}
        for made in make_pages(root, MODULE, students, 3):
            found.made[made.student] = made
        yield found


@pytest.mark.parametrize("student", TROUBLES)
def test_a_page_that_cannot_be_made_is_plain_and_says_the_points(
    course: Class, student: str
) -> None:
    made = course.made[student]
    assert not made.missing
    assert len(made.said) == 1
    assert made.said[0].startswith("The page exercises.html is plain, because ")
    assert TROUBLES[student][1] in made.said[0]
    assert made.said[0].isprintable()
    page = course.page(student)
    demand_sound(page)
    assert "can show only your points" in page
    assert total(page) == total(course.page("ana"))
    assert "onerror" not in page
    # The other pages are as they are.
    assert "can show only your points" not in course.page(student, "reading")


def test_the_others_are_as_if_nothing_had_happened(course: Class) -> None:
    assert course.made["ana"] == PagesMade("ana")
    assert set(course.made) == {"ana", *TROUBLES}
    assert "can show only your points" not in course.page("ana")


def test_no_process_is_left(course: Class) -> None:
    assert not [child for child in psutil.Process().children() if child.status() == "running"]


WAITS = """
import os, pathlib, re
from solidarity.grade.feedback import exporter

def page_of(*_):
    pathlib.Path({place!r}, str(os.getpid())).touch()
    re.match(r"(a+)+$", "a" * 64 + "b")

exporter.page_of = page_of
"""


def test_page_processes_end_with_the_grader_that_is_killed(course: Class, tmp_path: Path) -> None:
    """Busy in C, where no thread of theirs would come to its turn."""
    config = course.root / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(before + WAITS.format(place=str(tmp_path)))
    code = f"from solidarity.grade.pages import *; list(make_pages(Path({str(course.root)!r}), "
    grader = subprocess.Popen([sys.executable, "-c", f"{code}{MODULE!r}, ['ana', 'deep'], 2))"])

    def busy() -> list[int]:
        return [int(path.name) for path in tmp_path.iterdir()]

    def alive() -> list[int]:
        return [
            pid
            for pid in busy()
            if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        ]

    try:
        wait_until(lambda: len(busy()) == 2, lambda: f"no page was begun: {grader.poll()}")
        assert len(alive()) == 2
        grader.kill()
        grader.wait(PATIENCE)
        wait_until(lambda: not alive(), lambda: f"still there: {alive()}")
    finally:
        config.write_text(before)


def test_who_was_not_graded_has_a_plain_page_too(course: Class) -> None:
    strange = "eve<b>[x]"
    made = list(make_pages(course.root, MODULE, ["ana", strange], 1, failed=[strange, "ana"]))
    assert made == [PagesMade("ana"), PagesMade(strange)]
    page = course.page(strange)
    demand_sound(page)
    assert "could not be graded this time" in page
    assert "eve&lt;b&gt;[x]" in page
    assert total(course.page("ana")).startswith("18 of ")


def test_where_no_page_can_be_it_is_said(course: Class, tmp_path: Path) -> None:
    feedback = course.root / "feedback"
    (feedback / "file").write_text("kept")
    (tmp_path / "elsewhere").mkdir()
    (feedback / "link").symlink_to(tmp_path / "elsewhere")
    for student in ("file", "link"):
        made = list(make_pages(course.root, MODULE, [student, "ana"], 1))
        assert {one.student: one.missing for one in made} == {student: True, "ana": False}
        (said,) = next(one.said for one in made if one.student == student)
        assert "move it away" in said
    assert (feedback / "file").read_text() == "kept"
    assert list((tmp_path / "elsewhere").iterdir()) == []
