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
        "turnover-per-worker": 1_000e6 / 17_000,
        "not-divided": 452e6,
        "multiplied": 452e6 * 340e3,
        "members-and-workers": 452e6 / (340e3 + 17_000),
        "turnover-less-equity": (1_000e6 - 452e6) / 340e3,
        "turnover-and-equity": (1_000e6 + 452e6) / 340e3,
        "part-of-the-turnover": 452e6 / 1_000e6,
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
    # Far enough that half a kilometre is little.
    return {"km": 10 * rng.randint(100, 1_500) + 7, "factor": factor, "other": other}


equal_km = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M7.3",
    read="reading#kilograms-tonnes-and-kilometres",
    unit="km",
    # As round as the example in the prompt.
    tolerance=0.5,
    answer=lambda km, factor, other: km * factor / other,
    examples=[
        {"km": 10_000, "factor": 0.022, "other": 0.167},
        {"km": 310, "factor": 0.302, "other": 0.03},
    ],
    edges=[
        {"km": 0, "factor": 0.167, "other": 0.302},
        {"km": 850, "factor": 0.03, "other": 0.03},
        {"km": 11, "factor": 1.12, "other": 0.022},
    ],
    draw=_draw_equal_km,
    mistakes={
        "inverse": lambda km, factor, other: km * other / factor,
        "emissions-not-distance": lambda km, factor, other: km * factor,
        "ratio-only": lambda km, factor, other: factor / other,
        "ratio-upside-down": lambda km, factor, other: other / factor,
        "divided-by-both": lambda km, factor, other: km / factor / other,
        "both-factors-multiplied": lambda km, factor, other: km * factor * other,
        "same-distance": lambda km, factor, other: km,
        "whole-kilometres-only": lambda km, factor, other: km * factor // other,
        "difference-of-factors": lambda km, factor, other: km * (other - factor),
        "difference-of-emissions": lambda km, factor, other: km * (factor - other),
        "emissions-added": lambda km, factor, other: km * (factor + other),
        "emissions-of-the-other": lambda km, factor, other: km * other,
        "first-factor-forgotten": lambda km, factor, other: km / other,
        "divided-by-the-first": lambda km, factor, other: km / factor,
        "kilometres-fewer": lambda km, factor, other: km - km * factor / other,
        "there-and-back": then(lambda right: 2 * right),
        "ratio-rounded": lambda km, factor, other: km * round(factor / other, 2),
    },
)

# --- 4. How few buyers ---------------------------------------------------------------------------


def _parts(bought: list[float]) -> list[float]:
    return [amount / sum(bought) for amount in bought]


def _hhi(bought: list[float]) -> float:
    return sum(part**2 for part in _parts(bought)) if sum(bought) > 0 else 0


def _running_hhi(bought: list[float]) -> float:
    """Each share of what was bought so far, for the total still grows in the same loop."""
    total, hhi = 0.0, 0.0
    for amount in bought:
        total += amount
        hhi += (amount / total) ** 2 if total > 0 else 0
    return hhi


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
        {"bought": [10, 20, 40]},
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
        "counts-buyers-always": lambda bought: 1 / len(bought) if bought else 0,
        "tonnes-added": lambda bought: sum(bought),
        "running-total": _running_hhi,
        "one-where-nothing-was-bought": lambda bought: _hhi(bought) if sum(bought) > 0 else 1,
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
        # Never a loss on a running day: that is an edge.
        "takings": 50 * rng.randint(52, 80),
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
        "only-takings-multiplied": _under_boundary(
            lambda t, f, r, w, days, idle: t * (days - idle) - f - r
        ),
        "only-costs-multiplied": _under_boundary(
            lambda t, f, r, w, days, idle: t - (f + r) * (days - idle)
        ),
        "rent-added": _under_boundary(lambda t, f, r, w, days, idle: (t - f + r) * (days - idle)),
        "idle-pesos": _under_boundary(lambda t, f, r, w, days, idle: (t - f - r) * days - idle),
        "one-day-only": _under_boundary(lambda t, f, r, w, days, idle: t - f - r),
        "two-idle-days": given(idle=2),
        "idle-added": _under_boundary(lambda t, f, r, w, days, idle: (t - f - r) * (days + idle)),
        "wage-of-idle-days-off": _under_boundary(
            lambda t, f, r, w, days, idle: (t - f - r) * days - w * idle
        ),
        "wage-on-idle-days": _under_boundary(
            lambda t, f, r, w, days, idle: (t - f - r) * (days - idle) + w * idle
        ),
        "one-day-in-both": lambda system, t, f, r, w, days, idle: (
            w if system == "cooperative" else t - f - r
        ),
        "boundary-for-both": lambda system, t, f, r, w, days, idle: (t - f - r) * (days - idle),
        "systems-exchanged": lambda system, t, f, r, w, days, idle: (
            (t - f - r) * (days - idle) if system == "cooperative" else w * days
        ),
        "wrong-line-changed": lambda system, t, f, r, w, days, idle: (
            w * (days - idle) if system == "cooperative" else (t - f - r) * days
        ),
        "wage-stops-too": lambda system, t, f, r, w, days, idle: (
            (w if system == "cooperative" else t - f - r) * (days - idle)
        ),
    },
)

