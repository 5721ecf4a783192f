"""A learner's own progress, read from her working copies. Nothing is run, written or sent.

The panel under an exercise leaves its score in the notebook, as the plain twin of what it shows,
and notes beside it what was right: running something again takes nothing away.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from solidarity.check.remember import digest, remembered
from solidarity.course import EXERCISES, WORK, Course, CourseProblem, Module, released
from solidarity.foreign import bytes_of
from solidarity.notebooks.labels import is_graded, is_solution, label_of, name_of

_CHECK = re.compile(r"""^\s*check\(["']([A-Za-z_]\w*)["']\)\s*$""")
_MOST_BYTES = 100 * 2**20


@dataclass(frozen=True)
class ModuleProgress:
    """How far a learner is in the exercises of one module.

    right counts exercises whose check earned all points for the answer that still stands there,
    tried those whose check was run at all.
    written: the parts for a person to read that are no longer as they were given. problem: why the
    notebook could not be read, in plain words.
    """

    module: Module
    right: int = 0
    tried: int = 0
    exercises: int = 0
    written: int = 0
    to_write: int = 0
    problem: str = ""

    @property
    def done(self) -> bool:
        """Every exercise right, and every text for a person to read begun."""
        return (
            not self.problem
            and self.exercises > 0
            and self.right == self.exercises
            and self.written == self.to_write
        )

    @property
    def words(self) -> str:
        """The same as a learner reads it."""
        if self.problem:
            return self.problem
        if not self.tried and not self.written:
            return "not begun"
        text = f"{self.right} of {self.exercises} exercises right"
        if self.to_write > 1:
            text += f", {self.written} of {self.to_write} pages written"
        elif self.to_write:
            text += ", reflection written" if self.written else ", reflection open"
        return f"done: {text}" if self.done else text


@dataclass(frozen=True)
class Progress:
    """How far a learner is on the whole path."""

    modules: tuple[ModuleProgress, ...]

    @property
    def all_done(self) -> bool:
        """Is every module of the path done?"""
        return bool(self.modules) and all(one.done for one in self.modules)

    @property
    def words(self) -> str:
        """One sentence on the whole path."""
        done = sum(one.done for one in self.modules)
        if self.all_done:
            return (
                f"You have done all {done} modules. Congratulations! In a class, your instructor "
                "can give you a signed statement of your grades."
            )
        return f"{done} of {len(self.modules)} modules are done."

    def record(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "all_done": self.all_done,
            "modules": [
                {
                    "id": one.module.id,
                    "done": one.done,
                    "right": one.right,
                    "tried": one.tried,
                    "exercises": one.exercises,
                    "written": one.written,
                    "to_write": one.to_write,
                    "problem": one.problem,
                }
                for one in self.modules
            ],
        }


def progress(course: Course) -> Progress:
    """How far the learner is whose copies lie in ``my-work/``."""
    return Progress(tuple(_of_module(course, module) for module in course.written))


def _of_module(course: Course, module: Module) -> ModuleProgress:
    given = _cells(released(course.root, module.id) / EXERCISES)
    if given is None:
        return ModuleProgress(module, problem="its exercises are missing: run sse build")
    points = _points(given)
    texts = _texts(given)
    start = ModuleProgress(module, exercises=len(points), to_write=len(texts))
    path = course.root / WORK / module.id / EXERCISES
    if not os.path.lexists(path):
        return start
    own = _cells(path)
    if own is None:
        return replace(start, problem="your notebook cannot be read")
    scores = _scores(own)
    right = _still_right(own, remembered(path.parent))
    right |= {name for name, most in points.items() if scores.get(name, -1) >= most}
    mine = _texts(own)
    return replace(
        start,
        right=len(right & points.keys()),
        tried=len((scores.keys() | right) & points.keys()),
        written=sum(mine.get(name, text).strip() not in ("", text) for name, text in texts.items()),
    )


def _cells(path: Path) -> list[dict[str, Any]] | None:
    """The cells of a notebook; None where the file is missing or is no notebook."""
    try:
        cells = json.loads(bytes_of(path, _MOST_BYTES))["cells"]
    except (CourseProblem, OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(cells, list):
        return None
    return [cell for cell in cells if isinstance(cell, dict)]


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _points(cells: list[dict[str, Any]]) -> dict[str, float]:
    """The points of each exercise that is checked at once."""
    return {
        found[1]: float(label_of(cell).get("points", 0))
        for cell in cells
        if is_graded(cell) and (found := _CHECK.match(_source(cell)))
    }


def _texts(cells: list[dict[str, Any]]) -> dict[str, str]:
    """The texts that a person will read, by name: reflections, and parts of a plan."""
    return {
        name_of(cell): _source(cell).strip()
        for cell in cells
        if is_graded(cell) and is_solution(cell)
    }


def _still_right(cells: list[dict[str, Any]], notes: dict[str, dict[str, str]]) -> set[str]:
    """The exercises that were right once, by an answer that has not changed since."""
    # Also where the cell has become another kind: grading sets that back.
    by_id = {str(cell.get("id")): digest(_source(cell)) for cell in cells}
    return {
        exercise
        for exercise, note in notes.items()
        if note["answer"] == by_id.get(note["cell"])
        or (note["cell"] not in by_id and note["answer"] in by_id.values())
    }


def _scores(cells: list[dict[str, Any]]) -> dict[str, float]:
    """The score that each check showed when it was last run, if it was for what stands there."""
    standing = {digest(_source(cell)) for cell in cells}
    found: dict[str, float] = {}
    for cell in cells:
        check = _CHECK.match(_source(cell))
        outputs = cell.get("outputs")
        if check is None or not isinstance(outputs, list):
            continue
        for output in outputs:
            score = _score(output)
            if score is not None:
                score = score if _judged(output) in (standing | {""}) else 0.0
                found[check[1]] = max(score, found.get(check[1], score))
    return found


def _judged(output: dict[str, Any]) -> str:
    """The name of the answer that this verdict is about; "" where it does not say."""
    metadata = output.get("metadata")
    about = metadata.get("solidarity") if isinstance(metadata, dict) else None
    return str(about.get("answer", "")) if isinstance(about, dict) else ""


def _score(output: Any) -> float | None:
    data = output.get("data") if isinstance(output, dict) else None
    plain = data.get("text/plain") if isinstance(data, dict) else None
    text = "".join(map(str, plain)) if isinstance(plain, list) else str(plain)
    try:
        return float(text)
    except ValueError:
        return None
