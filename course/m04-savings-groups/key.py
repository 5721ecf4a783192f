"""The key of module 4: what is right, what is wrong and why."""

from __future__ import annotations

import math
from itertools import accumulate
from random import Random
from typing import Any

import pandas as pd

from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import given, then, with_

# --- 1. The value of one share -------------------------------------------------------------------


def _share_value(cash: float, good_loans: float, social_fund: float, shares: int) -> float:
    return (cash + good_loans - social_fund) / shares if shares > 0 else 0


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
    tolerance=0.01,
    answer=_share_value,
    examples=[
        {"cash": 12_000, "good_loans": 8_000, "social_fund": 2_000, "shares": 900},
        # It does not come out even, so that rounding shows.
        {"cash": 9_750, "good_loans": 3_300, "social_fund": 800, "shares": 690},
        {"cash": 700, "good_loans": 0, "social_fund": 500, "shares": 0},
    ],
    edges=[
        {"cash": 0, "good_loans": 0, "social_fund": 0, "shares": 40},
        {"cash": 3_000, "good_loans": 0, "social_fund": 3_000, "shares": 25},
        # No loans left, and something to share out all the same.
        {"cash": 6_300, "good_loans": 0, "social_fund": 300, "shares": 80},
        {"cash": 0, "good_loans": 4_500, "social_fund": 0, "shares": 1},
    ],
    draw=_draw_share_value,
    mistakes={
        "counts-social-fund": given(social_fund=0),
        "adds-social-fund": given(social_fund=lambda social_fund: -social_fund),
        "fund-taken-off-twice": given(social_fund=lambda social_fund: 2 * social_fund),
        "forgets-loans": given(good_loans=0),
        "loans-taken-off": given(good_loans=lambda good_loans: -good_loans),
        "brackets-missing": lambda cash, good_loans, social_fund, shares: (
            cash + good_loans - social_fund / shares if shares > 0 else 0
        ),
        "no-shares-divides": lambda cash, good_loans, social_fund, shares: (
            (cash + good_loans - social_fund) / shares
        ),
        "no-shares-gives-all": lambda cash, good_loans, social_fund, shares: (
            (cash + good_loans - social_fund) / (shares if shares > 0 else 1)
        ),
        "whole-pesos-only": lambda cash, good_loans, social_fund, shares: (
            (cash + good_loans - social_fund) // shares if shares > 0 else 0
        ),
        "total-not-per-share": lambda cash, good_loans, social_fund, shares: (
            cash + good_loans - social_fund
        ),
        "times-the-shares": lambda cash, good_loans, social_fund, shares: (
            (cash + good_loans - social_fund) * shares
        ),
        "upside-down": lambda cash, good_loans, social_fund, shares: (
            shares / (cash + good_loans - social_fund) if shares > 0 else 0
        ),
    },
)

# --- 2. The share-out ----------------------------------------------------------------------------


def _share_out(
    shares: list[int],
    box: float,
    *,
    digits: int = 2,
    rest_to: int = -1,
    round_down: bool = False,
) -> list[float]:
    parts = [box * count / sum(shares) for count in shares]
    if round_down:
        parts = [math.floor(part * 100) / 100 for part in parts]
    pay = [round(part, digits) for part in parts]
    pay[rest_to] = 0
    pay[rest_to] = round(box - sum(pay), 2)
    return pay


def _of_what_is_left(shares: list[int], box: float) -> list[float]:
    pay, left = [], box
    for count in shares[:-1]:
        pay.append(round(left * count / sum(shares), 2))
        left -= pay[-1]
    return [*pay, round(left, 2)]


