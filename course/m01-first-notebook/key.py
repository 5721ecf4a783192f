"""The key of module 1: what is right, what is wrong and why."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pandas as pd

from solidarity.data import load
from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import given, then

ASIA = load("gapminder_asia")

# --- 1. Lakh as a plain number -------------------------------------------------------------------

members = Exercise(
    kind="number",
    points=1,
    outcome="M1.2",
    read="reading#names-and-units",
    unit="members",
    answer=3_600_000,
    mistakes={
        "lakh-forgotten": 36,
        "lakh-is-a-thousand": 36_000,
        "one-zero-missing": 360_000,
        "lakh-is-a-million": 36_000_000,
        "lakh-is-a-crore": 360_000_000,
        "in-millions": 3.6,
        "in-crore": 0.36,
        "one-lakh-alone": 100_000,
        "plus-for-times": 100_036,
        "number-of-the-example": 500_000,
        "divided-by-a-lakh": 0.000_36,
    },
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
    mistakes={
        "turned-round": lambda lakh: lakh * 10,
        "to-crore": lambda lakh: lakh / 100,
        "whole-millions-only": lambda lakh: lakh // 10,
        "rounded-to-whole-millions": lambda lakh: round(lakh / 10),
        "in-full": lambda lakh: lakh * 100_000,
        "lakh-for-one": lambda lakh: lakh / 1_000_000,
        "upside-down": lambda lakh: 10 / lakh,
        "example-only": lambda lakh: 3.6,
        "lakh-is-a-thousand": lambda lakh: lakh / 1_000,
    },
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
    tolerance=0.051,
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
    draw=_draw_change,
    mistakes={
        "of-the-end": lambda before, after: (after - before) / after * 100 if after else 0,
        "share-not-percent": lambda before, after: (after - before) / before,
        "ratio-in-percent": lambda before, after: after / before * 100,
        "brackets-missing": lambda before, after: after - before / before * 100,
        "difference-only": lambda before, after: after - before,
        "turned-round": lambda before, after: (before - after) / before * 100,
        "ends-exchanged": lambda before, after: (before - after) / after * 100,
        "in-times": lambda before, after: after / before,
        "times-less-a-hundred": lambda before, after: after / before - 100,
        "not-divided": lambda before, after: (after - before) * 100,
        "divided-by-a-hundred": lambda before, after: (after - before) / before / 100,
        "sign-lost": lambda before, after: abs(after - before) / before * 100,
        "no-fall": lambda before, after: max(0, (after - before) / before * 100),
    },
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
        {"before": 24.30, "after": 49, "years": 7},
    ],
    edges=[
        {"before": 200, "after": 220, "years": 1},
        {"before": 45, "after": 45, "years": 6},
        {"before": 900, "after": 100, "years": 3},
    ],
    draw=_draw_growth,
    mistakes={
        "growth-divided-by-years": lambda before, after, years: (after / before - 1) / years,
        "percent-divided-by-years": lambda before, after, years: (after / before - 1) * 100 / years,
        "difference-divided-by-years": lambda before, after, years: (after - before) / years,
        "times-divided-by-years": lambda before, after, years: after / before / years,
        "one-not-taken-off": lambda before, after, years: (after / before) ** (1 / years),
        "in-percent": then(lambda right: 100 * right),
        "brackets-in-the-power": lambda before, after, years: (after / before) ** 1 / years - 1,
        "root-of-the-beginning-alone": lambda before, after, years: (
            after / before ** (1 / years) - 1
        ),
        "one-taken-off-in-the-power": lambda before, after, years: (
            (after / before) ** (1 / years - 1)
        ),
        "power-not-root": lambda before, after, years: (after / before) ** years - 1,
        "turned-round": lambda before, after, years: (before / after) ** (1 / years) - 1,
        "one-year-too-many": lambda before, after, years: (after / before) ** (1 / (years + 1)) - 1,
        "one-year-too-few": lambda before, after, years: (after / before) ** (1 / (years - 1)) - 1,
        "whole-growth": given(years=1),
        "change-in-percent": lambda before, after, years: (after - before) / before * 100,
        "sign-lost": then(abs),
    },
)

# --- 5. Filter and count -------------------------------------------------------------------------


def _shorter(rows: pd.DataFrame) -> int:
    return int((rows["life_expectancy"] < 65).sum())


NOW = ASIA[ASIA["year"] == 2007]
THEN = ASIA[ASIA["year"] == 1952]
SHORTER = NOW[NOW["life_expectancy"] < 65]

short_lives = Exercise(
    kind="number",
    points=1,
    outcome="M1.4",
    read="reading#a-first-table",
    unit="countries",
    answer=_shorter(NOW),
    mistakes={
        "all-years": _shorter(ASIA),
        "first-year": _shorter(THEN),
        "turned-round": len(NOW) - _shorter(NOW),
        "not-filtered": len(NOW),
        "whole-table": len(ASIA),
        "large-countries": int((NOW["population"] > 100_000_000).sum()),
        "values-not-rows": int(SHORTER.size),
        "part-of-all": len(SHORTER) / len(NOW),
        "years-added-up": float(SHORTER["life_expectancy"].sum()),
        "average-of-the-years": float(NOW["life_expectancy"].mean()),
    },
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


def _sorted(*, by: str = "times", ascending: bool = False) -> pd.DataFrame:
    table = _growth()
    table["times"] = table["gdp_2007"] / table["gdp_1952"]
    return table.sort_values(by, ascending=ascending)


def _five(*, by: str = "times", ascending: bool = False, rows: int = 5) -> pd.DataFrame:
    return _first(_sorted(by=by, ascending=ascending), rows)


def _first(table: pd.DataFrame, rows: int = 5) -> pd.DataFrame:
    return table.head(rows)[["country", "times"]].reset_index(drop=True)


def _instead(times: Callable[[Any, Any], Any], *, ascending: bool = False) -> pd.DataFrame:
    """Another sum in the column ``times``, of what stood there in 1952 and in 2007."""
    table = _growth()
    table["times"] = times(table["gdp_1952"], table["gdp_2007"])
    return _first(table.sort_values("times", ascending=ascending))


fastest_five = Exercise(
    kind="table",
    points=2,
    outcome="M1.4",
    read="reading#a-first-table",
    relative_tolerance=0.005,
    rows_in_order=True,
    others_may_stay=True,
    answer=_five(),
    mistakes={
        "smallest-first": _five(ascending=True),
        "fastest-last": _five().iloc[::-1],
        "difference-not-times": _instead(lambda before, after: after - before),
        "growth-not-times": _instead(lambda before, after: after / before - 1),
        "percent-not-times": _instead(lambda before, after: (after / before - 1) * 100),
        "upside-down": _instead(lambda before, after: before / after),
        "upside-down-from-the-smallest": _instead(
            lambda before, after: before / after, ascending=True
        ),
        "whole-times": _instead(lambda before, after: after // before),
        "sorted-by-output": _five(by="gdp_2007"),
        "not-sorted": _five(by="country", ascending=True),
        "sorted-too-late": _five(by="country", ascending=True).sort_values(
            "times", ascending=False
        ),
        "all-rows": _five(rows=len(THEN)),
        "times-in-percent": _instead(lambda before, after: after / before * 100),
        "whole-numbers": _five().round(),
        "end-of-the-table": _first(_sorted().tail(5)),
    },
)

# --- 7. Numbers that are text --------------------------------------------------------------------


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _kept(text: str) -> float:
    return 0.0 if "," in text else float(text)


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
        {"before": "950", "after": "1,200.50"},
        {"before": "870", "after": "612.50"},
    ],
    edges=[
        {"before": "1,00,00,000", "after": "99,99,999.50"},
        {"before": "7,500", "after": "7,500"},
        {"before": "0", "after": "12"},
    ],
    draw=lambda rng: {"before": f"{rng.randint(1_000, 99_999):,}", "after": _indian(rng)},
    mistakes={
        "as-given": lambda before, after: after - before,  # type: ignore[operator]
        "comma-kept": lambda before, after: float(after) - float(before),
        "comma-into-point": lambda before, after: (
            float(after.replace(",", ".")) - float(before.replace(",", "."))
        ),
        "cut-at-the-comma": lambda before, after: (
            float(after.split(",")[0]) - float(before.split(",")[0])
        ),
        "whole-numbers-only": lambda before, after: (
            int(after.replace(",", "")) - int(before.replace(",", ""))
        ),
        "point-dropped": lambda before, after: (
            _number(after.replace(".", "")) - _number(before.replace(".", ""))
        ),
        "hard-figures-left-out": lambda before, after: _kept(after) - _kept(before),
        "zero-for-a-hard-pair": lambda before, after: (
            0 if "," in before + after else float(after) - float(before)
        ),
        "turned-round": lambda before, after: _number(before) - _number(after),
        "added": lambda before, after: _number(after) + _number(before),
        "in-percent": lambda before, after: (
            (_number(after) - _number(before)) / _number(before) * 100
        ),
        "sign-lost": then(abs),
        "whole-crore": lambda before, after: int(_number(after)) - int(_number(before)),
    },
)

# --- 8. Savings that shrink ----------------------------------------------------------------------

shrinking = Exercise(
    kind="choice",
    points=1,
    outcome="M1.6",
    read="reading#sums-that-shrink",
    answer="c",
    mistakes={
        "savings-fell": "a",
        "newer-is-right": "b",
        "middle-of-two": "d",
    },
)

# --- 9. The target in a code ---------------------------------------------------------------------


def _parts(code: str) -> list[str]:
    return code.split(".")


def _draw_code(rng: Random) -> dict[str, Any]:
    target = rng.choice([*map(str, range(1, 20)), "a", "b", "c"])
    return {"code": f"{rng.randint(1, 17)}.{target}.{rng.randint(1, 14)}"}


target_of = Exercise(
    points=2,
    outcome="M1.5",
    read="reading#a-code-such-as-8-10-2",
    answer=lambda code: ".".join(_parts(code)[:2]),
    examples=[{"code": "8.10.2"}, {"code": "5.a.1"}, {"code": "16.10.2"}, {"code": "9.2.10"}],
    draw=_draw_code,
    mistakes={
        "goal-only": lambda code: _parts(code)[0],
        "second-part-only": lambda code: _parts(code)[1],
        "counted-from-one": lambda code: ".".join(_parts(code)[1:3]),
        "point-forgotten": lambda code: "".join(_parts(code)[:2]),
        "number-not-text": then(float),
        "fixed-length": lambda code: code[:4],
        "three-signs": lambda code: code[:3],
        "last-two-signs-cut": lambda code: code[:-2],
        "last-sign-cut": lambda code: code[:-1],
        "whole-code": lambda code: code,
        "first-and-last": lambda code: f"{_parts(code)[0]}.{_parts(code)[2]}",
        "last-part-only": lambda code: _parts(code)[2],
        "list-not-text": lambda code: _parts(code)[:2],
        "spaces-put-in": lambda code: " . ".join(_parts(code)[:2]),
    },
)

# --- 10. Indicators with a second P --------------------------------------------------------------

planet_too = Exercise(
    kind="choice",
    points=2,
    outcome="M1.5",
    read="reading#a-code-such-as-8-10-2",
    answer={"b", "c", "e"},
    mistakes={
        "poverty": "a",
        "farm-land": "b",
        "raw-materials": "c",
        "accounts": "d",
        "waste": "e",
        "planet-already": "f",
        "decisions": "g",
    },
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
    draw=_draw_claim,
    mistakes={
        "the-claim-itself": lambda prices, volumes, members, inflation, years: (
            prices[1] / prices[0] * volumes[1] / volumes[0]
        ),
        "brackets-below-the-stroke": lambda prices, volumes, members, inflation, years: (
            prices[1]
            * volumes[1]
            / prices[0]
            * volumes[0]
            / (members[1] / members[0])
            / (1 + inflation) ** years
        ),
        "nominal": given(inflation=0),
        "not-per-member": given(members=[1, 1]),
        "straight-inflation": lambda prices, volumes, members, inflation, years: (
            _real(prices, volumes, members, 0, years) / (1 + inflation * years)
        ),
        "one-year-of-inflation": lambda prices, volumes, members, inflation, years: (
            _real(prices, volumes, members, 0, years) / (1 + inflation)
        ),
        "one-star": lambda prices, volumes, members, inflation, years: (
            _real(prices, volumes, members, 0, years) / ((1 + inflation) * years)
        ),
        "one-forgotten": lambda prices, volumes, members, inflation, years: (
            _real(prices, volumes, members, 0, years) / inflation**years
        ),
        "brackets-around-one-plus-inflation": lambda prices, volumes, members, inflation, years: (
            _real(prices, volumes, members, 0, years) / 1 + inflation**years
        ),
        "inflation-taken-off": lambda prices, volumes, members, inflation, years: (
            _real(prices, volumes, members, 0, years) * (1 - inflation) ** years
        ),
        "inflation-divided-by-a-hundred": given(inflation=lambda inflation: inflation / 100),
        "always-seven-years": given(years=7),
        "one-year-too-few": given(years=lambda years: years - 1),
        "growth-not-times": then(lambda right: right - 1),
        "members-subtracted": lambda prices, volumes, members, inflation, years: (
            _real(prices, volumes, [1, 1], inflation, years) / (members[1] - members[0])
        ),
        "members-at-the-end-alone": lambda prices, volumes, members, inflation, years: (
            _real(prices, volumes, [1, 1], inflation, years) / members[1]
        ),
        "price-plus-volume": lambda prices, volumes, members, inflation, years: (
            (prices[1] + volumes[1])
            / (prices[0] + volumes[0])
            / (members[1] / members[0])
            / (1 + inflation) ** years
        ),
        "inflation-multiplied": lambda prices, volumes, members, inflation, years: (
            _real(prices, volumes, members, 0, years) * (1 + inflation) ** years
        ),
        "members-multiplied": given(members=lambda members: [members[1], members[0]]),
        "price-only": given(volumes=[1, 1]),
        "before-for-after": given(
            prices=lambda prices: prices[::-1],
            volumes=lambda volumes: volumes[::-1],
            members=lambda members: members[::-1],
        ),
        "upside-down": then(lambda right: 1 / right),
    },
)
