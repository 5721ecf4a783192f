"""Values as plain JSON, so that an answer can leave the learner's process as data and nothing else.

Numbers, text, true/false, None and lists are themselves.
Everything else is an object whose field ``~`` names what it is: ``number`` (NaN, infinities,
Decimal), ``set``, ``dict``, ``series``, ``table``, ``date``, ``other``; in the place of an expected
value, ``form`` (see ``form.py``).
"""

from __future__ import annotations

import datetime
import fractions
import math
import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from solidarity.slips.kind import type_name

Plain = Any
"""A JSON value as described above. (Python cannot spell this recursive type without noise.)"""

MARK = "~"
MAX_DEPTH = 8
MAX_ITEMS = 20_000
MAX_TEXT = 2_000
MAX_LETTERS = 200_000
MAX_DIGITS = 60
# Python refuses to print integers of more than 4,300 digits; no honest answer needs a hundredth.
MAX_INTEGER = 10**40


class _TooLarge(Exception):
    """The value holds more than an honest answer does."""


class _Budget:
    """How much a value may still hold: a huge answer must not fill the grader's memory."""

    def __init__(self) -> None:
        self.items, self.letters = MAX_ITEMS, MAX_LETTERS

    def take(self, items: int = 1, letters: int = 0) -> None:
        self.items -= items
        self.letters -= letters
        if self.items < 0 or self.letters < 0:
            raise _TooLarge


def is_a(value: Plain, what: str) -> bool:
    """Is this plain value the marked object ``what``?"""
    return isinstance(value, dict) and value.get(MARK) == what


def shape_of(value: Plain) -> str:
    """What kind of value this is: number, truth, text, list, or the mark of an object."""
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, dict):
        return str(value.get(MARK, ""))
    kinds = {int: "number", float: "number", str: "text", list: "list"}
    return kinds.get(type(value), "")


def other(type_name: str) -> dict[str, Plain]:
    """A value that has no plain form; only the name of its type is kept."""
    return {MARK: "other", "type": type_name[:80]}


def plain(value: object) -> Plain:
    """Turn any Python, NumPy or pandas value into its plain form; never raises for odd values."""
    try:
        return _plain(value, 0, _Budget())
    except _TooLarge:
        return other("a very large value")
    except (Exception, SystemExit):
        # The value belongs to a learner: reading it may do anything, and costs only this answer.
        return other(type_name(value))


def _plain(value: Any, depth: int, budget: _Budget) -> Plain:
    """The plain form by the value's real type; a subclass's own methods are not asked."""
    budget.take()
    kind = type(value)
    if value is None or kind is bool:
        return value
    if depth > MAX_DEPTH:
        return other("a very large value")
    if issubclass(kind, int):
        number = int.__add__(value, 0)
        return number if abs(number) < MAX_INTEGER else other("a very large whole number")
    if issubclass(kind, float):
        return _float(float.__add__(value, 0.0))
    if issubclass(kind, str):
        text = str.__str__(value)
        budget.take(0, len(text))
        return text if len(text) <= MAX_TEXT else other("a very long text")
    if issubclass(kind, Decimal):
        digits = Decimal.__str__(value)
        if len(digits) > MAX_DIGITS:
            return other("a number of very many digits")
        return {MARK: "number", "text": digits}
    if issubclass(kind, fractions.Fraction):
        return _float(float(value))
    for base in (list, tuple, range):
        if issubclass(kind, base):
            return [_plain(item, depth + 1, budget) for item in base.__iter__(value)]
    for group in (set, frozenset):
        if issubclass(kind, group):
            found = [_plain(item, depth + 1, budget) for item in group.__iter__(value)]
            return {MARK: "set", "items": sorted(found, key=repr)}
    if issubclass(kind, dict):
        return _dict(dict.items(value), depth, budget)
    return _from_library(value, kind, depth, budget)


def _dict(items: Iterable[tuple[Any, Any]], depth: int, budget: _Budget) -> Plain:
    pairs = [[_plain(k, depth + 1, budget), _plain(v, depth + 1, budget)] for k, v in items]
    return {MARK: "dict", "items": pairs}


def _float(number: float) -> Plain:
    return number if math.isfinite(number) else {MARK: "number", "text": str(number)}


def _from_library(value: Any, kind: type, depth: int, budget: _Budget) -> Plain:
    """NumPy and pandas, looked up only if the learner's code has imported them; then the rest."""
    pandas, numpy = sys.modules.get("pandas"), sys.modules.get("numpy")
    if pandas is not None:
        if value is pandas.NA or value is pandas.NaT:
            return None
        if issubclass(kind, pandas.DataFrame):
            return _table(value, depth, budget)
        if issubclass(kind, pandas.Series):
            _demand_room(len(value), budget)
            return {
                MARK: "series",
                "name": None if value.name is None else str(value.name)[:MAX_TEXT],
                "index": _plain(value.index.tolist(), depth + 1, budget),
                "values": _plain(value.tolist(), depth + 1, budget),
            }
        if issubclass(kind, pandas.Index):
            _demand_room(len(value), budget)
            return _plain(value.tolist(), depth, budget)
    if numpy is not None:
        if issubclass(kind, numpy.ndarray):
            _demand_room(value.size, budget)
            return _plain(value.tolist(), depth, budget)
        if issubclass(kind, numpy.floating):
            return _float(float(value))
        if issubclass(kind, numpy.generic):
            return _plain(value.item(), depth, budget)
    for day in (datetime.datetime, datetime.date):
        if issubclass(kind, day):
            return {MARK: "date", "text": day.isoformat(value)}
    if issubclass(kind, Mapping):
        return _dict(((key, value[key]) for key in value), depth, budget)
    return other("function" if callable(value) else type_name(value))


def _demand_room(count: int, budget: _Budget) -> None:
    """Refuse before a huge array is turned into a list."""
    if count > budget.items:
        raise _TooLarge


def _table(table: Any, depth: int, budget: _Budget) -> Plain:
    _demand_room(table.shape[0] * table.shape[1], budget)
    # A named index is a column that a groupby or set_index moved aside: it is read as a column.
    if any(name is not None for name in table.index.names):
        missing = [name for name in table.index.names if name not in table.columns]
        table = table.reset_index(missing)
    columns = [str(name)[:MAX_TEXT] for name in table.columns]
    rows = [
        [_plain(table.iloc[row, column], depth + 2, budget) for column in range(len(columns))]
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
        moment = datetime.datetime.fromisoformat(value["text"])
        return moment if "T" in value["text"] else moment.date()
    if what in ("series", "table"):
        import pandas

        if what == "series":
            return pandas.Series(
                revive(value["values"]), index=revive(value["index"]), name=value["name"]
            )
        return pandas.DataFrame(revive(value["rows"]), columns=value["columns"])
    raise ValueError(f"an input of an exercise cannot be {value!r}")
