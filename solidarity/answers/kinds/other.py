"""What has no kind of its own: a function, an object, or what is too large to be read."""

from __future__ import annotations

from dataclasses import dataclass

from solidarity.answers.kinds.value import Closeness, Loading, Reading, Value
from solidarity.answers.plain import MARK, Plain, fields, written
from solidarity.slips.type_name import type_name

_FUNCTION = "function"
_MOST_LETTERS = 80


@dataclass(frozen=True)
class OtherValue(Value):
    """A value of which only the name of its type is kept."""

    type: str

    shape = "other"

    @classmethod
    def of(cls, thing: object, reading: Reading) -> OtherValue:
        """Of anything at all."""
        return cls.named(_FUNCTION if callable(thing) else type_name(thing))

    @classmethod
    def named(cls, name: str) -> OtherValue:
        """With a name of any length."""
        return cls(name[:_MOST_LETTERS])

    @classmethod
    def load(cls, content: object, loading: Loading) -> OtherValue:
        name = fields(content, "a value").get("type", "unknown")
        return cls.named(written(name if isinstance(name, str) else ""))

    def plain(self) -> Plain:
        return {MARK: self.shape, "type": self.type}

    def agrees(self, given: Value, near: Closeness) -> bool:
        """Nothing is known of it, so nothing can be the same."""
        return False

    def described(self) -> str:
        return "a function" if self.type == _FUNCTION else f"a value of type {self.type}"

    def shown(self, unit: str = "") -> str:
        return self.described()

    def remedy(self) -> str:
        if self.type != _FUNCTION:
            return ""
        return (
            "Your answer is a function, not its result. "
            "Write its name with brackets and inputs, as in `name(1, 2)`."
        )
