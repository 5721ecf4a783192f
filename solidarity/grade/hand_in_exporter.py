"""How nbgrader reads what was handed in, from its command and from Formgrader's button.

It is read as ``sse grade`` does it. nbgrader itself takes the files that have the right names, and
removes what it graded before it grades again. Its converter makes an exporter before that: there
the key is looked at, the texts of the last time are remembered, and files of other names are found.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from traitlets import Unicode

from solidarity.course import CourseProblem
from solidarity.grade.fits import demand_key_fits
from solidarity.grade.save_marks import Texts, texts_in
from solidarity.grade.submission import about_the_file, could_not, without_outputs
from solidarity.notebooks.files_beside import take_out
from solidarity.notebooks.handed_in import files_handed_in
from solidarity.notebooks.labels import is_graded
from solidarity.notebooks.which import FilesTaken, choose, known_elsewhere


class HandIn(NotebookExporter):
    """Reads a submitted notebook whatever its name; what is no notebook gets a page that says so.

    texts_before: what each mark was for when it was graded the last time, by learner and notebook.
    waiting_before: the names of the answers that waited for a person then. nbgrader forgets those
    of a file of another name.
    """

    course_root = Unicode(help="The folder of the course; release/ is looked for in it.").tag(
        config=True
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.texts_before: dict[tuple[str, str], Texts] = {}
        self.waiting_before: dict[tuple[str, str], set[str]] = {}
        self._choices: dict[str, FilesTaken] = {}
        if hasattr(self.parent, "assignments"):
            self._look_first(self.parent)

    def from_filename(
        self, filename: str, resources: Any = None, **kwargs: Any
    ) -> tuple[Any, dict[str, Any]]:
        """The notebook of this name, from the file that holds it."""
        path = Path(filename)
        if not getattr(self.parent, "_sanitizing", False) or not self._released(path):
            done: tuple[Any, dict[str, Any]] = super().from_filename(filename, resources, **kwargs)
            return done
        names = resources["nbgrader"]
        self._take_out(names["assignment"], names["student"])
        choice = self._choice(path.parent, names["assignment"])
        if path.stem in choice.taken:
            taken = choice.taken[path.stem]
            notebook = taken.notebook
            for sentence in [*taken.about_the_file, *taken.said, *choice.left]:
                self.log.warning("%s: %s", path.stem, sentence)
            above = about_the_file(taken)
        else:
            reason = choice.none[path.stem]
            self.log.warning("%s: %s", path.stem, reason)
            notebook, above = without_outputs(self._released(path)), [could_not(reason)]
        # Repair takes them for its own: ids like theirs it would take away from a learner.
        resources["solidarity_above"] = above
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        done = self.from_notebook_node(notebook, resources, **kwargs)
        return done

    def _look_first(self, converter: Any) -> None:
        folders = converter.coursedir
        module = folders.assignment_id
        try:
            demand_key_fits(Path(self.course_root), module, _points(folders, module))
        except CourseProblem as problem:
            self.log.error("%s", problem)
            raise NbGraderException(str(problem)) from None
        self.waiting_before = _waiting(folders, module)
        for folder, files in converter.assignments.items():
            student = Path(folder).parent.name
            graded = folders.format_path(folders.autograded_directory, student, module)
            for released in self._notebooks(module):
                texts = texts_in(Path(graded, released.name))
                self.texts_before[student, released.stem] = texts
                path = str(Path(folder, released.name))
                asked = folders.notebook_id in ("*", released.stem)
                if path not in files and asked and _has_marks(released):
                    files.append(path)

    def _take_out(self, module: str, student: str) -> None:
        """nbgrader has copied all of the learner's files by now, before it reads a notebook."""
        folders = self.parent.coursedir
        graded = folders.format_path(folders.autograded_directory, student, module)
        own = self.parent.exclude_overwriting.get(module, [])
        for sentence in take_out(Path(graded), Path(self.course_root, "release", module), own):
            self.log.warning("%s", sentence)

    def _notebooks(self, module: str) -> list[Path]:
        return sorted(Path(self.course_root, "release", module).glob("*.ipynb"))

    def _released(self, path: Path) -> Any:
        """The released notebook of this name and module, None if there is none."""
        found = Path(self.course_root, "release", path.parent.name, path.name)
        return nbformat.read(found, as_version=4) if found.is_file() else None

    def _choice(self, folder: Path, module: str) -> FilesTaken:
        if str(folder) not in self._choices:
            released = {
                path.stem: nbformat.read(path, as_version=4) for path in self._notebooks(module)
            }
            files = files_handed_in(folder, list(released), self.parent.coursedir.ignore)
            elsewhere = known_elsewhere(Path(self.course_root), module)
            # One learner after the other: the notebooks of a class need not be kept.
            self._choices = {str(folder): choose(files, released, elsewhere)}
        return self._choices[str(folder)]


def _points(folders: Any, module: str) -> dict[str, float]:
    with Gradebook(folders.db_url, folders.course_id) as gradebook:
        try:
            notebooks = gradebook.find_assignment(module).notebooks
        except MissingEntry:
            # nbgrader says so itself.
            return {}
        return {cell.name: float(cell.max_score) for book in notebooks for cell in book.grade_cells}


def _waiting(folders: Any, module: str) -> dict[tuple[str, str], set[str]]:
    with Gradebook(folders.db_url, folders.course_id) as gradebook:
        return {
            (submission.student.id, book.name): {
                grade.name for grade in book.grades if grade.needs_manual_grade
            }
            for submission in gradebook.assignment_submissions(module)
            for book in submission.notebooks
        }


def _has_marks(released: Path) -> bool:
    notebook = nbformat.read(released, as_version=4)
    return any(map(is_graded, notebook.cells))