def _with_the_rest(box: float, pay: list[float]) -> list[float]:
    """These pay-outs, and at the end what is left of the box."""
    return [*pay, round(box - sum(pay), 2)]


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
        # Not in the order of size, so that sorting shows.
        {"shares": [52, 156, 104], "box": 10_000},
        {"shares": [1, 1, 1], "box": 100},
    ],
    edges=[
        {"shares": [7], "box": 123.45},
        {"shares": [0, 5, 5], "box": 100},
        {"shares": [3, 3, 0], "box": 200},
        {"shares": [10, 20, 30, 40], "box": 0},
    ],
    draw=_draw_share_out,
    mistakes={
        "equal-split": lambda shares, box: (
            [round(box / len(shares), 2)] * (len(shares) - 1)
            + [round(box - round(box / len(shares), 2) * (len(shares) - 1), 2)]
        ),
        "rounding-drift": lambda shares, box: [
            round(box * count / sum(shares), 2) for count in shares
        ],
        "not-rounded": lambda shares, box: [box * count / sum(shares) for count in shares],
        "value-rounded-first": lambda shares, box: (
            [round(round(box / sum(shares), 2) * count, 2) for count in shares[:-1]]
            + [round(box - sum(round(round(box / sum(shares), 2) * c, 2) for c in shares[:-1]), 2)]
        ),
        "shares-not-money": lambda shares, box: [count / sum(shares) for count in shares],
        "rest-to-the-first": with_(rest_to=0),
        "whole-pesos": with_(digits=0),
        "one-decimal": with_(digits=1),
        "rounded-down": with_(round_down=True),
        "two-pesos-a-share": lambda shares, box: _with_the_rest(
            box, [2 * count for count in shares[:-1]]
        ),
        "last-not-counted": lambda shares, box: _with_the_rest(
            box, [round(box * count / sum(shares[:-1]), 2) for count in shares[:-1]]
        ),
        "parts-of-what-is-left": _of_what_is_left,
        "only-one-taken-off": lambda shares, box: [
            *_share_out(shares, box)[:-1],
            round(box - sum(_share_out(shares, box)[:-1][-1:]), 2),
        ],
    },
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
        # Who draws first or last is an edge.
        "draw": rng.randint(2, members - 1),
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
        {"members": 5, "contribution": 50, "draw": 4},
    ],
    edges=[
        {"members": 6, "contribution": 200, "draw": 1},
        {"members": 8, "contribution": 25, "draw": 8},
        {"members": 2, "contribution": 500, "draw": 1},
    ],
    draw=_draw_rosca,
    mistakes={
        "winners-gain": lambda members, contribution, draw: [
            members * contribution if meeting >= draw else 0 for meeting in range(1, members + 1)
        ],
        "pot-without-own": lambda members, contribution, draw: [
            ((members - 1) * contribution if meeting >= draw else 0) - meeting * contribution
            for meeting in range(1, members + 1)
        ],
        "draws-every-time": lambda members, contribution, draw: [
            (members * contribution if meeting == draw else 0) - meeting * contribution
            for meeting in range(1, members + 1)
        ],
        "stops-paying": lambda members, contribution, draw: [
            (members * contribution if meeting >= draw else 0) - min(meeting, draw) * contribution
            for meeting in range(1, members + 1)
        ],
        "one-meeting-late": lambda members, contribution, draw: [
            (members * contribution if meeting > draw else 0) - meeting * contribution
            for meeting in range(1, members + 1)
        ],
        "counts-from-zero": lambda members, contribution, draw: [
            (members * contribution if meeting >= draw else 0) - meeting * contribution
            for meeting in range(members)
        ],
        "signs-turned": then(lambda right: [-position for position in right]),
        "each-meeting-alone": lambda members, contribution, draw: [
            (members * contribution if meeting == draw else 0) - contribution
            for meeting in range(1, members + 1)
        ],
        "no-payment-at-the-draw": lambda members, contribution, draw: [
            (members * contribution + contribution if meeting >= draw else 0)
            - meeting * contribution
            for meeting in range(1, members + 1)
        ],
        "pot-forgotten": lambda members, contribution, draw: [
            -meeting * contribution for meeting in range(1, members + 1)
        ],
        "pot-from-the-start": given(draw=1),
        "pot-every-meeting": lambda members, contribution, draw: [
            members * contribution * max(0, meeting - draw + 1) - meeting * contribution
            for meeting in range(1, members + 1)
        ],
        "pot-is-one-payment": lambda members, contribution, draw: [
            (contribution if meeting >= draw else 0) - meeting * contribution
            for meeting in range(1, members + 1)
        ],
    },
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
    first_week: int = 1,
    smallest: Any = min,
    saves_after: bool = False,
    repays_after: bool = False,
    written_before: bool = False,
    taken_out: bool = True,
    charge_on_the_box: bool = False,
) -> pd.DataFrame:
    box = loan = 0.0
    rows = []
    for week in range(len(saved)):
        back = loan * (1 + (charge if charge_once else 0)) if repay else 0
        back = back + (box * charge if charge_on_the_box else 0)
        came = saved[week] + (saved[week] * charge if charge_on_savings else 0)
        box = box + (0 if repays_after else back) + (0 if saves_after else came)
        loan = smallest(asked[week], multiple * own[week], box if cash_limit else 1e12)
        before = box
        box = box - (loan if taken_out else 0)
        box = box + (back if repays_after else 0) + (came if saves_after else 0)
        rows.append(
            {"week": week + first_week, "loan": loan, "box": before if written_before else box}
        )
    return pd.DataFrame(rows)


