"""The key of module 6: what is right, what is wrong and why."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pandas as pd

from solidarity.check import Exercise, Mistake

# --- 1. The premium of a harvest -----------------------------------------------------------------

premium_fund = Exercise(
    kind="number",
    points=1,
    outcome="M6.4",
    read="reading#a-floor-and-a-premium",
    unit="dollars",
    relative_tolerance=0.01,
    answer=250 * 1_000 * 0.08,
    mistakes=[
        Mistake(
            "tonnes-as-kilos",
            250 * 0.08,
            "You multiplied tonnes by the premium for a kilogram. "
            "Turn the tonnes into kilograms first.",
        ),
        Mistake(
            "tonne-is-a-hundred",
            250 * 100 * 0.08,
            "You counted 100 kilograms for a tonne. A tonne is 1,000 kilograms.",
        ),
        Mistake(
            "cents-as-dollars",
            250 * 1_000 * 8,
            "You counted 8 dollars for a kilogram. It is 8 cents: 0.08 dollars.",
        ),
        Mistake(
            "one-tonne-only",
            1_000 * 0.08,
            "That is the premium of a single tonne. There are 250 of them.",
        ),
        Mistake(
            "kilos-not-dollars",
            250 * 1_000,
            "That is how many kilograms are sold. Each of them brings 0.08 dollars.",
        ),
        Mistake(
            "divided",
            250 * 1_000 / 0.08,
            "You divided by the premium. Every kilogram brings 0.08 dollars, so multiply.",
        ),
    ],
    hints=[
        "The premium is paid for each kilogram. How many kilograms are there?",
        "A tonne is 1,000 kilograms, so there are `250 * 1_000` of them.",
        "Multiply the kilograms by 0.08.",
    ],
)

# --- 2. Mark-up and margin -----------------------------------------------------------------------

same_pair = Exercise(
    kind="choice",
    points=1,
    outcome="M6.2",
    read="reading#mark-up-and-margin",
    answer={"a", "c", "e"},
    options={
        "a": "a mark-up of 25 %, a margin of 20 %",
        "b": "a mark-up of 50 %, a margin of 50 %",
        "c": "a mark-up of 100 %, a margin of 50 %",
        "d": "a mark-up of 20 %, a margin of 25 %",
        "e": "a mark-up of 300 %, a margin of 75 %",
    },
    mistakes=[
        Mistake(
            "judges-a-wrongly",
            "a",
            "Look at a again. Buy for 20 and sell for 25: "
            "the 5 on top are which part of 20, and which part of 25?",
        ),
        Mistake(
            "same-number-for-both",
            "b",
            "Look at b again. Buy for 20 and put a half on top: you sell for 30. "
            "Are the 10 on top half of 30?",
        ),
        Mistake(
            "judges-c-wrongly",
            "c",
            "Look at c again. To put 100 % on top is to double. "
            "Which part of a doubled price was put on top?",
        ),
        Mistake(
            "bases-exchanged",
            "d",
            "Look at d again. The mark-up is a part of the cost, the margin a part of the price. "
            "The price is larger, so the margin cannot be the larger part.",
        ),
        Mistake(
            "more-than-all-seems-impossible",
            "e",
            "Look at e again. A mark-up may be more than 100 %: buy for 10, sell for 40. "
            "Which part of 40 are the 30 on top?",
        ),
    ],
    hints=[
        "Take a cost of 100 pesos in each line. What is the price after the mark-up?",
        "The margin is the amount on top, divided by that price.",
        "With a mark-up of 25 % the price is 125, and `25 / 125` is 20 %. "
        "Do the same for the others.",
    ],
)

# --- 3. The producer share -----------------------------------------------------------------------


def _share(farm_price: float, yield_rate: float, retail_price: float) -> float:
    return farm_price / yield_rate / retail_price


def _draw_share(rng: Random) -> dict[str, Any]:
    return {
        "farm_price": round(rng.uniform(8, 25), 2),
        "yield_rate": round(rng.uniform(0.5, 0.9), 3),
        "retail_price": round(rng.uniform(40, 90), 2),
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
    ],
    edges=[
        {"farm_price": 49, "yield_rate": 1, "retail_price": 70},
        {"farm_price": 2.5, "yield_rate": 0.1, "retail_price": 80},
        {"farm_price": 30, "yield_rate": 0.6, "retail_price": 40},
    ],
    edges_about="a product that loses no weight, or nearly all, or a shop that sells at a loss",
    draw=_draw_share,
    mistakes=[
        Mistake(
            "forgets-weight-loss",
            lambda farm_price, yield_rate, retail_price: farm_price / retail_price,
            "You compared a kilogram of paddy with a kilogram of rice. "
            "It takes more than one kilogram of paddy: divide the farm price by the yield first.",
        ),
        Mistake(
            "weight-the-wrong-way",
            lambda farm_price, yield_rate, retail_price: farm_price * yield_rate / retail_price,
            "You multiplied by the yield, so the paddy got cheaper. "
            "A kilogram of rice needs more than one kilogram of paddy: divide by the yield.",
        ),
        Mistake(
            "pesos-not-a-share",
            lambda farm_price, yield_rate, retail_price: farm_price / yield_rate,
            "That is what the grower gets in pesos for one kilogram of rice. "
            "Divide it by the retail price.",
        ),
        Mistake(
            "what-the-others-get",
            lambda farm_price, yield_rate, retail_price: (
                1 - _share(farm_price, yield_rate, retail_price)
            ),
            "That is the part of all the others. The grower's part is what is left of 1.",
        ),
        Mistake(
            "upside-down",
            lambda farm_price, yield_rate, retail_price: (
                1 / _share(farm_price, yield_rate, retail_price)
            ),
            "You divided the retail price by the grower's pesos. A part of the retail price is "
            "the pesos divided by the retail price.",
        ),
        Mistake(
            "in-percent",
            lambda farm_price, yield_rate, retail_price: (
                100 * _share(farm_price, yield_rate, retail_price)
            ),
            "Your answer is in percent. The function should give 0.74 for 74 %.",
        ),
    ],
    hints=[
        "How many kilograms of paddy are in one kilogram of rice, if half of the weight is lost?",
        "One kilogram of rice holds `1 / yield_rate` kilograms of paddy. What does the grower get "
        "for them?",
        "Divide the farm price by the yield, and what comes out by the retail price. "
        "Begin with `return farm_price /`, and go on.",
    ],
)

# --- 4. Fair-trade terms -------------------------------------------------------------------------


def _paid(farmers: float, fund: float) -> dict[str, float]:
    return {"farmers": farmers, "fund": fund}


def _draw_terms(rng: Random) -> dict[str, Any]:
    floor = round(rng.uniform(1, 3), 2)
    return {
        "kilos": 100 * rng.randint(2, 90),
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
        {"kilos": 2_000, "market": 0.60, "floor": 0, "premium": 0.08},
    ],
    edges=[
        {"kilos": 500, "market": 4.00, "floor": 4.00, "premium": 0.50},
        {"kilos": 300, "market": 2.00, "floor": 3.00, "premium": 0},
        {"kilos": 0, "market": 2.00, "floor": 3.00, "premium": 0.2},
    ],
    edges_about="a market exactly at the floor, no premium, or nothing sold",
    draw=_draw_terms,
    mistakes=[
        Mistake(
            "the-lower-price",
            lambda kilos, market, floor, premium: _paid(
                kilos * min(market, floor), kilos * premium
            ),
            "You took the lower of the two prices. The floor holds the price up: take `max`.",
        ),
        Mistake(
            "floor-always",
            lambda kilos, market, floor, premium: _paid(kilos * floor, kilos * premium),
            "You always paid the floor. When the market is higher, growers get the market price.",
        ),
        Mistake(
            "floor-forgotten",
            lambda kilos, market, floor, premium: _paid(kilos * market, kilos * premium),
            "You always paid the market price. When the floor is higher, growers get the floor.",
        ),
        Mistake(
            "both-of-one-kilo",
            lambda kilos, market, floor, premium: _paid(max(market, floor), premium),
            "Both amounts are those of one kilogram. Multiply each by the kilograms sold.",
        ),
        Mistake(
            "premium-as-a-part",
            lambda kilos, market, floor, premium: _paid(
                kilos * max(market, floor), kilos * max(market, floor) * premium
            ),
            "You took the premium as a part of the price. It is an amount for each kilogram.",
        ),
        Mistake(
            "floor-on-top",
            lambda kilos, market, floor, premium: _paid(kilos * (market + floor), kilos * premium),
            "You added the floor to the market price. Only one of the two is paid, the higher one.",
        ),
        Mistake(
            "premium-to-people",
            lambda kilos, market, floor, premium: _paid(kilos * (max(market, floor) + premium), 0),
            "You gave the premium to the farmers one by one. It goes to the common fund, "
            "and they decide on it together.",
        ),
        Mistake(
            "premium-twice",
            lambda kilos, market, floor, premium: _paid(
                kilos * (max(market, floor) + premium), kilos * premium
            ),
            "You counted the premium twice: once for the farmers and once for the fund. "
            "It goes to the fund alone.",
        ),
        Mistake(
            "premium-only-in-bad-years",
            lambda kilos, market, floor, premium: _paid(
                kilos * max(market, floor), kilos * premium if market < floor else 0
            ),
            "You paid the premium only while the market is low. It is paid in good years too.",
        ),
        Mistake(
            "fund-of-one-kilo",
            lambda kilos, market, floor, premium: _paid(kilos * max(market, floor), premium),
            "Your fund holds the premium of one kilogram. It is paid for every kilogram.",
        ),
    ],
    hints=[
        "Two amounts leave the buyer's hand. Which one depends on the market, and which does not?",
        "The farmers get `kilos * max(market, floor)`.",
        "The fund gets `kilos * premium`. Return both: "
        '`{"farmers": kilos * max(market, floor), "fund": kilos * premium}`.',
    ],
)

# --- 5. Mark-ups on mark-ups ---------------------------------------------------------------------


def _climb(farm_price: float, markups: list[float], step: Callable[[float, float], float]) -> float:
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
    answer=lambda farm_price, markups: _climb(farm_price, markups, lambda p, m: p + p * m),
    examples=[
        {"farm_price": 100, "markups": [0.5, 0.2]},
        {"farm_price": 20, "markups": [0.25, 0.1, 0.3]},
    ],
    edges=[
        {"farm_price": 40, "markups": []},
        {"farm_price": 40, "markups": [0, 0.5]},
        {"farm_price": 40, "markups": [0.5, -0.2]},
    ],
    edges_about="a farmer who sells at her own gate, or a shop that sells at a loss",
    draw=_draw_markups,
    mistakes=[
        Mistake(
            "as-given",
            lambda farm_price, markups: _climb(
                farm_price, markups, lambda p, m: p + farm_price * m
            ),
            "The code still takes every mark-up on the farm price. "
            "Each link puts its mark-up on what it paid itself: on `price`.",
        ),
        Mistake(
            "only-what-is-on-top",
            lambda farm_price, markups: _climb(farm_price, markups, lambda p, m: p * m),
            "You keep only what is put on top, and lose the cost below it. "
            "The new price is the old price and the mark-up on it.",
        ),
        Mistake(
            "back-to-the-farm-price",
            lambda farm_price, markups: _climb(
                farm_price, markups, lambda p, m: farm_price + p * m
            ),
            "The mark-up is taken on `price`, but put on top of the farm price. "
            "It is put on top of `price` too.",
        ),
        Mistake(
            "part-added-as-pesos",
            lambda farm_price, markups: farm_price + sum(markups),
            "You added 0.5 pesos for 50 %. The mark-up is a part of the price: multiply first.",
        ),
        Mistake(
            "taken-off",
            lambda farm_price, markups: _climb(farm_price, markups, lambda p, m: p - p * m),
            "You take the mark-up off. It is put on top: `+`, not `-`.",
        ),
        Mistake(
            "markup-as-margin",
            lambda farm_price, markups: _climb(farm_price, markups, lambda p, m: p / (1 - m)),
            "You treated the mark-up as a margin. A mark-up is a part of the cost: "
            "multiply, and do not divide.",
        ),
        Mistake(
            "as-percent",
            lambda farm_price, markups: _climb(farm_price, markups, lambda p, m: p + p * m / 100),
            "You divided by 100. The mark-ups come as parts already: 0.5 is 50 %.",
        ),
        Mistake(
            "first-link-only",
            lambda farm_price, markups: farm_price + farm_price * markups[0] if markups else None,
            "Your function stops after the first link. `return` must stand after the loop, "
            "not inside it.",
        ),
    ],
    hints=[
        "The mill buys for 100 and sells for 150. What does the shop pay, 100 or 150?",
        "In the loop, `price` is what this link pays. Its mark-up is a part of that.",
        "Put `price` in the place of `farm_price` in the line inside the loop.",
    ],
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
        {"fixed": 600_000, "price": 19_000, "variable": 20_000},
        {"fixed": 600_000, "price": 20_000, "variable": 20_000},
    ],
    edges=[
        {"fixed": 0, "price": 23_000, "variable": 20_000},
        {"fixed": 50_000, "price": 500, "variable": 0},
        {"fixed": 0, "price": 10_000, "variable": 10_000},
    ],
    edges_about="a mill without fixed costs, or one that mills for nothing",
    draw=_draw_break_even,
    mistakes=[
        Mistake(
            "divides-by-price",
            _unless_never(lambda fixed, price, variable: fixed / price),
            "You divided by the whole price. Of each tonne only what is left after its own cost "
            "can pay for the fixed cost: `price - variable`.",
        ),
        Mistake(
            "divides-by-the-cost",
            _unless_never(lambda fixed, price, variable: fixed / variable if variable else None),
            "You divided by what a tonne costs. Divide by what a tonne leaves: `price - variable`.",
        ),
        Mistake(
            "adds-the-cost",
            _unless_never(lambda fixed, price, variable: fixed / (price + variable)),
            "You added the cost of a tonne to its price. The cost has to be taken off.",
        ),
        Mistake(
            "brackets-missing",
            _unless_never(lambda fixed, price, variable: fixed / price - variable),
            "Python divides before it subtracts. Put brackets around `price - variable`.",
        ),
        Mistake(
            "never-says-none",
            lambda fixed, price, variable: fixed / (price - variable),
            "Right where a tonne leaves something. Where it leaves nothing, no number of tonnes "
            "is enough: ask first with `if price <= variable:` and return `None`.",
        ),
        Mistake(
            "forgets-the-equal-case",
            lambda fixed, price, variable: None if price < variable else fixed / (price - variable),
            "Price and cost may be the same. Then a tonne leaves nothing either: "
            "ask with `<=`, not with `<`.",
        ),
        Mistake(
            "always-none",
            lambda fixed, price, variable: None,
            "Your function always gives `None`. The last `return` may stand too far to the right, "
            "below the `if`: set it back, so that it stands under the word `if`.",
        ),
        Mistake(
            "asks-the-other-way",
            lambda fixed, price, variable: (
                None if price >= variable else fixed / (price - variable)
            ),
            "Your question is turned round: `None` belongs where the price is at most the cost. "
            "Ask with `<=`.",
        ),
        Mistake(
            "upside-down",
            _unless_never(
                lambda fixed, price, variable: (price - variable) / fixed if fixed else None
            ),
            "You divided what a tonne leaves by the fixed cost. Divide the fixed cost by it.",
        ),
        Mistake(
            "nothing-for-never",
            lambda fixed, price, variable: 0 if price <= variable else fixed / (price - variable),
            "To give 0 would mean that it pays from the first day. It never pays: return `None`.",
        ),
        Mistake(
            "a-word-for-none",
            lambda fixed, price, variable: (
                "None" if price <= variable else fixed / (price - variable)
            ),
            "You give a text where `None` is asked. Leave out the quotation marks.",
        ),
        Mistake(
            "whole-tonnes-only",
            _unless_never(lambda fixed, price, variable: fixed // (price - variable)),
            "Two strokes `//` throw away what is behind the point. Use one stroke: `/`.",
        ),
    ],
    hints=[
        "What does one more tonne leave, after the paddy and the milling of it are paid?",
        "How many times must that be earned until the fixed cost is paid? Divide.",
        "Begin with `if price <= variable:` and `return None`. Below it, set back under the word "
        "`if`, write `return fixed / (price - variable)`.",
    ],
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


def _draw_chain(rng: Random) -> dict[str, Any]:
    prices, price = [], 0
    for _ in range(rng.randint(3, 6)):
        price += rng.randint(4, 25)
        prices.append(price)
    return {"prices": prices, "bought_in": [rng.randint(1, 6) for _ in prices]}


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
        {"prices": [28, 33, 41, 50], "bought_in": [9, 1, 3, 2]},
    ],
    edges=[
        {"prices": [15], "bought_in": [4]},
        {"prices": [20, 22, 30], "bought_in": [5, 6, 1]},
        {"prices": [20, 30], "bought_in": [0, 0]},
    ],
    edges_about="a chain of one link, a link that loses money, or one that buys nothing in",
    draw=_draw_chain,
    mistakes=[
        Mistake(
            "margin-is-not-value-added",
            lambda prices, bought_in: _added(prices, bought_in, lambda p, paid, b: p - paid),
            "You forgot what each link buys in from outside. "
            "Fuel and sacks were made by others: take `bought_in` off as well.",
        ),
        Mistake(
            "forgets-what-it-paid",
            lambda prices, bought_in: _added(prices, bought_in, lambda p, paid, b: p - b),
            "You counted the whole price for each link, so the paddy is counted again and again. "
            "Take off what the link paid to the one before it.",
        ),
        Mistake(
            "adds-what-was-bought",
            lambda prices, bought_in: _added(prices, bought_in, lambda p, paid, b: p - paid + b),
            "You added what was bought in. It went to others, so it has to be taken off.",
        ),
        Mistake(
            "first-link-left-out",
            lambda prices, bought_in: _added(prices, bought_in)[1:],
            "The farm is missing. It pays nobody before it, and adds value all the same: "
            "let `paid` begin as 0.",
        ),
        Mistake(
            "farm-pays-the-shop",
            lambda prices, bought_in: [
                prices[n] - prices[n - 1] - bought for n, bought in enumerate(bought_in)
            ],
            "For the farm, `prices[place - 1]` is `prices[-1]`, the price of the shop. "
            "The farm pays nobody: let `paid` begin as 0, and use it.",
        ),
        Mistake(
            "paid-too-early",
            lambda prices, bought_in: [-bought for bought in bought_in],
            "You set `paid` to this link's own price before you take it off. "
            "Append first; `paid = prices[place]` is the last line of the loop.",
        ),
        Mistake(
            "paid-grows",
            lambda prices, bought_in: [
                price - sum(prices[:n]) - bought
                for n, (price, bought) in enumerate(zip(prices, bought_in, strict=True))
            ],
            "You added up what all links before were paid. "
            "A link pays only the one before it: `paid = prices[place]`.",
        ),
        Mistake(
            "paid-stays-nothing-but-the-first",
            lambda prices, bought_in: [
                price - (prices[0] if place else 0) - bought
                for place, (price, bought) in enumerate(zip(prices, bought_in, strict=True))
            ],
            "Every later link pays the farm price in your sums. "
            "Each pays what the link just before it gets.",
        ),
        Mistake(
            "as-parts-of-the-price",
            lambda prices, bought_in: [value / prices[-1] for value in _added(prices, bought_in)],
            "You divided by the retail price. Asked are pesos.",
        ),
    ],
    hints=[
        "What does the mill pay to the farm? What does the shop pay to the mill?",
        "Keep what the link before got in a name, `paid`. For the farm it is 0. "
        "At the end of each round of the loop: `paid = prices[place]`.",
        "In the loop: `added.append(prices[place] - paid - bought_in[place])`, "
        "and in the line below it `paid = prices[place]`.",
    ],
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
            "claims": ["pasture", "wood", "ponds"],
            "printed": [105.1, 95.1, 40],
            "computed": [100, 100, 40],
            "tolerance": 0.05,
        },
    ],
    edges=[
        {"claims": ["a"], "printed": [3.0], "computed": [2.0], "tolerance": 0.5},
        {"claims": ["a", "b"], "printed": [5.0, 6.0], "computed": [5.0, 5.0], "tolerance": 0},
        {"claims": ["a", "b"], "printed": [0.0, 9.0], "computed": [7.0, 9.1], "tolerance": 0.02},
    ],
    edges_about="a gap exactly at the limit, no tolerance at all, or a printed 0",
    draw=_draw_figures,
    mistakes=[
        Mistake(
            "rejects-everything",
            lambda *given: _checked(*given, clash=lambda g, most: g != 0),
            "You call every rounded figure a clash. Printed figures are rounded: "
            "a gap within the tolerance is none.",
        ),
        Mistake(
            "sees-only-too-much",
            lambda *given: _checked(*given, clash=lambda g, most: g > most),
            "You see only figures that are too large. One that is far too small clashes too: "
            "use `abs(gap)`.",
        ),
        Mistake(
            "tolerance-in-hectares",
            lambda *given: _checked(*given, limit=lambda p, c, t: t),
            "You compared hectares with a part. Multiply the tolerance by the computed figure.",
        ),
        Mistake(
            "tolerance-of-the-printed",
            lambda claims, printed, computed, tolerance: _checked(
                claims,
                printed,
                computed,
                tolerance,
                limit=lambda p, c, t: t * p,
            ),
            "You took the tolerance as a part of the printed figure. It is the one in doubt: "
            "take a part of the computed one.",
        ),
        Mistake(
            "always-three-percent",
            lambda *given: _checked(*given, limit=lambda p, c, t: 0.03 * c),
            "You always allow 3 %. How much is allowed comes as an input: `tolerance`.",
        ),
        Mistake(
            "clash-means-fine",
            lambda *given: _checked(*given, clash=lambda g, most: abs(g) <= most),
            "Yes and no are exchanged. A clash is `True` where the gap is larger than allowed.",
        ),
        Mistake(
            "gap-turned-round",
            lambda *given: _checked(*given, gap=lambda p, c: c - p),
            "Your gap is turned round. It is the printed figure less the computed one.",
        ),
        Mistake(
            "gap-without-sign",
            lambda *given: _checked(*given, gap=lambda p, c: abs(p - c)),
            "Your gap has lost its sign, and no longer tells too much from too little. "
            "Use `abs` only in the question about the clash.",
        ),
        Mistake(
            "gap-as-a-part",
            lambda *given: _checked(*given, gap=lambda p, c: (p - c) / c),
            "Your gap is a part of the computed figure. Asked is the difference itself.",
        ),
    ],
    hints=[
        "Do the second line by hand: 25 hectares are printed, 25.56 computed. "
        "How large is the gap, and how large may it be?",
        "In the loop: `gap = printed[place] - computed[place]`. "
        "It may be as large as `tolerance * computed[place]`.",
        "`clash = abs(gap) > tolerance * computed[place]`, and then "
        '`rows.append({"claim": claims[place], "gap": gap, "clash": clash})`.',
    ],
)
