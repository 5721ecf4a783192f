"""Who grew most? By how many times, or by how much: two fair questions with two answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from solidarity.models.domain import demand
from solidarity.models.growth import HUGE

By = Literal["times", "difference"]


@dataclass(frozen=True)
class Grown:
    """One name with its value before and after, both above 0, in the same unit."""

    name: str
    before: float
    after: float

    @property
    def times(self) -> float:
        """How many times as much it is after."""
        return self.after / self.before

    @property
    def difference(self) -> float:
        """How much more it is after, in the unit of the values."""
        return self.after - self.before


def ranked(before: Mapping[str, float], after: Mapping[str, float], by: By) -> list[Grown]:
    """All names that have both values, the one that grew most first; equals by their name.

    Raises ValueError when ``by`` is something else or a value is not above 0.
    """
    if by not in ("times", "difference"):
        raise ValueError(f"by is {by!r}, and must be 'times' or 'difference'")
    found = []
    for name in sorted(set(before) & set(after)):
        demand(f"before for {name}", before[name], 1e-12, HUGE)
        demand(f"after for {name}", after[name], 1e-12, HUGE)
        found.append(Grown(name, before[name], after[name]))
    return sorted(found, key=lambda grown: getattr(grown, by), reverse=True)