# --- 6. CO₂ of a journey -------------------------------------------------------------------------

# The table of the reading.
MODES = {"ship": 0.022, "rail": 0.03, "large truck": 0.167, "small truck": 0.302, "plane": 1.12}


def _co2(tonnes: float, legs: list[Any], factors: dict[str, float]) -> float:
    return sum(tonnes * km * factors[mode] for mode, km in legs)


def _draw_journey(rng: Random) -> dict[str, Any]:
    modes = rng.sample(sorted(MODES), rng.randint(2, 4))
    # As the prompt says: a mode comes twice, and each country has factors of its own.
    return {
        "tonnes": rng.randint(3, 40) + 0.5,
        "legs": [[mode, 10 * rng.randint(2, 900)] for mode in [*modes, modes[0]]],
        "factors": {mode: round(kg * rng.choice([0.7, 0.9, 1.2]), 4) for mode, kg in MODES.items()},
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
            "legs": [["small truck", 100], ["ship", 9_000], ["small truck", 50]],
            "factors": MODES,
        },
        {
            "tonnes": 4.5,
            "legs": [["rail", 505], ["plane", 71]],
            "factors": {"ship": 0.018, "rail": 0.027, "plane": 0.913},
        },
    ],
    edges=[
        {"tonnes": 5, "legs": [], "factors": MODES},
        {"tonnes": 0, "legs": [["plane", 800]], "factors": MODES},
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
        "two-tonnes": given(tonnes=2),
        "load-added": lambda tonnes, legs, factors: _co2(1, legs, factors) + tonnes,
        "divided-by-the-load": lambda tonnes, legs, factors: (
            _co2(1, legs, factors) / tonnes if tonnes else 0
        ),
        "load-added-in-each-leg": lambda tonnes, legs, factors: (
            _co2(1, legs, factors) + tonnes * len(legs)
        ),
        "load-twice": lambda tonnes, legs, factors: _co2(tonnes, legs, factors) * tonnes,
        "way-back-added": then(lambda right: 2 * right),
        "divided-by-the-factor": lambda tonnes, legs, factors: sum(
            tonnes * km / factors[mode] for mode, km in legs
        ),
        "factor-of-the-ship": lambda tonnes, legs, factors: (
            tonnes * sum(km for _, km in legs) * MODES["ship"]
        ),
        "factors-of-the-reading": given(factors=MODES),
        "average-factor": lambda tonnes, legs, factors: (
            tonnes * sum(km for _, km in legs) * sum(factors.values()) / len(factors)
        ),
        "average-leg": lambda tonnes, legs, factors: (
            _co2(tonnes, legs, factors) / max(1, len(legs))
        ),
        "each-mode-once": given(legs=lambda legs: [[mode, km] for mode, km in dict(legs).items()]),
        "last-leg-left-out": given(legs=lambda legs: legs[:-1]),
        "no-leg-counted": given(legs=[]),
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
    # Whole centavos are near enough, also where the third place is a 5.
    tolerance=0.0051,
    answer=_pooled,
    examples=[
        {"loads": [400, 600, 800], "capacity": 2_000, "km": 40, "cost_per_km": 25},
        {"loads": [1_500, 900, 1_200], "capacity": 2_000, "km": 30, "cost_per_km": 20},
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
        "way-back-once": lambda loads, capacity, km, cost_per_km: (
            _pooled(loads, capacity, km, cost_per_km, ways=1)
            + (km * cost_per_km / sum(loads) if sum(loads) > 0 else 0)
        ),
        "whole-pesos": then(round),
        "rounded-up-at-the-end": lambda loads, capacity, km, cost_per_km: (
            math.ceil(2 * km * cost_per_km / capacity) if sum(loads) > 0 else 0
        ),
        "kilograms-per-peso": then(lambda right: 1 / right if right > 0 else 0),
        "farmers-for-kilograms": lambda loads, capacity, km, cost_per_km: (
            math.ceil(len(loads) / capacity) * 2 * km * cost_per_km / len(loads) if loads else 0
        ),
        "cost-forgotten": given(cost_per_km=1),
        "distance-forgotten": given(km=1),
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


def _order_by_order(orders: int, keep: float, weeks: int, seed: int) -> pd.DataFrame:
    """The loops exchanged: every week asks for the first order, then for the second."""
    rng = random.Random(seed)
    kept = [0] * weeks
    for _ in range(orders):
        for week in range(weeks):
            kept[week] += rng.random() < keep
    rows = [{"week": week + 1, "kept": k, "waste": orders - k} for week, k in enumerate(kept)]
    return pd.DataFrame(rows)


def _drawn_twice(orders: int, keep: float, weeks: int, seed: int) -> pd.DataFrame:
    """One draw asks whether an order is kept, and another one whether it is wasted."""
    rng = random.Random(seed)
    rows = []
    for week in range(1, weeks + 1):
        kept = waste = 0
        for _ in range(orders):
            kept += rng.random() < keep
            waste += rng.random() >= keep
        rows.append({"week": week, "kept": kept, "waste": waste})
    return pd.DataFrame(rows)


def _until_one_is_broken(orders: int, keep: float, weeks: int, seed: int) -> pd.DataFrame:
    """The week ends with the first order that is not kept."""

    def _count(rng: random.Random) -> int:
        return next((kept for kept in range(orders) if rng.random() >= keep), orders)

    return _weeks(orders, keep, weeks, seed, count=_count)


def _draw_weeks(rng: Random) -> dict[str, Any]:
    return {
        # Tens, so that the average is a whole number of boxes.
        "orders": 10 * rng.randint(2, 6),
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
        "seed-of-the-reading": given(seed=7),
        "chance-of-the-reading": given(keep=0.8),
        "orders-of-the-reading": given(orders=20),
        "one-order-left-out": lambda orders, keep, weeks, seed: _weeks(
            orders,
            keep,
            weeks,
            seed,
            count=lambda rng: sum(rng.random() < keep for _ in range(1, orders)),
        ),
        "waste-below-zero": then(lambda right: right.assign(waste=-right["waste"])),
        "everything-wasted": lambda orders, keep, weeks, seed: _weeks(
            orders, keep, weeks, seed
        ).assign(waste=orders),
        "both-as-shares": lambda orders, keep, weeks, seed: _weeks(
            orders, keep, weeks, seed
        ).assign(
            kept=lambda table: table["kept"] / max(1, orders),
            waste=lambda table: table["waste"] / max(1, orders),
        ),
        "waste-as-a-share": lambda orders, keep, weeks, seed: _weeks(
            orders, keep, weeks, seed
        ).assign(waste=lambda table: table["waste"] / max(1, orders)),
        "loops-exchanged": _order_by_order,
        "draws-twice": _drawn_twice,
        "ends-at-the-first-broken": _until_one_is_broken,
    },
)
