"""The key of module 8: what is right, what is wrong and why."""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd

from solidarity.check import Exercise, Mistake

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
    mistakes=[
        Mistake(
            "no-growth",
            _YEARS * _FIRST * _PERCENT / 100,
            "You put the same amount aside ten times. The surplus grows by 5 % each year, "
            "and its tenth grows with it.",
        ),
        Mistake(
            "grows-at-once",
            sum(_FIRST * _GROWTH ** (year + 1) * _PERCENT / 100 for year in range(_YEARS)),
            "Your surplus grows before the first year is counted. "
            "Put the tenth of the first year aside first, then let the surplus grow.",
        ),
        Mistake(
            "last-year-only",
            _FIRST * _GROWTH ** (_YEARS - 1) * _PERCENT / 100,
            "That is what the tenth year alone puts aside. Add up all ten years.",
        ),
        Mistake(
            "whole-surplus",
            sum(_FIRST * _GROWTH**year for year in range(_YEARS)),
            "You added up the whole surpluses. Only a tenth of each goes into the reserve.",
        ),
        Mistake(
            "eleven-years",
            sum(_FIRST * _GROWTH**year * _PERCENT / 100 for year in range(_YEARS + 1)),
            "One year too many: `range(10)` runs ten times.",
        ),
        Mistake(
            "tenth-of-the-last-year",
            _FIRST * _GROWTH**_YEARS * _PERCENT / 100,
            "That is what one later year would put aside. Add up what each of the ten years "
            "puts aside.",
        ),
        Mistake(
            "percent-not-divided",
            sum(_FIRST * _GROWTH**year * _PERCENT for year in range(_YEARS)),
            "Ten per cent is 10 of 100. Divide by 100.",
        ),
        Mistake(
            "nine-years",
            sum(_FIRST * _GROWTH**year * _PERCENT / 100 for year in range(_YEARS - 1)),
            "One year is missing: count ten years, from the first to the tenth.",
        ),
    ],
    hints=[
        "How much goes into the reserve in the first year? And in the second?",
        "The first year gives 20,000 pesos, the second 21,000. Each year gives 5 % more.",
        "Begin with `surplus = 200_000` and `reserve_ten_years = 0`. Ten times: add "
        "`surplus * 10 / 100` to the reserve, then `surplus = surplus * 1.05`.",
    ],
)

# --- 2. When a cooperative closes ----------------------------------------------------------------

who_gets_reserve = Exercise(
    kind="choice",
    points=1,
    outcome="M8.3",
    read="reading#first-the-funds-then-the-members",
    answer="c",
    options={
        "a": "The members, each the same amount.",
        "b": "The members, by the shares that they hold.",
        "c": "Not the members: a federation or union, or the community where the cooperative "
        "worked.",
        "d": "The members who bought most, because they paid too much.",
    },
    mistakes=[
        Mistake(
            "members-equally",
            "a",
            "Equal parts sound fair, but members of many years built this fund, and most of them "
            "have left. The law does not share it out.",
        ),
        Mistake(
            "by-shares",
            "b",
            "Shares are paid back as shares. The reserve never belonged to anyone's shares.",
        ),
        Mistake(
            "by-use",
            "d",
            "What was paid too much comes back as a refund each year. "
            "The reserve is the part that members gave up for good.",
        ),
    ],
    hints=[
        "The reserve was put aside over many years. By whom? Are they all still members?",
        "Look at the table of the funds: what does it say about the reserve when a "
        "cooperative closes?",
        "It is never shared out among members. One answer names somebody else.",
    ],
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


def _draw_lay_out(rng: Random) -> dict[str, Any]:
    return {
        "surplus": 1_000 * rng.randint(50, 5_000),
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
        {"surplus": 80_000, "percents": [20, 5]},
        {"surplus": -40_000, "percents": [10, 10, 3, 7]},
    ],
    edges=[
        {"surplus": -1, "percents": [10, 3]},
        {"surplus": 0, "percents": [10, 10, 3, 7]},
        {"surplus": 90_000, "percents": [100]},
        {"surplus": 60_000, "percents": []},
    ],
    edges_about="a year with a loss or with no surplus at all, or an unusual list of funds",
    draw=_draw_lay_out,
    mistakes=[
        Mistake(
            "percent-of-the-rest",
            _of_the_rest,
            "You took each percentage of what was left over. "
            "The law means a percentage of the whole surplus, every time.",
        ),
        Mistake(
            "rest-and-loss",
            lambda surplus, percents: (
                _of_the_rest(surplus, percents)
                if surplus > 0
                else [*(-part for part in _of_the_rest(-surplus, percents))]
            ),
            "You took each percentage of what was left over, and the law means the whole surplus, "
            "every time. And in a year of loss every value is 0.",
        ),
        Mistake(
            "funds-together",
            lambda surplus, percents: [
                *_lay_out(surplus, percents)[:-1],
                sum(_lay_out(surplus, percents)[:-1]),
            ],
            "Your last value is what the funds get together. "
            "The members get the surplus less that.",
        ),
        Mistake(
            "members-missing",
            lambda surplus, percents: _lay_out(surplus, percents)[:-1],
            "The last value is missing: what is left for the members.",
        ),
        Mistake(
            "members-get-all",
            lambda surplus, percents: [*_lay_out(surplus, percents)[:-1], max(0, surplus)],
            "The members get what is left after the funds, not the whole surplus again.",
        ),
        Mistake(
            "shares-out-a-loss",
            lambda surplus, percents: [
                *(surplus * percent / 100 for percent in percents),
                surplus - sum(surplus * percent / 100 for percent in percents),
            ],
            "In a year of loss there is nothing to share out, and nobody is asked to pay in. "
            "Every value is 0.",
        ),
        Mistake(
            "percent-not-divided",
            lambda surplus, percents: [
                *(max(0, surplus) * percent for percent in percents),
                max(0, surplus) * (1 - sum(percents)),
            ],
            "Ten per cent is 10 of 100. Divide by 100.",
        ),
        Mistake(
            "percents-as-given",
            lambda surplus, percents: [*percents, 100 - sum(percents)],
            "These are still percentages. Turn each into pesos: `surplus * percent / 100`.",
        ),
    ],
    hints=[
        "Ten per cent of what? Read the line above the example by hand once more.",
        "Fill a list in a loop: append `surplus * percent / 100` for each percentage. "
        "After the loop append what is left.",
        "First of all: `if surplus < 0:` and, moved in, `surplus = 0`. After the loop: "
        "`parts.append(surplus - sum(parts))`, then return `parts`.",
    ],
)

