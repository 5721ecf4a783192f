"""Who decides: one vote for each member, or one vote for each share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, get_args

Rule = Literal["per member", "per share"]


def vote_shares(shares: Sequence[float], rule: Rule) -> list[float]:
    """Each member's part of all votes (0 to 1), in the same order; together 1.

    shares: how many shares each member holds. Raises ValueError for an unknown rule, a negative
    number, no member, or, with votes per share, no share at all.
    """
    if rule not in get_args(Rule):
        raise ValueError(f"rule is {rule!r}, and must be one of: {', '.join(get_args(Rule))}")
    if not shares:
        raise ValueError("there are no members to vote")
    if min(shares) < 0:
        raise ValueError(f"a member holds {min(shares)} shares, and nobody can hold less than 0")
    if rule == "per member":
        return [1 / len(shares)] * len(shares)
    total = sum(shares)
    if total == 0:
        raise ValueError("there are no shares, so votes per share cannot be counted")
    return [held / total for held in shares]


def top_tenth(shares: Sequence[float], rule: Rule) -> float:
    """The part of all votes that the tenth of the members with most shares holds (0 to 1).

    A tenth is rounded down, and is one member at least. Raises ValueError as ``vote_shares``.
    """
    by_size = vote_shares(sorted(shares, reverse=True), rule)
    return sum(by_size[: max(1, len(shares) // 10)])


def smallest_majority(shares: Sequence[float], rule: Rule) -> int:
    """The fewest members who together hold more than half of the votes.

    Raises ValueError as ``vote_shares``.
    """
    vote_shares(shares, rule)
    held = sorted([1] * len(shares) if rule == "per member" else shares, reverse=True)
    # Whole shares, not parts of one: half of the votes must not become more than half by rounding.
    running = enumerate(accumulate(held), start=1)
    return next(count for count, votes in running if 2 * votes > sum(held))
