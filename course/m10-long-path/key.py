"""The key of module 10: what is right, what is wrong and why."""

from __future__ import annotations

from math import prod
from random import Random
from typing import Any

import pandas as pd

from solidarity.check import Exercise, Mistake
from solidarity.models.plan import missing

DIMENSIONS = ["governance", "values", "people", "planet", "economy"]

# --- 1. A reserve after ten years ----------------------------------------------------------------

reserve_after_ten = Exercise(
    kind="number",
    points=1,
    outcome="M10.3",
    read="reading#a-reserve-grows-slowly",
    unit="pesos",
    tolerance=1,
    answer=sum(10_000 * 1.05**year for year in range(10)),
    mistakes=[
        Mistake(
            "no-growth",
            100_000,
            "You added ten times the same amount. The surplus grows by 5 % every year.",
        ),
        Mistake(
            "last-year-only",
            10_000 * 1.05**9,
            "That is what the tenth year adds. Add up what all ten years put in.",
        ),
        Mistake(
            "eleven-years",
            sum(10_000 * 1.05**year for year in range(11)),
            "You counted eleven years. `range(10)` gives ten of them, from 0 to 9.",
        ),
        Mistake(
            "grows-before-the-first",
            sum(10_000 * 1.05**year for year in range(1, 11)),
            "Your first year has grown already. The first year puts in 10,000.",
        ),
        Mistake(
            "whole-surplus",
            sum(100_000 * 1.05**year for year in range(10)),
            "You put the whole surplus into the reserve. Only 10 % of it goes there.",
        ),
    ],
    hints=[
        "What goes into the reserve in year 1, in year 2, in year 3?",
        "It is 10,000, then `10_000 * 1.05`, then `10_000 * 1.05 * 1.05`, ten times in all.",
        "Begin with `reserve_after_ten = 0`. In a loop over `range(10)`, add "
        "`10_000 * 1.05 ** year` to it in every round.",
    ],
)

# --- 2. Two ratios -------------------------------------------------------------------------------

two_ratios = Exercise(
    kind="choice",
    points=1,
    outcome="M10.2",
    read="reading#what-is-it-worth",
    answer="c",
    options={
        "a": "Each dollar does more good in the first project, so the money should go there.",
        "b": "The first project is about 30 % better than the second.",
        "c": "Nothing about which is better, before we have seen what each counted, "
        "with which filters, and who was asked.",
        "d": "Nothing at all: a ratio is always made up.",
    },
    mistakes=[
        Mistake(
            "higher-is-better",
            "a",
            "Two ratios of different projects rest on different choices of what is counted. "
            "The network that keeps the method warns against just this.",
        ),
        Mistake(
            "percent-better",
            "b",
            "The number 3.1 is about 30 % more than 2.4. But each project chose for itself what "
            "it counts and what it takes off, so the two numbers measure different things.",
        ),
        Mistake(
            "all-made-up",
            "d",
            "Choices are not lies. With its outcomes and filters laid open, a ratio can show "
            "whether one project does better from year to year.",
        ),
    ],
    hints=[
        "Did the two projects count the same things?",
        "Who chose the filters, and whom did they ask?",
        "Look for the answer that neither trusts the two figures nor throws them away.",
    ],
)

# --- 3. Mend: the weights ------------------------------------------------------------------------


def _mean(scores: list[float], weights: list[float]) -> float:
    return sum(s * w for s, w in zip(scores, weights, strict=True)) / sum(weights)


def _draw_weights(rng: Random) -> dict[str, Any]:
    return {
        "scores": [rng.randint(0, 20) / 2 for _ in range(5)],
        "weights": [rng.randint(1, 6) for _ in range(5)],
    }


