"""True and False."""

from __future__ import annotations

from dataclasses import dataclass

from solidarity.answers.kinds.value import Closeness, Loading, Reading, UnreadableValue, Value


@dataclass(frozen=True)
class TruthValue(Value):
    """True or False."""

    value: bool

    shape = "truth"
    json = (bool,)

    @classmethod
    def of(cls, thing: object, reading: Reading) -> TruthValue | None:
        """A bool; nothing can be a subclass of it."""
        return cls(thing) if isinstance(thing, bool) and type(thing) is bool else None

    @classmethod
    def load(cls, content: object, loading: Loading) -> TruthValue:
        return cls(content is True)

    def plain(self) -> bool:
        return self.value

    def python(self) -> bool:
        return self.value

    def agrees(self, given: Value, near: Closeness) -> bool:
        return given.as_truth() == self.value

    @classmethod
    def demand(cls, given: Value) -> None:
        given.as_truth()

    def described(self) -> str:
        return f"{self.value} (true or false)"

    def shown(self, unit: str = "") -> str:
        return str(self.value)

    def as_number(self, unit: str = "") -> float:
        """A truth is no number, though Python takes it for one."""
        raise UnreadableValue(f"A number belongs here, and your answer is {self.value}.")

    def as_truth(self) -> bool:
        return self.value
