"""How much something grew: as a difference, in percent, in times, and on average per year."""

from __future__ import annotations

from solidarity.models.domain import demand

HUGE = 1e15


def percent_change(before: float, after: float) -> float:
    """Change from ``before`` to ``after`` in percent of ``before``: from 20 to 25 is 25.

    Raises ValueError unless ``before`` is above 0 and ``after`` at least 0.
    """
    _demand_amounts(before, after)
    return 100 * (after - before) / before


def yearly_growth(before: float, after: float, years: float) -> float:
    """The one rate per year that leads from ``before`` to ``after`` (0.10 is 10 % a year).

    It is the compound annual growth rate (CAGR): each year grows on the year before.
    Raises ValueError unless ``before`` is above 0, ``after`` at least 0 and ``years`` above 0.
    """
    _demand_amounts(before, after)
    demand("years", years, 1e-9, 1_000)
    return float((after / before) ** (1 / years) - 1)


def _demand_amounts(before: float, after: float) -> None:
    demand("before", before, 1e-12, HUGE)
    demand("after", after, 0, HUGE)
