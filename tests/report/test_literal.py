"""A value is read from a cell only where reading says the same as running."""

from __future__ import annotations

import pytest

from solidarity.report.plan_page.literal import NotLiteral, literal

GIVEN = 'plan = [{"link": "marketing", "unit": "%"}]'
VALUE = [{"link": "marketing", "unit": "%"}]


@pytest.mark.parametrize(
    "cells",
    [
        [GIVEN],
        ["import pandas as pd", GIVEN, "pd.DataFrame(plan)"],
        [f"{GIVEN}\nplan"],
        [f"# our plan, the plan of all plans\nother = 3\n{GIVEN}"],
        [GIVEN, 'print("the plan stands")', "planned = 3", "%time other()"],
        ['note = "plan"', GIVEN],
    ],
)
def test_a_value_that_stands_there_is_read(cells: list[str]) -> None:
    assert literal(cells, "plan") == VALUE


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["plan = make()"],
        ["plan = [dict(link='marketing')]"],
        ["plan = [f'{1}']"],
        ["plan = []", "plan.append({})"],
        [GIVEN, "plan[0]['link'] = 'financing'"],
        [GIVEN, "for step in plan:\n    step['unit'] = 'kg'"],
        [GIVEN, "plan += [{}]"],
        [GIVEN, "del plan"],
        [GIVEN, GIVEN],
        [GIVEN, "fill(plan)"],
        [GIVEN, "fill(plan=[])"],
        [GIVEN, "def plan():\n    return 1"],
        [GIVEN, "import plans as plan"],
        [GIVEN, "def f():\n    global plan"],
        [GIVEN, "(plan := 3)"],
        [GIVEN, "%time plan"],
        [GIVEN, "plan ="],
        ["plan = other = []"],
        ["plan, run = [], {}"],
        ["if True:\n    plan = []"],
        ["plan = [*plan]"],
        ["plan = " + "[" * 5000],
        ["plan = " + "-" * 5000 + "1"],
        ["plan = '" + "x" * 300_000 + "'"],
    ],
)
def test_a_value_that_must_be_computed_is_not_guessed(cells: list[str]) -> None:
    with pytest.raises(NotLiteral):
        literal(cells, "plan")


def test_nothing_is_run() -> None:
    with pytest.raises(NotLiteral):
        literal(["plan = [__import__('sys').exit(3)]"], "plan")