weighted = Exercise(
    kind="mend",
    points=2,
    edge_points=0.5,
    outcome="M10.1",
    read="reading#five-dimensions-one-figure",
    tolerance=0.0005,
    answer=_mean,
    examples=[
        {"scores": [8, 6, 7, 2, 9], "weights": [1, 1, 2, 2, 2]},
        {"scores": [5, 5, 5, 5, 4], "weights": [3, 1, 1, 1, 4]},
    ],
    edges=[
        {"scores": [7, 0, 0, 0, 0], "weights": [2, 0, 0, 0, 0]},
        {"scores": [6, 8], "weights": [0.4, 0.6]},
        {"scores": [10, 10, 10], "weights": [5, 1, 9]},
    ],
    edges_about="a dimension that does not count, or weights that make 1",
    draw=_draw_weights,
    mistakes=[
        Mistake(
            "as-given",
            lambda scores, weights: sum(s * w for s, w in zip(scores, weights, strict=True)),
            "The code still returns the sum, and it grows with the weights. "
            "Divide it by the sum of the weights.",
        ),
        Mistake(
            "divided-by-how-many",
            lambda scores, weights: (
                sum(s * w for s, w in zip(scores, weights, strict=True)) / len(scores)
            ),
            "You divided by the number of scores. With weights, divide by their sum.",
        ),
        Mistake(
            "weights-ignored",
            lambda scores, weights: sum(scores) / len(scores),
            "That is the plain average. A score with weight 2 counts twice.",
        ),
        Mistake(
            "out-of-hundred",
            lambda scores, weights: 10 * _mean(scores, weights),
            "Your result is from 0 to 100. Scores here are from 0 to 10.",
        ),
        Mistake(
            "divided-by-the-scores",
            lambda scores, weights: (
                sum(s * w for s, w in zip(scores, weights, strict=True)) / sum(scores)
                if sum(scores)
                else 0
            ),
            "You divided by the sum of the scores. Divide by the sum of the weights.",
        ),
    ],
    hints=[
        "If all weights are doubled, should the result change?",
        "Divide what the code returns by something that doubles too.",
        "In the last line, divide `result` by `sum(weights)`.",
    ],
)

# --- 4. Three rules ------------------------------------------------------------------------------


def _score(scores: list[float], how: str) -> float:
    if how == "minimum":
        return min(scores)
    if how == "geometric":
        return float(prod(scores) ** (1 / len(scores)))
    return sum(scores) / len(scores)


def _draw_scores(rng: Random) -> dict[str, Any]:
    return {
        "scores": [rng.randint(1, 20) / 2 for _ in range(5)],
        "how": rng.choice(["arithmetic", "geometric", "minimum"]),
    }


score = Exercise(
    points=3,
    edge_points=1,
    outcome="M10.1",
    read="reading#five-dimensions-one-figure",
    tolerance=0.0005,
    answer=_score,
    examples=[
        {"scores": [9, 4], "how": "arithmetic"},
        {"scores": [9, 4], "how": "geometric"},
        {"scores": [9, 4], "how": "minimum"},
        {"scores": [8, 8, 8, 0, 8], "how": "geometric"},
        {"scores": [2, 4, 8], "how": "geometric"},
        {"scores": [2, 4, 8], "how": "minimum"},
    ],
    edges=[
        {"scores": [0, 0, 0], "how": "arithmetic"},
        {"scores": [7], "how": "geometric"},
        {"scores": [10, 0], "how": "minimum"},
        {"scores": [0, 10, 10], "how": "geometric"},
    ],
    edges_about="a zero, or a single score",
    draw=_draw_scores,
    mistakes=[
        Mistake(
            "always-the-mean",
            lambda scores, how: sum(scores) / len(scores),
            "Your function gives the same for all three rules. Ask for `how` with `if`.",
        ),
        Mistake(
            "product-without-root",
            lambda scores, how: prod(scores) if how == "geometric" else _score(scores, how),
            "The product alone is not the geometric mean. Take the root of it: "
            "`** (1 / len(scores))`, as in module 1.",
        ),
        Mistake(
            "square-root",
            lambda scores, how: prod(scores) ** 0.5 if how == "geometric" else _score(scores, how),
            "You took the square root. That is right for two scores; for five take the fifth root.",
        ),
        Mistake(
            "zero-left-out",
            lambda scores, how: (
                _score([one for one in scores if one] or [0], how)
                if how == "geometric"
                else _score(scores, how)
            ),
            "A score of 0 was left out. A zero is what the geometric mean should not hide.",
        ),
        Mistake(
            "first-instead-of-least",
            lambda scores, how: scores[0] if how == "minimum" else _score(scores, how),
            "You took the first score. The minimum rule takes the lowest: `min(scores)`.",
        ),
        Mistake(
            "brackets-of-the-root",
            lambda scores, how: (
                prod(scores) ** 1 / len(scores) if how == "geometric" else _score(scores, how)
            ),
            "Python takes the power before it divides. Put `1 / len(scores)` into brackets.",
        ),
    ],
    hints=[
        "Three rules, so three ways out of the function. Which one first?",
        '`if how == "minimum":` return the lowest. `if how == "geometric":` return the root of '
        "the product. Otherwise return the plain average.",
        "The root is `prod(scores) ** (1 / len(scores))`; the average is "
        "`sum(scores) / len(scores)`.",
    ],
)