def _only_the_charge(
    saved: list[float], asked: list[float], own: list[float], charge: float
) -> pd.DataFrame:
    # What comes back is loan * (1 + charge - 1).
    return _weeks(saved, asked, own, charge - 1)


def _largest(asked: float, of_savings: float, box: float) -> float:
    return max(asked, of_savings, box)


def _draw_weeks(rng: Random) -> dict[str, Any]:
    weeks = rng.randint(5, 9)
    return {
        "saved": [50 * rng.randint(4, 20) for _ in range(weeks)],
        "asked": [100 * rng.randint(0, 40) for _ in range(weeks)],
        "own": [50 * rng.randint(1, 12) for _ in range(weeks)],
        "charge": rng.choice([0.02, 0.05, 0.1]),
    }


def _charge_taken_at_once(
    saved: list[float], asked: list[float], own: list[float], charge: float
) -> pd.DataFrame:
    box = loan = 0.0
    rows = []
    for week, came in enumerate(saved):
        box = box + loan + came
        loan = min(asked[week], 3 * own[week], box)
        box = box - loan + loan * charge
        rows.append({"week": week + 1, "loan": loan, "box": box})
    return pd.DataFrame(rows)


def _all_or_nothing(asked: float, of_savings: float, box: float) -> float:
    return asked if asked <= min(of_savings, box) else 0