# --- 4. Which capital counts ---------------------------------------------------------------------


def _draw_average(rng: Random) -> dict[str, Any]:
    start = 500 * rng.randint(1, 40)
    by_month = [start]
    for _ in range(11):
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
        {"by_month": [9_000, 10_500, 8_000, 8_500]},
    ],
    edges=[
        {"by_month": [4_000]},
        {"by_month": [24_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]},
        {"by_month": [3_000, 1_000, 2_000]},
    ],
    edges_about="a cooperative that is younger than a year, or a member who took capital out",
    draw=_draw_average,
    mistakes=[
        Mistake(
            "as-given",
            lambda by_month: by_month[-1],
            "The code still gives the last month. A member who came in December would get "
            "the interest of a whole year.",
        ),
        Mistake(
            "sum-not-average",
            lambda by_month: sum(by_month),
            "That is the sum of all months. Divide it by the number of months.",
        ),
        Mistake(
            "always-twelve",
            lambda by_month: sum(by_month) / 12,
            "Not every list has twelve months. `len(by_month)` counts them for you.",
        ),
        Mistake(
            "last-month-divided",
            lambda by_month: by_month[-1] / len(by_month),
            "You divided the last month. The sum of all the months is in `total`.",
        ),
        Mistake(
            "first-month-only",
            lambda by_month: by_month[0] / len(by_month),
            "Only the first month is counted. Does the `return` stand inside the loop? "
            "It belongs after it, without the extra spaces.",
        ),
        Mistake(
            "first-and-last",
            lambda by_month: (by_month[0] + by_month[-1]) / 2,
            "First and last month do not tell what happened in between. Use all the months.",
        ),
        Mistake(
            "largest-month",
            lambda by_month: max(by_month),
            "That is the month with the most capital. The others count too.",
        ),
    ],
    hints=[
        "The loop has added up all the months. What makes an average out of a sum?",
        "Divide the total by the number of months.",
        "Let the last line return `total`, divided by `len(by_month)`.",
    ],
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
            "capital": [6_000, 3_000, 1_000],
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
    edges_about="a member without shares or without purchases, or an empty pool",
    draw=_draw_take_home,
    mistakes=[
        Mistake(
            "equal-heads",
            lambda capital, patronage, interest_pool, refund_pool: (
                [(interest_pool + refund_pool) / len(capital)] * len(capital)
            ),
            "You gave everyone the same. That can be a fair rule, but these two pools go by "
            "shares and by use.",
        ),
        Mistake(
            "all-by-capital",
            lambda capital, patronage, interest_pool, refund_pool: [
                held / sum(capital) * (interest_pool + refund_pool) for held in capital
            ],
            "You shared the refunds by capital as well. A refund follows what a member bought.",
        ),
        Mistake(
            "all-by-use",
            lambda capital, patronage, interest_pool, refund_pool: [
                bought / sum(patronage) * (interest_pool + refund_pool) for bought in patronage
            ],
            "You shared the interest by use as well. Interest follows the shares that she holds.",
        ),
        Mistake(
            "pools-exchanged",
            lambda capital, patronage, interest_pool, refund_pool: _take_home(
                capital, patronage, refund_pool, interest_pool
            ),
            "The two pools are exchanged: interest belongs to capital, refunds to patronage.",
        ),
        Mistake(
            "no-rates",
            lambda capital, patronage, interest_pool, refund_pool: [
                held * interest_pool + bought * refund_pool
                for held, bought in zip(capital, patronage, strict=True)
            ],
            "You multiplied by the whole pools. Multiply by the rates: "
            "a pool divided by all the capital, or by all the patronage.",
        ),
        Mistake(
            "rates-upside-down",
            lambda capital, patronage, interest_pool, refund_pool: [
                held * sum(capital) / interest_pool + bought * sum(patronage) / refund_pool
                for held, bought in zip(capital, patronage, strict=True)
            ],
            "Your rates are upside down. A rate is the pool, divided by the sum of all members.",
        ),
        Mistake(
            "one-pot",
            lambda capital, patronage, interest_pool, refund_pool: [
                (held + bought) * (interest_pool + refund_pool) / (sum(capital) + sum(patronage))
                for held, bought in zip(capital, patronage, strict=True)
            ],
            "You mixed both pools in one pot. Each has a rate of its own: one for shares, "
            "one for purchases.",
        ),
        Mistake(
            "interest-only",
            lambda capital, patronage, interest_pool, refund_pool: [
                held / sum(capital) * interest_pool for held in capital
            ],
            "The refunds are missing. Add each member's refund to her interest.",
        ),
        Mistake(
            "refund-only",
            lambda capital, patronage, interest_pool, refund_pool: [
                bought / sum(patronage) * refund_pool for bought in patronage
            ],
            "The interest is missing. Add each member's interest to her refund.",
        ),
    ],
    hints=[
        "How many pesos of interest does one peso of shares get? And one peso of purchases?",
        "The rates are `interest_pool / sum(capital)` and `refund_pool / sum(patronage)`.",
        "Loop with `for place in range(len(capital)):` and append "
        "`capital[place] * interest_rate + patronage[place] * refund_rate`.",
    ],
)

