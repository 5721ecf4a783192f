"""Freight against sums worked by hand, and what must hold for any load."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.freight import (
    FACTORS,
    cost_per_kg,
    equal_km,
    journey_co2,
    leg_co2,
    lorry_co2_per_tonne,
    trips,
)

modes = st.sampled_from(sorted(FACTORS))
tonnes = st.floats(0, 1_000)
kilometres = st.floats(0, 20_000)
legs = st.lists(st.tuples(modes, kilometres), max_size=6)
loads = st.lists(st.integers(1, 5_000), min_size=1, max_size=12)


def test_twenty_tonnes_over_ten_thousand_kilometres_of_sea() -> None:
    assert leg_co2(20, 10_000, "ship") == pytest.approx(4_400)


def test_ten_thousand_kilometres_of_sea_are_thirteen_hundred_by_large_truck() -> None:
    assert equal_km(10_000, "ship", "large truck") == pytest.approx(1_317.4, abs=0.05)
    assert equal_km(10_000, "ship", "small truck") == pytest.approx(728.5, abs=0.05)
    assert equal_km(10_000, "ship", "air") == pytest.approx(196.4, abs=0.05)


def test_a_journey_by_hand() -> None:
    # 2 t: 100 km by small truck 60.4, 9,000 km by ship 396, 50 km by large truck 16.7.
    got = journey_co2(2, [("small truck", 100), ("ship", 9_000), ("large truck", 50)])
    assert got == pytest.approx(60.4 + 396 + 16.7)


@given(tonnes, legs, legs)
def test_legs_add_up_in_any_order(
    load: float, some: list[tuple[str, float]], more: list[tuple[str, float]]
) -> None:
    together = journey_co2(load, [*some, *more])
    assert together == pytest.approx(journey_co2(load, some) + journey_co2(load, more))
    assert together == pytest.approx(journey_co2(load, [*more, *some]))
    assert together >= 0


@given(st.floats(1, 10_000), modes, modes)
def test_the_equal_distance_emits_the_same(km: float, mode: str, other: str) -> None:
    assert leg_co2(1, equal_km(km, mode, other), other) == pytest.approx(leg_co2(1, km, mode))


@given(st.floats(0.05, 0.9), st.floats(1, 20))
def test_a_fuller_lorry_emits_less_for_each_tonne(laden: float, capacity: float) -> None:
    fuller = lorry_co2_per_tonne(100, min(1, laden * 1.1), capacity)
    assert fuller < lorry_co2_per_tonne(100, laden, capacity)
    assert lorry_co2_per_tonne(100, laden, capacity, back_empty=True) > lorry_co2_per_tonne(
        100, laden, capacity
    )


def test_the_lorry_is_the_one_of_the_table() -> None:
    # F33: litres a kilometre at 0, 25, 50, 75 and 100 % laden.
    for laden, litres in [(0.25, 0.262), (0.5, 0.288), (0.75, 0.314), (1.0, 0.340)]:
        got = lorry_co2_per_tonne(1, laden, 1) * laden
        assert got == pytest.approx(litres * 2.63, rel=1e-3)


# --- Pooling -------------------------------------------------------------------------------------


def test_three_farmers_share_a_truck_by_hand() -> None:
    # Alone: 1 trip each, 3 × 80 km × 25 = 6,000 pesos for 1,800 kg. Together: 1 trip.
    alone = cost_per_kg([400, 600, 800], 2_000, 40, 25, pooled=False)
    assert alone == pytest.approx(6_000 / 1_800)
    assert cost_per_kg([400, 600, 800], 2_000, 40, 25) == pytest.approx(2_000 / 1_800)


def test_trips_are_whole_and_the_last_one_need_not_be_full() -> None:
    assert [trips(kg, 2_000) for kg in (0, 1, 2_000, 2_001, 4_000)] == [0, 1, 1, 2, 2]


@given(loads, st.integers(100, 5_000), st.integers(1, 300), st.integers(1, 100))
def test_pooling_never_costs_more(kg: list[int], capacity: int, km: int, cost: int) -> None:
    together = cost_per_kg(kg, capacity, km, cost)
    assert 0 < together <= cost_per_kg(kg, capacity, km, cost, pooled=False)
    # No truck carries more than it can.
    assert together >= 2 * km * cost / capacity - 1e-9


@pytest.mark.parametrize(
    "call",
    [
        lambda: leg_co2(-1, 10, "ship"),
        lambda: leg_co2(1, float("nan"), "ship"),
        lambda: leg_co2(1, 10, "donkey"),
        lambda: lorry_co2_per_tonne(10, 0, 5),
        lambda: lorry_co2_per_tonne(10, 1.2, 5),
        lambda: trips(10, 0),
        lambda: cost_per_kg([], 100, 10, 10),
        lambda: cost_per_kg([0, 0], 100, 10, 10),
    ],
)
def test_what_cannot_be_is_refused(call: object) -> None:
    with pytest.raises(ValueError, match=r"must be|no factor|nothing to carry"):
        call()  # type: ignore[operator]
