"""A revolving fund: how often a saved rupee is lent again.

Velocity is cumulative loans divided by cumulative savings, as in the figures that Kudumbashree
publishes (source key C37).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from solidarity.models.domain import demand

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class RevolvingFund:
    """A fund that lends its members' savings and lends the repayments again.

    months: how long the fund has run. repayment_months: each loan comes back in this many equal
    monthly instalments. idle_share: part of the money (0 to 0.99) that is never lent.
    growth: how much the monthly savings grow per year (0.10 is 10 %).
    """

    months: int = 198
    repayment_months: int = 12
    idle_share: float = 0.0
    growth: float = 0.0

    def __post_init__(self) -> None:
        demand("months", self.months, 1, 600, whole=True)
        demand("repayment_months", self.repayment_months, 1, 120, whole=True)
        demand("idle_share", self.idle_share, 0, 0.99)
        demand("growth", self.growth, -0.5, 2)


@dataclass(frozen=True)
class RevolvingHistory:
    """Month by month: cumulative savings and cumulative loans, first month's savings being 1."""

    fund: RevolvingFund
    saved: tuple[float, ...]
    lent: tuple[float, ...]

    @property
    def velocity(self) -> float:
        """Loans divided by savings at the end."""
        return self.lent[-1] / self.saved[-1]

    def by_month(self) -> pd.DataFrame:
        """The history as a table; savings of the first month are 1."""
        import pandas as pd

        return pd.DataFrame(
            {
                "month": range(1, len(self.saved) + 1),
                "saved so far (first month = 1)": self.saved,
                "lent so far (first month = 1)": self.lent,
                "velocity (loans per saving)": [
                    lent / saved for lent, saved in zip(self.lent, self.saved, strict=True)
                ],
            }
        )


def revolve(fund: RevolvingFund) -> RevolvingHistory:
    """Save, lend all that may be lent, take instalments, lend again: month by month."""
    monthly_growth = (1 + fund.growth) ** (1 / 12)
    instalments: list[float] = []
    saved_so_far, lent_so_far = [], []
    saving, saved, lent, coming_in = 1.0, 0.0, 0.0, 0.0
    for month in range(fund.months):
        # Only the loans of the last ``repayment_months`` months still pay an instalment.
        if month > fund.repayment_months:
            coming_in -= instalments[month - fund.repayment_months - 1]
        loan = saving * (1 - fund.idle_share) + coming_in
        instalments.append(loan / fund.repayment_months)
        coming_in += instalments[-1]
        saved, lent = saved + saving, lent + loan
        saved_so_far.append(saved)
        lent_so_far.append(lent)
        saving *= monthly_growth
    return RevolvingHistory(fund, tuple(saved_so_far), tuple(lent_so_far))
