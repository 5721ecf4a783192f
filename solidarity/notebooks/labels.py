"""nbgrader's labels in a notebook's cells, read in this one place.

nbgrader has functions of its own for this, and importing them takes all of nbgrader.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ANSWER = "-answer"
"""The answer cell of the exercise ``share_value`` has the grade_id ``share_value-answer``."""


def label_of(cell: Any) -> Any:
    """What nbgrader wrote about a cell, to be read or changed; empty where it wrote nothing."""
    metadata = cell.get("metadata")
    label = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    return label if isinstance(label, Mapping) else {}


def name_of(cell: Any) -> str:
    """The name that nbgrader knows a cell by (its grade_id), "" where it has none."""
    return str(label_of(cell).get("grade_id", ""))


def is_graded(cell: Any) -> bool:
    """Whether marks are given for a cell, by its key or by a person."""
    return bool(label_of(cell).get("grade"))


def is_solution(cell: Any) -> bool:
    """Whether a learner writes in a cell."""
    return bool(label_of(cell).get("solution"))


def is_check(cell: Any) -> bool:
    """Whether a cell checks an answer that stands in another one."""
    return is_graded(cell) and not is_solution(cell)


def is_graded_code(cell: Any) -> bool:
    """Whether marks are given for what a cell of code shows when it is run."""
    return bool(cell.get("cell_type") == "code" and is_graded(cell))
