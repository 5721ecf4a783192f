"""The facilitator's page of module 7: its figures are computed ones, and key and models agree."""

from __future__ import annotations

import math
import random
import re
from itertools import product
from typing import Any

import pytest
from helpers import ROOT, some

from solidarity.exercises.keys import load_key
from solidarity.models.concentration import hhi, shares_of
from solidarity.models.freight import FACTORS, cost_per_kg, equal_km, journey_co2
from solidarity.models.jeepney import Street, month
from solidarity.models.preorder import Kitchen, season

FOLDER = ROOT / "course" / "m07-transport-market"
PAGE = (FOLDER / "facilitator.md").read_text(encoding="utf-8")
KEY = load_key(FOLDER / "key.py")
MONTHS = re.findall(
    r"(?m)^\| (\d+) \| (\d+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| (\d+|never) \|$",
    PAGE,
)
WASTE = re.findall(r"(?m)^\| (\d+) % \| ([a-z ]+) \| (\d+) % \| (\d+) % \| (\d+) % \|$", PAGE)


def test_the_tables_are_there() -> None:
    assert len(MONTHS) == 5
    assert len(WASTE) == 5


@pytest.mark.parametrize("row", MONTHS)
def test_printed_months_are_computed_ones(row: tuple[str, ...]) -> None:
    passengers, idle, *pesos = (int(cell.replace(",", "")) for cell in row[:-1])
    got = month(Street(passengers=passengers, idle_days=idle))
    assert [got.driver, got.operator, got.member, got.group] == pesos
    assert ("never" if got.months_to_own is None else str(got.months_to_own)) == row[-1]


@pytest.mark.parametrize("row", WASTE)
def test_printed_waste_is_computed(row: tuple[str, ...]) -> None:
    keep, plan, together, orders, market = row
    got = season(Kitchen(keep=int(keep) / 100, plan=plan, together=int(together) / 100))  # type: ignore[arg-type]
    assert round(100 * got.orders.waste_share) == int(orders)
    assert round(100 * got.market.waste_share) == int(market)


def test_the_game_is_fair_on_average_and_hurts_on_a_bad_day() -> None:
    """Two dice, five beans for each point; 17 for fuel, 9 as rent, 8 as wage on every day."""
    throws = list(product(range(1, 7), repeat=2))
    fares = [5 * (a + b) for a, b in throws if a != b]
    driver = sum(some - 17 - 9 for some in fares) / len(throws)
    bowl = sum(some - 17 for some in fares) / len(throws) - 8
    assert driver == pytest.approx(7.5)
    assert bowl == pytest.approx(7)
    assert min(fares) - 17 - 9 < 0
    assert min(fares) - 17 - 8 < 0


def inputs(name: str) -> list[dict[str, Any]]:
    cases = [*KEY[name].examples, *KEY[name].edges]
    draw = KEY[name].draw
    assert draw is not None
    return [dict(case) for case in [*cases, *(draw(random.Random(seed)) for seed in range(20))]]


def test_the_model_and_the_key_square_shares_alike() -> None:
    for case in some(inputs("buyers_hhi")):
        bought = case["bought"]
        want = hhi(shares_of(bought)) if sum(bought) else 0
        assert KEY["buyers_hhi"].answer(bought) == pytest.approx(want)


def test_the_model_and_the_key_carry_freight_alike() -> None:
    for case in inputs("freight_co2"):
        if case["factors"] != dict(FACTORS):
            continue
        want = journey_co2(case["tonnes"], [tuple(leg) for leg in case["legs"]])
        assert KEY["freight_co2"].answer(**case) == pytest.approx(want)
    assert KEY["equal_km"].answer(10_000, 0.022, 0.167) == equal_km(10_000, "ship", "large truck")


def test_the_model_and_the_key_pool_loads_alike() -> None:
    for case in some(inputs("cost_per_kg")):
        want = cost_per_kg(**case) if sum(case["loads"]) else 0
        assert math.isclose(KEY["cost_per_kg"].answer(**case), want)


def test_the_model_and_the_key_pay_a_driver_alike() -> None:
    for case in some(inputs("driver_month")):
        idle = min(26, case["idle"])
        got = month(
            Street(
                passengers=100,
                fare=case["takings"] / 100,
                fuel=case["fuel"],
                boundary=case["rent"],
                wage=case["wage"],
                idle_days=idle,
            )
        )
        want = KEY["driver_month"].answer(**case | {"days": 26, "idle": idle})
        there = got.member if case["system"] == "cooperative" else got.driver
        assert there == pytest.approx(want)
