"""The facilitator's page of module 4: its figures are computed ones."""

from __future__ import annotations

import re

import pytest
from helpers import ROOT, some

from solidarity.exercises.keys import load_key
from solidarity.models.savings import Group, vsla_year

FOLDER = ROOT / "course" / "m04-savings-groups"
PAGE = (FOLDER / "facilitator.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) % \| (\d+) % \| (\d+) % \| (\d+) % \|$", PAGE, re.M)


def test_the_table_is_there() -> None:
    assert len(ROWS) == 4


@pytest.mark.parametrize("row", ROWS)
def test_printed_gains_are_computed_ones(row: tuple[str, ...]) -> None:
    charge, demand, gain, yearly = (int(cell) / 100 for cell in row)
    year = vsla_year(Group(service_charge=charge, loan_demand=demand))
    assert round(year.gain, 2) == gain
    assert round(year.yearly_return, 2) == yearly


def test_the_model_and_the_key_share_out_alike() -> None:
    from solidarity.models.savings import share_out

    exercise = load_key(FOLDER / "key.py")["share_out"]
    for case in some([*exercise.visible_cases(), *exercise.hidden_cases()]):
        shares, box = (value.python() for _, value in case.inputs or ())
        assert share_out(shares, box) == pytest.approx(case.expected.python(), abs=1e-9)
