"""nbgrader's own way to give pages back, one learner at a time: nobody stops the others.

``nbgrader release_feedback`` and Formgrader's button use it, as ``sse return`` does.
"""

from __future__ import annotations

import glob
import os
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback

from solidarity.grade.guard import demand_of_one, in_words
from solidarity.grade.ids import shown
from solidarity.grade.return_pages import who_cannot


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Whoever cannot have their pages is named, and all others have theirs."""

    src_path: str

    def copy_files(self) -> None:
        """Lay the pages into the exchange. Raises ExchangeError where nobody's can be."""
        pattern = self.src_path
        pages = [Path(page) for page in glob.glob(os.path.join(pattern, "*.html"))]
        students = sorted({page.parents[1].name for page in pages})
        left = who_cannot(self.coursedir, students)
        for student in students:
            if student not in left:
                self.src_path = pattern if len(students) == 1 else self._folder(student)
                try:
                    super().copy_files()
                except Exception as error:
                    demand_of_one(error)
                    left[student] = in_words(error)
        for student, reason in left.items():
            self.log.error("Not returned to %s, because %s.", shown(student), reason)
        if students and len(left) == len(students):
            reasons = ", ".join(dict.fromkeys(left.values()))
            self.fail(f"Nobody's pages were returned: {reasons}.")

    def _folder(self, student: str) -> str:
        folders = self.coursedir
        place = folders.format_path(folders.feedback_directory, student, folders.assignment_id)
        return str(place)
