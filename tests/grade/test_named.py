"""A module or a learner that nobody knows is answered with the right name, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from submissions import MODULE, course_with_gradebook, hand_in, solved
from typer.testing import CliRunner

from solidarity.cli import app
from solidarity.course import CourseProblem
from solidarity.grade.named import demand_learners, demand_module


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = course_with_gradebook(tmp_path_factory.mktemp("named") / "course")
    for learner in ("ana.cruz@example.org", "ben"):
        hand_in(course, learner, solved())
    return course


def told(course: Path, *arguments: str) -> str:
    before = sorted(course.rglob("*"))
    result = CliRunner().invoke(app, [*arguments, "--root", str(course)])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert sorted(course.rglob("*")) == before
    return result.output


TYPED = {
    "m04": f"Did you mean {MODULE}?",
    "4": f"Did you mean {MODULE}?",
    "M04-Savings-Groups": f"Did you mean {MODULE}?",
    "savings": f"Did you mean {MODULE}",
    "m04-saving-group": f"Did you mean {MODULE}?",
    "m04+savings": f"Did you mean {MODULE}?",
    "m*": "The modules are: m01-first-notebook",
    "zzzz": "The modules are: m01-first-notebook",
    "": "No module is named",
    "  ": "No module is named",
    f"release/{MODULE}/": f"Type: sse grade {MODULE}\n",
    f"./{MODULE}": f"Type: sse grade {MODULE}\n",
    f"{MODULE}/": f"Type: sse grade {MODULE}\n",
    f"/home/ines/course/submitted/ben/{MODULE}": f"Type: sse grade {MODULE} --student ben\n",
    f"submitted\\ben\\{MODULE}\\exercises.ipynb": f"Type: sse grade {MODULE} --student ben\n",
    "submitted/ben": "Type: sse grade MODULE\nThe modules are: m01",
    "..": "The modules are: m01-first-notebook",
}


@pytest.mark.parametrize("typed", TYPED)
def test_what_is_no_module_is_answered_with_what_to_type(course: Path, typed: str) -> None:
    words = told(course, "grade", typed, "--trust-submissions")
    assert TYPED[typed] in words
    assert "othing was done" in words


def test_a_module_that_nobody_handed_in_says_so(course: Path) -> None:
    assert "Nobody's m05-credit is in submitted/" in told(course, "grade", "m05-credit")


@pytest.mark.parametrize("typed", ["ana.cruz@example.com", "Ana.Cruz@example.org", "ana.cruz"])
def test_a_learner_who_handed_in_nothing_is_answered_with_the_nearest(
    course: Path, typed: str
) -> None:
    words = told(course, "grade", MODULE, "--student", typed)
    assert "Did you mean ana.cruz@example.org?" in words


def test_a_learner_whom_the_gradebook_does_not_know_is_answered_with_the_nearest() -> None:
    with pytest.raises(CourseProblem, match=r"learner 'bem'\. Did you mean ben\?"):
        demand_learners(["bem", "ana"], ["ben", "ana"], "No learner '{who}'.")


def test_a_learner_of_no_name_is_told(course: Path) -> None:
    assert '"" handed in no' in told(course, "grade", MODULE, "--student", "")


def test_where_no_module_is_known_a_name_is_let_pass() -> None:
    demand_module("own-module", [])
    with pytest.raises(CourseProblem, match="no module called"):
        demand_module("own*", [])
