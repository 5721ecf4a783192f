"""The cells for answers as learners get them: three dots to replace, and no stop for the rest."""

from __future__ import annotations

import re
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

from solidarity.notebooks.labels import ANSWER, is_solution, name_of

GOES_ON = "raises-exception"
"""The tag of a cell that does not keep those below it from running when it stops."""


class AnswerCells(NbGraderPreprocessor):
    """Prepares each cell for an answer; it comes after nbgrader's ClearSolutions.

    Where a name is wanted, the dots get it: ``members = ...``. Such a cell can be run as it is.
    """

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Prepare one cell, if it is for an answer in code."""
        if cell.cell_type == "code" and is_solution(cell):
            name = name_of(cell).removesuffix(ANSWER)
            cell.source = re.sub(r"(?m)^\.\.\.$", f"{name} = ...", cell.source)
            tags = cell.metadata.get("tags", [])
            cell.metadata["tags"] = sorted({*tags, GOES_ON})
        return cell, resources
