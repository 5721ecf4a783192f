"""Fair-trade terms: the higher of two prices, and a premium in good years and bad."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from helpers import ROOT, some
from hypothesis import given, settings
from hypothesis import strategies as st

from solidarity.exercises.keys import load_key
from solidarity.models.fairtrade import Payment, Terms, fair_price, sell

few = settings(max_examples=60, deadline=None)
money = st.floats(0, 1_000)


def terms() -> st.SearchStrategy[Terms]:
    return st.builds(
        Terms,
        usual=st.floats(0.1, 10),
        swing=st.floats(0, 0.8),
        memory=st.floats(0, 0.9),
        floor=st.one_of(st.none(), st.floats(0, 10)),
        premium=st.floats(0, 2),
        sold_fair=st.floats(0, 1),
        years=st.integers(1, 8),
        runs=st.integers(1, 20),
        seed=st.integers(0, 99),
    )


@given(money, money, money)
def test_the_price_is_the_higher_one_and_the_premium_is_always_paid(
    market: float, floor: float, premium: float
) -> None:
    paid = fair_price(market, floor, premium)
    assert paid.price in (market, floor)
    assert paid.price >= market
    assert paid.price >= floor
    assert paid.premium == premium


def test_as_in_the_reading() -> None:
    assert fair_price(1.20, 1.80, 0.20) == Payment(1.80, 0.20)
    assert fair_price(2.50, 1.80, 0.20) == Payment(2.50, 0.20)
    assert fair_price(0.40, None, 0.08) == Payment(0.40, 0.08)


@given(terms())
@few
def test_every_year_of_the_game_pays_by_the_rule(given_terms: Terms) -> None:
    sales = sell(given_terms)
    assert sales.market.shape == sales.price.shape == (given_terms.runs, given_terms.years)
    part = given_terms.sold_fair
    for market, price, fund in zip(
        sales.market.flat, sales.price.flat, sales.fund.flat, strict=True
    ):
        paid = fair_price(float(market), given_terms.floor, given_terms.premium)
        assert price == pytest.approx(part * paid.price + (1 - part) * market)
        assert fund == pytest.approx(part * paid.premium)


@given(terms(), st.one_of(st.none(), st.floats(0, 10)), st.floats(0, 2))
@few
def test_the_terms_move_no_market(one: Terms, floor: float | None, premium: float) -> None:
    other = dataclasses.replace(one, floor=floor, premium=premium)
    assert np.array_equal(sell(one).market, sell(other).market)


def test_the_same_seed_gives_the_same_markets_and_another_seed_others() -> None:
    assert np.array_equal(sell(Terms()).market, sell(Terms()).market)
    assert len({float(sell(Terms(seed=seed)).market[0, 0]) for seed in range(20)}) == 20


@pytest.mark.parametrize("memory", [0, 0.6, 0.9])
def test_the_market_is_as_wild_in_the_last_year_as_in_the_first(memory: float) -> None:
    logs = np.log(sell(Terms(memory=memory, runs=20_000)).market)
    for year in (0, 7, 14):
        assert np.std(logs[:, year]) == pytest.approx(0.3, rel=0.03)
        assert np.mean(logs[:, year]) == pytest.approx(np.log(2.0), abs=0.02)


def test_bad_and_good_times_last_with_a_memory_and_not_without() -> None:
    for memory in (0, 0.6, 0.9):
        logs = np.log(sell(Terms(memory=memory, runs=20_000)).market)
        together = np.corrcoef(logs[:, 5], logs[:, 6])[0, 1]
        assert together == pytest.approx(memory, abs=0.03)


def test_a_market_that_stands_still_pays_the_usual_price() -> None:
    sales = sell(Terms(swing=0, floor=None, premium=0.1))
    assert sales.price == pytest.approx(2.0)
    assert sales.floor_share == 0
    assert sell(Terms(swing=0, floor=2.5)).floor_share == 1


def test_the_spread_and_the_band_are_percentiles() -> None:
    sales = sell(Terms(runs=501))
    bad, middle, good = sales.spread(sales.market)
    assert np.mean(sales.market < bad) == pytest.approx(0.1, abs=0.001)
    assert bad < middle < good
    assert len(sales.band(sales.market, 10)) == 15
    assert sales.band(sales.market, 50)[3] == np.median(sales.market[:, 3])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("usual", 0),
        ("swing", -0.1),
        ("memory", 1),
        ("floor", -1),
        ("premium", -0.2),
        ("sold_fair", 1.2),
        ("years", 0),
        ("years", 2.5),
        ("runs", 0),
        ("seed", -1),
        ("usual", float("nan")),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must be"):
        Terms(**{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("values", [(-1, 1, 1), (1, -1, 1), (1, 1, -1), (1, None, -1)])
def test_a_negative_amount_is_refused(values: tuple[float, float | None, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        fair_price(*values)


def test_the_model_and_the_key_pay_alike() -> None:
    exercise = load_key(ROOT / "course" / "m06-production" / "key.py")["fair_trade"]
    for case in some([*exercise.visible_cases(), *exercise.hidden_cases()]):
        kilos, market, floor, premium = (value.python() for _, value in case.inputs or ())
        paid = fair_price(market, floor, premium)
        expected = case.expected.python()
        assert kilos * paid.price == pytest.approx(expected["farmers"])
        assert kilos * paid.premium == pytest.approx(expected["fund"])
