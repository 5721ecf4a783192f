"""Values as plain JSON, so that an answer can leave the learner's process as data and nothing else.

Numbers, text, true/false, None and lists are themselves.
Everything else is an object whose field ``~`` names what it is: ``number`` (NaN, infinities,
Decimal), ``set``, ``dict``, ``series``, ``table``, ``date``, ``other``.
"""

from __future__ import annotations

import datetime
import fractions
import math
import sys
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Plain = Any
"""A JSON value as described above. (Python cannot spell this recursive type without noise.)"""

MARK = "~"
MAX_DEPTH = 8
MAX_ITEMS = 20_000
MAX_TEXT = 2_000
# Python refuses to print integers of more than 4,300 digits; no honest answer needs a hundredth.
MAX_INTEGER = 10**40


class _Budget:
    """How many items a value may still hold: a huge answer must not fill the grader's memory."""

    def __init__(self) -> None:
        self.left = MAX_ITEMS

    def take(self, count: int = 1) -> bool:
        self.left -= count
        return self.left >= 0


def is_a(value: Plain, what: str) -> bool:
    """Is this plain value the marked object ``what``?"""
    return isinstance(value, dict) and value.get(MARK) == what


def other(type_name: str) -> dict[str, Plain]:
    """A value that has no plain form; only the name of its type is kept."""
    return {MARK: "other", "type": type_name[:80]}


def plain(value: object) -> Plain:
    """Turn any Python, NumPy or pandas value into its plain form; never raises for odd values."""
    try:
        return _plain(value, 0, _Budget())
    except Exception:
        # The value belongs to a learner: reading it may do anything, and costs only this answer.
        return other(type(value).__name__)


def _plain(value: object, depth: int, budget: _Budget) -> Plain:
    if depth > MAX_DEPTH or not budget.take():
        return other("a very large value")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        number = int(value)
        return number if abs(number) < MAX_INTEGER else other("a very large whole number")
    if isinstance(value, float):
        return _float(float(value))
    if isinstance(value, str):
        return str(value) if len(value) <= MAX_TEXT else other("a very long text")
    if isinstance(value, Decimal):
        return {MARK: "number", "text": str(value)[:60]}
    if isinstance(value, fractions.Fraction):
        return _float(float(value))
    if isinstance(value, datetime.date):
        return {MARK: "date", "text": value.isoformat()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(item, depth + 1, budget) for item in value]
    if isinstance(value, (set, frozenset)):
        items = [_plain(item, depth + 1, budget) for item in value]
        return {MARK: "set", "items": sorted(items, key=repr)}
    if isinstance(value, Mapping):
        pairs = [
            [_plain(key, depth + 1, budget), _plain(item, depth + 1, budget)]
            for key, item in value.items()
        ]
        return {MARK: "dict", "items": pairs}
    return _from_library(value, depth, budget)


def _float(number: float) -> Plain:
    return number if math.isfinite(number) else {MARK: "number", "text": str(number)}


def _from_library(value: Any, depth: int, budget: _Budget) -> Plain:
    """NumPy and pandas, looked up only if the learner's code has imported them."""
    pandas, numpy = sys.modules.get("pandas"), sys.modules.get("numpy")
    if pandas is not None:
        if isinstance(value, pandas.DataFrame):
            return _table(value, depth, budget)
        if isinstance(value, pandas.Series):
            return {
                MARK: "series",
                "name": None if value.name is None else str(value.name),
                "index": _plain(value.index.tolist(), depth + 1, budget),
                "values": _plain(value.tolist(), depth + 1, budget),
            }
        if isinstance(value, pandas.Index):
            return _plain(value.tolist(), depth, budget)
        if value is pandas.NA or value is pandas.NaT:
            return None
    if numpy is not None:
        if isinstance(value, numpy.ndarray):
            return _plain(value.tolist(), depth, budget)
        if isinstance(value, numpy.generic):
            return _plain(value.item(), depth, budget)
    if callable(value):
        return other("function")
    return other(type(value).__name__)


def _table(table: Any, depth: int, budget: _Budget) -> Plain:
    # A named index is a column that a groupby or set_index moved aside: it is read as a column.
    if any(name is not None for name in table.index.names):
        missing = [name for name in table.index.names if name not in table.columns]
        table = table.reset_index(missing)
    if not budget.take(table.shape[0] * table.shape[1]):
        return other("a very large table")
    columns = [str(name) for name in table.columns]
    rows = [
        [_plain(table.iloc[row, column], depth + 2, _Budget()) for column in range(len(columns))]
        for row in range(len(table))
    ]
    return {MARK: "table", "columns": columns, "rows": rows}


def revive(value: Plain) -> Any:
    """The Python value that a plain *input* stands for: what a learner's function is called with.

    Each call makes fresh objects, so a function that changes its inputs spoils nothing.
    """
    if isinstance(value, list):
        return [revive(item) for item in value]
    if not isinstance(value, dict):
        return value
    what = value[MARK]
    if what == "number":
        return float(value["text"])
    if what == "set":
        return {revive(item) for item in value["items"]}
    if what == "dict":
        return {revive(key): revive(item) for key, item in value["items"]}
    if what == "date":
        return datetime.date.fromisoformat(value["text"])
    if what in ("series", "table"):
        import pandas

        if what == "series":
            return pandas.Series(
                revive(value["values"]), index=revive(value["index"]), name=value["name"]
            )
        return pandas.DataFrame(revive(value["rows"]), columns=value["columns"])
    raise ValueError(f"an input of an exercise cannot be {value!r}")
