"""The mill: it pays from break-even on, and no peso of its surplus is lost or invented."""

from __future__ import annotations

import dataclasses
from math import inf

import numpy as np
import pytest
from helpers import ROOT, some
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity.exercises.keys import load_key
from solidarity.models.mill import SPREAD, Mill, break_even, years

few = settings(max_examples=60, deadline=None)
parts = st.floats(0, 1)
swings = st.floats(0, 0.5)


def mills() -> st.SearchStrategy[Mill]:
    return st.builds(
        Mill,
        paddy_price=st.floats(5, 30),
        rice_price=st.floats(20, 60),
        yield_rate=st.floats(0.5, 0.72),
        running_cost=st.floats(0, 5_000),
        fixed_cost=st.floats(0, 5e6),
        members=st.integers(1, 500),
        harvest=st.floats(0.5, 20),
        delivered=st.floats(0.05, 1),
        refund=parts,
        paddy_swing=swings,
        rice_swing=swings,
        harvest_swing=swings,
        runs=st.just(50),
        seed=st.integers(0, 99),
    )


# --- Break-even ----------------------------------------------------------------------------------


@given(st.floats(0, 1e7), st.floats(0.1, 1e4), st.floats(0, 1e4))
def test_at_break_even_price_times_units_pays_for_everything(
    fixed: float, price: float, variable: float
) -> None:
    units = break_even(fixed, price, variable)
    if units is None:
        assert price <= variable
    else:
        assert units * price == pytest.approx(fixed + units * variable)


def test_break_even_as_in_the_reading() -> None:
    assert break_even(600_000, 23_000, 20_000) == 200


@pytest.mark.parametrize("price", [20, 19.99, 0])
def test_a_price_that_does_not_cover_the_next_unit_never_breaks_even(price: float) -> None:
    assert break_even(100, price, 20) is None


@given(mills())
@few
def test_the_surplus_is_nothing_at_break_even_and_changes_sign_there(mill: Mill) -> None:
    tonnes = mill.break_even
    if tonnes is None:
        assert mill.surplus(1e6) <= 0
        return
    scale = mill.fixed_cost + tonnes * mill.rice_per_tonne
    assert abs(mill.surplus(tonnes)) <= 1e-9 * scale + 1e-6
    assert mill.surplus(tonnes + 1) > 0
    assert mill.surplus(tonnes * 0.9 - 1) < 0


# --- Years ---------------------------------------------------------------------------------------


@given(mills())
@few
def test_growers_and_reserve_together_get_what_the_mill_left(mill: Mill) -> None:
    found = years(mill)
    to_growers = (found.cooperative - found.trader) * 1_000 * found.tonnes
    to_reserve = np.where(found.surplus > 0, (1 - mill.refund) * found.surplus, 0)
    assert to_growers + to_reserve == pytest.approx(found.surplus, abs=1e-3, rel=1e-6)


@given(mills())
@few
def test_every_year_lies_inside_its_swing(mill: Mill) -> None:
    found = years(mill)
    for got, usual, swing in (
        (found.trader, mill.paddy_price, mill.paddy_swing),
        (found.tonnes, mill.tonnes, mill.harvest_swing),
    ):
        assert got.shape == (mill.runs,)
        assert np.all(np.abs(got / usual - 1) <= swing + 1e-9)


@given(mills())
@few
def test_without_any_swing_each_year_is_the_ordinary_one(mill: Mill) -> None:
    calm = dataclasses.replace(mill, paddy_swing=0, rice_swing=0, harvest_swing=0)
    found = years(calm)
    assert found.surplus == pytest.approx(calm.surplus(calm.tonnes), rel=1e-9, abs=1e-3)
    assert set(found.trader.tolist()) == {calm.paddy_price}


