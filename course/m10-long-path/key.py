"""The key of module 10: what is right, what is wrong and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from math import prod
from random import Random
from statistics import median
from typing import Any

import pandas as pd

from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import given, then, with_
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
    mistakes={
        "no-growth": 100_000,
        "last-year-only": 10_000 * 1.05**9,
        "eleven-years": sum(10_000 * 1.05**year for year in range(11)),
        "grows-before-the-first": sum(10_000 * 1.05**year for year in range(1, 11)),
        "whole-surplus": sum(100_000 * 1.05**year for year in range(10)),
        "nine-years": sum(10_000 * 1.05**year for year in range(9)),
        "four-years": sum(10_000 * 1.05**year for year in range(4)),
        "ten-per-cent-growth": sum(10_000 * 1.10**year for year in range(10)),
        "as-in-the-reading": sum(2_000 * 1.10**year for year in range(4)),
        "growth-of-the-first-year-only": sum(10_000 * (1 + 0.05 * year) for year in range(10)),
        "one-year-grown-ten-times": 10_000 * 1.05**10,
        "ten-last-years": 10 * 10_000 * 1.05**10,
        "first-year-only": 10_000,
        "half-as-much-again": sum(10_000 * 1.5**year for year in range(10)),
        "left-out-the-one": sum(10_000 * 0.05**year for year in range(10)),
        "to-the-thousand": 126_000,
        "growth-alone": 10_000 * (1.05**10 - 1),
        "five-per-cent-once": 105_000,
        "fifty-per-cent": 150_000,
        "last-surplus": 100_000 * 1.05**9,
    },
)

# --- 2. Two ratios -------------------------------------------------------------------------------

two_ratios = Exercise(
    kind="choice",
    points=1,
    outcome="M10.2",
    read="reading#what-is-it-worth",
    answer="c",
    mistakes={
        "higher-is-better": "a",
        "percent-better": "b",
        "all-made-up": "d",
    },
)

# --- 3. Mend: the weights ------------------------------------------------------------------------


def _mean(scores: list[float], weights: list[float]) -> float:
    return sum(s * w for s, w in zip(scores, weights, strict=True)) / sum(weights)


def _draw_weights(rng: Random) -> dict[str, Any]:
    n = rng.randint(3, 6)
    return {
        "scores": [rng.randint(0, 20) / 2 for _ in range(n)],
        "weights": [rng.randint(1, 6) for _ in range(n)],
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
        {"scores": [5, 0, 7, 3], "weights": [3, 1, 4, 3]},
    ],
    edges=[
        {"scores": [7, 0, 0, 0, 0], "weights": [2, 0, 0, 0, 0]},
        {"scores": [6, 8], "weights": [0.4, 0.6]},
        {"scores": [10, 10, 10], "weights": [5, 1, 9]},
    ],
    draw=_draw_weights,
    mistakes={
        "as-given": lambda scores, weights: sum(
            s * w for s, w in zip(scores, weights, strict=True)
        ),
        "divided-by-how-many": lambda scores, weights: (
            sum(s * w for s, w in zip(scores, weights, strict=True)) / len(scores)
        ),
        "weights-ignored": lambda scores, weights: sum(scores) / len(scores),
        "out-of-hundred": then(lambda right: 10 * right),
        "divided-by-five": lambda scores, weights: (
            sum(s * w for s, w in zip(scores, weights, strict=True)) / 5
        ),
        "divided-by-eight": lambda scores, weights: (
            sum(s * w for s, w in zip(scores, weights, strict=True)) / 8
        ),
        "halved": lambda scores, weights: (
            sum(s * w for s, w in zip(scores, weights, strict=True)) / 2
        ),
        "times-the-weights": lambda scores, weights: (
            sum(s * w for s, w in zip(scores, weights, strict=True)) * sum(weights)
        ),
        "divided-by-the-largest": lambda scores, weights: (
            sum(s * w for s, w in zip(scores, weights, strict=True)) / max(weights)
        ),
        "weights-only-below": lambda scores, weights: sum(scores) / sum(weights),
        "zero-scores-left-out": lambda scores, weights: (
            sum(s * w for s, w in zip(scores, weights, strict=True))
            / (sum(w for s, w in zip(scores, weights, strict=True) if s) or 1)
        ),
        "cut-off-at-ten": lambda scores, weights: min(
            10, sum(s * w for s, w in zip(scores, weights, strict=True))
        ),
        "divided-in-every-round": lambda scores, weights: reduce(
            lambda so_far, pair: (so_far + pair[0] * pair[1]) / sum(weights),
            zip(scores, weights, strict=True),
            0.0,
        ),
        "divided-by-the-scores": lambda scores, weights: (
            sum(s * w for s, w in zip(scores, weights, strict=True)) / sum(scores)
            if sum(scores)
            else 0
        ),
    },
)

# --- 4. Three rules ------------------------------------------------------------------------------


def _score(scores: list[float], how: str) -> float:
    if how == "minimum":
        return min(scores)
    if how == "geometric":
        return float(prod(scores) ** (1 / len(scores)))
    return sum(scores) / len(scores)


def _other(rule: str, way: Callable[[list[float]], float]) -> Callable[..., float]:
    """One of the rules done in another way."""
    return lambda scores, how: way(scores) if how == rule else _score(scores, how)


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
        {"scores": [4, 2, 8], "how": "arithmetic"},
        {"scores": [4, 2, 8], "how": "geometric"},
        {"scores": [4, 2, 8], "how": "minimum"},
        {"scores": [8, 8, 8, 0, 8], "how": "geometric"},
        {"scores": [9, 4], "how": "geometric"},
        {"scores": [5, 8, 2, 7], "how": "minimum"},
        {"scores": [6, 0, 9, 3], "how": "minimum"},
        {"scores": [9, 0, 7, 1], "how": "arithmetic"},
    ],
    edges=[
        {"scores": [0, 0, 0], "how": "arithmetic"},
        {"scores": [7], "how": "geometric"},
        {"scores": [0, 0, 0], "how": "geometric"},
        {"scores": [7], "how": "arithmetic"},
    ],
    draw=_draw_scores,
    mistakes={
        "always-the-mean": lambda scores, how: sum(scores) / len(scores),
        "product-without-root": _other("geometric", prod),
        "square-root": _other("geometric", lambda scores: prod(scores) ** (1 / 2)),
        "fifth-root": _other("geometric", lambda scores: prod(scores) ** (1 / 5)),
        "zero-left-out": _other(
            "geometric", lambda scores: _score([one for one in scores if one] or [0], "geometric")
        ),
        "zero-left-out-of-the-least": _other(
            "minimum", lambda scores: min([one for one in scores if one] or [0])
        ),
        "zero-left-out-of-the-mean": _other(
            "arithmetic",
            lambda scores: sum(scores) / (sum(one > 0 for one in scores) or 1),
        ),
        "second-lowest": _other("minimum", lambda scores: sorted(scores)[min(1, len(scores) - 1)]),
        "first-instead-of-least": _other("minimum", lambda scores: scores[0]),
        "last-instead-of-least": _other("minimum", lambda scores: scores[-1]),
        "largest-instead-of-least": _other("minimum", max),
        "brackets-of-the-root": _other("geometric", lambda scores: prod(scores) / len(scores)),
        "power-instead-of-root": _other("geometric", lambda scores: prod(scores) ** len(scores)),
        "root-of-the-sum": _other("geometric", lambda scores: sum(scores) ** (1 / len(scores))),
        "sum-not-mean": _other("arithmetic", sum),
        "halved": _other("arithmetic", lambda scores: sum(scores) / 2),
        "middle-score": _other("arithmetic", median),
        "rules-exchanged": lambda scores, how: _score(
            scores, {"arithmetic": "geometric", "geometric": "arithmetic"}.get(how, how)
        ),
    },
)

# --- 5. How firm is the ranking? -----------------------------------------------------------------

Weightings = list[list[float]]


def _ahead(one: list[float], other: list[float], weights: list[float]) -> bool:
    return sum(w * (a - b) for a, b, w in zip(one, other, weights, strict=True)) > 1e-12


def _firm(one: list[float], other: list[float], weightings: Weightings) -> float:
    return sum(_ahead(one, other, w) for w in weightings) / len(weightings)


def _of_the_rest(ahead: int, of: int) -> float:
    return ahead / (of - ahead) if of > ahead else 1.0


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
            # Two of seven, with one tie.
            "weightings": [
                *([2, 2, 1], [1, 1, 1], [1, 3, 1], [5, 5, 4]),
                *([1, 1, 2], [1, 2, 2], [1, 1, 3]),
            ],
        },
        {"one": [3, 7], "other": [6, 3], "weightings": [[2, 1], [1, 2], [1, 3]]},
        {"one": [5, 5], "other": [5, 5], "weightings": [[1, 1], [0.3, 0.7], [1, 2]]},
    ],
    edges=[
        {"one": [9, 9], "other": [1, 1], "weightings": [[1, 0], [0, 1]]},
        {"one": [1, 9], "other": [9, 1], "weightings": [[1, 1]]},
        {"one": [3, 4], "other": [3, 4], "weightings": [[2, 5]]},
    ],
    draw=_draw_chains,
    mistakes={
        "first-weighting-only": lambda one, other, weightings: float(
            _ahead(one, other, weightings[0])
        ),
        "return-in-the-loop": lambda one, other, weightings: (
            _ahead(one, other, weightings[0]) / len(weightings)
        ),
        "return-at-the-first-lead": lambda one, other, weightings: (
            1 / len(weightings) if any(_ahead(one, other, w) for w in weightings) else None
        ),
        "how-many": lambda one, other, weightings: sum(_ahead(one, other, w) for w in weightings),
        "ties-count": lambda one, other, weightings: (
            sum(not _ahead(other, one, w) for w in weightings) / len(weightings)
        ),
        "the-other-is-ahead": lambda one, other, weightings: _firm(other, one, weightings),
        "weights-ignored": lambda one, other, weightings: float(sum(one) > sum(other)),
        "last-weighting-only": lambda one, other, weightings: float(
            _ahead(one, other, weightings[-1])
        ),
        "begins-anew": lambda one, other, weightings: (
            _ahead(one, other, weightings[-1]) / len(weightings)
        ),
        "ahead-at-most-once": lambda one, other, weightings: (
            any(_ahead(one, other, w) for w in weightings) / len(weightings)
        ),
        "divided-by-the-scores": lambda one, other, weightings: (
            sum(_ahead(one, other, w) for w in weightings) / len(one)
        ),
        "divided-by-four": lambda one, other, weightings: (
            sum(_ahead(one, other, w) for w in weightings) / 4
        ),
        "by-those-behind": lambda one, other, weightings: _of_the_rest(
            sum(_ahead(one, other, w) for w in weightings), len(weightings)
        ),
        "half-for-a-tie": lambda one, other, weightings: (
            (_firm(one, other, weightings) + 1 - _firm(other, one, weightings)) / 2
        ),
        "ties-left-out": lambda one, other, weightings: (
            _firm(one, other, weightings)
            / (_firm(one, other, weightings) + _firm(other, one, weightings) or 1)
        ),
        "first-score-only": lambda one, other, weightings: (
            sum(_ahead(one[:1], other[:1], w[:1]) for w in weightings) / len(weightings)
        ),
        "as-percent": then(lambda right: 100 * right),
    },
)

# --- 6. Social return ----------------------------------------------------------------------------


def _left(dropoff: float, years_before: int) -> float:
    return (1 - dropoff) ** years_before


def _discount(rate: float, year: int) -> float:
    return (1 + rate) ** year


def _sroi(
    yearly: float,
    years: int,
    filters: list[float],
    dropoff: float,
    rate: float,
    invested: float,
    *,
    left: Callable[[float, int], float] = _left,
    discount: Callable[[float, int], float] = _discount,
    filtered: Callable[[int], int] = lambda year: 1,
) -> float:
    kept = prod(1 - share for share in filters)
    value = sum(
        yearly * kept ** filtered(year) * left(dropoff, year - 1) / discount(rate, year)
        for year in range(1, years + 1)
    )
    return value / invested


def _draw_sroi(rng: Random) -> dict[str, Any]:
    return {
        "yearly": 1_000 * rng.randint(5, 40),
        "years": rng.randint(2, 6),
        "filters": [rng.randint(5, 40) / 100 for _ in range(rng.randint(2, 4))],
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
            "filters": [0.3, 0.2],
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
    draw=_draw_sroi,
    mistakes={
        "adds-the-filters": given(filters=lambda filters: [sum(filters)]),
        "no-filters": given(filters=[]),
        "keeps-the-filtered": given(filters=lambda filters: [1 - prod(filters)]),
        "drops-in-the-first-year": lambda yearly, years, filters, dropoff, rate, invested: (
            (1 - dropoff) * _sroi(yearly, years, filters, dropoff, rate, invested)
        ),
        "no-drop": given(dropoff=0),
        "not-discounted": given(rate=0),
        "first-year-is-today": with_(discount=lambda rate, year: (1 + rate) ** (year - 1)),
        "one-year-of-interest": with_(discount=lambda rate, year: 1 + rate),
        "interest-added": with_(discount=lambda rate, year: (1 + rate) ** -year),
        "discounted-again": with_(
            discount=lambda rate, year: (1 + rate) ** (year * (year + 1) / 2)
        ),
        "drops-to-the-dropoff": with_(left=lambda dropoff, before: dropoff**before),
        "grows": with_(left=lambda dropoff, before: (1 + dropoff) ** before),
        "drops-by-the-first-year": with_(left=lambda dropoff, before: 1 - dropoff * before),
        "filters-every-year": with_(filtered=lambda year: year),
        "last-filter-only": given(filters=lambda filters: filters[-1:]),
        "filters-of-the-reading": given(filters=[0.25, 0.25, 0.5]),
        "a-year-short": given(years=lambda years: years - 1),
        "three-years": given(years=3),
        "first-year-only": given(years=1),
        "last-year-only": lambda yearly, years, filters, dropoff, rate, invested: (
            _sroi(yearly, years, filters, dropoff, rate, invested)
            - _sroi(yearly, years - 1, filters, dropoff, rate, invested)
        ),
        "gain-not-worth": then(lambda right: right - 1),
        "upside-down": then(lambda right: 1 / right if right else 0),
        "not-divided": given(invested=1),
    },
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
    goes_on: bool = False,
    back_to_nothing: bool = False,
) -> int:
    reserve, years = 0.0, 0
    for surplus, loss in zip(surpluses, losses, strict=True):
        if not late:
            reserve += surplus * reserve_share
        reserve -= loss
        open_still = reserve >= 0 or borrows
        if not open_still and not goes_on:
            return years
        if back_to_nothing:
            reserve = max(0.0, reserve)
        if late:
            reserve += surplus * reserve_share
        if forgets:
            reserve = 0.0
        years += open_still
    return years


def _reserve_at_the_end(surpluses: list[float], losses: list[float], reserve_share: float) -> float:
    reserve = 0.0
    for surplus, loss in zip(surpluses, losses, strict=True):
        reserve += surplus * reserve_share - loss
        if reserve < 0:
            break
    return reserve


def _draw_years(rng: Random) -> dict[str, Any]:
    n = rng.randint(5, 12)
    return {
        "surpluses": [100 * rng.randint(5, 20) for _ in range(n)],
        # No sum of these losses is met by a reserve to the last peso: that is an edge.
        "losses": [rng.choice([0, 0, 0, 507, 907, 1_507]) for _ in range(n)],
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
            "losses": [200, 200, 1_300],
            "reserve_share": 0.375,
        },
        {
            "surpluses": [400, 900, 600, 800],
            "losses": [0, 440, 1_300, 90],
            "reserve_share": 0.375,
        },
        {"surpluses": [200, 300, 900], "losses": [0, 260, 1_500], "reserve_share": 0.5},
    ],
    edges=[
        {"surpluses": [500, 500], "losses": [0, 0], "reserve_share": 0},
        {"surpluses": [500, 500], "losses": [250, 250], "reserve_share": 0.5},
        {"surpluses": [500], "losses": [900], "reserve_share": 1},
    ],
    draw=_draw_years,
    mistakes={
        "never-closes": with_(borrows=True),
        "loss-before-saving": with_(late=True),
        "reserve-forgotten": with_(forgets=True),
        "all-into-the-reserve": given(reserve_share=1),
        "begins-with-one": then(lambda years: years + 1),
        "counts-later-years": with_(goes_on=True),
        "back-to-nothing": with_(goes_on=True, back_to_nothing=True),
        "paid-out-is-kept": given(reserve_share=lambda share: 1 - share),
        "all-years-but-the-last": lambda surpluses, losses, reserve_share: _open(
            surpluses[:-1], losses[:-1], reserve_share
        ),
        "years-without-a-loss": lambda surpluses, losses, reserve_share: losses.count(0),
        "year-of-the-first-loss": lambda surpluses, losses, reserve_share: next(
            (year for year, loss in enumerate(losses, start=1) if loss), None
        ),
        "losses-not-taken": lambda surpluses, losses, reserve_share: next(
            (
                place
                for place, loss in enumerate(losses)
                if sum(surpluses[: place + 1]) * reserve_share < loss
            ),
            len(losses),
        ),
        "reserve-not-years": _reserve_at_the_end,
        "counts-the-closing-year": lambda surpluses, losses, reserve_share: min(
            _open(surpluses, losses, reserve_share) + 1, len(surpluses)
        ),
    },
)

# --- 8. What holds in every run? -----------------------------------------------------------------

always_true = Exercise(
    kind="choice",
    points=2,
    outcome="M10.3",
    read="reading#what-must-hold-in-every-run",
    answer={"a", "d"},
    mistakes={
        "reserve-does-not-help": "a",
        "reserve-as-income": "b",
        "more-is-better": "c",
        "shocks-do-not-matter": "d",
        "average-is-everybody": "e",
    },
)

# --- 9. What does a plan still lack? -------------------------------------------------------------

Plan = list[dict[str, str]]


def _parts(step: dict[str, str]) -> int:
    return len(step["sdg"].split("."))


def _gaps(plan: Plan, *, fewest: int = 4) -> dict[str, int]:
    links = {step["link"] for step in plan}
    shown = {step["dimension"] for step in plan}
    return {
        "codes": sum(_parts(step) != 3 for step in plan),
        "links": max(0, fewest - len(links)),
        "dimensions": 5 - len(shown),
    }


def _table(gaps: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame([{"part": part, "missing": n} for part, n in gaps.items()])


def _what_is_missing(plan: Plan, *, fewest: int = 4) -> pd.DataFrame:
    return _table(_gaps(plan, fewest=fewest))


def _other_codes(counts: Callable[[int], bool]) -> Callable[[Plan], pd.DataFrame]:
    """All right but the codes: those are counted whose number of parts is such."""
    return lambda plan: _table(_gaps(plan) | {"codes": sum(counts(_parts(step)) for step in plan)})


def _plan(*rows: tuple[str, str, str]) -> Plan:
    return [{"link": link, "dimension": dimension, "sdg": sdg} for link, dimension, sdg in rows]


_LINKS = ["primary production", "processing", "marketing", "financing", "consumption"]
_CODES = ["8.3.1", "2.4.1", "8.3", "12.7.1", "8", "16.7.2", "5.a.1", "8.3.1.2"]


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
    answer=_what_is_missing,
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
                ("financing", "values", "8"),
                ("financing", "planet", "2.4"),
                ("marketing", "planet", "2.4"),
                ("marketing", "planet", "2.4.1.2"),
            )
        },
        {
            "plan": _plan(
                ("marketing", "people", "16.7.2"),
                ("marketing", "people", "5.a.1"),
                ("marketing", "values", "8.3.1"),
            )
        },
    ],
    edges=[
        {"plan": _plan(("financing", "people", "17.9.1"))},
        {"plan": _plan(*zip(_LINKS, DIMENSIONS, ["5.a.1"] * 5, strict=True))},
        {"plan": _plan(*(("consumption", "planet", "12") for _ in range(6)))},
    ],
    draw=_draw_plan,
    mistakes={
        "target-is-enough": _other_codes(lambda n: n not in (2, 3)),
        "too-long-is-enough": _other_codes(lambda n: n < 3),
        "two-parts-only": _other_codes(lambda n: n == 2),
        "counts-good-codes": _other_codes(lambda n: n == 3),
        "every-code": _other_codes(lambda n: True),
        "one-code-at-most": lambda plan: _table(
            _gaps(plan) | {"codes": min(1, _gaps(plan)["codes"])}
        ),
        "same-code-once": lambda plan: _table(
            _gaps(plan) | {"codes": len({s["sdg"] for s in plan if _parts(s) != 3})}
        ),
        "letters-not-parts": lambda plan: _table(
            _gaps(plan) | {"codes": sum(len(s["sdg"]) != 3 for s in plan)}
        ),
        "five-letters": lambda plan: _table(
            _gaps(plan) | {"codes": sum(len(s["sdg"]) != 5 for s in plan)}
        ),
        "three-as-in-the-reading": with_(fewest=3),
        "six-links": with_(fewest=6),
        "same-link-twice": lambda plan: _table(_gaps(plan) | {"links": max(0, 4 - len(plan))}),
        "less-than-nothing": lambda plan: _table(
            _gaps(plan) | {"links": 4 - len({s["link"] for s in plan})}
        ),
        "dimensions-that-are-there": lambda plan: _table(
            _gaps(plan) | {"dimensions": len({s["dimension"] for s in plan})}
        ),
        "how-many-there-are": lambda plan: _table(
            _gaps(plan)
            | {
                "links": len({s["link"] for s in plan}),
                "dimensions": len({s["dimension"] for s in plan}),
            }
        ),
        "dimensions-by-step": lambda plan: _table(
            _gaps(plan) | {"dimensions": max(0, 5 - len(plan))}
        ),
        "steps-for-both": lambda plan: _table(
            _gaps(plan) | {"links": max(0, 4 - len(plan)), "dimensions": max(0, 5 - len(plan))}
        ),
        "lists-not-sets": lambda plan: _table(
            _gaps(plan) | {"links": max(0, 4 - len(plan)), "dimensions": 5 - len(plan)}
        ),
        "points-not-parts": _other_codes(lambda n: n != 4),
        "four-dimensions": lambda plan: _table(
            _gaps(plan) | {"dimensions": max(0, _gaps(plan)["dimensions"] - 1)}
        ),
        "places-exchanged": lambda plan: _table(
            _gaps(plan) | {"links": _gaps(plan)["dimensions"], "dimensions": _gaps(plan)["links"]}
        ),
        "sets-exchanged": lambda plan: _table(
            _gaps(plan)
            | {
                "links": max(0, 4 - len({s["dimension"] for s in plan})),
                "dimensions": max(0, 5 - len({s["link"] for s in plan})),
            }
        ),
    },
)

# --- 10. A plan of your own ----------------------------------------------------------------------

plan_form = Exercise(
    kind="form",
    points=4,
    outcome="M10.4",
    read="reading#a-plan-that-can-be-checked",
    answer=missing,
)
