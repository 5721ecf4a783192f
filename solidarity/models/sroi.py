"""Social return on investment (SROI): what is left of a claimed value, for each unit of money.

The filters are those of the guides (source keys F30, F31). Time is our convention: money of year 1
comes at the end of that year, and the first input is paid today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solidarity.models.domain import demand, demand_above_0

MOST_MONEY = 1e15


@dataclass(frozen=True)
class Outcome:
    """A change, valued in money.

    yearly: its worth in the first year, in the currency of the inputs. years: how long it lasts.
    deadweight: the share that would have happened anyway. displacement: the share that was only
    taken from others. attribution: the share that is owed to others. dropoff: the share that is
    lost with every year after the first. All shares from 0 to 1.
    """

    yearly: float
    years: int = 1
    deadweight: float = 0.0
    displacement: float = 0.0
    attribution: float = 0.0
    dropoff: float = 0.0

    def __post_init__(self) -> None:
        demand("yearly", self.yearly, 0, MOST_MONEY)
        demand("years", self.years, 1, 200, whole=True)
        for name in ("deadweight", "displacement", "attribution", "dropoff"):
            demand(name, getattr(self, name), 0, 1)

    @property
    def kept(self) -> float:
        """The share of the first year's worth that the three filters leave (0 to 1)."""
        return (1 - self.deadweight) * (1 - self.displacement) * (1 - self.attribution)

    def by_year(self) -> list[float]:
        """What the project may claim in each year, in money of that year: the shape (years,)."""
        return [
            self.yearly * self.kept * (1 - self.dropoff) ** year for year in range(int(self.years))
        ]


def present_value(amounts: Sequence[float], rate: float, first_year: int = 1) -> float:
    """What yearly amounts are worth today at ``rate`` (0.05 is 5 % a year)."""
    demand("rate", rate, 0, 10)
    return sum(amount / (1 + rate) ** year for year, amount in enumerate(amounts, start=first_year))


def sroi(outcomes: Sequence[Outcome], inputs: Sequence[float], rate: float) -> float:
    """Present value of the outcomes for each unit of present value of the inputs.

    inputs: money paid, the first today, the second after a year, and so on.
    Raises ValueError where nothing was put in, or an amount is negative.
    """
    for amount in inputs:
        demand("an input", amount, 0, MOST_MONEY)
    invested = present_value(inputs, rate, first_year=0)
    demand_above_0("the sum of the inputs", invested)
    return sum(present_value(one.by_year(), rate) for one in outcomes) / invested