def test_a_small_year_by_hand() -> None:
    # 10 members bring 5 of their 10 tonnes each: 50 tonnes of paddy at 20 pesos. Half of it becomes
    # rice at 50 pesos: a tonne brings 25,000, and costs 20,000 + 1,000. 50 × 4,000 = 200,000, less
    # 100,000 fixed leaves 100,000. Half of that is refunded: 50,000 on 50,000 kg is 1 peso a kilo.
    mill = Mill(20, 50, 0.5, 1_000, 100_000, 10, 10, 0.5, 0.5, 0, 0, 0, runs=3)
    found = years(mill)
    assert mill.break_even == 25
    assert found.surplus.tolist() == [100_000] * 3
    assert found.cooperative.tolist() == [21] * 3
    assert (found.loss_share, found.better_share) == (0, 1)
    # With 20 tonnes it loses 20,000, which the members carry: 1 peso a kilo.
    small = years(dataclasses.replace(mill, delivered=0.2))
    assert small.surplus.tolist() == [-20_000] * 3
    assert small.cooperative.tolist() == [19] * 3
    assert (small.loss_share, small.better_share) == (1, 0)


def test_the_same_seed_gives_the_same_years_and_another_seed_others() -> None:
    assert np.array_equal(years(Mill()).surplus, years(Mill()).surplus)
    assert len({float(years(Mill(seed=seed)).surplus[0]) for seed in range(20)}) == 20


@pytest.mark.parametrize("rule", ["refund", "fixed_cost", "rice_price", "delivered"])
def test_moving_a_rule_leaves_the_price_that_a_trader_pays(rule: str) -> None:
    moved = dataclasses.replace(Mill(), **{rule: getattr(Mill(), rule) * 0.9})
    assert np.array_equal(years(moved).trader, years(Mill()).trader)


def test_many_years_are_spread_as_they_say() -> None:
    found = years(Mill(runs=20_000))
    spread = found.spread(found.trader)
    assert list(spread) == list(SPREAD)
    # Evenly spread from 10 % below to 10 % above: the 10th of 100 lies 8 % below.
    assert spread["bad year"] == pytest.approx(18.39 * 0.92, rel=0.005)
    assert spread["middle"] == pytest.approx(18.39, rel=0.005)
    assert spread["good year"] == pytest.approx(18.39 * 1.08, rel=0.005)


@given(mills(), st.integers(1, 12))
@few
def test_every_year_is_counted_in_one_step_of_income(mill: Mill, most: int) -> None:
    names, shares = years(mill).by_income(most)
    assert 1 <= len(names) <= most
    for owner in shares.values():
        assert len(owner) == len(names)
        assert sum(owner) == pytest.approx(100)


def test_a_step_of_income_begins_with_its_first_peso() -> None:
    mill = Mill(20, 50, 0.5, 1_000, 100_000, 10, 10, 0.5, 0.5, 0, 0, 0, runs=4)
    assert years(mill).by_income() == (
        ["20 to 21", "21 to 22"],
        {"a trader owns it": [100, 0], "growers own it": [0, 100]},
    )


def test_the_table_names_its_units() -> None:
    table = years(Mill()).by_owner()
    assert table["year"].tolist() == ["bad year", "middle", "good year"]
    assert all("(pesos per kg)" in head for head in table.columns[1:])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("paddy_price", 0),
        ("rice_price", -1),
        ("yield_rate", 0.2),
        ("yield_rate", 65),
        ("running_cost", -1),
        ("fixed_cost", -1),
        ("members", 0),
        ("members", 1.5),
        ("harvest", 0),
        ("delivered", 0),
        ("delivered", 1.1),
        ("refund", -0.1),
        ("refund", 70),
        ("paddy_swing", 1),
        ("rice_swing", -0.1),
        ("harvest_swing", inf),
        ("runs", 0),
        ("seed", -1),
        ("fixed_cost", "much"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must be"):
        Mill(**{field: value})  # type: ignore[arg-type]


def test_the_model_and_the_key_break_even_alike() -> None:
    exercise = load_key(ROOT / "course" / "m06-production" / "key.py")["break_even"]
    for case in some([*exercise.visible_cases(), *exercise.hidden_cases()]):
        fixed, price, variable = (value.python() for _, value in case.inputs or ())
        assert break_even(fixed, price, variable) == pytest.approx(case.expected.python())
