"""A net surplus is laid out to the cent, within the limits of the law and of the regulator."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.surplus import (
    AgainstTheRules,
    ByLaws,
    LegalLimits,
    MemberAccount,
    allocate,
    average_capital,
    distribute,
    reserve_by_year,
)

MILLION = 100_000_000  # cents

BY_LAWS = st.builds(
    ByLaws,
    reserve=st.integers(10, 80),
    education=st.integers(0, 10),
    community=st.integers(3, 3),
    optional=st.integers(0, 7),
    interest=st.floats(0, 100),
)
MEMBERS = st.lists(
    st.builds(MemberAccount, st.just("m"), st.integers(0, 10**9), st.integers(0, 10**9)),
    min_size=1,
    max_size=30,
)
SURPLUS = st.integers(0, 10**12)


def test_a_million_at_10_10_3_and_7() -> None:
    funds = allocate(MILLION, ByLaws(interest=70))
    assert (funds.reserve, funds.education, funds.community, funds.optional) == (
        10_000_000,
        10_000_000,
        3_000_000,
        7_000_000,
    )
    assert funds.members == 70_000_000


def test_the_cap_halves_no_interest_and_sends_what_it_cuts_to_the_reserve() -> None:
    # 490,000 pesos on 7,000,000 of capital is 7 %; 210,000 on 1,000,000 of patronage is 21 %.
    members = [MemberAccount("all", 700_000_000, 100_000_000)]
    assembly = distribute(MILLION, members, ByLaws(interest=70))
    assert assembly.interest_rate == Fraction(7, 100)
    assert assembly.uncapped_rate == Fraction(21, 100)
    assert assembly.refund_rate == Fraction(14, 100)
    assert assembly.refund_pool == 14_000_000
    assert assembly.to_reserve == 7_000_000
    assert assembly.reserve == 17_000_000


@given(SURPLUS, BY_LAWS)
def test_funds_add_up_and_rounding_breaks_no_limit(surplus: int, by_laws: ByLaws) -> None:
    funds = allocate(surplus, by_laws)
    assert funds.total == surplus
    assert min(vars(funds).values()) >= 0
    assert funds.education <= Fraction(surplus, 10)
    assert funds.optional <= Fraction(7 * surplus, 100)
    assert funds.reserve >= Fraction(surplus, 10)
    # One cent cannot be both a tenth for the reserve and three hundredths for the community.
    assert funds.community >= Fraction(3 * surplus, 100) or surplus < 10


@given(SURPLUS, MEMBERS, BY_LAWS, st.none() | st.floats(0, 5))
def test_nothing_is_lost_or_made(
    surplus: int, members: list[MemberAccount], by_laws: ByLaws, rate_cap: float | None
) -> None:
    result = distribute(surplus, members, by_laws, rate_cap=rate_cap)
    funds = result.funds
    assert (
        funds.reserve
        + funds.education
        + funds.community
        + funds.optional
        + result.to_reserve
        + result.interest_pool
        + result.refund_pool
        == surplus
    )
    assert sum(one.interest for one in result.shares) == result.interest_pool
    assert sum(one.refund for one in result.shares) == result.refund_pool
    assert result.to_reserve >= 0
    if rate_cap is not None:
        assert result.refund_rate <= Fraction(str(rate_cap)) * result.interest_rate
    assert [one.member for one in result.shares] == members


@given(SURPLUS, MEMBERS, BY_LAWS)
def test_tables_tell_the_same_money(
    surplus: int, members: list[MemberAccount], by_laws: ByLaws
) -> None:
    result = distribute(surplus, members, by_laws)
    assert round(100 * result.by_use()["amount (pesos)"].sum()) == surplus
    together = result.by_member()["together (pesos)"]
    assert [round(100 * pesos) for pesos in together] == [one.total for one in result.shares]


def test_who_has_no_capital_gets_no_interest_and_who_buys_nothing_no_refund() -> None:
    members = [MemberAccount("saver", 1_000_000, 0), MemberAccount("buyer", 0, 500_000)]
    saver, buyer = distribute(MILLION, members, rate_cap=None).shares
    assert (saver.refund, buyer.interest) == (0, 0)
    assert saver.interest > 0
    assert buyer.refund > 0


def test_without_capital_the_interest_goes_to_the_reserve() -> None:
    result = distribute(MILLION, [MemberAccount("buyer", 0, 500_000)], rate_cap=None)
    assert result.interest_pool == 0
    assert result.to_reserve == 49_000_000


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reserve": 9}, "reserve fund gets 9 %, and the law wants at least 10 %"),
        ({"community": 2.5}, "community fund gets 2.5 %, and the law wants at least 3 %"),
        ({"education": 11}, "education fund gets 11 %, and the law allows at most 10 %"),
        ({"optional": 8}, "optional fund gets 8 %, and the law allows at most 7 %"),
        ({"reserve": 90}, "more than the whole surplus"),
    ],
)
def test_by_laws_against_the_law_are_refused_by_name(changed: dict[str, float], words: str) -> None:
    with pytest.raises(AgainstTheRules, match=words):
        ByLaws(**changed)


def test_limits_are_an_input() -> None:
    assert ByLaws(reserve=5, limits=LegalLimits(reserve_at_least=5)).reserve == 5


@pytest.mark.parametrize(
    ("surplus", "words"), [(-1, "a loss is not distributed"), (10.5, "whole number of cents")]
)
def test_what_is_no_surplus_is_refused(surplus: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        allocate(surplus)


def test_members_must_be_there_and_hold_no_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="no members"):
        distribute(MILLION, [])
    with pytest.raises(ValueError, match="Ana has less than nothing"):
        distribute(MILLION, [MemberAccount("Ana", -1, 0)])


def test_capital_that_came_late_counts_for_the_months_it_was_there() -> None:
    assert average_capital([0] * 11 + [120_000]) == 10_000
    with pytest.raises(ValueError, match="no month"):
        average_capital([])


def test_a_loss_is_met_from_the_reserve_as_far_as_it_goes() -> None:
    assert reserve_by_year([MILLION, -5_000_000, -9_000_000, MILLION], 10) == (
        10_000_000,
        5_000_000,
        0,
        10_000_000,
    )


@given(st.lists(st.integers(0, 10**10), max_size=20), st.integers(0, 100))
def test_a_reserve_without_losses_never_falls(surpluses: list[int], percent: int) -> None:
    history = reserve_by_year(surpluses, percent)
    assert list(history) == sorted(history)
    exact = Fraction(sum(surpluses) * percent, 100)
    assert exact <= (history or (0,))[-1] < exact + len(surpluses) + 1
