"""Who owns the mill: a trader, or the cooperative of those who bring the paddy.

A trader pays the price of the day and keeps the mill's surplus, or its loss. A cooperative pays
its members the same price, and in addition a *patronage refund*: a part of the surplus in
proportion to deliveries; the rest goes to a reserve that is nobody's own. A loss falls on those
who deliver, as they have no one else to pass it to.

What is left out: by-products (bran, husk), a limit to what the mill can take, and taxes.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from solidarity.models.domain import demand

if TYPE_CHECKING:
    import pandas as pd

Runs = npt.NDArray[np.float64]

KILOGRAMS = 1_000
MOST_MONEY = 1e12
SPREAD = {"bad year": 10, "middle": 50, "good year": 90}
"""Names of the spread, and the percentile of all runs that each stands for."""


def break_even(fixed_cost: float, price: float, variable_cost: float) -> float | None:
    """How many units pay for the fixed cost, or None where no number of them does.

    ``price`` and ``variable_cost`` are pesos per unit. The identity is fixed / (price - variable).
    Raises ValueError for a negative amount.
    """
    for name, value in (("fixed_cost", fixed_cost), ("price", price), ("variable", variable_cost)):
        demand(name, value, 0, MOST_MONEY)
    return None if price <= variable_cost else fixed_cost / (price - variable_cost)


@dataclass(frozen=True)
class Mill:
    """A mill, and the village that brings paddy to it.

    paddy_price, rice_price: pesos per kilogram in an ordinary year.
    yield_rate: kilograms of rice from one kilogram of paddy, 0.3 to 0.8.
    running_cost: pesos per tonne of paddy milled. fixed_cost: pesos a year, milled or not.
    members: people who own the mill, if it is a cooperative's. harvest: tonnes of paddy that each
    sells in an ordinary year. delivered: part of it that comes to this mill (0 to 1).
    refund: part of a surplus that is paid back in proportion to deliveries (0 to 1).
    paddy_swing, rice_swing, harvest_swing: how far a year may lie above or below the ordinary
    one, as a part of it (0.2 is 20 %); every value between is equally likely.
    runs: years to draw. seed: the same seed draws the same years again.
    """

    paddy_price: float = 18.39
    rice_price: float = 35.35
    yield_rate: float = 0.65
    running_cost: float = 2_000.0
    fixed_cost: float = 1_200_000.0
    members: int = 200
    harvest: float = 5.0
    delivered: float = 0.7
    refund: float = 0.7
    paddy_swing: float = 0.1
    rice_swing: float = 0.05
    harvest_swing: float = 0.3
    runs: int = 2_000
    seed: int = 1

    def __post_init__(self) -> None:
        for name in ("paddy_price", "rice_price"):
            demand(name, getattr(self, name), 0.01, 1e6)
        demand("yield_rate", self.yield_rate, 0.3, 0.8)
        for name in ("running_cost", "fixed_cost"):
            demand(name, getattr(self, name), 0, MOST_MONEY)
        demand("members", self.members, 1, 1_000_000, whole=True)
        demand("harvest", self.harvest, 0.001, 10_000)
        # A mill that gets nothing has no income per kilogram.
        demand("delivered", self.delivered, 0.01, 1)
        demand("refund", self.refund, 0, 1)
        for name in ("paddy_swing", "rice_swing", "harvest_swing"):
            demand(name, getattr(self, name), 0, 0.9)
        demand("runs", self.runs, 1, 1_000_000, whole=True)
        demand("seed", self.seed, 0, 2**32 - 1, whole=True)

    @property
    def tonnes(self) -> float:
        """Tonnes of paddy that come to the mill in an ordinary year."""
        return self.members * self.harvest * self.delivered

    @property
    def rice_per_tonne(self) -> float:
        """Pesos that the rice of one tonne of paddy brings, in an ordinary year."""
        return KILOGRAMS * self.yield_rate * self.rice_price

    @property
    def cost_per_tonne(self) -> float:
        """Pesos that one more tonne of paddy costs: the paddy and the milling of it."""
        return KILOGRAMS * self.paddy_price + self.running_cost

    @property
    def break_even(self) -> float | None:
        """Tonnes of paddy a year that pay for the fixed cost, or None."""
        return break_even(self.fixed_cost, self.rice_per_tonne, self.cost_per_tonne)

    def surplus(self, tonnes: float) -> float:
        """Pesos left at the end of an ordinary year with so many tonnes; below 0 for a loss."""
        return tonnes * (self.rice_per_tonne - self.cost_per_tonne) - self.fixed_cost


@dataclass(frozen=True, eq=False)
class Years:
    """What many years bring, each array of the shape (runs,).

    tonnes: paddy milled. surplus: pesos, below 0 for a loss. trader, cooperative: pesos that a
    grower gets in the end for a kilogram of paddy, where a trader or the cooperative owns the mill.
    """

    mill: Mill
    tonnes: Runs
    surplus: Runs
    trader: Runs
    cooperative: Runs

    @property
    def loss_share(self) -> float:
        """The part of all years in which the mill makes a loss (0 to 1)."""
        return float(np.mean(self.surplus < 0))

    @property
    def better_share(self) -> float:
        """The part of all years in which growers get more where they own the mill (0 to 1)."""
        return float(np.mean(self.cooperative > self.trader))

    def spread(self, who: Runs) -> dict[str, float]:
        """A bad year, the middle and a good year: the 10th, 50th and 90th of 100 years by size."""
        found = np.percentile(who, list(SPREAD.values()))
        return dict(zip(SPREAD, found.tolist(), strict=True))

    def by_income(self, most: int = 9) -> tuple[list[str], dict[str, list[float]]]:
        """How many of 100 years bring so much: the names of the steps, and for each owner a list.

        The steps are whole pesos for a kilogram of paddy, as wide as ``most`` steps need.
        """
        both = np.concatenate([self.trader, self.cooperative])
        low, high = int(np.floor(both.min())), int(np.floor(both.max())) + 1
        width = -(-(high - low) // most)
        edges = [low + width * step for step in range(-(-(high - low) // width) + 1)]
        return [f"{a} to {b}" for a, b in pairwise(edges)], {
            owner: (np.histogram(who, edges)[0] * 100 / len(who)).tolist()
            for owner, who in (
                ("a trader owns it", self.trader),
                ("growers own it", self.cooperative),
            )
        }

    def by_owner(self) -> pd.DataFrame:
        """A row for a bad year, the middle and a good year; pesos per kilogram of paddy."""
        import pandas as pd

        return pd.DataFrame(
            {
                "year": list(SPREAD),
                "a trader owns it (pesos per kg)": self._rounded(self.trader),
                "growers own it (pesos per kg)": self._rounded(self.cooperative),
            }
        )

    def _rounded(self, who: Runs) -> list[float]:
        return [round(value, 2) for value in self.spread(who).values()]


def years(mill: Mill) -> Years:
    """Draw ``mill.runs`` years at once.

    Nothing is drawn that depends on the prices or the rules, so moving one of them with the same
    seed changes that one and nothing else.
    """
    luck = np.random.default_rng(int(mill.seed)).uniform(-1, 1, (3, int(mill.runs)))
    paddy = mill.paddy_price * (1 + mill.paddy_swing * luck[0])
    rice = mill.rice_price * (1 + mill.rice_swing * luck[1])
    tonnes = mill.tonnes * (1 + mill.harvest_swing * luck[2])
    cost = KILOGRAMS * paddy + mill.running_cost
    surplus = tonnes * (KILOGRAMS * mill.yield_rate * rice - cost) - mill.fixed_cost
    shared = np.where(surplus > 0, mill.refund * surplus, surplus)
    return Years(mill, tonnes, surplus, paddy, paddy + shared / (KILOGRAMS * tonnes))
