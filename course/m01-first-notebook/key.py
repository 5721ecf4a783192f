"""The key of module 1: what is right, what is wrong and why."""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd

from solidarity.check import Exercise, Mistake
from solidarity.data import load

ASIA = load("gapminder_asia")

# --- 1. Lakh as a plain number -------------------------------------------------------------------

members = Exercise(
    kind="number",
    points=1,
    outcome="M1.2",
    read="reading#names-and-units",
    unit="members",
    answer=3_600_000,
    mistakes=[
        Mistake(
            "lakh-forgotten",
            36,
            "That is 36, the number of lakhs. One lakh is 100,000: multiply by it.",
        ),
        Mistake(
            "lakh-is-a-thousand",
            36_000,
            "You took a lakh for a thousand. A lakh has five zeros: 100,000.",
        ),
        Mistake(
            "one-zero-missing",
            360_000,
            "One zero is missing: you multiplied by 10,000. A lakh is 100,000.",
        ),
        Mistake(
            "lakh-is-a-million",
            36_000_000,
            "You took a lakh for a million. Ten lakh make a million; one lakh is 100,000.",
        ),
        Mistake(
            "lakh-is-a-crore",
            360_000_000,
            "You took a lakh for a crore. One crore is 100 lakh; one lakh is 100,000.",
        ),
    ],
    hints=[
        "One lakh is 100,000. How many zeros is that?",
        "36 lakh is 36 times 100,000. A star `*` multiplies.",
        "Write the example with 36 in the place of 5.",
    ],
)

# --- 2. From lakh to million ---------------------------------------------------------------------

to_million = Exercise(
    points=1,
    outcome="M1.2",
    read="reading#a-list-and-a-first-function",
    unit="million",
    tolerance=1e-6,
    answer=lambda lakh: lakh / 10,
    examples=[{"lakh": 36}, {"lakh": 119}, {"lakh": 4.72}],
    draw=lambda rng: {"lakh": round(rng.uniform(0.5, 900), 2)},
    mistakes=[
        Mistake(
            "turned-round",
            lambda lakh: lakh * 10,
            "A million is larger than a lakh, so there are fewer of them. Divide by 10.",
        ),
        Mistake(
            "to-crore",
            lambda lakh: lakh / 100,
            "That is in crore. A million is 10 lakh, a crore is 100 lakh.",
        ),
        Mistake(
            "whole-millions-only",
            lambda lakh: lakh // 10,
            "Two strokes `//` divide and throw away what follows the point. Use one stroke: `/`.",
        ),
        Mistake(
            "in-full",
            lambda lakh: lakh * 100_000,
            "That is the number in full. The question asks how many millions it is: "
            "36 lakh are 3.6 million.",
        ),
        Mistake(
            "example-only",
            lambda lakh: 3.6,
            "The function gives 3.6 whatever goes in. Use its input: the name `lakh`.",
        ),
    ],
    hints=[
        "Write both in full: a lakh is 100,000 and a million is 1,000,000.",
        "Ten lakh make one million. So do you multiply by 10, or divide by it?",
        "As in `to_crore`: `return`, then `lakh`, a stroke `/`, and 10. Four spaces before it.",
    ],
)

# --- 3. Change in percent ------------------------------------------------------------------------


def _draw_change(rng: Random) -> dict[str, Any]:
    return {"before": rng.randint(20, 1_900), "after": rng.randint(20, 1_900)}


