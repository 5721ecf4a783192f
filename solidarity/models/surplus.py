"""The net surplus of a cooperative: funds first, then interest on shares and patronage refunds.

The order and the limits are those of the Philippine Cooperative Code (source keys F1, V1, V2), and
the cap on patronage refunds that of its regulator (F5). They are inputs, because laws change.

All money is counted in whole centavos, so every amount adds up exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from solidarity.models.domain import demand
from solidarity.models.splitting import split_exact

if TYPE_CHECKING:
    import pandas as pd

RATE_CAP = 2
"""A patronage refund may be at most this many times the rate of interest on shares (F5)."""


class AgainstTheRules(ValueError):
    """By-laws that ask for what the limits of the law do not allow."""


@dataclass(frozen=True)
class LegalLimits:
    """What a law demands of the funds, in percent of the net surplus."""

    reserve_at_least: float = 10
    education_at_most: float = 10
    community_at_least: float = 3
    optional_at_most: float = 7

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            demand(name, value, 0, 100)


@dataclass(frozen=True)
class ByLaws:
    """How a general assembly divides a net surplus, in percent.

    reserve, education, community, optional: percent of the whole net surplus.
    interest: percent of what remains for the members that is paid as interest on share capital
    (ISC); the other part is paid as patronage refund (PR).

    Raises AgainstTheRules, a ValueError, where a limit is broken or more than all is given away.
    """

    reserve: float = 10
    education: float = 10
    community: float = 3
    optional: float = 7
    interest: float = 70
    limits: LegalLimits = LegalLimits()

    def __post_init__(self) -> None:
        for name in ("reserve", "education", "community", "optional", "interest"):
            demand(name, getattr(self, name), 0, 100)
        least = {
            "reserve": self.limits.reserve_at_least,
            "community": self.limits.community_at_least,
        }
        most = {
            "education": self.limits.education_at_most,
            "optional": self.limits.optional_at_most,
        }
        for name, limit in least.items():
            if getattr(self, name) < limit:
                raise AgainstTheRules(
                    f"the {name} fund gets {getattr(self, name):g} %, and the law wants at least "
                    f"{limit:g} %"
                )
        for name, limit in most.items():
            if getattr(self, name) > limit:
                raise AgainstTheRules(
                    f"the {name} fund gets {getattr(self, name):g} %, and the law allows at most "
                    f"{limit:g} %"
                )
        if self.reserve + self.education + self.community + self.optional > 100:
            raise AgainstTheRules("the four funds together get more than the whole surplus")


@dataclass(frozen=True)
class Funds:
    """A net surplus laid out, in cents; the five parts add up to the surplus."""

    reserve: int
    education: int
    community: int
    optional: int
    members: int

    @property
    def total(self) -> int:
        """All of it, in cents."""
        return sum(vars(self).values())


def allocate(surplus: int, by_laws: ByLaws | None = None) -> Funds:
    """Lay out a net surplus (cents) into the four funds and what remains for the members.

    Every percentage is of the whole surplus, not of what the fund before it left over.
    A fund with a least percentage is rounded up to a whole cent and one with a limit is rounded
    down, so rounding breaks no limit; the members' part takes the difference.
    Raises ValueError for a negative surplus: a loss is not distributed, the reserve bears it.
    """
    if isinstance(surplus, bool) or not isinstance(surplus, int):
        raise ValueError(f"surplus is {surplus!r}, and must be a whole number of cents")
    if surplus < 0:
        raise ValueError(
            f"surplus is {surplus} cents: a loss is not distributed, it is met from the reserve"
        )
    by_laws = by_laws or ByLaws()
    left = surplus
    parts = {}
    for name, up in (
        ("reserve", True),
        ("community", True),
        ("education", False),
        ("optional", False),
    ):
        exact = surplus * Fraction(str(getattr(by_laws, name))) / 100
        parts[name] = min(left, ceil(exact) if up else int(exact))
        left -= parts[name]
    return Funds(**parts, members=left)


@dataclass(frozen=True)
class MemberAccount:
    """What a member put in during the year.

    capital: average share capital over the year, cents. patronage: what the cooperative earned
    from, or sold to, this member in the year, cents.
    """

    name: str
    capital: int
    patronage: int


def average_capital(by_month: Sequence[int]) -> Fraction:
    """The average of a member's share capital (cents) at the end of each month of a year."""
    if not by_month:
        raise ValueError("there is no month to average over")
    if min(by_month) < 0:
        raise ValueError(f"share capital is {min(by_month)} cents, and cannot be less than 0")
    return Fraction(sum(by_month), len(by_month))


@dataclass(frozen=True)
class TakeHome:
    """What a member takes home, in cents."""

    member: MemberAccount
    interest: int
    refund: int

    @property
    def total(self) -> int:
        """Interest and refund together, in cents."""
        return self.interest + self.refund


