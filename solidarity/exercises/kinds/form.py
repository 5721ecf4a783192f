"""An answer of the learner's own, such as a plan: judged by what its form still lacks.

There is no right value to compare it with. In its place the key names a function of
``solidarity.models`` that takes the parts of the answer by their names and gives a plain sentence
for each thing that is missing. The function is called where answers are compared, never in the
learner's process.
"""

from __future__ import annotations

import importlib
import inspect
from typing import Protocol

from solidarity.answers.kinds.dictionary import DictionaryValue
from solidarity.answers.kinds.digits import DigitsValue
from solidarity.answers.kinds.list import ListValue
from solidarity.answers.kinds.number import NumberValue
from solidarity.answers.kinds.table import TableValue
from solidarity.answers.kinds.text import TextValue
from solidarity.answers.kinds.truth import TruthValue
from solidarity.answers.kinds.value import UnreadableValue, Value
from solidarity.exercises.kinds.kind import ExerciseKind
from solidarity.exercises.spec import Case, NamedJudge, Spec


class Judge(Protocol):
    """A function that takes the parts of a form by name and says what they lack."""

    def __call__(self, **parts: object) -> list[str]:
        """A sentence for each thing that is missing."""


_HOME = "solidarity.models."


class FormKind(ExerciseKind):
    """The answer is right when its form lacks nothing."""

    def is_right(self, spec: Spec, case: Case, given: Value) -> bool:
        """There is nothing to compare it with; ``lacks`` decides."""
        return True

    def lacks(self, case: Case, given: Value) -> tuple[str, ...]:
        if not isinstance(case.expected, NamedJudge):
            raise UnreadableValue("")
        return tuple(lacking(case.expected, given))

    def praise(self, spec: Spec) -> str:
        return "Nothing is missing. How good it is, people will judge."


def named(judge: object) -> NamedJudge:
    """What stands in the place of an expected value: the judge, a function, by its name."""
    module, name = (getattr(judge, part, "") for part in ("__module__", "__qualname__"))
    return NamedJudge(f"{module}:{name}")


def is_named(judge: object) -> bool:
    """Is this a function that ``lacking`` finds again by its name?"""
    module, name = (getattr(judge, part, "") for part in ("__module__", "__qualname__"))
    return callable(judge) and str(module).startswith(_HOME) and str(name).isidentifier()


def lacking(expected: NamedJudge, given: Value) -> list[str]:
    """What the answer still lacks, a sentence each; empty when its form is complete.

    given: a dictionary with the judge's inputs by name.
    Raises UnreadableValue for an answer that is no dictionary, or has other names.
    """
    module, _, name = expected.name.partition(":")
    if not module.startswith(_HOME):
        raise ValueError(f"{module} holds no judge of a form")
    judge: Judge = getattr(importlib.import_module(module), name)
    parts = {part: _python(value) for part, value in given.as_mapping().items()}
    try:
        inspect.signature(judge).bind(**parts)
    except TypeError:
        raise UnreadableValue("") from None
    return judge(**parts)


def _python(value: Value) -> object:
    """Lists, dictionaries, texts and numbers as themselves; a table as its rows; else None."""
    if isinstance(value, ListValue):
        return [_python(item) for item in value.items]
    if isinstance(value, TableValue):
        columns = value.as_table()
        rows = zip(*columns.values(), strict=True)
        return [dict(zip(columns, map(_python, row), strict=True)) for row in rows]
    if isinstance(value, DictionaryValue):
        return {name: _python(item) for name, item in value.as_mapping().items()}
    if isinstance(value, DigitsValue):
        return value.as_number()
    return value.python() if isinstance(value, (TruthValue, NumberValue, TextValue)) else None
