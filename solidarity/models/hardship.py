"""What a household goes without, beyond money: the hardships that the Vietnam survey can show.

The table vietnam_1998 has few columns, so the list is short. Nothing in it tells of water, light, a
roof, the children's schooling or work without pay. The cut-offs are *illustrative*: they are there
to be moved and quarrelled about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solidarity.models.domain import demand, demand_above_0

if TYPE_CHECKING:
    import pandas as pd

HARDSHIPS = ("money", "schooling", "food", "health")


@dataclass(frozen=True)
class CutOffs:
    """From where on a hardship counts; every first value but ``line`` is illustrative.

    line: thousand dong per head and year; a household with less lacks money.
    schooling: years; a head with fewer lacks schooling (primary school takes 5 years in Vietnam).
    food: share of all spending, 0 to 1; a household that spends more on food has little else.
    health: share of all spending, 0 to 1; care that costs more is a hardship.
    """

    line: float
    schooling: float = 5
    food: float = 0.7
    health: float = 0.1

    def __post_init__(self) -> None:
        demand_above_0("line", self.line)
        demand("schooling", self.schooling, 0, 30)
        demand("food", self.food, 0, 1)
        demand("health", self.health, 0, 1)


def hardships(households: pd.DataFrame, cut: CutOffs) -> pd.DataFrame:
    """Which hardships each household has: true or false, one column for each of ``HARDSHIPS``.

    households: with the columns people, spending, food and health (thousand dong a year) and
    schooling (years of the head) of the table vietnam_1998.
    Raises ValueError when a column is missing.
    """
    import pandas as pd

    needed = ("people", "spending", "food", "health", "schooling")
    missing = [name for name in needed if name not in households.columns]
    if missing:
        raise ValueError(f"households has no column {', '.join(missing)}")
    spending = households["spending"]
    return pd.DataFrame(
        {
            "money": spending / households["people"] < cut.line,
            "schooling": households["schooling"] < cut.schooling,
            "food": households["food"] > cut.food * spending,
            "health": households["health"] > cut.health * spending,
        }
    )
