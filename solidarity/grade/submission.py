"""Grade one learner's notebooks: a function of plain data that touches no gradebook.

It runs here, in another process or on another machine alike; ``grade_class`` does the rest.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import nbformat
from nbgrader.preprocessors import LimitOutput
from nbgrader.utils import determine_grade, is_grade

from solidarity.check.exercise import Spec
from solidarity.grade.jail.bubblewrap import NoJail
from solidarity.grade.repair import repair
from solidarity.grade.run import Limits, Run, Runner
from solidarity.grade.submitted import Unreadable, read_submitted
from solidarity.grade.verdicts import questions_of, write_verdicts

Status = Literal["graded", "repaired", "timed out", "crashed", "unreadable"]

WELL: tuple[Status, ...] = ("graded", "repaired")
"""Graded without loss."""

_BY_WEIGHT: tuple[Status, ...] = ("graded", "repaired", "timed out", "crashed", "unreadable")

ASIDE_ID = "solidarity-trouble"
"""The cell that says why a notebook could not be graded."""
_MOST_NAMED = 20


@dataclass(frozen=True)
class Kit:
    """What grading a module needs beside the submissions, as plain data.

    released: each notebook of the module as JSON, by name. masters: the same with points and
    locked cells as the gradebook has them; an instructor's own hidden asserts stand there.
    specs: the exercises with their hidden cases. files: what lies beside the notebooks.
    """

    module: str
    released: Mapping[str, str]
    masters: Mapping[str, str]
    specs: Mapping[str, Spec]
    files: Mapping[str, bytes]
    limits: Limits = field(default_factory=Limits)

    @property
    def name(self) -> str:
        """A name for exactly this kit, so that a worker knows whether it has it already."""
        parts = [
            self.module,
            *self.released.values(),
            *self.masters.values(),
            repr(self.specs),
            repr(self.limits),
        ]
        digest = hashlib.sha256("\0".join(parts).encode())
        for name, data in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + data)
        return digest.hexdigest()


@dataclass(frozen=True)
class Submission:
    """A learner's files: the bytes of each notebook by name, or in words why there are none.

    own: those released files that learners may change, as this one handed them in.
    """

    student: str
    notebooks: Mapping[str, bytes | str]
    own: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """A name for exactly these files."""
        digest = hashlib.sha256()
        for name, data in [*sorted(self.notebooks.items()), *sorted(self.own.items())]:
            content = data if isinstance(data, bytes) else data.encode()
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
        return digest.hexdigest()


@dataclass(frozen=True)
class Graded:
    """One learner's result: the notebooks to be kept as JSON, and what happened, in words."""

    student: str
    status: Status
    said: tuple[str, ...] = ()
    notebooks: Mapping[str, str] = field(default_factory=dict)
    score: float = 0.0
    points: float = 0.0


def grade_submission(kit: Kit, submission: Submission, runner: Runner) -> Graded:
    """Repair, run, compare and write the verdicts. Never raises for what a learner handed in."""
    status: Status = "graded"
    said: list[str] = []
    notebooks: dict[str, str] = {}
    score = points = 0.0
    for name in kit.released:
        if name not in submission.notebooks:
            continue
        try:
            graded = _grade_notebook(kit, name, submission, runner)
        except Unreadable as problem:
            graded = _put_aside(kit, name, "unreadable", str(problem))
        except NoJail:
            raise
        except Exception as error:
            # Its words are for whoever grades: they may hold a hidden input.
            reason = f"Grading stopped with {type(error).__name__}"
            graded = _put_aside(kit, name, "crashed", f"{reason}.")
            graded.said = [f"{reason}: {error}"[:500]]
        status = max(status, graded.status, key=_BY_WEIGHT.index)
        said += [f"{name}: {sentence}" for sentence in graded.said]
        notebooks[name] = json.dumps(graded.notebook, ensure_ascii=False)
        score, points = score + graded.score, points + graded.points
    missing = [name for name in kit.released if name not in submission.notebooks]
    if any(_has_checks(kit.released[name]) for name in missing):
        status = max(status, "unreadable", key=_BY_WEIGHT.index)
    said += [f"{name}: no such notebook was handed in." for name in missing]
    extra = [name for name in submission.notebooks if name not in kit.released]
    said += [
        f"{name}: not a notebook of this module; it was left alone." for name in extra[:_MOST_NAMED]
    ]
    said += [f"{len(extra)} such notebooks in all."] if len(extra) > _MOST_NAMED else []
    return Graded(submission.student, status, tuple(said), notebooks, score, points)


@dataclass
class _Notebook:
    notebook: Any
    status: Status
    said: list[str]
    score: float = 0.0
    points: float = 0.0


def _grade_notebook(kit: Kit, name: str, submission: Submission, runner: Runner) -> _Notebook:
    given = submission.notebooks[name]
    if isinstance(given, str):
        raise Unreadable(given)
    notebook, said = read_submitted(given)
    mended, repairs = repair(notebook, _notebook(kit.released[name]))
    _follow(mended, _notebook(kit.masters[name]))
    said += repairs
    run = Run(mended)
    if any(_is_check(cell) for cell in mended.cells):
        questions = questions_of(mended, dict(kit.specs))
        run = runner(mended, questions, submission.own)
        write_verdicts(run, questions, dict(kit.specs))
        said += run.trouble
    limit = LimitOutput()
    for place, cell in enumerate(run.notebook.cells):
        limit.preprocess_cell(cell, {}, place)
    return _Notebook(run.notebook, _status(run, said), said, *_marks(run.notebook))


def _status(run: Run, said: list[str]) -> Status:
    if run.crashed:
        return "crashed"
    if run.timed_out:
        return "timed out"
    return "repaired" if said else "graded"


def _follow(mended: Any, master: Any) -> None:
    """Take points and locked text from the gradebook, as nbgrader's OverwriteCells does."""
    wanted = {label["grade_id"]: cell for cell in master.cells if (label := _label(cell))}
    for cell in mended.cells:
        label = _label(cell)
        if label.get("grade_id") in wanted:
            own = wanted[label["grade_id"]]
            label.update(own.metadata.nbgrader)
            if label.get("locked"):
                cell.source = own.source


def _label(cell: Any) -> Any:
    return cell.metadata.get("nbgrader", {})


@functools.lru_cache(maxsize=32)
def _notebook(text: str) -> Any:
    """The same notebook for every learner: it must not be changed."""
    return nbformat.reads(text, as_version=4)


def _put_aside(kit: Kit, name: str, status: Status, reason: str) -> _Notebook:
    """The released notebook with no answers, in the place of one that could not be graded."""
    notebook = copy.deepcopy(_notebook(kit.masters[name]))
    for cell in notebook.cells:
        if _is_check(cell):
            cell.outputs = [
                nbformat.v4.new_output("execute_result", data={"text/plain": "0"}),
            ]
    words = f"**Your notebook could not be graded.** {reason} What you handed in is kept."
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(words, id=ASIDE_ID))
    return _Notebook(notebook, status, [reason], *_marks(notebook))


def _marks(notebook: Any) -> tuple[float, float]:
    """What the machine gave, and of how many points it could."""
    marks = [determine_grade(cell) for cell in notebook.cells if _is_check(cell)]
    return sum(score or 0.0 for score, _ in marks), sum(points for _, points in marks)


def _is_check(cell: Any) -> bool:
    return bool(cell.cell_type == "code" and is_grade(cell))


def _has_checks(text: str) -> bool:
    return any(_is_check(cell) for cell in _notebook(text).cells)