vsla_weeks = Exercise(
    kind="table",
    points=4,
    edge_points=1,
    outcome="M4.1",
    read="reading#the-box-week-by-week",
    unit="pesos",
    tolerance=0.01,
    answer=_weeks,
    examples=[
        {
            "saved": [400, 400, 400, 400],
            "asked": [600, 700, 0, 5_000],
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
    draw=_draw_weeks,
    mistakes={
        "box-goes-negative": with_(cash_limit=False),
        "no-limit-on-savings": with_(multiple=1e9),
        "charge-on-savings": with_(charge_on_savings=True, charge_once=False),
        "charge-on-the-box": with_(charge_on_the_box=True),
        "charge-forgotten": given(charge=0),
        "never-repaid": with_(repay=False),
        "limit-is-savings": with_(multiple=1),
        "own-added-up": given(own=lambda own: list(accumulate(own))),
        "no-limit-at-all": with_(multiple=1e9, cash_limit=False),
        "only-the-charge": _only_the_charge,
        "weeks-from-zero": with_(first_week=0),
        "largest-not-smallest": with_(smallest=_largest),
        "box-before-the-loan": with_(written_before=True),
        "lends-before-saving": with_(saves_after=True),
        "repaid-after-the-loan": with_(repays_after=True),
        "loan-not-taken-out": with_(taken_out=False),
        "own-of-the-reading": given(own=lambda own: [120] * len(own)),
        "charge-of-a-percent": given(charge=lambda charge: charge / 100),
        "savings-of-the-group": lambda saved, asked, own, charge: _weeks(
            saved, asked, saved, charge
        ),
        "charge-taken-at-once": _charge_taken_at_once,
        "all-or-nothing": with_(smallest=_all_or_nothing),
    },
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
    mistakes={
        "lakh-is-a-crore": 47_240 * 1e7 / (119 * 1e7),
        "units-forgotten": 47_240 / 119 * 1e5,
        "crore-is-a-million": 47_240 * 1e6 / (119 * 1e5),
        "upside-down": 119 * 1e5 / (47_240 * 1e7),
        "loans-not-deposits": 1_51_051 * 1e7 / (119 * 1e5),
        "groups-with-a-loan": 47_240 * 1e7 / (67.4 * 1e5),
        "of-2019": 23_000,
        "not-divided": 47_240 * 1e7,
        "lakh-forgotten": 47_240 * 1e7 / 119,
        "crore-forgotten": 47_240 / (119 * 1e5),
        "lakh-for-crore": 47_240 * 1e5 / (119 * 1e7),
        "brackets-missing": 47_240 * 1e7 / 119 * 1e5,
        "multiplied": 47_240 * 1e7 * 119 * 1e5,
        "a-thousand-times-less": 47_240 * 1e7 / (119 * 1e5) / 1_000,
        "in-lakh-of-rupees": 47_240 * 1e7 / (119 * 1e5) / 1e5,
    },
)

# --- 6. Loans divided by all groups --------------------------------------------------------------

loans_per_group = Exercise(
    kind="choice",
    points=1,
    outcome="M4.2",
    read="reading#twelve-million-groups-and-the-banks",
    answer="c",
    mistakes={
        "blames-units": "a",
        "compares-with-deposits": "b",
        "blames-default": "d",
    },
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
    tolerance=0.001,
    answer=_yearly_return,
    examples=[
        {"deposits": [100, 100, 100, 100], "payout": 520},
        {"deposits": [400, 0, 0, 0], "payout": 440},
        # So small that an average without its decimals shows.
        {"deposits": [4, 7, 2], "payout": 17},
    ],
    edges=[
        {"deposits": [500], "payout": 550},
        {"deposits": [0, 0, 300, 300], "payout": 600},
        {"deposits": [200, 200, 200], "payout": 540},
    ],
    draw=_draw_return,
    mistakes={
        "as-given": lambda deposits, payout: (
            (payout - sum(deposits)) / (sum(deposits) / len(deposits))
        ),
        "gain-on-total": lambda deposits, payout: (payout - sum(deposits)) / sum(deposits),
        "half-the-total": lambda deposits, payout: (payout - sum(deposits)) / (sum(deposits) / 2),
        "payout-not-gain": lambda deposits, payout: (
            payout / (sum(_running_totals(deposits)) / len(deposits))
        ),
        "as-percent": then(lambda right: 100 * right),
        "noted-too-early": lambda deposits, payout: (
            (payout - sum(deposits)) * len(deposits) / sum(_running_totals(deposits)[:-1])
        ),
        "first-and-last-total": lambda deposits, payout: (
            (payout - sum(deposits)) / ((deposits[0] + sum(deposits)) / 2)
        ),
        "first-and-last-deposit": lambda deposits, payout: (
            (payout - sum(deposits)) / ((deposits[0] + deposits[-1]) / 2)
        ),
        "totals-not-averaged": lambda deposits, payout: (
            (payout - sum(deposits)) / sum(_running_totals(deposits))
        ),
        "twelve-meetings": lambda deposits, payout: (
            (payout - sum(deposits)) / (sum(_running_totals(deposits)) / 12)
        ),
        "gain-less-the-average": lambda deposits, payout: (
            payout / (sum(_running_totals(deposits)) / len(deposits)) - 1
        ),
        "only-the-gain": lambda deposits, payout: payout - sum(deposits),
        "only-the-average": lambda deposits, payout: sum(_running_totals(deposits)) / len(deposits),
        "loss-for-gain": then(lambda right: -right),
        "upside-down": then(lambda right: 1 / right),
        "payout-among-the-totals": lambda deposits, payout: (
            (payout - sum(deposits))
            / ((sum(_running_totals(deposits)) + payout) / (len(deposits) + 1))
        ),
    },
)

# --- 8. What a velocity tells --------------------------------------------------------------------

velocity_tells = Exercise(
    kind="choice",
    points=1,
    outcome="M4.4",
    read="reading#how-often-is-a-rupee-lent",
    answer="d",
    mistakes={
        "four-times-a-year": "a",
        "average-is-everyone": "b",
        "lent-is-earned": "c",
    },
)
