"""All ways to a verdict agree: the check beside the learner, and every way of grading."""

from __future__ import annotations

import functools
import json
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import programs
import pytest
from beside_the_learner import Said, Verdicts, beside_the_learner, in_panel
from helpers import ROOT
from odd_notebooks import NOTEBOOKS, RIGHT_STILL, notebook
from submissions import MODULE, course_with_gradebook, hand_in, nbgrader_of

from solidarity.grade.class_run import ClassRun
from solidarity.grade.engines import this_machine
from solidarity.learn.own_marks import check_own
from solidarity.run import run_own, trusted
from solidarity.run.kept import close_kept_worker
from solidarity.run.runner import Limits

pytestmark = [
    pytest.mark.slow,
    pytest.mark.jail,
]

SECONDS = 3
"""For the answers of an exercise: some of these never come."""

BY_KERNEL = [name for name in NOTEBOOKS if name.startswith(("files", "cells"))][::4]
"""Starting a kernel for each takes long: some of those that a kernel could see differently."""


BY_BUTTON = list(NOTEBOOKS)[::6]
"""The button and the command call the same step of nbgrader, one learner after the other."""


ENDS_PYTHON = "cells-cell-ends-python"
"""In JupyterLab such a cell takes the kernel with it, and whoever goes on does so without it."""

_OF_THE_RUN = re.compile(
    r"/scratch\b|/tmp/sse-work-\w+|0x[0-9a-f]+|(?:CPU times|Wall time): [^\"\\]*", re.ASCII
)


def of_notebook(graded: Any) -> Verdicts:
    return {
        cell.metadata.nbgrader.grade_id: in_panel(output.data["text/html"])
        for cell in graded.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    }


# --- Every way of grading ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class in which every odd notebook was handed in."""
    root = course_with_gradebook(tmp_path_factory.mktemp("one-verdict") / "course")
    config = root / "nbgrader_config.py"
    config.write_text(f"{config.read_text()}\nc.GradeWithKey.ask_seconds = {SECONDS}\n")
    for name in NOTEBOOKS:
        hand_in(root, name, notebook(name))
    return root


@pytest.fixture(scope="module")
def shown(course: Path) -> dict[str, list[list[Any]]]:
    """What all cells show where ``sse grade`` ran them."""
    run = ClassRun(course, MODULE)
    run.grade(run.students(), this_machine.local(2), mode="test")
    return {name: outputs(course, name) for name in NOTEBOOKS}


@pytest.fixture(scope="module")
def by_sse_grade(course: Path, shown: dict[str, list[list[Any]]]) -> dict[str, Verdicts]:
    return all_autograded(course)


def all_autograded(course: Path) -> dict[str, Verdicts]:
    return {name: autograded(course, name) for name in NOTEBOOKS}


def autograded(course: Path, name: str) -> Verdicts:
    path = course / "autograded" / name / MODULE / "exercises.ipynb"
    return of_notebook(nbformat.read(path, as_version=4))


def outputs(course: Path, name: str) -> list[list[Any]]:
    """All that the cells show, without what tells where and when they ran."""
    graded = nbformat.read(course / "autograded" / name / MODULE / "exercises.ipynb", as_version=4)
    shown = [cell.outputs for cell in graded.cells if cell.cell_type == "code"]
    return json.loads(_OF_THE_RUN.sub("…", json.dumps(shown, ensure_ascii=False)))


def differences(one: dict[str, Verdicts], other: dict[str, Verdicts]) -> dict[str, Any]:
    assert one.keys() == other.keys()
    assert all(len(verdicts) == 8 for verdicts in other.values())
    return {
        f"{name}: {exercise}": (said, other[name].get(exercise))
        for name, verdicts in one.items()
        for exercise, said in verdicts.items()
        if said != other[name].get(exercise)
    }


def test_there_are_enough_of_them() -> None:
    assert len(NOTEBOOKS) >= 60


