"""Controls with a label, a unit and the origin of their first value.

Each control turns what people see (``shown``) into what the model takes (``for_model``), and
describes itself for the browser (``spec``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True)
class Range:
    """A number between two bounds, moved by a slider or typed into a field.

    ``source`` is the key of the source that the first value comes from, or "illustrative".
    ``factor`` turns what people see into what the model takes: 0.01 for a value shown in percent.
    """

    kind: ClassVar[str] = "range"

    label: str
    value: float
    low: float
    high: float
    step: float = 1
    unit: str = ""
    source: str = ILLUSTRATIVE
    factor: float = 1

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.step > 0):
            raise ValueError(f"{self.label}: a slider needs two ends and a step above 0")
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"{self.label}: the first value {self.value} is not from {self.low} to {self.high}"
            )

    def for_model(self, shown: Any) -> float:
        """The value as the model takes it; where the steps are whole numbers, so is the value."""
        number = _number(self.label, shown)
        if not self.low <= number <= self.high:
            ends = f"from {self.low:,} to {self.high:,}"
            raise ValueError(f"{self.label} is {number:,}, and must be {ends}")
        if self.factor != 1:
            return number * self.factor
        return round(number) if float(self.step).is_integer() else number

    def words(self, shown: Any) -> str:
        """The value as people read it, with its unit."""
        return f"{shown:,.10g} {self.unit}".strip()

    def spec(self) -> dict[str, Any]:
        """What the browser needs to draw it."""
        return {**_spec(self), "low": self.low, "high": self.high, "step": self.step}


@dataclass(frozen=True)
class Choice:
    """One of several named possibilities.

    options: what people read → what the model takes. value: the name of the first choice.
    """

    kind: ClassVar[str] = "choice"

    label: str
    value: str
    options: Mapping[str, Any]
    source: str = ILLUSTRATIVE
    unit: ClassVar[str] = ""

    def __post_init__(self) -> None:
        if self.value not in self.options:
            raise ValueError(f"{self.label}: {self.value!r} is not among {list(self.options)}")

    def for_model(self, shown: Any) -> Any:
        """What the model takes for the chosen name."""
        if not isinstance(shown, str) or shown not in self.options:
            raise ValueError(f"{self.label} is {shown!r}, and must be one of {list(self.options)}")
        return self.options[shown]

    def words(self, shown: Any) -> str:
        """The chosen name."""
        return str(shown)

    def spec(self) -> dict[str, Any]:
        """What the browser needs to draw it."""
        return {**_spec(self), "options": list(self.options)}


@dataclass(frozen=True)
class Switch:
    """On or off. The model takes True or False."""

    kind: ClassVar[str] = "switch"

    label: str
    value: bool = False
    source: str = ILLUSTRATIVE
    unit: ClassVar[str] = ""

    def __post_init__(self) -> None:
        self.for_model(self.value)

    def for_model(self, shown: Any) -> bool:
        """True for on."""
        if not isinstance(shown, bool):
            raise ValueError(f"{self.label} is {shown!r}, and must be on or off")
        return shown

    def words(self, shown: Any) -> str:
        """On or off."""
        return "on" if shown else "off"

    def spec(self) -> dict[str, Any]:
        """What the browser needs to draw it."""
        return _spec(self)


@dataclass(frozen=True)
class Seed:
    """Which luck a simulation has: the same number gives the same luck again.

    The browser offers a field for the number and a button for the next one.
    """

    kind: ClassVar[str] = "seed"

    label: str = "Luck"
    value: int = 1
    button: str = "Try other luck"
    source: ClassVar[str] = ""
    unit: ClassVar[str] = ""

    HIGHEST: ClassVar[int] = 9999

    def __post_init__(self) -> None:
        self.for_model(self.value)

    def for_model(self, shown: Any) -> int:
        """The number, whole and not negative."""
        number = _number(self.label, shown)
        if not (number.is_integer() and 0 <= number <= self.HIGHEST):
            raise ValueError(
                f"{self.label} is {shown!r}, and must be a whole number from 0 to {self.HIGHEST}"
            )
        return int(number)

    def words(self, shown: Any) -> str:
        """The number."""
        return f"number {shown:g}"

    def spec(self) -> dict[str, Any]:
        """What the browser needs to draw it."""
        return {**_spec(self), "low": 0, "high": self.HIGHEST, "step": 1, "button": self.button}


Control = Range | Choice | Switch | Seed
CONTROLS = (Range, Choice, Switch, Seed)


def _number(label: str, shown: Any) -> float:
    if isinstance(shown, bool) or not isinstance(shown, (int, float)) or not math.isfinite(shown):
        raise ValueError(f"{label} is {shown!r}, which is not a number")
    return float(shown)


def _spec(control: Control) -> dict[str, Any]:
    return {
        "kind": control.kind,
        "label": control.label,
        "first": control.value,
        "unit": control.unit,
        "origin": origin(control),
    }


def origin(control: Control) -> str:
    """Where a first value comes from, in words: ``source C45``, ``illustrative``, ``chance``."""
    if isinstance(control, Seed):
        return "chance"
    return control.source if control.source == ILLUSTRATIVE else f"source {control.source}"
