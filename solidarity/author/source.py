"""From a master to the stripped nbgrader notebook in ``source/``, with the checks an author needs.

Every problem is reported with file, cell and line, all of them at once.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

import nbformat

from solidarity.author.master import KERNEL, BuildProblem, Master, new_cell
from solidarity.exercises.exercise import Exercise
from solidarity.notebooks.headings import key_name
from solidarity.notebooks.labels import ANSWER, name_of

_GRADE_ID = re.compile(r"^[a-zA-Z0-9_-]{1,50}$")
_BEGIN, _END = "BEGIN SOLUTION", "END SOLUTION"
_CHECK = re.compile(r"""^check\(\s*["'](\w+)["']\s*\)$""")


def source_notebook(notebook: Any, part: str) -> Any:
    """The notebook for ``source/``: no outputs, and cell ids that are the same at every build."""
    cells = [
        new_cell(cell, name)
        for cell, name in zip(notebook.cells, cell_ids(notebook, part), strict=True)
        if name
    ]
    return nbformat.from_dict(
        {
            "cells": cells,
            "metadata": {"kernelspec": KERNEL, "language_info": {"name": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def cell_ids(notebook: Any, part: str) -> list[str | None]:
    """The id of each cell; None for a cell of which nothing is left, since it held only words."""
    ids: list[str | None] = []
    place = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and not cell.source:
            ids.append(None)
            continue
        place += 1
        ids.append(name_of(cell) or f"{part}-{place:03d}")
    return ids


def notebook_text(notebook: Any) -> str:
    """The bytes of a notebook file, as nbformat writes them."""
    return str(nbformat.writes(notebook, version=4)) + "\n"


def check_master(master: Master, key: dict[str, Exercise] | None) -> list[str]:
    """What is wrong with a master, each problem with its place; empty when all is well.

    Without a key (None: it could not be read) nothing is said about how the two belong together.
    """
    problems: list[str] = []
    seen: dict[str, int] = {}
    for place, cell in enumerate(master.notebook.cells):
        found = _cell_problems(cell, key)
        grade_id = name_of(cell)
        if grade_id in seen:
            found.append(
                f"the grade_id {grade_id!r} is used already at line {master.lines[seen[grade_id]]}"
            )
        elif grade_id:
            seen[grade_id] = place
        problems += [f"{master.place(place)}: {problem}." for problem in found]
        problems += _fence_problems(master, place)
        problems += [] if key is None else _field_problems(master, place)
    return problems + ([] if key is None else _pairing_problems(master, key, seen))


def _fence_problems(master: Master, place: int) -> list[str]:
    """A misspelt {code-cell} would silently become text; learners would lose the cell."""
    cell = master.notebook.cells[place]
    if cell.cell_type != "markdown":
        return []
    return [
        f"{master.name}, cell {place + 1}, line {master.lines[place] + offset}: "
        "a code cell begins with ```{code-cell} ipython3, and words for an exercise with "
        "```{options}, ```{hints}, ```{mistakes} or ```{edges}; this line has something else."
        for offset, line in enumerate(cell.source.splitlines())
        if re.match(r"`{3,}\{", line)
    ]


def _field_problems(master: Master, place: int) -> list[str]:
    """A field that the build does not fill would be shown to learners as it stands."""
    cell = master.notebook.cells[place]
    if cell.cell_type != "markdown":
        return []
    return [
        f"{master.place(place)}: nothing fills in {field!r} here: {{{{ points }}}}, "
        "{{ edge_points }} and {{ tolerance }} may stand in a prompt, above a check that key.py "
        "knows."
        for field in re.findall(r"\{\{\s*\w+\s*\}\}", cell.source)
    ]


def _cell_problems(cell: Any, key: dict[str, Exercise] | None) -> list[str]:
    meta = cell.metadata.get("nbgrader")
    found = _marker_problems(cell, bool(meta and meta.get("solution")))
    if meta is None:
        return found
    try:
        _validator().validate_cell(cell)
    except Exception as error:
        # nbgrader's validators raise several unrelated kinds; their first line says what is wrong.
        return [*found, f"nbgrader cannot use the settings: {str(error).splitlines()[0]}"]
    if not _GRADE_ID.match(str(meta.get("grade_id", ""))):
        found.append(
            f"the grade_id {meta.get('grade_id')!r} may hold letters, digits, - and _ only"
        )
    if key is not None and meta.get("grade") and cell.cell_type == "code":
        found += _graded_problems(cell, meta, key)
    if meta.get("grade") and cell.cell_type == "markdown" and re.search(r"(?m)^#", cell.source):
        found.append(
            "nbgrader replaces the text of a manually graded cell, and this one holds a heading: "
            "put the prompt into a cell of its own, above"
        )
    return found


@functools.cache
def _validator() -> Any:
    """nbgrader's own, loaded when a master is checked: a learner's ``sse check`` has none."""
    from nbgrader.nbgraderformat import MetadataValidator

    return MetadataValidator()


def _marker_problems(cell: Any, solution: bool) -> list[str]:
    marks = re.findall(rf"{_BEGIN}|{_END}", cell.source)
    if _BEGIN in marks and not solution:
        return [
            "a solution stands in a cell that is not marked as solution: mark it, or learners "
            "would see it and nbgrader would drop the whole release"
        ]
    if marks.count(_BEGIN) != marks.count(_END):
        count = f"{marks.count(_BEGIN)} × {_BEGIN} and {marks.count(_END)} × {_END}"
        return [f"{count}: they must come in pairs"]
    if marks != [_BEGIN, _END] * (len(marks) // 2):
        return [f"{_BEGIN} and {_END} must take turns: each solution begins and then ends"]
    return []


def _graded_problems(cell: Any, meta: Any, key: dict[str, Exercise]) -> list[str]:
    call = _CHECK.match(cell.source.strip())
    if call is None:
        # An instructor's own assert cell: it runs as it stands and needs no key.
        return []
    name = call.group(1)
    if name != meta["grade_id"]:
        return [
            f"the cell checks {name!r} and its grade_id is {meta['grade_id']!r}: make them equal"
        ]
    if name not in key:
        return [f"key.py has no exercise {name!r}; it has: {', '.join(key) or 'none'}"]
    if float(meta["points"]) != float(key[name].points):
        return [f"the cell gives {meta['points']} points and key.py {key[name].points}"]
    return []


def _pairing_problems(master: Master, key: dict[str, Exercise], seen: dict[str, int]) -> list[str]:
    found = []
    for name in key:
        if name not in seen:
            found.append(
                f"{master.name}: key.py declares {name!r}, and no graded cell has this grade_id."
            )
        elif name + ANSWER not in seen:
            found.append(
                f"{master.place(seen[name])}: the exercise {name!r} has no answer cell; "
                f"begin one with the line :answer: {name}."
            )
        elif seen[name + ANSWER] > seen[name]:
            found.append(
                f"{master.place(seen[name])}: the answer cell {name + ANSWER!r} follows its check."
            )
    return found


@dataclass(frozen=True)
class ReadingHeading:
    """A heading of a reading: its words, and the id of the cell that holds it."""

    words: str
    cell_id: str


def headings(master: Master, part: str = "reading") -> dict[str, ReadingHeading]:
    """The headings of a master by their anchor: ``the-value-of-a-share``."""
    found = {}
    cells = master.notebook.cells
    for cell, name in zip(cells, cell_ids(master.notebook, part), strict=True):
        if cell.cell_type == "markdown" and name:
            for words in re.findall(r"(?m)^#{1,6}\s+(.+?)\s*$", cell.source):
                found[key_name(words)] = ReadingHeading(words, name)
    return found


def reread(read: str, reading: dict[str, ReadingHeading], name: str) -> tuple[str, str]:
    """Title and address of the paragraph to reread, for ``reading#anchor``.

    The address names the cell: JupyterLab scrolls to a cell in a notebook that it has just
    opened, and to a heading only in one that was open before.
    Raises BuildProblem when the reading has no such heading.
    """
    part, _, wanted = read.partition("#")
    if part != "reading" or wanted not in reading:
        known = ", ".join(reading)
        raise BuildProblem(
            [f"{name}: read={read!r} names no heading of the reading. It has: {known}."]
        )
    heading = reading[wanted]
    return heading.words, f"reading.ipynb#cell-id={heading.cell_id}"
