"""What a cell showed, as clean HTML of bounded size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from nbconvert.filters.ansi import strip_ansi

from solidarity.page import markdown
from solidarity.page.clean import PICTURE, Place, clean, svg_picture
from solidarity.page.formulas import formula

MOST_LETTERS = 20_000
"""Of one text; a page is read by a person."""

MOST_HTML = 500_000
MOST_PICTURE = 6_000_000
"""Letters of base64."""


def shown(output: Mapping[str, Any], place: Place, *, secret: bool = False) -> str:
    """One output as HTML, "" where there is nothing to show.

    secret: the cell holds an instructor's own tests, so the lines of an error stay hidden.
    """
    match output.get("output_type"):
        case "stream":
            return _pre(text_of(output.get("text")))
        case "error":
            return _error(output, secret)
        case "display_data" | "execute_result":
            return _data(output.get("data") or {}, place)
    return ""


def _data(data: Mapping[str, Any], place: Place) -> str:
    """The richest form that people can read with no running notebook; widgets leave their text."""
    for kind, draw in _KINDS.items():
        if kind in data and (html := draw(text_of(data[kind]), place)):
            return html
    return ""


def _html(text: str, place: Place) -> str:
    return clean(text, place) if len(text) <= MOST_HTML else ""


def _picture(kind: str) -> Callable[[str, Place], str]:
    def draw(text: str, place: Place) -> str:
        address = f"data:{kind};base64,{''.join(text.split())}"
        if len(address) > MOST_PICTURE or not PICTURE.fullmatch(address):
            return ""
        return f'<img src="{address}" alt="A picture that this code drew.">'

    return draw


def _drawing(text: str, place: Place) -> str:
    return clean(svg_picture(text), place) if len(text) <= MOST_PICTURE else ""


_KINDS: dict[str, Callable[[str, Place], str]] = {
    "text/html": _html,
    "image/png": _picture("image/png"),
    "image/jpeg": _picture("image/jpeg"),
    "image/svg+xml": _drawing,
    "text/markdown": markdown.html,
    "text/latex": lambda text, place: clean(formula(text.strip().strip("$"), display=True)),
    "text/plain": lambda text, place: _pre(text),
}


def _error(output: Mapping[str, Any], secret: bool) -> str:
    name, words = text_of(output.get("ename")), text_of(output.get("evalue"))
    last = f"<p><strong>{escape(name)}</strong> {escape(words[:MOST_LETTERS])}</p>"
    lines = "\n".join(text_of(line) for line in output.get("traceback") or [])
    if secret or not lines:
        return last
    return f"{last}<details><summary>Python’s whole message</summary>{_pre(lines)}</details>"


def _pre(text: str) -> str:
    text = strip_ansi(text)
    if not text.strip():
        return ""
    more = len(text) - MOST_LETTERS
    rest = f"<p>… and {more:,} more letters.</p>" if more > 0 else ""
    # A line break right after the tag is dropped by browsers, so one is given.
    return f"<pre>\n{escape(text[:MOST_LETTERS])}</pre>{rest}"


def text_of(value: Any) -> str:
    """A notebook's text, which lies in its file whole or as a list of lines; "" if it is none."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
