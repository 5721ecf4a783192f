"""Load a module's key, the exercises with their words, checked before anyone relies on them."""

from __future__ import annotations

import importlib.util
import traceback
from itertools import combinations
from pathlib import Path

from solidarity.answers.kinds.value import UnreadableValue, Value
from solidarity.answers.plain import Plain
from solidarity.answers.values import value_of
from solidarity.exercises.directives import FILE
from solidarity.exercises.exercise import Example, Exercise, KeyProblem
from solidarity.exercises.spec import Expected, Spec
from solidarity.exercises.words import with_words


def load_key(path: Path) -> dict[str, Exercise]:
    """The exercises that a ``key.py`` declares, by the name of their variable, in their order.

    Their words come from ``exercises.md`` beside it. Raises KeyProblem when the key cannot be run,
    or when the two do not fit. The key is the authors' own code: it is run as
    such, and must never be a learner's.
    """
    spec = importlib.util.spec_from_file_location(f"key_of_{path.parent.name}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise KeyProblem("key.py is missing: every module with exercises needs a key.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        line = _line_of(error, path)
        raise KeyProblem(
            f"key.py: it cannot be run: {type(error).__name__}: {_words(error)} (line {line})"
        ) from error
    key = {name: item for name, item in vars(module).items() if isinstance(item, Exercise)}
    return with_words(key, _text_of_words(path.with_name(FILE)))


def _text_of_words(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyProblem(f"{FILE} is missing: it holds the words for key.py.") from None
    except UnicodeDecodeError as error:
        raise KeyProblem(f"{FILE} is not UTF-8 text ({error.reason}).") from None


def _words(error: BaseException) -> str:
    return str(error.msg if isinstance(error, SyntaxError) else error)


def _line_of(error: BaseException, path: Path) -> int | None:
    """The line of the key where it stopped: the last one that is in the file itself."""
    if isinstance(error, SyntaxError):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno for f in reversed(frames) if f.filename == str(path)), None)


def key_problems(key: dict[str, Exercise]) -> list[str]:
    """What cannot be right in a key, a sentence each, beginning with the exercise's name."""
    found = []
    for name, exercise in key.items():
        shape = exercise.problems()
        found += [f"{name}: {problem}" for problem in shape]
        if not shape:
            found += [f"{name}: {problem}" for problem in _evidence_problems(name, exercise)]
    return found


def _evidence_problems(name: str, exercise: Exercise) -> list[str]:
    """Can each mistake be told from the right answer, and from every other, by the examples?"""
    spec = exercise.spec(name)
    if exercise.feedback == "after grading":
        # The learner's copy holds no outputs; the trusted one does.
        spec = exercise.spec(name, hidden_seed="any")
    visible = [case for case in spec.cases if case.place == "example"]
    found = [
        f"the key itself stops with {stop.kind} for {_in_words(inputs)}"
        for inputs, stop in exercise.stops_at()
    ]
    if found:
        return found
    found = [
        f"the mistake {mistake!r} gives the right answer for every example; "
        "add an example that shows it"
        for mistake in exercise.mistakes
        if all(_alike(spec, case.expected, case.mistakes[mistake]) for case in visible)
    ]
    found += [
        f"the mistakes {one!r} and {two!r} give the same answers for every example; "
        "add an example that tells them apart"
        for one, two in combinations(exercise.mistakes, 2)
        if all(_alike(spec, c.mistakes[one], c.mistakes[two]) for c in visible)
    ]
    return found


def _in_words(inputs: Example) -> dict[str, Plain]:
    return {name: value_of(value).plain() for name, value in inputs.items()}


def _alike(spec: Spec, one: Expected, two: Expected) -> bool:
    """Would the same answer count as both? Two errors are alike when they are of one kind."""
    if not (isinstance(one, Value) and isinstance(two, Value)):
        return one == two
    try:
        return one.agrees(two, spec.rule)
    except UnreadableValue:
        return False
