"""The key of module 7: what is right, what is wrong and why."""

from __future__ import annotations

import math
import random
from random import Random
from typing import Any

import pandas as pd

from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import given, then, with_

# --- 1. What a member has put in -----------------------------------------------------------------

equity_per_member = Exercise(
    kind="number",
    points=1,
    outcome="M7.6",
    read="reading#a-promise-before-planting",
    unit="US dollars per member",
    relative_tolerance=0.01,
    answer=452e6 / 340e3,
    mistakes={
        "turnover-per-member": 1_000e6 / 340e3,
        "million-forgotten": 452 / 340e3,
        "a-thousand-too-small": 452 / 340,
        "thousands-with-a-point": 452e6 / 340,
        "upside-down": 340e3 / 452e6,
        "wrong-people": 452e6 / 17_000,
        "copied-from-the-source": 1_300,
    },
)

# --- 2. Food and carbon --------------------------------------------------------------------------

local_claims = Exercise(
    kind="choice",
    points=1,
    outcome="M7.3",
    read="reading#the-food-miles-trap",
    answer={"b", "c"},
    mistakes={
        "far-is-always-worse": "a",
        "transport-never-matters": "d",
        "one-factor-for-all": "e",
        "passes-over-the-mode": "b",
        "passes-over-the-farm": "c",
    },
)

# --- 3. As far as the same CO₂ goes --------------------------------------------------------------


def _draw_equal_km(rng: Random) -> dict[str, Any]:
    factor, other = rng.sample([0.022, 0.03, 0.041, 0.087, 0.167, 0.302, 0.6, 1.12], 2)
    return {"km": 10 * rng.randint(3, 1_500) + 7, "factor": factor, "other": other}


equal_km = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M7.3",
    read="reading#kilograms-tonnes-and-kilometres",
    unit="km",
    tolerance=0.01,
    answer=lambda km, factor, other: km * factor / other,
    examples=[
        {"km": 10_000, "factor": 0.022, "other": 0.167},
        {"km": 300, "factor": 0.302, "other": 0.03},
    ],
    edges=[
        {"km": 0, "factor": 0.167, "other": 0.302},
        {"km": 850, "factor": 0.03, "other": 0.03},
        {"km": 1, "factor": 1.12, "other": 0.022},
    ],
    draw=_draw_equal_km,
    mistakes={
        "inverse": lambda km, factor, other: km * other / factor,
        "emissions-not-distance": lambda km, factor, other: km * factor,
        "ratio-only": lambda km, factor, other: factor / other,
        "both-factors-multiplied": lambda km, factor, other: km * factor * other,
        "same-distance": lambda km, factor, other: km,
        "whole-kilometres-only": lambda km, factor, other: km * factor // other,
    },
)

# --- 4. How few buyers ---------------------------------------------------------------------------


def _parts(bought: list[float]) -> list[float]:
    return [amount / sum(bought) for amount in bought]


def _hhi(bought: list[float]) -> float:
    return sum(part**2 for part in _parts(bought)) if sum(bought) > 0 else 0


def _draw_bought(rng: Random) -> dict[str, Any]:
    # Not all equal, or an average would be right.
    bought = [5 * rng.randint(2, 60) for _ in range(rng.randint(3, 9))]
    return {"bought": [*bought, max(bought) + 25]}


buyers_hhi = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M7.5",
    read="reading#how-many-buyers-are-there",
    tolerance=0.0005,
    answer=_hhi,
    examples=[
        {"bought": [50, 30, 20]},
        {"bought": [10, 10, 10, 10]},
        {"bought": [0, 0]},
    ],
    edges=[
        {"bought": [700]},
        {"bought": [0, 40, 0]},
        {"bought": [1, 1, 1, 1, 1, 1, 1, 1]},
        {"bought": []},
    ],
    draw=_draw_bought,
    mistakes={
        "squares-of-tonnes": lambda bought: sum(amount**2 for amount in bought),
        "divides-after-squaring": lambda bought: (
            sum(amount**2 for amount in bought) / sum(bought) if sum(bought) > 0 else 0
        ),
        "not-squared": lambda bought: 1 if sum(bought) > 0 else 0,
        "doubled-not-squared": lambda bought: 2 if sum(bought) > 0 else 0,
        "first-buyer-only": lambda bought: _parts(bought)[0] ** 2 if sum(bought) > 0 else 0,
        "last-buyer-only": lambda bought: _parts(bought)[-1] ** 2 if sum(bought) > 0 else 0,
        "in-percent": then(lambda right: right * 10_000),
        "largest-share": lambda bought: max(_parts(bought)) if sum(bought) > 0 else 0,
        "counts-buyers": lambda bought: 1 / len(bought) if sum(bought) > 0 else 0,
        "average-of-squares": lambda bought: _hhi(bought) / len(bought) if sum(bought) > 0 else 0,
        "nothing-bought-divides": lambda bought: sum(part**2 for part in _parts(bought)),
    },
)

