"""A day, or a moment of a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import cast

from solidarity.answers.kinds.value import Closeness, Loading, Reading, Value
from solidarity.answers.plain import MARK, Malformed, Plain, brief, field, fields, worded


@dataclass(frozen=True)
class DateValue(Value):
    """A day or a moment, as ISO 8601 writes it."""

    text: str

    shape = "date"

    @classmethod
    def of(cls, thing: object, reading: Reading) -> DateValue | None:
        """Of a date or a datetime; also pandas has no other."""
        if issubclass(type(thing), datetime.datetime):
            return cls(datetime.datetime.isoformat(cast("datetime.datetime", thing)))
        if issubclass(type(thing), datetime.date):
            return cls(datetime.date.isoformat(cast("datetime.date", thing)))
        return None

    @classmethod
    def load(cls, content: object, loading: Loading) -> DateValue:
        text = worded(field(fields(content, "a date"), "text"), "the text of a date")
        try:
            datetime.datetime.fromisoformat(text)
        except ValueError:
            raise Malformed(f"{brief(text)} is no date") from None
        return cls(text)

    def plain(self) -> Plain:
        return {MARK: self.shape, "text": self.text}

    def python(self) -> datetime.date:
        moment = datetime.datetime.fromisoformat(self.text)
        return moment if "T" in self.text else moment.date()

    def agrees(self, given: Value, near: Closeness) -> bool:
        return self.text == given.as_text()

    def described(self) -> str:
        return "a date"

    def shown(self, unit: str = "") -> str:
        return self.text

    def as_text(self) -> str:
        return self.text
