"""A notebook that is not signed is opened without the saved state of its widgets.

JupyterLab shows no script of such a notebook, but it builds the widgets that the file describes,
and a widget of anywidget carries its own script (anywidget 0.11, jupyterlab-widgets 3.0). So the
state stays in the file, and the browser never gets it; saved pictures are shown.

Jupyter signs a notebook when all that it shows was run, or trusted, by the person who saves it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

STATE = "widgets"
"""Where a notebook's metadata hold it."""


def guard(manager: Any) -> None:
    """Let whoever asks this contents manager for a notebook have no state that is not signed.

    It is done to the object, as a class hub may have chosen a class of its own, and extensions
    such as Jupytext put another in its place.
    """
    if not hasattr(manager.get, "guarded"):
        manager.get = _guarded(manager.get, manager.notary)


def _guarded(get: Callable[..., Any], notary: Any) -> Callable[..., Any]:
    found: Callable[..., Any]
    if iscoroutinefunction(get):

        @wraps(get)
        async def found(*args: Any, **kwargs: Any) -> Any:
            return without_unsigned_state(await get(*args, **kwargs), notary)
    else:

        @wraps(get)
        def found(*args: Any, **kwargs: Any) -> Any:
            return without_unsigned_state(get(*args, **kwargs), notary)

    found.guarded = True  # type: ignore[attr-defined]
    return found


def without_unsigned_state(model: Any, notary: Any) -> Any:
    """The model of a file as Jupyter's contents managers give it, made harmless in its place."""
    if model["type"] == "notebook" and model.get("content"):
        notebook = model["content"]
        if STATE in notebook["metadata"] and not signed(notebook, notary):
            del notebook["metadata"][STATE]
    return model


def signed(notebook: Any, notary: Any) -> bool:
    """Did this user's Jupyter sign it? As read by a contents manager, with its marks of trust."""
    cells = [cell["metadata"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    marks = [(metadata, metadata.pop("trusted")) for metadata in cells if "trusted" in metadata]
    try:
        return bool(notary.check_signature(notebook))
    finally:
        for metadata, trusted in marks:
            metadata["trusted"] = trusted
