"""Which names of folders can be a learner's id, and how any name is shown.

The id goes into the gradebook, into nbgrader's patterns for files, and onto its pages, which write
it as it is. So a name that would mean something there is refused, and nothing of it is graded.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable

from solidarity.foreign import visible

MOST_LETTERS = 128
"""The gradebook has room for so many."""

_OF_PAGES = "<>&\"'`"
_WITHIN_A_NAME = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
"""As in O'Brien: between two letters it begins and ends nothing."""
_OF_PATTERNS = "*?[]\\"
_OF_ADDRESSES = "#%"


def shown(name: str) -> str:
    """The name of a file or folder as it can be printed, with a code for each other sign."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return visible(
        "".join(
            letter if letter.isprintable() else letter.encode("unicode_escape").decode()
            for letter in text
        )
    )


def refusal(name: str) -> str:
    """Why a folder of this name cannot be graded, and what to do; "" if it can."""
    reason = _reason(name)
    if not reason:
        return ""
    return (
        f"The name of the folder {reason}. Rename the folder in submitted/ to the learner's id, "
        "of letters, numbers, - and _, and grade again. Nothing of it was changed."
    )


def _reason(name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:
        return "is not stored as UTF-8"
    if name.startswith("."):
        return "begins with a dot, and nbgrader does not see it"
    if name != name.strip():
        return "begins or ends with a space, which nbgrader leaves out"
    if not name.isprintable():
        return "holds a sign that cannot be printed, such as a line break"
    if visible(name) != name:
        return "holds a sign that nobody can see, so that it looks like another learner's"
    plain = _WITHIN_A_NAME.sub("", name)
    if found := [sign for sign in _OF_PAGES if sign in plain]:
        return f"holds {' '.join(found)}, which a page could take for its own code"
    if found := [sign for sign in _OF_PATTERNS if sign in name]:
        return f"holds {' '.join(found)}, which nbgrader takes for a pattern"
    if found := [sign for sign in _OF_ADDRESSES if sign in name]:
        return f"holds {' '.join(found)}, which a browser takes for a part of an address"
    if len(name) > MOST_LETTERS:
        return f"has {len(name)} letters; the gradebook has room for {MOST_LETTERS}"
    return ""


def alike(names: Iterable[str]) -> dict[str, list[str]]:
    """For each name the others that look the same, or differ in large and small letters only."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(unicodedata.normalize("NFKC", name).casefold(), []).append(name)
    return {
        name: [other for other in group if other != name]
        for group in groups.values()
        if len(group) > 1
        for name in group
    }
