"""The facilitator's page of module 3: its figures are computed ones, and its key agrees."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from helpers import ROOT, some

from solidarity.data import load
from solidarity.exercises.exercise import Exercise
from solidarity.exercises.keys import load_key
from solidarity.models import poverty
from solidarity.models.targeting import Reached, Rule, TargetingFund, reach

FOLDER = ROOT / "course" / "m03-neediest-first"
PAGE = (FOLDER / "facilitator.md").read_text(encoding="utf-8")
KEY = load_key(FOLDER / "key.py")
SURVEY = load("vietnam_1998")
PER_HEAD = SURVEY["spending"] / SURVEY["people"]
LINE = PER_HEAD.median() / 2

# --- The cards -----------------------------------------------------------------------------------

CARDS = {
    name: (int(people), int(coins))
    for name, people, coins in re.findall(r"^\| ([A-H]) \| (\d+) \| (\d+) \|$", PAGE, re.M)
}
GIVEN = re.findall(
    r"^\| (nobody|[A-H] and [A-H]) \| (\d+) % \| (\d+) % \| (\d+) % \| ([\d.]+) % \|$", PAGE, re.M
)


def test_the_cards_and_what_becomes_of_them_are_there() -> None:
    assert "".join(CARDS) == "ABCDEFGH"
    assert [coins for _, coins in CARDS.values()] == sorted(c for _, c in CARDS.values())
    assert len(GIVEN) == 3
    assert f"all {sum(people for people, _ in CARDS.values())} people" in PAGE


@pytest.mark.parametrize("row", GIVEN, ids=lambda row: row[0])
def test_the_printed_measures_of_the_cards_are_computed_ones(row: tuple[str, ...]) -> None:
    to, *printed = row
    people = [people for people, _ in CARDS.values()]
    coins = [coins + 3 * (name in to.split(" and ")) for name, (_, coins) in CARDS.items()]
    found = [
        poverty.fgt(coins, 10, 0),
        *(poverty.fgt(coins, 10, alpha, people) for alpha in (0, 1, 2)),
    ]
    assert [f"{part:.0%}" for part in found[:3]] == [f"{part}%" for part in printed[:3]]
    assert f"{found[3]:.1%}" == f"{printed[3]}%"


# --- The fund without sliders --------------------------------------------------------------------

RULES: dict[str, Rule] = {
    "poorest first": "poorest first",
    "just below the line": "just below the line",
    "by lot": "random",
    "first come": "first come",
    "step forward": "self-selected",
}
ROWS = re.findall(r"^\| ([a-z ]+) \| (\d+) \| (\d+) % \| ([\d.]+) % \| (\d+) % \|$", PAGE, re.M)


def test_the_table_has_every_rule() -> None:
    assert [row[0] for row in ROWS] == list(RULES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_printed_results_of_a_fund_are_computed_ones(row: tuple[str, ...]) -> None:
    reached = reach(
        TargetingFund(rule=RULES[row[0]], places=250, transfer=1000),
        SURVEY["spending"],
        SURVEY["people"],
        LINE,
        news=1 + SURVEY["schooling"],
    )
    (_, head), (before, after) = reached.fgt(0), reached.fgt(2)
    assert int((reached.got & reached.poor).sum()) == int(row[1])
    assert f"{reached.exclusion_error:.0%}" == f"{row[2]}%"
    assert f"{head:.1%}" == f"{row[3]}%"
    assert f"{1 - after / before:.0%}" == f"{row[4]}%"


# --- The key and the model -----------------------------------------------------------------------


def cases(exercise: Exercise) -> list[tuple[list[Any], Any]]:
    """The inputs and the right answer of every case, seen and hidden."""
    found = [*exercise.visible_cases(), *exercise.hidden_cases()]
    return [([v.python() for _, v in case.inputs or ()], case.expected.python()) for case in found]


def test_key_and_model_measure_poverty_alike() -> None:
    for (spending, line, alpha, people), expected in some(cases(KEY["fgt"])):
        assert poverty.fgt(spending, line, alpha, people) == pytest.approx(expected, abs=1e-12)


def test_key_and_model_find_the_same_gini() -> None:
    for (spending,), expected in some(cases(KEY["gini"])):
        assert poverty.gini(spending) == pytest.approx(expected, abs=1e-12)


def test_key_and_model_find_the_same_palma_where_tenths_need_no_rounding() -> None:
    whole = [(x, expected) for (x,), expected in cases(KEY["palma"]) if len(x) % 10 == 0]
    assert len(whole) >= 3
    for spending, expected in whole:
        assert poverty.palma(spending) == pytest.approx(expected, abs=1e-12)


def test_key_and_model_count_several_signs_alike() -> None:
    for (signs, weights, k), expected in some(cases(KEY["alkire_foster"])):
        found = poverty.alkire_foster(signs, [w / sum(weights) for w in weights], k)
        three = {"H": found.H, "A": found.A, "M0": found.M0}
        assert three == pytest.approx(expected, abs=1e-12)


def test_key_and_model_see_the_same_errors() -> None:
    for (poor, reached), expected in some(cases(KEY["targeting_errors"])):
        one_each, spending = np.ones(len(poor)), np.where(poor, 1.0, 3.0)
        told = Reached(
            TargetingFund(), 2, one_each, poor.to_numpy(), reached.to_numpy(), spending, spending
        )
        assert told.exclusion_error == pytest.approx(expected["exclusion"])
        assert told.inclusion_error == pytest.approx(expected["inclusion"])


def test_key_and_model_say_the_same_of_the_survey() -> None:
    people = SURVEY["people"]
    three = [poverty.fgt(PER_HEAD, LINE, alpha, people) for alpha in (0, 1, 2)]
    assert KEY["three_measures"].answer == pytest.approx(three, abs=1e-12)
    assert KEY["poor_people"].answer == pytest.approx(three[0], abs=1e-12)
    assert KEY["gini_people"].answer == pytest.approx(poverty.gini(PER_HEAD, people), abs=1e-12)
    groups = poverty.by_group(PER_HEAD, LINE, SURVEY["area"] + " " + SURVEY["farm"], people)
    expected: pd.DataFrame = KEY["by_group"].answer
    assert (expected["area"] + " " + expected["farm"]).tolist() == groups["group"].tolist()
    assert expected["headcount"].tolist() == pytest.approx(groups["headcount (share)"].tolist())


def test_the_answers_are_the_figures_that_were_checked_before() -> None:
    """The figures of the curriculum's fact sheet, found apart from this code."""
    assert KEY["three_measures"].answer == pytest.approx([0.1038, 0.0217, 0.0071], abs=5e-5)
    assert KEY["gini_people"].answer == pytest.approx(0.365, abs=5e-4)
    mistakes = KEY["three_measures"].mistakes
    assert mistakes["counts-households"] == pytest.approx([0.0850, 0.0171, 0.0054], abs=5e-5)
    ginis = KEY["gini_people"].mistakes
    assert ginis["counts-households"] == pytest.approx(0.373, abs=5e-4)
    assert ginis["household-total"] == pytest.approx(0.382, abs=5e-4)
