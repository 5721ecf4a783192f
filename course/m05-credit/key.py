"""The key of module 5: what is right, what is wrong and why."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pandas as pd

from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import given, then, with_
from solidarity.models.internal_rate import internal_rate

# --- 1. A flat instalment ------------------------------------------------------------------------

flat_instalment = Exercise(
    kind="number",
    points=1,
    outcome="M5.1",
    read="reading#flat-or-declining",
    unit="pesos",
    tolerance=0.01,
    answer=5_000 / 12 + 5_000 * 0.02,
    mistakes={
        "interest-once": 5_000 * 1.02 / 12,
        "no-interest": 5_000 / 12,
        "interest-only": 5_000 * 0.02,
        "yearly-interest-each-month": 5_000 / 12 + 5_000 * 0.24,
        "percent-as-pesos": 5_000 / 12 + 2,
        "percent-as-a-number": 5_000 / 12 + 5_000 * 2,
        "all-instalments": 5_000 + 12 * 5_000 * 0.02,
        "declining-in-place-of-flat": 5_000 * 0.02 / (1 - 1.02**-12),
        "all-the-interest": 12 * 5_000 * 0.02,
        "whole-loan": 5_000 + 5_000 * 0.02,
        "interest-on-interest": 5_000 * 1.02**12 / 12,
        "interest-taken-off": 5_000 / 12 - 5_000 * 0.02,
        "twenty-percent": 5_000 / 12 + 5_000 * 0.2,
        "loan-of-the-reading": 416.11,
        "eleven-months": 5_000 / 11 + 5_000 * 0.02,
    },
)

# --- 2. A declining schedule ---------------------------------------------------------------------


def _schedule(
    principal: float,
    rate: float,
    payment: float,
    months: int,
    *,
    on_first: bool = False,
    places: int | None = 2,
    places_of_interest: int | None = 2,
    part_of: Callable[[float, float], float] = lambda payment, interest: payment - interest,
    last_of: Callable[[float, float], float] | None = lambda balance, interest: balance,
    carried: bool = True,
    before: bool = False,
    first_month: int = 1,
) -> pd.DataFrame:
    balance, rows = principal, []
    for month in range(months):
        interest = _rounded((principal if on_first else balance) * rate, places_of_interest)
        part = part_of(payment, interest)
        if month == months - 1 and last_of:
            part = last_of(balance, interest)
        left = _rounded(balance - part, places)
        rows.append(
            {
                "month": month + first_month,
                "interest": interest,
                "principal": part,
                "balance": balance if before else left,
            }
        )
        balance = left if carried else balance
    return pd.DataFrame(rows)


def _rounded(number: float, places: int | None) -> float:
    return number if places is None else round(number, places)


def _written_over(
    schedule: pd.DataFrame, column: str, value: float, rows: slice = slice(None)
) -> pd.DataFrame:
    schedule.loc[schedule.index[rows], column] = value
    return schedule


def _annuity(principal: float, rate: float, months: int) -> float:
    return round(principal * rate / (1 - (1 + rate) ** -months), 2)


def _far_from_half_a_centavo(principal: float, rate: float, payment: float, months: int) -> bool:
    """Is no interest so near half a centavo that two right ways could round it apart?"""
    balance = principal
    for _ in range(months):
        if abs(balance * rate * 100 % 1 - 0.5) < 1e-3:
            return False
        balance = balance - payment + round(balance * rate, 2)
    return True


def _draw_schedule(rng: Random) -> dict[str, Any]:
    while True:
        principal = 250 * rng.randint(4, 120)
        rate = rng.choice([0.0115, 0.015, 0.02, 0.025, 0.03])
        months = rng.randint(3, 12)
        payment = _annuity(principal, rate, months)
        if _far_from_half_a_centavo(principal, rate, payment, months):
            return {"principal": principal, "rate": rate, "payment": payment, "months": months}


declining_schedule = Exercise(
    kind="table",
    points=4,
    edge_points=1,
    outcome="M5.1",
    read="reading#a-schedule-line-by-line",
    unit="pesos",
    tolerance=0.001,
    rows_in_order=False,
    answer=_schedule,
    examples=[
        {"principal": 1_000, "rate": 0.03, "payment": 353.53, "months": 3},
        {"principal": 5_000, "rate": 0.02, "payment": 892.63, "months": 6},
    ],
    edges=[
        {"principal": 800, "rate": 0.02, "payment": 816, "months": 1},
        {"principal": 1_000, "rate": 0, "payment": 333.33, "months": 3},
        {"principal": 2_000, "rate": 0.0115, "payment": 1_015, "months": 2},
    ],
    draw=_draw_schedule,
    mistakes={
        "interest-on-the-first-amount": with_(on_first=True),
        "last-not-adjusted": with_(last_of=None),
        "payment-is-all-principal": with_(part_of=lambda payment, interest: payment),
        "not-rounded": with_(places=None, places_of_interest=None),
        "interest-not-rounded": with_(places_of_interest=None),
        "rounded-to-pesos": with_(places=0, places_of_interest=0),
        "months-from-zero": with_(last_of=None, first_month=0),
        "months-one-too-low": with_(first_month=0),
        "only-the-balance-ends": lambda principal, rate, payment, months: _written_over(
            _schedule(principal, rate, payment, months, last_of=None),
            "balance",
            0.0,
            slice(-1, None),
        ),
        "rate-of-a-year": given(rate=lambda rate: rate / 12),
        "rate-as-percent": given(rate=lambda rate: rate / 100),
        "balance-before-the-payment": with_(before=True),
        "not-carried-over": with_(carried=False),
        "interest-on-top": with_(part_of=lambda payment, interest: payment + interest),
        "last-less-the-interest": with_(last_of=lambda balance, interest: balance - interest),
        "last-with-the-interest": with_(last_of=lambda balance, interest: balance + interest),
        "loan-in-the-column": lambda principal, rate, payment, months: _written_over(
            _schedule(principal, rate, payment, months), "principal", float(principal)
        ),
        "payment-in-the-column": lambda principal, rate, payment, months: _written_over(
            _schedule(principal, rate, payment, months), "principal", payment
        ),
        "always-three-months": given(months=3),
        "numbers-of-the-reading": given(rate=0.02, payment=416.11, months=3),
        "interest-in-whole-pesos": with_(places_of_interest=0),
        "last-month-without-interest": lambda principal, rate, payment, months: _written_over(
            _schedule(principal, rate, payment, months), "interest", 0.0, slice(-1, None)
        ),
    },
)

# --- 3. The borrower's money ---------------------------------------------------------------------


def _flows(
    principal: float,
    fee: float,
    savings: float,
    payment: float,
    months: int,
    *,
    given_back: bool = True,
) -> list[float]:
    flows = [principal - fee - savings, *[-payment] * months]
    if given_back:
        flows[-1] += savings
    return flows


def _draw_flows(rng: Random) -> dict[str, Any]:
    principal = 500 * rng.randint(4, 60)
    months = rng.randint(3, 18)
    payment = _annuity(principal, rng.choice([0.015, 0.02, 0.03]), months)
    # More savings than one instalment are an edge.
    shares = [share for share in (5, 10, 15) if principal * share / 100 < payment]
    return {
        "principal": principal,
        "fee": principal * rng.randint(1, 5) / 100,
        "savings": principal * rng.choice(shares) / 100,
        "payment": payment,
        "months": months,
    }


cash_flows = Exercise(
    points=3,
    edge_points=1,
    outcome="M5.2",
    read="reading#what-she-takes-home",
    unit="pesos",
    tolerance=0.005,
    answer=_flows,
    examples=[
        {"principal": 1_000, "fee": 20, "savings": 100, "payment": 350, "months": 3},
        {"principal": 6_000, "fee": 147.5, "savings": 600, "payment": 1_119.55, "months": 6},
    ],
    edges=[
        {"principal": 2_000, "fee": 40, "savings": 300, "payment": 2_060, "months": 1},
        {"principal": 3_000, "fee": 0, "savings": 0, "payment": 1_050, "months": 3},
        {"principal": 4_000, "fee": 0, "savings": 800, "payment": 360, "months": 12},
    ],
    draw=_draw_flows,
    mistakes={
        "fee-forgotten": given(fee=0),
        "savings-as-a-cost": with_(given_back=False),
        "savings-forgotten": given(savings=0),
        "nothing-kept-back": given(fee=0, savings=0),
        "savings-every-month": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            *[savings - payment] * months,
        ],
        "last-payment-lost": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            *[-payment] * (months - 1),
            savings,
        ],
        "savings-paid-twice": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            *[-payment] * (months - 1),
            -payment - savings,
        ],
        "savings-not-kept-back": lambda principal, fee, savings, payment, months: [
            principal - fee,
            *[-payment] * (months - 1),
            savings - payment,
        ],
        "savings-a-month-late": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            *[-payment] * months,
            savings,
        ],
        "payments-above-zero": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            *[payment] * (months - 1),
            payment + savings,
        ],
        "as-the-lender-sees-it": then(lambda right: [-flow for flow in right]),
        "first-day-missing": then(lambda right: right[1:]),
        "principal-first": lambda principal, fee, savings, payment, months: [
            principal,
            *[-payment] * (months - 1),
            savings - payment,
        ],
        "fee-added": given(fee=lambda fee: -fee),
        "savings-added-first": lambda principal, fee, savings, payment, months: [
            principal - fee + savings,
            *[-payment] * (months - 1),
            savings - payment,
        ],
        "fee-given-back": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            *[-payment] * (months - 1),
            savings + fee - payment,
        ],
        "fee-every-month": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            *[-payment - fee] * (months - 1),
            savings - payment - fee,
        ],
        "savings-with-the-first-payment": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            savings - payment,
            *[-payment] * (months - 1),
        ],
        "all-but-the-savings-above-zero": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            *[payment] * (months - 1),
            payment - savings,
        ],
        "one-payment-too-many": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            *[-payment] * months,
            savings - payment,
        ],
        "always-twelve-months": given(months=12),
        "always-three-months": given(months=3),
        "paid-so-far": lambda principal, fee, savings, payment, months: [
            principal - fee - savings,
            *[-payment * month for month in range(1, months)],
            savings - payment * months,
        ],
    },
)

# --- 4. The real rate of a year ------------------------------------------------------------------


def _monthly(flows: list[float]) -> float:
    return internal_rate(flows) if sum(flows) else 0.0


def _halved(
    flows: list[float],
    *,
    steps: int = 50,
    half: Callable[[float, float], float] = lambda low, high: (low + high) / 2,
    until_low: bool = False,
) -> float | None:
    """The month's rate as the loop of the prompt finds it, with a slip in it."""
    low, high, middle = 0.0, 1.0, 0.0
    for _ in range(steps):
        middle = half(low, high)
        if sum(flow / (1 + middle) ** month for month, flow in enumerate(flows)) > 0:
            high = middle
        else:
            low = middle
            if until_low:
                return middle
    return None if until_low else middle


