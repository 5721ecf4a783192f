"""Answers from a learner's process may be anything; grading them never raises."""

from __future__ import annotations

import json
from typing import Any

import pytest
from helpers import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity.answers.answer import Given, Missing
from solidarity.answers.kinds.number import NumberValue
from solidarity.answers.received import read_answers
from solidarity.check import verdict_panel
from solidarity.exercises.keys import load_key
from solidarity.exercises.verdict import judge

KEY = load_key(ROOT / "course" / "m04-savings-groups" / "key.py")


@pytest.mark.parametrize("forged", ["not json", "{}", '"text"', "[" * 100_000, ""])
def test_an_odd_reply_is_no_answer_and_no_error(forged: str) -> None:
    assert read_answers(forged, 2) == []


def test_what_is_no_answer_keeps_its_place() -> None:
    assert read_answers('[1, {"value": 2}]', 2) == [Missing(), Given(NumberValue(2))]


def test_more_answers_than_questions_are_cut() -> None:
    assert read_answers('[{"value": 1}, {"value": 2}, {"value": 3}]', 2) == [
        Given(NumberValue(1)),
        Given(NumberValue(2)),
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"~": "table", "columns": ["a"], "rows": [[1, 2]]},
        {"~": "table", "columns": 3, "rows": None},
        {"~": "series", "index": [1], "values": [1, 2], "name": None},
        {"~": "number", "text": "no number"},
        {"~": "dict", "items": [[1]]},
        {"no mark": 1},
        {"~": ["unhashable"]},
        "\ud800",
        [[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]],
    ],
)
def test_a_forged_value_is_read_as_unreadable_and_can_be_written(value: Any) -> None:
    (answer,) = read_answers(json.dumps([{"value": value}]), 1)
    json.dumps(answer.plain(), allow_nan=False).encode()
    str(answer).encode()


def test_nan_and_infinity_become_markers() -> None:
    (answer,) = read_answers('[{"value": [NaN, Infinity]}]', 1)
    json.dumps(answer.plain(), allow_nan=False)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: (
        st.lists(part, max_size=4)
        | st.dictionaries(
            st.sampled_from(["~", "text", "items", "columns", "rows", "index", "values", "name"]),
            part | st.sampled_from(["number", "set", "dict", "series", "table", "date", "other"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["value", "error", "message", "line", "missing", "printed", "one_round", "inputs", "changed"]
)


@settings(max_examples=300)
@given(st.lists(st.dictionaries(FIELDS, JSON, max_size=4), max_size=6), st.sampled_from(list(KEY)))
def test_no_answer_makes_the_judge_raise(answers: list[dict[str, Any]], name: str) -> None:
    spec = KEY[name].spec(name, hidden_seed="any")
    verdict = judge(spec, read_answers(json.dumps(answers), len(spec.cases)))
    verdict_panel.html(verdict, graded=True).encode()
    assert 0 <= verdict.score <= verdict.points