# --- 5. A driver's month to mend -----------------------------------------------------------------


def _month(
    system: str,
    takings: float,
    fuel: float,
    rent: float,
    wage: float,
    days: int,
    idle: int,
) -> float:
    return wage * days if system == "cooperative" else (takings - fuel - rent) * (days - idle)


def _under_boundary(rule: Any) -> Any:
    """A mistake in the boundary branch alone: the other one is given, and sound."""

    def _either(system: str, *numbers: Any) -> Any:
        return _month(system, *numbers) if system == "cooperative" else rule(*numbers)

    return _either


def _draw_driver(rng: Random) -> dict[str, Any]:
    return {
        "system": rng.choice(["boundary", "boundary", "cooperative"]),
        "takings": 50 * rng.randint(45, 80),
        "fuel": 25 * rng.randint(30, 55),
        "rent": 50 * rng.randint(12, 22),
        "wage": 10 * rng.randint(55, 90),
        "days": rng.randint(22, 27),
        "idle": rng.randint(1, 9),
    }


driver_month = Exercise(
    kind="mend",
    points=2,
    edge_points=0.5,
    outcome="M7.1",
    read="reading#rent-or-ownership",
    unit="pesos",
    tolerance=0.005,
    answer=_month,
    examples=[
        {
            "system": "boundary",
            "takings": 3_000,
            "fuel": 1_250,
            "rent": 1_000,
            "wage": 750,
            "days": 26,
            "idle": 2,
        },
        {
            "system": "cooperative",
            "takings": 3_000,
            "fuel": 1_250,
            "rent": 1_000,
            "wage": 750,
            "days": 26,
            "idle": 2,
        },
        {
            "system": "boundary",
            "takings": 3_100,
            "fuel": 1_200,
            "rent": 950,
            "wage": 800,
            "days": 24,
            "idle": 5,
        },
        {
            "system": "cooperative",
            "takings": 2_900,
            "fuel": 1_150,
            "rent": 900,
            "wage": 820,
            "days": 25,
            "idle": 1,
        },
    ],
    edges=[
        {
            "system": "boundary",
            "takings": 2_000,
            "fuel": 1_200,
            "rent": 900,
            "wage": 700,
            "days": 25,
            "idle": 5,
        },
        {
            "system": "boundary",
            "takings": 3_200,
            "fuel": 1_300,
            "rent": 1_000,
            "wage": 700,
            "days": 24,
            "idle": 24,
        },
        {
            "system": "cooperative",
            "takings": 0,
            "fuel": 0,
            "rent": 1_000,
            "wage": 700,
            "days": 24,
            "idle": 24,
        },
    ],
    draw=_draw_driver,
    mistakes={
        "as-given": _under_boundary(lambda t, f, r, w, days, idle: (t - f - r) * days),
        "rent-twice": _under_boundary(
            lambda t, f, r, w, days, idle: (t - f - 2 * r) * (days - idle)
        ),
        "rent-on-idle-days": _under_boundary(
            lambda t, f, r, w, days, idle: (t - f) * (days - idle) - r * days
        ),
        "rent-forgotten": _under_boundary(lambda t, f, r, w, days, idle: (t - f) * (days - idle)),
        "fuel-forgotten": _under_boundary(lambda t, f, r, w, days, idle: (t - r) * (days - idle)),
        "idle-days-only": _under_boundary(lambda t, f, r, w, days, idle: (t - f - r) * idle),
        "brackets-missing": _under_boundary(
            lambda t, f, r, w, days, idle: t - f - r * (days - idle)
        ),
        "idle-pesos": _under_boundary(lambda t, f, r, w, days, idle: (t - f - r) * days - idle),
        "one-day-only": _under_boundary(lambda t, f, r, w, days, idle: t - f - r),
        "wage-stops-too": lambda system, t, f, r, w, days, idle: (
            (w if system == "cooperative" else t - f - r) * (days - idle)
        ),
    },
)

# --- 6. CO₂ of a journey -------------------------------------------------------------------------

MODES = {"ship": 0.022, "rail": 0.03, "large truck": 0.167, "small truck": 0.302, "air": 1.12}