# --- 6. The cap ----------------------------------------------------------------------------------


def _apply_cap(
    interest_rate: float, refund_pool: float, patronage: float, times: float = 2
) -> list[float]:
    paid = min(refund_pool, times * interest_rate * patronage)
    return [paid, refund_pool - paid]


def _draw_cap(rng: Random) -> dict[str, Any]:
    interest_rate = rng.randint(2, 12) / 100
    patronage = 1_000 * rng.randint(50, 900)
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
    answer=lambda interest_rate, refund_pool, patronage: _apply_cap(
        interest_rate, refund_pool, patronage
    ),
    examples=[
        {"interest_rate": 0.05, "refund_pool": 30_000, "patronage": 200_000},
        {"interest_rate": 0.06, "refund_pool": 9_000, "patronage": 100_000},
        {"interest_rate": 0.03, "refund_pool": 8_000, "patronage": 100_000},
    ],
    edges=[
        {"interest_rate": 0, "refund_pool": 12_000, "patronage": 80_000},
        {"interest_rate": 0.04, "refund_pool": 0, "patronage": 80_000},
        {"interest_rate": 0.05, "refund_pool": 10_000, "patronage": 100_000},
    ],
    edges_about="a year without interest, without refunds, or exactly at the cap",
    draw=_draw_cap,
    mistakes=[
        Mistake(
            "excess-lost",
            lambda interest_rate, refund_pool, patronage: [
                _apply_cap(interest_rate, refund_pool, patronage)[0],
                0,
            ],
            "Money is missing in your answer. What the cap cuts off goes to the reserve: "
            "the two amounts together are the pool.",
        ),
        Mistake(
            "never-capped",
            lambda interest_rate, refund_pool, patronage: [refund_pool, 0],
            "You paid out the whole pool. Compare its rate with twice the interest rate first.",
        ),
        Mistake(
            "cap-is-one-time",
            lambda interest_rate, refund_pool, patronage: _apply_cap(
                interest_rate, refund_pool, patronage, 1
            ),
            "Your refund rate is at most the interest rate. The rule allows twice as much.",
        ),
        Mistake(
            "always-at-the-cap",
            lambda interest_rate, refund_pool, patronage: [
                2 * interest_rate * patronage,
                refund_pool - 2 * interest_rate * patronage,
            ],
            "The cap is a most, not a must. Where the pool is smaller than the cap allows, "
            "pay out the pool.",
        ),
        Mistake(
            "larger-of-the-two",
            lambda interest_rate, refund_pool, patronage: [
                max(refund_pool, 2 * interest_rate * patronage),
                refund_pool - max(refund_pool, 2 * interest_rate * patronage),
            ],
            "You paid the larger of the two. What is paid may be neither more than the pool nor "
            "more than the cap allows: take the smaller, with `min`.",
        ),
        Mistake(
            "rate-for-pesos",
            lambda interest_rate, refund_pool, patronage: [
                min(refund_pool / patronage, 2 * interest_rate),
                refund_pool - min(refund_pool / patronage, 2 * interest_rate),
            ],
            "Your first value is a rate. Multiply it by `patronage`: then it is pesos.",
        ),
        Mistake(
            "exchanged",
            lambda interest_rate, refund_pool, patronage: _apply_cap(
                interest_rate, refund_pool, patronage
            )[::-1],
            "The two amounts are exchanged: first what is paid as refunds, then what goes to "
            "the reserve.",
        ),
        Mistake(
            "cap-on-the-pool",
            lambda interest_rate, refund_pool, patronage: [
                min(refund_pool, 2 * interest_rate * refund_pool),
                refund_pool - min(refund_pool, 2 * interest_rate * refund_pool),
            ],
            "You took the rate of the pool. A refund rate is a part of what members bought: "
            "multiply it by `patronage`.",
        ),
    ],
    hints=[
        "What is the most that may be paid on purchases of this size?",
        "The most is `2 * interest_rate * patronage`. Paid is the smaller of that and the pool.",
        "`paid = min(refund_pool, 2 * interest_rate * patronage)`, then return "
        "`[paid, refund_pool - paid]`.",
    ],
)

