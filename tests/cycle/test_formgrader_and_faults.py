"""Grading as Formgrader does it, on notebooks with the faults that people really hand in."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import demo
import nbformat
import pytest
from helpers import copy_course
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

FULL = 18.0


def solved() -> Any:
    source = nbformat.read(demo.ROOT / "source" / demo.MODULE / "exercises.ipynb", as_version=4)
    released = nbformat.read(demo.ROOT / "release" / demo.MODULE / "exercises.ipynb", as_version=4)
    code = {cell.id: cell.source for cell in source.cells}
    for cell in released.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            cell.source = code[cell.id]
    return released


def cells(notebook: Any, *ids: str) -> list[Any]:
    return [cell for cell in notebook.cells if cell.get("id") in ids]


def duplicated_check(notebook: Any) -> None:
    notebook.cells.append(copy.deepcopy(cells(notebook, "share_value")[0]))


def deleted_check(notebook: Any) -> None:
    notebook.cells = [cell for cell in notebook.cells if cell.id != "share_out"]


def deleted_answer(notebook: Any) -> None:
    notebook.cells = [cell for cell in notebook.cells if cell.id != "loans_per_group-answer"]


def altered_check(notebook: Any) -> None:
    cells(notebook, "rosca_position")[0].source = "5.0"


def altered_points(notebook: Any) -> None:
    cells(notebook, "rosca_position")[0].metadata.nbgrader.points = 100


def check_no_longer_graded(notebook: Any) -> None:
    cells(notebook, "rosca_position")[0].metadata.nbgrader.grade = False


def check_turned_to_markdown(notebook: Any) -> None:
    cell = cells(notebook, "rosca_position")[0]
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


def settings_stripped(notebook: Any) -> None:
    for cell in notebook.cells:
        cell.metadata.clear()


def settings_and_ids_stripped(notebook: Any) -> None:
    for place, cell in enumerate(notebook.cells):
        cell.metadata.clear()
        cell["id"] = f"new-{place}"


def reordered(notebook: Any) -> None:
    first, *rest = notebook.cells
    notebook.cells = [first, *rest[-6:], *rest[:-6]]


def check_above_its_answer(notebook: Any) -> None:
    check = cells(notebook, "vsla_weeks")[0]
    notebook.cells.remove(check)
    notebook.cells.insert(2, check)


def kernel_killed(notebook: Any) -> None:
    notebook.cells.insert(3, nbformat.v4.new_code_cell("import os\nos._exit(0)"))


def unknown_kernel(notebook: Any) -> None:
    notebook.metadata["kernelspec"] = {"name": "colab", "display_name": "?", "language": "python"}


FAULTS: dict[str, tuple[Callable[[Any], None], float]] = {
    "right": (lambda notebook: None, FULL),
    "duplicated-check": (duplicated_check, FULL),
    "deleted-check": (deleted_check, FULL),
    "deleted-answer": (deleted_answer, FULL - 1),
    "altered-check": (altered_check, FULL),
    "altered-points": (altered_points, FULL),
    "check-not-graded": (check_no_longer_graded, FULL),
    "check-to-markdown": (check_turned_to_markdown, FULL),
    "settings-stripped": (settings_stripped, FULL),
    "ids-stripped": (settings_and_ids_stripped, FULL),
    "check-above-answer": (check_above_its_answer, FULL),
    "reordered": (reordered, FULL),
    "kernel-killed": (kernel_killed, FULL),
    "unknown-kernel": (unknown_kernel, FULL),
}
UNREADABLE = {"not-json": "{ this is no notebook", "empty": ""}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> NbGraderAPI:
    """nbgrader's interface as Formgrader uses it, after grading every faulty notebook once."""
    course = copy_course(tmp_path_factory.mktemp("faults") / "course")
    settings = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    config = Config(settings)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    assert api.generate_assignment(demo.MODULE)["success"]
    for name, (damage, _) in FAULTS.items():
        notebook = solved()
        damage(notebook)
        _hand_in(course, name, nbformat.writes(notebook))
    for name, text in UNREADABLE.items():
        _hand_in(course, name, text)
    api.said = {}
    for name in [*UNREADABLE, *FAULTS]:
        api.said[name] = api.autograde(demo.MODULE, name)
    return api


def _hand_in(course: Path, name: str, text: str) -> None:
    folder = course / "submitted" / name / demo.MODULE
    folder.mkdir(parents=True)
    for part in ("reading.ipynb", "case.ipynb"):
        shutil.copy(course / "release" / demo.MODULE / part, folder)
    (folder / "exercises.ipynb").write_text(text)


def score_of(api: NbGraderAPI, name: str) -> float:
    with Gradebook(api.coursedir.db_url) as gradebook:
        submission = gradebook.find_submission(demo.MODULE, name)
        grades = [grade for book in submission.notebooks for grade in book.grades]
        assert all(grade.auto_score is not None for grade in grades if grade.name != "reflection")
        return sum(grade.auto_score or 0 for grade in grades)


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_notebook_is_graded_for_what_its_author_wrote(api: NbGraderAPI, name: str) -> None:
    assert api.said[name]["success"], api.said[name].get("error") or api.said[name].get("log")
    assert score_of(api, name) == FAULTS[name][1]


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_notebook_costs_only_its_owner(api: NbGraderAPI, name: str) -> None:
    assert not api.said[name]["success"]
    assert name not in FAULTS


@pytest.mark.parametrize("name", [n for n in FAULTS if n not in ("right", "reordered")])
def test_the_learner_is_told_what_happened(api: NbGraderAPI, name: str) -> None:
    path = Path(api.coursedir.root) / "autograded" / name / demo.MODULE / "exercises.ipynb"
    first = nbformat.read(path, as_version=4).cells[0].source
    if name == "unknown-kernel":
        return
    assert "repaired before grading" in first or "While running" in first
