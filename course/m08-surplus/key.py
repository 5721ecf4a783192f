"""The key of module 8: what is right, what is wrong and why."""

from __future__ import annotations

import math
import statistics
from random import Random
from typing import Any

import pandas as pd

from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import given, then, with_

# --- 1. A reserve in ten years -------------------------------------------------------------------

_FIRST, _PERCENT, _GROWTH, _YEARS = 200_000, 10, 1.05, 10

reserve_ten_years = Exercise(
    kind="number",
    points=1,
    outcome="M8.3",
    read="reading#first-the-funds-then-the-members",
    unit="pesos",
    tolerance=1,
    answer=sum(_FIRST * _GROWTH**year * _PERCENT / 100 for year in range(_YEARS)),
    mistakes={
        "no-growth": _YEARS * _FIRST * _PERCENT / 100,
        "grows-at-once": sum(
            _FIRST * _GROWTH ** (year + 1) * _PERCENT / 100 for year in range(_YEARS)
        ),
        "last-year-only": _FIRST * _GROWTH ** (_YEARS - 1) * _PERCENT / 100,
        "whole-surplus": sum(_FIRST * _GROWTH**year for year in range(_YEARS)),
        "eleven-years": sum(_FIRST * _GROWTH**year * _PERCENT / 100 for year in range(_YEARS + 1)),
        "tenth-of-the-last-year": _FIRST * _GROWTH**_YEARS * _PERCENT / 100,
        "percent-not-divided": sum(_FIRST * _GROWTH**year * _PERCENT for year in range(_YEARS)),
        "first-year-only": _FIRST * _PERCENT / 100,
        "what-is-left-for-members": sum(
            _FIRST * _GROWTH**year * (100 - _PERCENT) / 100 for year in range(_YEARS)
        ),
        "grows-by-the-same-pesos": sum(
            _FIRST * (1 + (_GROWTH - 1) * year) * _PERCENT / 100 for year in range(_YEARS)
        ),
        "reserve-grows-too": _YEARS * _FIRST * _GROWTH ** (_YEARS - 1) * _PERCENT / 100,
        "rates-exchanged": sum(_FIRST * 1.1**year * 5 / 100 for year in range(_YEARS)),
        "grows-by-half": sum(_FIRST * 1.5**year * _PERCENT / 100 for year in range(_YEARS)),
        "shrinks-to-the-growth": sum(
            _FIRST * 0.05**year * _PERCENT / 100 for year in range(_YEARS)
        ),
        "reserve-taken-off-first": sum(
            _FIRST * (_GROWTH * 0.9) ** year * _PERCENT / 100 for year in range(_YEARS)
        ),
        "surplus-of-a-later-year": _FIRST * _GROWTH**_YEARS,
        "growth-at-the-end": _YEARS * _FIRST * _PERCENT / 100 * _GROWTH,
        "nine-years": sum(_FIRST * _GROWTH**year * _PERCENT / 100 for year in range(_YEARS - 1)),
    },
)

# --- 2. When a cooperative closes ----------------------------------------------------------------

who_gets_reserve = Exercise(
    kind="choice",
    points=1,
    outcome="M8.3",
    read="reading#first-the-funds-then-the-members",
    answer="c",
    mistakes={
        "members-equally": "a",
        "by-shares": "b",
        "by-use": "d",
    },
)

# --- 3. Lay out the surplus ----------------------------------------------------------------------


def _lay_out(surplus: float, percents: list[float]) -> list[float]:
    surplus = max(0, surplus)
    parts = [surplus * percent / 100 for percent in percents]
    return [*parts, surplus - sum(parts)]


def _of_the_rest(surplus: float, percents: list[float]) -> list[float]:
    left, parts = float(max(0, surplus)), []
    for percent in percents:
        parts.append(left * percent / 100)
        left -= parts[-1]
    return [*parts, left]


def _whole(surplus: float, percents: list[float], cut: Any) -> list[float]:
    """Each fund in whole pesos, and the rest for the members."""
    parts = [cut(max(0, surplus) * percent / 100) for percent in percents]
    return [*parts, max(0, surplus) - sum(parts)]