def test_what_was_right_at_the_check_is_right(by_sse_grade: dict[str, Verdicts]) -> None:
    wrong = {
        name: said
        for name in RIGHT_STILL
        for said in by_sse_grade[name].values()
        if not said.heading.startswith("Right")
    }
    assert wrong == {}


def test_the_check_and_sse_grade_say_the_same(
    by_sse_grade: dict[str, Verdicts], tmp_path: Path
) -> None:
    home = {}
    for name in (one for one in NOTEBOOKS if one != ENDS_PYTHON):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "checks.json").write_bytes(
            (ROOT / "release" / MODULE / "checks.json").read_bytes()
        )
        home[name] = beside_the_learner(notebook(name), folder, SECONDS)
    graded = {name: said for name, said in by_sse_grade.items() if name != ENDS_PYTHON}
    found = {
        place: (one, other)
        for place, (one, other) in differences(home, graded).items()
        # Beside the learner nothing is known of hidden inputs.
        if not (one.heading.startswith("Right") and other.explanation.startswith("Right for"))
    }
    assert not found, "\n".join(
        f"{place}:\n  {one}\n  {other}" for place, (one, other) in found.items()
    )


def test_sse_check_says_the_same(
    course: Path, by_sse_grade: dict[str, Verdicts], monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = functools.partial(Limits, ask_seconds=SECONDS)
    monkeypatch.setattr(run_own, "Limits", limits)
    said = {}
    for name in NOTEBOOKS:
        own = check_own(course, course / "submitted" / name / MODULE / "exercises.ipynb")
        said[name] = {
            verdict.exercise: Said(
                by_sse_grade[name][verdict.exercise].heading, verdict.explanation.replace("`", "")
            )
            for verdict in own.verdicts
        }
    close_kept_worker()
    assert differences(said, by_sse_grade) == {}


def test_nbgraders_command_says_the_same(course: Path, by_sse_grade: dict[str, Verdicts]) -> None:
    command = [sys.executable, "-m", "nbgrader", "autograde", MODULE, "--force"]
    done = programs.run(command, cwd=course)
    assert done.returncode == 0, done.stderr[-3000:]
    assert differences(all_autograded(course), by_sse_grade) == {}


def test_formgraders_button_says_the_same(course: Path, by_sse_grade: dict[str, Verdicts]) -> None:
    formgrader = nbgrader_of(course)
    assert len(BY_BUTTON) >= 12
    for name in BY_BUTTON:
        done = formgrader.autograde(MODULE, name)
        assert done["success"], json.dumps(done)[-2000:]
    found = {name: autograded(course, name) for name in BY_BUTTON}
    assert differences(found, {name: by_sse_grade[name] for name in BY_BUTTON}) == {}


def test_without_a_jail_the_same_is_said_and_shown(
    course: Path, by_sse_grade: dict[str, Verdicts], shown: dict[str, list[list[Any]]]
) -> None:
    run = ClassRun(course, MODULE)
    run.grade(list(NOTEBOOKS), this_machine.local(2, trusted=True), mode="test")
    assert differences(all_autograded(course), by_sse_grade) == {}
    differ = {
        name: [
            pair for pair in zip(outputs(course, name), cells, strict=True) if pair[0] != pair[1]
        ]
        for name, cells in shown.items()
    }
    assert {name: pairs for name, pairs in differ.items() if pairs} == {}


def test_where_no_process_can_be_copied_the_same_is_said(
    course: Path, by_sse_grade: dict[str, Verdicts], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows."""
    monkeypatch.setattr(trusted, "COPIES", False)
    assert len(BY_KERNEL) >= 4
    run = ClassRun(course, MODULE)
    run.grade(BY_KERNEL, this_machine.local(2, trusted=True), mode="test")
    found = {name: autograded(course, name) for name in BY_KERNEL}
    assert differences(found, {name: by_sse_grade[name] for name in BY_KERNEL}) == {}
