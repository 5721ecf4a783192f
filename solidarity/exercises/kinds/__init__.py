"""The kinds of exercise, each named here once."""

from __future__ import annotations

from solidarity.exercises.kinds.choice import ChoiceKind
from solidarity.exercises.kinds.compared import ComparedKind
from solidarity.exercises.kinds.form import FormKind
from solidarity.exercises.kinds.kind import ExerciseKind
from solidarity.exercises.spec import Kind

KINDS: dict[Kind, ExerciseKind] = {
    "function": ComparedKind(),
    "number": ComparedKind(),
    "table": ComparedKind(),
    "choice": ChoiceKind(),
    "mend": ComparedKind(),
    "form": FormKind(),
}
