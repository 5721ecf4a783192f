"""The facilitator's page of module 6: its figures are computed ones."""

from __future__ import annotations

import re

import pytest
from helpers import ROOT

from solidarity.models.ladder import Link, price_ladder
from solidarity.models.mill import Mill, years

PAGE = (ROOT / "course" / "m06-production" / "facilitator.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| (\d+) % \| (\d+) tonnes \| (\d+) % \| ([\d.]+) \| ([\d.]+) \|$", PAGE, re.MULTILINE
)


def test_the_table_is_there() -> None:
    assert len(ROWS) == 4


@pytest.mark.parametrize("row", ROWS)
def test_printed_years_are_computed_ones(row: tuple[str, ...]) -> None:
    delivered, tonnes, losses, trader, growers = (float(cell) for cell in row)
    found = years(Mill(delivered=delivered / 100))
    assert round(found.mill.tonnes) == tonnes
    assert round(100 * found.loss_share) == losses
    assert round(found.spread(found.trader)["bad year"], 2) == trader
    assert round(found.spread(found.cooperative)["bad year"], 2) == growers


def test_the_beans_that_people_walk_with_are_those_of_the_model() -> None:
    ladder = price_ladder([Link("field", 20, 6), Link("mill", 30, 2), Link("shop", 40, 1)])
    adds = [round(rung.value_added) for rung in ladder.rungs]
    (counted,) = re.findall(r"Field (\d+), mill (\d+), shop (\d+), town (\d+)\.", PAGE)
    assert [int(beans) for beans in counted] == [*adds, round(ladder.bought_in)]
