"""The domain of a model's inputs: a value outside it is refused by its name."""

from __future__ import annotations


def demand(name: str, value: object, low: float, high: float, *, whole: bool = False) -> None:
    """Raise ValueError unless ``value`` is a number from ``low`` to ``high`` (whole, if asked)."""
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise ValueError(f"{name} is {value!r}, and must be a number")
    number = float(value)
    if whole and not number.is_integer():
        raise ValueError(f"{name} is {value}, and must be a whole number")
    if not low <= number <= high:
        raise ValueError(f"{name} is {value}, and must be from {low:,g} to {high:,g}")


def demand_above_0(name: str, value: object) -> None:
    """Raise ValueError unless ``value`` is a number above 0, and not infinite."""
    demand(name, value, float("-inf"), float("inf"))
    if not 0 < float(value) < float("inf"):  # type: ignore[arg-type]
        raise ValueError(f"{name} is {value}, and must be above 0")
