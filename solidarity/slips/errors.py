"""An error of a learner's own code, told in plain words: what it means, and what to do."""

from __future__ import annotations

import builtins
import dataclasses
import linecache
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from solidarity.slips import behind, writing
from solidarity.slips.meanings import MEANINGS, SYNTAX, Meaning
from solidarity.slips.type_name import type_name

MOST_LETTERS = 200
NEAR_LETTERS = 80


@dataclass(frozen=True)
class CodeError:
    """An error of a learner's own code, as plain data: safe to send as JSON."""

    kind: str
    """``"NameError"``"""
    message: str
    """Python's own words, at most 200 letters."""
    line: str = ""
    """The learner's own line, stripped, at most 200 letters."""
    near: str = ""
    """What was probably meant: a name or a column that exists, the line as Python can read it,
    or the name that was given a value of one's own; at most 80 letters."""
    slip: str = ""
    """The name of the slip, where it was recognised by more than Python's words, or ""."""

    def to_answer(self) -> dict[str, str]:
        """The same as part of an answer (see ``ask``), without what is empty."""
        told = dataclasses.asdict(self)
        return {"error": told.pop("kind"), **{name: text for name, text in told.items() if text}}

    @classmethod
    def of_answer(cls, answer: Mapping[str, Any]) -> CodeError:
        """The error in an answer, which may be anybody's word."""
        names = [field.name for field in dataclasses.fields(cls)][1:]
        return cls(str(answer.get("error", "")), **{n: str(answer.get(n, "")) for n in names})


MODULES = ("pandas", "numpy", "math", "random", "statistics", "matplotlib", "solidarity")


def seen(error: BaseException, source: str, names: Mapping[str, Any]) -> CodeError:
    """What can be told of a live exception. Never raises, whatever the exception is.

    source: the text of the cell that stopped. names: the notebook's namespace.
    """
    # The exception may be the learner's own, and looking at it may do anything.
    try:
        kind = type_name(error)[:60]
    except BaseException:
        kind = "Exception"
    message = _message(error)
    line = ""
    try:
        if isinstance(error, SyntaxError):
            return _unreadable(error, kind, source)
        found = behind.place(error)
        line = "" if found is None else found.line
        slip, near = _slip(error, message, found, names)
    except BaseException:
        slip, near = "", ""
    return _cut(kind, message, line, near, slip)


def in_words(error: CodeError) -> str:
    """One to three plain sentences: what it means, what to do. "" if nothing useful is known."""
    if error.slip in writing.SLIPS and error.kind in SYNTAX:
        slip = writing.SLIPS[error.slip]
        if slip.mend is None:
            return slip.words.replace("{near}", _code(error.near))
        mended = f" Python can read it so: `{_code(error.near)}`." if error.near else ""
        return slip.words + mended
    meaning = meaning_of(error)
    if meaning is None:
        return ""
    found = re.search(meaning.says, error.message)
    return _filled(meaning.words.replace("{near}", _code(error.near)), found)


def stopped(error: CodeError) -> str:
    """That a function stopped with this error, and what it means."""
    words = in_words(error)
    if error.kind in ("NotImplementedError", "TimeoutError"):
        return words
    return f"Your function {where(error)}. {words}".strip()


def where(error: CodeError) -> str:
    """``stopped at the line `1 / 0` with ZeroDivisionError: division by zero``"""
    line = f" at the line `{error.line}`" if error.line else ""
    what = f"{error.kind}: {error.message}".strip(": .")
    return f"stopped{line} with {what}"


def meaning_of(error: CodeError) -> Meaning | None:
    """The entry that tells of this error; None where nothing useful is known."""
    return next((meaning for meaning in MEANINGS if _fits(meaning, error)), None)


def _fits(meaning: Meaning, error: CodeError) -> bool:
    if meaning.slip:
        return meaning.slip == error.slip
    of_its_kind = error.kind in meaning.kinds.split("|")
    return of_its_kind and re.search(meaning.says, error.message) is not None


def _filled(words: str, found: re.Match[str] | None) -> str:
    for number, part in enumerate(found.groups() if found else (), start=1):
        words = words.replace(f"{{{number}}}", _code(part or ""))
    return words


def _code(text: str) -> str:
    """Text that stands between the marks of code, and cannot end them."""
    return text.replace("`", "'")


def _cut(kind: str, message: str, line: str, near: str, slip: str) -> CodeError:
    if len(near) > NEAR_LETTERS or "\n" in near:
        # Half a name or half a line would be a lie. A mended line can be left out, others not.
        near, slip = "", slip if slip in writing.SLIPS and writing.SLIPS[slip].mend else ""
    return CodeError(kind, message[:MOST_LETTERS], line.strip()[:MOST_LETTERS], near, slip)


def _message(error: BaseException) -> str:
    try:
        if isinstance(error, SyntaxError):
            return str(error.msg or "")[:MOST_LETTERS]
        return str(error)[:MOST_LETTERS]
    except BaseException:
        return ""


# --- A cell that cannot be read ------------------------------------------------------------------


