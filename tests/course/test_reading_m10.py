"""What the reading of module 10 works out by hand is what the models and the rules give."""

from __future__ import annotations

import re

import pytest
from helpers import ROOT

from solidarity.models.scorecard import score
from solidarity.models.sroi import Outcome, sroi

TEXT = (ROOT / "course/m10-long-path/reading.md").read_text(encoding="utf-8")
LOSSES = {5: 120, 9: 100, 14: 160, 18: 130}
SURPLUS, YEARS = 100, 20


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head, marks of bold taken off."""
    section = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"(?m)^\|(.+)\|$", section)
    return [[cell.strip(" *") for cell in line.split("|")] for line in lines[2:]]


def number(text: str) -> float:
    return float(text.rpartition("=")[2].replace(",", ""))


def played(keeps: int) -> tuple[dict[int, int], dict[int, int]]:
    """Reserve and pay so far at the end of each year; a year in which it closes is the last."""
    reserve, paid = 0, 0
    reserves, pays = {}, {}
    for year in range(1, YEARS + 1):
        paid += SURPLUS - keeps
        reserve += keeps - LOSSES.get(year, 0)
        pays[year] = paid
        if reserve < 0:
            break
        reserves[year] = reserve
    return reserves, pays


def test_the_reserve_of_the_table_is_a_geometric_sum() -> None:
    table = rows("A reserve grows slowly")

    assert len(table) == 4
    for year, puts_in, reserve in table:
        grown = [2_000 * 1.10**before for before in range(int(year))]
        assert number(puts_in) == pytest.approx(grown[-1])
        assert number(reserve) == pytest.approx(sum(grown))


def test_thirty_six_paise_to_5_319_crore_is_29_percent_a_year() -> None:
    assert "5,319 crore rupees today. In a hundred years that is 29 % a year" in TEXT
    assert round(100 * ((5_319e7 / 0.36) ** (1 / 100) - 1)) == 29


def test_the_social_return_of_the_reading_is_that_of_the_model() -> None:
    change = Outcome(16_000, 2, 0.25, 0.25, 0.50, 0.20)

    assert change.by_year() == pytest.approx([4_500, 3_600])
    assert sroi([change], [5_000], 0.20) == pytest.approx(1.25)
    assert "(3,750 + 2,500) ÷ 5,000 = **1.25**" in TEXT


def test_the_scores_of_the_reading_are_those_of_the_model() -> None:
    chains = {}
    for name, *cells in rows("Five dimensions, one figure"):
        *marks, mean = (float(cell.strip("*")) for cell in cells)
        assert score(marks, [1] * 5) == pytest.approx(mean)
        chains[name] = marks
    rice, shrimp = chains["rice"], chains["shrimp"]

    assert [score(one, [1] * 5, "minimum") for one in (rice, shrimp)] == [6, 0]
    assert round(score(rice, [1] * 5, "geometric"), 2) == 6.38
    assert score(shrimp, [1] * 5, "geometric") == 0
    assert score([8, 2], [1, 1], "geometric") == pytest.approx(4)

    by_planet = {
        w: [score(one, [1, 1, 1, w, 1]) for one in (rice, shrimp)] for w in (1.42, 1.44, 3)
    }
    assert by_planet[1.42][0] < by_planet[1.42][1]
    assert by_planet[1.44][0] > by_planet[1.44][1]
    assert [round(one, 2) for one in by_planet[3]] == [6.57, 5.0]


def test_the_twenty_years_of_the_table_follow_its_rule() -> None:
    reserves, a = played(30)
    _, b = played(0)
    table = rows("Twenty years by hand")

    assert {int(year): int(loss) for year, loss, *_ in table if loss != "0"} == LOSSES
    for year, _, reserve, a_paid, b_paid in table:
        assert number(reserve) == reserves[int(year)]
        assert number(a_paid) == a[int(year)]
        assert number(b_paid.partition(",")[0]) == b.get(int(year), b[max(b)])
    assert max(b) == 5
    assert reserves[YEARS] == YEARS * 30 - sum(LOSSES.values())


def test_the_members_of_b_are_ahead_until_year_7_and_c_is_the_worst() -> None:
    a, b, c = (played(keeps)[1] for keeps in (30, 0, 20))

    assert [year for year in a if a[year] < b.get(year, b[max(b)])] == list(range(1, 8))
    assert max(c) == 5
    assert c[5] == 400 < b[5] < a[YEARS]


def test_a_thousand_of_seven_thousand_is_not_17_percent() -> None:
    assert "Divide: it is 14.3 %." in TEXT
    assert round(100 * 1_000 / 7_000, 1) == 14.3
