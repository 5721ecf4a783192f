"""nbgrader's labels in a notebook's cells, read in this one place."""

from __future__ import annotations

ANSWER = "-answer"
"""The answer cell of the exercise ``share_value`` has the grade_id ``share_value-answer``."""
