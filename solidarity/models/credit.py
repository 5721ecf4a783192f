"""What a small loan costs: its schedule to the centavo, its rate a year, and what is hidden in it.

Flat interest is charged on the amount first borrowed, declining interest on what is still owed
(source keys F10, F11 in ``course/sources.toml``). The yearly rates follow the usual definitions:
the annual percentage rate (APR) is the rate of a period times the periods of a year, the effective
rate counts interest on interest (K1).

Money inside a schedule is counted in whole centavos, so that nothing is lost to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

from solidarity.models.domain import demand
from solidarity.models.internal_rate import internal_rate

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["flat", "declining"]
METHODS: tuple[Method, ...] = ("flat", "declining")
MONTHS = 12
CENTAVOS = 100


@dataclass(frozen=True)
class Loan:
    """The terms of one loan, as they stand on its paper.

    principal: pesos borrowed, 1 to 10 million, with at most two decimals.
    monthly_rate: interest for a month (0.02 is 2 %), 0 to 1.
    method: "flat" charges it on the principal, "declining" on what is still owed.
    instalments: number of equal payments, 1 to 520; the last may differ by some centavos.
    a_year: how many instalments fall into a year, 1 to 366 (12 is monthly, 52 weekly).
    fee: share of the principal that the lender keeps on the first day, 0 to 0.3.
    savings: share of the principal that is locked on the first day and given back, without
    interest, with the last instalment, 0 to 0.5 (with more the borrower would on average lend to
    the lender).
    """

    principal: float = 5_000
    monthly_rate: float = 0.02
    method: Method = "declining"
    instalments: int = 12
    a_year: int = 12
    fee: float = 0.0
    savings: float = 0.0

    def __post_init__(self) -> None:
        demand("principal", self.principal, 1, 10_000_000)
        if not _exact(self.principal * CENTAVOS, 6) % 1 == 0:
            raise ValueError(f"principal is {self.principal}, and must have at most two decimals")
        demand("monthly_rate", self.monthly_rate, 0, 1)
        if self.method not in METHODS:
            raise ValueError(f"method is {self.method!r}, and must be one of {METHODS}")
        demand("instalments", self.instalments, 1, 520, whole=True)
        demand("a_year", self.a_year, 1, 366, whole=True)
        demand("fee", self.fee, 0, 0.3)
        demand("savings", self.savings, 0, 0.5)


@dataclass(frozen=True)
class Instalment:
    """One payment of a schedule, in whole centavos; ``balance`` is owed after it."""

    number: int
    interest: int
    principal: int
    balance: int

    @property
    def payment(self) -> int:
        """Centavos paid: interest and principal together."""
        return self.interest + self.principal


@dataclass(frozen=True)
class Schedule:
    """A loan with its payments. Amounts are whole centavos, rates are shares (0.02 is 2 %)."""

    loan: Loan
    instalments: tuple[Instalment, ...]

    @property
    def in_hand(self) -> int:
        """Centavos that the borrower takes home on the first day."""
        loan = self.loan
        kept = _share(loan.principal, loan.fee) + _share(loan.principal, loan.savings)
        return centavos(loan.principal) - kept

    @property
    def interest(self) -> int:
        """Centavos of interest, all instalments together."""
        return sum(instalment.interest for instalment in self.instalments)

    @property
    def cost(self) -> int:
        """Centavos that the loan costs: interest and fee. Savings come back and are no cost."""
        return self.interest + _share(self.loan.principal, self.loan.fee)

    @property
    def cash_flows(self) -> tuple[int, ...]:
        """The borrower's centavos, day one first: received above zero, paid below."""
        flows = [self.in_hand, *(-instalment.payment for instalment in self.instalments)]
        flows[-1] += _share(self.loan.principal, self.loan.savings)
        return tuple(flows)

    @property
    def rate(self) -> float:
        """The real rate of one period: at it, all payments are worth what was taken home."""
        return internal_rate(self.cash_flows) if self.cost else 0.0

    @property
    def apr(self) -> float:
        """Annual percentage rate: the real rate of a period times the periods of a year."""
        return self.rate * self.loan.a_year

    @property
    def effective_rate(self) -> float:
        """The real rate of a year, with interest on interest."""
        return float((1 + self.rate) ** self.loan.a_year - 1)

    @property
    def quoted_rate(self) -> float:
        """What the quoted monthly rate seems to be in a year: twelve times as much."""
        return self.loan.monthly_rate * MONTHS

    def by_period(self) -> pd.DataFrame:
        """The schedule as a table, with units in the column names."""
        import pandas as pd

        return pd.DataFrame(
            {
                "instalment (number)": [one.number for one in self.instalments],
                "interest (pesos)": [one.interest / CENTAVOS for one in self.instalments],
                "principal (pesos)": [one.principal / CENTAVOS for one in self.instalments],
                "payment (pesos)": [one.payment / CENTAVOS for one in self.instalments],
                "balance (pesos)": [one.balance / CENTAVOS for one in self.instalments],
            }
        )


def schedule(loan: Loan) -> Schedule:
    """The payments of a loan, to the centavo: the last one takes what is left, and ends at 0."""
    owed = centavos(loan.principal)
    rate = _exact(loan.monthly_rate) * MONTHS / loan.a_year
    payment = _payment(owed, rate, loan)
    flat_interest = _rounded(owed * rate)
    balance, rows = owed, []
    for number in range(1, loan.instalments + 1):
        interest = flat_interest if loan.method == "flat" else _rounded(balance * rate)
        # Centavos rounded up in every payment may repay a tiny loan early, never more than it.
        part = min(balance, max(0, payment - interest))
        if number == loan.instalments:
            part = balance
        balance -= part
        rows.append(Instalment(number, interest, part, balance))
    return Schedule(loan, tuple(rows))


def centavos(pesos: float) -> int:
    """An amount of pesos in whole centavos, half a centavo rounded up."""
    return _rounded(_exact(pesos) * CENTAVOS)


def _payment(owed: int, rate: Decimal, loan: Loan) -> int:
    if loan.method == "flat":
        return _rounded(Decimal(owed) / loan.instalments + owed * rate)
    if rate == 0:
        return _rounded(Decimal(owed) / loan.instalments)
    return _rounded(owed * rate / (1 - (1 + rate) ** -loan.instalments))


def _share(pesos: float, share: float) -> int:
    return _rounded(_exact(pesos) * CENTAVOS * _exact(share))


def _exact(number: float, places: int = 12) -> Decimal:
    """The decimal number that was meant: 0.07 for 7 × 0.01, which a computer keeps a bit larger."""
    return Decimal(repr(round(float(number), places)))


def _rounded(amount: Decimal | int) -> int:
    return int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))
