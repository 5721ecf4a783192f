"""The cycle as README tells it: who types what, where. The tests take every command from there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers import ROOT

SECTION = "## For instructors: the cycle"
INSTRUCTOR, LEARNER = "The instructor", "A learner"

_BLOCK = re.compile(r"^\*\*([^*]+)\*\*, ([^\n]*):\n\n```(\w*)\n(.*?)```", re.M | re.S)


@dataclass(frozen=True)
class Step:
    """A block of the cycle: who, where, and what is typed, line by line; or a file's text."""

    who: str
    where: str
    kind: str
    text: str

    @property
    def commands(self) -> list[str]:
        """The lines of a terminal."""
        return self.text.splitlines()


def cycle() -> list[Step]:
    """The blocks in their order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition(SECTION)[2].partition("\n## ")[0]
    return [Step(*found) for found in _BLOCK.findall(section)]
