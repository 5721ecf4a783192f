"""What case.md and reading.md of module 4 say about the models holds, for more than one setting."""

from __future__ import annotations

from itertools import pairwise, product
from statistics import mean

import pytest
from helpers import some

from solidarity.models.revolving import RevolvingFund, revolve
from solidarity.models.savings import Group, Year, vsla_year

SEEDS = range(1, 21)
KUDUMBASHREE = 12_662.33 / 3_145.18
# The second panel of case.md: 17 years, loans over 12 months, and the bounds of its sliders.
MONTHS = 204


def centavos(pesos: float) -> int:
    return round(pesos * 100)


def mean_over_seeds(what: str, **rules: float) -> float:
    return mean(getattr(vsla_year(Group(seed=s, **rules)), what) for s in SEEDS)  # type: ignore


# --- Panel 1 -------------------------------------------------------------------------------------


def grid() -> list[Year]:
    rules = product([10, 20, 25], [1, 3, 4.5], [0, 0.05, 0.1], [0, 0.5, 1], [0, 0.1, 0.3], [1, 7])
    names = ("members", "mean_shares", "service_charge", "loan_demand", "default_rate", "seed")
    return [vsla_year(Group(**dict(zip(names, one, strict=True)))) for one in rules]  # type: ignore


def test_as_a_whole_the_group_gains_nothing_and_loses_what_is_not_repaid() -> None:
    for year in some(grid()):
        gains = sum(centavos(member.gain) for member in year.members)
        assert gains == -centavos(year.lost), year.group


@pytest.mark.parametrize(("seed", "charge"), product([1, 2, 3], [0, 0.05, 0.1]))
def test_without_loans_nobody_gains(seed: int, charge: float) -> None:
    year = vsla_year(Group(loan_demand=0, service_charge=charge, seed=seed))
    assert year.gain == 0
    assert year.yearly_return == 0
    assert year.idle_share == 1
    assert {member.gain for member in year.members} == {0}


def test_with_steady_deposits_the_yearly_return_is_about_twice_the_gain() -> None:
    # Without an emergency each member buys the same number of shares at every meeting.
    gaining = [year for year in grid() if year.gain > 0]
    assert len(gaining) > 50
    for year in gaining:
        assert 1.9 <= year.yearly_return / year.gain <= 2.1, year.group


def test_more_demand_for_loans_leaves_less_idle_and_gains_more() -> None:
    demands = (0.1, 0.3, 0.5, 0.7, 0.9)
    idle = [mean_over_seeds("idle_share", loan_demand=demand) for demand in demands]
    gain = [mean_over_seeds("gain", loan_demand=demand) for demand in demands]
    assert all(more < less for less, more in pairwise(idle))
    assert all(more > less for less, more in pairwise(gain))


@pytest.mark.parametrize("seed", SEEDS)
def test_with_the_charge_at_ten_percent_the_gain_about_doubles(seed: int) -> None:
    # With the default luck exactly 2.0 times, with other luck up to 2.4: charges are lent again.
    at_five, at_ten = (vsla_year(Group(service_charge=c, seed=seed)).gain for c in (0.05, 0.1))
    assert 1.9 <= at_ten / at_five <= 2.5


@pytest.mark.parametrize("seed", SEEDS)
def test_who_borrows_much_pays_those_who_save_much(seed: int) -> None:
    year = vsla_year(Group(seed=seed))
    ranked = sorted(year.members, key=lambda member: member.charges / member.saved)
    assert sum(m.gain for m in ranked[:10]) > 0 > sum(m.gain for m in ranked[10:])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_social_fund_can_help_late_in_the_year_and_not_early(seed: int) -> None:
    assert vsla_year(Group(shock_week=5, seed=seed)).unmet_grants > 0
    assert vsla_year(Group(shock_week=40, seed=seed)).unmet_grants == 0


# --- Panel 2 -------------------------------------------------------------------------------------


def velocity(**rules: float) -> float:
    return revolve(RevolvingFund(months=MONTHS, **rules)).velocity  # type: ignore[arg-type]


def near_four(rule: str, values: list[float]) -> list[float]:
    return [v for v in values if abs(velocity(**{rule: v}) - KUDUMBASHREE) <= 0.15]


# Each slider alone, over the places where it can stand.
SLIDERS: dict[str, list[float]] = {
    "repayment_months": list(range(1, 61)),
    "idle_share": [percent / 100 for percent in range(0, 95, 5)],
    "growth": [percent / 100 for percent in range(0, 55, 5)],
}


@pytest.mark.parametrize("rule", ["repayment_months", "idle_share"])
def test_one_slider_alone_reaches_the_velocity_that_was_reported(rule: str) -> None:
    assert near_four(rule, SLIDERS[rule])


def test_growth_alone_lowers_the_velocity() -> None:
    got = [velocity(growth=growth) for growth in SLIDERS["growth"]]
    assert all(faster < slower for slower, faster in pairwise(got))


def test_two_quite_different_groups_end_at_the_same_four_and_growth_alone_does_not() -> None:
    """As case.md says of its three steps; the third moves growth alone."""
    ways = {rule: bool(near_four(rule, values)) for rule, values in SLIDERS.items()}
    assert ways == {"repayment_months": True, "idle_share": True, "growth": False}


def test_with_all_as_given_the_velocity_is_far_above_four() -> None:
    """So that the three steps of the case have something to find."""
    assert velocity() > 3 * KUDUMBASHREE


def test_after_sixteen_years_with_loans_of_a_year_each_rupee_is_lent_far_more_than_four_times() -> (
    None
):
    assert revolve(RevolvingFund(months=16 * 12, repayment_months=12)).velocity > 10
