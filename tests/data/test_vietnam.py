"""The household survey of Vietnam holds the figures that the course prints about it.

They were computed once on the source itself. Here they are computed again, by plain pandas and on
the table as the course carries it, so neither our rounding of money nor our models can move them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from solidarity.data import card, load
from solidarity.models.poverty import by_group, fgt, gini


@pytest.fixture(scope="module")
def households() -> pd.DataFrame:
    table = load("vietnam_1998")
    return table.assign(per_head=table["spending"] / table["people"])


@pytest.fixture(scope="module")
def persons(households: pd.DataFrame) -> pd.DataFrame:
    """The same with a row for every person: what a weight stands for, without any weight."""
    return households.loc[households.index.repeat(households["people"])]


def poverty(per_head: pd.Series, line: float) -> list[float]:
    gaps = ((line - per_head) / line).clip(lower=0)
    return [round(float(value), 4) for value in ((gaps > 0).mean(), gaps.mean(), (gaps**2).mean())]


def test_households_and_people(households: pd.DataFrame) -> None:
    assert len(households) == 5999
    assert households["people"].sum() == 28_509
    assert (households["area"] == "town").sum() == 1730
    assert households["commune"].nunique() == 194
    assert households["household"].tolist() == list(range(1, 6000))
    assert set(households["head"]) == {"man", "woman"}
    assert set(households["area"]) == {"town", "countryside"}
    assert set(households["farm"]) == {"yes", "no"}


def test_a_commune_lies_in_town_or_in_the_countryside(households: pd.DataFrame) -> None:
    assert (households.groupby("commune")["area"].nunique() == 1).all()


def test_the_line_is_half_the_median(households: pd.DataFrame) -> None:
    assert round(households["per_head"].median(), 1) == 2444.5


def test_poverty_by_household_and_by_person(
    households: pd.DataFrame, persons: pd.DataFrame
) -> None:
    line = households["per_head"].median() / 2

    assert poverty(households["per_head"], line) == [0.0850, 0.0171, 0.0054]
    assert poverty(persons["per_head"], line) == [0.1038, 0.0217, 0.0071]
    for weight, counted in ((None, households), (households["people"], persons)):
        ours = [fgt(households["per_head"], line, alpha, weight) for alpha in (0, 1, 2)]
        assert [round(value, 4) for value in ours] == poverty(counted["per_head"], line)


@pytest.mark.parametrize(
    ("column", "name", "headcount"),
    [
        ("area", "countryside", 0.1373),
        ("area", "town", 0.0136),
        ("farm", "yes", 0.1492),
        ("farm", "no", 0.0405),
        ("head", "man", 0.1141),
        ("head", "woman", 0.0682),
    ],
)
def test_poverty_of_groups_by_person(
    households: pd.DataFrame, persons: pd.DataFrame, column: str, name: str, headcount: float
) -> None:
    line = households["per_head"].median() / 2
    mine = persons[persons[column] == name]
    ours = by_group(households["per_head"], line, households[column], households["people"])

    assert poverty(mine["per_head"], line)[0] == headcount
    assert round(ours.set_index("group").loc[name, "headcount (share)"], 4) == headcount


def test_inequality(households: pd.DataFrame, persons: pd.DataFrame) -> None:
    per_head, people = households["per_head"], households["people"]

    for rows, value in (
        (households["spending"], 0.382),
        (per_head, 0.373),
        (persons["per_head"], 0.365),
    ):
        x = np.sort(rows.to_numpy())
        n, ranks = len(x), np.arange(1, len(x) + 1)
        assert round(2 * (ranks * x).sum() / (n * x.sum()) - (n + 1) / n, 3) == value
        assert round(gini(rows), 3) == value
    assert round(gini(per_head, people), 3) == 0.365


def test_what_the_card_says_of_food_and_health_care(households: pd.DataFrame) -> None:
    cautions = " ".join(card("vietnam_1998").cautions)

    assert (households["health"] > households["spending"]).sum() == 78
    assert "78 households" in cautions
    assert (households["food"] > households["spending"]).sum() == 1
    assert "In one household" in cautions
    assert "survey weights" in cautions


def test_rows_are_those_of_the_source() -> None:
    """The first row, beside exp() of the logarithms that the package prints; two odd years."""
    table = load("vietnam_1998").drop(columns="household")

    assert table.iloc[0].tolist() == ["woman", 68, 4, "town", "no", 6, 25248, 5650, 75600, 1]
    assert table["schooling"][table["schooling"] % 1 > 0].tolist() == [5.75, 12.67]


def test_the_script_renames_counts_money_in_thousands_and_keeps_nothing_as_nothing() -> None:
    from vietnam import households as made

    survey = pd.DataFrame(
        {
            "rownames": [1, 2],
            "sex": ["female", "male"],
            "age": [68, 42],
            "educyr": [4.0, 12.66667],
            "farm": ["no", "yes"],
            "urban": ["yes", "no"],
            "hhsize": [6, 3],
            "lntotal": np.log([25247.69, 1000.4]),
            "lnmed": [np.log(75600), 0.0],
            "lnrlfood": np.log([5649.59, 999.6]),
            "lnexp12m": [np.log(75600), np.nan],
            "commune": [1, 194],
        }
    )

    table = made(survey)

    assert list(table.columns) == list(card("vietnam_1998").columns)
    assert table.to_numpy().tolist() == [
        [1, "woman", 68, 4.0, "town", "no", 6, 25248, 5650, 75600, 1],
        [2, "man", 42, 12.66667, "countryside", "yes", 3, 1000, 1000, 0, 194],
    ]
