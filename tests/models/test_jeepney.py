"""A jeepney's month: no peso is made or lost, and a loan is repaid when the books say so."""

from __future__ import annotations

import dataclasses
import math

import numpy_financial as npf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from solidarity.models.jeepney import (
    WORKING_DAYS,
    Street,
    debt_by_month,
    month,
    months_to_own,
)

streets = st.builds(
    Street,
    passengers=st.integers(0, 600),
    fare=st.floats(0, 50),
    fuel=st.floats(0, 5_000),
    upkeep=st.floats(0, 50_000),
    idle_days=st.integers(0, WORKING_DAYS),
    boundary=st.floats(0, 3_000),
    wage=st.floats(0, 2_000),
    paid_when_idle=st.booleans(),
    loan=st.floats(0, 5_000_000),
    rate=st.floats(0, 0.3),
)


def test_a_month_by_hand() -> None:
    # 25 running days: takings 25 × 200 × 15 = 75,000; fuel 25 × 1,250 = 31,250; rent 25,000.
    got = month(Street())
    assert (got.takings, got.fuel) == (75_000, 31_250)
    assert got.driver == 75_000 - 31_250 - 25_000 == 18_750
    assert got.operator == 25_000 - 5_000
    assert got.member == 26 * 750 == 19_500
    assert got.group == 75_000 - 31_250 - 19_500 - 5_000 == 19_250


@given(streets)
def test_no_peso_is_made_or_lost_under_either_system(street: Street) -> None:
    got = month(street)
    spent = got.fuel + street.upkeep
    assert got.driver + got.operator + spent == pytest.approx(got.takings, abs=1e-6)
    assert got.member + got.group + spent == pytest.approx(got.takings, abs=1e-6)


@given(streets)
def test_what_leaves_the_driver_as_rent_reaches_the_operator(street: Street) -> None:
    dearer = dataclasses.replace(street, boundary=street.boundary + 100)
    before, after = month(street), month(dearer)
    moved = 100 * before.running_days
    assert before.driver - after.driver == pytest.approx(moved)
    assert after.operator - before.operator == pytest.approx(moved)
    assert (after.member, after.group) == (before.member, before.group)


def test_with_a_wage_for_idle_days_the_member_does_not_feel_them() -> None:
    for idle in range(WORKING_DAYS + 1):
        assert month(Street(idle_days=idle)).member == month(Street()).member
    assert month(Street(idle_days=26, paid_when_idle=False)).member == 0


# --- The loan ------------------------------------------------------------------------------------

loans = st.floats(1_000, 5_000_000)
payments = st.floats(100, 200_000)
rates = st.floats(0.001, 0.5)


@given(loans, payments, rates)
def test_the_months_are_those_that_numpy_financial_finds(
    loan: float, paid: float, rate: float
) -> None:
    assume(paid > loan * rate / 12 * 1.0001)
    exact = float(npf.nper(rate / 12, -paid, loan))
    assume(abs(exact - round(exact)) > 1e-6)
    assert months_to_own(loan, paid, rate) == math.ceil(exact)


@given(loans, payments, rates)
def test_the_debt_is_gone_in_that_month_and_not_before(
    loan: float, paid: float, rate: float
) -> None:
    assume(paid > loan * rate / 12 * 1.01)
    months = months_to_own(loan, paid, rate)
    assert months is not None
    debts = [loan, *debt_by_month(loan, paid, rate, months)]
    assert debts[-1] <= 1e-3 * paid
    assert debts[-2] > 0


@given(loans, rates)
def test_who_pays_no_more_than_the_interest_never_owns(loan: float, rate: float) -> None:
    interest = loan * rate / 12
    assert months_to_own(loan, interest, rate) is None
    assert months_to_own(loan, 0, rate) is None
    assert months_to_own(loan, -5, rate) is None
    assert debt_by_month(loan, 0, rate, 12)[-1] > loan


def test_without_interest_the_months_are_a_division() -> None:
    assert months_to_own(1_000, 250, 0) == 4
    assert months_to_own(1_000, 300, 0) == 4
    assert months_to_own(1_000, 0, 0) is None
    assert months_to_own(0, 0, 0.06) == 0


def test_the_bank_s_own_example_agrees_with_ours() -> None:
    """T6: at 6 % and seven years, ₱2.8 million cost about ₱40,000 a month."""
    assert months_to_own(2_800_000, 40_904, 0.06) == 84
    assert months_to_own(2_800_000, 40_000, 0.06) == 87


def test_the_table_repeats_the_month() -> None:
    got = month(Street())
    assert got.by_person()["income (pesos a month)"].tolist() == [
        got.driver,
        got.operator,
        got.member,
        got.group,
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("passengers", -1),
        ("passengers", 12.5),
        ("fare", -1),
        ("fuel", float("nan")),
        ("idle_days", 27),
        ("idle_days", 2.5),
        ("boundary", -5),
        ("wage", "750"),
        ("loan", None),
        ("rate", 6),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must be"):
        dataclasses.replace(Street(), **{field: value})  # type: ignore[arg-type]
