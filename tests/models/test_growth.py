"""Growth in percent and per year, by hand and by what must hold for every figure."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solidarity.models.growth import percent_change, yearly_growth

amounts = st.floats(1, 1e6)
years = st.integers(1, 60)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(24.30, 49, 101.646), (50, 40, -20), (8, 8, 0), (5, 0, -100), (8_005, 27_043, 237.826)],
)
def test_change_in_percent_by_hand(before: float, after: float, change: float) -> None:
    assert percent_change(before, after) == pytest.approx(change, abs=0.001)


@pytest.mark.parametrize(
    ("before", "after", "steps", "rate"),
    [
        (8_005, 27_043, 7, 0.18995),  # the newspaper says 19 % [C2]
        (100, 121, 2, 0.1),
        (100, 81, 2, -0.1),
        (200, 220, 1, 0.1),
        (7, 0, 3, -1),
    ],
)
def test_yearly_growth_by_hand(before: float, after: float, steps: int, rate: float) -> None:
    assert yearly_growth(before, after, steps) == pytest.approx(rate, abs=1e-5)


@given(amounts, amounts, years)
def test_the_rate_applied_every_year_leads_from_the_beginning_to_the_end(
    before: float, after: float, steps: int
) -> None:
    value = before
    for _ in range(steps):
        value *= 1 + yearly_growth(before, after, steps)
    assert math.isclose(value, after, rel_tol=1e-6)


@given(amounts, amounts)
def test_over_one_year_the_rate_is_the_change(before: float, after: float) -> None:
    assert math.isclose(
        100 * yearly_growth(before, after, 1), percent_change(before, after), abs_tol=1e-6
    )


@pytest.mark.parametrize(
    ("arguments", "name"),
    [((0, 5, 2), "before"), ((5, -1, 2), "after"), ((5, 5, 0), "years"), (("5", 5, 2), "before")],
)
def test_a_value_outside_the_domain_is_refused_by_its_name(arguments: tuple, name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} is "):
        yearly_growth(*arguments)


def test_percent_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^before is 0"):
        percent_change(0, 5)
