"""The blocks of ``exercises.md`` that hold words for an exercise: directives of MyST.

```{mistakes} share_value
counts-social-fund
: The social fund is for emergencies and does not belong to the shares.
  Take it off before you divide.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from solidarity.exercises.exercise import KeyProblem

FILE = "exercises.md"
"""Where the words for a ``key.py`` stand, beside it."""

KINDS = ("options", "hints", "mistakes", "edges")

_FENCE = re.compile(r"(`{3,})\s*(.*?)\s*$")
_HEAD = re.compile(r"\{([\w-]+)\}\s*(.*)$")


@dataclass(frozen=True)
class Directive:
    """A block of words: its kind, the exercise that it is for, and the lines between its fences.

    ``start`` and ``end`` are the places of the two fences among the lines, counted from 0.
    """

    kind: str
    exercise: str
    start: int
    end: int
    inside: list[str]


def directives(lines: list[str]) -> Iterator[Directive]:
    """The blocks of words among these lines, in their order; other fenced blocks are passed over.

    Raises KeyProblem, with the line, for one that is never closed.
    """
    place = 0
    while place < len(lines):
        start, place = place, place + 1
        opening = _FENCE.match(lines[start])
        if opening is None:
            continue
        end = _closing(lines, start, opening[1])
        place = end + 1
        head = _HEAD.match(opening[2])
        if head is None or head[1] not in KINDS:
            continue
        inside = lines[start + 1 : end]
        if end == len(lines) or any(map(_begins, inside)):
            raise KeyProblem(
                f"{FILE}, line {start + 1}: the directive {{{head[1]}}} that begins here is never "
                f"closed: write {opening[1]} on a line of its own below its last sentence"
            )
        yield Directive(head[1], head[2], start, end, inside)


def _begins(line: str) -> bool:
    """Does another directive begin here?"""
    fence = _FENCE.match(line)
    return fence is not None and _HEAD.match(fence[2]) is not None


def _closing(lines: list[str], start: int, fence: str) -> int:
    """The place of the line that closes a block; where none does, the end of the lines."""
    for place in range(start + 1, len(lines)):
        found = _FENCE.match(lines[place])
        if found and not found[2] and len(found[1]) >= len(fence):
            return place
    return len(lines)
