"""A list: also a range and an array."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from solidarity.answers.kinds.dictionary import DictionaryValue
from solidarity.answers.kinds.number import NumberValue
from solidarity.answers.kinds.truth import TruthValue
from solidarity.answers.kinds.value import (
    ITEMS_SHOWN,
    Closeness,
    Loading,
    Reading,
    UnreadableValue,
    Value,
    all_agree,
    alone,
    count_of,
    some,
)
from solidarity.answers.plain import Plain

if TYPE_CHECKING:
    import pandas as pd


class Array(Protocol):
    """An array of NumPy."""

    size: int

    def tolist(self) -> object:
        """Its values as lists of lists, or as one object."""


@dataclass(frozen=True)
class ListValue(Value):
    """Values in an order."""

    items: tuple[Value, ...]

    shape = "list"
    json: ClassVar[tuple[type, ...]] = (list,)

    @classmethod
    def of(cls, thing: object, reading: Reading) -> Value | None:
        """Of a list, range, NumPy array (of any number of dimensions) or pandas Index."""
        for base in (list, range):
            if issubclass(type(thing), base):
                return cls(reading.within(cast("Iterator[object]", base.__iter__(thing))))  # type: ignore[arg-type]
        numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
        if numpy is not None and issubclass(type(thing), numpy.ndarray):
            array = cast("Array", thing)
            reading.demand_room(array.size)
            return reading.value(array.tolist())
        if pandas is not None and issubclass(type(thing), pandas.Index):
            index = cast("pd.Index[str]", thing)
            reading.demand_room(len(index))
            return reading.value(index.tolist())
        return None

    @classmethod
    def load(cls, content: object, loading: Loading) -> ListValue:
        return cls(loading.within(content))

    def plain(self) -> Plain:
        return [item.plain() for item in self.items]

    def python(self) -> Sequence[object]:
        return [item.python() for item in self.items]

    def agrees(self, given: Value, near: Closeness) -> bool:
        found = given.as_list()
        try:
            return len(found) == len(self.items) and all_agree(self.items, found, near)
        except UnreadableValue as error:
            raise UnreadableValue(f"About one of the values: {error}", error.seen) from None

    @classmethod
    def demand(cls, given: Value) -> None:
        given.as_list()

    def described(self) -> str:
        return f"a list of {count_of(len(self.items), 'value')}"

    def shown(self, unit: str = "") -> str:
        return f"[{some([item.inside() for item in self.items])}]"

    def argument(self) -> str:
        parts = [item.argument() for item in self.items[:ITEMS_SHOWN]]
        left = len(self.items) - ITEMS_SHOWN
        return f"[{', '.join(parts + ([f'… {left} more'] if left > 0 else []))}]"

    def as_list(self) -> Sequence[Value]:
        return self.items

    def as_table(self) -> dict[str, Sequence[Value]]:
        """A list of dictionaries, each with the same keys."""
        rows = [item.as_mapping() for item in self.items if isinstance(item, DictionaryValue)]
        whole = rows and len(rows) == len(self.items)
        if whole and all(row.keys() == rows[0].keys() for row in rows):
            return {name: [row[name] for row in rows] for name in rows[0]}
        return super().as_table()

    def rows(self) -> Sequence[object]:
        return self.items

    def part(self, start: int, stop: int | None) -> ListValue:
        return ListValue(self.items[start:stop])

    def leaves(self) -> list[Value]:
        return leaves_of(self.items)

    def single(self) -> Value | None:
        return alone(self.items)

    def no_number(self) -> str:
        """For 1,234 or 1329,41 written without quotation marks: Python makes a pair of it."""
        if not all(isinstance(item, (NumberValue, TruthValue)) for item in self.items):
            return ""
        if not any(isinstance(item.plain(), int) for item in self.items):
            return ""
        return (
            " If you wrote a comma within the number, Python makes two of it: "
            "write a point for decimals, and nothing between thousands."
        )


def leaves_of(values: Iterable[Value]) -> list[Value]:
    """The single values in all of these."""
    return [leaf for value in values for leaf in value.leaves()]
