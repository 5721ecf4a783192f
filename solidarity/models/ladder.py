"""A price ladder: what each link of a chain pays, buys in and gets, up to the shop.

Weight is lost on the way: one kilogram of paddy gives about two thirds of a kilogram of rice. So
everything is counted for one kilogram of the *last* product, in one currency ("pesos").
A link's value added is what it gets, less what it pays the link before it, less what it buys in
from outside the chain; it holds wages, rent, interest and profit (textbook identity).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solidarity.models.domain import demand

if TYPE_CHECKING:
    import pandas as pd

MOST_MONEY = 1e9
LEAST_YIELD = 0.001


@dataclass(frozen=True)
class Link:
    """One link of a chain, in its own terms.

    price: pesos that it gets for a kilogram of its product, above 0.
    bought_in: pesos for what it buys from outside the chain, per kilogram of its product.
    yield_rate: kilograms of its product from one kilogram of what the link before it sells, above
    0 and up to 1. The first link buys nothing from the chain, so its yield changes nothing.
    """

    name: str
    price: float
    bought_in: float = 0.0
    yield_rate: float = 1.0

    def __post_init__(self) -> None:
        demand("price", self.price, 1e-6, MOST_MONEY)
        demand("bought_in", self.bought_in, 0, MOST_MONEY)
        demand("yield_rate", self.yield_rate, LEAST_YIELD, 1)


@dataclass(frozen=True)
class Rung:
    """One link, counted for one kilogram of the last product.

    kilograms: how much of this link's product is in it. In pesos: ``paid`` to the link before,
    ``bought_in`` from outside, ``received`` from the link after.
    """

    name: str
    kilograms: float
    paid: float
    bought_in: float
    received: float

    @property
    def gross_margin(self) -> float:
        """Pesos between what it pays the link before and what it gets."""
        return self.received - self.paid

    @property
    def value_added(self) -> float:
        """Pesos that are left for wages, rent, interest and profit; below 0 for a loss."""
        return self.gross_margin - self.bought_in


@dataclass(frozen=True)
class Ladder:
    """All links of a chain, from the field to the shop."""

    rungs: tuple[Rung, ...]

    @property
    def retail(self) -> float:
        """Pesos that are paid for one kilogram of the last product."""
        return self.rungs[-1].received

    @property
    def value_added(self) -> float:
        """Pesos of value added of all links together: retail price less all that is bought in."""
        return sum(rung.value_added for rung in self.rungs)

    @property
    def bought_in(self) -> float:
        """Pesos for all that came from outside the chain."""
        return sum(rung.bought_in for rung in self.rungs)

    @property
    def producer_share(self) -> float:
        """The first link's part of the retail price (0.74 is 74 %), weight loss counted.

        It is above 1 where the links after it sell for less than they paid.
        """
        return self.rungs[0].received / self.retail

    def by_link(self) -> pd.DataFrame:
        """A row for each link, in pesos for one kilogram of the last product."""
        import pandas as pd

        return pd.DataFrame(
            {
                "name": [rung.name for rung in self.rungs],
                "its product (kg)": [round(rung.kilograms, 3) for rung in self.rungs],
                "it pays (pesos)": [round(rung.paid, 2) for rung in self.rungs],
                "it buys in (pesos)": [round(rung.bought_in, 2) for rung in self.rungs],
                "it gets (pesos)": [round(rung.received, 2) for rung in self.rungs],
                "value added (pesos)": [round(rung.value_added, 2) for rung in self.rungs],
            }
        )


def price_ladder(links: Sequence[Link]) -> Ladder:
    """Climb from the first link to the last, per kilogram of the last product.

    Raises ValueError without a link.
    """
    if not links:
        raise ValueError("a chain needs at least one link")
    kilograms = 1.0
    rungs: list[Rung] = []
    for place in reversed(range(len(links))):
        link = links[place]
        needed = kilograms / link.yield_rate
        paid = links[place - 1].price * needed if place else 0.0
        bought_in, received = link.bought_in * kilograms, link.price * kilograms
        rungs.append(Rung(link.name, kilograms, paid, bought_in, received))
        kilograms = needed
    return Ladder(tuple(reversed(rungs)))


def producer_share(farm_price: float, yield_rate: float, retail_price: float) -> float:
    """The grower's part of the retail price (0.74 is 74 %).

    Prices in pesos per kilogram, of what the farm sells and of what the shop sells; ``yield_rate``
    is kilograms of the second from one kilogram of the first, above 0 and up to 1.
    """
    return price_ladder(
        [Link("farm", farm_price), Link("shop", retail_price, yield_rate=yield_rate)]
    ).producer_share


def markup(cost: float, price: float) -> float:
    """What is put on top of the cost, as a part of the *cost* (0.25 is 25 %). Both above 0."""
    demand("cost", cost, 1e-6, MOST_MONEY)
    demand("price", price, 1e-6, MOST_MONEY)
    return (price - cost) / cost


def margin(cost: float, price: float) -> float:
    """The same amount as a part of the *price* (0.20 is 20 %). Both above 0."""
    return markup(cost, price) * cost / price
