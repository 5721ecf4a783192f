"""The key of module 4: what is right, what is wrong and why."""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd

from solidarity.check import Exercise, Mistake

# --- 1. The value of one share -------------------------------------------------------------------


def _draw_share_value(rng: Random) -> dict[str, Any]:
    return {
        "cash": rng.randint(1_000, 90_000),
        "good_loans": rng.randint(500, 60_000),
        "social_fund": rng.randint(100, 900),
        "shares": rng.randint(300, 4_000),
    }


share_value = Exercise(
    points=2,
    edge_points=0.5,
    outcome="M4.1",
    read="reading#what-one-share-is-worth",
    unit="pesos per share",
    tolerance=0.005,
    answer=lambda cash, good_loans, social_fund, shares: (
        (cash + good_loans - social_fund) / shares if shares > 0 else 0
    ),
    examples=[
        {"cash": 12_000, "good_loans": 8_000, "social_fund": 2_000, "shares": 900},
        {"cash": 9_750, "good_loans": 3_300, "social_fund": 800, "shares": 700},
        {"cash": 500, "good_loans": 0, "social_fund": 500, "shares": 0},
    ],
    edges=[
        {"cash": 0, "good_loans": 0, "social_fund": 0, "shares": 40},
        {"cash": 3_000, "good_loans": 0, "social_fund": 3_000, "shares": 25},
        {"cash": 0, "good_loans": 4_500, "social_fund": 0, "shares": 1},
    ],
    edges_about="a group with no loans left, or with nothing but its social fund in the box",
    draw=_draw_share_value,
    mistakes=[
        Mistake(
            "counts-social-fund",
            lambda cash, good_loans, social_fund, shares: (
                (cash + good_loans) / shares if shares > 0 else 0
            ),
            "The social fund is for emergencies and does not belong to the shares. "
            "Take it off before you divide.",
        ),
        Mistake(
            "adds-social-fund",
            lambda cash, good_loans, social_fund, shares: (
                (cash + good_loans + social_fund) / shares if shares > 0 else 0
            ),
            "You added the social fund. It lies in the same box but is not shared out: "
            "it has to be taken off.",
        ),
        Mistake(
            "forgets-loans",
            lambda cash, good_loans, social_fund, shares: (
                (cash - social_fund) / shares if shares > 0 else 0
            ),
            "You left out the loans that will be repaid. "
            "They are the group's money too; it is only in a borrower's hands.",
        ),
        Mistake(
            "brackets-missing",
            lambda cash, good_loans, social_fund, shares: (
                cash + good_loans - social_fund / shares if shares > 0 else 0
            ),
            "Python divides before it adds. Put brackets around everything above the line: "
            "`(cash + good_loans - social_fund) / shares`.",
        ),
        Mistake(
            "no-shares-divides",
            lambda cash, good_loans, social_fund, shares: (
                (cash + good_loans - social_fund) / shares
            ),
            "Right for most groups, but a group without any share makes Python divide by zero. "
            "Ask first with `if shares == 0:` and return 0 then.",
        ),
        Mistake(
            "whole-pesos-only",
            lambda cash, good_loans, social_fund, shares: (
                (cash + good_loans - social_fund) // shares if shares > 0 else 0
            ),
            "Two strokes `//` divide and throw the centavos away. Use one stroke: `/`.",
        ),
        Mistake(
            "total-not-per-share",
            lambda cash, good_loans, social_fund, shares: cash + good_loans - social_fund,
            "That is the money of all shares together. Divide it by the number of shares.",
        ),
    ],
    hints=[
        "What lies in the box or is owed to it, and what of that does not belong to the shares?",
        "Add cash and good loans, take off the social fund, and only then divide. "
        "Brackets decide what comes first.",
        "Begin with `if shares == 0:` and `return 0`. Below it, without the extra spaces, "
        "write `return (cash + good_loans - social_fund) / shares`.",
    ],
)

# --- 2. The share-out ----------------------------------------------------------------------------


def _share_out(shares: list[int], box: float) -> list[float]:
    total = sum(shares)
    pay = [round(box * count / total, 2) for count in shares]
    pay[-1] = round(box - sum(pay[:-1]), 2)
    return pay


def _far_from_half_a_centavo(shares: list[int], box: float) -> bool:
    """Is no pay-out so near half a centavo that two right ways of computing could round apart?"""
    parts = [(box * count / sum(shares) * 100) % 1 for count in shares]
    return all(abs(part - 0.5) > 1e-3 for part in parts)