# --- 5. How firm is the ranking? -----------------------------------------------------------------

Weightings = list[list[float]]


def _ahead(one: list[float], other: list[float], weights: list[float]) -> bool:
    return sum(w * (a - b) for a, b, w in zip(one, other, weights, strict=True)) > 1e-12


def _firm(one: list[float], other: list[float], weightings: Weightings) -> float:
    return sum(_ahead(one, other, w) for w in weightings) / len(weightings)


def _draw_chains(rng: Random) -> dict[str, Any]:
    return {
        "one": [rng.randint(0, 10) for _ in range(3)],
        "other": [rng.randint(0, 10) for _ in range(3)],
        "weightings": [
            [rng.randint(1, 5) for _ in range(3)] for _ in range(rng.choice([5, 6, 7, 9, 10]))
        ],
    }


rank_stability = Exercise(
    points=4,
    edge_points=1,
    outcome="M10.1",
    read="reading#who-is-first",
    tolerance=0.0005,
    answer=_firm,
    examples=[
        {
            "one": [9, 2],
            "other": [4, 6],
            "weightings": [[0.2, 0.8], [0.5, 0.5], [0.9, 0.1], [0.1, 0.9]],
        },
        {
            "one": [8, 8, 1],
            "other": [6, 6, 6],
            "weightings": [[2, 2, 1], [1, 1, 1], [1, 3, 1], [3, 1, 1], [5, 5, 4]],
        },
        {"one": [5, 5], "other": [5, 5], "weightings": [[1, 1], [0.3, 0.7], [1, 2]]},
    ],
    edges=[
        {"one": [9, 9], "other": [1, 1], "weightings": [[1, 0], [0, 1]]},
        {"one": [1, 9], "other": [9, 1], "weightings": [[1, 1]]},
        {"one": [3, 4], "other": [3, 4], "weightings": [[2, 5]]},
    ],
    edges_about="two chains that are equal, or one that is better in everything",
    draw=_draw_chains,
    mistakes=[
        Mistake(
            "first-weighting-only",
            lambda one, other, weightings: float(_ahead(one, other, weightings[0])),
            "You tried one weighting only. Go through all of them.",
        ),
        Mistake(
            "return-in-the-loop",
            lambda one, other, weightings: _ahead(one, other, weightings[0]) / len(weightings),
            "Your function ends after the first weighting: its `return` stands in the loop. "
            "Move it to the left, as far as `for`.",
        ),
        Mistake(
            "return-at-the-first-lead",
            lambda one, other, weightings: (
                1 / len(weightings) if any(_ahead(one, other, w) for w in weightings) else None
            ),
            "Your function ends as soon as `one` is ahead, because its `return` stands below the "
            "`if`. Move it to the left, as far as `for`.",
        ),
        Mistake(
            "how-many",
            lambda one, other, weightings: sum(_ahead(one, other, w) for w in weightings),
            "That is how often it is ahead. Divide by the number of all weightings.",
        ),
        Mistake(
            "ties-count",
            lambda one, other, weightings: (
                sum(not _ahead(other, one, w) for w in weightings) / len(weightings)
            ),
            "You counted ties too. Ahead means more than the other: use `>`.",
        ),
        Mistake(
            "the-other-is-ahead",
            lambda one, other, weightings: _firm(other, one, weightings),
            "You counted where the other chain is ahead. The question is about `one`.",
        ),
        Mistake(
            "weights-ignored",
            lambda one, other, weightings: float(sum(one) > sum(other)),
            "Your function does not use the weights. Call `total` with each weighting anew.",
        ),
        Mistake(
            "as-percent",
            lambda one, other, weightings: 100 * _firm(one, other, weightings),
            "Your answer is in percent. The function should give 0.25 for 25 %.",
        ),
    ],
    hints=[
        "For one weighting: which chain has the higher total?",
        "Compare `total(one, weights)` with `total(other, weights)` and count.",
        "In the loop: if `total(one, weights)` is larger than `total(other, weights)`, "
        "add 1 to `ahead`. After the loop, divide `ahead` by `len(weightings)`.",
    ],
)