def _unreadable(error: SyntaxError, kind: str, source: str) -> CodeError:
    """A SyntaxError: of the cell itself, or of something that it reads."""
    message = _message(error)
    if not _is_of(error, source):
        found = behind.place(error)
        return _cut(kind, message, "" if found is None else found.line, "", "elsewhere")
    # IPython calls a cell incomplete where Python knows the bracket that is open.
    told = writing.problem(source) if "incomplete input" in message else None
    if told is not None:
        error, kind, message = told, type_name(told), _message(told)
    number = error.lineno or 0
    lines = source.split("\n")
    line = lines[number - 1] if 1 <= number <= len(lines) else error.text or ""
    slip, near = writing.find(message, source, number)
    return _cut(kind, message, line, near, slip)


def _is_of(error: SyntaxError, source: str) -> bool:
    """Is the line that could not be read a line of this cell, as it was read and not run?"""
    if any(behind.is_a_cell(step.tb_frame.f_code.co_filename) for step in behind.frames(error)):
        return False
    lines = [line.strip() for line in source.split("\n")]
    return not error.text or any(line in lines for line in [error.text.strip()])


# --- A cell that stopped -------------------------------------------------------------------------


def _slip(
    error: BaseException, message: str, found: behind.StoppedAt | None, names: Mapping[str, Any]
) -> tuple[str, str]:
    """The slip and what was probably meant, or ("", "") where Python's words must do."""
    if isinstance(error, ValueError) and behind.is_raised_by_the_course(error):
        return "refused", ""
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
        return _unknown_name(message, found, names)
    if isinstance(error, KeyError):
        return _unknown_key(error, found)
    if isinstance(error, ImportError):
        return _unknown_module(error, message)
    if found is None or not isinstance(error, (TypeError, AttributeError)):
        return "", ""
    if "NoneType" in message:
        near = behind.none_in(found)
        return ("none", near) if near else ("", "")
    if isinstance(error, AttributeError) or "not callable" in message or "arg 2 must" in message:
        near = behind.given_a_value(found, error)
        if near in behind.IMPORTED and not hasattr(builtins, near):
            return "import given a value", near
        if near:
            return "given a value here" if found.is_local(near) else "given a value", near
    if isinstance(error, AttributeError):
        return _unknown_attribute(error)
    return "", ""


def _unknown_name(
    message: str, found: behind.StoppedAt | None, names: Mapping[str, Any]
) -> tuple[str, str]:
    told = re.search(r"name '([^']+)' is not defined", message)
    if told is None or _has_meaning("NameError", message, most=-1):
        return "", ""
    name = told[1]
    if name in behind.IMPORTED:
        return "not imported", name
    line = "" if found is None else found.line
    if re.search(rf"\b(?:check|hint)\(\s*{re.escape(name)}\s*\)", line):
        return "name of an exercise", name
    letter = r"(?:[A-Za-z]|[\"'] *[\"'])"
    letters = rf"[\[({{]?\s*{letter}(?:\s*,\s*{letter})*\s*[\])}}]?"
    if re.fullmatch(rf"(?:\w+\s*=\s*)?{letters}\s*", writing.blanked(line)) and len(name) == 1:
        return "choice", name
    near = behind.nearest(name, behind.known_names(found, names))
    return ("near name", near) if near else ("", "")


def _has_meaning(kind: str, message: str, most: int) -> bool:
    """Is this one of the special meanings, and not the last, which fits every such error?"""
    special = [one for one in MEANINGS if one.kinds == kind and one.says][:most]
    return any(re.search(one.says, message) for one in special)


def _unknown_key(error: KeyError, found: behind.StoppedAt | None) -> tuple[str, str]:
    wanted = error.args[0] if error.args else None
    there = behind.keys(error, found)
    if type(wanted) is str:
        listed = re.search(r"^(?:None of \[Index\()?\[\\?'([^']+)'", wanted)
        name = listed[1] if listed and wanted.endswith(("index", "axis", "]")) else wanted
        near = behind.nearest(name, there)
        if near:
            return "near key", repr(near)
        numbers = [key for key in there if type(key) is int and str(key) == name]
        return ("near key", repr(numbers[0])) if numbers else ("", "")
    if type(wanted) is int and str(wanted) in [key for key in there if type(key) is str]:
        return "near key", repr(str(wanted))
    return "", ""


def _unknown_attribute(error: AttributeError) -> tuple[str, str]:
    name = getattr(error, "name", None)
    if type(name) is not str or _has_meaning("AttributeError", _message(error), most=99):
        return "", ""
    near = behind.nearest(name, behind.attributes(error.obj))
    return ("near attribute", near) if near else ("", "")


def _unknown_module(error: ImportError, message: str) -> tuple[str, str]:
    told = re.search(r"cannot import name '([^']+)' from", message)
    if told is not None:
        near = behind.nearest(told[1], behind.attributes(sys.modules[str(error.name)]))
        return ("near module", near) if near else ("", "")
    wanted = str(error.name)
    box = wanted.rpartition(".")[0]
    beside = [name for name in list(sys.modules) if name.startswith(f"{box}.")] if box else MODULES
    near = behind.nearest(wanted, beside)
    return ("near module", near) if near else ("", "")


def cell_of(error: BaseException) -> str:
    """The text of the cell that stopped, as Python keeps it; "" if it is not known."""
    if isinstance(error, SyntaxError) and behind.is_a_cell(str(error.filename)):
        return "".join(linecache.getlines(str(error.filename)))
    for step in reversed(behind.frames(error)):
        filename = step.tb_frame.f_code.co_filename
        if behind.is_a_cell(filename):
            return "".join(linecache.getlines(filename))
    return ""