def _of_a_year(month: float | None, payments: int = 12) -> float | None:
    return None if month is None else (1 + month) ** payments - 1


def _draw_rate(rng: Random) -> dict[str, Any]:
    terms = _draw_flows(rng)
    return {"flows": _flows(**terms)}


yearly_rate = Exercise(
    points=4,
    edge_points=1,
    outcome="M5.2",
    read="reading#the-rate-that-makes-both-sides-equal",
    unit="(1 is 100 %)",
    tolerance=0.0005,
    answer=lambda flows: (1 + _monthly(flows)) ** 12 - 1,
    examples=[
        {"flows": [1_200, *[-112] * 12]},
        {"flows": [880, -350, -350, -250]},
    ],
    edges=[
        {"flows": [1_000, -1_200]},
        {"flows": [900, -300, -300, -300]},
        {"flows": [3_200, *[-360] * 11, 440]},
    ],
    draw=_draw_rate,
    mistakes={
        "twelve-times-the-month": lambda flows: 12 * _monthly(flows),
        "rate-of-a-month": lambda flows: _monthly(flows),
        "one-not-taken-off": lambda flows: (1 + _monthly(flows)) ** 12,
        "as-percent": then(lambda right: 100 * right),
        "wrong-half": lambda flows: 2.0**12 - 1,
        "one-halving-only": lambda flows: 1.5**12 - 1,
        "brackets-forgotten": lambda flows: _monthly(flows) ** 12,
        "cost-over-money-in-hand": lambda flows: -sum(flows) / flows[0],
        "cost-over-money-in-a-year": lambda flows: -sum(flows) / flows[0] * 12 / (len(flows) - 1),
        "times-twelve-for-the-power": lambda flows: (1 + _monthly(flows)) * 12 - 1,
        "power-of-the-payments": lambda flows: _of_a_year(_monthly(flows), len(flows) - 1),
        "power-of-the-list": lambda flows: _of_a_year(_monthly(flows), len(flows)),
        "ends-of-the-reading": lambda flows: _of_a_year(min(max(_monthly(flows), 0.02), 0.04)),
        "too-few-halvings": lambda flows: _of_a_year(_halved(flows, steps=5)),
        "ten-halvings": lambda flows: _of_a_year(_halved(flows, steps=10)),
        "twelve-halvings": lambda flows: _of_a_year(_halved(flows, steps=12)),
        "stops-at-the-first-low": lambda flows: _of_a_year(_halved(flows, until_low=True)),
        "half-of-high-alone": lambda flows: _of_a_year(
            _halved(flows, half=lambda low, high: low + high / 2)
        ),
    },
)

