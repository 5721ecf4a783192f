"""From an object to a value, and from plain data to a value: the two ways in."""

from __future__ import annotations

from collections.abc import Iterable

from solidarity.answers.kinds import KINDS
from solidarity.answers.kinds.other import OtherValue
from solidarity.answers.kinds.value import Value
from solidarity.answers.plain import (
    MARK,
    MAX_DEPTH,
    MAX_ITEMS,
    MAX_LETTERS,
    Malformed,
    brief,
    listed,
)
from solidarity.slips.type_name import type_name

_TOO_LARGE = "a very large value"

_BY_SHAPE = {kind.shape: kind for kind in reversed(KINDS)}
_BY_MARK = {kind.shape: kind for kind in KINDS if not kind.json}
_BY_JSON = {json: kind for kind in KINDS for json in kind.json}


def value_of(thing: object) -> Value:
    """Any Python, NumPy or pandas object as a value; never raises for odd objects."""
    try:
        return _Reading().value(thing)
    except _TooLarge:
        return OtherValue(_TOO_LARGE)
    except (Exception, SystemExit):
        # The object belongs to a learner: reading it may do anything, and costs only this answer.
        return OtherValue.named(type_name(thing))


def load(content: object) -> Value:
    """The value in plain form. Raises Malformed, which says what is wrong with it."""
    return _Loading().value(content)


def rebuilt(content: object) -> Value:
    """The value in plain form, or what should be that: what is not becomes ``Other``."""
    return _Rebuilding().value(content)


def kind_named(shape: str) -> type[Value] | None:
    """The kind with this name, or None."""
    return _BY_SHAPE.get(shape)


class _TooLarge(Exception):
    """The object holds more than an honest answer does."""


class _Reading:
    """One object being read, with what it may still hold and how deep we are in it."""

    def __init__(self) -> None:
        self._items, self._letters, self._depth = MAX_ITEMS, MAX_LETTERS, 0

    def take(self, items: int = 1, letters: int = 0) -> None:
        self._items -= items
        self._letters -= letters
        if self._items < 0 or self._letters < 0:
            raise _TooLarge

    def demand_room(self, items: int) -> None:
        if items > self._items:
            raise _TooLarge

    def value(self, thing: object) -> Value:
        self.take()
        if self._depth > MAX_DEPTH and not (thing is None or thing is True or thing is False):
            return OtherValue(_TOO_LARGE)
        for kind in KINDS:
            found = kind.of(thing, self)
            if found is not None:
                return found
        raise AssertionError("Other takes everything")

    def within(self, things: Iterable[object], levels: int = 1) -> tuple[Value, ...]:
        self._depth += levels
        found = tuple(map(self.value, things))
        self._depth -= levels
        return found


class _Loading:
    """Plain data being read, and how deep we are in it."""

    def __init__(self) -> None:
        self._depth = 0

    def value(self, content: object) -> Value:
        # Twice as deep: a table in the last list that is read has two levels more.
        if self._depth > 2 * MAX_DEPTH:
            return self.too_deep()
        kind = _BY_JSON.get(type(content))
        if kind is None:
            mark = content.get(MARK) if isinstance(content, dict) else None
            kind = _BY_MARK.get(mark) if isinstance(mark, str) else None
        depth = self._depth
        try:
            return self.unknown(content) if kind is None else kind.load(content, self)
        except Malformed as problem:
            self._depth = depth
            return self.malformed(problem)

    def within(self, contents: object, levels: int = 1) -> tuple[Value, ...]:
        self._depth += levels
        found = tuple(map(self.value, listed(contents, "what a value holds")))
        self._depth -= levels
        return found

    def too_deep(self) -> Value:
        raise Malformed("a value holds others too many levels down")

    def unknown(self, content: object) -> Value:
        raise Malformed(f"{brief(content)} is no kind of value")

    def malformed(self, problem: Malformed) -> Value:
        raise problem


class _Rebuilding(_Loading):
    """The same for what anybody may have sent."""

    def too_deep(self) -> Value:
        return OtherValue("a very deep value")

    def unknown(self, content: object) -> Value:
        if isinstance(content, dict) and MARK in content:
            return OtherValue.load(content, self)
        return self.malformed(Malformed())

    def malformed(self, problem: Malformed) -> Value:
        return OtherValue("a value of unknown form")
