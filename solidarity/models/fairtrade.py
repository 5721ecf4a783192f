"""Fair-trade terms: a minimum price (the floor) and a premium for a common fund.

The rule is that of Fairtrade (source keys F17 and F18): growers get the market price, or the
minimum price where that is higher, and a premium on top goes to a fund of their organisation.
Some products, such as cane sugar, have a premium and no minimum price (source key Q5).

The market is our own simplification: each year keeps a part of last year's distance from the usual
price and adds new luck, so that good and bad times last for a while.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from solidarity.models.domain import demand

Paths = npt.NDArray[np.float64]

MOST_MONEY = 1e9


@dataclass(frozen=True)
class Payment:
    """What a buyer pays for one unit: the price to growers, and the premium to their fund."""

    price: float
    premium: float


def fair_price(market: float, floor: float | None, premium: float) -> Payment:
    """The terms for one unit; ``floor`` is None for a product without a minimum price.

    All in one currency per unit. Raises ValueError for a negative amount.
    """
    demand("market", market, 0, MOST_MONEY)
    demand("premium", premium, 0, MOST_MONEY)
    if floor is None:
        return Payment(market, premium)
    demand("floor", floor, 0, MOST_MONEY)
    return Payment(max(market, floor), premium)


@dataclass(frozen=True)
class Terms:
    """A market, and the terms on which a growers' organisation sells.

    usual: the usual market price, in dollars per unit. swing: how wild the market is (0.3: in two
    years of three it lies within about 30 % of the usual). memory: the part of last year's
    distance from the usual that stays (0 to 0.95).
    floor: minimum price, or None. premium: dollars per unit for the common fund.
    sold_fair: the part of the harvest that finds a buyer on these terms (0 to 1); the rest goes at
    the market price. years, runs: how long, and how many times over. seed: the same luck again.
    """

    usual: float = 2.0
    swing: float = 0.3
    memory: float = 0.6
    floor: float | None = 1.8
    premium: float = 0.2
    sold_fair: float = 1.0
    years: int = 15
    runs: int = 1_000
    seed: int = 1

    def __post_init__(self) -> None:
        demand("usual", self.usual, 1e-6, MOST_MONEY)
        demand("swing", self.swing, 0, 2)
        demand("memory", self.memory, 0, 0.95)
        demand("premium", self.premium, 0, MOST_MONEY)
        if self.floor is not None:
            demand("floor", self.floor, 0, MOST_MONEY)
        demand("sold_fair", self.sold_fair, 0, 1)
        demand("years", self.years, 1, 200, whole=True)
        demand("runs", self.runs, 1, 100_000, whole=True)
        demand("seed", self.seed, 0, 2**32 - 1, whole=True)


@dataclass(frozen=True, eq=False)
class Sales:
    """What growers get, each array of the shape (runs, years), in dollars per unit of harvest.

    market: the market price. price: what growers get on average over the whole harvest.
    fund: what goes to the common fund, spread over the whole harvest.
    """

    terms: Terms
    market: Paths
    price: Paths
    fund: Paths

    @property
    def floor_share(self) -> float:
        """The part of all years in which the minimum price lies above the market (0 to 1)."""
        floor = self.terms.floor
        return 0.0 if floor is None else float(np.mean(self.market < floor))

    def spread(self, who: Paths, percentiles: tuple[float, ...] = (10, 50, 90)) -> list[float]:
        """Percentiles over all runs and years: a bad year, the middle, a good year."""
        found: list[float] = np.percentile(who, percentiles).tolist()
        return found

    def band(self, who: Paths, percentile: float) -> list[float]:
        """One percentile of all runs, for each year: the shape (years,)."""
        found: list[float] = np.percentile(who, percentile, axis=0).tolist()
        return found


def sell(terms: Terms) -> Sales:
    """Play the market ``terms.runs`` times over ``terms.years`` years, all at once.

    The luck depends on the seed alone, so moving the floor or the premium moves no market.
    """
    shape = int(terms.runs), int(terms.years)
    luck = np.random.default_rng(int(terms.seed)).standard_normal(shape)
    # New luck of this size keeps the market as wild in later years as in the first.
    fresh = terms.swing * float(np.sqrt(1 - terms.memory**2))
    away = np.empty(shape)
    away[:, 0] = terms.swing * luck[:, 0]
    for year in range(1, shape[1]):
        away[:, year] = terms.memory * away[:, year - 1] + fresh * luck[:, year]
    market = terms.usual * np.exp(away)
    fair = market if terms.floor is None else np.maximum(market, terms.floor)
    price = terms.sold_fair * fair + (1 - terms.sold_fair) * market
    fund = np.full(shape, terms.sold_fair * terms.premium)
    return Sales(terms, market, price, fund)
