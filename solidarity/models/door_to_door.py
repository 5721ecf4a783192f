"""Waste from door to door: a cooperative of waste pickers with a contract of the city.

Built after SWaCH in Pune: pairs of members serve some hundred households each, live on user fees
and on what they sell, and the city pays for administration and equipment (source keys C23, C24,
W2). Money is in rupees a month.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from solidarity.models.domain import demand

if TYPE_CHECKING:
    import pandas as pd

PAIR = 2
_STEPS = 60


@dataclass(frozen=True)
class Contract:
    """The round of one pair of members, and what the city adds.

    households: on their round, 50 to 600. fee: rupees a household pays a month. paying: share of
    the households that pay. scrap: rupees a month that the recyclables of one household bring.
    costs: rupees a month for equipment and administration of one pair. city_pays: the city bears
    them. saved: rupees a month that the city would have to spend on one household without them.
    rival: share of the households that somebody else serves for nothing. follow: of those who still
    pay, the share that stops when all neighbours pay nothing (1 is all of them).
    """

    households: int = 250
    fee: float = 75
    paying: float = 0.8
    scrap: float = 20
    costs: float = 1_500
    city_pays: bool = True
    saved: float = 43
    rival: float = 0.0
    follow: float = 0.5

    def __post_init__(self) -> None:
        demand("households", self.households, 50, 600, whole=True)
        for name in ("fee", "scrap", "saved"):
            demand(name, getattr(self, name), 0, 1_000)
        demand("costs", self.costs, 0, 100_000)
        for name in ("paying", "rival", "follow"):
            demand(name, getattr(self, name), 0, 1)

    @property
    def served(self) -> float:
        """Households that the pair still serves."""
        return self.households * (1 - self.rival)

    @property
    def fees(self) -> float:
        """Rupees a month that the pair collects.

        A free rival takes its own households away, and of the others some stop paying.
        """
        return self.served * self.fee * self.paying * (1 - self.follow * self.rival)

    @property
    def scrap_income(self) -> float:
        """Rupees a month from what is sold."""
        return self.served * self.scrap

    @property
    def income(self) -> float:
        """Rupees a month for one member; below zero where costs are higher than what comes in."""
        own_costs = 0 if self.city_pays else self.costs
        return (self.fees + self.scrap_income - own_costs) / PAIR

    @property
    def city_gain(self) -> float:
        """Rupees a month that the city is better off with this pair than without it."""
        return self.served * self.saved - (self.costs if self.city_pays else 0)

    def accounts(self) -> pd.DataFrame:
        """Who gains and who pays, in rupees a month for the round of one pair."""
        import pandas as pd

        own_costs = 0 if self.city_pays else self.costs
        return pd.DataFrame(
            {
                "partner": ["two members", "households", "city", "scrap dealers"],
                "gains (rupees a month)": [
                    self.fees + self.scrap_income - own_costs,
                    -self.fees,
                    self.city_gain,
                    -self.scrap_income,
                ],
            }
        )


def least_paying(contract: Contract, needed: float) -> float | None:
    """The share of households (0 to 1) that must pay so that a member earns ``needed`` rupees.

    None where even all of them paying would not be enough.
    """
    demand("needed", needed, 0, 1_000_000)
    return _border(lambda share: replace(contract, paying=share).income >= needed, 1.0, 0.0)


def most_rival(contract: Contract, needed: float) -> float | None:
    """The largest share of households with a free rival at which a member still earns ``needed``.

    None where the contract does not hold even without a rival.
    """
    demand("needed", needed, 0, 1_000_000)
    return _border(lambda share: replace(contract, rival=share).income >= needed, 0.0, 1.0)


def _border(enough: Callable[[float], bool], good: float, bad: float) -> float | None:
    """How far one can go from ``good`` towards ``bad``; None where even ``good`` is not enough."""
    if not enough(good):
        return None
    if enough(bad):
        return bad
    for _ in range(_STEPS):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if enough(middle) else (good, middle)
    return good
