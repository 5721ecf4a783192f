"""A tuple: values in an order that cannot be changed, so that a set or a dictionary can hold it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, cast

from solidarity.answers.kinds.list import ListValue
from solidarity.answers.kinds.value import Loading, Reading
from solidarity.answers.plain import MARK, Plain, field, fields


@dataclass(frozen=True)
class TupleValue(ListValue):
    """Read and compared as a list; as an input it is a tuple again."""

    shape = "tuple"
    json: ClassVar[tuple[type, ...]] = ()

    @classmethod
    def of(cls, thing: object, reading: Reading) -> TupleValue | None:
        if not issubclass(type(thing), tuple):
            return None
        return cls(reading.within(cast("Iterator[object]", tuple.__iter__(thing))))  # type: ignore[arg-type]

    @classmethod
    def load(cls, content: object, loading: Loading) -> TupleValue:
        return cls(loading.within(field(fields(content, "a tuple"), "items")))

    def plain(self) -> Plain:
        return {MARK: self.shape, "items": [item.plain() for item in self.items]}

    def python(self) -> tuple[object, ...]:
        return tuple(item.python() for item in self.items)
