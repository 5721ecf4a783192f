"""Ask the learner's code for its answers. This is the one place where it is called.

It runs beside the learner and, for the grader, inside the process that ran the learner's cells.
An answer is a plain dictionary, ready for JSON:

- ``{"value": plain}``: what the function gave or the variable holds; with ``"printed": true`` if
  it wrote something on the way, ``"changed": ["name"]`` if it changed its inputs, and
  ``"one_round": true`` if it has a loop that cannot come to its second round, and
  ``"dots": true`` if the three dots of a function as it was given still stand in it;
- ``{"missing": true}``: nothing has this name yet;
- ``{"cell": "stopped", …}``, ``{"cell": "gives", …}``, ``{"cell": "changed"}`` or
  ``{"cell": "elsewhere"}``: the cell of the answer gives nothing to judge (see ``runs.not_given``);
- ``{"error": "ZeroDivisionError", "message": …, "line": …, …}``: the function stopped with an
  error, told as ``errors.CodeError`` does;
- ``{"inputs": [names the function takes]}``: it takes another number of inputs.
"""

from __future__ import annotations

import builtins
import contextlib
import inspect
import io
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from solidarity.answers.plain import Plain, is_a, plain, revive
from solidarity.answers.rounds import ends_in_the_first_round
from solidarity.answers.written import has_dots, is_unwritten
from solidarity.slips.errors import seen

Answer = dict[str, Plain]

NOT_WRITTEN: Answer = {"error": "NotImplementedError", "message": "", "line": ""}
"""What stands there is still what was given: three dots, alone or in a function."""


def ask(namespace: Mapping[str, Any], name: str, inputs: list[list[Plain]] | None) -> Answer:
    """The answer that the namespace gives under this name, for these inputs (or as a variable)."""
    if name not in namespace:
        return {"missing": True}
    found = namespace[name]
    if found is ... or is_unwritten(found):
        return dict(NOT_WRITTEN)
    if inputs is None:
        return {"value": plain(found)}
    if not callable(found):
        return {"value": plain(found), "not_a_function": True}
    values = [revive(value) for _, value in inputs]
    names = _refused_by(found, len(values))
    if names is not None:
        return {"inputs": names}
    shown = io.StringIO()
    try:
        with (
            nobody_to_ask(),
            contextlib.redirect_stdout(shown),
            contextlib.redirect_stderr(shown),
        ):
            given = plain(found(*values))
    except (Exception, SystemExit) as error:
        return dict(seen(error, "", namespace).to_answer())
    answer: Answer = {"value": given}
    if shown.getvalue().strip():
        answer["printed"] = True
    if ends_in_the_first_round(found):
        answer["one_round"] = True
    if has_dots(found):
        answer["dots"] = True
    changed = [
        label
        for (label, before), after in zip(inputs, values, strict=True)
        if not _unchanged(before, plain(after))
    ]
    if changed:
        answer["changed"] = changed
    return answer


@contextlib.contextmanager
def nobody_to_ask() -> Iterator[None]:
    """Let ``input()`` stop with an error inside: it would wait for somebody to type."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("input() cannot be used here: nobody is there to answer it")

    before = builtins.input
    builtins.input = refuse
    try:
        yield
    finally:
        builtins.input = before


def _refused_by(function: Any, count: int) -> list[str] | None:
    """The names of the function's inputs if it cannot take this many, else None."""
    try:
        signature = inspect.signature(function)
    except (Exception, SystemExit):
        # Functions written in C may not tell what they take, and odd ones tell nonsense:
        # calling them will show.
        return None
    try:
        signature.bind(*range(count))
    except TypeError:
        return list(signature.parameters)
    return None


def _unchanged(before: Plain, after: Plain) -> bool:
    if is_a(before, "table") and is_a(after, "table"):
        return bool(before["columns"] == after["columns"] and before["rows"] == after["rows"])
    return bool(before == after)
