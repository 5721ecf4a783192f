"""The key of module 4: what is right, what is wrong and why."""

from __future__ import annotations

from random import Random
from typing import Any

import pandas as pd

from solidarity.exercises.exercise import Exercise
from solidarity.exercises.ways import given, then, with_

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
    draw=_draw_share_value,
    mistakes={
        "counts-social-fund": given(social_fund=0),
        "adds-social-fund": given(social_fund=lambda social_fund: -social_fund),
        "forgets-loans": given(good_loans=0),
        "brackets-missing": lambda cash, good_loans, social_fund, shares: (
            cash + good_loans - social_fund / shares if shares > 0 else 0
        ),
        "no-shares-divides": lambda cash, good_loans, social_fund, shares: (
            (cash + good_loans - social_fund) / shares
        ),
        "whole-pesos-only": lambda cash, good_loans, social_fund, shares: (
            (cash + good_loans - social_fund) // shares if shares > 0 else 0
        ),
        "total-not-per-share": lambda cash, good_loans, social_fund, shares: (
            cash + good_loans - social_fund
        ),
    },
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
    answer=_weeks,
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
    draw=_draw_weeks,
    mistakes={
        "box-goes-negative": with_(cash_limit=False),
        "no-limit-on-savings": with_(multiple=1e9),
        "charge-on-savings": with_(charge_on_savings=True, charge_once=False),
        "charge-forgotten": given(charge=0),
        "never-repaid": with_(repay=False),
        "limit-is-savings": with_(multiple=1),
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
