"""What case.md, reading.md and exercises.md of module 5 say about the models holds, over grids."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, product

import pytest
from helpers import ROOT, some

from solidarity.models.credit import CENTAVOS, METHODS, Loan, schedule
from solidarity.models.lending_fund import (
    NEVER,
    LendingFund,
    LendingMonth,
    follow,
    portfolio_at_risk,
    yearly_loss,
)

# The places where the sliders of panel 1 can stand: some of each.
RATES = [0.0025, 0.02, 0.1]
MONTHS = [6, 12, 24]


def year(method: str, **terms: float) -> float:
    return schedule(Loan(method=method, **terms)).effective_rate  # type: ignore[arg-type]


def grid() -> list[Loan]:
    names = ("monthly_rate", "method", "instalments", "fee", "savings")
    places = product(RATES, METHODS, MONTHS, [0, 0.02, 0.1], [0, 0.1, 0.3])
    return [Loan(**dict(zip(names, one, strict=True))) for one in places]  # type: ignore[arg-type]


# --- The reading: a schedule by hand ----


def test_the_schedule_by_hand_is_what_its_cell_prints_and_what_the_model_says() -> None:
    """A table by hand rounds half a centavo up; Python's round may not. Here the two must agree."""
    reading = (ROOT / "course" / "m05-credit" / "reading.md").read_text()
    table = re.findall(r"^\| (\d) \| .* = ([\d.]+) \| .* \| ([\d.]+) \|$", reading, re.MULTILINE)
    by_hand = [(int(month), float(interest), float(owed)) for month, interest, owed in table]
    (cell,) = re.findall(r"(balance = 1_200\n.*?\n)```", reading, re.DOTALL)
    printed: list[tuple[int, float, float]] = []
    exec(cell, {"print": lambda *shown: printed.append((shown[1], shown[3], shown[5]))})
    model = schedule(Loan(principal=1_200, monthly_rate=0.02, instalments=3))
    months = [(n.number, n.interest / CENTAVOS, n.balance / CENTAVOS) for n in model.instalments]
    assert by_hand == printed == months
    assert f"three payments of {model.instalments[0].payment / CENTAVOS} pesos" in reading
    assert f"a little different: {model.instalments[-1].payment / CENTAVOS:.2f}." in reading


# --- Panel 1: the price --------------------------------------------------------------------------


def test_the_same_two_percent_is_26_8_or_50_7_a_year_and_neither_is_24() -> None:
    assert round(year("declining"), 3) == 0.268
    assert round(year("flat"), 3) == 0.507
    assert schedule(Loan()).quoted_rate == pytest.approx(0.24)


@pytest.mark.parametrize("principal", [1_000, 5_000, 20_000, 50_000])
def test_the_rate_does_not_depend_on_the_size_of_the_loan(principal: int) -> None:
    for method in METHODS:
        same = year(method, principal=principal)
        assert same == pytest.approx(year(method), abs=1e-4)


@pytest.mark.parametrize(("rate", "months"), product([0.0025, 0.01, 0.02], MONTHS))
def test_at_usual_rates_a_flat_loan_is_nearly_twice_as_dear_as_it_sounds(
    rate: float, months: int
) -> None:
    """The APR of a flat loan, without fee or savings, against twelve times the quoted rate."""
    paid = schedule(Loan(monthly_rate=rate, method="flat", instalments=months))
    assert 1.65 < paid.apr / paid.quoted_rate < 2


def test_a_very_dear_loan_is_less_than_twice_as_dear_as_it_sounds() -> None:
    """So the texts say it of 2 % a month, and of no other rate."""
    dear = schedule(Loan(monthly_rate=0.1, method="flat", instalments=24))
    assert 1.3 < dear.apr / dear.quoted_rate < 1.4


def test_with_declining_interest_and_nothing_kept_back_the_apr_is_what_is_quoted() -> None:
    for loan in some(grid()):
        plain = schedule(replace(loan, method="declining", fee=0, savings=0))
        assert plain.apr == pytest.approx(plain.quoted_rate, rel=1e-3)
        assert plain.effective_rate > plain.quoted_rate


