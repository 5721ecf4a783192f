"""A column: a pandas Series, which is a list and a dictionary at once."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from solidarity.answers.kinds.dictionary import mappings_agree
from solidarity.answers.kinds.list import ListValue, leaves_of
from solidarity.answers.kinds.value import (
    Closeness,
    Loading,
    Reading,
    Value,
    alone,
    bare_name,
    some,
)
from solidarity.answers.plain import (
    MARK,
    MAX_TEXT,
    Malformed,
    Plain,
    field,
    fields,
    worded,
    written,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ColumnValue(Value):
    """Values, each with its label in the index."""

    name: str | None
    index: tuple[Value, ...]
    values: tuple[Value, ...]

    shape = "series"

    @classmethod
    def of(cls, thing: object, reading: Reading) -> ColumnValue | None:
        pandas = sys.modules.get("pandas")
        if pandas is None or not issubclass(type(thing), pandas.Series):
            return None
        series = cast("pd.Series[float]", thing)
        reading.demand_room(len(series))
        name = None if series.name is None else str(series.name)[:MAX_TEXT]
        labels = reading.within(series.index.tolist(), levels=2)
        return cls(name, labels, reading.within(series.tolist(), levels=2))

    @classmethod
    def load(cls, content: object, loading: Loading) -> ColumnValue:
        found = fields(content, "a column")
        index = loading.within(field(found, "index"), levels=2)
        values = loading.within(field(found, "values"), levels=2)
        if len(index) != len(values):
            raise Malformed(f"a column has {len(index)} labels and {len(values)} values")
        name = field(found, "name")
        return cls(None if name is None else written(worded(name, "a name")), index, values)

    def plain(self) -> Plain:
        return {
            MARK: self.shape,
            "name": self.name,
            "index": [label.plain() for label in self.index],
            "values": [value.plain() for value in self.values],
        }

    def python(self) -> pd.Series[float]:
        import pandas

        values, index = ([item.python() for item in part] for part in (self.values, self.index))
        return pandas.Series(values, index=index, name=self.name)

    def agrees(self, given: Value, near: Closeness) -> bool:
        """By its labels, as a dictionary."""
        return mappings_agree(self, given, near)

    @classmethod
    def demand(cls, given: Value) -> None:
        given.as_mapping()

    def described(self) -> str:
        return f"a column of {len(self.values)} values (a pandas Series)"

    def shown(self, unit: str = "") -> str:
        return f"[{some([value.inside() for value in self.values])}]"

    def argument(self) -> str:
        return f"pd.Series({ListValue(self.values).argument()})"

    def as_list(self) -> Sequence[Value]:
        return self.values

    def as_mapping(self) -> dict[str, Value]:
        labels = [bare_name(label.as_key()) for label in self.index]
        return dict(zip(labels, self.values, strict=True))

    def as_table(self) -> dict[str, Sequence[Value]]:
        """A table of one column."""
        return {bare_name(self.name or ""): self.values}

    def leaves(self) -> list[Value]:
        return leaves_of(self.values)

    def single(self) -> Value | None:
        return alone(self.values)

    def no_number(self) -> str:
        return " Look whether a `.sum()`, or a pair of brackets, is missing."
