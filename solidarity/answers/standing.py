"""Which cells ran, whether they ran through, and what names they gave.

A verdict is about what stands in the cell of the answer. What the kernel remembers may be of an
earlier try: after ``members = 36 lakh``, a SyntaxError, ``members`` still has its old value.
So IPython tells here of every cell that is run, in the learner's notebook and at grading alike.
"""

from __future__ import annotations

import ast
import re
import sys
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from solidarity.answers.answer import Answer, NothingStands
from solidarity.notebooks.labels import ANSWER
from solidarity.slips.errors import CodeError, seen

MOST_RUNS = 2_000
"""Remembered; whoever runs more cells in one session has run the others long ago."""

MOST_NAMED = 4


class CellInfo(Protocol):
    """A cell that IPython begins to run."""

    @property
    def raw_cell(self) -> object:
        """Its text."""


class CellResult(Protocol):
    """A cell that IPython has run."""

    @property
    def info(self) -> CellInfo:
        """Which cell it was."""

    @property
    def error_before_exec(self) -> BaseException | None:
        """Why it could not be read."""

    @property
    def error_in_exec(self) -> BaseException | None:
        """What stopped it."""


Told: TypeAlias = Callable[[CellInfo], object] | Callable[[CellResult], object]


class Events(Protocol):
    """Where IPython tells of its cells."""

    def register(
        self, event: str, function: Callable[[CellInfo], object] | Callable[[CellResult], object]
    ) -> None:
        """Call the function at each event of this name."""


class Shell(Protocol):
    """An IPython shell."""

    @property
    def user_ns(self) -> dict[str, object]:
        """The notebook's names."""

    @property
    def events(self) -> Events:
        """Where it tells of its cells."""


@dataclass(frozen=True)
class Ran:
    """One run of a cell: its id (or ""), what stood in it, what stopped it, the names it gave."""

    cell: str
    source: str
    error: CodeError | None = None
    gave: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standing:
    """What stands in an answer cell now: its id, and what the front end tells beside it.

    source: its text. above: the ids of the code cells above the check, from top to bottom.
    """

    cell: str = ""
    source: str | None = None
    above: tuple[str, ...] | None = None


class Runs:
    """The cells that ran in one notebook, in order; it listens to an IPython shell.

    ``folder`` is where the notebook lies, also after a learner's ``os.chdir``.
    """

    def __init__(self, shell: Shell) -> None:
        # Not held: the listener would keep alive what it is found by.
        self._names: dict[str, object] = shell.user_ns
        self._before: dict[str, object] | None = None
        self._running: CellInfo | None = None
        self.folder = Path.cwd()
        self.done: list[Ran] = []
        shell.events.register("pre_run_cell", self._begin)
        shell.events.register("post_run_cell", self._end)

    def trouble(self, name: str) -> Answer | None:
        """Why there is nothing to judge (see ``not_given``); None where there is something."""
        return None if self._given_now(name) else not_given(name, self.done, standing(name))

    def answered_by(self, name: str) -> Ran | None:
        """The run that gave this name; None where nobody saw it."""
        if self._running is not None and self._given_now(name):
            return Ran(_cell_id(self._running), str(self._running.raw_cell))
        place = last_try(name, self.done, standing(name))
        return None if place is None else self.done[place]

    def _given_now(self, name: str) -> bool:
        """Has the cell that is still running given this name?"""
        return self._running is not None and name in self._changed()

    def _begin(self, info: CellInfo) -> None:
        if self._running is not None:
            # Stopped so hard that its end was not told.
            self._note(self._running, CodeError("KeyboardInterrupt", ""))
        self._before = dict(self._names)
        self._running = info

    def _end(self, result: CellResult) -> None:
        if not str(result.info.raw_cell).strip():
            # Not every front end runs an empty cell, so it counts nowhere.
            return
        stopped = result.error_before_exec or result.error_in_exec
        source = str(result.info.raw_cell)
        error = None if stopped is None else seen(stopped, source, self._names)
        self._note(result.info, error)

    def _note(self, info: CellInfo, error: CodeError | None) -> None:
        source = str(info.raw_cell)
        gave = self._changed() if error else self._changed() | names_given(source)
        ran = Ran(_cell_id(info), source, error, frozenset(gave))
        self.done = [*self.done[-MOST_RUNS:], ran]
        self._before = self._running = None

    def _changed(self) -> set[str]:
        if self._before is None:
            return set()
        now = self._names.items()
        return {
            str(name)
            for name, value in list(now)
            if name not in self._before or self._before[name] is not value
        }


