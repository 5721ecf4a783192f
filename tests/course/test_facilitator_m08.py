"""The facilitator's page of module 8: its figures are computed ones."""

from __future__ import annotations

import re

import pytest
from helpers import ROOT

from solidarity.exercises.keys import load_key
from solidarity.models.regimes import side_by_side
from solidarity.models.sample_cooperative import sample_members
from solidarity.models.splitting import split_exact
from solidarity.models.surplus import ByLaws, distribute

FOLDER = ROOT / "course" / "m08-surplus"
PAGE = (FOLDER / "facilitator.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) % \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$", PAGE, re.M)


def test_the_table_is_there() -> None:
    assert len(ROWS) == 3


@pytest.mark.parametrize("row", ROWS)
def test_printed_pays_are_computed_ones(row: tuple[str, ...]) -> None:
    interest, *printed = (int(cell.replace(",", "")) for cell in row)
    members = sample_members(capital=700_000_000, patronage=100_000_000)
    result = distribute(100_000_000, members, ByLaws(interest=interest))
    pay = {one.member.name: one.total for one in result.shares}
    assert [100 * p for p in printed] == [pay["Ramon"], pay["Isko"], result.to_reserve]


def test_equal_parts_are_split_alike_by_the_model_and_the_key() -> None:
    answer = load_key(FOLDER / "key.py")["split_exact"].answer
    for centavos in (0, 1, 100, 10_000, 99_999):
        for members in (1, 3, 7):
            assert tuple(answer(centavos, [1] * members)) == split_exact(centavos, [1] * members)


def test_the_key_keeps_what_the_four_rules_keep() -> None:
    table = load_key(FOLDER / "key.py")["four_rules"].answer(1_000_000)
    rules = side_by_side(100_000_000)
    assert table["free"].tolist() == rules["free (pesos)"].tolist()
    assert (table["kept"] + table["free"]).tolist() == [1_000_000] * 4
