"""``grades.csv``: the same table as nbgrader's, quoted, and without formulas for a spreadsheet.

nbgrader puts commas between the values and nothing around them, so that a name with a comma moves
the marks into other columns, and a name such as ``=1+1`` is computed.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import CsvExportPlugin

from solidarity.files import write_whole

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
GUARD = "'"
"""Put before text that a spreadsheet would compute: spreadsheets take it for the sign of text."""

# The wide signs too, which a spreadsheet in Chinese or Japanese takes for the same.
_FORMULA = "=+-@＝＋－＠"
_QUOTES = "'\"`´‘’“”«»"
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
# Where a cell begins. A semicolon or a tab also begins one where a spreadsheet was told, or takes
# it from the country's customs, that these separate cells.
_START = re.compile(r"^|(?<=[;\t\r\n])")


def table(lines: Iterable[Sequence[Any]]) -> bytes:
    """These lines as CSV in UTF-8, with the mark by which Excel knows it.

    Text is quoted and guarded; numbers are neither, so a negative mark stays a number.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_cell(value) for value in line] for line in lines)
    # Half a character, as a damaged name may hold, must not cost the class its table.
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return str(value)
    return guarded(value) if isinstance(value, str) else value


def guarded(text: str) -> str:
    """The text, so that no spreadsheet computes any of it.

    A plain number, such as an identity of ``-5``, is left as it is.
    """
    if _NUMBER.fullmatch(text):
        return text
    return _START.sub(lambda found: GUARD if _computes(text[found.start() :]) else "", text)


def _computes(text: str) -> bool:
    """Would a cell of this text be taken for a formula? Blanks and quotes before it do not help."""
    if text.startswith(("\t", "\r")):
        return True
    for sign in text:
        if sign in _FORMULA:
            return True
        # Z: blanks. C: what is not seen, such as tabs, or a mark of the writing's direction.
        if sign not in _QUOTES and unicodedata.category(sign)[0] not in "ZC":
            return False
    return False


class SafeCsvExport(CsvExportPlugin):
    """What ``nbgrader export`` writes in this course; its options are nbgrader's own."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the table whole, or leave the one that is there as it is."""
        assignments = _chosen(
            "assignment", self.assignment, [one.name for one in gradebook.assignments]
        )
        students = _chosen("student", self.student, [one.id for one in gradebook.students])
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        content = table([COLUMNS, *_lines(gradebook, assignments, students)])
        try:
            write_whole(path, content)
        except OSError as problem:
            raise SystemExit(
                f"{path} cannot be written ({problem.strerror}). Nothing was changed. "
                "If it is open in another program, close it there; then export again."
            ) from None


def _chosen(kind: str, wanted: Sequence[Any], known: Sequence[str]) -> set[str]:
    """Those that were asked for, all if none. Ends the command for one that is not there."""
    names = [str(one) for one in wanted]
    strangers = [name for name in names if name not in known]
    if strangers:
        raise SystemExit(
            f"The gradebook does not know the {kind} {', '.join(strangers)}, so nothing was "
            f"written. To see those it knows: nbgrader db {kind} list"
        )
    return set(names or known)


def _lines(
    gradebook: Gradebook, assignments: set[str], students: set[str]
) -> Iterator[tuple[Any, ...]]:
    for assignment in gradebook.assignments:
        for student in gradebook.students:
            if assignment.name in assignments and student.id in students:
                yield (
                    assignment.name,
                    assignment.duedate,
                    *_marks(gradebook, assignment, student),
                )


def _marks(gradebook: Gradebook, assignment: Any, student: Any) -> tuple[Any, ...]:
    who = (student.id, student.last_name, student.first_name, student.email)
    try:
        found = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return (None, *who, 0.0, 0.0, 0.0, assignment.max_score)
    raw, penalty = found.score, found.late_submission_penalty
    return (found.timestamp, *who, raw, penalty, max(0.0, raw - penalty), assignment.max_score)