# --- 7. Split it exactly -------------------------------------------------------------------------


def _hand_out(parts: list[int], left: int, first: int = 0) -> list[int]:
    """One centavo more for each place from ``first`` on; IndexError where there are too few."""
    for place in range(first, first + left):
        parts[place] += 1
    return parts


def _one_by_one(parts: list[int], centavos: int, first: int = 0) -> list[int]:
    return _hand_out(parts, centavos - sum(parts), first)


def _split(centavos: int, weights: list[int]) -> list[int]:
    return _one_by_one([centavos * weight // sum(weights) for weight in weights], centavos)


def _all_left_to(centavos: int, weights: list[int], place: int) -> list[int]:
    parts = [centavos * weight // sum(weights) for weight in weights]
    parts[place] += centavos - sum(parts)
    return parts


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
        {"centavos": 10, "weights": [3, 1]},
    ],
    edges=[
        {"centavos": 777, "weights": [9]},
        {"centavos": 0, "weights": [4, 5, 6]},
        {"centavos": 2, "weights": [1, 1, 1, 1, 1]},
        {"centavos": 1_000, "weights": [1, 0, 2]},
    ],
    edges_about="a single member, nothing to share, or fewer centavos than members",
    draw=_draw_split,
    mistakes=[
        Mistake(
            "centavos-lost",
            lambda centavos, weights: [centavos * weight // sum(weights) for weight in weights],
            "Your parts do not add up to the amount: some centavos are in nobody's hands. "
            "Hand out what is left, one by one, from the first on.",
        ),
        Mistake(
            "all-to-the-last",
            lambda centavos, weights: _all_left_to(centavos, weights, -1),
            "All that was left went to the last on the list, as in module 4. "
            "Here it goes one by one to the first.",
        ),
        Mistake(
            "all-to-the-first",
            lambda centavos, weights: _all_left_to(centavos, weights, 0),
            "The first on the list got everything that was left. Each of the first gets one "
            "centavo, until nothing is left.",
        ),
        Mistake(
            "begins-with-the-second",
            lambda centavos, weights: _one_by_one(
                [centavos * weight // sum(weights) for weight in weights], centavos, first=1
            ),
            "Places are counted from 0. Yours begin at 1, so the second on the list came first: "
            "write `range(left)`.",
        ),
        Mistake(
            "one-more-for-all",
            lambda centavos, weights: [centavos * weight // sum(weights) + 1 for weight in weights],
            "Everyone got one centavo more. Only as many are left as `centavos - sum(parts)`: "
            "loop with `range(left)`.",
        ),
        Mistake(
            "remainder-of-the-division",
            lambda centavos, weights: _hand_out(
                [centavos * weight // sum(weights) for weight in weights], centavos % sum(weights)
            ),
            "`centavos % sum(weights)` is not what is left here. "
            "Take off what you gave out: `left = centavos - sum(parts)`.",
        ),
        Mistake(
            "divides-first-and-hands-out",
            lambda centavos, weights: _one_by_one(
                [centavos // sum(weights) * weight for weight in weights], centavos
            ),
            "You divided before you multiplied, so too much was left. "
            "Write `centavos * weight // sum(weights)`.",
        ),
        Mistake(
            "equal-split",
            lambda centavos, weights: _split(centavos, [1] * len(weights)),
            "You gave everyone the same. Share by the weights.",
        ),
        Mistake(
            "each-rounded",
            lambda centavos, weights: [
                round(centavos * weight / sum(weights)) for weight in weights
            ],
            "Each part is rounded for itself, so together they may be too much or too little. "
            "Round down with `//` and hand out what is left.",
        ),
        Mistake(
            "not-rounded",
            lambda centavos, weights: [centavos * weight / sum(weights) for weight in weights],
            "There is no part of a centavo. Divide with `//`, and hand out what is left.",
        ),
        Mistake(
            "divides-first",
            lambda centavos, weights: [centavos // sum(weights) * weight for weight in weights],
            "You divided before you multiplied, so the fraction was dropped too early. "
            "Write `centavos * weight // sum(weights)`, then hand out what is left.",
        ),
    ],
    hints=[
        "Round every part down first. How many centavos are then left?",
        "`left = centavos - sum(parts)`. There are always fewer than there are members.",
        "After the first loop: `for place in range(left):` and, moved in, "
        "`parts[place] = parts[place] + 1`.",
    ],
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


four_rules = Exercise(
    kind="table",
    points=3,
    edge_points=1,
    outcome="M8.3",
    read="reading#four-rules-for-the-same-million",
    unit="pesos",
    tolerance=0.005,
    answer=lambda surplus: _rules(max(0, surplus), _KEPT),
    examples=[{"surplus": 1_000_000}, {"surplus": -250_000}],
    edges=[{"surplus": 0}, {"surplus": -1}, {"surplus": 0.5}],
    edges_about="a year with a loss, or with no surplus at all",
    draw=lambda rng: {"surplus": 500 * rng.randint(20, 9_000)},
    mistakes=[
        Mistake(
            "keeps-of-a-loss",
            lambda surplus: _rules(surplus, _KEPT),
            "Right in a good year. In a year of loss nothing is shared out: "
            "both columns are 0 then.",
        ),
        Mistake(
            "kept-and-free-exchanged",
            lambda surplus: _rules(max(0, surplus), _KEPT).rename(
                columns={"kept": "free", "free": "kept"}
            ),
            "The two columns are exchanged: `kept` is what the rule takes, `free` what remains.",
        ),
        Mistake(
            "free-is-all",
            lambda surplus: _rules(max(0, surplus), _KEPT).assign(free=max(0, surplus)),
            "What is kept cannot be decided on any more. Take it off the surplus.",
        ),
        Mistake(
            "one-rule-after-the-other",
            _rules_of_the_rest,
            "You let the second rule work on what the first one left. "
            "Each rule looks at the whole surplus: they are four different places.",
        ),
        Mistake(
            "percents-as-given",
            lambda surplus: _rules(100, _KEPT),
            "These are still percentages. Turn each into pesos: `surplus * percents[name] / 100`.",
        ),
        Mistake(
            "percent-not-divided",
            lambda surplus: _rules(max(0, surplus) * 100, _KEPT).assign(
                free=lambda table: max(0, surplus) - table["kept"]
            ),
            "Thirteen per cent is 13 of 100. Divide by 100.",
        ),
    ],
    hints=[
        "For one rule alone: how many pesos are kept, and how many are free?",
        "`kept = surplus * percents[name] / 100`, and free is the rest.",
        'First `if surplus < 0:` with `surplus = 0` moved in. In the loop append `{"rule": name, '
        '"kept": kept, "free": surplus - kept}` to `rows`.',
    ],
)