def _draw_share_out(rng: Random) -> dict[str, Any]:
    while True:
        shares = [rng.randint(20, 260) for _ in range(rng.randint(4, 12))]
        box = rng.randint(20_000, 400_000) + rng.randint(0, 99) / 100
        if _far_from_half_a_centavo(shares, box):
            return {"shares": shares, "box": box}


share_out = Exercise(
    points=3,
    edge_points=1,
    outcome="M4.1",
    read="reading#sharing-out-to-the-last-centavo",
    unit="pesos",
    tolerance=0.001,
    answer=_share_out,
    examples=[
        {"shares": [52, 104, 156], "box": 10_000},
        {"shares": [1, 1, 1], "box": 100},
    ],
    edges=[
        {"shares": [7], "box": 123.45},
        {"shares": [0, 5, 5], "box": 100},
        {"shares": [3, 3, 0], "box": 200},
        {"shares": [10, 20, 30, 40], "box": 0},
    ],
    edges_about="a group of one, a member without shares, or an empty box",
    draw=_draw_share_out,
    mistakes=[
        Mistake(
            "equal-split",
            lambda shares, box: (
                [round(box / len(shares), 2)] * (len(shares) - 1)
                + [round(box - round(box / len(shares), 2) * (len(shares) - 1), 2)]
            ),
            "You gave everybody the same. In a savings group the box is divided by shares: "
            "who saved more gets more.",
        ),
        Mistake(
            "rounding-drift",
            lambda shares, box: [round(box * count / sum(shares), 2) for count in shares],
            "Every pay-out is rounded, so together they may miss the box by some centavos. "
            "Let the last on the list take what is left.",
        ),
        Mistake(
            "not-rounded",
            lambda shares, box: [box * count / sum(shares) for count in shares],
            "Nobody can be paid a third of a centavo. Round each pay-out with `round(…, 2)`, "
            "and let the last on the list take what is left.",
        ),
        Mistake(
            "value-rounded-first",
            lambda shares, box: (
                [round(round(box / sum(shares), 2) * count, 2) for count in shares[:-1]]
                + [
                    round(
                        box - sum(round(round(box / sum(shares), 2) * c, 2) for c in shares[:-1]), 2
                    )
                ]
            ),
            "You rounded the value of one share before multiplying. The small error then grows "
            "with every share. Multiply first and round at the end.",
        ),
        Mistake(
            "shares-not-money",
            lambda shares, box: [count / sum(shares) for count in shares],
            "These are parts of the whole, such as 0.25. Multiply each by the money in the box.",
        ),
    ],
    hints=[
        "What part of all shares does one member hold? She gets that part of the box.",
        "Make a list with a loop: for each count in `shares`, append "
        "`round(box * count / sum(shares), 2)`.",
        "Do that for all but the last, with `for count in shares[:-1]:`. "
        "Then append `round(box - sum(pay), 2)` for the last one.",
    ],
)

# --- 3. A rotating group -------------------------------------------------------------------------


def _rosca(members: int, contribution: float, draw: int) -> list[float]:
    pot = members * contribution
    return [
        (pot if meeting >= draw else 0) - meeting * contribution
        for meeting in range(1, members + 1)
    ]


def _draw_rosca(rng: Random) -> dict[str, Any]:
    members = rng.randint(4, 15)
    return {
        "members": members,
        "contribution": 10 * rng.randint(2, 80),
        "draw": rng.randint(1, members),
    }