def _draw_lay_out(rng: Random) -> dict[str, Any]:
    return {
        # Never in even hundreds: no part would come out in whole pesos by chance alone.
        "surplus": 1_000 * rng.randint(50, 5_000) + 10 * rng.randint(1, 9) + 3,
        "percents": [rng.randint(10, 30), rng.randint(1, 10), rng.randint(3, 9), rng.randint(1, 7)],
    }


lay_out = Exercise(
    points=3,
    edge_points=1,
    outcome="M8.1",
    read="reading#first-the-funds-then-the-members",
    unit="pesos",
    tolerance=0.005,
    answer=_lay_out,
    examples=[
        {"surplus": 500_000, "percents": [10, 8, 3, 4]},
        {"surplus": 80_075, "percents": [20, 5]},
        {"surplus": -40_000, "percents": [10, 10, 3, 7]},
    ],
    edges=[
        {"surplus": -1, "percents": [10, 3]},
        {"surplus": 0, "percents": [10, 10, 3, 7]},
        {"surplus": 90_000, "percents": [100]},
        {"surplus": 60_000, "percents": []},
    ],
    draw=_draw_lay_out,
    mistakes={
        "percent-of-the-rest": _of_the_rest,
        "rest-and-loss": lambda surplus, percents: (
            _of_the_rest(surplus, percents)
            if surplus > 0
            else [*(-part for part in _of_the_rest(-surplus, percents))]
        ),
        "funds-together": then(lambda right: [*right[:-1], sum(right[:-1])]),
        "members-missing": then(lambda right: right[:-1]),
        "members-get-all": lambda surplus, percents: [
            *_lay_out(surplus, percents)[:-1],
            max(0, surplus),
        ],
        "shares-out-a-loss": lambda surplus, percents: [
            *(surplus * percent / 100 for percent in percents),
            surplus - sum(surplus * percent / 100 for percent in percents),
        ],
        "percent-not-divided": lambda surplus, percents: [
            *(max(0, surplus) * percent for percent in percents),
            max(0, surplus) * (1 - sum(percents)),
        ],
        "percents-as-given": lambda surplus, percents: [*percents, 100 - sum(percents)],
        "members-in-percent": lambda surplus, percents: [
            *_lay_out(surplus, percents)[:-1],
            100 - sum(percents),
        ],
        "fractions": lambda surplus, percents: [
            *(percent / 100 for percent in percents),
            surplus - sum(percent / 100 for percent in percents),
        ],
        "percents-taken-off": lambda surplus, percents: [
            *_lay_out(surplus, percents)[:-1],
            max(0, surplus) - sum(percents),
        ],
        "one-fund-taken-off": lambda surplus, percents: [
            *_lay_out(surplus, percents)[:-1],
            max(0, surplus) - sum(_lay_out(surplus, percents)[:-1][-1:]),
        ],
        "members-first": then(lambda right: [right[-1], *right[:-1]]),
        "empty-in-a-loss": lambda surplus, percents: (
            _lay_out(surplus, percents) if surplus >= 0 else []
        ),
        "one-zero-in-a-loss": lambda surplus, percents: (
            _lay_out(surplus, percents) if surplus >= 0 else [0]
        ),
        "members-carry-the-loss": lambda surplus, percents: [
            *_lay_out(surplus, percents)[:-1],
            surplus - sum(_lay_out(surplus, percents)[:-1]),
        ],
        "loss-as-surplus": given(surplus=abs),
        "centavos-cut-off": lambda surplus, percents: _whole(surplus, percents, math.floor),
        "rounded-to-pesos": lambda surplus, percents: _whole(surplus, percents, round),
    },
)

# --- 4. Which capital counts ---------------------------------------------------------------------


def _draw_average(rng: Random) -> dict[str, Any]:
    start = 500 * rng.randint(1, 40)
    by_month = [start]
    # A young cooperative has fewer months than twelve.
    for _ in range(rng.randint(4, 11)):
        by_month.append(max(0, by_month[-1] + 250 * rng.randint(-2, 8)))
    # All months alike would let every way of counting look right.
    by_month[-1] += 1_750
    return {"by_month": by_month}


