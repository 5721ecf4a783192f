"""The plan and the model run as plain values: read where they stand, or asked for in the jail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from solidarity.answers.answer import Answer, Given
from solidarity.course import released
from solidarity.notebooks.files_beside import files_of
from solidarity.notebooks.labels import is_check, label_of, name_of
from solidarity.report.plan_page.capstone import MODULE, RUN, STEPS, Capstone
from solidarity.report.plan_page.literal import NotLiteral, literal
from solidarity.run.run_own import run_own
from solidarity.run.runner import Limits, Question
from solidarity.run.whose import Before

NAMES = ("plan", "model_run")
_LIMITS = Limits(answer_bytes=200_000)


def plan_and_run(
    root: Path, capstone: Capstone, before: Before = lambda jailed: None
) -> tuple[object, object, list[str]]:
    """The values of ``plan`` and ``model_run``, and what went wrong while the cells ran, in words.

    A value that cannot be had is None. before: see ``run_own``; not called where nothing is run.
    """
    cells = capstone.notebook.cells
    # What earlier exercises call a plan is over where this one is made.
    begin = next(at for at, cell in enumerate(cells) if name_of(cell) == STEPS)
    sources = [cell.source for cell in cells[begin:] if cell.cell_type == "code" and _is_own(cell)]
    try:
        plan, run = (literal(sources, name) for name in NAMES)
    except NotLiteral:
        return _asked(root, capstone.notebook, before)
    return plan, run, []


def _asked(root: Path, notebook: Any, before: Before) -> tuple[object, object, list[str]]:
    """Run the cells down to the model run, and ask for the two values there."""
    names = [name_of(cell) for cell in notebook.cells]
    last = max(names.index(STEPS), names.index(RUN))
    cells = [cell for cell in notebook.cells[: last + 1] if not is_check(cell)]
    questions = {len(cells) + n: Question(name, [None], shown=1) for n, name in enumerate(NAMES)}
    asking = [nbformat.v4.new_code_cell(name) for name in NAMES]
    asked = nbformat.v4.new_notebook(cells=[*cells, *asking], metadata=notebook.metadata)
    done = run_own(asked, questions, files_of(released(root, MODULE)), _LIMITS, before)
    plan, run = (_value(done.answers.get(name, [])) for name in NAMES)
    return plan, run, done.trouble


def _is_own(cell: Any) -> bool:
    """Whether the learner may have written it: what is locked gives no values of hers."""
    return not (is_check(cell) or label_of(cell).get("locked"))


def _value(answers: list[Answer]) -> object:
    given = answers[0] if answers else None
    try:
        return given.value.python() if isinstance(given, Given) else None
    except (TypeError, ValueError):
        # It is no value that can be made anew, such as a function, or a set of lists.
        return None
