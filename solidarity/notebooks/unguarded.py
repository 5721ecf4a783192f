"""Code of the released notebook that no label guards: imports, data, functions that are given.

Answers need it, and nbgrader does not look after it. It runs as it was released, above the answers
that follow it, and what the learner made of it stays and runs too.
"""

from __future__ import annotations

import ast
import copy
import re
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

_MOST_LETTERS = 20_000
"""Of a cell that is looked into; a longer one is taken for a changed one."""

_MOST_SHOWN = 40


def restore_unguarded(
    mended: Any, released: Any, label: Callable[[Any], str], repairs: list[str]
) -> None:
    """Give ``mended`` what it lacks of this code, and add a sentence for each thing done.

    label: the grade id of a cell, "" if it has none. All labelled cells are there already.
    """
    _texts_back_to_text(mended, released, label, repairs)
    for place, cell in enumerate(released.cells):
        answers = {label(one) for one in released.cells[place:] if one.cell_type == "code"} - {""}
        if cell.cell_type == "code" and not label(cell) and answers:
            before = {label(one) for one in released.cells[:place]} - {""}
            _One(mended, released, label, repairs, cell, before, answers).restore()


class _One:
    """One such cell, and the submitted notebook that needs it."""

    def __init__(
        self,
        mended: Any,
        released: Any,
        label: Callable[[Any], str],
        repairs: list[str],
        cell: Any,
        before: set[str],
        answers: set[str],
    ) -> None:
        self._cells, self._label, self._repairs, self._cell = mended.cells, label, repairs, cell
        self._before, self._answers = before, answers
        self._others = {text_of(one) for one in released.cells if one is not cell}
        first = cell.source.strip().splitlines()[0]
        short = first if len(first) <= _MOST_SHOWN else f"{first[:_MOST_SHOWN]}…"
        self._name = f"The cell that begins with “{short}”"

    def restore(self) -> None:
        """See to it that this code runs above the answers that follow it."""
        found = self._same() or self._changed()
        if found is None:
            self._insert(self._place())
            self._say("was missing and was put back")
            return
        if found.cell_type != "code":
            if statements_of(found.source) is None:
                self._insert(self._place())
                self._say("had become a text; the one as released was put back")
                return
            to_code(found)
            self._say("had become another kind of cell and was set back")
        place = self._index(found)
        if place > self._stop():
            self._insert(self._place())
            self._say("stood below answers that use it; it is run above them too")
        elif not _still_does(found.source, self._cell.source):
            self._insert(place)
            self._say("was changed; the one as released is run before it")

    def _same(self) -> Any:
        same = [cell for cell in self._free() if text_of(cell) == text_of(self._cell)]
        # A copy that runs, if there is one; of several the first is the one that answers have.
        return min(same, key=lambda cell: cell.cell_type != "code", default=None)

    def _changed(self) -> Any:
        """What the learner made of it: by the cell's id, or by all the names that it gives."""
        free = [
            cell for cell in self._free() if text_of(cell) and text_of(cell) not in self._others
        ]
        by_id = [cell for cell in free if cell.get("id") == self._cell.get("id")]
        names = _names(self._cell.source)
        by_names = [
            cell
            for cell in free
            if cell.cell_type == "code" and all(_gives(cell.source, name) for name in names)
        ]
        return next(iter(by_id or by_names), None)

    def _free(self) -> list[Any]:
        return [cell for cell in self._cells if not self._label(cell)]

    def _stop(self) -> int:
        """Where the first answer stands that may need this."""
        return min(n for n, cell in enumerate(self._cells) if self._label(cell) in self._answers)

    def _place(self) -> int:
        """Where it belongs: below what it follows in the release, and above its answers."""
        above = [n for n, cell in enumerate(self._cells) if self._label(cell) in self._before]
        code = [n for n, cell in enumerate(self._cells) if cell.cell_type == "code"]
        return min(max(above) + 1 if above else min(code), self._stop())

    def _index(self, wanted: Any) -> int:
        return next(n for n, cell in enumerate(self._cells) if cell is wanted)

    def _insert(self, place: int) -> None:
        self._cells.insert(place, copy.deepcopy(self._cell))

    def _say(self, what: str) -> None:
        self._repairs.append(f"{self._name} {what}.")


def text_of(cell: Any) -> str:
    """A cell's text without what may stand round it."""
    return str(cell.source).strip()


def to_code(cell: Any) -> None:
    """Make a cell one that is run."""
    cell.cell_type = "code"
    cell.outputs, cell.execution_count = [], None
    cell.pop("attachments", None)


def _texts_back_to_text(
    mended: Any, released: Any, label: Callable[[Any], str], repairs: list[str]
) -> None:
    """A text that became code stops with a SyntaxError, which only frightens."""
    texts = {text_of(cell) for cell in released.cells if cell.cell_type == "markdown"} - {""}
    turned = [
        cell
        for cell in mended.cells
        if cell.cell_type == "code" and not label(cell) and text_of(cell) in texts
    ]
    for cell in turned:
        cell.cell_type = "markdown"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
    if turned:
        repairs.append(f"Texts that had become code were set back: {len(turned)}.")


def _still_does(changed: str, released: str) -> bool:
    """Whether the changed code surely does all that the released one does.

    Where it begins with the released code it does, and imports of whole packages may stand before
    it. Anything else could stop before it has come to the end.
    """
    wanted, found = statements_of(released) or [], statements_of(changed) or []
    while found and _imports_what_is_there(found[0]) and ast.dump(found[0]) != ast.dump(wanted[0]):
        found = found[1:]
    return [ast.dump(one) for one in found[: len(wanted)]] == [ast.dump(one) for one in wanted]


def _imports_what_is_there(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Import):
        return False
    try:
        # Of a whole package only: to find a part of one, Python would run it.
        # What __main__ is depends on how the grader was started.
        names = [one.name for one in statement.names]
        return all("." not in one and one != "__main__" and find_spec(one) for one in names)
    except (ImportError, ValueError):
        return False


def statements_of(source: str) -> list[ast.stmt] | None:
    """The statements of a cell, None if it is no Python that can be read."""
    if len(source) > _MOST_LETTERS:
        return None
    try:
        with warnings.catch_warnings():
            # About a learner's text, on the terminal of whoever grades.
            warnings.simplefilter("ignore")
            return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _names(source: str) -> list[str]:
    """The names that a released cell gives to the cells below it."""
    names: list[str] = []
    for statement in statements_of(source) or []:
        match statement:
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names += [(one.asname or one.name).split(".")[0] for one in aliases]
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.append(name)
            case ast.Assign(targets=targets):
                names += [one.id for one in targets if isinstance(one, ast.Name)]
    return names


def _gives(source: str, name: str) -> bool:
    """Whether a learner's cell gives this name, as far as its text tells."""
    word = re.escape(name)
    found = rf"(?m)^(?:(?:def|class)\s+{word}\b|{word}\s*=|(?:import|from)\s.*\b{word}\b)"
    return re.search(found, source) is not None
