"""A lending fund: every centavo is somewhere, and the figures of its health are the usual ones."""

from __future__ import annotations

import dataclasses

import pytest
from helpers import some
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity.models.lending_fund import (
    NEVER,
    LendingFund,
    LendingHistory,
    LendingMonth,
    follow,
    portfolio_at_risk,
    self_sufficiency,
    yearly_loss,
)

few = settings(max_examples=60, deadline=None)


@st.composite
def funds(draw: st.DrawFn) -> LendingFund:
    months = draw(st.integers(1, 60))
    return LendingFund(
        lending=draw(st.integers(1, 100_000)),
        growth=draw(st.sampled_from([0, 0.01, 0.05, 0.25])),
        growth_ends=draw(st.integers(1, months)),
        loan_months=draw(st.integers(1, 24)),
        stopping=draw(st.sampled_from([0, 0.01, 0.3, 1])),
        write_off_after=draw(st.integers(NEVER, 24)),
        months=months,
    )


histories = funds().map(follow)


# --- Nothing is lost or made ---------------------------------------------------------------------


@few
@given(histories)
def test_what_was_lent_is_repaid_or_written_off_or_still_owed(history: LendingHistory) -> None:
    lent = paid = written_off = 0
    for month in some(history.months):
        lent, paid = lent + month.lent, paid + month.paid
        written_off += month.written_off
        assert lent == paid + written_off + month.portfolio


@few
@given(histories)
def test_no_part_is_more_than_its_whole(history: LendingHistory) -> None:
    for month in some(history.months):
        assert 0 <= month.at_risk <= month.portfolio
        assert 0 <= month.paid <= month.due
        assert month.written_off >= 0
        assert 0 <= month.par30 <= 1
        assert 0 <= month.repayment_rate <= 1


@few
@given(histories)
def test_where_everybody_pays_nothing_is_at_risk_and_nothing_is_lost(
    history: LendingHistory,
) -> None:
    good = follow(dataclasses.replace(history.fund, stopping=0))
    assert all(month.at_risk == month.written_off == 0 for month in good.months)
    assert all(month.paid == month.due for month in good.months)


@few
@given(histories, st.integers(NEVER, 60))
def test_a_write_off_brings_nothing_back(history: LendingHistory, other: int) -> None:
    again = follow(dataclasses.replace(history.fund, write_off_after=other))
    assert [m.paid for m in again.months] == [m.paid for m in history.months]
    assert [m.due for m in again.months] == [m.due for m in history.months]


@few
@given(funds())
def test_what_a_steady_fund_lends_in_a_month_comes_back_or_is_written_off_in_a_month(
    fund: LendingFund,
) -> None:
    steady = dataclasses.replace(
        fund, growth=0, growth_ends=1, loan_months=min(fund.loan_months, 12), write_off_after=6
    )
    last = follow(dataclasses.replace(steady, months=40)).months[-1]
    assert last.lent == last.paid + last.written_off


# --- A tiny fund by hand -------------------------------------------------------------------------

# 1,200 pesos a month, repaid in two parts. 600 are lent to people who pay, 300 to people who never
# pay, 300 to people who pay once. Of one month's lending 600 fall due in each of two months, and
# 300 + 150 = 450 are paid first, then 300. The 300 that are never paid miss their first part a
# month after lending; a month later they are at risk, and another month later they are written
# off. Those who pay once owe 150 and are at risk a month later.
TINY = LendingFund(
    lending=1200, growth=0, growth_ends=1, loan_months=2, stopping=0.5, write_off_after=2, months=5
)
BY_HAND = [
    # number, lent, due, paid, written off, portfolio, at risk
    (1, 1200, 0, 0, 0, 1200, 0),
    (2, 1200, 600, 450, 0, 1950, 0),
    # 1,950 + 1,200 − 750; the 300 of month 1 are now a month late.
    (3, 1200, 1200, 750, 0, 2400, 300),
    # 300 of month 1 go; 150 of month 1 and 300 of month 2 are a month late.
    (4, 1200, 1200, 750, 300, 2550, 450),
    # 150 of month 1 and 300 of month 2 go; 150 of month 2 and 300 of month 3 are a month late.
    (5, 1200, 1200, 750, 450, 2550, 450),
]


def test_a_tiny_fund_agrees_with_the_books_kept_by_hand() -> None:
    history = follow(TINY)
    books = [dataclasses.astuple(month) for month in history.months]
    assert [(number, *(a / 100 for a in amounts)) for number, *amounts in books] == BY_HAND
    last = history.months[-1]
    assert last.par30 == pytest.approx(450 / 2550)
    assert last.repayment_rate == pytest.approx(750 / 1200)
    mean = (1200 + 1950 + 2400 + 2550 + 2550) / 5
    assert history.write_off_ratio(5) == pytest.approx(750 / mean)


def test_the_first_month_of_a_fund_has_nothing_due_and_nothing_missed() -> None:
    first = follow(TINY).months[0]
    assert (first.repayment_rate, first.par30) == (1, 0)
    assert LendingMonth(1, 0, 0, 0, 0, 0, 0).par30 == 0


