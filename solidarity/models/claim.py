"""A claim that income grew so many times, taken apart: by prices, by members, and by years.

The first values are those of the claim of 2017 that Amul's farmers earned nearly four times as
much as seven years before. Their sources stand in ``course/sources.toml``: prices and volumes C2,
members J3 and J2, inflation J5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solidarity.models.domain import demand
from solidarity.models.growth import HUGE, yearly_growth

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Claim:
    """What a federation paid its members for milk, before and after.

    price_before, price_after: rupees per litre, above 0.
    volume_before, volume_after: million litres a day, above 0.
    members_before, members_after: million people, above 0.
    years: whole years between before and after, 1 to 50.
    inflation: rise of all prices per year, from -0.5 to 1 (0.08 is 8 %).
    """

    price_before: float = 24.30
    price_after: float = 49.00
    volume_before: float = 9.09
    volume_after: float = 17.65
    members_before: float = 2.9
    members_after: float = 3.6
    years: int = 7
    inflation: float = 0.08

    def __post_init__(self) -> None:
        for name in ("price", "volume", "members"):
            for when in ("before", "after"):
                demand(f"{name}_{when}", getattr(self, f"{name}_{when}"), 1e-6, HUGE)
        demand("years", self.years, 1, 50, whole=True)
        demand("inflation", self.inflation, -0.5, 1)

    @property
    def total(self) -> float:
        """How many times as much money all members got together, in rupees of the day."""
        return (self.price_after * self.volume_after) / (self.price_before * self.volume_before)

    @property
    def members(self) -> float:
        """How many times as many members there are."""
        return self.members_after / self.members_before

    @property
    def prices(self) -> float:
        """How many times as much the same shopping costs."""
        return float((1 + self.inflation) ** self.years)

    @property
    def per_member(self) -> float:
        """How many times as much money the average member got, in rupees of the day."""
        return self.total / self.members

    @property
    def real_total(self) -> float:
        """How many times as much all members could buy together."""
        return self.total / self.prices

    @property
    def real_per_member(self) -> float:
        """How many times as much the average member could buy."""
        return self.per_member / self.prices

    @property
    def litres_per_member(self) -> float:
        """Litres a day that the average member delivered at the end."""
        return self.volume_after / self.members_after

    @property
    def yearly(self) -> float:
        """Average growth per year of the total, year on year (0.20 is 20 %)."""
        return yearly_growth(1, self.total, self.years)

    @property
    def straight(self) -> float:
        """What the total's growth divided by the years gives (0.40 is 40 % of the first year)."""
        return (self.total - 1) / self.years

    def path(self) -> list[float]:
        """The total in each year from 0 to ``years``, in times, growing at the same rate."""
        return [(1 + self.yearly) ** year for year in range(self.years + 1)]

    def line(self) -> list[float]:
        """The same start and end, joined by a straight line."""
        return [1 + self.straight * year for year in range(self.years + 1)]

    def by_year(self) -> pd.DataFrame:
        """A row for each year from 0: four ways to say how many times as much.

        Columns: ``year`` and, in times the first year, all rupees, all rupees on a straight line,
        rupees per member, and what a member can buy. Members and prices too grow evenly.
        """
        # pandas takes half a second to load, and the panels do without it.
        import pandas as pd

        each = range(self.years + 1)
        rates = {
            "all rupees (times)": self.total,
            "rupees per member (times)": self.per_member,
            "what a member can buy (times)": self.real_per_member,
        }
        table: dict[str, list[float]] = {"year": list(each)}
        for name, times in rates.items():
            table[name] = [round(times ** (year / self.years), 2) for year in each]
        return pd.DataFrame(table)
