"""A number: whole or with decimals, of Python or of NumPy."""

from __future__ import annotations

import fractions
import math
import sys
from dataclasses import dataclass
from typing import Protocol, cast

from solidarity.answers.kinds.digits import DigitsValue
from solidarity.answers.kinds.other import OtherValue
from solidarity.answers.kinds.value import Closeness, Loading, Reading, Value, close
from solidarity.answers.plain import MAX_INTEGER
from solidarity.answers.show_number import number


class Holder(Protocol):
    """A scalar of NumPy."""

    def item(self) -> object:
        """What it holds, as a Python object."""


@dataclass(frozen=True)
class NumberValue(Value):
    """A number that JSON has a number for."""

    value: int | float

    shape = "number"
    json = (int, float)

    @classmethod
    def of(cls, thing: object, reading: Reading) -> Value | None:
        """Of int, float and Fraction; of a scalar of NumPy what it holds, be it a number or not."""
        kind = type(thing)
        if issubclass(kind, int):
            return _whole(int.__add__(cast("int", thing), 0))
        if issubclass(kind, float):
            return _decimal(float.__add__(cast("float", thing), 0.0))
        if issubclass(kind, fractions.Fraction):
            return _decimal(float(cast("fractions.Fraction", thing)))
        numpy = sys.modules.get("numpy")
        if numpy is None or not issubclass(kind, numpy.generic) or issubclass(kind, str):
            return None
        if issubclass(kind, numpy.floating):
            return _decimal(float(cast("float", thing)))
        return reading.value(cast("Holder", thing).item())

    @classmethod
    def load(cls, content: object, loading: Loading) -> Value:
        return _decimal(content) if isinstance(content, float) else _whole(cast("int", content))

    def plain(self) -> int | float:
        return self.value

    def python(self) -> int | float:
        return self.value

    def agrees(self, given: Value, near: Closeness) -> bool:
        return close(self.value, given.as_number(near.unit), near)

    @classmethod
    def demand(cls, given: Value) -> None:
        given.as_number()

    def described(self) -> str:
        return "a number"

    def shown(self, unit: str = "") -> str:
        return f"{number(self.value)} {unit}".strip()

    def inside(self) -> str:
        """Thousands stand close together: a comma would begin the next value."""
        return number(self.value).replace(",", "")

    def argument(self) -> str:
        return repr(self.value)

    def in_full(self) -> str:
        return repr(self.value)

    def as_number(self, unit: str = "") -> float:
        return self.value

    def as_truth(self) -> bool:
        return bool(self.value) if self.value in (0, 1) else super().as_truth()

    def as_text(self) -> str:
        return str(self.value)

    def as_key(self) -> str:
        """A year is the same year when pandas made 2007.0 of it."""
        return str(int(self.value) if self.value == int(self.value) else self.value)


def _whole(value: int) -> Value:
    return (
        NumberValue(value) if abs(value) < MAX_INTEGER else OtherValue("a very large whole number")
    )


def _decimal(value: float) -> Value:
    return NumberValue(value) if math.isfinite(value) else DigitsValue(str(value))
