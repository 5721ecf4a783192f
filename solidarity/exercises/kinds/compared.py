"""An exercise with one right value: a function, a number, a table, a function to mend."""

from __future__ import annotations

from solidarity.answers.kinds.value import Value
from solidarity.exercises.kinds.kind import ExerciseKind, value_expected
from solidarity.exercises.spec import Case, Spec


class ComparedKind(ExerciseKind):
    """The answer is compared with the value that the key expects."""

    def is_right(self, spec: Spec, case: Case, given: Value) -> bool:
        return value_expected(case).agrees(given, spec.rule)
