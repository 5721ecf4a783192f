"""What stands behind a live exception: the learner's own line, the value it was about, and the
nearest name that exists there.

Nothing of the learner's is called: names are looked up, and only plain dictionaries, lists and
pandas' own tables are asked for what they hold.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import linecache
import re
import sys
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from solidarity.slips.writing import blanked

MOST_NAMES = 1_000
_LONG = 6
"""Letters; a slip at the beginning of a shorter word makes another word."""

IMPORTED = frozenset({"check", "hint", "load", "pd", "np", "plt", "math", "random", "replace"})
"""Names that come with an import in a cell of the course."""

# What beginners call of Python's own; rarer names would only be like something by chance.
_PYTHON = (
    *("print", "sum", "max", "min", "len", "range", "round", "sorted", "abs", "list", "dict"),
    *("float", "enumerate", "zip", "input", "True", "False", "None", "return", "while", "import"),
)

_NOT_THEIRS = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open"})


@dataclass(frozen=True)
class StoppedAt:
    """Where the learner's own code was when it stopped."""

    frame: types.FrameType
    line: str
    expression: ast.expr | None
    """The part of the line that stopped, where Python knows it."""
    deepest: bool
    """Did it stop here, and not within something that was called from here?"""

    def value(self, name: str) -> Any:
        """What the name holds here; raises LookupError if nothing."""
        for names in (self.frame.f_locals, self.frame.f_globals):
            if name in names:
                return names[name]
        raise LookupError(name)

    def is_local(self, name: str) -> bool:
        """Does the name belong to a function, and not to the notebook?"""
        here = self.frame
        return here.f_locals is not here.f_globals and name in here.f_locals


def is_a_cell(filename: str) -> bool:
    """Is this what IPython calls a cell's code?"""
    return "ipykernel" in filename or (
        filename.startswith("<") and not filename.startswith(("<frozen", "<__array", "<string>"))
    )


def is_raised_by_the_course(error: BaseException) -> bool:
    """Does the error come from a model or a table of ours, which says in plain words why?"""
    steps = frames(error)
    module = str(steps[-1].tb_frame.f_globals.get("__name__", "")) if steps else ""
    return module.startswith(("solidarity.data", "solidarity.models"))


def frames(error: BaseException) -> list[types.TracebackType]:
    """The traceback's entries, from the cell inwards."""
    found, step = [], error.__traceback__
    while step is not None:
        found.append(step)
        step = step.tb_next
    return found


def place(error: BaseException) -> StoppedAt | None:
    """The last line of the learner's own: it says more than one deep inside a library."""
    steps = frames(error)
    own = [step for step in steps if is_a_cell(step.tb_frame.f_code.co_filename)]
    for step in reversed(own):
        line = linecache.getline(step.tb_frame.f_code.co_filename, step.tb_lineno).strip()
        if line:
            return StoppedAt(step.tb_frame, line, _expression(step), step is steps[-1])
    return None


def _expression(step: types.TracebackType) -> ast.expr | None:
    code = step.tb_frame.f_code
    positions = list(code.co_positions())[step.tb_lasti // 2]
    first, last, begin, end = positions
    if first is None or last is None or begin is None or end is None:
        return None
    lines = [
        linecache.getline(code.co_filename, number).encode() for number in range(first, last + 1)
    ]
    # The end first: on a single line the beginning would move it.
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][begin:]
    try:
        return ast.parse(b"".join(lines).decode(errors="replace").strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return None


# --- Names ---------------------------------------------------------------------------------------


def nearest(wanted: str, names: Iterable[object]) -> str:
    """The name most like the one wanted, or "" if none is very like it."""
    texts = [name for name in names if isinstance(name, str) and name != wanted][:MOST_NAMES]
    bare = {_bare(name): name for name in reversed(texts)}
    if not _bare(wanted):
        return ""
    if _bare(wanted) in bare:
        return bare[_bare(wanted)]
    if len(wanted) < 3:
        return ""
    if len(wanted) < _LONG:
        # Of short words many are like each other by chance: plan and Loan.
        bare = {one: name for one, name in bare.items() if one[:1] == _bare(wanted)[:1]}
    near = difflib.get_close_matches(_bare(wanted), bare, n=1, cutoff=0.75)
    return bare[near[0]] if near else ""


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name[:100]).casefold()


