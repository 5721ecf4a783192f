"""The facilitator's page and the reading of module 5: their figures are computed ones."""

from __future__ import annotations

import re
from math import ceil

import pytest
from helpers import ROOT

from solidarity.models.credit import Loan, Method, schedule
from solidarity.models.lending_fund import NEVER, LendingFund, follow

FOLDER = ROOT / "course" / "m05-credit"
PAGE = (FOLDER / "facilitator.md").read_text(encoding="utf-8")
READING = (FOLDER / "reading.md").read_text(encoding="utf-8")

CHARGED_ON = r"(what is still owed|the first amount)"
PERCENT = r"([\d.]+) %"
PRICES = re.findall(rf"^\| {CHARGED_ON} \| {' . '.join([PERCENT] * 4)} \|$", PAGE, re.M)
FUNDS = re.findall(rf"^\| {PERCENT} \| (12 months|never) \| {PERCENT} \| {PERCENT} \|$", PAGE, re.M)


def test_the_tables_are_there() -> None:
    assert (len(PRICES), len(FUNDS)) == (5, 4)


@pytest.mark.parametrize("row", PRICES)
def test_printed_prices_are_computed_ones(row: tuple[str, ...]) -> None:
    charged_on, fee, savings, apr, year = row
    method: Method = "flat" if charged_on == "the first amount" else "declining"
    paid = schedule(Loan(method=method, fee=int(fee) / 100, savings=int(savings) / 100))
    assert (f"{paid.apr:.1%}", f"{paid.effective_rate:.1%}") == (f"{apr}%", f"{year}%")


@pytest.mark.parametrize("row", FUNDS)
def test_printed_risks_are_computed_ones(row: tuple[str, ...]) -> None:
    growth, written_off, before, after = row
    months = follow(
        LendingFund(
            growth=(1 + int(growth) / 100) ** (1 / 12) - 1,
            growth_ends=36,
            write_off_after=NEVER if written_off == "never" else 12,
            months=60,
        )
    ).months
    printed = (f"{months[35].par30:.1%}", f"{months[59].par30:.1%}")
    assert printed == (f"{before}%", f"{after}%")


def test_the_beans_come_out_as_the_page_says() -> None:
    still_had = [24 - 4 * month for month in range(6)]
    assert still_had[-1] == 4
    assert sum(2 for _ in still_had) == 12
    assert sum(ceil(beans / 12) for beans in still_had) == 9
    assert "the flat borrower has paid 12 beans, the declining one 9" in PAGE


def test_the_prices_in_the_reading_are_computed_ones() -> None:
    declining, flat = (schedule(Loan(method=method)) for method in ("declining", "flat"))
    rows = {
        "one instalment (pesos)": [
            f"{s.instalments[0].payment / 100:,.2f}" for s in (declining, flat)
        ],
        "all interest (pesos)": [f"{s.interest / 100:,.2f}" for s in (declining, flat)],
        "really, a month": [f"{s.rate:.2%}".replace("%", " %") for s in (declining, flat)],
        "really, a year": [
            f"**{s.effective_rate:.1%}**".replace("%", " %") for s in (declining, flat)
        ],
    }
    for name, (one, other) in rows.items():
        assert f"| {name} | {one} | {other} |" in READING
