"""What runs beside the learner: read an answer, compare it, explain it.

Only the standard library is used here, so that the self-check works wherever the notebook does.
The grader uses the same reader and the same comparison, so both give the same verdict.
"""

from solidarity.answers.standing import stands, watch_this_notebook
from solidarity.check import in_cells
from solidarity.check.check_and_hint import check, hint
from solidarity.exercises.exercise import Exercise
from solidarity.exercises.verdict import Verdict

# ``stands`` is called by the page itself (tools/room), and nobody else.
__all__ = ["Exercise", "Verdict", "check", "hint", "stands"]

# A verdict is about the cell of the answer, so it must be known from now on how cells run.
watch_this_notebook()
in_cells.install_if_in_a_notebook()
