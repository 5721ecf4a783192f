"""The key of module 5: what is right, what is wrong and why."""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd

from solidarity.check import Exercise, Mistake
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
    mistakes=[
        Mistake(
            "interest-once",
            5_000 * 1.02 / 12,
            "You charged the 2 % once for the whole year. "
            "The rate is for a month, so it is charged every month.",
        ),
        Mistake(
            "no-interest",
            5_000 / 12,
            "That pays back the loan without any interest. "
            "Add the interest of one month: 2 % of 5,000 pesos.",
        ),
        Mistake(
            "interest-only",
            5_000 * 0.02,
            "That is the interest of a month alone. "
            "Each instalment also pays back a twelfth of the loan.",
        ),
        Mistake(
            "yearly-interest-each-month",
            5_000 / 12 + 5_000 * 0.24,
            "You charged a whole year's interest in one month. "
            "One instalment carries 2 %, not 24 %.",
        ),
        Mistake(
            "percent-as-pesos",
            5_000 / 12 + 2,
            "You added 2 pesos. 2 % is a part of the 5,000 pesos: `5_000 * 0.02`.",
        ),
        Mistake(
            "percent-as-a-number",
            5_000 / 12 + 5_000 * 2,
            "You took 2 times the loan. 2 % is 2 of a hundred: `0.02`.",
        ),
        Mistake(
            "all-instalments",
            5_000 + 12 * 5_000 * 0.02,
            "That is what all twelve instalments are together. Divide by 12 to get one of them.",
        ),
        Mistake(
            "declining-in-place-of-flat",
            5_000 * 0.02 / (1 - 1.02**-12),
            "That is the instalment with declining interest. "
            "Flat interest is always charged on the full 5,000 pesos.",
        ),
    ],
    hints=[
        "An instalment has two parts: a twelfth of the loan, and the interest of a month.",
        "Flat means that each month's interest is 2 % of the full 5,000 pesos.",
        "A twelfth of the loan is `5_000 / 12`. The interest of a month is `5_000 * 0.02`. "
        "What do you do with the two?",
    ],
)

# --- 2. A declining schedule ---------------------------------------------------------------------


