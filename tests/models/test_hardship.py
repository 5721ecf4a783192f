"""Hardships are read off the survey as the cut-offs say, and only strictly beyond them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from solidarity.data import load
from solidarity.models.hardship import HARDSHIPS, CutOffs, hardships

# Just at every cut-off, just beyond each of them in turn, and nothing spent at all.
HOUSEHOLDS = pd.DataFrame(
    {
        "people": [2, 2, 2, 2, 2, 2],
        "spending": [1000, 998, 1000, 1000, 1000, 0],
        "schooling": [5, 5, 4.9, 5, 5, 9],
        "food": [600, 598, 600, 601, 600, 0],
        "health": [200, 199, 200, 200, 201, 0],
    }
)
CUT = CutOffs(line=500, schooling=5, food=0.6, health=0.2)


def test_a_hardship_begins_beyond_its_cut_off() -> None:
    found = hardships(HOUSEHOLDS, CUT)

    assert tuple(found.columns) == HARDSHIPS
    assert found.to_numpy().tolist() == [
        [False, False, False, False],
        [True, False, False, False],
        [False, True, False, False],
        [False, False, True, False],
        [False, False, False, True],
        [True, False, False, False],
    ]


@pytest.mark.parametrize(
    ("field", "looser", "hardship", "more"),
    [
        ("line", 2000, "money", True),
        ("schooling", 9, "schooling", True),
        ("food", 0.5, "food", True),
        ("health", 0.2, "health", False),
    ],
)
def test_a_cut_off_moves_its_own_hardship_only(
    field: str, looser: float, hardship: str, more: bool
) -> None:
    households = load("vietnam_1998")
    first: dict[str, Any] = {"line": 1222.25}
    before = hardships(households, CutOffs(**first)).sum()
    after = hardships(households, CutOffs(**{**first, field: looser})).sum()
    assert (after[hardship] > before[hardship]) == more
    assert (after[hardship] < before[hardship]) != more
    assert after.drop(hardship).equals(before.drop(hardship))


def test_how_many_of_the_survey_have_each_hardship() -> None:
    counted = hardships(load("vietnam_1998"), CutOffs(line=1222.25)).sum()
    assert counted.to_dict() == {"money": 510, "schooling": 1819, "food": 847, "health": 1669}


@pytest.mark.parametrize(
    ("field", "value"),
    [("line", 0), ("schooling", -1), ("food", 1.2), ("health", 10), ("line", "low")],
)
def test_a_cut_off_that_cannot_be_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{field} is .* must be"):
        CutOffs(**{"line": 1000, field: value})  # type: ignore[arg-type]


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="households has no column food, health"):
        hardships(HOUSEHOLDS.drop(columns=["food", "health"]), CUT)
