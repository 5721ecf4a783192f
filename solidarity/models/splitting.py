"""Splitting an amount of money so that not one cent is lost or made."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Weight = int | float | Decimal | Fraction


def split_exact(cents: int, weights: Sequence[Weight]) -> tuple[int, ...]:
    """Split ``cents`` in proportion to ``weights``; the parts are whole cents and add up to it.

    The method is that of the largest remainder: each part is first rounded down, then the cents
    that are left go one by one to the parts that lost most by it. Of equal ones the first in the
    list comes first, so the same question always has the same answer.

    Raises ValueError where there is nobody to share, a weight is negative or no number, all
    weights are zero, or ``cents`` is no whole number of cents from 0 on.
    """
    if isinstance(cents, bool) or not isinstance(cents, int) or cents < 0:
        raise ValueError(f"the amount is {cents!r}, and must be a whole number of cents from 0 on")
    exact = [_exact(weight) for weight in weights]
    total = sum(exact, Fraction(0))
    if not exact:
        raise ValueError("there is nobody to share the amount")
    if total == 0:
        raise ValueError("all weights are 0, so there is no proportion to share by")
    wanted = [cents * weight / total for weight in exact]
    parts = [int(part) for part in wanted]
    by_loss = sorted(range(len(parts)), key=lambda place: parts[place] - wanted[place])
    for place in by_loss[: cents - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def _exact(weight: Weight) -> Fraction:
    try:
        exact = Fraction(weight)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"a weight is {weight!r}, and must be a number") from None
    if exact < 0:
        raise ValueError(f"a weight is {weight}, and cannot be less than 0")
    return exact
