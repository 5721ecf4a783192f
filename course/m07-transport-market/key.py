"""The key of module 7: what is right, what is wrong and why."""

from __future__ import annotations

import math
import random
from random import Random
from typing import Any

import pandas as pd

from solidarity.check import Exercise, Mistake

# --- 1. What a member has put in -----------------------------------------------------------------

equity_per_member = Exercise(
    kind="number",
    points=1,
    outcome="M7.6",
    read="reading#a-promise-before-planting",
    unit="US dollars per member",
    relative_tolerance=0.01,
    answer=452e6 / 340e3,
    mistakes=[
        Mistake(
            "turnover-per-member",
            1_000e6 / 340e3,
            "That is what was sold, divided by the members. "
            "Equity is what they put in: US$452 million.",
        ),
        Mistake(
            "million-forgotten",
            452 / 340e3,
            "The 452 are million dollars. Write them in full before you divide: `452_000_000`.",
        ),
        Mistake(
            "a-thousand-too-small",
            452 / 340,
            "One of the two figures is in millions and the other in thousands. "
            "Write both in full before you divide.",
        ),
        Mistake(
            "thousands-with-a-point",
            452e6 / 340,
            "Your result is a thousand times too large. Python reads 340.000 as 340: "
            "write `340_000`.",
        ),
        Mistake(
            "upside-down",
            340e3 / 452e6,
            "You divided the members by the dollars. "
            "Dollars per member is dollars divided by members.",
        ),
        Mistake(
            "wrong-people",
            452e6 / 17_000,
            "Those 17,000 people work in the worker collectives. "
            "The equity belongs to the 340,000 members.",
        ),
        Mistake(
            "copied-from-the-source",
            1_300,
            "That is the rounded figure that the source prints. Work it out from the two others.",
        ),
    ],
    hints=[
        "Which of the four figures is the money that members have put in?",
        "Write both figures in full: how many dollars, and how many members?",
        "`dollars = 452_000_000` and `members = 340_000`. Divide one by the other.",
    ],
)

# --- 2. Food and carbon --------------------------------------------------------------------------