average_capital = Exercise(
    kind="mend",
    points=2,
    edge_points=0.5,
    outcome="M8.2",
    read="reading#two-pools-for-the-members",
    unit="pesos",
    tolerance=0.005,
    answer=lambda by_month: sum(by_month) / len(by_month),
    examples=[
        {"by_month": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12_000]},
        {"by_month": [9_000, 10_500, 8_000]},
    ],
    edges=[
        {"by_month": [4_000]},
        {"by_month": [24_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]},
        {"by_month": [3_000, 1_000, 2_000]},
    ],
    draw=_draw_average,
    mistakes={
        "as-given": lambda by_month: by_month[-1],
        "sum-not-average": lambda by_month: sum(by_month),
        "always-twelve": lambda by_month: sum(by_month) / 12,
        "last-month-divided": lambda by_month: by_month[-1] / len(by_month),
        "first-month-only": lambda by_month: by_month[0] / len(by_month),
        "first-and-last": lambda by_month: (by_month[0] + by_month[-1]) / 2,
        "largest-month": lambda by_month: max(by_month),
        "smallest-and-largest": lambda by_month: (min(by_month) + max(by_month)) / 2,
        "middle-month": lambda by_month: statistics.median(by_month),
        "empty-months-left-out": lambda by_month: (
            sum(by_month) / max(1, sum(capital > 0 for capital in by_month))
        ),
        "one-month-too-few": lambda by_month: sum(by_month) / (len(by_month) - 1),
        "one-month-too-many": lambda by_month: sum(by_month) / (len(by_month) + 1),
        "whole-pesos": lambda by_month: sum(by_month) // len(by_month),
        "counts-months": lambda by_month: len(by_month),
        "multiplied": lambda by_month: sum(by_month) * len(by_month),
        "upside-down": lambda by_month: len(by_month) / sum(by_month) if sum(by_month) else 0,
        "last-month-left-out": lambda by_month: sum(by_month[:-1]) / len(by_month),
    },
)

# --- 5. What each member takes home --------------------------------------------------------------


def _take_home(
    capital: list[float], patronage: list[float], interest_pool: float, refund_pool: float
) -> list[float]:
    interest, refund = interest_pool / sum(capital), refund_pool / sum(patronage)
    return [
        held * interest + bought * refund for held, bought in zip(capital, patronage, strict=True)
    ]


def _draw_take_home(rng: Random) -> dict[str, Any]:
    members = rng.randint(3, 9)
    return {
        "capital": [500 * rng.randint(1, 100) for _ in range(members)],
        "patronage": [250 * rng.randint(1, 120) for _ in range(members)],
        "interest_pool": 100 * rng.randint(10, 400),
        "refund_pool": 100 * rng.randint(10, 400),
    }