# --- 5. Portfolio at risk, to mend ---------------------------------------------------------------

COLUMNS = ("loan", "lent", "balance", "overdue", "days_late")

LOANS = pd.DataFrame(
    [
        (1, 5_000, 4_600, 0, 0),
        (2, 5_000, 3_300, 0, 0),
        (3, 15_000, 12_000, 2_600, 62),
        (4, 3_000, 400, 0, 0),
        (5, 5_000, 2_100, 450, 12),
        (6, 10_000, 9_200, 0, 0),
        (7, 5_000, 1_700, 420, 30),
        (8, 9_000, 7_000, 1_700, 45),
        (9, 4_000, 2_800, 0, 0),
        (10, 6_000, 500, 500, 120),
        (11, 6_000, 5_100, 0, 0),
        (12, 3_000, 1_300, 0, 0),
    ],
    columns=COLUMNS,
)


def _par(loans: pd.DataFrame, days: int) -> float:
    late = loans[loans["days_late"] > days]
    return float(late["balance"].sum() / loans["balance"].sum())


def _late(loans: pd.DataFrame, days: int) -> pd.DataFrame:
    return loans[loans["days_late"] > days]


def _draw_loans(rng: Random) -> dict[str, Any]:
    days = rng.choice([30, 60])
    # Loans on time, a few days late, late by the days exactly, and later.
    late = [0] * 5 + [rng.randint(1, 29), days, rng.randint(days + 1, 200), rng.randint(95, 200)]
    rows = []
    for number, days_late in enumerate(rng.sample(late, len(late)), start=1):
        lent = 500 * rng.randint(4, 30)
        balance = 100 * rng.randint(5, lent // 100 - 1)
        overdue = 50 * rng.randint(1, balance // 100) if days_late else 0
        rows.append((number, lent, balance, overdue, days_late))
    return {"loans": pd.DataFrame(rows, columns=COLUMNS), "days": days}


def _table(*rows: tuple[int, int, int, int]) -> pd.DataFrame:
    return pd.DataFrame([(n, *row) for n, row in enumerate(rows, start=1)], columns=COLUMNS)


par = Exercise(
    kind="mend",
    points=3,
    edge_points=1,
    outcome="M5.3",
    read="reading#when-a-loan-is-late",
    unit="(1 is 100 %)",
    tolerance=0.0005,
    answer=_par,
    examples=[
        {"loans": LOANS, "days": 30},
        {"loans": LOANS.iloc[:9], "days": 60},
    ],
    edges=[
        {"loans": _table((1_000, 800, 0, 0), (1_000, 500, 0, 0)), "days": 30},
        {"loans": _table((1_000, 800, 200, 40), (2_000, 500, 100, 31)), "days": 30},
        {"loans": _table((1_000, 800, 200, 30), (2_000, 1_500, 0, 0)), "days": 30},
    ],
    draw=_draw_loans,
    mistakes={
        "as-given": lambda loans, days: len(_late(loans, days)) / len(loans),
        "overdue-part-only": lambda loans, days: (
            _late(loans, days)["overdue"].sum() / loans["balance"].sum()
        ),
        "any-late-day": given(days=0),
        "the-day-itself-too": given(days=lambda days: days - 1),
        "lent-below-the-line": lambda loans, days: (
            _late(loans, days)["balance"].sum() / loans["lent"].sum()
        ),
        "money-lent": lambda loans, days: _late(loans, days)["lent"].sum() / loans["lent"].sum(),
        "not-divided": lambda loans, days: _late(loans, days)["balance"].sum(),
        # Where nobody is late this way divides by zero.
        "upside-down": lambda loans, days: (
            loans["balance"].sum() / (_late(loans, days)["balance"].sum() or float("nan"))
        ),
        "share-of-late-money": lambda loans, days: (
            _late(loans, days)["balance"].sum() / max(1, _late(loans, 0)["balance"].sum())
        ),
        "the-sound-part": then(lambda right: 1 - right),
        "early-in-place-of-late": lambda loans, days: (
            loans[loans["days_late"] < days]["balance"].sum() / loans["balance"].sum()
        ),
        # Where everybody is late there is no rest to divide by.
        "late-against-the-rest": lambda loans, days: (
            _late(loans, days)["balance"].sum()
            / (loans[loans["days_late"] <= days]["balance"].sum() or float("nan"))
        ),
        "all-overdue": lambda loans, days: loans["overdue"].sum() / loans["balance"].sum(),
        "overdue-of-the-overdue": lambda loans, days: (
            _late(loans, days)["overdue"].sum() / (loans["overdue"].sum() or float("nan"))
        ),
        "divided-by-the-count": lambda loans, days: (
            _late(loans, days)["balance"].sum() / len(loans)
        ),
        "count-over-money": lambda loans, days: len(_late(loans, days)) / loans["balance"].sum(),
        "lent-above-the-line": lambda loans, days: (
            _late(loans, days)["lent"].sum() / loans["balance"].sum()
        ),
        "average-over-average": lambda loans, days: (
            _late(loans, days)["balance"].mean() / loans["balance"].mean()
        ),
        "as-percent": then(lambda right: 100 * right),
        "balance-less-overdue": lambda loans, days: (
            (_late(loans, days)["balance"] - _late(loans, days)["overdue"]).sum()
            / loans["balance"].sum()
        ),
    },
)

# --- 6. Self-sufficiency -------------------------------------------------------------------------

ACCOUNTS = pd.DataFrame(
    {
        "year": [2001, 2002, 2003],
        "income": [27_200, 37_700, 43_000],
        "operating": [21_800, 26_200, 28_600],
        "financial": [2_400, 7_000, 7_400],
        "provision": [10_000, 6_000, 5_000],
        "grants": [8_000, 5_000, 2_000],
    }
)


def _oss(above: pd.Series, below: Any) -> pd.DataFrame:
    return pd.DataFrame({"year": ACCOUNTS["year"], "oss": above / below})


_COSTS = ACCOUNTS["operating"] + ACCOUNTS["financial"] + ACCOUNTS["provision"]

oss = Exercise(
    kind="table",
    points=2,
    outcome="M5.4",
    read="reading#does-the-fund-live-from-its-work",
    unit="(1 is 100 %)",
    tolerance=0.0005,
    answer=_oss(ACCOUNTS["income"], _COSTS),
    mistakes={
        "counts-grants": _oss(ACCOUNTS["income"] + ACCOUNTS["grants"], _COSTS),
        "running-costs-only": _oss(ACCOUNTS["income"], ACCOUNTS["operating"]),
        "bad-loans-left-out": _oss(
            ACCOUNTS["income"], ACCOUNTS["operating"] + ACCOUNTS["financial"]
        ),
        "upside-down": _oss(_COSTS, ACCOUNTS["income"]),
        "brackets-forgotten": _oss(
            ACCOUNTS["income"] / ACCOUNTS["operating"] + _COSTS - ACCOUNTS["operating"], 1
        ),
        "grants-as-a-cost": _oss(ACCOUNTS["income"], _COSTS + ACCOUNTS["grants"]),
        "not-divided": _oss(ACCOUNTS["income"] - _COSTS, 1),
        "what-is-left": _oss(ACCOUNTS["income"] - _COSTS, _COSTS),
        "as-percent": _oss(100 * ACCOUNTS["income"], _COSTS),
        "borrowed-money-left-out": _oss(
            ACCOUNTS["income"], ACCOUNTS["operating"] + ACCOUNTS["provision"]
        ),
        "grants-off-the-costs": _oss(ACCOUNTS["income"], _COSTS - ACCOUNTS["grants"]),
        "years-together": _oss(pd.Series([ACCOUNTS["income"].sum()] * len(ACCOUNTS)), _COSTS.sum()),
    },
)

# --- 7. What raises portfolio at risk ------------------------------------------------------------

raises_par = Exercise(
    kind="choice",
    points=1,
    outcome="M5.3",
    read="reading#what-growth-can-hide",
    answer={"a", "c"},
    mistakes={
        "thinks-growth-is-risk": "d",
        "thinks-write-off-shows": "e",
        "thinks-new-dates-show": "b",
        "passes-over-slow-growth": "a",
        "passes-over-kept-loans": "c",
    },
)

# --- 8. What the trials show ---------------------------------------------------------------------

trials_show = Exercise(
    kind="choice",
    points=1,
    outcome="M5.5",
    read="reading#what-six-trials-found",
    answer="c",
    mistakes={
        "reads-hope": "a",
        "reads-failure": "b",
        "average-is-everyone": "d",
    },
)
