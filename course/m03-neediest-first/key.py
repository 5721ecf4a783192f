"""The key of module 3: what is right, what is wrong and why.

The answers are written as a learner could write them, and not taken from
``solidarity.models.poverty``: a test compares the two.
"""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd

from solidarity.check import Exercise, Mistake
from solidarity.data import load

SURVEY = load("vietnam_1998")
SURVEY["per_head"] = SURVEY["spending"] / SURVEY["people"]
LINE = float(SURVEY["per_head"].median() / 2)
POOR = SURVEY[SURVEY["per_head"] < LINE]
EVERYBODY = int(SURVEY["people"].sum())

# --- 1. How many people are below the line? -------------------------------------------------------

poor_people = Exercise(
    kind="number",
    points=1,
    outcome="M3.2",
    read="reading#a-real-survey",
    tolerance=0.0005,
    relative_tolerance=0.005,  # so that 10.4 is seen to be meant in percent
    answer=int(POOR["people"].sum()) / EVERYBODY,
    mistakes=[
        Mistake(
            "counts-households",
            len(POOR) / len(SURVEY),
            "You counted households. Each row is one household, with one person or with ten: "
            'add up the column "people" on both sides.',
        ),
        Mistake(
            "household-total",
            SURVEY[SURVEY["spending"] < LINE]["people"].sum() / EVERYBODY,
            "You compared what a whole household spends with a line for one person. "
            'Compare "per_head" with it.',
        ),
        Mistake(
            "number-not-part",
            POOR["people"].sum(),
            "That is how many people are below the line. "
            "Divide by the number of all people in the survey.",
        ),
        Mistake(
            "people-by-households",
            POOR["people"].sum() / len(SURVEY),
            "You divided people by households. Below the stroke belongs the same kind as above it: "
            "all people of the survey.",
        ),
        Mistake(
            "turned-round",
            1 - POOR["people"].sum() / EVERYBODY,
            "That is the part of the people who are not below the line. Below it is `< line`.",
        ),
        Mistake(
            "as-percent",
            100 * POOR["people"].sum() / EVERYBODY,
            "Your answer is in percent. Write the part as a number between 0 and 1.",
        ),
    ],
    hints=[
        "First keep the households below the line, as in the reading. How many people live there?",
        '`poor = survey[survey["per_head"] < line]` keeps these households. '
        '`poor["people"].sum()` counts the people in them.',
        'Divide `poor["people"].sum()` by `survey["people"].sum()`.',
    ],
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
    tolerance=1e-6,
    answer=_fgt,
    examples=[
        {"spending": NEIGHBOURS, "line": 10, "alpha": 1, "people": ONE_EACH},
        {"spending": NEIGHBOURS, "line": 20, "alpha": 2, "people": pd.Series([6, 4, 4, 3, 3])},
        {
            "spending": pd.Series([15, 5, 12, 30]),
            "line": 12,
            "alpha": 0,
            "people": pd.Series([2, 6, 4, 3]),
        },
    ],
    edges=[
        {"spending": NEIGHBOURS, "line": 2, "alpha": 1, "people": ONE_EACH},
        {"spending": NEIGHBOURS, "line": 50, "alpha": 2, "people": ONE_EACH},
        {
            "spending": pd.Series([10, 10, 0]),
            "line": 10,
            "alpha": 0,
            "people": pd.Series([2, 3, 5]),
        },
    ],
    edges_about="a place where nobody is below the line, or somebody stands exactly on it",
    draw=_draw_fgt,
    mistakes=[
        Mistake(
            "divides-by-poor",
            # Where nobody is poor this way divides nothing by nothing, and pandas says nan.
            lambda spending, line, alpha, people: (
                (
                    ((line - spending) / line)[spending < line] ** alpha * people[spending < line]
                ).sum()
                / people[spending < line].sum()
                if (spending < line).any()
                else float("nan")
            ),
            "You divided by the people below the line. Divide by all people: "
            "otherwise a country with one poor person looks as poor as one where all are.",
        ),
        Mistake(
            "negative-gaps",
            lambda spending, line, alpha, people: (
                (((line - spending) / line) ** alpha * people).sum() / people.sum()
            ),
            "Those above the line count too in your sum, so the rich make up for the poor. "
            "Their gap is nothing: keep only the rows with `spending < line`.",
        ),
        Mistake(
            "unweighted",
            lambda spending, line, alpha, people: (
                (((line - spending) / line)[spending < line] ** alpha).sum() / len(people)
            ),
            "You counted rows. Each row is a household: multiply by the people who live in it, "
            "and divide by all people.",
        ),
        Mistake(
            "people-by-households",
            lambda spending, line, alpha, people: (
                (
                    ((line - spending) / line)[spending < line] ** alpha * people[spending < line]
                ).sum()
                / len(people)
            ),
            "You multiplied by the people, and divided by the number of households. "
            "Divide by all people, `people.sum()`.",
        ),
        Mistake(
            "gap-turned-round",
            lambda spending, line, alpha, people: (
                (
                    ((spending - line) / line)[spending < line] ** alpha * people[spending < line]
                ).sum()
                / people.sum()
            ),
            "Your gaps are below 0. What is missing is the line less the spending: "
            "`line - spending`.",
        ),
        Mistake(
            "people-in-the-power",
            lambda spending, line, alpha, people: (
                (
                    (((line - spending) / line)[spending < line] * people[spending < line]) ** alpha
                ).sum()
                / people.sum()
            ),
            "You raised the people to the power too. First `gap ** alpha`, then times the people.",
        ),
        Mistake(
            "gap-of-spending",
            lambda spending, line, alpha, people: (
                (
                    ((line - spending) / spending)[spending < line] ** alpha
                    * people[spending < line]
                ).sum()
                / people.sum()
            ),
            "You divided the shortfall by what people spend. The gap is a part of the line: "
            "divide by `line`.",
        ),
        Mistake(
            "gap-not-divided",
            lambda spending, line, alpha, people: (
                ((line - spending)[spending < line] ** alpha * people[spending < line]).sum()
                / people.sum()
            ),
            "Your gap is an amount of money. Divide it by the line, so that it is a part of it.",
        ),
        Mistake(
            "on-the-line-is-poor",
            lambda spending, line, alpha, people: (
                (
                    ((line - spending) / line)[spending <= line] ** alpha * people[spending <= line]
                ).sum()
                / people.sum()
            ),
            "Who stands exactly on the line is not below it. Use `<` in the place of `<=`.",
        ),
        Mistake(
            "gap-times-alpha",
            lambda spending, line, alpha, people: (
                (
                    ((line - spending) / line)[spending < line] * alpha * people[spending < line]
                ).sum()
                / people.sum()
            ),
            "You multiplied the gap by alpha. Raise it to the power, with two stars: "
            "`gap ** alpha`.",
        ),
        Mistake(
            "not-divided",
            lambda spending, line, alpha, people: (
                ((line - spending) / line)[spending < line] ** alpha * people[spending < line]
            ).sum(),
            "That is the sum over the people below the line. Divide it by all people.",
        ),
    ],
    hints=[
        "Do the five neighbours of the reading by hand first. Which numbers did you add, "
        "and by what did you divide?",
        "Three steps: `poor = spending < line`, then `gap = (line - spending) / line`, "
        "then the power of the gaps of the poor, each times its people.",
        "`total = (gap[poor] ** alpha * people[poor]).sum()`. Return it divided by `people.sum()`.",
    ],
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
    mistakes=[
        Mistake(
            "counts-households",
            _three(**PER_HEAD, people=pd.Series(1, index=SURVEY.index)),
            "These are the measures over households. Poor households are larger: "
            'let each count with its people, `survey["people"]`.',
        ),
        Mistake(
            "household-total",
            _three(
                spending=SURVEY["spending"],
                line=SURVEY["spending"].median() / 2,
                people=SURVEY["people"],
            ),
            "You took what a whole household spends. Ten people share what may be much for one: "
            'use `survey["per_head"]`.',
        ),
        Mistake(
            "divides-by-poor",
            [(_gaps(POOR) ** a * POOR["people"]).sum() / POOR["people"].sum() for a in (0, 1, 2)],
            "You divided by the people below the line, so the headcount is 1. "
            "Divide by all people of the survey.",
        ),
        Mistake(
            "negative-gaps",
            [(_gaps(SURVEY) ** a * SURVEY["people"]).sum() / EVERYBODY for a in (0, 1, 2)],
            "Those above the line count in your sums. Keep only the rows below it.",
        ),
        Mistake(
            "last-first",
            _three(**PER_HEAD, people=SURVEY["people"])[::-1],
            "The three numbers are right, and their order is turned round. "
            "Begin with alpha 0, the headcount.",
        ),
        Mistake(
            "alpha-from-one",
            [_fgt(**PER_HEAD, alpha=alpha, people=SURVEY["people"]) for alpha in (1, 2, 3)],
            "You took alpha 1, 2 and 3. Begin with alpha 0, the headcount.",
        ),
        Mistake(
            "as-percent",
            [100 * part for part in _three(**PER_HEAD, people=SURVEY["people"])],
            "Your numbers are in percent. Write them as parts between 0 and 1.",
        ),
        Mistake(
            "five-neighbours",
            [0.4, 0.16, 0.08],
            "These are the measures of the five neighbours. "
            'Give `fgt` the survey: `survey["per_head"]`, `line` and `survey["people"]`.',
        ),
        Mistake(
            "squares-the-total",
            [
                _fgt(**PER_HEAD, alpha=0, people=SURVEY["people"]),
                _fgt(**PER_HEAD, alpha=1, people=SURVEY["people"]),
                _fgt(**PER_HEAD, alpha=1, people=SURVEY["people"]) ** 2,
            ],
            "You squared the average gap. Square the gap of each household first, "
            "and average after that.",
        ),
    ],
    hints=[
        "Call your function three times, with alpha 0, 1 and 2.",
        'Its inputs are `survey["per_head"]`, `line`, the alpha, and `survey["people"]`.',
        'The first of the three is `fgt(survey["per_head"], line, 0, survey["people"])`. '
        "Put three such calls in square brackets, with commas between them.",
    ],
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
    answer=_by_group(lambda rows, poor: poor["people"].sum() / rows["people"].sum()),
    mistakes=[
        Mistake(
            "counts-households",
            _by_group(lambda rows, poor: len(poor) / len(rows)),
            "Your headcount is over households. "
            'Add up "people" in each group, not rows: poor households are larger.',
        ),
        Mistake(
            "households-by-people",
            _by_group(lambda rows, poor: len(poor) / rows["people"].sum()),
            "You divided poor households by people. True and False count each row once: "
            'multiply by `survey["people"]`, as in the reading.',
        ),
        Mistake(
            "averages-not-sums",
            _by_group(lambda rows, poor: poor["people"].sum() / rows["people"].sum()).assign(
                people=[rows["people"].mean() for _, rows in SURVEY.groupby(["area", "farm"])]
            ),
            "Your headcount is right. In the column people stands how large a household is: "
            "add up with `.sum()` in the place of `.mean()`.",
        ),
        Mistake(
            "part-of-the-poor",
            _by_group(lambda rows, poor: poor["people"].sum() / POOR["people"].sum()),
            "You divided by all poor people: that tells where the poor live. "
            "The headcount tells how many of those who live there are poor: "
            "divide by the people of the group.",
        ),
        Mistake(
            "part-of-everybody",
            _by_group(lambda rows, poor: poor["people"].sum() / EVERYBODY),
            "You divided by all people of the survey. Divide by the people of the group.",
        ),
        Mistake(
            "number-not-part",
            _by_group(lambda rows, poor: poor["people"].sum()),
            "That is how many people are poor in each group. "
            "Divide by the people of the group, so that groups can be compared.",
        ),
        Mistake(
            "turned-round",
            _by_group(lambda rows, poor: 1 - poor["people"].sum() / rows["people"].sum()),
            "That is the part of the people who are not poor.",
        ),
        Mistake(
            "as-percent",
            _by_group(lambda rows, poor: 100 * poor["people"].sum() / rows["people"].sum()),
            "Your headcount is in percent. Write it as a part between 0 and 1.",
        ),
    ],
    hints=[
        "The reading does the same for one column. Here you group by two, in a list: "
        '`["area", "farm"]`.',
        'First `survey["poor_people"] = survey["people"] * (survey["per_head"] < line)`. '
        'Then group, and add up the columns `["people", "poor_people"]`.',
        '`by_group = survey.groupby(["area", "farm"])[["people", "poor_people"]].sum()`. '
        'Then `by_group["headcount"] = by_group["poor_people"] / by_group["people"]`.',
    ],
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
    tolerance=1e-6,
    answer=_total,
    examples=[
        {"people": pd.Series([900, 100]), "headcount": pd.Series([0.2, 0.6])},
        {"people": pd.Series([20_791, 7_718]), "headcount": pd.Series([0.1373, 0.0136])},
    ],
    edges=[
        {"people": pd.Series([250]), "headcount": pd.Series([0.3])},
        {"people": pd.Series([0, 60]), "headcount": pd.Series([0.9, 0.1])},
        {"people": pd.Series([10, 20, 30]), "headcount": pd.Series([0, 0, 0])},
    ],
    edges_about="a single group, or a group without people",
    draw=_draw_groups,
    mistakes=[
        Mistake(
            "as-given",
            lambda people, headcount: headcount.mean(),
            "The code still takes the plain average of the groups. "
            "A group of 900 counts as much in it as a group of 100.",
        ),
        Mistake(
            "divides-by-groups",
            lambda people, headcount: (people * headcount).sum() / len(people),
            "You added up the poor people of all groups, and divided by the number of groups. "
            "Divide by all people.",
        ),
        Mistake(
            "not-divided",
            lambda people, headcount: (people * headcount).sum(),
            "That is the number of poor people. Divide it by all people.",
        ),
        Mistake(
            "adds-headcounts",
            lambda people, headcount: headcount.sum(),
            "You added the headcounts up. They are parts of different wholes and cannot be added.",
        ),
        Mistake(
            "weights-turned-round",
            lambda people, headcount: (people[::-1].values * headcount).sum() / people.sum(),
            "The people of one group were multiplied with the headcount of another. "
            "Keep the order of both as it is.",
        ),
    ],
    hints=[
        "How many poor people does each group have? And how many are they together?",
        "`people * headcount` gives the poor people of each group. Add them up with `.sum()`.",
        "`poor = (people * headcount).sum()` is right. Divide it by all people, `people.sum()`.",
    ],
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
    tolerance=1e-6,
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
    edges_about="a place where all have the same, where one has all, or where one lives alone",
    draw=lambda rng: {"spending": _draw_spending(rng, rng.randint(4, 14))},
    mistakes=[
        Mistake(
            "not-ranked",
            lambda spending: (
                2 * (_as_they_stand(spending) * spending).sum() / (len(spending) * spending.sum())
                - (len(spending) + 1) / len(spending)
            ),
            "You numbered the rows as they stand. The smallest needs place 1: "
            'use `spending.rank(method="first")`.',
        ),
        Mistake(
            "richest-first",
            lambda spending: -_gini(spending),
            "Your places begin with the richest, so the result is below 0. "
            "`rank` gives place 1 to the smallest.",
        ),
        Mistake(
            "as-percent",
            lambda spending: 100 * _gini(spending),
            "Your answer is in percent. The Gini is a number between 0 and 1.",
        ),
        Mistake(
            "last-part-forgotten",
            lambda spending: _gini(spending) + (len(spending) + 1) / len(spending),
            "The first part of the formula is right. Take off `(n + 1) / n`.",
        ),
        Mistake(
            "last-part-is-one",
            lambda spending: _gini(spending) + 1 / len(spending),
            "You took off 1. Take off `(n + 1) / n`, which is a little more.",
        ),
        Mistake(
            "two-forgotten",
            lambda spending: (
                (_gini(spending) + (len(spending) + 1) / len(spending)) / 2
                - (len(spending) + 1) / len(spending)
            ),
            "The 2 at the beginning of the formula is missing.",
        ),
        Mistake(
            "brackets-forgotten",
            lambda spending: (
                (_gini(spending) + (len(spending) + 1) / len(spending))
                - len(spending)
                + 1 / len(spending)
            ),
            "Python divides first: `n + 1 / n` is n plus a little. Write `(n + 1) / n`, "
            "with brackets.",
        ),
        Mistake(
            "times-the-total",
            lambda spending: (
                (_gini(spending) + (len(spending) + 1) / len(spending)) * spending.sum() ** 2
                - (len(spending) + 1) / len(spending)
            ),
            "You divided by n and then multiplied by the total. Both stand below the stroke: "
            "`/ (n * spending.sum())`.",
        ),
        Mistake(
            "equality-not-inequality",
            lambda spending: 1 - _gini(spending),
            "Your function gives 1 where all have the same. The Gini measures inequality: "
            "there it is 0.",
        ),
    ],
    hints=[
        "By hand for 1, 2, 3, 4: place times amount is 1, 4, 9, 16. What do you do with the sum?",
        '`place = spending.rank(method="first")` gives the places, and `n = len(spending)`. '
        "Then `(place * spending).sum()` is the sum of place times amount.",
        "Return `2 * (place * spending).sum() / (n * spending.sum()) - (n + 1) / n`.",
    ],
)

