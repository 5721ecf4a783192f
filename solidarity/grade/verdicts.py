"""The key's questions for a notebook, and the verdicts on the answers in their cells."""

from __future__ import annotations

import json
from typing import Any

import nbformat

from solidarity.answers.inputs import inputs_in_plain_form
from solidarity.check import verdict_panel
from solidarity.exercises.spec import Spec
from solidarity.exercises.verdict import Verdict, judge, values_of
from solidarity.notebooks.labels import ANSWER, is_graded_code, name_of
from solidarity.run.runner import Question, Run

TROUBLE_ID = "solidarity-running"
"""The cell that says what went wrong while the notebook ran."""


def questions_of(nb: Any, specs: dict[str, Spec]) -> dict[int, Question]:
    """Which question stands in the place of which cell: each check that the key knows."""
    places = {name_of(cell): index for index, cell in enumerate(nb.cells)}
    return {
        index: Question(
            name,
            [inputs_in_plain_form(case.inputs) for case in specs[name].cases],
            shown=sum(case.place == "example" for case in specs[name].cases),
            answer=places.get(name + ANSWER),
        )
        for index, cell in enumerate(nb.cells)
        if is_graded_code(cell) and (name := name_of(cell)) in specs
    }


def write_verdicts(run: Run, questions: dict[int, Question], specs: dict[str, Spec]) -> None:
    """Put the verdict of every exercise into the cell of its check."""
    neighbours = values_of(specs.values())
    for index, question in questions.items():
        given = run.answers.get(question.name, [])
        verdict = judge(specs[question.name], given, neighbours)
        run.notebook.cells[index].outputs = [score_output(verdict)]
        run.notebook.cells[index].execution_count = None
    for index, cell in enumerate(run.notebook.cells):
        if is_graded_code(cell) and index not in questions:
            _forgive_warnings(cell)
    if run.trouble:
        words = "**While running:** " + " ".join(run.trouble)
        # With an id of our own: graded again, a notebook is the same to the last byte.
        note = nbformat.v4.new_markdown_cell(words, id=TROUBLE_ID)
        run.notebook.cells.insert(0, note)


def score_output(verdict: Verdict) -> Any:
    """The verdict as nbgrader reads it, as people read it, and as a record for reports."""
    return nbformat.from_dict(
        {
            "output_type": "execute_result",
            "data": {
                "text/plain": f"{verdict.score:g}",
                "text/html": verdict_panel.html(verdict, graded=True),
            },
            "metadata": {"solidarity": json.loads(json.dumps(verdict.to_json()))},
            "execution_count": None,
        }
    )


def _forgive_warnings(cell: Any) -> None:
    """nbgrader gives zero for anything on stderr, also for a correct answer that warns (#1904)."""
    for output in cell.outputs:
        if output.output_type == "stream":
            output.name = "stdout"
