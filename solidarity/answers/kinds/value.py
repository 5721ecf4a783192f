"""What every kind of value can do: come in, go out, be compared with another, and be shown.

A kind is one small class in a file of its own, named once in ``kinds/__init__.py``. The value that
a key expects decides how the given one is read, so each kind also says how it is read as a number,
as a text, as a list and so on. What it leaves out here cannot be read so, and says so in words.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from solidarity.answers.plain import Plain

ITEMS_SHOWN = 12


class UnreadableValue(ValueError):
    """The form of an answer cannot be read; the message says what was seen and what to do.

    ``seen`` names the trouble: a value of another ``kind``, or other ``names`` than asked for.
    """

    def __init__(self, message: str = "", seen: str = "kind") -> None:
        super().__init__(message)
        self.seen = seen


@dataclass(frozen=True)
class Closeness:
    """How close is close enough.

    ``tolerance`` is in the unit of the answer, ``relative_tolerance`` a share of it (0.01 is 1 %);
    an answer inside either is the same. ``rows_in_order`` matters for tables only. A table has
    exactly the columns that are asked for, and a dictionary the keys, unless ``others_may_stay``.
    """

    tolerance: float = 0.0
    relative_tolerance: float = 1e-9
    unit: str = ""
    rows_in_order: bool = False
    others_may_stay: bool = False


class Reading(Protocol):
    """Reads Python objects, within a budget: a huge answer must not fill the grader's memory."""

    def value(self, thing: object) -> Value:
        """The value that this object is; one without a kind of its own is ``Other``."""

    def within(self, things: Iterable[object], levels: int = 1) -> tuple[Value, ...]:
        """The values of what another value holds, so many levels further down."""

    def take(self, items: int = 1, letters: int = 0) -> None:
        """Take so much of the budget; what goes beyond it becomes ``a very large value``."""

    def demand_room(self, items: int) -> None:
        """Refuse, before it is turned into a list, what holds more items than are left."""


class Loading(Protocol):
    """Reads plain values."""

    def value(self, content: object) -> Value:
        """The value in plain form. Raises Malformed, or gives ``Other`` where that is agreed."""

    def within(self, contents: object, levels: int = 1) -> tuple[Value, ...]:
        """The values in a list. Raises Malformed for what is no list."""


@dataclass(frozen=True)
class Value(ABC):
    """A value of a learner, or of a key. Nothing of the object that it came from is kept."""

    shape: ClassVar[str]
    """The name of the kind: the mark of its plain form, and what a spec says is expected."""
    json: ClassVar[tuple[type, ...]] = ()
    """The types of JSON that this kind is as it stands, without a mark."""

    # --- In and out ------------------------------------------------------------------------------

    @classmethod
    @abstractmethod
    def of(cls, thing: object, reading: Reading) -> Value | None:
        """The value of a Python object; None if the object is of another kind.

        It goes by the object's real type, and asks no method that a subclass may have written.
        """

    @classmethod
    @abstractmethod
    def load(cls, content: object, loading: Loading) -> Value:
        """The value from its plain form. Raises Malformed."""

    @abstractmethod
    def plain(self) -> Plain:
        """Its plain form."""

    def python(self) -> object:
        """The Python value that it stands for as an *input*, made anew at each call.

        Raises ValueError where an input of an exercise cannot be such a thing.
        """
        raise ValueError(f"an input of an exercise cannot be {self.plain()!r}")

    # --- Compared --------------------------------------------------------------------------------

    @abstractmethod
    def agrees(self, given: Value, near: Closeness) -> bool:
        """Is the given value the same as this one, which is expected?

        Raises UnreadableValue when the given one cannot be read as a value of this kind.
        """

    @classmethod  # noqa: B027 - a kind that asks for nothing keeps it so
    def demand(cls, given: Value) -> None:
        """Raise UnreadableValue unless ``given`` can be read as a value of this kind."""

    def is_nothing(self) -> bool:
        """Does it say that there is nothing, as None and NaN do?"""
        return False

    # --- Shown -----------------------------------------------------------------------------------

    @abstractmethod
    def described(self) -> str:
        """A few words for what it is: ``a list of 3 values``."""

    @abstractmethod
    def shown(self, unit: str = "") -> str:
        """In a line, for people; with its unit where it is a single number."""

    def inside(self) -> str:
        """Within another value, where it must not run into its neighbours."""
        return self.shown()

    def argument(self) -> str:
        """As it would be typed in a call."""
        return self.shown()

    def in_full(self) -> str:
        """Not shortened, to be told from another one that looks alike."""
        return self.shown()

    # --- Read as something else ------------------------------------------------------------------

    def as_number(self, unit: str = "") -> float:
        """The number meant: ``1234.5`` for ``"₱1,234.50"``, ``0.12`` for ``"12 %"``.

        With a unit in percent, ``"12 %"`` is 12. A list or table with one value counts as that
        value.
        """
        single = self.single()
        if single is not None:
            return single.as_number(unit)
        raise self.refused("One number belongs here", after=self.no_number())

    def as_truth(self) -> bool:
        """True or False, also for 1 and 0."""
        raise self.refused("True or False belongs here")

    def as_text(self) -> str:
        """Text in its bare form: no outer spaces, no difference of upper and lower case."""
        raise self.refused("A text in quotation marks belongs here")

    def as_list(self) -> Sequence[Value]:
        """The values of a list, tuple, array, Series or one-column table, in their order."""
        raise self.refused("A list of values belongs here")

    def as_members(self) -> Sequence[Value]:
        """The values of a set, or of anything that can be read as one, without an order."""
        return self.as_list()

    def as_mapping(self) -> dict[str, Value]:
        """A dictionary by the bare text of its keys; a Series counts, with its index as keys."""
        raise self.refused(
            "A dictionary belongs here",
            after=' It looks like `{"a": 1, "b": 2}`: a name, a colon and its value.',
        )

    def as_table(self) -> dict[str, Sequence[Value]]:
        """A table as columns by their bare names; a list of dictionaries counts too."""
        raise self.refused("A table (a pandas DataFrame) belongs here")

    def rows(self) -> Sequence[object] | None:
        """The values of a list or the rows of a table, to be counted; None for anything else."""
        return None

    def part(self, start: int, stop: int | None) -> Value:
        """The value with only this part of its ``rows``."""
        return self

    def leaves(self) -> list[Value]:
        """The single values in it, in an order that does not depend on how they were written."""
        return [self]

    def single(self) -> Value | None:
        """The one value that it holds, if it holds one, and that one is not nothing."""
        return None

    def written_names(self) -> dict[str, str]:
        """How the keys or columns were written, by their bare names."""
        return {}

    def as_key(self) -> str:
        """Its text where it is the key of a dictionary."""
        return str(self.plain())

    def no_number(self) -> str:
        """What may help who gave this where a number belongs."""
        return ""

    def remedy(self) -> str:
        """What to do about this value, whatever belongs in its place; "" where that depends."""
        return ""

    def refused(self, belongs: str, after: str = "") -> UnreadableValue:
        """The error that says what belongs here, and what is here."""
        words = f"{belongs}, and your answer is {self.described()}.{after}"
        return UnreadableValue(self.remedy() or words)


