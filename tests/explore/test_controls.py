"""A control turns what people see into what the model takes, and refuses what is neither."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from explore.drawings import ODD
from hypothesis import given
from hypothesis import strategies as st

from solidarity.explore import Choice, Range, Seed, Switch
from solidarity.explore.controls import Control, origin

WEEKS = Range("Weeks", 10, 1, 60, unit="weeks", source="C45")
CHARGE = Range("Charge", 5, 0, 10, step=0.5, unit="%", factor=0.01)
WHO = Choice("Who decides", "all members", {"all members": 1, "the chair": None})
FIRE = Switch("A house burns", source="C12")
LUCK = Seed("Luck of the year")
ALL: list[Control] = [WEEKS, CHARGE, WHO, FIRE, LUCK]
each_control = pytest.mark.parametrize("control", ALL, ids=lambda control: control.label)

# --- The first value ------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, 61, -10, math.nan, math.inf])
def test_a_first_number_outside_its_bounds_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="Weeks: the first value"):
        Range("Weeks", value, 1, 60)


@pytest.mark.parametrize("value", [1, 60, 30.5])
def test_a_first_number_may_stand_on_its_bounds(value: float) -> None:
    assert Range("Weeks", value, 1, 60).value == value


def test_bounds_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ValueError, match="from 60 to 1"):
        Range("Weeks", 30, 60, 1)


@pytest.mark.parametrize("value", ["nobody", "", "All members", None])
def test_a_first_choice_that_cannot_be_chosen_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"Who: .* is not among"):
        Choice("Who", value, {"all members": 1})


def test_a_choice_between_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="is not among"):
        Choice("Who", "a", {})


@pytest.mark.parametrize("value", [-1, 10_000, 2.5])
def test_a_first_luck_outside_its_bounds_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="Luck"):
        Seed("Luck", value)


@pytest.mark.parametrize("value", ["yes", 1, None])
def test_a_switch_begins_on_or_off(value: Any) -> None:
    with pytest.raises(ValueError, match="Fire"):
        Switch("Fire", value)


@pytest.mark.parametrize("parts", [{"step": 0}, {"step": -1}, {"high": math.inf}])
def test_a_slider_that_cannot_be_drawn_is_refused(parts: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="Weeks"):
        Range(**{"label": "Weeks", "value": 10, "low": 1, "high": 60, **parts})


@each_control
def test_a_control_cannot_be_changed_by_mistake(control: Control) -> None:
    with pytest.raises(FrozenInstanceError):
        control.value = 7  # type: ignore[misc]


# --- What the model takes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("control", "seen", "taken"),
    [
        (WEEKS, 5.0, 5),
        (WEEKS, 5, 5),
        (Range("Shares", 1, 0, 9, step=0.5), 2.5, 2.5),
        (Range("Shares", 1, 0, 9, step=0.5), 2, 2.0),
        (CHARGE, 5.0, 0.05),
        (Range("Charge", 1, 0, 100, step=5, factor=0.01), 100, 1.0),
        (WHO, "all members", 1),
        (WHO, "the chair", None),
        (FIRE, True, True),
        (FIRE, False, False),
        (LUCK, 7, 7),
        (LUCK, 7.0, 7),
        (LUCK, 0, 0),
        (LUCK, 9999, 9999),
    ],
)
def test_the_model_takes_what_people_see_in_its_own_unit(
    control: Control, seen: Any, taken: Any
) -> None:
    assert control.for_model(seen) == pytest.approx(taken)
    assert type(control.for_model(seen)) is type(taken)


@given(st.integers(0, 100))
def test_a_share_in_percent_never_leaves_its_bounds(percent: int) -> None:
    assert 0 <= Range("Share", 0, 0, 100, factor=0.01).for_model(percent) <= 1


@pytest.mark.parametrize("seen", [2.5, 2.4, 3.0])
def test_where_steps_are_whole_the_model_gets_a_whole_number(seen: float) -> None:
    # The field beside the slider sends what was typed, and a model may count with it.
    taken = WEEKS.for_model(seen)
    assert type(taken) is int
    assert abs(taken - seen) <= 0.5


@pytest.mark.parametrize("control", [WEEKS, CHARGE, LUCK], ids=lambda c: c.label)
@pytest.mark.parametrize(
    "seen", [math.nan, math.inf, -math.inf, None, "5", "", True, [5], {"a": 1}], ids=repr
)
def test_what_is_no_number_is_refused_by_the_name_of_its_control(
    control: Control, seen: Any
) -> None:
    with pytest.raises(ValueError, match=f"{control.label} is .*not a number"):
        control.for_model(seen)


@pytest.mark.parametrize("seen", [-1, 10_000, 2.5, 1e300])
def test_luck_is_a_whole_number_with_bounds(seen: float) -> None:
    with pytest.raises(ValueError, match="must be a whole number from 0 to 9999"):
        LUCK.for_model(seen)


@pytest.mark.parametrize("seen", [None, 1, 0, "on", math.nan])
def test_a_switch_is_on_or_off_and_nothing_else(seen: Any) -> None:
    with pytest.raises(ValueError, match=r"A house burns is .* must be on or off"):
        FIRE.for_model(seen)


@pytest.mark.parametrize(
    "seen",
    [None, "nobody", "ALL MEMBERS", 0, math.nan, pytest.param(["all members"])],
    ids=repr,
)
def test_only_what_is_offered_can_be_chosen(seen: Any) -> None:
    with pytest.raises(ValueError, match=r"Who decides is .* must be one of"):
        WHO.for_model(seen)


@pytest.mark.parametrize("seen", [0, 61, -1e9])
def test_a_number_outside_its_bounds_is_refused(seen: float) -> None:
    # From Python: the browser does not let it through.
    with pytest.raises(ValueError, match="Weeks"):
        WEEKS.for_model(seen)


# --- Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("control", "seen", "words"),
    [
        (WEEKS, 20, "20 weeks"),
        (WEEKS, 20.0, "20 weeks"),
        (CHARGE, 7.5, "7.5 %"),
        (Range("Price", 50, 0, 9000), 1250, "1,250"),
        (WHO, "the chair", "the chair"),
        (FIRE, True, "on"),
        (FIRE, False, "off"),
        (LUCK, 12, "number 12"),
        (LUCK, 9999, "number 9999"),
    ],
)
def test_a_value_is_told_with_its_unit(control: Control, seen: Any, words: str) -> None:
    assert control.words(seen) == words


@pytest.mark.parametrize(("seen", "words"), [(1_000_000, "1,000,000"), (1_234_567, "1,234,567")])
def test_large_numbers_are_told_digit_by_digit(seen: float, words: str) -> None:
    assert Range("Sales", 0, 0, 5_000_000, unit="pesos").words(seen) == f"{words} pesos"


@pytest.mark.parametrize(
    ("control", "words"),
    [
        (WEEKS, "source C45"),
        (CHARGE, "illustrative"),
        (WHO, "illustrative"),
        (Choice("W", "a", {"a": 1}, source="C1"), "source C1"),
        (FIRE, "source C12"),
        (Switch("S"), "illustrative"),
        (LUCK, "chance"),
    ],
)
def test_every_control_tells_where_its_first_value_comes_from(control: Control, words: str) -> None:
    assert origin(control) == words
    assert control.spec()["origin"] == words


# --- What the browser gets ------------------------------------------------------------------------


@each_control
def test_the_browser_gets_plain_data_with_the_first_value(control: Control) -> None:
    spec = control.spec()
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert (spec["kind"], spec["label"], spec["first"]) == (
        type(control).__name__.lower(),
        control.label,
        control.value,
    )


def test_the_browser_gets_what_is_special_about_each_kind() -> None:
    assert {"low": 1, "high": 60, "step": 1, "unit": "weeks"}.items() <= WEEKS.spec().items()
    assert WHO.spec()["options"] == ["all members", "the chair"]
    assert {"low": 0, "high": 9999, "step": 1, "button": "Try other luck"}.items() <= (
        LUCK.spec().items()
    )


def test_what_the_model_takes_for_a_choice_stays_in_python() -> None:
    # It may be a function, or anything else that no browser can hold.
    spec = Choice("Rule", "mean", {"mean": sum, "most": max}).spec()
    assert json.dumps(spec)
    assert spec["options"] == ["mean", "most"]


@pytest.mark.parametrize(
    "make",
    [
        lambda words: Range(words, 1, 0, 2, unit=words, source=words),
        lambda words: Choice(words, words, {words: 1}, source=words),
        lambda words: Switch(words, source=words),
        lambda words: Seed(words, button=words),
    ],
)
def test_words_reach_the_browser_as_they_are_written(make: Callable[[str], Control]) -> None:
    # It sets them as text, so what is escaped here would be read as &lt;.
    control = make(ODD)
    assert control.spec()["label"] == ODD
    assert "&lt;" not in json.dumps(control.spec())