# --- 6. Social return ----------------------------------------------------------------------------


def _claims(
    yearly: float, years: int, filters: list[float], dropoff: float, rate: float, start: int = 1
) -> float:
    kept = yearly * prod(1 - share for share in filters)
    return sum(
        kept * (1 - dropoff) ** (year - 1) / (1 + rate) ** (year - 1 + start)
        for year in range(1, years + 1)
    )


def _sroi(
    yearly: float, years: int, filters: list[float], dropoff: float, rate: float, invested: float
) -> float:
    return _claims(yearly, years, filters, dropoff, rate) / invested


def _draw_sroi(rng: Random) -> dict[str, Any]:
    return {
        "yearly": 1_000 * rng.randint(5, 40),
        "years": rng.randint(2, 6),
        "filters": [rng.randint(5, 40) / 100 for _ in range(3)],
        "dropoff": rng.randint(5, 50) / 100,
        "rate": rng.randint(2, 12) / 100,
        "invested": 1_000 * rng.randint(8, 60),
    }


sroi = Exercise(
    points=4,
    edge_points=1,
    outcome="M10.2",
    read="reading#what-is-it-worth",
    unit="for each dollar put in",
    tolerance=0.0005,
    answer=_sroi,
    examples=[
        {
            "yearly": 10_000,
            "years": 3,
            "filters": [0.2, 0.1, 0.25],
            "dropoff": 0.5,
            "rate": 0,
            "invested": 4_500,
        },
        {
            "yearly": 8_000,
            "years": 2,
            "filters": [0.3, 0.2, 0.1],
            "dropoff": 0.1,
            "rate": 0.1,
            "invested": 5_000,
        },
    ],
    edges=[
        {
            "yearly": 8_000,
            "years": 1,
            "filters": [0, 0, 0],
            "dropoff": 0.4,
            "rate": 0.25,
            "invested": 6_400,
        },
        {
            "yearly": 8_000,
            "years": 4,
            "filters": [1, 0.1, 0.1],
            "dropoff": 0,
            "rate": 0.05,
            "invested": 100,
        },
        {
            "yearly": 500,
            "years": 5,
            "filters": [0.5, 0, 0],
            "dropoff": 1,
            "rate": 0,
            "invested": 250,
        },
    ],
    edges_about="no filter, a filter that leaves nothing, or a change that is gone after a year",
    draw=_draw_sroi,
    mistakes=[
        Mistake(
            "adds-the-filters",
            lambda yearly, years, filters, dropoff, rate, invested: _sroi(
                yearly, years, [sum(filters)], dropoff, rate, invested
            ),
            "You added the filters up. Each takes its share of what the one before has left: "
            "multiply by one less each of them.",
        ),
        Mistake(
            "no-filters",
            lambda yearly, years, filters, dropoff, rate, invested: _sroi(
                yearly, years, [], dropoff, rate, invested
            ),
            "You claim all that happened. Take off what would have happened anyway, "
            "what was taken from others and what others did.",
        ),
        Mistake(
            "keeps-the-filtered",
            lambda yearly, years, filters, dropoff, rate, invested: (
                _claims(yearly * prod(filters), years, [], dropoff, rate) / invested
            ),
            "You multiplied by the filters themselves. A filter of 0.2 takes 0.2 away and "
            "leaves 0.8.",
        ),
        Mistake(
            "drops-in-the-first-year",
            lambda yearly, years, filters, dropoff, rate, invested: (
                (1 - dropoff) * _sroi(yearly, years, filters, dropoff, rate, invested)
            ),
            "Your first year has dropped off already. The drop begins in the second year.",
        ),
        Mistake(
            "no-drop",
            lambda yearly, years, filters, dropoff, rate, invested: _sroi(
                yearly, years, filters, 0, rate, invested
            ),
            "Every year counts the same in your answer. After each year the worth drops.",
        ),
        Mistake(
            "not-discounted",
            lambda yearly, years, filters, dropoff, rate, invested: _sroi(
                yearly, years, filters, dropoff, 0, invested
            ),
            "Money of later years is worth less today. Divide by `(1 + rate) ** year`.",
        ),
        Mistake(
            "first-year-is-today",
            lambda yearly, years, filters, dropoff, rate, invested: (
                _claims(yearly, years, filters, dropoff, rate, 0) / invested
            ),
            "Your first year is not discounted. Its money comes at the end of the year, "
            "so divide by `(1 + rate) ** year` from year 1 on.",
        ),
        Mistake(
            "not-divided",
            lambda yearly, years, filters, dropoff, rate, invested: _claims(
                yearly, years, filters, dropoff, rate
            ),
            "That is the worth in money. Divide it by what was put in.",
        ),
    ],
    hints=[
        "What is left of `yearly` after the three filters?",
        "Put that into `worth`. Then in each year: add `worth / (1 + rate) ** year` to `value`, "
        "and let `worth` drop.",
        "In the first loop `worth = worth * (1 - share)`. In the second add "
        "`worth / (1 + rate) ** year` to `value`, then `worth = worth * (1 - dropoff)`. "
        "At the end, divide `value` by `invested`.",
    ],
)

