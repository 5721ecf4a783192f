"""The key of module 3: what is right, what is wrong and why.

The answers are written as a learner could write them, and not taken from
``solidarity.models.poverty``: a test compares the two.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd

from solidarity.data import load
from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import given, then

SURVEY = load("vietnam_1998")
SURVEY["per_head"] = SURVEY["spending"] / SURVEY["people"]
LINE = float(SURVEY["per_head"].median() / 2)
POOR = SURVEY[SURVEY["per_head"] < LINE]
EVERYBODY = int(SURVEY["people"].sum())
EACH_PERSON = SURVEY["per_head"].repeat(SURVEY["people"])

# --- 1. How many people are below the line? -------------------------------------------------------


def _part_below(rows: pd.DataFrame) -> float:
    return float(rows[rows["per_head"] < LINE]["people"].sum() / rows["people"].sum())


poor_people = Exercise(
    kind="number",
    points=1,
    outcome="M3.2",
    read="reading#a-real-survey",
    tolerance=0.0005,
    relative_tolerance=0.005,  # so that 10.4 is seen to be meant in percent
    answer=int(POOR["people"].sum()) / EVERYBODY,
    mistakes={
        "counts-households": len(POOR) / len(SURVEY),
        "household-total": SURVEY[SURVEY["spending"] < LINE]["people"].sum() / EVERYBODY,
        "number-not-part": POOR["people"].sum(),
        "people-by-households": POOR["people"].sum() / len(SURVEY),
        "turned-round": 1 - POOR["people"].sum() / EVERYBODY,
        "as-percent": 100 * POOR["people"].sum() / EVERYBODY,
        "upside-down": EVERYBODY / POOR["people"].sum(),
        "households-by-people": len(POOR) / EVERYBODY,
        "household-size": POOR["people"].sum() / len(POOR),
        "part-of-the-others": POOR["people"].sum() / (EVERYBODY - POOR["people"].sum()),
        "median-is-the-line": (SURVEY[SURVEY["per_head"] < 2 * LINE]["people"].sum() / EVERYBODY),
        "five-neighbours": 0.4,
        "only-the-countryside": _part_below(SURVEY[SURVEY["area"] == "countryside"]),
        "plain-average": sum(_part_below(rows) for _, rows in SURVEY.groupby("area")) / 2,
        "another-line": 0.37,
        "two-digits": 0.10,
        "median-of-the-people": float(EACH_PERSON.lt(EACH_PERSON.median() / 2).mean()),
    },
)

# --- 2. Headcount, gap and severity ---------------------------------------------------------------


def _fgt(spending: pd.Series, line: float, alpha: int, people: pd.Series) -> float:
    poor = spending < line
    gap = (line - spending) / line
    return float((gap[poor] ** alpha * people[poor]).sum() / people.sum())


def _draw_fgt(rng: Random) -> dict[str, Any]:
    rows = rng.randint(5, 12)
    # The first is below the line and the last is not, so that every mistake shows.
    spending = [rng.randint(5, 45), *(rng.randint(5, 150) for _ in range(rows - 2)), 120]
    return {
        "spending": pd.Series(spending),
        "line": rng.choice([50, 60, 80]),
        "alpha": rng.choice([0, 1, 2]),
        "people": pd.Series([rng.randint(1, 9) for _ in range(rows)]),
    }


NEIGHBOURS = pd.Series([4, 8, 12, 16, 40])
ONE_EACH = pd.Series([1, 1, 1, 1, 1])

fgt = Exercise(
    points=4,
    edge_points=1,
    outcome="M3.1",
    read="reading#a-line-and-how-far-below-it",
    tolerance=0.001,
    answer=_fgt,
    examples=[
        {"spending": NEIGHBOURS, "line": 10, "alpha": 1, "people": ONE_EACH},
        {"spending": NEIGHBOURS, "line": 20, "alpha": 2, "people": pd.Series([6, 4, 4, 3, 4])},
        {
            "spending": pd.Series([15, 5, 12, 30]),
            "line": 12,
            "alpha": 0,
            "people": pd.Series([2, 6, 4, 4]),
        },
    ],
    edges=[
        {"spending": NEIGHBOURS, "line": 2, "alpha": 1, "people": ONE_EACH},
        {"spending": NEIGHBOURS, "line": 50, "alpha": 2, "people": ONE_EACH},
        {
            "spending": pd.Series([3, 0]),
            "line": 10,
            "alpha": 0,
            "people": pd.Series([2, 5]),
        },
    ],
    draw=_draw_fgt,
    mistakes={
        # Where nobody is poor this way divides nothing by nothing, and pandas says nan.
        "divides-by-poor": lambda spending, line, alpha, people: (
            (((line - spending) / line)[spending < line] ** alpha * people[spending < line]).sum()
            / people[spending < line].sum()
            if (spending < line).any()
            else float("nan")
        ),
        "negative-gaps": lambda spending, line, alpha, people: (
            (((line - spending) / line) ** alpha * people).sum() / people.sum()
        ),
        "unweighted": lambda spending, line, alpha, people: (
            (((line - spending) / line)[spending < line] ** alpha).sum() / len(people)
        ),
        "people-by-households": lambda spending, line, alpha, people: (
            (((line - spending) / line)[spending < line] ** alpha * people[spending < line]).sum()
            / len(people)
        ),
        "gap-turned-round": lambda spending, line, alpha, people: (
            (((spending - line) / line)[spending < line] ** alpha * people[spending < line]).sum()
            / people.sum()
        ),
        "people-in-the-power": lambda spending, line, alpha, people: (
            ((((line - spending) / line)[spending < line] * people[spending < line]) ** alpha).sum()
            / people.sum()
        ),
        "gap-of-spending": lambda spending, line, alpha, people: (
            (
                ((line - spending) / spending)[spending < line] ** alpha * people[spending < line]
            ).sum()
            / people.sum()
        ),
        "gap-not-divided": lambda spending, line, alpha, people: (
            ((line - spending)[spending < line] ** alpha * people[spending < line]).sum()
            / people.sum()
        ),
        "on-the-line-is-poor": lambda spending, line, alpha, people: (
            (((line - spending) / line)[spending <= line] ** alpha * people[spending <= line]).sum()
            / people.sum()
        ),
        "gap-times-alpha": lambda spending, line, alpha, people: (
            (((line - spending) / line)[spending < line] * alpha * people[spending < line]).sum()
            / people.sum()
        ),
        "not-divided": lambda spending, line, alpha, people: (
            ((line - spending) / line)[spending < line] ** alpha * people[spending < line]
        ).sum(),
        "alpha-left-out": given(alpha=1),
        "always-squared": given(alpha=2),
        "above-not-below": lambda spending, line, alpha, people: (
            (((line - spending) / line)[spending > line] ** alpha * people[spending > line]).sum()
            / people.sum()
        ),
        "power-of-the-average": lambda spending, line, alpha, people: (
            _fgt(spending, line, 1, people) ** alpha
        ),
        "everybody-at-alpha-nought": lambda spending, line, alpha, people: (
            1.0 if alpha == 0 else _fgt(spending, line, alpha, people)
        ),
        "divided-by-people-again": lambda spending, line, alpha, people: _fgt(
            spending / people, line, alpha, people
        ),
        "average-of-the-poor": lambda spending, line, alpha, people: (
            ((line - spending) / line)[spending < line] ** alpha
        ).mean(),
        "brackets-of-the-gap": lambda spending, line, alpha, people: (
            ((line - spending / line)[spending < line] ** alpha * people[spending < line]).sum()
            / people.sum()
        ),
    },
)

# --- 3. The three measures of the survey ----------------------------------------------------------


def _three(**inputs: Any) -> list[float]:
    return [_fgt(alpha=alpha, **inputs) for alpha in (0, 1, 2)]


def _gaps(among: pd.DataFrame) -> pd.Series:
    return (LINE - among["per_head"]) / LINE


PER_HEAD = {"spending": SURVEY["per_head"], "line": LINE}

three_measures = Exercise(
    kind="number",
    points=2,
    outcome="M3.1",
    read="reading#a-line-and-how-far-below-it",
    tolerance=0.0005,
    answer=_three(**PER_HEAD, people=SURVEY["people"]),
    mistakes={
        "counts-households": _three(**PER_HEAD, people=pd.Series(1, index=SURVEY.index)),
        "household-total": _three(
            spending=SURVEY["spending"],
            line=SURVEY["spending"].median() / 2,
            people=SURVEY["people"],
        ),
        "divides-by-poor": [
            (_gaps(POOR) ** a * POOR["people"]).sum() / POOR["people"].sum() for a in (0, 1, 2)
        ],
        "negative-gaps": [
            (_gaps(SURVEY) ** a * SURVEY["people"]).sum() / EVERYBODY for a in (0, 1, 2)
        ],
        "last-first": _three(**PER_HEAD, people=SURVEY["people"])[::-1],
        "alpha-from-one": [
            _fgt(**PER_HEAD, alpha=alpha, people=SURVEY["people"]) for alpha in (1, 2, 3)
        ],
        "as-percent": [100 * part for part in _three(**PER_HEAD, people=SURVEY["people"])],
        "five-neighbours": [0.4, 0.16, 0.08],
        "headcount-three-times": [_fgt(**PER_HEAD, alpha=0, people=SURVEY["people"])] * 3,
        "total-against-the-line": _three(
            spending=SURVEY["spending"], line=LINE, people=SURVEY["people"]
        ),
        "gap-not-divided": [
            LINE**alpha * part
            for alpha, part in enumerate(_three(**PER_HEAD, people=SURVEY["people"]))
        ],
        "numbers-not-parts": [
            EVERYBODY * part for part in _three(**PER_HEAD, people=SURVEY["people"])
        ],
        "doubled-not-squared": [
            _fgt(**PER_HEAD, alpha=0, people=SURVEY["people"]),
            _fgt(**PER_HEAD, alpha=1, people=SURVEY["people"]),
            2 * _fgt(**PER_HEAD, alpha=1, people=SURVEY["people"]),
        ],
        "squares-the-total": [
            _fgt(**PER_HEAD, alpha=0, people=SURVEY["people"]),
            _fgt(**PER_HEAD, alpha=1, people=SURVEY["people"]),
            _fgt(**PER_HEAD, alpha=1, people=SURVEY["people"]) ** 2,
        ],
        "gaps-by-the-poor": [
            _fgt(**PER_HEAD, alpha=0, people=SURVEY["people"]),
            *((_gaps(POOR) ** a * POOR["people"]).sum() / POOR["people"].sum() for a in (1, 2)),
        ],
        "headcount-of-households": [
            len(POOR) / len(SURVEY),
            *(_fgt(**PER_HEAD, alpha=alpha, people=SURVEY["people"]) for alpha in (1, 2)),
        ],
    },
)

# --- 4. Where do they live? -----------------------------------------------------------------------


def _by_group(headcount: Any) -> pd.DataFrame:
    """A row for each kind of place and work; headcount is a function of its households."""
    groups = [
        {
            "area": area,
            "farm": farm,
            "people": rows["people"].sum(),
            "headcount": headcount(rows, rows[rows["per_head"] < LINE]),
        }
        for (area, farm), rows in SURVEY.groupby(["area", "farm"])
    ]
    return pd.DataFrame(groups)


by_group = Exercise(
    kind="table",
    points=3,
    outcome="M3.2",
    read="reading#town-and-countryside",
    tolerance=0.0005,
    others_may_stay=True,
    answer=_by_group(lambda rows, poor: poor["people"].sum() / rows["people"].sum()),
    mistakes={
        "counts-households": _by_group(lambda rows, poor: len(poor) / len(rows)),
        "households-by-people": _by_group(lambda rows, poor: len(poor) / rows["people"].sum()),
        "averages-not-sums": _by_group(
            lambda rows, poor: poor["people"].sum() / rows["people"].sum()
        ).assign(people=[rows["people"].mean() for _, rows in SURVEY.groupby(["area", "farm"])]),
        "part-of-the-poor": _by_group(
            lambda rows, poor: poor["people"].sum() / POOR["people"].sum()
        ),
        "part-of-everybody": _by_group(lambda rows, poor: poor["people"].sum() / EVERYBODY),
        "number-not-part": _by_group(lambda rows, poor: poor["people"].sum()),
        "turned-round": _by_group(
            lambda rows, poor: 1 - poor["people"].sum() / rows["people"].sum()
        ),
        "as-percent": _by_group(
            lambda rows, poor: 100 * poor["people"].sum() / rows["people"].sum()
        ),
        "rows-not-people": _by_group(lambda rows, poor: len(poor) / len(rows)).assign(
            people=[len(rows) for _, rows in SURVEY.groupby(["area", "farm"])]
        ),
        "people-counted": _by_group(
            lambda rows, poor: poor["people"].sum() / rows["people"].sum()
        ).assign(people=[len(rows) for _, rows in SURVEY.groupby(["area", "farm"])]),
        "people-are-the-poor": _by_group(
            lambda rows, poor: poor["people"].sum() / rows["people"].sum()
        ).assign(people=[rows["people"].sum() for _, rows in POOR.groupby(["area", "farm"])]),
        "only-the-poor": _by_group(lambda rows, poor: poor["people"].sum() / EVERYBODY).assign(
            people=[rows["people"].sum() for _, rows in POOR.groupby(["area", "farm"])]
        ),
        "household-total": _by_group(
            lambda rows, poor: rows[rows["spending"] < LINE]["people"].sum() / rows["people"].sum()
        ),
        "a-line-for-each": _by_group(
            lambda rows, poor: (
                rows[rows["per_head"] < rows["per_head"].median() / 2]["people"].sum()
                / rows["people"].sum()
            )
        ),
        "upside-down": _by_group(lambda rows, poor: rows["people"].sum() / poor["people"].sum()),
        "two-digits": _by_group(
            lambda rows, poor: round(poor["people"].sum() / rows["people"].sum(), 2)
        ),
    },
)

# --- 5. From the groups back to the whole ---------------------------------------------------------


def _total(people: pd.Series, headcount: pd.Series) -> float:
    return float((people * headcount).sum() / people.sum())


def _draw_groups(rng: Random) -> dict[str, Any]:
    groups = rng.randint(2, 6)
    people = [rng.randint(20, 9_000) for _ in range(groups - 1)]
    return {
        "people": pd.Series([10 + sum(people), *people]),
        "headcount": pd.Series([rng.randint(101, 9_499) / 10_000 for _ in range(groups)]),
    }


total_of_groups = Exercise(
    kind="mend",
    points=2,
    edge_points=0.5,
    outcome="M3.2",
    read="reading#town-and-countryside",
    tolerance=0.001,
    answer=_total,
    examples=[
        {"people": pd.Series([900, 100]), "headcount": pd.Series([0.2, 0.6])},
        {"people": pd.Series([20_791, 7_718]), "headcount": pd.Series([0.1373, 0.0136])},
        # Of three groups the middle one is not the average.
        {"people": pd.Series([300, 50, 120]), "headcount": pd.Series([0.15, 0.7, 0.2])},
    ],
    edges=[
        {"people": pd.Series([250]), "headcount": pd.Series([0.3])},
        {"people": pd.Series([0, 60]), "headcount": pd.Series([0.9, 0.1])},
        {"people": pd.Series([10, 20, 30]), "headcount": pd.Series([0, 0, 0])},
    ],
    draw=_draw_groups,
    mistakes={
        "as-given": lambda people, headcount: headcount.mean(),
        "divides-by-groups": lambda people, headcount: (people * headcount).sum() / len(people),
        "not-divided": lambda people, headcount: (people * headcount).sum(),
        "adds-headcounts": lambda people, headcount: headcount.sum(),
        "weights-turned-round": lambda people, headcount: (
            (people[::-1].values * headcount).sum() / people.sum()
        ),
        "median-of-groups": lambda people, headcount: headcount.median(),
        "largest-group": lambda people, headcount: headcount[people == people.max()].mean(),
        "divides-by-headcounts": lambda people, headcount: (
            (people * headcount).sum() / headcount.sum() if headcount.any() else float("nan")
        ),
        "divides-first": lambda people, headcount: (people / headcount).sum() / people.sum(),
        "as-percent": then(lambda right: 100 * right),
        "upside-down": then(lambda right: 1 / right),
        "turned-round": then(lambda right: 1 - right),
    },
)

# --- 6. The Gini ----------------------------------------------------------------------------------


def _gini(spending: pd.Series) -> float:
    place = spending.rank(method="first")
    n = len(spending)
    return float(2 * (place * spending).sum() / (n * spending.sum()) - (n + 1) / n)


def _as_they_stand(spending: pd.Series) -> pd.Series:
    return pd.Series([i + 1 for i in range(len(spending))], index=spending.index)


def _draw_spending(rng: Random, rows: int) -> pd.Series:
    values = [rng.randint(1, 400) for _ in range(rows)]
    # Never in order, so that forgetting to rank shows.
    return pd.Series([max(values) + 7, *values])


gini = Exercise(
    points=3,
    edge_points=1,
    outcome="M3.4",
    read="reading#who-has-how-much",
    tolerance=0.001,
    answer=_gini,
    examples=[
        {"spending": pd.Series([1, 2, 3, 4])},
        {"spending": pd.Series([30, 5, 12, 5, 48])},
    ],
    edges=[
        {"spending": pd.Series([7, 7, 7, 7])},
        {"spending": pd.Series([0, 0, 90, 0, 0])},
        {"spending": pd.Series([25])},
    ],
    draw=lambda rng: {"spending": _draw_spending(rng, rng.randint(4, 14))},
    mistakes={
        "not-ranked": lambda spending: (
            2 * (_as_they_stand(spending) * spending).sum() / (len(spending) * spending.sum())
            - (len(spending) + 1) / len(spending)
        ),
        "richest-first": then(lambda right: -right),
        "as-percent": then(lambda right: 100 * right),
        "last-part-forgotten": lambda spending: (
            _gini(spending) + (len(spending) + 1) / len(spending)
        ),
        "last-part-is-one": lambda spending: _gini(spending) + 1 / len(spending),
        "two-forgotten": lambda spending: (
            (_gini(spending) + (len(spending) + 1) / len(spending)) / 2
            - (len(spending) + 1) / len(spending)
        ),
        "brackets-forgotten": lambda spending: (
            (_gini(spending) + (len(spending) + 1) / len(spending))
            - len(spending)
            + 1 / len(spending)
        ),
        "times-the-total": lambda spending: (
            (_gini(spending) + (len(spending) + 1) / len(spending)) * spending.sum() ** 2
            - (len(spending) + 1) / len(spending)
        ),
        "equality-not-inequality": then(lambda right: 1 - right),
        "n-forgotten": lambda spending: (
            (_gini(spending) + (len(spending) + 1) / len(spending)) * len(spending)
            - (len(spending) + 1) / len(spending)
        ),
        "places-from-zero": lambda spending: _gini(spending) - 2 / len(spending),
        "fraction-turned-round": lambda spending: (
            _gini(spending)
            + (len(spending) + 1) / len(spending)
            - len(spending) / (len(spending) + 1)
        ),
        "n-minus-one": lambda spending: _gini(spending) + 2 / len(spending),
        "largest-not-total": lambda spending: (
            (_gini(spending) + (len(spending) + 1) / len(spending))
            * spending.sum()
            / spending.max()
            - (len(spending) + 1) / len(spending)
        ),
        "sums-apart": lambda spending: (
            2 * spending.rank(method="first").sum() / len(spending)
            - (len(spending) + 1) / len(spending)
        ),
        "same-place-for-the-same": lambda spending: (
            2 * (spending.rank(method="min") * spending).sum() / (len(spending) * spending.sum())
            - (len(spending) + 1) / len(spending)
        ),
        "n-less-one-below": lambda spending: _gini(spending) * len(spending) / (len(spending) - 1),
        "richest-by-poorest": lambda spending: (
            spending.max() / spending.min() if spending.min() else float("inf")
        ),
    },
)

# --- 7. The Gini of the survey --------------------------------------------------------------------

gini_people = Exercise(
    kind="number",
    points=1,
    outcome="M3.4",
    read="reading#who-has-how-much",
    tolerance=0.0005,
    relative_tolerance=0.0013,  # so that 36.5 is seen to be meant in percent
    answer=_gini(EACH_PERSON),
    mistakes={
        "counts-households": _gini(SURVEY["per_head"]),
        "household-total": _gini(SURVEY["spending"]),
        "total-for-each-person": _gini(SURVEY["spending"].repeat(SURVEY["people"])),
        "as-percent": 100 * _gini(EACH_PERSON),
        "equality-not-inequality": 1 - _gini(EACH_PERSON),
        "last-part-forgotten": _gini(EACH_PERSON) + (EVERYBODY + 1) / EVERYBODY,
        "two-forgotten": (
            (_gini(EACH_PERSON) + (EVERYBODY + 1) / EVERYBODY) / 2 - (EVERYBODY + 1) / EVERYBODY
        ),
        "four-people": 0.25,
        "palma-of-ten": 2,
        "headcount-not-gini": int(POOR["people"].sum()) / EVERYBODY,
        "household-size": _gini(SURVEY["people"]),
    },
)

# --- 8. The Palma ---------------------------------------------------------------------------------


def _palma(spending: pd.Series) -> float:
    ranked = spending.sort_values()
    tenth = len(spending) // 10
    return float(ranked.tail(tenth).sum() / ranked.head(4 * tenth).sum())


def _ends(spending: pd.Series, richest: int, poorest: int) -> float:
    """So many of the richest, by so many of the poorest."""
    ranked = spending.sort_values()
    return float(ranked.tail(richest).sum() / ranked.head(poorest).sum())


palma = Exercise(
    points=3,
    edge_points=1,
    outcome="M3.4",
    read="reading#who-has-how-much",
    tolerance=0.001,
    answer=_palma,
    examples=[
        {"spending": pd.Series([4, 1, 3, 2, 12, 5, 1, 3, 2, 4])},
        {
            "spending": pd.Series(
                [9, 6, 3, 40, 11, 8, 5, 2, 30, 10, 7, 4, 1, 14, 13, 12, 20, 16, 15, 18, 17]
            )
        },
        # Of 19 people a tenth is one, and four of them are 4: not 7, as 40 % by itself would be.
        {
            "spending": pd.Series(
                [40, 12, 7, 25, 9, 31, 6, 18, 95, 14, 22, 8, 55, 11, 28, 16, 10, 35, 20]
            )
        },
    ],
    edges=[
        {"spending": pd.Series([6] * 10)},
        {"spending": pd.Series([5, 1, 2, 3, 4, 6, 7, 8, 9, 10, 90])},
        {"spending": pd.Series([2, 2, 2, 2, 9, 9, 9, 9, 9, 9])},
    ],
    draw=lambda rng: {"spending": _draw_spending(rng, rng.randint(20, 60))},
    mistakes={
        "tenth-by-tenth": lambda spending: (
            spending.sort_values().tail(len(spending) // 10).sum()
            / spending.sort_values().head(len(spending) // 10).sum()
        ),
        "not-sorted": lambda spending: (
            spending.tail(len(spending) // 10).sum()
            / spending.head(4 * (len(spending) // 10)).sum()
        ),
        "always-ten": lambda spending: (
            spending.sort_values().tail(1).sum() / spending.sort_values().head(4).sum()
        ),
        "upside-down": then(lambda right: 1 / right),
        "part-of-everything": lambda spending: (
            spending.sort_values().tail(len(spending) // 10).sum() / spending.sum()
        ),
        "means-not-sums": then(lambda right: 4 * right),
        "against-the-rest": lambda spending: (
            spending.sort_values().tail(len(spending) // 10).sum()
            / spending.sort_values().head(len(spending) - len(spending) // 10).sum()
        ),
        "forty-percent-by-itself": lambda spending: _ends(
            spending, len(spending) // 10, 4 * len(spending) // 10
        ),
        "rounded-up": lambda spending: _ends(
            spending, -(-len(spending) // 10), -(-len(spending) // 10) * 4
        ),
        "rounded-to-nearest": lambda spending: _ends(
            spending, round(len(spending) / 10), 4 * round(len(spending) / 10)
        ),
        "four-tenths-twice": lambda spending: _ends(
            spending, 4 * (len(spending) // 10), 4 * (len(spending) // 10)
        ),
        "ends-changed": lambda spending: (
            spending.sort_values().head(len(spending) // 10).sum()
            / spending.sort_values().tail(4 * (len(spending) // 10)).sum()
        ),
        "always-five": lambda spending: _ends(spending, 5, 5),
        "four-times-the-poorest": lambda spending: (
            _ends(spending, len(spending) // 10, len(spending) // 10) / 4
        ),
        "difference": lambda spending: (
            spending.sort_values().tail(len(spending) // 10).sum()
            - spending.sort_values().head(4 * (len(spending) // 10)).sum()
        ),
        "by-the-limits": lambda spending: (
            spending[spending >= spending.quantile(0.9)].sum()
            / spending[spending <= spending.quantile(0.4)].sum()
        ),
    },
)

# --- 9. A score out of several signs --------------------------------------------------------------


def _measures(h: float, a: float, m0: float) -> dict[str, float]:
    return {"H": h, "A": a, "M0": m0}


def _scores(signs: pd.DataFrame, weights: list[int]) -> pd.Series:
    return (signs * weights).sum(axis=1) / sum(weights)


def _from(score: pd.Series, poor: pd.Series) -> dict[str, float]:
    if poor.sum() == 0:
        return _measures(0, 0, 0)
    return _measures(poor.mean(), score[poor].mean(), poor.mean() * score[poor].mean())


def _alkire_foster(signs: pd.DataFrame, weights: list[int], k: float) -> dict[str, float]:
    score = _scores(signs, weights)
    return _from(score, score >= k)


def _with(signs: pd.DataFrame, weights: list[int], k: float, change: Any) -> dict[str, float]:
    """The right answer, with what ``change`` makes of it: a function of it and of all scores."""
    right = _alkire_foster(signs, weights, k)
    return right | change(right, _scores(signs, weights)) if right["H"] else right


def _signs(*rows: str) -> pd.DataFrame:
    """A table of signs out of texts such as "1010", a row for each household."""
    columns = ["water", "latrine", "roof", "meals"]
    return pd.DataFrame([[int(sign) for sign in row] for row in rows], columns=columns)


def _draw_signs(rng: Random) -> dict[str, Any]:
    rows = ["".join(rng.choice("01") for _ in range(4)) for _ in range(rng.randint(4, 10))]
    # Weights that add up to 8: scores and the limit are then exact, however they are computed.
    weights = rng.choice([[4, 2, 1, 1], [3, 3, 1, 1], [1, 2, 2, 3], [5, 1, 1, 1]])
    limit = rng.choice([0.25, 0.375, 0.5, 0.625])
    return {"signs": _signs("1111", "1000", *rows), "weights": weights, "k": limit}


alkire_foster = Exercise(
    points=4,
    edge_points=1,
    outcome="M3.3",
    read="reading#nine-signs",
    tolerance=0.001,
    answer=_alkire_foster,
    examples=[
        {
            "signs": _signs("1110", "1010", "0001", "0000"),
            "weights": [1, 1, 1, 1],
            "k": 0.5,
        },
        {
            "signs": _signs("1000", "0110", "1111", "0100", "0011"),
            "weights": [4, 2, 1, 1],
            "k": 0.375,
        },
        # One household alone is poor.
        {"signs": _signs("1000", "0011", "0100"), "weights": [1, 2, 2, 3], "k": 0.5},
    ],
    edges=[
        {"signs": _signs("0000", "0000", "0000"), "weights": [1, 1, 1, 1], "k": 0.25},
        {"signs": _signs("1111", "1111"), "weights": [2, 2, 2, 2], "k": 1},
        {"signs": _signs("1000", "0100", "0000"), "weights": [5, 1, 1, 1], "k": 0.75},
    ],
    draw=_draw_signs,
    mistakes={
        "not-censored": lambda signs, weights, k: _with(
            signs, weights, k, lambda right, score: {"M0": score.mean()}
        ),
        "intensity-over-everyone": lambda signs, weights, k: _with(
            signs,
            weights,
            k,
            lambda right, score: {"A": score.mean(), "M0": right["H"] * score.mean()},
        ),
        "m0-is-the-headcount": lambda signs, weights, k: _with(
            signs, weights, k, lambda right, score: {"M0": right["H"]}
        ),
        "weights-as-they-are": lambda signs, weights, k: _from(
            (signs * weights).sum(axis=1), (signs * weights).sum(axis=1) >= k
        ),
        "by-the-number-of-signs": lambda signs, weights, k: _from(
            (signs * weights).sum(axis=1) / len(weights),
            (signs * weights).sum(axis=1) / len(weights) >= k,
        ),
        "down-the-columns": lambda signs, weights, k: _from(
            (signs * weights).sum() / sum(weights), (signs * weights).sum() / sum(weights) >= k
        ),
        "number-not-part": lambda signs, weights, k: _with(
            signs,
            weights,
            k,
            lambda right, score: {
                "H": right["H"] * len(score),
                "M0": right["M0"] * len(score),
            },
        ),
        "weights-ignored": given(weights=[1, 1, 1, 1]),
        "above-not-from": lambda signs, weights, k: _from(
            _scores(signs, weights), _scores(signs, weights) > k
        ),
        "adds-h-and-a": lambda signs, weights, k: _with(
            signs, weights, k, lambda right, score: {"M0": right["H"] + right["A"]}
        ),
        "below-not-from": lambda signs, weights, k: _from(
            _scores(signs, weights), _scores(signs, weights) <= k
        ),
        "any-sign": lambda signs, weights, k: _from(
            _scores(signs, weights), _scores(signs, weights) > 0
        ),
        "weights-of-the-reading": given(weights=[2, 1, 1, 1]),
        "always-one-half": given(k=0.5),
        "h-and-a-changed": lambda signs, weights, k: _with(
            signs, weights, k, lambda right, score: {"H": right["A"], "A": right["H"]}
        ),
        "a-over-all-households": lambda signs, weights, k: _with(
            signs,
            weights,
            k,
            lambda right, score: {"A": right["M0"], "M0": right["H"] * right["M0"]},
        ),
        "a-not-divided": lambda signs, weights, k: _with(
            signs,
            weights,
            k,
            lambda right, score: {
                "A": right["A"] * sum(weights),
                "M0": right["M0"] * sum(weights),
            },
        ),
    },
)

# --- 10. Whom did it miss? ------------------------------------------------------------------------


def _errors(poor: pd.Series, reached: pd.Series) -> dict[str, float]:
    return {
        "exclusion": (poor & ~reached).sum() / poor.sum(),
        "inclusion": (reached & ~poor).sum() / reached.sum(),
    }


def _draw_errors(rng: Random) -> dict[str, Any]:
    # One of each kind, so that nothing is divided by nothing; four of one, so that mistakes show.
    pairs = [(True, True), (True, False), (False, True), (False, False), (True, False)]
    pairs += [(rng.random() < 0.4, rng.random() < 0.6) for _ in range(rng.randint(3, 15))]
    rng.shuffle(pairs)
    return {
        "poor": pd.Series([poor for poor, _ in pairs]),
        "reached": pd.Series([reached for _, reached in pairs]),
    }


def _yes(places: str) -> pd.Series:
    return pd.Series([place == "y" for place in places])


targeting_errors = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M3.5",
    read="reading#did-it-reach-them",
    tolerance=0.001,
    answer=_errors,
    examples=[
        {"poor": _yes("yyyynnnnnn"), "reached": _yes("ynnnyynnnn")},
        {"poor": _yes("ynyynnyn"), "reached": _yes("yyynynyn")},
        {"poor": _yes("nnyyyy"), "reached": _yes("yyynnn")},
    ],
    edges=[
        {"poor": _yes("ynyn"), "reached": _yes("ynyn")},
        {"poor": _yes("yynn"), "reached": _yes("nnyy")},
        {"poor": _yes("ynn"), "reached": _yes("yyy")},
    ],
    draw=_draw_errors,
    mistakes={
        "turned-round": lambda poor, reached: {
            "exclusion": (reached & ~poor).sum() / reached.sum(),
            "inclusion": (poor & ~reached).sum() / poor.sum(),
        },
        "of-everybody": lambda poor, reached: {
            "exclusion": (poor & ~reached).sum() / len(poor),
            "inclusion": (reached & ~poor).sum() / len(poor),
        },
        "below-the-stroke": lambda poor, reached: {
            "exclusion": (poor & ~reached).sum() / reached.sum(),
            "inclusion": (reached & ~poor).sum() / poor.sum(),
        },
        "not-poor-below": lambda poor, reached: {
            "exclusion": (poor & ~reached).sum() / poor.sum(),
            "inclusion": (reached & ~poor).sum() / max((~poor).sum(), 1),
        },
        "one-condition": lambda poor, reached: {
            "exclusion": (~reached).sum() / poor.sum(),
            "inclusion": (~poor).sum() / reached.sum(),
        },
        "hits-not-errors": lambda poor, reached: {
            "exclusion": (poor & reached).sum() / poor.sum(),
            "inclusion": (reached & poor).sum() / reached.sum(),
        },
        "numbers-not-parts": lambda poor, reached: {
            "exclusion": (poor & ~reached).sum(),
            "inclusion": (reached & ~poor).sum(),
        },
        "of-the-others": lambda poor, reached: {
            "exclusion": (poor & ~reached).sum() / max((~reached).sum(), 1),
            "inclusion": (reached & ~poor).sum() / max((~poor).sum(), 1),
        },
        "both-by-the-poor": lambda poor, reached: {
            "exclusion": (poor & ~reached).sum() / poor.sum(),
            "inclusion": (reached & ~poor).sum() / poor.sum(),
        },
        "both-by-the-reached": lambda poor, reached: {
            "exclusion": (poor & ~reached).sum() / reached.sum(),
            "inclusion": (reached & ~poor).sum() / reached.sum(),
        },
        "one-less-the-other": lambda poor, reached: {
            "exclusion": (poor & ~reached).sum() / poor.sum(),
            "inclusion": (poor & reached).sum() / poor.sum(),
        },
        "or-not-and": lambda poor, reached: {
            "exclusion": (poor | ~reached).sum() / poor.sum(),
            "inclusion": (reached | ~poor).sum() / reached.sum(),
        },
        "two-strokes": lambda poor, reached: {
            "exclusion": (poor & ~reached).sum() // poor.sum(),
            "inclusion": (reached & ~poor).sum() // reached.sum(),
        },
        "counts-compared": lambda poor, reached: {
            "exclusion": (poor.sum() - reached.sum()) / poor.sum(),
            "inclusion": (reached.sum() - poor.sum()) / reached.sum(),
        },
        "not-reached-below": lambda poor, reached: {
            "exclusion": (poor & ~reached).sum() / max((~reached).sum(), 1),
            "inclusion": (reached & ~poor).sum() / reached.sum(),
        },
    },
)

# --- 11. Two papers -------------------------------------------------------------------------------

two_papers = Exercise(
    kind="choice",
    points=1,
    outcome="M3.5",
    read="reading#did-it-reach-them",
    answer="c",
    mistakes={
        "newer-is-right": "a",
        "larger-is-right": "b",
        "doubt-everything": "d",
        "half-way": "e",
    },
)
