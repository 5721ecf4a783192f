"""nbgrader's marks for a notebook, and what a kind page needs to know besides."""

from __future__ import annotations

from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.preprocessors import GetGrades

from solidarity.notebooks.labels import label_of


class GetMarks(GetGrades):
    """nbgrader's GetGrades, which also tells who has not been read yet.

    For nbgrader an answer that waits for a person has 0 points, and looks like a bad one.
    A notebook that the gradebook does not know gets a page without marks instead of none.
    """

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Add ``score`` and so on to the cells, and ``score`` and ``learner`` to ``resources``."""
        try:
            marked: tuple[Any, Any] = super().preprocess(nb, resources)
        except MissingEntry:
            self.log.warning("No marks yet for %s", resources["nbgrader"]["student"])
            return nb, resources
        return marked

    def _get_score(self, cell: Any, resources: Any) -> None:
        super()._get_score(cell, resources)
        label = label_of(cell)
        grade = self.gradebook.find_grade(
            label["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        # Graded again, what a person has marked needs another look, and the mark stands.
        label["waiting"] = bool(grade.needs_manual_grade and grade.manual_score is None)
        label["by_hand"] = grade.manual_score is not None or bool(grade.extra_credit)
        person = grade.student
        name = " ".join(filter(None, (person.first_name, person.last_name)))
        resources["nbgrader"]["learner"] = name
