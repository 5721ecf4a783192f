"""The kinds of exercise, each named here once."""

from __future__ import annotations

from solidarity.exercises.kinds.choice import Choice
from solidarity.exercises.kinds.compared import Compared
from solidarity.exercises.kinds.form import Form
from solidarity.exercises.kinds.kind import ExerciseKind
from solidarity.exercises.spec import Kind

KINDS: dict[Kind, ExerciseKind] = {
    "function": Compared(),
    "number": Compared(),
    "table": Compared(),
    "choice": Choice(),
    "mend": Compared(),
    "form": Form(),
}
