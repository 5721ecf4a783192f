"""Grade one learner's notebooks: a function of plain data that touches no gradebook.

It runs here, in another process or on another machine alike; ``grade_class`` does the rest.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import nbformat
from nbgrader.preprocessors import LimitOutput
from nbgrader.utils import determine_grade

from solidarity.exercises.spec import Spec
from solidarity.grade.verdicts import questions_of, write_verdicts
from solidarity.notebooks.labels import is_graded, is_graded_code, label_of
from solidarity.notebooks.repair import repair
from solidarity.notebooks.which import Taken, choose
from solidarity.run.jail.bubblewrap import NoJail
from solidarity.run.runner import Limits, Run, Runner
from solidarity.trouble import of_the_machine

Status = Literal["graded", "repaired", "timed out", "crashed", "unreadable", "not graded"]

NOT_GRADED: Status = "not graded"
"""Nothing was written of this learner, and all is as it was before."""

WELL: tuple[Status, ...] = ("graded", "repaired")
"""Graded without loss."""

_BY_WEIGHT: tuple[Status, ...] = ("graded", "repaired", "timed out", "crashed", "unreadable")

ASIDE_ID = "solidarity-trouble"
"""The cell that says why a notebook could not be graded."""
FILE_ID = "solidarity-file"
"""The cell that says from which of several files a notebook was taken."""
_MOST_NAMED = 20


@dataclass(frozen=True)
class Kit:
    """What grading a module needs beside the submissions, as plain data.

    released: each notebook of the module as JSON, by name. masters: the same with points and
    locked cells as the gradebook has them; an instructor's own hidden asserts stand there.
    specs: the exercises with their hidden cases. files: what lies beside the notebooks. others:
    what the notebooks of other modules are known by (see ``which``), by a name for people.
    """

    module: str
    released: Mapping[str, str]
    masters: Mapping[str, str]
    specs: Mapping[str, Spec]
    files: Mapping[str, bytes]
    limits: Limits = field(default_factory=Limits)
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)

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
        for name, marks in sorted(self.others.items()):
            digest.update("\0".join([name, *sorted(marks)]).encode())
        for name, data in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + data)
        return digest.hexdigest()


@dataclass(frozen=True)
class Submission:
    """A learner's files: the bytes of each notebook by name, or in words why there are none.

    notebooks: all that may be one, also of other names (see ``handed_in``). own: those released
    files that learners may change, as this one handed them in. time: when, in words of any kind.
    """

    student: str
    notebooks: Mapping[str, bytes | str]
    own: Mapping[str, bytes] = field(default_factory=dict)
    time: str = ""

    @property
    def digest(self) -> str:
        """A name for exactly these files, handed in at this time."""
        digest = hashlib.sha256(self.time.encode())
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
    try:
        return _grade_all(kit, submission, runner)
    except NoJail:
        raise
    except Exception as error:
        if of_the_machine(error):
            raise
        return not_graded(kit, submission.student, _stopped_with(error))


def _grade_all(kit: Kit, submission: Submission, runner: Runner) -> Graded:
    status: Status = "graded"
    said: dict[str, list[str]] = {}
    notebooks: dict[str, str] = {}
    score = points = 0.0
    files = submission.notebooks
    released = {name: _notebook(text) for name, text in kit.released.items()}
    choice = choose(files, released, kit.others)
    for name in kit.released:
        if name in choice.taken:
            graded = _grade_or_tell(kit, name, choice.taken[name], submission, runner)
        elif name in files or any(map(is_graded, released[name].cells)):
            graded = _put_aside(kit, name, "unreadable", choice.none[name])
        else:
            # A reading that was not handed in costs nothing and is nobody's page.
            said[name] = [choice.none[name]]
            continue
        status = max(status, graded.status, key=_BY_WEIGHT.index)
        said[name] = graded.said
        notebooks[name] = json.dumps(graded.notebook, ensure_ascii=False)
        score, points = score + graded.score, points + graded.points
    told = [*_told(said), *choice.left[:_MOST_NAMED]]
    if len(choice.left) > _MOST_NAMED:
        told.append(f"{len(choice.left)} such notebooks in all.")
    return Graded(submission.student, status, tuple(told), notebooks, score, points)


def _told(said: Mapping[str, Sequence[str]]) -> list[str]:
    """The sentences with the names of their notebooks; once and without, if all say the same."""
    first, *others = said.values()
    if others and all(one == first for one in others):
        return list(first)
    return [f"{name}: {sentence}" for name, one in said.items() for sentence in one]


def not_graded(kit: Kit, student: str, reason: str) -> Graded:
    """The result of a learner whose work could not be graded at all: pages that say so."""
    aside = {name: _put_aside(kit, name, "crashed", reason) for name in kit.released}
    return Graded(
        student,
        "crashed",
        (reason,),
        {name: json.dumps(one.notebook, ensure_ascii=False) for name, one in aside.items()},
        sum(one.score for one in aside.values()),
        sum(one.points for one in aside.values()),
    )


@dataclass
class _Notebook:
    notebook: Any
    status: Status
    said: list[str]
    score: float = 0.0
    points: float = 0.0


def _grade_or_tell(
    kit: Kit, name: str, taken: Taken, submission: Submission, runner: Runner
) -> _Notebook:
    mended = None
    try:
        mended, repairs = repair(taken.notebook, _notebook(kit.released[name]))
        _follow(mended, _notebook(kit.masters[name]))
        graded = _grade_notebook(kit, mended, [*taken.said, *repairs], submission, runner)
    except NoJail:
        raise
    except Exception as error:
        if of_the_machine(error):
            raise
        # Its words are for whoever grades: they may hold a hidden input.
        graded = _put_aside(kit, name, "crashed", _stopped_with(error), mended)
        graded.said = [f"{graded.said[0][:-1]}: {error}"[:500]]
    graded.said = [*taken.about_the_file, *graded.said]
    graded.notebook.cells[:0] = about_the_file(taken)
    if not taken.right_name:
        graded.status = max(graded.status, "repaired", key=_BY_WEIGHT.index)
    return graded


def _stopped_with(error: Exception) -> str:
    return f"Grading stopped with {type(error).__name__}."


def _grade_notebook(
    kit: Kit, mended: Any, said: list[str], submission: Submission, runner: Runner
) -> _Notebook:
    run = Run(mended)
    if any(is_graded_code(cell) for cell in mended.cells):
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
    wanted = {label["grade_id"]: cell for cell in master.cells if (label := label_of(cell))}
    for cell in mended.cells:
        label = label_of(cell)
        if label.get("grade_id") in wanted:
            own = wanted[label["grade_id"]]
            label.update(own.metadata.nbgrader)
            if label.get("locked"):
                cell.source = own.source


@functools.lru_cache(maxsize=32)
def _notebook(text: str) -> Any:
    """The same notebook for every learner: it must not be changed."""
    return nbformat.reads(text, as_version=4)


def _put_aside(kit: Kit, name: str, status: Status, reason: str, mended: Any = None) -> _Notebook:
    """In the place of a notebook that could not be graded: the released one with no answers.

    mended: what the learner wrote, where it could be read; a person can still mark a reflection.
    """
    notebook = without_outputs(mended or _notebook(kit.masters[name]))
    for cell in notebook.cells:
        if is_graded_code(cell):
            cell.outputs = [
                nbformat.v4.new_output("execute_result", data={"text/plain": "0"}),
            ]
    notebook.cells.insert(0, could_not(reason))
    return _Notebook(notebook, status, [reason], *_marks(notebook))


def without_outputs(notebook: Any) -> Any:
    """A copy of a notebook as if nothing was run in it."""
    copied = copy.deepcopy(notebook)
    for cell in copied.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return copied


def could_not(reason: str) -> Any:
    """The cell that stands above a notebook in the place of one that could not be graded."""
    reason = _as_text(reason[:1].upper() + reason[1:])
    words = f"**Your notebook could not be graded.** {reason} What you handed in is kept."
    return nbformat.v4.new_markdown_cell(words, id=ASIDE_ID)


def about_the_file(taken: Taken) -> list[Any]:
    """The cell that says from which file a notebook was taken, where that is not plain."""
    if not taken.about_the_file:
        return []
    words = "**About your file.** " + _as_text(" ".join(taken.about_the_file))
    return [nbformat.v4.new_markdown_cell(words, id=FILE_ID)]


def _as_text(words: str) -> str:
    """Names of files may hold signs that mean something on a page: they are shown as they are."""
    return re.sub(r"([\\`*_{}\[\]<>#!|$~&])", r"\\\1", words)


def _marks(notebook: Any) -> tuple[float, float]:
    """What the machine gave, and of how many points it could."""
    marks = [determine_grade(cell) for cell in notebook.cells if is_graded_code(cell)]
    return sum(score or 0.0 for score, _ in marks), sum(points for _, points in marks)
