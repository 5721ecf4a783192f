"""What was found in one answer."""

from __future__ import annotations

from dataclasses import dataclass

from solidarity.answers.answer import Answer, value_in
from solidarity.answers.kinds.value import Value
from solidarity.exercises.spec import Case


@dataclass(frozen=True)
class Finding:
    """One case judged: right, wrong, or unreadable with the reason; of a form what it lacks.

    ``seen``: what is unreadable about it, by name (see ``UnreadableValue``).
    """

    case: Case
    answer: Answer
    right: bool
    unreadable: str = ""
    seen: str = ""
    lacks: tuple[str, ...] = ()

    @property
    def value(self) -> Value | None:
        """The value that was given, or None."""
        return value_in(self.answer)

    @property
    def expected(self) -> Value | None:
        """The value that was expected; None where no value is."""
        return self.case.expected if isinstance(self.case.expected, Value) else None
