"""SROI: filters multiply, worth drops off, and time is discounted on both sides."""

from __future__ import annotations

import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.sroi import Outcome, present_value, sroi

share = st.floats(0, 1)
outcomes = st.builds(
    Outcome,
    st.floats(1, 1e6),
    st.integers(1, 12),
    share,
    share,
    share,
    share,
)


def test_a_year_by_hand() -> None:
    one = Outcome(10_000, years=3, deadweight=0.2, displacement=0.1, attribution=0.25, dropoff=0.5)
    assert one.kept == pytest.approx(0.54)
    assert one.by_year() == pytest.approx([5_400, 2_700, 1_350])
    assert sroi([one], [4_500], 0) == pytest.approx(2.1)


@given(outcomes, st.floats(0, 0.5), st.lists(st.floats(1, 1e6), min_size=1, max_size=6))
def test_present_values_are_those_of_numpy_financial(
    one: Outcome, rate: float, inputs: list[float]
) -> None:
    worth = npf.npv(rate, [0, *one.by_year()])
    assert present_value(one.by_year(), rate) == pytest.approx(worth)
    assert sroi([one], inputs, rate) == pytest.approx(worth / npf.npv(rate, inputs))


@given(outcomes, share)
def test_no_filter_makes_a_claim_larger(one: Outcome, more: float) -> None:
    kept = vars(one) | {"deadweight": max(more, one.deadweight)}
    assert sroi([Outcome(**kept)], [100], 0.05) <= sroi([one], [100], 0.05) + 1e-9


@given(outcomes, outcomes)
def test_outcomes_add_up(one: Outcome, other: Outcome) -> None:
    together = sroi([one, other], [100, 50], 0.04)
    assert together == pytest.approx(sroi([one], [100, 50], 0.04) + sroi([other], [100, 50], 0.04))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Outcome(100, deadweight=20), "deadweight is 20"),
        (lambda: Outcome(-1), "yearly is -1"),
        (lambda: Outcome(1, years=0), "years is 0"),
        (lambda: sroi([Outcome(1)], [], 0.05), "sum of the inputs"),
        (lambda: sroi([Outcome(1)], [5, -1], 0.05), "an input is -1"),
        (lambda: sroi([Outcome(1)], [5], -0.05), "rate is -0.05"),
    ],
)
def test_what_cannot_be_is_refused(call: object, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()  # type: ignore[operator]