# --- 7. How long does it stay open? --------------------------------------------------------------


def _open(
    surpluses: list[float],
    losses: list[float],
    reserve_share: float,
    *,
    borrows: bool = False,
    forgets: bool = False,
    late: bool = False,
) -> int:
    reserve, years = 0.0, 0
    for surplus, loss in zip(surpluses, losses, strict=True):
        if not late:
            reserve += surplus * reserve_share
        reserve -= loss
        if reserve < 0 and not borrows:
            return years
        if late:
            reserve += surplus * reserve_share
        if forgets:
            reserve = 0.0
        years += 1
    return years


def _draw_years(rng: Random) -> dict[str, Any]:
    n = rng.randint(5, 12)
    return {
        "surpluses": [100 * rng.randint(5, 20) for _ in range(n)],
        "losses": [100 * rng.choice([0, 0, 0, 5, 9, 15]) for _ in range(n)],
        # Eighths are exact: no loss is met by a reserve that lacks a dust of computing.
        "reserve_share": rng.choice([0.125, 0.25, 0.375, 0.5, 0.625]),
    }


years_open = Exercise(
    points=3,
    edge_points=1,
    outcome="M10.3",
    read="reading#twenty-years-by-hand",
    unit="years",
    answer=_open,
    examples=[
        {
            "surpluses": [1_000, 1_000, 1_000, 1_000],
            "losses": [0, 300, 500, 0],
            "reserve_share": 0.25,
        },
        {
            "surpluses": [1_000, 1_000, 1_000, 1_000],
            "losses": [0, 300, 500, 0],
            "reserve_share": 0.5,
        },
        {
            "surpluses": [1_000, 1_000, 1_000],
            "losses": [200, 200, 2_700],
            "reserve_share": 0.375,
        },
        {"surpluses": [400, 900], "losses": [0, 500], "reserve_share": 0.5},
    ],
    edges=[
        {"surpluses": [500, 500], "losses": [0, 0], "reserve_share": 0},
        {"surpluses": [500, 500], "losses": [250, 250], "reserve_share": 0.5},
        {"surpluses": [500], "losses": [900], "reserve_share": 1},
    ],
    edges_about="no loss at all, a loss that takes just all of the reserve, or one in year 1",
    draw=_draw_years,
    mistakes=[
        Mistake(
            "never-closes",
            lambda surpluses, losses, reserve_share: _open(
                surpluses, losses, reserve_share, borrows=True
            ),
            "Your enterprise goes on with less than nothing. Return as soon as the reserve is "
            "below 0.",
        ),
        Mistake(
            "loss-before-saving",
            lambda surpluses, losses, reserve_share: _open(
                surpluses, losses, reserve_share, late=True
            ),
            "You took the loss before this year's money came in. Add first, then take off.",
        ),
        Mistake(
            "reserve-forgotten",
            lambda surpluses, losses, reserve_share: _open(
                surpluses, losses, reserve_share, forgets=True
            ),
            "The reserve starts at 0 again every year in your answer. "
            "Set it to 0 once, before the loop.",
        ),
        Mistake(
            "all-into-the-reserve",
            lambda surpluses, losses, reserve_share: _open(surpluses, losses, 1),
            "You put the whole surplus into the reserve. Only the share goes there; "
            "members have spent the other part.",
        ),
        Mistake(
            "counts-the-closing-year",
            lambda surpluses, losses, reserve_share: min(
                _open(surpluses, losses, reserve_share) + 1, len(surpluses)
            ),
            "You counted the year in which it closes. Count the years it came through.",
        ),
    ],
    hints=[
        "What happens in one year, in which order?",
        "Add the share of the surplus, take off the loss, and ask whether less than nothing "
        "is left.",
        "In the loop: add `surpluses[place] * reserve_share` to the reserve and take off "
        "`losses[place]`. If `reserve < 0`, return `years`; otherwise add 1 to `years`.",
    ],
)