def _schedule(
    principal: float,
    rate: float,
    payment: float,
    months: int,
    *,
    on_first: bool = False,
    adjust: bool = True,
    whole_payment: bool = False,
    places: int | None = 2,
    before: bool = False,
    from_zero: bool = False,
    part_of_last: bool = True,
) -> pd.DataFrame:
    balance, rows = principal, []
    for month in range(1, months + 1):
        interest = (principal if on_first else balance) * rate
        interest = interest if places is None else round(interest, places)
        part = payment if whole_payment else payment - interest
        if month == months and adjust:
            part = balance
        left = balance - part if places is None else round(balance - part, places)
        shown = balance if before else left
        if month == months and not part_of_last:
            part = payment - interest
        shown_month = month - 1 if from_zero else month
        rows.append(
            {"month": shown_month, "interest": interest, "principal": part, "balance": shown}
        )
        balance = left
    return pd.DataFrame(rows)


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
    answer=lambda principal, rate, payment, months: _schedule(principal, rate, payment, months),
    examples=[
        {"principal": 1_000, "rate": 0.03, "payment": 353.53, "months": 3},
        {"principal": 5_000, "rate": 0.02, "payment": 892.63, "months": 6},
    ],
    edges=[
        {"principal": 800, "rate": 0.02, "payment": 816, "months": 1},
        {"principal": 1_000, "rate": 0, "payment": 333.33, "months": 3},
        {"principal": 2_000, "rate": 0.0115, "payment": 1_015, "months": 2},
    ],
    edges_about="a loan without interest, or with one or two instalments",
    draw=_draw_schedule,
    mistakes=[
        Mistake(
            "interest-on-the-first-amount",
            lambda principal, rate, payment, months: _schedule(
                principal, rate, payment, months, on_first=True
            ),
            "You charged interest on the amount first borrowed: that is flat interest. "
            "Declining interest is charged on what is still owed, `balance`.",
        ),
        Mistake(
            "last-not-adjusted",
            lambda principal, rate, payment, months: _schedule(
                principal, rate, payment, months, adjust=False
            ),
            "Some centavos are left over at the end, because each line is rounded. "
            "In the last month the borrower pays back all that she still owes.",
        ),
        Mistake(
            "payment-is-all-principal",
            lambda principal, rate, payment, months: _schedule(
                principal, rate, payment, months, whole_payment=True
            ),
            "You took the whole payment off the debt. A part of it is the interest: "
            "only the rest pays the loan back.",
        ),
        Mistake(
            "not-rounded",
            lambda principal, rate, payment, months: _schedule(
                principal, rate, payment, months, places=None
            ),
            "Nobody pays a part of a centavo. Round each interest with `round(…, 2)`.",
        ),
        Mistake(
            "rounded-to-pesos",
            lambda principal, rate, payment, months: _schedule(
                principal, rate, payment, months, places=0
            ),
            "You rounded to whole pesos. Write `round(…, 2)`, and the centavos stay.",
        ),
        Mistake(
            "months-from-zero",
            lambda principal, rate, payment, months: _schedule(
                principal, rate, payment, months, adjust=False, from_zero=True
            ),
            "Your months begin at 0, so the last month never comes. "
            "`range(1, months + 1)` counts from 1 to the last.",
        ),
        Mistake(
            "only-the-balance-ends",
            lambda principal, rate, payment, months: _schedule(
                principal, rate, payment, months, part_of_last=False
            ),
            "You set the last balance to 0. The part that pays back is then different too: "
            "it is all that she still owed.",
        ),
        Mistake(
            "rate-of-a-year",
            lambda principal, rate, payment, months: _schedule(
                principal, rate / 12, payment, months
            ),
            "You divided the rate by 12. It is a rate for one month already.",
        ),
        Mistake(
            "balance-before-the-payment",
            lambda principal, rate, payment, months: _schedule(
                principal, rate, payment, months, before=True
            ),
            "Your balance is what was owed before the payment. "
            "The table shows what is still owed after it, so the last line ends at 0.",
        ),
    ],
    hints=[
        "Three steps each month: what is the interest, what is left of the payment for the loan, "
        "and what is then still owed?",
        "The interest is `round(balance * rate, 2)`. The rest of the payment is "
        "`payment - interest`. In the last month it is the whole `balance` instead.",
        "Begin with `for month in range(1, months + 1):`. After the interest and the part that "
        "pays back, ask `if month == months:`. Then lower the balance, and append a row with all "
        "four names.",
    ],
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
    return {
        "principal": principal,
        "fee": principal * rng.randint(1, 5) / 100,
        "savings": principal * rng.choice([5, 10, 15]) / 100,
        "payment": _annuity(principal, rng.choice([0.015, 0.02, 0.03]), months),
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
        {"principal": 6_000, "fee": 150, "savings": 600, "payment": 1_120, "months": 6},
    ],
    edges=[
        {"principal": 2_000, "fee": 40, "savings": 300, "payment": 2_060, "months": 1},
        {"principal": 3_000, "fee": 0, "savings": 0, "payment": 1_050, "months": 3},
        {"principal": 4_000, "fee": 0, "savings": 800, "payment": 360, "months": 12},
    ],
    edges_about="a loan without fee or savings, or with one instalment, "
    "or with more savings than one instalment",
    draw=_draw_flows,
    mistakes=[
        Mistake(
            "fee-forgotten",
            lambda principal, fee, savings, payment, months: _flows(
                principal, 0, savings, payment, months
            ),
            "The fee is missing. It is kept back on the first day and never comes back.",
        ),
        Mistake(
            "savings-as-a-cost",
            lambda principal, fee, savings, payment, months: _flows(
                principal, fee, savings, payment, months, given_back=False
            ),
            "The savings are her own money. They come back with the last instalment, "
            "so the last number is higher by the savings.",
        ),
        Mistake(
            "savings-forgotten",
            lambda principal, fee, savings, payment, months: _flows(
                principal, fee, 0, payment, months
            ),
            "The locked savings are missing. They are kept back on the first day, "
            "and given back on the last.",
        ),
        Mistake(
            "nothing-kept-back",
            lambda principal, fee, savings, payment, months: _flows(
                principal, 0, 0, payment, months
            ),
            "Fee and savings are missing. Both are kept back on the first day; "
            "the savings come back on the last.",
        ),
        Mistake(
            "savings-every-month",
            lambda principal, fee, savings, payment, months: [
                principal - fee - savings,
                *[savings - payment] * months,
            ],
            "She gets her savings back every month in your list. "
            "Raise the last number once, after the loop.",
        ),
        Mistake(
            "last-payment-lost",
            lambda principal, fee, savings, payment, months: [
                principal - fee - savings,
                *[-payment] * (months - 1),
                savings,
            ],
            "The savings took the place of the last payment. Add them to it: "
            "`flows[-1] = flows[-1] + savings`.",
        ),
        Mistake(
            "savings-paid-twice",
            lambda principal, fee, savings, payment, months: [
                principal - fee - savings,
                *[-payment] * (months - 1),
                -payment - savings,
            ],
            "The savings come back to her: the last number is higher by them, not lower.",
        ),
        Mistake(
            "savings-not-kept-back",
            lambda principal, fee, savings, payment, months: [
                principal - fee,
                *[-payment] * (months - 1),
                savings - payment,
            ],
            "The savings come back in your list, but were never kept back. "
            "On the first day she takes home less by the fee and by the savings.",
        ),
        Mistake(
            "savings-a-month-late",
            lambda principal, fee, savings, payment, months: [
                principal - fee - savings,
                *[-payment] * months,
                savings,
            ],
            "Your list is one month too long. The savings come back together with the last "
            "instalment: add them to that number.",
        ),
        Mistake(
            "payments-above-zero",
            lambda principal, fee, savings, payment, months: [
                principal - fee - savings,
                *[payment] * (months - 1),
                payment + savings,
            ],
            "What she pays must stand below zero, as `-payment`. "
            "Otherwise the list says that she receives money every month.",
        ),
        Mistake(
            "as-the-lender-sees-it",
            lambda principal, fee, savings, payment, months: [
                -flow for flow in _flows(principal, fee, savings, payment, months)
            ],
            "All signs are turned round: this is the lender's side. "
            "For the borrower, money that she receives stands above zero.",
        ),
        Mistake(
            "first-day-missing",
            lambda principal, fee, savings, payment, months: _flows(
                principal, fee, savings, payment, months
            )[1:],
            "The first day is missing. The list begins with what she takes home.",
        ),
    ],
    hints=[
        "Put yourself in her place: what is in your hand on the first day, and what leaves it "
        "each month?",
        "The list begins with the principal less fee and savings. "
        "Then `-payment` is appended once for each month.",
        "Make the list, then loop with `for month in range(months):`. After the loop, the last "
        "number is `flows[-1]`: raise it by the savings.",
    ],
)

