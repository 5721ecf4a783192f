"""A community kitchen that sells vegetable boxes: by order a month ahead, or on the open market.

Many weeks are played at once, one in each place of an array, all drawn from one seed. In the open
market nobody knows how many will come, and the price follows scarcity. With orders the number is
known, the price is agreed before planting (Hansalim, source key C58), and some members may not
fetch what they ordered. Weather strikes both alike.

How strongly demand swings and the price follows are our own simplifications: no source gives them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from solidarity.models.domain import demand

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Plan = Literal["every order", "what was kept before"]
Pays = Literal["what is fetched", "what was ordered", "the share, whatever grows"]

MOST_HOUSEHOLDS = 400
LOWEST_PRICE, HIGHEST_PRICE = 0.5, 2.0
"""How far scarcity can move the open price, as a part of the usual one."""
LATER = 0.5
"""The part of the usual price that a stored box brings later."""


@dataclass(frozen=True)
class Kitchen:
    """The kitchen, its members and its weather.

    households: members who order one box a week; on the open market as many come on average.
    keep: chance from 0 to 1 that a household fetches what it ordered.
    together: part (0 to 1) of the households that stay away in the same weeks as the others.
    plan: grow for every order, or only for the part of the orders that is fetched on average.
    pays: what members pay for. The third rule is a share of the field, whatever grows on it.
    swing: how much the number of buyers on the open market swings (0.2 is a fifth, a standard
    deviation). weather: how much the harvest swings. spare: boxes grown for the open market beyond
    the average demand (0.1 is a tenth more).
    stored: part of the boxes left over that can be dried or pickled and is sold later.
    price: pesos for a box. order_share, open_share: the farmers' part of the price.
    weeks: how many weeks are played. seed: the same seed gives the same weeks again.
    """

    households: int = 100
    keep: float = 0.95
    together: float = 0.0
    plan: Plan = "every order"
    pays: Pays = "what is fetched"
    swing: float = 0.2
    weather: float = 0.1
    spare: float = 0.1
    stored: float = 0.0
    price: float = 100.0
    order_share: float = 0.76
    open_share: float = 0.5
    weeks: int = 1_000
    seed: int = 1

    def __post_init__(self) -> None:
        demand("households", self.households, 1, MOST_HOUSEHOLDS, whole=True)
        for name in ("keep", "together", "swing", "weather", "spare", "stored"):
            demand(name, getattr(self, name), 0, 1)
        demand("order_share", self.order_share, 0, 1)
        demand("open_share", self.open_share, 0, 1)
        demand("price", self.price, 0, 1_000_000)
        demand("weeks", self.weeks, 2, 10_000, whole=True)
        demand("seed", self.seed, 0, 2**32 - 1, whole=True)
        if self.plan not in get_args(Plan):
            raise ValueError(f"plan is {self.plan!r}, and must be one of {get_args(Plan)}")
        if self.pays not in get_args(Pays):
            raise ValueError(f"pays is {self.pays!r}, and must be one of {get_args(Pays)}")


@dataclass(frozen=True)
class Weeks:
    """One way of selling, week by week: arrays with one value for each week.

    grown, wanted, sold, waste: boxes. spent: pesos that households pay. farmers: pesos that the
    farmers get.
    """

    grown: Array
    wanted: Array
    sold: Array
    waste: Array
    spent: Array
    farmers: Array

    @property
    def waste_share(self) -> float:
        """Boxes that were thrown away, as a part of all that were grown in all weeks."""
        return _part(self.waste.sum(), self.grown.sum())

    @property
    def short_share(self) -> float:
        """Boxes that people wanted and did not get, as a part of all they wanted."""
        return _part((self.wanted - self.sold).sum(), self.wanted.sum())

    @property
    def price(self) -> float:
        """Pesos that households paid for each box they took home, over all weeks."""
        return _part(self.spent.sum(), self.sold.sum())

    @property
    def income(self) -> float:
        """The farmers' average income of a week, in pesos."""
        return float(self.farmers.mean())

    @property
    def spread(self) -> float:
        """How much the farmers' income swings: its standard deviation as a part of the average."""
        return _part(float(self.farmers.std()), self.income)

    @property
    def bad_week(self) -> float:
        """The farmers' income in a bad week, one of twenty, as a part of the average."""
        return _part(float(np.quantile(self.farmers, 0.05)), self.income)


