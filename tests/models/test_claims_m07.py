"""What case.md and reading.md of module 7 say about the models holds, for more than one setting."""

from __future__ import annotations

import dataclasses
import re
from itertools import product
from statistics import mean

import pytest
from helpers import ROOT, some

from solidarity.models.freight import FACTORS, equal_km
from solidarity.models.jeepney import Month, Street, month, months_to_own
from solidarity.models.preorder import Kitchen, Season, season

FOLDER = ROOT / "course" / "m07-transport-market"
SEEDS = range(1, 11)
TERM = 84


# --- Panel 1 -------------------------------------------------------------------------------------


def streets() -> list[Street]:
    grid = product([120, 180, 200, 300], [12, 15], [0, 1, 6], [600, 1_000], [600, 750], [0, 5_000])
    return [
        Street(
            passengers=passengers,
            fare=fare,
            idle_days=idle,
            boundary=rent,
            wage=wage,
            upkeep=upkeep,
        )
        for passengers, fare, idle, rent, wage, upkeep in grid
    ]


def test_the_cooperative_earns_no_more() -> None:
    for street in some(streets()):
        one = month(street)
        assert one.driver + one.operator == pytest.approx(one.member + one.group)


def test_fewer_passengers_are_felt_by_the_driver_or_by_the_group_and_by_no_one_else() -> None:
    for street in some(streets()):
        fewer = dataclasses.replace(street, passengers=street.passengers - 20)
        before, after = month(street), month(fewer)
        lost = before.takings - after.takings
        assert lost > 0
        assert before.driver - after.driver == pytest.approx(lost)
        assert before.group - after.group == pytest.approx(lost)
        assert (before.operator, before.member) == (after.operator, after.member)


@pytest.mark.parametrize("paid", [True, False])
def test_an_idle_day_is_felt_by_both_under_the_boundary_and_else_as_the_wage_rules(
    paid: bool,
) -> None:
    for idle in range(12):
        before = month(Street(idle_days=idle, paid_when_idle=paid))
        after = month(Street(idle_days=idle + 1, paid_when_idle=paid))
        assert after.driver < before.driver
        assert after.operator < before.operator
        assert after.group < before.group
        assert (after.member == before.member) is paid


def years(**rules: float) -> float:
    months = month(Street(**rules)).months_to_own  # type: ignore[arg-type]
    assert months is not None
    return months / 12


def test_at_first_it_takes_fourteen_years_and_a_tenth_of_the_passengers_changes_much() -> None:
    assert round(years()) == 14
    assert round(years(passengers=220)) == 9
    assert round(years(passengers=180)) == 46


def test_with_six_idle_days_the_debt_never_falls() -> None:
    assert month(Street(idle_days=5)).months_to_own is not None
    assert all(month(Street(idle_days=idle)).months_to_own is None for idle in range(6, 27))


def test_the_third_task_has_an_answer_near_235() -> None:
    def in_time(passengers: int) -> bool:
        months = month(Street(passengers=passengers)).months_to_own
        return months is not None and months <= TERM

    assert [in_time(passengers) for passengers in (200, 225, 230, 235, 240)] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_the_old_rent_pays_the_vehicle_of_2017_in_time_and_not_the_later_ones() -> None:
    # All of ₱1,000 on 26 days, as if nothing else had to be paid.
    got = [months_to_own(loan, 26_000, 0.06) for loan in (1_500_000, 2_200_000, 2_800_000)]
    assert got == [69, 111, 156]
    assert got[0] <= TERM < got[1]


# --- Panel 2 -------------------------------------------------------------------------------------


def played(**rules: object) -> Season:
    return season(Kitchen(**rules))  # type: ignore[arg-type]


def over_seeds(way: str, what: str, **rules: object) -> float:
    return mean(getattr(getattr(played(seed=s, **rules), way), what) for s in SEEDS)


GRID = list(product([0.1, 0.2, 0.3], [0, 0.1, 0.2], [0, 0.1, 0.2]))


@pytest.mark.parametrize(("swing", "weather", "spare"), GRID)
def test_with_every_promise_kept_orders_waste_less_than_the_market(
    swing: float, weather: float, spare: float
) -> None:
    rules = {"swing": swing, "weather": weather, "spare": spare, "keep": 1}
    assert over_seeds("orders", "waste_share", **rules) < over_seeds(
        "market", "waste_share", **rules
    )