# --- 4. The real rate of a year ------------------------------------------------------------------


def _monthly(flows: list[float]) -> float:
    return internal_rate(flows) if sum(flows) else 0.0


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
        {"flows": [1_000, -1_100]},
        {"flows": [900, -300, -300, -300]},
        {"flows": [3_200, *[-360] * 11, 440]},
    ],
    edges_about="a loan that costs nothing, one with a single payment, "
    "or one whose savings come back at the end",
    draw=_draw_rate,
    mistakes=[
        Mistake(
            "twelve-times-the-month",
            lambda flows: 12 * _monthly(flows),
            "Twelve times the month is the APR. It forgets that interest is paid on interest: "
            "use `(1 + middle) ** 12 - 1`.",
        ),
        Mistake(
            "rate-of-a-month",
            lambda flows: _monthly(flows),
            "That is the rate of one month. Turn it into the rate of a year: "
            "`(1 + middle) ** 12 - 1`.",
        ),
        Mistake(
            "one-not-taken-off",
            lambda flows: (1 + _monthly(flows)) ** 12,
            "That is what one peso grows to in a year, the peso itself included. Take off 1.",
        ),
        Mistake(
            "as-percent",
            lambda flows: 100 * ((1 + _monthly(flows)) ** 12 - 1),
            "Your answer is in percent. The function should give 0.24 for 24 %.",
        ),
        Mistake(
            "wrong-half",
            lambda flows: 2.0**12 - 1,
            "You kept the wrong half each time, and ended at 1, where `high` began. "
            "If the worth is above zero, the rate is too high: then `high = middle`.",
        ),
        Mistake(
            "one-halving-only",
            lambda flows: 1.5**12 - 1,
            "Your middle is still the first one. `middle = (low + high) / 2` belongs into the "
            "loop, and `return` after it.",
        ),
        Mistake(
            "brackets-forgotten",
            lambda flows: _monthly(flows) ** 12,
            "Python raises to the power before it adds. Put `1 + middle` in brackets: "
            "`(1 + middle) ** 12 - 1`.",
        ),
        Mistake(
            "cost-over-money-in-hand",
            lambda flows: -sum(flows) / flows[0],
            "That divides the cost by the money taken home, as if she kept all of it all year. "
            "She pays it back bit by bit, so the real rate is higher.",
        ),
    ],
    hints=[
        "You look for the rate at which `worth` is zero. It lies between `low` and `high`: "
        "try the middle.",
        "If `worth(flows, middle) > 0`, the rate in the middle is too high, so `high = middle`. "
        "Otherwise `low = middle`. Do this 50 times.",
        "Begin with `for step in range(50):` and `middle = (low + high) / 2`, then `if` and "
        "`else`. After the loop, turn the month into a year.",
    ],
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
    edges_about="a fund where nobody is late, where everybody is, or where a loan is late by "
    "30 days exactly",
    draw=_draw_loans,
    mistakes=[
        Mistake(
            "as-given",
            lambda loans, days: len(_late(loans, days)) / len(loans),
            "The code still counts loans. A large loan and a small one are not the same risk: "
            "add up the balances.",
        ),
        Mistake(
            "overdue-part-only",
            lambda loans, days: _late(loans, days)["overdue"].sum() / loans["balance"].sum(),
            "You added up only the instalments that were missed. "
            "When a loan is late, all that is still owed on it is at risk: use the balance.",
        ),
        Mistake(
            "any-late-day",
            lambda loans, days: _par(loans, 0),
            "You counted every loan that is late at all. Only loans that are more than `days` "
            "days late belong above the line.",
        ),
        Mistake(
            "the-day-itself-too",
            lambda loans, days: _par(loans, days - 1),
            "A loan that is late by exactly that many days is not yet more than that late. "
            "Compare with `>`, as in the code that was given.",
        ),
        Mistake(
            "lent-below-the-line",
            lambda loans, days: _late(loans, days)["balance"].sum() / loans["lent"].sum(),
            "You divided by all that was ever lent. Much of it has been paid back: "
            "divide by what is still owed, the balances.",
        ),
        Mistake(
            "money-lent",
            lambda loans, days: _late(loans, days)["lent"].sum() / loans["lent"].sum(),
            "You added up what was once lent. At risk is what is still owed: use the balance.",
        ),
        Mistake(
            "not-divided",
            lambda loans, days: _late(loans, days)["balance"].sum(),
            "That is how much money is at risk. Divide it by all that is still owed.",
        ),
        Mistake(
            "upside-down",
            # Where nobody is late this way divides by zero.
            lambda loans, days: (
                loans["balance"].sum() / (_late(loans, days)["balance"].sum() or float("nan"))
            ),
            "All loans stand above the line in your answer. The late ones belong there.",
        ),
        Mistake(
            "share-of-late-money",
            lambda loans, days: (
                _late(loans, days)["balance"].sum() / max(1, _late(loans, 0)["balance"].sum())
            ),
            "You divided by the late loans alone. Below the line stand all loans, "
            "also those that are paid on time.",
        ),
        Mistake(
            "the-sound-part",
            lambda loans, days: 1 - _par(loans, days),
            "That is the part of the portfolio that is not at risk. "
            "The late loans stand above the line.",
        ),
        Mistake(
            "as-percent",
            lambda loans, days: 100 * _par(loans, days),
            "Your answer is in percent. The function should give 0.05 for 5 %.",
        ),
    ],
    hints=[
        "If loan 6 of 9,200 pesos and loan 4 of 400 pesos were late, would the fund worry equally?",
        "`late` holds the right rows. Of these rows, and of all rows, you need the sum of one "
        "column.",
        'The sum of a column is `late["balance"].sum()`. Divide it by the same sum over `loans`.',
    ],
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
    mistakes=[
        Mistake(
            "counts-grants",
            _oss(ACCOUNTS["income"] + ACCOUNTS["grants"], _COSTS),
            "You counted the grants as income. A gift is not earned by lending, "
            "and nobody knows whether it comes again.",
        ),
        Mistake(
            "running-costs-only",
            _oss(ACCOUNTS["income"], ACCOUNTS["operating"]),
            "You divided by the running costs alone. The cost of borrowed money and the provision "
            "for bad loans have to be covered too.",
        ),
        Mistake(
            "bad-loans-left-out",
            _oss(ACCOUNTS["income"], ACCOUNTS["operating"] + ACCOUNTS["financial"]),
            "The provision is missing. Loans that may be lost are a cost, "
            "even before they are lost.",
        ),
        Mistake(
            "upside-down",
            _oss(_COSTS, ACCOUNTS["income"]),
            "Costs stand above the line in your answer. Income is divided by costs, "
            "so that more than 1 is good.",
        ),
        Mistake(
            "brackets-forgotten",
            _oss(ACCOUNTS["income"] / ACCOUNTS["operating"] + _COSTS - ACCOUNTS["operating"], 1),
            "Python divides before it adds. Put the three costs into brackets, "
            "or give their sum a name first.",
        ),
        Mistake(
            "grants-as-a-cost",
            _oss(ACCOUNTS["income"], _COSTS + ACCOUNTS["grants"]),
            "You counted the grants among the costs. A gift is neither income nor cost here.",
        ),
        Mistake(
            "not-divided",
            _oss(ACCOUNTS["income"] - _COSTS, 1),
            "That is what is left, in money. Divide the income by the costs.",
        ),
        Mistake(
            "what-is-left",
            _oss(ACCOUNTS["income"] - _COSTS, _COSTS),
            "That is what is left over, as a share of the costs. "
            "Divide the whole income by the costs.",
        ),
        Mistake(
            "as-percent",
            _oss(100 * ACCOUNTS["income"], _COSTS),
            "Your answer is in percent. Here 1 stands for 100 %.",
        ),
    ],
    hints=[
        "What does the fund earn with its loans, and what are all the costs that this must cover?",
        "Three columns are costs: operating, financial and provision. Grants are left out.",
        'Add up the three columns into a name such as `costs`. Then make `accounts["oss"]`, and '
        'keep two columns with `accounts[["year", "oss"]]`.',
    ],
)