rosca_position = Exercise(
    points=3,
    edge_points=1,
    outcome="M4.2",
    read="reading#three-ways-to-pool",
    unit="pesos",
    tolerance=0.005,
    answer=_rosca,
    examples=[
        {"members": 4, "contribution": 100, "draw": 2},
        {"members": 3, "contribution": 50, "draw": 3},
    ],
    edges=[
        {"members": 6, "contribution": 200, "draw": 1},
        {"members": 8, "contribution": 25, "draw": 8},
        {"members": 2, "contribution": 500, "draw": 1},
    ],
    edges_about="the member who draws first, and the one who draws last",
    draw=_draw_rosca,
    mistakes=[
        Mistake(
            "winners-gain",
            lambda members, contribution, draw: [
                members * contribution if meeting >= draw else 0
                for meeting in range(1, members + 1)
            ],
            "You counted the pot and forgot what she pays in. Nobody gains in a rotating group: "
            "at the last meeting every position is 0.",
        ),
        Mistake(
            "pot-without-own",
            lambda members, contribution, draw: [
                ((members - 1) * contribution if meeting >= draw else 0) - meeting * contribution
                for meeting in range(1, members + 1)
            ],
            "You counted one contribution too few in the pot. "
            "The member who draws pays in at that meeting too.",
        ),
        Mistake(
            "draws-every-time",
            lambda members, contribution, draw: [
                (members * contribution if meeting == draw else 0) - meeting * contribution
                for meeting in range(1, members + 1)
            ],
            "The pot is counted only at the meeting of the draw and then forgotten. "
            "Once she has it, it stays in her position.",
        ),
        Mistake(
            "stops-paying",
            lambda members, contribution, draw: [
                (members * contribution if meeting >= draw else 0)
                - min(meeting, draw) * contribution
                for meeting in range(1, members + 1)
            ],
            "She goes on paying after her draw: that is how she pays the others back.",
        ),
        Mistake(
            "one-meeting-late",
            lambda members, contribution, draw: [
                (members * contribution if meeting > draw else 0) - meeting * contribution
                for meeting in range(1, members + 1)
            ],
            "She gets the pot at the meeting of her draw, not at the one after it. "
            "Compare with `>=` in place of `>`.",
        ),
        Mistake(
            "counts-from-zero",
            lambda members, contribution, draw: [
                (members * contribution if meeting >= draw else 0) - meeting * contribution
                for meeting in range(members)
            ],
            "Your meetings are counted from 0. `range(1, members + 1)` counts from 1 to the last.",
        ),
    ],
    hints=[
        "Follow one member. After each meeting: what has she received, less what has she paid?",
        "Loop with `for meeting in range(1, members + 1):`. She has paid "
        "`meeting * contribution` by then.",
        "If `meeting >= draw` she has also received `members * contribution`. "
        "Append received minus paid to a list, and return the list after the loop.",
    ],
)

# --- 4. The box, week by week --------------------------------------------------------------------


def _weeks(
    saved: list[float],
    asked: list[float],
    own: list[float],
    charge: float,
    *,
    multiple: float = 3,
    charge_on_savings: bool = False,
    repay: bool = True,
    cash_limit: bool = True,
    charge_once: bool = True,
) -> pd.DataFrame:
    box = loan = 0.0
    rows = []
    for week in range(len(saved)):
        back = loan * (1 + (charge if charge_once else 0)) if repay else 0
        box = box + back + saved[week] + (saved[week] * charge if charge_on_savings else 0)
        loan = min(asked[week], multiple * own[week])
        loan = min(loan, box) if cash_limit else loan
        box = box - loan
        rows.append({"week": week + 1, "loan": loan, "box": box})
    return pd.DataFrame(rows)


def _draw_weeks(rng: Random) -> dict[str, Any]:
    weeks = rng.randint(5, 9)
    return {
        "saved": [50 * rng.randint(4, 20) for _ in range(weeks)],
        "asked": [100 * rng.randint(0, 40) for _ in range(weeks)],
        "own": [50 * rng.randint(1, 12) for _ in range(weeks)],
        "charge": rng.choice([0.02, 0.05, 0.1]),
    }


