"""What lies in submitted/ in a wrong place is named, and what a computer lays there is nobody's."""

from __future__ import annotations

from pathlib import Path

import demo
import pytest
from helpers import copy_course
from typer.testing import CliRunner

from solidarity.cli import app
from solidarity.course import CourseProblem
from solidarity.grade.class_run import ClassRun
from solidarity.notebooks.files_beside import not_shown

MODULE = demo.MODULE
NOTEBOOK = "exercises.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_course(tmp_path_factory.mktemp("passed-over") / "course")


def lay(course: Path, *places: str) -> ClassRun:
    """The run of a class with a notebook in each of these places of submitted/."""
    top = course / "submitted"
    top.mkdir(exist_ok=True)
    for place in places:
        path = top / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    return ClassRun(course, MODULE)


def test_work_in_a_wrong_place_is_named(course: Path) -> None:
    run = lay(
        course,
        f"ana/{MODULE}/{NOTEBOOK}",
        f"loose/{NOTEBOOK}",
        f"tom/Savings groups/{NOTEBOOK}",
        f"{MODULE}/ella/{NOTEBOOK}",
        # Who handed in another module only is nobody to speak of.
        f"ben/m05-credit/{NOTEBOOK}",
    )
    (course / "submitted" / "empty").mkdir()
    assert run.students() == ["ana"]
    assert run.passed_over() == ["loose", MODULE, "tom"]
    assert f"Passed over in submitted/: loose, {MODULE}, tom." in run.about_passed_over()
    assert f"submitted/LEARNER/{MODULE}/" in run.about_passed_over()


def test_work_in_a_wrong_place_is_named_where_there_is_no_other(tmp_path: Path) -> None:
    run = lay(copy_course(tmp_path / "course"), f"loose/{NOTEBOOK}")
    with pytest.raises(CourseProblem, match=r"Collect it first(.|\n)*Passed over in.*: loose"):
        run.students()


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", ".DS_Store"])
def test_a_file_that_a_computer_lays_there_is_nobodys(course: Path, name: str) -> None:
    run = lay(course, f"ana/{MODULE}/{NOTEBOOK}", name)
    assert run.students() == ["ana"]


def test_a_packed_file_is_named_as_one_that_nobody_unpacked() -> None:
    said = " ".join(not_shown(["my work.ZIP", "page.html"]))
    assert "If work is in my work.ZIP, unpack it there" in said
    assert "unpack" not in " ".join(not_shown(["page.html"]))


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [(["m04"], f"Did you mean {MODULE}?"), ([MODULE, "--student", "anna"], "Did you mean ana?")],
)
def test_sse_return_names_the_nearest_right_one(
    course: Path, arguments: list[str], meant: str
) -> None:
    folder = course / "feedback" / "ana" / MODULE
    folder.mkdir(parents=True, exist_ok=True)
    done = CliRunner().invoke(app, ["return", *arguments, "--root", str(course)])
    assert done.exit_code == 2
    assert meant in done.stderr
