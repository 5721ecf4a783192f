"""A dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from solidarity.answers.kinds.value import (
    Closeness,
    Loading,
    Reading,
    UnreadableValue,
    Value,
    all_agree,
    bare_name,
    lacking,
    some,
)
from solidarity.answers.plain import MARK, Malformed, Plain, field, fields, listed


@dataclass(frozen=True)
class DictionaryValue(Value):
    """Keys with their values, in the order in which they were written."""

    items: tuple[tuple[Value, Value], ...]

    shape = "dict"

    @classmethod
    def of(cls, thing: object, reading: Reading) -> DictionaryValue | None:
        """Of a dict, and of what else knows its keys."""
        pairs: Iterable[tuple[object, object]]
        if issubclass(type(thing), dict):
            pairs = dict.items(cast("dict[object, object]", thing))
        elif issubclass(type(thing), Mapping):
            mapping = cast("Mapping[object, object]", thing)
            pairs = ((key, mapping[key]) for key in mapping)
        else:
            return None
        return cls(tuple(_pair(reading.within(pair)) for pair in pairs))

    @classmethod
    def load(cls, content: object, loading: Loading) -> DictionaryValue:
        pairs = listed(field(fields(content, "a dictionary"), "items"), "the items of a dictionary")
        return cls(tuple(_pair(loading.within(pair)) for pair in pairs))

    def plain(self) -> Plain:
        return {MARK: self.shape, "items": [[k.plain(), v.plain()] for k, v in self.items]}

    def python(self) -> dict[object, object]:
        return {key.python(): value.python() for key, value in self.items}

    def agrees(self, given: Value, near: Closeness) -> bool:
        return mappings_agree(self, given, near)

    @classmethod
    def demand(cls, given: Value) -> None:
        given.as_mapping()

    def described(self) -> str:
        return "a dictionary"

    def shown(self, unit: str = "") -> str:
        return f"{{{some([f'{k.inside()}: {v.inside()}' for k, v in self.items])}}}"

    def argument(self) -> str:
        return f"{{{some([f'{k.argument()}: {v.argument()}' for k, v in self.items])}}}"

    def as_mapping(self) -> dict[str, Value]:
        return {bare_name(key.as_key()): value for key, value in self.items}

    def as_table(self) -> dict[str, Sequence[Value]]:
        """A dictionary of lists, one for each column."""
        columns = {name: value.rows() for name, value in self.as_mapping().items()}
        if any(column is None for column in columns.values()):
            return super().as_table()
        return {name: value.as_list() for name, value in self.as_mapping().items()}

    def written_names(self) -> dict[str, str]:
        return {bare_name(key.as_key()): str(key.plain()) for key, _ in self.items}

    def leaves(self) -> list[Value]:
        """In the order of the keys."""
        items = sorted(self.as_mapping().items(), key=lambda item: item[0])
        return [leaf for _, value in items for leaf in value.leaves()]


def _pair(both: tuple[Value, ...]) -> tuple[Value, Value]:
    if len(both) != 2:
        raise Malformed(f"a key and its value are two, not {len(both)}")
    return both[0], both[1]


def mappings_agree(expected: Value, given: Value, near: Closeness) -> bool:
    """Have both the same keys, and do their values agree?"""
    wanted, found = expected.as_mapping(), given.as_mapping()
    missing = lacking(expected, wanted, given, found)
    if missing:
        raise UnreadableValue(f"Your dictionary has no key {missing}.", "names")
    agree = all_agree(wanted.values(), [found[key] for key in wanted], near)
    return agree and (near.others_may_stay or len(wanted) == len(found))