vsla_weeks = Exercise(
    kind="table",
    points=4,
    edge_points=1,
    outcome="M4.1",
    read="reading#the-box-week-by-week",
    unit="pesos",
    tolerance=0.005,
    answer=lambda saved, asked, own, charge: _weeks(saved, asked, own, charge),
    examples=[
        {
            "saved": [400, 400, 400, 400],
            "asked": [600, 300, 0, 5_000],
            "own": [100, 150, 150, 700],
            "charge": 0.05,
        },
        {"saved": [500, 250], "asked": [300, 900], "own": [200, 260], "charge": 0.1},
    ],
    edges=[
        {"saved": [300, 300], "asked": [0, 0], "own": [100, 100], "charge": 0.1},
        {"saved": [200], "asked": [900], "own": [500], "charge": 0.05},
        {"saved": [100, 0, 0], "asked": [50, 500, 500], "own": [300, 300, 300], "charge": 0},
    ],
    edges_about="weeks in which nobody asks for a loan, or a loan larger than the box",
    draw=_draw_weeks,
    mistakes=[
        Mistake(
            "box-goes-negative",
            lambda saved, asked, own, charge: _weeks(saved, asked, own, charge, cash_limit=False),
            "The group lends more than lies in the box. A box cannot hold less than nothing: "
            "the loan is at most the cash that is there.",
        ),
        Mistake(
            "no-limit-on-savings",
            lambda saved, asked, own, charge: _weeks(saved, asked, own, charge, multiple=1e9),
            "A member may borrow at most three times her own savings. "
            "Compare the loan with `3 * own[week]` as well.",
        ),
        Mistake(
            "charge-on-savings",
            lambda saved, asked, own, charge: _weeks(
                saved, asked, own, charge, charge_on_savings=True, charge_once=False
            ),
            "The service charge is paid on the loan by whoever borrowed, not on the savings. "
            "Savings earn something only at the share-out.",
        ),
        Mistake(
            "charge-forgotten",
            lambda saved, asked, own, charge: _weeks(saved, asked, own, 0),
            "The loan comes back without its service charge. "
            "Repaid is the loan and the charge on it: `loan * (1 + charge)`.",
        ),
        Mistake(
            "never-repaid",
            lambda saved, asked, own, charge: _weeks(saved, asked, own, charge, repay=False),
            "The loans never come back into your box. "
            "At each meeting the loan of the meeting before is repaid first.",
        ),
        Mistake(
            "limit-is-savings",
            lambda saved, asked, own, charge: _weeks(saved, asked, own, charge, multiple=1),
            "You limit the loan to the member's savings. The rule allows three times as much.",
        ),
    ],
    hints=[
        "Walk through the first two meetings with real coins. "
        "What goes into the box, in which order, and what comes out?",
        "At each meeting: `box = box + loan * (1 + charge) + saved[week]`. "
        "Here `loan` is still the loan of the meeting before; it starts as 0.",
        "Then `loan = min(asked[week], 3 * own[week], box)` and `box = box - loan`. "
        'Append `{"week": week + 1, "loan": loan, "box": box}` to `rows`.',
    ],
)

# --- 5. Lakh, crore and deposits per group -------------------------------------------------------

deposits_per_group = Exercise(
    kind="number",
    points=1,
    outcome="M4.2",
    read="reading#twelve-million-groups-and-the-banks",
    unit="rupees",
    relative_tolerance=0.01,
    answer=47_240 * 1e7 / (119 * 1e5),
    mistakes=[
        Mistake(
            "lakh-is-a-crore",
            47_240 * 1e7 / (119 * 1e7),
            "You took lakh and crore for the same. One crore is 100 lakh: "
            "a lakh is 100,000 and a crore 10,000,000.",
        ),
        Mistake(
            "units-forgotten",
            47_240 / 119 * 1e5,
            "One of the two figures kept the wrong number of zeros. "
            "Write both in full before you divide: `47_240 * 10_000_000` and `119 * 100_000`.",
        ),
        Mistake(
            "crore-is-a-million",
            47_240 * 1e6 / (119 * 1e5),
            "A crore is ten million, not one million.",
        ),
        Mistake(
            "upside-down",
            119 * 1e5 / (47_240 * 1e7),
            "You divided the groups by the rupees. Rupees per group is rupees divided by groups.",
        ),
        Mistake(
            "loans-not-deposits",
            1_51_051 * 1e7 / (119 * 1e5),
            "You used the loans outstanding. The question asks for the deposits: 47,240 crore.",
        ),
    ],
    hints=[
        "One lakh is 100,000. One crore is 100 lakh. How many zeros has each?",
        "Write both figures in full first: how many rupees, and how many groups?",
        "`deposits = 47_240 * 10_000_000` and `groups = 119 * 100_000`. Divide one by the other.",
    ],
)

# --- 6. Loans divided by all groups --------------------------------------------------------------

loans_per_group = Exercise(
    kind="choice",
    points=1,
    outcome="M4.2",
    read="reading#twelve-million-groups-and-the-banks",
    answer="c",
    options={
        "a": "Because the loans are counted in crore and the groups in lakh.",
        "b": "Because loans outstanding are always larger than deposits.",
        "c": "Because only some of the groups have a bank loan, and the others owe nothing.",
        "d": "Because many of the loans will never be repaid.",
    },
    mistakes=[
        Mistake(
            "blames-units",
            "a",
            "Different units can be converted, and then the division is sound. "
            "Ask who is counted above the line and who below it.",
        ),
        Mistake(
            "compares-with-deposits",
            "b",
            "Loans may be larger or smaller than deposits; that does not spoil an average. "
            "Ask who is counted above the line and who below it.",
        ),
        Mistake(
            "blames-default",
            "d",
            "A loan that will not be repaid is still owed, so it belongs into the sum. "
            "Ask which groups owe anything at all.",
        ),
    ],
    hints=[
        "An average is honest when everybody below the line can be part of what is above it.",
        "In March 2022, 119 lakh groups had savings in a bank. How many of them had a loan?",
        "About 67 lakh had a loan. What does the average say about the other 52 lakh?",
    ],
)

