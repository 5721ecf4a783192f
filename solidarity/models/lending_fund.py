"""The health of a lending fund: portfolio at risk, repayment rate, write-off, self-sufficiency.

The definitions are those of the Sa-Dhan notes and of CGAP's consensus guidelines (source keys F12,
F14, F15 in ``course/sources.toml``). The fund itself is our simplification: it lends once a month,
loans are repaid in equal monthly parts, and some borrowers stop paying, equally many after each
instalment. Interest is left out: all amounts are principal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solidarity.models.credit import CENTAVOS, centavos
from solidarity.models.domain import demand

if TYPE_CHECKING:
    import pandas as pd

PAR_DAYS = 30
NEVER = 0


@dataclass(frozen=True)
class LendingFund:
    """How a fund lends, and how it is repaid.

    lending: pesos lent in the first month, 1 to 10 million.
    growth: by how much lending grows each month (0.05 is 5 %), 0 to 0.25.
    growth_ends: the month after which lending stays the same, 1 to months.
    loan_months: monthly instalments of a loan, 1 to 36.
    stopping: share of the money lent whose borrowers stop paying at some point, 0 to 1.
    write_off_after: months that a loan is late before it is struck from the books, 1 to 60, or
    ``NEVER``.
    months: how long the fund is followed, 1 to 120.
    """

    lending: float = 100_000
    growth: float = 0.05
    growth_ends: int = 48
    loan_months: int = 12
    stopping: float = 0.02
    write_off_after: int = 12
    months: int = 72

    def __post_init__(self) -> None:
        demand("lending", self.lending, 1, 10_000_000)
        demand("growth", self.growth, 0, 0.25)
        demand("months", self.months, 1, 120, whole=True)
        demand("growth_ends", self.growth_ends, 1, self.months, whole=True)
        demand("loan_months", self.loan_months, 1, 36, whole=True)
        demand("stopping", self.stopping, 0, 1)
        demand("write_off_after", self.write_off_after, NEVER, 60, whole=True)


@dataclass(frozen=True)
class LendingMonth:
    """The books at the end of one month, in whole centavos.

    due and paid count the instalments that fall due in this month, also of loans struck from the
    books: a write-off pays nothing back. at_risk is the whole balance of loans that have missed an
    instalment of an earlier month, so that it is more than 30 days late (a month has 30.4).
    """

    number: int
    lent: int
    due: int
    paid: int
    written_off: int
    portfolio: int
    at_risk: int

    @property
    def par30(self) -> float:
        """Portfolio at risk: the share of the portfolio that lies in loans over 30 days late."""
        return self.at_risk / self.portfolio if self.portfolio else 0.0

    @property
    def repayment_rate(self) -> float:
        """The share of what fell due in the month that was paid; 1 when nothing fell due."""
        return self.paid / self.due if self.due else 1.0


@dataclass(frozen=True)
class LendingHistory:
    """A fund followed month by month."""

    fund: LendingFund
    months: tuple[LendingMonth, ...]

    def write_off_ratio(self, month: int) -> float:
        """Written off in the twelve months up to this one, as a share of the average portfolio.

        Raises ValueError for a month that is not in the history.
        """
        demand("month", month, 1, len(self.months), whole=True)
        year = self.months[max(0, month - 12) : month]
        average = sum(one.portfolio for one in year) / len(year)
        return sum(one.written_off for one in year) / average if average else 0.0

    def by_month(self) -> pd.DataFrame:
        """The books month by month as a table, with units in the column names."""
        import pandas as pd

        names = ("lent", "due", "paid", "written_off", "portfolio", "at_risk")
        table = pd.DataFrame({"month": [one.number for one in self.months]})
        for name in names:
            column = f"{name.replace('_', ' ')} (pesos)"
            table[column] = [getattr(one, name) / CENTAVOS for one in self.months]
        table["PAR30 (%)"] = [round(one.par30 * 100, 2) for one in self.months]
        table["repayment rate (%)"] = [round(one.repayment_rate * 100, 2) for one in self.months]
        return table


def follow(fund: LendingFund) -> LendingHistory:
    """Lend month by month, and keep the books of what comes back and what does not."""
    lent, due, paid, written_off, late = ([0] * (fund.months + 1) for _ in range(5))
    lives: dict[int, _Life] = {}
    for start in range(1, fund.months + 1):
        grown = min(start, fund.growth_ends) - 1
        amount = centavos(round(fund.lending * (1 + fund.growth) ** grown, 2))
        lent[start] = amount
        # Where lending does not grow, one life stands for all that are alike.
        life = lives.get(amount) or _live(amount, fund)
        lives[amount] = life
        for age in range(fund.months - start + 1):
            due[start + age] += life.due[age]
            paid[start + age] += life.paid[age]
            written_off[start + age] += life.written_off[age]
            late[start + age] += life.late[age]
    months, portfolio, at_risk = [], 0, 0
    for number in range(1, fund.months + 1):
        portfolio += lent[number] - paid[number] - written_off[number]
        at_risk += late[number]
        book = (lent[number], due[number], paid[number], written_off[number], portfolio, at_risk)
        months.append(LendingMonth(number, *book))
    return LendingHistory(fund, tuple(months))


@dataclass(frozen=True)
class _Life:
    """What becomes of one month's lending, month by month since then, in centavos.

    late is what comes to be at risk (above zero) or leaves the books (below).
    """

    due: list[int]
    paid: list[int]
    written_off: list[int]
    late: list[int]


def _live(lent: int, fund: LendingFund) -> _Life:
    longest = fund.months + fund.loan_months + fund.write_off_after + 2
    life = _Life(*([0] * longest for _ in range(4)))
    for amount, payments in _parts(lent, fund):
        for age, instalment in enumerate(_instalments(amount, fund.loan_months), start=1):
            life.due[age] += instalment
            if age <= payments:
                life.paid[age] += instalment
        if payments == fund.loan_months:
            continue
        unpaid = amount - amount * payments // fund.loan_months
        missed = payments + 1
        life.late[missed + 1] += unpaid
        if fund.write_off_after != NEVER:
            life.written_off[missed + fund.write_off_after] += unpaid
            life.late[missed + fund.write_off_after] -= unpaid
    return life


def portfolio_at_risk(
    balances: Sequence[float], days_late: Sequence[int], days: int = PAR_DAYS
) -> float:
    """The share of all balances that lies in loans more than ``days`` days late (F12, F14).

    ``balances`` is what is still owed on each loan, ``days_late`` how long its oldest missed
    payment is overdue. Raises ValueError when nothing is owed, and when the lists differ in length.
    """
    if len(balances) != len(days_late):
        raise ValueError(f"there are {len(balances)} balances and {len(days_late)} days late")
    if min(balances, default=0) < 0 or sum(balances) <= 0:
        raise ValueError("no balance may be below zero, and something must be owed")
    pairs = zip(balances, days_late, strict=True)
    return sum(balance for balance, late in pairs if late > days) / sum(balances)


def yearly_loss(repayment_rate: float, loan_years: float) -> float:
    """About what share of its portfolio a fund loses in a year, from its repayment rate (K6).

    What is not repaid of a loan is lost once in every loan's life, and on average half of a loan is
    outstanding: (1 - rate) · 2 / years. Raises ValueError for a rate outside 0 to 1.
    """
    demand("repayment_rate", repayment_rate, 0, 1)
    demand("loan_years", loan_years, 1 / 52, 10)
    return (1 - repayment_rate) * 2 / loan_years


def self_sufficiency(income: float, operating: float, financial: float, provision: float) -> float:
    """Operational self-sufficiency (OSS): income from loans and investments over all costs (F15).

    operating, financial, provision: running costs, the cost of borrowed money, and what is set
    aside for loans that may be lost. Grants are no income here. 1 means that the costs are covered.
    Raises ValueError when there are no costs.
    """
    costs = operating + financial + provision
    if min(operating, financial, provision) < 0 or costs <= 0:
        raise ValueError("no cost may be below zero, and together they must be above it")
    return income / costs


def _parts(lent: int, fund: LendingFund) -> Iterator[tuple[int, int]]:
    """What was lent, split by how many instalments its borrowers pay: amounts and numbers."""
    bad = centavos(round(lent / CENTAVOS * fund.stopping, 2))
    yield lent - bad, fund.loan_months
    yield from ((part, paid) for paid, part in enumerate(_instalments(bad, fund.loan_months)))


def _instalments(amount: int, number: int) -> list[int]:
    """An amount in equal whole parts that together are exactly the amount."""
    return [amount * n // number - amount * (n - 1) // number for n in range(1, number + 1)]
