"""A number that JSON has no number for: a Decimal, an infinity, or what is no number at all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import cast

from solidarity.answers.kinds.other import OtherValue
from solidarity.answers.kinds.value import Closeness, Loading, Reading, Value, close
from solidarity.answers.plain import MARK, MAX_DIGITS, Malformed, Plain, field, fields, worded


@dataclass(frozen=True)
class DigitsValue(Value):
    """A number by its digits: ``1.50``, ``inf``, ``nan``."""

    text: str

    shape = "number"

    @classmethod
    def of(cls, thing: object, reading: Reading) -> Value | None:
        """Of a Decimal; a float that is not finite comes here by way of ``Number``."""
        if not issubclass(type(thing), Decimal):
            return None
        digits = Decimal.__str__(cast("Decimal", thing))
        return (
            cls(digits) if len(digits) <= MAX_DIGITS else OtherValue("a number of very many digits")
        )

    @classmethod
    def load(cls, content: object, loading: Loading) -> DigitsValue:
        text = worded(field(fields(content, "a number"), "text"), "the text of a number")
        try:
            if len(text) <= MAX_DIGITS and Decimal(text) is not None:
                return cls(text)
        except InvalidOperation:
            pass
        raise Malformed(f"{text[:MAX_DIGITS]!r} is no number")

    def plain(self) -> Plain:
        return {MARK: self.shape, "text": self.text}

    def python(self) -> float:
        return float(self.text)

    def agrees(self, given: Value, near: Closeness) -> bool:
        return close(self.as_number(), given.as_number(near.unit), near)

    @classmethod
    def demand(cls, given: Value) -> None:
        given.as_number()

    def described(self) -> str:
        return "a number"

    def shown(self, unit: str = "") -> str:
        return self.text

    def is_nothing(self) -> bool:
        return self.text.lower() == "nan"

    def as_number(self, unit: str = "") -> float:
        try:
            return float(self.text)
        except ValueError:
            # Decimal knows kinds of "not a number" that float does not.
            return math.nan
