"""The facilitator's page of module 9: its figures are computed ones."""

from __future__ import annotations

import re

import pytest
from helpers import ROOT

from solidarity.exercises.keys import load_key
from solidarity.models.door_to_door import Contract
from solidarity.models.multiplier import lm3
from solidarity.models.partners import bridge_actor, degree_centrality
from solidarity.models.sample_partners import ACTORS, LINKS

FOLDER = ROOT / "course" / "m09-partnership"
PAGE = (FOLDER / "facilitator.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) % \| ([\d,]+) \| ([\d,]+) \|$", PAGE, re.M)
KEY = load_key(FOLDER / "key.py")


def test_the_table_is_there() -> None:
    assert len(ROWS) == 3


@pytest.mark.parametrize("row", ROWS)
def test_printed_incomes_are_computed_ones(row: tuple[str, ...]) -> None:
    rival, income, city = (int(cell.replace(",", "")) for cell in row)
    contract = Contract(rival=rival / 100)
    assert (round(contract.income), round(contract.city_gain)) == (income, city)


def test_the_models_and_the_key_agree() -> None:
    assert KEY["lm3"].answer(80_000, 20_000, 15_000) == lm3(80_000, 20_000, 15_000)
    assert KEY["member_income"].answer(250, 75, 0.8, 20, 0) == Contract().income
    assert KEY["fees_left"].answer(15_000, 0.2, 0.5) == pytest.approx(Contract(rival=0.2).fees)
    actors, links = list(ACTORS), list(LINKS)
    assert KEY["degree_centrality"].answer(actors, links) == degree_centrality(actors, links)
    for source in ("town hall", "mill"):
        assert KEY["bridge_actor"].answer(actors, links, source) == bridge_actor(
            actors, links, source
        )