take_home = Exercise(
    points=3,
    edge_points=1,
    outcome="M8.2",
    read="reading#two-pools-for-the-members",
    unit="pesos",
    tolerance=0.005,
    answer=_take_home,
    examples=[
        {
            "capital": [30_000, 10_000],
            "patronage": [5_000, 15_000],
            "interest_pool": 2_000,
            "refund_pool": 1_000,
        },
        {
            "capital": [6_000, 3_000, 2_000],
            "patronage": [0, 8_000, 12_000],
            "interest_pool": 700,
            "refund_pool": 1_300,
        },
    ],
    edges=[
        {"capital": [40_000], "patronage": [9_000], "interest_pool": 800, "refund_pool": 300},
        {
            "capital": [0, 20_000],
            "patronage": [7_000, 0],
            "interest_pool": 900,
            "refund_pool": 350,
        },
        {
            "capital": [5_000, 9_000],
            "patronage": [2_000, 6_000],
            "interest_pool": 0,
            "refund_pool": 400,
        },
    ],
    draw=_draw_take_home,
    mistakes={
        "equal-heads": lambda capital, patronage, interest_pool, refund_pool: (
            [(interest_pool + refund_pool) / len(capital)] * len(capital)
        ),
        "all-by-capital": lambda capital, patronage, interest_pool, refund_pool: [
            held / sum(capital) * (interest_pool + refund_pool) for held in capital
        ],
        "all-by-use": lambda capital, patronage, interest_pool, refund_pool: [
            bought / sum(patronage) * (interest_pool + refund_pool) for bought in patronage
        ],
        "pools-exchanged": lambda capital, patronage, interest_pool, refund_pool: _take_home(
            capital, patronage, refund_pool, interest_pool
        ),
        "no-rates": lambda capital, patronage, interest_pool, refund_pool: [
            held * interest_pool + bought * refund_pool
            for held, bought in zip(capital, patronage, strict=True)
        ],
        "rates-upside-down": lambda capital, patronage, interest_pool, refund_pool: [
            held * sum(capital) / interest_pool + bought * sum(patronage) / refund_pool
            for held, bought in zip(capital, patronage, strict=True)
        ],
        "one-pot": lambda capital, patronage, interest_pool, refund_pool: [
            (held + bought) * (interest_pool + refund_pool) / (sum(capital) + sum(patronage))
            for held, bought in zip(capital, patronage, strict=True)
        ],
        "rates-exchanged": lambda capital, patronage, interest_pool, refund_pool: [
            held * refund_pool / sum(patronage) + bought * interest_pool / sum(capital)
            for held, bought in zip(capital, patronage, strict=True)
        ],
        "refund-rate-by-capital": lambda capital, patronage, interest_pool, refund_pool: [
            held * interest_pool / sum(capital) + bought * refund_pool / sum(capital)
            for held, bought in zip(capital, patronage, strict=True)
        ],
        "interest-rate-by-patronage": lambda capital, patronage, interest_pool, refund_pool: [
            held * interest_pool / sum(patronage) + bought * refund_pool / sum(patronage)
            for held, bought in zip(capital, patronage, strict=True)
        ],
        "rates-by-heads": lambda capital, patronage, interest_pool, refund_pool: [
            held * interest_pool / len(capital) + bought * refund_pool / len(patronage)
            for held, bought in zip(capital, patronage, strict=True)
        ],
        "refund-taken-off": lambda capital, patronage, interest_pool, refund_pool: _take_home(
            capital, patronage, interest_pool, -refund_pool
        ),
        "capital-paid-back": lambda capital, patronage, interest_pool, refund_pool: [
            held + pay
            for held, pay in zip(
                capital, _take_home(capital, patronage, interest_pool, refund_pool), strict=True
            )
        ],
        "rates-rounded": lambda capital, patronage, interest_pool, refund_pool: [
            held * round(interest_pool / sum(capital), 2)
            + bought * round(refund_pool / sum(patronage), 2)
            for held, bought in zip(capital, patronage, strict=True)
        ],
        "each-rounded-down": lambda capital, patronage, interest_pool, refund_pool: [
            held * interest_pool // sum(capital) + bought * refund_pool // sum(patronage)
            for held, bought in zip(capital, patronage, strict=True)
        ],
        "interest-only": lambda capital, patronage, interest_pool, refund_pool: [
            held / sum(capital) * interest_pool for held in capital
        ],
        "refund-only": lambda capital, patronage, interest_pool, refund_pool: [
            bought / sum(patronage) * refund_pool for bought in patronage
        ],
    },
)

# --- 6. The cap ----------------------------------------------------------------------------------


def _apply_cap(
    interest_rate: float, refund_pool: float, patronage: float, times: float = 2
) -> list[float]:
    paid = min(refund_pool, times * interest_rate * patronage)
    return [paid, refund_pool - paid]


def _draw_cap(rng: Random) -> dict[str, Any]:
    interest_rate = rng.randint(2, 12) / 100
    # Not in even thousands: what is paid has centavos.
    patronage = 1_000 * rng.randint(50, 900) + 10 * rng.randint(1, 9) + 3
    times = rng.choice([1.4, 2.6, 3.2])
    return {
        "interest_rate": interest_rate,
        "refund_pool": round(times * interest_rate * patronage),
        "patronage": patronage,
    }