def test_lending_grows_and_stops_growing() -> None:
    history = follow(LendingFund(lending=1000, growth=0.1, growth_ends=3, months=5))
    assert [month.lent / 100 for month in history.months] == [1000, 1100, 1210, 1210, 1210]


def test_the_write_off_ratio_looks_at_one_year_only() -> None:
    history = follow(LendingFund(growth=0, stopping=0.1, months=60))
    year = history.months[36:48]
    mean = sum(month.portfolio for month in year) / 12
    assert history.write_off_ratio(48) == pytest.approx(sum(m.written_off for m in year) / mean)
    with pytest.raises(ValueError, match="month is 61"):
        history.write_off_ratio(61)


def test_the_table_names_its_units_and_repeats_the_books() -> None:
    table = follow(TINY).by_month()
    assert table["portfolio (pesos)"].tolist() == [row[5] for row in BY_HAND]
    assert table["PAR30 (%)"].tolist()[-1] == round(45000 / 2550, 2)
    assert all("(" in name for name in table.columns if name != "month")


# --- The small functions -------------------------------------------------------------------------


def test_portfolio_at_risk_counts_whole_balances_and_only_what_is_later_than_the_days() -> None:
    balances, late = [4_000, 1_000, 3_000, 2_000], [0, 30, 31, 95]
    assert portfolio_at_risk(balances, late) == 0.5
    assert portfolio_at_risk(balances, late, days=90) == 0.2
    assert portfolio_at_risk(balances, late, days=0) == 0.6


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 400)), min_size=1, max_size=40))
def test_later_days_never_show_more_risk(loans: list[tuple[int, int]]) -> None:
    balances, late = [b for b, _ in loans], [d for _, d in loans]
    if sum(balances) == 0:
        return
    shares = [portfolio_at_risk(balances, late, days) for days in (0, 30, 60, 90)]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)


@pytest.mark.parametrize(
    ("balances", "late", "words"),
    [
        ([], [], "something must be owed"),
        ([0, 0], [1, 2], "something must be owed"),
        ([-1, 5], [1, 2], "below zero"),
        ([1], [1, 2], "1 balances and 2 days late"),
    ],
)
def test_without_a_portfolio_there_is_no_portfolio_at_risk(
    balances: list[float], late: list[int], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        portfolio_at_risk(balances, late)


def test_ninety_seven_percent_repaid_can_lose_a_third_of_the_portfolio_a_year() -> None:
    # As K6 says; with loans of two months: 3 % · 2 ÷ (2/12) = 36 %.
    assert yearly_loss(0.97, 2 / 12) == pytest.approx(0.36)
    assert yearly_loss(0.98, 1 / 12) == pytest.approx(0.48)
    assert yearly_loss(0.9949, 1) == pytest.approx(0.0102)
    with pytest.raises(ValueError, match="repayment_rate is 97"):
        yearly_loss(97, 1)


@pytest.mark.parametrize("loan_months", [6, 12, 18, 24])
@pytest.mark.parametrize("stopping", [0.01, 0.02, 0.05])
def test_the_rule_of_thumb_agrees_with_a_fund_that_does_not_grow(
    loan_months: int, stopping: float
) -> None:
    fund = LendingFund(
        growth=0, stopping=stopping, loan_months=loan_months, write_off_after=2, months=72
    )
    history = follow(fund)
    rule = yearly_loss(history.months[-1].repayment_rate, loan_months / 12)
    # The rule takes half of a loan to be outstanding; at the end of a month it is a little more.
    assert history.write_off_ratio(72) == pytest.approx(rule, rel=0.2)
    assert history.write_off_ratio(72) < rule


def test_self_sufficiency_as_in_the_manual_of_sa_dhan() -> None:
    # F15: income, operating costs, financial expenses, provision for loan losses.
    years = [
        (27_200, 21_800, 2_400, 10_000),
        (37_700, 26_200, 7_000, 6_000),
        (43_000, 28_600, 7_400, 5_000),
    ]
    assert [round(self_sufficiency(*year), 4) for year in years] == [0.7953, 0.9617, 1.0488]


@pytest.mark.parametrize("costs", [(0, 0, 0), (-1, 5, 5), (5, -1, 5), (5, 5, -1)])
def test_without_costs_there_is_no_self_sufficiency(costs: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="no cost may be below zero"):
        self_sufficiency(100, *costs)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lending", 0),
        ("growth", -0.1),
        ("growth", 0.3),
        ("growth_ends", 0),
        ("growth_ends", 100),
        ("loan_months", 0),
        ("loan_months", 2.5),
        ("loan_months", 37),
        ("stopping", 1.1),
        ("write_off_after", -1),
        ("write_off_after", 61),
        ("months", 0),
        ("months", 121),
        ("months", None),
    ],
)
def test_a_fund_that_cannot_be_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must be"):
        LendingFund(**{field: value})  # type: ignore[arg-type]