@dataclass(frozen=True)
class Season:
    """The same weeks, sold in two ways."""

    kitchen: Kitchen
    market: Weeks
    orders: Weeks

    def by_week(self) -> pd.DataFrame:
        """Week by week, both ways, as a table."""
        import pandas as pd

        columns: dict[str, object] = {"week": range(1, self.kitchen.weeks + 1)}
        for name, way in (("market", self.market), ("orders", self.orders)):
            columns[f"grown, {name} (boxes)"] = way.grown.round(1)
            columns[f"sold, {name} (boxes)"] = way.sold.round(1)
            columns[f"waste, {name} (boxes)"] = way.waste.round(1)
            columns[f"farmers, {name} (pesos)"] = way.farmers.round()
        return pd.DataFrame(columns)


def season(kitchen: Kitchen) -> Season:
    """Play all weeks, both ways, with the same luck.

    All chance is drawn before any rule is looked at: moving one rule with the same seed changes
    that rule and nothing else.
    """
    rng = np.random.default_rng(kitchen.seed)
    weather, appetite = rng.standard_normal((2, kitchen.weeks))
    common = rng.random(kitchen.weeks)
    follows = rng.random(MOST_HOUSEHOLDS)[: kitchen.households] < kitchen.together
    own = rng.random((kitchen.weeks, MOST_HOUSEHOLDS))[:, : kitchen.households]
    harvest = np.maximum(0, 1 + kitchen.weather * weather)
    wanted = kitchen.households * np.maximum(0, 1 + kitchen.swing * appetite)
    mood = np.where(follows, common[:, np.newaxis], own)
    kept = (mood < kitchen.keep).sum(axis=1).astype(np.float64)
    return Season(kitchen, _market(kitchen, harvest, wanted), _orders(kitchen, harvest, kept))


def _market(kitchen: Kitchen, harvest: Array, wanted: Array) -> Weeks:
    grown = kitchen.households * (1 + kitchen.spare) * harvest
    sold = np.minimum(grown, wanted)
    # Scarcity: how demand and harvest of this week compare with their usual values.
    scarcity = np.divide(
        wanted / kitchen.households,
        harvest,
        out=np.full_like(harvest, HIGHEST_PRICE),
        where=harvest > 0,
    )
    price = kitchen.price * np.clip(scarcity, LOWEST_PRICE, HIGHEST_PRICE)
    return _weeks(kitchen, grown, wanted, sold, spent=price * sold, share=kitchen.open_share)


def _orders(kitchen: Kitchen, harvest: Array, kept: Array) -> Weeks:
    planned = kitchen.households * (kitchen.keep if kitchen.plan == "what was kept before" else 1)
    grown = planned * harvest
    sold = np.minimum(grown, kept)
    paid_for = {
        "what is fetched": sold,
        "what was ordered": np.minimum(grown, kitchen.households),
        "the share, whatever grows": np.full_like(grown, kitchen.households),
    }[kitchen.pays]
    return _weeks(
        kitchen, grown, kept, sold, spent=kitchen.price * paid_for, share=kitchen.order_share
    )


def _weeks(
    kitchen: Kitchen, grown: Array, wanted: Array, sold: Array, *, spent: Array, share: float
) -> Weeks:
    left = grown - sold
    later = left * kitchen.stored * kitchen.price * LATER
    waste = left * (1 - kitchen.stored)
    return Weeks(grown, wanted, sold, waste, spent, share * (spent + later))


def _part(of: float, whole: float) -> float:
    return float(of / whole) if whole > 0 else 0.0
