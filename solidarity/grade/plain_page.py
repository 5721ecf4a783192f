"""The page of somebody whose own could not be made: marks, and nothing that they wrote."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory

from solidarity.answers.show_number import number
from solidarity.grade.feedback.exporter import module_title, part_title
from solidarity.grade.handed_in_at import FILE as TIMESTAMP
from solidarity.grade.ids import refusal, shown
from solidarity.notebooks.files_beside import demand_folder
from solidarity.notebooks.submitted import UnreadableNotebook, submitted_bytes

SECRET = "submission_secret.txt"
FOR_THE_WAY_BACK = (TIMESTAMP, SECRET)
"""What nbgrader's exchange needs beside a page; ``nbgrader submit`` wrote them."""
_MOST_BYTES = 10_000


@dataclass(frozen=True)
class PlainRow:
    """A line of the table of points; look as in ``graded_page``."""

    title: str
    look: str
    status: str
    points: str


def write_plain_page(
    folders: CourseDirectory, root: Path, student: str, notebook: str, said: Sequence[str]
) -> None:
    """Write this learner's page of one notebook into feedback/. Raises OSError.

    folders: of the module. said: the sentences that stand on it.
    """
    module = folders.assignment_id
    place = page_folder(folders, student)
    for folder in (place.parent, place):
        demand_folder(folder)
    rows, total, late = ([], "", "") if refusal(student) else _marks(folders, student, notebook)
    html = _template().render(
        module=module_title(str(root), module),
        part=part_title(notebook),
        student=shown(student),
        said=said,
        rows=rows,
        total=total,
        late=late,
    )
    place.mkdir(parents=True, exist_ok=True)
    _write(place / f"{notebook}.html", html)
    for step in (folders.autograded_directory, folders.submitted_directory):
        _take_along(Path(folders.root, step, student, module), place)


def _write(page: Path, html: str) -> None:
    """Not beside it first, and then moved: a learner's file may have that name, or this one."""
    if page.is_dir() and not page.is_symlink():
        shutil.rmtree(page)
    page.unlink(missing_ok=True)
    page.write_text(html, "utf-8")


def page_folder(folders: CourseDirectory, student: str) -> Path:
    """Where a learner's pages of the module lie."""
    return Path(folders.root, folders.feedback_directory, student, folders.assignment_id)


def notebooks_with_marks(folders: CourseDirectory) -> list[str]:
    """The notebooks of the module that give points."""
    with Gradebook(folders.db_url, folders.course_id) as gradebook:
        found = gradebook.find_assignment(folders.assignment_id).notebooks
        return sorted(str(one.name) for one in found if one.grade_cells) or sorted(
            str(one.name) for one in found
        )


def _marks(
    folders: CourseDirectory, student: str, notebook: str
) -> tuple[list[PlainRow], str, str]:
    with Gradebook(folders.db_url, folders.course_id) as gradebook:
        try:
            found = gradebook.find_submission_notebook(notebook, folders.assignment_id, student)
        except MissingEntry:
            return [], "", ""
        rows = [_row(grade) for grade in found.grades]
        waiting = sum(float(one.max_score) for one in found.grades if _waits(one))
        total = f"{number(float(found.score))} of {number(float(found.max_score) - waiting)} points"
        late = float(found.late_submission_penalty or 0)
        return rows, total, number(late) if late else ""


def _row(grade: Any) -> PlainRow:
    score, most = float(grade.score), float(grade.max_score)
    if _waits(grade):
        return PlainRow(grade.name, "other", "Waits for your instructor", f"up to {number(most)}")
    right = score >= most
    look, status = ("right", "Right") if right else ("not-yet", "Not yet")
    return PlainRow(grade.name, look, status, f"{number(score)} of {number(most)}")


def _waits(grade: Any) -> bool:
    return bool(grade.needs_manual_grade and grade.manual_score is None)


def _take_along(source: Path, place: Path) -> None:
    """Copy what the way back needs, where it is not there yet and can be had."""
    for name in FOR_THE_WAY_BACK:
        path, copy = source / name, place / name
        try:
            linked = source.is_symlink() or source.parent.is_symlink()
            if not linked and not os.path.lexists(copy) and path.lstat().st_size <= _MOST_BYTES:
                copy.write_bytes(submitted_bytes(path))
        except (OSError, UnreadableNotebook):
            continue


@functools.cache
def _template() -> Any:
    loader = PackageLoader("solidarity.grade.feedback", "templates")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("plain.html.j2")
