"""A text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from solidarity.answers.kinds.number_in_text import number_in_text
from solidarity.answers.kinds.other import OtherValue
from solidarity.answers.kinds.value import (
    Closeness,
    Loading,
    Reading,
    UnreadableValue,
    Value,
    bare_name,
    shortened,
)
from solidarity.answers.plain import MAX_TEXT, worded, written


@dataclass(frozen=True)
class TextValue(Value):
    """A text, as it was written."""

    value: str

    shape = "text"
    json = (str,)

    @classmethod
    def of(cls, thing: object, reading: Reading) -> Value | None:
        if not issubclass(type(thing), str):
            return None
        text = str.__str__(cast("str", thing))
        reading.take(0, len(text))
        return cls(text) if len(text) <= MAX_TEXT else OtherValue("a very long text")

    @classmethod
    def load(cls, content: object, loading: Loading) -> TextValue:
        return cls(written(worded(content, "a text")))

    def plain(self) -> str:
        return self.value

    def python(self) -> str:
        return self.value

    def agrees(self, given: Value, near: Closeness) -> bool:
        """As people read it (see ``bare_name``); a full stop at the end says nothing either."""
        return _as_read(self) == _as_read(given)

    @classmethod
    def demand(cls, given: Value) -> None:
        given.as_text()

    def described(self) -> str:
        return f"the text {shortened(self.value)!r}"

    def shown(self, unit: str = "") -> str:
        return repr(shortened(self.value))

    def argument(self) -> str:
        return repr(self.value)

    def in_full(self) -> str:
        return repr(self.value)

    def as_number(self, unit: str = "") -> float:
        return number_in_text(self.value, unit)

    def as_truth(self) -> bool:
        """A text is no truth: whoever asks ``if "False":`` hears yes."""
        if self.value.strip().lower() in ("true", "false"):
            word = self.value.strip().capitalize()
            raise UnreadableValue(
                f"{word} in quotation marks is a text for Python, and every text counts as true. "
                f"Write {word} without quotation marks."
            )
        return super().as_truth()

    def as_text(self) -> str:
        return " ".join(self.value.split()).casefold()

    def as_members(self) -> Sequence[Value]:
        """Several letters in one text, with commas or blanks between them."""
        return [TextValue(part) for part in re.split(r"[\s,;]+", self.value) if part]


def _as_read(value: Value) -> str:
    text = value.as_text()
    # Of a code such as 8.10. the point is part.
    return bare_name(text.removesuffix(".") if text.count(".") == 1 else text)
