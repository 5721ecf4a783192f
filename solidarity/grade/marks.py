"""Write a learner's result into nbgrader's gradebook, with nbgrader's own rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties, OverwriteCells, SaveAutoGrades
from traitlets.config import Config

from solidarity.course import CourseProblem
from solidarity.grade.submission import Graded


class Marks:
    """nbgrader's gradebook for one assignment; each learner is written in one transaction.

    nbgrader opens the gradebook anew for every step of every notebook and commits after every
    cell, which takes most of its time and leaves half a learner when it is killed.
    """

    def __init__(self, db_url: str, course_id: str, assignment: str, config: Config) -> None:
        self._assignment = assignment
        self._gradebook = Gradebook(db_url, course_id)
        self._save = SaveAutoGrades(config=config)
        self._late = AssignLatePenalties(config=config)
        self._late.init_plugin()
        self._overwrite = OverwriteCells(config=config)
        for step in (self._save, self._late, self._overwrite):
            step.gradebook, step.assignment_id = self._gradebook, assignment

    def close(self) -> None:
        """Close the gradebook."""
        self._gradebook.close()

    def notebooks(self) -> list[str]:
        """The notebooks of the assignment. Raises CourseProblem when nbgrader knows none."""
        try:
            found = self._gradebook.find_assignment(self._assignment)
        except MissingEntry:
            raise CourseProblem(
                f"The gradebook does not know {self._assignment} yet. "
                f"Run: nbgrader generate_assignment {self._assignment}"
            ) from None
        return [str(notebook.name) for notebook in found.notebooks]

    def as_master(self, name: str, notebook: Any) -> Any:
        """The released notebook with points and locked text as the gradebook has them."""
        self._overwrite.notebook_id = name
        for place, cell in enumerate(notebook.cells):
            self._overwrite.preprocess_cell(cell, {}, place)
        return notebook

    def save(self, graded: Graded, timestamp: Any) -> None:
        """Write all of a learner's scores, or nothing."""
        with self._one_transaction():
            book, student = self._gradebook, graded.student
            book.update_or_create_student(student)
            when = {"timestamp": timestamp} if timestamp else {}
            submission = book.update_or_create_submission(self._assignment, student, **when)
            for entry in submission.notebooks:
                text = graded.notebooks.get(entry.name)
                if text is None:
                    _nothing(entry)
                    continue
                self._write(entry, student, nbformat.from_dict(json.loads(text)))
                self._penalize(entry, student, submission.total_seconds_late)

    def _write(self, entry: Any, student: str, notebook: Any) -> None:
        self._save.notebook_id, self._save.student_id = entry.name, student
        for place, cell in enumerate(notebook.cells):
            self._save.preprocess_cell(cell, {}, place)

    def _penalize(self, entry: Any, student: str, seconds: float) -> None:
        entry.late_submission_penalty = None
        if seconds <= 0:
            return
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
            yield
            commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.commit = commit
            # Otherwise the memory of the session grows with every learner.
            session.expunge_all()


def _nothing(entry: Any) -> None:
    for grade in entry.grades:
        grade.auto_score, grade.needs_manual_grade = 0, False
