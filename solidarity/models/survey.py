"""Columns of a survey as arrays that can be trusted: numbers, none missing, of one length.

A weight says how many a row stands for: the persons of a household, for one.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.intp]  # for each row the number of its group

HUGE = 1e15  # beyond it floats no longer tell two households apart
_HUGE_BITS = np.float64(HUGE).view(np.uint64)


def amounts(name: str, values: npt.ArrayLike) -> Floats:
    """One amount per row, shape (n,), in the unit of ``values``.

    Raises ValueError when there are none, or one is no number, missing, below 0 or above 10^15.
    """
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must hold numbers only ({error})") from error
    if numbers.ndim != 1:
        raise ValueError(f"{name} must be one column of numbers, and has {numbers.ndim} dimensions")
    if not numbers.size:
        raise ValueError(f"{name} is empty: there is nobody to measure")
    # As whole numbers, the bits of numbers from 0 up are in the order of the numbers; those of what
    # is missing or below 0 are beyond them. So one look at millions says that all is well.
    if numbers.view(np.uint64).max() <= _HUGE_BITS:
        return numbers
    # A missing value makes both missing.
    least, greatest = float(numbers.min()), float(numbers.max())
    if math.isnan(least):
        raise ValueError(f"{name} has a value that is missing")
    if least < 0:
        raise ValueError(f"{name} has a negative value, {least:,g}")
    if greatest > HUGE:
        raise ValueError(f"{name} has a value of {greatest:g}, and must be at most {HUGE:g}")
    return numbers


def weights(values: npt.ArrayLike | None, rows: int, name: str = "weight") -> Floats | None:
    """One weight per row, shape (n,), or None when every row counts the same.

    Raises ValueError when there are not as many as rows, when all are 0, or as ``amounts`` does.
    """
    if values is None:
        return None
    numbers = amounts(name, values)
    demand_rows(name, numbers.size, rows)
    if not numbers.any():
        raise ValueError(f"{name} is 0 everywhere: nobody would be counted")
    return numbers


def groups(name: str, values: npt.ArrayLike, rows: int) -> tuple[Codes, list[Any]]:
    """For each row the number of its group, shape (n,), and the groups' names in order.

    Raises ValueError when there are not as many as rows, or one is missing.
    """
    # pandas sorts out words much faster than NumPy.
    import pandas as pd

    column = values if isinstance(values, pd.Series) else np.asarray(values)
    codes, found = pd.factorize(column, sort=True)
    demand_rows(name, codes.size, rows)
    if codes.min() < 0:
        raise ValueError(f"{name} has a value that is missing")
    return codes, found.tolist()


def demand_rows(name: str, count: int, rows: int) -> None:
    """Raise ValueError unless ``count`` values are as many as there are rows."""
    if count != rows:
        raise ValueError(f"{name} has {count:,} values for {rows:,} rows")


def total(values: Floats | Bools, weight: Floats | None) -> float:
    """The sum of values, each times its weight."""
    return float(values.sum() if weight is None else weight @ values)


def share(counted: Bools, weight: Floats | None) -> float:
    """The weighted share of the rows that are counted, from 0 to 1."""
    if weight is None:
        return float(counted.mean())
    return float(weight[counted].sum() / weight.sum())
