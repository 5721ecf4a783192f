"""The form of a plan: what is missing is said in plain sentences."""

from __future__ import annotations

from typing import Any

import pytest

from solidarity.models.plan import FIELDS, LINKS, TARGETS, is_indicator, missing
from solidarity.models.scorecard import DIMENSIONS

Step = dict[str, Any]

RUN = {"module": 9, "result": 1.84, "unit": "times", "means": "Most of the money stays."}


def whole_plan() -> list[Step]:
    return [
        {
            "link": link,
            "group": "cooperative",
            "partner": "town hall",
            "dimension": dimension,
            "sdg": "8.3.1",
            "indicator": "members with a contract",
            "unit": "members",
        }
        for link, dimension in zip(LINKS, DIMENSIONS, strict=False)
    ]


def test_a_whole_plan_lacks_nothing() -> None:
    assert missing(whole_plan(), RUN) == []


def test_there_are_169_targets() -> None:
    assert len(TARGETS) == 169


@pytest.mark.parametrize("code", ["1.1.1", "5.a.1", "8.10.2", "11.3.2", "17.19.2", "13.1.3"])
def test_codes_of_indicators(code: str) -> None:
    assert is_indicator(code)


@pytest.mark.parametrize(
    "code",
    ["8.3", "18.1.1", "1.6.1", "17.a.1", "8.3.1.1", "8-3-1", "", None, 8.3, "0.1.1", "8.3.0"],
)
def test_what_is_no_code(code: object) -> None:
    assert not is_indicator(code)


@pytest.mark.parametrize("plan", [None, [], "a plan", 3])
def test_no_plan_at_all(plan: object) -> None:
    assert missing(plan, RUN) == ["The plan is a list of steps, and it has none yet."]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("empty", ["", "  ", None, 5])
def test_an_empty_field_is_named_with_its_step(field: str, empty: object) -> None:
    plan = whole_plan()
    plan[2][field] = empty
    assert f"Step 3: {field} is empty or is no text." in missing(plan, RUN)


@pytest.mark.parametrize(
    ("field", "value"),
    [("link", "farming"), ("group", "company"), ("dimension", "peace"), ("sdg", "8.3")],
)
def test_an_unknown_word_is_told(field: str, value: str) -> None:
    plan = whole_plan()
    plan[0][field] = value
    assert any(s.startswith(f"Step 1: {field} is '{value}'") for s in missing(plan, RUN))


def test_too_few_links_and_a_dimension_without_a_step() -> None:
    found = missing(whole_plan()[:3], RUN)
    assert found == [
        "The plan has 3 different links of the chain, and needs 4.",
        "No step serves the dimension planet.",
        "No step serves the dimension economy.",
    ]


def test_the_same_link_twice_counts_once() -> None:
    plan = [step | {"link": "marketing"} for step in whole_plan()]
    assert missing(plan, RUN) == ["The plan has 1 different links of the chain, and needs 4."]


def test_a_step_that_is_no_dictionary() -> None:
    assert missing([*whole_plan(), "sell rice"], RUN) == [
        f"Step 6 must be a dictionary with the names {', '.join(FIELDS)}."
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"module": 2}, "must name its module"),
        ({"module": True}, "must name its module"),
        ({"module": "9"}, "must name its module"),
        ({"result": "much"}, "must be a number"),
        ({"result": float("nan")}, "must be a number"),
        ({"unit": ""}, "unit is empty"),
        ({"means": None}, "means is empty"),
    ],
)
def test_a_model_run_without_its_parts(change: dict[str, object], words: str) -> None:
    (said,) = missing(whole_plan(), RUN | change)
    assert words in said


def test_no_model_run() -> None:
    (said,) = missing(whole_plan())
    assert "no model run" in said
