"""Which released notebook a file is: it is known by its cells, whatever its name.

A second download is called ``exercises (1).ipynb``, and people add their own name, copy the file
into a folder, or hand in another module's. The labels of the cells tell, else their text, else the
names that the answers give.
"""

from __future__ import annotations

import ast
import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from solidarity.course import CourseProblem, load_course
from solidarity.notebooks.handed_in import NOT_LOOKED_INTO, is_named_so
from solidarity.notebooks.labels import ANSWER, is_solution, name_of
from solidarity.notebooks.repair import repair
from solidarity.notebooks.submitted import UnreadableNotebook, read_submitted
from solidarity.notebooks.unguarded import statements_of

_LEAST = 2
"""Texts or names that a file must share with a notebook, where it has none of its labels."""

_SHORT = 20
"""Letters; a shorter text may stand in anybody's notebook."""

_GIVEN = re.compile(r"(?m)^(?:def\s+(\w+)\s*\(|(\w+)\s*=)")
_NUMBER = re.compile(r"(\d+)")
_MOST_NAMED = 3


def marks_of(notebook: Any) -> frozenset[str]:
    """What a notebook is known by: its labels, its texts, and the names that its code gives."""
    marks: set[str] = set()
    for cell in notebook.cells:
        # Where the settings were stripped, the cell's own id is often still its label.
        marks |= {f"label {name}" for name in (name_of(cell), cell.get("id")) if name}
        text = cell.source.strip()
        if len(text) >= _SHORT:
            marks.add(f"text {text}")
        if cell.cell_type == "code":
            found = _GIVEN.findall(cell.source)
            marks |= {f"name {function or variable}" for function, variable in found}
    return frozenset(marks)


def marks_of_released(notebook: Any) -> frozenset[str]:
    """What files are recognised by as this notebook: what is its own, and no learner's."""
    marks: set[str] = set()
    for cell in notebook.cells:
        label = name_of(cell)
        if label:
            marks.add(f"label {label}")
        if label.endswith(ANSWER):
            marks.add(f"name {label.removesuffix(ANSWER)}")
        if not is_solution(cell) and len(cell.source.strip()) >= _SHORT:
            marks.add(f"text {cell.source.strip()}")
    return frozenset(marks)


def released_of(root: Path, name: str, notebook: Any) -> tuple[str, Any]:
    """The module that a notebook is from, and the released notebook that it is.

    Raises UnreadableNotebook for one without exercises of this course. name: what its file is
    called.
    """
    found = {f"{path.parent.name}/{path.stem}": path for path in root.glob("release/*/*.ipynb")}
    known = {where: marks_of_released(_released(path)) for where, path in sorted(found.items())}
    best = most_alike(notebook, known)
    if not best:
        raise UnreadableNotebook(
            f"{name} holds no exercise of this course. "
            "Give the notebook called exercises.ipynb of a module."
        )
    path = found[best]
    released = nbformat.read(path, as_version=4)
    if not any(map(name_of, released.cells)):
        raise UnreadableNotebook(
            f"{name} holds no exercise: it is a notebook of "
            f"{title_of(root, path.parent.name)} ({path.stem}). "
            "Give the notebook called exercises.ipynb of a module."
        )
    return path.parent.name, released


def known_elsewhere(root: Path, module: str) -> dict[str, frozenset[str]]:
    """What the notebooks of all other modules are known by, by a name for people."""
    return {
        f"{title_of(root, path.parent.name)} ({path.stem})": marks_of_released(_released(path))
        for path in sorted(root.glob("release/*/*.ipynb"))
        if path.parent.name != module
    }


@functools.cache
def title_of(root: Path, module: str) -> str:
    """A module's number and title, its folder's name where the course does not list it."""
    try:
        course = load_course(root)
    except CourseProblem:
        return module
    titles = {one.id: f"module {one.number}, {one.title}" for one in course.modules}
    return titles.get(module, module)


def _released(path: Path) -> Any:
    # Ours: not validated again, which takes most of the time that reading needs.
    notebook: Any = nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))
    for cell in notebook.cells:
        cell.source = "".join(cell.source)
    return notebook


def most_alike(notebook: Any, known: Mapping[str, frozenset[str]]) -> str:
    """The name of the known notebook that this one is, "" where it is none of them."""
    marks = marks_of(notebook)
    alike = {name: sum(map(_weight, marks & wanted)) for name, wanted in known.items()}
    best = max(alike, key=lambda name: alike[name], default="")
    return best if best and alike[best] >= _LEAST else ""


def _weight(mark: str) -> int:
    """A label is never there by chance; a text or a name of somebody's own may be."""
    return _LEAST if mark.startswith("label ") else 1


@dataclass(frozen=True)
class Taken:
    """The file that is graded as a notebook; what was said on the way, and what its owner reads."""

    notebook: Any
    said: list[str]
    about_the_file: list[str]
    right_name: bool