# --- 7. The Gini of the survey --------------------------------------------------------------------

EACH_PERSON = SURVEY["per_head"].repeat(SURVEY["people"])

gini_people = Exercise(
    kind="number",
    points=1,
    outcome="M3.4",
    read="reading#who-has-how-much",
    tolerance=0.0005,
    relative_tolerance=0.0013,  # so that 36.5 is seen to be meant in percent
    answer=_gini(EACH_PERSON),
    mistakes=[
        Mistake(
            "counts-households",
            _gini(SURVEY["per_head"]),
            "That is the Gini over households: each counts once, large or small. "
            'Repeat each for every person in it, with `.repeat(survey["people"])`.',
        ),
        Mistake(
            "household-total",
            _gini(SURVEY["spending"]),
            "That is the Gini of what whole households spend. A large household is not a rich one: "
            'use "per_head".',
        ),
        Mistake(
            "total-for-each-person",
            _gini(SURVEY["spending"].repeat(SURVEY["people"])),
            "You gave each person the spending of the whole household. "
            'Repeat "per_head" in the place of "spending".',
        ),
        Mistake(
            "as-percent",
            100 * _gini(EACH_PERSON),
            "Your answer is in percent. The Gini is a number between 0 and 1.",
        ),
        Mistake(
            "equality-not-inequality",
            1 - _gini(EACH_PERSON),
            "That is 1 minus the Gini.",
        ),
    ],
    hints=[
        "You need one amount for each person, not for each household.",
        '`survey["per_head"].repeat(survey["people"])` writes each amount down as often as '
        "people live there.",
        "Give that to your function `gini`.",
    ],
)

