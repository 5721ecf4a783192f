"""How few hold a market: the Herfindahl–Hirschman index, from each one's share of the whole.

It is the sum of the squared shares (source key T15): 1 when one buyer takes all, 1/n when n buyers
take the same. With shares in percent the same index runs to 10,000.
"""

from __future__ import annotations

from collections.abc import Sequence

from solidarity.models.domain import demand


def shares_of(amounts: Sequence[float]) -> list[float]:
    """Each amount as a share of all of them together, from 0 to 1.

    Raises ValueError for an amount below zero, and when all together are nothing.
    """
    for amount in amounts:
        demand("amount", amount, 0, 1e15)
    total = sum(amounts)
    if total <= 0:
        raise ValueError("nothing was bought, so nobody has a share of it")
    return [amount / total for amount in amounts]


def hhi(shares: Sequence[float]) -> float:
    """The sum of the squared shares, from 1/n to 1.

    Raises ValueError unless the shares lie between 0 and 1 and add up to 1: shares in percent, or
    with a buyer left out, would give a number that looks like an index and is none.
    """
    for share in shares:
        demand("share", share, 0, 1)
    if abs(sum(shares) - 1) > 1e-6:
        raise ValueError(f"the shares add up to {sum(shares):g}, and must add up to 1")
    return sum(share**2 for share in shares)


def equal_buyers(shares: Sequence[float]) -> float:
    """How many buyers of the same size would give the same index: 1 / HHI."""
    return 1 / hhi(shares)


def largest_four(shares: Sequence[float]) -> float:
    """The share of the four largest together (CR4), from 0 to 1."""
    hhi(shares)  # refuses what are no shares
    return sum(sorted(shares, reverse=True)[:4])
