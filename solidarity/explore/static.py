"""A panel where nothing moves: on GitHub, on paper, in an exported page.

Charts are embedded as pictures with a text alternative, because many of these places take inline
SVG out of a page for safety.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from solidarity.explore.controls import Control, origin
from solidarity.explore.figure import WIDE, Figure, html_table
from solidarity.explore.views import SMALL, Chart, SmallMultiples, View, scrolling

_NOTE = (
    "This is a picture of the panel. To move the controls, open the "
    "notebook in JupyterLab and choose Run, then Run All Cells."
)


def static_html(
    controls: Mapping[str, Control],
    views: Sequence[View],
    run: tuple[Mapping[str, Any], Any] | None,
    trouble: str,
) -> str:
    """The panel as one piece of HTML: the values, then every view with the same words.

    run: the values as people see them and the model's result for them; None if there is none.
    """
    css = (Path(__file__).parent / "panel.css").read_text(encoding="utf-8")
    parts = [f'<p class="sse-note">{_NOTE}</p>', trouble]
    if run is not None:
        values, result = run
        shown = "\n".join(_view(view, result) for view in views)
        parts += [_values(controls, values), f'<div class="sse-results">\n{shown}\n</div>']
    body = "\n".join(part for part in parts if part)
    return f'<style>{css}</style>\n<div class="sse-panel sse-static">\n{body}\n</div>'


def _values(controls: Mapping[str, Control], values: Mapping[str, Any]) -> str:
    table = {
        "control": [control.label for control in controls.values()],
        "value": [control.words(values[name]) for name, control in controls.items()],
        "from": [origin(control) for control in controls.values()],
    }
    return html_table(table, "The controls") if controls else ""


def _view(view: View, result: Any) -> str:
    if isinstance(view, Chart):
        inner = _picture(view.figures(result)[0], WIDE)
    elif isinstance(view, SmallMultiples):
        inner = "".join(_picture(figure, SMALL) for figure in view.figures(result))
    else:
        inner = view.html(result, WIDE)
    return f'<div class="sse-view sse-{view.kind}">{inner}</div>'


def _picture(figure: Figure, width: int) -> str:
    data = base64.b64encode(figure.at(width).encode()).decode()
    stop = "" if figure.title.endswith((".", "?", "!")) else "."
    words = escape(f"{figure.title}{stop} {figure.description}")
    table = scrolling(html_table(figure.table, figure.title), figure.title)
    return (
        f'<img src="data:image/svg+xml;base64,{data}" alt="{words}" width="{width}" '
        'style="max-width:100%;height:auto">'
        f"<details><summary>The same numbers as a table</summary>{table}</details>"
    )
