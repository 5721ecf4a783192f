"""Write a learner's result into nbgrader's gradebook, with nbgrader's own rules."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

import nbformat
from nbgrader.api import BaseCell, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties, OverwriteCells
from sqlalchemy.orm import joinedload, selectinload
from traitlets.config import Config

from solidarity.course import CourseProblem
from solidarity.grade.gradebook import Tell, demand_gradebook, patiently, with_short_waits
from solidarity.grade.handed_in_at import Stamp
from solidarity.grade.save_marks import SaveMarks, Texts
from solidarity.grade.submission import Graded
from solidarity.notebooks.labels import label_of
from solidarity.stopping import heard_later

Standing = Mapping[str, float]
"""The marks of a learner that count, by the name of the cell, or of the penalty for being late."""

LATE = "late"

P = ParamSpec("P")
T = TypeVar("T")

_TOGETHER = (
    joinedload(SubmittedNotebook.notebook),
    selectinload(SubmittedNotebook.grades),
    selectinload(SubmittedNotebook.comments),
)


def _patient(method: Callable[Concatenate[Marks, P], T]) -> Callable[Concatenate[Marks, P], T]:
    """A method of Marks that changes nothing when it fails, and so can be tried again."""

    @functools.wraps(method)
    def asked(marks: Marks, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return marks.patiently(lambda: method(marks, *args, **kwargs))

    return asked


class Marks:
    """nbgrader's gradebook for one assignment; each learner is written in one transaction.

    nbgrader opens the gradebook anew for every step of every notebook and commits after every
    cell, which takes most of its time and leaves half a learner when it is killed.
    """

    def __init__(
        self,
        db_url: str,
        course_id: str,
        assignment: str,
        config: Config,
        tell: Tell = lambda words: None,
    ) -> None:
        """Open the gradebook. tell: is told when another program has to be waited for.

        Raises CourseProblem where there is no gradebook yet, and Trouble, here and later, where it
        cannot be used.
        """
        self._assignment = assignment
        self._db_url, self._tell = db_url, tell
        make_it = f"nbgrader generate_assignment --force {assignment}"
        demand_gradebook(db_url, f"There is no gradebook yet. Run: {make_it}", tell)
        short = with_short_waits(db_url)
        self._gradebook = patiently(lambda: Gradebook(short, course_id), db_url, tell)
        self._save = SaveMarks(config=config)
        self._late = AssignLatePenalties(config=config)
        self._late.init_plugin()
        self._overwrite = OverwriteCells(config=config)
        for step in (self._late, self._overwrite):
            step.gradebook, step.assignment_id = self._gradebook, assignment

    def close(self) -> None:
        """Close the gradebook."""
        self._gradebook.close()

    def patiently(self, act: Callable[[], T]) -> T:
        """What ``act`` gives, tried again while another program holds the gradebook."""

        def afresh() -> T:
            # Stopped within a question, SQLAlchemy would log what it finds broken.
            with heard_later():
                try:
                    return act()
                except Exception:
                    self._gradebook.db.rollback()
                    raise

        return patiently(afresh, self._db_url, self._tell)

    @_patient
    def notebooks(self) -> list[str]:
        """The notebooks of the assignment. Raises CourseProblem when nbgrader knows none."""
        try:
            found = self._gradebook.find_assignment(self._assignment)
        except MissingEntry:
            raise CourseProblem(
                f"The gradebook does not know {self._assignment} yet. "
                f"Run: nbgrader generate_assignment --force {self._assignment}"
            ) from None
        return [str(notebook.name) for notebook in found.notebooks]

    @_patient
    def demand_known(self, name: str, notebook: Any) -> None:
        """Raises CourseProblem when the gradebook has no place for a cell's mark."""
        found = self._gradebook.find_notebook(name, self._assignment)
        known = {cell.name for cell in (*found.grade_cells, *found.solution_cells)}
        for cell in notebook.cells:
            label = label_of(cell)
            if (label.get("grade") or label.get("solution")) and label["grade_id"] not in known:
                raise CourseProblem(
                    f"release/{self._assignment}/{name}.ipynb has the cell {label['grade_id']}, "
                    "and the gradebook does not know it: the module has changed since the "
                    "gradebook learned of it. Take the release that was handed out, or, if nobody "
                    f"was graded yet, run: nbgrader generate_assignment --force {self._assignment}"
                )

    @_patient
    def as_master(self, name: str, notebook: Any) -> Any:
        """The released notebook with points and locked text as the gradebook has them."""
        self._overwrite.notebook_id = name
        for place, cell in enumerate(notebook.cells):
            self._overwrite.preprocess_cell(cell, {}, place)
        return notebook

    @_patient
    def points(self) -> dict[str, float]:
        """The points that can be had, by the name of the cell."""
        found = self._gradebook.find_assignment(self._assignment)
        return {c.name: float(c.max_score) for book in found.notebooks for c in book.grade_cells}

    @_patient
    def standings(self, student: str = "") -> dict[str, Standing]:
        """What each learner who was graded has now; only this learner's if one is named."""
        found: dict[str, dict[str, float]] = {}
        query = self._gradebook.db.query(SubmittedNotebook).join(SubmittedAssignment)
        query = query.filter(SubmittedAssignment.assignment.has(name=self._assignment))
        if student:
            query = query.filter(SubmittedAssignment.student_id == student)
        for entry in query.options(*_TOGETHER).all():
            marks = found.setdefault(str(entry.assignment.student_id), {})
            for grade in entry.grades:
                # Neither a person nor a machine has given anything yet.
                if grade.auto_score is not None or grade.manual_score is not None:
                    marks[self._names[grade.cell_id]] = float(grade.score)
            if entry.late_submission_penalty:
                marks[LATE] = marks.get(LATE, 0.0) - float(entry.late_submission_penalty)
        return {who: marks for who, marks in found.items() if marks}

    @_patient
    def save(
        self, graded: Graded, stamp: Stamp, before: Mapping[str, Texts] | None = None
    ) -> list[str]:
        """Write all of a learner's scores, or nothing; in words, what a person must read again.

        stamp: when it was handed in (see ``handed_in_at``). before: what each mark was for when it
        was given, by the name of the notebook.
        """
        said: list[str] = []
        with self._one_transaction():
            book, student = self._gradebook, graded.student
            book.update_or_create_student(student)
            submission = book.update_or_create_submission(self._assignment, student, **stamp)
            for entry in self._entries(submission):
                text = graded.notebooks.get(entry.name)
                if text is None:
                    _nothing(entry)
                    continue
                notebook = nbformat.from_dict(json.loads(text))
                self._write(entry, notebook, (before or {}).get(entry.name, {}))
                said += [_look_again(entry, self._names, name) for name in self._save.again]
                self._penalize(entry, student, submission.total_seconds_late)
        return said

    def _entries(self, submission: Any) -> list[Any]:
        """The learner's notebooks with their marks and comments, in four questions and not ten."""
        wanted = self._gradebook.db.query(SubmittedNotebook).filter_by(assignment_id=submission.id)
        return list(wanted.options(*_TOGETHER))

    @functools.cached_property
    def _names(self) -> dict[str, str]:
        return dict(iter(self._gradebook.db.query(BaseCell.id, BaseCell.name)))

    def _write(self, entry: Any, notebook: Any, before: Texts) -> None:
        self._save.begin(notebook, before)
        self._save.gradebook = _Rows(entry, self._names)
        self._save.notebook_id = self._save.assignment_id = self._save.student_id = ""
        for place, cell in enumerate(notebook.cells):
            self._save.preprocess_cell(cell, {}, place)

    def _penalize(self, entry: Any, student: str, seconds: float) -> None:
        entry.late_submission_penalty = None
        if seconds <= 0:
            return
        # The score is computed by the database, from the marks that were written just now.
        self._gradebook.db.flush()
        self._gradebook.db.refresh(entry)
        penalty = self._late.plugin_inst.late_submission_penalty(student, entry.score, seconds)
        if penalty is not None:
            entry.late_submission_penalty = self._late._check_late_penalty(entry, penalty)

    @contextmanager
    def _one_transaction(self) -> Iterator[None]:
        session = self._gradebook.db
        commit = session.commit
        # nbgrader's own functions end with a commit; here they only pass on what they changed.
        session.commit = session.flush
        try:
            with session.no_autoflush:
                yield
            commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.commit = commit
            # Otherwise the memory of the session grows with every learner.
            session.expunge_all()