# --- 7. What raises portfolio at risk ------------------------------------------------------------

raises_par = Exercise(
    kind="choice",
    points=1,
    outcome="M5.3",
    read="reading#what-growth-can-hide",
    answer={"a", "c"},
    options={
        "a": "The fund stops growing, and lends the same amount each month.",
        "b": "The fund gives its late borrowers new dates, and counts them as on time.",
        "c": "The fund no longer strikes old bad loans from its books.",
        "d": "The fund lends twice as much this month, to new borrowers.",
        "e": "The fund strikes its old bad loans from the books sooner.",
    },
    mistakes=[
        Mistake(
            "thinks-growth-is-risk",
            "d",
            "New loans are not late yet. They make the portfolio larger, "
            "so the late part looks smaller.",
        ),
        Mistake(
            "thinks-write-off-shows",
            "e",
            "A loan that is struck from the books leaves the top and the bottom of the fraction. "
            "The late part looks smaller, and the loss is real.",
        ),
        Mistake(
            "thinks-new-dates-show",
            "b",
            "With new dates the loans no longer count as late. "
            "The figure falls, and no money has come back.",
        ),
        Mistake(
            "passes-over-slow-growth",
            "a",
            "Look again at growth. What happens to the figure when no more fresh loans "
            "fill up the bottom of the fraction?",
        ),
        Mistake(
            "passes-over-kept-loans",
            "c",
            "Look again at the old bad loans. Where do they stay, "
            "when they are not struck from the books?",
        ),
    ],
    hints=[
        "The figure is a fraction: late balances above the line, all balances below it. "
        "What does each change do to the top, and to the bottom?",
        "Two of the five raise it. The other three make it look better.",
        "Fresh loans hide late ones, and loans that are struck out disappear. "
        "Which two changes end the hiding?",
    ],
)

# --- 8. What the trials show ---------------------------------------------------------------------

trials_show = Exercise(
    kind="choice",
    points=1,
    outcome="M5.5",
    read="reading#what-six-trials-found",
    answer="c",
    options={
        "a": "Small loans lift most borrowers out of poverty.",
        "b": "Small loans do nothing for the people who are offered them.",
        "c": "Where small loans were offered, they did some good on average, "
        "and did not transform lives.",
        "d": "Nobody was harmed by a small loan.",
    },
    mistakes=[
        Mistake(
            "reads-hope",
            "a",
            "The authors say that the effects were not transformative. "
            "A summary of the trials found no clear evidence of less poverty.",
        ),
        Mistake(
            "reads-failure",
            "b",
            "The authors do report effects, and call them modestly positive. "
            "Small is not the same as none.",
        ),
        Mistake(
            "average-is-everyone",
            "d",
            "An average says nothing about each person. "
            "Some can lose while others gain, and the average is still above zero.",
        ),
    ],
    hints=[
        "The authors use two words for the effects. The first says which way, "
        "the second says how far.",
        "Cross out what says more than the trials did, and what says less.",
        "Modestly positive, and not transformative: which sentence keeps both halves?",
    ],
)
