"""A year in a savings group: the village savings and loan association (VSLA).

The rules are those of the VSLA method (source key C45 in ``course/sources.toml``): members buy one
to five shares at each weekly meeting, borrow up to three times their own savings for up to three
months, pay a service charge every four weeks, keep a separate social fund, and share out the box
at the end of the year in proportion to shares. Loans at every fourth
meeting are our simplification.

Money is counted in whole units of the currency ("pesos"), as a cash box holds it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from solidarity.models.domain import demand

if TYPE_CHECKING:
    import pandas as pd

SHARES_MIN, SHARES_MAX = 1, 5
LOAN_MULTIPLE = 3
WEEKS_BETWEEN_LOANS = 4
LOAN_WEEKS_MAX = 12


@dataclass(frozen=True)
class Group:
    """The rules and habits of one savings group.

    members: number of people, 2 to 30 (the method advises 10 to 25).
    share_price: pesos for one share, fixed for the year.
    mean_shares: shares that a member buys at a meeting on average, 1 to 5.
    service_charge: share of the loan charged every four weeks (0.05 is 5 %).
    loan_demand: chance from 0 to 1 that a member without a loan asks for one at a loan meeting.
    default_rate: share of loans from 0 to 1 that are never repaid, and pay no charge either.
    social_fund_payment: pesos that each member gives to the social fund at each meeting.
    shock_week: the week in which an emergency strikes, or 0 for none.
    shock_members: how many members it strikes (all, if the group is smaller): they buy one share a
    week for four weeks.
    shock_grant: pesos that each of them asks from the social fund.
    weeks: number of weekly meetings until the share-out, 1 to 104.
    seed: the same seed gives the same year again.
    """

    members: int = 20
    share_price: int = 50
    mean_shares: float = 3.0
    service_charge: float = 0.05
    loan_demand: float = 0.5
    default_rate: float = 0.0
    social_fund_payment: int = 10
    shock_week: int = 0
    shock_members: int = 3
    shock_grant: int = 1000
    weeks: int = 52
    seed: int = 1

    def __post_init__(self) -> None:
        demand("members", self.members, 2, 30, whole=True)
        demand("share_price", self.share_price, 1, 1_000_000, whole=True)
        demand("mean_shares", self.mean_shares, SHARES_MIN, SHARES_MAX)
        demand("service_charge", self.service_charge, 0, 1)
        demand("loan_demand", self.loan_demand, 0, 1)
        demand("default_rate", self.default_rate, 0, 1)
        demand("social_fund_payment", self.social_fund_payment, 0, 1_000_000, whole=True)
        demand("weeks", self.weeks, 1, 104, whole=True)
        demand("shock_week", self.shock_week, 0, self.weeks, whole=True)
        demand("shock_members", self.shock_members, 0, 30, whole=True)
        demand("shock_grant", self.shock_grant, 0, 1_000_000, whole=True)


@dataclass(frozen=True)
class Week:
    """The books after one meeting, in pesos: what is in the box, on loan and in the social fund."""

    week: int
    saved: int
    box: int
    on_loan: int
    social_fund: int
    lent: int
    refused: int


@dataclass(frozen=True)
class Member:
    """One member's year, in pesos. ``gain`` is the pay-out less all that she paid in."""

    number: int
    shares: int
    saved: int
    charges: int
    payout: float
    unpaid: int

    @property
    def gain(self) -> float:
        """What the year left her: pay-out less savings less charges (unpaid loans not counted)."""
        return round(self.payout - self.saved - self.charges, 2)