def close(expected: float, given: float, near: Closeness) -> bool:
    """Are two numbers the same, as close as it is asked for? What is no number is itself."""
    if math.isnan(expected) or math.isnan(given):
        return math.isnan(expected) and math.isnan(given)
    return math.isclose(expected, given, abs_tol=near.tolerance, rel_tol=near.relative_tolerance)


def alone(values: Sequence[Value]) -> Value | None:
    """The one value of these; None if there are more or fewer, or it is nothing."""
    return values[0] if len(values) == 1 and values[0].plain() is not None else None


def all_agree(expected: Iterable[Value], given: Iterable[Value], near: Closeness) -> bool:
    """Do they agree one by one? There are as many of both."""
    # Every value is read before the verdict: one that cannot be read is worth saying
    # even if another one is wrong.
    verdicts = [one.agrees(other, near) for one, other in zip(expected, given, strict=True)]
    return all(verdicts)


def members_agree(expected: Sequence[Value], given: Sequence[Value], near: Closeness) -> bool:
    """Has each of the expected a partner of its own among the given, and is none left over?

    Raises UnreadableValue where one of them can be read as none of the given.
    """
    if len(expected) != len(given):
        return False
    left = list(given)
    for item in expected:
        place = _partner(item, left, near)
        if place is None:
            return False
        del left[place]
    return True


def _partner(expected: Value, given: Sequence[Value], near: Closeness) -> int | None:
    """The place of the first that agrees."""
    unreadable: list[UnreadableValue] = []
    for place, other in enumerate(given):
        try:
            if expected.agrees(other, near):
                return place
        except UnreadableValue as error:
            unreadable.append(error)
    if unreadable and len(unreadable) == len(given):
        raise unreadable[0]
    return None


def lacking(expected: Value, wanted: Collection[str], given: Value, found: Collection[str]) -> str:
    """The first name that is not there, with all that are wanted and all that are; or ""."""
    missing = next((name for name in wanted if name not in found), None)
    if missing is None:
        return ""
    as_written, as_given = expected.written_names(), given.written_names()
    needs = ", ".join(as_written.get(name, name) for name in wanted)
    has = ", ".join(as_given.get(name, name) for name in found) or "none"
    return f"{as_written.get(missing, missing)!r}. It needs {needs}; yours has: {has}"


def bare_name(name: str) -> str:
    """A name as people read it: neither case nor spaces, dashes, underscores, apostrophes matter.

    They are taken out between letters and digits alone: the minus of -5 stays.
    """
    return _BETWEEN_LETTERS.sub("", name.strip()).casefold()


_BETWEEN_LETTERS = re.compile(r"(?<=[^\W_])[\s_\-‐‑‒–—'’ʼ`´]+(?=[^\W_])")


def count_of(number: int, what: str) -> str:
    """``1 value``, ``3 values``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def some(parts: Sequence[str]) -> str:
    """The first parts, and how many more there are."""
    left = len(parts) - ITEMS_SHOWN
    return ", ".join(parts[:ITEMS_SHOWN]) + (f", … and {left} more" if left > 0 else "")


def shortened(text: str, width: int = 60) -> str:
    """The text, cut to a width that fits a message."""
    return text if len(text) <= width else text[: width - 1] + "…"
