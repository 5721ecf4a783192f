"""Controls with a label, a unit and the origin of their first value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anywidget
import traitlets

ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True)
class Range:
    """A number between two bounds, moved by a slider or typed into a field.

    ``source`` is the key of the source that the first value comes from, or "illustrative".
    ``factor`` turns what people see into what the model takes: 0.01 for a value shown in percent.
    """

    label: str
    value: float
    low: float
    high: float
    step: float = 1
    unit: str = ""
    source: str = ILLUSTRATIVE
    factor: float = 1

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"{self.label}: the first value {self.value} is not from {self.low} to {self.high}"
            )

    def for_model(self, shown: float) -> float:
        """The value as the model takes it; where the steps are whole numbers, so is the value."""
        if self.factor != 1:
            return shown * self.factor
        return round(shown) if float(self.step).is_integer() else shown


class RangeWidget(anywidget.AnyWidget):
    """The browser's own slider with a label: unlike ipywidgets' sliders it has a name to read out.

    The browser sends one change at a time and only the newest: ``asked`` counts what it sent and
    ``answered`` what the kernel has dealt with.
    """

    _esm = Path(__file__).parent / "range.js"
    _css = Path(__file__).parent / "range.css"

    value = traitlets.Float(0).tag(sync=True)
    low = traitlets.Float(0).tag(sync=True)
    high = traitlets.Float(1).tag(sync=True)
    step = traitlets.Float(1).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    unit = traitlets.Unicode("").tag(sync=True)
    source = traitlets.Unicode(ILLUSTRATIVE).tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)

    @classmethod
    def of(cls, control: Range) -> Any:
        """The widget for a declared control."""
        return cls(
            value=control.value,
            low=control.low,
            high=control.high,
            step=control.step,
            label=control.label,
            unit=control.unit,
            source=control.source,
        )
