"""What every kind of exercise can do: tell whether an answer is right, and what is said then."""

from __future__ import annotations

from abc import ABC, abstractmethod

from solidarity.answers.kinds.value import UnreadableValue, Value
from solidarity.answers.values import kind_named
from solidarity.exercises.spec import Case, Spec


class ExerciseKind(ABC):
    """How answers to one kind of exercise are judged. It holds nothing of any exercise.

    A kind is one small class in a file of its own, named once in ``kinds/__init__.py``.
    """

    @abstractmethod
    def is_right(self, spec: Spec, case: Case, given: Value) -> bool:
        """Is the given value right? Raises UnreadableValue."""

    def lacks(self, case: Case, given: Value) -> tuple[str, ...]:
        """What it lacks, a sentence each, where that can be told. Raises UnreadableValue."""
        return ()

    def is_mistaken(self, spec: Spec, case: Case, wrong: Value, given: Value) -> bool:
        """Is the given value what this mistake gives? Raises UnreadableValue."""
        return wrong.agrees(given, spec.rule)

    def demand_readable(self, spec: Spec, given: Value) -> None:
        """Raise UnreadableValue unless it is a value of the kind that is asked for."""
        kind = kind_named(spec.shape)
        if kind is not None:
            kind.demand(given)

    def praise(self, spec: Spec) -> str:
        """What is said of a right answer."""
        return "Your answer agrees with the key."


def value_expected(case: Case) -> Value:
    """The value expected. Raises UnreadableValue where the key has none to compare with."""
    if not isinstance(case.expected, Value):
        raise UnreadableValue("")
    return case.expected