# --- 8. The Palma ---------------------------------------------------------------------------------


def _palma(spending: pd.Series) -> float:
    ranked = spending.sort_values()
    tenth = len(spending) // 10
    return float(ranked.tail(tenth).sum() / ranked.head(4 * tenth).sum())


palma = Exercise(
    points=3,
    edge_points=1,
    outcome="M3.4",
    read="reading#who-has-how-much",
    tolerance=1e-6,
    answer=_palma,
    examples=[
        {"spending": pd.Series([4, 1, 3, 2, 12, 5, 1, 3, 2, 4])},
        {
            "spending": pd.Series(
                [9, 6, 3, 40, 11, 8, 5, 2, 30, 10, 7, 4, 1, 14, 13, 12, 20, 16, 15, 18, 17]
            )
        },
    ],
    edges=[
        {"spending": pd.Series([6] * 10)},
        {
            "spending": pd.Series(
                [5, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 90]
            )
        },
        {"spending": pd.Series([2, 2, 2, 2, 9, 9, 9, 9, 9, 9])},
    ],
    edges_about="people who have the same, or a number of people that cannot be cut into tenths",
    draw=lambda rng: {"spending": _draw_spending(rng, rng.randint(20, 60))},
    mistakes=[
        Mistake(
            "tenth-by-tenth",
            lambda spending: (
                spending.sort_values().tail(len(spending) // 10).sum()
                / spending.sort_values().head(len(spending) // 10).sum()
            ),
            "You compared the richest tenth with the poorest tenth. "
            "The Palma compares it with the poorest 40 percent: four tenths.",
        ),
        Mistake(
            "not-sorted",
            lambda spending: (
                spending.tail(len(spending) // 10).sum()
                / spending.head(4 * (len(spending) // 10)).sum()
            ),
            "You took the first and the last as they stand. Sort them first, "
            "with `spending.sort_values()`.",
        ),
        Mistake(
            "always-ten",
            lambda spending: (
                spending.sort_values().tail(1).sum() / spending.sort_values().head(4).sum()
            ),
            "One and four are right for ten people. "
            "With more, a tenth is `len(spending) // 10` people.",
        ),
        Mistake(
            "upside-down",
            lambda spending: 1 / _palma(spending),
            "You divided the poorest by the richest. The richest tenth stands above.",
        ),
        Mistake(
            "part-of-everything",
            lambda spending: (
                spending.sort_values().tail(len(spending) // 10).sum() / spending.sum()
            ),
            "That is what part of everything the richest tenth has. "
            "Divide by what the poorest four tenths have.",
        ),
        Mistake(
            "means-not-sums",
            lambda spending: 4 * _palma(spending),
            "You divided two averages. The Palma divides what the groups have together: two sums.",
        ),
        Mistake(
            "against-the-rest",
            lambda spending: (
                spending.sort_values().tail(len(spending) // 10).sum()
                / spending.sort_values().head(len(spending) - len(spending) // 10).sum()
            ),
            "You compared the richest tenth with all others. Take the poorest four tenths only.",
        ),
    ],
    hints=[
        "Put the people in a row, from the poorest to the richest. Who is at each end?",
        "`ranked = spending.sort_values()` sorts, and `tenth = len(spending) // 10`. "
        "The richest are `ranked.tail(tenth)`.",
        "The poorest are `ranked.head(4 * tenth)`. Add both up with `.sum()` and divide.",
    ],
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
    tolerance=1e-6,
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
    ],
    edges=[
        {"signs": _signs("0000", "0000", "0000"), "weights": [1, 1, 1, 1], "k": 0.25},
        {"signs": _signs("1111", "1111"), "weights": [2, 2, 2, 2], "k": 1},
        {"signs": _signs("1000", "0100", "0000"), "weights": [5, 1, 1, 1], "k": 0.75},
    ],
    edges_about="a village in which nobody reaches the limit, or everybody does",
    draw=_draw_signs,
    mistakes=[
        Mistake(
            "not-censored",
            lambda signs, weights, k: _with(
                signs, weights, k, lambda right, score: {"M0": score.mean()}
            ),
            "Your M0 counts the signs of those who stay below the limit too. "
            "Their signs are left out here: M0 is H times A.",
        ),
        Mistake(
            "intensity-over-everyone",
            lambda signs, weights, k: _with(
                signs,
                weights,
                k,
                lambda right, score: {"A": score.mean(), "M0": right["H"] * score.mean()},
            ),
            "Your A is the average score of everybody. "
            "It is the average of those who are poor: `score[poor].mean()`.",
        ),
        Mistake(
            "m0-is-the-headcount",
            lambda signs, weights, k: _with(
                signs, weights, k, lambda right, score: {"M0": right["H"]}
            ),
            "Your M0 is only the part of the households that are poor. "
            "Multiply it by how many signs they carry: H times A.",
        ),
        Mistake(
            "weights-as-they-are",
            lambda signs, weights, k: _from(
                (signs * weights).sum(axis=1), (signs * weights).sum(axis=1) >= k
            ),
            "Your weights do not add up to 1, so a score can be above 1. "
            "Divide by the sum of the weights.",
        ),
        Mistake(
            "by-the-number-of-signs",
            lambda signs, weights, k: _from(
                (signs * weights).sum(axis=1) / len(weights),
                (signs * weights).sum(axis=1) / len(weights) >= k,
            ),
            "You divided by the number of signs. Divide by the sum of the weights, `sum(weights)`.",
        ),
        Mistake(
            "down-the-columns",
            lambda signs, weights, k: _from(
                (signs * weights).sum() / sum(weights), (signs * weights).sum() / sum(weights) >= k
            ),
            "You added up each sign over the households. A score belongs to a household: "
            "`.sum(axis=1)` adds up along each row.",
        ),
        Mistake(
            "number-not-part",
            lambda signs, weights, k: _with(
                signs,
                weights,
                k,
                lambda right, score: {
                    "H": right["H"] * len(score),
                    "M0": right["M0"] * len(score),
                },
            ),
            "Your H is how many households are poor. H is a part of all: `poor.mean()`.",
        ),
        Mistake(
            "weights-ignored",
            lambda signs, weights, k: _alkire_foster(signs, [1, 1, 1, 1], k),
            "You counted all signs alike. Multiply each by its weight: `signs * weights`.",
        ),
        Mistake(
            "above-not-from",
            lambda signs, weights, k: _from(_scores(signs, weights), _scores(signs, weights) > k),
            "Who reaches the limit exactly is poor. Use `>=` in the place of `>`.",
        ),
        Mistake(
            "adds-h-and-a",
            lambda signs, weights, k: _with(
                signs, weights, k, lambda right, score: {"M0": right["H"] + right["A"]}
            ),
            "You added H and A. M0 is H times A.",
        ),
    ],
    hints=[
        "Do the four households of the reading by hand. What is each one's score?",
        "`score = (signs * weights).sum(axis=1) / sum(weights)` gives a score for each row, "
        "and `poor = score >= k` says who is poor.",
        "`H` is `poor.mean()`, and `A` is `score[poor].mean()`. If `poor.sum()` is 0, "
        "return three zeros before you compute A.",
    ],
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
    tolerance=1e-6,
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
    edges_about="a fund that finds all who are poor, or none of them",
    draw=_draw_errors,
    mistakes=[
        Mistake(
            "turned-round",
            lambda poor, reached: {
                "exclusion": (reached & ~poor).sum() / reached.sum(),
                "inclusion": (poor & ~reached).sum() / poor.sum(),
            },
            "The two have changed places. Exclusion is about the poor who were left out.",
        ),
        Mistake(
            "of-everybody",
            lambda poor, reached: {
                "exclusion": (poor & ~reached).sum() / len(poor),
                "inclusion": (reached & ~poor).sum() / len(poor),
            },
            "You divided by everybody. Exclusion is a part of the poor, "
            "and inclusion a part of those who were reached.",
        ),
        Mistake(
            "below-the-stroke",
            lambda poor, reached: {
                "exclusion": (poor & ~reached).sum() / reached.sum(),
                "inclusion": (reached & ~poor).sum() / poor.sum(),
            },
            "What stands below the stroke has changed places. "
            "Exclusion is a part of the poor, inclusion a part of those reached.",
        ),
        Mistake(
            "not-poor-below",
            lambda poor, reached: {
                "exclusion": (poor & ~reached).sum() / poor.sum(),
                "inclusion": (reached & ~poor).sum() / max((~poor).sum(), 1),
            },
            "Your inclusion error is a part of those who are not poor. "
            "Here it is a part of those who were reached: where did the places go?",
        ),
        Mistake(
            "one-condition",
            lambda poor, reached: {
                "exclusion": (~reached).sum() / poor.sum(),
                "inclusion": (~poor).sum() / reached.sum(),
            },
            "You counted all who were not reached, and all who are not poor. "
            "Two things must be true at once: `poor & ~reached`, and `reached & ~poor`.",
        ),
        Mistake(
            "hits-not-errors",
            lambda poor, reached: {
                "exclusion": (poor & reached).sum() / poor.sum(),
                "inclusion": (reached & poor).sum() / reached.sum(),
            },
            "You counted those whom the fund found. An error counts the others: "
            "`~reached` and `~poor`.",
        ),
        Mistake(
            "numbers-not-parts",
            lambda poor, reached: {
                "exclusion": (poor & ~reached).sum(),
                "inclusion": (reached & ~poor).sum(),
            },
            "These are numbers of households. Divide the first by all who are poor, "
            "and the second by all who were reached.",
        ),
    ],
    hints=[
        "Draw the four fields of the figure in the reading, and count the households in each.",
        "`(poor & ~reached).sum()` counts those who are poor and were not reached.",
        'Under `"exclusion"` divide it by `poor.sum()`. '
        'Under `"inclusion"` divide `(reached & ~poor).sum()` by `reached.sum()`.',
    ],
)

# --- 11. Two papers -------------------------------------------------------------------------------

two_papers = Exercise(
    kind="choice",
    points=1,
    outcome="M3.5",
    read="reading#did-it-reach-them",
    answer="c",
    options={
        "a": "The paper of 2014 is right: it is the newer one.",
        "b": "The paper of the World Bank is right: it looked at more than 3,000 funds.",
        "c": "Not who is right, yet: first ask whom each paper calls poor, "
        "and with whom it compares them.",
        "d": "Both are worthless, since they contradict each other.",
        "e": "The truth lies half-way between the two.",
    },
    mistakes=[
        Mistake(
            "newer-is-right",
            "a",
            "A date says when a paper came out, not how well it looked. "
            "The two used data of neighbouring years.",
        ),
        Mistake(
            "larger-is-right",
            "b",
            "A large number of funds helps against chance. It does not help if the two papers "
            "measure different things: one asked funds, the other households.",
        ),
        Mistake(
            "doubt-everything",
            "d",
            "That two careful papers differ is itself news. Each may be right about what it "
            "measured: look at how each says who is poor.",
        ),
        Mistake(
            "half-way",
            "e",
            "The middle of two answers to two different questions answers neither of them.",
        ),
    ],
    hints=[
        "What does each paper compare: borrowers with whom?",
        "A household just above the line is not poor in one paper. "
        "In a wider view it may count among the poorer half.",
        "Before you choose a winner, read how each of them says who is poor.",
    ],
)
