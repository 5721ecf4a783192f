"""A learner's progress: read from her own copies, also from damaged ones, and never written."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat
import pytest
from helpers import copy_course
from submissions import solved
from typer.testing import CliRunner

from solidarity.answers.standing import watch
from solidarity.check.remember import FILE, remembered
from solidarity.cli import app
from solidarity.course import load_course
from solidarity.learn.progress import ModuleProgress, progress
from solidarity.learn.start import start
from solidarity.run.session import Session

M04 = "m04-savings-groups"
M10 = "m10-long-path"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    root = copy_course(tmp_path / "course")
    start(root)
    return root


def exercises(top: Path, module: str = M04) -> Path:
    return top / "my-work" / module / "exercises.ipynb"


def of(top: Path, module: str = M04) -> ModuleProgress:
    found = progress(load_course(top))
    return next(one for one in found.modules if one.module.id == module)


def shown(score: float) -> Any:
    data = {"text/html": "<p>a panel</p>", "text/plain": f"{score:g}"}
    return nbformat.v4.new_output("execute_result", data=data, execution_count=1)


def answer(path: Path, share: float = 1.0, *, text: str = "", only: int = 999) -> None:
    """Leave in a copy what checks leave that earned this share of their points."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        label = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and label.get("grade") and only > 0:
            only -= 1
            cell.outputs = [shown(share * label["points"])]
        if label.get("grade") and label.get("solution") and text:
            cell.source = text
    nbformat.write(notebook, path)


def test_fresh_copies_are_not_begun(top: Path) -> None:
    assert {one.words for one in progress(load_course(top)).modules} == {"not begun"}


def test_before_the_copies_are_laid_out_nothing_is_begun(tmp_path: Path) -> None:
    root = copy_course(tmp_path / "course")
    assert of(root).words == "not begun"


def test_right_and_wrong_answers_are_told_apart(top: Path) -> None:
    answer(exercises(top), 0.5)
    assert (of(top).right, of(top).tried) == (0, 8)
    answer(exercises(top), 1.0, only=3)
    assert of(top).words == "3 of 8 exercises right, reflection open"


def test_a_module_is_done_with_its_reflection(top: Path) -> None:
    answer(exercises(top))
    assert not of(top).done
    answer(exercises(top), text="We would meet on the same day.")
    assert of(top).words == "done: 8 of 8 exercises right, reflection written"


def test_the_pages_of_a_plan_are_counted(top: Path) -> None:
    path = exercises(top, M10)
    answer(path)
    assert of(top, M10).words == "10 of 10 exercises right, 0 of 5 pages written"
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == "capstone-planet").source = "Ten hectares."
    nbformat.write(notebook, path)
    assert of(top, M10).words == "10 of 10 exercises right, 1 of 5 pages written"
    answer(path, text="We begin in June.")
    assert of(top, M10).words == "done: 10 of 10 exercises right, 5 of 5 pages written"


def test_a_reflection_that_was_emptied_is_not_written(top: Path) -> None:
    answer(exercises(top), text=" \n")
    assert of(top).written == 0


def test_when_all_is_done_it_says_so_and_names_the_statement(top: Path) -> None:
    for module in load_course(top).written:
        answer(exercises(top, module.id), text="My own text.")
    found = progress(load_course(top))
    assert found.all_done
    assert "signed statement" in found.words
    assert "Congratulations" in start(top).html


def test_the_landing_page_tells_how_far_one_is(top: Path) -> None:
    answer(exercises(top), only=2)
    html = start(top).html
    assert "2 of 8 exercises right" in html
    assert "not begun" in html


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"\xff\xfe", b'{"cells": 3}', b'{"cells": [1, null, {"source": 7}]}'],
)
def test_a_damaged_notebook_is_said_and_harms_nothing(top: Path, damage: bytes) -> None:
    exercises(top).write_bytes(damage)
    answer(exercises(top, "m01-first-notebook"))
    assert of(top).problem == "your notebook cannot be read" or of(top).right == 0
    assert of(top, "m01-first-notebook").right > 0
    assert exercises(top).read_bytes() == damage


def test_metadata_that_another_editor_took_away_does_not_matter(top: Path) -> None:
    answer(exercises(top))
    notebook = nbformat.read(exercises(top), as_version=4)
    for cell in notebook.cells:
        cell.metadata.clear()
    nbformat.write(notebook, exercises(top))
    assert of(top).right == 8