apply_cap = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M8.2",
    read="reading#the-cap-and-where-the-money-goes",
    unit="pesos",
    tolerance=0.01,
    answer=_apply_cap,
    examples=[
        {"interest_rate": 0.05, "refund_pool": 30_000, "patronage": 200_000},
        {"interest_rate": 0.06, "refund_pool": 9_000, "patronage": 100_000},
        {"interest_rate": 0.03, "refund_pool": 8_000, "patronage": 100_025},
    ],
    edges=[
        {"interest_rate": 0, "refund_pool": 12_000, "patronage": 80_000},
        {"interest_rate": 0.04, "refund_pool": 0, "patronage": 80_000},
        {"interest_rate": 0.05, "refund_pool": 10_000, "patronage": 100_000},
    ],
    draw=_draw_cap,
    mistakes={
        "excess-lost": then(lambda right: [right[0], 0]),
        "never-capped": lambda interest_rate, refund_pool, patronage: [refund_pool, 0],
        "cap-is-one-time": with_(times=1),
        "always-at-the-cap": lambda interest_rate, refund_pool, patronage: [
            2 * interest_rate * patronage,
            refund_pool - 2 * interest_rate * patronage,
        ],
        "larger-of-the-two": lambda interest_rate, refund_pool, patronage: [
            max(refund_pool, 2 * interest_rate * patronage),
            refund_pool - max(refund_pool, 2 * interest_rate * patronage),
        ],
        "rate-for-pesos": lambda interest_rate, refund_pool, patronage: [
            min(refund_pool / patronage, 2 * interest_rate),
            refund_pool - min(refund_pool / patronage, 2 * interest_rate),
        ],
        "rates-not-pesos": lambda interest_rate, refund_pool, patronage: [
            min(refund_pool / patronage, 2 * interest_rate),
            refund_pool / patronage - min(refund_pool / patronage, 2 * interest_rate),
        ],
        "rate-in-percent": lambda interest_rate, refund_pool, patronage: _apply_cap(
            interest_rate / 100, refund_pool, patronage
        ),
        "rate-squared": lambda interest_rate, refund_pool, patronage: _apply_cap(
            interest_rate**2, refund_pool, patronage, times=1
        ),
        "nothing-above-the-cap": lambda interest_rate, refund_pool, patronage: (
            [0, refund_pool] if refund_pool > 2 * interest_rate * patronage else [refund_pool, 0]
        ),
        "cap-not-in-pesos": lambda interest_rate, refund_pool, patronage: [
            min(refund_pool, 2 * interest_rate),
            refund_pool - min(refund_pool, 2 * interest_rate),
        ],
        "half-the-rate": with_(times=0.5),
        "half-and-half": lambda interest_rate, refund_pool, patronage: [refund_pool / 2] * 2,
        "pool-in-the-reserve": lambda interest_rate, refund_pool, patronage: [
            _apply_cap(interest_rate, refund_pool, patronage)[0],
            refund_pool,
        ],
        "rest-of-the-patronage": lambda interest_rate, refund_pool, patronage: [
            _apply_cap(interest_rate, refund_pool, patronage)[0],
            patronage - _apply_cap(interest_rate, refund_pool, patronage)[0],
        ],
        "reserve-below-zero": then(lambda right: [right[0], -right[1]]),
        "exchanged": then(lambda right: right[::-1]),
        "cap-on-the-pool": lambda interest_rate, refund_pool, patronage: [
            min(refund_pool, 2 * interest_rate * refund_pool),
            refund_pool - min(refund_pool, 2 * interest_rate * refund_pool),
        ],
    },
)

# --- 7. Split it exactly -------------------------------------------------------------------------


def _hand_out(parts: list[int], left: int, first: int = 0) -> list[int]:
    """One centavo more for each place from ``first`` on; IndexError where there are too few."""
    for place in range(first, first + left):
        parts[place] += 1
    return parts


def _one_by_one(parts: list[int], centavos: int, first: int = 0) -> list[int]:
    return _hand_out(parts, centavos - sum(parts), first)


