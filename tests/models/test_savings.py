"""A year in a savings group: no peso appears or vanishes, and every rule is kept."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
from helpers import some
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity.models.savings import (
    LOAN_MULTIPLE,
    Group,
    Week,
    Year,
    rosca_position,
    share_out,
    share_value,
    vsla_year,
    yearly_return,
)


def centavos(pesos: float) -> int:
    return round(pesos * 100)


@st.composite
def groups(draw: st.DrawFn) -> Group:
    members = draw(st.integers(2, 30))
    weeks = draw(st.integers(1, 104))
    return Group(
        members=members,
        share_price=draw(st.integers(1, 500)),
        mean_shares=draw(st.floats(1, 5)),
        service_charge=draw(st.sampled_from([0, 0.01, 0.05, 0.1, 1])),
        loan_demand=draw(st.floats(0, 1)),
        default_rate=draw(st.sampled_from([0, 0.1, 0.5, 1])),
        social_fund_payment=draw(st.integers(0, 50)),
        shock_week=draw(st.integers(0, weeks)),
        shock_members=draw(st.integers(0, members)),
        shock_grant=draw(st.integers(0, 5000)),
        weeks=weeks,
        seed=draw(st.integers(0, 1000)),
    )


years = groups().map(vsla_year)
few = settings(max_examples=60)


# --- Money is neither made nor lost --------------------------------------------------------------


@few
@given(years)
def test_box_and_loans_hold_savings_and_charges_in_every_week(year: Year) -> None:
    # After each meeting: box + on loan (bad loans too) = saved so far + charges so far.
    # The books do not list charges by week. They only grow, from 0 to those of the members,
    # and they grow only at a fourth week, when loans are charged.
    charges = [week.box + week.on_loan - week.saved for week in year.weeks]
    assert charges[-1] == year.charges
    for week, (before, after) in enumerate(pairwise([0, *charges]), start=1):
        assert after >= before
        assert after == before or week % 4 == 0


@few
@given(groups())
def test_without_a_charge_box_and_loans_are_the_savings_in_every_week(group: Group) -> None:
    year = vsla_year(dataclasses.replace(group, service_charge=0))
    assert all(week.box + week.on_loan == week.saved for week in year.weeks)


@few
@given(years)
def test_each_week_continues_the_books_of_the_week_before(year: Year) -> None:
    # What comes back (loans and charges) is what else changed in the box.
    for before, after in pairwise([Week(0, 0, 0, 0, 0, 0, 0), *year.weeks]):
        repaid = before.on_loan + after.lent - after.on_loan
        assert 0 <= repaid <= before.on_loan
        charged = after.box - before.box - (after.saved - before.saved) - repaid + after.lent
        assert 0 <= charged <= year.charges


@few
@given(years)
def test_the_share_out_pays_savings_and_charges_less_what_was_never_repaid(year: Year) -> None:
    assert year.box == year.saved + year.charges - year.lost
    assert sum(centavos(member.payout) for member in year.members) == centavos(year.box)


@few
@given(years)
def test_the_members_books_agree_with_the_weekly_books(year: Year) -> None:
    assert year.saved == year.weeks[-1].saved == year.shares * year.group.share_price
    assert all(m.saved == m.shares * year.group.share_price for m in year.members)
    assert sum(week.lent for week in year.weeks) >= year.lost


# --- Rules ---------------------------------------------------------------------------------------


@few
@given(years)
def test_the_box_never_holds_less_than_nothing(year: Year) -> None:
    assert all(week.box >= 0 and week.on_loan >= 0 for week in year.weeks)


@few
@given(years)
def test_loans_never_exceed_three_times_the_savings(year: Year) -> None:
    assert all(week.on_loan <= LOAN_MULTIPLE * week.saved for week in year.weeks)
    assert all(member.unpaid <= LOAN_MULTIPLE * member.saved for member in year.members)


@given(st.integers(0, 1000), st.sampled_from([1, 5]), st.integers(8, 11))
def test_no_member_borrows_more_than_three_times_her_savings_at_that_meeting(
    seed: int, shares: int, weeks: int
) -> None:
    # In so short a year only the fourth meeting lends; nobody repays, so the debt shows the loan.
    group = Group(
        share_price=10, mean_shares=shares, loan_demand=1, default_rate=1, weeks=weeks, seed=seed
    )
    year = vsla_year(group)
    assert [week.week for week in year.weeks if week.lent] == [4]
    limit = LOAN_MULTIPLE * 4 * shares * 10
    owed = [member.unpaid for member in year.members if member.unpaid]
    assert all(limit // 3 <= amount <= limit for amount in owed)
    assert sum(owed) == year.weeks[3].lent <= year.weeks[3].saved


@few
@given(years)
def test_every_loan_that_is_repaid_is_back_before_the_share_out(year: Year) -> None:
    assert year.weeks[-1].on_loan == year.lost
    assert year.weeks[-1].lent == 0


@few
@given(groups())
def test_no_good_loan_is_out_for_more_than_twelve_weeks(group: Group) -> None:
    year = vsla_year(dataclasses.replace(group, default_rate=0))
    for week in some(year.weeks):
        lent_lately = sum(w.lent for w in year.weeks if week.week - 12 < w.week <= week.week)
        assert week.on_loan <= lent_lately


@few
@given(groups())
def test_loans_are_made_at_every_fourth_meeting_only(group: Group) -> None:
    year = vsla_year(group)
    assert all(week.lent == week.refused == 0 for week in year.weeks if week.week % 4)


@few
@given(years)
def test_members_buy_one_to_five_shares_at_each_meeting(year: Year) -> None:
    weeks = len(year.weeks)
    assert all(weeks <= member.shares <= 5 * weeks for member in year.members)


@few
@given(groups(), st.integers(0, 50))
def test_the_social_fund_is_kept_apart(group: Group, payment: int) -> None:
    here = vsla_year(group)
    there = vsla_year(dataclasses.replace(group, social_fund_payment=payment))
    assert here.members == there.members
    assert [(w.box, w.on_loan) for w in here.weeks] == [(w.box, w.on_loan) for w in there.weeks]


@few
@given(years)
def test_the_social_fund_holds_payments_less_grants(year: Year) -> None:
    group = year.group
    wanted = group.shock_members * group.shock_grant if group.shock_week else 0
    granted = wanted - year.unmet_grants
    for week in year.weeks:
        paid_in = week.week * group.members * group.social_fund_payment
        struck = 0 < group.shock_week <= week.week
        assert week.social_fund == paid_in - (granted if struck else 0) >= 0
    assert year.unmet_grants in (0, wanted - granted)
    assert granted >= 0


def test_whoever_is_struck_buys_one_share_a_week_for_four_weeks() -> None:
    calm = Group(mean_shares=5, members=10, weeks=20)
    struck = dataclasses.replace(calm, shock_week=6, shock_members=2)
    before, after = vsla_year(calm), vsla_year(struck)
    lost = [b.shares - a.shares for b, a in zip(before.members, after.members, strict=True)]
    assert lost == [16, 16, *[0] * 8]


# --- Luck ----------------------------------------------------------------------------------------


@few
@given(groups())
def test_the_same_seed_gives_the_same_year(group: Group) -> None:
    assert vsla_year(group) == vsla_year(dataclasses.replace(group))


def test_another_seed_gives_another_year() -> None:
    assert len({vsla_year(Group(seed=seed)).box for seed in range(20)}) > 15


@few
@given(groups(), st.sampled_from([0, 0.02, 0.5]))
def test_moving_the_charge_moves_nobody_s_savings(group: Group, charge: float) -> None:
    here, there = vsla_year(group), vsla_year(dataclasses.replace(group, service_charge=charge))
    assert [m.shares for m in here.members] == [m.shares for m in there.members]


# --- A tiny year by hand -------------------------------------------------------------------------

# Two members, one share of 50 pesos each at eight meetings, 10 pesos each for the social fund.
# Chance decides who asks first in week 4 and for how much. With seed 18 the second member asks
# for 252 pesos (her limit is 3 × 4 × 50 = 600) and gets them: 400 − 252 = 148 stay in the box.
# The first then asks for 230 and is refused. Nobody may borrow in week 8, the last.
# The charge is 5 % of 252 = 12.60, rounded to 13, and comes with the loan in week 8:
# 448 + 100 + 252 + 13 = 813. Each holds 8 of 16 shares and gets 406.50.
BY_HAND = [
    # week, saved, box, on loan, social fund, lent, refused
    (1, 100, 100, 0, 20, 0, 0),
    (2, 200, 200, 0, 40, 0, 0),
    (3, 300, 300, 0, 60, 0, 0),
    (4, 400, 148, 252, 80, 252, 230),
    (5, 500, 248, 252, 100, 0, 0),
    (6, 600, 348, 252, 120, 0, 0),
    (7, 700, 448, 252, 140, 0, 0),
    (8, 800, 813, 0, 160, 0, 0),
]
TINY = Group(members=2, weeks=8, mean_shares=1, loan_demand=1, shock_members=0, seed=18)


def test_a_tiny_year_agrees_with_the_books_kept_by_hand() -> None:
    year = vsla_year(TINY)
    assert [dataclasses.astuple(week) for week in year.weeks] == BY_HAND
    assert [(m.charges, m.payout, m.gain) for m in year.members] == [
        (0, 406.5, 6.5),
        (13, 406.5, -6.5),
    ]
    assert (year.refused_loans, year.unmet_grants, year.lost) == (1, 0, 0)
    assert year.value_per_share == 813 / 16
    assert year.gain == pytest.approx(13 / 800)
    assert year.idle_share == pytest.approx(2605 / (2605 + 4 * 252))
    # The running totals 100, 200, … 800 have the mean 450.
    assert yearly_return([100] * 8, year.box) == pytest.approx(13 / 450)


def test_a_tiny_year_without_repayment_loses_the_loan() -> None:
    year = vsla_year(dataclasses.replace(TINY, default_rate=1))
    assert (year.box, year.lost, year.charges) == (800 - 252, 252, 0)
    assert [m.payout for m in year.members] == [274, 274]


def test_an_emergency_in_the_tiny_year_takes_what_the_fund_holds() -> None:
    # In week 3 the fund holds 3 × 20 = 60 pesos; one member asks for 1,000.
    year = vsla_year(dataclasses.replace(TINY, shock_week=3, shock_members=1))
    assert [w.social_fund for w in year.weeks[:4]] == [20, 40, 0, 20]
    assert year.unmet_grants == 940


def test_the_tables_name_their_units_and_repeat_the_books() -> None:
    year = vsla_year(TINY)
    weeks, members = year.by_week(), year.by_member()
    assert weeks["box (pesos)"].tolist() == [week.box for week in year.weeks]
    assert members["gain (pesos)"].tolist() == [6.5, -6.5]
    assert all("(pesos)" in name for name in weeks.columns if name != "week")


# --- Wrong inputs --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("members", 1),
        ("members", 31),
        ("share_price", 0),
        ("mean_shares", 0.5),
        ("mean_shares", 5.1),
        ("mean_shares", float("nan")),
        ("service_charge", -0.01),
        ("service_charge", 1.5),
        ("loan_demand", 50),
        ("default_rate", -1),
        ("social_fund_payment", -1),
        ("weeks", 0),
        ("weeks", 105),
        ("shock_week", -1),
        ("shock_week", 53),
        ("shock_members", 31),
        ("shock_grant", -5),
        # What a slider's number field lets through, or a beginner writes:
        ("members", 12.5),
        ("weeks", 10.5),
        ("shock_members", 1.5),
        ("shock_week", 12.5),
        ("members", "20"),
        ("loan_demand", "half"),
        ("weeks", None),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must be"):
        Group(**{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value"), [("members", 2), ("members", 30), ("weeks", 1), ("weeks", 104)]
)
def test_the_outermost_sizes_are_allowed_with_all_else_as_given(field: str, value: int) -> None:
    assert len(vsla_year(Group(**{field: value})).members) >= 2  # type: ignore[arg-type]


# --- The small functions, against the reading ----------------------------------------------------


def test_the_value_of_a_share_as_in_the_reading() -> None:
    assert share_value(cash=9_500, good_loans=3_300, social_fund=800, shares=600) == 20


@pytest.mark.parametrize("shares", [0, -1])
def test_without_shares_there_is_no_value_of_a_share(shares: int) -> None:
    with pytest.raises(ValueError, match="no shares"):
        share_value(100, 0, 0, shares)


def test_the_share_out_as_in_the_reading() -> None:
    assert share_out([1, 1, 1], 100) == [33.33, 33.33, 33.34]


@given(
    st.lists(st.integers(1, 500), min_size=1, max_size=30),
    st.decimals(1_000, 10**7, places=2).map(float),
)
def test_the_share_out_pays_the_box_to_the_centavo(shares: list[int], box: float) -> None:
    pay = share_out(shares, box)
    assert sum(map(centavos, pay)) == centavos(box)
    assert all(amount == round(amount, 2) for amount in pay)
    for amount, count in zip(pay[:-1], shares[:-1], strict=True):
        assert amount == pytest.approx(box * count / sum(shares), abs=0.0101)
    assert pay[-1] == pytest.approx(box * shares[-1] / sum(shares), abs=0.0101 * len(shares))


@pytest.mark.parametrize(
    ("shares", "box"), [([1] * 27, 1), ([1, 1, 1, 1, 1], 0.03), ([1, 1, 1, 1, 1, 1, 0], 100)]
)
def test_nobody_has_to_pay_at_the_share_out(shares: list[int], box: float) -> None:
    assert min(share_out(shares, box)) >= 0


@pytest.mark.parametrize("shares", [[], [0], [0, 0]])
def test_a_box_without_shares_cannot_be_shared_out(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="no shares"):
        share_out(shares, 100)


def test_the_rotating_group_as_in_the_reading() -> None:
    assert rosca_position(members=4, contribution=100, draw=2) == [-100, 200, 100, 0]


@given(st.integers(1, 30), st.integers(0, 10_000), st.data())
def test_nobody_gains_in_a_rotating_group(
    members: int, contribution: int, data: st.DataObject
) -> None:
    draw = data.draw(st.integers(1, members))
    position = rosca_position(members, contribution, draw)
    assert len(position) == members
    assert position[-1] == 0
    # Before her draw she owes nobody; from her draw on she is never behind.
    assert all(place <= 0 for place in position[: draw - 1])
    assert all(place >= 0 for place in position[draw - 1 :])


@given(st.integers(1, 20), st.integers(0, 1000))
def test_at_each_meeting_of_a_rotating_group_all_positions_add_up_to_nothing_kept(
    members: int, contribution: int
) -> None:
    # Whatever has been drawn by then was paid in: nothing lies anywhere between meetings.
    everyone = [rosca_position(members, contribution, draw) for draw in range(1, members + 1)]
    assert all(sum(positions) == 0 for positions in zip(*everyone, strict=True))


def test_the_yearly_return_as_in_the_reading() -> None:
    assert yearly_return([100, 100, 100], 350) == 0.25


@pytest.mark.parametrize(
    ("deposits", "payout", "earned"),
    [([400, 0, 0, 0], 440, 0.1), ([100], 90, -0.1), ([50, 50], 100, 0), ([10] * 52, 650, 0.490566)],
)
def test_the_yearly_return_by_hand(deposits: list[float], payout: float, earned: float) -> None:
    assert yearly_return(deposits, payout) == pytest.approx(earned, abs=1e-6)


@pytest.mark.parametrize("deposits", [[], [0, 0], [-5]])
def test_without_deposits_there_is_no_return(deposits: list[float]) -> None:
    with pytest.raises(ValueError, match="nothing was paid in"):
        yearly_return(deposits, 100)


def test_a_year_of_26_meetings_tells_its_gain_as_a_rate_for_a_whole_year() -> None:
    # By hand: 26 deposits of 100 pesos are 2,600, the mean of their running totals is 1,350. A gain
    # of 130 pesos is then 9.63 % in half a year, which as a yearly rate is twice as much.
    assert yearly_return([100] * 26, 2730) == pytest.approx(0.0963, abs=1e-4)
    year = vsla_year(Group(weeks=26))
    deposits = [b.saved - a.saved for a, b in pairwise([Week(0, 0, 0, 0, 0, 0, 0), *year.weeks])]
    assert year.yearly_return == pytest.approx(2 * yearly_return(deposits, year.box))
