"""Who grew most: two orders of the same figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.ranking import By, ranked

BEFORE = {"Small": 1.0, "Large": 100.0, "Gone": 5.0, "Still": 7.0}
AFTER = {"Small": 10.0, "Large": 150.0, "New": 8.0, "Still": 7.0}

figures = st.dictionaries(st.sampled_from("ABCDEFGH"), st.floats(0.01, 1e6))


def test_the_two_questions_have_two_answers() -> None:
    assert [grown.name for grown in ranked(BEFORE, AFTER, "times")] == ["Small", "Large", "Still"]
    assert [g.name for g in ranked(BEFORE, AFTER, "difference")] == ["Large", "Small", "Still"]


def test_times_and_difference_by_hand() -> None:
    small, large, still = ranked(BEFORE, AFTER, "times")

    assert (small.times, small.difference) == (10, 9)
    assert (large.times, large.difference) == (1.5, 50)
    assert (still.times, still.difference) == (1, 0)


@given(figures, figures, st.sampled_from(["times", "difference"]))
def test_everyone_with_both_values_is_ranked_from_most_to_least(
    before: dict, after: dict, by: By
) -> None:
    order = ranked(before, after, by)
    values = [getattr(grown, by) for grown in order]

    assert {grown.name for grown in order} == set(before) & set(after)
    assert values == sorted(values, reverse=True)


def test_equals_stand_in_the_order_of_their_names() -> None:
    order = ranked({"b": 1, "a": 2}, {"b": 2, "a": 4}, "times")

    assert [grown.name for grown in order] == ["a", "b"]


def test_an_unknown_way_to_rank_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^by is 'ratio'"):
        ranked(BEFORE, AFTER, "ratio")  # type: ignore[arg-type]


def test_a_value_that_is_not_above_zero_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match=r"^before for Small is 0"):
        ranked({"Small": 0}, {"Small": 1}, "times")
