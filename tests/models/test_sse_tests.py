"""The five tests: what a description says decides, and what it leaves out stays open."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from helpers import ROOT
from hypothesis import given
from hypothesis import strategies as st

from solidarity.exercises.keys import load_key
from solidarity.models.sse_tests import (
    PARTS,
    Light,
    Organisation,
    both,
    either,
    five_tests,
    verdict,
)

# A group that passes every test, each part of it for certain.
GOOD: dict[str, Any] = {
    "serves": "members",
    "voluntary": True,
    "mutual_aid": True,
    "votes": "per member",
    "consulted": False,
    "independent": True,
    "on_capital": 0.2,
    "assets": "in common",
}
VALUES: dict[str, list[Any]] = {
    "serves": ["members", "community", "owners"],
    "voluntary": [True, False],
    "mutual_aid": [True, False],
    "votes": ["per member", "per share", "none"],
    "consulted": [True, False],
    "independent": [True, False],
    "on_capital": [0, 0.2, 0.5, 0.51, 1],
    "assets": ["in common", "by shares"],
}
LIGHTS: list[Light] = [True, False, None]

descriptions = st.fixed_dictionaries(
    {name: st.sampled_from([*values, None]) for name, values in VALUES.items()}
)


def test_a_group_that_does_all_as_the_resolution_says_is_sse() -> None:
    lights = five_tests(Organisation(**GOOD))
    assert list(lights) == list(PARTS)
    assert set(lights.values()) == {True}
    assert verdict(lights) == "SSE"


@pytest.mark.parametrize(
    ("part", "value", "test"),
    [
        ("serves", "owners", "interest"),
        ("voluntary", False, "cooperation"),
        ("mutual_aid", False, "cooperation"),
        ("votes", "per share", "democracy"),
        ("votes", "none", "democracy"),
        ("independent", False, "autonomy"),
        ("on_capital", 0.51, "people first"),
        ("assets", "by shares", "people first"),
    ],
)
def test_one_fault_turns_off_its_own_light_and_no_other(part: str, value: Any, test: str) -> None:
    lights = five_tests(Organisation(**GOOD | {part: value}))
    assert lights == dict.fromkeys(PARTS, True) | {test: False}
    assert verdict(lights) == "not yet"


def test_members_who_are_consulted_make_up_for_votes_per_share() -> None:
    lights = five_tests(Organisation(**GOOD | {"votes": "per share", "consulted": True}))
    assert lights["democracy"] is True


def test_serving_its_own_members_is_an_interest_in_common() -> None:
    assert five_tests(Organisation(serves="members"))["interest"] is True
    assert five_tests(Organisation(serves="community"))["interest"] is True


def test_of_an_empty_description_nothing_is_known() -> None:
    lights = five_tests(Organisation())
    assert set(lights.values()) == {None}
    assert verdict(lights) == "insufficient information"


@given(descriptions)
def test_a_light_that_is_on_or_off_stays_so_whatever_the_unknown_turns_out_to_be(
    description: dict[str, Any],
) -> None:
    lights = five_tests(Organisation(**description))
    assert lights.keys() == PARTS.keys()
    unknown = [name for name, value in description.items() if value is None]
    # Filled in one at a time with every value, which is enough: a light looks at two parts at most.
    for name in unknown:
        for value in VALUES[name]:
            filled = five_tests(Organisation(**description | {name: value}))
            for test, light in lights.items():
                if light is not None:
                    assert filled[test] is light


@given(descriptions)
def test_a_light_is_unknown_only_if_what_is_missing_can_still_turn_it(
    description: dict[str, Any],
) -> None:
    lights = five_tests(Organisation(**description))
    assert lights.keys() == PARTS.keys()
    for test, parts in PARTS.items():
        if lights[test] is None:
            missing = [part for part in parts if description[part] is None]
            ways = product(*(VALUES[part] for part in missing))
            ends = {
                five_tests(Organisation(**description | dict(zip(missing, way, strict=True))))[test]
                for way in ways
            }
            assert ends == {True, False}


@pytest.mark.parametrize(("one", "other"), product(LIGHTS, LIGHTS))
def test_both_and_either_do_not_mind_the_order(one: Light, other: Light) -> None:
    assert both(one, other) is both(other, one)
    assert either(one, other) is either(other, one)


@pytest.mark.parametrize(
    ("one", "other", "and_", "or_"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (False, False, False, False),
        (True, None, None, True),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_what_is_known_decides_where_it_can(
    one: Light, other: Light, and_: Light, or_: Light
) -> None:
    assert both(one, other) is and_
    assert either(one, other) is or_


def test_the_limit_for_capital_lets_its_own_value_pass() -> None:
    one = Organisation(on_capital=0.3, assets="in common")
    assert five_tests(one, capital_limit=0.3)["people first"] is True
    assert five_tests(one, capital_limit=0.29)["people first"] is False


def test_property_can_be_left_out() -> None:
    one = Organisation(on_capital=0.3, assets="by shares")
    assert five_tests(one)["people first"] is False
    assert five_tests(one, look_at_assets=False)["people first"] is True
    silent = Organisation(assets="in common")
    assert five_tests(silent, look_at_assets=False)["people first"] is None


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("serves", "people"),
        ("votes", "per head"),
        ("assets", "sold"),
        ("voluntary", "yes"),
        ("on_capital", 1.2),
        ("on_capital", -0.1),
        ("on_capital", "half"),
    ],
)
def test_a_word_or_number_without_meaning_is_refused_by_its_name(part: str, value: Any) -> None:
    with pytest.raises(ValueError, match=part):
        Organisation(**{part: value})


def test_a_limit_outside_zero_to_one_is_refused() -> None:
    with pytest.raises(ValueError, match="capital_limit"):
        five_tests(Organisation(), capital_limit=50)


def test_the_model_and_the_key_judge_alike() -> None:
    key = load_key(ROOT / "course" / "m02-what-counts" / "key.py")
    for way in product(*VALUES.values()):
        group = dict(zip(VALUES, way, strict=True))
        assert key["sse_test"].answer(group) == five_tests(Organisation(**group))
    for lights in product(LIGHTS, repeat=5):
        tests = dict(zip(PARTS, lights, strict=True))
        assert key["verdict"].answer(tests) == verdict(tests)
    for part in [*VALUES["on_capital"], None]:
        one = five_tests(Organisation(on_capital=part), look_at_assets=False)
        assert key["people_first"].answer({"on_capital": part}) == one["people first"]