@pytest.mark.parametrize(("swing", "weather", "spare"), GRID)
def test_with_three_promises_in_four_kept_they_waste_more(
    swing: float, weather: float, spare: float
) -> None:
    rules = {"swing": swing, "weather": weather, "spare": spare, "keep": 0.75}
    assert over_seeds("orders", "waste_share", **rules) > over_seeds(
        "market", "waste_share", **rules
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_at_the_first_values_about_nine_in_ten_is_where_it_turns(seed: int) -> None:
    better = [
        keep
        for keep in range(50, 101)
        if (s := played(keep=keep / 100, seed=seed)).orders.waste_share < s.market.waste_share
    ]
    assert better == list(range(better[0], 101))
    assert 85 <= better[0] <= 90


@pytest.mark.parametrize(("keep", "seed"), list(product([0.5, 0.7, 0.9], SEEDS)))
def test_a_weakness_that_is_planned_for_does_little_harm(keep: float, seed: int) -> None:
    s = played(keep=keep, plan="what was kept before", seed=seed)
    assert s.orders.waste_share < s.market.waste_share / 2
    assert s.orders.spread < s.market.spread / 2


@pytest.mark.parametrize(
    ("keep", "plan"), product([0.7, 0.8], ["every order", "what was kept before"])
)
def test_who_stays_away_together_makes_the_income_swing(keep: float, plan: str) -> None:
    apart, half, all_of_them = (
        over_seeds("orders", "spread", keep=keep, plan=plan, together=together)
        for together in (0, 0.5, 1)
    )
    assert 2 * apart < half < all_of_them


def test_and_wastes_more_than_twice_as_much_also_when_the_kitchen_plans_for_it() -> None:
    for keep in (0.7, 0.8):
        apart, half = (
            over_seeds(
                "orders",
                "waste_share",
                keep=keep,
                plan="what was kept before",
                together=together,
            )
            for together in (0, 0.5)
        )
        assert half > 2 * apart


@pytest.mark.parametrize(("weather", "seed"), list(product([0.25, 0.3, 0.4], SEEDS)))
def test_with_steady_demand_and_wild_weather_the_bad_week_is_worse_with_orders(
    weather: float, seed: int
) -> None:
    s = played(weather=weather, swing=0.05, keep=1, seed=seed)
    assert s.orders.bad_week < s.market.bad_week


@pytest.mark.parametrize(("swing", "weather"), product([0.2, 0.3, 0.5], [0, 0.1, 0.2]))
def test_where_demand_swings_more_than_the_weather_orders_smooth_the_income(
    swing: float, weather: float
) -> None:
    rules = {"swing": swing, "weather": weather}
    assert over_seeds("orders", "spread", **rules) < over_seeds("market", "spread", **rules)
    assert over_seeds("orders", "bad_week", **rules) > over_seeds("market", "bad_week", **rules)


@pytest.mark.parametrize(
    ("keep", "weather", "together"), product([0.6, 0.8, 1], [0, 0.3], [0, 0.5])
)
def test_a_share_whatever_grows_moves_all_risk_to_the_members(
    keep: float, weather: float, together: float
) -> None:
    rules = {"keep": keep, "weather": weather, "together": together}
    share = played(pays="the share, whatever grows", **rules).orders
    fetched = played(pays="what is fetched", **rules).orders
    assert share.spread == pytest.approx(0, abs=1e-12)
    assert share.bad_week == pytest.approx(1)
    assert share.price >= fetched.price
    assert share.price > fetched.price or (keep == 1 and weather == 0)


def test_the_farmers_higher_average_comes_from_their_part_of_the_price() -> None:
    first = [over_seeds(way, "income") for way in ("orders", "market")]
    assert first[0] > 1.3 * first[1]
    same = [over_seeds(way, "income", order_share=0.5) for way in ("orders", "market")]
    assert 0.85 < same[0] / same[1] < 1


# --- The reading ---------------------------------------------------------------------------------


def test_the_bars_of_the_figure_are_computed_ones() -> None:
    figure = (FOLDER / "figures" / "same-carbon.svg").read_text(encoding="utf-8")
    bars = re.findall(
        r'text-anchor="end">([a-z ]+)</text>\s*<rect [^>]*width="(\d+)"[^>]*/>'
        r"\s*<text[^>]*>([\d,]+) km",
        figure,
    )
    assert len(bars) == len(FACTORS)
    for name, width, km in bars:
        far = equal_km(10_000, "ship", {"plane": "air"}.get(name, name))
        assert int(km.replace(",", "")) == round(far)
        assert abs(int(width) - 430 * far / 10_000) <= 1


def test_the_factors_of_the_table_are_those_of_the_model() -> None:
    reading = (FOLDER / "reading.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| ([a-z ]+?)(?: \([^)]*\))? \| ([\d.]+) \| \[(F\d+)\] \|$", reading)
    assert {{"plane": "air"}.get(mode, mode): float(factor) for mode, factor, _ in rows} == dict(
        FACTORS
    )


def test_a_driver_s_bad_day_in_the_reading_is_computed() -> None:
    def day(passengers: int) -> Month:
        return month(Street(passengers=passengers, idle_days=25, paid_when_idle=False, upkeep=0))

    assert (day(200).driver, day(200).operator, day(200).group) == (750, 1_000, 1_000)
    assert (day(180).driver, day(180).operator, day(180).group) == (450, 1_000, 700)
