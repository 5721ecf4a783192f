"""A set: values without an order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from solidarity.answers.kinds.value import (
    Closeness,
    Loading,
    Reading,
    Value,
    members_agree,
    some,
)
from solidarity.answers.plain import MARK, Plain, field, fields


@dataclass(frozen=True)
class GroupValue(Value):
    """Values without an order; kept in one that is always the same."""

    items: tuple[Value, ...]

    shape = "set"

    @classmethod
    def of(cls, thing: object, reading: Reading) -> GroupValue | None:
        for base in (set, frozenset):
            if issubclass(type(thing), base):
                found = reading.within(cast("Iterator[object]", base.__iter__(thing)))  # type: ignore[arg-type]
                return cls(tuple(sorted(found, key=lambda item: repr(item.plain()))))
        return None

    @classmethod
    def load(cls, content: object, loading: Loading) -> GroupValue:
        return cls(loading.within(field(fields(content, "a set"), "items")))

    def plain(self) -> Plain:
        return {MARK: self.shape, "items": [item.plain() for item in self.items]}

    def python(self) -> set[object]:
        return {item.python() for item in self.items}

    def agrees(self, given: Value, near: Closeness) -> bool:
        return members_agree(self.items, given.as_members(), near)

    @classmethod
    def demand(cls, given: Value) -> None:
        given.as_members()

    def described(self) -> str:
        return "a set"

    def shown(self, unit: str = "") -> str:
        """Without brackets: the letters of a choice as they were given."""
        return some([str(item.plain()) for item in self.items])

    def inside(self) -> str:
        return f"{{{some([item.shown() for item in self.items])}}}" if self.items else "set()"

    def argument(self) -> str:
        return f"{{{some([item.argument() for item in self.items])}}}" if self.items else ""

    def as_members(self) -> Sequence[Value]:
        return self.items
