"""A notebook that is not signed is opened without what could act for the one who opens it.

JupyterLab 4.6 and Notebook 7.6 run no script of such a notebook, but two things slip by:

- they build the widgets that the file describes, and a widget of anywidget brings its own script;
- they draw what is written in Vega's language, and that asks addresses, the server's own too, and
  carries the answers to others.

So both stay in the file, and the browser never gets them. Saved pictures are shown.

Jupyter signs a notebook when all that it shows was run, or trusted, by the person who saves it. But
it looks at two kinds of output only, and JupyterLab shows a third, which no kernel leaves in a
file. So that one is given as what it is.

And a notebook may name the program that turns it into a script: Jupyter imports any by its name, a
file beside the notebook too, as soon as a picture leads to that address. No such name is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial, wraps
from hmac import HMAC
from inspect import iscoroutinefunction
from typing import Any

STATE = "widgets"
"""Where a notebook's metadata hold the saved state of its widgets."""

EXPORTER = "nbconvert_exporter"
"""Where its language names that program; an installed one has a name without a dot."""

DRAWN = re.compile(r"application/vnd\.vega(lite)?\.")
"""The kinds of output that ask addresses as soon as they are shown."""

UNKNOWN = "update_display_data"
"""What JupyterLab shows as ``display_data``, and nbformat's notary takes for harmless."""

INSTEAD = "A drawing, shown again when this cell is run."


def guard(manager: Any) -> None:
    """Let this contents manager give nobody what is not signed.

    It is done to the object, as a class hub may have chosen a class of its own, and extensions
    such as Jupytext put another in its place.
    """
    if not hasattr(manager.get, "guarded"):
        tell_apart(manager.notary)
        manager.get = _guarded(manager.get, manager.notary)


def tell_apart(notary: Any) -> None:
    """Let this notary sign a notebook's structure too, and not only its words one after another.

    nbformat joins all keys and texts. So a stranger can send a harmless notebook, which is signed
    when it is copied or saved, and then another in which a part of the same words is a widget.
    What nbformat's own command signed (``jupyter trust``) counts no longer.
    """
    notary.compute_signature = partial(_signature, notary)


def _signature(notary: Any, notebook: Any) -> str:
    metadata = {key: value for key, value in notebook["metadata"].items() if key != "signature"}
    text = json.dumps({**notebook, "metadata": metadata}, sort_keys=True)
    return HMAC(notary.secret, text.encode(), notary.digestmod).hexdigest()


def _guarded(get: Callable[..., Any], notary: Any) -> Callable[..., Any]:
    found: Callable[..., Any]
    if iscoroutinefunction(get):

        @wraps(get)
        async def found(*args: Any, **kwargs: Any) -> Any:
            return harmless(await get(*args, **kwargs), notary)
    else:

        @wraps(get)
        def found(*args: Any, **kwargs: Any) -> Any:
            return harmless(get(*args, **kwargs), notary)

    found.guarded = True  # type: ignore[attr-defined]
    return found


def harmless(model: Any, notary: Any) -> Any:
    """The model of a file as Jupyter's contents managers give it, made harmless in its place."""
    if model["type"] == "notebook" and model.get("content"):
        notebook = model["content"]
        _name_no_program(notebook)
        _make_known(notebook)
        drawings = [data for data in _outputs(notebook) if any(map(DRAWN.match, data))]
        if (STATE in notebook["metadata"] or drawings) and not signed(notebook, notary):
            notebook["metadata"].pop(STATE, None)
            for data in drawings:
                for kind in list(filter(DRAWN.match, data)):
                    del data[kind]
                if not data:
                    data["text/plain"] = INSTEAD
    return model


def _name_no_program(notebook: Any) -> None:
    language = notebook["metadata"].get("language_info")
    if isinstance(language, dict) and "." in str(language.get(EXPORTER, "")):
        del language[EXPORTER]


def _make_known(notebook: Any) -> None:
    """A cell that was signed with what nobody looked at counts as not trusted."""
    for cell in _code(notebook):
        found = [one for one in cell.get("outputs", []) if one.get("output_type") == UNKNOWN]
        for output in found:
            output["output_type"] = "display_data"
        if found:
            cell["metadata"]["trusted"] = False


def signed(notebook: Any, notary: Any) -> bool:
    """Did this user's Jupyter sign it? As read by a contents manager, with its marks of trust."""
    cells = [cell["metadata"] for cell in _code(notebook)]
    marks = [(metadata, metadata.pop("trusted")) for metadata in cells if "trusted" in metadata]
    try:
        return bool(notary.check_signature(notebook))
    finally:
        for metadata, trusted in marks:
            metadata["trusted"] = trusted


def _code(notebook: Any) -> Iterator[Any]:
    return (cell for cell in notebook["cells"] if cell["cell_type"] == "code")


def _outputs(notebook: Any) -> Iterator[Any]:
    """What each output shows, by kind."""
    for cell in _code(notebook):
        for output in cell.get("outputs", []):
            if "data" in output:
                yield output["data"]