percent_change = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M1.3",
    read="reading#how-much-did-it-grow",
    unit="%",
    tolerance=0.05,
    answer=lambda before, after: (after - before) / before * 100,
    examples=[
        {"before": 24.30, "after": 49},
        {"before": 50, "after": 40},
    ],
    edges=[
        {"before": 80, "after": 80},
        {"before": 12, "after": 0},
        {"before": 0.5, "after": 0.75},
    ],
    edges_about="a figure that stays as it was, or falls to nothing",
    draw=_draw_change,
    mistakes=[
        Mistake(
            "of-the-end",
            lambda before, after: (after - before) / after * 100 if after else 0,
            "You divided by the value at the end. A change is told in percent of the beginning.",
        ),
        Mistake(
            "share-not-percent",
            lambda before, after: (after - before) / before,
            "That is a share, such as 0.5 for 50 %. Multiply by 100 to have it in percent.",
        ),
        Mistake(
            "ratio-in-percent",
            lambda before, after: after / before * 100,
            "That is the end in percent of the beginning. "
            "Take off the beginning first: only the difference is the change.",
        ),
        Mistake(
            "brackets-missing",
            lambda before, after: after - before / before * 100,
            "Python divides before it subtracts. Put brackets around the difference: "
            "`(after - before)`.",
        ),
        Mistake(
            "difference-only",
            lambda before, after: after - before,
            "That is the difference, in the unit of the figures. "
            "Divide it by the beginning, and multiply by 100.",
        ),
        Mistake(
            "turned-round",
            lambda before, after: (before - after) / before * 100,
            "The sign is turned round: what grows has a change above 0. End minus beginning.",
        ),
        Mistake(
            "sign-lost",
            lambda before, after: abs(after - before) / before * 100,
            "A figure that falls has a change below 0. Leave the minus where it is.",
        ),
    ],
    hints=[
        "By how much did it change? And what part of the beginning is that?",
        "Difference first: `after - before`. Then divide by `before`, then multiply by 100.",
        "`(after - before) / before` is the share. Multiply it by 100, and return it.",
    ],
)

# --- 4. Average yearly growth --------------------------------------------------------------------


def _draw_growth(rng: Random) -> dict[str, Any]:
    return {
        "before": rng.randint(3_000, 90_000),
        "after": rng.randint(3_000, 90_000),
        "years": rng.randint(2, 25),
    }


yearly_growth = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M1.3",
    read="reading#how-much-did-it-grow",
    unit="(0.10 is 10 %)",
    tolerance=0.0005,
    answer=lambda before, after, years: (after / before) ** (1 / years) - 1,
    examples=[
        {"before": 8_005, "after": 27_043, "years": 7},
        {"before": 100, "after": 81, "years": 2},
    ],
    edges=[
        {"before": 200, "after": 220, "years": 1},
        {"before": 45, "after": 45, "years": 6},
        {"before": 900, "after": 100, "years": 3},
    ],
    edges_about="a single year, or a figure that falls",
    draw=_draw_growth,
    mistakes=[
        Mistake(
            "growth-divided-by-years",
            lambda before, after, years: (after / before - 1) / years,
            "You divided the whole growth by the years. Each year grows on the year before, "
            "so take the root: `** (1 / years)`.",
        ),
        Mistake(
            "one-not-taken-off",
            lambda before, after, years: (after / before) ** (1 / years),
            "That is how many times as much each year is. Take off 1 to have the growth alone.",
        ),
        Mistake(
            "in-percent",
            lambda before, after, years: 100 * ((after / before) ** (1 / years) - 1),
            "Your answer is in percent. The function should give 0.19 for 19 %.",
        ),
        Mistake(
            "brackets-in-the-power",
            lambda before, after, years: (after / before) ** 1 / years - 1,
            "Python raises to a power before it divides. Put brackets around `1 / years`.",
        ),
        Mistake(
            "turned-round",
            lambda before, after, years: (before / after) ** (1 / years) - 1,
            "Beginning and end have changed places. Divide the end by the beginning.",
        ),
        Mistake(
            "one-year-too-many",
            lambda before, after, years: (after / before) ** (1 / (years + 1)) - 1,
            "You counted one year too many. From 2009 to 2016 there are seven steps, "
            "and the input gives you the steps.",
        ),
        Mistake(
            "whole-growth",
            lambda before, after, years: after / before - 1,
            "That is the growth of all years together. "
            "Which one rate leads there when it is applied every year?",
        ),
    ],
    hints=[
        "How many times as much is it at the end? That is `after / before`.",
        "Which rate gives this when it is applied `years` times? Raise to the power `(1 / years)`.",
        "`(after / before) ** (1 / years)` is one year's growth with the 1 still in it. "
        "Take off 1, and return what is left.",
    ],
)

# --- 5. Filter and count -------------------------------------------------------------------------


def _shorter(rows: pd.DataFrame) -> int:
    return int((rows["life_expectancy"] < 65).sum())


NOW = ASIA[ASIA["year"] == 2007]
THEN = ASIA[ASIA["year"] == 1952]