# --- 8. What holds in every run? -----------------------------------------------------------------

always_true = Exercise(
    kind="choice",
    points=2,
    outcome="M10.3",
    read="reading#what-must-hold-in-every-run",
    answer={"a", "d"},
    options={
        "a": "With the same luck, an enterprise that pays out less and keeps it as a reserve "
        "never closes earlier.",
        "b": "An enterprise that keeps more as a reserve makes its members less poor in the "
        "first year.",
        "c": "More insurance always means less poverty after twenty years.",
        "d": "Without insurance and with the same luck, one more shock never lets the enterprise "
        "live longer.",
        "e": "What is best on average over 500 runs is best in each of them.",
    },
    mistakes=[
        Mistake(
            "reserve-does-not-help",
            "a",
            "Think of one run twice, with more in the reserve the second time. "
            "Can a loss that was paid the first time be too large now?",
        ),
        Mistake(
            "reserve-as-income",
            "b",
            "What goes into the reserve has not gone to the members. "
            "In the first year it cuts nobody's poverty.",
        ),
        Mistake(
            "more-is-better",
            "c",
            "Insurance has a price, and every year's premium is missing in the members' pay. "
            "Where shocks are large, the premium can take all that there is.",
        ),
        Mistake(
            "shocks-do-not-matter",
            "d",
            "The other shocks stay where they are, and one more is added. "
            "Can that leave more in the reserve?",
        ),
        Mistake(
            "average-is-everybody",
            "e",
            "An average says nothing of each run. In a run without a bad year, "
            "those who kept nothing have lost nothing.",
        ),
    ],
    hints=[
        "*Always* is a strong word: look for one run that breaks the sentence.",
        "What is paid out is not kept, and what is kept is not paid out. Insurance has a price.",
        "Two of the five hold always. Both speak of the same luck.",
    ],
)

# --- 9. What does a plan still lack? -------------------------------------------------------------

Plan = list[dict[str, str]]


def _gaps(plan: Plan, *, parts: int = 3, fewest: int = 4) -> dict[str, int]:
    links = {step["link"] for step in plan}
    shown = {step["dimension"] for step in plan}
    return {
        "codes": sum(len(step["sdg"].split(".")) != parts for step in plan),
        "links": max(0, fewest - len(links)),
        "dimensions": 5 - len(shown),
    }


