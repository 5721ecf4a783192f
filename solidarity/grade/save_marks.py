"""What a person has read stays read: nbgrader's SaveAutoGrades, but for one of its rules.

nbgrader opens each answer anew that has a mark by hand, whenever it grades. Here it is opened anew
where its text is no longer the one that was read. Marks and comments by hand are never touched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import SaveAutoGrades

from solidarity.notebooks.labels import ANSWER, is_graded, is_solution, name_of
from solidarity.notebooks.submitted import submitted_bytes

Texts = Mapping[str, str]
"""The text that each mark is for, by the name of the cell that has the mark."""


class SaveMarks(SaveAutoGrades):
    """Writes the scores of one notebook into the gradebook.

    before: the texts when the notebook was graded the last time. texts: those of now. waiting: what
    waited for a person then. again: the names of the answers with a mark by hand that wait for a
    new look now.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.before: Texts = {}
        self.texts: Texts = {}
        self.waiting: Collection[str] = ()
        self.again: list[str] = []

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """As nbgrader's own; the texts of the last time come from the exporter that runs this."""
        names = resources["nbgrader"]
        known = getattr(self.parent, "texts_before", {})
        waiting = getattr(self.parent, "waiting_before", {})
        where = (names["student"], names["notebook"])
        self.begin(nb, known.get(where, {}), waiting.get(where, ()))
        done: tuple[Any, Any] = super().preprocess(nb, resources)
        for name in self.again:
            self.log.warning("%s of %s waits for a new look", name, names["student"])
        return done

    def begin(self, notebook: Any, before: Texts, waiting: Collection[str] = ()) -> None:
        """A new notebook."""
        self.before, self.texts, self.again = before, texts_of(notebook), []
        self.waiting = waiting

    def _add_score(self, cell: Any, resources: Any) -> None:
        name = name_of(cell)
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        waits = grade.needs_manual_grade or name in self.waiting
        read = grade.manual_score is not None and not waits
        super()._add_score(cell, resources)
        if read and name in self.before and self.before[name] == self.texts.get(name):
            grade.needs_manual_grade = False
            self.gradebook.db.commit()
        elif grade.manual_score is not None and grade.needs_manual_grade:
            self.again.append(name)


def texts_of(notebook: Any) -> dict[str, str]:
    """The text that each mark of a notebook is for.

    Of a check it is the answer that it is for; where no answer belongs to it, all answers.
    """
    sources = {name_of(cell): _plain(cell.source) for cell in notebook.cells if is_solution(cell)}
    every = "\n\n".join(sources.values())
    marked = [name_of(cell) for cell in notebook.cells if is_graded(cell)]
    return {name: sources.get(name, sources.get(name + ANSWER, every)) for name in marked}


def texts_in(path: Path) -> dict[str, str]:
    """The same of a file; none where there is no notebook that can be read."""
    try:
        return texts_of(nbformat.reads(submitted_bytes(path).decode(), as_version=4))
    except Exception:
        # nbformat raises many kinds. Then nothing tells what was read, and it is looked at again.
        return {}


def _plain(source: str) -> str:
    return "\n".join(source.strip().splitlines())