short_lives = Exercise(
    kind="number",
    points=1,
    outcome="M1.4",
    read="reading#a-first-table",
    unit="countries",
    answer=_shorter(NOW),
    mistakes=[
        Mistake(
            "all-years",
            _shorter(ASIA),
            "You counted the rows of all years, so each country up to twelve times. "
            "Keep the rows of 2007 first.",
        ),
        Mistake(
            "first-year",
            _shorter(THEN),
            "That is for 1952, the first year of the table. The question asks for 2007.",
        ),
        Mistake(
            "turned-round",
            len(NOW) - _shorter(NOW),
            "You counted those who live longer. Below 65 is `< 65`.",
        ),
        Mistake(
            "not-filtered",
            len(NOW),
            "That is the number of all countries in 2007. Filter a second time, "
            "by `life_expectancy`.",
        ),
        Mistake(
            "whole-table",
            len(ASIA),
            "That is the number of all rows of the table. Filter by the year, "
            "and then by `life_expectancy`.",
        ),
    ],
    hints=[
        "Two filters, one after the other: first the year, then the length of life.",
        '`now = asia[asia["year"] == 2007]` keeps the rows of 2007. '
        'Filter `now` in the same way with `now["life_expectancy"] < 65`.',
        '`short_lives = len(now[now["life_expectancy"] < 65])`: `len` counts the rows that stay.',
    ],
)

# --- 6. Sort a table -----------------------------------------------------------------------------


def _growth() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "country": list(THEN["country"]),
            "gdp_1952": list(THEN["gdp_per_person"]),
            "gdp_2007": list(NOW["gdp_per_person"]),
        }
    )


def _five(*, by: str = "times", ascending: bool = False, rows: int = 5) -> pd.DataFrame:
    table = _growth()
    table["times"] = table["gdp_2007"] / table["gdp_1952"]
    table["difference"] = table["gdp_2007"] - table["gdp_1952"]
    ordered = table.sort_values(by, ascending=ascending).head(rows)
    return ordered[["country", "times"]].reset_index(drop=True)


def _upside_down() -> pd.DataFrame:
    table = _growth()
    table["times"] = table["gdp_1952"] / table["gdp_2007"]
    ordered = table.sort_values("times", ascending=False).head(5)
    return ordered[["country", "times"]].reset_index(drop=True)


def _difference_as_times() -> pd.DataFrame:
    table = _growth()
    table["times"] = table["gdp_2007"] - table["gdp_1952"]
    ordered = table.sort_values("times", ascending=False).head(5)
    return ordered[["country", "times"]].reset_index(drop=True)


fastest_five = Exercise(
    kind="table",
    points=2,
    outcome="M1.4",
    read="reading#a-first-table",
    tolerance=0.01,
    answer=_five(),
    mistakes=[
        Mistake(
            "smallest-first",
            _five(ascending=True),
            "These are the five that grew least: sorting begins with the smallest. "
            "Add `ascending=False`.",
        ),
        Mistake(
            "difference-not-times",
            _difference_as_times(),
            "You subtracted. That tells how many dollars more it is; "
            "how many times as much needs a division.",
        ),
        Mistake(
            "upside-down",
            _upside_down(),
            "You divided the beginning by the end. Divide 2007 by 1952.",
        ),
        Mistake(
            "sorted-by-output",
            _five(by="gdp_2007"),
            "These are the five with the largest output in 2007. Sort by your new column, `times`.",
        ),
        Mistake(
            "not-sorted",
            _five(by="country", ascending=True),
            "These are the first five of the alphabet: the table was not sorted by `times` "
            "before you took five rows.",
        ),
        Mistake(
            "all-rows",
            _five(rows=len(THEN)),
            "All countries are in your table. Keep the first five with `.head(5)`.",
        ),
    ],
    hints=[
        "Three steps: make a new column, sort by it, keep five rows.",
        '`growth["times"] = growth["gdp_2007"] / growth["gdp_1952"]` makes the column.',
        'Then `fastest_five = growth.sort_values("times", ascending=False).head(5)`.',
    ],
)

# --- 7. Numbers that are text --------------------------------------------------------------------


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _indian(rng: Random) -> str:
    return f"{rng.randint(1, 99)},{rng.randint(10, 99)},{rng.randint(100, 999)}"


