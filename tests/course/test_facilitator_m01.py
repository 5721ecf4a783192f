"""The facilitator's page of module 1: its figures are computed ones."""

from __future__ import annotations

import re

import pytest
from helpers import ROOT

from solidarity.models.claim import Claim

PAGE = (ROOT / "course" / "m01-first-notebook" / "facilitator.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) % \| (\d+) lakh \| ([\d.]+) times \| ([\d.]+) times \|$", PAGE, re.M)


def test_the_table_is_there() -> None:
    assert len(ROWS) == 4


@pytest.mark.parametrize("row", ROWS)
def test_printed_times_are_computed_ones(row: tuple[str, ...]) -> None:
    inflation, lakh, claimed, left = (float(cell) for cell in row)
    claim = Claim(inflation=inflation / 100, members_after=lakh / 10)
    assert round(claim.total, 2) == claimed
    assert round(claim.real_per_member, 2) == left
