"""The key of module 6: what is right, what is wrong and why."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from random import Random
from typing import Any

import pandas as pd

from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import given, then, with_

# --- 1. The premium of a harvest -----------------------------------------------------------------

premium_fund = Exercise(
    kind="number",
    points=1,
    outcome="M6.4",
    read="reading#a-floor-and-a-premium",
    unit="dollars",
    relative_tolerance=0.01,
    answer=250 * 1_000 * 0.08,
    mistakes={
        "tonnes-as-kilos": 250 * 0.08,
        "tonne-is-a-hundred": 250 * 100 * 0.08,
        "cents-as-dollars": 250 * 1_000 * 8,
        "one-tonne-only": 1_000 * 0.08,
        "kilos-not-dollars": 250 * 1_000,
        "divided": 250 * 1_000 / 0.08,
        "one-kilo-only": 0.08,
        "sixty-a-tonne": 250 * 60,
        "premium-of-coffee": 250 * 1_000 * 0.2,
        "eight-tenths": 250 * 1_000 * 0.8,
        "half-paid-out": 250 * 1_000 * 0.08 / 2,
        "put-on-top": 250 * 1_000 * 1.08,
    },
)

# --- 2. Mark-up and margin -----------------------------------------------------------------------

same_pair = Exercise(
    kind="choice",
    points=1,
    outcome="M6.2",
    read="reading#mark-up-and-margin",
    answer={"a", "c", "e"},
    mistakes={
        "judges-a-wrongly": "a",
        "same-number-for-both": "b",
        "judges-c-wrongly": "c",
        "bases-exchanged": "d",
        "more-than-all-seems-impossible": "e",
    },
)

# --- 3. The producer share -----------------------------------------------------------------------


def _share(farm_price: float, yield_rate: float, retail_price: float) -> float:
    return farm_price / yield_rate / retail_price


def _draw_share(rng: Random) -> dict[str, Any]:
    return {
        "farm_price": round(rng.uniform(8, 25), 2),
        "yield_rate": round(rng.uniform(0.5, 0.9), 3),
        # A share above 1 is an edge.
        "retail_price": round(rng.uniform(55, 95), 2),
    }


producer_share = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M6.3",
    read="reading#a-kilogram-becomes-less",
    unit="(1 is 100 %)",
    tolerance=0.005,
    answer=_share,
    examples=[
        {"farm_price": 20, "yield_rate": 0.5, "retail_price": 50},
        {"farm_price": 18.39, "yield_rate": 0.65, "retail_price": 38.11},
        {"farm_price": 15.5, "yield_rate": 0.62, "retail_price": 43},
    ],
    edges=[
        {"farm_price": 49, "yield_rate": 1, "retail_price": 70},
        {"farm_price": 2.5, "yield_rate": 0.1, "retail_price": 80},
        {"farm_price": 30, "yield_rate": 0.6, "retail_price": 40},
    ],
    draw=_draw_share,
    mistakes={
        "forgets-weight-loss": lambda farm_price, yield_rate, retail_price: (
            farm_price / retail_price
        ),
        "weight-the-wrong-way": lambda farm_price, yield_rate, retail_price: (
            farm_price * yield_rate / retail_price
        ),
        "pesos-not-a-share": lambda farm_price, yield_rate, retail_price: farm_price / yield_rate,
        "what-the-others-get": then(lambda right: 1 - right),
        "upside-down": then(lambda right: 1 / right),
        "in-percent": then(lambda right: 100 * right),
        "brackets-around-the-yield": lambda farm_price, yield_rate, retail_price: (
            farm_price / (yield_rate / retail_price)
        ),
        "loss-for-yield": lambda farm_price, yield_rate, retail_price: (
            farm_price / (1 - yield_rate) / retail_price
        ),
        "loss-put-on-top": lambda farm_price, yield_rate, retail_price: (
            farm_price * (2 - yield_rate) / retail_price
        ),
        "yield-added": lambda farm_price, yield_rate, retail_price: (
            (farm_price + yield_rate) / retail_price
        ),
        "pesos-of-the-others": lambda farm_price, yield_rate, retail_price: (
            retail_price - farm_price / yield_rate
        ),
        "whole-pesos-only": lambda farm_price, yield_rate, retail_price: (
            farm_price // yield_rate / retail_price
        ),
        "against-the-rest": then(lambda right: right / (1 - right)),
    },
)

# --- 4. Fair-trade terms -------------------------------------------------------------------------


def _paid(farmers: float, fund: float) -> dict[str, float]:
    return {"farmers": farmers, "fund": fund}


def _draw_terms(rng: Random) -> dict[str, Any]:
    floor = round(rng.uniform(1, 3), 2)
    return {
        # No round number of kilograms, so that amounts have cents.
        "kilos": 100 * rng.randint(2, 90) + rng.choice([11, 23, 37, 59]),
        "market": round(floor * rng.choice([rng.uniform(0.4, 0.9), rng.uniform(1.1, 1.8)]), 2),
        "floor": floor,
        "premium": round(rng.uniform(0.05, 0.4), 2),
    }


fair_trade = Exercise(
    points=3,
    edge_points=1,
    outcome="M6.4",
    read="reading#a-floor-and-a-premium",
    unit="dollars",
    tolerance=0.005,
    answer=lambda kilos, market, floor, premium: _paid(kilos * max(market, floor), kilos * premium),
    examples=[
        {"kilos": 1_000, "market": 3.00, "floor": 4.00, "premium": 0.50},
        {"kilos": 1_000, "market": 5.00, "floor": 4.00, "premium": 0.50},
        {"kilos": 2_035, "market": 0.61, "floor": 0, "premium": 0.08},
    ],
    edges=[
        {"kilos": 500, "market": 4.00, "floor": 4.00, "premium": 0.50},
        {"kilos": 300, "market": 2.00, "floor": 3.00, "premium": 0},
        {"kilos": 0, "market": 2.00, "floor": 3.00, "premium": 0.2},
    ],
    draw=_draw_terms,
    mistakes={
        "the-lower-price": lambda kilos, market, floor, premium: _paid(
            kilos * min(market, floor), kilos * premium
        ),
        "floor-always": lambda kilos, market, floor, premium: _paid(kilos * floor, kilos * premium),
        "floor-forgotten": lambda kilos, market, floor, premium: _paid(
            kilos * market, kilos * premium
        ),
        "both-of-one-kilo": lambda kilos, market, floor, premium: _paid(
            max(market, floor), premium
        ),
        "premium-as-a-part": lambda kilos, market, floor, premium: _paid(
            kilos * max(market, floor), kilos * max(market, floor) * premium
        ),
        "floor-on-top": lambda kilos, market, floor, premium: _paid(
            kilos * (market + floor), kilos * premium
        ),
        "premium-to-people": lambda kilos, market, floor, premium: _paid(
            kilos * (max(market, floor) + premium), 0
        ),
        "premium-twice": lambda kilos, market, floor, premium: _paid(
            kilos * (max(market, floor) + premium), kilos * premium
        ),
        "premium-only-in-bad-years": lambda kilos, market, floor, premium: _paid(
            kilos * max(market, floor), kilos * premium if market < floor else 0
        ),
        "fund-of-one-kilo": lambda kilos, market, floor, premium: _paid(
            kilos * max(market, floor), premium
        ),
        "premium-only-in-good-years": lambda kilos, market, floor, premium: _paid(
            kilos * max(market, floor), kilos * premium if market > floor else 0
        ),
        "no-floor-no-premium": lambda kilos, market, floor, premium: _paid(
            kilos * max(market, floor), kilos * premium if floor else 0
        ),
        "premium-taken-off": lambda kilos, market, floor, premium: _paid(
            kilos * (max(market, floor) - premium), kilos * premium
        ),
        "premium-on-the-floor": lambda kilos, market, floor, premium: _paid(
            kilos * max(market, floor + premium), kilos * premium
        ),
        "premium-shared-out": lambda kilos, market, floor, premium: _paid(
            kilos * (max(market, floor) + premium / 2), kilos * premium / 2
        ),
        "names-exchanged": lambda kilos, market, floor, premium: _paid(
            kilos * premium, kilos * max(market, floor)
        ),
        "only-what-the-floor-adds": lambda kilos, market, floor, premium: _paid(
            kilos * (floor - market), kilos * premium
        ),
    },
)

# --- 5. Mark-ups on mark-ups ---------------------------------------------------------------------


def _climb(
    farm_price: float,
    markups: list[float],
    *,
    step: Callable[[float, float], float] = lambda price, markup: price + price * markup,
) -> float:
    price = farm_price
    for markup in markups:
        price = step(price, markup)
    return price


def _draw_markups(rng: Random) -> dict[str, Any]:
    return {
        "farm_price": rng.randint(10, 90),
        "markups": [round(rng.uniform(0.05, 0.6), 3) for _ in range(rng.randint(2, 5))],
    }


retail_price = Exercise(
    kind="mend",
    points=2,
    edge_points=0.5,
    outcome="M6.2",
    read="reading#mark-up-and-margin",
    unit="pesos",
    tolerance=0.005,
    answer=_climb,
    examples=[
        {"farm_price": 100, "markups": [0.5, 0.2]},
        {"farm_price": 21.35, "markups": [0.25, 0.1, 0.4]},
    ],
    edges=[
        {"farm_price": 40, "markups": []},
        {"farm_price": 40, "markups": [0, 0.5]},
        {"farm_price": 40, "markups": [0.5, -0.2]},
    ],
    draw=_draw_markups,
    mistakes={
        "as-given": lambda farm_price, markups: _climb(
            farm_price, markups, step=lambda p, m: p + farm_price * m
        ),
        "only-what-is-on-top": with_(step=lambda p, m: p * m),
        "back-to-the-farm-price": lambda farm_price, markups: _climb(
            farm_price, markups, step=lambda p, m: farm_price + p * m
        ),
        "part-added-as-pesos": lambda farm_price, markups: farm_price + sum(markups),
        "taken-off": with_(step=lambda p, m: p - p * m),
        "markup-as-margin": with_(step=lambda p, m: p / (1 - m)),
        "as-percent": with_(step=lambda p, m: p + p * m / 100),
        "first-link-only": lambda farm_price, markups: (
            farm_price + farm_price * markups[0] if markups else None
        ),
        "last-link-only": lambda farm_price, markups: (
            farm_price + farm_price * markups[-1] if markups else None
        ),
        "first-link-left-out": given(markups=lambda markups: markups[1:]),
        "last-link-left-out": given(markups=lambda markups: markups[:-1]),
        "rounded-at-each-link": with_(step=lambda p, m: round(p + p * m)),
        "always-two-links": given(markups=lambda markups: markups[:2]),
        "without-the-farm-price": lambda farm_price, markups: (
            _climb(farm_price, markups) - farm_price
        ),
        "last-link-adds": lambda farm_price, markups: (
            _climb(farm_price, markups[:-1]) * markups[-1] if markups else 0
        ),
        "average-mark-up": lambda farm_price, markups: (
            farm_price * (1 + sum(markups) / len(markups)) ** len(markups)
        ),
    },
)

# --- 6. Break-even -------------------------------------------------------------------------------


def _unless_never(
    units: Callable[[float, float, float], float],
) -> Callable[[float, float, float], float | None]:
    return lambda fixed, price, variable: (
        None if price <= variable else units(fixed, price, variable)
    )


def _draw_break_even(rng: Random) -> dict[str, Any]:
    variable = rng.randint(5_000, 24_000)
    return {
        "fixed": 10_000 * rng.randint(5, 400),
        "price": variable + rng.choice([-1, 1, 1, 1]) * rng.randint(300, 4_000),
        "variable": variable,
    }


break_even = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M6.3",
    read="reading#who-owns-the-mill",
    unit="tonnes",
    tolerance=0.005,
    answer=_unless_never(lambda fixed, price, variable: fixed / (price - variable)),
    examples=[
        {"fixed": 600_000, "price": 23_000, "variable": 20_000},
        {"fixed": 100_000, "price": 22_000, "variable": 21_300},
        {"fixed": 500_000, "price": 22_900, "variable": 20_000},
        {"fixed": 600_000, "price": 19_000, "variable": 20_000},
        {"fixed": 600_000, "price": 20_000, "variable": 20_000},
    ],
    edges=[
        {"fixed": 0, "price": 23_000, "variable": 20_000},
        {"fixed": 50_000, "price": 500, "variable": 0},
        {"fixed": 0, "price": 10_000, "variable": 10_000},
    ],
    draw=_draw_break_even,
    mistakes={
        "divides-by-price": _unless_never(lambda fixed, price, variable: fixed / price),
        "divides-by-the-cost": _unless_never(
            lambda fixed, price, variable: fixed / variable if variable else None
        ),
        "adds-the-cost": _unless_never(lambda fixed, price, variable: fixed / (price + variable)),
        "brackets-missing": _unless_never(lambda fixed, price, variable: fixed / price - variable),
        "never-says-none": lambda fixed, price, variable: fixed / (price - variable),
        "forgets-the-equal-case": lambda fixed, price, variable: (
            None if price < variable else fixed / (price - variable)
        ),
        "always-none": lambda fixed, price, variable: None,
        "asks-the-other-way": lambda fixed, price, variable: (
            None if price >= variable else fixed / (price - variable)
        ),
        "upside-down": _unless_never(
            lambda fixed, price, variable: (price - variable) / fixed if fixed else None
        ),
        "nothing-for-never": lambda fixed, price, variable: (
            0 if price <= variable else fixed / (price - variable)
        ),
        "a-word-for-none": lambda fixed, price, variable: (
            "None" if price <= variable else fixed / (price - variable)
        ),
        "infinite-for-never": lambda fixed, price, variable: (
            float("inf") if price <= variable else fixed / (price - variable)
        ),
        "whole-tonnes-only": _unless_never(
            lambda fixed, price, variable: fixed // (price - variable)
        ),
        "rounded-up": _unless_never(
            lambda fixed, price, variable: ceil(fixed / (price - variable))
        ),
        "rounded-to-the-nearest": _unless_never(
            lambda fixed, price, variable: round(fixed / (price - variable))
        ),
        "multiplied": _unless_never(lambda fixed, price, variable: fixed * (price - variable)),
        "what-a-tonne-leaves": _unless_never(lambda fixed, price, variable: price - variable),
        "cost-less-price": _unless_never(lambda fixed, price, variable: fixed / (variable - price)),
        "sign-dropped": lambda fixed, price, variable: fixed / abs(price - variable),
    },
)

# --- 7. Value added ------------------------------------------------------------------------------


def _added(
    prices: list[float],
    bought_in: list[float],
    step: Callable[[float, float, float], float] = lambda price, paid, bought: (
        price - paid - bought
    ),
) -> list[float]:
    paid = [0, *prices[:-1]]
    return [step(*link) for link in zip(prices, paid, bought_in, strict=True)]


def _pays_what_was_added(prices: list[float], bought_in: list[float]) -> list[float]:
    """The loop with ``paid = added[place]``."""
    added: list[float] = []
    for price, bought in zip(prices, bought_in, strict=True):
        added.append(price - (added[-1] if added else 0) - bought)
    return added


def _draw_chain(rng: Random) -> dict[str, Any]:
    prices, bought_in, price = [], [], 0.0
    for _ in range(rng.randint(3, 6)):
        bought = rng.randint(1, 6) + rng.choice([0.25, 0.4, 0.75])
        # Each link adds something: one that loses money is an edge.
        price = round(price + bought + rng.randint(1, 20) + rng.choice([0.1, 0.35, 0.8]), 2)
        prices.append(price)
        bought_in.append(bought)
    return {"prices": prices, "bought_in": bought_in}


value_added = Exercise(
    points=3,
    edge_points=1,
    outcome="M6.1",
    read="reading#what-each-link-adds",
    unit="pesos",
    tolerance=0.005,
    answer=_added,
    examples=[
        {"prices": [20, 30, 40], "bought_in": [6, 2, 1]},
        {"prices": [28, 33.5, 41.2, 50], "bought_in": [9, 1, 3.4, 2]},
    ],
    edges=[
        {"prices": [15], "bought_in": [4]},
        {"prices": [20, 22, 30], "bought_in": [5, 6, 1]},
        {"prices": [20, 30], "bought_in": [0, 0]},
    ],
    draw=_draw_chain,
    mistakes={
        "margin-is-not-value-added": with_(step=lambda p, paid, b: p - paid),
        "forgets-what-it-paid": with_(step=lambda p, paid, b: p - b),
        "adds-what-was-bought": with_(step=lambda p, paid, b: p - paid + b),
        "first-link-left-out": then(lambda right: right[1:]),
        "farm-pays-the-shop": lambda prices, bought_in: [
            prices[n] - prices[n - 1] - bought for n, bought in enumerate(bought_in)
        ],
        "paid-too-early": lambda prices, bought_in: [-bought for bought in bought_in],
        "paid-grows": lambda prices, bought_in: [
            price - sum(prices[:n]) - bought
            for n, (price, bought) in enumerate(zip(prices, bought_in, strict=True))
        ],
        "paid-stays-nothing-but-the-first": lambda prices, bought_in: [
            price - (prices[0] if place else 0) - bought
            for place, (price, bought) in enumerate(zip(prices, bought_in, strict=True))
        ],
        "as-parts-of-the-price": lambda prices, bought_in: [
            value / prices[-1] for value in _added(prices, bought_in)
        ],
        "pays-what-was-added": _pays_what_was_added,
        "pays-without-what-was-bought": lambda prices, bought_in: [
            price - paid - bought
            for price, paid, bought in zip(
                prices,
                [0, *(p - b for p, b in zip(prices[:-1], bought_in, strict=False))],
                bought_in,
                strict=True,
            )
        ],
        "all-inputs-each-time": lambda prices, bought_in: _added(
            prices, [sum(bought_in)] * len(prices)
        ),
        "inputs-of-the-farm-only": lambda prices, bought_in: _added(
            prices, bought_in[:1] * len(prices)
        ),
        "the-sum-besides": lambda prices, bought_in: [
            *_added(prices, bought_in),
            sum(_added(prices, bought_in)),
        ],
        "farm-buys-nothing-in": given(bought_in=lambda bought_in: [0, *bought_in[1:]]),
        "inputs-a-link-late": given(bought_in=lambda bought_in: [0, *bought_in[:-1]]),
    },
)

# --- 8. Which figures clash? ---------------------------------------------------------------------


def _checked(
    claims: list[str],
    printed: list[float],
    computed: list[float],
    tolerance: float,
    *,
    gap: Callable[[float, float], float] = lambda p, c: p - c,
    limit: Callable[[float, float, float], float] = lambda p, c, t: t * c,
    clash: Callable[[float, float], bool] = lambda g, most: abs(g) > most,
) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"claim": claim, "gap": gap(p, c), "clash": clash(p - c, limit(p, c, tolerance))}
            for claim, p, c in zip(claims, printed, computed, strict=True)
        ]
    )


def _draw_figures(rng: Random) -> dict[str, Any]:
    count = rng.randint(3, 6)
    tolerance = rng.choice([0.05, 0.1])
    computed = [float(rng.randint(20, 900)) for _ in range(count)]
    # Far enough from the limit on both sides that no rounding decides.
    off = [tolerance * rng.choice([-4, -2, -0.97, -0.5, 0.4, 1.03, 1.8, 5]) for _ in computed]
    printed = [round(c * (1 + o), 3) for c, o in zip(computed, off, strict=True)]
    return {
        "claims": [f"figure {n + 1}" for n in range(count)],
        "printed": printed,
        "computed": computed,
        "tolerance": tolerance,
    }


check_figures = Exercise(
    kind="table",
    points=4,
    edge_points=1,
    outcome="M6.6",
    read="reading#pages-that-disagree",
    unit="hectares",
    tolerance=0.006,
    answer=_checked,
    examples=[
        {
            "claims": ["farm of each", "all homes", "roads and schools", "all the land"],
            "printed": [1.77, 25, 3, 817],
            "computed": [754 / 426, 426 * 600 / 10_000, 817 * 0.10, 25 + 754 + 3],
            "tolerance": 0.03,
        },
        {
            "claims": ["pasture", "wood", "ponds", "paths", "fields"],
            "printed": [105.1, 95.1, 40, 10.4, 300.1],
            "computed": [100, 100, 40, 10, 300],
            "tolerance": 0.05,
        },
    ],
    edges=[
        {"claims": ["a"], "printed": [3.0], "computed": [2.0], "tolerance": 0.5},
        {"claims": ["a", "b"], "printed": [5.0, 6.0], "computed": [5.0, 5.0], "tolerance": 0},
        {"claims": ["a", "b"], "printed": [0.0, 9.0], "computed": [7.0, 9.1], "tolerance": 0.02},
    ],
    draw=_draw_figures,
    mistakes={
        "rejects-everything": with_(clash=lambda g, most: g != 0),
        "sees-only-too-much": with_(clash=lambda g, most: g > most),
        "tolerance-in-hectares": with_(limit=lambda p, c, t: t),
        "tolerance-of-the-printed": with_(limit=lambda p, c, t: t * p),
        "always-three-percent": with_(limit=lambda p, c, t: 0.03 * c),
        "clash-means-fine": with_(clash=lambda g, most: abs(g) <= most),
        "gap-turned-round": with_(gap=lambda p, c: c - p),
        "gap-without-sign": with_(gap=lambda p, c: abs(p - c)),
        "gap-as-a-part": with_(gap=lambda p, c: (p - c) / c),
        "gap-in-whole-hectares": with_(gap=lambda p, c: round(p - c)),
        "sees-only-too-little": with_(clash=lambda g, most: -g > most),
        "never-a-clash": with_(clash=lambda g, most: False),
        "two-hectares-allowed": with_(clash=lambda g, most: abs(g) > 2),
        "tolerance-as-percent": with_(limit=lambda p, c, t: t / 100 * c),
        "row-of-the-prompt": with_(gap=lambda p, c: 5, clash=lambda g, most: True),
        "first-figure-in-each-row": lambda claims, printed, computed, tolerance: _checked(
            claims, printed[:1] * len(claims), computed[:1] * len(claims), tolerance
        ),
        "tolerance-of-all-together": lambda claims, printed, computed, tolerance: _checked(
            claims, printed, computed, tolerance, limit=lambda p, c, t: t * sum(computed)
        ),
        "gap-rounded-first": with_(
            gap=lambda p, c: round(p - c), clash=lambda g, most: abs(round(g)) > most
        ),
        "yes-and-no-as-words": with_(clash=lambda g, most: "yes" if abs(g) > most else "no"),
    },
)