difference = Exercise(
    kind="mend",
    points=2,
    edge_points=0.5,
    outcome="M1.1",
    read="reading#sums-that-shrink",
    unit="crore",
    tolerance=0.005,
    answer=lambda before, after: _number(after) - _number(before),
    examples=[
        {"before": "3,145.18", "after": "2,983"},
        {"before": "2,983", "after": "3,145"},
        {"before": "98,450", "after": "1,51,051"},
    ],
    edges=[
        {"before": "950", "after": "1,200.50"},
        {"before": "7,500", "after": "7,500"},
        {"before": "0", "after": "12"},
    ],
    edges_about="a text without any comma, or two that are the same",
    draw=lambda rng: {"before": f"{rng.randint(1_000, 99_999):,}", "after": _indian(rng)},
    mistakes=[
        Mistake(
            "as-given",
            lambda before, after: after - before,  # type: ignore[operator]
            "The two inputs are still texts, and Python cannot subtract texts. "
            "Make a number of each before you subtract.",
        ),
        Mistake(
            "comma-kept",
            lambda before, after: float(after) - float(before),
            "The texts hold commas, and `float` stops at a comma. "
            'Take the commas away first: `.replace(",", "")`.',
        ),
        Mistake(
            "comma-into-point",
            lambda before, after: float(after.replace(",", ".")) - float(before.replace(",", ".")),
            "You made a point of the comma, so 2,983 became 2.983. "
            "The comma only groups the digits: put nothing in its place.",
        ),
        Mistake(
            "cut-at-the-comma",
            lambda before, after: float(after.split(",")[0]) - float(before.split(",")[0]),
            "You kept only what stands before the first comma. "
            "Take the commas away and keep all the digits.",
        ),
        Mistake(
            "whole-numbers-only",
            lambda before, after: int(after.replace(",", "")) - int(before.replace(",", "")),
            "`int` reads whole numbers only, and one of these has a point. Use `float`.",
        ),
        Mistake(
            "turned-round",
            lambda before, after: _number(before) - _number(after),
            "The sign is turned round. What grew should give a number above 0: after minus before.",
        ),
        Mistake(
            "sign-lost",
            lambda before, after: abs(_number(after) - _number(before)),
            "A figure that shrank gives a number below 0. Leave the minus where it is.",
        ),
    ],
    hints=[
        "Read the last line of the error. Which two kinds of thing cannot be subtracted?",
        'A text without commas is `after.replace(",", "")`. `float(...)` makes a number of it.',
        "Do the same to `before`, and return the first number minus the second.",
    ],
)

# --- 8. Savings that shrink ----------------------------------------------------------------------

shrinking = Exercise(
    kind="choice",
    points=1,
    outcome="M1.6",
    read="reading#sums-that-shrink",
    answer="c",
    options={
        "a": "The members took Rs 162 crore out of their savings.",
        "b": "The later figure is right, because it is newer.",
        "c": "The pages count different things, or one is wrong. No trend follows from the two.",
        "d": "The truth lies in the middle, at about Rs 3,064 crore.",
    },
    mistakes=[
        Mistake(
            "savings-fell",
            "a",
            "That would be one explanation among several, and no page says so. "
            "A sum that is added up over the years does not shrink when money is spent.",
        ),
        Mistake(
            "newer-is-right",
            "b",
            "A later date makes a page newer, not truer. Ask what each of them counts.",
        ),
        Mistake(
            "middle-of-two",
            "d",
            "The mean of two figures is no better than the two, as long as nobody knows "
            "what they count.",
        ),
    ],
    hints=[
        "Both figures are sums that are added up from the beginning. Can such a sum get smaller?",
        "Which of the four answers claims to know something that neither page says?",
        "Three of them do. The one that is left tells only what the two pages allow.",
    ],
)

# --- 9. The target in a code ---------------------------------------------------------------------


def _parts(code: str) -> list[str]:
    return code.split(".")


def _draw_code(rng: Random) -> dict[str, Any]:
    target = rng.choice([*map(str, range(1, 20)), "a", "b", "c"])
    return {"code": f"{rng.randint(1, 17)}.{target}.{rng.randint(1, 3)}"}