@dataclass
class FilesTaken:
    """For each notebook of the module the file that was taken, or why there is none.

    left: the other files that are notebooks, in words for whoever grades.
    """

    taken: dict[str, Taken] = field(default_factory=dict)
    none: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


@dataclass
class _File:
    name: str
    notebook: Any
    said: list[str]
    problem: str = ""
    best: str = ""


def choose(
    files: Mapping[str, bytes | str], released: Mapping[str, Any], others: Mapping[str, Any]
) -> FilesTaken:
    """Tell which of a learner's files is which notebook. Never raises for what is in them.

    files: the bytes by name, or in words why they cannot be read; the name of an ordinary notebook
    is without ``.ipynb``. others: the marks of other modules' notebooks, by a name for people.
    """
    own = {name: marks_of_released(notebook) for name, notebook in released.items()}
    known = {f"own {name}": marks for name, marks in own.items()} | {
        f"other {name}": marks for name, marks in others.items()
    }
    read = [_read(name, data, known) for name, data in files.items()]
    choice = FilesTaken()
    used: set[str] = set()
    for name, notebook in released.items():
        alike = [file for file in read if file.best == f"own {name}"]
        # One that holds nothing of any notebook is taken at its name: everything was deleted.
        right = [file for file in read if file.name == name and not file.problem and not file.best]
        fit = alike or right
        if fit:
            used |= {file.name for file in fit}
            choice.taken[name] = _taken(name, fit, notebook)
        else:
            choice.none[name] = _why_none(name, read)
            used |= {file.name for file in read if file.name == name}
    choice.left = [_what_it_is(file) for file in read if file.name not in used and _shown(file)]
    for name in choice.none:
        if choice.left and name not in files and any(map(name_of, released[name].cells)):
            # Whoever lacks a notebook with marks reads what was found in its place.
            choice.none[name] = " ".join([choice.none[name], *choice.left[:_MOST_NAMED]])
            choice.left = choice.left[_MOST_NAMED:]
    return choice


def _read(name: str, data: bytes | str, known: Mapping[str, frozenset[str]]) -> _File:
    if isinstance(data, str):
        return _File(name, None, [], data)
    try:
        notebook, said = read_submitted(data)
    except UnreadableNotebook as problem:
        return _File(name, None, [], str(problem))
    return _File(name, notebook, said, best=most_alike(notebook, known))


def _taken(name: str, fit: list[_File], released: Any) -> Taken:
    """Of several files the one with the most answers; of equals the right name, else the latest.

    The copy that a browser or JupyterLab makes later has the higher number.
    """
    answers = {file.name: _answers(file.notebook, released) for file in fit} if fit[1:] else {}
    best = max(fit, key=lambda file: (answers.get(file.name, 0), file.name == name, _order(file)))
    said: list[str] = []
    if best.name != name:
        said.append(f"It was taken from “{best.name}”, as its cells show what it is.")
    if fit[1:]:
        rest = ", ".join(
            f"“{file.name}” with {answers[file.name]}" for file in fit if file is not best
        )
        said.append(
            f"Several files hold this notebook. “{best.name}” was taken, with "
            f"{answers[best.name]} answers; not taken: {rest}. All are kept as they are."
        )
    return Taken(best.notebook, best.said, said, best.name == name)


def _answers(notebook: Any, released: Any) -> int:
    """How many answers differ from what was released; a remark beside the code is no answer."""
    given = {name_of(cell): _meant(cell) for cell in released.cells}
    mended, _ = repair(notebook, released)
    return sum(
        _meant(cell) != given[name_of(cell)]
        for cell in mended.cells
        if name_of(cell) and is_solution(cell)
    )


def _meant(cell: Any) -> str:
    """The text of a cell; of code only what Python reads of it."""
    source = str(cell.source).strip()
    tree = statements_of(source) if cell.cell_type == "code" else None
    return source if tree is None else "\n".join(map(ast.dump, tree))


def _order(file: _File) -> list[tuple[int, str]]:
    """For names as people count: 10 comes after 9."""
    parts = _NUMBER.split(file.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def _why_none(name: str, read: list[_File]) -> str:
    """Why a notebook of the module was not found, and what its author can do."""
    here = next((file for file in read if file.name == name), None)
    if here is not None and here.problem:
        return here.problem
    if here is not None:
        what = here.best.removeprefix("other ").removeprefix("own ")
        return f"It is another notebook: {what}. Hand in {name}.ipynb of this module."
    return "no such notebook was handed in."


def _what_it_is(file: _File) -> str:
    if file.best.startswith("own "):
        return f"{file.name}: it holds the notebook “{file.best[4:]}”."
    if file.best:
        return f"{file.name}: it is a notebook of {file.best.removeprefix('other ')}."
    if file.problem == NOT_LOOKED_INTO:
        return f"{file.name}: {file.problem}"
    return f"{file.name}: not a notebook of this module; it was left alone."


def _shown(file: _File) -> bool:
    """Whether a file is worth a word: a list of groceries that was handed in too is not."""
    return bool(file.best) or "." not in file.name or is_named_so(file.name)
