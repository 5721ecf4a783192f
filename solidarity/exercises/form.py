"""An answer of the learner's own, such as a plan: judged by what its form still lacks.

There is no right value to compare it with. In its place the key names a function of
``solidarity.models`` that takes the parts of the answer by their names and gives a plain sentence
for each thing that is missing. The function is called where answers are compared, never in the
learner's process.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from solidarity.answers import reader
from solidarity.answers.plain import MARK, Plain, is_a

Judge = Callable[..., list[str]]

_HOME = "solidarity.models."


def named(judge: Judge) -> Plain:
    """What stands in the place of an expected value: the judge by its name, as plain data."""
    return {MARK: "form", "judge": f"{judge.__module__}:{judge.__qualname__}"}


def is_named(judge: object) -> bool:
    """Is this a function that ``lacking`` finds again by its name?"""
    module, name = (getattr(judge, part, "") for part in ("__module__", "__qualname__"))
    return callable(judge) and str(module).startswith(_HOME) and str(name).isidentifier()


def lacking(expected: Plain, given: Plain) -> list[str]:
    """What the answer still lacks, a sentence each; empty when its form is complete.

    given: a dictionary with the judge's inputs by name, in plain form.
    Raises UnreadableAnswer for an answer that is no dictionary.
    """
    module, _, name = expected["judge"].partition(":")
    if not module.startswith(_HOME):
        raise ValueError(f"{module} holds no judge of a form")
    judge: Judge = getattr(importlib.import_module(module), name)
    return judge(**{part: _python(value) for part, value in reader.mapping(given).items()})


def _python(value: Plain) -> Any:
    """Lists, dictionaries, texts and numbers as themselves; a table as its rows; else None."""
    if isinstance(value, list):
        return [_python(item) for item in value]
    if is_a(value, "table"):
        columns = reader.table(value)
        rows = zip(*columns.values(), strict=True)
        return [dict(zip(columns, map(_python, row), strict=True)) for row in rows]
    if is_a(value, "dict"):
        return {name: _python(item) for name, item in reader.mapping(value).items()}
    if is_a(value, "number"):
        return reader.number(value)
    return None if isinstance(value, dict) else value