def test_the_command_tells_it_in_words_and_as_json(top: Path) -> None:
    answer(exercises(top), only=1)
    told = CliRunner().invoke(app, ["progress", "--root", str(top)])
    assert told.exit_code == 0
    assert "1 of 8 exercises right" in told.stdout
    plain = CliRunner().invoke(app, ["progress", "--json", "--root", str(top)])
    record = json.loads(plain.stdout)
    assert record["all_done"] is False
    assert next(one for one in record["modules"] if one["id"] == M04)["right"] == 1


# --- Running something again takes nothing away --------------------------------------------------


def run_all(path: Path, *, until: str = "") -> None:
    """Run a notebook from its first cell, as JupyterLab does after a restart, and save it.

    ``until`` is the id of a cell in front of which it stops; what is below it has no outputs then.
    """
    context = get_context("fork")
    process = context.Process(target=_run_all, args=(path, until))
    process.start()
    process.join()
    assert process.exitcode == 0


def _run_all(path: Path, until: str) -> None:
    os.chdir(path.parent)
    with tempfile.TemporaryDirectory() as folder:
        session = Session(folder)
        watch(session.shell)
        notebook = nbformat.read(path, as_version=4)
        stopped = False
        for cell in notebook.cells:
            stopped = stopped or cell.id == until
            if cell.cell_type == "code":
                cell.outputs = [] if stopped else session.run(cell.source, cell.id).outputs
        nbformat.write(notebook, path)


def solve(path: Path, *, but: str = "") -> None:
    notebook = nbformat.read(path, as_version=4)
    right = {cell.id: cell.source for cell in solved(path.parent.name).cells}
    for cell in notebook.cells:
        if cell.id.endswith("-answer") and cell.id != but:
            cell.source = right[cell.id]
    nbformat.write(notebook, path)


def change(path: Path, cell_id: str, source: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == cell_id).source = source
    nbformat.write(notebook, path)


def test_run_all_with_an_open_exercise_takes_nothing_away(top: Path) -> None:
    path = exercises(top)
    solve(path, but="rosca_position-answer")
    run_all(path)
    assert (of(top).right, of(top).tried) == (7, 8)
    # A cell of the learner's own stops Run All: the checks below it show nothing any more.
    run_all(path, until="rosca_position-answer")
    assert of(top).right == 7


def test_outputs_that_were_cleared_take_nothing_away(top: Path) -> None:
    path = exercises(top)
    solve(path)
    run_all(path)
    run_all(path, until=nbformat.read(path, as_version=4).cells[0].id)
    assert of(top).right == 8


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_an_answer_cell_of_another_kind_is_still_the_same_answer(top: Path, kind: str) -> None:
    """Grading sets it back and gives the points; progress fell."""
    path = exercises(top)
    solve(path)
    run_all(path)
    before = of(top).right
    notebook = nbformat.read(path, 4)
    cell = next(one for one in notebook.cells if one.id == "share_value-answer")
    cell.cell_type = kind
    del cell["outputs"], cell["execution_count"]
    nbformat.write(notebook, path)
    assert of(top).right == before == 8


def test_an_answer_that_was_changed_is_right_no_longer_until_it_is_as_it_was(top: Path) -> None:
    path = exercises(top)
    solve(path)
    run_all(path)
    right = next(c for c in solved().cells if c.id == "loans_per_group-answer").source
    change(path, "loans_per_group-answer", "loans_per_group = 'a'")
    # Neither the note nor the output is about what stands there now.
    assert of(top).right == 7
    run_all(path)
    assert of(top).right == 7
    change(path, "loans_per_group-answer", right)
    assert of(top).right == 8


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"loans_per_group": 3}', '{"x": {"cell": 1}}'])
def test_damaged_notes_are_nothing_and_harm_nothing(top: Path, damage: str) -> None:
    path = exercises(top)
    solve(path)
    run_all(path)
    (path.parent / FILE).write_text(damage)
    assert of(top).right == 8
    run_all(path)
    assert of(top).right == 8
    assert len(remembered(path.parent)) == 8


def test_notes_are_kept_only_beside_working_copies(top: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / M04
    shutil.copytree(top / "release" / M04, elsewhere)
    solve(elsewhere / "exercises.ipynb")
    run_all(elsewhere / "exercises.ipynb")
    assert not list(elsewhere.rglob(".progress*"))


def test_a_second_start_keeps_the_notes(top: Path) -> None:
    path = exercises(top)
    solve(path)
    run_all(path)
    start(top)
    assert len(remembered(path.parent)) == 8
