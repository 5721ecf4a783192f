"""What a cell showed, as plain JSON of known size: it can always be written down and sent.

Objects may show themselves as anything at all: bytes, sets, a hundred megabytes, an error. What
cannot be written down has a note in its place, and nothing here raises.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from solidarity.answers.plain import Plain

MOST_OUTPUTS = 200
"""Of one cell."""

BESIDE = 50
"""Letters that each output counts for beside its own: for all that stands round it."""

_MOST_MESSAGE = 10_000
_MOST_LINES = 200
_MOST_LINE = 20_000
_MOST_NAME = 200
_PLAIN = "text/plain"


def text_of(value: object) -> str:
    """The text of any object; in words, if asking for it ends with an error."""
    try:
        # Of a subclass too, whose own methods could tell anything about it.
        return str.__str__(str(value))
    except BaseException:
        return f"(the text of this {kind_of(value)} cannot be shown)"


def kind_of(value: object) -> str:
    """The name of an object's type, also where the type tells lies about itself."""
    name = type.__dict__["__name__"].__get__(type(value))
    return str.__str__(name) if isinstance(name, str) else "object"


def stream(name: str, text: str) -> NotebookNode:
    """What was printed."""
    return _made({"output_type": "stream", "name": name, "text": text})


def error(kind: object, value: object, lines: object) -> NotebookNode:
    """An error as an output; of a huge one the beginning of its text and its last lines."""
    kept: list[str] = []
    try:
        kept = [text_of(line)[:_MOST_LINE] for line in list(lines)[-_MOST_LINES:]]  # type: ignore[call-overload]
    except BaseException:
        kept = []
    message = text_of(value)[:_MOST_MESSAGE]
    name = name_of_kind(kind)
    return _made(
        {
            "output_type": "error",
            "ename": name,
            "evalue": message,
            "traceback": kept or [f"{name}: {message}"],
        }
    )


def name_of_kind(kind: object) -> str:
    """The name of a class, also where the class tells lies about itself."""
    try:
        name = type.__dict__["__name__"].__get__(kind)
        return str.__str__(name)[:_MOST_NAME]
    except BaseException:
        return "Exception"


def data(kind: str, given: object, metadata: object = None) -> NotebookNode:
    """What an object shows, by kind: ``display_data`` or ``execute_result``."""
    kept: dict[str, Plain] = {}
    lost: list[str] = []
    for name, value in _pairs(given):
        try:
            kept[name] = _value(name, value)
        except BaseException:
            lost.append(f"({name} is left out: it is a {kind_of(value)}, which no page can show.)")
    output = {
        "output_type": kind,
        "data": _with_notes(kept, lost),
        "metadata": _metadata(metadata),
    }
    if kind == "execute_result":
        output["execution_count"] = None
    return _made(output)


def letters(output: NotebookNode) -> int:
    """How much of the room an output takes."""
    if "data" in output:
        return BESIDE + sum(len(name) + _size(value) for name, value in output["data"].items())
    if "traceback" in output:
        parts = [output["ename"], output["evalue"], *output["traceback"]]
        return BESIDE + sum(len(part) + 1 for part in parts)
    return BESIDE + sum(len(part) for part in output["text"])


def fitted(output: NotebookNode, room: int) -> NotebookNode:
    """The same output with a note in the place of each part that takes more than the room."""
    if letters(output) <= room:
        return output
    if "text" in output:
        return _made({**output, "text": output["text"][: max(0, room)]})
    if "traceback" in output:
        message = output["evalue"][:_MOST_NAME]
        short = {"evalue": message, "traceback": [f"{output['ename']}: {message}"]}
        return _made({**output, **short})
    kept: dict[str, Plain] = {}
    lost: list[str] = []
    for name, value in sorted(output["data"].items(), key=lambda pair: _size(pair[1])):
        room -= len(name) + _size(value)
        if room >= 0:
            kept[name] = value
        else:
            lost.append(f"({name[:_MOST_NAME]} is left out: it has {_size(value):,} letters.)")
    return _made({**output, "data": _with_notes(kept, lost), "metadata": {}})


def _pairs(given: object) -> list[tuple[str, object]]:
    try:
        return [(text_of(name)[:_MOST_NAME], value) for name, value in dict(given).items()]  # type: ignore[call-overload]
    except BaseException:
        return [("this", given)]


def _value(name: str, value: object) -> Plain:
    """The value of one kind as a notebook keeps it. Raises whatever it likes if there is none."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bytes):
        if name.split("/")[0] not in ("image", "audio", "video") and name != "application/pdf":
            raise TypeError(name)
        return base64.b64encode(value).decode("ascii")
    if name.startswith("application/"):
        written: Plain = json.loads(json.dumps(value, allow_nan=False))
        return written
    if isinstance(value, list):
        return "".join([str.__str__(line) for line in value])
    raise TypeError(name)


def _metadata(given: object) -> Plain:
    try:
        written = json.dumps(dict(given or {}), allow_nan=False)  # type: ignore[call-overload]
        kept: Plain = json.loads(written) if len(written) <= _MOST_MESSAGE else {}
    except BaseException:
        return {}
    return kept


def _with_notes(kept: dict[str, Plain], lost: list[str]) -> dict[str, Plain]:
    if not lost:
        return kept
    notes = "\n".join(lost[:_MOST_LINES])
    before = kept.get(_PLAIN)
    return {**kept, _PLAIN: f"{before}\n{notes}" if isinstance(before, str) else notes}


def _size(value: Plain) -> int:
    return len(value) if isinstance(value, str) else len(json.dumps(value))


def _made(output: Mapping[str, object]) -> NotebookNode:
    # Not through nbformat's own makers, which validate each output and take most of the time.
    return nbformat.from_dict(output)
