"""``explore(model, views=[…], name=Range(…), …)``: controls above, views of the result below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import ipywidgets
from IPython.display import display

from solidarity.explore.charts import Figure, html_table
from solidarity.explore.controls import Range, RangeWidget

_STYLE = """<style>
.sse-table { border-collapse: collapse; font-size: 13px; margin: .4em 0; }
.sse-table caption { text-align: left; font-weight: bold; padding: .2em 0; }
.sse-table th, .sse-table td { text-align: right; padding: .15em .7em;
  border-bottom: 1px solid #9a9a9a; }
.sse-sentence { font-size: 15px; line-height: 1.5; max-width: 46em; margin: .5em 0; }
.sse-trouble { border-left: 6px solid #7a3d00; background: #fff3e0; color: #1c1c1c;
  padding: .5em .8em; max-width: 46em; }
.sse-scroll { overflow-x: auto; max-width: 100%; }
</style>"""


@dataclass(frozen=True)
class Chart:
    """Draws the result: a function of it that returns a Figure."""

    draw: Callable[[Any], Figure]

    def html(self, result: Any) -> str:
        """The chart's SVG."""
        return f'<div class="sse-scroll">{self.draw(result).svg}</div>'


@dataclass(frozen=True)
class Table:
    """Shows numbers of the result: a function of it that returns columns by name."""

    columns: Callable[[Any], Mapping[str, Sequence[object]]]
    caption: str

    def html(self, result: Any) -> str:
        """The table as HTML."""
        return f'<div class="sse-scroll">{html_table(self.columns(result), self.caption)}</div>'


@dataclass(frozen=True)
class Sentence:
    """Says in words what the result shows; screen readers read it out when it changes."""

    words: Callable[[Any], str]

    def html(self, result: Any) -> str:
        """The sentence, in a region that is announced politely."""
        words = escape(self.words(result))
        return f'<p class="sse-sentence" role="status" aria-live="polite">{words}</p>'


View = Chart | Table | Sentence


class Explorer(ipywidgets.VBox):
    """The panel: moving a control computes the model again and renews every view."""

    def __init__(
        self, model: Callable[..., Any], views: Sequence[View], controls: Mapping[str, Range]
    ) -> None:
        self._model, self._views, self._controls = model, views, controls
        self.widgets = {name: RangeWidget.of(control) for name, control in controls.items()}
        self._shown = [ipywidgets.HTML() for _ in views]
        self._trouble = ipywidgets.HTML()
        reset = ipywidgets.Button(description="Back to the first values")
        reset.layout.width, reset.layout.align_self = "auto", "flex-start"
        reset.on_click(lambda _: self.reset())
        for widget in self.widgets.values():
            widget.observe(self._changed, "value")
            widget.observe(self._asked, "asked")
        self._quiet = False
        super().__init__(
            [
                ipywidgets.HTML(_STYLE),
                *self.widgets.values(),
                reset,
                self._trouble,
                *self._shown,
            ]
        )
        self.refresh()

    def reset(self) -> None:
        """Set every control to its first value, and compute once."""
        self._quiet = True
        for name, control in self._controls.items():
            self.widgets[name].value = control.value
        self._quiet = False
        self.refresh()

    def refresh(self) -> None:
        """Compute the model with the controls as they stand; on an error keep the last views."""
        values = {
            name: control.for_model(self.widgets[name].value)
            for name, control in self._controls.items()
        }
        try:
            result = self._model(**values)
            drawn = [view.html(result) for view in self._views]
        except Exception as error:
            self._trouble.value = (
                '<div class="sse-trouble" role="alert">These values do not go together: '
                f"{escape(str(error))}. The last result is kept below.</div>"
            )
            return
        self._trouble.value = ""
        for shown, html in zip(self._shown, drawn, strict=True):
            shown.value = html

    def _changed(self, _: Any) -> None:
        if not self._quiet:
            self.refresh()

    def _asked(self, change: Any) -> None:
        # The browser waits for this before it sends its next value.
        change["owner"].answered = change["new"]


def explore(model: Callable[..., Any], *, views: Sequence[View], **controls: Range) -> None:
    """Show a model with a control for each of its inputs and the views of its result.

    model: a function whose named inputs are the names of the controls. views: what to show, in
    this order. Raises ValueError when there is no view.
    """
    if not views:
        raise ValueError("A case needs at least one view: a Chart, a Table or a Sentence.")
    display(Explorer(model, views, controls))