class _Rows:
    """Stands in for the gradebook while one notebook is written: its rows, read all at once.

    nbgrader asks the database for each grade and each comment, which takes most of its time.
    """

    def __init__(self, entry: Any, names: Mapping[str, str]) -> None:
        self._grades = {names[grade.cell_id]: grade for grade in entry.grades}
        self._comments = {names[comment.cell_id]: comment for comment in entry.comments}
        self.db = self

    def find_grade(self, name: str, *_: str) -> Any:
        return self._grades[name]

    def find_comment(self, name: str, *_: str) -> Any:
        return self._comments[name]

    def commit(self) -> None:
        """Nothing yet: a learner is written whole."""


def _nothing(entry: Any) -> None:
    for grade in entry.grades:
        grade.auto_score, grade.needs_manual_grade = 0, False


def _look_again(entry: Any, names: Mapping[str, str], wanted: str) -> str:
    grade = next(grade for grade in entry.grades if names[grade.cell_id] == wanted)
    return (
        f"{wanted}: its text is not the one that was read, so somebody must look at it again; "
        f"the mark of {grade.manual_score:g} is kept until then."
    )


def changes(before: Standing, after: Standing) -> dict[str, tuple[float, float]]:
    """The marks that differ, by name, from and to; none for somebody who had no marks before."""
    if not before:
        return {}
    names = [*before, *(name for name in after if name not in before)]
    found = {name: (before.get(name, 0.0), after.get(name, 0.0)) for name in names}
    return {name: (old, new) for name, (old, new) in found.items() if old != new}