def _cell_id(info: CellInfo) -> str:
    return str(getattr(info, "cell_id", None) or "")


_runs: weakref.WeakKeyDictionary[Shell, Runs] = weakref.WeakKeyDictionary()
_standing: dict[str, Standing] = {}


def watch(shell: Shell) -> Runs:
    """Listen to this IPython shell from now on; the same listener when it is asked again."""
    if shell not in _runs:
        _runs[shell] = Runs(shell)
    return _runs[shell]


def watch_this_notebook() -> Runs | None:
    """The listener of the notebook that runs here; None outside of IPython."""
    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive is not None else None
    return None if shell is None else watch(shell)


def stands(name: str, cell_id: str, source: str, above: Sequence[str] | None = None) -> None:
    """What the page says before a check is run: what stands in the cell of this answer now."""
    _standing[name] = Standing(cell_id, source, None if above is None else tuple(above))


def standing(name: str) -> Standing:
    """What is known of the answer's cell. Our build gives it an id that tells the exercise."""
    return _standing.get(name, Standing(name + ANSWER))


def not_given(name: str, runs: Sequence[Ran], answer: Standing) -> Answer | None:
    """Why there is nothing to judge, though the name may have a value from elsewhere; else None.

    - ``stopped``: with an error;
    - ``gives``: it ran through and gave other names, not that one;
    - ``empty``: nothing stands in it any more;
    - ``changed``: what stands in it now was not run;
    - ``elsewhere``: a cell gave the name last that does not stand above the check;
    - ``order``: several above give it, and the last of them was not the last to run.

    A cell of the learner's own that stands above the check counts as the answer's cell does, so
    that the verdict is the same when all cells are run from top to bottom.
    """
    place = last_try(name, runs, answer)
    if place is None:
        return None
    last = runs[place]
    its_own = _is_answer(name, last, answer)
    if its_own and answer.source is not None:
        if not answer.source.strip():
            return NothingStands("empty")
        if last.cell and not _same(answer.source, last.source):
            return NothingStands("changed")
    if last.error is not None:
        return NothingStands("stopped", last.error)
    if its_own and name not in last.gave:
        names = sorted(one for one in last.gave if not one.startswith("_"))
        return NothingStands("gives", names=tuple(names[:MOST_NAMED]))
    if answer.above is None or not last.cell:
        return None
    if last.cell not in answer.above:
        return NothingStands("elsewhere")
    latest = {ran.cell: ran for ran in runs}
    givers = [cell for cell in answer.above if cell in latest and name in latest[cell].gave]
    return None if givers[-1:] == [last.cell] else NothingStands("order")


def last_try(name: str, runs: Sequence[Ran], answer: Standing) -> int | None:
    """The place of the last run that was to give this name, or gave it."""
    known = any(_is_cell(ran, answer) for ran in runs)
    for place in range(len(runs) - 1, -1, -1):
        ran = runs[place]
        if name in ran.gave or _is_cell(ran, answer) or (not known and _begins_with(name, ran)):
            return place
    return None


def _is_answer(name: str, ran: Ran, answer: Standing) -> bool:
    unknown = not ran.cell and answer.source is None
    return _is_cell(ran, answer) or (unknown and _begins_with(name, ran))


def _is_cell(ran: Ran, answer: Standing) -> bool:
    if ran.cell:
        return ran.cell == answer.cell
    # Not every front end tells which cell it runs.
    return answer.source is not None and _same(answer.source, ran.source)


def _same(one: str, other: str) -> bool:
    return one.strip() == other.strip()


def _begins_with(name: str, ran: Ran) -> bool:
    return bool(re.search(rf"(?m)^\s*(def\s+{name}\b|{name}\s*=)", ran.source))


def names_given(source: str) -> set[str]:
    """The names that a cell's text gives a value, wherever it does so outside of functions."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # A line for IPython, such as %time, or no Python at all.
        return set()
    found: set[str] = set()
    _collect(tree, found)
    return found


def _collect(node: ast.AST, found: set[str]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(child.name)
        elif isinstance(child, (ast.Lambda, ast.comprehension)):
            # Their names are their own.
            continue
        elif isinstance(child, ast.alias):
            found.add(child.asname or child.name.partition(".")[0])
        else:
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                found.add(child.id)
            _collect(child, found)
