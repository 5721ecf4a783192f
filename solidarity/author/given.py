"""A function to mend is given to learners with its fault, in the place of a stub."""

from __future__ import annotations

import re
from typing import Any

from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

_GIVEN = re.compile(r"^(\s*)### GIVEN (.*)$")


class GiveBrokenCode(NbGraderPreprocessor):
    """Turns the lines ``### GIVEN code`` into code, and drops the stub of that cell.

    It comes after nbgrader's ClearSolutions. In the master the lines are comments that follow the
    solution, so that the solution can be run as it stands.
    """

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        """Give one cell its broken code, if it has any."""
        if cell.cell_type == "code" and "### GIVEN " in cell.source:
            stubs = ClearSolutions(parent=self.parent).code_stub["python"].split("\n")
            lines = [line for line in cell.source.split("\n") if line.strip() not in stubs]
            cell.source = "\n".join(_GIVEN.sub(r"\1\2", line) for line in lines)
        return cell, resources
