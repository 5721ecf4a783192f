"""The plain form of a value: JSON and nothing else, small enough to be read by anybody.

Numbers, text, true/false, None and lists are themselves.
Everything else is an object whose field ``~`` names its kind (see ``kinds/``).
"""

from __future__ import annotations

from typing import TypeAlias

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"

MARK = "~"
MAX_DEPTH = 8
MAX_ITEMS = 20_000
MAX_TEXT = 2_000
MAX_LETTERS = 200_000
MAX_DIGITS = 60
# Python refuses to print integers of more than 4,300 digits; no honest answer needs a hundredth.
MAX_INTEGER = 10**40


class Malformed(ValueError):
    """What came in is not in plain form; the message says what was seen."""


def fields(content: object, what: str) -> dict[str, object]:
    """An object of JSON by the names of its fields. Raises Malformed for anything else."""
    if not isinstance(content, dict):
        raise Malformed(f"{what} must be an object with named fields, not {brief(content)}")
    return content


def listed(content: object, what: str) -> list[object]:
    """A list of JSON. Raises Malformed for anything else."""
    if not isinstance(content, list):
        raise Malformed(f"{what} must be a list, not {brief(content)}")
    return content


def worded(content: object, what: str) -> str:
    """A text of JSON. Raises Malformed for anything else."""
    if not isinstance(content, str):
        raise Malformed(f"{what} must be a text, not {brief(content)}")
    return content


def field(content: dict[str, object], name: str) -> object:
    """A field that must be there. Raises Malformed where it is not."""
    if name not in content:
        raise Malformed(f"the field {name!r} is missing")
    return content[name]


def numbered(content: object, what: str) -> int | float:
    """A number of JSON. Raises Malformed for anything else."""
    if isinstance(content, bool) or not isinstance(content, (int, float)):
        raise Malformed(f"{what} must be a number, not {brief(content)}")
    return content


def brief(content: object) -> str:
    """What was seen in place of something else, short enough for a message."""
    seen = repr(content)
    return seen if len(seen) <= 60 else seen[:59] + "…"


def written(text: str) -> str:
    """The text cut to what is kept, and so that it can be written to a file.

    A lone surrogate cannot: it is shown as a question mark.
    """
    return text[:MAX_TEXT].encode("utf-8", "replace").decode("utf-8")
