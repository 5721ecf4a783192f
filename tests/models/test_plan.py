"""The form of a plan: what is missing is said in plain sentences."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.plan import (
    FIELDS,
    GROUPS,
    LINKS,
    RUN_FIELDS,
    TARGETS,
    is_indicator,
    missing,
)
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


def test_small_and_capital_letters_spaces_and_the_kind_of_apostrophe_make_no_difference() -> None:
    plan = whole_plan()
    plan[0] |= {"link": " Primary  Production ", "group": "Workers’ Union", "sdg": " 5.A.1 "}
    assert missing(plan, RUN) == []


@pytest.mark.parametrize("plan", [None, [], "a plan", 3, ()])
def test_no_plan_at_all(plan: object) -> None:
    assert missing(plan, RUN) == ["The plan is a list of steps, and it has none yet."]


def test_a_single_step_without_the_brackets_of_a_list() -> None:
    assert missing(whole_plan()[0], RUN) == [
        "The plan must be a list: put square brackets around its steps."
    ]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("empty", ["", "  ", None])
def test_an_empty_field_is_named_with_its_step(field: str, empty: object) -> None:
    plan = whole_plan()
    plan[2][field] = empty
    assert f"Step 3 has no text yet for: {field}." in missing(plan, RUN)


def test_a_code_without_quotation_marks_is_told() -> None:
    """As a number, 8.10 would be 8.1."""
    plan = whole_plan()
    plan[1] |= {"sdg": 8.10, "unit": ["members"]}
    assert missing(plan, RUN) == ["Step 2 needs a text in quotation marks for: sdg, unit."]


def test_all_that_is_empty_in_a_step_is_said_in_one_sentence() -> None:
    plan = [*whole_plan(), {"link": "marketing", "group": "club"}]
    assert missing(plan, RUN) == [
        "Step 6 has no text yet for: partner, dimension, sdg, indicator, unit."
    ]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("link", "farming", ", ".join(LINKS)),
        ("group", "company", ", ".join(GROUPS)),
        ("dimension", "peace", ", ".join(DIMENSIONS)),
    ],
)
def test_a_word_that_is_not_in_the_list_is_told_with_the_list(
    field: str, value: str, words: str
) -> None:
    plan = whole_plan()
    plan[0][field] = value
    assert f"Step 1: the {field} is '{value}', and must be one of: {words}." in missing(plan, RUN)


def test_a_code_of_two_parts_is_told() -> None:
    plan = whole_plan()
    plan[4]["sdg"] = "8.3"
    assert missing(plan, RUN) == [
        "Step 5: the sdg is '8.3'. "
        "An indicator has three parts, such as 8.3.1, and its target must exist."
    ]


def test_of_a_long_wrong_word_only_the_beginning_is_repeated() -> None:
    plan = whole_plan()
    plan[0]["group"] = "x" * 1_000
    (said,) = missing(plan, RUN)
    assert len(said) < 200


def test_too_few_links_and_dimensions_without_a_step() -> None:
    assert missing(whole_plan()[:3], RUN) == [
        "The plan has 3 links of the chain, each counted once. It needs 4 at least.",
        "No step serves these dimensions: planet, economy.",
    ]


def test_a_single_dimension_without_a_step() -> None:
    plan = whole_plan()
    plan[3]["dimension"] = "people"
    assert missing(plan, RUN) == ["No step serves the dimension planet."]


def test_the_same_link_twice_counts_once() -> None:
    plan = [step | {"link": "marketing"} for step in whole_plan()]
    assert missing(plan, RUN) == [
        "The plan has 1 link of the chain, each counted once. It needs 4 at least."
    ]


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
        ({"module": 3.5}, "must name its module"),
        ({"result": "much"}, "must be a number"),
        ({"result": None}, "must be a number"),
        ({"result": float("nan")}, "must be a number"),
        ({"result": float("inf")}, "must be a number"),
        ({"unit": ""}, "no text yet for: unit."),
        ({"means": None}, "no text yet for: means."),
        ({"unit": " ", "means": ""}, "no text yet for: unit, means."),
        ({"unit": 3}, "needs a text in quotation marks for: unit."),
    ],
)
def test_a_model_run_without_its_parts(change: dict[str, object], words: str) -> None:
    (said,) = missing(whole_plan(), RUN | change)
    assert words in said


def test_the_result_may_come_from_numpy() -> None:
    assert missing(whole_plan(), RUN | {"module": np.int64(9), "result": np.float64(1.5)}) == []


@pytest.mark.parametrize("run", [None, {}, 3, "a run"])
def test_no_model_run(run: object) -> None:
    (said,) = missing(whole_plan(), run)
    assert said == "There is no model run yet: a dictionary with module, result, unit, means."


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(st.sampled_from([*FIELDS, *RUN_FIELDS]), part, max_size=5)
    ),
    max_leaves=10,
)


@given(ANYTHING, ANYTHING)
def test_nothing_that_a_learner_writes_stops_it(plan: object, run: object) -> None:
    """Also a list where a text belongs, which cannot be put into a set."""
    said = missing(plan, run)
    assert said
    assert all(sentence.endswith(".") for sentence in said)
