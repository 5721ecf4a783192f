"""How a share is said in words."""

from __future__ import annotations


def percent(share: float, digits: int = 0) -> str:
    """A share in per cent, as the readings print it: 0.125 with one digit is "12.5 %".

    The space does not break, so that the sign never begins a line.
    """
    return f"{100 * share:.{digits}f}\u00a0%"
