"""A jeepney for a month: rented from an operator, or owned by a transport cooperative.

Under the *boundary* system a driver rents the vehicle: he takes the fares, buys the fuel, and pays
a fixed rent for each day (source keys C31, T1). In a cooperative the group takes the fares and pays
a wage; what is left pays for the vehicle (C31, T2). Both face the same street: the same fares, fuel
and idle days. Money is in pesos.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from solidarity.models.domain import demand

if TYPE_CHECKING:
    import pandas as pd

WORKING_DAYS = 26
"""Days of a month on which a vehicle could run: six a week."""


@dataclass(frozen=True)
class Street:
    """What one vehicle meets in a month, and the rules of the two systems.

    passengers: people carried on a running day. fare: pesos that each pays on average.
    fuel: pesos on a running day. upkeep: pesos a month for tyres, repairs and papers.
    idle_days: working days (0 to 26) on which the vehicle stands still.
    boundary: the driver's rent, pesos on a running day. wage: the cooperative's, pesos a day.
    paid_when_idle: does the cooperative pay the wage on idle days too?
    loan: pesos that the cooperative owes for the vehicle. rate: interest a year (0.06 is 6 %).
    """

    passengers: int = 200
    fare: float = 15.0
    fuel: float = 1_250.0
    upkeep: float = 5_000.0
    idle_days: int = 1
    boundary: float = 1_000.0
    wage: float = 750.0
    paid_when_idle: bool = True
    loan: float = 2_200_000.0
    rate: float = 0.06

    def __post_init__(self) -> None:
        demand("passengers", self.passengers, 0, 5_000, whole=True)
        demand("fare", self.fare, 0, 1_000)
        demand("fuel", self.fuel, 0, 100_000)
        demand("upkeep", self.upkeep, 0, 1_000_000)
        demand("idle_days", self.idle_days, 0, WORKING_DAYS, whole=True)
        demand("boundary", self.boundary, 0, 100_000)
        demand("wage", self.wage, 0, 100_000)
        demand("loan", self.loan, 0, 100_000_000)
        demand("rate", self.rate, 0, 1)


@dataclass(frozen=True)
class Month:
    """Where the fares of a month go, in pesos.

    ``driver`` and ``operator`` live under the boundary system, ``member`` (the driver who is paid a
    wage) and ``group`` in the cooperative. The group's part is what it can put into the vehicle.
    """

    street: Street
    takings: float
    fuel: float
    driver: float
    operator: float
    member: float
    group: float

    @property
    def running_days(self) -> int:
        """Working days on which the vehicle ran."""
        return WORKING_DAYS - self.street.idle_days

    @property
    def months_to_own(self) -> int | None:
        """Months until the group has paid for the vehicle, or None if it never will."""
        return months_to_own(self.street.loan, self.group, self.street.rate)

    def by_person(self) -> pd.DataFrame:
        """Who has what at the end of the month, as a table."""
        import pandas as pd

        return pd.DataFrame(
            {
                "name": [
                    "driver, boundary",
                    "operator, boundary",
                    "driver, cooperative",
                    "group, cooperative",
                ],
                "income (pesos a month)": [self.driver, self.operator, self.member, self.group],
            }
        )


def month(street: Street) -> Month:
    """Divide the fares of one month under both systems. No peso is made or lost on the way."""
    days = WORKING_DAYS - street.idle_days
    takings = days * street.passengers * street.fare
    fuel = days * street.fuel
    rent = days * street.boundary
    wages = street.wage * (WORKING_DAYS if street.paid_when_idle else days)
    return Month(
        street=street,
        takings=takings,
        fuel=fuel,
        driver=takings - fuel - rent,
        operator=rent - street.upkeep,
        member=wages,
        group=takings - fuel - wages - street.upkeep,
    )


def months_to_own(loan: float, paid: float, rate: float) -> int | None:
    """Whole months until a loan is repaid with ``paid`` pesos a month at a yearly ``rate``.

    Interest of rate / 12 is added each month. Returns None when the payment does not exceed the
    interest of the first month: then the debt never falls.
    """
    monthly = rate / 12
    if loan <= 0:
        return 0
    # A hair above the interest is a rounding error, and would take for ever too.
    if paid <= loan * monthly * (1 + 1e-12):
        return None
    exact = (
        loan / paid if monthly == 0 else -math.log1p(-loan * monthly / paid) / math.log1p(monthly)
    )
    # A debt that is gone with the last full payment must not need one more for a rounding error.
    return math.ceil(exact - 1e-9)


def debt_by_month(loan: float, paid: float, rate: float, months: int) -> list[float]:
    """The debt after each of ``months`` months, in pesos, from the first; never below 0."""
    debts = []
    for _ in range(months):
        loan = max(0.0, loan * (1 + rate / 12) - max(0.0, paid))
        debts.append(loan)
    return debts
