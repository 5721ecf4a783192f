"""The local multiplier LM3: how far a sum goes in one place, over three rounds of spending.

Source keys F19 and F20: round 1 is what comes in, round 2 what of it is spent in the place, and
round 3 what those who received that spend in the place again.
"""

from __future__ import annotations

from solidarity.models.domain import demand


def lm3(first: float, second: float, third: float) -> float:
    """All three rounds together, divided by the first: from 1 (nothing stays) to 3 (all stays).

    Amounts in the same currency. Raises ValueError where the first round is not above zero, or a
    later round is larger than the one before it: nobody can pass on more than came in.
    """
    demand("first", first, 0, float("inf"))
    if first == 0:
        raise ValueError("first is 0, so there is nothing to follow")
    demand("second", second, 0, first)
    demand("third", third, 0, second)
    # The sum of three equal amounts may be rounded up by a hair.
    return min(3.0, (first + second + third) / first)


def rounds(first: float, kept: float, passed_on: float) -> tuple[float, float, float]:
    """The three rounds, where shares (0 to 1) are spent in the place by the first and second hand.

    Raises ValueError for a share outside 0 to 1.
    """
    demand("kept", kept, 0, 1)
    demand("passed_on", passed_on, 0, 1)
    return first, first * kept, first * kept * passed_on
