"""The same surplus under four rules: the Philippines, India, Québec and Mondragon.

Percentages: Philippine Cooperative Code (F1, F2), India's Multi-State Co-operative Societies Act,
section 63 (F6), Québec's Cooperatives Act (F7), Mondragon's congress rules (C63, one of several
readings). They are what the sources say of the least or usual part; an assembly may give more.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

Country = Literal["Philippines", "India", "Québec", "Mondragon"]


@dataclass(frozen=True)
class Layout:
    """A surplus under one regime, in cents; the parts add up to the surplus."""

    country: Country
    kept: int
    education: int
    community: int
    free: int

    @property
    def total(self) -> int:
        """All of it, in cents."""
        return self.kept + self.education + self.community + self.free


# Percent of the surplus: kept together (reserves), education, community, rest for members.
_RULES: dict[Country, tuple[int, int, int]] = {
    "Philippines": (10, 0, 3),
    # At least 25 % to the reserve fund and 10 % against unforeseen losses; 1 % to education.
    "India": (35, 1, 0),
    "Québec": (10, 0, 0),
    "Mondragon": (45, 0, 10),
}
QUEBEC_ENOUGH = Fraction(25, 100)
"""Of a cooperative's liabilities: a reserve that reaches this part may stop growing (F7)."""


def lay_out(surplus: int, country: Country, *, reserve: int = 0, liabilities: int = 0) -> Layout:
    """Lay out a surplus (cents) by the least that the rule of a place demands.

    reserve and liabilities (cents) matter in Québec only: nothing need be added to a reserve that
    has reached a quarter of the liabilities. Parts are rounded up to whole cents; ``free`` takes
    the difference.
    Raises ValueError for an unknown place, a loss, or a negative amount.
    """
    if country not in get_args(Country):
        raise ValueError(f"country is {country!r}, and must be one of: {', '.join(_RULES)}")
    if surplus < 0:
        raise ValueError(
            f"surplus is {surplus} cents: in a year of loss there is nothing to lay out"
        )
    if min(reserve, liabilities) < 0:
        raise ValueError("a reserve or a debt cannot be less than 0")
    percents = list(_RULES[country])
    needed = _up(surplus * Fraction(percents[0], 100))
    if country == "Québec":
        needed = min(needed, max(0, _up(QUEBEC_ENOUGH * liabilities) - reserve))
    education, community = (_up(surplus * Fraction(one, 100)) for one in percents[1:])
    kept = min(needed, surplus)
    education = min(education, surplus - kept)
    community = min(community, surplus - kept - education)
    return Layout(country, kept, education, community, surplus - kept - education - community)


def _up(exact: Fraction) -> int:
    return -int(-exact // 1)