def known_names(found: StoppedAt | None, names: Mapping[str, Any]) -> list[str]:
    """The names that a learner may have meant: of the function, of the notebook, of Python."""
    own = list(names) if found is None else [*found.frame.f_locals, *found.frame.f_globals]
    own = [n for n in own if isinstance(n, str) and n[:1] != "_" and n not in _NOT_THEIRS]
    return [*own, *_PYTHON]


# --- Values --------------------------------------------------------------------------------------


def held(found: StoppedAt, node: ast.expr | None) -> Any:
    """The value of a name, or of a part of a plain dictionary or list; raises LookupError."""
    if isinstance(node, ast.Name):
        return found.value(node.id)
    if isinstance(node, ast.Subscript):
        whole, part = held(found, node.value), node.slice
        key = part.value if isinstance(part, ast.Constant) else held(found, part)
        if type(whole) is dict and type(key) in (str, int):
            return whole[key]
        if type(whole) in (list, tuple) and type(key) is int:
            return whole[key]
    raise LookupError


def keys(error: BaseException, found: StoppedAt | None) -> list[Any]:
    """The keys or columns that exist where one was asked for in vain."""
    if found is not None and found.deepest and isinstance(found.expression, ast.Subscript):
        try:
            whole = held(found, found.expression.value)
        except LookupError:
            return []
        return list(dict.keys(whole)) if isinstance(whole, dict) else []
    return _columns(error)


def _columns(error: BaseException) -> list[Any]:
    """The columns, or the labels of the rows, of the first pandas value on the way down."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return []
    for step in frames(error):
        if is_a_cell(step.tb_frame.f_code.co_filename):
            continue
        for name in ("self", "obj"):
            value = step.tb_frame.f_locals.get(name)
            value = (
                getattr(value, "obj", value)
                if type(value).__module__.startswith("pandas.core.indexing")
                else value
            )
            if isinstance(value, pandas.DataFrame):
                return [*value.columns.tolist(), *value.index.tolist()[:MOST_NAMES]]
            if isinstance(value, pandas.Series):
                return list(value.index.tolist()[:MOST_NAMES])
    return []


def attributes(value: object) -> list[str]:
    """What may stand behind the dot; a value's own ``__dir__`` is not asked."""
    names = list(vars(value)) if isinstance(value, types.ModuleType) else dir(type(value))
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(value, pandas.DataFrame):
        names = [*(name for name in value.columns.tolist() if isinstance(name, str)), *names]
    return [name for name in names if not name.startswith("_")]


def none_in(found: StoppedAt) -> str:
    """The only name in the line that holds None, or ""."""
    holding = []
    for name in dict.fromkeys(re.findall(r"(?<![\w.])[^\W\d]\w*", blanked(found.line))):
        try:
            if found.value(name) is None:
                holding.append(name)
        except LookupError:
            continue
    return holding[0] if len(holding) == 1 else ""


def given_a_value(found: StoppedAt, error: BaseException) -> str:
    """The name of Python's or of an import that holds a value of the learner's, or ""."""
    if isinstance(error, AttributeError):
        return next(
            (
                name
                for name in re.findall(r"(?<![\w.])([^\W\d]\w*)\.", blanked(found.line))
                if name in IMPORTED
                and _is_a_value(found, name)
                and found.value(name) is getattr(error, "obj", error)
            ),
            "",
        )
    called = found.expression.func if isinstance(found.expression, ast.Call) else None
    if found.deepest and isinstance(called, ast.Name) and "not callable" in str(error):
        return called.id if _is_taken(called.id) and _is_a_value(found, called.id) else ""
    words = re.findall(r"(?<![\w.])[^\W\d]\w*", blanked(found.line))
    taken = [name for name in dict.fromkeys(words) if _is_taken(name) and _is_a_value(found, name)]
    return taken[0] if len(taken) == 1 else ""


def _is_taken(name: str) -> bool:
    return name in IMPORTED or hasattr(builtins, name)


def _is_a_value(found: StoppedAt, name: str) -> bool:
    try:
        value = found.value(name)
    except LookupError:
        return False
    return not callable(value) and not isinstance(value, types.ModuleType)
