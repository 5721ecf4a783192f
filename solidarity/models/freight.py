"""Freight: what a load emits by leg and mode of transport, and what it costs when loads are pooled.

Emissions are tonnes × kilometres × a factor in kg of CO₂ per tonne-kilometre. The factors differ by
source, country, year and load; each has its source key. They count the fuel of the transport only:
not the farm, the packing or the cold store, and not the way back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from solidarity.models.domain import demand

FACTORS: Mapping[str, float] = {
    "ship": 0.022,
    "rail": 0.03,
    "large truck": 0.167,
    "small truck": 0.302,
    "air": 1.12,
}
"""kg of CO₂ per tonne-kilometre: trucks of 16 to 32 t and of 7.5 to 16 t, sea and air from F32,
rail from F33."""

KG_PER_LITRE = 2.63
"""kg of CO₂ from a litre of diesel (F33)."""

LITRES_EMPTY, LITRES_FULL = 0.236, 0.340
"""Litres of diesel per kilometre of a rigid lorry, empty and fully laden (F33)."""


def leg_co2(tonnes: float, km: float, mode: str) -> float:
    """kg of CO₂ for one leg of a journey. Raises ValueError for a mode without a factor."""
    demand("tonnes", tonnes, 0, 1e9)
    demand("km", km, 0, 1e6)
    if mode not in FACTORS:
        raise ValueError(f"there is no factor for {mode!r}, only for {', '.join(FACTORS)}")
    return tonnes * km * FACTORS[mode]


def journey_co2(tonnes: float, legs: Iterable[tuple[str, float]]) -> float:
    """kg of CO₂ for a journey of several legs, each a mode and its kilometres."""
    return sum(leg_co2(tonnes, km, mode) for mode, km in legs)


def equal_km(km: float, mode: str, other: str) -> float:
    """How far the same load may go by ``other`` for the CO₂ of ``km`` kilometres by ``mode``."""
    return leg_co2(1, km, mode) / leg_co2(1, 1, other)


def lorry_co2_per_tonne(
    km: float, laden: float, capacity: float, *, back_empty: bool = False
) -> float:
    """kg of CO₂ per tonne that a rigid lorry emits over ``km`` kilometres.

    laden: share of the capacity that is loaded, above 0 up to 1. capacity: tonnes.
    back_empty: count the way back without a load too. Fuel rises with the load in a straight line,
    as in the table of F33.
    """
    demand("km", km, 0, 1e6)
    demand("laden", laden, 1e-6, 1)
    demand("capacity", capacity, 1e-6, 1_000)
    litres = LITRES_EMPTY + laden * (LITRES_FULL - LITRES_EMPTY)
    litres += LITRES_EMPTY if back_empty else 0
    return km * litres * KG_PER_LITRE / (laden * capacity)


def trips(kg: float, capacity: float) -> int:
    """How many trips a load of ``kg`` kilograms needs with a truck that carries ``capacity``."""
    demand("kg", kg, 0, 1e9)
    demand("capacity", capacity, 1e-6, 1e9)
    return math.ceil(kg / capacity)


def cost_per_kg(
    loads: Sequence[float], capacity: float, km: float, cost_per_km: float, *, pooled: bool = True
) -> float:
    """What it costs to bring a kilogram to market, the way back included.

    loads: kilograms of each farmer. capacity: kilograms that the truck carries. km: one way.
    pooled: together in as few trips as possible, or each farmer with a truck of her own.
    Raises ValueError when there is nothing to carry.
    """
    demand("km", km, 0, 1e6)
    demand("cost_per_km", cost_per_km, 0, 1e6)
    if sum(loads) <= 0:
        raise ValueError("there is nothing to carry, so a kilogram has no cost")
    count = trips(sum(loads), capacity) if pooled else sum(trips(kg, capacity) for kg in loads)
    return count * 2 * km * cost_per_km / sum(loads)
