"""Pages go back through nbgrader's exchange, learner by learner: nobody stops the others."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import demo
import pytest
from helpers import copy_course
from nbgrader.utils import notebook_hash
from submissions import nbgrader_of
from typer.testing import CliRunner, Result

from solidarity.cli import app

MODULE = demo.MODULE
TIME, SECRET = "timestamp.txt", "submission_secret.txt"


def without(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def instead(name: str, make: Callable[[Path], object]) -> Callable[[Path], object]:
    def trick(folder: Path) -> None:
        (folder / name).unlink()
        make(folder / name)

    return trick


def link_to_a_neighbour(path: Path) -> None:
    path.symlink_to(f"../../ana/{MODULE}/{SECRET}")


TRICKS: dict[str, Callable[[Path], object]] = {
    "no-secret": without(SECRET),
    "no-time": without(TIME),
    "no-page": without("exercises.html"),
    "bytes-as-secret": instead(SECRET, lambda path: path.write_bytes(b"\xff\xfe")),
    "bytes-as-time": instead(TIME, lambda path: path.write_bytes(b"\xff\xfe")),
    "empty-secret": instead(SECRET, lambda path: path.write_text("\n")),
    "huge-secret": instead(SECRET, lambda path: path.write_text("x" * 10**6)),
    "folder-as-secret": instead(SECRET, Path.mkdir),
    "folder-as-time": instead(TIME, Path.mkdir),
    "pipe-as-secret": instead(SECRET, os.mkfifo),
    "pipe-as-time": instead(TIME, os.mkfifo),
    "link-to-a-neighbours-secret": instead(SECRET, link_to_a_neighbour),
    "link-to-nothing": instead(TIME, lambda path: path.symlink_to("nothing")),
    "the-same-secret": lambda folder: (folder / SECRET).write_text("secret of twin"),
    "ev[e]": lambda folder: None,
    "eve<b>": lambda folder: None,
}
HONEST = ("ana", "ben", "zoe")
LEFT = (*TRICKS, "twin")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = copy_course(tmp_path_factory.mktemp("return") / "course")
    exchange = course / "exchange"
    exchange.mkdir()
    exchange.chmod(stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(f"\nc.Exchange.root = {str(exchange)!r}\n")
    for student in (*HONEST, "twin", *TRICKS):
        folder = course / "feedback" / student / MODULE
        folder.mkdir(parents=True)
        (folder / "exercises.html").write_text(f"the page of {student}")
        (folder / SECRET).write_text(f"secret of {student}")
        # It need not be a time to be returned: that was said when it was graded.
        (folder / TIME).write_text("yesterday, I think")
        TRICKS.get(student, lambda folder: None)(folder)
    return course


def run(course: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["return", MODULE, "--root", str(course), *arguments])


def page(course: Path, student: str) -> Path:
    name = notebook_hash(secret=f"secret of {student}", notebook_id="exercises")
    return course / "exchange" / "sse-course" / "feedback" / f"{name}.html"


def test_everybody_who_can_have_a_page_back_has_it(course: Path) -> None:
    done = run(course)
    assert done.exit_code == 1
    for student in HONEST:
        assert page(course, student).read_text() == f"the page of {student}"
    given = list(page(course, "ana").parent.iterdir())
    assert len(given) == len(HONEST)
    assert f"returned to {len(HONEST)} of {len(HONEST) + len(LEFT)} learners" in done.stdout
    said = [one for one in done.stdout.splitlines() if one.startswith("Not returned, because ")]
    named = [name for one in said for name in one.partition(": ")[2].split(", ")]
    assert sorted(named) == sorted(LEFT)


def test_nbgraders_own_command_and_button_go_on_for_the_others_too(course: Path) -> None:
    for one in page(course, "ana").parent.glob("*"):
        one.unlink()
    done = nbgrader_of(course).release_feedback(MODULE)
    assert done["success"], done
    for student in HONEST:
        assert page(course, student).read_text() == f"the page of {student}"
    assert len(list(page(course, "ana").parent.iterdir())) == len(HONEST)
    assert "Not returned to no-secret, because no submission_secret.txt" in done["log"]
    alone = nbgrader_of(course).release_feedback(MODULE, "no-secret")
    assert not alone["success"]


def test_one_learner_alone(course: Path) -> None:
    page(course, "ben").unlink(missing_ok=True)
    done = run(course, "--student", "ben")
    assert done.exit_code == 0, done.output
    assert page(course, "ben").is_file()
    done = run(course, "--student", "no-secret")
    assert done.exit_code == 2
    assert "no submission_secret.txt that can be read came with the work" in done.stderr


def test_an_exchange_that_is_not_there_is_said_once(course: Path, tmp_path: Path) -> None:
    config = course / "nbgrader_config.py"
    before = config.read_text()
    config.write_text(f"{before}\nc.Exchange.root = {str(tmp_path / 'none')!r}\n")
    try:
        done = run(course, "--student", "ana", "--student", "ben")
    finally:
        config.write_text(before)
    assert done.exit_code == 2
    assert done.stderr.count("Unwritable directory") == 1


def test_without_pages_it_says_how_they_are_made(tmp_path: Path) -> None:
    done = run(copy_course(tmp_path / "course"))
    assert done.exit_code == 2
    assert f"sse grade {MODULE}" in done.stderr