target_of = Exercise(
    points=2,
    outcome="M1.5",
    read="reading#a-code-such-as-8-10-2",
    answer=lambda code: ".".join(_parts(code)[:2]),
    examples=[{"code": "8.10.2"}, {"code": "5.a.1"}, {"code": "16.7.2"}],
    draw=_draw_code,
    mistakes=[
        Mistake(
            "goal-only",
            lambda code: _parts(code)[0],
            "That is the goal, the first part. The target is the first part, a point, "
            "and the second.",
        ),
        Mistake(
            "second-part-only",
            lambda code: _parts(code)[1],
            "That is the second part alone. The target begins with its goal: 8.10, and not 10.",
        ),
        Mistake(
            "counted-from-one",
            lambda code: ".".join(_parts(code)[1:3]),
            "You took the second and the third part. Places are counted from 0: "
            "the first is `parts[0]`.",
        ),
        Mistake(
            "point-forgotten",
            lambda code: "".join(_parts(code)[:2]),
            'The point between the two parts is missing. Put it back: `+ "." +`.',
        ),
        Mistake(
            "number-not-text",
            lambda code: float(".".join(_parts(code)[:2])),
            "As a number, 8.10 becomes 8.1, which is another target, and 5.a is no number at all. "
            "A code is a name: keep it as text.",
        ),
        Mistake(
            "fixed-length",
            lambda code: code[:4],
            "You cut after four letters. That is right for 8.10.2 only: "
            "other codes are shorter or longer. Cut at the points.",
        ),
        Mistake(
            "list-not-text",
            lambda code: _parts(code)[:2],
            "Your answer is a list of two texts. Join them with `+` and a point in the middle.",
        ),
    ],
    hints=[
        "The parts of the code are separated by points. Which of them make the target?",
        '`parts = code.split(".")` gives a list. The first two are `parts[0]` and `parts[1]`.',
        "Texts are joined with `+`. Return `parts[0]`, a point in quotation marks, and `parts[1]`.",
    ],
)

# --- 10. Indicators with a second P --------------------------------------------------------------

planet_too = Exercise(
    kind="choice",
    points=2,
    outcome="M1.5",
    read="reading#a-code-such-as-8-10-2",
    answer={"b", "c", "e"},
    options={
        "a": "1.1.1: the share of people below the international poverty line",
        "b": "2.4.1: the share of farm land under productive and sustainable farming",
        "c": "8.4.1: the material footprint, the raw materials that a country uses up",
        "d": "8.10.2: the share of adults with an account",
        "e": "11.6.1: the share of city waste that is collected and handled in a controlled way",
        "f": "12.3.1: food that is lost or wasted",
        "g": "16.7.2: the share of people who find that decisions include them",
    },
    mistakes=[
        Mistake(
            "poverty",
            "a",
            "Look again at a: its goal, 1, is under people, and it counts people. Nothing in it "
            "speaks of soil, air, water or waste.",
        ),
        Mistake(
            "farm-land",
            "b",
            "Look again at b: goal 2 is under people, and what it counts is land that is farmed "
            "in a way that lasts.",
        ),
        Mistake(
            "raw-materials",
            "c",
            "Look again at c: goal 8 is under prosperity, and what it counts are raw materials "
            "taken from the earth.",
        ),
        Mistake(
            "accounts",
            "d",
            "Look again at d: goal 8 is under prosperity, and it counts adults with an account. "
            "It does not speak of soil, air, water or waste.",
        ),
        Mistake(
            "waste",
            "e",
            "Look again at e: goal 11 is under prosperity, and what it counts is waste.",
        ),
        Mistake(
            "planet-already",
            "f",
            "Look again at f: it is about the planet, but its goal, 12, is under planet already. "
            "The question asks for those that stand under another P.",
        ),
        Mistake(
            "decisions",
            "g",
            "Look again at g: goal 16 is under peace, and it counts how people find decisions. "
            "It does not speak of soil, air, water or waste.",
        ),
    ],
    hints=[
        "Take each code in turn. Under which P does its goal stand?",
        "Leave out those that stand under planet. Which of the others count something of soil, "
        "air, water, waste or raw materials?",
        "Three letters are left: one of goal 2, one of goal 8, one of goal 11.",
    ],
)

# --- 11. What a member can buy -------------------------------------------------------------------


def _real(
    prices: list[float],
    volumes: list[float],
    members: list[float],
    inflation: float,
    years: int,
) -> float:
    total = prices[1] / prices[0] * volumes[1] / volumes[0]
    return total / (members[1] / members[0]) / (1 + inflation) ** years


