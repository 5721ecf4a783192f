"""The same surplus under four rules: the Philippines, India, Québec and Mondragon.

The percentages are the least that each rule asks for: the Philippine Cooperative Code (source keys
F1, V1), India's Multi-State Co-operative Societies Act, section 63 (F6), Québec's Cooperatives
Act, section 146 (V3), and what is reported of Mondragon (C63). An assembly may give more.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    import pandas as pd

Rule = Literal["Philippines", "India", "Québec", "Mondragon"]
RULES: tuple[Rule, ...] = get_args(Rule)

# Percent of the surplus: to the reserve, locked in members' names, to education, to the community.
_LEAST: dict[Rule, tuple[int, int, int, int]] = {
    "Philippines": (10, 0, 0, 3),
    # A quarter to the reserve fund, and a tenth to a reserve for losses that nobody foresaw.
    "India": (35, 0, 1, 0),
    # The second tenth may go to the reserve, or to members as shares that stay in the enterprise.
    "Québec": (10, 10, 0, 0),
    # Members' part is credited to accounts that they cannot draw on at once.
    "Mondragon": (45, 45, 0, 10),
}
QUEBEC_ENOUGH = Fraction(40, 100)
"""Of the debts: where a cooperative's own money reaches this part, the duty ends (V3)."""


@dataclass(frozen=True)
class Layout:
    """A surplus under one rule, in cents; the parts add up to the surplus.

    reserve: belongs to all together. locked: in members' names, but stays in the enterprise.
    free: what the assembly may still decide on.
    """

    rule: Rule
    reserve: int
    locked: int
    education: int
    community: int
    free: int

    @property
    def total(self) -> int:
        """All of it, in cents."""
        return self.reserve + self.locked + self.education + self.community + self.free


def lay_out(surplus: int, rule: Rule, *, equity: int = 0, debts: int = 1) -> Layout:
    """Lay out a surplus (cents) by the least that a rule demands.

    equity and debts (cents) matter in Québec only: the cooperative's own money, and what it owes.
    Parts are rounded up to whole cents; ``free`` takes the difference.
    Raises ValueError for an unknown rule, a loss, or a negative amount.
    """
    if rule not in RULES:
        raise ValueError(f"rule is {rule!r}, and must be one of: {', '.join(RULES)}")
    if surplus < 0:
        raise ValueError(f"surplus is {surplus} cents: in a year of loss there is nothing to share")
    if min(equity, debts) < 0:
        raise ValueError("equity and debts cannot be less than 0")
    percents = _LEAST[rule]
    if rule == "Québec" and equity >= QUEBEC_ENOUGH * debts:
        percents = (0, 0, 0, 0)
    left, parts = surplus, []
    for percent in percents:
        parts.append(min(left, ceil(Fraction(surplus * percent, 100))))
        left -= parts[-1]
    reserve, locked, education, community = parts
    return Layout(rule, reserve, locked, education, community, left)


def side_by_side(surplus: int, *, equity: int = 0, debts: int = 1) -> pd.DataFrame:
    """One row per rule; money in whole units of the currency (cents divided by 100)."""
    import pandas as pd

    layouts = [lay_out(surplus, rule, equity=equity, debts=debts) for rule in RULES]
    parts = ("reserve", "locked", "education", "community", "free")
    columns = {f"{part} (pesos)": [getattr(one, part) / 100 for one in layouts] for part in parts}
    return pd.DataFrame({"rule": [one.rule for one in layouts], **columns})