@dataclass(frozen=True)
class Assembly:
    """A surplus as a general assembly distributed it.

    interest_rate: interest per cent of share capital, as a share (0.07 is 7 %).
    refund_rate: the refund per cent of patronage, after the cap. uncapped_rate: before the cap.
    to_reserve: cents that the cap moved from refunds to the reserve.
    """

    surplus: int
    funds: Funds
    interest_pool: int
    refund_pool: int
    to_reserve: int
    interest_rate: Fraction
    refund_rate: Fraction
    uncapped_rate: Fraction
    shares: tuple[TakeHome, ...]

    @property
    def reserve(self) -> int:
        """What the reserve gains: its own part, and what the cap moved there (cents)."""
        return self.funds.reserve + self.to_reserve

    def by_member(self) -> pd.DataFrame:
        """One row per member; money in pesos."""
        import pandas as pd

        return pd.DataFrame(
            {
                "member": [one.member.name for one in self.shares],
                "share capital (pesos)": [one.member.capital / 100 for one in self.shares],
                "patronage (pesos)": [one.member.patronage / 100 for one in self.shares],
                "interest on capital (pesos)": [one.interest / 100 for one in self.shares],
                "patronage refund (pesos)": [one.refund / 100 for one in self.shares],
                "together (pesos)": [one.total / 100 for one in self.shares],
            }
        )

    def by_use(self) -> pd.DataFrame:
        """One row per use of the surplus; money in pesos."""
        import pandas as pd

        uses = {
            "reserve": self.funds.reserve,
            "to the reserve because of the cap": self.to_reserve,
            "education and training": self.funds.education,
            "community development": self.funds.community,
            "optional fund": self.funds.optional,
            "interest on share capital": self.interest_pool,
            "patronage refund": self.refund_pool,
        }
        return pd.DataFrame(
            {"use": list(uses), "amount (pesos)": [cents / 100 for cents in uses.values()]}
        )


def distribute(
    surplus: int,
    members: Sequence[MemberAccount],
    by_laws: ByLaws | None = None,
    *,
    rate_cap: float | None = RATE_CAP,
) -> Assembly:
    """Distribute a net surplus (cents) to funds and members.

    The members' part is split into a pool of interest and a pool of refunds. Interest goes by
    share capital, refunds by patronage, both by the largest remainder. With a ``rate_cap`` the
    refund rate is at most so many times the interest rate; what the cap cuts off goes to the
    reserve. Where nobody has capital (or patronage), that pool goes to the reserve too.
    Raises ValueError for a loss, no member, or a negative amount.
    """
    by_laws = by_laws or ByLaws()
    if not members:
        raise ValueError("there are no members to distribute to")
    for one in members:
        if min(one.capital, one.patronage) < 0:
            raise ValueError(f"{one.name} has less than nothing, which cannot be")
    funds = allocate(surplus, by_laws)
    capital = sum(one.capital for one in members)
    patronage = sum(one.patronage for one in members)
    by_interest, by_refund = Fraction(str(by_laws.interest)), 100 - Fraction(str(by_laws.interest))
    interest_pool, refund_pool = split_exact(funds.members, [by_interest, by_refund])
    to_reserve = 0
    if not capital:
        to_reserve, interest_pool = interest_pool, 0
    interest_rate = Fraction(interest_pool, capital) if capital else Fraction(0)
    uncapped = Fraction(refund_pool, patronage) if patronage else Fraction(0)
    allowed = refund_pool if patronage else 0
    if rate_cap is not None:
        demand("rate_cap", rate_cap, 0, 100)
        allowed = min(allowed, int(Fraction(str(rate_cap)) * interest_rate * patronage))
    to_reserve += refund_pool - allowed
    interests = split_exact(interest_pool, [m.capital for m in members]) if capital else ()
    refunds = split_exact(allowed, [m.patronage for m in members]) if patronage else ()
    nothing = (0,) * len(members)
    return Assembly(
        surplus=surplus,
        funds=funds,
        interest_pool=interest_pool,
        refund_pool=allowed,
        to_reserve=to_reserve,
        interest_rate=interest_rate,
        refund_rate=Fraction(allowed, patronage) if patronage else Fraction(0),
        uncapped_rate=uncapped,
        shares=tuple(
            TakeHome(member, interest, refund)
            for member, interest, refund in zip(
                members, interests or nothing, refunds or nothing, strict=True
            )
        ),
    )


def reserve_by_year(
    surpluses: Sequence[int], reserve_percent: float = 10, start: int = 0
) -> tuple[int, ...]:
    """The reserve (cents) at the end of each year.

    surpluses: each year's net surplus in cents, negative in a year of loss. A surplus adds its
    percentage, rounded up to a whole cent; a loss is taken from the reserve, as far as it goes.
    """
    demand("reserve_percent", reserve_percent, 0, 100)
    if start < 0:
        raise ValueError(f"the reserve begins with {start} cents, and cannot be less than 0")
    reserve, history = start, []
    for surplus in surpluses:
        if surplus >= 0:
            reserve += ceil(surplus * Fraction(str(reserve_percent)) / 100)
        else:
            reserve = max(0, reserve + surplus)
        history.append(reserve)
    return tuple(history)