def test_savings_that_come_back_cost_nothing_in_pesos_and_raise_the_rate() -> None:
    for loan in some(grid()):
        without, locked = schedule(replace(loan, savings=0)), schedule(replace(loan, savings=0.2))
        assert locked.cost == without.cost
        assert locked.effective_rate > without.effective_rate


def test_paying_every_week_is_dearer_in_a_year() -> None:
    for loan in some(grid()):
        weekly = replace(loan, a_year=52, instalments=loan.instalments * 52 // 12)
        assert schedule(weekly).effective_rate > schedule(loan).effective_rate


def test_flat_is_dearer_than_declining_with_the_same_terms() -> None:
    for loan in some(grid()):
        flat, declining = (
            schedule(replace(loan, method=method)) for method in ("flat", "declining")
        )
        assert flat.cost > declining.cost
        assert flat.effective_rate > declining.effective_rate


def test_the_hidden_price_of_the_case_has_an_apr_of_100_2_percent() -> None:
    terms = Loan(monthly_rate=0.03, method="flat", a_year=52, fee=0.02, savings=0.15)
    assert f"{schedule(replace(terms, instalments=26)).apr:.1%}" == "100.2%"


def test_with_a_fee_and_locked_savings_the_two_percent_are_almost_40_a_year() -> None:
    assert 0.39 < year("declining", fee=0.02, savings=0.1) < 0.40


# --- Panel 2: the fund ---------------------------------------------------------------------------

GROWTHS = [0, 0.55, 1, 2]
ENDS = 36


def months(growth: float = 0.55, **rules: float) -> tuple[LendingMonth, ...]:
    monthly = (1 + growth) ** (1 / 12) - 1
    return follow(LendingFund(growth=monthly, growth_ends=ENDS, months=60, **rules)).months  # type: ignore


SPREAD = list(product([0.01, 0.02, 0.1], [6, 12, 18], [3, 6, 12]))


@pytest.mark.parametrize(("stopping", "loan_months", "write_off"), SPREAD)
def test_growth_hides_and_its_end_reveals(
    stopping: float, loan_months: int, write_off: int
) -> None:
    rules = {"stopping": stopping, "loan_months": loan_months, "write_off_after": write_off}
    funds = [months(growth, **rules) for growth in GROWTHS]
    before = [fund[ENDS - 1].par30 for fund in funds]
    after = [fund[-1].par30 for fund in funds]
    # The faster the growth, the lower the figure; and all end where the fund without growth is.
    assert all(faster < slower for slower, faster in pairwise(before))
    for share in after:
        assert share == pytest.approx(after[0], rel=0.01)
    rises = [end - start for start, end in zip(before, after, strict=True)]
    assert all(larger > smaller for smaller, larger in pairwise(rises))


def test_nobody_pays_worse_when_growth_ends() -> None:
    """Of each month's lending the same share is paid at every age: so the case says in bold."""
    funds = [months(growth) for growth in GROWTHS]
    rates = [fund[-1].repayment_rate for fund in funds]
    assert max(rates) - min(rates) < 1e-4
    for fund in funds:
        assert all(0.989 < month.repayment_rate <= 1 for month in fund)


@pytest.mark.parametrize(("growth", "loan_months"), product(GROWTHS, [6, 12, 18]))
def test_without_write_offs_par_climbs_while_the_repayment_rate_stands_still(
    growth: float, loan_months: int
) -> None:
    fund = months(growth, loan_months=loan_months, write_off_after=NEVER)
    year_ends = [fund[number - 1] for number in (24, 36, 48, 60)]
    assert all(later.par30 > earlier.par30 for earlier, later in pairwise(year_ends))
    still = [month.repayment_rate for month in year_ends]
    assert max(still) - min(still) < 0.005


@pytest.mark.parametrize(("growth", "stopping"), product(GROWTHS, [0.01, 0.02, 0.1]))
def test_who_writes_off_sooner_shows_a_lower_par_and_loses_no_less(
    growth: float, stopping: float
) -> None:
    monthly = (1 + growth) ** (1 / 12) - 1
    funds = [
        follow(
            LendingFund(
                growth=monthly,
                growth_ends=ENDS,
                months=60,
                stopping=stopping,
                write_off_after=late,
            )
        )
        for late in (3, 6, 12)
    ]
    shown = [fund.months[-1].par30 for fund in funds]
    lost = [fund.write_off_ratio(60) for fund in funds]
    assert all(sooner < later for sooner, later in pairwise(shown))
    assert all(sooner >= later for sooner, later in pairwise(lost))
    assert lost[0] < lost[-1] * 1.5


@pytest.mark.parametrize("growth", GROWTHS)
def test_short_loans_lose_a_much_larger_part_of_the_portfolio(growth: float) -> None:
    monthly = (1 + growth) ** (1 / 12) - 1
    short, long = (
        follow(LendingFund(growth=monthly, growth_ends=ENDS, months=60, loan_months=loan_months))
        for loan_months in (3, 12)
    )
    assert abs(short.months[-1].repayment_rate - long.months[-1].repayment_rate) < 0.005
    assert short.write_off_ratio(60) > 3 * long.write_off_ratio(60)


def test_a_fund_that_never_grew_and_never_wrote_off_has_a_tenth_at_risk() -> None:
    last = follow(LendingFund(growth=0, write_off_after=NEVER)).months[-1]
    assert (round(last.par30, 3), f"{last.repayment_rate:.1%}") == (0.1, "98.9%")
    assert last.number == 72


def test_the_growth_of_card_s_bank_is_what_the_case_says() -> None:
    assert round((32_381 / 3_680) ** (1 / 5) - 1, 3) == 0.545


# --- The reading and the exercises ---------------------------------------------------------------


def test_growth_write_off_and_new_dates_push_par_down_in_the_figure_of_the_reading() -> None:
    assert portfolio_at_risk([6_000, 1_000, 3_000], [0, 0, 45]) == 0.3
    assert portfolio_at_risk([6_000, 1_000, 3_000, 10_000], [0, 0, 45, 0]) == 0.15
    assert portfolio_at_risk([6_000, 1_000], [0, 0]) == 0
    assert portfolio_at_risk([6_000, 1_000, 3_000], [0, 0, 0]) == 0


def test_the_losses_behind_a_repayment_rate_as_the_reading_works_them_out() -> None:
    assert yearly_loss(0.97, 2 / 12) == pytest.approx(0.36)
    assert yearly_loss(0.9949, 1) == pytest.approx(0.01, abs=0.001)
    assert yearly_loss(0.9949, 0.25) == pytest.approx(0.04, abs=0.001)


@pytest.mark.parametrize(
    ("option", "changed", "raises"),
    [
        # a: the fund stops growing in month 24.
        ("a", {"growth_ends": 24}, True),
        # c: it no longer strikes bad loans from its books.
        ("c", {"write_off_after": NEVER}, True),
        # e: it strikes them sooner.
        ("e", {"write_off_after": 3}, False),
    ],
)
def test_what_exercise_seven_says_of_par(
    option: str, changed: dict[str, int], raises: bool
) -> None:
    usual = LendingFund(growth=0.05, growth_ends=60, months=60)
    before = follow(usual).months[-1].par30
    after = follow(replace(usual, **changed)).months[-1].par30
    assert (after > before) == raises, option
    assert after != before


def test_lending_twice_as_much_in_a_month_lowers_par_as_option_d_of_exercise_seven_has_it() -> None:
    balances, late = [5_000, 2_000, 3_000], [0, 45, 0]
    doubled = portfolio_at_risk([*balances, 3_000, 3_000], [*late, 0, 0])
    assert doubled < portfolio_at_risk([*balances, 3_000], [*late, 0])
