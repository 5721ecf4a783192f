"""``explore(model, views=[…], name=Range(…), …)``: controls above, views of the result below.

One widget holds the whole panel, so a moved control costs one message to Python and one back.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from IPython.display import display

from solidarity.explore.controls import CONTROLS, Control
from solidarity.explore.figure import WIDE
from solidarity.explore.static import static_html
from solidarity.explore.views import VIEWS, View
from solidarity.explore.waiting import waiting

_NAMES = ", ".join(view.__name__ for view in VIEWS)


class Panel(anywidget.AnyWidget):
    """The panel. The browser writes values, width and asked; Python answers with the views.

    The browser sends one change at a time and only the newest: ``asked`` counts what it sent and
    ``answered`` what Python has dealt with. What lies between is out of date and never computed.
    """

    _esm = Path(__file__).parent / "panel.js"
    _css = Path(__file__).parent / "panel.css"

    controls = traitlets.Dict().tag(sync=True)
    kinds = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True, echo_update=False)
    width = traitlets.Int(WIDE).tag(sync=True, echo_update=False)
    keep = traitlets.Bool(False).tag(sync=True, echo_update=False)
    asked = traitlets.Int(0).tag(sync=True, echo_update=False)

    views = traitlets.List().tag(sync=True)
    kept_views = traitlets.List().tag(sync=True)
    difference = traitlets.Unicode("").tag(sync=True)
    trouble = traitlets.Unicode("").tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        model: Callable[..., Any],
        views: Sequence[View],
        controls: Mapping[str, Control],
    ) -> None:
        self._model = model
        self._controls = {n: c for n, c in controls.items() if isinstance(c, CONTROLS)}
        self._views = [view for view in views if isinstance(view, VIEWS)]
        self._faults = [*_view_faults(views), *_control_faults(model, controls)]
        self._dealt_with: tuple[dict[str, Any], int, bool] | None = None
        self._tried: dict[str, Any] | None = None
        self._drawn_for = (WIDE, False)
        self._error = ""
        # Values and result of the last run that could be shown, and of the run that was kept.
        self._last: tuple[dict[str, Any], Any] | None = None
        self._kept: tuple[dict[str, Any], Any] | None = None
        super().__init__(
            controls={name: control.spec() for name, control in self._controls.items()},
            kinds=[view.kind for view in self._views],
            values={name: control.value for name, control in self._controls.items()},
        )
        self.observe(self._renew, ["values", "width", "keep", "asked"])

    def renew(self) -> None:
        """Compute and draw what is out of date, and tell the browser all of it at once."""
        wanted = (dict(self.values), self.width, self.keep)
        with self.hold_sync():
            try:
                if wanted != self._dealt_with:
                    self._dealt_with = wanted
                    self._show()
            finally:
                # Also when somebody stopped the computation: the browser waits for this.
                self.answered = self.asked

    def _show(self) -> None:
        # Whatever a model or a view raises, the learner keeps what was on the screen.
        try:
            self._compute()
        except Exception as error:
            self._error = _plain(error, kept=self._last is not None)
        try:
            self._draw()
        except Exception as error:
            self._error = _plain(error, kept=True)
        notices = [*self._faults, *([self._error] if self._error else [])]
        self.trouble = "".join(map(_notice, notices))

    def _compute(self) -> None:
        """Run the model for new values; what cannot be shown does not replace the last result."""
        if self.values == self._tried:
            return
        self._tried, self._error = dict(self.values), ""
        unknown = [name for name in self.values if name not in self._controls]
        if unknown:
            raise ValueError(f"there is no control called {unknown[0]!r}")
        shown = {name: self.values.get(name, c.value) for name, c in self._controls.items()}
        given = {name: self._controls[name].for_model(value) for name, value in shown.items()}
        result = self._model(**given)
        beside = self._kept[1] if self._kept and self.keep else None
        self.views = self._html(result, beside)
        self._last, self._drawn_for = (shown, result), (self.width, beside is not None)

    def _draw(self) -> None:
        """Draw what another width or the comparison makes necessary."""
        if self._last is None:
            return
        self._kept = (self._kept or self._last) if self.keep else None
        beside = self._kept[1] if self._kept else None
        wanted = (self.width, beside is not None)
        if self._drawn_for != wanted:
            self.views, self._drawn_for = self._html(self._last[1], beside), wanted
        self.kept_views = self._html(self._kept[1], self._last[1]) if self._kept else []
        self.difference = self._differences(self._kept[0], self._last[0]) if self._kept else ""

    def _html(self, result: Any, beside: Any = None) -> list[str]:
        return [view.html(result, self.width, beside) for view in self._views]

    def static_html(self) -> str:
        """The panel as it stands, for places where nothing moves."""
        return static_html(self._controls, self._views, self._last, self.trouble)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The live panel, and beside it a picture for GitHub, print and nbconvert."""
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, "text/html": self.static_html(), "text/plain": "A panel with controls"}, {
            **metadata
        }

    def _renew(self, _: Any) -> None:
        self.renew()

    def _differences(self, kept: dict[str, Any], shown: dict[str, Any]) -> str:
        changed = [name for name, value in shown.items() if value != kept[name]]
        if not changed:
            return "Both runs are the same so far. Move a control, and the right one changes."
        parts = []
        for name in changed:
            control = self._controls[name]
            before, now = control.words(kept[name]), control.words(shown[name])
            parts.append(f"{control.label}: {before} → {now}")
        return "What differs: " + "; ".join(parts) + "."


def explore(model: Callable[..., Any], *, views: Sequence[View], **controls: Control) -> None:
    """Show a model with a control for each of its inputs and the views of its result.

    model: a function whose named inputs are the names of the controls. views: what to show, in
    this order. Raises ValueError when there is no view.
    """
    if not views:
        raise ValueError(f"A case needs at least one view: {_NAMES}.")
    panel = Panel(model, views, controls)
    with waiting():
        panel.renew()
    display(panel)


def _view_faults(views: Sequence[Any]) -> list[str]:
    return [
        f"View {place} of this panel is {view!r:.60}, and must be one of {_NAMES}. It is left out."
        for place, view in enumerate(views, start=1)
        if not isinstance(view, VIEWS)
    ]


def _control_faults(model: Callable[..., Any], controls: Mapping[str, Any]) -> list[str]:
    kinds = ", ".join(kind.__name__ for kind in CONTROLS)
    faults = [
        f"The control {name!r} of this panel is {control!r:.60}, and must be one of {kinds}."
        for name, control in controls.items()
        if not isinstance(control, CONTROLS)
    ]
    try:
        inspect.signature(model).bind(**dict.fromkeys(controls))
    except TypeError as error:
        faults.append(f"The controls of this panel do not fit its model: {error}.")
    except ValueError:
        # Some functions written in C do not tell what they take: calling them will show.
        pass
    return faults


def _plain(error: Exception, *, kept: bool) -> str:
    below = " The last good result is kept below." if kept else ""
    if isinstance(error, ValueError) and str(error):
        return f"These values do not go together: {str(error).rstrip('.')}.{below}"
    return (
        f"The model stopped, and it is not your fault ({type(error).__name__}: {error}). "
        f"Please choose other values, or go back to the first ones.{below}"
    )


def _notice(words: str) -> str:
    return f'<p class="sse-trouble">{escape(words)}</p>'
