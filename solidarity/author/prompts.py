"""A master of exercises made ready for nbgrader: words taken out, prompts filled, cells marked.

What a learner sees of the words are the options of a choice. In a prompt ``{{ points }}``,
``{{ edge_points }}`` and ``{{ tolerance }}`` stand for what the key says of the exercise whose
check comes next.
"""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from solidarity.author.graded_cells import kind_of, shorten, write_out
from solidarity.author.master import Master
from solidarity.author.source import cell_ids
from solidarity.exercises.directives import directives
from solidarity.exercises.exercise import Exercise, KeyProblem
from solidarity.notebooks.labels import is_graded, name_of

_FIELD = re.compile(r"\{\{ (points|edge_points|tolerance) \}\}")


def ready(master: Master, key: Mapping[str, Exercise]) -> Master:
    """The master as the notebook in ``source/`` will have it.

    A cell that held nothing but words is left empty.
    """
    notebook = copy.deepcopy(master.notebook)
    for cell, exercise in zip(notebook.cells, _exercises(notebook, key), strict=True):
        if cell.cell_type == "markdown":
            cell.source = _built(_lines(cell.source, exercise))
        write_out(cell, key)
    return dataclasses.replace(master, notebook=notebook)


def put_back(notebook: Any, master: Master, part: str, key: Mapping[str, Exercise]) -> None:
    """Give a notebook of ``source/`` the form of its master: words, fields and short settings.

    What was edited in the notebook stays edited; the cells are those of the notebook.
    """
    ids = cell_ids(ready(master, key).notebook, part)
    exercises = dict(zip(ids, _exercises(master.notebook, key), strict=True))
    written = dict(zip(ids, master.notebook.cells, strict=True))
    words = _words_after(master.notebook.cells, ids, {cell.get("id") for cell in notebook.cells})
    cells = list(words.get(None, []))
    for cell in notebook.cells:
        name = cell.get("id")
        if name in written and cell.cell_type == "markdown":
            lines = _lines(written[name].source, exercises[name])
            if any(line.built != line.written for line in lines):
                cell.source = _unbuilt(lines, cell.source)
        shorten(cell, key)
        cells += [cell, *words.get(name, [])]
    notebook.cells = cells


def _words_after(
    cells: list[Any], ids: list[str | None], left: set[str]
) -> dict[str | None, list[Any]]:
    """The cells of words, by the id of the nearest cell above that is left; None for the top."""
    found: dict[str | None, list[Any]] = {}
    above = None
    for cell, name in zip(cells, ids, strict=True):
        if name is None:
            found.setdefault(above, []).append(cell)
        elif name in left:
            above = name
    return found


def _exercises(notebook: Any, key: Mapping[str, Exercise]) -> list[Exercise | None]:
    """For each cell the exercise whose check comes next."""
    found: list[Exercise | None] = []
    following = None
    for cell in reversed(notebook.cells):
        if kind_of(cell) == "check":
            following = key.get(str(cell.metadata["check"]))
        elif is_graded(cell):
            following = key.get(name_of(cell))
        found.append(following)
    return found[::-1]


@dataclass(frozen=True)
class _Line:
    """A line of a master, and the same line as it is built; None for one that is taken out."""

    written: str
    built: str | None


def _lines(source: str, exercise: Exercise | None) -> list[_Line]:
    written = source.splitlines()
    out = _places_taken_out(written)
    lines: list[_Line] = []
    above = ""
    for place, line in enumerate(written):
        gap = not line.strip() and not above.strip()
        if place in out or (gap and place - 1 in out):
            lines.append(_Line(line, None))
            continue
        above = _filled(line, exercise)
        lines.append(_Line(line, above))
    return lines


def _places_taken_out(lines: list[str]) -> set[int]:
    """Where the directives are; of options the fences only, since learners choose among them."""
    out: set[int] = set()
    try:
        for words in directives(lines):
            whole = range(words.start, words.end + 1)
            out |= {words.start, words.end} if words.kind == "options" else {*whole}
    except KeyProblem:
        # The key tells it, and the check of the master what stays of it here.
        return set()
    return out


def _filled(line: str, exercise: Exercise | None) -> str:
    if exercise is None:
        return line
    fields = _fields(exercise)
    return _FIELD.sub(lambda found: fields[found[1]], line)


def _fields(exercise: Exercise) -> dict[str, str]:
    within = f"{exercise.tolerance:g}"
    if not exercise.tolerance:
        within = f"{100 * exercise.relative_tolerance:g} %"
    return {
        "points": f"{exercise.points:g} {'point' if exercise.points == 1 else 'points'}",
        "edge_points": f"{exercise.edge_points:g}",
        "tolerance": within,
    }


def _built(lines: list[_Line]) -> str:
    return "\n".join(line.built for line in lines if line.built is not None).strip("\n")


def _unbuilt(lines: list[_Line], edited: str) -> str:
    """The text of a master for an edited cell: what was not edited as it was written."""
    groups: list[list[_Line]] = [[]]
    for line in lines:
        groups[-1].append(line)
        if line.built is not None:
            groups.append([])
    *kept, last = groups
    built, new = [group[-1].built for group in kept], edited.splitlines()
    text: list[str] = []
    for change, a, b, c, d in SequenceMatcher(None, built, new, autojunk=False).get_opcodes():
        if change == "equal":
            text += [line.written for group in kept[a:b] for line in group]
        else:
            taken_out = [[line.written for line in group[:-1]] for group in kept[a:b]]
            even = b - a == d - c
            for place, edit in enumerate(new[c:d]):
                text += [*taken_out[place], edit] if even else [edit]
            text += [] if even else [line for group in taken_out for line in group]
    return "\n".join([*text, *(line.written for line in last)])