def _table(gaps: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame([{"part": part, "missing": n} for part, n in gaps.items()])


def _plan(*rows: tuple[str, str, str]) -> Plan:
    return [{"link": link, "dimension": dimension, "sdg": sdg} for link, dimension, sdg in rows]


_LINKS = ["primary production", "processing", "marketing", "financing", "consumption"]
_CODES = ["8.3.1", "2.4.1", "8.3", "12.7.1", "8", "16.7.2", "5.a.1"]


def _draw_plan(rng: Random) -> dict[str, Any]:
    return {
        "plan": _plan(
            *(
                (rng.choice(_LINKS), rng.choice(DIMENSIONS), rng.choice(_CODES))
                for _ in range(rng.randint(1, 8))
            )
        )
    }


gaps = Exercise(
    kind="table",
    points=4,
    edge_points=1,
    outcome="M10.4",
    read="reading#a-plan-that-can-be-checked",
    answer=lambda plan: _table(_gaps(plan)),
    examples=[
        {
            "plan": _plan(
                ("primary production", "planet", "2.4.1"),
                ("marketing", "economy", "8.3"),
                ("marketing", "people", "10.1.1"),
            )
        },
        {
            "plan": _plan(
                *((link, "people", "8.3.1") for link in _LINKS),
                ("financing", "values", "8"),
                ("financing", "planet", "2.4"),
            )
        },
    ],
    edges=[
        {"plan": _plan(("financing", "people", "17.9.1"))},
        {"plan": _plan(*zip(_LINKS, DIMENSIONS, ["5.a.1"] * 5, strict=True))},
        {"plan": _plan(*(("consumption", "planet", "12") for _ in range(6)))},
    ],
    edges_about="a plan of one step, or one that lacks nothing",
    draw=_draw_plan,
    mistakes=[
        Mistake(
            "target-is-enough",
            lambda plan: _table(
                _gaps(plan) | {"codes": sum(len(s["sdg"].split(".")) < 2 for s in plan)}
            ),
            "You let 8.3 pass. That is a target; an indicator has three parts, such as 8.3.1.",
        ),
        Mistake(
            "counts-good-codes",
            lambda plan: _table(
                _gaps(plan) | {"codes": sum(len(s["sdg"].split(".")) == 3 for s in plan)}
            ),
            "You counted the codes that are right. The table says what is missing: "
            "count the others, with `!=`.",
        ),
        Mistake(
            "same-link-twice",
            lambda plan: _table(_gaps(plan) | {"links": max(0, 4 - len(plan))}),
            "You counted steps. Two steps of the same link are one link: use a set.",
        ),
        Mistake(
            "less-than-nothing",
            lambda plan: _table(_gaps(plan) | {"links": 4 - len({s["link"] for s in plan})}),
            "A plan with five links cannot lack minus one. Use `max(0, …)`.",
        ),
        Mistake(
            "how-many-there-are",
            lambda plan: _table(
                _gaps(plan)
                | {
                    "links": len({s["link"] for s in plan}),
                    "dimensions": len({s["dimension"] for s in plan}),
                }
            ),
            "You gave how many there are. The table says how many are missing, of 4 and of 5.",
        ),
        Mistake(
            "dimensions-by-step",
            lambda plan: _table(_gaps(plan) | {"dimensions": max(0, 5 - len(plan))}),
            "You counted steps for the dimensions. Two steps may serve the same one: use a set.",
        ),
    ],
    hints=[
        "Three questions: how many codes are wrong, how many links are missing of 4, "
        "how many dimensions of 5?",
        'In the loop: add `step["link"]` to the set `links` and `step["dimension"]` to `shown`. '
        'If `step["sdg"].split(".")` has not three parts, add 1 to `codes`.',
        "After the loop, `counts` holds three numbers: `codes`, `max(0, 4 - len(links))` and "
        "`5 - len(shown)`.",
    ],
)

# --- 10. A plan of your own ----------------------------------------------------------------------

plan_form = Exercise(
    kind="form",
    points=4,
    outcome="M10.4",
    read="reading#a-plan-that-can-be-checked",
    answer=missing,
    hints=[
        "Read the first sentence of the list, mend that one thing, and run the cells again.",
        "Links, groups and dimensions are words of the three lists above: copy them letter by "
        "letter. A code such as 8.3.1 has three parts, and stands in quotation marks.",
        "Four different links at least, and each of the five dimensions in one step or more. In "
        "`model_run` the result is a number; `unit` and `means` are texts in quotation marks.",
    ],
)
