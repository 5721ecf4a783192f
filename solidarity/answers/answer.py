"""What a learner's code answers when it is asked: a value, an error, or why there is neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from solidarity.answers.code_facts import NO_FACTS, Facts
from solidarity.answers.kinds.value import Value
from solidarity.answers.plain import Plain
from solidarity.slips.errors import CodeError


@dataclass(frozen=True)
class Given:
    """What the function gave or the variable holds.

    ``printed``: it wrote something on the way. ``not_a_function``: a value stands where a function
    was to be called. ``facts``: what stands in the function's text. ``changed``: the inputs that it
    changed, by name.
    """

    value: Value
    printed: bool = False
    not_a_function: bool = False
    facts: Facts = NO_FACTS
    changed: tuple[str, ...] = ()

    def plain(self) -> dict[str, Plain]:
        """The same as JSON."""
        facts = self.facts
        told: dict[str, Plain] = {
            "printed": self.printed,
            "not_a_function": self.not_a_function,
            "one_round": facts.one_round,
            "dots": facts.dots,
            "unused": list(facts.unused),
            "numbers": list(facts.numbers),
            "texts": list(facts.texts),
            "cutting": list(facts.cutting),
            "changed": list(self.changed),
        }
        return {"value": self.value.plain(), **{k: what for k, what in told.items() if what}}


@dataclass(frozen=True)
class Raised:
    """The function stopped with an error."""

    error: CodeError

    def plain(self) -> dict[str, Plain]:
        """The same as JSON."""
        return dict(self.error.to_answer())


@dataclass(frozen=True)
class OtherInputs:
    """The function takes another number of inputs: these."""

    names: tuple[str, ...]

    def plain(self) -> dict[str, Plain]:
        """The same as JSON."""
        return {"inputs": list(self.names)}


@dataclass(frozen=True)
class Missing:
    """Nothing has this name yet."""

    def plain(self) -> dict[str, Plain]:
        """The same as JSON."""
        return {"missing": True}


Trouble = Literal["stopped", "gives", "changed", "elsewhere", "order", "empty"]


@dataclass(frozen=True)
class NothingStands:
    """The cell of the answer gives nothing to judge (see ``standing.not_given``).

    ``error`` is told where it stopped, ``names`` where it gives others.
    """

    trouble: Trouble
    error: CodeError | None = None
    names: tuple[str, ...] = ()

    def plain(self) -> dict[str, Plain]:
        """The same as JSON."""
        told: dict[str, Plain] = {"cell": self.trouble}
        if self.error is not None:
            told |= self.error.to_answer()
        if self.trouble == "gives":
            told["names"] = list(self.names)
        return told


Answer: TypeAlias = Given | Raised | OtherInputs | Missing | NothingStands

NOT_WRITTEN = Raised(CodeError("NotImplementedError", ""))
"""What stands there is still what was given: three dots, alone or in a function."""


def value_in(answer: Answer) -> Value | None:
    """The value that was given, or None."""
    return answer.value if isinstance(answer, Given) else None