def _co2(tonnes: float, legs: list[Any], factors: dict[str, float]) -> float:
    return sum(tonnes * km * factors[mode] for mode, km in legs)


def _draw_journey(rng: Random) -> dict[str, Any]:
    modes = rng.sample(sorted(MODES), rng.randint(2, 4))
    return {
        "tonnes": rng.randint(2, 40) + 0.5,
        "legs": [[mode, 10 * rng.randint(2, 900)] for mode in modes],
        "factors": MODES,
    }


freight_co2 = Exercise(
    points=3,
    edge_points=1,
    outcome="M7.3",
    read="reading#kilograms-tonnes-and-kilometres",
    unit="kg",
    tolerance=0.01,
    answer=_co2,
    examples=[
        {"tonnes": 20, "legs": [["ship", 10_000]], "factors": MODES},
        {
            "tonnes": 2,
            "legs": [["small truck", 100], ["ship", 9_000], ["large truck", 50]],
            "factors": MODES,
        },
        {"tonnes": 4, "legs": [["rail", 500]], "factors": {"rail": 0.02, "air": 0.9}},
    ],
    edges=[
        {"tonnes": 5, "legs": [], "factors": MODES},
        {"tonnes": 0, "legs": [["air", 800]], "factors": MODES},
        {"tonnes": 3, "legs": [["rail", 400], ["rail", 250]], "factors": {"rail": 0.011}},
    ],
    draw=_draw_journey,
    mistakes={
        "a-thousand-too-small": then(lambda right: right / 1000),
        "kilograms-for-tonnes": then(lambda right: right * 1000),
        "adds-kilometres-of-all-modes": lambda tonnes, legs, factors: (
            tonnes * sum(km for _, km in legs) * (factors[legs[0][0]] if legs else 0)
        ),
        "ship-for-every-leg": lambda tonnes, legs, factors: (
            tonnes * sum(km for _, km in legs) * (factors["ship"] if legs else 0)
        ),
        "adds-factors": lambda tonnes, legs, factors: (
            tonnes * sum(km for _, km in legs) * sum(factors[mode] for mode, _ in legs)
        ),
        "load-forgotten": given(tonnes=1),
        "first-leg-only": given(legs=lambda legs: legs[:1]),
        "last-leg-only": given(legs=lambda legs: legs[-1:]),
        "factor-forgotten": lambda tonnes, legs, factors: tonnes * sum(km for _, km in legs),
    },
)

# --- 7. One truck for all ------------------------------------------------------------------------


def _pooled(
    loads: list[float],
    capacity: float,
    km: float,
    cost_per_km: float,
    *,
    count: Any = lambda loads, capacity: math.ceil(sum(loads) / capacity),
    ways: int = 2,
) -> float:
    if sum(loads) == 0:
        return 0
    return float(count(loads, capacity) * ways * km * cost_per_km / sum(loads))


def _draw_loads(rng: Random) -> dict[str, Any]:
    capacity = 500 * rng.randint(2, 6)
    # One load fills more than a truck, and the last one begins another trip.
    loads = [capacity + 10 * rng.randint(5, 30)]
    loads += [10 * rng.randint(12, 60) for _ in range(rng.randint(3, 6))]
    loads[-1] += 10 if sum(loads) % capacity == 0 else 0
    return {
        "loads": loads,
        "capacity": capacity,
        "km": rng.randint(15, 120),
        "cost_per_km": rng.randint(12, 40),
    }