local_claims = Exercise(
    kind="choice",
    points=1,
    outcome="M7.3",
    read="reading#the-food-miles-trap",
    answer={"b", "c"},
    options={
        "a": "Food from far away always has a larger footprint than food from near.",
        "b": "The same load over the same distance emits much more by truck than by ship.",
        "c": "How food is grown can weigh more than how far it travels.",
        "d": "Transport is so small a part that it never matters.",
        "e": "One factor holds for every truck, full or nearly empty.",
    },
    mistakes=[
        Mistake(
            "far-is-always-worse",
            "a",
            "Always is a strong word. A ship over a long way can emit less than a truck "
            "over a short one, and a heated greenhouse next door more than both.",
        ),
        Mistake(
            "transport-never-matters",
            "d",
            "Never is a strong word too. By plane, and for fruit and vegetables, "
            "transport can be a large part.",
        ),
        Mistake(
            "one-factor-for-all",
            "e",
            "A lorry that is a quarter full burns about three quarters of the fuel of a full one. "
            "For each tonne that is three times as much.",
        ),
        Mistake(
            "passes-over-the-mode",
            "b",
            "Look again at the table of factors, at the rows of the ship and of the trucks.",
        ),
        Mistake(
            "passes-over-the-farm",
            "c",
            "Look again at the lamb and the tomatoes. What made the difference there?",
        ),
    ],
    hints=[
        "Two of the five claims stand in the reading with figures. "
        "Three go further than the figures do.",
        "Be careful with the words always, never and every.",
        "One of the two is about ship and truck. The other is about field and greenhouse.",
    ],
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
    edges_about="no distance at all, or two modes with the same factor",
    draw=_draw_equal_km,
    mistakes=[
        Mistake(
            "inverse",
            lambda km, factor, other: km * other / factor,
            "It is the other way round. What emits more for each kilometre goes less far: "
            "multiply by `factor` and divide by `other`.",
        ),
        Mistake(
            "emissions-not-distance",
            lambda km, factor, other: km * factor,
            "That is the CO₂ of one tonne, in kg. Ask next how many kilometres "
            "the other mode goes for it: divide by `other`.",
        ),
        Mistake(
            "ratio-only",
            lambda km, factor, other: factor / other,
            "That is how the two factors compare. Multiply it by the kilometres.",
        ),
        Mistake(
            "both-factors-multiplied",
            lambda km, factor, other: km * factor * other,
            "You multiplied by both factors. The first turns kilometres into CO₂; "
            "to come back from CO₂ to kilometres, divide by the other.",
        ),
        Mistake(
            "same-distance",
            lambda km, factor, other: km,
            "You gave the distance back as it was. The two modes emit different amounts "
            "for a kilometre, so the distances differ.",
        ),
        Mistake(
            "whole-kilometres-only",
            lambda km, factor, other: km * factor // other,
            "Two strokes `//` throw away what is behind the point. Use one stroke: `/`.",
        ),
    ],
    hints=[
        "How much CO₂ does one tonne cause on the first way? The other way may cause as much.",
        "The first way causes `km * factor` kg for each tonne. The other causes `other` kg "
        "on each kilometre.",
        "Divide the one by the other: how often does `other` fit into `km * factor`?",
    ],
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
    edges_about="a single buyer, buyers of the same size, or nobody who bought anything",
    draw=_draw_bought,
    mistakes=[
        Mistake(
            "squares-of-tonnes",
            lambda bought: sum(amount**2 for amount in bought),
            "You squared the tonnes. Divide each by the total first: "
            "the index is made of shares, so that it does not depend on the unit.",
        ),
        Mistake(
            "divides-after-squaring",
            lambda bought: (
                sum(amount**2 for amount in bought) / sum(bought) if sum(bought) > 0 else 0
            ),
            "You squared first and divided by the total once. The share is squared as a whole: "
            "divide first, then square.",
        ),
        Mistake(
            "not-squared",
            lambda bought: 1 if sum(bought) > 0 else 0,
            "Shares that are only added up always give 1. Square each share, then add.",
        ),
        Mistake(
            "doubled-not-squared",
            lambda bought: 2 if sum(bought) > 0 else 0,
            "You doubled the shares. A square is a share times itself, with two stars: "
            "`share ** 2`.",
        ),
        Mistake(
            "first-buyer-only",
            lambda bought: _parts(bought)[0] ** 2 if sum(bought) > 0 else 0,
            "Only the first buyer is counted. Does the `return` stand inside the loop? "
            "It belongs after it, without the extra spaces.",
        ),
        Mistake(
            "last-buyer-only",
            lambda bought: _parts(bought)[-1] ** 2 if sum(bought) > 0 else 0,
            "Only the last buyer is counted. In the loop, add to the total: `total = total + …`.",
        ),
        Mistake(
            "in-percent",
            lambda bought: _hhi(bought) * 10_000,
            "You used shares in percent, so the index runs to 10,000. "
            "Here shares lie between 0 and 1.",
        ),
        Mistake(
            "largest-share",
            lambda bought: max(_parts(bought)) if sum(bought) > 0 else 0,
            "That is the share of the largest buyer alone. "
            "The index counts all buyers: square each share and add.",
        ),
        Mistake(
            "counts-buyers",
            lambda bought: 1 / len(bought) if sum(bought) > 0 else 0,
            "One divided by the number of buyers is right only when all are of the same size.",
        ),
        Mistake(
            "average-of-squares",
            lambda bought: _hhi(bought) / len(bought) if sum(bought) > 0 else 0,
            "You divided by the number of buyers. The index is the sum of the squares, "
            "not their average.",
        ),
        Mistake(
            "nothing-bought-divides",
            lambda bought: sum(part**2 for part in _parts(bought)),
            "Right where something was bought. Where nothing was, Python divides by zero: "
            "ask first with `if sum(bought) == 0:` and return 0 then.",
        ),
    ],
    hints=[
        "What share of all tonnes does each buyer take? Make a list of the shares by hand.",
        "For each `amount` in `bought`, the share is `amount / sum(bought)`. "
        "Add its square to a total that begins at 0.",
        "In the loop: `share = amount / sum(bought)` and `total = total + share ** 2`. "
        "Return the total after the loop.",
    ],
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
    edges_about="a month with a loss, or a month in which the jeepney never runs",
    draw=_draw_driver,
    mistakes=[
        Mistake(
            "as-given",
            _under_boundary(lambda t, f, r, w, days, idle: (t - f - r) * days),
            "The code still counts all days. On an idle day no passenger pays: "
            "use the days on which the jeepney runs.",
        ),
        Mistake(
            "rent-twice",
            _under_boundary(lambda t, f, r, w, days, idle: (t - f - 2 * r) * (days - idle)),
            "The boundary is taken off twice. He pays it once on each running day.",
        ),
        Mistake(
            "rent-on-idle-days",
            _under_boundary(lambda t, f, r, w, days, idle: (t - f) * (days - idle) - r * days),
            "Your driver pays the boundary on idle days too. "
            "Here it is due only on days on which the jeepney runs.",
        ),
        Mistake(
            "rent-forgotten",
            _under_boundary(lambda t, f, r, w, days, idle: (t - f) * (days - idle)),
            "The boundary is missing. It leaves the driver's pocket each running day.",
        ),
        Mistake(
            "fuel-forgotten",
            _under_boundary(lambda t, f, r, w, days, idle: (t - r) * (days - idle)),
            "Who buys the fuel? Under the boundary system it is the driver.",
        ),
        Mistake(
            "idle-days-only",
            _under_boundary(lambda t, f, r, w, days, idle: (t - f - r) * idle),
            "You multiplied by the idle days. Take them off all days first: `days - idle`.",
        ),
        Mistake(
            "brackets-missing",
            _under_boundary(lambda t, f, r, w, days, idle: t - f - r * (days - idle)),
            "Python multiplies before it takes away, so only the rent was multiplied. "
            "Put brackets around what one day leaves.",
        ),
        Mistake(
            "idle-pesos",
            _under_boundary(lambda t, f, r, w, days, idle: (t - f - r) * days - idle),
            "Python multiplies before it takes away, so only a few pesos were taken off. "
            "Multiply by `running`, which holds `days - idle`.",
        ),
        Mistake(
            "one-day-only",
            _under_boundary(lambda t, f, r, w, days, idle: t - f - r),
            "That is what one day leaves. Multiply by the days on which the jeepney runs.",
        ),
        Mistake(
            "wage-stops-too",
            lambda system, t, f, r, w, days, idle: (
                (w if system == "cooperative" else t - f - r) * (days - idle)
            ),
            "Now the wage stops on idle days as well. This cooperative pays it on all days: "
            "leave that line as it was.",
        ),
    ],
    hints=[
        "On which days do passengers pay? On which days does he buy fuel and pay the boundary?",
        "The name `running` already holds the days on which the jeepney runs.",
        "Only the last line changes: what one day leaves, times `running`.",
    ],
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
    edges_about="a journey without any leg, an empty load, or factors of another country",
    draw=_draw_journey,
    mistakes=[
        Mistake(
            "a-thousand-too-small",
            lambda tonnes, legs, factors: _co2(tonnes, legs, factors) / 1000,
            "Your result is a thousand times too small. "
            "The factors want tonnes and give kg: nothing is left to turn over.",
        ),
        Mistake(
            "kilograms-for-tonnes",
            lambda tonnes, legs, factors: _co2(tonnes, legs, factors) * 1000,
            "Your result is a thousand times too large. "
            "The load is already in tonnes, and the factors are for tonnes.",
        ),
        Mistake(
            "adds-kilometres-of-all-modes",
            lambda tonnes, legs, factors: (
                tonnes * sum(km for _, km in legs) * (factors[legs[0][0]] if legs else 0)
            ),
            "You added the kilometres of all legs and used one factor for them. "
            "Each leg has its own factor: multiply first, then add.",
        ),
        Mistake(
            "ship-for-every-leg",
            lambda tonnes, legs, factors: (
                tonnes * sum(km for _, km in legs) * (factors["ship"] if legs else 0)
            ),
            "Every leg goes by ship in your answer. In the loop the name of its mode is `mode`: "
            "take `factors[mode]`, without quotation marks.",
        ),
        Mistake(
            "adds-factors",
            lambda tonnes, legs, factors: (
                tonnes * sum(km for _, km in legs) * sum(factors[mode] for mode, _ in legs)
            ),
            "You added the factors and the kilometres apart from each other. "
            "Each leg's kilometres belong to its own factor.",
        ),
        Mistake(
            "load-forgotten",
            lambda tonnes, legs, factors: _co2(1, legs, factors),
            "That is the CO₂ of one tonne. Multiply by the tonnes of the load.",
        ),
        Mistake(
            "first-leg-only",
            lambda tonnes, legs, factors: _co2(tonnes, legs[:1], factors),
            "Only the first leg is counted. Does the `return` stand inside the loop? "
            "It belongs after it, without the extra spaces.",
        ),
        Mistake(
            "last-leg-only",
            lambda tonnes, legs, factors: _co2(tonnes, legs[-1:], factors),
            "Only the last leg is counted. In the loop, add to the total: `total = total + …`.",
        ),
        Mistake(
            "factor-forgotten",
            lambda tonnes, legs, factors: tonnes * sum(km for _, km in legs),
            "Those are tonne-kilometres, and no CO₂ yet. "
            "Multiply each leg by the factor of its mode.",
        ),
    ],
    hints=[
        "Work out each leg by hand: tonnes, times kilometres, times the factor of its mode.",
        "Loop with `for mode, km in legs:` and add each leg to a total that begins at 0.",
        "In the loop: `total = total + tonnes * km * factors[mode]`. Return the total after it.",
    ],
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
    edges_about="nobody with a load, a single kilogram, or a truck that is filled exactly",
    draw=_draw_loads,
    mistakes=[
        Mistake(
            "way-back-forgotten",
            lambda loads, capacity, km, cost_per_km: _pooled(
                loads, capacity, km, cost_per_km, ways=1
            ),
            "The truck has to come home, full or empty. Count the kilometres twice.",
        ),
        Mistake(
            "part-of-a-trip",
            lambda loads, capacity, km, cost_per_km: _pooled(
                loads, capacity, km, cost_per_km, count=lambda some, most: sum(some) / most
            ),
            "You paid for a part of a trip. A truck drives whole trips, also when it is not full: "
            "round up with `math.ceil`.",
        ),
        Mistake(
            "rounds-down",
            lambda loads, capacity, km, cost_per_km: _pooled(
                loads, capacity, km, cost_per_km, count=lambda some, most: sum(some) // most
            ),
            "You rounded down, and a part of the load stays at home. "
            "Round up: `math.ceil(sum(loads) / capacity)`.",
        ),
        Mistake(
            "one-trip-too-many",
            lambda loads, capacity, km, cost_per_km: _pooled(
                loads, capacity, km, cost_per_km, count=lambda some, most: sum(some) // most + 1
            ),
            "Where the load fills the trucks exactly, you drive one trip too many. "
            "`math.ceil` rounds up only where something is left.",
        ),
        Mistake(
            "nearest-trip",
            lambda loads, capacity, km, cost_per_km: _pooled(
                loads,
                capacity,
                km,
                cost_per_km,
                count=lambda some, most: round(sum(some) / most),
            ),
            "`round` goes to the nearest number, and may leave a part of the load at home. "
            "`math.ceil` always rounds up.",
        ),
        Mistake(
            "one-trip-only",
            lambda loads, capacity, km, cost_per_km: _pooled(
                loads, capacity, km, cost_per_km, count=lambda some, most: 1
            ),
            "Your truck goes once, whatever the load. How many trips does the whole load take? "
            "Multiply by them.",
        ),
        Mistake(
            "divides-by-capacity",
            lambda loads, capacity, km, cost_per_km: (
                _pooled(loads, capacity, km, cost_per_km) * sum(loads) / capacity
            ),
            "You divided by what the truck can carry. The cost is shared by the kilograms "
            "that it does carry: divide by `sum(loads)`.",
        ),
        Mistake(
            "each-alone",
            lambda loads, capacity, km, cost_per_km: _pooled(
                loads,
                capacity,
                km,
                cost_per_km,
                count=lambda some, most: sum(math.ceil(load / most) for load in some),
            ),
            "Each farmer has a truck of her own in your answer. "
            "Pooled means: add the loads first, then round up.",
        ),
        Mistake(
            "a-trip-for-each-farmer",
            lambda loads, capacity, km, cost_per_km: _pooled(
                loads, capacity, km, cost_per_km, count=lambda some, most: len(some)
            ),
            "You counted farmers, not trips. How many trucks does the whole load fill?",
        ),
        Mistake(
            "total-not-per-kilogram",
            lambda loads, capacity, km, cost_per_km: (
                math.ceil(sum(loads) / capacity) * 2 * km * cost_per_km
            ),
            "That is what all trips cost together. Divide by all the kilograms.",
        ),
        Mistake(
            "per-farmer",
            lambda loads, capacity, km, cost_per_km: (
                math.ceil(sum(loads) / capacity) * 2 * km * cost_per_km / len(loads)
            ),
            "You divided by the number of farmers. Asked is the cost of a kilogram: "
            "divide by `sum(loads)`.",
        ),
        Mistake(
            "nothing-divides",
            lambda loads, capacity, km, cost_per_km: (
                math.ceil(sum(loads) / capacity) * 2 * km * cost_per_km / sum(loads)
            ),
            "Right when there is a load. Without one, Python divides by zero: "
            "ask first with `if sum(loads) == 0:` and return 0 then.",
        ),
    ],
    hints=[
        "How many kilograms are there together? How many trips does that take?",
        "`trips = math.ceil(sum(loads) / capacity)`. Each trip goes there and back.",
        "The cost of all trips is `trips * 2 * km * cost_per_km`. "
        "Divide it by `sum(loads)`, but first ask whether there is any load.",
    ],
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
    answer=lambda orders, keep, weeks, seed: _weeks(orders, keep, weeks, seed),
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
    edges_about="promises that are always kept, or never, or a week without orders",
    draw=_draw_weeks,
    mistakes=[
        Mistake(
            "unsold-counted-as-sold",
            lambda orders, keep, weeks, seed: _weeks(
                orders, keep, weeks, seed, count=lambda rng: orders
            ),
            "In your table every order is kept. A box that nobody fetches is not sold: "
            "draw for each order whether it is kept.",
        ),
        Mistake(
            "no-luck",
            lambda orders, keep, weeks, seed: _weeks(
                orders, keep, weeks, seed, count=lambda rng: round(orders * keep)
            ),
            "Every week is the same in your table: that is the average, without luck. "
            "Draw for each order with `rng.random()`.",
        ),
        Mistake(
            "one-draw-for-all",
            lambda orders, keep, weeks, seed: _weeks(
                orders,
                keep,
                weeks,
                seed,
                count=lambda rng: orders if rng.random() < keep else 0,
            ),
            "You draw once a week, and all members do the same. "
            "Draw inside a loop over the orders, once for each.",
        ),
        Mistake(
            "same-week-again",
            lambda orders, keep, weeks, seed: _weeks(orders, keep, weeks, seed, again=True),
            "All your weeks are the same: the luck begins anew in each. "
            "Make `rng` once, before the loops.",
        ),
        Mistake(
            "kept-and-broken-exchanged",
            lambda orders, keep, weeks, seed: _weeks(
                orders,
                keep,
                weeks,
                seed,
                count=lambda rng: sum(rng.random() >= keep for _ in range(orders)),
            ),
            "Kept and wasted are exchanged. An order is kept when `rng.random()` "
            "is less than `keep`.",
        ),
        Mistake(
            "kept-runs-on",
            lambda orders, keep, weeks, seed: _weeks(orders, keep, weeks, seed, carry=True),
            "Your count runs on from week to week, and waste falls below zero. "
            "Begin each week with `kept = 0`, inside the first loop.",
        ),
        Mistake(
            "weeks-from-zero",
            lambda orders, keep, weeks, seed: _weeks(orders, keep, weeks, seed, first=0),
            "Your weeks are counted from 0. `range(1, weeks + 1)` counts from 1 to the last.",
        ),
    ],
    hints=[
        "Two loops, one inside the other: for each week, and in it for each order.",
        "In each week begin with `kept = 0`. For each order, if `rng.random() < keep`, "
        "add 1 to `kept`.",
        "After the inner loop, append "
        '`{"week": week, "kept": kept, "waste": orders - kept}` to `rows`.',
    ],
)
