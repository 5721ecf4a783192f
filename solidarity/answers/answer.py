"""What a learner's code answers when it is asked: a value, an error, or why there is neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from solidarity.answers.kinds.value import Value
from solidarity.answers.plain import Plain
from solidarity.slips.errors import CodeError


@dataclass(frozen=True)
class Given:
    """What the function gave or the variable holds.

    ``printed``: it wrote something on the way. ``not_a_function``: a value stands where a function
    was to be called. ``one_round``: it has a loop that cannot come to its second round. ``dots``:
    the three dots of a function as it was given still stand in it. ``changed``: the inputs that it
    changed, by name.
    """

    value: Value
    printed: bool = False
    not_a_function: bool = False
    one_round: bool = False
    dots: bool = False
    changed: tuple[str, ...] = ()

    def plain(self) -> dict[str, Plain]:
        """The same as JSON."""
        flags = ("printed", "not_a_function", "one_round", "dots")
        told: dict[str, Plain] = {name: True for name in flags if getattr(self, name)}
        changed: dict[str, Plain] = {"changed": list(self.changed)} if self.changed else {}
        return {"value": self.value.plain(), **told, **changed}


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