cost_per_kg = Exercise(
    points=3,
    edge_points=1,
    outcome="M7.2",
    read="reading#one-truck-for-all",
    unit="pesos per kg",
    tolerance=0.0005,
    answer=_pooled,
    examples=[
        {"loads": [400, 600, 800], "capacity": 2_000, "km": 40, "cost_per_km": 25},
        {"loads": [1_500, 900, 700], "capacity": 2_000, "km": 30, "cost_per_km": 20},
        {"loads": [4_500, 300], "capacity": 2_000, "km": 15, "cost_per_km": 20},
        {"loads": [1_200, 800], "capacity": 2_000, "km": 50, "cost_per_km": 18},
        {"loads": [0, 0], "capacity": 2_000, "km": 50, "cost_per_km": 18},
        {"loads": [700, 500], "capacity": 1_000, "km": 30, "cost_per_km": 20},
    ],
    edges=[
        {"loads": [], "capacity": 1_000, "km": 20, "cost_per_km": 15},
        {"loads": [1], "capacity": 1_000, "km": 20, "cost_per_km": 15},
        {"loads": [1_000, 1_000, 1_001], "capacity": 1_000, "km": 20, "cost_per_km": 15},
        {"loads": [600, 400], "capacity": 1_000, "km": 0, "cost_per_km": 15},
    ],
    draw=_draw_loads,
    mistakes={
        "way-back-forgotten": with_(ways=1),
        "part-of-a-trip": with_(count=lambda some, most: sum(some) / most),
        "rounds-down": with_(count=lambda some, most: sum(some) // most),
        "one-trip-too-many": with_(count=lambda some, most: sum(some) // most + 1),
        "nearest-trip": with_(count=lambda some, most: round(sum(some) / most)),
        "one-trip-only": with_(count=lambda some, most: 1),
        "divides-by-capacity": lambda loads, capacity, km, cost_per_km: (
            _pooled(loads, capacity, km, cost_per_km) * sum(loads) / capacity
        ),
        "each-alone": with_(count=lambda some, most: sum(math.ceil(load / most) for load in some)),
        "a-trip-for-each-farmer": with_(count=lambda some, most: len(some)),
        "total-not-per-kilogram": lambda loads, capacity, km, cost_per_km: (
            math.ceil(sum(loads) / capacity) * 2 * km * cost_per_km
        ),
        "per-farmer": lambda loads, capacity, km, cost_per_km: (
            math.ceil(sum(loads) / capacity) * 2 * km * cost_per_km / len(loads)
        ),
        "nothing-divides": lambda loads, capacity, km, cost_per_km: (
            math.ceil(sum(loads) / capacity) * 2 * km * cost_per_km / sum(loads)
        ),
    },
)

# --- 8. Orders, week by week ---------------------------------------------------------------------


def _weeks(
    orders: int,
    keep: float,
    weeks: int,
    seed: int,
    *,
    count: Any = None,
    again: bool = False,
    carry: bool = False,
    first: int = 1,
) -> pd.DataFrame:
    """Week by week; ``count`` says how many orders are kept, ``again`` begins the luck anew."""
    rng = random.Random(seed)
    rows, kept = [], 0
    for week in range(first, weeks + first):
        rng = random.Random(seed) if again else rng
        now = count(rng) if count else sum(rng.random() < keep for _ in range(orders))
        kept = kept + now if carry else now
        rows.append({"week": week, "kept": kept, "waste": orders - kept})
    return pd.DataFrame(rows)


def _draw_weeks(rng: Random) -> dict[str, Any]:
    return {
        "orders": rng.randint(15, 60),
        "keep": rng.choice([0.5, 0.6, 0.7, 0.8, 0.9]),
        "weeks": rng.randint(5, 9),
        "seed": rng.randint(1, 9_999),
    }


preorder_weeks = Exercise(
    kind="table",
    points=4,
    edge_points=1,
    outcome="M7.4",
    read="reading#luck-that-can-be-repeated",
    unit="boxes",
    tolerance=0.005,
    answer=_weeks,
    examples=[
        {"orders": 20, "keep": 0.8, "weeks": 5, "seed": 1},
        {"orders": 40, "keep": 0.7, "weeks": 6, "seed": 7},
    ],
    edges=[
        {"orders": 12, "keep": 1, "weeks": 3, "seed": 5},
        {"orders": 12, "keep": 0, "weeks": 3, "seed": 5},
        {"orders": 0, "keep": 0.9, "weeks": 2, "seed": 5},
        {"orders": 30, "keep": 0.5, "weeks": 1, "seed": 99},
    ],
    draw=_draw_weeks,
    mistakes={
        "unsold-counted-as-sold": lambda orders, keep, weeks, seed: _weeks(
            orders, keep, weeks, seed, count=lambda rng: orders
        ),
        "no-luck": lambda orders, keep, weeks, seed: _weeks(
            orders, keep, weeks, seed, count=lambda rng: round(orders * keep)
        ),
        "one-draw-for-all": lambda orders, keep, weeks, seed: _weeks(
            orders,
            keep,
            weeks,
            seed,
            count=lambda rng: orders if rng.random() < keep else 0,
        ),
        "same-week-again": with_(again=True),
        "kept-and-broken-exchanged": lambda orders, keep, weeks, seed: _weeks(
            orders,
            keep,
            weeks,
            seed,
            count=lambda rng: sum(rng.random() >= keep for _ in range(orders)),
        ),
        "kept-runs-on": with_(carry=True),
        "weeks-from-zero": with_(first=0),
    },
)
