"""A form is the learner's own answer: what it lacks is said, and there is nothing to compare."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import told

from solidarity.answers.answer import Missing
from solidarity.answers.ask import ask
from solidarity.answers.kinds.value import UnreadableValue
from solidarity.answers.values import value_of
from solidarity.check import Exercise, Verdict, verdict_panel
from solidarity.exercises.keys import key_problems
from solidarity.exercises.kinds.form import lacking
from solidarity.exercises.spec import NamedJudge, from_text, to_text
from solidarity.exercises.verdict import MOST_LACKING, judge
from solidarity.models.plan import FIELDS, LINKS, missing
from solidarity.models.scorecard import DIMENSIONS

PLAN = Exercise(
    kind="form",
    points=4,
    outcome="T.1",
    read="reading#plans",
    answer=missing,
    hints=["What is the first line of the list?"],
)
RUN = {"module": 9, "result": 1.84, "unit": "times", "means": "Most of the money stays."}


def steps() -> list[dict[str, Any]]:
    return [
        dict(zip(FIELDS, (link, "club", "school", dimension, "8.3.1", "jobs", "jobs"), strict=True))
        for link, dimension in zip(LINKS, DIMENSIONS, strict=False)
    ]


def verdict_on(plan: Any, run: Any = RUN, *, seed: str | None = None) -> Verdict:
    spec = PLAN.spec("whole", read=("Plans", "reading.ipynb#cell-id=plans"), hidden_seed=seed)
    answer = {"whole": lambda: {"plan": plan, "run": run}}
    return judge(spec, [ask(answer, "whole", case.inputs) for case in spec.cases])


@pytest.mark.parametrize("seed", [None, "a class's own"])
def test_a_whole_form_earns_its_points_and_is_not_called_good(seed: str | None) -> None:
    verdict = verdict_on(steps(), seed=seed)
    assert (verdict.status, verdict.score) == ("right", 4)
    assert verdict.explanation == "Nothing is missing. How good it is, people will judge."


@pytest.mark.parametrize("seed", [None, "a class's own"])
def test_what_is_missing_is_said_in_a_line_each_and_earns_nothing(seed: str | None) -> None:
    verdict = verdict_on(steps()[:3], {}, seed=seed)
    assert (verdict.status, verdict.score) == ("not yet", 0)
    assert verdict.explanation == "3 things are missing or not right yet:"
    assert verdict.notes == tuple(f"• {sentence}" for sentence in missing(steps()[:3], {}))
    assert (verdict.call, verdict.given, verdict.expected) == ("", "", "")
    for note in verdict.notes:
        assert note in verdict_panel.text(verdict)
        assert note in verdict_panel.html(verdict).replace("&#x27;", "'")
    assert "Read again: Plans" in verdict_panel.text(verdict)


def test_a_single_thing_is_told_as_one() -> None:
    assert verdict_on(steps(), None).explanation == "One thing is missing or not right yet:"


def test_a_long_list_is_cut() -> None:
    notes = verdict_on([{} for _ in range(30)]).notes
    assert len(notes) == MOST_LACKING + 1
    assert notes[-1].startswith("… and ")


def test_what_a_learner_wrote_cannot_become_part_of_the_page() -> None:
    plan = [step | {"group": "<script>alert(1)</script>"} for step in steps()]
    assert "<script" not in verdict_panel.html(verdict_on(plan))


@pytest.mark.parametrize(
    "plan",
    [
        tuple(steps()),
        pd.DataFrame(steps()),
        [{name.upper(): text for name, text in step.items()} for step in steps()],
        [step | {"link": step["link"].title()} for step in steps()],
        [step | {"more": {1, 2}} for step in steps()],
    ],
)
@pytest.mark.parametrize("result", [2, np.float64(1.5), np.int64(3), Decimal("2.5")])
def test_a_form_is_read_as_a_patient_person_would(plan: Any, result: Any) -> None:
    verdict = verdict_on(plan, RUN | {"result": result})
    assert verdict.status == "right", verdict.notes


@pytest.mark.parametrize("result", [None, "1.84", lambda: 3, float("nan"), [1, 2], RUN])
def test_a_result_that_is_no_number_is_told(result: Any) -> None:
    assert verdict_on(steps(), RUN | {"result": result}).notes == (
        "• The result of the model run must be a number, without quotation marks.",
    )


@pytest.mark.parametrize("answer", [3, "a plan", None, [], {"plan": steps()}, {"other": 1}])
def test_what_is_no_form_at_all_never_earns_a_point(answer: Any) -> None:
    spec = PLAN.spec("whole")
    verdict = judge(spec, [ask({"whole": lambda: answer}, "whole", [])])
    assert verdict.status != "right"
    assert verdict.score == 0


def test_a_cell_that_was_not_run_is_told() -> None:
    code = "def whole():\n    return {'plan': plan, 'run': model_run}"
    space: dict[str, Any] = {}
    exec(code, space)
    spec = PLAN.spec("whole")
    verdict = judge(spec, [ask(space, "whole", case.inputs) for case in spec.cases])
    assert verdict.score == 0
    assert "name 'plan' is not defined" in verdict.explanation
    assert "a cell that was not run" in verdict.explanation
    assert "There is no function called `whole` yet" in judge(spec, [Missing()]).explanation


def test_only_its_form_may_be_told_before_grading() -> None:
    late = dataclasses.replace(PLAN, feedback="after grading").spec("whole")
    verdict = judge(late, [ask({"whole": lambda: {"plan": []}}, "whole", [])])
    assert (verdict.status, verdict.notes) == ("readable", ())


def test_the_judge_travels_by_its_name() -> None:
    spec = PLAN.spec("whole")
    assert spec.cases[0].expected == NamedJudge("solidarity.models.plan:missing")
    assert from_text(to_text([spec])) == {"whole": spec}


def test_a_judge_from_elsewhere_is_not_called() -> None:
    for judge_name in ("os:system", "solidarity.cli:app", "nowhere"):
        with pytest.raises(ValueError, match="holds no judge"):
            lacking(NamedJudge(judge_name), value_of({}))


def test_what_is_no_dictionary_cannot_be_read() -> None:
    with pytest.raises(UnreadableValue, match="A dictionary belongs here"):
        lacking(NamedJudge("solidarity.models.plan:missing"), value_of(3))


def test_a_form_in_a_key_is_sound() -> None:
    assert key_problems({"whole": PLAN}) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hints": []}, "no hint"),
        ({"examples": [{"a": 1}]}, "takes no examples"),
        (told(("one", 1, "No.")), "takes no examples, edges or mistakes"),
        ({"answer": lambda plan: []}, "a function of solidarity.models"),
        ({"answer": 3}, "a function of solidarity.models"),
        ({"answer": Exercise}, "a function of solidarity.models"),
    ],
)
def test_a_form_that_cannot_be_judged_is_refused(change: dict[str, Any], words: str) -> None:
    (problem,) = key_problems({"whole": dataclasses.replace(PLAN, **change)})
    assert words in problem
