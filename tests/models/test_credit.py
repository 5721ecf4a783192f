"""A loan's schedule and its real rate: to the centavo, and as peers compute them."""

from __future__ import annotations

import dataclasses
import random

import numpy_financial as npf
import pytest
from helpers import some
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity.models.credit import METHODS, Loan, Method, Schedule, centavos, schedule

few = settings(max_examples=150, deadline=None)


@st.composite
def loans(draw: st.DrawFn) -> Loan:
    return Loan(
        principal=draw(st.integers(100, 10**9)) / 100,
        monthly_rate=draw(st.sampled_from([0, 0.001, 0.02, 0.0275, 0.1, 0.5, 1])),
        method=draw(st.sampled_from(METHODS)),
        instalments=draw(st.integers(1, 120)),
        a_year=draw(st.sampled_from([1, 4, 12, 26, 52, 365])),
        fee=draw(st.sampled_from([0, 0.01, 0.02, 0.3])),
        savings=draw(st.sampled_from([0, 0.05, 0.15, 0.5])),
    )


schedules = loans().map(schedule)


# --- Nothing is lost or made ---------------------------------------------------------------------


@few
@given(schedules)
def test_what_was_borrowed_is_repaid_to_the_centavo(paid: Schedule) -> None:
    assert sum(one.principal for one in paid.instalments) == centavos(paid.loan.principal)
    assert paid.instalments[-1].balance == 0


@few
@given(schedules)
def test_every_line_of_a_schedule_follows_from_the_one_before(paid: Schedule) -> None:
    balance = centavos(paid.loan.principal)
    for number, one in some(enumerate(paid.instalments, start=1)):
        assert one.number == number
        assert one.payment == one.interest + one.principal
        assert one.balance == balance - one.principal
        assert 0 <= one.balance <= balance
        assert one.interest >= 0
        balance = one.balance


@few
@given(schedules)
def test_all_payments_but_the_last_are_the_same_as_long_as_anything_is_owed(
    paid: Schedule,
) -> None:
    # Where interest eats a payment (tiny loans, huge rates) the payment is the interest.
    still_owing = [one for one in paid.instalments[:-1] if one.balance > 0 and one.principal > 0]
    assert len({one.payment for one in still_owing}) <= 1


@few
@given(schedules)
def test_the_borrower_s_money_adds_up_to_the_cost(paid: Schedule) -> None:
    flows = paid.cash_flows
    assert len(flows) == len(paid.instalments) + 1
    assert sum(flows) == -paid.cost
    assert flows[0] == paid.in_hand > 0
    assert paid.cost >= paid.interest


@few
@given(schedules)
def test_interest_is_charged_on_the_right_amount(paid: Schedule) -> None:
    loan = paid.loan
    rate = loan.monthly_rate * 12 / loan.a_year
    owed = centavos(loan.principal)
    for one in some(paid.instalments):
        base = centavos(loan.principal) if loan.method == "flat" else owed
        assert abs(one.interest - base * rate) <= 0.5 + 1e-6
        owed = one.balance


@few
@given(schedules)
def test_a_loan_always_has_one_rate_and_it_is_zero_without_cost(paid: Schedule) -> None:
    assert paid.rate >= 0
    assert (paid.rate == 0) == (paid.cost == 0)
    if paid.apr > 1e-9:
        assert paid.effective_rate >= paid.apr * (1 - 1e-12)
        if paid.loan.a_year > 1:
            assert paid.effective_rate > paid.apr


@few
@given(loans(), st.sampled_from(["fee", "savings", "monthly_rate"]))
def test_whatever_is_taken_more_makes_the_loan_dearer(loan: Loan, what: str) -> None:
    rate = min(loan.monthly_rate, 0.5)
    loan = dataclasses.replace(loan, principal=10_000, monthly_rate=rate, fee=0.01, savings=0.05)
    more = dataclasses.replace(loan, **{what: getattr(loan, what) + 0.02})  # type: ignore[arg-type]
    assert schedule(more).rate > schedule(loan).rate


# --- By hand -------------------------------------------------------------------------------------


def lines(paid: Schedule) -> list[tuple[float, ...]]:
    return [
        (one.interest / 100, one.principal / 100, one.payment / 100, one.balance / 100)
        for one in paid.instalments
    ]


def test_a_flat_loan_by_hand() -> None:
    # 1,000 pesos in three parts, 2 % flat: 20 of interest each time. 1,000 ÷ 3 = 333.33, and the
    # last part is 333.34.
    assert lines(schedule(Loan(1000, 0.02, "flat", 3))) == [
        (20.00, 333.33, 353.33, 666.67),
        (20.00, 333.33, 353.33, 333.34),
        (20.00, 333.34, 353.34, 0.00),
    ]


def test_a_declining_loan_by_hand() -> None:
    # The equal payment is 1,000 · 0.02 / (1 − 1.02⁻³) = 346.7547. Interest: 2 % of 1,000, of
    # 673.25 (13.465, rounded up) and of 339.97 (6.7994).
    assert lines(schedule(Loan(1000, 0.02, "declining", 3))) == [
        (20.00, 326.75, 346.75, 673.25),
        (13.47, 333.28, 346.75, 339.97),
        (6.80, 339.97, 346.77, 0.00),
    ]


def test_fee_and_savings_by_hand() -> None:
    # 50 pesos of fee and 100 of savings are kept back from 1,000; the savings come back at the end.
    paid = schedule(Loan(1000, 0.02, "flat", 2, fee=0.05, savings=0.10))
    assert paid.in_hand == 85_000
    assert paid.cash_flows == (85_000, -52_000, -42_000)
    assert (paid.interest, paid.cost) == (4_000, 9_000)