def _draw_claim(rng: Random) -> dict[str, Any]:
    return {
        "prices": [rng.randint(10, 40), rng.randint(20, 80)],
        "volumes": [rng.randint(2, 20), rng.randint(3, 40)],
        "members": [rng.randint(10, 40), rng.randint(20, 60)],
        "inflation": rng.choice([0.03, 0.06, 0.09, 0.11]),
        "years": rng.randint(2, 15),
    }


real_per_member = Exercise(
    points=3,
    edge_points=1,
    outcome="M1.3",
    read="reading#four-times-as-much",
    unit="times",
    tolerance=0.005,
    answer=_real,
    examples=[
        {
            "prices": [24.30, 49],
            "volumes": [9.09, 17.65],
            "members": [29, 36],
            "inflation": 0.08,
            "years": 7,
        },
        {
            "prices": [20, 30],
            "volumes": [10, 12],
            "members": [5, 4],
            "inflation": 0.1,
            "years": 2,
        },
    ],
    edges=[
        {
            "prices": [24, 48],
            "volumes": [10, 10],
            "members": [30, 30],
            "inflation": 0,
            "years": 7,
        },
        {
            "prices": [40, 30],
            "volumes": [8, 4],
            "members": [20, 30],
            "inflation": 0.06,
            "years": 1,
        },
        {
            "prices": [10, 20],
            "volumes": [5, 5],
            "members": [10, 10],
            "inflation": -0.02,
            "years": 5,
        },
    ],
    edges_about="prices in general that do not rise, or fall, or a single year",
    draw=_draw_claim,
    mistakes=[
        Mistake(
            "the-claim-itself",
            lambda prices, volumes, members, inflation, years: (
                prices[1] / prices[0] * volumes[1] / volumes[0]
            ),
            "That is the total in rupees of the day, as the federation reckoned. "
            "Divide by the growth of the members, and by the rise of prices.",
        ),
        Mistake(
            "nominal",
            lambda prices, volumes, members, inflation, years: _real(
                prices, volumes, members, 0, years
            ),
            "The rise of prices in general is still in it. "
            "Divide by `(1 + inflation) ** years` as well.",
        ),
        Mistake(
            "not-per-member",
            lambda prices, volumes, members, inflation, years: _real(
                prices, volumes, [1, 1], inflation, years
            ),
            "That is for all members together. Divide by `members[1] / members[0]` too.",
        ),
        Mistake(
            "straight-inflation",
            lambda prices, volumes, members, inflation, years: (
                _real(prices, volumes, members, 0, years) / (1 + inflation * years)
            ),
            "You multiplied the inflation by the years. Prices rise on the prices of the year "
            "before: use `(1 + inflation) ** years`.",
        ),
        Mistake(
            "one-year-of-inflation",
            lambda prices, volumes, members, inflation, years: (
                _real(prices, volumes, members, 0, years) / (1 + inflation)
            ),
            "You took out the inflation of one year only. Raise `(1 + inflation)` "
            "to the power of the years.",
        ),
        Mistake(
            "inflation-multiplied",
            lambda prices, volumes, members, inflation, years: (
                _real(prices, volumes, members, 0, years) * (1 + inflation) ** years
            ),
            "When prices rise, the same money buys less: divide by the rise, do not multiply.",
        ),
        Mistake(
            "members-multiplied",
            lambda prices, volumes, members, inflation, years: _real(
                prices, volumes, [members[1], members[0]], inflation, years
            ),
            "When more people share, each gets less: divide by the growth of the members, "
            "do not multiply.",
        ),
        Mistake(
            "price-only",
            lambda prices, volumes, members, inflation, years: _real(
                prices, [1, 1], members, inflation, years
            ),
            "The growth of the milk is missing. Money is price times volume.",
        ),
        Mistake(
            "before-for-after",
            lambda prices, volumes, members, inflation, years: _real(
                prices[::-1], volumes[::-1], members[::-1], inflation, years
            ),
            "Beginning and end have changed places. `prices[0]` is before, `prices[1]` is after.",
        ),
    ],
    hints=[
        "Four steps, as in the reading: the growth of the money, then per member, "
        "then the rise of prices, then divide.",
        "`total = prices[1] / prices[0] * volumes[1] / volumes[0]`. "
        "The members grew to `members[1] / members[0]` times.",
        "The same shopping costs `(1 + inflation) ** years` times as much. "
        "Return `total` divided by the growth of the members and by this.",
    ],
)
