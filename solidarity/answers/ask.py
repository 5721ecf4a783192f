"""Ask the learner's code for its answers. This is the one place where it is called.

It runs beside the learner and, for the grader, inside the process that ran the learner's cells.
"""

from __future__ import annotations

import builtins
import contextlib
import inspect
import io
from collections.abc import Iterator, Mapping
from typing import NoReturn

from solidarity.answers.answer import NOT_WRITTEN, Answer, Given, Missing, OtherInputs, Raised
from solidarity.answers.code_facts import facts_of
from solidarity.answers.inputs import Inputs, load_inputs
from solidarity.answers.plain import Plain
from solidarity.answers.values import value_of
from solidarity.answers.written import is_unwritten
from solidarity.slips.errors import seen


def ask(namespace: Mapping[str, object], name: str, inputs: Inputs) -> Answer:
    """The answer that the namespace gives under this name, for these inputs (or as a variable)."""
    if name not in namespace:
        return Missing()
    found = namespace[name]
    if found is ... or is_unwritten(found):
        return NOT_WRITTEN
    if inputs is None:
        return Given(value_of(found))
    if not callable(found):
        return Given(value_of(found), not_a_function=True)
    values = [value.python() for _, value in inputs]
    names = _refused_by(found, len(values))
    if names is not None:
        return OtherInputs(names)
    shown = io.StringIO()
    try:
        with (
            nobody_to_ask(),
            contextlib.redirect_stdout(shown),
            contextlib.redirect_stderr(shown),
        ):
            given = value_of(found(*values))
    except (Exception, SystemExit) as error:
        return Raised(seen(error, "", namespace))
    return Given(
        given,
        printed=bool(shown.getvalue().strip()),
        facts=facts_of(found),
        changed=tuple(
            label
            for (label, before), after in zip(inputs, values, strict=True)
            if before != value_of(after)
        ),
    )


def ask_in_plain_form(
    namespace: Mapping[str, object], name: str, inputs: object
) -> dict[str, Plain]:
    """The same with inputs and answer as JSON. Raises Malformed for what are no inputs."""
    return ask(namespace, name, load_inputs(inputs)).plain()


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


def _refused_by(function: object, count: int) -> tuple[str, ...] | None:
    """The names of the function's inputs if it cannot take this many, else None."""
    if not callable(function):
        return None
    try:
        signature = inspect.signature(function)
    except (Exception, SystemExit):
        # Functions written in C may not tell what they take, and odd ones tell nonsense:
        # calling them will show.
        return None
    try:
        signature.bind(*range(count))
    except TypeError:
        return tuple(signature.parameters)
    return None