@dataclass(frozen=True)
class Year:
    """A group's whole year: the books week by week and member by member."""

    group: Group
    weeks: tuple[Week, ...]
    members: tuple[Member, ...]
    refused_loans: int
    unmet_grants: int

    @property
    def saved(self) -> int:
        """Pesos paid for shares in the year."""
        return sum(member.saved for member in self.members)

    @property
    def charges(self) -> int:
        """Pesos of service charges paid by borrowers."""
        return sum(member.charges for member in self.members)

    @property
    def lost(self) -> int:
        """Pesos lent and never repaid."""
        return sum(member.unpaid for member in self.members)

    @property
    def box(self) -> int:
        """Pesos in the box at the share-out."""
        return self.weeks[-1].box

    @property
    def shares(self) -> int:
        """Shares bought by all members in the year."""
        return sum(member.shares for member in self.members)

    @property
    def value_per_share(self) -> float:
        """Pesos that one share pays at the share-out."""
        return self.box / self.shares

    @property
    def gain(self) -> float:
        """The gain as a share of what was paid for shares (0.30 is 30 %)."""
        return self.box / self.saved - 1

    @property
    def idle_share(self) -> float:
        """The share of the group's money that lay in the box and was not on loan, over the year."""
        idle = sum(week.box for week in self.weeks)
        return idle / max(1, idle + sum(week.on_loan for week in self.weeks))

    @property
    def yearly_return(self) -> float:
        """The gain as a yearly rate on the money that members had in the group."""
        deposits = [b.saved - a.saved for a, b in pairwise((_START, *self.weeks))]
        return yearly_return(deposits, self.box) * 52 / self.group.weeks

    def by_week(self) -> pd.DataFrame:
        """The books week by week as a table, with units in the column names."""
        import pandas as pd

        names = ("week", "saved", "box", "on_loan", "social_fund", "lent", "refused")
        table = pd.DataFrame([[getattr(w, n) for n in names] for w in self.weeks], columns=names)
        return table.rename(columns={n: f"{n} (pesos)" for n in names[1:]})

    def by_member(self) -> pd.DataFrame:
        """Each member's year as a table, with units in the column names."""
        import pandas as pd

        return pd.DataFrame(
            {
                "member": [m.number for m in self.members],
                "shares": [m.shares for m in self.members],
                "paid for shares (pesos)": [m.saved for m in self.members],
                "charges paid (pesos)": [m.charges for m in self.members],
                "pay-out (pesos)": [m.payout for m in self.members],
                "gain (pesos)": [m.gain for m in self.members],
            }
        )


_START = Week(0, 0, 0, 0, 0, 0, 0)


@dataclass
class _Loan:
    borrower: int
    amount: int
    due: int
    charge: int
    bad: bool


def vsla_year(group: Group) -> Year:
    """Play one year of a savings group, meeting by meeting.

    At each meeting: social fund, shares, charges and repayments, then (every fourth week) new
    loans while there is cash. A loan larger than the cash in the box is refused.
    Every loan falls due before the share-out. Nothing is drawn at random that depends on the
    rules, so moving one rule with the same seed changes that rule and nothing else.
    """
    chance = _Chance(group)
    count = group.members
    shares, charges, unpaid = [0] * count, [0] * count, [0] * count
    loans: list[_Loan] = []
    books: list[Week] = []
    box = fund = saved = refused_loans = unmet_grants = 0
    for week in range(1, group.weeks + 1):
        lent = refused = 0
        fund += count * group.social_fund_payment
        if week == group.shock_week:
            wanted = min(group.shock_members, count) * group.shock_grant
            paid = min(wanted, fund)
            fund, unmet_grants = fund - paid, wanted - paid
        for member in range(count):
            bought = chance.shares(member, struck=_struck(group, week, member))
            shares[member] += bought
            saved += bought * group.share_price
            box += bought * group.share_price
        for loan in [loan for loan in loans if not loan.bad]:
            if (loan.due - week) % WEEKS_BETWEEN_LOANS == 0:
                charges[loan.borrower] += loan.charge
                box += loan.charge
            if loan.due == week:
                box += loan.amount
                loans.remove(loan)
        term = min(LOAN_WEEKS_MAX, _whole_periods(group.weeks - week))
        if week % WEEKS_BETWEEN_LOANS == 0 and term > 0:
            indebted = {loan.borrower for loan in loans}
            for member in chance.queue(week):
                if member in indebted or not chance.asks(week, member):
                    continue
                limit = LOAN_MULTIPLE * shares[member] * group.share_price
                amount = int(limit * chance.size(week, member))
                if amount > box:
                    refused += amount
                    refused_loans += 1
                    continue
                box -= amount
                lent += amount
                bad = chance.defaults(week, member)
                charge = int(amount * group.service_charge + 0.5)
                loans.append(_Loan(member, amount, week + term, charge, bad))
                unpaid[member] += amount if bad else 0
        on_loan = sum(loan.amount for loan in loans)
        books.append(Week(week, saved, box, on_loan, fund, lent, refused))
    payouts = share_out(shares, box)
    price = group.share_price
    members = tuple(
        Member(n + 1, shares[n], shares[n] * price, charges[n], payouts[n], unpaid[n])
        for n in range(count)
    )
    return Year(group, tuple(books), members, refused_loans, unmet_grants)