def test_half_a_centavo_is_rounded_up_as_a_cashier_does() -> None:
    assert centavos(2.675) == 268
    assert centavos(0.005) == 1
    assert schedule(Loan(0.25 + 1, 0.02, "flat", 1)).interest == 3  # 2.5 centavos


def test_weekly_instalments_share_the_month_s_interest() -> None:
    paid = schedule(Loan(5200, 0.02, "flat", 52, a_year=52))
    # 2 % a month are 24 % a year: 1,248 pesos in all, 24 each week.
    assert {one.interest for one in paid.instalments} == {2400}
    assert paid.interest == 124_800


def test_a_loan_without_interest_costs_nothing() -> None:
    for method in METHODS:
        paid = schedule(Loan(1000, 0, method, 3, savings=0.5))
        assert (paid.cost, paid.rate, paid.apr, paid.effective_rate) == (0, 0, 0, 0)


def test_a_loan_of_a_peso_over_ten_years_ends_at_zero_too() -> None:
    for method in METHODS:
        paid = schedule(Loan(1, 0.5, method, 120))
        assert sum(one.principal for one in paid.instalments) == 100
        assert paid.instalments[-1].balance == 0


# --- Against known figures -----------------------------------------------------------------------


@pytest.mark.parametrize(("method", "year"), [("declining", 0.268), ("flat", 0.507)])
def test_the_same_two_percent_is_two_prices(method: Method, year: float) -> None:
    paid = schedule(Loan(5_000, 0.02, method, 12))
    assert round(paid.effective_rate, 3) == year
    assert paid.quoted_rate == pytest.approx(0.24)


def test_the_reference_loan_of_the_fact_sheet() -> None:
    # 1,200 dollars, 12 payments of 112 (F10): 1.788 % a month, 21.46 %, 23.70 %.
    paid = schedule(Loan(1_200, 0.01, "flat", 12))
    assert {one.payment for one in paid.instalments} == {11_200}
    assert round(paid.rate * 100, 3) == 1.788
    assert round(paid.apr * 100, 2) == 21.46
    assert round(paid.effective_rate * 100, 2) == 23.70


def test_hidden_prices_as_mftransparency_gives_them() -> None:
    # 36 % a year flat, 2 % fee and 15 % savings "can have an APR of over 100 %" (K5): so it is with
    # sixteen weekly instalments.
    loan = Loan(monthly_rate=0.03, method="flat", instalments=16, a_year=52, fee=0.02, savings=0.15)
    assert schedule(loan).apr > 1


# --- Against numpy-financial ---------------------------------------------------------------------


def random_loan(rng: random.Random) -> Loan:
    return Loan(
        principal=rng.randint(50_000, 100_000_000) / 100,
        monthly_rate=rng.randint(1, 1000) / 10_000,
        method=rng.choice(METHODS),
        instalments=rng.randint(1, 60),
        a_year=rng.choice([12, 26, 52]),
        fee=rng.choice([0, 0, 0.01, 0.025, 0.05]),
        savings=rng.choice([0, 0, 0.05, 0.1, 0.2]),
    )


def test_the_real_rate_agrees_with_numpy_financial_on_a_thousand_random_loans() -> None:
    rng = random.Random(20140287)
    for _ in range(1000):
        paid = schedule(random_loan(rng))
        # With savings given back, npf chooses among two rates; the other one lies below zero.
        assert paid.rate == pytest.approx(npf.irr(paid.cash_flows), rel=1e-6), paid.loan


def test_a_declining_schedule_agrees_with_numpy_financial_on_a_thousand_random_loans() -> None:
    """Before rounding: each line may differ by the centavos rounded away so far, no more."""
    rng = random.Random(730)
    for _ in range(1000):
        loan = dataclasses.replace(random_loan(rng), method="declining")
        rate = loan.monthly_rate * 12 / loan.a_year
        paid = schedule(loan)
        first = paid.instalments[0]
        payment = -npf.pmt(rate, loan.instalments, loan.principal)
        if loan.instalments > 1:
            assert first.payment / 100 == pytest.approx(payment, abs=0.00501)
        drift = 0.0
        for one in some(paid.instalments):
            interest = -npf.ipmt(rate, one.number, loan.instalments, loan.principal)
            # Half a centavo of the payment and half of the interest each time, with interest on it.
            drift = drift * (1 + rate) + 0.01
            assert one.interest / 100 == pytest.approx(float(interest), abs=drift + 0.005), loan


# --- The table and wrong inputs ------------------------------------------------------------------


def test_the_table_repeats_the_schedule_in_pesos() -> None:
    paid = schedule(Loan(1000, 0.02, "flat", 3))
    table = paid.by_period()
    assert table["payment (pesos)"].tolist() == [353.33, 353.33, 353.34]
    assert table["balance (pesos)"].tolist() == [666.67, 333.34, 0.0]
    assert all("(" in name for name in table.columns)
    assert table["instalment (number)"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("principal", 0),
        ("principal", 0.5),
        ("principal", -5000),
        ("principal", 20_000_000),
        ("principal", 100.005),
        ("principal", float("nan")),
        ("principal", "5000"),
        ("monthly_rate", -0.01),
        ("monthly_rate", 2),
        ("monthly_rate", None),
        ("method", "compound"),
        ("instalments", 0),
        ("instalments", 12.5),
        ("instalments", 521),
        ("a_year", 0),
        ("a_year", 400),
        ("fee", -0.1),
        ("fee", 0.31),
        ("savings", 0.51),
        ("savings", 15),
    ],
)
def test_terms_that_cannot_be_are_refused_by_their_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must"):
        Loan(**{field: value})  # type: ignore[arg-type]