# --- 7. A return to mend -------------------------------------------------------------------------


def _running_totals(deposits: list[float]) -> list[float]:
    totals, running = [], 0.0
    for deposit in deposits:
        running += deposit
        totals.append(running)
    return totals


def _yearly_return(deposits: list[float], payout: float) -> float:
    totals = _running_totals(deposits)
    return (payout - totals[-1]) / (sum(totals) / len(totals))


def _draw_return(rng: Random) -> dict[str, Any]:
    deposits = [50 * rng.randint(1, 5) for _ in range(rng.randint(10, 52))]
    return {"deposits": deposits, "payout": round(sum(deposits) * rng.uniform(1.05, 1.6), 2)}


yearly_return = Exercise(
    kind="mend",
    points=3,
    edge_points=1,
    outcome="M4.3",
    read="reading#a-gain-is-not-yet-a-yearly-return",
    unit="(0.40 is 40 %)",
    tolerance=0.0005,
    answer=_yearly_return,
    examples=[
        {"deposits": [100, 100, 100, 100], "payout": 520},
        {"deposits": [400, 0, 0, 0], "payout": 440},
    ],
    edges=[
        {"deposits": [500], "payout": 550},
        {"deposits": [0, 0, 300, 300], "payout": 600},
        {"deposits": [200, 200, 200], "payout": 540},
    ],
    edges_about="a year with a loss, a year without any gain, or a single deposit",
    draw=_draw_return,
    mistakes=[
        Mistake(
            "as-given",
            lambda deposits, payout: (payout - sum(deposits)) / (sum(deposits) / len(deposits)),
            "The code still divides by the average deposit. "
            "It should divide by the average amount of money that was in the box.",
        ),
        Mistake(
            "gain-on-total",
            lambda deposits, payout: (payout - sum(deposits)) / sum(deposits),
            "That is the gain on all that was paid in, as if it had been there from the first day. "
            "The money came week by week: divide by the average of the running totals.",
        ),
        Mistake(
            "half-the-total",
            lambda deposits, payout: (payout - sum(deposits)) / (sum(deposits) / 2),
            "Half of the total is a good guess when every deposit is the same. "
            "Here they may differ: average the running totals.",
        ),
        Mistake(
            "payout-not-gain",
            lambda deposits, payout: payout / (sum(_running_totals(deposits)) / len(deposits)),
            "You divided the whole pay-out. A return counts the gain only: "
            "take off what was paid in.",
        ),
        Mistake(
            "as-percent",
            lambda deposits, payout: 100 * _yearly_return(deposits, payout),
            "Your answer is in percent. The function should give 0.40 for 40 %.",
        ),
    ],
    hints=[
        "How much money was in the box after the first deposit? After the second? Write them down.",
        "Those are the running totals. Their average is the money that was at work over the year.",
        "In the loop, after `running = running + deposit`, append `running` to `totals`. "
        "Then `average = sum(totals) / len(totals)`.",
    ],
)

# --- 8. What a velocity tells --------------------------------------------------------------------

velocity_tells = Exercise(
    kind="choice",
    points=1,
    outcome="M4.4",
    read="reading#how-often-is-a-rupee-lent",
    answer="d",
    options={
        "a": "Loans come back within three months, because a year has four times three months.",
        "b": "Every woman in the network has borrowed four times.",
        "c": "The network earns four rupees on each rupee saved.",
        "d": "Little: slow repayment, idle money and recent savings all lower it.",
    },
    mistakes=[
        Mistake(
            "four-times-a-year",
            "a",
            "Four times is counted over all the years since the network began, not over one year.",
        ),
        Mistake(
            "average-is-everyone",
            "b",
            "Velocity is about rupees, not about people. One woman may have borrowed ten times "
            "and another never.",
        ),
        Mistake(
            "lent-is-earned",
            "c",
            "Lent is not earned. A rupee that is lent and comes back is the same rupee again.",
        ),
    ],
    hints=[
        "The figure is loans of all years divided by savings of all years. "
        "Which questions does it leave open?",
        "In the second panel of the case study, how many ways did you find to bring it down?",
        "Three: loans that run for years, money that lies idle, savings that are recent.",
    ],
)
