"""The rate at which a list of payments is worth nothing today: what a loan really costs a period.

Own bisection in place of a library's solver: SciPy is no runtime dependency of the course, and the
bracket can be proved here in four lines (see ``_root``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise


def worth_today(flows: Sequence[float], rate: float) -> float:
    """What payments 0, 1, 2, … periods from now are worth today, at a rate per period.

    Money received counts above zero, money paid below. ``rate`` is 0.02 for 2 %.
    Raises ValueError for a rate of -1 or less, at which no payment has a worth.
    """
    if not rate > -1:
        raise ValueError(f"the rate is {rate}, and must be above -1")
    return _polynomial(flows, 1 / (1 + rate))


def internal_rate(flows: Sequence[float]) -> float:
    """The rate per period at which the payments are worth nothing today (0.02 is 2 %).

    ``flows`` are amounts received (above zero) and paid (below) at equal distances in time.
    Raises ValueError when no such rate exists, and when more than one may exist.
    """
    if not all(math.isfinite(flow) for flow in flows):
        raise ValueError("every payment must be a number")
    amounts = _trimmed(flows)
    changes = _sign_changes(amounts)
    if changes == 0:
        raise ValueError(
            "all payments go one way, so no rate makes what is paid worth what is received"
        )
    running = list(accumulate(amounts))
    total = math.fsum(amounts)
    # Norstrøm (1972): where the running total changes its sign once and does not end at zero,
    # exactly one rate above zero fits.
    if total * amounts[0] < 0 and _sign_changes(running) == 1:
        return 1 / _root(amounts) - 1
    # Descartes' rule of signs: where the payments change their sign once, exactly one rate above
    # -1 fits. By the line above it is not above zero.
    if changes == 1:
        return 0.0 if total == 0 else _root(amounts[::-1]) - 1
    raise ValueError(
        "the payments change direction more than once, so more than one rate may fit, or none"
    )


def _root(coefficients: Sequence[float]) -> float:
    """A place from 0 to 1 where the polynomial with these coefficients is zero, by bisection.

    The first coefficient and the sum of all must have opposite signs. Then a zero lies between
    ``low`` and 1: at 1 the polynomial is the sum of all coefficients. At ``low`` the first of them
    outweighs the rest, since with b as the sum of the others' sizes
    |rest| ≤ low·b = |first|·b / (|first| + b) < |first|.
    """
    first = abs(coefficients[0])
    low, high = first / math.fsum(map(abs, coefficients)), 1.0
    # Ends: each round halves the gap, until no number fits between the two.
    while low < (middle := (low + high) / 2) < high:
        if _polynomial(coefficients, middle) * coefficients[0] > 0:
            low = middle
        else:
            high = middle
    return high


def _polynomial(coefficients: Sequence[float], at: float) -> float:
    value = 0.0
    for coefficient in reversed(coefficients):
        value = value * at + coefficient
    return value


def _trimmed(flows: Sequence[float]) -> list[float]:
    """The flows without the zeros at both ends, which move no rate."""
    places = [place for place, flow in enumerate(flows) if flow]
    return [float(flow) for flow in flows[places[0] : places[-1] + 1]] if places else []


def _sign_changes(amounts: Iterable[float]) -> int:
    signs = [amount > 0 for amount in amounts if amount]
    return sum(before != after for before, after in pairwise(signs))
