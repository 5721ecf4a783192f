"""A number as people read it."""

from __future__ import annotations


def number(value: float) -> str:
    """A number with thousands separators and no more decimals than it needs."""
    if isinstance(value, int):
        return f"{value:,}"
    if value != 0 and (abs(value) >= 1e12 or abs(value) < 1e-6):
        return f"{value:.6g}"
    if value != 0 and abs(value) < 1e-4:
        return f"{value:.7f}".rstrip("0")
    decimals = 2 if abs(value) >= 1000 else 4
    return f"{value:,.{decimals}f}".rstrip("0").rstrip(".")
