"""A panel with a model that counts, and what passes between it and a browser that is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from solidarity.explore import BigNumber, Chart, Range, Sentence, Switch, Table, line_chart
from solidarity.explore.controls import Control
from solidarity.explore.panel import Panel
from solidarity.explore.views import View

CONTROLS: dict[str, Control] = {
    "weeks": Range("Weeks", 10, 1, 60, unit="weeks", source="C45"),
    "charge": Range("Charge", 5, 0, 10, step=0.5, unit="%", factor=0.01),
    "fire": Switch("A house burns"),
}
FIRST = {"weeks": 10, "charge": 5, "fire": False}


class Counting:
    """A model that keeps the values of every time it is computed, and fails when told to."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.failing: dict[int, Any] = {}

    def __call__(self, weeks: int, charge: float, fire: bool) -> Any:
        self.calls.append({"weeks": weeks, "charge": charge, "fire": fire})
        result = self.failing.get(weeks, {"weeks": weeks, "charge": charge})
        if isinstance(result, BaseException):
            raise result
        return result


def drawing(result: dict[str, Any]) -> Any:
    return line_chart(
        title=f"After {result['weeks']} weeks",
        x_name="week",
        x=[1, 2],
        lines={"box": [0, result["weeks"]], "loans": [1, 1]},
        unit="pesos",
        description="The box rises.",
    )


VIEWS: list[View] = [
    Sentence(lambda r: f"It ran for {r['weeks']} weeks."),
    BigNumber("It ran for", lambda r: r["weeks"], unit="weeks"),
    Chart(drawing),
    Table(lambda r: {"weeks": [r["weeks"]]}, "How long it ran"),
]


class Browser:
    """Stands for the browser: it sends one change at a time, and notes what comes back."""

    def __init__(
        self,
        model: Any = None,
        views: Sequence[Any] = VIEWS,
        controls: Mapping[str, Control] = CONTROLS,
    ) -> None:
        self.model = model or Counting()
        self.panel = Panel(self.model, views, controls)
        self.panel.renew()
        # Installed only now: what came before the panel was shown is no message to it.
        self.messages: list[dict[str, Any]] = []
        self.panel._send = lambda message, buffers=None: self.messages.append(message)

    def ask(self, **state: Any) -> None:
        """Send a change, as panel.js does: with ``asked`` one higher, and then wait."""
        self.messages.clear()
        self.panel.set_state({**state, "asked": self.panel.asked + 1})

    def move(self, **values: Any) -> None:
        """Move some of the controls."""
        self.ask(values={**self.panel.values, **values})

    @property
    def computed(self) -> int:
        return len(self.model.calls)

    @property
    def shown(self) -> str:
        """All that the panel says."""
        panel = self.panel
        return "\n".join([*panel.views, *panel.kept_views, panel.trouble, panel.difference])
