"""The sources: every key in a text must exist, and each page lists those that it uses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solidarity.author.master import GENERATED_SOURCES, Master
from solidarity.course import CourseProblem, read_toml

_KEYS = re.compile(r"\[((?:[A-Z]\d+[a-z]?)(?:, [A-Z]\d+[a-z]?)*)\](?!\()")
_IN_CODE = re.compile(r'source="([A-Z]\d+[a-z]?)"')


@dataclass(frozen=True)
class Source:
    """One source of figures, with the grade of who speaks: A, B or C."""

    key: str
    title: str
    publisher: str
    url: str
    year: str
    grade: str
    note: str
    checked: str = ""

    def line(self) -> str:
        """The source as one item of a list in Markdown."""
        return (
            f"- **{self.key}** {self.publisher}, *{self.title}* ({self.year}). "
            f"Grade {self.grade}: {self.note} <{self.url}>"
        )


def load_sources(path: Path) -> dict[str, Source]:
    """All sources of the course by their key. Raises CourseProblem when an entry is not whole."""
    found = {}
    for key, entry in read_toml(path).items():
        try:
            found[key] = Source(key=key, **entry)
        except TypeError as error:
            raise CourseProblem(f"{path.name}, [{key}]: {error}.") from None
        if found[key].grade not in ("A", "B", "C"):
            raise CourseProblem(f"{path.name}, [{key}]: the grade must be A, B or C.")
    return found


def keys_in(cell: Any) -> list[str]:
    """The source keys that a cell names, in text as [C45] and in code as source="C45"."""
    if cell.cell_type == "code":
        return _IN_CODE.findall(cell.source)
    text = cell.source.partition(GENERATED_SOURCES)[0]
    return [key for group in _KEYS.findall(text) for key in group.split(", ")]


def check_sources(master: Master, sources: Mapping[str, Source]) -> list[str]:
    """Keys in a master that no source has, each with its place."""
    return [
        f"{master.place(place)}: the source [{key}] is not in course/sources.toml."
        for place, cell in enumerate(master.notebook.cells)
        for key in keys_in(cell)
        if key not in sources
    ]


def list_sources(notebook: Any, sources: Mapping[str, Source]) -> None:
    """Fill in the list of sources where the notebook keeps a place for it."""
    used = sorted(
        {key for cell in notebook.cells for key in keys_in(cell)},
        key=lambda key: (key[0], int(re.sub(r"\D", "", key)), key),
    )
    lines = "\n".join(sources[key].line() for key in used)
    for cell in notebook.cells:
        before, mark, _ = cell.source.partition(GENERATED_SOURCES)
        if mark:
            cell.source = f"{before}{mark}\n\n{lines}"