def _floors(centavos: int, weights: list[int]) -> list[int]:
    return [centavos * weight // sum(weights) for weight in weights]


def _split(centavos: int, weights: list[int]) -> list[int]:
    return _one_by_one(_floors(centavos, weights), centavos)


def _all_left_to(centavos: int, weights: list[int], place: int) -> list[int]:
    parts = _floors(centavos, weights)
    parts[place] += centavos - sum(parts)
    return parts


def _one_each_by(rank: Any) -> Any:
    """The centavos that are left go one by one, but to those who come first by this rank."""

    def _handed(centavos: int, weights: list[int]) -> list[int]:
        parts = _floors(centavos, weights)
        places = sorted(range(len(parts)), key=lambda place: rank(centavos, weights, place))
        for place in places[: centavos - sum(parts)]:
            parts[place] += 1
        return parts

    return _handed


def _first_too(centavos: int, weights: list[int], left: int) -> list[int]:
    first, *others = _floors(centavos, weights)
    return [first + left, *others]


def _draw_split(rng: Random) -> dict[str, Any]:
    while True:
        weights = [rng.randint(1, 60) for _ in range(rng.randint(4, 9))]
        centavos = rng.randint(10_000, 2_000_000)
        floors = sum(centavos * weight // sum(weights) for weight in weights)
        if centavos - floors >= 2:
            return {"centavos": centavos, "weights": weights}


split_exact = Exercise(
    points=4,
    edge_points=1,
    outcome="M8.4",
    read="reading#to-the-last-centavo",
    unit="centavos",
    tolerance=0.001,
    answer=_split,
    examples=[
        {"centavos": 10_000, "weights": [1, 1, 1]},
        {"centavos": 10_001, "weights": [3, 1, 2, 1]},
        {"centavos": 5, "weights": [2, 2, 2, 1]},
        {"centavos": 12, "weights": [2, 1, 1]},
        {"centavos": 17, "weights": [2, 1, 4]},
    ],
    edges=[
        {"centavos": 777, "weights": [9]},
        {"centavos": 0, "weights": [4, 5, 6]},
        {"centavos": 2, "weights": [1, 1, 1, 1, 1]},
        {"centavos": 1_000, "weights": [1, 0, 2]},
        {"centavos": 101, "weights": [0, 3, 3]},
    ],
    draw=_draw_split,
    mistakes={
        "centavos-lost": _floors,
        "all-to-the-last": lambda centavos, weights: _all_left_to(centavos, weights, -1),
        "all-to-the-first": lambda centavos, weights: _all_left_to(centavos, weights, 0),
        "begins-with-the-second": lambda centavos, weights: _one_by_one(
            _floors(centavos, weights), centavos, first=1
        ),
        "one-more-for-all": lambda centavos, weights: [
            centavos * weight // sum(weights) + 1 for weight in weights
        ],
        "remainder-of-the-division": lambda centavos, weights: _hand_out(
            _floors(centavos, weights), centavos % sum(weights)
        ),
        "divides-first-and-hands-out": lambda centavos, weights: _one_by_one(
            [centavos // sum(weights) * weight for weight in weights], centavos
        ),
        "equal-split": given(weights=lambda weights: [1] * len(weights)),
        "each-rounded": lambda centavos, weights: [
            round(centavos * weight / sum(weights)) for weight in weights
        ],
        "not-rounded": lambda centavos, weights: [
            centavos * weight / sum(weights) for weight in weights
        ],
        "each-rounded-up": lambda centavos, weights: [
            -(-centavos * weight // sum(weights)) for weight in weights
        ],
        "from-the-end": _one_each_by(lambda centavos, weights, place: -place),
        "largest-remainder": _one_each_by(
            lambda centavos, weights, place: -(centavos * weights[place] % sum(weights))
        ),
        "largest-weight-first": _one_each_by(lambda centavos, weights, place: -weights[place]),
        "one-centavo-only": lambda centavos, weights: _first_too(
            centavos, weights, int(sum(_floors(centavos, weights)) < centavos)
        ),
        "one-centavo-always": lambda centavos, weights: _first_too(centavos, weights, 1),
        "remainder-by-heads": lambda centavos, weights: _hand_out(
            _floors(centavos, weights), centavos % len(weights)
        ),
        "divides-first-and-one-each": lambda centavos, weights: _hand_out(
            [centavos // sum(weights) * weight for weight in weights],
            min(
                len(weights),
                centavos - sum(centavos // sum(weights) * weight for weight in weights),
            ),
        ),
        "divides-by-heads": lambda centavos, weights: [
            centavos * weight // len(weights) for weight in weights
        ],
        "rest-at-the-end": lambda centavos, weights: [
            *_floors(centavos, weights),
            centavos - sum(_floors(centavos, weights)),
        ],
        "largest-part-first": then(lambda right: sorted(right, reverse=True)),
        "pesos-not-centavos": then(lambda right: [part / 100 for part in right]),
        "divides-first": lambda centavos, weights: [
            centavos // sum(weights) * weight for weight in weights
        ],
    },
)

# --- 8. Four rules, one table --------------------------------------------------------------------

_KEPT = {"Philippines": 13, "India": 36, "Quebec": 20, "Mondragon": 100}


def _rules(surplus: float, percents: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "rule": rule,
                "kept": surplus * percent / 100,
                "free": surplus - surplus * percent / 100,
            }
            for rule, percent in percents.items()
        ]
    )


def _rules_of_the_rest(surplus: float) -> pd.DataFrame:
    left, rows = float(max(0, surplus)), []
    for rule, percent in _KEPT.items():
        kept = left * percent / 100
        left -= kept
        rows.append({"rule": rule, "kept": kept, "free": left})
    return pd.DataFrame(rows)


def _whole_rules(surplus: float, cut: Any) -> pd.DataFrame:
    return _rules(max(0, surplus), _KEPT).assign(
        kept=lambda table: table["kept"].map(cut),
        free=lambda table: max(0, surplus) - table["kept"],
    )


four_rules = Exercise(
    kind="table",
    points=3,
    edge_points=1,
    outcome="M8.3",
    read="reading#four-rules-for-the-same-million",
    unit="pesos",
    tolerance=0.005,
    answer=lambda surplus: _rules(max(0, surplus), _KEPT),
    examples=[{"surplus": 1_000_000}, {"surplus": -250_000}, {"surplus": 12_345}],
    edges=[{"surplus": 0}, {"surplus": -1}],
    # Not in even hundreds: what is kept has centavos.
    draw=lambda rng: {"surplus": 500 * rng.randint(20, 9_000) + 10 * rng.randint(1, 9) + 3},
    mistakes={
        "keeps-of-a-loss": lambda surplus: _rules(surplus, _KEPT),
        "kept-and-free-exchanged": then(
            lambda right: right.rename(columns={"kept": "free", "free": "kept"})
        ),
        "free-is-all": lambda surplus: _rules(max(0, surplus), _KEPT).assign(free=max(0, surplus)),
        "one-rule-after-the-other": _rules_of_the_rest,
        "percents-as-given": lambda surplus: _rules(100, _KEPT),
        "keeps-nothing-and-frees-the-loss": lambda surplus: _rules(max(0, surplus), _KEPT).assign(
            free=lambda table: surplus - table["kept"]
        ),
        "loss-as-surplus": given(surplus=abs),
        "free-below-zero": lambda surplus: _rules(max(0, surplus), _KEPT).assign(
            free=lambda table: table["kept"] - max(0, surplus)
        ),
        "one-percentage-for-all": lambda surplus: _rules(
            max(0, surplus), dict.fromkeys(_KEPT, _KEPT["India"])
        ),
        "percent-for-the-name": lambda surplus: _rules(max(0, surplus), _KEPT).assign(
            rule=list(_KEPT.values())
        ),
        "percent-taken-off": lambda surplus: _rules(max(0, surplus), _KEPT).assign(
            free=[max(0, surplus) - percent for percent in _KEPT.values()]
        ),
        "name-as-a-text": lambda surplus: _rules(max(0, surplus), _KEPT).assign(rule="name"),
        "centavos-cut-off": lambda surplus: _whole_rules(surplus, math.floor),
        "rounded-to-pesos": lambda surplus: _whole_rules(surplus, round),
        "percent-not-divided": lambda surplus: _rules(max(0, surplus) * 100, _KEPT).assign(
            free=lambda table: max(0, surplus) - table["kept"]
        ),
    },
)