def _whole_periods(weeks: int) -> int:
    return weeks - weeks % WEEKS_BETWEEN_LOANS


def _struck(group: Group, week: int, member: int) -> bool:
    lasts = group.shock_week <= week < group.shock_week + WEEKS_BETWEEN_LOANS
    return group.shock_week > 0 and lasts and member < group.shock_members


class _Chance:
    """All that is left to chance in a year, drawn from the seed before the year begins."""

    def __init__(self, group: Group) -> None:
        rng = random.Random(group.seed)
        self._group = group
        self._habit = [[rng.random() for _ in range(4)] for _ in range(30)]
        meetings = range(WEEKS_BETWEEN_LOANS, 105, WEEKS_BETWEEN_LOANS)
        self._draws = {
            week: [(rng.random(), rng.random(), rng.random(), rng.random()) for _ in range(30)]
            for week in meetings
        }

    def shares(self, member: int, *, struck: bool) -> int:
        """Shares bought at a meeting: each member has a habit between one and five."""
        if struck:
            return SHARES_MIN
        keen = (self._group.mean_shares - SHARES_MIN) / (SHARES_MAX - SHARES_MIN)
        return SHARES_MIN + sum(draw < keen for draw in self._habit[member])

    def queue(self, week: int) -> list[int]:
        return sorted(range(self._group.members), key=lambda m: self._draws[week][m][0])

    def asks(self, week: int, member: int) -> bool:
        return self._draws[week][member][1] < self._group.loan_demand

    def size(self, week: int, member: int) -> float:
        """The loan asked for, as a share of the most that the rules allow: a third to all of it."""
        return (1 + 2 * self._draws[week][member][2]) / 3

    def defaults(self, week: int, member: int) -> bool:
        return self._draws[week][member][3] < self._group.default_rate


def share_value(cash: float, good_loans: float, social_fund: float, shares: int) -> float:
    """Pesos per share: cash and loans that will be repaid, less the social fund, per share (C45).

    Raises ValueError when there are no shares.
    """
    if shares <= 0:
        raise ValueError("there are no shares to divide the box by")
    return (cash + good_loans - social_fund) / shares


def share_out(shares: Sequence[int], box: float) -> list[float]:
    """Each member's pay-out in proportion to shares, to the cent; together exactly the box.

    Every pay-out is rounded to the cent and the last on the list takes what is left, as groups do
    whose treasurer is paid last. Where that would leave her less than nothing (many members and
    almost no money), the others are rounded down.
    Raises ValueError when there are no shares.
    """
    total = sum(shares)
    if total <= 0:
        raise ValueError("there are no shares to divide the box by")
    pay = [round(box * count / total, 2) for count in shares[:-1]]
    if round(box - sum(pay), 2) < 0:
        cents = round(box * 100)
        pay = [cents * count // total / 100 for count in shares[:-1]]
    return [*pay, round(box - sum(pay), 2)]


def rosca_position(members: int, contribution: float, draw: int) -> list[float]:
    """Net position after each meeting of the member who takes the pot at meeting ``draw``.

    Every member pays the contribution at every meeting; the pot holds all of them (F8, F9).
    Before the draw she is saving, after it she repays; at the end the position is 0.
    """
    pot = members * contribution
    return [
        (pot if meeting >= draw else 0) - meeting * contribution
        for meeting in range(1, members + 1)
    ]


def yearly_return(deposits: Sequence[float], payout: float) -> float:
    """The gain per peso and year: gain divided by the average money that was in the group.

    ``deposits`` are the pesos paid in at each meeting of one year, in order. Returns 0.4 for 40 %.
    Raises ValueError when nothing was paid in.
    """
    running, balances = 0.0, []
    for deposit in deposits:
        running += deposit
        balances.append(running)
    if running <= 0:
        raise ValueError("nothing was paid in, so there is nothing to earn a return on")
    average = sum(balances) / len(balances)
    return (payout - running) / average
