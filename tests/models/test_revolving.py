"""A revolving fund against small examples worked by hand."""

from __future__ import annotations

import dataclasses
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.revolving import RevolvingFund, revolve

funds = st.builds(
    RevolvingFund,
    months=st.integers(1, 240),
    repayment_months=st.integers(1, 120),
    idle_share=st.floats(0, 0.99),
    growth=st.floats(-0.5, 2),
)


def velocity(**rules: float) -> float:
    return revolve(RevolvingFund(**rules)).velocity  # type: ignore[arg-type]


@pytest.mark.parametrize(("repayment", "idle"), product([1, 12, 120], [0, 0.25, 0.9]))
def test_as_long_as_nothing_has_come_back_each_lendable_rupee_was_lent_once(
    repayment: int, idle: float
) -> None:
    # The first instalment comes in the second month.
    got = velocity(months=1, repayment_months=repayment, idle_share=idle)
    assert got == pytest.approx(1 - idle)


def test_three_months_with_loans_of_one_month_by_hand() -> None:
    # Each month 1 is saved and all that was lent the month before comes back.
    # Lent: 1, then 1 + 1 = 2, then 1 + 2 = 3. So 6 on 3 saved.
    history = revolve(RevolvingFund(months=3, repayment_months=1))
    assert history.saved == pytest.approx((1, 2, 3))
    assert history.lent == pytest.approx((1, 3, 6))
    assert history.velocity == pytest.approx(2)


def test_four_months_with_loans_of_two_months_by_hand() -> None:
    # A loan comes back in halves in the two months after it.
    # Lent: 1, then 1 + 1/2 = 1.5, then 1 + 1/2 + 0.75 = 2.25, then 1 + 0.75 + 1.125 = 2.875.
    history = revolve(RevolvingFund(months=4, repayment_months=2))
    assert history.lent == pytest.approx((1, 2.5, 4.75, 7.625))


def test_half_of_the_savings_idle_by_hand() -> None:
    # Lent: 0.5, then 0.5 + 0.5 = 1, then 0.5 + 1 = 1.5. So 3 on 3 saved.
    assert velocity(months=3, repayment_months=1, idle_share=0.5) == pytest.approx(1)


def test_savings_that_double_in_a_year_by_hand() -> None:
    history = revolve(RevolvingFund(months=25, growth=1))
    monthly = [b - a for a, b in pairwise((0, *history.saved))]
    assert (monthly[0], monthly[12], monthly[24]) == pytest.approx((1, 2, 4))


@given(funds)
def test_no_more_is_out_than_was_saved(fund: RevolvingFund) -> None:
    # What came back by the end is the instalments of earlier loans; the rest is still out.
    history = revolve(fund)
    loans = [b - a for a, b in pairwise((0, *history.lent))]
    last, term = fund.months - 1, fund.repayment_months
    back = sum(
        loan * min(last - month, term) / term for month, loan in enumerate(loans) if month < last
    )
    out = history.lent[-1] - back
    assert out == pytest.approx(history.saved[-1] * (1 - fund.idle_share), rel=1e-6)


@given(funds)
def test_savings_and_loans_only_grow(fund: RevolvingFund) -> None:
    history = revolve(fund)
    assert len(history.saved) == len(history.lent) == fund.months
    assert all(a <= b for a, b in pairwise(history.saved))
    assert all(a <= b + 1e-9 for a, b in pairwise(history.lent))


@pytest.mark.parametrize(
    ("growth", "idle", "months"), product([0, 0.1, 0.5], [0, 0.3, 0.8], [24, 204])
)
def test_velocity_falls_when_loans_run_longer(growth: float, idle: float, months: int) -> None:
    got = [
        velocity(months=months, repayment_months=r, idle_share=idle, growth=growth)
        for r in range(1, 61)
    ]
    assert all(longer < shorter for shorter, longer in pairwise(got))


@pytest.mark.parametrize(("growth", "repayment"), product([0, 0.1, 0.5], [1, 12, 60]))
def test_velocity_falls_in_step_with_the_money_that_is_lent(growth: float, repayment: int) -> None:
    busy = velocity(repayment_months=repayment, growth=growth)
    for idle in (0.1, 0.5, 0.9):
        got = velocity(repayment_months=repayment, growth=growth, idle_share=idle)
        assert got == pytest.approx(busy * (1 - idle))


@pytest.mark.parametrize(("idle", "repayment"), product([0, 0.5], [1, 12, 60]))
def test_velocity_falls_when_most_savings_are_recent(idle: float, repayment: int) -> None:
    got = [
        velocity(repayment_months=repayment, idle_share=idle, growth=growth)
        for growth in (-0.2, 0, 0.1, 0.2, 0.5, 1)
    ]
    assert all(faster < slower for slower, faster in pairwise(got))


def test_velocity_rises_with_age() -> None:
    got = [velocity(months=months) for months in range(1, 300, 12)]
    assert all(younger < older for younger, older in pairwise(got))


def test_the_table_repeats_the_history() -> None:
    history = revolve(RevolvingFund(months=24))
    table = history.by_month()
    assert table["month"].tolist() == list(range(1, 25))
    assert table["velocity (loans per saving)"].iloc[-1] == pytest.approx(history.velocity)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("months", 0),
        ("months", 601),
        ("repayment_months", 0),
        ("repayment_months", 121),
        ("idle_share", -0.1),
        ("idle_share", 1),
        ("idle_share", 50),
        ("idle_share", float("nan")),
        ("growth", -0.6),
        ("growth", 2.1),
        # What a slider's number field lets through, or a beginner writes:
        ("months", 12.5),
        ("repayment_months", 1.5),
        ("months", "204"),
        ("growth", None),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must be"):
        dataclasses.replace(RevolvingFund(), **{field: value})  # type: ignore[arg-type]
